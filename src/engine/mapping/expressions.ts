/**
 * The children that evaluate tenants' expressions, shared by everything in this process. At most as many as there are cores, kept
 * warm, each busy with one slice of a page at a time. Tenants take turns, so that nobody waits for another's whole page; and a tenant
 * whose rules made trouble lately may never have all the children, so that the others do not wait for its next trouble. Made by the
 * composition root.
 */
import { availableParallelism } from 'node:os';
import { startExpressionProcess, type ExpressionProcess, type Reply } from './expression-process.ts';

export interface Expressions {
  /** Sends one line to a free child. `group`: whose turn it is (the tenant). Throws `internal` when no child can be started. */
  ask(group: string, line: Uint8Array, budgetMs: number): Promise<Reply>;
  /** This group's rules took too long: for a while it may not have all the children. */
  strike(group: string): void;
  /** Kills the children. What is asked afterwards starts new ones. */
  close(): Promise<void>;
}

/** How long a group is kept from the last child. */
const struckMs = 60_000;
/** A child that nobody has asked for so long is let go. */
const idleMs = 300_000;

interface Job {
  readonly group: string;
  readonly line: Uint8Array;
  readonly budgetMs: number;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

interface Seat {
  child: Promise<ExpressionProcess> | undefined;
  /** Whose slice it works on. */
  group: string | undefined;
  idle: NodeJS.Timeout | undefined;
}

/** At least two, or there would be none to keep free. `start`: for tests. */
export function openExpressions(
  size: number = availableParallelism(),
  start: () => Promise<ExpressionProcess> = () => startExpressionProcess(),
): Expressions {
  const seats = Array.from({ length: Math.max(size, 2) }, (): Seat => ({
    child: undefined,
    group: undefined,
    idle: undefined,
  }));
  /** By group, in the order of whose turn is next. */
  const waiting = new Map<string, Job[]>();
  const struck = new Map<string, number>();

  const isStruck = (group: string): boolean => {
    const until = struck.get(group);
    if (until !== undefined && until <= Date.now()) struck.delete(group);
    return struck.has(group);
  };
  const strike = (group: string) => void struck.set(group, Date.now() + struckMs);

  /** The next job that may have a child. */
  const take = (): Job | undefined => {
    const troubled = seats.filter(({ group }) => group !== undefined && isStruck(group)).length;
    for (const [group, jobs] of waiting) {
      if (isStruck(group) && troubled >= seats.length - 1) continue;
      const job = jobs.shift();
      // To the end of the line.
      waiting.delete(group);
      if (jobs.length > 0) waiting.set(group, jobs);
      if (job !== undefined) return job;
    }
    return undefined;
  };

  const begin = (seat: Seat): Promise<ExpressionProcess> => {
    const starting = start();
    seat.child = starting;
    starting.catch(() => {
      if (seat.child === starting) seat.child = undefined;
    });
    return starting;
  };

  const work = async (seat: Seat, job: Job): Promise<void> => {
    try {
      const child = await (seat.child ?? begin(seat));
      const reply = await child.ask(job.line, job.budgetMs);
      if ('killed' in reply) {
        strike(job.group);
        // At once, so that it is warm when it is needed.
        begin(seat).catch(() => undefined);
      }
      job.resolve(reply);
    } catch (error) {
      job.reject(error);
    }
  };

  const dispatch = (): void => {
    // One that is warm before one that has to be started.
    const free = seats.filter((seat) => seat.group === undefined).toSorted((a, b) => warmth(b) - warmth(a));
    for (const seat of free) {
      const job = take();
      if (job === undefined) return;
      seat.group = job.group;
      clearTimeout(seat.idle);
      void work(seat, job).finally(() => {
        seat.group = undefined;
        seat.idle = setTimeout(() => void dismiss(seat), idleMs).unref();
        dispatch();
      });
    }
  };

  return {
    ask: (group, line, budgetMs) =>
      new Promise((resolve, reject) => {
        const jobs = waiting.get(group) ?? [];
        jobs.push({ group, line, budgetMs, resolve, reject });
        waiting.set(group, jobs);
        dispatch();
      }),
    strike,
    close: async () => {
      await Promise.all(seats.map(dismiss));
    },
  };
}

function warmth(seat: Seat): number {
  return seat.child === undefined ? 0 : 1;
}

async function dismiss(seat: Seat): Promise<void> {
  const { child } = seat;
  seat.child = undefined;
  clearTimeout(seat.idle);
  const started = await child?.catch(() => undefined);
  started?.kill();
}
