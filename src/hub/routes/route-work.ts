/**
 * Makes the calls of routes that are due. A worker takes a tenant under a lease and works on a few of its routes at once, each route in the
 * order of its events: one that fails waits for its next try while those after it go on (but for those about the same record). Any number
 * of workers may do this; one that dies is followed by another, which asks for what was under way in the same words. Called by the worker,
 * and by tests.
 */
import type { RouteCallRow } from '../../store/route-calls.ts';
import { callsToMake, deleteOldCalls, nextCallAt, routesToWork } from '../../store/route-calls.ts';
import { leaveDue, stillAt, takeDue } from '../../store/route-due.ts';
import { deleteOldTouches } from '../../store/route-touches.ts';
import type { HubContext } from '../context.ts';
import { eventBodies, type EventBody } from '../events/event-bodies.ts';
import { keepBeating } from '../holding.ts';
import { newId } from '../ids.ts';
import { sharedNow } from '../shared-clock.ts';
import { end, failed, gone, makeCall, type RouteDoing } from './route-execution.ts';
import { readRoute, type StoredRoute } from './route-rows.ts';
import { conditionsOf } from './route-shaping.ts';
import { lackingTarget, noteLacking, waitFor } from './route-waiting.ts';

/** Tenants worked on at once by one process, and routes of one tenant. */
const tenantsAtOnce = 8;
const routesAtOnce = 4;
/** Calls of a route that are looked at together: their events are read, and their condition tried, in one go. */
const batch = 50;
/** How long it waits for news before it looks again. */
const idleMs = 1000;
/** What is under way when we stop gets so long. */
const graceMs = 10_000;
/** An ended call is kept so long, and what an action wrote is remembered. */
const dayMs = 86_400_000;
const kept = { callDays: 30, touchDays: 2 };
const deletedAtOnce = 1000;

export type RouteWorker = ReturnType<typeof routeWorker>;

