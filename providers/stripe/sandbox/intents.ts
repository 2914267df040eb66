/**
 * The payment intent as a state machine: created, confirmed, authenticated, captured, cancelled; cards answer at once, banks later.
 * Called by the routes, billing.ts (invoices pay through intents) and time.ts (the bank has answered).
 */
import { currencyDigits, type JsonObject } from 'plugboard/contract';
import { addCharge, collect } from './charges.ts';
import { declined, invalid } from './failures.ts';
import { add, change, later, mergedMetadata, need, newId, number, text, type Doc, type World } from './ledger.ts';
import { attach, methodFor } from './methods.ts';
import { prepare, type Ready } from './confirmations.ts';
import type { ConfirmParams, CreateParams, UpdateParams } from './intent-params.ts';
import { paymentIntent } from './objects-payments.ts';

const day = 86_400;

/** Banks here serve Australian dollars only. */
function enabledTypes(code: string): readonly string[] {
  return code === 'aud' ? ['card', 'payto', 'au_becs_debit'] : ['card'];
}

function checkAmount(amount: number, code: string): void {
  if (amount < 1)
    throw invalid('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'amount',
    });
  const digits = currencyDigits(code);
  if (digits === 3 && amount % 10 !== 0)
    throw invalid('Invalid amount: the last digit must be 0.', { param: 'amount' });
  if (amount < (digits === 3 ? 500 : 50)) {
    throw invalid(`Amount must be at least 50 cents or the like in ${code}`, {
      code: 'amount_too_small',
      param: 'amount',
    });
  }
}

function typesFor(params: CreateParams): readonly string[] {
  if (params.payment_method_types !== undefined) return params.payment_method_types;
  const filter = params.allowed_payment_method_types;
  const excluded = params.excluded_payment_method_types ?? [];
  const found = enabledTypes(params.currency).filter(
    (type) => (filter === undefined || filter.includes(type)) && !excluded.includes(type),
  );
  if (found.length === 0) {
    throw invalid('None of the allowed payment method types is enabled for this account and currency.', {
      code: 'payment_intent_invalid_parameter',
      param: 'allowed_payment_method_types',
    });
  }
  return found;
}

const onlyWithConfirm = ['return_url', 'off_session', 'mandate', 'mandate_data', 'error_on_requires_action'] as const;

export function createIntent(world: World, params: CreateParams): Doc {
  checkAmount(params.amount, params.currency);
  if (params.customer !== undefined) need(world, 'customer', params.customer, 'customer');
  for (const name of onlyWithConfirm) {
    if (params[name] !== undefined && params.confirm !== true) {
      throw invalid(`You can only pass \`${name}\` if \`confirm\` is set to true.`, { param: name });
    }
  }
  const id = newId(world, 'pi', 24);
  const doc: Doc = {
    ...paymentIntent(id, world.now, world.hex(25)),
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount: params.amount,
    automatic_payment_methods:
      params.payment_method_types === undefined
        ? { allow_redirects: params.automatic_payment_methods?.allow_redirects ?? 'always', enabled: true }
        : null,
    capture_method: params.capture_method ?? 'automatic',
    currency: params.currency,
    customer: params.customer ?? null,
    description: params.description ?? null,
    metadata: mergedMetadata({}, params.metadata),
    payment_method_types: typesFor(params),
    receipt_email: params.receipt_email ?? null,
    setup_future_usage: params.setup_future_usage ?? null,
    statement_descriptor_suffix: params.statement_descriptor_suffix ?? null,
  };
  if (params.payment_method !== undefined) {
    doc['payment_method'] =
      methodFor(world, params.payment_method, params.customer ?? null, 'payment_method')['id'] ?? null;
    doc['status'] = 'requires_confirmation';
  }
  // All that may be refused is looked at before anything is stored: a refused request leaves nothing behind.
  const ready = params.confirm === true ? prepare(world, doc, params) : undefined;
  add(world, 'payment_intent', doc, 'payment_intent.created');
  return ready === undefined ? doc : proceed(world, doc, ready);
}

