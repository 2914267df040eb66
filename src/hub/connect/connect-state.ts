/**
 * The one-time state of a sign-in at a vendor: who started it, for which integration, in which browser. The token carries its tenant,
 * so that the callback knows where to look before it reads anything; everything else is sealed. Good once, for ten minutes, in
 * the browser it was bound to. Knows nothing of OAuth itself; connect.ts does.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { sealedPlaces, type TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { bare, dashed } from '../ids.ts';
import { redirectUrl } from '../providers/provider-apps.ts';

/** How long a person may take at the vendor. */
export const signInMs = 10 * 60_000;
/** Rows are kept this long after their end, so that a late or repeated callback is told what happened. */
const keptMs = 24 * 3_600_000;

const Sealed = z.object({
  provider: z.string(),
  /** sha256, hexadecimal, of the secrets that only the browser, the vendor's redirect and the link hold. */
  state_hash: z.string(),
  browser_hash: z.string().nullable(),
  link_hash: z.string().nullable(),
  authorize_url: z.string(),
  verifier: z.string().nullable(),
  method: z.string(),
  actor: z.string(),
  return_url: z.string().nullable(),
  sync: z.boolean(),
  /** Of older states: none. */
  session: z.string().nullable().default(null),
});
type Sealed = z.output<typeof Sealed>;

export interface SignInStart {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly provider: string;
  /** Key of the way in. */
  readonly method: string;
  /** `nameOf` the principal who started it. */
  readonly actor: string;
  readonly returnUrl: string | undefined;
  /** Start first syncs once connected. */
  readonly sync: boolean;
  /** The connect session it was started with. */
  readonly sessionId: string | undefined;
  /** `here`: the caller is the browser and gets the cookie. `link`: whoever opens the link first is bound to it. */
  readonly browser: 'here' | 'link';
  /** Builds the vendor's URL for a state token. */
  authorize(state: string): Promise<{ readonly url: string; readonly codeVerifier: string | undefined }>;
}

/** A cookie for the browser that signs in. Scripts must not see it; a redirect from the vendor must bring it (SameSite=Lax). */
export interface BrowserCookie {
  readonly name: string;
  readonly value: string;
  /** Of the provider's callback: nothing else gets to see it. */
  readonly path: string;
  /** Whether we are reached by https. */
  readonly secure: boolean;
  readonly maxAgeS: number;
}

export interface StartedSignIn {
  readonly authorizeUrl: string;
  /** Of our own start page; with `browser: 'link'` only. */
  readonly link: string | undefined;
  readonly cookie: BrowserCookie | undefined;
  readonly expiresAt: Date;
}

export interface SignIn {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly verifier: string | undefined;
  readonly method: string;
  readonly actor: string;
  readonly returnUrl: string | undefined;
  readonly sync: boolean;
  readonly sessionId: string | undefined;
}

/** What the callback or the start page brings along. */
export interface Visit {
  /** Provider in the path. */
  readonly provider: string;
  readonly token: string;
  readonly cookies: Readonly<Record<string, string | undefined>>;
}

export async function startSignIn(context: HubContext, start: SignInStart): Promise<StartedSignIn> {
  const { store, clock, random } = context;
  const { tenantId, integrationId } = start;
  const id = random.bytes(8).toString('hex');
  const secret = () => random.bytes(32).toString('base64url');
  const state = `${bare(tenantId)}.${id}.${secret()}`;
  const link = start.browser === 'link' ? `${bare(tenantId)}.${id}.${secret()}` : undefined;
  const browser = start.browser === 'here' ? secret() : undefined;
  const { url, codeVerifier } = await start.authorize(state);
  const expiresAt = new Date(clock.now() + signInMs);
  const content: Sealed = {
    provider: start.provider,
    state_hash: hash(state),
    browser_hash: browser === undefined ? null : hash(browser),
    link_hash: link === undefined ? null : hash(link),
    authorize_url: url,
    verifier: codeVerifier ?? null,
    method: start.method,
    actor: start.actor,
    return_url: start.returnUrl ?? null,
    sync: start.sync,
    session: start.sessionId ?? null,
  };
  const sealed = await seal(context, tenantId, id, content);
  await store.inTenant(tenantId, async (trx) => {
    await trx
      .deleteFrom('oauth_state')
      .where('tenant_id', '=', tenantId)
      .where('expires_at', '<', new Date(clock.now() - keptMs))
      .execute();
    await trx
      .insertInto('oauth_state')
      .values({ tenant_id: tenantId, id, integration_id: integrationId, expires_at: expiresAt, ...sealed })
      .execute();
  });
  return {
    authorizeUrl: url,
    link,
    cookie: browser === undefined ? undefined : cookieOf(context, start.provider, id, browser),
    expiresAt,
  };
}

