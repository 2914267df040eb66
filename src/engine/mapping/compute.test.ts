/** One expression over what a caller hands it, in real children: what it sees, and that it is held like every other. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isJsonObject, type JsonObject } from '../../contract/http.ts';
import { compute } from './compute.ts';
import { openExpressions, type Expressions } from './expressions.ts';

let expressions: Expressions;
beforeAll(() => {
  expressions = openExpressions(2);
});
afterAll(() => expressions?.close());

const run = (source: string, ...inputs: readonly JsonObject[]) => compute(expressions, 'a', source, inputs);
const value = (of: unknown) => ({ kind: 'value', value: of });

describe('an expression sees', () => {
  test('the fields of each input, one outcome each, in order', async () => {
    const inputs = Array.from({ length: 250 }, (_, n) => ({
      event: { n, text: 'Ä "q"\n\u2028 😀' },
      maps: { a: [n] },
    }));
    expect(await run('{"n": event.n, "text": event.text, "a": maps.a}', ...inputs)).toEqual(
      inputs.map(({ event }) => value({ n: event.n, text: event.text, a: [event.n] })),
    );
    expect(await run('event.n')).toEqual([]);
  });

  test('a field named like one of every object, and no object of ours', async () => {
    const hostile: unknown = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2, "raw": 3}');
    const input = isJsonObject(hostile) ? hostile : {};
    expect(await run('`constructor`', input)).toEqual([value(2)]);
    expect(await run('raw', input)).toEqual([value(3)]);
    expect(await run('x', input)).toEqual([{ kind: 'nothing' }]);
  });

  test('decimal strings as they are', async () => {
    expect(await run('amount', { amount: '12345678901234567.89' })).toEqual([value('12345678901234567.89')]);
  });

  test('nothing is nothing, false is false', async () => {
    expect(await run('event.missing', { event: {} })).toEqual([{ kind: 'nothing' }]);
    expect(await run('event.n > 5', { event: { n: 1 } }, { event: { n: 6 } })).toEqual([value(false), value(true)]);
  });
});

describe('it is held', () => {
  test.each([
    ['($f := function(){ $f() }; $f())', /took longer than 400 ms/],
    ['$length($pad("", 50000000))', /used too much memory and was stopped/],
    ['$now()', /not available/],
    ['$pad("", 70000)', /longer than 65536/],
    ['event.[', /./],
  ])('%s', async (source, message) => {
    const [outcome] = await run(source, { event: {} });
    expect(outcome).toEqual({ kind: 'problem', message: expect.stringMatching(message) });
    expect(await run('1', {})).toEqual([value(1)]);
  });

  test('and only the input that does harm goes without', async () => {
    const outcomes = await run('n = 2 ? $length($pad("", 50000000)) : n', { n: 1 }, { n: 2 }, { n: 3 });
    expect(outcomes.map(({ kind }) => kind)).toEqual(['value', 'problem', 'value']);
  });
});
