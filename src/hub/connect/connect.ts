/**
 * Connecting: from credentials or a sign-in at the vendor to an integration that is proven, enabled and scheduled; and back. The vendor
 * is asked first and outside any transaction; what comes of it is written by connect-outcome.ts. Credentials the vendor refuses
 * leave everything as it was.
 */
import { fail, PlugboardError } from '../../contract/errors.ts';
import type { Settings } from '../../contract/fields.ts';
import { withProfile } from '../../contract/override-profile.ts';
import type { Account } from '../../contract/stream.ts';
import { createMemoryCredentialStore } from '../../engine/auth/memory-store.ts';
import type { CredentialStore } from '../../engine/ports.ts';
import type { AuthState } from '../../store/index.ts';
import { noteRefusal, saveChoice, saveConnected, saveDisconnected, type Connecting } from './connect-outcome.ts';
import { credentialOrNone, prove, type Proof } from './connect-proof.ts';
import { invite, tokensOf, type SignInWishes } from './connect-sign-in.ts';
import { bindBrowser, redeemState, type BrowserCookie, type Visit } from './connect-state.ts';
import { ConnectInput, type CallbackAnswer, type ConnectAnswer } from './connect-views.ts';
import type { HubContext } from '../context.ts';
import { readId, showId } from '../ids.ts';
import { invalidInput, parseInput } from '../inputs.ts';
import { checkValues, credentialFields, credentialFieldsStay, wayInto } from '../integrations/integration-fields.ts';
import { credentialParts } from '../integrations/integration-input.ts';
import { noIntegration, readIntegration } from '../integrations/integration-rows.ts';
import { revokeAtVendor } from '../integrations/integration-revocation.ts';
import { shownAccount, type IntegrationView } from '../integrations/integration-views.ts';
import { nameOf, type Principal, type TenantRef } from '../access/principal.ts';
import { appFor } from '../providers/provider-apps.ts';
import type { Runs } from '../runs/runs.ts';
import type { Tenants } from '../access/tenants.ts';

/** A person waits, but a vendor may be slow. */
const patienceMs = 60_000;

/** An integration with what connecting needs to know of it. */
interface Subject extends Connecting {
  readonly tenant: TenantRef;
  readonly settings: Settings;
  readonly authState: AuthState;
  readonly account: Account | undefined;
}

/** Where the credential to prove is. `stored`: in the database already, so that what is renewed there needs no saving. */
interface Holder {
  readonly store: CredentialStore;
  readonly stored: boolean;
}

/** What the server needs: the answer for the caller, and a cookie for the callback's path in his browser. */
export interface ConnectResult {
  readonly answer: ConnectAnswer;
  readonly cookie: BrowserCookie | undefined;
}

export type Connection = ReturnType<typeof connection>;

