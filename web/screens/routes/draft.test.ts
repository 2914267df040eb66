// What is shown of a route and sent back is the route; the examples are those of the guide.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { definitionOf, draftOf } from './draft.ts';
import { examples, fitted } from './examples.ts';
import { inputFields } from './input-fields.ts';

test.each(examples)('$name goes through the form as it is', ({ definition }) => {
  expect(definitionOf(draftOf(definition))).toEqual(definition);
});

test('what is optional, of other types than text, or for an endpoint stays as it is', () => {
  const definition = {
    when: { types: ['*'] },
    lookups: [
      { name: 'a', optional: true, find: { model: 'contact', integration: 'int_1', where: { email: 'data.email' } } },
      { name: 'b', linked: { integration: 'int_2' } },
    ],
    maps: { tax: { gst: 0.1, none: null, free: false, text: '0.10' } },
    shape: 'data',
    do: { endpoint: 'ep_1' },
  };
  expect(definitionOf(draftOf(definition))).toEqual(definition);
});

test('the examples are those of the guide', () => {
  const guide = readFileSync(new URL('../../../docs/guide/routes.md', import.meta.url), 'utf8');
  const blocks = [...guide.matchAll(/```json\n(.*?)```/gs)].map(([, text = '']): unknown => JSON.parse(text));
  expect(examples.map(({ name, definition }) => ({ name, ...definition }))).toEqual(blocks);
});

test('an example takes the tenant’s integrations; what is missing is left to be chosen', () => {
  const [results] = examples;
  if (results === undefined) throw new Error('no example');
  const definition = fitted(results, [{ id: 'int_m', provider: 'moodle' }]);
  expect(definition.when.integrations).toEqual(['int_m']);
  expect(definition.do).toEqual({ action: 'record_unit_result', integration: '' });
  expect(JSON.stringify(definition)).not.toMatch(/"</);
});

test('fields of an action’s input are named as an expression would', () => {
  const schema = {
    type: 'object',
    required: ['contact_id', 'lines'],
    properties: {
      contact_id: { type: 'string', description: 'Whom it is for.' },
      status: { enum: ['draft', 'sent'] },
      due: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      lines: { type: 'array', items: { type: 'object', required: ['text'], properties: { text: { type: 'string' } } } },
    },
  };
  expect(inputFields(schema)).toEqual([
    { path: 'contact_id', type: 'string', required: true, about: 'Whom it is for.' },
    { path: 'status', type: 'draft | sent', required: false, about: undefined },
    { path: 'due', type: 'string | null', required: false, about: undefined },
    { path: 'lines', type: 'array', required: true, about: undefined },
    { path: 'lines[].text', type: 'string', required: true, about: undefined },
  ]);
  expect(inputFields(null)).toEqual([]);
});
