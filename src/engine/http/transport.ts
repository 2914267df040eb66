/**
 * Sends ONE request and reads ONE answer: a connection pool per origin, keep-alive, the host map, the egress guard, a total time
 * limit, cancellation, a size cap that also holds for compressed answers. It knows nothing of providers, credentials, retries,
 * redirects or JSON (client.ts does) and is shared by everything in the process that calls out.
 */
import { buildConnector, Pool } from 'undici';
import { fail } from '../../contract/errors.ts';
import { receive, type Arrival } from './arriving.ts';
import { decompress } from './decompress.ts';
import type { EgressGuard } from './egress.ts';
import { endsOnce } from './ending.ts';
import { hostMap, type HostMap } from './host-map.ts';
import {
  describe,
  flatten,
  refusal,
  TooLarge,
  TooLate,
  type RawRequest,
  type RawResponse,
  type RawResult,
} from './wire.ts';

export type { Arriving, Failure, RawRequest, RawResponse, RawResult } from './wire.ts';

export interface Transport {
  /** Rejects only with the signal's own reason; everything that goes wrong outside is a result. */
  send(request: RawRequest): Promise<RawResult>;
  /** The same, but answers as soon as the headers are there, and hands the body out as it comes (Content-Encoding and all). */
  receive(request: RawRequest): Promise<Arrival>;
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

  const headersFor = ({ url, headers }: RawRequest): RawRequest['headers'] =>
    map.originFor(url.hostname) === undefined ? headers : { ...headers, host: url.host };

  return {
    send: async (request) => {
      if (request.url.protocol !== 'https:') return notSecure(request);
      const answer = await exchange(poolFor(request.url), request, headersFor(request));
      return answer.ok ? unpack(answer.response, request.maxBytes) : answer;
    },
    receive: async (request) =>
      request.url.protocol === 'https:'
        ? receive(poolFor(request.url), request, headersFor(request))
        : notSecure(request),
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

function notSecure({ url }: RawRequest): Extract<RawResult, { ok: false }> {
  return { ok: false, failure: refusal(fail('blocked_host', `${url.hostname} may not be called: only https is used`)) };
}

/** A mapped origin is the operator's word: no guard, and TLS names the gateway, not the vendor in the Host header. */
export function connectMapped(hostname: string, timeout: number): buildConnector.connector {
  const connect = buildConnector({ timeout, allowH2: false });
  return (options, callback) => connect({ ...options, servername: hostname }, callback);
}

/** Runs one request on a pool. undici calls `onRequestStart` when it is about to write, so that we know what never left. */
function exchange(pool: Pool, request: RawRequest, headers: Readonly<Record<string, string>>): Promise<RawResult> {
  return new Promise((resolve, reject) => {
    const { signal, maxBytes, timeoutMs } = request;
    const chunks: Buffer[] = [];
    let status: number | undefined;
    let answered: Readonly<Record<string, string>> = {};
    let wireBytes = 0;

    const ending = endsOnce(signal, {
      settled: () => clearTimeout(timer),
      stopped: (why) => {
        const sent = ending.controller() !== undefined;
        const failure = { ...describe(why, timeoutMs), sent, wireBytes, cause: why };
        resolve({ ok: false, failure: status === undefined ? failure : { ...failure, status } });
      },
      cancelled: () => reject(signal?.reason),
    });
    const timer = setTimeout(() => ending.stop(new TooLate()), timeoutMs);
    if (ending.unwanted()) return;

    const path = request.url.pathname + request.url.search;
    const options = { path, method: request.method, headers, body: request.body ?? null };
    ending.send(pool, options, {
      ...ending.handlers,
      onResponseStart: (_controller, statusCode, received) => {
        if (statusCode < 200) return;
        status = statusCode;
        answered = flatten(received);
        if (Number(answered['content-length'] ?? 0) > maxBytes && request.method !== 'HEAD')
          ending.stop(new TooLarge(maxBytes));
      },
      onResponseData: (_controller, chunk) => {
        if (ending.over()) return;
        wireBytes += chunk.length;
        if (wireBytes > maxBytes) return ending.stop(new TooLarge(maxBytes));
        chunks.push(chunk);
      },
      onResponseEnd: () => {
        if (!ending.settle()) return;
        const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, wireBytes);
        resolve({ ok: true, response: { status: status ?? 0, headers: answered, body, wireBytes } });
      },
    });
  });
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
