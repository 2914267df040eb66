/**
 * Items that did not come with a page of a run: what an action brought, or a webhook. They go the way every page goes (map, the tenant's own
 * rules, who was erased, one upsert), in two steps: mapping, which may take a while, and storing, within the transaction of what they
 * belong to. Used by the actions and by the webhooks' inbox.
 */
import type { Settings } from '../../contract/fields.ts';
import { isJsonObject } from '../../contract/http.ts';
import type { Provider } from '../../contract/provider.ts';
import type { Account, Stream } from '../../contract/stream.ts';
import type { ChangedItem, Seen } from '../../engine/ports.ts';
import { hashOf, prepare, type Prepared, type Sighting } from '../../engine/sync/prepare.ts';
import { holdDecisions } from '../../store/erasure-marks.ts';
import { confirmItems, goneItems, itemProbe, storeItems } from '../../store/items.ts';
import type { Sealer, TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { newId } from '../ids.ts';
import { mapperInForce } from '../mappings/mapping-active.ts';
import { guardRun } from '../privacy/erasure-guard.ts';

/** Where they come from. */
export interface Source {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly provider: Pick<Provider, 'streams'>;
  readonly settings: Settings;
  readonly account: Account | undefined;
}

/** What came of one stream. */
export interface Brought {
  readonly stream: string;
  readonly sightings: readonly Sighting[];
  /** Keys of records that are gone since that moment; also of those we never heard of: what is older than that comes too late. */
  readonly gone?: readonly { readonly key: string; readonly asOfMs: number }[];
}

/** The same, ready to be stored. */
export interface MappedItems {
  readonly streamNo: number;
  readonly stream: string;
  readonly model: string;
  /** The version of the tenant's rules they were mapped by. */
  readonly version: number | null;
  /** The decisions about what may be stored that they were held against. */
  readonly privacy: number;
  readonly changed: readonly ChangedItem[];
  /** Bare tombstones. */
  readonly gone: readonly ChangedItem[];
  readonly unchanged: readonly Seen[];
  /** Of everything it brought but for who was erased. */
  readonly keys: readonly string[];
  /** Of what is not stored, or not as it came, because it was about somebody who was erased. */
  readonly withheld: readonly string[];
}

/** Before the transaction that stores them: a tenant's rules may take a while. Undefined: the stream takes no items. */
export async function mapBrought(
  context: HubContext,
  of: Source,
  { stream: name, sightings, gone = [] }: Brought,
): Promise<MappedItems | undefined> {
  const { tenantId, integrationId } = of;
  const { inTenant } = context.store;
  const stream = Object.hasOwn(of.provider.streams, name) ? of.provider.streams[name] : undefined;
  const row = await inTenant(tenantId, (trx) => streamRow(trx, of, name).executeTakeFirst());
  if (stream === undefined || row?.enabled !== true) return undefined;
  const { stream_no: streamNo } = row;
  const { model } = stream;
  const { version, mapper } = await mapperInForce(context, tenantId, { streamNo, model });
  const probe = (keys: readonly string[]) =>
    inTenant(tenantId, (trx) => itemProbe(trx, tenantId, streamNo).probe(keys));
  const { admission, strip } = await guardRun(context, { tenantId, streamNo, integrationId, stream: name, model });
  const mapping = { settings: of.settings, account: of.account, mapper, strip };
  const prepared = await prepare(stream, sightings, mapping, { probe }, true);
  const came = [...prepared.changed, ...tombstonesOf(stream, prepared, sightings, gone)];
  const { changed: admitted, privacy } = await admission.admit(came);
  const bare = new Set(came.slice(prepared.changed.length));
  const asTheyCame = new Set(admitted);
  const withheld = came.filter((item) => !asTheyCame.has(item)).map(({ key }) => key);
  const stored = new Set(admitted.map(({ key }) => key));
  const refused = new Set(withheld.filter((key) => !stored.has(key)));
  return {
    streamNo,
    stream: name,
    model,
    version,
    privacy,
    changed: admitted.filter((item) => !bare.has(item)),
    gone: admitted.filter((item) => bare.has(item)),
    unchanged: prepared.unchanged,
    keys: prepared.keys.filter((key) => !refused.has(key)),
    withheld,
  };
}

/** Also for items that say themselves that they are gone, of records that are not alive here: `prepare` has nothing to say about those. */
function tombstonesOf(
  stream: Stream,
  prepared: Prepared,
  sightings: readonly Sighting[],
  told: readonly { readonly key: string; readonly asOfMs: number }[],
): readonly ChangedItem[] {
  const changed = new Set(prepared.changed.map(({ key }) => key));
  const unsaid = new Set(prepared.keys.filter((key) => !changed.has(key)));
  const flagged = sightings.flatMap(({ item, asOfMs, deleted }) => {
    if (!isJsonObject(item) || !(deleted ?? stream.deleted?.(item) ?? false)) return [];
    const key = stream.key(item)?.toWellFormed();
    return key !== undefined && unsaid.has(key) ? [{ key, asOfMs }] : [];
  });
  const latest = new Map<string, number>();
  for (const { key, asOfMs } of [...flagged, ...told])
    latest.set(key, Math.max(asOfMs, latest.get(key) ?? Number.NEGATIVE_INFINITY));
  return [...latest].map(([key, asOfMs]) => ({
    key,
    hash: hashOf(Buffer.from(`gone ${key}`)),
    raw: undefined,
    data: null,
    changedMs: null,
    asOfMs,
    deleted: true,
    problem: null,
  }));
}

/**
 * Keeps the streams as they are until the end of the transaction, in the order everybody locks them in: a stream that is being removed gets
 * no more items, and no other mapping rules come into force. `woken`: streams whose runs the caller decides about besides. Answers what is
 * still wanted; undefined: other rules have come into force since it was mapped.
 */
export async function lockStreams(
  trx: TenantTransaction,
  of: Source,
  mapped: readonly MappedItems[],
  woken: readonly number[] = [],
): Promise<readonly MappedItems[] | undefined> {
  const found = new Map<number, number | null>();
  for (const streamNo of [...new Set([...mapped.map((one) => one.streamNo), ...woken])].toSorted((a, b) => a - b)) {
    const select = trx
      .selectFrom('stream_state')
      .select(['enabled', 'mapping_version'])
      .where('tenant_id', '=', of.tenantId)
      .where('stream_no', '=', streamNo);
    const row = await (woken.includes(streamNo) ? select.forUpdate() : select.forShare()).executeTakeFirst();
    if (row?.enabled === true) found.set(streamNo, row.mapping_version);
  }
  const wanted = mapped.filter(({ streamNo }) => found.has(streamNo));
  return wanted.every(({ streamNo, version }) => found.get(streamNo) === version) ? wanted : undefined;
}

/**
 * Stores what `lockStreams` left. False: somebody was erased since it was mapped, and nothing is stored. Holds the tenant's change feed
 * until the transaction ends: call it late.
 */
export async function storeMapped(
  context: HubContext,
  trx: TenantTransaction,
  { tenantId, integrationId }: Pick<Source, 'tenantId' | 'integrationId'>,
  sealer: Sealer,
  wanted: readonly MappedItems[],
): Promise<boolean> {
  if (wanted.length === 0) return true;
  const privacy = await holdDecisions(trx, tenantId);
  if (wanted.some((one) => one.privacy !== privacy)) return false;
  for (const { streamNo, changed, gone, unchanged } of wanted) {
    const place = { tenantId, integrationId, streamNo, sealer, newId: () => newId(context) };
    await storeItems(trx, place, changed);
    // After the items: which of the two is newer is told by their moments.
    const tombstones = await goneItems(trx, tenantId, streamNo, gone);
    await storeItems(trx, place, tombstones);
    await confirmItems(trx, place, [...unchanged, ...tombstones]);
  }
  return true;
}

/** Not there: not a stream of this integration. Not enabled: switched off, its data is not wanted here. */
function streamRow(trx: TenantTransaction, of: Source, stream: string) {
  return trx
    .selectFrom('stream_state')
    .select(['stream_no', 'enabled'])
    .where('tenant_id', '=', of.tenantId)
    .where('integration_id', '=', of.integrationId)
    .where('stream', '=', stream);
}