export function updateIntent(world: World, doc: Doc, params: UpdateParams): Doc {
  if (['succeeded', 'canceled', 'processing'].includes(text(doc, 'status'))) {
    if (params.amount !== undefined || params.currency !== undefined) throw unexpectedState(doc, 'updated');
  }
  if (params.amount !== undefined) checkAmount(params.amount, params.currency ?? text(doc, 'currency'));
  const customer =
    params.customer === undefined
      ? {}
      : { customer: need(world, 'customer', params.customer, 'customer')['id'] ?? null };
  const method =
    params.payment_method === undefined
      ? {}
      : {
          payment_method:
            methodFor(world, params.payment_method, params.customer ?? text(doc, 'customer'), 'payment_method')['id'] ??
            null,
          status: 'requires_confirmation',
        };
  // No event: Stripe has none for a changed intent until its status moves.
  return change(world, doc, {
    ...customer,
    ...method,
    amount: params.amount ?? number(doc, 'amount'),
    currency: params.currency ?? text(doc, 'currency'),
    description: params.description ?? doc['description'] ?? null,
    metadata: mergedMetadata(doc, params.metadata),
    receipt_email: params.receipt_email ?? doc['receipt_email'] ?? null,
  });
}

function unexpectedState(doc: Doc, wish: string): Error {
  return invalid(`This PaymentIntent's status is ${text(doc, 'status')}, so it cannot be ${wish}.`, {
    code: 'payment_intent_unexpected_state',
  });
}

export function confirmIntent(world: World, doc: Doc, params: ConfirmParams): Doc {
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(text(doc, 'status'))) {
    throw unexpectedState(doc, 'confirmed');
  }
  return proceed(world, doc, prepare(world, doc, params));
}

const declineWords: Readonly<Record<string, string>> = {
  generic_decline: 'Your card was declined.',
  insufficient_funds: 'Your card has insufficient funds.',
};

