/**
 * The vendor's time, learnt from its Date headers. Cursors and versions are kept in the vendor's time, because it is the
 * vendor that compares them: a clock of ours that runs five minutes ahead would otherwise skip five minutes of changes.
 */
import type { Clock } from '../ports.ts';

export class VendorClock {
  readonly #clock: Clock;
  readonly #startedMs: number;
  #skewMs: number | undefined;

  constructor(clock: Clock, startedMs: number) {
    this.#clock = clock;
    this.#startedMs = startedMs;
  }

  /** `header`: the Date of an answer; `receivedMs`: our time then. The first one counts. */
  observe(header: string | undefined, receivedMs: number): void {
    if (this.#skewMs !== undefined || header === undefined) return;
    const vendorMs = Date.parse(header);
    // Less than two seconds is what whole seconds and the way here make up.
    if (!Number.isNaN(vendorMs)) this.#skewMs = Math.abs(vendorMs - receivedMs) < 2000 ? 0 : vendorMs - receivedMs;
  }

  /**
   * The moment an answer to a request sent at `sentMs` is surely as new as. A second early, because the skew is known to a
   * second only: an event of that very second must still win over the listing.
   */
  asOf(sentMs: number): number {
    return sentMs + (this.#skewMs ?? 0) - 1000;
  }

  /** Where the next incremental run goes on from: the start of this run, by the vendor's clock. */
  startOfRun(): string {
    return new Date(this.#startedMs + (this.#skewMs ?? 0)).toISOString();
  }

  now(): number {
    return this.#clock.now() + (this.#skewMs ?? 0);
  }
}
