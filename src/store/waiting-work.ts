/**
 * Work that waits for a worker, over all tenants: whether there are workers enough shows here first. Counts and ages only. Read for the
 * platform's overview.
 */
import { sql } from 'kysely';
import type { Store } from './index.ts';

export interface Waiting {
  readonly waiting: number;
  /** How long the oldest could have been begun; null when nothing waits. */
  readonly oldest_ms: number | null;
}

export interface WaitingWork {
  /** Runs, mappings anew, erasures: jobs that are due and not taken. */
  readonly jobs: Waiting & { readonly running: number };
  /** Integrations with webhooks to work off. */
  readonly webhooks: Waiting;
  /** Streams that are due and not started. */
  readonly streams: Waiting;
}

/** `now`: undefined leaves it to the database, whose clock decides what is due. */
export async function waitingWork({ platform }: Pick<Store, 'platform'>, now: Date | undefined): Promise<WaitingWork> {
  const at = sql<Date>`coalesce(${now ?? null}::timestamptz, clock_timestamp())`;
  // Jobs are deleted an hour after their end, so the table is short. Their times are always the database's.
  const jobs = await sql<Waiting & { running: number }>`
    select count(*) filter (where state < 'active' and start_after <= now())::int as waiting,
           count(*) filter (where state = 'active')::int as running,
           ${ageMs(sql`now()`, sql`min(greatest(created_on, start_after)) filter (where state < 'active' and start_after <= now())`)} as oldest_ms
      from pgboss.job`.execute(platform);
  const webhooks = await sql<Waiting>`
    select count(*)::int as waiting, ${ageMs(at, sql`min(due_at)`)} as oldest_ms
      from webhook_due where due_at <= ${at}`.execute(platform);
  const streams = await sql<Waiting>`
    select count(*)::int as waiting, ${ageMs(at, sql`min(due_at)`)} as oldest_ms
      from stream_due where due_at <= ${at}`.execute(platform);
  const nothing: Waiting = { waiting: 0, oldest_ms: null };
  return {
    jobs: jobs.rows[0] ?? { ...nothing, running: 0 },
    webhooks: webhooks.rows[0] ?? nothing,
    streams: streams.rows[0] ?? nothing,
  };
}

function ageMs(now: ReturnType<typeof sql>, since: ReturnType<typeof sql>) {
  return sql`(extract(epoch from ${now} - ${since}) * 1000)::float8`;
}
