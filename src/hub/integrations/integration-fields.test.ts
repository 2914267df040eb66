import { describe, expect, it } from 'vitest';
import type { Fields } from '../../contract/fields.ts';
import { shelf } from '../../testing/shelf-vendor.ts';
import { checkValues, destinationOf, wayInto } from './integration-fields.ts';

const fields: Fields = {
  key: { label: 'Key', help: '', secret: true, pattern: { source: 'a|b', message: 'expected a or b' } },
  region: { label: 'Region', help: '', choices: ['au', 'eu'], default: 'au' },
  note: { label: 'Note', help: '', optional: true, example: 'hello' },
};
const check = (given: Record<string, string>, kept?: Record<string, string>) =>
  checkValues(fields, given, 'credentials', kept);

describe('typed values', () => {
  it('are trimmed, and defaults filled in', () => {
    expect(check({ key: ' a\n' })).toEqual({ values: { key: 'a', region: 'au' }, problems: [] });
  });

  it('lose what surrounds them, whatever kind of space it is or whether it can be seen', () => {
    for (const around of [
      ' ',
      '\t',
      '\r\n',
      '\u00a0',
      '\u2003',
      '\u3000',
      '\u200b',
      '\u2060',
      '\ufeff',
      '\u202a',
      '\u00ad',
    ])
      expect(check({ key: `${around} ${around}a${around}\n`, note: around }), JSON.stringify(around)).toEqual({
        values: { key: 'a', region: 'au' },
        problems: [],
      });
    expect(check({ key: 'a', note: 'Zoë\u00a0B \u{1F469}\u200d\u{1F393}' }).values['note']).toBe(
      'Zoë\u00a0B \u{1F469}\u200d\u{1F393}',
    );
  });

  it('say that there is something inside that cannot be seen', () => {
    for (const key of ['a b', 'a\nb', 'a\u00a0b', 'a\u200bb'])
      expect(check({ key }).problems).toEqual([
        {
          path: 'credentials.key',
          message: 'has spaces, line breaks or invisible characters inside; expected a or b',
        },
      ]);
  });

  it('are tidied before the pattern looks at them, only when typed', () => {
    const site: Fields = {
      site: {
        label: 'Site',
        help: '',
        tidy: (typed) => typed.replace(/^(https:\/\/[^/]+).*$/, '$1'),
        pattern: { source: 'https://[a-z.]+', message: 'expected https://...' },
      },
    };
    expect(checkValues(site, { site: ' https://lms.example/course/view.php?id=3\n' }, 'settings')).toEqual({
      values: { site: 'https://lms.example' },
      problems: [],
    });
    expect(checkValues(site, {}, 'settings', { site: 'https://kept.example/x' }).problems).toHaveLength(1);
  });

  it('name what is missing, unknown, not allowed or malformed, all at once', () => {
    expect(check({ region: 'us', colour: 'red', note: 'a\0b' }).problems).toEqual([
      { path: 'credentials.colour', message: 'is not a known field; expected key, region, note' },
      { path: 'credentials.key', message: 'is missing; expected: Key' },
      { path: 'credentials.region', message: 'expected one of au, eu' },
      { path: 'credentials.note', message: 'expected text without control characters' },
    ]);
    expect(check({ key: 'x'.repeat(20_001) }).problems).toEqual([
      { path: 'credentials.key', message: 'expected at most 20000 characters' },
    ]);
  });

  it('match a pattern as a whole, alternatives included', () => {
    expect(check({ key: 'ab' }).problems).toEqual([{ path: 'credentials.key', message: 'expected a or b' }]);
    expect(check({ key: 'a\nb' }).problems).toHaveLength(1);
  });

  it('left out or empty stay as they are stored', () => {
    expect(check({ key: '' }, { key: 'b', note: 'old' }).values).toEqual({ key: 'b', region: 'au', note: 'old' });
  });

  it('keep line ends inside a certificate', () => {
    expect(check({ key: 'a', note: '-----BEGIN-----\nabc\r\n-----END-----' }).problems).toEqual([]);
  });

  it('cannot reach what every object has', () => {
    expect(check({ key: 'a', constructor: 'x' }).problems).toHaveLength(1);
    expect(check(JSON.parse('{"key":"a","__proto__":"x"}')).problems).toHaveLength(1);
  });
});

it('secrets are tied to where they go', () => {
  const way = wayInto(shelf, 'api_key')!;
  const here = destinationOf(shelf, way, { region: 'au' });
  expect(destinationOf(shelf, way, { region: 'au', shelf: '7' })).toBe(here);
  expect(destinationOf(shelf, way, { region: 'eu' })).not.toBe(here);
  expect(destinationOf(shelf, wayInto(shelf, 'basic')!, { region: 'au' })).not.toBe(here);
});
