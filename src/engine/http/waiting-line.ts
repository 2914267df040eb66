/**
 * A line of callers waiting for something scarce, served one after the other. Knows nothing of what is waited for: it is told by
 * `serve` whether the first in line gets it or how long to wait before asking again. Used by budget.ts.
 */
import type { Clock, Random } from '../ports.ts';

export type Served<T> = { readonly got: T } | { readonly waitMs: number };

export interface WaitingLine<T> {
  /** Nobody is waiting, so that whoever comes may try without joining. */
  readonly empty: () => boolean;
  /** Rejects with the signal's reason, with what `tooLong` makes of a wait over the limit, or with what `serve` throws. */
  join(signal?: AbortSignal): Promise<T>;
  /** Something changed: ask again now. */
  wake(): void;
}

interface Waiter<T> {
  readonly since: number;
  readonly grant: (got: T) => void;
  readonly refuse: (reason: unknown) => void;
}

export function createWaitingLine<T>(options: {
  readonly serve: () => Promise<Served<T>>;
  /** Takes back what nobody is left to take. */
  readonly returned: (got: T) => void;
  readonly tooLong: (waitMs: number) => unknown;
  readonly maxWaitMs: number;
  readonly clock: Clock;
  readonly random: Random;
}): WaitingLine<T> {
  const { clock, random, maxWaitMs } = options;
  const line: Waiter<T>[] = [];
  let serving = false;
  let alarm: AbortController | undefined;
  let changes = 0;

  const wake = (): void => {
    changes += 1;
    alarm?.abort();
  };

  /** Sleeps, but not past a change. The bit of chance keeps processes from asking at the same moment. */
  const pause = async (ms: number): Promise<void> => {
    alarm = new AbortController();
    await clock.sleep(Math.max(1, ms) + random.next() * Math.min(ms, 50), alarm.signal).catch(() => undefined);
    alarm = undefined;
  };

  const serveOne = async (head: Waiter<T>): Promise<void> => {
    const seen = changes;
    const served = await options.serve();
    if ('got' in served) {
      const next = line.shift();
      if (next === undefined) options.returned(served.got);
      else next.grant(served.got);
      return;
    }
    const { waitMs } = served;
    if (line[0] === head && clock.now() - head.since + waitMs > maxWaitMs) head.refuse(options.tooLong(waitMs));
    else if (line.length > 0 && seen === changes) await pause(waitMs);
  };

  const serveAll = async (): Promise<void> => {
    if (serving) return;
    serving = true;
    for (let head = line[0]; head !== undefined; head = line[0]) {
      const { refuse } = head;
      await serveOne(head).catch(refuse);
    }
    serving = false;
  };

  return {
    empty: () => !serving && line.length === 0,
    wake,
    join: (signal) =>
      new Promise((resolve, reject) => {
        const leave = (): void => {
          signal?.removeEventListener('abort', cancelled);
          const place = line.indexOf(waiter);
          if (place >= 0) line.splice(place, 1);
        };
        const waiter: Waiter<T> = {
          since: clock.now(),
          grant: (got) => {
            leave();
            resolve(got);
          },
          refuse: (reason) => {
            leave();
            reject(reason);
          },
        };
        const cancelled = (): void => {
          waiter.refuse(signal?.reason);
          wake();
        };
        signal?.addEventListener('abort', cancelled, { once: true });
        line.push(waiter);
        void serveAll();
      }),
  };
}
