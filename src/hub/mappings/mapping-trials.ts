/**
 * Trying rules out on what is stored, storing nothing: on a few records with everything there is to say about them (preview), or on many
 * with counts and samples (diff). Both map as a re-derivation does, so that what they say comes true. Used by mappings.ts.
 */
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject } from '../../contract/http.ts';
import { applyRules } from '../../engine/mapping/rule-mapper.ts';
import { derive } from '../../engine/mapping/rederive.ts';
import type { Rule } from '../../engine/mapping/rules.ts';
import { asStored, nextRawPage, recordsOfPage, type RawRecord } from '../../store/mappings.ts';
import type { HubContext } from '../context.ts';
import { mapperOf } from './mapping-active.ts';
import { definitionOf, derivePage, type Definition, type DerivedRecord } from './mapping-derive.ts';
import type { MappedStream } from './mapping-rows.ts';
import type { FieldChange, MappingDiff, MappingPreview } from './mapping-views.ts';
import { noRecord, readRecordId, showRecordId } from '../records/record-views.ts';

/** A stream, and the rules to try on it. */
export interface MappingPlace extends MappedStream {
  readonly tenantId: string;
  readonly rules: readonly Rule[];
}

/** Longest time a diff takes, milliseconds. */
const diffMs = 60_000;
const samples = 20;

export async function previewMapping(
  context: HubContext,
  place: MappingPlace,
  asked: { readonly records?: readonly string[] | undefined; readonly limit: number },
): Promise<MappingPreview> {
  const definition = await definitionOf(context, place.tenantId, place.integrationId, place.stream);
  const records =
    asked.records === undefined
      ? await latestRecords(context, place, asked.limit)
      : await namedRecords(context, place, asked.records);
  return { data: await trials(context, place, definition, records) };
}

type Trial = MappingPreview['data'][number];

async function trials(
  context: HubContext,
  { tenantId, streamNo, model, rules }: MappingPlace,
  { stream, facts }: Definition,
  records: readonly RawRecord[],
): Promise<Trial[]> {
  const builtIn = await derive(stream, records, facts);
  const mapped = records.flatMap((record, i) => {
    const data = builtIn[i]?.data;
    return data === undefined || data === null ? [] : [{ record, raw: record.raw, data }];
  });
  const { ruled } = await applyRules({ expressions: context.expressions, group: tenantId, model, rules }, mapped);
  return records.map((record, i): Trial => {
    const own = ruled[mapped.findIndex((one) => one.record === record)];
    const unified = objectOf(builtIn[i]?.data ?? null);
    const after = own === undefined ? record.data : objectOf(JSON.stringify(own.data));
    const problem = builtIn[i]?.problem ?? null;
    return {
      id: showRecordId({ streamNo, key: record.key }),
      key: record.key,
      raw: JSON.parse(Buffer.from(record.raw).toString('utf8')),
      unified,
      before: record.data,
      after,
      changes: changesOf(record.data, after),
      errors: [...(problem === null ? [] : [{ target: null, message: problem }]), ...(own?.problems ?? [])],
      unset: [...(own?.unset ?? [])],
    };
  });
}

/** Of the page stored last, and of those before it, until there are enough. */
async function latestRecords(context: HubContext, place: MappingPlace, limit: number): Promise<readonly RawRecord[]> {
  const found: RawRecord[] = [];
  for await (const records of livingPages(context, place)) {
    found.push(...records.slice(0, limit - found.length));
    if (found.length >= limit) break;
  }
  return found;
}

