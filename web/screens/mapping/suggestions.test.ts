import { describe, expect, test } from 'vitest';
import { sourceFields, type Sample } from './source-fields.ts';
import { conversion, customTarget, similarity, suggestRules, type TargetField } from './suggestions.ts';

const samples: readonly Sample[] = [
  {
    raw: {
      Name: 'Bluegum',
      AccountNumber: 'A-17',
      Balance: 12.5,
      Nothing: '',
      ContactID: 'c1',
      'First Name': 'Ada',
      Addresses: [{ City: 'Perth' }, { City: 'Hobart' }],
      customfields: [
        { shortname: 'cost_centre', value: 'North' },
        { shortname: 'intake', value: '' },
      ],
      metadata: { Region: 'WA' },
    },
    unified: { name: 'Bluegum', number: null, balance: null, phones: [], custom: {} },
  },
  {
    raw: { Name: 'Wattle', AccountNumber: 'A-18', Balance: 3, Addresses: [], metadata: {} },
    unified: { name: 'Wattle', number: null, balance: null, phones: [], custom: {} },
  },
];
const fields = sourceFields(samples);
const at = (path: string) => fields.find((field) => field.path === path);
const target = (name: string, type: TargetField['type'] = 'text'): TargetField => ({
  name,
  type,
  nullable: true,
  choices: [],
});

describe('fields of samples', () => {
  test('have the expression that reaches them, their type and their values', () => {
    expect(at('raw.AccountNumber')).toMatchObject({ type: 'text', samples: ['A-17', 'A-18'], filled: 2 });
    expect(at('raw.Balance')).toMatchObject({ type: 'number', samples: [12.5, 3] });
    expect(at('raw.Addresses')).toMatchObject({ type: 'list', filled: 1 });
    expect(at('raw.Addresses[0].City')).toMatchObject({ samples: ['Perth'], filled: 1 });
    expect(at('raw.`First Name`')).toMatchObject({ samples: ['Ada'] });
    expect(at('unified.name')).toMatchObject({ origin: 'unified', samples: ['Bluegum', 'Wattle'] });
    expect(at('raw.Nothing')).toMatchObject({ filled: 0, samples: [] });
  });

  test('of the customer’s own are told apart, also in lists of names and values', () => {
    expect(at('raw.customfields[shortname="cost_centre"].value')).toMatchObject({
      name: 'cost_centre',
      custom: true,
      samples: ['North'],
    });
    expect(at('raw.metadata.Region')).toMatchObject({ custom: true });
    expect(at('raw.Name')).toMatchObject({ custom: false });
  });

  test('whatever is sent, they are found without an error', () => {
    for (const raw of [
      null,
      'text',
      7,
      [],
      [[1, [2]]],
      { a: [{ name: 'x' }] },
      { a: { b: { c: { d: { e: { f: 1 } } } } } },
    ])
      expect(() => sourceFields([{ raw, unified: null }])).not.toThrow();
    expect(sourceFields([])).toEqual([]);
  });
});

describe('suggestions', () => {
  const offered = suggestRules(
    fields,
    [target('name'), target('number'), target('balance', 'amount'), target('phones', 'list')],
    samples,
    [],
  );

  test('fill what is always empty from what has its name, in the form it takes', () => {
    expect(offered).toContainEqual(
      expect.objectContaining({ target: 'balance', expression: '$formatNumber(raw.Balance, "0.00")', reason: 'same' }),
    );
    expect(offered).toContainEqual(expect.objectContaining({ target: 'number', expression: 'raw.AccountNumber' }));
    expect(offered.map((one) => one.target)).not.toContain('name');
  });

  test('keep the customer’s own fields, and what is not kept yet', () => {
    expect(offered).toContainEqual(expect.objectContaining({ target: 'custom.cost_centre', reason: 'custom' }));
    expect(offered).toContainEqual(expect.objectContaining({ target: 'custom.region', reason: 'custom' }));
    expect(offered).toContainEqual(expect.objectContaining({ target: 'custom.first_name', reason: 'unused' }));
    expect(offered.map((one) => one.target)).not.toContain('custom.contact_id');
  });

  test('leave out what there is a rule for already', () => {
    const rules = [
      { target: 'balance', expression: '1' },
      { target: 'custom.cc', expression: '$uppercase(raw.customfields[shortname="cost_centre"].value)' },
    ];
    const left = suggestRules(fields, [target('balance', 'amount')], samples, rules).map((one) => one.target);
    expect(left).not.toContain('balance');
    expect(left).not.toContain('custom.cost_centre');
  });

  test('do not take what is kept already for something else of a similar name', () => {
    const people = [
      { raw: { Name: 'Ada', EmailAddress: 'a@b.example' }, unified: { name: 'Ada', last_name: null, email: null } },
    ];
    const made = suggestRules(sourceFields(people), [target('name'), target('last_name'), target('email')], people, []);
    expect(made.map((one) => [one.target, one.expression])).toEqual([['email', 'raw.EmailAddress']]);
  });

  test('never two for the same field, and nothing without samples', () => {
    const twins = [{ raw: { Code: 'a', sub: { code: 'b' } }, unified: {} }];
    const names = suggestRules(sourceFields(twins), [], twins, []).map((one) => one.target);
    expect(names).toEqual(['custom.code']);
    expect(suggestRules([], [target('x')], [], [])).toEqual([]);
  });
});

test('names are compared by their words', () => {
  expect(similarity('ContactNumber', 'contact_number')).toBe(1);
  expect(similarity('EmailAddress', 'email')).toBe(0.5);
  expect(similarity('Phones', 'phone')).toBe(1);
  expect(similarity('Name', 'balance')).toBe(0);
  expect(customTarget('2nd ContactID!')).toBe('custom.nd_contact_id');
  expect(customTarget('日本')).toBe('custom.field');
});

test('a field is converted only where nothing is lost', () => {
  const field = at('raw.Balance');
  if (field === undefined) throw new Error('there is no balance');
  expect(conversion(field, 'text')).toBe('$string(raw.Balance)');
  expect(conversion(field, 'number')).toBe('raw.Balance');
  expect(conversion(field, 'boolean')).toBeUndefined();
});
