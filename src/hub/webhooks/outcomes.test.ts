import { describe, expect, test } from 'vitest';
import { fail, reportError } from '../../contract/errors.ts';
import { afterFailure, pauses } from './outcomes.ts';

const after = (attempts: number, cause: unknown, random = 0.5) =>
  afterFailure({ id: 'w', attempts }, reportError(cause), cause, random);

describe('after a failure', () => {
  test('that may pass: again after growing pauses that vary by a fifth, then given up', () => {
    const away = fail('provider_unavailable', 'away');
    pauses.forEach((pause, attempts) => {
      expect(after(attempts, away)).toMatchObject({ state: 'queued', againMs: pause });
      expect(after(attempts, away, 0)).toMatchObject({ againMs: pause * 0.8 });
      expect(after(attempts, away, 1)).toMatchObject({ againMs: pause * 1.2 });
    });
    expect(after(pauses.length, away)).toMatchObject({ state: 'failed', error: { code: 'provider_unavailable' } });
  });

  test('whose cause asks for a longer pause: after that', () => {
    expect(after(0, fail('rate_limited', 'slow', { retryAfterMs: 90_000 }))).toMatchObject({ againMs: 90_000 });
    expect(after(3, fail('rate_limited', 'slow', { retryAfterMs: 90_000 }))).toMatchObject({ againMs: pauses[3] });
  });

  test('that will not pass: given up at once; a bug may be mended', () => {
    expect(after(0, fail('unsupported', 'never'))).toMatchObject({ state: 'failed' });
    expect(after(0, undefined)).toMatchObject({ state: 'failed' });
    expect(after(0, new TypeError('bug'))).toMatchObject({ state: 'queued', error: { code: 'internal' } });
  });
});
