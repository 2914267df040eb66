/** Expressions of all kinds in real children: what they answer, and what becomes of those that do harm. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileExpressions, evaluatePage, type Outcome } from './evaluate.ts';
import type { Reply } from './expression-process.ts';
import { openExpressions, type Expressions } from './expressions.ts';
import type { MappedItem } from './mapper.ts';

let expressions: Expressions;
beforeAll(() => {
  expressions = openExpressions(2);
});
afterAll(() => expressions?.close());

const item = (raw: unknown, unified: object = {}): MappedItem => ({
  raw: Buffer.from(JSON.stringify(raw)),
  data: JSON.stringify(unified),
});
const page = (rules: readonly string[], items: readonly MappedItem[], group = 'a') =>
  evaluatePage({ expressions, group, rules }, items);
const one = async (rule: string, raw: unknown = {}, unified: object = {}): Promise<Outcome | undefined> =>
  (await page([rule], [item(raw, unified)])).outcomes[0]?.[0];
const value = (of: unknown) => ({ kind: 'value', value: of });
const problem = (message: string | RegExp) => ({
  kind: 'problem',
  message: typeof message === 'string' ? message : expect.stringMatching(message),
});

describe('an expression answers', () => {
  test.each<[string, unknown, unknown]>([
    ['raw.name', { name: 'Ä "quoted"\n\u2028 😀' }, value('Ä "quoted"\n\u2028 😀')],
    ['unified.total', {}, value('12.00')],
    ['raw.first & " " & raw.last', { first: 'A', last: 'B' }, value('A B')],
    ['raw.lines.amount', { lines: [{ amount: 1 }, { amount: 2 }] }, value([1, 2])],
    ['{"a": raw.x, "b": [raw.y]}', { x: 1, y: 2 }, value({ a: 1, b: [2] })],
    ['null', {}, value(null)],
    ['raw.missing', {}, { kind: 'nothing' }],
    ['raw.a ? "yes"', { a: false }, { kind: 'nothing' }],
    ['$sum(raw.lines.amount)', { lines: [{ amount: 0.1 }, { amount: 0.2 }] }, value(0.30000000000000004)],
    ['$toMillis("2026-01-01T00:00:00")', {}, value(Date.UTC(2026, 0, 1))],
    ['raw.`__proto__`', JSON.parse('{"__proto__": 1}'), value(1)],
    ['[raw.constructor, raw.toString, raw.list.length]', { list: [1] }, value([])],
    ['{"constructor": {"prototype": raw.x}}', { x: 1 }, value({ constructor: { prototype: 1 } })],
    ['[null, raw.missing, {"a": raw.missing}]', {}, value([null, {}])],
    ['$uppercase("straße ı") & $substring("👩x", 0, 1) & $string($length("👩‍👧"))', {}, value('STRASSE I👩3')],
    ['raw.lone & "\u0000"', { lone: '\ud800' }, value('\ud800\u0000')],
  ])('%s', async (rule, raw, expected) => {
    expect(await one(rule, raw, { total: '12.00' })).toEqual(expected);
  });

  test('for every item of a page, in order, however many there are', async () => {
    expect((await page(['raw.n'], [])).outcomes).toEqual([]);
    for (const count of [1, 99, 100, 101, 1000]) {
      const { outcomes, exhausted } = await page(
        ['raw.n', 'raw.n * 2'],
        Array.from({ length: count }, (_, n) => item({ n })),
      );
      expect(exhausted).toBe(false);
      expect(outcomes).toEqual(Array.from({ length: count }, (_, n) => [value(n), value(n * 2)]));
    }
  });

  test('of items of a megabyte each, one slice each', async () => {
    const { outcomes } = await page(
      ['$length(raw.text)'],
      Array.from({ length: 5 }, () => item({ text: 'é'.repeat(500_000) })),
    );
    expect(outcomes).toEqual(Array.from({ length: 5 }, () => [value(500_000)]));
  });
});

describe('an expression fails', () => {
  test.each([
    ['$number("abc")', 'Unable to cast value to a number: (a value)'],
    ['$uppercase(5)', /does not match function signature/],
    ['$error("no such customer")', 'no such customer'],
    ['function($x){$x}', 'it answers a function'],
    ['{"f": $sum}', 'it answers a function'],
    ['/a/', 'it answers a function'],
    ['1e308 * 10', 'it answers a number that is none'],
    ['{"list": [{"__proto__": {"admin": true}}]}', 'it answers an object with a field named __proto__'],
    ['$merge([{"__proto__": {"admin": true}}, {"a": 1}])', 'it answers an object with a field named __proto__'],
    ['$string.constructor("return 1")()', /non-function/],
    ['(raw.email := 1)', /left side of :=/],
    ['$error($pad("a", 5000))', /^a +\.\.\.$/],
    ['$pad("", 70000)', 'its answer is longer than 65536 characters'],
    ['[1..100001]', /sequence|length/],
    ['1/0', /none|Number out of range|number/],
    ['($deep := function($n){ $n = 0 ? 1 : {"a": $deep($n - 1)} }; $deep(60))', 'its answer is nested too deep'],
    ['($forever := function($n){ $forever($n + 1) }; $forever(0))', 'it took longer than 400 ms'],
    ['($down := function($n){ 1 + $down($n) }; $down(0))', /Stack overflow|took longer/],
  ])('%s', async (rule, message) => {
    expect(await one(rule, { email: 'jo@example.com' })).toEqual(problem(message));
  });

  test('and the others of its item, and of its page, do not', async () => {
    const { outcomes, exhausted } = await page(
      ['raw.n', 'raw.n = 50 ? ($f := function(){ $f() }; $f()) : raw.n', '$error("never")'],
      Array.from({ length: 120 }, (_, n) => item({ n })),
    );
    expect(exhausted).toBe(false);
    outcomes.forEach((outcome, n) => {
      const second = n === 50 ? problem('it took longer than 400 ms') : value(n);
      // The rule after one that took all the time may not be tried any more.
      const third = n === 50 ? problem(/^never$|^it was not tried: the rules before it/) : problem('never');
      expect(outcome).toEqual([value(n), second, third]);
    });
  });

  test('and nothing is left behind for what comes after', async () => {
    await page(['raw ~> |$|{"x": 1}|', '$merge([raw, {"__proto__": {"admin": true}}])'], [item({}), item({})]);
    expect(await one('[raw.x, raw.admin, $lookup({}, "admin")]', {})).toEqual(value([]));
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  });

  test('without repeating what it was about', async () => {
    expect(await one('$number(raw.email)', { email: 'jo@example.com' })).toEqual(
      problem('Unable to cast value to a number: (a value)'),
    );
    expect(await one('$toMillis(raw.email)', { email: 'jo@example.com' })).not.toMatchObject({
      message: expect.stringContaining('example.com'),
    });
  });
});

describe('an expression that brings its child down', () => {
  const memory = '$length($pad("", 50000000))';

  test('by its memory: only its item goes without', async () => {
    const { outcomes } = await page(
      [`raw.n = 3 ? ${memory} : raw.n`],
      Array.from({ length: 6 }, (_, n) => item({ n })),
    );
    const told = [0, 1, 2, 3, 4, 5].map((n) =>
      n === 3 ? problem('evaluating it used too much memory and was stopped') : value(n),
    );
    expect(outcomes).toEqual(told.map((outcome) => [outcome]));
  });

  test('all the time: the page is given up after a few, and the next tenant has a child at once', async () => {
    const begun = performance.now();
    const { outcomes, exhausted } = await page(
      [memory],
      Array.from({ length: 300 }, () => item({})),
      'greedy',
    );
    expect(exhausted).toBe(true);
    expect(outcomes).toHaveLength(300);
    expect(new Set(outcomes.map(([outcome]) => outcome?.kind))).toEqual(new Set(['problem']));
    expect(performance.now() - begun).toBeLessThan(15_000);
    expect((await page(['raw.n'], [item({ n: 1 })], 'modest')).outcomes).toEqual([[value(1)]]);
  });

  test('by a regular expression that backtracks for ever', async () => {
    const outcome = await one('$contains(raw.text, /^(a+)+$/)', { text: `${'a'.repeat(60)}!` });
    expect(outcome).toEqual(value(false));
    // This one the linear engine cannot take over: it has a look-ahead.
    const hard = await one('$contains(raw.text, /^(?=a)(a+)+\\1$/)', { text: `${'a'.repeat(60)}!` });
    expect(hard).toEqual(problem('evaluating it took too long and was stopped'));
  });

  test('an item that is too large for rules is not sent', async () => {
    const { outcomes } = await page(['1'], [item({ text: 'x'.repeat(5_000_000) }), item({})]);
    expect(outcomes).toEqual([[problem('what it would be evaluated over is too large')], [value(1)]]);
  });
});

test('a machine that stood still for a moment costs no record its fields', async () => {
  const told: Reply[] = [];
  const stalled: Expressions = {
    ask: async (group, line, budgetMs) => told.pop() ?? expressions.ask(group, line, budgetMs),
    strike: () => {},
    close: async () => {},
  };
  for (const count of [1, 3]) {
    told.push({ killed: 'time' });
    const items = Array.from({ length: count }, (_, n) => item({ n }));
    const { outcomes } = await evaluatePage({ expressions: stalled, group: 'a', rules: ['raw.n'] }, items);
    expect(outcomes).toEqual(items.map((_, n) => [value(n)]));
  }
});

test('a page of slow rules ends in bounded time, and says that it did not try everything', async () => {
  const begun = performance.now();
  const { outcomes, exhausted } = await page(
    ['($f := function(){ $f() }; $f())'],
    Array.from({ length: 50 }, () => item({})),
    'slow',
  );
  expect(exhausted).toBe(true);
  expect(outcomes.at(-1)).toEqual([problem('it was not tried: those before it took too long')]);
  expect(performance.now() - begun).toBeLessThan(12_000);
});

test('what does not compile, or would answer differently each time, is refused with its place', async () => {
  const problems = await compileExpressions(expressions, 'a', [
    'raw.name',
    'raw.[',
    '$now()',
    '$map(raw.list, $random)',
    '$eval("1")',
    '($x := $millis; $x())',
    'raw.now & $string(raw.random)',
    '('.repeat(3999),
    '',
  ]);
  expect(problems[0]).toBeUndefined();
  expect(problems[1]).toMatchObject({ position: 5 });
  for (const [at, name] of [
    [2, 'now'],
    [3, 'random'],
    [4, 'eval'],
    [5, 'millis'],
  ] as const)
    expect(problems[at]).toEqual({
      message: `$${name} is not available: an expression must always answer the same`,
      position: null,
    });
  expect(problems[6]).toBeUndefined();
  expect(problems[7]).toBeDefined();
  expect(problems[8]).toBeDefined();
});
