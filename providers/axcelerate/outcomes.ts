/**
 * Outcomes of units as aXcelerate has them: a code, which is the national one in most states, and a short word for it. Western Australia and
 * some others have codes of their own, for which the word speaks. Pure and total. Called by maps.ts.
 */
import type { Models } from 'plugboard/contract';
import { oneOf, outcomeOf, resultOfCode, type Outcome } from 'plugboard/kit';

type Result = Models['outcome']['result'];

/** By the short word, in capitals. NAS (non-assessable) says nothing of how it went. */
const shortWords: Readonly<Record<string, Result>> = {
  C: 'competent',
  'C-GAP': 'competent',
  CNA: 'not_yet_competent',
  NC: 'not_yet_competent',
  W: 'withdrawn',
  'W-FP': 'withdrawn',
  'W-P': 'withdrawn',
  'W-N': 'withdrawn',
  CLOS: 'withdrawn',
  'RPL-G': 'rpl_granted',
  'RCC-G': 'rpl_granted',
  'RPL-NG': 'rpl_not_granted',
  'RCC-NG': 'rpl_not_granted',
  CT: 'credit_transfer',
  SUP: 'superseded',
  CA: 'continuing',
  P: 'continuing',
  'P+E': 'continuing',
  'RPL-IP': 'continuing',
  WES: 'continuing',
  NYS: 'not_started',
  NOST: 'not_started',
  'NO START': 'not_started',
};

/** Non-assessable, by the codes of Western Australia. */
const nonAssessable: Readonly<Record<string, Result>> = {
  3: 'non_assessable_not_completed',
  4: 'non_assessable_completed',
};

/** `code` is the national one, and null where a state has its own. `started`: whether the unit has a start date. */
export function resultOf(code: string | null, word: string | null, started: boolean): Outcome {
  const national = code === null ? undefined : resultOfCode(code);
  if (code !== null && national !== undefined) return { result: national, code };
  const short = word?.toUpperCase() ?? '';
  const table = short === 'NAS' ? nonAssessable : shortWords;
  const key = short === 'NAS' ? (code ?? '') : short;
  const known = oneOf(table, key);
  // "Blank" is what no outcome is called.
  return { result: known ?? outcomeOf(short === 'BLANK' ? null : (word ?? code), started).result, code: null };
}
