import { expect, it } from 'vitest';
import { messageIn } from './connect.ts';

const page: MessageEventSource = new MessageChannel().port1;
const other: MessageEventSource = new MessageChannel().port1;
const expected = { origin: 'https://plugboard.example', source: page };
const from = (data: unknown, change: { origin?: string; source?: MessageEventSource | null } = {}) =>
  messageIn({ origin: expected.origin, source: page, data, ...change }, expected);
const connected = { type: 'plugboard.connect', status: 'connected', integration_id: 'int_1' };

it('hears how it ended', () => {
  expect(from(connected)).toEqual({ status: 'connected', integrationId: 'int_1' });
  expect(from({ ...connected, status: 'closed' })).toEqual({ status: 'closed' });
  expect(from({ ...connected, status: 'failed' })).toEqual({ status: 'failed' });
});

it.each([
  ['another origin', connected, { origin: 'https://evil.example' }],
  ['a origin that only begins like it', connected, { origin: 'https://plugboard.example.evil.example' }],
  ['another window of the same origin', connected, { source: other }],
  ['nobody', connected, { source: null }],
  ['another kind of message', { ...connected, type: 'webpackOk' }, {}],
  ['another status', { ...connected, status: 'done' }, {}],
  ['a success without what it is about', { ...connected, integration_id: 7 }, {}],
  ['a text', 'connected', {}],
  ['nothing', null, {}],
])('does not hear %s', (_, data, change) => {
  expect(from(data, change)).toBeUndefined();
});

it('takes no message when the page has no window yet', () => {
  expect(
    messageIn({ origin: expected.origin, source: null, data: connected }, { ...expected, source: null }),
  ).toBeUndefined();
});
