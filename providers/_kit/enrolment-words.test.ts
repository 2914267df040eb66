import { expect, test } from 'vitest';
import { enrolmentStatusOf } from './enrolment-words.ts';

test.each([
  ['Withdrawn', 'withdrawn'],
  ['Pre-Reporting Withdrawal', 'withdrawn'],
  ['Discontinued', 'withdrawn'],
  ['Cancelled', 'cancelled'],
  ['Completed', 'completed'],
  ['Course finished', 'completed'],
  ['Deferred', 'inactive'],
  ['Inactive', 'inactive'],
  ['On hold', 'inactive'],
  ['Tentative', 'pending'],
  ['Application', 'pending'],
  ['Active', 'active'],
  ['Currently Enrolled', 'active'],
  ['In progress', 'active'],
  ['Incomplete', 'unknown'],
  ['Quux', 'unknown'],
  ['', 'unknown'],
  [null, 'unknown'],
])('%s is %s', (word, status) => {
  expect(enrolmentStatusOf(word)).toBe(status);
});
