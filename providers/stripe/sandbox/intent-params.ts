/** What can be said about a payment intent when it is created, changed and confirmed. Used by intents.ts and the routes. */
import { z } from 'plugboard/contract';
import { mandateData, methodData } from './methods.ts';
import { bool, currency, int, metadata, positive, text as anyText } from './params.ts';

const types = z.array(z.string());
const futureUsage = z.enum(['none', 'on_session', 'off_session']);

const options = z.strictObject({
  card: z
    .strictObject({
      network: z.enum(['eftpos_au', 'visa', 'mastercard', 'amex']).optional(),
      setup_future_usage: futureUsage.optional(),
    })
    .optional(),
  payto: z
    .strictObject({
      setup_future_usage: z.enum(['none', 'off_session']).optional(),
      mandate_options: z
        .strictObject({
          amount: positive.optional(),
          amount_type: z.enum(['fixed', 'maximum']).optional(),
          end_date: z.iso.date().optional(),
          payment_schedule: z
            .enum(['adhoc', 'daily', 'weekly', 'fortnightly', 'monthly', 'quarterly', 'semi_annual', 'annual'])
            .optional(),
          payments_per_period: positive.optional(),
          purpose: anyText.optional(),
        })
        .optional(),
    })
    .optional(),
  au_becs_debit: z
    .strictObject({ setup_future_usage: futureUsage.optional(), target_date: z.iso.date().optional() })
    .optional(),
});

/** What can be said while confirming, at once or later. */
const confirming = {
  payment_method: anyText.optional(),
  payment_method_data: methodData.optional(),
  payment_method_options: options.optional(),
  mandate: anyText.optional(),
  mandate_data: mandateData.optional(),
  off_session: bool.optional(),
  return_url: anyText.optional(),
  receipt_email: anyText.optional(),
  setup_future_usage: z.enum(['on_session', 'off_session']).optional(),
  error_on_requires_action: bool.optional(),
  use_stripe_sdk: bool.optional(),
};

export const confirmParams = z.strictObject(confirming);
export type ConfirmParams = z.infer<typeof confirmParams>;

export const createParams = z.strictObject({
  amount: int,
  currency,
  customer: anyText.optional(),
  description: anyText.optional(),
  metadata: metadata.optional(),
  capture_method: z.enum(['automatic', 'automatic_async', 'manual']).optional(),
  confirm: bool.optional(),
  automatic_payment_methods: z
    .strictObject({ enabled: bool, allow_redirects: z.enum(['always', 'never']).optional() })
    .optional(),
  allowed_payment_method_types: types.optional(),
  excluded_payment_method_types: types.optional(),
  /** Until endive; the route refuses it since. */
  payment_method_types: types.optional(),
  statement_descriptor_suffix: anyText.optional(),
  ...confirming,
});
export type CreateParams = z.infer<typeof createParams>;

export const updateParams = z.strictObject({
  amount: int.optional(),
  currency: currency.optional(),
  customer: anyText.optional(),
  description: anyText.optional(),
  metadata: metadata.optional(),
  payment_method: anyText.optional(),
  receipt_email: anyText.optional(),
});
export type UpdateParams = z.infer<typeof updateParams>;
