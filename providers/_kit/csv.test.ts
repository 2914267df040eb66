/** CSV: what is written is read again, whatever is in the cells. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsv } from './csv.ts';

test('a table with everything that is odd', () => {
  const text =
    '\uFEFFAccount,"Title, long",Amount\r\n1000,"Cash ""at hand""",1.00\r\n\n2000,"two\nlines"\n,,\n3000,x,y,z';
  expect(readCsv(text)).toEqual([
    { Account: '1000', 'Title, long': 'Cash "at hand"', Amount: '1.00' },
    { Account: '2000', 'Title, long': 'two\nlines', Amount: '' },
    { Account: '', 'Title, long': '', Amount: '' },
    { Account: '3000', 'Title, long': 'x', Amount: 'y' },
  ]);
});

test('nothing, and a heading alone, are no rows', () => {
  expect([readCsv(''), readCsv('\n'), readCsv('A,B'), readCsv('A,B\r\n')]).toEqual([[], [], [], []]);
});

test('what is written is read again', () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom('"', '""', ',', '\r\n', '\n', ' a ', ''));
  const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell)), fc.constantFrom('\n', '\r\n', '\r'), (rows, end) => {
      const text = [['a', 'b'], ...rows].map((row) => row.map(quoted).join(',')).join(end);
      expect(readCsv(text)).toEqual(rows.map(([a, b]) => ({ a, b })));
    }),
  );
});
