/**
 * What the faults of webhooks are judged by, apart from how they are played: pure functions over what was sent, what is stored, what
 * arrived and when.
 */
import { quantile } from '../../bench/figures.ts';
import type { Attempt } from './sending.ts';
import type { Arrival } from './receivers.ts';

// ---------------------------------------------------------------- what comes in

export interface InboundFacts {
  /** Ids of the vendor's events. */
  readonly sent: readonly string[];
  /** Answered with 2xx. */
  readonly acknowledged: ReadonlySet<string>;
  /** How often each is in the store, was worked off, and what it is about is there. */
  readonly stored: ReadonlyMap<string, number>;
  readonly processed: ReadonlyMap<string, number>;
  readonly records: ReadonlyMap<string, number>;
}

export interface InboundVerdict {
  /** Acknowledged, and not in the store. */
  readonly missing: number;
  /** Acknowledged and not worked off, or without its record. */
  readonly idle: number;
  /** Stored, worked off or written down more than once. */
  readonly doubled: number;
  /** In the store, though nobody sent it. */
  readonly unheardOf: number;
}

export function judgeInbound({ sent, acknowledged, stored, processed, records }: InboundFacts): InboundVerdict {
  const counts = [stored, processed, records];
  const known = new Set(sent);
  const verdict = { missing: 0, idle: 0, doubled: 0, unheardOf: 0 };
  for (const id of acknowledged) {
    if (!stored.has(id)) verdict.missing += 1;
    else if (!processed.has(id) || !records.has(id)) verdict.idle += 1;
  }
  for (const id of known) if (counts.some((count) => (count.get(id) ?? 0) > 1)) verdict.doubled += 1;
  for (const id of new Set([...stored.keys(), ...processed.keys()])) if (!known.has(id)) verdict.unheardOf += 1;
  return verdict;
}

export interface OutageVerdict {
  /** Requests that came and were answered while storage was down. */
  readonly met: number;
  /** Of these, what was answered, and how often. */
  readonly answers: Readonly<Record<string, number>>;
  /** Of these, answers other than 503, or without a usable Retry-After. */
  readonly wrong: number;
  /** Half of the answers came within so long, and all of them; ms. */
  readonly medianMs: number;
  readonly slowestMs: number;
}

/** `fromMs`: storage is down by then; `toMs`: it may be back from then on. */
export function judgeOutage(attempts: readonly Attempt[], fromMs: number, toMs: number): OutageVerdict {
  const met = attempts.filter((attempt) => attempt.fromMs >= fromMs && attempt.toMs <= toMs);
  const answers: Record<string, number> = {};
  for (const { status } of met) answers[status ?? 'none'] = (answers[status ?? 'none'] ?? 0) + 1;
  const right = ({ status, retryAfter }: Attempt): boolean => status === 503 && /^[1-9]\d*$/.test(retryAfter ?? '');
  const took = met.map((attempt) => attempt.toMs - attempt.fromMs);
  return {
    met: met.length,
    answers,
    wrong: met.filter((attempt) => !right(attempt)).length,
    medianMs: quantile([0, ...took], 0.5),
    slowestMs: Math.max(0, ...took),
  };
}

// ---------------------------------------------------------------- what goes out

export interface Repeats {
  /** Ids that never came. */
  readonly lost: number;
  /** Arrivals beyond the first of their id. */
  readonly repeats: number;
  /** Most arrivals of one id. */
  readonly most: number;
  /** Arrivals of ids nobody is waiting for. */
  readonly unheardOf: number;
}

export function judgeRepeats(expected: readonly string[], arrivals: readonly Pick<Arrival, 'id'>[]): Repeats {
  const counts = new Map(expected.map((id) => [id, 0]));
  let unheardOf = 0;
  for (const { id } of arrivals) {
    const count = counts.get(id);
    if (count === undefined) unheardOf += 1;
    else counts.set(id, count + 1);
  }
  const all = [...counts.values()];
  return {
    lost: all.filter((count) => count === 0).length,
    repeats: all.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
    most: Math.max(0, ...all),
    unheardOf,
  };
}

export interface RepeatsByKill {
  /** Arrivals of something that came before, at most between two kills. */
  readonly mostPerKill: number;
  /** Arrivals of something from a sender that had sent it already and was not killed since. */
  readonly unprovoked: number;
}

/** `kills`: the number of the last connection before each kill, rising. */
export function judgeKills(
  arrivals: readonly Pick<Arrival, 'id' | 'connection'>[],
  kills: readonly number[],
): RepeatsByKill {
  const seen = new Set<string>();
  const seenBySender = new Set<string>();
  const repeats = new Map<number, number>();
  let unprovoked = 0;
  for (const { id, connection } of arrivals) {
    const sender = kills.filter((last) => last < connection).length;
    const bySender = `${sender} ${id}`;
    if (seenBySender.has(bySender)) unprovoked += 1;
    else if (seen.has(id)) repeats.set(sender, (repeats.get(sender) ?? 0) + 1);
    seen.add(id);
    seenBySender.add(bySender);
  }
  return { mostPerKill: Math.max(0, ...repeats.values()), unprovoked };
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** When each further attempt is promised, from the one before; ms. */
export const promisedPauses: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];
const jitter = 0.2;

/**
 * How a schedule was kept: one line for each thing that is not as promised. `failures`: how many attempts the receiver refused before it
 * accepted; the schedule ends after the last pause. `looseMs`: how far a tick may be off.
 */
export function scheduleFlaws(
  arrivals: readonly Pick<Arrival, 'id' | 'timestamp' | 'signature' | 'body' | 'atMs'>[],
  failures: number,
  looseMs: number,
): readonly string[] {
  const flaws: string[] = [];
  const expected = Math.min(failures, promisedPauses.length) + 1;
  if (arrivals.length !== expected) flaws.push(`${arrivals.length} attempts instead of ${expected}`);
  if (new Set(arrivals.map(({ id }) => id)).size > 1) flaws.push('its id changed');
  if (new Set(arrivals.map(({ body }) => body)).size > 1) flaws.push('its body changed');
  if (new Set(arrivals.map(({ signature }) => signature)).size < arrivals.length) flaws.push('a signature came twice');
  for (const [index, { atMs, timestamp }] of arrivals.entries()) {
    if (Math.abs(atMs / 1000 - timestamp) > 2 + looseMs / 1000)
      flaws.push(`attempt ${index + 1} is signed for another moment`);
    const before = arrivals[index - 1];
    const promised = promisedPauses[index - 1];
    if (before === undefined || promised === undefined) continue;
    const waited = atMs - before.atMs;
    if (waited < promised * (1 - jitter) - looseMs || waited > promised * (1 + jitter) + looseMs)
      flaws.push(`attempt ${index + 1} after ${Math.round(waited / 1000)} s instead of ${promised / 1000} s`);
  }
  return flaws;
}
