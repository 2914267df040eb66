import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { formOf } from './schema-form-model.ts';
import { emptyValue, inputOf, moved, problemsIn, valueOf, type FormValue } from './schema-form-value.ts';

const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
const invoice = z.strictObject({
  direction: z.enum(['receivable', 'payable']).default('receivable'),
  reference: z.string().min(1).optional(),
  contact_id: z.string().min(1),
  lines: z
    .array(
      z.strictObject({ description: z.string().min(1), quantity: amount.default('1'), unit_amount: amount.optional() }),
    )
    .min(1),
  issued_on: z.iso.date().optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  notify: z.boolean().optional(),
  count: z.number().int().min(1).max(9).nullable().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  address: z.object({ line1: z.string(), kind: z.literal('postal') }).optional(),
  anything: z.unknown().optional(),
});
const form = formOf(z.toJSONSchema(invoice, { io: 'input' }));
const fields = new Map(form.kind === 'object' ? form.fields.map((field) => [field.name, field]) : []);

describe('a form of a schema', () => {
  test('has a control for each kind of field, what is required first', () => {
    expect(form).toMatchObject({ kind: 'object', required: true });
    expect([...fields.keys()].slice(0, 2)).toEqual(['contact_id', 'lines']);
    expect(fields.get('contact_id')).toMatchObject({
      kind: 'text',
      label: 'Contact id',
      required: true,
      reference: { to: 'contact', by: 'key' },
    });
    expect(fields.get('direction')).toMatchObject({ kind: 'choice', fallback: 'receivable', required: false });
    expect(fields.get('issued_on')?.kind).toBe('date');
    expect(fields.get('currency')).toMatchObject({ kind: 'text', format: 'currency' });
    expect(fields.get('notify')).toMatchObject({ kind: 'boolean', fallback: undefined });
    expect(fields.get('count')).toMatchObject({ kind: 'number', integer: true, minimum: 1, maximum: 9 });
    expect(fields.get('metadata')?.kind).toBe('map');
    expect(fields.get('anything')?.kind).toBe('json');
    const lines = fields.get('lines');
    expect(lines).toMatchObject({ kind: 'list', least: 1, item: { kind: 'object', label: 'Line' } });
    const item = lines?.kind === 'list' ? lines.item : undefined;
    const inside = item?.kind === 'object' ? item.fields : [];
    expect(inside.map(({ name, kind }) => [name, kind])).toEqual([
      ['description', 'text'],
      ['quantity', 'amount'],
      ['unit_amount', 'amount'],
    ]);
  });

  test('of several objects asks first which one', () => {
    const ways = z.discriminatedUnion('method', [
      z.object({ method: z.literal('card'), card: z.string() }),
      z.object({ method: z.literal('payto').describe('From the bank.'), payid: z.string() }),
    ]);
    const made = formOf(z.toJSONSchema(ways));
    expect(made).toMatchObject({
      kind: 'variants',
      by: 'method',
      variants: [{ value: 'card' }, { value: 'payto', help: 'From the bank.' }],
    });
    expect(emptyValue(made)).toEqual({ method: 'card', card: '' });
    expect(inputOf(made, { method: 'payto', payid: 'x', card: 'left over' })).toEqual({ method: 'payto', payid: 'x' });
    expect(valueOf(made, { method: 'payto', payid: 'x' })).toEqual({
      value: { method: 'payto', payid: 'x' },
      unknown: [],
    });
    expect(valueOf(made, { method: 'cash' }).unknown).toEqual(['method']);
  });
});

