/** Runs since the last look: those that were asked for, that got on, that ended. */
import { sql } from 'kysely';
import type { TenantTransaction } from '../../store/index.ts';
import { showId } from '../ids.ts';
import type { LiveNotice, LiveRun } from './live-views.ts';

export interface RunNotice extends LiveNotice {
  readonly kind: 'run';
  readonly integration_id: string;
  readonly id: string;
  readonly run: LiveRun;
}

export interface KnownRuns {
  /** By id as stored; those under way only. */
  readonly underWay: ReadonlyMap<string, RunNotice>;
  /** Of the newest run there was, so that one is seen that began and ended between two looks. */
  readonly newest: string;
}

/** Every id comes after it. */
export const firstOfAll = '00000000-0000-0000-0000-000000000000';
/** More at a time are asked for with the next screen. */
const mostAtOnce = 1_000;

interface RunRow extends Omit<LiveRun, 'progress' | 'queued_at' | 'started_at' | 'finished_at'> {
  readonly id: string;
  readonly integration_id: string;
  readonly queued_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
}

/** Without `before` nothing is told: it learns what is under way. */
export async function lookAtRuns(
  trx: TenantTransaction,
  tenantId: string,
  before: KnownRuns | undefined,
): Promise<{ readonly known: KnownRuns; readonly notices: readonly RunNotice[] }> {
  const newest = before?.newest ?? firstOfAll;
  const watched = [...(before?.underWay.keys() ?? [])];
  const columns = sql`id, integration_id, stream, state, pages, read, created, updated, unchanged, deleted, failed, requests, retries, queued_at, started_at, finished_at`;
  const found = await sql<(RunRow | { readonly [column in keyof RunRow]: null }) & { readonly latest: string }>`
    with latest as (select id from run where tenant_id = ${tenantId} order by id desc limit 1),
    wanted as (
      (select ${columns} from run where tenant_id = ${tenantId} and state in ('queued', 'running') limit ${mostAtOnce})
      union
      select ${columns} from run where tenant_id = ${tenantId} and id = any(${watched}::uuid[])
      union
      (select ${columns} from run where tenant_id = ${tenantId} and id > ${newest}::uuid limit ${mostAtOnce}))
    select wanted.*, latest.id as latest from latest left join wanted on true order by wanted.id`.execute(trx);
  const underWay = new Map<string, RunNotice>();
  const notices: RunNotice[] = [];
  for (const { latest: _latest, ...row } of found.rows) {
    // There are runs, but none to tell of.
    if (row.id === null) continue;
    const last = before?.underWay.get(row.id);
    const notice = noticeOf(row, last?.run.state === row.state);
    if (row.state === 'queued' || row.state === 'running') underWay.set(row.id, notice);
    if (before !== undefined && !sameRun(last, notice)) notices.push(notice);
  }
  return { known: { underWay, newest: found.rows[0]?.latest ?? newest }, notices };
}

function noticeOf(
  { id, integration_id, queued_at, started_at, finished_at, ...same }: RunRow,
  progress: boolean,
): RunNotice {
  return {
    kind: 'run',
    integration_id: showId('int', integration_id),
    id: showId('run', id),
    run: {
      ...same,
      progress,
      queued_at: queued_at.toISOString(),
      started_at: started_at?.toISOString() ?? null,
      finished_at: finished_at?.toISOString() ?? null,
    },
  };
}

function sameRun(one: RunNotice | undefined, other: RunNotice): boolean {
  const text = ({ run }: RunNotice) => JSON.stringify({ ...run, progress: true });
  return one !== undefined && text(one) === text(other);
}
