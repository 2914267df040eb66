/**
 * What QuickBooks tells of its own accord: that something was made, changed or deleted, and never what it says now. Since 2026 as a list of
 * CloudEvents, before that as notifications per company; apps are moved one by one, so both are understood. One body may tell of several companies.
 * @link https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks
 */
import {
  fail,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type WebhookEvent,
  type Webhooks,
} from 'plugboard/contract';
import { at, fromIso, oneOf, textAt, verifyBodyHmac } from 'plugboard/kit';

/**
 * Entity, in lower case -> the list it is in, and the lists that change with it: a payment changes what is open on its
 * invoice.
 */
const streamsOf: Readonly<Record<string, readonly [string, ...string[]]>> = {
  account: ['accounts'],
  bill: ['bills'],
  billpayment: ['bill_payments', 'bills', 'vendor_credits'],
  creditmemo: ['credit_memos'],
  customer: ['customers'],
  deposit: ['deposits', 'payments'],
  invoice: ['invoices'],
  item: ['items'],
  journalentry: ['journal_entries'],
  payment: ['payments', 'invoices', 'credit_memos'],
  purchase: ['purchases'],
  refundreceipt: ['refund_receipts'],
  salesreceipt: ['sales_receipts'],
  transfer: ['transfers'],
  vendor: ['vendors'],
  vendorcredit: ['vendor_credits'],
};

const happenings = ['created', 'updated', 'deleted', 'merged', 'voided'];

/** Fresh ids, and everything it says stands beside them. */
function cloudEvent(item: JsonValue): WebhookEvent {
  const [type, id, account] = ['type', 'id', 'intuitaccountid'].map((name) => textAt(item, name));
  if (type === undefined || id === undefined || account === undefined)
    throw fail('decode_failed', 'QuickBooks sent an event that does not say which, of what or of whom.');
  return { type, id, account, at: fromIso(at(item, 'time')), payload: item };
}

/** There is no id, so together these are what tells one from another. */
function notification(account: string, item: JsonObject): WebhookEvent {
  const [name, id, operation, updated] = ['name', 'id', 'operation', 'lastUpdated'].map((one) => textAt(item, one));
  if (name === undefined || id === undefined || operation === undefined)
    throw fail('decode_failed', 'QuickBooks sent a notification that does not say of what, or what happened.');
  return {
    type: `${name}.${operation}`,
    id: [account, name, id, operation, updated ?? ''].join('|'),
    account,
    at: fromIso(updated),
    payload: item,
  };
}

function notificationsOf(content: JsonObject): readonly WebhookEvent[] {
  const companies = content['eventNotifications'];
  if (!Array.isArray(companies)) throw fail('decode_failed', 'QuickBooks sent a webhook without events.');
  return companies.flatMap((company: JsonValue) => {
    const account = textAt(company, 'realmId');
    const entities = at(company, 'dataChangeEvent.entities');
    if (account === undefined || !Array.isArray(entities))
      throw fail('decode_failed', 'QuickBooks sent notifications that do not say of which company, or of what.');
    return entities.filter(isJsonObject).map((item) => notification(account, item));
  });
}

/** Entity and what happened, whichever way it was told. */
function readType(type: string): { readonly entity: string; readonly happened: string } {
  const cloud = /^qbo\.([a-z]+)\.([a-z]+)\.v\d+$/.exec(type);
  const [entity = '', happened = ''] = cloud?.slice(1) ?? type.toLowerCase().split('.');
  return { entity, happened };
}

export const webhooks: Webhooks = {
  addresses: ['app', 'integration'],
  proof: 'signature',
  secret: {
    label: 'Verifier token',
    help: 'developer.intuit.com, the app, Webhooks: Show verifier token.',
    pattern: { source: '[A-Za-z0-9+/=_\\-]{16,200}', message: 'The token has no spaces in it: copy it again, whole.' },
  },
  types: Object.keys(streamsOf).flatMap((entity) => happenings.map((happened) => `qbo.${entity}.${happened}.v1`)),
  // Events that are refused are tried again for days, and later ones may be held back until then, also those of other companies.
  unknownAccount: 'acknowledged',
  verify: (request, context) => verifyBodyHmac(request, context, { header: 'intuit-signature', encoding: 'base64' }),
  events(content) {
    if (Array.isArray(content)) return content.map((item: JsonValue) => cloudEvent(item));
    if (!isJsonObject(content)) throw fail('decode_failed', 'QuickBooks sent a webhook without events.');
    return notificationsOf(content);
  },
  effect({ type, payload, at: moment }) {
    const { entity, happened } = readType(type);
    const streams = oneOf(streamsOf, entity);
    if (streams === undefined) return undefined;
    const [own, ...others] = streams;
    const deleted = ['delete', 'deleted'].includes(happened);
    // Of two that were merged one is gone; the other is read anew.
    const named = type.startsWith('qbo.') ? 'intuitentityid' : 'id';
    const key = textAt(payload, deleted ? named : 'deletedId');
    if (key === undefined || moment === undefined) return { wake: streams };
    const wake = deleted ? others : streams;
    return { gone: [{ stream: own, key, at: moment }], ...(wake.length === 0 ? {} : { wake }) };
  },
};
