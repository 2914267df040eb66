/**
 * Connect sessions: a short-lived right to connect one provider (or one of several, or one integration again), handed to somebody's browser
 * by whoever may connect for the tenant. Making, listing and revoking them, and who a token speaks for; what a session may do with it is
 * session-connecting.ts.
 */
import { z } from 'zod';
import { fail, type PlugboardError } from '../../contract/errors.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { ConnectSessionTable } from '../../store/connect-tables.ts';
import type { Insertable } from 'kysely';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { printable, readId } from '../ids.ts';
import { invalidInput, listQuery, parseInput, type List, type ListQuery } from '../inputs.ts';
import { noIntegration } from '../integrations/integration-rows.ts';
import { signInMs } from '../connect/connect-state.ts';
import { mintToken } from './connect-session-tokens.ts';
import { sessionOf } from './connect-session-rows.ts';
import {
  CreateConnectSession,
  sessionView,
  statusOf,
  type ConnectSessionView,
  type NewConnectSessionView,
} from './connect-session-views.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';

/** What a session works on. */
type Aim = Pick<Insertable<ConnectSessionTable>, 'providers' | 'integration_id' | 'reconnects'>;

export type ConnectSessions = ReturnType<typeof connectSessions>;

export function connectSessions(context: HubContext, cursors: Cursors, tenants: Tenants) {
  const { store, clock, random, registry } = context;

  /** Throws `invalid_request` for providers there are not, `not_found` for an integration there is not. */
  const aimOf = async (
    trx: TenantTransaction,
    tenantId: string,
    { provider, providers, integration }: z.output<typeof CreateConnectSession>,
  ): Promise<Aim> => {
    if (integration !== undefined) {
      const id = readId('int', integration);
      const row = await trx
        .selectFrom('integration')
        .select('provider')
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .executeTakeFirst();
      if (row === undefined) throw noIntegration(integration);
      return { providers: [row.provider], integration_id: id, reconnects: true };
    }
    const wanted = [...new Set(providers ?? (provider === undefined ? [] : [provider]))];
    const unknown = wanted.find((key) => !registry.keys.includes(key));
    if (unknown === undefined) return { providers: wanted, integration_id: null, reconnects: false };
    throw invalidInput([
      {
        path: provider === undefined ? 'providers' : 'provider',
        message: `there is no provider "${printable(unknown)}"; expected some of ${registry.keys.join(', ')}`,
      },
    ]);
  };

  const create = async (
    principal: Principal,
    tenant: string,
    input: CreateConnectSession,
  ): Promise<NewConnectSessionView> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const wanted = parseInput(CreateConnectSession, input);
    const { id, token, hash } = mintToken(random, tenantId);
    const now = clock.now();
    const row = await store.inTenant(tenantId, async (trx) => {
      const aim = await aimOf(trx, tenantId, wanted);
      const made = await trx
        .insertInto('connect_session')
        .values({
          tenant_id: tenantId,
          id,
          hash,
          ...aim,
          integration_name: wanted.name ?? null,
          end_user_reference: wanted.end_user?.reference ?? null,
          end_user_name: wanted.end_user?.name ?? null,
          allowed_origins: [...new Set(wanted.allowed_origins)],
          return_url: wanted.return_url ?? null,
          theme: JSON.stringify(wanted.theme),
          created_at: new Date(now),
          created_by: nameOf(principal),
          expires_at: new Date(now + wanted.expires_in * 1000),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      // The end user is a person: the trail names him by the session only.
      const details = { providers: made.providers.join(' '), reconnects: made.reconnects };
      const entry = { tenantId, actor: nameOf(principal), action: 'connect_session.created', target: id, details };
      await store.audit.append(trx, entry);
      return made;
    });
    return { ...sessionView(row, now), token, url: `${context.publicUrl}/connect/${token}` };
  };

  /** Newest first. */
  const list = async (
    principal: Principal,
    tenant: string,
    query: ListQuery = {},
  ): Promise<List<ConnectSessionView>> => {
    const { id: tenantId } = await tenants.enter(principal, 'admin', tenant);
    const { limit, cursor } = parseInput(listQuery, query);
    const position = z.object({ at: z.iso.datetime(), id: z.string() });
    const after = await cursors.read(tenantId, 'connect_sessions', cursor, position);
    const rows = await store.inTenant(tenantId, (trx) => {
      let wanted = trx
        .selectFrom('connect_session')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1);
      if (after !== undefined)
        wanted = wanted.where((row) =>
          row(row.refTuple('created_at', 'id'), '<', row.tuple(new Date(after.at), after.id)),
        );
      return wanted.execute();
    });
    return cursors.page(
      { tenantId, list: 'connect_sessions', limit },
      rows,
      (row) => ({ at: row.created_at.toISOString(), id: row.id }),
      (row) => sessionView(row, clock.now()),
    );
  };

  const get = async (principal: Principal, tenant: string, id: string): Promise<ConnectSessionView> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    return store.inTenant(tenantId, async (trx) => sessionView(await stored(trx, tenantId, id), clock.now()));
  };

  /** Ends it at once; asking twice, or for one that has ended by itself, changes nothing. */
  const revoke = async (principal: Principal, tenant: string, id: string): Promise<ConnectSessionView> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    return store.inTenant(tenantId, async (trx) => {
      const row = await stored(trx, tenantId, id);
      if (row.revoked_at !== null || row.completed_at !== null) return sessionView(row, clock.now());
      const revoked_at = new Date(clock.now());
      await trx
        .updateTable('connect_session')
        .set({ revoked_at })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .execute();
      const entry = { tenantId, actor: nameOf(principal), action: 'connect_session.revoked', target: id };
      await store.audit.append(trx, entry);
      return sessionView({ ...row, revoked_at }, clock.now());
    });
  };

  const stored = async (trx: TenantTransaction, tenantId: string, id: string) => {
    const row = /^[0-9a-f]{16}$/.test(id)
      ? await trx
          .selectFrom('connect_session')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst()
      : undefined;
    if (row === undefined) throw fail('not_found', `There is no connect session "${printable(id)}".`);
    return row;
  };

  /**
   * Who a token speaks for. Throws `unauthorized`: the same for every wrong token, and what has ended for one that was right. A session
   * that is over may be asked what came of it for as long as a sign-in that was begun with it may take; session-connecting.ts refuses the rest.
   */
  const authenticate = async (token: string): Promise<Extract<Principal, { kind: 'connect_session' }>> => {
    const row = await sessionOf(store, token);
    if (row === undefined) throw fail('unauthorized', 'This connect link is not valid.', { next: askAgain });
    const status = statusOf(row, clock.now());
    if (status === 'revoked' || row.expires_at.getTime() + signInMs <= clock.now()) throw ended(status);
    return { kind: 'connect_session', id: row.id, tenantId: row.tenant_id, providers: row.providers, scopes: [] };
  };

  return {
    create,
    list,
    get,
    revoke,
    authenticate,
    /** Whose pages may show the page of this token in a frame; nobody's for a token that was never right. */
    allowedOrigins: async (token: string): Promise<readonly string[]> =>
      (await sessionOf(store, token))?.allowed_origins ?? [],
  };
}

const askAgain = 'Ask whoever gave you the link for a new one.';

const endings = {
  open: 'This connect link has expired.',
  expired: 'This connect link has expired.',
  completed: 'This connect link was used already.',
  revoked: 'This connect link was taken back.',
} as const satisfies Record<ConnectSessionView['status'], string>;

function ended(status: ConnectSessionView['status']): PlugboardError {
  return fail('unauthorized', endings[status], { next: askAgain, meta: { session: status } });
}
