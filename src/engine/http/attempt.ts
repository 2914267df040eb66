/**
 * One attempt at one request: credential in, sent, redirects followed, decoded, judged, logged. Decides nothing about whether there
 * should be another; client.ts does.
 */
import { fail, PlugboardError } from '../../contract/errors.ts';
import type { HttpRequest, HttpResponse } from '../../contract/http.ts';
import { withoutCredential } from '../auth/apply.ts';
import type { Credential } from '../auth/credential.ts';
import type { StoredCredential } from '../ports.ts';
import { decodeBody, decodingFor } from './decode.ts';
import { acceptEncoding } from './decompress.ts';
import { handedOn } from './hand-on.ts';
import { hostAllowed } from './hosts.ts';
import { redactBody } from './redact-body.ts';
import { nextHop, redirectTarget, siteBehind } from './redirect.ts';
import { encodeBody, requestUrl, userAgent } from './request.ts';
import type { Callee, HttpRuntime, IntegrationFacts, OpenHttp } from './runtime.ts';
import { createSecrecy, type Secrecy } from './secrecy.ts';
import type { Arriving, Failure, RawRequest, RawResponse, RawResult, Transport } from './transport.ts';
import { judge } from './verdict.ts';
import { Interrupted, Unreadable } from './wire.ts';

/** How an attempt ended. `headers`: of the vendor's answer, when there was one. */
export type Outcome =
  | {
      readonly ok: true;
      readonly response: HttpResponse;
      readonly headers: RawResponse['headers'];
      /** Of an answer whose body is still to come; that of `response` is null then. */
      readonly relay?: Relay;
    }
  | {
      readonly ok: false;
      readonly error: PlugboardError;
      /** May the vendor have acted on it? */
      readonly sent: boolean;
      readonly headers: RawResponse['headers'] | undefined;
    };

/** The body of an answer, read by whoever asked for it. */
export interface Relay {
  readonly pieces: Arriving['pieces'];
  /** What may come of it, unpacked. */
  readonly maxBytes: number;
  /** To be called in any case, once: closes and logs. Answers what to throw in place of `error`, which reading it has thrown. */
  end(error?: unknown): unknown;
}

/** Sends in the transport's place; may answer while the body is still to come. */
export type Receive = (raw: RawRequest) => Promise<RawResult>;

/** What an attempt needs of an opened client; signing in to a session has no more than this. */
export interface AttemptOpen extends Pick<OpenHttp, 'operation' | 'signal' | 'exchanges' | 'handOn'> {
  readonly provider: Omit<Callee, 'limits' | 'limitHeaders'>;
  readonly integration: Pick<IntegrationFacts, 'id' | 'settings' | 'account' | 'timeoutMs'>;
  readonly credential: Pick<Credential, 'method' | 'apply' | 'secrets'>;
}

export interface Attempt {
  /** Throws PlugboardError for a request that must not be sent at all. */
  run(request: HttpRequest, stored: StoredCredential, number: number, receive?: Receive): Promise<Outcome>;
  readonly stats: { readonly requests: number; readonly bytes: number };
  /** What has to be kept out of everything that is said about its calls. */
  readonly secrecy: Pick<Secrecy, 'clean' | 'redactor'>;
}

/** Default size cap of an answer. */
export const defaultMaxBytes = 32 * 1024 * 1024;
const defaultTimeoutMs = 30_000;
const maxRedirects = 3;

