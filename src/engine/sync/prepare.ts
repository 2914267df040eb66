/**
 * One page of vendor items -> what the store has to write. Order: key and times of the untouched item, canonical hash, compare
 * with what is stored, and only what changed is validated and mapped.
 */
import { hash as digest } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { PlugboardError } from '../../contract/errors.ts';
import { isJsonObject, type JsonObject } from '../../contract/http.ts';
import type { MapContext, Stream } from '../../contract/stream.ts';
import type { Mapper } from '../mapping/mapper.ts';
import type { ChangedItem, PageStore, Seen } from '../ports.ts';
import { CanonicalWriter } from './canonical.ts';
import type { Strip } from './dropped-fields.ts';
import type { ShapeWatch } from './shapes.ts';

/** Items handled between two breaths of the event loop, so that requests are answered while a big page is worked on. */
const slice = 200;
/** Room made for an item at first; a page of larger ones makes more. */
const usualBytes = 1024;

export interface Prepared {
  readonly read: number;
  readonly failed: number;
  readonly keys: readonly string[];
  readonly changed: readonly ChangedItem[];
  /** What is stored as it came. */
  readonly unchanged: readonly Seen[];
}

/** An item before anything was compared. */
interface Candidate {
  readonly key: string;
  readonly hash: string;
  readonly raw: Uint8Array | undefined;
  /** Without the fields that are never kept. */
  readonly item: JsonObject;
  readonly changedMs: number | null;
  readonly asOfMs: number;
  readonly deleted: boolean;
  /** Set when the item itself is unusable (no id, not an object). */
  readonly problem: string | null;
}

/** An item and the moment its state was true. */
export interface Sighting {
  readonly item: unknown;
  readonly asOfMs: number;
  /** Known to be gone by other means than the item itself. */
  readonly deleted?: boolean;
}

/** What mapping an item takes: facts for the built-in map, and the tenant's own rules that follow it. */
export interface Mapping extends MapContext {
  /** Takes away what the tenant never wants kept. */
  readonly strip?: Strip | undefined;
  readonly mapper?: Mapper | undefined;
  /** Notes which fields the vendor's items have. */
  readonly shapes?: ShapeWatch | undefined;
}

/** `probing: false` skips the look-up when the stream is known to hold nothing yet. */
export async function prepare(
  stream: Stream,
  sightings: readonly Sighting[],
  context: Mapping,
  store: Pick<PageStore, 'probe'>,
  probing: boolean,
): Promise<Prepared> {
  const byKey = new Map<string, Candidate>();
  const writer = new CanonicalWriter(sightings.length * usualBytes, context.shapes);
  for (let i = 0; i < sightings.length; i += 1) {
    const sighting = sightings[i];
    if (sighting === undefined) continue;
    const candidate = look(stream, sighting, writer, context.strip);
    // The same id twice: the newer state, and of two that are as new the later one, which is what the vendor says last.
    const known = byKey.get(candidate.key);
    if (known === undefined || !isOlder(candidate, known)) byKey.set(candidate.key, candidate);
    if (i % slice === slice - 1) await breathe();
  }
  const candidates = [...byKey.values()];
  const keys = candidates.map((candidate) => candidate.key);
  const stored = probing ? await store.probe(keys) : [];

  const changed: ChangedItem[] = [];
  const unchanged: Seen[] = [];
  for (let i = 0; i < candidates.length; i += 1) {
    const candidate = candidates[i];
    if (candidate === undefined) continue;
    // A tombstone's hash is not answered by the probe, so what came back is always written again.
    if (stored[i] === candidate.hash && !candidate.deleted) {
      const { key, hash, asOfMs, deleted } = candidate;
      unchanged.push({ key, hash, asOfMs, deleted });
      continue;
    }
    // Already gone, or never known: nothing to say about it.
    if (candidate.deleted && probing && stored[i] === undefined) continue;
    changed.push(mapped(stream, candidate, context));
    if (changed.length % slice === 0) await breathe();
  }
  if (context.mapper !== undefined) await applyRules(changed, context.mapper);
  const failed = changed.filter((item) => item.problem !== null).length;
  return { read: candidates.length, failed, keys, changed, unchanged };
}