export function routeWorker(context: HubContext, doing: RouteDoing) {
  const { store, clock, log } = context;
  let wake = (): void => undefined;

  /** A call may be due: whoever waits looks at once. */
  const notice = (): void => wake();

  /** Works until aborted; what is under way then gets a while to end. */
  const work = async (signal: AbortSignal): Promise<void> => {
    const active = new Set<Promise<void>>();
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      const pause = new AbortController();
      await takeAll(active, signal);
      const tick = clock.sleep(idleMs, AbortSignal.any([signal, pause.signal])).catch(() => undefined);
      await Promise.race([woken, tick, ...active]);
      pause.abort();
    }
    await Promise.race([Promise.all(active), clock.sleep(graceMs, new AbortController().signal)]);
  };

  /** Works off what is due now. */
  const drain = async (signal: AbortSignal): Promise<void> => {
    const active = new Set<Promise<void>>();
    for (;;) {
      await takeAll(active, signal);
      if (active.size === 0) return;
      await Promise.race(active);
    }
  };

  const takeAll = async (active: Set<Promise<void>>, signal: AbortSignal): Promise<void> => {
    while (active.size < tenantsAtOnce && !signal.aborted) {
      const holder = newId(context);
      const tenantId = await takeDue(store.platform, holder, new Date(await sharedNow(context)));
      if (tenantId === undefined) return;
      const working = workTenant(tenantId, holder, signal)
        .catch((error: unknown) => {
          // The lease runs out, and somebody goes on.
          log.warn({ err: error, tenant_id: tenantId }, 'calls of routes could not be made; they are tried again');
        })
        .finally(() => active.delete(working));
      active.add(working);
    }
  };

  const workTenant = async (tenantId: string, holder: string, signal: AbortSignal): Promise<void> => {
    const lost = new AbortController();
    const stop = AbortSignal.any([signal, lost.signal]);
    const stopBeating = keepBeating(
      context,
      { tenant_id: tenantId },
      () => stillAt(store.platform, tenantId, holder),
      (holds) => {
        if (holds) return 'goes on';
        lost.abort();
        return 'over';
      },
    );
    try {
      await workRoutes(tenantId, stop);
      const next = await store.inTenant(tenantId, (trx) => nextCallAt(trx, tenantId));
      await leaveDue(store.platform, tenantId, holder, next);
    } finally {
      stopBeating();
    }
  };

  /** Until no route of the tenant has a call that may be made. */
  const workRoutes = async (tenantId: string, stop: AbortSignal): Promise<void> => {
    const active = new Map<string, Promise<void>>();
    try {
      for (;;) {
        const now = new Date(await sharedNow(context));
        const due = stop.aborted
          ? []
          : await store.inTenant(tenantId, (trx) => routesToWork(trx, tenantId, now, [...active.keys()]));
        for (const id of due.slice(0, routesAtOnce - active.size))
          active.set(
            id,
            workRoute(tenantId, id, stop).finally(() => active.delete(id)),
          );
        if (active.size === 0) return;
        await Promise.race(active.values());
      }
    } finally {
      // One that throws (the database is away) must not leave the others behind unheard.
      await Promise.allSettled(active.values());
    }
  };

  /** The next calls of one route, in their order. */
  const workRoute = async (tenantId: string, routeId: string, stop: AbortSignal): Promise<void> => {
    const now = new Date(await sharedNow(context));
    const { route, calls, bodies } = await store.inTenant(tenantId, async (trx) => {
      const found = await callsToMake(trx, tenantId, routeId, now, batch);
      const eventIds = found.map((call) => call.event_id);
      return {
        route: await readRoute(trx, tenantId, routeId, routeId),
        calls: found,
        bodies: await eventBodies(trx, tenantId, eventIds),
      };
    });
    if (!route.row.enabled || (await mustWait(route))) return;
    for (const call of await wanted(route, calls, bodies)) {
      if (stop.aborted) return;
      await makeCall(context, doing, route, call, bodies.get(call.event_id));
      if (await waitsNow(route)) return;
    }
  };

  /** Says on the route what is lacking. */
  const mustWait = async (route: StoredRoute): Promise<boolean> => {
    const { do: target } = route.definition;
    const lacking =
      'action' in target ? await lackingTarget(context, route.row.tenant_id, target.integration) : undefined;
    if (lacking?.kind === 'waits') {
      await waitFor(context, route, lacking.message);
      return true;
    }
    await noteLacking(context, route, lacking?.message);
    return false;
  };

  const waitsNow = async ({ row }: StoredRoute): Promise<boolean> => {
    const now = await store.inTenant(row.tenant_id, (trx) =>
      trx
        .selectFrom('route')
        .select(['waits_until', 'enabled', 'version'])
        .where('tenant_id', '=', row.tenant_id)
        .where('id', '=', row.id)
        .executeTakeFirst(),
    );
    // Switched off, changed or deleted in between: what comes next follows that.
    return now === undefined || !now.enabled || now.version !== row.version || now.waits_until !== null;
  };

  /** Ends those the condition says no to, all at once; answers the rest. What is in doubt is not asked whether it is wanted. */
  const wanted = async (
    route: StoredRoute,
    calls: readonly RouteCallRow[],
    bodies: ReadonlyMap<string, EventBody>,
  ): Promise<readonly RouteCallRow[]> => {
    const open = calls.filter((call) => call.sealed === null);
    const asked = open.flatMap((call) => {
      const body = bodies.get(call.event_id);
      return body === undefined ? [] : [{ call, body }];
    });
    const conditions = await conditionsOf(
      context,
      route.row.tenant_id,
      route.definition,
      asked.map(({ body }) => body),
    );
    const left = new Set(open.filter((call) => !bodies.has(call.event_id)));
    const { version } = route.row;
    for (const call of left) await end(context, call, { state: 'skipped', version, effect: { reason: gone } });
    for (const [at, { call }] of asked.entries()) {
      const condition = conditions[at];
      if (condition === undefined || ('holds' in condition && condition.holds)) continue;
      left.add(call);
      if ('error' in condition)
        await failed(context, route, call, condition.error, {
          later: false,
          inDoubt: false,
          spent: call.attempts + 1,
        });
      else await end(context, call, { state: 'skipped', version, effect: { reason: 'its condition says no' } });
    }
    return calls.filter((call) => !left.has(call));
  };

  /** Takes away calls that ended long ago, and what routes wrote long ago. */
  const upkeep = async (signal: AbortSignal): Promise<void> => {
    const before = (days: number) => new Date(clock.now() - days * dayMs);
    for (const { id } of await store.platform.selectFrom('tenant').select('id').execute()) {
      await store.inTenant(id, (trx) => deleteOldTouches(trx, id, before(kept.touchDays)));
      for (let some = deletedAtOnce; some === deletedAtOnce && !signal.aborted;)
        some = await store.inTenant(id, (trx) => deleteOldCalls(trx, id, before(kept.callDays), deletedAtOnce));
    }
  };

  return { work, drain, notice, upkeep };
}
