/**
 * Sends ONE attempt of a delivery and reads the beginning of its answer: signed, through the egress guard, within the time limits, never
 * following a redirect. Endpoints have connections of their own, so that one that hangs leaves none short, and none of them takes any from
 * the calls to vendors. Built by the composition root; used by the hub's sender and when an endpoint is tested.
 */
import { Pool } from 'undici';
import { fail, PlugboardError } from '../../contract/errors.ts';
import type { EgressGuard } from '../http/egress.ts';
import { endsOnce } from '../http/ending.ts';
import { hostMap, type HostMap } from '../http/host-map.ts';
import { userAgent } from '../http/request.ts';
import { connectMapped } from '../http/transport.ts';
import { describe, flatten, TooLate } from '../http/wire.ts';
import { signed, type Signed } from './signing.ts';

export interface Outgoing {
  /** Whose connections it uses: the endpoint. */
  readonly endpoint: string;
  readonly url: URL;
  /** The endpoint's own headers, lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Keys as signing.ts makes them, all that are valid now. */
  readonly keys: readonly string[];
  /** `webhook-id`. */
  readonly id: string;
  readonly body: Buffer;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  /** Undefined: there was none. */
  readonly status: number | undefined;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The first {@link keptBytes} of it. */
  readonly body: Buffer;
  /** There was more. */
  readonly cut: boolean;
  /** Undefined: it was accepted. */
  readonly problem: string | undefined;
  readonly durationMs: number;
  /** What was sent besides the body, without the endpoint's own headers. */
  readonly sent: Signed;
}

export interface DeliveryTransport {
  /** Rejects only with the signal's own reason. */
  send(outgoing: Outgoing): Promise<Answer>;
  /** Throws `blocked_host` for a URL that may not be an endpoint's, saying what is wrong with it. */
  checkUrl(url: string): URL;
  /** Forgets the connections of an endpoint. */
  forget(endpoint: string): void;
  close(): Promise<void>;
}

export interface DeliveryTransportOptions {
  readonly guard: EgressGuard;
  readonly hostMap?: HostMap;
  /** Wall clock of the timestamps, milliseconds. */
  readonly now: () => number;
  /** Default: the promised ones. */
  readonly limits?: { readonly connectMs: number; readonly totalMs: number };
}

/** Of an answer's body. */
export const keptBytes = 16_384;
const promised = { connectMs: 10_000, totalMs: 15_000 };
/** As many as an endpoint may have in flight. */
export const connectionsEach = 64;
/** The longest unused connections are closed beyond so many endpoints. */
const mostPools = 1_024;
const keepAliveMs = 15_000;

