/**
 * Noticing that a vendor changed what it sends: fields that are new, or of another type. A stream's first complete run only learns; later ones
 * tell what is new, once: an event and a warning in the integration log, names only. Reading goes on whatever it is. Used by run-execution.ts.
 */
import { driftOf, watchShapes, type Drift, type Paths, type ShapeWatch } from '../../engine/sync/shapes.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { keepStreamShape, streamShape, type StreamShape } from '../../store/stream-shapes.ts';
import type { HubContext } from '../context.ts';
import { showId } from '../ids.ts';
import { writeLog } from '../logs/logs.ts';

/** So many fields are named; how many there are besides is said. */
const named = 50;
const namedInLog = 5;

export interface DriftPlace {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly streamNo: number;
  readonly stream: string;
  readonly runId: string;
}

export type SchemaDrift = ReturnType<typeof schemaDrift>;

/** For one attempt at a run. */
export function schemaDrift(context: HubContext, place: DriftPlace) {
  const { tenantId, integrationId, streamNo } = place;
  let stored: StreamShape | undefined;
  let known: Paths = new Map();
  let watch: ShapeWatch | undefined;
  let whole = false;

  return {
    /** What notes the items' fields; undefined: nothing is learned of this stream any more. `fromStart`: does the attempt read all of the run? */
    begin: async (fromStart: boolean): Promise<ShapeWatch | undefined> => {
      whole = fromStart;
      stored = await context.store.inTenant(tenantId, (trx) => streamShape(trx, tenantId, streamNo));
      if (stored?.givenUp === true) return undefined;
      known = new Map(Object.entries(stored?.paths ?? {}));
      watch = watchShapes(known);
      return watch;
    },

    /** Within the transaction that ends the attempt: keeps what it learned, and tells what is new. `complete`: the run was read to its end. */
    keep: async (trx: TenantTransaction, complete: boolean): Promise<void> => {
      if (watch === undefined) return;
      const learned = stored?.learned === true || (complete && whole && watch.paths.size > 0);
      const drift = stored?.learned === true && !watch.givenUp ? driftOf(known, watch.paths) : [];
      if (drift.length > 0) await tell(context, trx, place, drift);
      if (watch.givenUp) {
        const message = `${place.stream}: its items have too many different fields to notice when the vendor changes them. That is not looked at any more.`;
        await writeLog(context, trx, { tenantId, integrationId, action: 'schema_drift', status: 'warning', message });
      }
      if (watch.givenUp || learned !== stored?.learned || hasMore(known, watch.paths)) {
        const paths = watch.givenUp ? {} : Object.fromEntries(watch.paths);
        await keepStreamShape(trx, tenantId, streamNo, { paths, learned, givenUp: watch.givenUp });
      }
    },
  };
}

function hasMore(known: Paths, seen: Paths): boolean {
  return known.size !== seen.size || [...seen].some(([path, types]) => known.get(path) !== types);
}

async function tell(
  context: HubContext,
  trx: TenantTransaction,
  { tenantId, integrationId, streamNo, stream, runId }: DriftPlace,
  drift: readonly Drift[],
): Promise<void> {
  const changes = drift.slice(0, named).map((one) => ({ ...one }));
  const more = drift.length - changes.length;
  const run_id = showId('run', runId);
  await trx
    .insertInto('outbox')
    .values({
      tenant_id: tenantId,
      kind: 'schema.drift',
      integration_id: integrationId,
      stream_no: streamNo,
      payload: JSON.stringify({ run_id, changes, more }),
    })
    .execute();
  await writeLog(context, trx, {
    tenantId,
    integrationId,
    action: 'schema_drift',
    status: 'warning',
    message: `${stream}: the vendor sends ${sentence(drift)}. Reading goes on; look whether the mapping should use it.`,
    details: { run_id, stream, changes, more },
  });
}

function sentence(drift: readonly Drift[]): string {
  const texts = drift.slice(0, namedInLog).map(({ path, types, types_before: before }) => {
    const now = types.join(' or ');
    return before === undefined
      ? `"${path}" (${now}), which is new`
      : `"${path}" as ${now} instead of ${before.join(' or ')}`;
  });
  const rest = drift.length - texts.length;
  return `${texts.join('; ')}${rest > 0 ? `; and ${rest} more changes` : ''}`;
}
