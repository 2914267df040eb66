import { expect, it } from 'vitest';
import { attemptOf, endIn } from './sign-in-window.ts';

const attempt = '00112233aabbccdd';
const end = { type: 'plugboard.sign_in', attempt, outcome: 'connected', message: 'Connected to Acme' };

it('names a sign-in by the public part of its state', () => {
  const state = `${'a'.repeat(32)}.${attempt}.secret`;
  expect(attemptOf(`https://login.vendor.example/authorize?client_id=x&state=${state}`)).toBe(attempt);
  expect(attemptOf(`https://plugboard.example/api/integrations/x/callback/start?token=${state}`)).toBe(attempt);
  expect(attemptOf('https://login.vendor.example/authorize')).toBe('');
});

it('hears the end of its own sign-in and of no other', () => {
  expect(endIn(end, attempt)).toMatchObject({ outcome: 'connected', message: 'Connected to Acme' });
  for (const other of [
    undefined,
    null,
    'plugboard.sign_in',
    {},
    { ...end, type: 'plugboard.sign_in.heard' },
    { ...end, attempt: 'ffffffffffffffff' },
    { ...end, outcome: 'maybe' },
  ])
    expect(endIn(other, attempt)).toBeUndefined();
  expect(endIn({ ...end, attempt: '' }, '')).toBeUndefined();
});

it('takes only texts as texts', () => {
  expect(endIn({ ...end, outcome: 'failed', message: { html: '<b>' }, fault: 'nobody', next: 7 }, attempt)).toEqual({
    outcome: 'failed',
    message: '',
    fault: 'you',
    next: '',
  });
});
