/**
 * The follower's side of the store: which tenants have something in the outbox, and, within a transaction of one of them, what is in it and
 * what has changed in the change feed since. Used by the hub's events/follow.ts.
 *
 * How it is told whether a record is new to those who hear of it. A step that reads the feed to its end tells of all there is by then
 * (`settled`). One that stops half way leaves records that may change before the next step comes by: they move on in the feed, and the state
 * that was passed over was never told of. Positions are given out in the order of commits, so a state was told of if and only if what replaced
 * it lies beyond the end the feed had when the step looked (`heads`) that came by it (`cuts`).
 */
import { sql, type Kysely } from 'kysely';
import type { JsonObject } from '../contract/http.ts';
import type { TenantTransaction } from './database.ts';
import type { PlatformTables } from './tables.ts';

/** Up to `most` tenants with something in the outbox, but for these; whoever has waited longest first. */
export async function outboxTenants(
  platform: Kysely<PlatformTables>,
  most: number,
  but: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ tenant_id: string }>`
    select tenant_id from outbox_due where tenant_id <> all (${[...but]}::uuid[])
     group by tenant_id order by min(no) limit ${most}`.execute(platform);
  return rows.map((row) => row.tenant_id);
}

/** What a step begins with. */
export interface TakenFeed {
  /** Read up to here. */
  readonly seq: number;
}

/** Takes the tenant's events for this transaction. `busy`: somebody else has them. `gone`: there is no such tenant any more. */
export async function takeEventFeed(trx: TenantTransaction, tenantId: string): Promise<TakenFeed | 'busy' | 'gone'> {
  const take = () =>
    sql<TakenFeed>`select seq from event_feed where tenant_id = ${tenantId} for update skip locked`.execute(trx);
  const [taken] = (await take()).rows;
  if (taken !== undefined) return taken;
  const made = await sql`
    insert into event_feed (tenant_id) select tenant_id from feed
      join tenant on tenant.id = feed.tenant_id where feed.tenant_id = ${tenantId}
        on conflict do nothing returning tenant_id`.execute(trx);
  if (made.rows.length > 0) return (await take()).rows[0] ?? 'busy';
  const known = await sql`select from event_feed where tenant_id = ${tenantId}`.execute(trx);
  return known.rows.length > 0 ? 'busy' : 'gone';
}

/**
 * Notes that there is something: answers those there are now. Asked before the outbox is read, so that what they stand for is in it; a later
 * one stays.
 */
export async function outboxNotes(trx: TenantTransaction, tenantId: string): Promise<readonly number[]> {
  const rows = await trx.selectFrom('outbox_due').select('no').where('tenant_id', '=', tenantId).execute();
  return rows.map((row) => row.no);
}

/** Takes them away. `again`: there is more to do; the tenant waits for its turn behind the others. */
export async function clearNotes(
  trx: TenantTransaction,
  tenantId: string,
  notes: readonly number[],
  again: boolean,
): Promise<void> {
  await sql`delete from outbox_due where tenant_id = ${tenantId} and no = any (${[...notes]}::bigint[])`.execute(trx);
  if (again) await trx.insertInto('outbox_due').values({ tenant_id: tenantId }).execute();
}

export interface OutboxRow {
  readonly id: number;
  readonly kind: string;
  readonly integration_id: string | null;
  readonly stream_no: number | null;
  readonly to_seq: number | null;
  readonly payload: JsonObject;
  readonly created_at: Date;
}

