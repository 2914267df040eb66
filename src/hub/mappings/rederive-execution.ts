/**
 * Executing a re-derivation: raw page by raw page, mapped anew and stored, until everything stored comes from the wanted rules. Calls
 * no vendor. Killed anywhere, it goes on at the first page that was not stored. Called by the worker for jobs and inline by the
 * command line.
 */
import { PlugboardError, reportError, type ErrorReport } from '../../contract/errors.ts';
import type { Mapper } from '../../engine/mapping/mapper.ts';
import type { TenantTransaction } from '../../store/index.ts';
import {
  recordsOfPage,
  storeRederived,
  type RawRecord,
  type RederivedPage,
  type SealedPage,
} from '../../store/mappings.ts';
import type { HubContext } from '../context.ts';
import { showId } from '../ids.ts';
import { writeLog } from '../logs/logs.ts';
import { mapperOf } from './mapping-active.ts';
import { definitionOf, derivePage, mapVersionOf, type Definition } from './mapping-derive.ts';
import { knownVersion, modelOf } from './mapping-rows.ts';
import { claimRederivation, keepHolding, type ClaimedRederivation } from './rederive-claim.ts';
import { nextStep } from './rederive-passes.ts';
import { sendRederivation } from './rederive-requests.ts';
import type { Execution } from '../runs/run-execution.ts';

/** When it looks again whether a run that is in its way has ended. */
const waitMs = 10_000;
/** When a newer process is looked for. */
const newerMs = 30_000;

/** Never throws for what can go wrong with it; throws `conflict` while another process executes it. */
export async function executeRederivation(
  context: HubContext,
  tenantId: string,
  id: string,
  signal: AbortSignal,
  onPage: () => Promise<void> = async () => {},
): Promise<Execution> {
  const claimed = await claimRederivation(context, tenantId, id);
  if (claimed === undefined) return 'not ours';
  const lost = new AbortController();
  const rest = keepHolding(context, claimed, () => lost.abort(new Error('the re-derivation was taken over')));
  try {
    const outcome = await goThrough(context, claimed, AbortSignal.any([signal, lost.signal]), onPage);
    if (outcome === 'done') return await finish(context, claimed, undefined);
    return await putBack(context, claimed, outcome.againMs);
  } catch (error) {
    if (lost.signal.aborted || wasTakenOver(error)) return 'not ours';
    if (signal.aborted) return await putBack(context, claimed, 0);
    if (error instanceof PlugboardError && error.retry)
      return await putBack(context, claimed, Math.min(1_000 * 2 ** claimed.attempts, 60_000));
    if (!(error instanceof PlugboardError))
      context.log.error({ err: error, rederivation_id: id }, 'a re-derivation met a bug');
    return await finish(context, claimed, reportError(error));
  } finally {
    rest();
  }
}

type Outcome = 'done' | { readonly againMs: number };

async function goThrough(
  context: HubContext,
  claimed: ClaimedRederivation,
  signal: AbortSignal,
  onPage: () => Promise<void>,
): Promise<Outcome> {
  const definition = await definitionOf(context, claimed.tenantId, claimed.integrationId, claimed.stream);
  // A process from before the upgrade would map as it always did.
  if (mapVersionOf(definition.stream) < claimed.mapVersion) return { againMs: newerMs };
  const mapper = await wantedMapper(context, claimed);
  for (;;) {
    signal.throwIfAborted();
    const step = await nextStep(context, claimed);
    if (step.kind === 'done') return 'done';
    if (step.kind === 'wait') return { againMs: waitMs };
    const page = await derivedPage(context, claimed, definition, mapper, step.page);
    signal.throwIfAborted();
    await store(context, claimed, page);
    await onPage();
  }
}

async function wantedMapper(
  context: HubContext,
  { tenantId, streamNo, stream, integrationId, model, mappingVersion, mapVersion }: ClaimedRederivation,
): Promise<Mapper> {
  const known = modelOf(model);
  if (mappingVersion === null) return mapperOf(context, tenantId, known, { rules: [] });
  const place = { streamNo, integrationId, stream, model: known, mapVersion, activeVersion: mappingVersion };
  const version = await context.store.inTenant(tenantId, (trx) => knownVersion(trx, tenantId, place, mappingVersion));
  return mapperOf(context, tenantId, known, version);
}

async function derivedPage(
  context: HubContext,
  claimed: ClaimedRederivation,
  definition: Definition,
  mapper: Mapper,
  page: SealedPage,
): Promise<RederivedPage> {
  const records = await readable(context, claimed, page);
  // Its records stay as they are: one damaged page must not keep all others from being mapped.
  if (records === undefined) return { id: page.id, read: 0, failed: page.items, changed: [] };
  const derived = await derivePage(definition, mapper, records);
  return {
    id: page.id,
    read: derived.length,
    failed: derived.filter(({ problem }) => problem !== null).length,
    changed: derived
      .filter(({ changed }) => changed)
      .map(({ record, data, problem }) => ({ key: record.key, seq: record.seq, data, problem })),
  };
}

