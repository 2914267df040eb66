/**
 * Results of units as student systems give them, read into the one list of the model `outcome`: national codes (AVETMISS outcome
 * identifiers), and the words that systems and their sites have instead. A national code in a name, or in place of it, outranks the words.
 * @link https://www.ncver.edu.au/rto-hub/avetmiss-compliant-software-and-data-standards
 */
import type { Models } from 'plugboard/contract';
import { oneOf } from './values.ts';

type Result = Models['outcome']['result'];

/** Outcome identifiers of the national standard, for vocational subjects. */
const nationalResults: Readonly<Record<string, Result>> = {
  20: 'competent',
  30: 'not_yet_competent',
  40: 'withdrawn',
  41: 'withdrawn',
  51: 'rpl_granted',
  52: 'rpl_not_granted',
  60: 'credit_transfer',
  61: 'superseded',
  70: 'continuing',
  81: 'non_assessable_completed',
  82: 'non_assessable_not_completed',
  85: 'not_started',
};

const negative = /\b(not|non|un(successful|satisfactory)|denied|declined|refused|incomplete)\b/;

/** The first that fits, of words in lower case: what is negated comes before what it negates. */
const words: readonly (readonly [RegExp, (text: string) => Result])[] = [
  [
    /non[- ]?assess|not assess/,
    (text) =>
      negative.test(text.replace(/non[- ]?assess\w*|not assess\w*/, ''))
        ? 'non_assessable_not_completed'
        : 'non_assessable_completed',
  ],
  [
    /\b(rpl|rcc)|recognition of/,
    (text) => (negative.test(text) || /\brpln/.test(text) ? 'rpl_not_granted' : 'rpl_granted'),
  ],
  [/credit transfer|\bct\b|national recognition/, () => 'credit_transfer'],
  [/withdr[ae]w|discontinu|cancel/, () => 'withdrawn'],
  [/supersed/, () => 'superseded'],
  [/not (yet )?(started|commenced)|yet to (start|commence)/, () => 'not_started'],
  [
    /not (yet )?(comp|satisf|achiev|pass)|incompet|\bnyc\b|\bnc\b|\bnys\b|fail|unsatisf|unsuccess/,
    () => 'not_yet_competent',
  ],
  [/continu|in progress|ongoing|on-?going|current/, () => 'continuing'],
  [/compet|satisf|achiev|pass|complete|^c$/, () => 'competent'],
];

export interface Outcome {
  readonly result: Result;
  /** The national code, where there was one. */
  readonly code: string | null;
}

/** Of an outcome identifier (`20`); undefined when the standard knows no such one. */
export function resultOfCode(code: string): Result | undefined {
  return oneOf(nationalResults, code);
}

/** The outcome identifier a result is recorded with; undefined for a result without one. Of two (40, 41), the plain one. */
export function codeOfResult(result: Result): string | undefined {
  return Object.entries(nationalResults).find(([, one]) => one === result)?.[0];
}

/**
 * Of a code, or of words with or without one (`30 - Competency not achieved`, `RPL granted`); words that mean nothing to us are `unknown`.
 * `started`: whether a start date is known, which is all there is to tell a unit under way from one to come when there is no result.
 */
export function outcomeOf(name: string | null, started: boolean): Outcome {
  if (name === null) return { result: started ? 'continuing' : 'not_started', code: null };
  const code = /^\D{0,3}(\d\d)\b(?!\s*%)/.exec(name)?.[1] ?? /\((\d\d)\)/.exec(name)?.[1];
  const national = code === undefined ? undefined : resultOfCode(code);
  if (code !== undefined && national !== undefined) return { result: national, code };
  const lower = name.toLowerCase();
  return { result: words.find(([pattern]) => pattern.test(lower))?.[1](lower) ?? 'unknown', code: null };
}
