/** The unified models. The list is open: a model is one file here and one line below. */
import type { z } from 'zod';
import { account } from './account.ts';
import { activity } from './activity.ts';
import { assessment } from './assessment.ts';
import { bankTransaction } from './bank-transaction.ts';
import { certificate } from './certificate.ts';
import { class as classModel } from './class.ts';
import { contact } from './contact.ts';
import { course } from './course.ts';
import { creditNote } from './credit-note.ts';
import { employee } from './employee.ts';
import { employment } from './employment.ts';
import { enrolment } from './enrolment.ts';
import { expense } from './expense.ts';
import { grade } from './grade.ts';
import { invoice } from './invoice.ts';
import { journalEntry } from './journal-entry.ts';
import { outcome } from './outcome.ts';
import { payAdvice } from './pay-advice.ts';
import { payItem } from './pay-item.ts';
import { paymentIntent } from './payment-intent.ts';
import { payment } from './payment.ts';
import { payout } from './payout.ts';
import { price } from './price.ts';
import { product } from './product.ts';
import { qualification } from './qualification.ts';
import { refund } from './refund.ts';
import { report } from './report.ts';
import { student } from './student.ts';
import { submission } from './submission.ts';
import { subscription } from './subscription.ts';
import { taxRate } from './tax-rate.ts';
import { timesheet } from './timesheet.ts';
import { trackingCategory } from './tracking-category.ts';
import { unit } from './unit.ts';

export const models = {
  account,
  activity,
  assessment,
  bank_transaction: bankTransaction,
  certificate,
  class: classModel,
  contact,
  course,
  credit_note: creditNote,
  employee,
  employment,
  enrolment,
  expense,
  grade,
  invoice,
  journal_entry: journalEntry,
  outcome,
  pay_advice: payAdvice,
  pay_item: payItem,
  payment,
  payment_intent: paymentIntent,
  payout,
  price,
  product,
  qualification,
  refund,
  report,
  student,
  submission,
  subscription,
  tax_rate: taxRate,
  timesheet,
  tracking_category: trackingCategory,
  unit,
} as const;

export type ModelName = keyof typeof models;

/** The TypeScript shape of each model's data. */
export type Models = { [Name in ModelName]: z.infer<(typeof models)[Name]> };

export const modelNames = Object.keys(models).filter((name): name is ModelName => name in models);
