/**
 * What an event says. Of an event about a record the body is made from the record and its history when it is asked for: exactly the state
 * the event is about, personal fields included (it goes to the tenant's own systems), and nothing once that state is erased.
 * Called by whoever sends, shows or tries events.
 */
import { sql } from 'kysely';
import { isJsonObject, type JsonObject } from '../../contract/http.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { showId } from '../ids.ts';
import { recordView, streamsOf, type RecordRow } from '../records/record-queries.ts';
import type { StreamFacts } from '../records/record-views.ts';

export interface EventBody {
  /** `evt_...` */
  readonly id: string;
  readonly type: string;
  /** When it happened, ISO 8601 UTC. */
  readonly timestamp: string;
  /** As event-types.ts says. Of a record: `{change, record}`, the record as the API shows it. */
  readonly data: JsonObject;
}

/**
 * Bodies by id (of the database). Missing: events there are none of, and those whose state is kept no longer, because it was erased,
 * outlived the history that is kept, or went with its integration.
 */
export async function eventBodies(
  trx: TenantTransaction,
  tenantId: string,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, EventBody>> {
  if (eventIds.length === 0) return new Map();
  const rows = await readEvents(trx, tenantId, eventIds);
  const streams = rows.some((row) => row.key !== null) ? await streamsOf(trx, tenantId, {}) : [];
  const facts = new Map(streams.map((stream) => [stream.streamNo, stream]));
  return new Map(
    rows.flatMap((row) => {
      const data = row.key === null ? row.payload : recordData(row, facts);
      if (data === undefined) return [];
      return [[row.id, { id: showId('evt', row.id), type: row.type, timestamp: row.at.toISOString(), data }]];
    }),
  );
}

/** An event with the state it is about. Of events that are not about a record all but the first four are null. */
interface EventRow {
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly payload: JsonObject;
  readonly stream_no: number | null;
  readonly key: string | null;
  readonly seq: number | null;
  /** Null: that state is kept neither as the present one nor in the history. */
  readonly state_seq: number | null;
  readonly created_seq: number | null;
  readonly created_at: Date | null;
  readonly changed_ms: number | null;
  readonly updated_at: Date | null;
  readonly deleted_at: Date | null;
  readonly data: JsonObject | null;
  readonly problem: JsonObject | null;
}

/** By keys throughout: a join may be planned as if the tables were empty, and read all of them. */
async function readEvents(
  trx: TenantTransaction,
  tenantId: string,
  eventIds: readonly string[],
): Promise<readonly EventRow[]> {
  const { rows } = await sql<EventRow>`
    select e.id, e.type, e.at, e.data as payload, e.stream_no, e.key, e.seq, r.created_seq, r.created_at,
           case when r.seq = e.seq then r.seq else v.seq end as state_seq,
           case when r.seq = e.seq then r.changed_ms else v.changed_ms end as changed_ms,
           case when r.seq = e.seq then r.updated_at else v.stored_at end as updated_at,
           case when r.seq = e.seq then r.deleted_at when v.deleted then v.stored_at end as deleted_at,
           case when r.seq = e.seq then r.data else v.data end as data,
           case when r.seq = e.seq then r.problem end as problem
      from event e
      left join lateral (
             select seq, created_seq, created_at, changed_ms, updated_at, deleted_at, data, problem from record
              where tenant_id = ${tenantId} and stream_no = e.stream_no and key = e.key
              limit 1) r on e.key is not null
      left join lateral (
             select seq, changed_ms, stored_at, deleted, data from record_version
              where tenant_id = ${tenantId} and stream_no = e.stream_no and key = e.key and seq = e.seq
              limit 1) v on r.seq <> e.seq
     where e.tenant_id = ${tenantId} and e.id = any(${[...eventIds]}::uuid[])`.execute(trx);
  return rows;
}

function recordData(row: EventRow, facts: ReadonlyMap<number, StreamFacts>): JsonObject | undefined {
  const stream = facts.get(row.stream_no ?? -1);
  const state = recordRow(row);
  if (stream === undefined || state === undefined) return undefined;
  const record: unknown = recordView(state, stream);
  return isJsonObject(record) ? { change: row.type.slice(row.type.indexOf('.') + 1), record } : undefined;
}

function recordRow(row: EventRow): RecordRow | undefined {
  const { stream_no, key, state_seq, created_seq, created_at, updated_at } = row;
  if (stream_no === null || key === null || state_seq === null) return undefined;
  if (created_seq === null || created_at === null || updated_at === null) return undefined;
  const { changed_ms, deleted_at, data, problem } = row;
  return { stream_no, key, seq: state_seq, created_seq, changed_ms, created_at, updated_at, deleted_at, data, problem };
}
