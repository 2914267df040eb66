/**
 * What Xero tells of its own accord: that a contact, an invoice or a credit note was made or changed, and never what it says now. So an
 * event only wakes the lists it may concern. One body may tell of several organisations of the app.
 * @link https://developer.xero.com/documentation/guides/webhooks/overview/
 */
import { fail, isJsonObject, type JsonValue, type WebhookEvent, type Webhooks } from 'plugboard/contract';
import { at, fromIso, jsonOf, oneOf, textAt, verifyBodyHmac } from 'plugboard/kit';

/**
 * Payments have no events of their own. One that is recorded changes the invoice it is of, one that is given back changes the credit note,
 * and using a note changes the invoices it is used on.
 */
const streamsOf: Readonly<Record<string, readonly string[]>> = {
  CONTACT: ['contacts'],
  INVOICE: ['invoices', 'payments'],
  CREDITNOTE: ['credit_notes', 'invoices', 'payments'],
};

/** There is no event for what is deleted or voided: that is a change like another. */
const changes = ['CREATE', 'UPDATE'];

/** Every event has all of these; there is no id, so together they are what tells one from another. */
function eventOf(item: JsonValue): WebhookEvent {
  const [tenant, resource, category, type, date] = [
    'tenantId',
    'resourceId',
    'eventCategory',
    'eventType',
    'eventDateUtc',
  ].map((name) => textAt(item, name));
  if (
    tenant === undefined ||
    resource === undefined ||
    category === undefined ||
    type === undefined ||
    date === undefined
  )
    throw fail('decode_failed', 'Xero sent an event that does not say of what, of whom or when.');
  return {
    type: `${category}.${type}`,
    id: [tenant, resource, type, date].join('|'),
    // For SUBSCRIPTION this is the app that sells at Xero's store: no organisation is meant, and so nobody's integration.
    account: tenant,
    // UTC, though it does not say so.
    at: fromIso(date),
    payload: item,
  };
}

export const webhooks: Webhooks = {
  addresses: ['app', 'integration'],
  proof: 'signature',
  secret: {
    label: 'Webhooks key',
    help: 'developer.xero.com, My Apps, the app, Webhooks: shown when the delivery URL is saved.',
    pattern: { source: '[A-Za-z0-9+/=_\\-]{16,200}', message: 'The key has no spaces in it: copy it again, whole.' },
  },
  types: Object.keys(streamsOf).flatMap((category) => changes.map((change) => `${category}.${change}`)),
  // Refusals make Xero switch the webhooks of the whole app off, for every organisation.
  unknownAccount: 'acknowledged',
  verify: (request, context) => verifyBodyHmac(request, context, { header: 'x-xero-signature', encoding: 'base64' }),
  handshake: {
    // The "intent to receive": several requests without events, some of them with a wrong signature, which must be refused.
    signed: true,
    answer: (request) => {
      const events = at(jsonOf(request), 'events');
      return Array.isArray(events) && events.length === 0 ? {} : undefined;
    },
  },
  events(content) {
    const events = isJsonObject(content) ? content['events'] : undefined;
    if (!Array.isArray(events)) throw fail('decode_failed', 'Xero sent a webhook without a list of events.');
    return events.map(eventOf);
  },
  effect({ payload }) {
    const wake = oneOf(streamsOf, textAt(payload, 'eventCategory'));
    return wake === undefined ? undefined : { wake };
  },
};
