/**
 * A tenant whose events are heard by a listener of the test: what it was given is written down in the transaction that made them, as an endpoint
 * or a route would. For tests of the follower, and of whatever must be told of.
 */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { matcher, type EventFilter } from '../hub/events/matching.ts';
import type { Consumer, NewEvent } from '../hub/events/consumers.ts';
import type { Store, TenantTransaction } from '../store/index.ts';
import { run } from './server-sql.ts';
import type { TestDatabase } from './database.ts';
import { seedIntegration, type SeededIntegration } from './store.ts';

export interface HeardEvent {
  readonly id: string;
  readonly type: string;
  readonly key: string | null;
  readonly seq: number | null;
  readonly trail: readonly string[];
}

export interface EarOptions {
  /** Default: everything. */
  readonly filter?: EventFilter;
  /** Called after the events were written down, before the commit. */
  readonly after?: (trx: TenantTransaction, events: readonly NewEvent[]) => Promise<void>;
}

export interface Ear extends Consumer {
  /** Tenants notice was given of, in order. */
  readonly noticed: string[];
  /** What it was given of a tenant, in order. */
  heard(store: Store, tenantId: string): Promise<readonly HeardEvent[]>;
}

/** Makes the table the listeners of a test write to. Once per database. */
export async function openEars(database: TestDatabase): Promise<(options?: EarOptions) => Ear> {
  await run(
    database.ownerUrl,
    `create table heard (no bigint generated always as identity primary key, ear uuid, tenant_id uuid, id uuid, type text, key text,
                         seq bigint, trail uuid[])`,
  );
  await run(database.ownerUrl, 'grant select, insert on heard to public');
  return ({ filter = { types: ['*'] }, after } = {}) => {
    const ear = randomUUID();
    const noticed: string[] = [];
    const wants = matcher(filter);
    return {
      noticed,
      notice: (tenantId) => void noticed.push(tenantId),
      listeners: async (_trx, tenantId) => [
        {
          wants,
          take: async (trx, events) => {
            const rows = events.map(({ id, type, record, trail }) => ({ id, type, ...record, trail }));
            await sql`
              insert into heard (ear, tenant_id, id, type, key, seq, trail)
              select ${ear}, ${tenantId}, h.id, h.type, h.key, h.seq, h.trail
                from rows from (jsonb_to_recordset(${JSON.stringify(rows)})
                     as (id uuid, type text, key text, seq bigint, trail uuid[])) with ordinality as h (id, type, key, seq, trail, no)
               order by h.no`.execute(trx);
            await after?.(trx, events);
          },
        },
      ],
      heard: async (store, tenantId) => {
        const rows = await sql<HeardEvent>`
          select id, type, key, seq, trail from heard where ear = ${ear} and tenant_id = ${tenantId} order by no`.execute(
          store.platform,
        );
        return rows.rows;
      },
    };
  };
}

/** A record as a page would bring it. */
export interface WrittenRecord {
  readonly key: string;
  /** What it says; another mark is another state. */
  readonly mark: number;
  readonly deleted?: boolean;
}

export interface WritingTenant extends SeededIntegration {
  /** Stores states of records of its stream as a page does, in one transaction. `then`: more to do in it. */
  write(records: readonly WrittenRecord[], then?: (trx: TenantTransaction) => Promise<void>): Promise<void>;
  /** Tells of something else. */
  tell(kind: string, payload?: object): Promise<void>;
}

export async function writingTenant(store: Store): Promise<WritingTenant> {
  const seeded = await seedIntegration(store);
  const { tenantId, streamNo, integrationId } = seeded;
  return {
    ...seeded,
    write: (records, then) =>
      store.inTenant(tenantId, async (trx) => {
        await storeStates(trx, seeded, records);
        await then?.(trx);
      }),
    tell: async (kind, payload = {}) => {
      await store.inTenant(tenantId, (trx) =>
        trx
          .insertInto('outbox')
          .values({
            tenant_id: tenantId,
            kind,
            integration_id: integrationId,
            stream_no: streamNo,
            payload: JSON.stringify(payload),
          })
          .execute(),
      );
    },
  };
}

async function storeStates(
  trx: TenantTransaction,
  { tenantId, streamNo, integrationId }: SeededIntegration,
  records: readonly WrittenRecord[],
): Promise<void> {
  const states = records.map(({ key, mark, deleted = false }) => ({
    k: key,
    h: mark.toString(16).padStart(32, '0'),
    d: { mark },
    u: null,
    a: mark,
    x: deleted,
    n: null,
    p: null,
  }));
  await sql`
    insert into outbox (tenant_id, kind, integration_id, stream_no, from_seq, to_seq)
    select ${tenantId}, 'records', ${integrationId}::uuid, ${streamNo}::int, o_from + 1, o_to
      from upsert_records_v1(${tenantId}, ${streamNo}, null, ${JSON.stringify(states)})
     where o_created + o_updated > 0`.execute(trx);
}
