/**
 * Writing down what connecting led to, each in one transaction with its log line, event and audit entry: connected (enabled and
 * scheduled), waiting for an account to be chosen, refused, disconnected. Called by connect.ts, which has asked the vendor before.
 */
import type { AuthMethod } from '../../contract/auth.ts';
import { fail, reportError, type PlugboardError } from '../../contract/errors.ts';
import type { Provider } from '../../contract/provider.ts';
import type { Account } from '../../contract/stream.ts';
import type { StoredCredential } from '../../engine/ports.ts';
import type { NewCredential, TenantTransaction } from '../../store/index.ts';
import { absentText } from '../integrations/absent.ts';
import type { Proof } from './connect-proof.ts';
import { completeSession, noteFailure } from '../connect-sessions/connect-session-rows.ts';
import type { HubContext } from '../context.ts';
import { showId } from '../ids.ts';
import { endRuns, haltIntegration } from '../integrations/integration-halt.ts';
import { noIntegration, readIntegration } from '../integrations/integration-rows.ts';
import type { IntegrationView } from '../integrations/integration-views.ts';
import { writeLog } from '../logs/logs.ts';
import { planStreams } from '../runs/schedule.ts';

/** Whom it happened to, and who did it. */
export interface Connecting {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly provider: Provider;
  readonly way: AuthMethod;
  /** `nameOf` the principal. */
  readonly actor: string;
  /** The connect session it happens in: ends with the connection. */
  readonly sessionId: string | undefined;
}

/** `credential` undefined: the stored one was proven and stays. */
export async function saveConnected(
  context: HubContext,
  of: Connecting,
  proven: Pick<Extract<Proof, { kind: 'proven' }>, 'message' | 'account' | 'absent'>,
  credential: StoredCredential | undefined,
): Promise<IntegrationView> {
  const { tenantId, integrationId } = of;
  return context.store.inTenant(tenantId, async (trx) => {
    const had = await lockedAccount(trx, of);
    const moved = await moves(trx, of, had, proven.account === undefined ? undefined : [proven.account]);
    const now = new Date(context.clock.now());
    await trx
      .updateTable('integration')
      .set({
        auth_method: of.way.key,
        auth_state: 'connected',
        auth_message: null,
        enabled: true,
        account: proven.account === undefined ? null : JSON.stringify(proven.account),
        accounts: null,
        absent: absentText(proven.absent),
        connected_at: now,
        updated_at: now,
        ...(credential === undefined ? {} : { credential_names: namesIn(credential) }),
      })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', integrationId)
      .execute();
    if (credential !== undefined) await context.store.putCredential(trx, newCredential(of, credential));
    if (moved) await endRuns(context, trx, tenantId, integrationId);
    if (of.sessionId !== undefined)
      await completeSession(trx, { tenantId, sessionId: of.sessionId }, integrationId, now);
    await readyStreams(trx, of, moved);
    await planStreams(context, trx, tenantId, integrationId);
    await writeLog(context, trx, {
      tenantId,
      integrationId,
      action: 'connect',
      status: 'success',
      message: proven.message,
    });
    await tell(context, trx, of, 'integration.connected');
    return readIntegration(trx, tenantId, integrationId);
  });
}

/** The grant is good, but for several accounts: it is kept, and waits as a draft. */
export async function saveChoice(
  context: HubContext,
  of: Connecting,
  accounts: readonly Account[],
  credential: StoredCredential | undefined,
): Promise<IntegrationView> {
  const { tenantId, integrationId } = of;
  return context.store.inTenant(tenantId, async (trx) => {
    const had = await lockedAccount(trx, of);
    await moves(trx, of, had, accounts);
    await trx
      .updateTable('integration')
      .set({
        auth_method: of.way.key,
        auth_state: 'draft',
        auth_message: `Choose one of ${accounts.length} accounts to connect.`,
        enabled: false,
        accounts: JSON.stringify(accounts),
        updated_at: new Date(context.clock.now()),
        ...(credential === undefined ? {} : { credential_names: namesIn(credential) }),
      })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', integrationId)
      .execute();
    if (credential !== undefined) await context.store.putCredential(trx, newCredential(of, credential));
    await planStreams(context, trx, tenantId, integrationId);
    const message = `Signed in; ${accounts.length} accounts to choose from.`;
    await writeLog(context, trx, { tenantId, integrationId, action: 'connect', status: 'warning', message });
    await tell(context, trx, of, 'integration.account_choice');
    return readIntegration(trx, tenantId, integrationId);
  });
}

