import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateOf, fromIso, fromMs, fromUnix } from './times.ts';

describe('times', () => {
  test.each([
    ['2026-05-01T10:00:00Z', '2026-05-01T10:00:00.000Z'],
    ['2026-05-01T10:00:00+08:00', '2026-05-01T02:00:00.000Z'],
    ['2026-05-01T10:00:00+0800', '2026-05-01T02:00:00.000Z'],
    ['2026-05-01T10:00:00', '2026-05-01T10:00:00.000Z'],
    ['2026-05-01T10:00:00.1833130', '2026-05-01T10:00:00.183Z'],
    ['2026-05-01', '2026-05-01T00:00:00.000Z'],
    ['2026-13-01', undefined],
    ['2026-02-31T10:00:00Z', undefined],
    ['9999-12-31T23:59:59-10:00', undefined],
    ['0000-01-01T00:00:00+10:00', undefined],
    ['yesterday', undefined],
    ['', undefined],
    [null, undefined],
    [1_777_593_600, undefined],
  ])('fromIso %j', (text, expected) => {
    expect(fromIso(text)).toBe(expected);
  });

  test('seconds and milliseconds', () => {
    expect(fromUnix(1_777_593_600)).toBe('2026-05-01T00:00:00.000Z');
    expect(fromUnix('1777593600')).toBeUndefined();
    expect(fromMs(Number.NaN)).toBeUndefined();
    expect(fromMs(8.64e15 + 1)).toBeUndefined();
    expect(fromUnix(-62_167_219_200)).toBe('0000-01-01T00:00:00.000Z');
    expect(fromUnix(-62_167_219_200.001)).toBeUndefined();
    expect(fromUnix(253_402_300_800)).toBeUndefined();
  });

  test('a calendar date is not moved by a zone', () => {
    expect(dateOf('2026-05-01T23:30:00+10:00')).toBe('2026-05-01');
    expect(dateOf('2026-05-01')).toBe('2026-05-01');
    expect(dateOf('2026-02-40')).toBeUndefined();
    expect(dateOf(undefined)).toBeUndefined();
  });

  test('every moment survives the way there and back, whatever its zone', () => {
    const moments = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, fc.integer({ min: -14 * 60, max: 14 * 60 }), (moment, offset) => {
        expect(fromMs(moment.getTime())).toBe(moment.toISOString());
        const local = new Date(moment.getTime() + offset * 60_000).toISOString().slice(0, -1);
        const pad = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, '0');
        const zone = `${offset < 0 ? '-' : '+'}${pad(offset / 60)}:${pad(offset % 60)}`;
        expect(fromIso(local + zone)).toBe(moment.toISOString());
      }),
    );
  });

  test('hostile text never throws', () => {
    const anything = fc.oneof(fc.anything(), fc.stringMatching(/^\d{4}-\d\d-\d\d/));
    fc.assert(
      fc.property(anything, (value) => {
        expect(['string', 'undefined']).toContain(typeof fromIso(value));
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(['string', 'undefined']).toContain(typeof dateOf(text));
      }),
    );
  });
});
