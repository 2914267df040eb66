/** Rows through the client, over real connections: what vendors send, what they send instead, and what happens on the way. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AuthMethod } from '../../contract/auth.ts';
import type { HttpRequest, HttpResponse, JsonObject, RowFormat } from '../../contract/http.ts';
import { createCredentials } from '../auth/credentials.ts';
import { createMemoryCredentialStore } from '../auth/memory-store.ts';
import { openHttp, type HttpClient } from './client.ts';
import { createEgressGuard } from './egress.ts';
import { hostMap } from './host-map.ts';
import { rowLimits } from './rows-parse.ts';
import { createHttpRuntime, type Callee, type HttpRuntime } from './runtime.ts';
import {
  json,
  leapingClock,
  memoryBudgetStore,
  memoryExchangeLog,
  seededRandom,
  startVendor,
  type SeenRequest,
  type Vendor,
} from './test-support.ts';
import { createTransport } from './transport.ts';
import { failure } from '../../testing/failure.ts';

type Answer = (request: SeenRequest, response: ServerResponse, number: number) => void | Promise<void>;

const callee: Callee = {
  key: 'acme',
  name: 'Acme',
  baseUrl: 'https://api.acme.example',
  hosts: ['api.acme.example', '*.files.example'],
  limits: [],
};
const secretKey = 'sk_live_0123456789';
const method: AuthMethod = {
  kind: 'api_key',
  key: 'api_key',
  label: 'Key',
  summary: '',
  place: { in: 'header', name: 'authorization', prefix: 'Bearer ' },
  fields: { api_key: { label: 'Key', help: '', secret: true } },
};

let vendor: Vendor;
let files: Vendor;
let answer: Answer;
let answerFile: Answer;
let log: ReturnType<typeof memoryExchangeLog>;
let clock: ReturnType<typeof leapingClock>;
let runtime: HttpRuntime;

beforeEach(async () => {
  vendor = await startVendor((...seen) => answer(...seen));
  files = await startVendor((...seen) => answerFile(...seen));
  log = memoryExchangeLog();
  clock = leapingClock();
  const map = hostMap(
    new Map([
      ['api.acme.example', vendor.origin],
      ['eu.files.example', files.origin],
      ['evil.example', files.origin],
    ]),
  );
  runtime = createHttpRuntime({
    transport: createTransport({ guard: createEgressGuard({ resolve: async () => ['10.0.0.1'] }), hostMap: map }),
    clock,
    random: seededRandom(),
    exchanges: log,
    budgetStore: memoryBudgetStore(),
  });
});

afterEach(async () => {
  await runtime.budgets.close();
  await runtime.transport.close();
  await vendor[Symbol.asyncDispose]();
  await files[Symbol.asyncDispose]();
});

interface Setup {
  readonly callee?: Partial<Callee>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

function open(setup: Setup = {}): HttpClient {
  const provider = { ...callee, ...setup.callee };
  const store = createMemoryCredentialStore({
    method: 'api_key',
    fields: { api_key: secretKey },
    tokens: undefined,
  });
  const grant = { provider, settings: {}, integrationId: 'int_1' };
  const deps = { transport: runtime.transport, clock, random: runtime.random, exchanges: log };
  const credential = createCredentials(deps).open({ id: 'int_1', method, app: undefined, grant, store });
  const integration = {
    id: 'int_1',
    settings: {},
    account: undefined,
    budgetKeys: { account: 'a', app: 'p' },
    timeoutMs: setup.timeoutMs,
  };
  return openHttp({ provider, integration, credential, operation: 'stream events', signal: setup.signal }, runtime);
}

const ndjson: RowFormat = { rows: 'ndjson' };
const csv: RowFormat = { rows: 'csv' };

async function all(http: HttpClient, format: RowFormat = ndjson, request: HttpRequest = { url: '/export' }) {
  const rows: JsonObject[] = [];
  for await (const batch of http.rows(request, format)) rows.push(...batch);
  return rows;
}

function send(type: string, body: string | Uint8Array, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': type, ...headers }).end(body);
  };
}

const line = (n: number): string => `${JSON.stringify({ n, text: 'x'.repeat(80) })}\n`;
const lines = (count: number, from = 0): string => Array.from({ length: count }, (_, i) => line(from + i)).join('');

describe('rows that come', () => {
  test('are asked for like anything else, and logged once', async () => {
    answer = send('application/x-ndjson', '{"a":1}\n{"a":2}\n', { date: 'Sat, 21 Nov 2026 10:00:00 GMT' });
    const http = open();
    const seen: HttpResponse['headers'][] = [];
    const batches: (readonly JsonObject[])[] = [];
    const rows = http.rows({ url: '/export', query: { day: 1 } }, ndjson, (headers) => seen.push(headers));
    for await (const batch of rows) batches.push(batch);
    expect(batches).toEqual([[{ a: 1 }, { a: 2 }]]);
    expect(seen).toMatchObject([{ date: 'Sat, 21 Nov 2026 10:00:00 GMT' }]);
    expect(vendor.seen).toMatchObject([
      {
        method: 'GET',
        url: '/export?day=1',
        headers: { authorization: `Bearer ${secretKey}`, accept: 'application/x-ndjson, */*;q=0.5' },
      },
    ]);
    expect(log.lines).toMatchObject([{ status: 200, responseBytes: 16, attempt: 1, error: undefined }]);
    expect(http.stats).toEqual({ requests: 1, retries: 0, bytes: 16 });
  });

  const table = 'id,name\n1,Zoë\n';
  const rows = [{ id: '1', name: 'Zoë' }];
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(table, 'utf16le')]);
  test.each<[string, RowFormat, Answer]>([
    ['as they are', csv, send('text/csv', table)],
    ['with a mark', csv, send('text/csv', `\uFEFF${table}`)],
    ['in another character set', csv, send('text/csv; charset=iso-8859-1', Buffer.from(table, 'latin1'))],
    ['in UTF-16', csv, send('text/csv', utf16)],
    ['encoded', csv, send('text/csv', brotliCompressSync(table), { 'content-encoding': 'br' })],
    ['as a packed file', { rows: 'csv', unpack: 'gzip' }, send('application/gzip', gzipSync(table))],
    [
      'as a packed file in two pieces',
      { rows: 'csv', unpack: 'gzip' },
      send('application/gzip', Buffer.concat([gzipSync('id,name\n'), gzipSync('1,Zoë\n')])),
    ],
    [
      'as a packed file that is called an encoding',
      { rows: 'csv', unpack: 'gzip' },
      send('text/csv', gzipSync(table), { 'content-encoding': 'gzip' }),
    ],
    [
      'as a packed file, encoded',
      { rows: 'csv', unpack: 'gzip' },
      send('text/csv', gzipSync(gzipSync(table)), { 'content-encoding': 'gzip' }),
    ],
    ['in a zip', { rows: 'csv', unpack: 'zip' }, send('application/zip', zipSync({ 'a.csv': Buffer.from(table) }))],
  ])('%s', async (_name, format, sends) => {
    answer = sends;
    expect(await all(open(), format)).toEqual(rows);
  });

  test('from the files of a zip, packed themselves, each with its own heading or none', async () => {
    const zip = zipSync({
      '1/': new Uint8Array(),
      '1/a.json.gz': gzipSync('{"n":1}\n{"n":2}'),
      '1/b.json.gz': gzipSync(''),
      '1/c.json': Buffer.from('\uFEFF{"n":3}\n'),
    });
    answer = send('application/zip', zip);
    expect(await all(open(), { rows: 'ndjson', unpack: 'zip' })).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    answer = send('application/zip', zipSync({ a: Buffer.from('x,y\n1,2\n'), b: Buffer.from('y\n3\n') }));
    expect(await all(open(), { rows: 'csv', unpack: 'zip' })).toEqual([{ x: '1', y: '2' }, { y: '3' }]);
  });

  test('none: an empty body, no content, a heading alone, a zip without files', async () => {
    answer = send('text/csv', '');
    expect(await all(open(), csv)).toEqual([]);
    answer = (_request, response) => void response.writeHead(204).end();
    expect(await all(open(), { rows: 'csv', unpack: 'zip' })).toEqual([]);
    answer = send('text/csv', 'id\n');
    expect(await all(open(), csv)).toEqual([]);
    answer = send('application/zip', zipSync({}));
    expect(await all(open(), { rows: 'csv', unpack: 'zip' })).toEqual([]);
  });

  test('while they are read, the provider may ask for more, also where one call at a time is allowed', async () => {
    answer = ({ url }, response) =>
      url === '/export' ? void response.writeHead(200).end(lines(2000)) : json(response, 200, {});
    const http = open({ callee: { limits: [{ concurrent: 1 }] } });
    let count = 0;
    for await (const batch of http.rows({ url: '/export' }, ndjson)) {
      await http.send({ url: '/detail' });
      count += batch.length;
    }
    expect(count).toBe(2000);
  });
});

