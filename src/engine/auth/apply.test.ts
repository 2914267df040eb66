import { expect, test } from 'vitest';
import { oauth2 } from '../../contract/auth.ts';
import { applyCredential, secretsOf } from './apply.ts';

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
