/**
 * What a connect session may do, and nothing else: look at itself, at its providers and their guides, try credentials, connect its one
 * integration (by credentials or a sign-in), choose its account. Every function is given the session's own principal, which has no rights;
 * what it asks for is held against the session first, and then done in its name.
 */
import type { z } from 'zod';
import { fail, PlugboardError } from '../../contract/errors.ts';
import { isDeepStrictEqual } from 'node:util';
import type { Connection } from '../connect/connect.ts';
import type { connectionTest, ConnectionTest } from '../connect/connection-test.ts';
import { sessionEnded, readSession } from './connect-session-rows.ts';
import {
  SessionConnect,
  SessionCredentials,
  statusOf,
  type ConnectSessionRow,
  type OwnConnectSessionView,
  type SessionConnectAnswer,
} from './connect-session-views.ts';
import type { HubContext } from '../context.ts';
import { readId } from '../ids.ts';
import { parseInput } from '../inputs.ts';
import { checkValues } from '../integrations/integration-fields.ts';
import { removeIntegration } from '../integrations/integration-removal.ts';
import { readIntegration } from '../integrations/integration-rows.ts';
import type { Integrations } from '../integrations/integrations.ts';
import type { CreateIntegration, IntegrationView } from '../integrations/integration-views.ts';
import { connectableView, type ConnectableView } from '../providers/connectable.ts';
import { nameOf, type Principal } from '../access/principal.ts';

/** `Xero 2` ... `Xero 50`: nobody has more of one name. */
const mostNames = 50;

type Session = Extract<Principal, { kind: 'connect_session' }>;
type Wanted = z.output<typeof SessionConnect>;

export interface SessionParts {
  readonly integrations: Integrations;
  readonly connection: Connection;
  readonly connectionTest: ReturnType<typeof connectionTest>;
}

