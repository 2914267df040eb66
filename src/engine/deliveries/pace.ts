/**
 * How many attempts an endpoint bears at a time, and how soon the next may begin: more with every success while all places are used, half
 * with every failure; not at all for a while when it says that it has too much to do. Pure state, one value per endpoint and process.
 */

export interface Pace {
  /** May be in flight together. */
  places(): number;
  /** Nothing may be sent before this moment, milliseconds; 0: at once. */
  notBefore(): number;
  /** One is about to be sent; of an endpoint with a rate of its own. */
  sending(now: number): void;
  succeeded(inFlight: number): void;
  /** `slowDown`: it asked for that itself; `retryAfterMs`: and for how long. */
  failed(now: number, how: { readonly slowDown: boolean; readonly retryAfterMs: number | undefined }): void;
  /** Attempts a minute at most; null: as many as it bears. */
  limitTo(perMinute: number | null): void;
}

const first = 4;
const most = 64;
const firstPauseMs = 1_000;
/** Longer pauses are the schedule's and the breaker's affair. */
const longestPauseMs = 60_000;
/** Attempts that could not be sent in time may be made up for within so long. */
const burstMs = 250;

/** Statuses that mean "too much". */
export function asksToSlowDown(status: number | undefined): boolean {
  return status === 429 || status === 502 || status === 504;
}

export function createPace(): Pace {
  let window = first;
  let doubling = true;
  let pauses = 0;
  let pausedUntil = 0;
  let everyMs = 0;
  let nextAt = 0;
  return {
    places: () => Math.floor(window),
    notBefore: () => Math.max(pausedUntil, everyMs === 0 ? 0 : nextAt),
    sending: (now) => {
      nextAt = Math.max(nextAt, now - burstMs) + everyMs;
    },
    succeeded: (inFlight) => {
      pauses = 0;
      if (inFlight < Math.floor(window)) return;
      window = Math.min(most, window + (doubling ? 1 : 1 / window));
    },
    failed: (now, { slowDown, retryAfterMs }) => {
      doubling = false;
      window = slowDown ? 1 : Math.max(1, window / 2);
      if (!slowDown) return;
      const pause = retryAfterMs ?? firstPauseMs * 2 ** pauses;
      pauses = Math.min(pauses + 1, 6);
      pausedUntil = Math.max(pausedUntil, now + Math.min(pause, longestPauseMs));
    },
    limitTo: (perMinute) => {
      everyMs = perMinute === null ? 0 : 60_000 / perMinute;
    },
  };
}
