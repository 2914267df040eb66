/**
 * Session login: signing in by a call of the vendor's own, and putting the session into requests. When to sign in is decided by
 * credentials.ts, and that it happens once among processes is refresh.ts's work, as for any other token; the session is stored as
 * one. Unlike a refresh token, a password can be used twice: a lost answer costs nothing but another sign-in.
 */
import { PlugboardError, fail } from '../../contract/errors.ts';
import type { Session, SessionContext, SessionLogin } from '../../contract/auth.ts';
import { isJsonObject, type HttpRequest, type HttpResponse } from '../../contract/http.ts';
import type { Provider } from '../../contract/provider.ts';
import { createAttempt } from '../http/attempt.ts';
import { createRedactor, type Redactor } from '../http/redact.ts';
import { backoffMs, isRepeatable, maxRetries, readDate } from '../http/retry.ts';
import { clean } from '../http/verdict.ts';
import type { Random, StoredCredential, Tokens } from '../ports.ts';
import { secretsOf, withKey } from './apply.ts';
import type { GrantFor } from './oauth2.ts';
import type { AuthDeps } from './token-endpoint.ts';

/** Whose session. */
export interface SessionSource {
  readonly grant: GrantFor;
  /** What the operator registered with the vendor: values of the provider's `app` fields. */
  readonly appFields?: Readonly<Record<string, string>> | undefined;
}

/** For one try; all tries together must end before the lease of the renewal (45 s) does. */
const tryMs = 30_000;
const allTriesMs = 35_000;
/** A session that ends sooner would be renewed for every call; its end is then not believed. */
const shortestLifeMs = 30_000;
const operation = 'sign-in';

/** A new session. Throws `auth_revoked` when the vendor refuses the credentials, else what the call led to. */
export async function signIn(
  way: SessionLogin,
  source: SessionSource,
  held: StoredCredential,
  deps: AuthDeps,
): Promise<Tokens> {
  const { grant } = source;
  const { clock, random } = deps;
  const secrets = secretsOf(way, held, undefined, source.appFields);
  const request = way.login(contextOf(source, held, random));
  const deadline = clock.now() + allTriesMs;
  for (let number = 1; ; number += 1) {
    const at = clock.now();
    const timeoutMs = Math.min(grant.provider.timeoutMs ?? tryMs, tryMs, deadline - at);
    const outcome = await loginAttempt(way, source, secrets, timeoutMs, deps).run(request, held, number);
    if (outcome.ok) return tokensOf(way, grant.provider, outcome.response, at, clock.now(), createRedactor(secrets));
    const { error, sent } = outcome;
    // There is nothing older to renew: an "expired" here means the credentials themselves.
    if (error.code === 'auth_expired') throw fail('auth_revoked', error.message, error.details);
    const pause = error.details.retryAfterMs ?? backoffMs(number, random);
    const again = error.retry && (!sent || isRepeatable(request, undefined)) && number <= maxRetries;
    // The rest must be enough for a vendor that answers at all.
    if (!again || clock.now() + pause > deadline - 1_000) throw error;
    await clock.sleep(pause);
  }
}

/** The request with the session in it. Throws `auth_revoked` when there is none yet. */
export function signRequest(
  way: SessionLogin,
  source: SessionSource,
  request: HttpRequest,
  stored: StoredCredential,
  random: Random,
): HttpRequest {
  const { tokens } = stored;
  if (tokens === undefined) throw fail('auth_revoked', 'There is no session yet; connect the integration');
  const session: Session = {
    token: tokens.access_token,
    ...(tokens.expires_at === undefined ? {} : { expiresAt: new Date(tokens.expires_at).toISOString() }),
    ...(tokens.extra === undefined ? {} : { extra: tokens.extra }),
  };
  const signed = way.sign?.(request, { ...contextOf(source, stored, random), session }) ?? request;
  return way.place === undefined ? signed : withKey(signed, way.place, session.token);
}

function contextOf(source: SessionSource, { fields }: StoredCredential, random: Random): SessionContext {
  const { settings } = source.grant;
  return { fields, settings, app: source.appFields ?? {}, id: random.bytes(16).toString('hex') };
}

/** The call goes through the same door as all others: hosts, egress, redirects, decoding, verdict, log. */
function loginAttempt(
  way: SessionLogin,
  source: SessionSource,
  secrets: readonly string[],
  timeoutMs: number,
  deps: AuthDeps,
) {
  const { provider, settings, integrationId, exchanges = deps.exchanges } = source.grant;
  return createAttempt(
    {
      // Only a provider that signs in this way gets here, and it has a base URL; token endpoints have whole addresses.
      provider: { baseUrl: '', ...provider },
      integration: { id: integrationId, settings, account: undefined, timeoutMs },
      credential: { method: way, apply: (request) => request, secrets: () => secrets },
      operation,
      // Passwords go in and a token comes out that nobody knows to redact yet: bodies are never kept.
      exchanges: { write: (exchange) => exchanges.write(exchange) },
    },
    deps,
  );
}

function tokensOf(
  way: SessionLogin,
  provider: Pick<Provider, 'key' | 'name'>,
  response: HttpResponse,
  at: number,
  now: number,
  redactor: Redactor,
): Tokens {
  const about = { provider: provider.key, operation, status: response.status };
  const session = readSession(way, response, (error) => {
    if (!(error instanceof PlugboardError))
      return fail('decode_failed', noSession(provider), { ...about, cause: error });
    const code = error.code === 'auth_expired' ? 'auth_revoked' : error.code;
    return fail(code, clean(error.message, redactor), { ...about, ...error.details });
  });
  if (typeof session.token !== 'string' || session.token === '')
    throw fail('decode_failed', noSession(provider), about);
  const expiresAt = endOf(session, response, at, now);
  return {
    access_token: session.token,
    issued_at: at,
    ...(expiresAt === undefined ? {} : { expires_at: expiresAt }),
    ...(isJsonObject(session.extra) ? { extra: session.extra } : {}),
  };
}

function readSession(way: SessionLogin, response: HttpResponse, told: (error: unknown) => PlugboardError): Session {
  try {
    return way.session(response);
  } catch (error) {
    throw told(error);
  }
}

function noSession({ name }: Pick<Provider, 'name'>): string {
  return `${name} answered the ${operation} with something that is no session`;
}

/** When it ends by our clock: vendors tell by theirs, which may be minutes off. Counted from before the call, to be careful. */
function endOf({ expiresAt }: Session, { headers }: HttpResponse, at: number, now: number): number | undefined {
  const end = Date.parse(expiresAt ?? '');
  if (Number.isNaN(end)) return undefined;
  const life = end - (readDate(headers['date'] ?? '') ?? now);
  return life < shortestLifeMs ? undefined : at + life;
}
