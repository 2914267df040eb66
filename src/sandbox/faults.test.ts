import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { request } from 'undici';
import { pretend, type PretendState } from '../testing/pretend-vendor.ts';
import { testSandbox, type TestSandbox } from '../testing/sandbox.ts';

let sandbox: TestSandbox<PretendState>;

beforeAll(async () => {
  sandbox = await testSandbox({ key: 'pretend', sandbox: pretend });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.control.reset());

const list = () => fetch(`${sandbox.origin}/notes`);
const write = () => fetch(`${sandbox.origin}/notes`, { method: 'POST', body: '{"text":"x"}' });

describe('instead of the work', () => {
  test('a status, with Retry-After in seconds or as a date by the sandbox clock', async () => {
    await sandbox.fault({ kind: 'status', status: 429, retry_after: 7, times: 1 });
    const limited = await list();
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    await sandbox.fault({
      kind: 'status',
      status: 503,
      retry_after: 60,
      retry_after_as: 'date',
      times: 1,
      body: { busy: true },
    });
    const busy = await list();
    expect(busy.headers.get('retry-after')).toBe(new Date(sandbox.now() + 60_000).toUTCString());
    expect(await busy.json()).toEqual({ busy: true });
    expect((await list()).status).toBe(200);
  });

  test('no work is done', async () => {
    await sandbox.fault({ kind: 'status', status: 500 });
    await write();
    expect(sandbox.state().notes).toHaveLength(3);
  });

  test('a reset connection', async () => {
    await sandbox.fault({ kind: 'reset' });
    await expect(request(`${sandbox.origin}/notes`)).rejects.toMatchObject({
      code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/),
    });
  });

  test('silence, until the caller gives up', async () => {
    await sandbox.fault({ kind: 'hang' });
    await expect(fetch(`${sandbox.origin}/notes`, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    await expect.poll(async () => (await sandbox.requests()).in_flight).toBe(0);
  });

  test('HTML with 200', async () => {
    await sandbox.fault({ kind: 'html' });
    const answer = await list();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  test('a gzip bomb is small on the wire and valid JSON of the size asked for', async () => {
    await sandbox.fault({ kind: 'gzip_bomb', megabytes: 20 });
    const { headers, body } = await request(`${sandbox.origin}/notes`);
    expect(headers['content-encoding']).toBe('gzip');
    const packed = Buffer.from(await body.arrayBuffer());
    expect(packed.length).toBeLessThan(50_000);
    const text = gunzipSync(packed).toString();
    expect(text.length).toBe(20_000_011);
    expect(JSON.parse(text)).toEqual({ data: expect.stringMatching(/^a+$/) });
  });
});

describe('after the work', () => {
  test('a lost answer: the work is done, the caller hears nothing', async () => {
    await sandbox.fault({ kind: 'lose_answer', method: 'post', times: 1 });
    await expect(write()).rejects.toThrow('fetch failed');
    expect(sandbox.state().notes).toHaveLength(4);
  });

  test('half a body as if it were whole', async () => {
    const whole = await (await list()).text();
    await sandbox.fault({ kind: 'truncate' });
    expect(await (await list()).text()).toBe(whole.slice(0, whole.length >> 1));
  });

  test('half a body, then a broken connection', async () => {
    await sandbox.fault({ kind: 'cut' });
    const answer = await list();
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow('terminated');
  });

  test('another content type', async () => {
    await sandbox.fault({ kind: 'content_type', value: 'image/png' });
    expect((await list()).headers.get('content-type')).toBe('image/png');
  });

  test.each([
    ['notes.1.text', { nested: true }, { notes: [{}, { text: { nested: true } }, {}] }],
    ['notes', [], { notes: [] }],
    ['nowhere.at.all', 1, { notes: { length: 3 } }],
    ['notes.0.text', 'a\u0000b\ud800', { notes: [{ text: 'a\u0000b\ud800' }, {}, {}] }],
  ])('another value at %s', async (at, value, expected) => {
    await sandbox.fault({ kind: 'alter', at, value });
    expect(await (await list()).json()).toMatchObject(expected);
  });
});

describe('which requests', () => {
  const statuses = async (count: number) => {
    const all: number[] = [];
    for (let call = 0; call < count; call++) all.push((await list()).status);
    return all;
  };

  test('by method and path, never another provider', async () => {
    await sandbox.fault({ kind: 'status', status: 500, method: 'POST', path: '^/notes$' });
    expect((await list()).status).toBe(200);
    expect((await write()).status).toBe(500);
    await sandbox.fault({ kind: 'status', status: 502, path: '/other' });
    expect((await list()).status).toBe(200);
  });

  test('after so many, and so many times', async () => {
    await sandbox.fault({ kind: 'status', status: 500, skip: 2, times: 2 });
    expect(await statuses(6)).toEqual([200, 200, 500, 500, 200, 200]);
    expect(await sandbox.control.faults()).toMatchObject([{ matched: 6, met: 2 }]);
  });

  test('a part of them, the same part for the same seed', async () => {
    const run = async () => {
      const fresh = await testSandbox({ key: 'pretend', sandbox: pretend }, { seed: 'dice' });
      await fresh.fault({ kind: 'status', status: 500, rate: 0.3 });
      const all: number[] = [];
      for (let call = 0; call < 100; call++) all.push((await fetch(`${fresh.origin}/notes`)).status);
      await fresh.stop();
      return all;
    };
    const first = await run();
    const failed = first.filter((status) => status === 500).length;
    expect(failed).toBeGreaterThan(15);
    expect(failed).toBeLessThan(45);
    expect(await run()).toEqual(first);
  });

  test('delays add to other faults', async () => {
    await sandbox.fault({ kind: 'delay', ms: 40 });
    await sandbox.fault({ kind: 'status', status: 500 });
    const start = performance.now();
    expect((await list()).status).toBe(500);
    expect(performance.now() - start).toBeGreaterThan(35);
  });

  test('until switched off, one or all', async () => {
    const { id } = await sandbox.fault({ kind: 'status', status: 500 });
    await sandbox.fault({ kind: 'status', status: 502 });
    expect((await list()).status).toBe(500);
    await sandbox.control.clearFaults(id);
    expect((await list()).status).toBe(502);
    await sandbox.clearFaults();
    expect((await list()).status).toBe(200);
  });

  test.each([
    [{ kind: 'explode' }, /kind/],
    [{ kind: 'status' }, /status/],
    [{ kind: 'hang', rate: 2 }, /rate/],
    [{ kind: 'hang', path: '(' }, /is not a regular expression/],
    [{ kind: 'hang', surprise: 1 }, /surprise/],
    [{ kind: 'hang', provider: 'nobody' }, /There is no sandbox "nobody"; there are pretend/],
  ])('nonsense is refused by name: %j', async (fault, message) => {
    const answer = await fetch(`${sandbox.control.url}/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ provider: 'pretend', ...fault }),
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await answer.json()).toMatchObject({ message: expect.stringMatching(message) });
    expect(await sandbox.control.faults()).toEqual([]);
  });
});