export function createAttempt(
  open: AttemptOpen,
  runtime: Pick<HttpRuntime, 'clock' | 'transport' | 'exchanges'>,
): Attempt {
  const { provider, operation, signal, credential } = open;
  const { clock, transport } = runtime;
  const prepare = createPrepare(open, transport);
  const secrecy = createSecrecy(credential);
  const ledger = createLedger(open, runtime, secrecy);

  const read = (request: HttpRequest, stored: StoredCredential, raw: RawRequest, answer: RawResponse): Outcome => {
    const url = withoutCredential(raw.url, credential.method, stored);
    const { headers } = answer;
    const passed = open.handOn === true ? handedOn(answer, url, secrecy.ours()) : undefined;
    if (passed !== undefined && credential.method.kind !== 'session') return { ok: true, response: passed, headers };
    const asXml = passed !== undefined && headers['content-type']?.includes('xml') === true;
    const decoding = request.decode ?? (asXml ? 'xml' : decodingFor(request.headers?.['accept']));
    const about = { provider, operation, url, redactor: secrecy.redactor, nowMs: clock.now() };
    const judged = judge({ ...about, raw: answer, decoded: decodeBody(answer, decoding) });
    // The end of a session is often told in a 200: that much of an answer that is handed on is read all the same.
    if (passed !== undefined && (judged.ok || judged.error.code !== 'auth_expired'))
      return { ok: true, response: passed, headers };
    if (judged.ok) return { ...judged, headers };
    return { ok: false, error: secrecy.cleanFailure(judged.error), sent: true, headers };
  };

  const explain = ({ code, message, retry, status, cause, sent }: Failure): Outcome => {
    const text = `${provider.name} did not answer ${operation}: ${message}`;
    const error = fail(code, text, { provider: provider.key, operation, status, retry, cause, unsent: !sent });
    return { ok: false, sent, headers: undefined, error: secrecy.cleanFailure(error) };
  };

  /** What broke off or could not be read, for whoever reads the body; anything else is not about the answer. */
  const explainBody = (error: unknown, status: number): unknown => {
    if (signal?.aborted === true) return signal.reason;
    if (error instanceof PlugboardError) return secrecy.cleanFailure(error);
    const about = { provider: provider.key, operation, status };
    if (error instanceof Unreadable) {
      const text = `${provider.name} answered ${status} to ${operation}, but ${error.message}`;
      return secrecy.cleanFailure(fail('decode_failed', text, about));
    }
    if (!(error instanceof Interrupted)) return error;
    const { code, message, retry, cause } = error.failure;
    const text = `${provider.name} broke off its answer to ${operation}: ${message}`;
    return secrecy.cleanFailure(fail(code, text, { ...about, retry, cause }));
  };

  const relay = (call: Sent, answer: RawResponse, arriving: Arriving): Relay => ({
    pieces: arriving.pieces,
    maxBytes: call.raw.maxBytes,
    end: (error) => {
      const told = error === undefined ? undefined : explainBody(error, answer.status);
      arriving.close();
      const response = { ...answer, wireBytes: arriving.wireBytes() };
      ledger.write(call, { ok: true, response }, told instanceof PlugboardError ? told : undefined);
      return told;
    },
  });

  return {
    stats: ledger.stats,
    secrecy,
    run: async (unsigned, stored, number, receive = transport.send) => {
      secrecy.learn(stored);
      const request = credential.apply(unsigned, stored);
      let raw: RawRequest = { ...prepare.raw(request), signal };
      for (let hops = 0; ; hops += 1) {
        const call = { raw, redirected: hops > 0, attempt: number, at: clock.now() };
        secrecy.sending(raw);
        const result = await receive(raw);
        const target = result.ok && isSafe(request) ? redirectTarget(raw, result.response) : undefined;
        const strayed = target === undefined ? undefined : prepare.strayed(raw.url, target);
        if (strayed !== undefined) {
          const error = secrecy.cleanFailure(strayed);
          ledger.write(call, result, error);
          throw error;
        }
        const hop = result.ok && isSafe(request) && hops < maxRedirects ? nextHop(raw, result.response) : undefined;
        const arriving = result.ok ? result.response.arriving : undefined;
        if (result.ok && arriving !== undefined) {
          const { status, headers } = result.response;
          const response = { status, headers, body: null, url: withoutCredential(raw.url, credential.method, stored) };
          return { ok: true, response, headers, relay: relay(call, result.response, arriving) };
        }
        if (hop === undefined) {
          const outcome = result.ok ? read(request, stored, raw, result.response) : explain(result.failure);
          ledger.write(call, result, outcome.ok ? undefined : outcome.error);
          return outcome;
        }
        ledger.write(call, result, undefined);
        raw = hop;
      }
    },
  };
}

/** One request on its way. */
interface Sent {
  readonly raw: RawRequest;
  readonly redirected: boolean;
  /** 1 for the first try. */
  readonly attempt: number;
  /** When it was sent. */
  readonly at: number;
}

interface Ledger {
  readonly stats: { readonly requests: number; readonly bytes: number };
  write(call: Sent, result: RawResult, error: PlugboardError | undefined): void;
}

