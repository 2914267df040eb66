/**
 * The job queue: pg-boss on the same database, used as the application role. Jobs are sent in the caller's own transaction, so a run and its
 * job exist together or not at all. Who gets a worker's places is decided here (job-places.ts), not by pg-boss: it would give them to the
 * oldest jobs, whosesoever they are.
 */
import { sql } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Clock } from '../engine/ports.ts';
import { workOff, type Job, type JobWork, type Places } from './job-places.ts';
import { login } from './login.ts';
import type { Notices } from './notices.ts';

export type { Places } from './job-places.ts';

type Transaction = Parameters<typeof fromKysely>[0] & Parameters<ReturnType<typeof sql>['execute']>[0];

export interface JobQueue {
  /** Joins the caller's transaction. */
  send(trx: Transaction, queue: string, data: object, options?: SendOptions): Promise<void>;
  /** Handles jobs until the queue stops. `signal` aborts when we are stopping. */
  work(queue: string, places: Places, handle: (data: unknown, signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Stops fetching, aborts what runs, waits for it up to `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

export interface SendOptions {
  /** Not before so many milliseconds from now. */
  readonly afterMs?: number;
  /** Jobs of one group share the places a worker has for one. */
  readonly group?: string;
}

export interface QueueOptions {
  readonly url: string;
  /** While the root key is being changed: see login.ts. */
  readonly nextPassword?: string | undefined;
  /** Where it is heard that jobs were sent; without, they are found within a second. */
  readonly notices: Pick<Notices, 'listen'> | undefined;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/** Connects. `work` also looks after dead workers' jobs (supervise). */
export async function openQueue(options: QueueOptions & { readonly supervise: boolean }): Promise<JobQueue> {
  const { notices, clock, onError } = options;
  const boss = new PgBoss({
    ...login(options.url, options.nextPassword),
    application_name: 'plugboard queue',
    max: 4,
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise: options.supervise,
    // A dead worker's job is found by its missing heartbeat (10 s, the least there is); what is added to that counts.
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    useListenNotify: false,
  });
  boss.on('error', onError);
  await boss.start();
  const works: { readonly work: JobWork; readonly deafen: (() => void) | undefined }[] = [];
  return {
    async send(trx, queue, data, { afterMs, group } = {}) {
      await boss.send(queue, data, {
        db: fromKysely(trx),
        ...(afterMs === undefined ? {} : { startAfter: Math.ceil(afterMs / 1000) }),
        ...(group === undefined ? {} : { group: { id: group } }),
      });
      if (afterMs === undefined) await sql`notify plugboard_jobs`.execute(trx);
    },
    async work(queue, places, handle) {
      const source = {
        fetch: async (without: readonly string[]): Promise<Job | undefined> =>
          (await boss.fetch<object>(queue, { includeMetadata: true, ignoreGroups: [...without] }))[0],
        complete: (job: Job) => boss.complete(queue, attemptOf(job)),
        fail: (job: Job, error: unknown) =>
          boss.fail(queue, attemptOf(job), { message: error instanceof Error ? error.message : String(error) }),
        touch: (jobs: readonly Job[]) => boss.touch(queue, jobs.map(attemptOf)),
      };
      const work = workOff({ source, places, handle, clock, onError });
      works.push({ work, deafen: notices?.listen('plugboard_jobs', work.wake) });
    },
    async stop(graceMs) {
      const ending = works.splice(0);
      for (const { deafen } of ending) deafen?.();
      await Promise.all(ending.map(({ work }) => work.stop(graceMs)));
      await boss.stop({ graceful: false, close: true });
    },
  };
}

function attemptOf({ id, retryCount }: Job): Pick<Job, 'id' | 'retryCount'> {
  return { id, retryCount };
}
