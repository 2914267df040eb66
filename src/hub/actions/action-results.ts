/**
 * What comes of an action, kept in one transaction: the records it brought (mapped like those of a sync), the answer to give again
 * (without its secrets), the log line, the audit entry. Used by actions.ts after the vendor has acted.
 */
import type { Action, ActionResult } from '../../contract/action.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../contract/http.ts';
import type { ChangedItem } from '../../engine/ports.ts';
import { prepare, type Sighting } from '../../engine/sync/prepare.ts';
import { holdDecisions } from '../../store/erasure-marks.ts';
import { itemProbe, storeItems } from '../../store/items.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { keepSuccess, type CallKey } from './action-calls.ts';
import type { HubContext } from '../context.ts';
import { guardRun } from '../privacy/erasure-guard.ts';
import { newId } from '../ids.ts';
import { writeLog } from '../logs/logs.ts';
import { mapperInForce } from '../mappings/mapping-active.ts';
import type { OpenIntegration } from '../integrations/open-integration.ts';
import { showRecordId } from '../records/record-views.ts';

export interface Done {
  /** `nameOf` the principal. */
  readonly actor: string;
  readonly open: OpenIntegration;
  readonly action: Action;
  readonly result: ActionResult<JsonValue>;
  /** The moment the vendor's answer is surely as new as, by its clock; milliseconds. */
  readonly asOfMs: number;
}

export interface StoredRecord {
  readonly id: string;
  readonly stream: string;
  readonly model: string;
}

/** Answers what was stored. */
export async function keepResult(context: HubContext, key: CallKey, done: Done): Promise<StoredRecord[]> {
  for (;;) {
    const mapped: MappedItems[] = [];
    for (const { stream, items } of done.result.records ?? [])
      mapped.push(...(await mapItems(context, key, done, stream, items)));
    const kept = await keepMapped(context, key, done, mapped);
    if (kept !== undefined) return kept;
  }
}

interface MappedItems {
  readonly streamNo: number;
  readonly stream: string;
  readonly model: string;
  /** The version of the tenant's rules they were mapped by. */
  readonly version: number | null;
  /** The decisions about what may be stored that they were held against. */
  readonly privacy: number;
  readonly changed: readonly ChangedItem[];
  /** Of everything it brought but for who was erased. */
  readonly keys: readonly string[];
}

/** Before the transaction that stores them: a tenant's rules may take a while. None for a stream that takes no items. */
async function mapItems(
  context: HubContext,
  key: CallKey,
  { open, asOfMs }: Done,
  name: string,
  items: readonly unknown[],
): Promise<readonly MappedItems[]> {
  const { tenantId } = key;
  const { inTenant } = context.store;
  const stream = open.provider.streams[name];
  const row = await inTenant(tenantId, (trx) => streamRow(trx, key, name).executeTakeFirst());
  if (stream === undefined || row?.enabled !== true) return [];
  const { stream_no: streamNo } = row;
  const { version, mapper } = await mapperInForce(context, tenantId, { streamNo, model: stream.model });
  const sightings = items.map((item): Sighting => ({ item, asOfMs }));
  const probe = (keys: readonly string[]) =>
    inTenant(tenantId, (trx) => itemProbe(trx, tenantId, streamNo).probe(keys));
  const of = { tenantId, streamNo, integrationId: key.integrationId, stream: name, model: stream.model };
  const { admission, strip } = await guardRun(context, of);
  const mapping = { settings: open.settings, account: open.account, mapper, strip };
  const prepared = await prepare(stream, sightings, mapping, { probe }, true);
  const { changed, privacy } = await admission.admit(prepared.changed);
  const refused = new Set(prepared.changed.map((item) => item.key));
  for (const item of changed) refused.delete(item.key);
  const keys = prepared.keys.filter((one) => !refused.has(one));
  return [{ streamNo, stream: name, model: stream.model, version, privacy, changed, keys }];
}

/** All of it or nothing. Undefined: other rules have come into force since it was mapped, or somebody was erased. */
async function keepMapped(
  context: HubContext,
  key: CallKey,
  done: Done,
  mapped: readonly MappedItems[],
): Promise<StoredRecord[] | undefined> {
  const { store } = context;
  const { tenantId, integrationId, action, reference } = key;
  const { output, withheld } = withoutSecrets(done.result.output, done.action.sensitive ?? []);
  const sealer = await store.vault.keyFor(tenantId);
  return store.inTenant(tenantId, async (trx) => {
    const wanted: MappedItems[] = [];
    for (const one of mapped) {
      // An integration that is being removed takes its streams away under a lock of its own: nothing may be stored after that. Nor
      // may other mapping rules come into force before this is stored.
      const row = await streamRow(trx, key, one.stream).forShare().executeTakeFirst();
      if (row?.enabled !== true) continue;
      if (row.mapping_version !== one.version) return undefined;
      wanted.push(one);
    }
    const privacy = wanted.length === 0 ? undefined : await holdDecisions(trx, tenantId);
    if (wanted.some((one) => one.privacy !== privacy)) return undefined;
    const records: StoredRecord[] = [];
    for (const { streamNo, stream, model, changed, keys } of wanted) {
      await storeItems(trx, { tenantId, integrationId, streamNo, sealer, newId: () => newId(context) }, changed);
      for (const one of keys) records.push({ id: showRecordId({ streamNo, key: one }), stream, model });
    }
    await keepSuccess(context, trx, key, {
      output,
      withheld,
      records: records.map((record): JsonObject => ({ ...record })),
    });
    await writeLog(context, trx, {
      tenantId,
      integrationId,
      action,
      status: 'success',
      message: `${action}: done.`,
      details: { external_reference: reference, records: records.length },
    });
    await store.audit.append(trx, {
      tenantId,
      actor: done.actor,
      action: 'action.done',
      target: integrationId,
      details: { action, external_reference: reference },
    });
    return records;
  });
}

/** Not there: not a stream of this integration. Not enabled: switched off, its data is not wanted here. */
function streamRow(trx: TenantTransaction, { tenantId, integrationId }: CallKey, stream: string) {
  return trx
    .selectFrom('stream_state')
    .select(['stream_no', 'enabled', 'mapping_version'])
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', integrationId)
    .where('stream', '=', stream);
}

function withoutSecrets(
  output: JsonValue,
  names: readonly string[],
): { output: JsonValue; withheld: readonly string[] } {
  if (!isJsonObject(output)) return { output, withheld: [] };
  const withheld = names.filter((name) => output[name] !== undefined && output[name] !== null);
  return { output: Object.fromEntries(Object.entries(output).filter(([name]) => !withheld.includes(name))), withheld };
}
