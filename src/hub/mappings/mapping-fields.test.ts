import { expect, test } from 'vitest';
import { modelNames } from '../../contract/models/index.ts';
import { targetsOf } from '../../engine/mapping/rules.ts';
import { fieldsOfModel } from './mapping-fields.ts';

const of = (model: 'contact' | 'invoice', name: string) => fieldsOfModel(model).find((field) => field.name === name);

test('fields are described in the words of somebody who maps onto them', () => {
  expect(of('contact', 'name')).toEqual({ name: 'name', type: 'text', nullable: true, choices: [] });
  expect(of('contact', 'balance')).toMatchObject({ type: 'amount', nullable: true });
  expect(of('contact', 'status')).toEqual({
    name: 'status',
    type: 'choice',
    nullable: false,
    choices: ['active', 'archived', 'erased'],
  });
  expect(of('contact', 'is_customer')).toMatchObject({ type: 'boolean' });
  expect(of('contact', 'addresses')).toMatchObject({ type: 'list' });
  expect(of('contact', 'updated_at')).toMatchObject({ type: 'moment' });
  expect(of('invoice', 'issued_on')).toMatchObject({ type: 'date' });
  expect(of('contact', 'currency')).toMatchObject({ type: 'text' });
});

test('every target of every model is described, and of a known type', () => {
  for (const model of modelNames) {
    expect(fieldsOfModel(model).map(({ name }) => name)).toEqual(targetsOf(model));
    expect(fieldsOfModel(model).filter(({ type }) => type === 'any')).toEqual([]);
  }
});