export function createDeliveryTransport(options: DeliveryTransportOptions): DeliveryTransport {
  const { guard, now, limits = promised } = options;
  const map = options.hostMap ?? hostMap(new Map());
  const pools = new Map<string, { readonly origin: string; readonly pool: Pool }>();

  const open = (url: URL): Pool => {
    const mapped = map.originFor(url.hostname);
    const connect =
      mapped === undefined
        ? guard.connector({ connectTimeoutMs: limits.connectMs })
        : connectMapped(new URL(mapped).hostname, limits.connectMs);
    return new Pool(mapped ?? url.origin, {
      connect,
      connections: connectionsEach,
      keepAliveTimeout: keepAliveMs,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  };
  const forget = (endpoint: string): void => {
    // What is under way on it is answered first.
    void pools.get(endpoint)?.pool.close();
    pools.delete(endpoint);
  };
  const poolOf = (endpoint: string, url: URL): Pool => {
    const known = pools.get(endpoint);
    if (known !== undefined && known.origin !== url.origin) forget(endpoint);
    const pool = known?.origin === url.origin ? known.pool : open(url);
    // Taking out and putting back makes the first entry the longest unused one.
    pools.delete(endpoint);
    pools.set(endpoint, { origin: url.origin, pool });
    for (const oldest of pools.keys()) {
      if (pools.size <= mostPools) break;
      forget(oldest);
    }
    return pool;
  };

  const checkUrl: DeliveryTransport['checkUrl'] = (typed) => {
    const parsed = URL.parse(typed);
    const mapped = parsed?.protocol === 'https:' && parsed.username === '' && map.originFor(parsed.hostname);
    return parsed !== null && typeof mapped === 'string' ? parsed : guard.checkUrl(typed);
  };

  return {
    checkUrl,
    forget,
    send: async (outgoing) => {
      const { url, id, keys, body } = outgoing;
      const sent = signed(keys, id, now(), body);
      const began = performance.now();
      const took = () => Math.round(performance.now() - began);
      try {
        checkUrl(url.href);
      } catch (error) {
        if (!(error instanceof PlugboardError)) throw error;
        return { ...nothing, problem: error.message, durationMs: took(), sent };
      }
      const headers: Record<string, string> = {
        ...outgoing.headers,
        'content-type': 'application/json',
        'user-agent': userAgent,
        ...sent,
      };
      if (map.originFor(url.hostname) !== undefined) headers['host'] = url.host;
      const came = await exchange(poolOf(outgoing.endpoint, url), outgoing, headers, limits.totalMs);
      return { ...came, durationMs: took(), sent };
    },
    close: async () => {
      const all = [...pools.values()];
      pools.clear();
      await Promise.all(all.map(({ pool }) => pool.destroy()));
    },
  };
}

type Came = Pick<Answer, 'status' | 'headers' | 'body' | 'cut' | 'problem'>;
const nothing: Came = { status: undefined, headers: {}, body: Buffer.alloc(0), cut: false, problem: undefined };

function exchange(
  pool: Pool,
  { url, body, signal }: Outgoing,
  headers: Readonly<Record<string, string>>,
  totalMs: number,
): Promise<Came> {
  return new Promise((resolve, reject) => {
    let came: Came = nothing;
    const chunks: Buffer[] = [];
    let bytes = 0;
    const answer = (cut: boolean): void => {
      const kept = Buffer.concat(chunks).subarray(0, keptBytes);
      resolve({ ...came, body: kept, cut, problem: problemOf(came.status) });
    };
    const ending = endsOnce(signal, {
      settled: () => clearTimeout(timer),
      stopped: (why) => resolve({ ...came, body: Buffer.concat(chunks), problem: whyNot(why, totalMs, url) }),
      cancelled: () => reject(signal?.reason),
    });
    const timer = setTimeout(() => ending.stop(new TooLate()), totalMs);
    if (ending.unwanted()) return;

    const options = { path: url.pathname + url.search, method: 'POST', headers, body } as const;
    ending.send(pool, options, {
      ...ending.handlers,
      onResponseStart: (_controller, status, received) => {
        if (status >= 200) came = { ...came, status, headers: flatten(received) };
      },
      onResponseData: (_controller, chunk) => {
        if (ending.over()) return;
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes <= keptBytes || !ending.settle()) return;
        // It has said yes or no; how much more it would say is its own affair.
        ending.controller()?.abort(new Error('enough'));
        answer(true);
      },
      onResponseEnd: () => {
        if (ending.settle()) answer(false);
      },
    });
  });
}

/** A redirect is a failure: where it leads is nobody's word but the receiver's. */
function problemOf(status: number | undefined): string | undefined {
  if (status === undefined) return 'it answered without a status';
  if (status >= 200 && status < 300) return undefined;
  return status >= 300 && status < 400
    ? `it answered ${status}: redirects are not followed, enter the final address instead`
    : `it answered ${status}`;
}

function whyNot(why: Error, totalMs: number, url: URL): string {
  if (why instanceof TooLate) return `it gave no complete answer within ${totalMs / 1000} s`;
  const code = 'code' in why ? String(why.code) : '';
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return 'it could not be connected to in time';
  if (code.startsWith('HPE_') || why.name === 'HTTPParserError') return 'what it answered is not HTTP';
  if (/^ERR_SSL|^EPROTO/.test(code)) return `no secure connection could be made (${code})`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `there is no address for ${url.hostname} (${code})`;
  return describe(why, totalMs).message;
}

/** Names a tenant may not set: ours, those of the connection, and those that say what the body is. */
const ourNames =
  /^(webhook-.*|plugboard-.*|content-.*|transfer-encoding|connection|keep-alive|proxy-.*|te|trailer|upgrade|host|expect|user-agent|date|via|forwarded|x-forwarded-.*|sec-.*|:.*)$/;

/** The endpoint's own headers with lower-case names. Throws `invalid_request` naming what may not be sent. */
export function ownHeaders(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  const problems: { path: string; message: string }[] = [];
  for (const [typed, value] of Object.entries(given)) {
    const name = typed.toLowerCase();
    const complain = (message: string) => problems.push({ path: `headers.${typed}`, message });
    if (!/^[a-z0-9!#$%&'*+.^_`|~-]{1,100}$/.test(name)) complain('is not the name of a header');
    else if (ourNames.test(name)) complain('is set by Plugboard or by the connection; choose another name');
    else if (name in headers) complain('stands there twice');
    else if (!/^[\x20-\x7e\t]{0,4000}$/.test(value)) complain('expected up to 4000 printable ASCII characters');
    else headers[name] = value;
  }
  const [first] = problems;
  if (first !== undefined) throw fail('invalid_request', `${first.path}: ${first.message}`, { problems });
  return headers;
}
