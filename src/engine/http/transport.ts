/**
 * Sends ONE request and reads ONE answer: a connection pool per origin, keep-alive, the host map, the egress guard, a total time
 * limit, cancellation, a size cap that also holds for compressed answers. It knows nothing of providers, credentials, retries,
 * redirects or JSON (client.ts does) and is shared by everything in the process that calls out.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { buildConnector, Pool, type Dispatcher } from 'undici';
import { PlugboardError, fail, type ErrorCode } from '../../contract/errors.ts';
import type { Method } from '../../contract/http.ts';
import { decompress } from './decompress.ts';
import type { EgressGuard } from './egress.ts';
import { hostMap, type HostMap } from './host-map.ts';

export interface RawRequest {
  readonly method: Method;
  /** The vendor's URL, https, before the host map. */
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Milliseconds from the call to the last byte, waiting for a free connection included. */
  readonly timeoutMs: number;
  /** Bytes of the answer's body after decompression. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface RawResponse {
  readonly status: number;
  /** Lower-case names; repeated headers joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** Decompressed. */
  readonly body: Buffer;
  /** Bytes of the body as they came. */
  readonly wireBytes: number;
}

/** Why there is no answer. The message names neither provider nor operation; it holds no secret. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  /** Outranks the error table: an invalid certificate does not heal within seconds. */
  readonly retry?: boolean;
  /** May the vendor have seen the request? False for refused connections, unknown names, guard refusals. */
  readonly sent: boolean;
  /** Of an answer that began but could not be read whole. */
  readonly status?: number;
  readonly wireBytes: number;
  readonly cause: unknown;
}

export type RawResult =
  { readonly ok: true; readonly response: RawResponse } | { readonly ok: false; readonly failure: Failure };

export interface Transport {
  /** Rejects only with the signal's own reason; everything that goes wrong outside is a result. */
  send(request: RawRequest): Promise<RawResult>;
  /** Checks a URL somebody typed. Hosts in the host map are the operator's own word and pass. Throws `blocked_host`. */
  checkUrl(url: string | URL): URL;
  /** The URL as a browser on this side must open it. */
  toBrowser(url: string): string;
  /** Closes all connections; running requests are cut. */
  close(): Promise<void>;
}

export interface TransportOptions {
  readonly guard: EgressGuard;
  readonly hostMap?: HostMap;
  /** Default 10 s. */
  readonly connectTimeoutMs?: number;
  /** Connections per origin; default 64. */
  readonly connections?: number;
}

/** More open pools than this and the longest unused is closed: tenants bring their own sites, and sockets are not free. */
const maxPools = 512;

