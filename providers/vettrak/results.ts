/**
 * Results of units in VETtrak's words, read into the national list of outcomes. Sites name their results themselves, so words are
 * matched, and a national code in the name or in place of it outranks them. Called by maps.ts.
 * @link https://www.ncver.edu.au/rto-hub/avetmiss-compliant-software-and-data-standards
 */
import type { Models } from 'plugboard/contract';

type Result = Models['outcome']['result'];

/** Outcome identifiers of the national standard. */
const codes: Readonly<Record<string, Result>> = {
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
  readonly code: string | null;
}

/** `started`: whether a start date is known, which is all there is to tell a unit under way from one to come. */
export function outcomeOf(name: string | null, started: boolean): Outcome {
  if (name === null) return { result: started ? 'continuing' : 'not_started', code: null };
  const code = /^\D{0,3}(\d\d)\b(?!\s*%)/.exec(name)?.[1] ?? /\((\d\d)\)/.exec(name)?.[1];
  const national = code === undefined || !Object.hasOwn(codes, code) ? undefined : codes[code];
  if (code !== undefined && national !== undefined) return { result: national, code };
  const lower = name.toLowerCase();
  return { result: words.find(([pattern]) => pattern.test(lower))?.[1](lower) ?? 'unknown', code: null };
}