describe('what is sent instead', () => {
  test('a busy vendor is waited for, one in trouble asked again', async () => {
    answer = (_request, response, number) => {
      if (number === 1) return json(response, 429, { message: 'slow down' }, { 'retry-after': '7' });
      if (number === 2) return json(response, 503, {});
      response.writeHead(200).end('{"n":1}\n');
    };
    const http = open();
    expect(await all(http)).toEqual([{ n: 1 }]);
    expect(clock.slept[0]).toBe(7000);
    expect(http.stats).toMatchObject({ requests: 3, retries: 2 });
    expect(log.lines.map(({ status, error }) => [status, error])).toEqual([
      [429, 'rate_limited'],
      [503, 'provider_unavailable'],
      [200, undefined],
    ]);
  });

  test.each([
    [401, 'auth_revoked'],
    [403, 'permission_denied'],
    [404, 'not_found'],
  ])('a %i is %s, in the vendor’s words', async (status, code) => {
    answer = (_request, response) => json(response, status, { message: `no, ${secretKey}` });
    const error = await failure(all(open(), csv));
    expect(error.code).toBe(code);
    expect(error.message).toContain(`Acme answered ${status} to stream events: no, [redacted]`);
  });

  test('the provider’s own verdict counts, for an error in a 200 as well', async () => {
    answer = send('application/json', '{"error":"export_not_ready"}');
    const strict: Setup['callee'] = {
      success: ({ body }) => !(typeof body === 'object' && body !== null && 'error' in body),
      error: () => ({ code: 'unsupported', message: 'not ready' }),
    };
    expect(await failure(all(open({ callee: strict }), csv))).toMatchObject({
      code: 'unsupported',
      message: 'Acme answered 200 to stream events: not ready',
    });
  });

  const page = '<!DOCTYPE html><html><body>Sign in</body></html>';
  test.each<[string, RowFormat, Answer, string]>([
    ['a page for a table', csv, send('text/html', page), 'an HTML page instead of CSV'],
    ['a page that calls itself a table', csv, send('text/csv', `  ${page}`), 'an HTML page instead of CSV'],
    ['a page for lines', ndjson, send('text/html', page), 'an HTML page instead of JSON lines'],
    ['JSON for a table', csv, send('application/json', '{"rows":[]}'), 'JSON instead of CSV'],
    ['a list for lines', ndjson, send('application/json', '[{"a":1}]'), 'JSON instead of JSON lines'],
    ['a table for lines', ndjson, send('text/csv', 'a\n1\n'), 'something else instead of JSON lines'],
    ['text for a zip', { rows: 'csv', unpack: 'zip' }, send('text/plain', 'a\n1\n'), 'instead of a zip file'],
    ['nothing for a zip', { rows: 'csv', unpack: 'zip' }, send('text/plain', ''), 'with nothing instead of a zip file'],
    ['text for a packed file', { rows: 'csv', unpack: 'gzip' }, send('text/plain', 'a\n'), 'instead of gzip data'],
    [
      'a damaged file',
      { rows: 'csv', unpack: 'gzip' },
      send('x', gzipSync('a\n1\n').fill(7, 12)),
      'gzip data is damaged',
    ],
    [
      'half a packed file',
      { rows: 'csv', unpack: 'gzip' },
      send('x', gzipSync('a\n1\n'.repeat(999)).subarray(0, 25)),
      'gzip data is damaged',
    ],
    ['an unknown encoding', csv, send('text/csv', 'a', { 'content-encoding': 'sdch' }), 'packed in an unknown way'],
    ['an unknown character set', csv, send('text/csv; charset=klingon', 'a\n1\n'), 'a character set we do not know'],
    ['a broken table', csv, send('text/csv', 'a,b\n1\n'), 'row 2 of the answer has 1 values where 2 are named'],
  ])('%s is decode_failed, and not asked for again', async (_name, format, sends, words) => {
    answer = sends;
    const error = await failure(all(open(), format));
    expect(error).toMatchObject({ code: 'decode_failed', message: expect.stringContaining(words) });
    expect(vendor.seen).toHaveLength(1);
    expect(log.lines).toMatchObject([{ error: 'decode_failed' }]);
  });
});

