/** Which state several integrations of a provider are shown with. */
import { expect, test } from 'vitest';
import { worstOf } from './standing.ts';

test('one that somebody must see to hides behind none that works', () => {
  expect(worstOf([])).toBeUndefined();
  expect(worstOf(['connected', 'failing'])).toBe('failing');
  expect(worstOf(['failing', 'needs_reauth', 'connected'])).toBe('needs_reauth');
  expect(worstOf(['connected', 'paused'])).toBe('paused');
});

test('a draft, or one that was left, hides none that works', () => {
  expect(worstOf(['draft', 'connected', 'disconnected'])).toBe('connected');
  expect(worstOf(['disconnected', 'draft'])).toBe('draft');
});
