import fc from 'fast-check';
import { z } from 'zod';
import { expect, test } from 'vitest';
import { stream } from '../../contract/stream.ts';
import { toldAt } from './gone.ts';
import { prepare, type Sighting } from './prepare.ts';

test('a moment in whole seconds is the end of that second, an exact one is itself', () => {
  expect(toldAt('2026-01-01T00:00:05Z')).toBe(Date.parse('2026-01-01T00:00:05.999Z'));
  expect(toldAt('2026-01-01T00:00:05.120Z')).toBe(Date.parse('2026-01-01T00:00:05.120Z'));
  expect(toldAt('yesterday')).toBeNaN();
});

const things = stream({
  model: 'tracking_category',
  summary: 'Things.',
  raw: z.looseObject({ id: z.string() }),
  incremental: { style: 'none' },
  deletions: 'never',
  request: () => ({ url: '/' }),
  items: () => [],
  paginate: () => undefined,
  key: () => 'one',
  updatedAt: (item) => (typeof item['at'] === 'number' ? new Date(item['at']).toISOString() : undefined),
  map: () => ({ name: 'x', status: 'active', options: [], custom: {} }),
});

test('of several states of one record the same one counts as if they were stored one after the other', async () => {
  const state = fc.record({ at: fc.option(fc.integer({ min: 1, max: 4 })), asOfMs: fc.integer({ min: 1, max: 4 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(state, { minLength: 1, maxLength: 6 }), async (states) => {
      const sightings = states.map((one, no): Sighting => ({
        item: { id: 'one', no, at: one.at },
        asOfMs: one.asOfMs,
      }));
      // upsert_records_v1, in words of its own.
      let counts = 0;
      states.forEach((one, no) => {
        const before = states[counts] ?? one;
        const newer =
          one.at === null || before.at === null || one.at === before.at
            ? one.asOfMs >= before.asOfMs
            : one.at > before.at;
        if (newer) counts = no;
      });
      const { changed } = await prepare(
        things,
        sightings,
        { settings: {}, account: undefined },
        { probe: async () => [] },
        false,
      );
      expect(changed.map(({ raw }) => JSON.parse(Buffer.from(raw ?? []).toString()).no)).toEqual([counts]);
    }),
  );
});
