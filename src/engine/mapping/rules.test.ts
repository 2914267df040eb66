import { expect, test } from 'vitest';
import { modelNames } from '../../contract/models/index.ts';
import { customNameOf, isModel, ruleLimits, ruleProblems, targetSchema, targetsOf } from './rules.ts';

const rule = (target: string) => ({ target, expression: 'raw.x' });

test('fields of the model and custom names may be targets, each once', () => {
  expect(ruleProblems('invoice', [rule('number'), rule('lines'), rule('custom.cost_centre')])).toEqual([]);
  expect(ruleProblems('invoice', [])).toEqual([]);
  expect(ruleProblems('invoice', [rule('number'), rule('custom.a'), { ...rule('number'), enabled: false }])).toEqual([
    { path: 'rules.2.target', message: 'rule 0 has this target already' },
  ]);
});

test.each([
  ['numbr', /invoice has no such field; there are number, reference/],
  ['custom', /expected custom\. and a name/],
  ['custom.', /expected custom\. and a name/],
  ['custom.Cost', /expected custom\. and a name/],
  ['custom.a.b', /expected custom\. and a name/],
  ['custom.__proto__', /expected custom\. and a name/],
  ['lines.0', /no such field/],
  ['toString', /no such field/],
  ['__proto__', /no such field/],
  ['constructor', /no such field/],
  ['custom.prénom', /expected custom\. and a name/],
  ['', /no such field/],
])('%s is no target', (target, message) => {
  expect(ruleProblems('invoice', [rule(target)])).toEqual([
    { path: 'rules.0.target', message: expect.stringMatching(message) },
  ]);
});

test('so many rules and no more', () => {
  const many = Array.from({ length: ruleLimits.rules + 1 }, (_, i) => rule(`custom.f${i}`));
  expect(ruleProblems('invoice', many.slice(1))).toEqual([]);
  expect(ruleProblems('invoice', many)).toEqual([{ path: 'rules', message: 'expected at most 100 rules' }]);
});

test('every field of every model can be checked', () => {
  for (const model of modelNames) {
    for (const target of targetsOf(model)) expect(targetSchema(model, target)?.safeParse).toBeTypeOf('function');
    expect(targetsOf(model)).not.toContain('custom');
  }
  expect(customNameOf('custom.a')).toBe('a');
  expect(customNameOf('number')).toBeUndefined();
  expect(['invoice', 'constructor', '__proto__'].map(isModel)).toEqual([true, false, false]);
});
