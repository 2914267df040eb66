import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../http.ts';
import { models, modelNames } from './index.ts';
import { changeValues, eachValue, isPersonal, personModels } from './personal.ts';

const student: JsonObject = {
  first_name: 'Ann',
  email: null,
  phones: [
    { kind: 'mobile', number: '1' },
    { kind: 'home', number: '2' },
  ],
  addresses: [{ kind: 'street', line1: 'Lane 1', line2: null, city: 'Perth' }],
  status: 'active',
  custom: { note: 'x', deep: [{ a: 1 }] },
};

describe('what of a model is about people', () => {
  test('every value is told with what it is', () => {
    const told: Record<string, unknown[]> = {};
    eachValue('student', student, (value, { kind }) => (told[kind] ??= []).push(value));
    expect(told).toEqual({
      personal: ['Ann', '1', '2', 'Lane 1'],
      other: ['mobile', 'home', 'street', 'Perth', 'active'],
      custom: ['x', 1],
    });
    const references: unknown[] = [];
    eachValue('journal_entry', { lines: [{ contact_id: 'c1', account_id: 'a1' }] }, (value, place) => {
      if (place.kind === 'reference') references.push([place.model, value]);
    });
    expect(references).toEqual([['contact', 'c1']]);
  });

  test('what goes leaves null, and takes the item of a list along', () => {
    const left = changeValues('student', student, (value, { kind }) =>
      kind === 'personal' && value !== '2' ? undefined : value,
    );
    expect(left).toEqual({ ...student, first_name: null, phones: [{ kind: 'home', number: '2' }], addresses: [] });
    expect(student['first_name']).toBe('Ann');
  });

  test('models of people are personal; units and accounts of money are as they are marked', () => {
    for (const model of personModels) expect(isPersonal(model)).toBe(true);
    expect(isPersonal('invoice')).toBe(true);
    expect(isPersonal('unit')).toBe(false);
    expect(isPersonal('tax_rate')).toBe(false);
  });

  test('in every model a name, an address of a person and an id of one are marked', () => {
    for (const model of modelNames) {
      for (const field of Object.keys(models[model].shape)) {
        const expected = /^(student|contact|employee)_id$/.test(field)
          ? 'reference'
          : /(^|_)(first|last|middle|full)_name$|^(student|contact|employee|person|trainer|grader)_name$|^email$|^usi$|^date_of_birth$/.test(
                field,
              )
            ? 'personal'
            : undefined;
        if (expected === undefined) continue;
        const kinds: string[] = [];
        eachValue(model, { [field]: 'x' }, (_value, { kind }) => kinds.push(kind));
        expect(kinds, `${model}.${field}`).toEqual([expected]);
      }
    }
  });
});
