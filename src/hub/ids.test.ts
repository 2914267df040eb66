import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId, printable, readId, showId } from './ids.ts';

const random = { next: Math.random, bytes: (length: number) => randomBytes(length) };
const at = (ms: number) => ({ clock: { now: () => ms, sleep: async () => {} }, random });

describe('ids', () => {
  it('are version 7 UUIDs that sort by the millisecond they were made in', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 2 }), (ms) => {
        const [one, later] = [newId(at(ms)), newId(at(ms + 1))];
        expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(one < later).toBe(true);
        expect(parseInt(one.replaceAll('-', '').slice(0, 12), 16)).toBe(ms);
      }),
    );
  });

  it('are shown with a prefix and read back', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(readId('int', showId('int', uuid))).toBe(uuid);
      }),
    );
  });

  it('that are malformed, or of another kind, name nothing', () => {
    for (const text of [
      '',
      'int_',
      'int_1',
      showId('run', newId(at(0))),
      `${showId('int', newId(at(0)))}0`,
      `INT_${'0'.repeat(32)}`,
      "int_' or 1=1",
      'int_\0',
    ]) {
      expect(() => readId('int', text), text).toThrow(expect.objectContaining({ code: 'not_found' }));
    }
  });

  it('are repeated in messages only as far as is harmless', () => {
    expect(printable('a\0b\nc')).toBe('a?b?c');
    expect(printable('x'.repeat(500))).toHaveLength(63);
  });
});
