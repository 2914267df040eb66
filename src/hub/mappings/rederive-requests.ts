/**
 * Beginning to map the stored records of a stream anew: because other rules came into force, or because its built-in map is newer than
 * what is stored. In the caller's transaction, together with its job; one per stream at a time, the newest wins. Used by mappings.ts,
 * by runs, and by the worker when it starts.
 */
import { sql } from 'kysely';
import { PlugboardError } from '../../contract/errors.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { RederivationReason } from '../../store/mapping-tables.ts';
import { rederivationQueue } from '../../store/queues.ts';
import type { HubContext } from '../context.ts';
import { abandoned } from '../holding.ts';
import { newId } from '../ids.ts';
import { readRederivation } from './mapping-rows.ts';

/** One that failed is not begun again by itself before so long. */
const retryMs = 3_600_000;

export interface RederivationRequest {
  readonly tenantId: string;
  readonly streamNo: number;
  readonly reason: RederivationReason;
  /** The built-in map the records are to come from: this process's. */
  readonly mapVersion: number;
  /** The version of the rules: comes into force now. */
  readonly mappingVersion: number | null;
  readonly requestedBy: string;
  /** `job`: a worker takes it up. `inline`: the caller executes it itself, at once. */
  readonly by: 'job' | 'inline';
}

/** Answers its id. One that is under way is superseded: this one does its work, too. */
export async function beginRederivation(
  context: HubContext,
  trx: TenantTransaction,
  { tenantId, streamNo, by, ...request }: RederivationRequest,
): Promise<string> {
  const now = new Date(context.clock.now());
  // Takes the stream before the re-derivation, as storing does. Whoever maps from now on finds the new version.
  const stream = await trx
    .updateTable('stream_state')
    .set({ mapping_version: request.mappingVersion })
    .where('tenant_id', '=', tenantId)
    .where('stream_no', '=', streamNo)
    .returning(['fence', 'integration_id'])
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('rederivation')
    .set({ state: 'superseded', finished_at: now })
    .where('tenant_id', '=', tenantId)
    .where('stream_no', '=', streamNo)
    .where('state', 'in', ['queued', 'running'])
    .execute();
  const id = newId(context);
  await trx
    .insertInto('rederivation')
    .values({
      tenant_id: tenantId,
      id,
      integration_id: stream.integration_id,
      stream_no: streamNo,
      reason: request.reason,
      map_version: request.mapVersion,
      mapping_version: request.mappingVersion,
      requested_by: request.requestedBy,
      // A worker leaves it alone while its caller lives.
      state: by === 'job' ? 'queued' : 'running',
      after_fence: stream.fence,
      created_at: now,
    })
    .execute();
  if (by === 'job') await sendRederivation(context, trx, tenantId, id);
  return id;
}

export async function sendRederivation(
  context: HubContext,
  trx: TenantTransaction,
  tenantId: string,
  id: string,
  afterMs = 0,
): Promise<void> {
  await context.queue.send(trx, rederivationQueue, { tenant_id: tenantId, rederivation_id: id }, { afterMs });
}

export interface MappingRun {
  readonly streamNo: number;
  /** Of the run that was just claimed. */
  readonly fence: number;
  /** Are there any records? */
  readonly hasRecords: boolean;
}

/**
 * Called with every run, before it maps anything: what is stored from older maps is mapped anew. The other way round, when this process
 * has the older map (an upgrade was taken back, or is under way elsewhere), what it is about to store has to be found again later: the
 * stream is marked as coming from the older map.
 */
