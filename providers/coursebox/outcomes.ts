/**
 * Outcomes of units, which Coursebox does not know: worked out from the marks of a learner, for tenants that switch it on. What only the
 * AI has marked never counts, and neither does a unit of which one piece was not passed. Called by streams.ts.
 */
import { asDeclared, fail, isJsonObject, type Batch, type JsonObject, type PagesContext } from 'plugboard/contract';
import { numberAt, textAt } from 'plugboard/kit';
import { allRows, bareList, listRequest } from './lists.ts';
import type { RawOutcome } from './raw.ts';
import { notDerived } from './site.ts';

/** A mark, of which only the last attempt counts. */
export interface Mark {
  readonly userId: string;
  readonly enrolmentId: string | undefined;
  readonly activity: string;
  readonly unitCodes: readonly string[];
  readonly attempt: number;
  readonly counts: boolean;
  readonly gradedAt: string | undefined;
}

export function markOf(item: JsonObject): Mark | undefined {
  const [userId, activity] = [textAt(item, 'userId'), textAt(item, 'activityId')];
  const codes = item['unitCodes'];
  if (userId === undefined || activity === undefined || !Array.isArray(codes)) return undefined;
  const enrolmentId = textAt(item, 'enrolmentId');
  return {
    userId,
    enrolmentId,
    activity: JSON.stringify([enrolmentId ?? null, activity]),
    unitCodes: codes.flatMap((code: unknown) => (typeof code === 'string' && code.trim() !== '' ? [code.trim()] : [])),
    attempt: numberAt(item, 'attempt') ?? 0,
    counts: item['passed'] === true && item['gradedBy'] === 'person',
    gradedAt: textAt(item, 'gradedAt'),
  };
}

function isLater(one: Mark, other: Mark): boolean {
  return one.attempt === other.attempt
    ? Date.parse(one.gradedAt ?? '') > Date.parse(other.gradedAt ?? '')
    : one.attempt > other.attempt;
}

/** Learners and the units they are competent in, in the order of their keys. Pure. */
export function outcomesOf(marks: Iterable<Mark>): readonly RawOutcome[] {
  const units = new Map<string, { userId: string; unitCode: string; last: Map<string, Mark> }>();
  for (const mark of marks) {
    for (const unitCode of mark.unitCodes) {
      const key = keyOf({ userId: mark.userId, unitCode });
      const unit = units.get(key) ?? { userId: mark.userId, unitCode, last: new Map<string, Mark>() };
      units.set(key, unit);
      const known = unit.last.get(mark.activity);
      if (known === undefined || isLater(mark, known)) unit.last.set(mark.activity, mark);
    }
  }
  return [...units]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, { userId, unitCode, last }]) => {
      const counted = [...last.values()];
      if (!counted.every(({ counts }) => counts)) return [];
      const times = counted.flatMap(({ gradedAt }) => gradedAt ?? []).toSorted();
      const enrolmentIds = [...new Set(counted.flatMap(({ enrolmentId }) => enrolmentId ?? []))].toSorted();
      return [{ userId, unitCode, enrolmentIds, results: counted.length, gradedAt: times.at(-1) ?? null }];
    });
}

export function keyOf({ userId, unitCode }: Pick<RawOutcome, 'userId' | 'unitCode'>): string {
  return `${userId}:${unitCode}`;
}

const batchSize = 500;

/** All marks are read, whatever has changed: a unit is a matter of all of them. A run that was cut off begins the reading again. */
export async function* outcomePages({
  http,
  settings,
  names,
  list = bareList,
  resume,
}: PagesContext): AsyncGenerator<Batch, void, void> {
  if (settings['derive_outcomes'] !== 'yes') throw fail('unsupported', notDerived);
  const first = listRequest('/api/assessmentResults', { since: undefined, ...(names === undefined ? {} : { names }) });
  const rowsOf = (body: unknown) => list(body).flatMap((row) => (isJsonObject(row) ? [asDeclared(row, names)] : []));
  const marks: Mark[] = [];
  for await (const row of allRows(http, first, rowsOf)) {
    const mark = markOf(row);
    if (mark !== undefined) marks.push(mark);
  }
  const after = typeof resume === 'string' ? resume : '';
  const outcomes = outcomesOf(marks).filter((one) => keyOf(one) > after);
  for (let at = 0; at === 0 || at < outcomes.length; at += batchSize) {
    const items = outcomes.slice(at, at + batchSize);
    const last = items.at(-1);
    yield { items, resume: last === undefined || at + batchSize >= outcomes.length ? undefined : keyOf(last) };
  }
}
