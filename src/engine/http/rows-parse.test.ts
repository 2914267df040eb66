import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../contract/http.ts';
import type { Bytes } from './rows-bytes.ts';
import { jsonRows, rowLimits, tableRows, type Batches, type RowLimits } from './rows-parse.ts';

async function* pieces(...given: readonly (string | Buffer)[]): Bytes {
  for (const piece of given) yield Buffer.from(piece);
}

async function all(batches: Batches): Promise<JsonObject[]> {
  const rows: JsonObject[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

const small: RowLimits = { rows: 3, bytes: 1000, rowBytes: 10_000 };
const table = (...text: readonly string[]) => all(tableRows(pieces(...text), small));
const lines = (...text: readonly string[]) => all(jsonRows(pieces(...text), small));

/** Cuts at the given places, wherever they are: in the middle of a character, too. */
function cut(text: string, places: readonly number[]): Buffer[] {
  const bytes = Buffer.from(text);
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, i) => bytes.subarray(at[i], end));
}

describe('tables', () => {
  test('values are texts as they are: quotes, commas, line ends, blanks and what looks like a number', async () => {
    expect(
      await table(
        'id,name,note\r\n007,"Ng, Ana","She said ""no"",\r\nand left" \r\n'.replace('" \r\n', '"\r\n'),
        '8, x ,\r\n',
      ),
    ).toEqual([
      { id: '007', name: 'Ng, Ana', note: 'She said "no",\r\nand left' },
      { id: '8', name: ' x ', note: '' },
    ]);
  });

  test.each([
    ['nothing at all', '', []],
    ['a heading alone', 'id,name\n', []],
    ['a heading without a line end', 'id,name', []],
    ['one row without a line end', 'id\n1', [{ id: '1' }]],
    ['empty lines', '\nid\n\n1\n\n\n2\n\n', [{ id: '1' }, { id: '2' }]],
    ['old Macintosh line ends', 'id\r1\r2\r', [{ id: '1' }, { id: '2' }]],
  ])('%s', async (_name, text, rows) => {
    expect(await table(text)).toEqual(rows);
  });

  test('names that are there twice, empty, or of every object', async () => {
    expect(await table('email,email,email_2,,__proto__,email\na,b,c,d,e,f\n')).toEqual([
      Object.fromEntries([
        ['email', 'a'],
        ['email_3', 'b'],
        ['email_2', 'c'],
        ['column_4', 'd'],
        ['__proto__', 'e'],
        ['email_4', 'f'],
      ]),
    ]);
    const many = Array.from({ length: 9000 }, () => 'a').join(',');
    const [row] = await all(tableRows(pieces(`${many}\n${many}\n`), { ...small, rowBytes: 100_000 }));
    expect(Object.keys(row ?? {})).toHaveLength(9000);
  });

  test.each([
    ['too few values', 'a,b\n1,2\n3\n', 'row 3 of the answer has 1 values where 2 are named'],
    ['too many values', 'a,b\n1,2,3\n', 'row 2 of the answer has 3 values where 2 are named'],
    ['a quote that stays open', 'a\n1\n"secret\n', 'line 3 of the answer is CSV that is cut off'],
    ['a quote in the wrong place', 'a,b\nsecret"x"y,2\n', 'line 2 of the answer is CSV that is malformed'],
    ['text after a quote', 'a,b\n"secret"y,2\n', 'line 2 of the answer is CSV that is malformed'],
    ['a row without end', `a\n${'x'.repeat(90_000)}`, 'row 2 of the answer is longer than the 10000 bytes allowed'],
    [
      'a value without end',
      `a\n"${'x\n'.repeat(90_000)}`,
      'row 2 of the answer is longer than the 10000 bytes allowed',
    ],
    ['values without end', `a\n${','.repeat(90_000)}`, 'row 2 of the answer is longer than the 10000 bytes allowed'],
  ])('%s is said, and not what was in it', async (_name, text, words) => {
    const places = Array.from({ length: 200 }, (_, i) => i * 1000);
    const read = all(tableRows(pieces(...cut(text, places)), small));
    await expect(read).rejects.toThrow(words);
    await expect(read).rejects.not.toThrow('secret');
  });

  test('a table of ten thousand columns is none', async () => {
    const text = `${'a,'.repeat(10_000)}a\n`;
    await expect(all(tableRows(pieces(text), rowLimits))).rejects.toThrow('more than 10000 columns');
  });

  test('any table comes out as it went in, wherever it is cut', async () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '"', '""', ',', '\n', '\r\n', 'ü', '👩‍🎓', ' '),
    );
    const rows = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      );
    const quoted = (text: string) => `"${text.toWellFormed().replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.array(fc.nat(), { maxLength: 30 }),
        fc.constantFrom('\n', '\r\n'),
        async (data, places, end) => {
          const names = (data[0] ?? []).map((_, i) => `n${i}`);
          const text = [names, ...data].map((row) => row.map(quoted).join(',')).join(end);
          const read = await all(tableRows(pieces(...cut(text, places)), small));
          expect(read.map((row) => Object.values(row))).toEqual(
            data.map((row) => row.map((one) => one.toWellFormed())),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('JSON lines', () => {
  test('objects, one a line; numbers too large for a number stay whole', async () => {
    expect(await lines('{"id":9007199254740993,"n":1.50}\r\n\n  \n{"__proto__":{"x":1}}\n', '{"a":"\\n"}')).toEqual([
      { id: '9007199254740993', n: 1.5 },
      JSON.parse('{"__proto__":{"x":1}}'),
      { a: '\n' },
    ]);
    expect(await lines('')).toEqual([]);
    expect(await lines('\n\n')).toEqual([]);
  });

  test.each([
    ['a list', '{"a":1}\n[1]\n', 'line 2 of the answer is not a JSON object'],
    ['a word', 'null\n', 'line 1 of the answer is not a JSON object'],
    ['half an object', '{"a":1}\n{"secret":', 'line 2 of the answer is JSON that is cut off or malformed'],
    ['a remark', '{"a":1}\nterminated early: secret\n', 'line 2 of the answer is JSON that is cut off or malformed'],
    ['a line without end', `{"a":"${'x'.repeat(20_000)}`, 'row 1 of the answer is longer than the 10000 bytes allowed'],
  ])('%s is said, and not what was in it', async (_name, text, words) => {
    const read = lines(text);
    await expect(read).rejects.toThrow(words);
    await expect(read).rejects.not.toThrow('secret');
  });

  test('any lines come out as they went in, wherever they are cut', async () => {
    const rows = fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' })), {
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(rows, fc.array(fc.nat(), { maxLength: 30 }), async (data, places) => {
        const text = data.map((row) => JSON.stringify(row)).join('\n');
        const read = await all(jsonRows(pieces(...cut(text, places)), { ...small, rowBytes: 1_000_000 }));
        // A number too large to be one is a text.
        const kept = (_name: string, one: unknown) =>
          typeof one === 'number' &&
          Number.isInteger(one) &&
          !Number.isSafeInteger(one) &&
          /^-?\d+$/.test(JSON.stringify(one))
            ? JSON.stringify(one)
            : one;
        expect(read).toEqual(data.map((row) => JSON.parse(JSON.stringify(row), kept)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('batches', () => {
  test('hold so many rows, and so many bytes and a row', async () => {
    const sizes: number[] = [];
    for await (const batch of jsonRows(pieces('{}\n'.repeat(7)), small)) sizes.push(batch.length);
    expect(sizes).toEqual([3, 3, 1]);
    const heavy = `{"a":"${'x'.repeat(600)}"}\n`;
    const weights: number[] = [];
    for await (const batch of jsonRows(pieces(heavy.repeat(5)), small)) weights.push(batch.length);
    expect(weights).toEqual([2, 2, 1]);
  });

  test.each([
    ['JSON lines', jsonRows, '', '{"a":"1"}\n', 0],
    // csv-parse reads a few rows ahead.
    ['tables', tableRows, 'a\n', '"1"\n', 20],
  ])('%s: no more is read than is wanted', async (_name, read, heading, row, ahead) => {
    let made = 0;
    const endless = async function* (): Bytes {
      yield Buffer.from(heading);
      for (;;) {
        made += 1;
        yield Buffer.from(row);
      }
    };
    let taken = 0;
    for await (const batch of read(endless(), small)) {
      taken += batch.length;
      expect(made - taken).toBeLessThanOrEqual(ahead);
      if (taken > 5000) break;
    }
    expect(made - taken).toBeLessThanOrEqual(ahead);
  });
});
