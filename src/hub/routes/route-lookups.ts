/**
 * The look-ups of a route: records of the tenant's own that its shape needs. By the vendor's id or by e-mail address an index finds them, by
 * another field the records of a stream are looked through, so many and no more: rather an error than an answer from half of them.
 * Nothing here is told with the values it was asked for: reasons are read by more people than records.
 */
import { sql } from 'kysely';
import { fail, type PlugboardError } from '../../contract/errors.ts';
import { isJsonObject, type JsonObject } from '../../contract/http.ts';
import { compute } from '../../engine/mapping/compute.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { fellowsOf } from '../../store/links.ts';
import type { HubContext } from '../context.ts';
import { readId } from '../ids.ts';
import { recordColumns, recordView, streamsOf, type RecordRow } from '../records/record-queries.ts';
import { readRecordId, type RecordPlace, type StreamFacts } from '../records/record-views.ts';
import type { RouteLookup } from './route-views.ts';

/** Records of a stream that are looked through for a field without an index: about a quarter of a second. */
const lookedThrough = 50_000;

/** `missing`: it may be there later. */
export type Found =
  | { readonly kind: 'found'; readonly record: JsonObject; readonly place: RecordPlace }
  | { readonly kind: 'missing'; readonly error: PlugboardError }
  | { readonly kind: 'failed'; readonly error: PlugboardError };

/** `input`: what its expressions see. `about`: places of the records found so far, the event's own under `event`. */
export async function lookUp(
  context: HubContext,
  tenantId: string,
  lookup: RouteLookup,
  input: JsonObject,
  about: ReadonlyMap<string, RecordPlace>,
): Promise<Found> {
  const found =
    'find' in lookup
      ? await findRecord(context, tenantId, lookup, input)
      : await linkedRecord(context, tenantId, lookup, about);
  if (!('rows' in found)) return found;
  const [first, second] = found.rows;
  if (first === undefined)
    return { kind: 'missing', error: fail('not_found', `The look-up "${lookup.name}" finds no record${found.where}.`) };
  if (second !== undefined)
    return {
      kind: 'failed',
      error: fail('conflict', `The look-up "${lookup.name}" finds more than one record${found.where}.`, {
        next: 'Say more of the record that is meant, so that only one is found.',
      }),
    };
  const facts = found.streams.find(({ streamNo }) => streamNo === first.stream_no);
  const record: unknown = facts === undefined ? undefined : recordView(first, facts);
  if (!isJsonObject(record)) throw new Error('a record of a stream that was not asked for');
  return { kind: 'found', record, place: { streamNo: first.stream_no, key: first.key } };
}

interface Candidates {
  /** Two are enough to know that it is not one. */
  readonly rows: readonly RecordRow[];
  readonly streams: readonly StreamFacts[];
  /** For people: where it was looked for. */
  readonly where: string;
}

type FindLookup = Extract<RouteLookup, { find: unknown }>;

async function findRecord(
  context: HubContext,
  tenantId: string,
  { name, find }: FindLookup,
  input: JsonObject,
): Promise<Candidates | Exclude<Found, { kind: 'found' }>> {
  const wanted = new Map<string, string>();
  for (const [field, expression] of Object.entries(find.where)) {
    const [outcome] = await compute(context.expressions, tenantId, expression, [input]);
    const path = `The look-up "${name}", where ${field}`;
    if (outcome === undefined || outcome.kind === 'problem')
      return { kind: 'failed', error: fail('invalid_request', `${path}: ${outcome?.message ?? 'it was not tried'}.`) };
    const text = outcome.kind === 'value' ? textOf(outcome.value) : undefined;
    // Nothing to look for is nothing found: a record may have the value later.
    if (text === null || outcome.kind === 'nothing')
      return { kind: 'missing', error: fail('not_found', `${path}: there is no value to look for.`) };
    if (text === undefined)
      return { kind: 'failed', error: fail('invalid_request', `${path}: expected a text, a number, true or false.`) };
    wanted.set(field, text);
  }
  const integrationId = readId('int', find.integration);
  return context.store.inTenant(tenantId, async (trx) => {
    const streams = await streamsOf(trx, tenantId, { models: [find.model], integrationIds: [integrationId] });
    const where = ` (${find.model} by ${[...wanted.keys()].join(', ')})`;
    const rows: RecordRow[] = [];
    for (const { streamNo } of streams) {
      if (rows.length > 1) break;
      const some = await recordsWith(trx, tenantId, streamNo, wanted);
      if (some === 'too many')
        return {
          kind: 'failed',
          error: fail('too_large', `The look-up "${name}" has more than ${lookedThrough} records to look through.`, {
            next: 'Find the record by its key or e-mail address, or by a record link.',
          }),
        };
      rows.push(...some);
    }
    return { rows, streams, where };
  });
}