export function sessionConnecting(context: HubContext, parts: SessionParts) {
  const { store, clock, registry } = context;

  const own = async (principal: Principal): Promise<{ readonly session: Session; readonly row: ConnectSessionRow }> => {
    if (principal.kind !== 'connect_session')
      throw fail('permission_denied', 'Only the page of a connect session may do this.', {
        next: 'Use the addresses under /api/tenants/{tenant}.',
      });
    const { id, tenantId } = principal;
    const row = await store.inTenant(tenantId, (trx) => readSession(trx, { tenantId, sessionId: id }));
    if (row === undefined) throw sessionEnded();
    return { session: principal, row };
  };

  /** The session, if it can still be used, and for this provider. `may`: it with the right it needs for what was checked. */
  const open = async (principal: Principal, provider: string) => {
    const { session, row } = await own(principal);
    const status = statusOf(row, clock.now());
    if (status === 'expired') throw fail('conflict', 'This connect link has expired.', { next: askAgain });
    if (status !== 'open') throw sessionEnded();
    if (!row.providers.includes(provider))
      throw fail('permission_denied', 'This connect link is not for that provider.', { next: askAgain });
    const may: Session = { ...session, scopes: ['connect'] };
    return { session, row, may, tenant: session.tenantId };
  };

  const integrationOf = async (row: ConnectSessionRow): Promise<IntegrationView | undefined> => {
    const { tenant_id: tenantId, integration_id: id } = row;
    return id === null ? undefined : store.inTenant(tenantId, (trx) => readIntegration(trx, tenantId, id));
  };

  const look = async (principal: Principal): Promise<OwnConnectSessionView> => {
    const { row } = await own(principal);
    const status = statusOf(row, clock.now());
    if (status === 'revoked') throw sessionEnded();
    const providers = await Promise.all(row.providers.map((key) => registry.load(key)));
    const integration = await integrationOf(row);
    return {
      status,
      tenant: await nameOfTenant(row.tenant_id),
      end_user: row.end_user_name,
      providers: providers.map(({ key, name, category, summary }) => ({ key, name, category, summary })),
      integration: integration === undefined ? null : shownIntegration(integration),
      reconnects: row.reconnects,
      last_failure: row.last_failure,
      allowed_origins: row.allowed_origins,
      return_url: row.return_url,
      theme: row.theme,
      expires_at: row.expires_at.toISOString(),
    };
  };

  const nameOfTenant = async (id: string): Promise<string> => {
    const row = await store.platform.selectFrom('tenant').select('name').where('id', '=', id).executeTakeFirstOrThrow();
    return row.name;
  };

  const provider = async (principal: Principal, key: string): Promise<ConnectableView> => {
    const { tenant } = await open(principal, key);
    return connectableView(context, tenant, await registry.load(key));
  };

  const guide = async (principal: Principal, key: string): Promise<string> => {
    await open(principal, key);
    return (await registry.read(key, 'guide.md')) ?? '';
  };

  /** Stores nothing. */
  const test = async (principal: Principal, input: z.input<typeof SessionCredentials>): Promise<ConnectionTest> => {
    const wanted = parseInput(SessionCredentials, input);
    const { may, tenant, row } = await open(principal, wanted.provider);
    const integration = await integrationOf(row);
    const same = integration?.provider === wanted.provider ? { integration: integration.id } : {};
    return parts.connectionTest.tryOut(may, tenant, { ...wanted, ...same });
  };

  /** As `connection.connect`, of the integration of the session, which is made first where there is none. */
  const connect = async (
    principal: Principal,
    input: z.input<typeof SessionConnect>,
  ): Promise<SessionConnectAnswer> => {
    const wanted = parseInput(SessionConnect, input);
    const { may, tenant, row } = await open(principal, wanted.provider);
    const { integration, credentials } = await prepared(may, row, wanted);
    const { answer } = await parts.connection.connect(may, tenant, integration, {
      browser: 'link',
      restart: wanted.restart,
      ...(wanted.auth_method === undefined ? {} : { auth_method: wanted.auth_method }),
      ...(wanted.account_id === undefined ? {} : { account_id: wanted.account_id }),
      ...(credentials === undefined ? {} : { credentials }),
    });
    const { integration: connected, ...told } = answer;
    return { ...told, integration_id: connected.id };
  };

  /** The integration to connect, configured as wanted; `credentials`: what has still to be given when connecting. */
  const prepared = async (
    may: Session,
    row: ConnectSessionRow,
    wanted: Wanted,
  ): Promise<{ readonly integration: string; readonly credentials?: Wanted['credentials'] }> => {
    const known = await integrationOf(row);
    if (known === undefined) return { integration: await draft(may, row, wanted) };
    if (known.provider !== wanted.provider) {
      // A draft of this session for another of its providers: the person has changed his mind.
      await forget(may, row, known.id);
      return { integration: await draft(may, row, wanted) };
    }
    const { auth_method, credentials, settings } = wanted;
    if (wanted.account_id !== undefined || settings === undefined) return { integration: known.id, credentials };
    const declared = await registry.load(wanted.provider);
    // With the defaults that were filled in when they were stored.
    const meant = checkValues(declared.settings ?? {}, settings, 'settings').values;
    const same = isDeepStrictEqual(meant, known.settings) && (auth_method ?? known.auth_method) === known.auth_method;
    // A connection that works must not be lost to a mistyped password: it is replaced only when the vendor has accepted the new one.
    if (same) return { integration: known.id, credentials };
    const streams = Object.fromEntries(
      known.streams.map(({ name, enabled, schedule }) => [name, { enabled, schedule }]),
    );
    await parts.integrations.replace(may, row.tenant_id, known.id, {
      settings,
      streams,
      schedule: known.schedule,
      ...(auth_method === undefined ? {} : { auth_method }),
      ...(credentials === undefined ? {} : { credentials }),
    });
    return { integration: known.id };
  };

  const draft = async (may: Session, row: ConnectSessionRow, wanted: Wanted): Promise<string> => {
    const { provider: key, auth_method, credentials, settings } = wanted;
    const { name } = await registry.load(key);
    const title = row.integration_name ?? (row.end_user_name === null ? undefined : `${name} (${row.end_user_name})`);
    const made = await createNamed(may, row.tenant_id, title?.slice(0, 90), {
      provider: key,
      ...(auth_method === undefined ? {} : { auth_method }),
      ...(credentials === undefined ? {} : { credentials }),
      ...(settings === undefined ? {} : { settings }),
    });
    const id = readId('int', made.id);
    const first = await store.inTenant(row.tenant_id, (trx) =>
      trx
        .updateTable('connect_session')
        .set({ integration_id: id })
        .where('tenant_id', '=', row.tenant_id)
        .where('id', '=', row.id)
        .where('integration_id', 'is', null)
        .returning('id')
        .executeTakeFirst(),
    );
    if (first !== undefined) return made.id;
    await removeIntegration(context, row.tenant_id, id, nameOf(may));
    throw fail('conflict', 'This connect link is being used in another window; go on there.');
  };

  /** With a number behind the name when it is taken. Without a name the provider's is used. */
  const createNamed = async (
    may: Session,
    tenant: string,
    name: string | undefined,
    input: CreateIntegration,
  ): Promise<IntegrationView> => {
    if (name === undefined) return parts.integrations.create(may, tenant, input);
    for (let number = 1; ; number += 1) {
      try {
        const candidate = number === 1 ? name : `${name} ${number}`;
        return await parts.integrations.create(may, tenant, { ...input, name: candidate });
      } catch (error) {
        if (!(error instanceof PlugboardError) || error.code !== 'conflict' || number === mostNames) throw error;
      }
    }
  };

  const forget = async (may: Session, row: ConnectSessionRow, integration: string): Promise<void> => {
    const { tenant_id: tenantId } = row;
    // First: the session itself goes with its integration.
    await store.inTenant(tenantId, (trx) =>
      trx
        .updateTable('connect_session')
        .set({ integration_id: null })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', row.id)
        .execute(),
    );
    await removeIntegration(context, tenantId, readId('int', integration), nameOf(may));
  };

  return { look, provider, guide, test, connect };
}

const askAgain = 'Ask whoever gave you the link for a new one.';

function shownIntegration(view: IntegrationView): NonNullable<OwnConnectSessionView['integration']> {
  const { id, name, provider, auth_method, settings, credentials_set, account, account_choices } = view;
  return { id, name, provider, auth_method, settings, credentials_set, account, account_choices };
}