/**
 * The start page of a link: binds the browser that opens it, which is then sent to the vendor. A second browser is refused.
 * Throws `invalid_request` saying what is wrong with the link.
 */
export async function bindBrowser(
  context: HubContext,
  visit: Visit,
): Promise<{ readonly authorizeUrl: string; readonly cookie: BrowserCookie }> {
  const { tenantId, id } = addressOf(visit.token);
  const browser = context.random.bytes(32).toString('base64url');
  return context.store.inTenant(tenantId, async (trx) => {
    const { content } = await look(context, trx, tenantId, id, visit, 'link_hash');
    if (content.browser_hash !== null && !isBound(content, id, visit))
      throw fail('invalid_request', 'This link was opened in another browser already; start again.');
    const sealed = await seal(context, tenantId, id, { ...content, browser_hash: hash(browser) });
    await trx.updateTable('oauth_state').set(sealed).where('tenant_id', '=', tenantId).where('id', '=', id).execute();
    return { authorizeUrl: content.authorize_url, cookie: cookieOf(context, visit.provider, id, browser) };
  });
}

/**
 * Uses the state up. Throws `invalid_request` when it is unknown, of another provider, used, expired or of another browser, and
 * then changes nothing: whoever only saw the URL cannot spoil the sign-in of the one it belongs to.
 */
export async function redeemState(context: HubContext, visit: Visit): Promise<SignIn> {
  const { tenantId, id } = addressOf(visit.token);
  return context.store.inTenant(tenantId, async (trx) => {
    const { content, integrationId } = await look(context, trx, tenantId, id, visit, 'state_hash');
    if (!isBound(content, id, visit))
      throw fail('invalid_request', 'This sign-in was started in another browser; start again in this one.');
    await trx
      .updateTable('oauth_state')
      .set({ used_at: new Date(context.clock.now()) })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
    return {
      tenantId,
      integrationId,
      verifier: content.verifier ?? undefined,
      method: content.method,
      actor: content.actor,
      returnUrl: content.return_url ?? undefined,
      sync: content.sync,
      sessionId: content.session ?? undefined,
    };
  });
}

/** The row, locked and opened, if the token fits and it can still be used. */
async function look(
  context: HubContext,
  trx: TenantTransaction,
  tenantId: string,
  id: string,
  visit: Visit,
  secret: 'state_hash' | 'link_hash',
): Promise<{ content: Sealed; integrationId: string }> {
  const row = await trx
    .selectFrom('oauth_state')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw unknownState();
  const text = await context.store.vault.open(tenantId, sealedPlaces.oauthState(id), row.key_version, row.sealed);
  const content = Sealed.parse(JSON.parse(text.toString()));
  const expected = content[secret];
  if (expected === null || !same(expected, hash(visit.token))) throw unknownState();
  if (content.provider !== visit.provider)
    throw fail('invalid_request', 'This answer belongs to a sign-in at another provider; start again.');
  if (row.used_at !== null) throw fail('invalid_request', 'This sign-in was used already; start again.');
  if (row.expires_at.getTime() <= context.clock.now()) {
    throw fail('invalid_request', 'This sign-in took longer than ten minutes and has expired; start again.');
  }
  return { content, integrationId: row.integration_id };
}

function isBound(content: Sealed, id: string, visit: Visit): boolean {
  const browser = visit.cookies[cookieName(id)];
  return content.browser_hash !== null && browser !== undefined && same(content.browser_hash, hash(browser));
}

function addressOf(token: string): { tenantId: string; id: string } {
  const [, tenant, id] = /^([0-9a-f]{32})\.([0-9a-f]{16})\.[\w-]{43}$/.exec(token) ?? [];
  if (tenant === undefined || id === undefined) throw unknownState();
  return { tenantId: dashed(tenant), id };
}

async function seal(context: HubContext, tenantId: string, id: string, content: Sealed) {
  const { sealed, keyVersion } = await context.store.vault.seal(
    tenantId,
    sealedPlaces.oauthState(id),
    Buffer.from(JSON.stringify(content)),
  );
  return { sealed, key_version: keyVersion };
}

/** One cookie per sign-in, so that two in one browser do not disturb each other. */
function cookieName(id: string): string {
  return `pb_sign_in_${id}`;
}

function cookieOf(context: HubContext, provider: string, id: string, value: string): BrowserCookie {
  const callback = new URL(redirectUrl(context, provider));
  return {
    name: cookieName(id),
    value,
    path: callback.pathname,
    secure: callback.protocol === 'https:',
    maxAgeS: signInMs / 1000,
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function unknownState() {
  return fail('invalid_request', 'This is not a sign-in that was started here; start again.');
}
