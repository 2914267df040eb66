/**
 * What a tenant's rows say about what is new since the last look. For what happens all the time, and so is not called out by the database:
 * writers pay nothing for people who look on. Some dozen short reads of indexes, once a second for a tenant that somebody looks at.
 */
import { sql } from 'kysely';
import type { TenantTransaction } from '../../store/index.ts';
import { showId } from '../ids.ts';
import type { LiveKind, LiveNotice } from './live-views.ts';
import { firstOfAll, lookAtRuns, type KnownRuns } from './look-at-runs.ts';

/** Up to where everything was seen. */
export interface Marks {
  /** By what was looked at; a mark is any text that is another one when something is new. */
  readonly newest: Readonly<Record<string, string>>;
  readonly runs: KnownRuns;
}

/** New ones are counted up to so many. */
const mostCounted = 500;

interface Found {
  readonly kind: LiveKind;
  readonly name: string;
  readonly integration_id: string | null;
  /** Null: there is nothing. */
  readonly mark: string | null;
  /** 0: something changed, and how much of it is not known. */
  readonly count: number;
}

/** Without marks nothing is new: it only learns where everything stands. */
export async function look(
  trx: TenantTransaction,
  tenantId: string,
  before: Marks | undefined,
): Promise<{ readonly marks: Marks; readonly notices: readonly LiveNotice[] }> {
  const known = before?.newest ?? {};
  const found = [...(await lookAtTenant(trx, tenantId, known)), ...(await lookAtLogs(trx, tenantId, known))];
  const newest: Record<string, string> = {};
  const notices: LiveNotice[] = [];
  for (const { kind, name, integration_id, mark, count } of found) {
    if (mark === null) continue;
    newest[name] = mark;
    if (before === undefined || known[name] === mark) continue;
    notices.push({
      kind,
      ...(integration_id === null ? {} : { integration_id: showId('int', integration_id) }),
      ...(count > 0 ? { count } : {}),
    });
  }
  const runs = await lookAtRuns(trx, tenantId, before?.runs);
  return { marks: { newest, runs: runs.known }, notices: [...notices, ...runs.notices] };
}

type Newest = Readonly<Record<string, string>>;

async function lookAtTenant(trx: TenantTransaction, tenantId: string, newest: Newest): Promise<readonly Found[]> {
  const since = (name: string) => newest[name] ?? null;
  /** Of a table whose ids sort by time: the newest id, and how many came since. */
  const byId = (kind: LiveKind, table: 'webhook' | 'event' | 'delivery' | 'attempt' | 'route_call') => sql`
    select ${kind}::text as kind, ${table}::text as name,
           coalesce((select id::text from ${sql.table(table)} where tenant_id = ${tenantId} order by id desc limit 1), ${firstOfAll}) as mark,
           (select count(*)::int
              from (select 1 from ${sql.table(table)}
                     where tenant_id = ${tenantId} and id > ${since(table)}::uuid limit ${mostCounted}) newer) as count`;
  const found = await sql<Found>`
    select 'records' as kind, 'feed' as name, seq::text as mark,
           least(coalesce(seq - ${since('feed')}::bigint, 0), 1000000)::int as count
      from feed where tenant_id = ${tenantId}
    union all ${byId('webhook', 'webhook')}
    union all
    -- Changes whenever some were worked off.
    select 'webhook', 'webhook_due', coalesce(string_agg(concat_ws(' ', integration_id, due_at, lease_until), ',' order by integration_id), ''), 0
      from webhook_due where tenant_id = ${tenantId}
    union all ${byId('event', 'event')}
    union all ${byId('delivery', 'delivery')}
    union all
    select a.kind, a.name, a.mark, 0 from (${byId('delivery', 'attempt')}) a
    union all ${byId('route_call', 'route_call')}
    union all
    select 'route_call', 'route_call finished', max(finished_at)::text, 0
      from route_call where tenant_id = ${tenantId} and finished_at is not null
    union all
    select 'link', 'link_state', concat_ws(' ', seq, pass, pass_to), 0 from link_state where tenant_id = ${tenantId}`.execute(
    trx,
  );
  return found.rows.map((row) => ({ ...row, integration_id: null }));
}

/** By integration, as they are stored. A log that nothing was written to for a day says nothing: its next line is new. */
async function lookAtLogs(trx: TenantTransaction, tenantId: string, newest: Newest): Promise<readonly Found[]> {
  const marks = JSON.stringify(newest);
  const found = await sql<Found>`
    select 'log' as kind, 'log ' || i.id as name, i.id as integration_id, latest.mark, newer.count
      from integration i
     cross join lateral (
           select (extract(epoch from at) * 1000)::bigint || ' ' || id as mark
             from integration_log
            where tenant_id = ${tenantId} and integration_id = i.id and at >= now() - interval '1 day'
            order by at desc, id desc limit 1) latest
     cross join lateral (select ${marks}::jsonb ->> ('log ' || i.id) as mark) seen
     cross join lateral (
           select count(*)::int as count
             from (select 1 from integration_log
                    where tenant_id = ${tenantId} and integration_id = i.id and seen.mark is distinct from latest.mark
                      -- A line is written a little after its moment.
                      and at >= to_timestamp(split_part(seen.mark, ' ', 1)::bigint / 1000.0) - interval '2 seconds'
                      and id > split_part(seen.mark, ' ', 2)::bigint
                    limit ${mostCounted}) lines) newer
     where i.tenant_id = ${tenantId}
    union all
    -- Calls are written some time after they were made: their number of these ten minutes says that there are more.
    select 'exchange', 'calls ' || i.id, i.id, span.at || ' ' || calls.made,
           case when split_part(seen.mark, ' ', 1) = span.at::text then calls.made - split_part(seen.mark, ' ', 2)::int else calls.made end
      from integration i
     cross join lateral (select extract(epoch from date_bin('10 minutes', now(), 'epoch'))::bigint as at) span
     cross join lateral (
           select sum(calls)::int as made
             from usage_minute
            where tenant_id = ${tenantId} and integration_id = i.id and at >= to_timestamp(span.at)) calls
     cross join lateral (select ${marks}::jsonb ->> ('calls ' || i.id) as mark) seen
     where i.tenant_id = ${tenantId} and calls.made > 0`.execute(trx);
  return found.rows;
}
