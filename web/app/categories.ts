/** The categories in the order of the catalogue, and providers in the order people look for them: by category, what matters most first. */
import type { Schema } from '../../client/index.ts';

export type Category = Schema['ProviderSummary']['category'];

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
] as const satisfies readonly Category[];

const priorities: readonly Schema['ProviderSummary']['priority'][] = ['high', 'medium', 'emerging'];

type Placed = Pick<Schema['ProviderSummary'], 'category' | 'priority' | 'name'>;

export function byCatalogue(one: Placed, other: Placed): number {
  return (
    categories.indexOf(one.category) - categories.indexOf(other.category) ||
    priorities.indexOf(one.priority) - priorities.indexOf(other.priority) ||
    one.name.localeCompare(other.name)
  );
}
