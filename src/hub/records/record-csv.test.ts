import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvHeader, csvRow } from './record-csv.ts';
import type { RecordView } from './record-views.ts';

const view = (data: RecordView['data'], more: Partial<RecordView> = {}): RecordView => ({
  id: 'rec_MQ',
  model: 'product',
  integration_id: 'int_1',
  provider: 'till',
  stream: 'goods',
  key: 'g1',
  data,
  problem: null,
  changed_at: null,
  created_at: '2026-11-21T00:00:00.000Z',
  updated_at: '2026-11-21T00:00:00.000Z',
  deleted_at: null,
  seq: 1,
  created_seq: 1,
  ...more,
});

/** What a strict reader of RFC 4180 takes from it. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]];
  const whole = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|$)/y;
  while (whole.lastIndex < text.length) {
    const [, cell = '', end] = whole.exec(text) ?? [];
    rows.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === '\r\n' && whole.lastIndex < text.length) rows.push([]);
  }
  return rows;
}

const nameColumn = parse(csvHeader('product'))[0]?.indexOf('name') ?? -1;
const shownName = (name: unknown) => parse(csvRow('product', view({ name })))[0]?.[nameColumn];

describe('a row', () => {
  it('has the columns of its model, whatever its data holds', () => {
    const [header = []] = parse(csvHeader('product'));
    expect(header.slice(0, 7)).toEqual([
      'record_id',
      'integration_id',
      'provider',
      'stream',
      'vendor_id',
      'name',
      'description',
    ]);
    expect(new Set(header).size).toBe(header.length);
    for (const data of [null, {}, { name: 'Pen' }, { name: 'Pen', unheard_of: 1 }])
      expect(parse(csvRow('product', view(data)))[0]).toHaveLength(header.length);
  });

  it('keeps numbers, truth values, lists and objects what they are', () => {
    expect(shownName('-110.00')).toBe('-110.00');
    expect(shownName(-3)).toBe('-3');
    expect(shownName(false)).toBe('false');
    expect(shownName(null)).toBe('');
    expect(shownName([{ a: '=1' }])).toBe('[{"a":"=1"}]');
  });

  it.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\n=1', '＝1', '-', '+61 400'])(
    'makes no formula of %j',
    (text) => {
      expect(shownName(text)).toBe(`'${text}`);
    },
  );

  it('gives back every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = shownName(text) ?? '';
        expect([text, `'${text}`]).toContain(shown);
        expect(shown).not.toMatch(/^\s*[=+@]/);
      }),
    );
  });
});
