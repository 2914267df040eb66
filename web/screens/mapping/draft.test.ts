import { expect, test } from 'vitest';
import { changeDraft, compareRules, draftOf, problemsByRule, rulesOf, sameRules } from './draft.ts';

const name = { target: 'name', expression: 'raw.Name', enabled: true };
const site = { target: 'custom.site', expression: '$uppercase(raw.Site)', enabled: false };

test('rules come back as they were, and know whether they were chosen or written', () => {
  const draft = draftOf([name, site, { target: 'x', expression: 'raw.a[0].`b c`' }]);
  expect(rulesOf(draft)).toEqual([name, site, { target: 'x', expression: 'raw.a[0].`b c`', enabled: true }]);
  expect(draft.rules.map((rule) => rule.as)).toEqual(['field', 'expression', 'field']);
  expect(draftOf([{ target: 'x', expression: 'raw.f[shortname="a b"].value' }]).rules[0]?.as).toBe('field');
});

test('keys stay while a rule is changed, and are not used again', () => {
  let draft = draftOf([name, site]);
  const [first] = draft.rules;
  draft = changeDraft(draft, { kind: 'set', key: first?.key ?? '', to: { expression: '1' } });
  expect(draft.rules[0]).toMatchObject({ key: first?.key, expression: '1', target: 'name' });
  draft = changeDraft(draft, { kind: 'remove', key: first?.key ?? '' });
  draft = changeDraft(draft, { kind: 'add', rule: { target: 'email' } });
  draft = changeDraft(draft, { kind: 'replace', rules: [name, site] });
  const keys = draft.rules.map(({ key }) => key);
  expect(new Set(keys).size).toBe(2);
  expect(keys).not.toContain(first?.key);
});

test('what is not finished is not tried', () => {
  let draft = draftOf([name]);
  draft = changeDraft(draft, { kind: 'add', rule: {} });
  draft = changeDraft(draft, { kind: 'add', rule: { target: 'custom.', expression: 'raw.x' } });
  expect(rulesOf(draft, 'finished')).toEqual([name]);
  expect(rulesOf(draft)).toHaveLength(3);
});

test('problems find their rule and their place', () => {
  const draft = draftOf([name, site]);
  const found = problemsByRule(
    [
      { path: 'rules.1.expression', message: 'Unexpected end (at character 9)' },
      { path: 'rules.0.target', message: 'no such field' },
      { path: 'rules.7.target', message: 'of nobody' },
      { path: 'rules', message: 'too many' },
    ],
    draft.rules,
  );
  expect(found.get(draft.rules[1]?.key ?? '')).toEqual([
    { field: 'expression', message: 'Unexpected end (at character 9)', at: 8 },
  ]);
  expect(found.get(draft.rules[0]?.key ?? '')).toEqual([{ field: 'target', message: 'no such field' }]);
  expect(found.size).toBe(2);
});

test('versions are compared by target', () => {
  const changes = compareRules(
    [name, site],
    [
      { ...name, expression: 'raw.Other' },
      { target: 'a', expression: '1' },
    ],
  );
  expect(changes.map(({ target, kind }) => [target, kind])).toEqual([
    ['name', 'changed'],
    ['custom.site', 'removed'],
    ['a', 'added'],
  ]);
  expect(sameRules([{ target: 'a', expression: '1' }], [{ target: 'a', expression: '1', enabled: true }])).toBe(true);
  expect(sameRules([name, site], [site, name])).toBe(false);
});
