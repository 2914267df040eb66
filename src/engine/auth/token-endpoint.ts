/**
 * The wire under oauth4webapi: every call to a token or revocation endpoint goes through our own transport (egress guard, host
 * map, time limit), is logged, and has its failures sorted into the error table. The library sees clean successes only.
 *
 * A token call is not repeatable: a lost answer may have rotated the refresh token. It is tried again only when it provably never
 * left. `maybeDone` tells whether the vendor may have acted although we have no answer.
 */
import { fail, type ErrorCode, type PlugboardError } from '../../contract/errors.ts';
import { isJsonObject, type JsonObject } from '../../contract/http.ts';
import type { Provider } from '../../contract/provider.ts';
import type { Settings } from '../../contract/fields.ts';
import { acceptEncoding } from '../http/decompress.ts';
import { decodeBody } from '../http/decode.ts';
import { hostAllowed } from '../http/hosts.ts';
import { createRedactor, type Redactor } from '../http/redact.ts';
import { backoffMs, maxRetries, retryAfterMs } from '../http/retry.ts';
import type { RawRequest, RawResponse, Transport } from '../http/transport.ts';
import { clean } from '../http/verdict.ts';
import { userAgent } from '../http/request.ts';
import type { Clock, ExchangeLog, Random } from '../ports.ts';

export interface AuthDeps {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly exchanges: ExchangeLog;
}

/** Whom a call to a token endpoint is for. */
export interface TokenParty {
  readonly provider: Pick<Provider, 'key' | 'name' | 'hosts' | 'timeoutMs' | 'requestIdHeader'> &
    /** For signing in to a session; token endpoints have whole addresses and an error format of their own. */
    Partial<Pick<Provider, 'baseUrl' | 'headers' | 'success' | 'error'>>;
  readonly settings: Settings;
  readonly integrationId: string | undefined;
  /** Where its calls are logged, never with their bodies; left out: with everybody's. */
  readonly exchanges?: ExchangeLog | undefined;
  /** For messages and the exchange log: `token refresh`. */
  readonly operation: string;
  /** Values to keep out of messages. */
  readonly secrets: readonly string[];
}

export interface TokenEndpoint {
  /** POSTs a form, or JSON as text; answers the decoded JSON object (empty for an empty body). Throws PlugboardError. */
  post(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: URLSearchParams | string,
    signal?: AbortSignal,
  ): Promise<JsonObject>;
  /** After a failure: may the vendor have done what was asked? */
  maybeDone(): boolean;
}

/** The lease of a refresh lasts 45 s; the call must end well before. */
const tokenTimeoutMs = 30_000;
const maxTokenBytes = 1_000_000;

