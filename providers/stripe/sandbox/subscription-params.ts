/** What can be said about a subscription when it is created, changed and cancelled. Used by subscriptions.ts and the routes. */
import { z } from 'plugboard/contract';
import { bool, int, metadata, positive, text as anyText } from './params.ts';

const mandateOptions = z.strictObject({
  amount: positive.optional(),
  amount_type: z.enum(['fixed', 'maximum']).optional(),
  purpose: anyText.optional(),
});
const paymentSettings = z.strictObject({
  payment_method_options: z
    .strictObject({ payto: z.strictObject({ mandate_options: mandateOptions.optional() }).optional() })
    .optional(),
  payment_method_types: z.array(z.string()).optional(),
  save_default_payment_method: z.enum(['off', 'on_subscription']).optional(),
});

export const createParams = z.strictObject({
  customer: anyText,
  items: z
    .array(z.strictObject({ price: anyText, quantity: int.optional() }))
    .min(1)
    .max(20),
  default_payment_method: anyText.optional(),
  payment_behavior: z
    .enum(['allow_incomplete', 'default_incomplete', 'error_if_incomplete', 'pending_if_incomplete'])
    .optional(),
  payment_settings: paymentSettings.optional(),
  trial_period_days: int.optional(),
  cancel_at_period_end: bool.optional(),
  collection_method: z.enum(['charge_automatically', 'send_invoice']).optional(),
  days_until_due: int.optional(),
  description: anyText.optional(),
  metadata: metadata.optional(),
  off_session: bool.optional(),
});
export type CreateParams = z.infer<typeof createParams>;

const details = z.strictObject({
  comment: anyText.optional(),
  feedback: z
    .enum([
      'customer_service',
      'low_quality',
      'missing_features',
      'other',
      'switched_service',
      'too_complex',
      'too_expensive',
      'unused',
    ])
    .optional(),
});

export const updateParams = z.strictObject({
  items: z
    .array(
      z.strictObject({
        id: anyText.optional(),
        price: anyText.optional(),
        quantity: int.optional(),
        deleted: bool.optional(),
      }),
    )
    .optional(),
  proration_behavior: z.enum(['create_prorations', 'always_invoice', 'none']).optional(),
  cancel_at_period_end: bool.optional(),
  cancellation_details: details.optional(),
  default_payment_method: anyText.optional(),
  description: anyText.optional(),
  metadata: metadata.optional(),
});

export const cancelParams = z.strictObject({
  invoice_now: bool.optional(),
  prorate: bool.optional(),
  cancellation_details: details.optional(),
});
export type UpdateParams = z.infer<typeof updateParams>;
export type CancelParams = z.infer<typeof cancelParams>;
export type CancellationDetails = z.infer<typeof details>;
