/**
 * Stripe's API as far as the connector and Stripe's own SDK need it, stateful and strict: written from Stripe's documentation,
 * types and specification. What happens is in sandbox/; this file puts it together for the host.
 */
import { defineSandbox } from 'plugboard/contract';
import { example } from './sandbox/examples.ts';
import { grow } from './sandbox/grown.ts';
import type { State } from './sandbox/ledger.ts';
import { billingRoutes } from './sandbox/routes/billing.ts';
import { catalogueRoutes } from './sandbox/routes/catalogue.ts';
import { paymentRoutes } from './sandbox/routes/payments.ts';
import { webhookEndpointRoutes } from './sandbox/routes/webhook-endpoints.ts';
import { readKey, secretKey, seed } from './sandbox/seed.ts';
import { guard, worldOf } from './sandbox/serve.ts';
import { latest } from './sandbox/shapes.ts';
import { letPass } from './sandbox/time.ts';
import { webhooks } from './sandbox/webhooks.ts';

export default defineSandbox<State>({
  hosts: ['api.stripe.com'],
  signIns: [
    { method: 'api_key', fields: { api_key: secretKey }, wrong: { api_key: 'sk_test_sandbox_nobody_has_this_key' } },
    { method: 'api_key', fields: { api_key: readKey }, wrong: { api_key: 'rk_test_sandbox_nobody_has_this_key' } },
  ],
  seed,
  guard,
  routes: [...catalogueRoutes, ...paymentRoutes, ...billingRoutes, ...webhookEndpointRoutes],
  timePasses(context) {
    for (const ledger of Object.values(context.state.ledgers)) letPass(worldOf(context, ledger));
  },
  grow,
  example,
  webhooks,
  switches: {
    limits: {
      label: 'Call limits',
      help: 'On: 25 calls a second, as in test mode. Off: as many as wanted, for load tests and a clock that stands still.',
      choices: ['on', 'off'],
      default: 'on',
    },
    api_version: {
      label: "The account's API version",
      help: 'What callers get that name none, and what the objects in events are rendered in. An old one shows how events of old accounts look.',
      pattern: {
        source: '20\\d{2}-\\d{2}-\\d{2}(\\.[a-z]+)?',
        message: 'A version looks like 2026-10-28.endive or 2023-08-16.',
      },
      default: latest,
    },
  },
});