/** Counts, and writes one line to the exchange log per request that was sent. */
function createLedger(
  open: AttemptOpen,
  { clock, exchanges: shared }: Pick<HttpRuntime, 'clock' | 'exchanges'>,
  secrecy: Secrecy,
): Ledger {
  const { provider, integration, operation, exchanges = shared } = open;
  const requestIdHeader = (provider.requestIdHeader ?? 'x-request-id').toLowerCase();
  const stats = { requests: 0, bytes: 0 };
  return {
    stats,
    write: ({ raw, redirected, attempt, at }, result, error) => {
      const answer = result.ok ? result.response : undefined;
      const responseBytes = result.ok ? result.response.wireBytes : result.failure.wireBytes;
      const requestId = answer?.headers[requestIdHeader];
      const keeps = exchanges.bodies === 'all' || (exchanges.bodies === 'failed' && error !== undefined);
      // Where a redirect leads is the vendor's own word.
      const ours = error === undefined && !keeps && !redirected;
      const redactor = ours ? secrecy.redactorFor(`${raw.url.href} ${requestId ?? ''}`) : secrecy.redactor();
      stats.requests += 1;
      stats.bytes += responseBytes;
      exchanges.write({
        at,
        provider: provider.key,
        integrationId: integration.id,
        operation,
        method: raw.method,
        host: raw.url.host,
        path: redactor.text(raw.url.pathname) + redactor.query(raw.url.search),
        status: result.ok ? result.response.status : result.failure.status,
        durationMs: clock.now() - at,
        requestBytes: raw.body === undefined ? 0 : Buffer.byteLength(raw.body),
        responseBytes,
        attempt,
        error: error?.code,
        message: error?.message,
        requestId: requestId === undefined ? undefined : redactor.text(requestId),
        bodies: keeps
          ? {
              request: redactBody(redactor, raw.body, raw.headers['content-type']),
              response: redactBody(redactor, answer?.body, answer?.headers['content-type']),
            }
          : undefined,
      });
    },
  };
}

/** Turns requests into what is sent: the parts that stay the same for all calls of an opened client are worked out once. */
function createPrepare(
  { provider, integration, operation }: AttemptOpen,
  transport: Pick<Transport, 'checkUrl'>,
): {
  /** `request` holds the credential already. */
  raw(request: HttpRequest): RawRequest;
  /** Why a redirect is not followed; undefined when it may be. */
  strayed(from: URL, to: URL): PlugboardError | undefined;
} {
  const { settings, account } = integration;
  const baseUrl = typeof provider.baseUrl === 'function' ? provider.baseUrl(settings) : provider.baseUrl;
  const hosts = typeof provider.hosts === 'function' ? provider.hosts(settings) : provider.hosts;
  const idempotencyHeader = provider.idempotencyHeader?.toLowerCase();
  const defaults = {
    'user-agent': userAgent,
    'accept-encoding': acceptEncoding,
    ...provider.headers?.({ settings, account }),
  };

  const strayed = (from: URL, to: URL): PlugboardError | undefined => {
    const known = hostAllowed(hosts, to.hostname);
    const about = { provider: provider.key, operation };
    if (typeof provider.hosts !== 'function')
      return known
        ? undefined
        : fail('blocked_host', `${to.hostname} is not one of the hosts ${provider.name} may use`, about);
    // The tenant typed the site: he can be told what to type instead.
    const start = `${provider.name} at ${from.host} sends calls on to ${to.origin}`;
    const closed = refusalOf(transport, to);
    if (closed !== undefined)
      return fail('blocked_host', `${start}: ${closed}; type the public https address of the site instead`, about);
    if (known) return undefined;
    const instead = siteBehind(baseUrl, from, to);
    const words = `which is not the site in the settings; if it is the right one, type ${instead} there`;
    return fail('blocked_host', `${start}, ${words}`, about);
  };

  return {
    strayed,
    raw: (request) => {
      if (request.headers?.['host'] !== undefined)
        throw fail('invalid_request', 'A request may not set the header "host"');
      const url = requestUrl(provider.outgoing?.(request) ?? request, baseUrl);
      if (provider.idempotencyParam !== undefined && request.idempotencyKey !== undefined)
        url.searchParams.set(provider.idempotencyParam, request.idempotencyKey);
      if (!hostAllowed(hosts, url.hostname))
        throw fail('blocked_host', `${url.hostname} is not one of the hosts ${provider.name} may use`);
      const body = request.body === undefined ? undefined : encodeBody(request.body);
      const accept = request.decode === 'xml' ? 'text/xml, application/xml' : 'application/json';
      const headers: Record<string, string> = { accept, ...defaults };
      if (body !== undefined) headers['content-type'] = body.type;
      if (idempotencyHeader !== undefined && request.idempotencyKey !== undefined)
        headers[idempotencyHeader] = request.idempotencyKey;
      return {
        method: request.method ?? 'GET',
        url,
        headers: Object.assign(headers, request.headers),
        body: body?.text,
        timeoutMs: integration.timeoutMs ?? provider.timeoutMs ?? defaultTimeoutMs,
        maxBytes: request.maxBytes ?? defaultMaxBytes,
      };
    },
  };
}

function isSafe(request: HttpRequest): boolean {
  return request.method === undefined || request.method === 'GET' || request.method === 'HEAD' || request.safe === true;
}

/** Why an address may not be called, whatever it belongs to. */
function refusalOf({ checkUrl }: Pick<Transport, 'checkUrl'>, url: URL): string | undefined {
  try {
    checkUrl(url);
    return undefined;
  } catch (error) {
    if (error instanceof PlugboardError) return error.message;
    throw error;
  }
}
