/**
 * Stripe's money movements as unified models: charge, payment intent, refund, payout, balance transaction. Pure and total; called
 * by the streams' `map` with what raw.ts has let through.
 */
import type { Models } from 'plugboard/contract';
import { fromStripe, fromStripeOrNull } from './money.ts';
import type { RawBalanceTransaction, RawCharge, RawPaymentIntent, RawPayout, RawRefund } from './raw.ts';
import { customOf, dayOf, idOf, momentOf } from './values.ts';

/** `succeeded` also means "authorised": until it is captured no money has moved, and a released authorisation never will. */
function chargeStatus(raw: RawCharge): Models['payment']['status'] {
  if (raw.status !== 'succeeded' || raw.captured !== false) return raw.status;
  return raw.refunded === true ? 'cancelled' : 'pending';
}

/** What people recognise a payment by: the network really used and the last digits; never a full number. */
function methodDetail(raw: RawCharge): string | null {
  const details = raw.payment_method_details;
  const { card, payto, au_becs_debit: becs } = details ?? {};
  const parts = card
    ? [card.network ?? card.brand, card.last4]
    : payto
      ? [payto.pay_id ?? payto.bsb_number, payto.last4]
      : [becs?.bsb_number, becs?.last4];
  const known = parts.filter((part) => typeof part === 'string' && part !== '');
  return known.length === 0 ? null : known.join(' ');
}

export function mapCharge(raw: RawCharge): Models['payment'] {
  const status = chargeStatus(raw);
  return {
    direction: 'received',
    status,
    amount: fromStripe(raw.amount, raw.currency),
    currency: raw.currency.toUpperCase(),
    amount_refunded: fromStripeOrNull(raw.amount_refunded, raw.currency),
    paid_on: status === 'succeeded' ? dayOf(raw.created) : null,
    invoice_id: idOf(raw.invoice),
    credit_note_id: null,
    contact_id: idOf(raw.customer),
    account_id: null,
    payment_intent_id: idOf(raw.payment_intent),
    method: raw.payment_method_details?.type ?? null,
    method_detail: methodDetail(raw),
    reference: raw.description ?? null,
    is_reconciled: null,
    failure_code: raw.failure_code ?? null,
    failure_message: raw.failure_message ?? null,
    created_at: momentOf(raw.created),
    updated_at: null,
    custom: customOf(raw),
  };
}

const intentStatus = {
  requires_payment_method: 'needs_method',
  requires_source: 'needs_method',
  requires_confirmation: 'needs_confirmation',
  requires_action: 'needs_action',
  requires_source_action: 'needs_action',
  processing: 'processing',
  requires_capture: 'needs_capture',
  canceled: 'cancelled',
  succeeded: 'succeeded',
} as const;

export function mapPaymentIntent(raw: RawPaymentIntent): Models['payment_intent'] {
  const failure = raw.last_payment_error;
  return {
    status: intentStatus[raw.status],
    amount: fromStripe(raw.amount, raw.currency),
    amount_received: fromStripeOrNull(raw.amount_received, raw.currency),
    currency: raw.currency.toUpperCase(),
    contact_id: idOf(raw.customer),
    payment_id: idOf(raw.latest_charge ?? raw.charges?.data[0]),
    methods: raw.payment_method_types ?? [],
    description: raw.description ?? null,
    failure_code: failure?.decline_code ?? failure?.code ?? null,
    failure_message: failure?.message ?? null,
    created_at: momentOf(raw.created),
    custom: customOf(raw),
  };
}

const refundStatus = {
  pending: 'pending',
  requires_action: 'needs_action',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'cancelled',
} as const;

export function mapRefund(raw: RawRefund): Models['refund'] {
  return {
    // Refunds of bank debits are themselves delayed: without a status nothing has arrived yet.
    status: refundStatus[raw.status ?? 'pending'],
    amount: fromStripe(raw.amount, raw.currency),
    currency: raw.currency.toUpperCase(),
    payment_id: idOf(raw.charge),
    payment_intent_id: idOf(raw.payment_intent),
    reason: raw.reason ?? null,
    failure_reason: raw.failure_reason ?? null,
    created_at: momentOf(raw.created),
    custom: customOf(raw),
  };
}

const payoutStatus = {
  paid: 'paid',
  pending: 'pending',
  in_transit: 'in_transit',
  canceled: 'cancelled',
  failed: 'failed',
} as const;

export function mapPayout(raw: RawPayout): Models['payout'] {
  const reconciled = raw.reconciliation_status;
  return {
    status: payoutStatus[raw.status],
    amount: fromStripe(raw.amount, raw.currency),
    currency: raw.currency.toUpperCase(),
    arrives_on: dayOf(raw.arrival_date),
    is_automatic: raw.automatic ?? null,
    // Only automatic payouts have parts, and only once Stripe has assigned them; older versions do not say when.
    is_itemised:
      raw.automatic === null || raw.automatic === undefined
        ? null
        : raw.automatic && (reconciled === null || reconciled === undefined || reconciled === 'completed'),
    destination: idOf(raw.destination),
    description: raw.description ?? null,
    failure_code: raw.failure_code ?? null,
    failure_message: raw.failure_message ?? null,
    created_at: momentOf(raw.created),
    custom: customOf(raw),
  };
}

export function mapBalanceTransaction(raw: RawBalanceTransaction): Models['bank_transaction'] {
  const { currency } = raw;
  const source = idOf(raw.source);
  return {
    direction: raw.amount < 0 ? 'out' : 'in',
    type: raw.type,
    status: raw.status === 'available' ? 'posted' : 'pending',
    is_reconciled: null,
    account_id: null,
    contact_id: null,
    contact_name: null,
    on: dayOf(raw.created),
    currency: currency.toUpperCase(),
    amount: fromStripe(Math.abs(raw.amount), currency),
    fee: fromStripe(raw.fee, currency),
    net: fromStripe(raw.net, currency),
    tax_total: null,
    reference: null,
    description: raw.description ?? null,
    lines: [],
    source_id: source,
    // Which payout the other rows went into is only known by asking for one payout's rows.
    payout_id: raw.type === 'payout' ? source : null,
    available_at: momentOf(raw.available_on),
    created_at: momentOf(raw.created),
    updated_at: null,
    custom: {
      reporting_category: raw.reporting_category ?? null,
      exchange_rate: raw.exchange_rate ?? null,
      // A fee is booked apart from its tax (GST), so both are kept as Stripe splits them.
      fee_details: (raw.fee_details ?? []).map((part) => ({
        type: part.type ?? null,
        amount: fromStripe(part.amount, part.currency),
        currency: part.currency.toUpperCase(),
        description: part.description ?? null,
      })),
    },
  };
}
