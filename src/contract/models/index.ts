/** The unified models. The list is open: a model is one file here and one line below. */
import type { z } from 'zod';
import { account } from './account.ts';
import { bankTransaction } from './bank-transaction.ts';
import { contact } from './contact.ts';
import { creditNote } from './credit-note.ts';
import { expense } from './expense.ts';
import { invoice } from './invoice.ts';
import { paymentIntent } from './payment-intent.ts';
import { payment } from './payment.ts';
import { payout } from './payout.ts';
import { price } from './price.ts';
import { product } from './product.ts';
import { refund } from './refund.ts';
import { report } from './report.ts';
import { subscription } from './subscription.ts';
import { taxRate } from './tax-rate.ts';
import { trackingCategory } from './tracking-category.ts';

export const models = {
  account,
  bank_transaction: bankTransaction,
  contact,
  credit_note: creditNote,
  expense,
  invoice,
  payment,
  payment_intent: paymentIntent,
  payout,
  price,
  product,
  refund,
  report,
  subscription,
  tax_rate: taxRate,
  tracking_category: trackingCategory,
} as const;

export type ModelName = keyof typeof models;

/** The TypeScript shape of each model's data. */
export type Models = { [Name in ModelName]: z.infer<(typeof models)[Name]> };

export const modelNames = Object.keys(models).filter((name): name is ModelName => name in models);
