/**
 * What comes of an action, kept in one transaction: the records it brought (mapped like those of a sync), the answer to give again
 * (without its secrets), the log line, the audit entry. Used by actions.ts after the vendor has acted.
 */
import type { Action, ActionResult } from '../contract/action.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../contract/http.ts';
import { prepare, type Sighting } from '../engine/sync/prepare.ts';
import { itemProbe, storeItems } from '../store/items.ts';
import type { TenantTransaction } from '../store/index.ts';
import { keepSuccess, type CallKey } from './action-calls.ts';
import type { HubContext } from './context.ts';
import { newId } from './ids.ts';
import { writeLog } from './logs.ts';
import { activeMapperWithin } from './mapping-active.ts';
import type { OpenIntegration } from './open-integration.ts';
import { showRecordId } from './record-views.ts';

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
  const { store } = context;
  const { tenantId, integrationId, action, reference } = key;
  const { output, withheld } = withoutSecrets(done.result.output, done.action.sensitive ?? []);
  const sealer = await store.vault.keyFor(tenantId);
  return store.inTenant(tenantId, async (trx) => {
    const records: StoredRecord[] = [];
    for (const { stream: name, items } of done.result.records ?? []) {
      const stream = done.open.provider.streams[name];
      const streamNo = await lockStream(trx, key, name);
      if (stream === undefined || streamNo === undefined) continue;
      const sightings = items.map((item): Sighting => ({ item, asOfMs: done.asOfMs }));
      const mapper = await activeMapperWithin(context, trx, tenantId, { streamNo, model: stream.model });
      const mapping = { settings: done.open.settings, account: done.open.account, mapper };
      const { keys, changed } = await prepare(stream, sightings, mapping, itemProbe(trx, tenantId, streamNo), true);
      await storeItems(trx, { tenantId, integrationId, streamNo, sealer, newId: () => newId(context) }, changed);
      for (const one of keys)
        records.push({ id: showRecordId({ streamNo, key: one }), stream: name, model: stream.model });
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

/** Undefined: not a stream of this integration, or one that is switched off, whose data the tenant does not want here. */
async function lockStream(
  trx: TenantTransaction,
  { tenantId, integrationId }: CallKey,
  stream: string,
): Promise<number | undefined> {
  const row = await trx
    .selectFrom('stream_state')
    .select(['stream_no', 'enabled'])
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', integrationId)
    .where('stream', '=', stream)
    // An integration that is being removed takes its streams away under a lock of its own: nothing may be stored after that. Nor may
    // other mapping rules come into force before this is stored.
    .forShare()
    .executeTakeFirst();
  return row?.enabled === true ? row.stream_no : undefined;
}

function withoutSecrets(
  output: JsonValue,
  names: readonly string[],
): { output: JsonValue; withheld: readonly string[] } {
  if (!isJsonObject(output)) return { output, withheld: [] };
  const withheld = names.filter((name) => output[name] !== undefined && output[name] !== null);
  return { output: Object.fromEntries(Object.entries(output).filter(([name]) => !withheld.includes(name))), withheld };
}
