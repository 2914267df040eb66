/** Everything that can be wrong with confirming a payment intent, looked at before anything happens. Called by intents.ts. */
import { invalid } from './failures.ts';
import type { ConfirmParams } from './intent-params.ts';
import { number, plain, text, type Doc, type World } from './ledger.ts';
import { addMandate, addMethod, mandateFor, methodFor, networksOf } from './methods.ts';

export interface Ready {
  readonly method: Doc;
  readonly params: ConfirmParams;
  readonly network: string | undefined;
  readonly mandate: string | null;
}

/** Everything that can be wrong with a confirmation. */
export function prepare(world: World, doc: Doc, params: ConfirmParams): Ready {
  const customer = text(doc, 'customer') || null;
  const given = params.payment_method ?? (text(doc, 'payment_method') || undefined);
  const method =
    params.payment_method_data === undefined
      ? given === undefined
        ? undefined
        : methodFor(world, given, customer, 'payment_method')
      : addMethod(world, params.payment_method_data);
  if (method === undefined) {
    throw invalid(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      { code: 'payment_intent_unexpected_state' },
    );
  }
  const type = text(method, 'type');
  const allowed = doc['payment_method_types'];
  if (!Array.isArray(allowed) || !allowed.includes(type)) {
    throw invalid(`The PaymentMethod provided (${type}) is not allowed for this PaymentIntent.`, {
      code: 'payment_intent_incompatible_payment_method',
      param: 'payment_method',
    });
  }
  const open =
    doc['allowed_payment_method_types'] === null && text(doc, 'automatic_payment_methods.allow_redirects') === 'always';
  if (open && params.return_url === undefined && params.off_session !== true) {
    throw invalid(
      'This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`.',
    );
  }
  if (type !== 'card' && doc['capture_method'] === 'manual') {
    throw invalid(`The payment method \`${type}\` does not support manual capture.`, { param: 'capture_method' });
  }
  return { method, params, network: networkFor(method, params), mandate: agreement(world, doc, method, params) };
}

function networkFor(method: Doc, params: ConfirmParams): string | undefined {
  const wanted = params.payment_method_options?.card?.network;
  if (wanted === undefined || networksOf(method).includes(wanted)) return wanted;
  throw invalid(`The card cannot be processed on the ${wanted} network.`, {
    code: 'payment_intent_invalid_parameter',
    param: 'payment_method_options[card][network]',
  });
}

function agreement(world: World, doc: Doc, method: Doc, params: ConfirmParams): string | null {
  const type = text(method, 'type');
  if (type === 'card') return null;
  if (params.mandate !== undefined) return text(mandateFor(world, params.mandate, method), 'id');
  if (type === 'au_becs_debit' && params.mandate_data === undefined) {
    throw invalid(
      'This PaymentIntent requires a mandate, but no existing mandate was found. Collect mandate acceptance from the customer and try again, providing acceptance data in the mandate_data parameter.',
      { code: 'payment_intent_mandate_invalid', param: 'mandate_data' },
    );
  }
  const asked = params.payment_method_options?.payto;
  const terms = asked?.mandate_options ?? {};
  if (asked?.setup_future_usage !== 'off_session' && Object.keys(terms).some((name) => name !== 'purpose')) {
    throw invalid('Only `purpose` can be set for a PayTo payment that is not set up for future usage.', {
      param: 'payment_method_options[payto][mandate_options]',
    });
  }
  if (terms.amount_type === 'fixed' && terms.amount === undefined) {
    throw invalid('`amount` is required when `amount_type` is fixed.', {
      code: 'parameter_missing',
      param: 'payment_method_options[payto][mandate_options][amount]',
    });
  }
  if (number(doc, 'amount') > (terms.amount ?? Infinity)) {
    throw invalid('The payment is larger than the mandate allows.', { code: 'payment_intent_mandate_invalid' });
  }
  return text(addMandate(world, method, plain(terms), params.mandate_data?.customer_acceptance), 'id');
}
