/**
 * What an integration did per minute, hour or day: calls, errors, how long they took, bytes, records. Read from the roll-ups that
 * usage-counts.ts collects; processes' figures are added up here. Kept for 30 days.
 */
import { sql } from 'kysely';
import { z } from 'zod';
import type { HubContext } from '../context.ts';
import { readId } from '../ids.ts';
import { invalidInput, moment, parseInput } from '../inputs.ts';
import { knownIntegration } from '../integrations/integration-rows.ts';
import { dayMs } from './log-retention.ts';
import type { Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import { bucketCount, durationBounds, percentile } from './usage-buckets.ts';

/** How long minutes are kept. */
export const usageDays = 30;

const units = { minute: 60_000, hour: 3_600_000, day: dayMs } as const;
/** Periods answered when `since` is left out, and at most. */
const defaultPeriods = { minute: 60, hour: 24, day: usageDays } as const;
const mostPeriods = 1_500;

export const UsageQuery = z.object({
  by: z.enum(['minute', 'hour', 'day']).default('hour').meta({ description: 'Days are those of UTC.' }),
  since: moment.optional().meta({ description: 'Default: the last 60 minutes, 24 hours or 30 days.' }),
  until: moment.optional().meta({ description: 'Without it; default: now.' }),
});
export type UsageQuery = z.input<typeof UsageQuery>;

const Milliseconds = z.number().int().nullable();

const Figures = z.object({
  calls: z.number().int().meta({ description: 'Tries; a call that is repeated counts again.' }),
  errors: z.number().int(),
  unlogged: z
    .number()
    .int()
    .meta({ description: 'Calls without a line in the exchange log, because the database could not keep up.' }),
  records: z.number().int().meta({ description: 'Records read by runs.' }),
  request_bytes: z.number().int(),
  response_bytes: z.number().int(),
  duration_ms: z
    .object({ p50: Milliseconds, p95: Milliseconds, p99: Milliseconds })
    .meta({ description: 'Read off the buckets; null without calls.' }),
  durations: z.array(z.number().int()).meta({
    description: `Calls by duration: up to ${durationBounds.join(', ')} ms, and longer.`,
  }),
});
export type Figures = z.output<typeof Figures>;

export const UsageView = z
  .object({
    by: z.enum(['minute', 'hour', 'day']),
    since: z.iso.datetime(),
    until: z.iso.datetime(),
    total: Figures,
    data: z
      .array(Figures.extend({ at: z.iso.datetime().meta({ description: 'Beginning of the minute, hour or day.' }) }))
      .meta({ description: 'Oldest first; what had nothing to count is left out.' }),
  })
  .meta({ id: 'Usage' });
export type UsageView = z.output<typeof UsageView>;

/** Sums as the database answers them. */
export interface Sums {
  readonly calls: number;
  readonly errors: number;
  readonly unlogged: number;
  readonly records: number;
  readonly request_bytes: number;
  readonly response_bytes: number;
  readonly durations: readonly number[];
}

/** The sums over usage_minute, for a `select`. bigint throughout: a busy month is more than an int holds. */
export const sums = sql`
  coalesce(sum(calls), 0)::bigint as calls, coalesce(sum(errors), 0)::bigint as errors,
  coalesce(sum(unlogged), 0)::bigint as unlogged, coalesce(sum(records), 0)::bigint as records,
  coalesce(sum(request_bytes), 0)::bigint as request_bytes, coalesce(sum(response_bytes), 0)::bigint as response_bytes,
  array[${sql.join(Array.from({ length: bucketCount }, (_bucket, index) => sql`coalesce(sum(durations[${sql.lit(index + 1)}]), 0)::int`))}] as durations`;

export function figures({ durations, ...counts }: Sums): Figures {
  const { calls, errors, unlogged, records, request_bytes, response_bytes } = counts;
  const duration_ms = {
    p50: percentile(durations, 0.5),
    p95: percentile(durations, 0.95),
    p99: percentile(durations, 0.99),
  };
  return { calls, errors, unlogged, records, request_bytes, response_bytes, duration_ms, durations: [...durations] };
}

export function usage(context: HubContext, tenants: Tenants) {
  const { store, clock } = context;

  /** Throws `not_found` for an unknown integration, `invalid_request` for more periods than anybody can look at. */
  const read = async (
    principal: Principal,
    tenant: string,
    integration: string,
    query: UsageQuery = {},
  ): Promise<UsageView> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { by, ...asked } = parseInput(UsageQuery, query);
    const integrationId = readId('int', integration);
    const span = spanOf(by, asked, clock.now());
    await context.exchanges.flush();
    const rows = await store.inTenant(tenantId, async (trx) => {
      await knownIntegration(trx, tenantId, integrationId, integration);
      const found = await sql<Sums & { period: Date }>`
        select date_trunc(${by}, at, 'UTC') as period, ${sums}
          from usage_minute
         where tenant_id = ${tenantId} and integration_id = ${integrationId} and at >= ${span.since} and at < ${span.until}
         group by 1 order by 1`.execute(trx);
      return found.rows;
    });
    return {
      by,
      since: span.since.toISOString(),
      until: span.until.toISOString(),
      total: figures(rows.reduce(added, nothing)),
      data: rows.map(({ period, ...row }) => ({ at: period.toISOString(), ...figures(row) })),
    };
  };

  return { read };
}

/** Whole periods: the first one is not cut. */
function spanOf(
  by: keyof typeof units,
  { since, until }: { readonly since?: string | undefined; readonly until?: string | undefined },
  nowMs: number,
): { readonly since: Date; readonly until: Date } {
  const unit = units[by];
  const untilMs = until === undefined ? nowMs + units.minute : Date.parse(until);
  const sinceMs = since === undefined ? untilMs - defaultPeriods[by] * unit : Date.parse(since);
  if (sinceMs >= untilMs) throw invalidInput([{ path: 'until', message: 'expected a moment after `since`' }]);
  if ((untilMs - sinceMs) / unit > mostPeriods)
    throw invalidInput([
      { path: 'since', message: `expected at most ${mostPeriods} ${by}s; ask for less, or by more` },
    ]);
  return { since: new Date(Math.floor(sinceMs / unit) * unit), until: new Date(untilMs) };
}

const nothing: Sums = {
  calls: 0,
  errors: 0,
  unlogged: 0,
  records: 0,
  request_bytes: 0,
  response_bytes: 0,
  durations: Array.from({ length: bucketCount }, () => 0),
};

function added(a: Sums, b: Sums): Sums {
  return {
    calls: a.calls + b.calls,
    errors: a.errors + b.errors,
    unlogged: a.unlogged + b.unlogged,
    records: a.records + b.records,
    request_bytes: a.request_bytes + b.request_bytes,
    response_bytes: a.response_bytes + b.response_bytes,
    durations: a.durations.map((count, index) => count + (b.durations[index] ?? 0)),
  };
}