export function connection(context: HubContext, tenants: Tenants, runs: Runs) {
  const { store, registry } = context;

  /**
   * Proves the credentials and connects, or starts a sign-in. Throws what the vendor's refusal means (`auth_revoked`,
   * `permission_denied`...); then nothing has changed but a line in the log.
   */
  const connect = async (
    principal: Principal,
    tenant: string,
    integration: string,
    input: ConnectInput = {},
  ): Promise<ConnectResult> => {
    const of = await tenants.enter(principal, 'connect', tenant);
    const wanted = parseInput(ConnectInput, input);
    const by = { actor: nameOf(principal), sessionId: principal.kind === 'connect_session' ? principal.id : undefined };
    const subject = await subjectOf(of, readId('int', integration), by, wanted.auth_method);
    const { way, provider } = subject;
    if (principal.kind === 'connect_session' && !principal.providers.includes(provider.key)) {
      throw fail('permission_denied', `This session may not connect ${provider.name}.`);
    }
    const holder = (await givenHolder(subject, wanted.credentials)) ?? (await storedHolder(subject, wanted));
    if (holder !== undefined)
      return { answer: await proveAndSave(subject, holder, wanted.account_id, wanted.sync), cookie: undefined };
    if (way.kind !== 'oauth2') throw invalidInput(checkValues(credentialFields(way), {}, 'credentials').problems);
    return askToSignIn(subject, { ...subject, way }, wanted);
  };

  /** The start page of a link: see bindBrowser. Answers where to send the browser. */
  const openLink = async (visit: Visit): Promise<{ readonly url: string; readonly cookie: BrowserCookie }> => {
    const { authorizeUrl, cookie } = await bindBrowser(context, visit);
    return { url: context.toBrowser(authorizeUrl), cookie };
  };

  /**
   * The vendor sent the browser back. Throws `invalid_request` for a state that is not good, `permission_denied` when the person said
   * no; then the integration is as it was.
   */
  const complete = async (
    visit: Visit & { readonly query: URLSearchParams },
  ): Promise<{ answer: CallbackAnswer; returnUrl: string | undefined }> => {
    const redeemed = await redeemState(context, visit);
    // Whoever started it was asked for his rights then; the state is his proof.
    const tenant = await tenants.enter({ kind: 'system', id: 'sign-in' }, 'connect', redeemed.tenantId);
    const subject = await subjectOf(tenant, redeemed.integrationId, redeemed, redeemed.method);
    const { way } = subject;
    if (way.kind !== 'oauth2') throw fail('unsupported', `${subject.provider.name} no longer offers this sign-in.`);
    const tokens = await noted(subject, () => tokensOf(context, { ...subject, way }, redeemed, visit));
    const typed =
      way.fields === undefined
        ? undefined
        : await credentialOrNone(store.credentials(tenant.id, subject.integrationId));
    const fields = typed?.method === way.key ? typed.fields : {};
    const holder = { store: createMemoryCredentialStore({ method: way.key, fields, tokens }), stored: false };
    const { outcome, message, integration } = await proveAndSave(subject, holder, undefined, redeemed.sync);
    return {
      answer: { outcome: outcome === 'choose_account' ? outcome : 'connected', message, integration },
      returnUrl: redeemed.returnUrl,
    };
  };

  /** Stops schedules and runs, revokes at the vendor where it can, destroys the credentials, keeps the records. */
  const disconnect = async (principal: Principal, tenant: string, integration: string): Promise<IntegrationView> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const integrationId = readId('int', integration);
    const view = await store.inTenant(tenantId, (trx) => readIntegration(trx, tenantId, integrationId, integration));
    if (view.status === 'disconnected') return view;
    const warning = await revokeAtVendor(context, tenantId, integrationId);
    return saveDisconnected(context, { tenantId, integrationId, actor: nameOf(principal) }, warning);
  };

  const subjectOf = async (
    tenant: TenantRef,
    integrationId: string,
    { actor, sessionId }: Pick<Subject, 'actor' | 'sessionId'>,
    method: string | undefined,
  ): Promise<Subject> => {
    const columns = ['provider', 'settings', 'account', 'auth_method', 'auth_state', 'overrides'] as const;
    const row = await store.inTenant(tenant.id, (trx) =>
      trx
        .selectFrom('integration')
        .select(columns)
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', integrationId)
        .executeTakeFirst(),
    );
    if (row === undefined) throw noIntegration(showId('int', integrationId));
    const provider = withProfile(await registry.load(row.provider), row.overrides.profile);
    const way = wayInto(provider, method ?? row.auth_method);
    if (way === undefined)
      throw invalidInput([
        { path: 'auth_method', message: `expected one of ${provider.auth.map((one) => one.key).join(', ')}` },
      ]);
    const { settings, auth_state: authState } = row;
    return {
      tenant,
      tenantId: tenant.id,
      integrationId,
      provider,
      way,
      actor,
      sessionId,
      settings,
      authState,
      account: row.account ?? undefined,
    };
  };

  /** What was typed, with the stored secrets of the same way in that were left out: they go where they went before. */
  const givenHolder = async (
    subject: Subject,
    typed: Readonly<Record<string, string>> | undefined,
  ): Promise<Holder | undefined> => {
    if (typed === undefined || Object.keys(typed).length === 0) return undefined;
    const { way, tenantId, integrationId } = subject;
    const stored = credentialFieldsStay(way)
      ? await credentialOrNone(store.credentials(tenantId, integrationId))
      : undefined;
    const kept = stored?.method === way.key ? stored.fields : {};
    const { values, problems } = checkValues(credentialFields(way), typed, 'credentials', kept);
    if (problems.length > 0) throw invalidInput(problems);
    if (way.kind === 'oauth2' && values['access_token'] === undefined) {
      await keepFields(subject, values);
      return undefined;
    }
    return { store: createMemoryCredentialStore({ method: way.key, ...credentialParts(way, values) }), stored: false };
  };

  /** Fields besides a sign-in are kept before it begins; tokens that are there stay good until it has ended well. */
  const keepFields = async (
    { tenantId, integrationId, way, authState }: Subject,
    fields: Readonly<Record<string, string>>,
  ): Promise<void> => {
    const stored = await credentialOrNone(store.credentials(tenantId, integrationId));
    const same = stored?.method === way.key;
    if (!same && authState === 'connected') {
      const message = 'belongs to another way in: save it with the integration first, then connect';
      throw invalidInput(Object.keys(fields).map((name) => ({ path: `credentials.${name}`, message })));
    }
    const tokens = same ? stored.tokens : undefined;
    await store.inTenant(tenantId, (trx) =>
      store.putCredential(trx, { tenantId, integrationId, method: way.key, fields, tokens }),
    );
  };

  /** What is stored and worth proving; undefined when credentials or a sign-in are needed. */
  const storedHolder = async (
    subject: Subject,
    wanted: { readonly restart: boolean; readonly account_id?: string | undefined },
  ): Promise<Holder | undefined> => {
    const real = store.credentials(subject.tenantId, subject.integrationId);
    const stored = await credentialOrNone(real);
    if (stored === undefined || stored.method !== subject.way.key) return undefined;
    // Typed credentials are proven on a copy: a refusal must not turn a draft into a lost connection. Without the session or token they
    // gave last time, which would prove neither them nor the settings they are used with now.
    if (subject.way.kind !== 'oauth2')
      return { store: createMemoryCredentialStore({ ...stored, tokens: undefined }), stored: false };
    // Tokens that nobody has proven yet (pasted, or waiting for an account); with any others the person wants to sign in anew.
    const waiting = stored.tokens !== undefined && subject.authState === 'draft' && !wanted.restart;
    return waiting || (stored.tokens !== undefined && wanted.account_id !== undefined)
      ? { store: real, stored: true }
      : undefined;
  };

  const proveAndSave = async (
    subject: Subject,
    holder: Holder,
    accountId: string | undefined,
    sync: boolean,
  ): Promise<ConnectAnswer> => {
    const proof = await noted(subject, () => proofOf(subject, holder, accountId));
    const credential = holder.stored ? undefined : await holder.store.read();
    if (proof.kind === 'choose') {
      const integration = await noted(subject, () => saveChoice(context, subject, proof.accounts, credential));
      const message = `The sign-in reaches ${proof.accounts.length} accounts; connect again with account_id.`;
      return {
        ...noSignIn,
        outcome: 'choose_account',
        message,
        accounts: proof.accounts.map(shownAccount),
        integration,
      };
    }
    const connected = await noted(subject, () => saveConnected(context, subject, proof, credential));
    if (!sync) return { ...noSignIn, outcome: 'connected', message: proof.message, integration: connected };
    const { tenant, tenantId, integrationId, actor } = subject;
    await runs.startAll(tenant, integrationId, actor);
    const integration = await store.inTenant(tenantId, (trx) => readIntegration(trx, tenantId, integrationId));
    return { ...noSignIn, outcome: 'connected', message: proof.message, integration };
  };

  /** Connecting again prefers the account it had, when the credentials still reach it. */
  const proofOf = async (subject: Subject, holder: Holder, accountId: string | undefined): Promise<Proof> => {
    const { provider, way, settings, integrationId, tenantId } = subject;
    const app = await appFor(context, tenantId, provider.key);
    const signal = AbortSignal.timeout(patienceMs);
    const exchanges = context.exchanges.of({ tenantId, integrationId });
    const about = { provider, way, settings, app, store: holder.store, integrationId };
    const ask = { ...about, operation: 'connect', exchanges, signal };
    const proof = await prove(context, { ...ask, accountId });
    const same = proof.kind === 'choose' ? proof.accounts.find((one) => one.id === subject.account?.id) : undefined;
    return same === undefined ? proof : prove(context, { ...ask, accountId: same.id });
  };

  const askToSignIn = async (
    subject: Subject,
    at: Parameters<typeof invite>[1],
    wishes: SignInWishes,
  ): Promise<ConnectResult> => {
    const { url, expiresAt, cookie } = await invite(context, at, wishes);
    const { tenantId, integrationId, provider } = subject;
    const integration = await store.inTenant(tenantId, (trx) => readIntegration(trx, tenantId, integrationId));
    const message = `Open authorize_url in a browser and sign in at ${provider.name} within ten minutes.`;
    return {
      answer: {
        ...noSignIn,
        outcome: 'sign_in',
        message,
        authorize_url: url,
        expires_at: expiresAt.toISOString(),
        integration,
      },
      cookie,
    };
  };

  /** A refusal leaves a line in the log. */
  const noted = async <T>(subject: Subject, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof PlugboardError && error.facts.fault !== 'us') await noteRefusal(context, subject, error);
      throw error;
    }
  };

  return { connect, openLink, complete, disconnect };
}

const noSignIn = { authorize_url: null, expires_at: null, accounts: null } as const;
