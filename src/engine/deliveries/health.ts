/**
 * How an endpoint is doing, and what follows: a breaker that parks it for a while when most attempts fail, and an end after days of nothing
 * but failures. Pure arithmetic over a small value that is stored with the endpoint, so that a restart does not forget it.
 */

/** What attempts of a span of time came to. */
interface Bucket {
  /** When it began, milliseconds. */
  readonly at: number;
  readonly good: number;
  readonly bad: number;
}

export interface Health {
  /** The last five minutes, oldest first. */
  readonly recent: readonly Bucket[];
  /** Nothing is sent before; then one delivery tries how it is. */
  readonly parkedUntil: number | null;
  /** How often in a row it was parked. */
  readonly parks: number;
  /** Since when there was nothing but failures. */
  readonly failingSince: number | null;
  /** Per cent of the way to being disabled its owner was last told of. */
  readonly told: number;
}

export const healthy: Health = { recent: [], parkedUntil: null, parks: 0, failingSince: null, told: 0 };

const minute = 60_000;
const spanMs = 5 * minute;
const bucketMs = 10_000;
/** Of at least so many attempts, so many failed: then it is parked. */
const fewest = 10;
const share = 0.7;
const firstParkMs = 30_000;
const longestParkMs = 30 * minute;
/** Nothing but failures for so long: it is disabled. */
export const patienceMs = 5 * 24 * 60 * minute;
const tellAt = [90, 70, 50] as const;

/** After attempts that ended at `now`. */
export function after(before: Health, now: number, came: { readonly good: number; readonly bad: number }): Health {
  const recent = counted(before.recent, now, came);
  if (came.good > 0) {
    const failingSince = came.bad > 0 ? now : null;
    // It answers again: whether it goes on failing is found out anew.
    const known = before.parkedUntil === null ? recent : counted([], now, came);
    return parkedIfBad({ recent: known, parkedUntil: null, parks: 0, failingSince, told: 0 }, now);
  }
  const failing = { ...before, recent, failingSince: before.failingSince ?? now };
  // The one that tried how it is failed too; those that were under way when it was parked say nothing new.
  if (before.parkedUntil !== null) return before.parkedUntil <= now ? parked(failing, now) : failing;
  return parkedIfBad(failing, now);
}

function counted(recent: readonly Bucket[], now: number, came: { readonly good: number; readonly bad: number }) {
  const at = Math.floor(now / bucketMs) * bucketMs;
  const kept = recent.filter((bucket) => bucket.at > now - spanMs && bucket.at !== at);
  const present = recent.find((bucket) => bucket.at === at) ?? { good: 0, bad: 0 };
  return [...kept, { at, good: present.good + came.good, bad: present.bad + came.bad }];
}

function parkedIfBad(health: Health, now: number): Health {
  const good = sum(health.recent.map((bucket) => bucket.good));
  const bad = sum(health.recent.map((bucket) => bucket.bad));
  return good + bad >= fewest && bad / (good + bad) >= share ? parked(health, now) : health;
}

function parked(health: Health, now: number): Health {
  const forMs = Math.min(firstParkMs * 2 ** health.parks, longestParkMs);
  return { ...health, parkedUntil: now + forMs, parks: health.parks + 1 };
}

/** Is nothing sent now? */
export function isParked(health: Health, now: number): boolean {
  return health.parkedUntil !== null && health.parkedUntil > now;
}

export type Verdict =
  | { readonly kind: 'goes on' }
  /** Its owner is to be told that so much of the patience is used up. */
  | { readonly kind: 'tell'; readonly percent: number }
  | { readonly kind: 'disable' };

export function verdictOn({ failingSince, told }: Health, now: number): Verdict {
  if (failingSince === null) return { kind: 'goes on' };
  const percent = (100 * (now - failingSince)) / patienceMs;
  if (percent >= 100) return { kind: 'disable' };
  const reached = tellAt.find((at) => percent >= at);
  return reached === undefined || reached <= told ? { kind: 'goes on' } : { kind: 'tell', percent: reached };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
