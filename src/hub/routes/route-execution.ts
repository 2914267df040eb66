/**
 * One call of a route: what it would do is worked out, and done. Before an action is asked what is asked is kept, sealed, until it is known
 * whether it was done: killed at any moment, it asks for the same under the same reference, and the vendor acts once. A body for an
 * endpoint is handed over in the transaction that ends the call. Called by route-work.ts, one call of a route at a time.
 */
import { z } from 'zod';
import { fail, PlugboardError, reportError } from '../../contract/errors.ts';
import type { JsonValue } from '../../contract/http.ts';
import { sealedPlaces, type RouteCallError, type TenantTransaction } from '../../store/index.ts';
import { beginCall, delayCall, endCall, holdCall, type CallEnd, type RouteCallRow } from '../../store/route-calls.ts';
import { touchRecords } from '../../store/route-touches.ts';
import type { Alongside } from '../actions/action-results.ts';
import type { Actions } from '../actions/actions.ts';
import type { HubContext } from '../context.ts';
import type { RouteDelivery } from '../deliveries/consumer.ts';
import type { EventBody } from '../events/event-bodies.ts';
import { readId, showId } from '../ids.ts';
import { isPlain } from '../inputs.ts';
import { readRecordId, type RecordPlace } from '../records/record-views.ts';
import { sharedNow } from '../shared-clock.ts';
import { circleOf, cutCall } from './route-cuts.ts';
import type { StoredRoute } from './route-rows.ts';
import { shapeOf } from './route-shaping.ts';
import { lackingTarget, waitFor } from './route-waiting.ts';

/** How a call is made: by the hub's own ways, which check, guard and log like for everybody. */
export interface RouteDoing {
  readonly actions: Pick<Actions, 'run'>;
  readonly deliver: (trx: TenantTransaction, what: RouteDelivery) => Promise<string>;
}

/** Pauses after each attempt that may succeed later, milliseconds; after the last it is given up. About two days. */
const pausesMs = [10, 60, 300, 1800, 7200, 21_600, 43_200, 86_400].map((s) => s * 1000);
const jitter = 0.2;

/** What an action is asked, as it is kept while that is in doubt. */
const KeptAsked = z.object({ action: z.string(), integration: z.string(), input: z.json() });
interface Asked {
  readonly action: string;
  readonly integration: string;
  readonly input: JsonValue;
}

/** The reference an action is asked under: the same for a route and an event, unless somebody saw that it was not done. */
export function referenceOf({
  route_id,
  event_id,
  renewals,
}: Pick<RouteCallRow, 'route_id' | 'event_id' | 'renewals'>): string {
  const reference = `route:${showId('rte', route_id)}:${showId('evt', event_id)}`;
  return renewals === 0 ? reference : `${reference}:${renewals}`;
}

/** Makes a call that is queued, or puts it off. Throws only where nothing can be written down. `body`: undefined when it is in doubt. */
export async function makeCall(
  context: HubContext,
  doing: RouteDoing,
  route: StoredRoute,
  call: RouteCallRow,
  body: EventBody | undefined,
): Promise<void> {
  if (call.sealed !== null && call.key_version !== null) {
    const opened = await context.store.vault.open(
      call.tenant_id,
      sealedPlaces.routeCall(call.id),
      call.key_version,
      call.sealed,
    );
    return act(context, doing, route, call, KeptAsked.parse(JSON.parse(opened.toString())), call.made_from);
  }
  if (body === undefined)
    return end(context, call, { state: 'skipped', version: route.row.version, effect: { reason: gone } });
  // Whoever had it made again has seen what came of it.
  if (call.replays === 0 && (await wasCut(context, route, call))) return;
  const shaped = await shapeOf(context, call.tenant_id, route.definition, body);
  switch (shaped.kind) {
    case 'nothing':
      return end(context, call, {
        state: 'skipped',
        version: route.row.version,
        effect: { reason: 'its shape answered nothing' },
      });
    case 'missing':
      return failed(context, route, call, shaped.error, { later: true, inDoubt: false, spent: call.attempts + 1 });
    case 'failed':
      return failed(context, route, call, shaped.error, { later: false, inDoubt: false, spent: call.attempts + 1 });
    case 'made': {
      const { do: target } = route.definition;
      if ('endpoint' in target)
        return deliver(context, doing, route, call, readId('ep', target.endpoint), shaped.result);
      const asked = { action: target.action, integration: target.integration, input: shaped.result };
      return act(
        context,
        doing,
        route,
        call,
        asked,
        shaped.places.map(({ streamNo, key }) => `${streamNo}:${key}`),
      );
    }
  }
}

export const gone = 'what the event is about is kept no longer';

async function wasCut(context: HubContext, route: StoredRoute, call: RouteCallRow): Promise<boolean> {
  return context.store.inTenant(call.tenant_id, async (trx) => {
    const reason = await circleOf(trx, route, call);
    if (reason !== undefined) await cutCall(context, trx, route, call, reason);
    return reason !== undefined;
  });
}

// --- doing ----------------------------------------------------------------------------------------------------------------

async function deliver(
  context: HubContext,
  doing: RouteDoing,
  route: StoredRoute,
  call: RouteCallRow,
  endpointId: string,
  body: JsonValue,
): Promise<void> {
  const { tenant_id: tenantId, event_id: eventId } = call;
  try {
    await context.store.inTenant(tenantId, async (trx) => {
      if (!(await holdCall(trx, mine(call)))) return;
      const deliveryId = await doing.deliver(trx, { tenantId, endpointId, eventId, routeId: route.row.id, body });
      const effect = { delivery_id: showId('dlv', deliveryId) };
      await endCall(trx, mine(call), { state: 'done', version: route.row.version, effect, at: now(context) });
    });
  } catch (error) {
    await failed(context, route, call, error, { later: mayPass(error), inDoubt: false, spent: call.attempts + 1 });
  }
}