describe('sizes', () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000, '\n'));
  test.each<[string, RowFormat, Answer]>([
    ['announced', ndjson, send('x', lines(2000))],
    ['that turns out so', ndjson, (_request, response) => void response.write(lines(2000), () => response.end())],
    ['unpacked from an encoding', ndjson, send('x', bomb, { 'content-encoding': 'gzip' })],
    ['unpacked from a file', { rows: 'ndjson', unpack: 'gzip' }, send('x', bomb)],
    ['unpacked from a zip', { rows: 'csv', unpack: 'zip' }, send('x', zipSync({ a: Buffer.alloc(50_000_000) }))],
    ['packed twice', { rows: 'csv', unpack: 'zip' }, send('x', zipSync({ a: [bomb, { level: 0 }] }))],
  ])('an answer too large, %s, is cut where it is too large', async (_name, format, sends) => {
    answer = sends;
    const error = await failure(all(open(), format, { url: '/export', maxBytes: 100_000 }));
    expect(error.code).toBe('decode_failed');
    expect(error.message).toMatch(/larger than the 100000 bytes allowed|gzip/);
  });

  test('a row that does not end is cut long before the answer', async () => {
    const large = Buffer.alloc(2 * rowLimits.rowBytes, 'x');
    answer = send('x', gzipSync(Buffer.concat([Buffer.from('{"a":"'), large])));
    expect((await failure(all(open(), { rows: 'ndjson', unpack: 'gzip' }))).message).toContain(
      'row 1 of the answer is longer than the 8388608 bytes allowed',
    );
    answer = send('x', Buffer.concat([Buffer.from('a\n'), large]));
    expect((await failure(all(open(), csv))).message).toContain('row 2 of the answer is longer');
  });

  test('a slow reader holds the vendor up: never more is under way than queues hold', async () => {
    const total = 64_000;
    const body = 'y'.repeat(980);
    let made = 0;
    answer = async (_request, response) => {
      response.writeHead(200);
      while (made < total) {
        made += 1;
        if (!response.write(`{"n":${made},"b":"${body}"}\n`)) await once(response, 'drain');
      }
      response.end();
    };
    let taken = 0;
    let most = 0;
    for await (const batch of open().rows({ url: '/export' }, ndjson)) {
      // All that can happen meanwhile happens: the vendor writes until nobody takes more from it.
      for (let before = -1; before !== made;) {
        before = made;
        for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      }
      most = Math.max(most, made - taken);
      taken += batch.length;
    }
    expect(taken).toBe(total);
    // A kilobyte each: the system's own buffers are a few MB of it, ours less than one.
    expect(most).toBeLessThan(16_000);
  });
});

