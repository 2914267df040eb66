import { expect, test } from 'vitest';
import { codeOfResult, outcomeOf, resultOfCode } from './outcomes.ts';

test.each([
  ['Competent', 'competent', null],
  ['Competency Achieved/Pass', 'competent', null],
  ['Satisfactory', 'competent', null],
  ['Not Yet Competent', 'not_yet_competent', null],
  ['NYC', 'not_yet_competent', null],
  ['Competency not achieved/fail', 'not_yet_competent', null],
  ['Not Satisfactory', 'not_yet_competent', null],
  ['Withdrawn', 'withdrawn', null],
  ['Withdrawal - formal', 'withdrawn', null],
  ['RPL Granted', 'rpl_granted', null],
  ['Recognition of Prior Learning - granted', 'rpl_granted', null],
  ['RPL Not Granted', 'rpl_not_granted', null],
  ['RPL - unsuccessful', 'rpl_not_granted', null],
  ['Credit Transfer', 'credit_transfer', null],
  ['Superseded Subject', 'superseded', null],
  ['Continuing Enrolment', 'continuing', null],
  ['In progress', 'continuing', null],
  ['Not Yet Started', 'not_started', null],
  ['Non-assessable - satisfactorily completed', 'non_assessable_completed', null],
  ['Non-assessable - withdrawn or not satisfactorily completed', 'non_assessable_not_completed', null],
  ['20', 'competent', '20'],
  ['30 - Competency not achieved/fail', 'not_yet_competent', '30'],
  ['Credit (60)', 'credit_transfer', '60'],
  ['51: recognised', 'rpl_granted', '51'],
  ['99', 'unknown', null],
  ['80%', 'unknown', null],
  ['Wombat', 'unknown', null],
])('%s is %s', (name, result, code) => {
  expect(outcomeOf(name, true)).toEqual({ result, code });
});

test('no result yet: under way once there is a start', () => {
  expect(outcomeOf(null, true).result).toBe('continuing');
  expect(outcomeOf(null, false).result).toBe('not_started');
});

test('only codes of the standard have a result', () => {
  expect(resultOfCode('41')).toBe('withdrawn');
  expect(resultOfCode('90')).toBeUndefined();
  expect(resultOfCode('constructor')).toBeUndefined();
});

test.each([
  ['competent', '20'],
  ['withdrawn', '40'],
  ['credit_transfer', '60'],
  ['unknown', undefined],
] as const)('%s is recorded as %s', (result, code) => {
  expect(codeOfResult(result)).toBe(code);
});
