/**
 * The places one worker has for the jobs of one queue, and who gets them. A job mostly waits (for a vendor), so there are many places; but one
 * group with many slow jobs must not take them all. So whoever has fewest jobs in hand is served first: every group gets one place before any
 * gets a second, and none more than its share. Called by queue.ts, which knows how jobs are fetched and ended.
 */
import type { Clock } from '../engine/ports.ts';

export interface Job {
  readonly id: string;
  /** How often it was taken before: a job is ended only for whoever took it last. */
  readonly retryCount: number;
  readonly data: unknown;
  readonly groupId?: string | null;
}

/** How many jobs one worker has in hand at a time. */
export interface Places {
  readonly all: number;
  /** Of one group; default: all. Jobs without a group are each a group of their own. */
  readonly ofGroup?: number;
}

/** One queue, as its jobs are got and given back. */
export interface JobSource {
  /** Takes the oldest that is due and of none of these groups. */
  fetch(without: readonly string[]): Promise<Job | undefined>;
  complete(job: Job): Promise<unknown>;
  /** It is tried again, here or elsewhere. */
  fail(job: Job, error: unknown): Promise<unknown>;
  /** Says that whoever has these jobs in hand is alive. */
  touch(jobs: readonly Job[]): Promise<unknown>;
}

export interface JobWork {
  /** Somebody said that there are jobs. */
  wake(): void;
  /** Takes no more, aborts what runs, and resolves when it has ended, or after so long; what then still runs goes to others. */
  stop(graceMs: number): Promise<void>;
}

export interface JobWorkOptions {
  readonly source: JobSource;
  readonly places: Places;
  readonly handle: (data: unknown, signal: AbortSignal) => Promise<void>;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/** Nobody is told of jobs that become due later: put off, or taken from a dead worker. So it is looked that often anyhow. */
const lookMs = 1_000;
/** Less than half of the time after which a silent worker counts as dead. */
const touchMs = 4_000;

export function workOff({ source, places, handle, clock, onError }: JobWorkOptions): JobWork {
  const { all, ofGroup = all } = places;
  const inHand = new Map<Job, Promise<void>>();
  const stopping = new AbortController();
  let wake = (): void => undefined;
  let woken = false;

  /** Groups with at least so many in hand. */
  const busy = (least: number): readonly string[] => {
    const counts = new Map<string, number>();
    for (const { groupId } of inHand.keys())
      if (groupId !== undefined && groupId !== null) counts.set(groupId, (counts.get(groupId) ?? 0) + 1);
    return [...counts].filter(([, count]) => count >= least).map(([group]) => group);
  };

  const fetchNext = async (): Promise<Job | undefined> => {
    for (let least = 1; least <= ofGroup; least += 1) {
      const without = busy(least);
      const job = await source.fetch(without);
      // Without any to leave out it was asked for whatever there is.
      if (job !== undefined || without.length === 0) return job;
    }
    return undefined;
  };

  const begin = (job: Job): void => {
    const done = handle(job.data, stopping.signal)
      .then(
        () => source.complete(job),
        (error: unknown) => source.fail(job, error),
      )
      .catch(onError)
      .then(() => {
        inHand.delete(job);
        ring();
      });
    inHand.set(job, done);
  };

  const ring = (): void => {
    woken = true;
    wake();
  };

  const take = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      woken = false;
      try {
        while (inHand.size < all && !stopping.signal.aborted) {
          const job = await fetchNext();
          if (job === undefined) break;
          begin(job);
        }
      } catch (error) {
        onError(error);
      }
      if (woken) continue;
      const rung = new Promise<void>((resolve) => (wake = resolve));
      const resting = new AbortController();
      const rested = clock.sleep(lookMs, AbortSignal.any([stopping.signal, resting.signal])).catch(() => undefined);
      await Promise.race([rung, rested]);
      resting.abort();
    }
  };

  const stayAlive = async (): Promise<void> => {
    while (!stopping.signal.aborted || inHand.size > 0) {
      const jobs = [...inHand.keys()];
      if (jobs.length > 0) await source.touch(jobs).catch(onError);
      if (stopping.signal.aborted) return;
      await clock.sleep(touchMs, stopping.signal).catch(() => undefined);
    }
  };

  const taking = take();
  void stayAlive();

  return {
    wake: ring,
    async stop(graceMs) {
      stopping.abort(new Error('stopping'));
      await taking;
      const left = new AbortController();
      await Promise.race([Promise.all(inHand.values()), clock.sleep(graceMs, left.signal).catch(() => undefined)]);
      left.abort();
      // Somebody else is to have them at once, and not when the missing heartbeat is noticed.
      for (const job of inHand.keys()) await source.fail(job, new Error('stopped before its end')).catch(onError);
    },
  };
}
