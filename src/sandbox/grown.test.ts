import { appendFileSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GrownList } from '../contract/index.ts';
import { openGrown, removeGrown, renderGrown, type GrownStream, type RenderItem } from './grown.ts';

const start = 1_800_000_000_000;
const render: RenderItem = ({ index, generation, at }) => ({
  id: `n${index}`,
  text: 'ü'.repeat(index % 7),
  generation,
  at,
});

let directory: string;
let open: GrownStream[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'plugboard-grown-'));
  open = [];
});
afterEach(() => {
  for (const stream of open) stream.close();
  rmSync(directory, { recursive: true, force: true });
});

async function grow(count: number, name = 'p.notes'): Promise<GrownStream> {
  const stream = await renderGrown(directory, name, { count, at: start, render });
  open.push(stream);
  return stream;
}

async function reopen(renderer = render): Promise<GrownStream | undefined> {
  const stream = await openGrown(directory, 'p.notes', renderer);
  if (stream !== undefined) open.push(stream);
  return stream;
}

type Item = { id: string; generation: number; at: number };
const read = (list: GrownList, from = 0, to = list.count): Item[] =>
  JSON.parse(`[${list.slice(from, to).toString('utf8')}]`) as Item[];
const file = (ending: string) => join(directory, `p.notes.${ending}`);

describe('a grown stream', () => {
  test('is what its renderer says, in order, from any place to any other', async () => {
    const { list } = await grow(5_003);
    expect(list.count).toBe(5_003);
    const all = read(list);
    expect(all).toEqual(Array.from({ length: 5_003 }, (_, index) => render({ index, generation: 0, at: start })));
    for (const [from, to] of [
      [0, 1],
      [1_999, 2_001],
      [5_000, 5_003],
      [5_000, 9_999],
      [7, 7],
    ] as const) {
      expect(read(list, from, to)).toEqual(all.slice(from, to));
    }
    expect(read(list, 6_000, 7_000)).toEqual([]);
  });

  test('touching gives a part of it a new generation, evenly, and lists the changes in the order of the items', async () => {
    const stream = await grow(1_000);
    expect(await stream.touch(0.1, start + 1_000)).toBe(100);
    expect(await stream.touch(0.05, start + 2_000)).toBe(50);
    const all = read(stream.list);
    expect(all.map(({ id }) => id)).toEqual(Array.from({ length: 1_000 }, (_, index) => `n${index}`));
    expect(all.filter(({ generation }) => generation > 0)).toHaveLength(stream.touched);
    expect(stream.touches).toBe(2);

    const since = (ms: number) => read(stream.list.changedSince(ms));
    expect(since(start)).toEqual(all);
    expect(since(start + 1)).toEqual(all.filter(({ at }) => at > start));
    expect(since(start + 1_001)).toEqual(all.filter(({ at }) => at === start + 2_000));
    expect(since(start + 2_001)).toEqual([]);
  });

  test('agrees with a simple model, whatever is touched and read (property)', async () => {
    const touches = fc.array(
      fc.record({ fraction: fc.constantFrom(0, 0.03, 0.1, 0.5, 1), after: fc.integer({ min: -5, max: 5 }) }),
      { maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), touches, fc.nat(20), async (count, made, sinceAfter) => {
        const stream = await grow(count, `p.${fc.hash(JSON.stringify([count, made]))}`);
        let at = start;
        for (const { fraction, after } of made) {
          at += after;
          const before = read(stream.list);
          const number = await stream.touch(fraction, at);
          const changed = read(stream.list).filter((item, index) => item.generation !== before[index]?.generation);
          expect(changed).toHaveLength(number);
          expect(Math.abs(number - count * fraction)).toBeLessThanOrEqual(1);
        }
        const list = stream.list.changedSince(start + sinceAfter);
        const changed = read(list);
        expect(changed).toEqual(read(stream.list).filter((item) => item.at >= start + sinceAfter));
        expect(read(list, 2, 5)).toEqual(changed.slice(2, 5));
        const inOrder = read(list.byChange());
        expect(inOrder.map((item) => item.at)).toEqual(changed.map((item) => item.at).toSorted((a, b) => a - b));
        expect(new Set(inOrder.map(({ id }) => id))).toEqual(new Set(changed.map(({ id }) => id)));
      }),
      { numRuns: 40 },
    );
  });

  test('touches stay in order when the clock was set back', async () => {
    const stream = await grow(100);
    await stream.touch(0.1, start + 5_000);
    await stream.touch(0.1, start + 1_000);
    expect(read(stream.list.changedSince(start + 5_000))).toHaveLength(stream.touched);
  });
});

describe('kept in files', () => {
  test('a reopened stream is the same, touches included', async () => {
    const stream = await grow(500);
    await stream.touch(0.1, start + 1_000);
    await stream.touch(0.2, start + 2_000);
    const again = await reopen();
    expect(read(again!.list)).toEqual(read(stream.list));
    expect(read(again!.list.changedSince(start + 1))).toEqual(read(stream.list.changedSince(start + 1)));
    expect(await again!.touch(0.1, start + 3_000)).toBe(50);
  });

  test('killed while rendering for the first time: there is nothing, and rendering starts afresh', async () => {
    await grow(500);
    rmSync(file('json'));
    truncateSync(file('items'), 100);
    expect(await reopen()).toBeUndefined();
    expect(read((await grow(700)).list)).toHaveLength(700);
  });

  test('killed while touching: the touch never happened, and the next one is whole', async () => {
    const stream = await grow(500);
    const before = read(stream.list);
    appendFileSync(file('items'), '{"id":"n1","te');
    appendFileSync(file('ends'), Buffer.alloc(13));
    const again = await reopen();
    expect(read(again!.list)).toEqual(before);
    await again!.touch(0.1, start + 1_000);
    expect(read(again!.list).filter(({ generation }) => generation === 1)).toHaveLength(50);
  });

  test('half-written rows of a touch that failed in this process are overwritten', async () => {
    const stream = await grow(500);
    appendFileSync(file('items'), 'rubbish');
    await stream.touch(1, start + 1_000);
    expect(read(stream.list).every(({ generation }) => generation === 1)).toBe(true);
  });

  test.each<[string, () => void]>([
    ['its description is broken', () => writeFileSync(file('json'), '{"format":1')],
    ['rows are missing', () => truncateSync(file('items'), statSync(file('items')).size - 1)],
    ['the index is missing', () => rmSync(file('ends'))],
  ])('is not served when %s', async (_what, damage) => {
    await grow(500);
    damage();
    expect(await reopen()).toBeUndefined();
  });

  test('is not served when its renderer has changed since', async () => {
    await grow(500);
    expect(await reopen((item) => ({ ...render(item), more: true }))).toBeUndefined();
  });

  test('removing takes the files away', async () => {
    await grow(5);
    await removeGrown(directory, 'p.notes');
    expect(() => statSync(file('items'))).toThrow('ENOENT');
    expect(await reopen()).toBeUndefined();
  });
});
