/** An attempt to collect money that may take several steps before there is a payment. */
import { z } from 'zod';
import { amount, currency, moment, personReference, reference } from './fields.ts';

export const paymentIntent = z.object({
  status: z.enum([
    'needs_method',
    'needs_confirmation',
    'needs_action',
    'processing',
    'needs_capture',
    'cancelled',
    'succeeded',
  ]),
  amount,
  amount_received: amount.nullable(),
  currency,
  contact_id: personReference('contact').nullable(),
  /** The payment it led to. */
  payment_id: reference.nullable(),
  methods: z.array(z.string()),
  description: z.string().nullable(),
  failure_code: z.string().nullable(),
  failure_message: z.string().nullable(),
  created_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
