import { expect, it } from 'vitest';
import { advancedText, readAdvanced } from './advanced-settings.ts';
import { isElsewhere } from './dashboard-connector.ts';

const known = { streams: ['invoices', 'contacts'], mayOverride: true, before: advancedText(undefined) };

it('shows what differs from the usual, and sends nothing that was not changed', () => {
  expect(JSON.parse(advancedText(undefined))).toEqual({ streams: {}, overrides: {} });
  expect(readAdvanced(advancedText(undefined), known)).toEqual({ streams: undefined, overrides: undefined });
  expect(readAdvanced(' ', known)).toEqual({ streams: undefined, overrides: undefined });
});

it('reads streams and own figures', () => {
  const text = '{"streams": {"invoices": {"enabled": false}}, "overrides": {"retries": 1}}';
  expect(readAdvanced(text, known)).toEqual({
    streams: { invoices: { enabled: false } },
    overrides: { retries: 1 },
  });
});

it('tells streams that are put back to the usual from streams that were left alone', () => {
  const before = '{"streams": {"invoices": {"enabled": false}}, "overrides": {}}';
  expect(readAdvanced(before, { ...known, before })).toEqual({ streams: undefined, overrides: undefined });
  expect(readAdvanced('{"streams": {}}', { ...known, before })).toEqual({ streams: {}, overrides: undefined });
});

it.each([
  ['{"streams": ', { kind: 'not_json', message: expect.any(String) }],
  ['[]', { kind: 'not_object' }],
  ['null', { kind: 'not_object' }],
  ['{"stream": {}}', { kind: 'unknown', name: 'stream' }],
  ['{"streams": {"invoice": {}}}', { kind: 'unknown_stream', stream: 'invoice' }],
  ['{"streams": {"invoices": false}}', { kind: 'not_streams', name: 'streams' }],
  ['{"overrides": 7}', { kind: 'not_streams', name: 'overrides' }],
])('says what is wrong with %s', (text, trouble) => {
  expect(readAdvanced(text, known)).toEqual({ trouble });
});

it('lets only administrators change own figures, and everybody leave them as they are', () => {
  const operator = { ...known, mayOverride: false, before: '{"streams": {}, "overrides": {"retries": 1}}' };
  expect(readAdvanced('{"overrides": {"retries": 1}}', operator)).toEqual({ streams: undefined, overrides: undefined });
  expect(readAdvanced('{"overrides": {"retries": 9}}', operator)).toEqual({ trouble: { kind: 'admins_only' } });
});

it('knows when credentials would go elsewhere', () => {
  const provider = {
    settings: [
      { name: 'site', default: null },
      { name: 'region', default: 'au' },
    ],
  } as unknown as Parameters<typeof isElsewhere>[0];
  const stored = { auth_method: 'basic', settings: { site: 'https://a.example', region: 'au' } };
  const same = { auth_method: 'basic', settings: { site: 'https://a.example' } };
  expect(isElsewhere(provider, stored, same)).toBe(false);
  expect(isElsewhere(provider, stored, { ...same, settings: { site: 'https://b.example' } })).toBe(true);
  expect(isElsewhere(provider, stored, { ...same, auth_method: 'api_key' })).toBe(true);
});
