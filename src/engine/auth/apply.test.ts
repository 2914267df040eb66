import { describe, expect, test } from 'vitest';
import { apiKey, bearer, oauth2, session } from '../../contract/auth.ts';
import { applyCredential, keyHeaders, secretsOf } from './apply.ts';

const way = oauth2({
  label: 'Sign in',
  summary: '',
  authorize: 'https://id.acme.example/authorize',
  token: 'https://id.acme.example/token',
  scopes: [],
  clientAuth: 'body',
  pkce: false,
  headers: ({ clientId, fields }) => ({
    'x-app-key': clientId,
    ...(fields['pin'] === undefined ? {} : { 'x-pin': `pin-${fields['pin']}` }),
  }),
});
const app = { clientId: 'client-1', clientSecret: 'app-secret' };
const stored = { method: 'oauth2', fields: { pin: '4711' }, tokens: { access_token: 'at-1' }, generation: 1 };

test('an OAuth way can want more headers than the token: they know the app and what was typed, and cannot replace the token', () => {
  const signed = applyCredential({ url: '/x', headers: { 'x-own': 'o' } }, way, stored, app);
  expect(signed.headers).toEqual({
    'x-own': 'o',
    'x-app-key': 'client-1',
    'x-pin': 'pin-4711',
    authorization: 'Bearer at-1',
  });
  const greedy = { ...way, headers: () => ({ authorization: 'mine' }) };
  expect(applyCredential({ url: '/x' }, greedy, stored, app).headers).toEqual({ authorization: 'Bearer at-1' });
});

test('what such headers hold is secret, but for the id of the app', () => {
  const secrets = secretsOf(way, stored, app);
  expect(secrets).toContain('pin-4711');
  expect(secrets).not.toContain('client-1');
});

describe('an API key with a second one beside it', () => {
  const secret = { label: 'Key', help: 'Under the mat.', secret: true };
  const two = apiKey({
    label: 'Two keys',
    summary: 'Both, always.',
    place: { in: 'header', name: 'WsToken' },
    headers: { apitoken: 'api_token' },
    fields: { api_key: secret, api_token: secret },
  });
  const keys = (fields: Readonly<Record<string, string>>) => ({
    method: 'api_key',
    fields,
    tokens: undefined,
    generation: 1,
  });
  const both = keys({ api_key: 'first-key', api_token: 'second-key' });

  test('both go into their headers, whatever else is there', () => {
    const request = { url: '/x', headers: { accept: 'application/json', apitoken: 'forged' } };
    expect(applyCredential(request, two, both, undefined).headers).toEqual({
      accept: 'application/json',
      wstoken: 'first-key',
      apitoken: 'second-key',
    });
  });

  test('both are secrets, and neither header is for callers to set', () => {
    expect(secretsOf(two, both, undefined)).toEqual(['first-key', 'second-key']);
    expect(keyHeaders(two)).toEqual(['wstoken', 'apitoken']);
  });

  test('a call is not made with one of the two', () => {
    expect(() => applyCredential({ url: '/x' }, two, keys({ api_key: 'first-key' }), undefined)).toThrow(
      expect.objectContaining({ code: 'auth_revoked', message: expect.stringContaining('api_token') }),
    );
  });

  test('one alone is as it was', () => {
    const one = bearer({ label: 'Key', summary: 'One.', fields: { api_key: secret } });
    expect(applyCredential({ url: '/x' }, one, keys({ api_key: 'k' }), undefined).headers).toEqual({
      authorization: 'Bearer k',
    });
    expect(keyHeaders(one)).toEqual(['authorization']);
  });

  test('a session with one place for its token keeps that to itself, too', () => {
    const base = {
      label: '',
      summary: '',
      fields: {},
      login: () => ({ url: '/login' }),
      session: () => ({ token: 't' }),
    };
    expect(keyHeaders(session({ ...base, place: { in: 'header', name: 'X-Token' } }))).toEqual(['x-token']);
    expect(keyHeaders(session({ ...base, sign: (request) => request }))).toEqual([]);
  });
});
