/**
 * Routes: when something happens in one system of a tenant, something is done in another one, or an endpoint is told. Created, changed and
 * removed here; what they do is versioned, and each call says by which version it was made. Making the calls is route-work.ts, looking at
 * them route-calls.ts, trying a route out route-dry-run.ts.
 */
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { violatedUnique, type TenantTransaction } from '../../store/index.ts';
import { jsonText } from '../../store/json-text.ts';
import { routesDue } from '../../store/route-due.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { newId, readId, showId } from '../ids.ts';
import { invalidInput, listQuery, parseInput, type List, type ListQuery } from '../inputs.ts';
import { sharedNow } from '../shared-clock.ts';
import { routeCalls } from './route-calls.ts';
import { checkRoute } from './route-checks.ts';
import { routeDryRun } from './route-dry-run.ts';
import { readRoute, routeRows, storedRoute, type StoredRoute } from './route-rows.ts';
import {
  ChangeRoute,
  countedCalls,
  latestCalls,
  RouteDefinition,
  SaveRoute,
  type RouteVersionView,
  type RouteView,
} from './route-views.ts';
import type { RouteWorker } from './route-work.ts';

/** Routes a tenant may have: each is asked for every event. */
const mostRoutes = 200;

interface RouteChange {
  readonly name: string;
  readonly enabled: boolean;
  readonly version: number;
  readonly waiting?: null;
  readonly waits_until?: null;
  /** Switched on again: it hears of what happens from now on. */
  readonly anew: boolean;
}

export function routes(context: HubContext, cursors: Cursors, tenants: Tenants, worker: RouteWorker) {
  const { store } = context;

  /** In the order they were made. */
  const list = async (principal: Principal, tenant: string, query: ListQuery = {}): Promise<List<RouteView>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { limit, cursor } = parseInput(listQuery, query);
    const after = await cursors.read(tenantId, 'routes', cursor, z.object({ id: z.uuid() }));
    return store.inTenant(tenantId, async (trx) => {
      let wanted = routeRows(trx, tenantId)
        .orderBy('r.id')
        .limit(limit + 1);
      if (after !== undefined) wanted = wanted.where('r.id', '>', after.id);
      const page = await cursors.page(
        { tenantId, list: 'routes', limit },
        await wanted.execute(),
        ({ id }) => ({ id }),
        storedRoute,
      );
      const data: RouteView[] = [];
      for (const one of page.data) data.push(await viewOf(trx, one));
      return { data, next_cursor: page.next_cursor };
    });
  };

  const get = async (principal: Principal, tenant: string, route: string): Promise<RouteView> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    return store.inTenant(tenantId, async (trx) =>
      viewOf(trx, await readRoute(trx, tenantId, readId('rte', route), route)),
    );
  };

  /** What it was told to do, newest first. */
  const versions = async (
    principal: Principal,
    tenant: string,
    route: string,
    query: ListQuery = {},
  ): Promise<List<RouteVersionView>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { limit, cursor } = parseInput(listQuery, query);
    const id = readId('rte', route);
    const name = `route versions:${id}`;
    const before = await cursors.read(tenantId, name, cursor, z.object({ version: z.number().int() }));
    const rows = await store.inTenant(tenantId, async (trx) => {
      await readRoute(trx, tenantId, id, route);
      let wanted = trx
        .selectFrom('route_version')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('route_id', '=', id)
        .orderBy('version', 'desc')
        .limit(limit + 1);
      if (before !== undefined) wanted = wanted.where('version', '<', before.version);
      return wanted.execute();
    });
    return cursors.page(
      { tenantId, list: name, limit },
      rows,
      ({ version }) => ({ version }),
      (row) => ({
        version: row.version,
        definition: RouteDefinition.parse(row.definition),
        created_at: row.created_at.toISOString(),
        created_by: row.created_by,
      }),
    );
  };

  /** It hears of what happens from now on. Throws `invalid_request` naming everything that is wrong, `conflict` for a name that is taken. */
  const create = async (principal: Principal, tenant: string, input: SaveRoute): Promise<RouteView> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const { name, enabled, ...definition } = parseInput(SaveRoute, input);
    await checkRoute(context, tenantId, definition);
    const id = newId(context);
    return unlessTaken(name, () =>
      store.inTenant(tenantId, async (trx) => {
        // Counted under a lock, or two at once would both be the last.
        await sql`select from tenant where id = ${tenantId} for no key update`.execute(trx);
        const { count } = await trx
          .selectFrom('route')
          .select((row) => row.fn.countAll<number>().as('count'))
          .where('tenant_id', '=', tenantId)
          .executeTakeFirstOrThrow();
        if (count >= mostRoutes) throw fail('conflict', `A tenant may have ${mostRoutes} routes, and has them.`);
        const at = new Date(context.clock.now());
        await trx
          .insertInto('route')
          .values({ tenant_id: tenantId, id, name, enabled, version: 1, created_at: at, updated_at: at })
          .execute();
        await insertVersion(trx, principal, tenantId, id, 1, definition);
        await audited(trx, principal, tenantId, 'route.created', id, { name, enabled });
        return viewOf(trx, await readRoute(trx, tenantId, id, id));
      }),
    );
  };

  /** Takes the place of what it was; what it has heard of is done the new way. */
  const replace = async (principal: Principal, tenant: string, route: string, input: SaveRoute): Promise<RouteView> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const { name, enabled, ...definition } = parseInput(SaveRoute, input);
    const id = readId('rte', route);
    await store.inTenant(tenantId, (trx) => readRoute(trx, tenantId, id, route));
    await checkRoute(context, tenantId, definition);
    return unlessTaken(name, () =>
      store.inTenant(tenantId, async (trx) => {
        const before = await readRoute(trx, tenantId, id, route, { lock: true });
        const same = isDeepStrictEqual(before.definition, definition);
        const version = before.row.version + (same ? 0 : 1);
        if (!same) await insertVersion(trx, principal, tenantId, id, version, definition);
        // What it waited for may be something else now.
        await update(trx, tenantId, id, {
          name,
          enabled,
          version,
          anew: enabled && !before.row.enabled,
          ...(same ? {} : { waiting: null, waits_until: null }),
        });
        await audited(trx, principal, tenantId, 'route.changed', id, { name, enabled, version });
        return viewOf(trx, await readRoute(trx, tenantId, id, route));
      }),
    );
  };

  /** Switches it on or off, or gives it another name. */
  const change = async (
    principal: Principal,
    tenant: string,
    route: string,
    input: ChangeRoute,
  ): Promise<RouteView> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const { name, enabled } = parseInput(ChangeRoute, input);
    const id = readId('rte', route);
    return unlessTaken(name ?? '', () =>
      store.inTenant(tenantId, async (trx) => {
        const { row } = await readRoute(trx, tenantId, id, route, { lock: true });
        const wanted = { name: name ?? row.name, enabled: enabled ?? row.enabled };
        if (wanted.name !== row.name || wanted.enabled !== row.enabled) {
          await update(trx, tenantId, id, { ...wanted, version: row.version, anew: wanted.enabled && !row.enabled });
          await audited(trx, principal, tenantId, 'route.changed', id, { ...wanted, version: row.version });
        }
        return viewOf(trx, await readRoute(trx, tenantId, id, route));
      }),
    );
  };

  /** With its calls. What it did stays done. */
  const remove = async (principal: Principal, tenant: string, route: string): Promise<void> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const id = readId('rte', route);
    await store.inTenant(tenantId, async (trx) => {
      const { row } = await readRoute(trx, tenantId, id, route, { lock: true });
      await trx.deleteFrom('route').where('tenant_id', '=', tenantId).where('id', '=', id).execute();
      await audited(trx, principal, tenantId, 'route.removed', id, { name: row.name });
    });
  };

  const update = async (
    trx: TenantTransaction,
    tenantId: string,
    id: string,
    { anew, ...set }: RouteChange,
  ): Promise<void> => {
    await trx
      .updateTable('route')
      .set({
        ...set,
        updated_at: new Date(context.clock.now()),
        ...(anew ? { hears_from: sql<Date>`clock_timestamp()` } : {}),
      })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
    // Calls may have been waiting for this.
    await routesDue(trx, tenantId, new Date(await sharedNow(context, trx)));
  };

  const insertVersion = async (
    trx: TenantTransaction,
    principal: Principal,
    tenantId: string,
    routeId: string,
    version: number,
    definition: RouteDefinition,
  ): Promise<void> => {
    await trx
      .insertInto('route_version')
      .values({
        tenant_id: tenantId,
        route_id: routeId,
        version,
        definition: jsonText(definition),
        created_at: new Date(context.clock.now()),
        created_by: nameOf(principal),
      })
      .execute();
  };

  const audited = (
    trx: TenantTransaction,
    principal: Principal,
    tenantId: string,
    action: string,
    target: string,
    details: Record<string, string | number | boolean>,
  ) => store.audit.append(trx, { tenantId, actor: nameOf(principal), action, target, details });

  return {
    list,
    get,
    versions,
    create,
    replace,
    change,
    remove,
    calls: routeCalls(context, cursors, tenants, worker),
    dryRun: routeDryRun(context, tenants),
    work: worker.work,
    drain: worker.drain,
    upkeep: worker.upkeep,
  };
}

