/** The calls of a route as people see them: listed, looked at, and made again when they were given up. */
import { sql } from 'kysely';
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { RouteCallRow } from '../../store/route-calls.ts';
import { routesDue } from '../../store/route-due.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { printable, readId, showId } from '../ids.ts';
import { parseInput, type List } from '../inputs.ts';
import { showRecordId } from '../records/record-views.ts';
import { sharedNow } from '../shared-clock.ts';
import { referenceOf } from './route-execution.ts';
import { readRoute } from './route-rows.ts';
import { RetryCall, RetryCalls, RouteCallQuery, type RouteCallView } from './route-views.ts';

/** Calls looked at for one page: the state has an index for those that failed only. */
const examined = 5_000;

/** `notice`: calls may be made at once. */
export function routeCalls(context: HubContext, cursors: Cursors, tenants: Tenants, { notice }: { notice(): void }) {
  const { store } = context;

  /** Newest first. A page may hold fewer than were asked for, or none, while its cursor leads further back. */
  const list = async (
    principal: Principal,
    tenant: string,
    route: string,
    query: RouteCallQuery = {},
  ): Promise<List<RouteCallView>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { limit, cursor, state } = parseInput(RouteCallQuery, query);
    const routeId = readId('rte', route);
    const name = `route calls:${routeId}:${state ?? ''}`;
    const before = await cursors.read(tenantId, name, cursor, z.object({ no: z.number().int() }));
    const { rows, next, action } = await store.inTenant(tenantId, async (trx) => {
      const { definition } = await readRoute(trx, tenantId, routeId, route);
      const span = () => {
        let calls = trx
          .selectFrom('route_call')
          .where('tenant_id', '=', tenantId)
          .where('route_id', '=', routeId)
          .orderBy('no', 'desc');
        if (before !== undefined) calls = calls.where('no', '<', before.no);
        // Have indexes of their own: nothing else is looked at.
        if (state === 'failed') calls = calls.where('state', '=', 'failed');
        if (state === 'queued') calls = calls.where('state', '=', 'queued');
        return calls;
      };
      let matching = trx
        .selectFrom(span().selectAll().limit(examined).as('c'))
        .selectAll()
        .orderBy('no', 'desc')
        .limit(limit + 1);
      if (state !== undefined) matching = matching.where('state', '=', state);
      const found = await matching.execute();
      const last =
        found.length > limit
          ? found[limit - 1]
          : await span()
              .select('no')
              .offset(examined - 1)
              .limit(1)
              .executeTakeFirst();
      return { rows: found.slice(0, limit), next: last?.no, action: 'action' in definition.do };
    });
    return {
      data: rows.map((row) => callView(row, action)),
      next_cursor: next === undefined ? null : await cursors.write(tenantId, name, { no: next }),
    };
  };

  const get = async (principal: Principal, tenant: string, route: string, call: string): Promise<RouteCallView> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    return store.inTenant(tenantId, async (trx) => {
      const { definition } = await readRoute(trx, tenantId, readId('rte', route), route);
      return callView(await readCall(trx, tenantId, route, call), 'action' in definition.do);
    });
  };

  /** What all routes made of one event, the one made last first. There are no more than there are routes. */
  const ofEvent = async (principal: Principal, tenant: string, event: string): Promise<List<RouteCallView>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const eventId = readId('evt', event);
    const rows = await store.inTenant(tenantId, (trx) =>
      trx
        .selectFrom('route as r')
        .innerJoin('route_version as v', (join) =>
          join
            .onRef('v.tenant_id', '=', 'r.tenant_id')
            .onRef('v.route_id', '=', 'r.id')
            .onRef('v.version', '=', 'r.version'),
        )
        // By its primary key, route by route.
        .innerJoin('route_call as c', (join) =>
          join.onRef('c.tenant_id', '=', 'r.tenant_id').onRef('c.route_id', '=', 'r.id').on('c.event_id', '=', eventId),
        )
        .selectAll('c')
        .select(sql<boolean>`v.definition->'do' ? 'action'`.as('acts'))
        .where('r.tenant_id', '=', tenantId)
        .orderBy('c.no', 'desc')
        .execute(),
    );
    return { data: rows.map(({ acts, ...row }) => callView(row, acts)), next_cursor: null };
  };

  /**
   * Makes a call that failed, or was cut, again: under the same reference, so that what was done is not done twice. Throws `conflict` for
   * any other.
   */
  const retry = async (
    principal: Principal,
    tenant: string,
    route: string,
    call: string,
    input: RetryCall = {},
  ): Promise<RouteCallView> => {
    const { id: tenantId } = await tenants.enter(principal, 'act', tenant);
    const { not_done: notDone } = parseInput(RetryCall, input);
    const now = new Date(await sharedNow(context));
    const view = await store.inTenant(tenantId, async (trx) => {
      const { row: found, definition } = await readRoute(trx, tenantId, readId('rte', route), route);
      const before = await readCall(trx, tenantId, route, call, { lock: true });
      if (before.state !== 'failed' && before.state !== 'cut')
        throw fail('conflict', `This call is ${before.state}; only one that failed or was cut can be made again.`);
      if (notDone && before.sealed === null)
        throw fail('conflict', 'It is known that this call was not done; it needs no other reference.', {
          next: 'Ask without not_done.',
        });
      const row = await again(trx, tenantId, now)
        .set((of) => ({
          renewals: of('renewals', '+', notDone ? 1 : 0),
          ...(notDone ? { sealed: null, key_version: null, made_from: [] } : {}),
        }))
        .where('id', '=', before.id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await routesDue(trx, tenantId, now);
      await audited(trx, principal, tenantId, found.id, { call_id: call, not_done: notDone });
      return callView(row, 'action' in definition.do);
    });
    notice();
    return view;
  };

  /** The same for all that failed, or those of a span. Answers how many. */
  const retryAll = async (
    principal: Principal,
    tenant: string,
    route: string,
    input: RetryCalls = {},
  ): Promise<{ retried: number }> => {
    const { id: tenantId } = await tenants.enter(principal, 'act', tenant);
    const { since, until } = parseInput(RetryCalls, input);
    const now = new Date(await sharedNow(context));
    const retried = await store.inTenant(tenantId, async (trx) => {
      const { row: found } = await readRoute(trx, tenantId, readId('rte', route), route);
      let calls = again(trx, tenantId, now).where('route_id', '=', found.id).where('state', '=', 'failed');
      if (since !== undefined) calls = calls.where('at', '>=', new Date(since));
      if (until !== undefined) calls = calls.where('at', '<', new Date(until));
      const { numUpdatedRows } = await calls.executeTakeFirst();
      const count = Number(numUpdatedRows);
      await routesDue(trx, tenantId, now);
      const span = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
      await audited(trx, principal, tenantId, found.id, { retried: count, ...span });
      return count;
    });
    notice();
    return { retried };
  };

  const audited = (
    trx: TenantTransaction,
    principal: Principal,
    tenantId: string,
    target: string,
    details: Record<string, string | number | boolean>,
  ) => store.audit.append(trx, { tenantId, actor: nameOf(principal), action: 'route.retried', target, details });

  return { list, get, ofEvent, retry, retryAll };
}

