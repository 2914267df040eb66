/**
 * Calls of routes in the database: queued once for an event, found in the order they are to be made, ended. Each is part of the caller's
 * transaction. Used by the hub (hub/routes).
 */
import { sql, type Selectable } from 'kysely';
import type { JsonObject } from '../contract/http.ts';
import type { TenantTransaction } from './database.ts';
import { jsonText } from './json-text.ts';
import type { RouteCallError, RouteCallState, RouteCallTable } from './route-tables.ts';
import type { Sealed } from './vault/index.ts';

export type RouteCallRow = Selectable<RouteCallTable>;

export interface NewRouteCall {
  readonly id: string;
  readonly eventId: string;
  readonly at: Date;
  readonly integrationId: string | undefined;
  readonly record: { readonly streamNo: number; readonly key: string } | undefined;
  readonly trail: readonly string[];
}

/** In this order; an event the route knows already is left as it is. */
export async function queueCalls(
  trx: TenantTransaction,
  tenantId: string,
  routeId: string,
  calls: readonly NewRouteCall[],
  now: Date,
): Promise<void> {
  const rows = calls.map(({ id, eventId, at, integrationId, record, trail }) => ({
    id,
    event_id: eventId,
    at: at.toISOString(),
    integration_id: integrationId ?? null,
    stream_no: record?.streamNo ?? null,
    key: record?.key ?? null,
    trail,
  }));
  await sql`
    insert into route_call (tenant_id, route_id, event_id, id, at, integration_id, stream_no, key, trail, next_at)
    select ${tenantId}, ${routeId}, c.event_id, c.id, c.at, c.integration_id, c.stream_no, c.key, c.trail, ${now}
      from rows from (jsonb_to_recordset(${jsonText(rows)}::jsonb)
             as (id uuid, event_id uuid, at timestamptz, integration_id uuid, stream_no int, key text, trail uuid[]))
           with ordinality as c (id, event_id, at, integration_id, stream_no, key, trail, place)
     order by c.place
    on conflict do nothing`.execute(trx);
}

/**
 * Of one record never the second call of a route while the first is not ended: an older state must not be written after a newer one. What
 * waits for that is not due, whatever its time says.
 */
const notHeldUp = sql`not exists (
  select from route_call earlier
   where c.key is not null and earlier.tenant_id = c.tenant_id and earlier.stream_no = c.stream_no and earlier.key = c.key
     and earlier.route_id = c.route_id and earlier.state = 'queued' and earlier.no < c.no)`;

/** Routes with a call that may be made now, the longest waiting first. `but`: routes that are being worked on. */
export async function routesToWork(
  trx: TenantTransaction,
  tenantId: string,
  now: Date,
  but: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from route r
     cross join lateral (
             select no from route_call c
              where c.tenant_id = ${tenantId} and c.route_id = r.id and c.state = 'queued' and c.next_at <= ${now}
                and ${notHeldUp}
              order by no limit 1) first
     where r.tenant_id = ${tenantId} and r.enabled and (r.waits_until is null or r.waits_until <= ${now})
       and r.id <> all(${[...but]}::uuid[])
     order by first.no`.execute(trx);
  return rows.map(({ id }) => id);
}

/** When the next call of the tenant may be made; undefined: none is queued but for routes that are switched off. */
export async function nextCallAt(trx: TenantTransaction, tenantId: string): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(greatest(first.next_at, coalesce(r.waits_until, first.next_at))) as at from route r
     cross join lateral (
             select min(next_at) as next_at from route_call c
              where c.tenant_id = ${tenantId} and c.route_id = r.id and c.state = 'queued' and ${notHeldUp}) first
     where r.tenant_id = ${tenantId} and r.enabled and first.next_at is not null`.execute(trx);
  return rows[0]?.at ?? undefined;
}

/** The next calls of a route, in the order of their events. */
export async function callsToMake(
  trx: TenantTransaction,
  tenantId: string,
  routeId: string,
  now: Date,
  limit: number,
): Promise<readonly RouteCallRow[]> {
  const { rows } = await sql<RouteCallRow>`
    select c.* from route_call c
     where c.tenant_id = ${tenantId} and c.route_id = ${routeId} and c.state = 'queued' and c.next_at <= ${now}
       and ${notHeldUp}
     order by c.no limit ${limit}`.execute(trx);
  return rows;
}

/** How many calls of the route for this record were made, or may still be, for events of so many milliseconds before this one. */
export async function callsAbout(
  trx: TenantTransaction,
  call: Pick<RouteCallRow, 'tenant_id' | 'route_id' | 'stream_no' | 'key' | 'no' | 'at'>,
  withinMs: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from route_call
     where tenant_id = ${call.tenant_id} and route_id = ${call.route_id} and stream_no = ${call.stream_no} and key = ${call.key}
       and no < ${call.no} and at > ${call.at}::timestamptz - ${withinMs} * interval '1 millisecond'
       and state in ('queued', 'done', 'failed')`.execute(trx);
  return rows[0]?.count ?? 0;
}

/** The same for events that are not about a record, by integration; not more than the last `most` calls are looked at. */
export async function callsOfIntegration(
  trx: TenantTransaction,
  call: Pick<RouteCallRow, 'tenant_id' | 'route_id' | 'integration_id' | 'no' | 'at'>,
  withinMs: number,
  most: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count
      from (select integration_id, key, at, state from route_call
             where tenant_id = ${call.tenant_id} and route_id = ${call.route_id} and no < ${call.no}
             order by no desc limit ${most}) last
     where key is null and integration_id is not distinct from ${call.integration_id}::uuid
       and at > ${call.at}::timestamptz - ${withinMs} * interval '1 millisecond' and state in ('queued', 'done', 'failed')`.execute(
    trx,
  );
  return rows[0]?.count ?? 0;
}