async function unlessTaken<Answer>(name: string, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (violatedUnique(error) === 'route_tenant_id_name_key')
      throw invalidInput([{ path: 'name', message: `another route is called "${name}"` }]);
    throw error;
  }
}

interface LatestCall {
  readonly id: string;
  readonly state: RouteView['status']['latest'][number]['state'];
  readonly at: string;
}

async function viewOf(trx: TenantTransaction, { row, definition, saved }: StoredRoute): Promise<RouteView> {
  const counts = await sql<{ queued: number; failed: number; created_by: string; latest: LatestCall[] | null }>`
    select (select count(*) from (select from route_call where tenant_id = ${row.tenant_id} and route_id = ${row.id}
                and state = 'queued' limit ${countedCalls}) q) as queued,
           (select count(*) from (select from route_call where tenant_id = ${row.tenant_id} and route_id = ${row.id}
                and state = 'failed' limit ${countedCalls}) f) as failed,
           (select created_by from route_version where tenant_id = ${row.tenant_id} and route_id = ${row.id} and version = 1)
             as created_by,
           (select jsonb_agg(jsonb_build_object('id', l.id, 'state', l.state, 'at', l.at) order by l.no desc)
              from (select id, state, at, no from route_call where tenant_id = ${row.tenant_id} and route_id = ${row.id}
                     order by no desc limit ${latestCalls}) l) as latest`.execute(trx);
  const none = { queued: 0, failed: 0, created_by: saved.by, latest: null };
  const { queued, failed, created_by, latest } = counts.rows[0] ?? none;
  return {
    id: showId('rte', row.id),
    name: row.name,
    enabled: row.enabled,
    version: row.version,
    ...definition,
    status: {
      queued,
      failed,
      waiting: row.waiting,
      cuts: row.cuts,
      last_cut: row.last_cut,
      latest: (latest ?? []).map(({ id, state, at }) => ({
        id: showId('rtc', id),
        state,
        at: new Date(at).toISOString(),
      })),
    },
    created_at: row.created_at.toISOString(),
    created_by,
    updated_at: row.updated_at.toISOString(),
    updated_by: saved.by,
  };
}