export function createTokenEndpoint(party: TokenParty, deps: AuthDeps): TokenEndpoint {
  const { provider } = party;
  const redactor = createRedactor(party.secrets);
  let inDoubt = false;

  const attempt = async (
    request: RawRequest,
    number: number,
  ): Promise<{ answer: RawResponse } | { error: PlugboardError; sent: boolean }> => {
    const startedAt = deps.clock.now();
    const result = await deps.transport.send(request);
    (party.exchanges ?? deps.exchanges).write({
      at: startedAt,
      provider: provider.key,
      integrationId: party.integrationId,
      operation: party.operation,
      method: request.method,
      host: request.url.host,
      path: redactor.text(request.url.pathname),
      status: result.ok ? result.response.status : result.failure.status,
      durationMs: deps.clock.now() - startedAt,
      requestBytes: Buffer.byteLength(request.body ?? ''),
      responseBytes: result.ok ? result.response.wireBytes : result.failure.wireBytes,
      attempt: number,
      error: result.ok ? refusalOf(result.response.status) : result.failure.code,
    });
    if (result.ok) return { answer: result.response };
    const { code, message, retry, sent } = result.failure;
    const text = `${provider.name} did not complete the ${party.operation}: ${redactor.text(message)}`;
    return { error: fail(code, text, { provider: provider.key, operation: party.operation, retry }), sent };
  };

  return {
    maybeDone: () => inDoubt,
    post: async (address, headers, body, signal) => {
      const url = URL.parse(address);
      const hosts = typeof provider.hosts === 'function' ? provider.hosts(party.settings) : provider.hosts;
      if (url === null || !hostAllowed(hosts, url.hostname)) {
        throw fail(
          'blocked_host',
          `${url?.hostname ?? 'This address'} is not one of the hosts ${provider.name} may use`,
        );
      }
      const request: RawRequest = {
        method: 'POST',
        url,
        headers: {
          'user-agent': userAgent,
          'accept-encoding': acceptEncoding,
          ...headers,
          'content-type': typeof body === 'string' ? 'application/json' : 'application/x-www-form-urlencoded',
        },
        body: body.toString(),
        timeoutMs: Math.min(provider.timeoutMs ?? tokenTimeoutMs, tokenTimeoutMs),
        maxBytes: maxTokenBytes,
        signal,
      };
      for (let number = 1; ; number += 1) {
        const outcome = await attempt(request, number);
        if ('answer' in outcome) {
          const { status } = outcome.answer;
          inDoubt = true;
          return read(outcome.answer, party, redactor, deps.clock.now(), () => (inDoubt = status >= 500));
        }
        inDoubt = outcome.sent;
        if (outcome.sent || !outcome.error.retry || number > maxRetries) throw outcome.error;
        await deps.clock.sleep(backoffMs(number, deps.random), signal);
      }
    },
  };
}

function read(
  answer: RawResponse,
  party: TokenParty,
  redactor: Redactor,
  nowMs: number,
  refused: () => void,
): JsonObject {
  const { provider, operation } = party;
  const decoded = decodeBody(answer, 'json');
  const said = answer.headers[(provider.requestIdHeader ?? 'x-request-id').toLowerCase()];
  const requestId = said === undefined ? undefined : redactor.text(said).slice(0, 100);
  const about = { provider: provider.key, operation, status: answer.status, requestId };
  const name = `${provider.name} answered ${answer.status} to the ${operation}`;
  const body = decoded.ok && isJsonObject(decoded.body) ? decoded.body : {};
  // Some vendors report errors with a 200.
  const error = typeof body['error'] === 'string' && body['access_token'] === undefined ? body['error'] : undefined;
  if (answer.status < 300 && error === undefined) {
    if (decoded.ok && (decoded.body === null || isJsonObject(decoded.body))) return body;
    throw fail(
      'decode_failed',
      `${name} with ${decoded.ok ? 'something other than a JSON object' : decoded.problem}`,
      about,
    );
  }
  refused();
  const words = [error, body['error_description']].filter((part) => typeof part === 'string').join(', ');
  const code = error === undefined ? codeForStatus(answer.status) : codeForError(error, answer.status);
  const message = words === '' ? name : `${name}: ${clean(words, redactor)}`;
  const vendorCode = error === undefined ? undefined : redactor.text(error).slice(0, 100);
  throw fail(code, message, { ...about, vendorCode, retryAfterMs: retryAfterMs(answer.headers, nowMs) });
}

function refusalOf(status: number): ErrorCode | undefined {
  return status < 300 ? undefined : codeForStatus(status);
}

function codeForStatus(status: number): ErrorCode {
  if (status === 429) return 'rate_limited';
  if (status >= 500) return 'provider_unavailable';
  return status === 401 || status === 403 ? 'permission_denied' : 'invalid_request';
}

/** RFC 6749 5.2. `invalid_client` is about our app, not about the tenant's grant: it must not make anybody sign in again. */
function codeForError(error: string, status: number): ErrorCode {
  if (error === 'invalid_grant') return 'auth_revoked';
  if (error === 'invalid_client' || error === 'unauthorized_client' || error === 'access_denied')
    return 'permission_denied';
  if (error === 'temporarily_unavailable' || error === 'server_error') return 'provider_unavailable';
  return status === 429 || status >= 500 ? codeForStatus(status) : 'invalid_request';
}