async function readable(
  context: HubContext,
  { tenantId, streamNo, id }: ClaimedRederivation,
  page: SealedPage,
): Promise<readonly RawRecord[] | undefined> {
  try {
    return await recordsOfPage(context.store, { tenantId, streamNo }, page);
  } catch (error) {
    if (!(error instanceof PlugboardError) || error.code !== 'internal') throw error;
    context.log.error(
      { err: error, rederivation_id: id, page: page.id },
      'a raw page cannot be opened; it is left out',
    );
    return undefined;
  }
}

/** The answer to the commit may get lost: the same call again answers what it answered before. */
async function store(
  context: HubContext,
  { tenantId, id, fence }: ClaimedRederivation,
  page: RederivedPage,
): Promise<void> {
  const call = () => storeRederived(context.store.statements, { tenantId, rederivation: id, fence }, page);
  try {
    await call();
  } catch (error) {
    if (!(error instanceof PlugboardError) || error.code !== 'storage_unavailable') throw error;
    await context.clock.sleep(1_000);
    await call();
  }
}

function wasTakenOver(error: unknown): boolean {
  return error instanceof PlugboardError && error.details.meta?.['reason'] === 'taken_over';
}

/** Leaves it to a later attempt, which goes on at the next page. */
function putBack(context: HubContext, claimed: ClaimedRederivation, afterMs: number): Promise<Execution> {
  return context.store.inTenant(claimed.tenantId, (trx) => requeue(context, trx, claimed, afterMs));
}

async function requeue(
  context: HubContext,
  trx: TenantTransaction,
  { tenantId, id, fence }: ClaimedRederivation,
  afterMs: number,
): Promise<Execution> {
  const ours = await trx
    .updateTable('rederivation')
    .set({ state: 'queued' })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('fence', '=', fence)
    .where('state', '=', 'running')
    .executeTakeFirst();
  if (ours.numUpdatedRows === 0n) return 'not ours';
  await sendRederivation(context, trx, tenantId, id, afterMs);
  return 'resumed later';
}

/** With an error it has failed: rules and records stay as far as it came, and it can be applied again. */
async function finish(
  context: HubContext,
  claimed: ClaimedRederivation,
  error: ErrorReport | undefined,
): Promise<Execution> {
  const { tenantId, id, fence, streamNo } = claimed;
  return context.store.inTenant(tenantId, async (trx) => {
    // Stream first: in the order everybody takes them.
    await trx
      .selectFrom('stream_state')
      .select('stream_no')
      .where('tenant_id', '=', tenantId)
      .where('stream_no', '=', streamNo)
      .forNoKeyUpdate()
      .execute();
    const row = await trx
      .selectFrom('rederivation')
      .select(['read', 'changed', 'failed', 'pass_final'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .where('fence', '=', fence)
      .where('state', '=', 'running')
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return 'not ours';
    // A run with an older map began in this very moment.
    if (error === undefined && !row.pass_final) return requeue(context, trx, claimed, waitMs);
    const state = error !== undefined ? 'failed' : row.failed > 0 ? 'partial' : 'succeeded';
    await trx
      .updateTable('rederivation')
      .set({
        state,
        error: error === undefined ? null : JSON.stringify(error),
        finished_at: new Date(context.clock.now()),
      })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
    if (error === undefined)
      await trx
        .updateTable('stream_state')
        .set({ map_version: claimed.mapVersion })
        .where('tenant_id', '=', tenantId)
        .where('stream_no', '=', streamNo)
        .execute();
    await writeLog(context, trx, {
      tenantId,
      integrationId: claimed.integrationId,
      action: 'mapping',
      status: error !== undefined ? 'error' : row.failed > 0 ? 'warning' : 'success',
      message: message(claimed, row, error),
      details: { rederivation_id: showId('der', id), stream: claimed.stream },
    });
    return 'ended';
  });
}

function message(
  { stream, reason, mapVersion, mappingVersion }: ClaimedRederivation,
  { read, changed, failed }: { readonly read: number; readonly changed: number; readonly failed: number },
  error: ErrorReport | undefined,
): string {
  const by =
    reason === 'map_version' ? `version ${mapVersion} of its built-in map` : `version ${mappingVersion} of its mapping`;
  if (error !== undefined) return `${stream}: mapping anew with ${by} failed. ${error.message}`;
  const problems = failed > 0 ? `, ${failed} with a problem` : '';
  return `${stream}: mapped anew with ${by}: ${read} records, ${changed} changed${problems}.`;
}
