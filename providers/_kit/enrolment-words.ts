/** Words for where an enrolment stands, as student systems and their sites choose them, read into the one list of the model `enrolment`. */
import type { Models } from 'plugboard/contract';

type EnrolmentStatus = Models['enrolment']['status'];

/** The first that fits: what is over comes before what goes on, so that "withdrawn from active" is withdrawn. */
const statusWords: readonly (readonly [RegExp, EnrolmentStatus])[] = [
  [/withdr[ae]w|discontinu/i, 'withdrawn'],
  [/cancel/i, 'cancelled'],
  [/(?<!\b(in|not |not yet ))(complet|finish)/i, 'completed'],
  [/suspend|defer|hold|inactive|expired/i, 'inactive'],
  [/pending|tentative|appli|booked|waiting|proposed/i, 'pending'],
  [/active|current|enrol|commenc|in progress/i, 'active'],
];

/** Words that mean nothing to us, and none at all, are `unknown`. */
export function enrolmentStatusOf(word: string | null): EnrolmentStatus {
  return statusWords.find(([pattern]) => word !== null && pattern.test(word))?.[1] ?? 'unknown';
}
