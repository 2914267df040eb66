/** In which order tenants are shown: what somebody looks after the installation for comes first, the name decides between equals. */
import type { Schema } from '../../../client/index.ts';

export type TenantRow = Schema['TenantOverview'];

export const orders = [
  'name',
  'trouble',
  'integrations',
  'runs',
  'calls',
  'errors',
  'records',
  'bytes',
  'waiting',
  'activity',
] as const;
export type Order = (typeof orders)[number];

export function integrationsOf({ integrations }: Pick<TenantRow, 'integrations'>): number {
  return Object.values(integrations).reduce((sum, count) => sum + count, 0);
}

export function troubleOf({ integrations }: Pick<TenantRow, 'integrations'>): number {
  return integrations.failing + integrations.needs_reauth;
}

export function runsOf({ runs }: TenantRow): number {
  return runs.succeeded + runs.partial + runs.failed + runs.under_way;
}

export function waitingOf(row: TenantRow): number {
  return row.webhooks_waiting + row.deliveries_waiting;
}

const weights: Readonly<Record<Exclude<Order, 'name'>, (row: TenantRow) => number>> = {
  trouble: troubleOf,
  integrations: integrationsOf,
  runs: runsOf,
  calls: ({ calls }) => calls,
  errors: ({ errors }) => errors,
  records: ({ records }) => records,
  bytes: ({ bytes }) => bytes,
  waiting: waitingOf,
  activity: ({ last_activity_at: at }) => (at === null ? 0 : Date.parse(at)),
};

/** Most first; names from A. */
export function inOrder(rows: readonly TenantRow[], by: Order): readonly TenantRow[] {
  const byName = (a: TenantRow, b: TenantRow) => a.name.localeCompare(b.name);
  if (by === 'name') return rows.toSorted(byName);
  const weight = weights[by];
  return rows.toSorted((a, b) => weight(b) - weight(a) || byName(a, b));
}
