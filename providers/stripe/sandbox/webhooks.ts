/**
 * How Stripe sends its events: one a request, in the version of the endpoint, signed with the endpoint's secret and the moment of the
 * attempt. All keys here are of test mode, so its habit is that of test mode. Called by sandbox.ts.
 */
import { createHmac } from 'node:crypto';
import {
  fail,
  type JsonObject,
  type SandboxAddress,
  type SandboxContext,
  type SandboxEvent,
  type SandboxWebhooks,
} from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { balanceOf } from './balance.ts';
import { newEvent, number, text, type Doc, type Kind, type Ledger, type State } from './ledger.ts';
import { accountId } from './seed.ts';
import { worldOf } from './serve.ts';
import { inVersion } from './shapes.ts';

const minuteMs = 60_000;

/** Type of event -> the objects it can be about, so that what it shows is what the API shows. */
const examples: Readonly<Record<string, { readonly kind: Kind; readonly fits?: (doc: Doc) => boolean }>> = {
  'charge.succeeded': { kind: 'charge', fits: has('succeeded') },
  'charge.failed': { kind: 'charge', fits: has('failed') },
  'charge.refunded': { kind: 'charge', fits: (doc) => number(doc, 'amount_refunded') > 0 },
  'customer.created': { kind: 'customer' },
  'customer.updated': { kind: 'customer' },
  'customer.subscription.created': { kind: 'subscription', fits: has('active', 'trialing') },
  'customer.subscription.updated': { kind: 'subscription', fits: has('active', 'trialing') },
  'customer.subscription.deleted': { kind: 'subscription', fits: has('canceled') },
  'invoice.created': { kind: 'invoice' },
  'invoice.payment_succeeded': { kind: 'invoice', fits: has('paid') },
  'invoice.payment_failed': { kind: 'invoice', fits: has('open') },
  'invoice.voided': { kind: 'invoice', fits: has('void') },
  'payment_intent.succeeded': { kind: 'payment_intent', fits: has('succeeded') },
  'payment_intent.payment_failed': { kind: 'payment_intent', fits: has('requires_payment_method') },
  'payout.paid': { kind: 'payout', fits: has('paid') },
  'price.created': { kind: 'price' },
  'product.updated': { kind: 'product' },
  'refund.created': { kind: 'refund' },
};

function has(...statuses: readonly string[]): (doc: Doc) => boolean {
  return (doc) => statuses.includes(text(doc, 'status'));
}

/** Not added to the events feed: nothing has happened, so that the feed must not say so. */
function example(type: string, context: SandboxContext<State>, nth: number): SandboxEvent | undefined {
  const ledger = ledgerOf(context.state, accountId);
  const world = worldOf(context, ledger);
  const about = (object: JsonObject): SandboxEvent => {
    const before = type.endsWith('.updated') ? { previous_attributes: { metadata: {} } } : {};
    const event = newEvent(world, type, { object, ...before });
    return { type, payload: { account: accountId, event } };
  };
  if (type === 'balance.available') return about(balanceOf(world));
  const known = Object.hasOwn(examples, type) ? examples[type] : undefined;
  if (known === undefined) return undefined;
  const docs = ledger.objects[known.kind].filter((doc) => doc['deleted'] !== true && (known.fits?.(doc) ?? true));
  const doc = docs[nth % docs.length];
  return doc === undefined ? undefined : about({ ...doc });
}

function ledgerOf(state: State, account: string): Ledger {
  const ledger = Object.hasOwn(state.ledgers, account) ? state.ledgers[account] : undefined;
  if (ledger === undefined) throw fail('not_found', `There is no account ${account} in the sandbox.`);
  return ledger;
}

/** Those that are enabled; an endpoint for all events has `*`. */
function addresses(state: State): readonly SandboxAddress[] {
  return Object.entries(state.ledgers).flatMap(([account, ledger]) =>
    ledger.objects.webhook_endpoint.filter(has('enabled')).map((doc): SandboxAddress => {
      const id = text(doc, 'id');
      const enabled = doc['enabled_events'];
      const types = Array.isArray(enabled) ? enabled.map(String) : [];
      return {
        id,
        url: text(doc, 'url'),
        secret: ledger.secretOf[id] ?? '',
        types: types.includes('*') ? [] : types,
        options: {
          account,
          connect: String(ledger.behaviour[id] === 'connect'),
          api_version: text(doc, 'api_version'),
        },
      };
    }),
  );
}

/** One entered by hand is like one of the main account's Dashboard. `connect`: hears of connected accounts, and of them alone. */
function isConnect({ options }: SandboxAddress): boolean {
  return options?.['connect'] === 'true';
}

function concerns(event: SandboxEvent, address: SandboxAddress): boolean {
  const own = (address.options?.['account'] ?? accountId) === text(event.payload, 'account');
  return isConnect(address) ? !own : own;
}

/** The event as that endpoint is shown it. */
function shown(event: SandboxEvent, address: SandboxAddress, context: SandboxContext<State>): JsonObject {
  const account = text(event.payload, 'account');
  const { event: envelope } = event.payload;
  const { data, ...rest } = isObject(envelope) ? envelope : {};
  const { object = null, ...before } = isObject(data) ? data : {};
  const version = address.options?.['api_version'] || text(rest, 'api_version');
  const world = worldOf(context, ledgerOf(context.state, account));
  return {
    ...rest,
    ...(isConnect(address) ? { account } : {}),
    api_version: version,
    data: { object: inVersion(world, object, version), ...before },
    // This one at least.
    pending_webhooks: 1,
  };
}

export const webhooks: SandboxWebhooks<State> = {
  addresses,
  concerns,
  secret: (hex) => `whsec_${hex(32)}`,
  signature: { header: 'stripe-signature' },
  types: [...Object.keys(examples), 'balance.available'],
  example,
  request(events, address, context, nowMs) {
    const [event] = events;
    if (event === undefined) throw new Error('Stripe sends one event a request');
    const body = Buffer.from(JSON.stringify(shown(event, address, context), null, 2));
    const moment = Math.floor(nowMs / 1000);
    const signature = (secret: string) => createHmac('sha256', secret).update(`${moment}.`).update(body).digest('hex');
    return {
      method: 'POST',
      headers: {
        accept: '*/*; q=0.5, application/xml',
        'cache-control': 'no-cache',
        'content-type': 'application/json; charset=utf-8',
        // In test mode there is a second scheme, of which nothing can be made.
        'stripe-signature': `t=${moment},v1=${signature(address.secret)},v0=${signature('v0')}`,
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      },
      body,
    };
  },
  // "Three times over a few hours" in test mode; when exactly, and how long it waits for an answer, Stripe does not say.
  retries: [10 * minuteMs, 60 * minuteMs, 180 * minuteMs],
  timeoutMs: 10_000,
};
