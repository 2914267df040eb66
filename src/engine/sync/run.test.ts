import { setImmediate as breathe } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fail } from '../../contract/errors.ts';
import { isJsonObject, type JsonObject } from '../../contract/http.ts';
import { stream } from '../../contract/stream.ts';
import { memoryPageStore } from '../../testing/memory-page-store.ts';
import { items, make, names, run, start, Vendor } from '../../testing/item-runs.ts';

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

describe('a full pass', () => {
  test.each([0, 1, 9, 10, 11, 20, 21, 2500])('reads a list of %i items whole', async (count) => {
    const vendor = new Vendor();
    vendor.items = make(count);
    const store = memoryPageStore();
    expect(await run(vendor, store)).toMatchObject({ outcome: 'complete' });
    expect(names(store)).toEqual(vendor.items.map((item) => item.id));
    expect(store.pages.at(-1)?.checkpoint).toBeNull();
    expect(store.pages.reduce((sum, page) => sum + page.read, 0)).toBe(count);
  });

  test('writes nothing when nothing changed, and only what changed when something did', async () => {
    const vendor = new Vendor();
    vendor.items = make(25);
    const store = memoryPageStore();
    await run(vendor, store);
    const before = store.pages.length;
    await run(vendor, store);
    expect(store.pages.slice(before).flatMap((page) => page.changed)).toEqual([]);
    vendor.items[13] = { id: 'i00013', name: 'Changed', at: start + 5000 };
    const again = store.pages.length;
    await run(vendor, store);
    expect(store.pages.slice(again).flatMap((page) => page.changed.map((item) => item.key))).toEqual(['i00013']);
  });

  test('sweeps what the vendor no longer lists', async () => {
    const vendor = new Vendor();
    vendor.items = make(25);
    const store = memoryPageStore();
    await run(vendor, store);
    vendor.items = vendor.items.filter((item) => item.id !== 'i00003');
    expect(await run(vendor, store)).toMatchObject({ swept: { deleted: 1 } });
    expect(names(store)).not.toContain('i00003');
  });

  test('does not sweep when it dies before the end', async () => {
    const vendor = new Vendor();
    vendor.items = make(45);
    const store = memoryPageStore();
    await run(vendor, store);
    vendor.before = (request) => {
      if (request.query?.['from'] === 40) throw fail('provider_unavailable', 'down');
    };
    vendor.items = vendor.items.slice(0, 44);
    await expect(run(vendor, store)).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(names(store)).toHaveLength(45);
  });

  test('sets a broken item aside with its reason and goes on', async () => {
    const vendor = new Vendor();
    vendor.items = make(3);
    const store = memoryPageStore();
    const hostile: unknown[] = [
      { id: 'x', name: 7, at: start },
      { name: 'no id', at: start },
      'not an object',
      null,
      { id: 'y\u0000', name: 'n', at: start },
    ];
    const odd = { ...items, items: () => [...vendor.items, ...hostile] };
    expect(await run(vendor, store, { stream: stream(odd) })).toMatchObject({ outcome: 'complete' });
    expect(store.pages.reduce((sum, page) => sum + page.failed, 0)).toBe(5);
    expect(store.records.get('x')).toMatchObject({ data: null, problem: expect.stringContaining('name') });
    expect(names(store).filter((key) => !key.startsWith('#'))).toEqual(['i00000', 'i00001', 'i00002', 'x']);
  });

  test('sets an item aside that is nested too deep', async () => {
    const vendor = new Vendor();
    vendor.items = make(2);
    const store = memoryPageStore();
    const deep: unknown = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
    const odd = { ...items, items: () => [...vendor.items, { id: 'deep', name: 'n', at: start, deep }] };
    await run(vendor, store, { stream: stream(odd) });
    expect([...store.records.values()].filter((record) => record.problem !== null)).toHaveLength(1);
    expect(names(store)).toEqual(expect.arrayContaining(['i00000', 'i00001']));
  });

  test('takes the later of two items with one id', async () => {
    const vendor = new Vendor();
    vendor.items = [
      { id: 'a', name: 'first', at: start },
      { id: 'a', name: 'second', at: start },
    ];
    const store = memoryPageStore();
    await run(vendor, store);
    expect(store.records.get('a')?.data).toMatchObject({ name: 'second' });
  });

  test('ends when a vendor ignores the page it is asked for', async () => {
    const vendor = new Vendor();
    vendor.items = make(30);
    const store = memoryPageStore();
    const deaf = { ...items, items: () => vendor.items.slice(0, 10) };
    await expect(run(vendor, store, { stream: stream(deaf) })).rejects.toMatchObject({ code: 'decode_failed' });
    expect(vendor.asked.length).toBeLessThan(5);
  });

  test('an account without the feature is absent, not failed', async () => {
    const vendor = new Vendor();
    vendor.before = () => {
      throw fail('not_found', 'no such endpoint');
    };
    const absent = { ...items, absentOn: { codes: ['not_found' as const], reason: 'Not switched on.' } };
    expect(await run(vendor, memoryPageStore(), { stream: stream(absent) })).toEqual({
      outcome: 'absent',
      reason: 'Not switched on.',
    });
  });

  test('stops at the page boundary when told to', async () => {
    const vendor = new Vendor();
    vendor.items = make(100);
    const stop = new AbortController();
    vendor.before = (request) => {
      if (request.query?.['from'] === 30) stop.abort(new Error('enough'));
    };
    const store = memoryPageStore();
    await expect(run(vendor, store, { signal: stop.signal })).rejects.toThrow('enough');
    expect(store.pages.at(-1)?.checkpoint).toMatchObject({ kind: 'list' });
  });
});

