/**
 * What routes' actions wrote, by record: the routes by whose doing it is as it is. An event about that state carries them, and a route does
 * not go on with what came about by its own doing. Each is part of the caller's transaction.
 */
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';
import { placeRows, type LinkPlace } from './links.ts';

/** A vendor that does not say when a record changed may tell of our own change this much later. */
const unsaid = sql`interval '1 hour'`;
/** So far may a vendor's clock be behind. */
const behindMs = 120_000;

/** Within the transaction that stores them, so that no event comes about without it. What others did to them lately stays known. */
export async function touchRecords(
  trx: TenantTransaction,
  tenantId: string,
  places: readonly LinkPlace[],
  trail: readonly string[],
): Promise<void> {
  if (places.length === 0) return;
  await sql`
    insert into route_touch as t (tenant_id, stream_no, key, trail, seq)
    select distinct on (p.stream_no, p.key) ${tenantId}::uuid, p.stream_no, p.key, ${[...trail]}::uuid[],
           (select seq from record r where r.tenant_id = ${tenantId} and r.stream_no = p.stream_no and r.key = p.key)
      from ${placeRows(places)}
     order by p.stream_no, p.key
    on conflict (tenant_id, stream_no, key) do update
       set seq = excluded.seq, touched_at = excluded.touched_at,
           trail = case when t.touched_at < clock_timestamp() - ${unsaid} then excluded.trail
                        else t.trail || array(select one from unnest(excluded.trail) one where one <> all(t.trail)) end`.execute(
    trx,
  );
}

/**
 * Per record, in their order: the routes by whose doing it is in its present state; none when somebody else changed it since. Its own time
 * of change tells, where the vendor says it; else what comes within the hour counts as ours. A deletion is told by nothing but its position.
 */
export async function touchesOf(
  trx: TenantTransaction,
  tenantId: string,
  places: readonly LinkPlace[],
): Promise<readonly (readonly string[])[]> {
  if (places.length === 0) return [];
  const { rows } = await sql<{ stream_no: number; key: string; trail: string[] }>`
    select p.stream_no, p.key, t.trail
      from ${placeRows(places)}
     cross join lateral (
             select trail, seq, touched_at from route_touch
              where route_touch.tenant_id = ${tenantId} and route_touch.stream_no = p.stream_no and route_touch.key = p.key
              limit 1) t
     cross join lateral (
             select seq, changed_ms, updated_at, deleted_at from record
              where record.tenant_id = ${tenantId} and record.stream_no = p.stream_no and record.key = p.key
              limit 1) r
     where r.seq = t.seq
        or r.deleted_at is null and case when r.changed_ms is not null
                then r.changed_ms <= extract(epoch from t.touched_at) * 1000 + ${behindMs}
                else r.updated_at <= t.touched_at + ${unsaid} end`.execute(trx);
  const trails = new Map(rows.map((row) => [`${row.stream_no}:${row.key}`, row.trail]));
  return places.map(({ streamNo, key }) => trails.get(`${streamNo}:${key}`) ?? []);
}

/** Answers how many went. */
export async function deleteOldTouches(trx: TenantTransaction, tenantId: string, before: Date): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('route_touch')
    .where('tenant_id', '=', tenantId)
    .where('touched_at', '<', before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
