import { expect, test } from 'vitest';
import { eventPattern, eventTypes } from './event-types.ts';
import { matcher, type EventFilter } from './matching.ts';

const created = { type: 'record.created', model: 'invoice', integrationId: 'a' };
const finished = { type: 'run.finished', model: undefined, integrationId: 'a' };
const disabled = { type: 'delivery.endpoint_disabled', model: undefined, integrationId: undefined };
const all = [created, finished, disabled];
const wanted = (filter: EventFilter) => all.filter(matcher(filter)).map(({ type }) => type);

test.each<[EventFilter, string[]]>([
  [{ types: ['*'] }, ['record.created', 'run.finished', 'delivery.endpoint_disabled']],
  [{ types: [] }, []],
  [{ types: ['record.*'] }, ['record.created']],
  [{ types: ['record.updated', 'run.finished'] }, ['run.finished']],
  [{ types: ['rec.*', 'record'] }, []],
  [{ types: ['*'], models: ['invoice'] }, ['record.created', 'run.finished', 'delivery.endpoint_disabled']],
  [{ types: ['*'], models: ['contact'] }, ['run.finished', 'delivery.endpoint_disabled']],
  [{ types: ['*'], integrations: ['b'] }, ['delivery.endpoint_disabled']],
  [{ types: ['*'], models: [], integrations: [] }, ['record.created', 'run.finished', 'delivery.endpoint_disabled']],
  [{ types: ['record.*'], models: ['invoice'], integrations: ['a', 'b'] }, ['record.created']],
])('%o wants %o', (filter, types) => expect(wanted(filter)).toEqual(types));

test('patterns are those there are', () => {
  const good = ['*', 'record.*', 'delivery.*', ...Object.keys(eventTypes)];
  expect(good.filter((text) => !eventPattern.safeParse(text).success)).toEqual([]);
  for (const bad of ['', 'record', 'record.', '.*', 'records.*', 'record.created.*', 'toString', '**'])
    expect(eventPattern.safeParse(bad).error?.issues[0]?.message, bad).toContain('there is no event type');
});
