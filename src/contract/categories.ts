/**
 * The categories, and what a provider of each must offer at the least, so that whoever builds on a category knows what is there.
 * Checked by the type system where a provider is declared, and again when one is loaded, which may come from plain JavaScript.
 */
import type { ModelName } from './models/index.ts';

export const categories = [
  'sms_rto',
  'lms_assessment',
  'accounting',
  'payment',
  'crm',
  'support',
  'analytics',
  'marketing',
  'documents',
  'meetings',
  'email',
  'training',
  'ecommerce',
  'messaging',
] as const;
export type Category = (typeof categories)[number];

/** What is looked at of a provider. */
interface Offer {
  readonly category: Category;
  readonly streams: Readonly<Record<string, { readonly model: ModelName }>>;
  readonly actions: Readonly<Record<string, unknown>>;
}

interface Needs {
  /** Each entry: a stream of one of these models. */
  readonly models: readonly (readonly ModelName[])[];
  /** Names of actions. */
  readonly actions: readonly string[];
}

export const categoryNeeds = {
  sms_rto: { models: [['student'], ['enrolment']], actions: [] },
  // Assessment-only systems know no courses and no enrolments.
  lms_assessment: {
    models: [
      ['course', 'assessment'],
      ['enrolment', 'submission'],
    ],
    actions: [],
  },
  accounting: { models: [['contact'], ['invoice']], actions: [] },
  payment: { models: [['payment']], actions: [] },
  crm: { models: [['contact']], actions: [] },
  support: { models: [], actions: [] },
  analytics: { models: [], actions: [] },
  marketing: { models: [], actions: [] },
  documents: { models: [], actions: [] },
  meetings: { models: [], actions: [] },
  email: { models: [], actions: [] },
  training: {
    models: [],
    actions: ['create_account', 'enroll_in_course', 'get_progress', 'get_certificate', 'get_sso_launch_url'],
  },
  ecommerce: { models: [], actions: [] },
  messaging: { models: [], actions: [] },
} as const satisfies Readonly<Record<Category, Needs>>;

type NeedsOf<P extends Offer> = (typeof categoryNeeds)[P['category']];
type ModelOf<P extends Offer> = P['streams'][keyof P['streams']]['model'];
/** `Wanted` is a union of lists; answers the members of those lists the provider has nothing of. */
type WithoutStream<Wanted, P extends Offer> = Wanted extends readonly ModelName[]
  ? Extract<Wanted[number], ModelOf<P>> extends never
    ? Wanted[number]
    : never
  : never;
type MissingModel<P extends Offer> = WithoutStream<NeedsOf<P>['models'][number], P>;
type MissingAction<P extends Offer> = Exclude<NeedsOf<P>['actions'][number], keyof P['actions']>;

/**
 * `unknown` when the provider has what its category needs; else a type nothing fits, which names what is missing. A provider value
 * whose category the compiler does not know is left to `missingOfCategory`.
 */
export type MeetsCategory<P extends Offer> = Category extends P['category'] ? unknown : Lacking<P>;
type Lacking<P extends Offer> = ([MissingModel<P>] extends [never]
  ? unknown
  : { readonly streams: `a provider of category ${P['category']} needs a stream of model ${MissingModel<P>}` }) &
  ([MissingAction<P>] extends [never]
    ? unknown
    : { readonly actions: `a provider of category ${P['category']} needs the action ${MissingAction<P>}` });

/** The first thing missing, in words; undefined when all is there. */
export function missingOfCategory(provider: Offer): string | undefined {
  const needs: Needs = categoryNeeds[provider.category];
  const models = new Set(Object.values(provider.streams).map(({ model }) => model));
  const lacking = needs.models.find((oneOf) => !oneOf.some((model) => models.has(model)));
  if (lacking !== undefined) return `category ${provider.category} needs a stream of model ${lacking.join(' or ')}`;
  const action = needs.actions.find((name) => !(name in provider.actions));
  return action === undefined ? undefined : `category ${provider.category} needs the action "${action}"`;
}
