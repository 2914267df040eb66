/**
 * What comes of an action, kept in one transaction: the records it brought (mapped like those of a sync), the answer to give again
 * (without its secrets), the log line, the audit entry. Used by actions.ts after the vendor has acted.
 */
import type { Action, ActionResult } from '../../contract/action.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../contract/http.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { keepSuccess, type CallKey } from './action-calls.ts';
import type { HubContext } from '../context.ts';
import { writeLog } from '../logs/logs.ts';
import type { OpenIntegration } from '../integrations/open-integration.ts';
import { lockStreams, mapBrought, storeMapped, type MappedItems, type Source } from '../records/brought-items.ts';
import { showRecordId } from '../records/record-views.ts';

export interface Done {
  /** `nameOf` the principal. */
  readonly actor: string;
  readonly open: OpenIntegration;
  readonly action: Action;
  readonly result: ActionResult<JsonValue>;
  /** The moment the vendor's answer is surely as new as, by its clock; milliseconds. */
  readonly asOfMs: number;
  readonly alongside?: Alongside | undefined;
}

/** What came of it, as it is kept. */
export interface KeptAction {
  readonly action: Action;
  readonly output: JsonValue;
  readonly records: readonly StoredRecord[];
}

/** Joins the transaction that keeps it: what a route has to know of it. */
export type Alongside = (trx: TenantTransaction, kept: KeptAction) => Promise<void>;

export interface StoredRecord {
  readonly id: string;
  readonly stream: string;
  readonly model: string;
}

/** Answers what was stored. */
export async function keepResult(context: HubContext, key: CallKey, done: Done): Promise<StoredRecord[]> {
  const { provider, settings, account } = done.open;
  const of = { tenantId: key.tenantId, integrationId: key.integrationId, provider, settings, account };
  for (;;) {
    const mapped: MappedItems[] = [];
    for (const { stream, items } of done.result.records ?? []) {
      const sightings = items.map((item) => ({ item, asOfMs: done.asOfMs }));
      const one = await mapBrought(context, of, { stream, sightings });
      if (one !== undefined) mapped.push(one);
    }
    const kept = await keepMapped(context, key, done, of, mapped);
    if (kept !== undefined) return kept;
  }
}

/** All of it or nothing. Undefined: other rules have come into force since it was mapped, or somebody was erased. */
async function keepMapped(
  context: HubContext,
  key: CallKey,
  done: Done,
  of: Source,
  mapped: readonly MappedItems[],
): Promise<StoredRecord[] | undefined> {
  const { store } = context;
  const { tenantId, integrationId, action, reference } = key;
  const { output, withheld } = withoutSecrets(done.result.output, done.action.sensitive ?? []);
  const sealer = await store.vault.keyFor(tenantId);
  return store.inTenant(tenantId, async (trx) => {
    const wanted = await lockStreams(trx, of, mapped);
    if (wanted === undefined || !(await storeMapped(context, trx, of, sealer, wanted))) return undefined;
    const records = wanted.flatMap(({ streamNo, stream, model, keys }) =>
      keys.map((one): StoredRecord => ({ id: showRecordId({ streamNo, key: one }), stream, model })),
    );
    await keepSuccess(context, trx, key, {
      output,
      withheld,
      records: records.map((record): JsonObject => ({ ...record })),
    });
    await done.alongside?.(trx, { action: done.action, output, records });
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

function withoutSecrets(
  output: JsonValue,
  names: readonly string[],
): { output: JsonValue; withheld: readonly string[] } {
  if (!isJsonObject(output)) return { output, withheld: [] };
  const withheld = names.filter((name) => output[name] !== undefined && output[name] !== null);
  return { output: Object.fromEntries(Object.entries(output).filter(([name]) => !withheld.includes(name))), withheld };
}