/** All attempts are new ones; what was in doubt is asked for in the same words. */
function again(trx: TenantTransaction, tenantId: string, now: Date) {
  return trx
    .updateTable('route_call')
    .set({ state: 'queued', attempts: 0, next_at: now, finished_at: null, replays: sql<number>`replays + 1` })
    .where('tenant_id', '=', tenantId);
}

async function readCall(
  trx: TenantTransaction,
  tenantId: string,
  route: string,
  named: string,
  { lock } = { lock: false },
): Promise<RouteCallRow> {
  const rows = trx
    .selectFrom('route_call')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('route_id', '=', readId('rte', route))
    .where('id', '=', readId('rtc', named));
  const row = await (lock ? rows.forUpdate() : rows).executeTakeFirst();
  if (row === undefined) throw fail('not_found', `This route has no call "${printable(named)}".`);
  return row;
}

function callView(row: RouteCallRow, action: boolean): RouteCallView {
  const { effect, error, stream_no: streamNo, key } = row;
  const text = (name: string): string | null => {
    const value = effect?.[name];
    return typeof value === 'string' ? value : null;
  };
  const records = effect?.['records'];
  return {
    id: showId('rtc', row.id),
    route_id: showId('rte', row.route_id),
    event_id: showId('evt', row.event_id),
    state: row.state,
    at: row.at.toISOString(),
    record_id: streamNo === null || key === null ? null : showRecordId({ streamNo, key }),
    version: row.version,
    attempts: row.attempts,
    replays: row.replays,
    next_at: row.state === 'queued' ? row.next_at.toISOString() : null,
    in_doubt: row.sealed !== null,
    external_reference: action ? referenceOf(row) : null,
    reason: text('reason'),
    records: Array.isArray(records) ? records.filter((one) => typeof one === 'string') : [],
    delivery_id: text('delivery_id'),
    error:
      error === null
        ? null
        : { code: error.code, message: error.message, next: error.next, problems: [...(error.problems ?? [])] },
    finished_at: row.finished_at?.toISOString() ?? null,
  };
}