/** The tenant's own rules, on what the built-in map could map. In place: a page is not held twice. */
async function applyRules(changed: ChangedItem[], mapper: Mapper): Promise<void> {
  const ruled = changed.flatMap(({ raw, data }, at) => (raw === undefined || data === null ? [] : [{ at, raw, data }]));
  const remapped = ruled.length === 0 ? undefined : await mapper.apply(ruled);
  remapped?.forEach((result, i) => {
    const at = ruled[i]?.at ?? -1;
    const item = changed[at];
    if (item !== undefined) changed[at] = { ...item, ...result };
  });
}

function look(stream: Stream, sighting: Sighting, writer: CanonicalWriter, strip: Strip | undefined): Candidate {
  const { item: whole, asOfMs } = sighting;
  const item = strip !== undefined && isJsonObject(whole) ? strip(whole) : whole;
  const raw = bytesOf(item, writer);
  const unusable = { item: {}, changedMs: null, asOfMs, deleted: false };
  if (raw === undefined) {
    const named = (isJsonObject(whole) ? stream.key(whole) : undefined) ?? '';
    const hash = fingerprint(`nested too deep: ${named}`);
    return { ...unusable, key: `#${hash}`, hash, raw, problem: 'The item is nested too deep.' };
  }
  const hash = fingerprint(raw);
  if (!isJsonObject(whole) || !isJsonObject(item)) {
    return { ...unusable, key: `#${hash}`, hash, raw, problem: 'The item is not an object.' };
  }
  const changedMs = momentOf(stream.updatedAt?.(whole));
  const key = stream.key(whole);
  if (key === undefined || key.includes('\u0000') || key.length > 1000) {
    return {
      key: `#${hash}`,
      hash,
      raw,
      item,
      changedMs,
      asOfMs,
      deleted: false,
      problem: 'The item has no usable id.',
    };
  }
  const deleted = sighting.deleted ?? stream.deleted?.(whole) ?? false;
  return { key: key.toWellFormed(), hash, raw, item, changedMs, asOfMs, deleted, problem: null };
}

/** As the store compares them, see upsert_records_v1. */
function isOlder(one: Candidate, other: Candidate): boolean {
  const byChange = one.changedMs !== null && other.changedMs !== null ? one.changedMs - other.changedMs : 0;
  return byChange === 0 ? one.asOfMs < other.asOfMs : byChange < 0;
}

function momentOf(stamp: string | undefined): number | null {
  const ms = stamp === undefined ? null : Date.parse(stamp);
  return Number.isNaN(ms) ? null : ms;
}

function bytesOf(item: unknown, writer: CanonicalWriter): Uint8Array | undefined {
  try {
    const { from, to } = writer.append(item);
    return writer.slice(from, to);
  } catch (error) {
    if (error instanceof PlugboardError) return undefined;
    throw error;
  }
}

/** Of an item's canonical JSON: by it a change is noticed. 32 hex characters. */
export function hashOf(raw: Uint8Array): string {
  return fingerprint(raw);
}

function fingerprint(of: Uint8Array | string): string {
  return digest('sha256', of, 'hex').slice(0, 32);
}

function mapped(stream: Stream, candidate: Candidate, context: MapContext): ChangedItem {
  const { key, hash, raw, item, changedMs, asOfMs, deleted, problem } = candidate;
  const base = { key, hash, raw, changedMs, asOfMs, deleted };
  return problem === null ? { ...base, ...mapItem(stream, item, deleted, context) } : { ...base, data: null, problem };
}

/** The built-in map: unified data as JSON text, or why there is none. Also for items that are mapped anew from stored raw. */
export function mapItem(
  stream: Stream,
  item: JsonObject,
  deleted: boolean,
  context: MapContext,
): Pick<ChangedItem, 'data' | 'problem'> {
  const checked = stream.raw.safeParse(item);
  if (!checked.success) {
    const first = checked.error.issues[0];
    // A bare tombstone rarely has the fields of a living record: it needs none.
    if (deleted) return { data: null, problem: null };
    return { data: null, problem: `${first?.path.join('.') ?? 'item'}: ${first?.message ?? 'not as expected'}` };
  }
  try {
    // As text at once: a page's worth of mapped objects waiting to be stored costs more to collect than to make.
    return { data: JSON.stringify(stream.map(checked.data, context)), problem: null };
  } catch (error) {
    // A map is total by contract; a hostile value that breaks one must cost one record, not the stream.
    const reason =
      error instanceof RangeError || error instanceof PlugboardError ? error.message : 'the built-in map failed';
    return { data: null, problem: `It could not be mapped: ${reason}.` };
  }
}
