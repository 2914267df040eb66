/**
 * What the tests of engine/http and engine/auth share: clocks that do not wait, seeded randomness, in-memory ports, a real HTTP server
 * to play the vendor, and certificates made on the spot. Imported by tests only.
 */
import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { BudgetStore, Clock, Exchange, Random } from '../ports.ts';

/** For what really takes time: other people's answers. Begins in the middle of an hour, whatever the hour is. */
export const realClock: Clock = {
  now: () => 1_780_000_000_000 + Math.round(performance.now()),
  sleep: async (ms, signal) => {
    await setTimeout(ms, undefined, signal === undefined ? {} : { signal });
  },
};

/** Time moves only by sleeping, and sleeping takes no time. `slept` lists what was asked for. */
export function leapingClock(start = 1_780_000_000_000): Clock & { slept: number[]; advance(ms: number): void } {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      now += ms;
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    },
  };
}

/**
 * Virtual time for many sleepers at once: whenever everything else has come to rest, the earliest sleeper is woken. Deterministic as
 * long as nothing does real I/O.
 */
export function virtualClock(start = 1_780_000_000_000): Clock {
  let now = start;
  let driving = false;
  let counter = 0;
  const sleepers = new Map<number, { at: number; wake: () => void }>();

  const drive = async (): Promise<void> => {
    if (driving) return;
    driving = true;
    while (sleepers.size > 0) {
      for (let rest = 0; rest < 3; rest += 1) await new Promise((resolve) => setImmediate(resolve));
      const next = [...sleepers].toSorted(([a, x], [b, y]) => x.at - y.at || a - b)[0];
      if (next === undefined) break;
      sleepers.delete(next[0]);
      now = Math.max(now, next[1].at);
      next[1].wake();
    }
    driving = false;
  };

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason);
        counter += 1;
        const id = counter;
        const cancelled = (): void => {
          sleepers.delete(id);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', cancelled, { once: true });
        sleepers.set(id, {
          at: now + ms,
          wake: () => {
            signal?.removeEventListener('abort', cancelled);
            resolve();
          },
        });
        void drive();
      }),
  };
}

/** mulberry32: small, seeded, good enough for tests. */
export function seededRandom(seed = 1): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { next, bytes: (length) => Buffer.from(Array.from({ length }, () => Math.floor(next() * 256))) };
}

export interface CountingBudgetStore extends BudgetStore {
  /** How often each function was asked. */
  readonly asked: { take: number; observe: number; enter: number; leave: number };
  /** Most places ever held at once. */
  readonly peak: () => number;
}

/** A budget store as the port describes it: fixed windows that contain `nowMs`, leases that expire. */
export function memoryBudgetStore(): CountingBudgetStore {
  const used = new Map<string, number>();
  const holders = new Map<string, Map<string, number>>();
  const asked = { take: 0, observe: 0, enter: 0, leave: 0 };
  let peak = 0;
  const ceilings = new Map<string, number>();
  const windowOf = (key: string, windowMs: number, nowMs: number): string => `${key}@${Math.floor(nowMs / windowMs)}`;
  return {
    asked,
    peak: () => peak,
    take: async (key, want, max, windowMs, nowMs) => {
      asked.take += 1;
      const name = windowOf(key, windowMs, nowMs);
      const before = used.get(name) ?? 0;
      const granted = Math.max(0, Math.min(want, Math.min(max, ceilings.get(name) ?? max) - before));
      used.set(name, before + granted);
      return { granted, resetAt: (Math.floor(nowMs / windowMs) + 1) * windowMs };
    },
    observe: async (key, remaining, windowMs, nowMs) => {
      asked.observe += 1;
      const name = windowOf(key, windowMs, nowMs);
      const ceiling = (used.get(name) ?? 0) + remaining;
      ceilings.set(name, Math.min(ceilings.get(name) ?? ceiling, ceiling));
    },
    enter: async (key, holder, max, ttlMs, nowMs) => {
      asked.enter += 1;
      const held = holders.get(key) ?? new Map<string, number>();
      holders.set(key, held);
      for (const [name, until] of held) if (until <= nowMs) held.delete(name);
      if (held.size >= max) return false;
      held.set(holder, nowMs + ttlMs);
      peak = Math.max(peak, held.size);
      return true;
    },
    leave: async (key, holder) => {
      asked.leave += 1;
      holders.get(key)?.delete(holder);
    },
  };
}

export function memoryExchangeLog(): { write(exchange: Exchange): void; readonly lines: Exchange[] } {
  const lines: Exchange[] = [];
  return { lines, write: (exchange) => lines.push(exchange) };
}

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Vendor extends AsyncDisposable {
  readonly origin: string;
  readonly port: number;
  readonly seen: SeenRequest[];
}

/** A real HTTP server on a free loopback port; `answer` plays the vendor. */
export async function startVendor(
  answer: (request: SeenRequest, response: ServerResponse, number: number) => void | Promise<void>,
): Promise<Vendor> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const entry = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      seen.push(entry);
      void answer(entry, response, seen.length);
    });
  });
  const port = await listen(server, '127.0.0.1');
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers JSON. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export interface Canary extends AsyncDisposable {
  readonly port: number;
  /** Connections that reached it. */
  readonly reached: () => number;
}

/** Listens where no request may ever arrive, on IPv4 and (where the machine has it) IPv6 loopback. */
export async function startCanary(): Promise<Canary> {
  let reached = 0;
  const make = (): Server =>
    createTcpServer((socket) => {
      reached += 1;
      socket.on('error', () => undefined).destroy();
    });
  const first = make();
  const port = await listen(first, '127.0.0.1');
  const second = make();
  const servers = [first];
  await listen(second, '::1', port).then(
    () => servers.push(second),
    () => undefined,
  );
  return {
    port,
    reached: () => reached,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

export function listen(server: Server, host: string, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is never a string
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** A certificate for one host name, signed by itself; PEM. Made here so that no private key lies in the repository. */
export function selfSigned(host: string): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(tagged(0x31, sequence(oid('550403'), tagged(0x0c, Buffer.from(host)))));
  const time = (text: string): Buffer => tagged(0x18, Buffer.from(text));
  const algorithm = sequence(oid('2a8648ce3d040302'));
  const alternative = sequence(tagged(0x82, Buffer.from(host)));
  const extension = sequence(oid('551d11'), tagged(0x04, alternative));
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(time('20200101000000Z'), time('20990101000000Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(extension)),
  );
  const signature = createSign('sha256').update(body).sign(privateKey);
  const whole = sequence(body, algorithm, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}

/** ASN.1 DER: tag, length, content. */
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function oid(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}