describe('on the way', () => {
  const cutAfter =
    (text: string): Answer =>
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'x' });
      response.write(text, () => response.destroy());
    };

  test('a connection cut before the first batch is a reason to ask again', async () => {
    answer = (request, response, number) =>
      number === 1 ? cutAfter('{"n":1}\n{"n"')(request, response, number) : void response.end('{"n":1}\n{"n":2}\n');
    const http = open();
    expect(await all(http)).toEqual([{ n: 1 }, { n: 2 }]);
    expect(http.stats.retries).toBe(1);
    expect(log.lines).toMatchObject([
      { status: 200, error: 'provider_unavailable' },
      { status: 200, error: undefined },
    ]);
  });

  test('cut later it is an error to come back after, and no half batch', async () => {
    const sent = lines(rowLimits.rows + 10);
    answer = cutAfter(sent);
    const sizes: number[] = [];
    const reading = async () => {
      for await (const batch of open().rows({ url: '/export' }, ndjson)) sizes.push(batch.length);
    };
    const error = await failure(reading());
    expect(error).toMatchObject({ code: 'provider_unavailable', retry: true, details: { status: 200 } });
    expect(error.message).toContain('Acme broke off its answer to stream events: the connection failed');
    expect(sizes).toEqual([rowLimits.rows]);
    expect(vendor.seen).toHaveLength(1);
    expect(log.lines).toMatchObject([{ status: 200, error: 'provider_unavailable', responseBytes: sent.length }]);
  });

  test('a body shorter than announced is not complete', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write(lines(2), () => response.destroy());
    };
    expect(await failure(all(open()))).toMatchObject({ code: 'provider_unavailable' });
  });

  test.each([
    ['before the headers', '', 'no complete answer within 60 ms'],
    ['before the first batch', line(1), 'nothing came for 60 ms'],
    ['in the middle', lines(rowLimits.rows + 1), 'nothing came for 60 ms'],
  ])('silence %s ends it', async (_name, text, words) => {
    answer = (_request, response) => {
      if (text !== '') response.writeHead(200).write(text);
    };
    const error = await failure(all(open({ timeoutMs: 60 })));
    expect(error).toMatchObject({ code: 'timeout', retry: true, message: expect.stringContaining(words) });
  });

  test('a reader that takes its time is no silence of the vendor', async () => {
    answer = send('x', lines(20_000));
    let count = 0;
    for await (const batch of open({ timeoutMs: 400 }).rows({ url: '/export' }, ndjson)) {
      // Longer than the vendor may be silent; the body is larger than what is read ahead, so that it has to wait.
      if (count === 0) await wait(600);
      count += batch.length;
    }
    expect(count).toBe(20_000);
  });

  test.each([
    ['before the headers', 0],
    ['while the first rows come', 1],
    ['between rows', rowLimits.rows + 1],
  ])('cancelled %s: the reason comes out, and the vendor is left alone', async (_name, rows) => {
    const cancel = new AbortController();
    let gone: Promise<unknown> | undefined;
    answer = (_request, response) => {
      gone = once(response, 'close');
      if (rows > 0) response.writeHead(200).write(lines(rows));
      if (rows <= 1) setImmediate(() => cancel.abort(new Error('stop it')));
    };
    const reading = async () => {
      for await (const batch of open({ signal: cancel.signal }).rows({ url: '/export' }, ndjson)) {
        expect(batch).toHaveLength(rowLimits.rows);
        cancel.abort(new Error('stop it'));
      }
    };
    await expect(reading()).rejects.toThrow('stop it');
    await gone;
  });

  test('a reader that has enough ends the connection', async () => {
    let gone: Promise<unknown> | undefined;
    answer = (_request, response) => {
      gone = once(response, 'close');
      response.writeHead(200).write(lines(rowLimits.rows * 3));
    };
    for await (const batch of open().rows({ url: '/export' }, ndjson)) {
      expect(batch).toHaveLength(rowLimits.rows);
      break;
    }
    await gone;
    expect(log.lines).toMatchObject([{ status: 200, error: undefined }]);
  });
});