const filled: FormValue = {
  direction: 'payable',
  reference: '',
  contact_id: 'c1',
  lines: [
    { description: 'Course', quantity: '1', unit_amount: '0.10' },
    { description: 'Book', quantity: ' 2 ', unit_amount: '' },
  ],
  issued_on: '2026-05-01',
  currency: '',
  notify: undefined,
  count: '3',
  metadata: [
    { name: 'site', value: 'North' },
    { name: '', value: 'lost' },
  ],
  address: { line1: '', kind: 'postal' },
  anything: '{"a":[1]}',
};
const json = {
  direction: 'payable',
  contact_id: 'c1',
  lines: [
    { description: 'Course', quantity: '1', unit_amount: '0.10' },
    { description: 'Book', quantity: '2' },
  ],
  issued_on: '2026-05-01',
  count: 3,
  metadata: { site: 'North' },
  anything: { a: [1] },
};

describe('what is typed', () => {
  test('becomes JSON as the schema has it: amounts stay text, what is empty is not said', () => {
    expect(inputOf(form, filled)).toEqual(json);
    expect(() => invoice.parse(inputOf(form, filled))).not.toThrow();
  });

  test('comes back from JSON', () => {
    const { value, unknown } = valueOf(form, json);
    expect(unknown).toEqual([]);
    expect(inputOf(form, value)).toEqual(json);
  });

  test('says which parts of some JSON have no place in the form', () => {
    expect(valueOf(form, { contact_id: 'x', contcat: 1, lines: [{ descr: 'x' }, 7] }).unknown).toEqual([
      'contcat',
      'lines.0.descr',
      'lines.1',
    ]);
    expect(valueOf(form, []).unknown).toEqual(['']);
  });

  test('a moment is the same one, whatever zone it was typed in', () => {
    const at = formOf({ type: 'object', properties: { at: { type: 'string', format: 'date-time' } } });
    const { value } = valueOf(at, { at: '2026-05-01T00:30:00Z' });
    expect(inputOf(at, value)).toEqual({ at: '2026-05-01T00:30:00.000Z' });
  });

  test('is checked where it stands', () => {
    const wrong: FormValue = {
      contact_id: ' ',
      lines: [{ description: '', quantity: 'two', unit_amount: '1.' }],
      currency: 'dollars',
      count: '1.5',
      anything: '{',
    };
    expect(Object.fromEntries(problemsIn(form, wrong))).toEqual({
      contact_id: 'required',
      'lines.0.description': 'required',
      'lines.0.quantity': 'amount',
      'lines.0.unit_amount': 'amount',
      currency: 'currency',
      count: 'number',
      anything: 'json',
    });
    expect(problemsIn(form, { ...wrong, lines: [] }).get('lines')).toBe('too_few');
    expect(problemsIn(form, filled).size).toBe(0);
  });

  test('an optional group is asked about only when something of it is said', () => {
    expect(problemsIn(form, filled).has('address.line1')).toBe(false);
    const { value } = valueOf(form, { ...json, address: { line1: 'x' } });
    expect(inputOf(form, value)).toMatchObject({ address: { line1: 'x', kind: 'postal' } });
  });
});

test('objects that nothing tells apart are told apart by what they ask for', () => {
  const line = z.union([z.object({ price_id: z.string() }), z.object({ name: z.string(), amount })]);
  const made = formOf(z.toJSONSchema(z.object({ lines: z.array(line), ip: z.union([z.ipv4(), z.ipv6()]) })));
  const input = { lines: [{ name: 'Course', amount: '1.00' }, { price_id: 'p1' }], ip: '127.0.0.1' };
  const { value, unknown } = valueOf(made, input);
  expect(unknown).toEqual([]);
  expect(inputOf(made, value)).toEqual(input);
  expect(problemsIn(made, value).size).toBe(0);
  if (made.kind !== 'object' || made.fields[0]?.kind !== 'list' || made.fields[0].item.kind !== 'variants')
    throw new Error('there is no list of variants');
  expect(made.fields[0].item.variants.map(({ label }) => label)).toEqual(['Price id', 'Name, Amount']);
});

test('items move within the list only', () => {
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(moved(['a'], 0, 1)).toEqual(['a']);
  expect(moved(['a'], 0, -1)).toEqual(['a']);
});