export function createTransport(options: TransportOptions): Transport {
  const { guard } = options;
  const map = options.hostMap ?? hostMap(new Map());
  const connectTimeoutMs = options.connectTimeoutMs ?? 10_000;
  const connections = options.connections ?? 64;
  const pools = new Map<string, Pool>();

  const open = (url: URL): Pool => {
    const mapped = map.originFor(url.hostname);
    const connect =
      mapped === undefined
        ? guard.connector({ connectTimeoutMs })
        : connectMapped(new URL(mapped).hostname, connectTimeoutMs);
    // Time limits are ours, total per request; undici's own would cut slow but legitimate answers at other moments.
    return new Pool(mapped ?? url.origin, {
      connect,
      connections,
      keepAliveTimeout: 30_000,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  };

  const poolFor = (url: URL): Pool => {
    const known = pools.get(url.origin);
    if (known !== undefined && pools.size < maxPools / 2) return known;
    // A Map keeps insertion order: taking out and putting back makes the first entry the longest unused one.
    const pool = known ?? open(url);
    pools.delete(url.origin);
    pools.set(url.origin, pool);
    for (const [origin, oldest] of pools) {
      if (pools.size <= maxPools) break;
      pools.delete(origin);
      void oldest.close();
    }
    return pool;
  };

  return {
    send: async (request) => {
      if (request.url.protocol !== 'https:') {
        return {
          ok: false,
          failure: refusal(fail('blocked_host', `${request.url.hostname} may not be called: only https is used`)),
        };
      }
      const headers =
        map.originFor(request.url.hostname) === undefined
          ? request.headers
          : { ...request.headers, host: request.url.host };
      const answer = await exchange(poolFor(request.url), request, headers);
      return answer.ok ? unpack(answer.response, request.maxBytes) : answer;
    },
    checkUrl: (url) => {
      const parsed = URL.parse(String(url));
      const known =
        parsed?.protocol === 'https:' && parsed.username === '' && map.originFor(parsed.hostname) !== undefined;
      return parsed !== null && known ? parsed : guard.checkUrl(url);
    },
    toBrowser: map.toBrowser,
    close: async () => {
      const all = [...pools.values()];
      pools.clear();
      await Promise.all(all.map((pool) => pool.destroy()));
    },
  };
}

/** A mapped origin is the operator's word: no guard, and TLS names the gateway, not the vendor in the Host header. */
function connectMapped(hostname: string, timeout: number): buildConnector.connector {
  const connect = buildConnector({ timeout, allowH2: false });
  return (options, callback) => connect({ ...options, servername: hostname }, callback);
}

/** Runs one request on a pool. undici calls `onRequestStart` when it is about to write, so that we know what never left. */
function exchange(pool: Pool, request: RawRequest, headers: Readonly<Record<string, string>>): Promise<RawResult> {
  return new Promise((resolve, reject) => {
    const { signal, maxBytes, timeoutMs } = request;
    const chunks: Buffer[] = [];
    let controller: Dispatcher.DispatchController | undefined;
    let status: number | undefined;
    let answered: Readonly<Record<string, string>> = {};
    let wireBytes = 0;
    let done = false;

    const settle = (): boolean => {
      if (done) return false;
      done = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancelled);
      return true;
    };
    const stop = (why: Error): void => {
      if (!settle()) return;
      controller?.abort(why);
      const failure = { ...describe(why, timeoutMs), sent: controller !== undefined, wireBytes, cause: why };
      resolve({ ok: false, failure: status === undefined ? failure : { ...failure, status } });
    };
    const cancelled = (): void => {
      if (!settle()) return;
      controller?.abort(new Error('cancelled'));
      reject(signal?.reason);
    };
    const timer = setTimeout(() => stop(new TooLate()), timeoutMs);
    if (signal?.aborted === true) return cancelled();
    signal?.addEventListener('abort', cancelled, { once: true });

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: (started) => {
        if (done) return started.abort(new Error('cancelled'));
        controller = started;
      },
      onResponseStart: (_controller, statusCode, received) => {
        if (statusCode < 200) return;
        status = statusCode;
        answered = flatten(received);
        if (Number(answered['content-length'] ?? 0) > maxBytes && request.method !== 'HEAD')
          stop(new TooLarge(maxBytes));
      },
      onResponseData: (_controller, chunk) => {
        if (done) return;
        wireBytes += chunk.length;
        if (wireBytes > maxBytes) return stop(new TooLarge(maxBytes));
        chunks.push(chunk);
      },
      onResponseEnd: () => {
        if (!settle()) return;
        const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, wireBytes);
        resolve({ ok: true, response: { status: status ?? 0, headers: answered, body, wireBytes } });
      },
      onResponseError: (_controller, error) => stop(error),
    };
    try {
      const path = request.url.pathname + request.url.search;
      pool.dispatch({ path, method: request.method, headers, body: request.body ?? null }, handler);
    } catch (error) {
      stop(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

function flatten(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}

async function unpack(response: RawResponse, maxBytes: number): Promise<RawResult> {
  const encoding = response.headers['content-encoding'];
  if (encoding === undefined || response.body.length === 0) return { ok: true, response };
  const plain = await decompress(response.body, encoding, maxBytes);
  if (plain.ok) return { ok: true, response: { ...response, body: plain.body } };
  const failure = {
    code: 'decode_failed',
    message: plain.problem,
    sent: true,
    status: response.status,
    cause: undefined,
  } as const;
  return { ok: false, failure: { ...failure, wireBytes: response.wireBytes } };
}

class TooLate extends Error {}

class TooLarge extends Error {
  constructor(maxBytes: number) {
    super(`the answer is larger than the ${maxBytes} bytes allowed`);
  }
}

function refusal(error: PlugboardError): Failure {
  return { code: error.code, message: error.message, sent: false, wireBytes: 0, cause: error };
}

const badCertificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

/** Sorts what undici, the sockets and the guard report into the error table. */
function describe(error: Error, timeoutMs: number): Pick<Failure, 'code' | 'message' | 'retry'> {
  if (error instanceof PlugboardError) return { code: error.code, message: error.message };
  if (error instanceof TooLate) return { code: 'timeout', message: `no complete answer within ${timeoutMs} ms` };
  if (error instanceof TooLarge) return { code: 'decode_failed', message: error.message };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT' || code === 'ETIMEOUT') {
    return { code: 'timeout', message: `no connection (${code})` };
  }
  if (code === 'UND_ERR_INVALID_ARG')
    return { code: 'invalid_request', message: 'a header or the path holds a character HTTP does not allow' };
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return { code: 'decode_failed', message: 'the answer has too many headers' };
  if (badCertificate.test(code))
    return { code: 'provider_unavailable', message: `its certificate is not valid (${code})`, retry: false };
  return { code: 'provider_unavailable', message: `the connection failed (${code})` };
}
