/**
 * What Stripe sends us: signed events, each with the whole object as it was when it happened, to an address of the integration's own or to
 * that of a Connect platform. They are read exactly like the events feed (events.ts). An event is shown in the version of the endpoint
 * it was sent to, or of the account: ours when we registered the address ourselves, possibly an old one when a person did. The raw
 * schemas read both the new place of a field and the old one, as they must for the feed, so such an event is stored like any other.
 */
import {
  fail,
  PlugboardError,
  type JsonValue,
  type SubscriptionContext,
  type WebhookEffect,
  type WebhookEvent,
  type Webhooks,
  type WebhookSubscription,
} from 'plugboard/contract';
import { at, fromIso, fromUnix, isObject, listAt, textAt, verifyTimestampedHmac } from 'plugboard/kit';
import { told, toldBy } from './events.ts';
import { withoutSecrets } from './lists.ts';
import { apiVersion } from './raw.ts';

const types: readonly string[] = [
  ...Object.values(told).flatMap((telling): readonly string[] => telling.types),
  // Kept for whoever wants to hear of them.
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'setup_intent.succeeded',
  'setup_intent.setup_failed',
  'mandate.updated',
  'balance.available',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
];

/** Events of the newer kind write their moment as text. */
function momentOf(created: unknown): string | undefined {
  return typeof created === 'string' ? fromIso(created) : fromUnix(created);
}

function eventsIn(content: JsonValue): readonly WebhookEvent[] {
  const type = textAt(content, 'type');
  const id = textAt(content, 'id');
  if (!isObject(content) || type === undefined || id === undefined)
    throw fail('decode_failed', 'The body is no event of Stripe: it has no type or no id.');
  // How many endpoints have yet to take it: not of the event, and another number each time it is sent.
  const { pending_webhooks: _pending, ...event } = content;
  const { account, created } = event;
  return [
    {
      id,
      type,
      account: typeof account === 'string' ? account : undefined,
      at: momentOf(created),
      payload: withoutSecrets(event),
    },
  ];
}

function effect({ type, payload }: WebhookEvent): WebhookEffect | undefined {
  if (!isObject(payload)) return undefined;
  // The one way to hear that pending money has become available: no event names a balance transaction.
  if (type === 'balance.available') return { wake: ['balance_transactions'] };
  if (type === 'account.application.deauthorized') return { signal: 'uninstalled' };
  const found = toldBy(payload);
  if (found === undefined) return undefined;
  const { stream, change } = found;
  if (change.item === undefined) return { gone: [{ stream, key: change.key, at: change.at }] };
  return { items: [{ stream, item: change.item, at: change.at }] };
}

const endpoints = '/v1/webhook_endpoints';

/** Ours from a registration whose answer was lost: nobody knows its secret, and what it sends could never be believed. */
async function removeForgotten({ http, url }: SubscriptionContext & { readonly url: string }): Promise<void> {
  const { body } = await http.send({ url: endpoints, query: { limit: 100 } });
  const ids = listAt('data')(body)
    .filter((endpoint) => at(endpoint, 'url') === url)
    .flatMap((endpoint) => textAt(endpoint, 'id') ?? []);
  for (const id of ids) await removeEndpoint(http, id);
}

async function removeEndpoint(http: SubscriptionContext['http'], id: string): Promise<void> {
  try {
    await http.send({ method: 'DELETE', url: `${endpoints}/${encodeURIComponent(id)}` });
  } catch (error) {
    if (!(error instanceof PlugboardError) || error.code !== 'not_found') throw error;
  }
}

const subscription: WebhookSubscription = {
  async register(context) {
    await removeForgotten(context);
    const { body } = await context.http.send({
      method: 'POST',
      url: endpoints,
      body: {
        form: { url: context.url, 'enabled_events[]': types, api_version: apiVersion, description: 'Plugboard' },
      },
    });
    const id = textAt(body, 'id');
    const secret = textAt(body, 'secret');
    if (id === undefined || secret === undefined)
      throw fail('decode_failed', 'Stripe answered with a webhook endpoint that has no id or no secret.');
    return { id, secret };
  },
  async check({ http }, { id }) {
    try {
      const { body } = await http.send({ url: `${endpoints}/${encodeURIComponent(id)}` });
      if (textAt(body, 'status') !== 'disabled') return { state: 'active' };
      return {
        state: 'disabled',
        message:
          'The webhook endpoint is disabled at Stripe, by somebody there or after days of failures. Register it again.',
      };
    } catch (error) {
      if (!(error instanceof PlugboardError) || error.code !== 'not_found') throw error;
      return { state: 'gone', message: 'Stripe no longer has the webhook endpoint. Register it again.' };
    }
  },
  remove: ({ http }, { id }) => removeEndpoint(http, id),
};

export const webhooks: Webhooks = {
  // The platform's address is for Connect: its events name the account. Events of the account itself go to the integration's own.
  addresses: ['app', 'integration'],
  proof: 'signature',
  secret: {
    label: 'Signing secret',
    help: 'Stripe Dashboard > Developers > Webhooks > the endpoint > Signing secret. Begins with whsec_.',
    pattern: { source: 'whsec_[A-Za-z0-9+/=_-]{8,250}', message: 'A signing secret begins with whsec_.' },
    example: 'whsec_5Ab...',
  },
  types,
  // Stripe disables an endpoint that keeps refusing, for all accounts of the platform.
  unknownAccount: 'acknowledged',
  verify: (request, context) =>
    verifyTimestampedHmac(request, context, { header: 'stripe-signature', scheme: 'v1', toleranceMs: 300_000 }),
  events: eventsIn,
  effect,
  subscription,
};
