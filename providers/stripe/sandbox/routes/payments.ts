/** Routes of money: payment intents, charges, refunds, payouts, balance transactions, and the bank's page of an authentication. */
import { z } from 'plugboard/contract';
import { addRefund } from '../charges.ts';
import { invalid, missing } from '../failures.ts';
import { grownItem, indexOf } from '../grown.ts';
import { confirmParams, createParams, updateParams } from '../intent-params.ts';
import { authenticated, cancelIntent, captureIntent, confirmIntent, createIntent, updateIntent } from '../intents.ts';
import { change, find, mergedMetadata, need, text, type Doc, type Kind } from '../ledger.ts';
import { listing, pagedByCreation } from '../listing.ts';
import { metadata, moment, positive, text as anyText, within } from '../params.ts';
import { endpoint, type Call } from '../serve.ts';
import { endive, isBefore } from '../shapes.ts';
import { followIntent } from '../subscriptions.ts';

const nothing = z.strictObject({});

/** GET one: seeded, or grown. */
function one(
  call: Call<unknown>,
  kind: Kind,
  stream: 'charges' | 'payment_intents',
): Doc | ReturnType<typeof grownItem> {
  const id = call.path['id'] ?? '';
  const found = find(call.world, kind, id);
  if (found !== undefined) return found;
  if (indexOf(id) !== undefined) return grownItem(call.grown(stream), kind, id);
  throw missing(kind, id, 'id');
}

/** From endive on the fixed list is gone; what is there instead only narrows what the account has switched on. */
export function refuseFixedTypes(
  params: { readonly payment_method_types?: readonly string[] | undefined },
  version: string,
): void {
  if (params.payment_method_types === undefined || isBefore(version, endive)) return;
  throw invalid('Received unknown parameter: payment_method_types', {
    code: 'parameter_unknown',
    param: 'payment_method_types',
  });
}

function intent(call: Call<unknown>): Doc {
  return need(call.world, 'payment_intent', call.path['id'] ?? '');
}

const intents = [
  endpoint(
    'GET',
    '/v1/payment_intents',
    'payment_intent',
    z.strictObject({ ...pagedByCreation, customer: anyText.optional() }),
    (call) =>
      listing(
        {
          url: '/v1/payment_intents',
          kind: 'payment_intent',
          docs: call.world.ledger.objects.payment_intent,
          grown: call.grown('payment_intents'),
          fields: { customer: call.params.customer },
        },
        call.params,
      ),
  ),
  endpoint('POST', '/v1/payment_intents', 'payment_intent', createParams, ({ world, params, version }) => {
    refuseFixedTypes(params, version);
    return createIntent(world, params);
  }),
  endpoint('GET', '/v1/payment_intents/:id', 'payment_intent', nothing, (call) =>
    one(call, 'payment_intent', 'payment_intents'),
  ),
  endpoint('POST', '/v1/payment_intents/:id', 'payment_intent', updateParams, (call) =>
    updateIntent(call.world, intent(call), call.params),
  ),
  endpoint('POST', '/v1/payment_intents/:id/confirm', 'payment_intent', confirmParams, (call) => {
    const doc = intent(call);
    try {
      return confirmIntent(call.world, doc, call.params);
    } finally {
      followIntent(call.world, doc);
    }
  }),
  endpoint(
    'POST',
    '/v1/payment_intents/:id/capture',
    'payment_intent',
    z.strictObject({ amount_to_capture: positive.optional(), metadata: metadata.optional() }),
    (call) => captureIntent(call.world, intent(call), call.params.amount_to_capture),
  ),
  endpoint(
    'POST',
    '/v1/payment_intents/:id/cancel',
    'payment_intent',
    z.strictObject({
      cancellation_reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned']).optional(),
    }),
    (call) => cancelIntent(call.world, intent(call), call.params.cancellation_reason),
  ),
  // What the payer's browser would do at the bank; answers the intent as the return page would find it.
  endpoint('POST', '/sandbox/authenticate/:id', 'payment_intent', nothing, (call) => {
    const doc = authenticated(call.world, intent(call));
    followIntent(call.world, doc);
    return doc;
  }),
];