/** Undefined: no text. Null: nothing. */
function textOf(value: unknown): string | null | undefined {
  if (value === null || value === '') return null;
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Up to two of a stream. */
async function recordsWith(
  trx: TenantTransaction,
  tenantId: string,
  streamNo: number,
  wanted: ReadonlyMap<string, string>,
): Promise<readonly RecordRow[] | 'too many'> {
  const columns = sql.join(recordColumns.map((column) => sql.ref(column)));
  const key = wanted.get('key');
  const email = wanted.get('email');
  const conditions = [...wanted].flatMap(([field, value]) => {
    if (field === 'key') return [];
    // As people write it: in capitals or not.
    if (field === 'email') return [sql`lower(btrim(data ->> 'email')) = lower(btrim(${value}))`];
    return [sql`data #>> ${field.split('.')}::text[] = ${value}`];
  });
  const matching = sql.join([sql`deleted_at is null`, sql`data is not null`, ...conditions], sql` and `);
  const of = sql`tenant_id = ${tenantId} and stream_no = ${streamNo}`;
  if (key !== undefined || email !== undefined) {
    // Said again so that the index, which is partial, may be used.
    const byIndex = key !== undefined ? sql`key = ${key}` : sql`data ->> 'email' is not null`;
    const { rows } = await sql<RecordRow>`
      select ${columns} from record where ${of} and ${byIndex} and ${matching} limit 2`.execute(trx);
    return rows;
  }
  const beyond = await sql`select from record where ${of} order by key offset ${lookedThrough} limit 1`.execute(trx);
  if (beyond.rows.length > 0) return 'too many';
  const { rows } = await sql<RecordRow>`select ${columns} from record where ${of} and ${matching} limit 2`.execute(trx);
  return rows;
}

type LinkedLookup = Extract<RouteLookup, { linked: unknown }>;

async function linkedRecord(
  { store }: HubContext,
  tenantId: string,
  { name, linked }: LinkedLookup,
  about: ReadonlyMap<string, RecordPlace>,
): Promise<Candidates | Exclude<Found, { kind: 'found' }>> {
  const from = linked.from ?? 'event';
  const place = about.get(from);
  if (place === undefined)
    return {
      kind: 'missing',
      error: fail(
        'not_found',
        `The look-up "${name}" has no record to begin from: ${from === 'event' ? 'the event is not about one' : `"${from}" found none`}.`,
      ),
    };
  const integrationId = readId('int', linked.integration);
  return store.inTenant(tenantId, async (trx) => {
    const models = linked.model === undefined ? undefined : [linked.model];
    const streams = await streamsOf(trx, tenantId, { models, integrationIds: [integrationId] });
    const numbers = new Set(streams.map(({ streamNo }) => streamNo));
    const fellows = (await fellowsOf(trx, tenantId, [place])).filter(
      (one) => numbers.has(one.streamNo) && !(one.streamNo === place.streamNo && one.key === place.key),
    );
    const rows: RecordRow[] = [];
    for (const fellow of fellows.slice(0, 2)) rows.push(...(await readOne(trx, tenantId, fellow)));
    return { rows, streams, where: ` (linked with ${from === 'event' ? "the event's record" : `"${from}"`})` };
  });
}

async function readOne(
  trx: TenantTransaction,
  tenantId: string,
  { streamNo, key }: RecordPlace,
): Promise<readonly RecordRow[]> {
  return trx
    .selectFrom('record')
    .select(recordColumns)
    .where('tenant_id', '=', tenantId)
    .where('stream_no', '=', streamNo)
    .where('key', '=', key)
    .where('deleted_at', 'is', null)
    .execute();
}

/** The place of the record an event is about, as its body names it; undefined: it is about none. */
export function placeInBody(data: JsonObject): RecordPlace | undefined {
  const { record } = data;
  const shown = isJsonObject(record) ? record['id'] : undefined;
  return typeof shown === 'string' ? readRecordId(shown) : undefined;
}