interface Call {
  readonly tenantId: string;
  readonly id: string;
  /** As it was when it was found: whoever was too slow changes nothing. */
  readonly attempts: number;
}

/** Said before it is made, with what is about to be sent, if that is to be kept. False: somebody else has it. */
export async function beginCall(
  trx: TenantTransaction,
  { tenantId, id, attempts }: Call,
  made: { readonly version: number; readonly sealed: Sealed | undefined; readonly madeFrom: readonly string[] },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('route_call')
    .set({
      attempts: attempts + 1,
      version: made.version,
      sealed: made.sealed?.sealed ?? null,
      key_version: made.sealed?.keyVersion ?? null,
      made_from: [...made.madeFrom],
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .where('attempts', '=', attempts)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export interface CallEnd {
  readonly state: Exclude<RouteCallState, 'queued'>;
  readonly version: number;
  readonly effect?: JsonObject;
  readonly error?: RouteCallError;
  /** It is not known whether the other side has done it: what was sent is kept, to ask for the same again. */
  readonly inDoubt?: boolean;
  readonly at: Date;
}

/** False: somebody else has it. */
export async function endCall(trx: TenantTransaction, call: Call, end: CallEnd): Promise<boolean> {
  return changeQueued(trx, call, {
    state: end.state,
    version: end.version,
    effect: end.effect === undefined ? null : jsonText(end.effect),
    error: end.error === undefined ? null : jsonText(end.error),
    finished_at: end.at,
    ...(end.inDoubt === true ? {} : forgotten),
  });
}

/** Until the transaction ends nobody else ends it. False: somebody has. */
export async function holdCall(trx: TenantTransaction, { tenantId, id, attempts }: Call): Promise<boolean> {
  const row = await trx
    .selectFrom('route_call')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .where('attempts', '=', attempts)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** It is tried again later. */
export async function delayCall(
  trx: TenantTransaction,
  call: Call,
  later: {
    readonly error: RouteCallError;
    readonly inDoubt: boolean;
    readonly nextAt: Date;
    readonly attempts: number;
  },
): Promise<boolean> {
  return changeQueued(trx, call, {
    attempts: later.attempts,
    error: jsonText(later.error),
    next_at: later.nextAt,
    ...(later.inDoubt ? {} : forgotten),
  });
}

const forgotten: Pick<QueuedChange, 'sealed' | 'key_version' | 'made_from'> = {
  sealed: null,
  key_version: null,
  made_from: [],
};

interface QueuedChange {
  state: RouteCallState;
  version: number;
  attempts: number;
  effect: string | null;
  error: string | null;
  next_at: Date;
  finished_at: Date;
  sealed: null;
  key_version: null;
  made_from: string[];
}

async function changeQueued(
  trx: TenantTransaction,
  { tenantId, id, attempts }: Call,
  change: Partial<QueuedChange>,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('route_call')
    .set(change)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .where('attempts', '=', attempts)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** What was sealed of calls that were made from a record that is not to be known any more. Within the transaction of the erasure. */
export async function forgetSealedCalls(
  trx: TenantTransaction,
  tenantId: string,
  { stream_no, key }: { readonly stream_no: number; readonly key: string },
): Promise<void> {
  await sql`
    update route_call set sealed = null, key_version = null, made_from = '{}'
     where tenant_id = ${tenantId} and sealed is not null and ${`${stream_no}:${key}`} = any(made_from)`.execute(trx);
}

/** The same for a record that is gone for good, and that calls were about it. */
export async function forgetCallsAbout(
  trx: TenantTransaction,
  tenantId: string,
  place: { readonly stream_no: number; readonly key: string },
): Promise<void> {
  await forgetSealedCalls(trx, tenantId, place);
  await trx
    .updateTable('route_call')
    .set({ stream_no: null, key: null })
    .where('tenant_id', '=', tenantId)
    .where('stream_no', '=', place.stream_no)
    .where('key', '=', place.key)
    .execute();
  await trx
    .deleteFrom('route_touch')
    .where('tenant_id', '=', tenantId)
    .where('stream_no', '=', place.stream_no)
    .where('key', '=', place.key)
    .execute();
}

/** Calls that ended before this moment, and what they left behind. Answers how many went. */
export async function deleteOldCalls(
  trx: TenantTransaction,
  tenantId: string,
  before: Date,
  atMost: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from route_call c using (
      select route_id, event_id from route_call
       where tenant_id = ${tenantId} and finished_at < ${before}
       order by finished_at limit ${atMost} for update) old
     where c.tenant_id = ${tenantId} and c.route_id = old.route_id and c.event_id = old.event_id`.execute(trx);
  return Number(numAffectedRows ?? 0);
}