describe('resuming', () => {
  test('goes on from the stored checkpoint wherever the store began to fail: nothing lost, nothing twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 60 }),
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 6 }),
        async (count, deaths) => {
          const vendor = new Vendor();
          vendor.items = make(count);
          vendor.size = 7;
          const store = memoryPageStore();
          for (const after of [...deaths, Number.POSITIVE_INFINITY]) {
            const stored = store.pages.length;
            store.failFrom = (store.pages.at(-1)?.no ?? 0) + after;
            const checkpoint = store.pages.at(-1)?.checkpoint ?? undefined;
            await run(vendor, store, { checkpoint, pagesStored: stored, hasRecords: store.records.size > 0 }).catch(
              () => undefined,
            );
          }
          expect(names(store)).toEqual(vendor.items.map((item) => item.id));
          expect([...store.writes.values()].every((times) => times === 1)).toBe(true);
          expect(store.pages.reduce((sum, page) => sum + page.read, 0)).toBe(count);
        },
      ),
    );
  });
});

describe('reading ahead', () => {
  /** The most pages asked for beyond those stored, while the store takes its time. */
  async function mostAhead(size: number): Promise<number> {
    const vendor = new Vendor();
    vendor.size = size;
    vendor.items = make(10_000);
    const inner = memoryPageStore();
    let read = 0;
    let most = 0;
    await run(vendor, {
      ...inner,
      store: async (page) => {
        for (let turn = 0; turn < 100; turn += 1) await breathe();
        most = Math.max(most, vendor.asked.length - read / size);
        read += page.read;
        return inner.store(page);
      },
    });
    return most;
  }

  test('stops at two pages, because a crash makes us ask for them again', async () => {
    expect(await mostAhead(1000)).toBe(2);
  });

  test('goes on with small pages, which are stored together', async () => {
    expect(await mostAhead(100)).toBeGreaterThan(5);
  });
});

describe('an incremental run', () => {
  test('reads from the cursor less the lookback, and remembers where this run started by the vendor clock', async () => {
    const vendor = new Vendor();
    vendor.items = make(3);
    const store = memoryPageStore();
    await run(vendor, store);
    // The vendor's clock is five minutes behind ours.
    vendor.now = start + 3_600_000;
    await run(vendor, store, {
      mode: 'incremental',
      cursor: '2026-06-01T00:30:00.000Z',
      startedMs: vendor.now + 300_000,
      clock: { now: () => vendor.now + 300_000, sleep: async () => undefined },
    });
    expect(vendor.asked.at(-1)?.query?.['since']).toBe(Date.parse('2026-06-01T00:28:00Z'));
    expect(store.pages.at(-1)?.nextCursor).toBe('2026-06-01T01:00:00.000Z');
    expect(store.pages.at(-1)?.seen).toBeUndefined();
  });

  test('of a list that can be filtered for a month only asks for a full pass after a longer absence', async () => {
    const vendor = new Vendor();
    const month = 30 * 86_400_000;
    const short = { ...items, incremental: { ...items.incremental, retentionMs: month } };
    const late = (cursor: string) =>
      run(vendor, memoryPageStore(), { stream: stream(short), mode: 'incremental', cursor });
    expect(await late(new Date(start - month + 121_000).toISOString())).toMatchObject({ outcome: 'complete' });
    expect(await late(new Date(start - month + 119_000).toISOString())).toMatchObject({ outcome: 'full_needed' });
    expect(vendor.asked).toHaveLength(1);
  });

  test('a moment chosen by the caller is taken as it is', async () => {
    const vendor = new Vendor();
    await run(vendor, memoryPageStore(), {
      mode: 'incremental',
      cursor: '2026-06-01T00:30:00.000Z',
      since: '2026-01-01T00:00:00.000Z',
    });
    expect(vendor.asked.at(-1)?.query?.['since']).toBe(Date.parse('2026-01-01T00:00:00Z'));
  });

  test('an older state never overwrites a newer one', async () => {
    const vendor = new Vendor();
    vendor.items = [{ id: 'a', name: 'new', at: start + 1000 }];
    const store = memoryPageStore();
    await run(vendor, store);
    vendor.items = [{ id: 'a', name: 'old', at: start }];
    await run(vendor, store);
    expect(store.records.get('a')?.data).toMatchObject({ name: 'new' });
  });
});