/** Throws `not_found` for one that is not a living record of the stream. */
async function namedRecords(
  context: HubContext,
  { tenantId, streamNo }: MappingPlace,
  ids: readonly string[],
): Promise<readonly RawRecord[]> {
  const found: RawRecord[] = [];
  for (const id of ids) {
    const place = readRecordId(id);
    const page = await context.store.inTenant(tenantId, (trx) =>
      trx
        .selectFrom('record as r')
        .innerJoin('raw_page as p', (join) =>
          join.onRef('p.tenant_id', '=', 'r.tenant_id').onRef('p.id', '=', 'r.raw_page'),
        )
        .select(['p.id', 'p.items', 'p.key_version', 'p.sealed'])
        .where('r.tenant_id', '=', tenantId)
        .where('r.stream_no', '=', streamNo)
        .where('r.key', '=', place.key)
        .executeTakeFirst(),
    );
    if (page === undefined || place.streamNo !== streamNo) throw noRecord(id);
    const records = await recordsOfPage(context.store, { tenantId, streamNo }, page);
    const record = records.find(({ key, deleted }) => key === place.key && !deleted);
    if (record === undefined) throw noRecord(id);
    found.push(record);
  }
  return found;
}

/** Newest first: of few it is those that people remember. */
async function* livingPages(
  context: HubContext,
  place: MappingPlace,
): AsyncGenerator<readonly RawRecord[], void, void> {
  let after: string | undefined;
  for (;;) {
    const from = after;
    const page = await context.store.inTenant(place.tenantId, (trx) =>
      nextRawPage(trx, place, { after: from, newestFirst: true }),
    );
    if (page === undefined) return;
    const records = await recordsOfPage(context.store, place, page);
    yield records.filter((record) => !record.deleted);
    after = page.id;
  }
}

export async function diffMapping(
  context: HubContext,
  place: MappingPlace,
  limit: number,
  signal: AbortSignal,
): Promise<MappingDiff> {
  const definition = await definitionOf(context, place.tenantId, place.integrationId, place.stream);
  const mapper = mapperOf(context, place.tenantId, place.model, place);
  const until = context.clock.now() + diffMs;
  const diff: MappingDiff = { examined: 0, complete: true, would_change: 0, would_fail: 0, fields: {}, sample: [] };
  for await (const records of livingPages(context, place)) {
    signal.throwIfAborted();
    const room = limit - diff.examined;
    if (records.length > 0 && (room <= 0 || context.clock.now() >= until)) return { ...diff, complete: false };
    for (const one of await derivePage(definition, mapper, records.slice(0, room))) count(diff, place, one);
    diff.examined += Math.min(records.length, room);
    if (records.length > room) return { ...diff, complete: false };
  }
  return diff;
}

function count(diff: MappingDiff, { streamNo }: MappingPlace, { record, data, problem, changed }: DerivedRecord): void {
  if (problem !== null) diff.would_fail += 1;
  if (!changed) return;
  diff.would_change += 1;
  const changes = changesOf(record.data, data === null ? record.data : objectOf(data));
  for (const { field } of changes) diff.fields[field] = (diff.fields[field] ?? 0) + 1;
  if (diff.sample.length >= samples) return;
  diff.sample.push({ id: showRecordId({ streamNo, key: record.key }), key: record.key, changes, problem });
}

/** Field by field, those of `custom` one by one. */
function changesOf(before: JsonObject | null, after: JsonObject | null): FieldChange[] {
  const [from, to] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter((field) => from.has(field) !== to.has(field) || !isDeepStrictEqual(from.get(field), to.get(field)))
    .map((field) => ({
      field,
      ...(from.has(field) ? { before: from.get(field) } : {}),
      ...(to.has(field) ? { after: to.get(field) } : {}),
    }));
}

function fieldsOf(data: JsonObject | null): ReadonlyMap<string, unknown> {
  const { custom, ...fields } = data ?? {};
  const own = isJsonObject(custom) ? Object.entries(custom) : [];
  return new Map([
    ...Object.entries(fields),
    ...own.map(([name, value]): [string, unknown] => [`custom.${name}`, value]),
  ]);
}

/** As it would be read back. */
function objectOf(data: string | null): JsonObject | null {
  const value = data === null ? null : asStored(data);
  return isJsonObject(value) ? value : null;
}