/** Says in the log, and to the connect session, that the vendor refused; nothing else changes. */
export async function noteRefusal(
  context: HubContext,
  of: Pick<Connecting, 'tenantId' | 'integrationId' | 'sessionId'>,
  error: PlugboardError,
): Promise<void> {
  const { tenantId, integrationId, sessionId } = of;
  await context.store.inTenant(tenantId, async (trx) => {
    if (sessionId !== undefined) await noteFailure(trx, { tenantId, sessionId }, error, new Date(context.clock.now()));
    await writeLog(context, trx, {
      tenantId,
      integrationId,
      action: 'connect',
      status: 'error',
      message: error.message,
      details: { code: reportError(error).code },
    });
  });
}

/** Records stay; credentials are destroyed. `warning`: the vendor could not be told. */
export async function saveDisconnected(
  context: HubContext,
  of: Pick<Connecting, 'tenantId' | 'integrationId' | 'actor'>,
  warning: string | undefined,
): Promise<IntegrationView> {
  const { tenantId, integrationId } = of;
  return context.store.inTenant(tenantId, async (trx) => {
    await haltIntegration(context, trx, tenantId, integrationId);
    await trx
      .updateTable('integration')
      .set({ auth_message: warning ?? null })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', integrationId)
      .execute();
    const message = `Disconnected; its credentials are destroyed, its records kept.${warning === undefined ? '' : ` ${warning}`}`;
    const status = warning === undefined ? 'success' : 'warning';
    await writeLog(context, trx, { tenantId, integrationId, action: 'disconnect', status, message });
    await tell(context, trx, of, 'integration.disconnected');
    return readIntegration(trx, tenantId, integrationId);
  });
}

/** The account it had, and its row until the end of the transaction. */
async function lockedAccount(trx: TenantTransaction, { tenantId, integrationId }: Connecting): Promise<Account | null> {
  const row = await trx
    .selectFrom('integration')
    .select('account')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', integrationId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw noIntegration(showId('int', integrationId));
  return row.account;
}

/**
 * Do the credentials speak for other accounts than the one it had? An integration is the link to one account: while it holds records of
 * that one, another is refused (`conflict`), because nobody could tell afterwards whose records they are.
 */
async function moves(
  trx: TenantTransaction,
  of: Connecting,
  had: Account | null,
  reached: readonly Account[] | undefined,
): Promise<boolean> {
  if (had === null || reached === undefined || reached.some((account) => account.id === had.id)) return false;
  const { tenantId, integrationId } = of;
  const some = await trx
    .selectFrom('stream_state as s')
    .innerJoin('record as r', (join) =>
      join.onRef('r.tenant_id', '=', 's.tenant_id').onRef('r.stream_no', '=', 's.stream_no'),
    )
    .select('r.key')
    .where('s.tenant_id', '=', tenantId)
    .where('s.integration_id', '=', integrationId)
    .limit(1)
    .executeTakeFirst();
  if (some === undefined) return true;
  const names = reached.map((account) => `"${account.name}"`).join(', ');
  throw fail('conflict', `This integration holds the records of "${had.name}"; these credentials are for ${names}.`, {
    provider: of.provider.key,
    next: `Make another integration for the other account, or connect with credentials for "${had.name}".`,
  });
}

/** A new account starts from the beginning: the cursor of another one says nothing about it. */
async function readyStreams(trx: TenantTransaction, of: Connecting, afresh: boolean): Promise<void> {
  const { tenantId, integrationId } = of;
  for (const [stream, { model }] of Object.entries(of.provider.streams)) {
    await trx
      .insertInto('stream_state')
      .values({ tenant_id: tenantId, integration_id: integrationId, stream, model })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'integration_id', 'stream']).doNothing())
      .execute();
  }
  await trx
    .updateTable('stream_state')
    .set({ last_error: null, ...(afresh ? { cursor: null, last_full_at: null } : {}) })
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', integrationId)
    .execute();
}

async function tell(
  context: HubContext,
  trx: TenantTransaction,
  of: Pick<Connecting, 'tenantId' | 'integrationId' | 'actor'>,
  kind: string,
): Promise<void> {
  const { tenantId, integrationId, actor } = of;
  const payload = JSON.stringify({ integration_id: showId('int', integrationId) });
  await trx
    .insertInto('outbox')
    .values({ tenant_id: tenantId, kind, integration_id: integrationId, payload })
    .execute();
  await context.store.audit.append(trx, { tenantId, actor, action: kind, target: integrationId });
}

function newCredential(of: Connecting, { fields, tokens }: StoredCredential): NewCredential {
  return { tenantId: of.tenantId, integrationId: of.integrationId, method: of.way.key, fields, tokens };
}

/** What of a credential is set: fields as typed, or the tokens a sign-in brought. */
function namesIn({ fields, tokens }: StoredCredential): string[] {
  const typed = Object.keys(fields);
  if (typed.length > 0 || tokens === undefined) return typed;
  return ['access_token', ...(tokens.refresh_token === undefined ? [] : ['refresh_token'])];
}
