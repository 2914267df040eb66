/**
 * Rows of connect sessions: read by their token, ended by a success, and told of a failed sign-in. Connecting itself calls these within its
 * own transactions; everything else of a session is connect-sessions.ts.
 */
import { fail, reportError, type PlugboardError } from '../../contract/errors.ts';
import type { Store, TenantTransaction } from '../../store/index.ts';
import { addressOf, isTokenOf } from './connect-session-tokens.ts';
import type { ConnectSessionRow } from './connect-session-views.ts';

interface Named {
  readonly tenantId: string;
  readonly sessionId: string;
}

/** The session a token opens, whatever its state; undefined for every kind of wrong token. */
export async function sessionOf(store: Pick<Store, 'inTenant'>, token: string): Promise<ConnectSessionRow | undefined> {
  const named = addressOf(token);
  if (named === undefined) return undefined;
  const { tenantId, id } = named;
  const row = await store.inTenant(tenantId, (trx) => readSession(trx, { tenantId, sessionId: id }));
  return row !== undefined && isTokenOf(token, row.hash) ? row : undefined;
}

export async function readSession(
  trx: TenantTransaction,
  { tenantId, sessionId }: Named,
): Promise<ConnectSessionRow | undefined> {
  return trx
    .selectFrom('connect_session')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sessionId)
    .executeTakeFirst();
}

/**
 * Ends a session by what it was for. Throws `conflict` when it has ended already, so that of two that connect at once one wins and the
 * other's transaction is undone. Its time may have run out while the person was signing in at the vendor: what was begun may be finished.
 */
export async function completeSession(
  trx: TenantTransaction,
  { tenantId, sessionId }: Named,
  integrationId: string,
  now: Date,
): Promise<void> {
  const ended = await trx
    .updateTable('connect_session')
    .set({ completed_at: now, integration_id: integrationId, last_failure: null })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sessionId)
    .where('completed_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (ended === undefined) throw sessionEnded();
}

/** For the page of the session, which cannot see the window where it happened. */
export async function noteFailure(
  trx: TenantTransaction,
  { tenantId, sessionId }: Named,
  error: PlugboardError,
  now: Date,
): Promise<void> {
  const { message, fault, next } = reportError(error);
  await trx
    .updateTable('connect_session')
    .set({ last_failure: JSON.stringify({ message, fault, next, at: now.toISOString() }) })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sessionId)
    .execute();
}

export function sessionEnded(): PlugboardError {
  return fail('conflict', 'This connect link was used already, or was taken back.', {
    next: 'Ask whoever gave you the link for a new one.',
  });
}