export async function keepMapVersion(
  context: HubContext,
  tenantId: string,
  { streamNo, fence, hasRecords }: MappingRun,
  version: number,
): Promise<void> {
  await context.store.inTenant(tenantId, async (trx) => {
    const stored = await trx
      .selectFrom('stream_state')
      .select(['map_version', 'mapping_version'])
      .where('tenant_id', '=', tenantId)
      .where('stream_no', '=', streamNo)
      .executeTakeFirst();
    if (stored === undefined) return;
    if (stored.map_version < version && hasRecords) {
      const place = { tenantId, streamNo, mappingVersion: stored.mapping_version };
      return beginIfDue(context, trx, place, version);
    }
    if (stored.map_version !== version)
      await trx
        .updateTable('stream_state')
        .set({ map_version: version })
        .where('tenant_id', '=', tenantId)
        .where('stream_no', '=', streamNo)
        .execute();
    // Work under way towards a newer map has not seen what this run is going to store.
    await trx
      .updateTable('rederivation')
      .set({ after_fence: fence, pass_final: false })
      .where('tenant_id', '=', tenantId)
      .where('stream_no', '=', streamNo)
      .where('state', 'in', ['queued', 'running'])
      .where('map_version', '>', version)
      .execute();
  });
}

/** Unless it is under way, or has just failed. */
async function beginIfDue(
  context: HubContext,
  trx: TenantTransaction,
  place: { readonly tenantId: string; readonly streamNo: number; readonly mappingVersion: number | null },
  version: number,
): Promise<void> {
  const last = await readRederivation(trx, place.tenantId, place.streamNo);
  if (last !== undefined && last.map_version >= version) {
    if (last.state === 'queued' || last.state === 'running') return;
    if (last.state === 'failed' && context.clock.now() - last.created_at.getTime() < retryMs) return;
  }
  await beginRederivation(context, trx, {
    ...place,
    reason: 'map_version',
    mapVersion: version,
    requestedBy: 'system:map_version',
    by: 'job',
  });
}

/** Begins what is due in all tenants. Called when a worker starts, and now and then. Answers how many streams were behind. */
export async function beginAllDue(context: HubContext): Promise<number> {
  let behind = 0;
  for (const { id: tenantId } of await context.store.platform.selectFrom('tenant').select('id').execute()) {
    const streams = await context.store.inTenant(tenantId, (trx) =>
      trx
        .selectFrom('stream_state as s')
        .innerJoin('integration as i', (join) =>
          join.onRef('i.tenant_id', '=', 's.tenant_id').onRef('i.id', '=', 's.integration_id'),
        )
        .select(['s.stream_no', 's.stream', 's.map_version', 's.mapping_version', 'i.provider'])
        .where('s.tenant_id', '=', tenantId)
        .execute(),
    );
    for (const row of streams) {
      const version = await definedVersion(context, row.provider, row.stream);
      if (version === undefined || version <= row.map_version) continue;
      behind += 1;
      const place = { tenantId, streamNo: row.stream_no, mappingVersion: row.mapping_version };
      await context.store.inTenant(tenantId, (trx) => beginIfDue(context, trx, place, version));
    }
  }
  return behind;
}

/** Undefined: not offered any more. */
async function definedVersion(context: HubContext, provider: string, stream: string): Promise<number | undefined> {
  try {
    const definition = (await context.registry.load(provider)).streams[stream];
    return definition === undefined ? undefined : (definition.mapVersion ?? 1);
  } catch (error) {
    // A provider that was taken away keeps no other stream from being looked at.
    if (error instanceof PlugboardError && error.code === 'not_found') return undefined;
    throw error;
  }
}

/** A running one this long without a heartbeat has no job either: a job's own heartbeat is noticed sooner. */
const abandonedAfterMs = 30_000;
/** A queued one this old may have lost its job. One job too many does no harm: taking it up is exclusive. */
const lostAfterMs = 600_000;

/** Gives those whose process died without a job (a command line that was killed, a lost queue) to the workers. */
export async function adoptRederivations(context: HubContext): Promise<number> {
  let adopted = 0;
  for (const { id: tenantId } of await context.store.platform.selectFrom('tenant').select('id').execute()) {
    adopted += await context.store.inTenant(tenantId, async (trx) => {
      const dead = await trx
        .updateTable('rederivation')
        .set({ heartbeat_at: sql`clock_timestamp()` })
        .where('tenant_id', '=', tenantId)
        .where(abandoned({ runningMs: abandonedAfterMs, queuedMs: lostAfterMs }))
        .returning('id')
        .execute();
      for (const { id } of dead) await sendRederivation(context, trx, tenantId, id);
      return dead.length;
    });
  }
  return adopted;
}
