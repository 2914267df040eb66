/**
 * Routes that go in circles: two that write to each other's systems, one whose doing brings about what it waits for. Cut where the event
 * came about by the route's own doing (its trail says so), and where it is called for the same thing again and again, whatever the reason.
 * A cut is told once in a while, not each time: to people in the log, to systems by an event.
 */
import type { Selectable } from 'kysely';
import type { Tables, TenantTransaction } from '../../store/index.ts';
import { jsonText } from '../../store/json-text.ts';
import { callsAbout, callsOfIntegration, endCall, type RouteCallRow } from '../../store/route-calls.ts';
import type { HubContext } from '../context.ts';
import { readId, showId } from '../ids.ts';
import { writeLog } from '../logs/logs.ts';
import type { StoredRoute } from './route-rows.ts';

/** More calls of a route than this for one record, and for one integration where it is about no record, within so long are a circle. */
const most = { record: 5, integration: 100 };
const withinMs = 600_000;
/** Calls looked at to count those that are about no record. */
const lookedAt = 1000;

/** Why this call is not to be made; undefined: it may be. */
export async function circleOf(
  trx: TenantTransaction,
  { row }: StoredRoute,
  call: RouteCallRow,
): Promise<string | undefined> {
  if (call.trail.includes(row.id)) {
    const others = call.trail.filter((id) => id !== row.id).length;
    return others === 0
      ? 'the event came about by its own doing'
      : `the event came about by its own doing, by way of ${others === 1 ? 'another route' : `${others} other routes`}`;
  }
  const minutes = `within ${withinMs / 60_000} minutes`;
  if (call.key !== null)
    return (await callsAbout(trx, call, withinMs)) >= most.record
      ? `it was called more than ${most.record} times for the same record ${minutes}`
      : undefined;
  return (await callsOfIntegration(trx, call, withinMs, lookedAt)) >= most.integration
    ? `it was called more than ${most.integration} times for events like this ${minutes}`
    : undefined;
}

/** Ends the call as cut, and tells of it unless that was done lately. */
export async function cutCall(
  context: HubContext,
  trx: TenantTransaction,
  { row, definition }: StoredRoute,
  call: RouteCallRow,
  reason: string,
): Promise<void> {
  const now = new Date(context.clock.now());
  const tenantId = call.tenant_id;
  const mine = { tenantId, id: call.id, attempts: call.attempts };
  if (!(await endCall(trx, mine, { state: 'cut', version: row.version, effect: { reason }, at: now }))) return;
  const before = await lockedRoute(trx, tenantId, row.id);
  if (before === undefined) return;
  const tell = before.last_cut === null || now.getTime() - Date.parse(before.last_cut.at) >= withinMs;
  const cut = { at: now.toISOString(), message: reason, call: showId('rtc', call.id) };
  await trx
    .updateTable('route')
    // What was told last stays, so that the next is told in time.
    .set({ cuts: before.cuts + 1, ...(tell ? { last_cut: jsonText(cut) } : {}) })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', row.id)
    .execute();
  if (!tell) return;
  const ids = { route_id: showId('rte', row.id), event_id: showId('evt', call.event_id) };
  const integrationId = await logged(trx, tenantId, [
    call.integration_id,
    'action' in definition.do ? readId('int', definition.do.integration) : null,
  ]);
  if (integrationId !== undefined)
    await writeLog(context, trx, {
      tenantId,
      integrationId,
      action: 'route',
      status: 'warning',
      message: `The route "${row.name}" was cut: ${reason}.`,
      details: { ...ids, call_id: cut.call },
    });
  await trx
    .insertInto('outbox')
    .values({
      tenant_id: tenantId,
      kind: 'route.cut',
      integration_id: null,
      payload: jsonText({ ...ids, reason }),
    })
    .execute();
}

function lockedRoute(
  trx: TenantTransaction,
  tenantId: string,
  id: string,
): Promise<Pick<Selectable<Tables['route']>, 'cuts' | 'last_cut'> | undefined> {
  return trx
    .selectFrom('route')
    .select(['cuts', 'last_cut'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** The first of these integrations that is still there: its log is where people look. */
async function logged(
  trx: TenantTransaction,
  tenantId: string,
  ids: readonly (string | null)[],
): Promise<string | undefined> {
  const wanted = ids.filter((id) => id !== null);
  if (wanted.length === 0) return undefined;
  const rows = await trx
    .selectFrom('integration')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', wanted)
    .execute();
  return wanted.find((id) => rows.some((row) => row.id === id));
}