/** From here on the request has begun: what happens now happened, also when it is a refusal. */
function proceed(world: World, doc: Doc, { method, params, network, mandate }: Ready): Doc {
  const type = text(method, 'type');
  const behaviour = world.ledger.behaviour[text(method, 'id')];
  const usage = params.setup_future_usage ?? text(doc, 'setup_future_usage');
  const kept = usage !== '' || params.payment_method_options?.[isOption(type)]?.setup_future_usage === 'off_session';
  const owner = text(doc, 'customer');
  if (kept && owner !== '') attach(world, method, owner);
  const chosen: Doc = {
    payment_method: method['id'] ?? null,
    last_payment_error: null,
    next_action: null,
    receipt_email: params.receipt_email ?? doc['receipt_email'] ?? null,
    setup_future_usage: usage === '' ? null : usage,
  };
  if (type !== 'card') return debit(world, change(world, doc, chosen), method, mandate);
  if (behaviour === 'authenticate' && params.off_session !== true) {
    const url = `${world.origin}/sandbox/authenticate/${text(doc, 'id')}`;
    const next: JsonObject =
      params.return_url === undefined
        ? { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect' } }
        : { type: 'redirect_to_url', redirect_to_url: { return_url: params.return_url, url } };
    return change(
      world,
      doc,
      { ...chosen, status: 'requires_action', next_action: next },
      'payment_intent.requires_action',
    );
  }
  if (behaviour !== undefined) refuse(world, change(world, doc, chosen), method, behaviour);
  return authorise(world, change(world, doc, chosen), method, network);
}

function isOption(type: string): 'card' | 'payto' | 'au_becs_debit' {
  return type === 'payto' || type === 'au_becs_debit' ? type : 'card';
}

function authorise(world: World, doc: Doc, method: Doc, network: string | undefined): Doc {
  const manual = doc['capture_method'] === 'manual';
  const charge = addCharge(world, doc, method, { status: 'succeeded', captured: !manual, network });
  const amount = number(doc, 'amount');
  return change(
    world,
    doc,
    manual
      ? { latest_charge: charge['id'] ?? null, amount_capturable: amount, status: 'requires_capture' }
      : { latest_charge: charge['id'] ?? null, amount_received: amount, status: 'succeeded' },
    manual ? 'payment_intent.amount_capturable_updated' : 'payment_intent.succeeded',
  );
}

/** A bank needs time: BECS two or three working days, PayTo about a minute after the payer has approved. */
function debit(world: World, doc: Doc, method: Doc, mandate: string | null): Doc {
  const charge = addCharge(world, doc, method, { status: 'pending', captured: true, mandate });
  later(world, world.now + (method['type'] === 'payto' ? 60 : 3 * day), 'bank_answers', text(doc, 'id'));
  return change(world, doc, { latest_charge: charge['id'] ?? null, status: 'processing' }, 'payment_intent.processing');
}

function refuse(world: World, doc: Doc, method: Doc, behaviour: string): never {
  const authentication = behaviour === 'authenticate';
  const code = authentication ? 'authentication_required' : 'card_declined';
  const message = authentication
    ? 'Your card was declined. This transaction requires authentication.'
    : (declineWords[behaviour] ?? 'Your card was declined.');
  const charge = addCharge(world, doc, method, { status: 'failed', captured: false, failure: { code, message } });
  failed(world, doc, method, charge, { code, message, decline: authentication ? code : behaviour });
  throw declined(code, authentication ? code : behaviour, message, {
    charge: text(charge, 'id'),
    payment_intent: { ...doc },
  });
}

function failed(
  world: World,
  doc: Doc,
  method: Doc,
  charge: Doc,
  why: { code: string; message: string; decline?: string },
): void {
  const error: JsonObject = {
    charge: charge['id'] ?? null,
    code: why.code,
    ...(why.decline === undefined ? {} : { decline_code: why.decline }),
    message: why.message,
    payment_method: { ...method },
    type: method['type'] === 'card' ? 'card_error' : 'invalid_request_error',
  };
  change(
    world,
    doc,
    {
      last_payment_error: error,
      latest_charge: charge['id'] ?? null,
      payment_method: null,
      status: 'requires_payment_method',
    },
    'payment_intent.payment_failed',
  );
}

/** The bank's answer to a debit that was processing. */
export function bankAnswers(world: World, id: string): Doc | undefined {
  const doc = need(world, 'payment_intent', id);
  if (doc['status'] !== 'processing') return undefined;
  const charge = need(world, 'charge', text(doc, 'latest_charge'));
  const method = need(world, 'payment_method', text(doc, 'payment_method'));
  const why = world.ledger.behaviour[text(method, 'id')];
  if (why !== undefined) {
    const message = `The payment failed: ${why}.`;
    change(
      world,
      charge,
      { status: 'failed', captured: false, failure_code: why, failure_message: message },
      'charge.failed',
    );
    failed(world, doc, method, charge, { code: why, message });
    return doc;
  }
  collect(world, charge, number(charge, 'amount'));
  change(world, charge, {}, 'charge.succeeded');
  return change(
    world,
    doc,
    { amount_received: number(doc, 'amount'), status: 'succeeded' },
    'payment_intent.succeeded',
  );
}

/** The payer has passed the bank's check. */
export function authenticated(world: World, doc: Doc): Doc {
  if (doc['status'] !== 'requires_action') throw unexpectedState(doc, 'authenticated');
  const method = need(world, 'payment_method', text(doc, 'payment_method'));
  return authorise(world, change(world, doc, { next_action: null }), method, undefined);
}

export function captureIntent(world: World, doc: Doc, wanted: number | undefined): Doc {
  if (doc['status'] !== 'requires_capture') throw unexpectedState(doc, 'captured');
  const most = number(doc, 'amount_capturable');
  const amount = wanted ?? most;
  if (amount > most || amount < 1)
    throw invalid(`The amount to capture must be between 1 and ${most}.`, { param: 'amount_to_capture' });
  const charge = need(world, 'charge', text(doc, 'latest_charge'));
  collect(world, charge, amount);
  change(world, charge, { amount_refunded: number(charge, 'amount') - amount }, 'charge.captured');
  return change(
    world,
    doc,
    { amount_capturable: 0, amount_received: amount, status: 'succeeded' },
    'payment_intent.succeeded',
  );
}

export function cancelIntent(world: World, doc: Doc, reason: string | undefined): Doc {
  const status = text(doc, 'status');
  if (!status.startsWith('requires_')) throw unexpectedState(doc, 'canceled');
  if (status === 'requires_capture') {
    const charge = need(world, 'charge', text(doc, 'latest_charge'));
    change(world, charge, { amount_refunded: number(charge, 'amount'), refunded: true }, 'charge.refunded');
  }
  return change(
    world,
    doc,
    {
      amount_capturable: 0,
      canceled_at: world.now,
      cancellation_reason: reason ?? null,
      next_action: null,
      status: 'canceled',
    },
    'payment_intent.canceled',
  );
}