/** The first in the order they were written; of transactions side by side any may be committed first. */
export async function readOutbox(
  trx: TenantTransaction,
  tenantId: string,
  limit: number,
): Promise<readonly OutboxRow[]> {
  return trx
    .selectFrom('outbox')
    .select(['id', 'kind', 'integration_id', 'stream_no', 'to_seq', 'payload', 'created_at'])
    .where('tenant_id', '=', tenantId)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** All of it: of a tenant that is no more. */
export async function clearOutbox(
  trx: TenantTransaction,
  tenantId: string,
  ids: readonly number[] | 'all',
): Promise<void> {
  let those = trx.deleteFrom('outbox').where('tenant_id', '=', tenantId);
  if (ids !== 'all') those = those.where('id', 'in', [...ids]);
  if (ids === 'all' || ids.length > 0) await those.execute();
}

export interface FeedStep {
  readonly rows: readonly ChangedRecord[];
  /** Read up to here with these rows. */
  readonly through: number;
  /** The end of the feed at that moment. */
  readonly head: number;
}

/** A record as it is now, with a position after the one that was read to. */
export interface ChangedRecord {
  readonly stream_no: number;
  readonly key: string;
  readonly seq: number;
  readonly updated_at: Date;
  readonly deleted: boolean;
  /** As it was when it was last told of: alive, deleted, or not told of at all. */
  readonly before: 'alive' | 'deleted' | 'unknown';
}

/** The next `limit` records of the change feed. One statement: rows and head are of one moment. By keys throughout. */
export async function readFeedStep(trx: TenantTransaction, tenantId: string, limit: number): Promise<FeedStep> {
  const { rows } = await sql<Partial<ChangedRecord> & { head: number; stream_no: number | null; seq: number }>`
    select feed.seq as head, r.stream_no, r.key, r.seq, r.updated_at, r.deleted_at is not null as deleted,
           case when r.created_seq > at.seq then 'unknown'
                when told.deleted then 'deleted'
                when told.deleted is not null or r.created_seq <= at.settled then 'alive'
                -- Passed over in each of its states since. With none in the history it was cleaned in place: told of before that.
                when exists (select from record_version v
                              where v.tenant_id = ${tenantId} and v.stream_no = r.stream_no and v.key = r.key
                                and v.seq > at.settled and v.seq <= at.seq) then 'unknown'
                else 'alive' end as before
      from feed
      join event_feed at on at.tenant_id = feed.tenant_id
      left join lateral (
             select record.* from record
              where record.tenant_id = ${tenantId} and record.seq > at.seq and record.seq > 0
              order by record.seq limit ${limit}) r on true
      left join lateral (
             select v.deleted from record_version v
              where v.tenant_id = ${tenantId} and v.stream_no = r.stream_no and v.key = r.key and v.seq <= at.seq
                and v.replaced_seq > case when v.seq <= at.settled then at.settled
                                          else (select min(head) from unnest(at.cuts, at.heads) step (cut, head) where cut >= v.seq) end
              order by v.seq desc limit 1) told on r.created_seq <= at.seq
     where feed.tenant_id = ${tenantId}
     order by r.seq`.execute(trx);
  const changed = rows.flatMap((row) => (isChanged(row) ? [row] : []));
  const head = rows[0]?.head ?? 0;
  const cut = changed.length === limit;
  return { rows: changed, head, through: cut ? (changed.at(-1)?.seq ?? head) : head };
}

function isChanged<Row extends Partial<ChangedRecord> | { stream_no: number | null }>(
  row: Row,
): row is Row & ChangedRecord {
  return 'stream_no' in row && row.stream_no !== null;
}

/** Read up to there. A step that did not come to the end is remembered until one does. */
export async function keepFeedStep(
  trx: TenantTransaction,
  tenantId: string,
  { through, head }: Pick<FeedStep, 'through' | 'head'>,
): Promise<void> {
  await sql`
    update event_feed
       set seq = ${through},
           ${
             through < head
               ? sql`cuts = cuts || ${through}::bigint, heads = heads || ${head}::bigint`
               : sql`settled = ${through}, cuts = '{}', heads = '{}'`
           }
     where tenant_id = ${tenantId}`.execute(trx);
}

/** Nobody listens: what was written to the feed so far is told to nobody. */
export async function skipFeed(trx: TenantTransaction, tenantId: string): Promise<void> {
  await sql`
    update event_feed at set seq = feed.seq, settled = feed.seq, cuts = '{}', heads = '{}'
      from feed where feed.tenant_id = ${tenantId} and at.tenant_id = ${tenantId} and at.settled < feed.seq`.execute(
    trx,
  );
}
