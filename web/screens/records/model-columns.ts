/**
 * What a list of records shows of each model, and what a record of it is called: the one place that knows the fields. A model that is not
 * here is shown by its vendor id and when it changed.
 */
import type { Messages } from '../../app/text.tsx';

/** How a value is shown. */
export type Kind =
  | 'text'
  /** Code, number, id: as it stands, in one width. */
  | 'code'
  /** Decimal string, with the record's `currency` where it has one. */
  | 'amount'
  /** A calendar date, the same in every zone. */
  | 'day'
  /** A moment, in the viewer's zone. */
  | 'moment'
  | 'state'
  | 'percent'
  /** Only its last characters: what identifies a person for authorities is not for lists. */
  | 'end_only';

export type ModelWord = keyof Messages['records']['models'];
export type FieldName = keyof Messages['records']['fields'];

export interface ShownField {
  readonly field: FieldName;
  readonly kind: Kind;
  readonly wideOnly?: boolean;
}

export interface ModelLook {
  /** Fields that say what a record is called: the first that holds something. */
  readonly called: readonly string[];
  readonly shown: readonly ShownField[];
}

const text = (field: FieldName): ShownField => ({ field, kind: 'text', wideOnly: true });
const code = (field: FieldName): ShownField => ({ field, kind: 'code', wideOnly: true });
const day = (field: FieldName): ShownField => ({ field, kind: 'day', wideOnly: true });
const moment = (field: FieldName): ShownField => ({ field, kind: 'moment', wideOnly: true });
const percent = (field: FieldName): ShownField => ({ field, kind: 'percent', wideOnly: true });
const amount = (field: FieldName): ShownField => ({ field, kind: 'amount' });
const state = (field: FieldName = 'status'): ShownField => ({ field, kind: 'state' });

const looks: Readonly<Record<ModelWord, ModelLook>> = {
  account: { called: ['name', 'code'], shown: [code('code'), text('class'), text('type'), state()] },
  activity: {
    called: ['name', 'student_name', 'type'],
    shown: [text('kind'), text('type'), moment('due_at'), state('state')],
  },
  assessment: { called: ['name'], shown: [code('unit_code'), moment('due_at'), state()] },
  bank_transaction: {
    called: ['description', 'reference', 'contact_name', 'type'],
    shown: [text('contact_name'), day('on'), amount('amount'), state()],
  },
  certificate: {
    called: ['course_name', 'number', 'type'],
    shown: [text('student_name'), day('issued_on'), day('expires_on'), state()],
  },
  class: { called: ['name', 'code'], shown: [text('course_name'), moment('starts_at'), text('location'), state()] },
  contact: {
    called: ['name', 'email'],
    shown: [
      text('email'),
      { field: 'tax_number', kind: 'end_only', wideOnly: true },
      { ...amount('balance'), wideOnly: true },
      state(),
    ],
  },
  course: {
    called: ['name', 'code'],
    shown: [code('code'), day('starts_on'), { ...amount('fee'), wideOnly: true }, state()],
  },
  credit_note: {
    called: ['number', 'reference'],
    shown: [text('contact_name'), day('issued_on'), amount('total'), state()],
  },
  employee: { called: ['full_name', 'first_name', 'email'], shown: [text('email'), code('employee_number'), state()] },
  employment: { called: ['employee_name'], shown: [text('kind'), moment('updated_at')] },
  enrolment: {
    called: ['student_name', 'course_name'],
    shown: [text('course_name'), day('starts_on'), percent('progress_percent'), state()],
  },
  expense: { called: ['person_name'], shown: [day('due_on'), amount('total'), state()] },
  grade: {
    called: ['item_name', 'student_name', 'scope'],
    shown: [text('student_name'), percent('percent'), code('text'), moment('graded_at')],
  },
  invoice: {
    called: ['number', 'reference'],
    shown: [text('contact_name'), day('issued_on'), day('due_on'), amount('total'), state()],
  },
  journal_entry: {
    called: ['number', 'description'],
    shown: [text('description'), day('posted_on'), code('journal'), state()],
  },
  outcome: {
    called: ['unit_name', 'unit_code'],
    shown: [text('student_name'), code('unit_code'), day('ends_on'), state('result')],
  },
  pay_advice: {
    called: ['employee_name', 'reference'],
    shown: [day('paid_on'), day('from'), day('to'), amount('gross')],
  },
  pay_item: { called: ['name'], shown: [text('kind'), text('type')] },
  payment: { called: ['reference', 'method'], shown: [text('method'), day('paid_on'), amount('amount'), state()] },
  payment_intent: { called: ['description'], shown: [moment('created_at'), amount('amount'), state()] },
  payout: { called: ['description'], shown: [day('arrives_on'), amount('amount'), state()] },
  price: { called: ['name'], shown: [text('interval'), moment('created_at'), amount('unit_amount')] },
  product: { called: ['name', 'code'], shown: [code('code'), text('description'), moment('updated_at')] },
  qualification: { called: ['name', 'code'], shown: [code('code'), text('level'), state()] },
  refund: { called: ['reason'], shown: [moment('created_at'), amount('amount'), state()] },
  report: { called: ['title'], shown: [day('from'), day('to'), moment('computed_at')] },
  student: {
    called: ['full_name', 'first_name', 'email'],
    shown: [text('email'), { field: 'usi', kind: 'end_only', wideOnly: true }, code('student_number'), state()],
  },
  submission: { called: ['grade', 'status'], shown: [moment('submitted_at'), code('score'), text('grade'), state()] },
  subscription: { called: ['status'], shown: [moment('started_at'), moment('current_period_end'), state()] },
  tax_rate: { called: ['name', 'code'], shown: [code('code'), percent('rate'), state()] },
  timesheet: { called: ['employee_name'], shown: [day('from'), day('to'), code('hours')] },
  tracking_category: { called: ['name'], shown: [state()] },
  unit: { called: ['name', 'code'], shown: [code('code'), text('field'), state()] },
};