async function act(
  context: HubContext,
  doing: RouteDoing,
  route: StoredRoute,
  call: RouteCallRow,
  asked: Asked,
  madeFrom: readonly string[],
): Promise<void> {
  const { tenant_id: tenantId } = call;
  const { store } = context;
  if (!isPlain(asked.input)) {
    const error = fail(
      'invalid_request',
      `The shape of the route must answer an object: the input of ${asked.action}.`,
    );
    return failed(context, route, call, error, { later: false, inDoubt: false, spent: call.attempts + 1 });
  }
  const sealed = await store.vault.seal(tenantId, sealedPlaces.routeCall(call.id), Buffer.from(JSON.stringify(asked)));
  const made = { version: route.row.version, sealed, madeFrom };
  if (!(await store.inTenant(tenantId, (trx) => beginCall(trx, mine(call), made)))) return;
  const begun = { ...call, attempts: call.attempts + 1 };
  const principal = { kind: 'system', id: `route:${showId('rte', route.row.id)}` } as const;
  const input = { input: asked.input, external_reference: referenceOf(call) };
  try {
    const { records } = await doing.actions.run(
      principal,
      tenantId,
      asked.integration,
      asked.action,
      input,
      touching(call, asked),
    );
    const effect = { records: records.map(({ id }) => id) };
    await end(context, begun, { state: 'done', version: route.row.version, effect });
  } catch (error) {
    const lacking = await lackingTarget(context, tenantId, asked.integration);
    // Nothing was asked of the vendor, or it refused: that is no attempt.
    if (lacking?.kind === 'waits') {
      await waitFor(context, route, lacking.message);
      const nextAt = new Date(await sharedNow(context));
      const inDoubt = call.sealed !== null;
      const later = { error: reported(error), inDoubt, nextAt, attempts: call.attempts };
      await store.inTenant(tenantId, (trx) => delayCall(trx, mine(begun), later));
      return;
    }
    const told = error instanceof PlugboardError && error.details.meta?.['in_doubt'] === true;
    const inDoubt = told || isConflict(error);
    await failed(context, route, begun, error, { later: mayPass(error), inDoubt, spent: begun.attempts });
  }
}

/** Somebody is at it under the same reference: what he makes of it is not known yet. */
function isConflict(error: unknown): boolean {
  return error instanceof PlugboardError && error.code === 'conflict';
}

/** May the same succeed later? */
function mayPass(error: unknown): boolean {
  return error instanceof PlugboardError && (error.retry || error.details.retryAfterMs !== undefined);
}

/**
 * What the action stored carries the route from now on, and so does what it created though the next run brings it: in the transaction that
 * keeps it, so that no event about it comes about without.
 */
function touching(call: RouteCallRow, { integration }: Asked): Alongside {
  const tenantId = call.tenant_id;
  return async (trx, { action, output, records }) => {
    const places: RecordPlace[] = records.map(({ id }) => readRecordId(id));
    const created = isPlain(output) ? output['id'] : undefined;
    if (action.creates !== undefined && typeof created === 'string') {
      const stream = await trx
        .selectFrom('stream_state')
        .select('stream_no')
        .where('tenant_id', '=', tenantId)
        .where('integration_id', '=', readId('int', integration))
        .where('stream', '=', action.creates)
        .executeTakeFirst();
      if (stream !== undefined) places.push({ streamNo: stream.stream_no, key: created });
    }
    const trail = call.trail.includes(call.route_id) ? call.trail : [...call.trail, call.route_id];
    await touchRecords(trx, tenantId, places, trail);
  };
}

// --- how it ends ----------------------------------------------------------------------------------------------------------

export async function end(context: HubContext, call: RouteCallRow, how: Omit<CallEnd, 'at'>): Promise<void> {
  await context.store.inTenant(call.tenant_id, (trx) => endCall(trx, mine(call), { ...how, at: now(context) }));
}

/** Tried again after a pause where that may help, else given up. `spent`: attempts, this one included. */
export async function failed(
  context: HubContext,
  { row }: StoredRoute,
  call: RouteCallRow,
  error: unknown,
  how: { readonly later: boolean; readonly inDoubt: boolean; readonly spent: number },
): Promise<void> {
  const isOurs = error instanceof PlugboardError;
  // Nothing can be written down while the database is away; whoever takes over goes on.
  if (isOurs && error.code === 'storage_unavailable') throw error;
  if (!isOurs)
    context.log.warn({ err: error, route_id: row.id, call_id: call.id }, 'a call of a route failed unexpectedly');
  const report = reported(error);
  const { inDoubt } = how;
  const pauseMs = how.later ? pausesMs[how.spent - 1] : undefined;
  if (pauseMs === undefined)
    return end(context, call, { state: 'failed', version: row.version, error: report, inDoubt });
  const drawn = pauseMs * (1 + jitter * (2 * context.random.next() - 1));
  const waitMs = Math.max(drawn, (isOurs ? error.details.retryAfterMs : undefined) ?? 0);
  const nextAt = new Date((await sharedNow(context)) + waitMs);
  await context.store.inTenant(call.tenant_id, (trx) =>
    delayCall(trx, mine(call), { error: report, inDoubt, nextAt, attempts: how.spent }),
  );
}

function reported(error: unknown): RouteCallError {
  const problems = error instanceof PlugboardError ? error.details.problems : undefined;
  return { ...reportError(error), ...(problems === undefined ? {} : { problems }) };
}

function mine({ tenant_id: tenantId, id, attempts }: RouteCallRow) {
  return { tenantId, id, attempts };
}

function now({ clock }: HubContext): Date {
  return new Date(clock.now());
}