describe('sent on', () => {
  const link = 'https://eu.files.example/exports/7.csv?X-Amz-Signature=0123456789abcdef&X-Amz-Expires=60';

  test('to a file on a host of the provider’s, without the credential', async () => {
    answer = (_request, response) => void response.writeHead(302, { location: link }).end();
    answerFile = send('text/csv', 'id\n1\n');
    expect(await all(open(), csv)).toEqual([{ id: '1' }]);
    const [seen] = files.seen;
    expect(seen?.url).toBe('/exports/7.csv?X-Amz-Signature=0123456789abcdef&X-Amz-Expires=60');
    expect(Object.keys(seen?.headers ?? {}).toSorted()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
    expect(JSON.stringify(log.lines)).not.toContain('0123456789abcdef');
    expect(log.lines.map(({ host, status }) => [host, status])).toEqual([
      ['api.acme.example', 302],
      ['eu.files.example', 200],
    ]);
  });

  test.each(['https://evil.example/x.csv', 'https://10.0.0.1/x.csv', 'http://eu.files.example/x.csv'])(
    'not to %s',
    async (location) => {
      answer = (_request, response) => void response.writeHead(302, { location }).end();
      expect((await failure(all(open(), csv))).code).toBe('blocked_host');
      expect(files.seen).toEqual([]);
    },
  );

  test('an expired link is said in its own words', async () => {
    answer = (_request, response) => void response.writeHead(302, { location: link }).end();
    answerFile = (_request, response) =>
      void response
        .writeHead(403, { 'content-type': 'application/xml' })
        .end('<Error><Code>AccessDenied</Code></Error>');
    expect(await failure(all(open(), csv))).toMatchObject({ code: 'permission_denied', details: { status: 403 } });
  });
});