const plain: ModelLook = { called: ['name', 'number', 'title', 'code'], shown: [] };

/** Is it a model there are words for? */
export function isKnownModel(model: string): model is ModelWord {
  return Object.hasOwn(looks, model);
}

export function lookOf(model: string): ModelLook {
  return isKnownModel(model) ? looks[model] : plain;
}

export type Data = Readonly<Record<string, unknown>> | null;

/** What the server puts in place of what is personal, for who is not shown it. */
export const masked = '[masked]';

/** A person's first and last name stand apart with some vendors. */
const lastNames: Readonly<Record<string, string>> = { first_name: 'last_name' };

/** What a record is called; undefined: nothing in it says so. */
export function nameIn(model: string, data: Data): string | undefined {
  for (const field of lookOf(model).called) {
    const value = data?.[field];
    const further = data?.[lastNames[field] ?? ''];
    if (typeof value === 'string' && value.trim() !== '')
      return typeof further === 'string' && value !== masked ? `${value} ${further}` : value;
  }
  return undefined;
}

const goodStates = [
  'paid',
  'active',
  'succeeded',
  'posted',
  'completed',
  'published',
  'competent',
  'graded',
  'issued',
  'current',
  'passed',
  'approved',
  'returned',
  'rpl_granted',
  'credit_transfer',
  'running',
];
const badStates = [
  'failed',
  'uncollectible',
  'past_due',
  'unpaid',
  'declined',
  'revoked',
  'not_yet_competent',
  'suspended',
];
const openStates = [
  'open',
  'pending',
  'draft',
  'submitted',
  'in_transit',
  'trialing',
  'processing',
  'in_progress',
  'planned',
  'continuing',
  'marking',
  'needs_action',
];

/** Only a hint: the word itself stands there. */
export function toneOf(word: string): 'good' | 'bad' | 'info' | 'plain' {
  if (goodStates.includes(word)) return 'good';
  if (badStates.includes(word)) return 'bad';
  return openStates.includes(word) ? 'info' : 'plain';
}

/** `not_yet_competent` -> `not yet competent`: a word of the data as one reads it. */
export function readable(word: string): string {
  return word.replaceAll('_', ' ');
}
