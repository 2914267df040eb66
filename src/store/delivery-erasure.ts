/**
 * Taking out of deliveries what tells of somebody: bodies and answers go whole, that something was sent stays. What waits to be sent is
 * cancelled: its body may be in the hands of a sender, who asks before he keeps it. Part of the erasure's transactions.
 */
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';

/** Those about a record. Answers how many. */
export async function clearDeliveriesAbout(
  trx: TenantTransaction,
  tenantId: string,
  { stream_no: streamNo, key }: { readonly stream_no: number; readonly key: string },
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select d.id
      from event e
     cross join lateral (
             select id from delivery where tenant_id = ${tenantId} and event_id = e.id) d
     where e.tenant_id = ${tenantId} and e.stream_no = ${streamNo} and e.key = ${key}`.execute(trx);
  return clearDeliveries(
    trx,
    tenantId,
    rows.map(({ id }) => id),
  );
}

export async function clearDeliveries(
  trx: TenantTransaction,
  tenantId: string,
  ids: readonly string[],
): Promise<number> {
  if (ids.length === 0) return 0;
  const wanted = sql`any (${[...ids]}::uuid[])`;
  await sql`
    update attempt set sealed = null, key_version = null where tenant_id = ${tenantId} and delivery_id = ${wanted}`.execute(
    trx,
  );
  const { numAffectedRows } = await sql`
    update delivery
       set sealed = null, key_version = null,
           problem = case when state in ('queued', 'failed') then 'What it tells of was erased.' else problem end,
           finished_at = coalesce(finished_at, clock_timestamp()),
           state = case when state in ('queued', 'failed') then 'cancelled' else state end
     where tenant_id = ${tenantId} and id = ${wanted}`.execute(trx);
  return Number(numAffectedRows ?? 0);
}

export interface SealedDelivery {
  readonly id: string;
  /** The body, and what is kept of each attempt. */
  readonly parts: readonly {
    readonly of: 'delivery' | 'attempt';
    readonly id: string;
    readonly sealed: Buffer;
    readonly keyVersion: number;
  }[];
}

/** All deliveries, by id, some at a time, with what is sealed of them. */
export async function nextDeliveries(
  trx: TenantTransaction,
  tenantId: string,
  after: string | undefined,
  limit: number,
): Promise<readonly SealedDelivery[]> {
  const from = after ?? '00000000-0000-0000-0000-000000000000';
  const { rows } = await sql<{ id: string; sealed: Buffer | null; key_version: number | null }>`
    select id, sealed, key_version from delivery
     where tenant_id = ${tenantId} and id > ${from}::uuid order by id limit ${limit}`.execute(trx);
  const { rows: attempts } = await sql<{ id: string; delivery_id: string; sealed: Buffer; key_version: number }>`
    select a.id, a.delivery_id, a.sealed, a.key_version
      from unnest(${rows.map(({ id }) => id)}::uuid[]) as d (id)
     cross join lateral (
             select * from attempt
              where tenant_id = ${tenantId} and delivery_id = d.id and sealed is not null) a`.execute(trx);
  const byDelivery = Map.groupBy(attempts, (attempt) => attempt.delivery_id);
  return rows.map(({ id, sealed, key_version: keyVersion }) => ({
    id,
    parts: [
      ...(sealed === null || keyVersion === null ? [] : [{ of: 'delivery' as const, id, sealed, keyVersion }]),
      ...(byDelivery.get(id) ?? []).map((one) => ({
        of: 'attempt' as const,
        id: one.id,
        sealed: one.sealed,
        keyVersion: one.key_version,
      })),
    ],
  }));
}
