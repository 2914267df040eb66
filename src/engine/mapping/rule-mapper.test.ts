/** Rules over items, with a real child: what lands in a record, what stays as the built-in map had it, and what is said about it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModelName } from '../../contract/models/index.ts';
import type { Expressions } from './expressions.ts';
import { openExpressions } from './expressions.ts';
import type { MappedItem } from './mapper.ts';
import { applyRules, ruleMapper, type Ruled } from './rule-mapper.ts';
import type { Rule } from './rules.ts';

let expressions: Expressions;
beforeAll(() => {
  expressions = openExpressions(2);
});
afterAll(() => expressions?.close());

const item = (raw: unknown, unified: object): MappedItem => ({
  raw: Buffer.from(JSON.stringify(raw)),
  data: JSON.stringify(unified),
});
const category = { name: 'Region', status: 'active', options: [], custom: { from_vendor: 1 } };

async function ruled(
  rules: readonly Rule[],
  raw: unknown = {},
  { unified = category, model = 'tracking_category' }: { unified?: object; model?: ModelName } = {},
): Promise<Ruled | undefined> {
  const answer = await applyRules({ expressions, group: 'a', model, rules }, [item(raw, unified)]);
  return answer.ruled[0];
}

describe('a rule', () => {
  test('sets a field of the model, or one of the tenant, beside those of the built-in map', async () => {
    const rules = [
      { target: 'name', expression: 'unified.name & " " & raw.suffix' },
      { target: 'custom.region', expression: 'raw.region' },
      { target: 'custom.tags', expression: 'raw.tags' },
    ];
    expect(await ruled(rules, { suffix: 'Ä 😀', region: 'Süd', tags: ['日本', 'עברית'] })).toEqual({
      data: { ...category, name: 'Region Ä 😀', custom: { from_vendor: 1, region: 'Süd', tags: ['日本', 'עברית'] } },
      problems: [],
      unset: [],
    });
  });

  test('that answers nothing leaves what is there, and is named', async () => {
    const rules = [
      { target: 'name', expression: 'raw.nmae' },
      { target: 'custom.from_vendor', expression: 'raw.none' },
    ];
    expect(await ruled(rules)).toEqual({ data: category, problems: [], unset: ['name', 'custom.from_vendor'] });
  });

  test('that answers null says so: a field that may be empty becomes it', async () => {
    const found = await ruled([
      { target: 'custom.from_vendor', expression: 'null' },
      { target: 'name', expression: 'null' },
    ]);
    expect(found).toEqual({
      data: { ...category, custom: { from_vendor: null } },
      problems: [{ target: 'name', message: expect.stringContaining('expected string, received null') }],
      unset: [],
    });
  });

  test('that fails leaves its field alone, and the others are set', async () => {
    const found = await ruled(
      [
        { target: 'name', expression: '$error("no name for " & raw.id)' },
        { target: 'status', expression: '"lost"' },
        { target: 'options', expression: '[{"id": "a", "name": 5}]' },
        { target: 'custom.looping', expression: '($f := function(){ $f() }; $f())' },
        { target: 'custom.ok', expression: '1' },
      ],
      { id: 'x1' },
    );
    expect(found?.data).toMatchObject({ name: 'Region', status: 'active', options: [] });
    expect(found?.data['custom']).not.toHaveProperty('looping');
    expect(found?.problems).toMatchObject([
      { target: 'name', message: 'no name for x1' },
      { target: 'status', message: expect.stringContaining('"active"|"archived"') },
      { target: 'options', message: expect.stringMatching(/^0\./) },
      { target: 'custom.looping', message: 'it took longer than 400 ms' },
      // After one that took all the time there may be none for it.
      ...(found?.problems.slice(4) ?? []),
    ]);
  });

  test('answers money as text: a number would be a guess at its decimals', async () => {
    const found = await ruled([{ target: 'total', expression: 'raw.amount' }], { amount: 12.5 }, { model: 'invoice' });
    expect(found?.problems).toEqual([{ target: 'total', message: expect.stringContaining('expected string') }]);
    const text = [{ target: 'total', expression: '$formatNumber(raw.amount, "0.00")' }];
    expect((await ruled(text, { amount: 12.5 }, { model: 'invoice' }))?.data['total']).toBe('12.50');
  });

  test('whose field the model has lost since it was saved is a problem, whatever it is called', async () => {
    for (const target of ['gone', '__proto__', 'constructor', 'toString']) {
      expect(await ruled([{ target, expression: '1' }])).toEqual({
        data: category,
        problems: [{ target, message: 'the model has no such field' }],
        unset: [],
      });
    }
  });

  test('cannot reach the prototype of anything', async () => {
    const rules = [
      { target: 'custom.a', expression: '{"__proto__": {"admin": true}}' },
      { target: 'custom.constructor', expression: '{"prototype": {"admin": true}}' },
    ];
    const found = await ruled(rules, JSON.parse('{"__proto__": {"admin": true}}'));
    expect(found?.problems).toEqual([
      { target: 'custom.a', message: 'it answers an object with a field named __proto__' },
    ]);
    expect(found?.data['custom']).toEqual({ from_vendor: 1, constructor: { prototype: { admin: true } } });
    expect({}).not.toHaveProperty('admin');
  });
});

describe('as a mapper', () => {
  const mapper = (...rules: Rule[]) => ruleMapper({ expressions, group: 'b', model: 'tracking_category', rules });

  test('without rules that are on it has nothing to do', async () => {
    expect(await mapper().apply([item({}, category)])).toBeUndefined();
    expect(
      await mapper({ target: 'name', expression: '1', enabled: false }).apply([item({}, category)]),
    ).toBeUndefined();
  });

  test('it answers for each item in order, with one line about what failed', async () => {
    const rules = mapper(
      { target: 'name', expression: 'raw.n = 1 ? 5 : $string(raw.n)' },
      { target: 'custom.n', expression: 'raw.n = 1 ? $number("x") : raw.n' },
    );
    const found = await rules.apply([0, 1, 2].map((n) => item({ n }, category)));
    expect(found?.map(({ data }) => JSON.parse(data).name)).toEqual(['0', 'Region', '2']);
    expect(found?.map(({ problem }) => problem)).toEqual([
      null,
      expect.stringMatching(/^mapping rules: name: .*received number; custom\.n: Unable to cast value/),
      null,
    ]);
  });

  test('what is said about a record has an end', async () => {
    const many = Array.from({ length: 100 }, (_, i): Rule => ({
      target: `custom.f${i}`,
      expression: '$error($pad("", 400, "😀"))',
    }));
    const [found] = (await mapper(...many).apply([item({}, category)])) ?? [];
    expect(found?.problem).toHaveLength(1000);
    expect(found?.problem?.endsWith('...')).toBe(true);
  });

  test('rules that use up the time of page after page are left alone in the end', async () => {
    let asked = 0;
    // Every slice brings its child down: a page is given up after three.
    const failing: Expressions = {
      ask: async () => {
        asked += 1;
        return { killed: 'time' };
      },
      strike: () => {},
      close: async () => {},
    };
    const rules = [{ target: 'name', expression: 'raw.x' }];
    const slow = ruleMapper({ expressions: failing, group: 'c', model: 'tracking_category', rules });
    const items = Array.from({ length: 10 }, () => item({}, category));
    for (let page = 0; page < 5; page += 1) await slow.apply(items);
    expect(asked).toBe(15);
    const after = await slow.apply(items);
    expect(asked).toBe(15);
    expect(after).toHaveLength(10);
    expect(after?.[0]).toEqual({
      data: JSON.stringify(category),
      problem: 'mapping rules: not tried, because they took too long on the pages before',
    });
  });
});
