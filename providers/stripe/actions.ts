/** What Plugboard can write to Stripe. Each action is a file of actions/; the names are those of the API and the CLI. */
import type { Action } from 'plugboard/contract';
import { createCheckoutSession } from './actions/checkout.ts';
import { createCustomer } from './actions/customer.ts';
import { createPaymentIntent } from './actions/payment-intent.ts';
import { createRefund } from './actions/refund.ts';
import { cancelSubscription, createSubscription, updateSubscription } from './actions/subscriptions.ts';

export const actions: Readonly<Record<string, Action>> = {
  create_customer: createCustomer,
  create_payment_intent: createPaymentIntent,
  create_checkout_session: createCheckoutSession,
  create_subscription: createSubscription,
  update_subscription: updateSubscription,
  cancel_subscription: cancelSubscription,
  create_refund: createRefund,
};
