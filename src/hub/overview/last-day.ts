/** What happened to a tenant in the last day, and what waits. Each count is a short range of an index, or stops at a bound. */
import { sql } from 'kysely';
import type { TenantTransaction } from '../../store/index.ts';
import { firstIdOf } from '../ids.ts';
import type { OverviewView } from './overview-views.ts';

const hourMs = 3_600_000;
/** Hours shown. */
const hours = 24;
/** Nobody compares larger numbers, and some hundred thousand webhooks a day are not counted with every look. */
const mostCounted = 100_000;

type Hour = OverviewView['runs']['hours'][number];

/** Runs by the hour in which they were asked for: reads `run_by_time` alone. */
export async function runsByHour(
  trx: TenantTransaction,
  tenantId: string,
  nowMs: number,
): Promise<OverviewView['runs']> {
  const first = Math.floor(nowMs / hourMs) * hourMs - (hours - 1) * hourMs;
  const { rows } = await sql<{ hour: Date; state: 'queued' | 'running' | Exclude<keyof Hour, 'at'>; count: number }>`
    select date_trunc('hour', queued_at, 'UTC') as hour, state, count(*)::int as count
      from run where tenant_id = ${tenantId} and queued_at >= ${new Date(first)}
     group by 1, 2`.execute(trx);
  const byHour = Array.from({ length: hours }, (_, index): Hour => {
    const at = new Date(first + index * hourMs).toISOString();
    return { at, succeeded: 0, partial: 0, failed: 0, cancelled: 0 };
  });
  let underWay = 0;
  for (const { hour, state, count } of rows) {
    if (state === 'queued' || state === 'running') {
      underWay += count;
      continue;
    }
    const shown = byHour[Math.round((hour.getTime() - first) / hourMs)];
    if (shown !== undefined) shown[state] += count;
  }
  const sum = (state: Exclude<keyof Hour, 'at'>) => byHour.reduce((all, hour) => all + hour[state], 0);
  return {
    under_way: underWay,
    succeeded: sum('succeeded'),
    partial: sum('partial'),
    failed: sum('failed'),
    cancelled: sum('cancelled'),
    hours: byHour,
  };
}

/** Null: no run began in the last day, so that it is not known where the change feed stood then. */
export async function changesSince(trx: TenantTransaction, tenantId: string, sinceMs: number): Promise<number | null> {
  const { rows } = await sql<{ changes: number }>`
    select (feed.seq - begun.start_seq)::int as changes
      from feed,
           lateral (select start_seq from run
                     where tenant_id = ${tenantId} and queued_at >= ${new Date(sinceMs)} and start_seq is not null
                     order by queued_at limit 1) begun
     where feed.tenant_id = ${tenantId}`.execute(trx);
  return rows[0]?.changes ?? null;
}

/** What came in and what went out. */
export async function traffic(
  trx: TenantTransaction,
  tenantId: string,
  sinceMs: number,
): Promise<Pick<OverviewView, 'webhooks' | 'deliveries' | 'held_deletions'>> {
  const since = firstIdOf(sinceMs);
  const counted = (from: ReturnType<typeof sql>) =>
    sql`(select count(*)::int from (select 1 from ${from} limit ${mostCounted}) counted)`;
  const { rows } = await sql<Record<string, number>>`
    select ${counted(sql`webhook where tenant_id = ${tenantId} and id >= ${since}::uuid`)} as received,
           (select coalesce(sum(count), 0)::int from webhook_refusal
             where tenant_id = ${tenantId} and hour >= ${new Date(sinceMs)}) as refused,
           ${counted(sql`webhook where tenant_id = ${tenantId} and state = 'queued'`)} as webhooks_waiting,
           ${counted(sql`webhook where tenant_id = ${tenantId} and state = 'failed'`)} as webhooks_failed,
           ${counted(sql`delivery where tenant_id = ${tenantId} and id >= ${since}::uuid and state = 'delivered'`)} as delivered,
           ${counted(sql`delivery where tenant_id = ${tenantId} and state = 'queued'`)} as deliveries_waiting,
           ${counted(sql`delivery where tenant_id = ${tenantId} and state = 'failed'`)} as deliveries_failed,
           (select count(*)::int from endpoint where tenant_id = ${tenantId} and deleted_at is null) as endpoints,
           (select count(*)::int from endpoint where tenant_id = ${tenantId} and deleted_at is null and not enabled) as disabled,
           (select count(*)::int from endpoint_due where tenant_id = ${tenantId} and parked) as parked,
           (select count(*)::int from deletion where tenant_id = ${tenantId} and state = 'held') as held`.execute(trx);
  const of = (name: string) => rows[0]?.[name] ?? 0;
  return {
    webhooks: {
      received_last_day: of('received'),
      refused_last_day: of('refused'),
      waiting: of('webhooks_waiting'),
      failed: of('webhooks_failed'),
    },
    deliveries: {
      delivered_last_day: of('delivered'),
      waiting: of('deliveries_waiting'),
      failed: of('deliveries_failed'),
      endpoints: of('endpoints'),
      endpoints_parked: of('parked'),
      endpoints_disabled: of('disabled'),
    },
    held_deletions: of('held'),
  };
}
