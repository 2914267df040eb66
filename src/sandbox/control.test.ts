import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pretend, type PretendState } from '../testing/pretend-vendor.ts';
import { testSandbox, type TestSandbox } from '../testing/sandbox.ts';

let sandbox: TestSandbox<PretendState>;

beforeAll(async () => {
  sandbox = await testSandbox({ key: 'pretend', sandbox: pretend });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.control.reset());

type Notes = { notes: { id: string; generation?: number }[]; more: boolean };
const list = async (query = ''): Promise<Notes> =>
  (await fetch(`${sandbox.origin}/notes${query}`)).json() as Promise<Notes>;

describe('the clock', () => {
  test('is frozen, set, advanced and let go', async () => {
    const { control } = sandbox;
    expect((await control.freeze('2026-11-20T08:00:00+08:00')).iso).toBe('2026-11-20T00:00:00.000Z');
    expect((await control.advance(1_500)).iso).toBe('2026-11-20T00:00:01.500Z');
    expect((await control.setClock(Date.parse('2027-01-01T00:00:00Z'))).frozen_at).toBe(
      Date.parse('2027-01-01T00:00:00Z'),
    );
    expect(sandbox.now()).toBe(Date.parse('2027-01-01T00:00:00Z'));
    expect(await control.realClock()).toMatchObject({ frozen_at: null, offset: 0 });
    await expect(control.setClock('tomorrow')).rejects.toThrow(/sandbox control: at/);
  });
});

describe('grown streams', () => {
  test('follow the seeded items, keep touches over a restart, and go away', async () => {
    const { control } = sandbox;
    expect(await control.grow('pretend', 'notes', 250)).toEqual({ records: 250, touches: 0, touched: 0 });
    const first = await list('?from=0&count=5');
    expect(first.notes.map(({ id }) => id).slice(3)).toEqual(['grown-0', 'grown-1']);
    expect(await list('?from=252&count=5')).toMatchObject({ notes: [{ id: 'grown-249' }], more: false });

    const before = sandbox.now();
    sandbox.advance(60_000);
    expect(await control.touch('pretend', 'notes', 0.1)).toEqual({ records: 250, touches: 1, touched: 25 });
    expect((await list(`?since=${before + 1}`)).notes).toHaveLength(25);
    await sandbox.restart();
    const changed = await list(`?since=${before + 1}`);
    expect(changed.notes).toHaveLength(25);
    expect(changed.notes.every(({ generation }) => generation === 1)).toBe(true);
    // The same number again is already there; another one starts afresh.
    expect((await control.grow('pretend', 'notes', 250)).touches).toBe(1);
    expect(await control.grow('pretend', 'notes', 10)).toEqual({ records: 10, touches: 0, touched: 0 });
    await control.grow('pretend', 'notes', 0);
    expect((await list()).notes).toHaveLength(3);
  });

  test('many pages at once are each their own, although their buffers are used again and again', async () => {
    // Pages larger than what the kernel takes at once, so that their buffers are still being read while others are filled.
    await sandbox.control.grow('pretend', 'notes', 120_000);
    for (let round = 0; round < 2; round++) {
      const starts = Array.from({ length: 4 }, (_, page) => (round * 4 + page) * 997);
      const pages = await Promise.all(starts.map((from) => list(`?from=${from + 3}&count=100000`)));
      pages.forEach(({ notes }, page) => {
        expect(notes.length).toBe(100_000);
        expect(notes.every(({ id }, place) => id === `grown-${(starts[page] ?? 0) + place}`)).toBe(true);
      });
    }
    await sandbox.control.grow('pretend', 'notes', 0);
  });

  test('growing and touching at once are done one after the other', async () => {
    const { control } = sandbox;
    await control.grow('pretend', 'notes', 5_000);
    const answers = await Promise.all([0.1, 0.1, 0.1].map((fraction) => control.touch('pretend', 'notes', fraction)));
    expect(answers.map(({ touches }) => touches)).toEqual([1, 2, 3]);
    const { notes } = await list('?from=3&count=5000');
    expect(notes.map(({ id }) => id)).toEqual(Array.from({ length: 5_000 }, (_, index) => `grown-${index}`));
    expect(notes.reduce((sum, { generation = 0 }) => sum + generation, 0)).toBe(1_500);
    await control.grow('pretend', 'notes', 0);
  });

  test('what cannot be grown or touched is named', async () => {
    await expect(sandbox.control.grow('pretend', 'songs', 5)).rejects.toThrow('cannot grow "songs"; it can grow notes');
    await expect(sandbox.control.grow('pretend', 'constructor', 5)).rejects.toThrow('cannot grow');
    await expect(sandbox.control.touch('pretend', 'notes', 0.5)).rejects.toThrow(
      'notes of pretend has not been grown yet',
    );
    await expect(sandbox.control.grow('pretend', 'notes', -1)).rejects.toThrow(/records/);
  });
});

describe('what was asked', () => {
  test('is counted per route and status, with the most at once', async () => {
    await sandbox.fault({ kind: 'delay', ms: 60 });
    await Promise.all([
      list(),
      list('?from=1'),
      fetch(`${sandbox.origin}/notes/7`),
      fetch(`${sandbox.origin}/nowhere`),
    ]);
    expect(await sandbox.requests()).toEqual({
      requests: 4,
      in_flight: 0,
      max_in_flight: 4,
      failures: 0,
      routes: { 'GET /notes': 2, 'GET /notes/:id': 1, unmatched: 1 },
      statuses: { '200': 3, '404': 1 },
    });
    const { recent } = await sandbox.control.requests();
    expect(recent.map(({ url, fault, at }) => [url, fault, at === sandbox.now()])).toContainEqual([
      '/notes?from=1',
      undefined,
      true,
    ]);
    await sandbox.control.forgetRequests();
    expect((await sandbox.requests()).requests).toBe(0);
  });

  test('can be held against the vendor: every exchange is kept whole', async () => {
    sandbox.exchanges.length = 0;
    await fetch(`${sandbox.origin}/notes?x=1`, { method: 'POST', body: '{"text":"ü"}', headers: { 'x-mark': 'm' } });
    expect(sandbox.exchanges).toMatchObject([
      { provider: 'pretend', status: 201, request: { method: 'POST', path: '/notes', headers: { 'x-mark': 'm' } } },
    ]);
    expect(JSON.parse(sandbox.exchanges[0]!.body.toString())).toMatchObject({ text: 'ü' });
  });
});

describe('state, switches, reset', () => {
  test('the state can be seen, and goes back to the seed', async () => {
    await fetch(`${sandbox.origin}/notes`, { method: 'POST', body: '{"text":"new"}' });
    expect(await sandbox.control.state('pretend')).toMatchObject({ notes: { 3: { text: 'new' } } });
    await sandbox.control.reset('pretend');
    expect((await list()).notes).toHaveLength(3);
  });

  test('switches take declared names and values only', async () => {
    const { control } = sandbox;
    expect(await control.switches('pretend', { mood: 'bad' })).toEqual({ mood: 'bad' });
    await expect(control.switches('pretend', { mood: 'odd' })).rejects.toThrow('"mood" must be one of good, bad');
    await expect(control.switches('pretend', { tempo: '1' })).rejects.toThrow('has no switch "tempo"; it has mood');
    await control.reset();
    expect(await (await fetch(sandbox.control.url)).json()).toMatchObject({
      providers: { pretend: { switches: { mood: 'good' } } },
    });
  });

  test('an unknown provider, path or content type is refused', async () => {
    await expect(sandbox.control.state('nobody')).rejects.toThrow('There is no sandbox "nobody"; there are pretend.');
    expect((await fetch(`${sandbox.control.url}/nowhere`)).status).toBe(404);
    expect((await fetch(`${sandbox.control.url}/reset`)).status).toBe(405);
    // What a foreign web page could send without being asked.
    expect((await fetch(`${sandbox.control.url}/reset`, { method: 'POST', body: '{}' })).status).toBe(400);
  });
});