const charges = [
  endpoint(
    'GET',
    '/v1/charges',
    'charge',
    z.strictObject({ ...pagedByCreation, customer: anyText.optional(), payment_intent: anyText.optional() }),
    (call) =>
      listing(
        {
          url: '/v1/charges',
          kind: 'charge',
          docs: call.world.ledger.objects.charge,
          grown: call.grown('charges'),
          fields: { customer: call.params.customer, payment_intent: call.params.payment_intent },
        },
        call.params,
      ),
  ),
  endpoint('GET', '/v1/charges/:id', 'charge', nothing, (call) => one(call, 'charge', 'charges')),
  endpoint(
    'POST',
    '/v1/charges/:id',
    'charge',
    z.strictObject({
      description: anyText.optional(),
      receipt_email: anyText.optional(),
      metadata: metadata.optional(),
    }),
    ({ world, params, path }) => {
      const doc = need(world, 'charge', path['id'] ?? '');
      return change(
        world,
        doc,
        {
          description: params.description ?? doc['description'] ?? null,
          receipt_email: params.receipt_email ?? doc['receipt_email'] ?? null,
          metadata: mergedMetadata(doc, params.metadata),
        },
        'charge.updated',
      );
    },
  ),
];

const refunds = [
  endpoint(
    'GET',
    '/v1/refunds',
    'charge',
    z.strictObject({ ...pagedByCreation, charge: anyText.optional(), payment_intent: anyText.optional() }),
    ({ world, params }) =>
      listing(
        {
          url: '/v1/refunds',
          kind: 'refund',
          docs: world.ledger.objects.refund,
          fields: { charge: params.charge, payment_intent: params.payment_intent },
        },
        params,
      ),
  ),
  endpoint(
    'POST',
    '/v1/refunds',
    'charge',
    z.strictObject({
      charge: anyText.optional(),
      payment_intent: anyText.optional(),
      amount: positive.optional(),
      reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
      metadata: metadata.optional(),
    }),
    ({ world, params }) => {
      if (params.charge === undefined && params.payment_intent === undefined) {
        throw invalid('One of the following params should be provided for this request: payment_intent or charge.');
      }
      const paid =
        params.payment_intent === undefined
          ? undefined
          : need(world, 'payment_intent', params.payment_intent, 'payment_intent');
      const id = params.charge ?? text(paid, 'latest_charge');
      if (id === '')
        throw invalid(
          `This PaymentIntent (${params.payment_intent ?? ''}) does not have a successful charge to refund.`,
        );
      const charge = need(world, 'charge', id, 'charge');
      return addRefund(world, charge, {
        amount: params.amount,
        reason: params.reason,
        metadata: mergedMetadata({}, params.metadata),
      });
    },
  ),
  endpoint('GET', '/v1/refunds/:id', 'charge', nothing, ({ world, path }) => need(world, 'refund', path['id'] ?? '')),
  endpoint(
    'POST',
    '/v1/refunds/:id',
    'charge',
    z.strictObject({ metadata: metadata.optional() }),
    ({ world, params, path }) => {
      const doc = need(world, 'refund', path['id'] ?? '');
      return change(world, doc, { metadata: mergedMetadata(doc, params.metadata) }, 'refund.updated');
    },
  ),
];

const payouts = [
  endpoint(
    'GET',
    '/v1/payouts',
    'payout',
    z.strictObject({
      ...pagedByCreation,
      arrival_date: moment.optional(),
      status: z.enum(['paid', 'pending', 'in_transit', 'canceled', 'failed']).optional(),
      destination: anyText.optional(),
    }),
    ({ world, params }) =>
      listing(
        {
          url: '/v1/payouts',
          kind: 'payout',
          docs: world.ledger.objects.payout,
          fields: { status: params.status, destination: params.destination },
          also: (doc) => within(params.arrival_date, Number(doc['arrival_date'])),
        },
        params,
      ),
  ),
  endpoint('GET', '/v1/payouts/:id', 'payout', nothing, ({ world, path }) => need(world, 'payout', path['id'] ?? '')),
];

const balanceTransactions = [
  endpoint(
    'GET',
    '/v1/balance_transactions',
    'balance_transaction',
    z.strictObject({
      ...pagedByCreation,
      payout: anyText.optional(),
      source: anyText.optional(),
      type: anyText.optional(),
      currency: anyText.optional(),
    }),
    ({ world, params }) => {
      const payout =
        params.payout === undefined ? undefined : text(need(world, 'payout', params.payout, 'payout'), 'id');
      return listing(
        {
          url: '/v1/balance_transactions',
          kind: 'balance_transaction',
          docs: world.ledger.objects.balance_transaction,
          fields: { source: params.source, type: params.type, currency: params.currency },
          also: (doc) => payout === undefined || world.ledger.payoutOf[text(doc, 'id')] === payout,
        },
        params,
      );
    },
  ),
  endpoint('GET', '/v1/balance_transactions/:id', 'balance_transaction', nothing, ({ world, path }) =>
    need(world, 'balance_transaction', path['id'] ?? ''),
  ),
];

export const paymentRoutes = [...intents, ...charges, ...refunds, ...payouts, ...balanceTransactions];