describe('a feed of changes', () => {
  const changing: typeof items = {
    ...items,
    incremental: {
      style: 'changes',
      lookbackMs: 60_000,
      changes: {
        retentionMs: 30 * 86_400_000,
        request: ({ since }) => ({ url: '/events', query: { since: Date.parse(since) } }),
        items: (body) => items.items(body, { partition: '', request: { url: '/events' } }),
        paginate: items.paginate,
        change: (event: JsonObject) => {
          const item = event['item'];
          return {
            key: textOf(event['key']),
            at: new Date(Number(event['at'])).toISOString(),
            item: isJsonObject(item) ? item : undefined,
            deleted: event['gone'] === true,
          };
        },
      },
    },
  };

  function feed(events: readonly JsonObject[]): Vendor {
    const vendor = new Vendor();
    vendor.send = async () => ({
      status: 200,
      headers: {},
      url: 'https://vendor.example/events',
      body: { list: events, more: false },
    });
    return vendor;
  }

  test('the newest change of a key wins, whatever the order of seconds, and repeating the window writes nothing', async () => {
    const store = memoryPageStore();
    const { updatedAt: _without, ...bare } = changing;
    const at = start + 60_000;
    const events = [
      { key: 'a', at, item: { id: 'a', name: 'third', at: 0 } },
      { key: 'a', at, item: { id: 'a', name: 'second', at: 0 } },
      { key: 'a', at: at - 1000, item: { id: 'a', name: 'first', at: 0 } },
    ];
    const options = {
      stream: stream(bare),
      mode: 'incremental' as const,
      cursor: new Date(start).toISOString(),
      startedMs: at + 5000,
    };
    await run(feed(events), store, options);
    expect(store.records.get('a')?.data).toMatchObject({ name: 'third' });
    await run(feed(events), store, { ...options, hasRecords: true });
    expect(store.writes.get('a')).toBe(1);
  });

  test('a deletion of something known is stored, of something unknown is not', async () => {
    const store = memoryPageStore();
    const vendor = new Vendor();
    vendor.items = make(1);
    await run(vendor, store);
    const gone = [
      { key: 'i00000', at: start + 9000, gone: true },
      { key: 'never seen', at: start + 9000, gone: true },
    ];
    const { updatedAt: _without, ...bare } = changing;
    await run(feed(gone), store, {
      stream: stream(bare),
      mode: 'incremental',
      cursor: new Date(start).toISOString(),
      startedMs: start + 10_000,
    });
    expect(store.pages.at(-1)?.changed.map((item) => [item.key, item.deleted])).toEqual([['i00000', true]]);
    expect(store.records.has('never seen')).toBe(false);
  });

  test('a cursor older than the feed asks for a full pass and stores nothing', async () => {
    const store = memoryPageStore();
    const result = await run(feed([]), store, {
      stream: stream(changing),
      mode: 'incremental',
      cursor: '2026-01-01T00:00:00.000Z',
    });
    expect(result.outcome).toBe('full_needed');
    expect(store.pages).toEqual([]);
  });

  test('as many changes as the vendor ever lists ask for a full pass: nobody knows what was cut off', async () => {
    const { incremental } = changing;
    if (incremental.style !== 'changes') throw new Error('it reads a feed');
    const cut = { ...changing, incremental: { ...incremental, changes: { ...incremental.changes, most: 2 } } };
    const at = start + 9000;
    const some = (count: number) => make(count).map((item) => ({ key: item.id, at, item: { ...item } }));
    const cursor = new Date(start).toISOString();
    const store = memoryPageStore();
    const options = { stream: stream(cut), mode: 'incremental' as const, cursor, startedMs: start + 10_000 };
    expect(await run(feed(some(2)), store, options)).toMatchObject({ outcome: 'full_needed' });
    expect(store.pages).toEqual([]);
    expect(await run(feed(some(1)), store, options)).toMatchObject({ outcome: 'complete' });
  });
});
