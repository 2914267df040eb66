/**
 * What a route does things with may not be there: not connected for now, or gone for good. For the one its calls wait, without spending
 * attempts; the other makes them fail. Either way the route says so.
 */
import type { HubContext } from '../context.ts';
import { readId } from '../ids.ts';
import { jsonText } from '../../store/json-text.ts';
import { sharedNow } from '../shared-clock.ts';
import type { StoredRoute } from './route-rows.ts';

/** How long calls wait before it is looked at again. */
const waitMs = 60_000;

export type Lacking = { readonly kind: 'waits' | 'gone'; readonly message: string };

/** Undefined: it is there, and connected. */
export async function lackingTarget(
  { store }: HubContext,
  tenantId: string,
  integration: string,
): Promise<Lacking | undefined> {
  const row = await store.inTenant(tenantId, (trx) =>
    trx
      .selectFrom('integration')
      .select(['name', 'auth_state'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', readId('int', integration))
      .executeTakeFirst(),
  );
  if (row === undefined) return { kind: 'gone', message: `The integration ${integration} was removed: calls fail.` };
  if (row.auth_state === 'connected') return undefined;
  const how =
    row.auth_state === 'needs_reauth' ? 'needs to be connected again' : `is not connected (${row.auth_state})`;
  return { kind: 'waits', message: `"${row.name}" ${how}: calls wait.` };
}

/** Its calls are left alone for a while. */
export function waitFor(context: HubContext, route: StoredRoute, message: string): Promise<void> {
  return note(context, route, message, waitMs);
}

/** For people to see; calls go on. Undefined: nothing is lacking any more. */
export function noteLacking(context: HubContext, route: StoredRoute, message: string | undefined): Promise<void> {
  return note(context, route, message, undefined);
}

async function note(
  context: HubContext,
  { row }: StoredRoute,
  message: string | undefined,
  forMs: number | undefined,
): Promise<void> {
  const same = row.waiting?.message === message;
  if (same && forMs === undefined) return;
  const at = await sharedNow(context);
  const since = same && row.waiting !== null ? row.waiting.since : new Date(at).toISOString();
  await context.store.inTenant(row.tenant_id, (trx) =>
    trx
      .updateTable('route')
      .set({
        waiting: message === undefined ? null : jsonText({ message, since }),
        waits_until: forMs === undefined ? null : new Date(at + forMs),
      })
      .where('tenant_id', '=', row.tenant_id)
      .where('id', '=', row.id)
      .execute(),
  );
}
