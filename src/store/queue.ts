/**
 * The job queue: pg-boss on the same database, used as the application role. Jobs are sent in the caller's own transaction, so
 * a run and its job exist together or not at all.
 */
import { fromKysely, PgBoss } from 'pg-boss';
import type { Clock } from '../engine/ports.ts';
import { login } from './login.ts';

type Transaction = Parameters<typeof fromKysely>[0];

export interface JobQueue {
  /** Joins the caller's transaction. `afterMs`: not before so many milliseconds from now. */
  send(trx: Transaction, queue: string, data: object, options?: { readonly afterMs?: number }): Promise<void>;
  /** Handles jobs, `concurrency` at a time, until the queue stops. `signal` aborts when the job is lost or we are stopping. */
  work(
    queue: string,
    concurrency: number,
    handle: (data: unknown, signal: AbortSignal) => Promise<void>,
  ): Promise<void>;
  /** Stops fetching, aborts what runs, waits for it up to `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

export interface QueueOptions {
  /** A direct connection (LISTEN needs a session); behind a transaction pooler only polling works. */
  readonly url: string;
  /** While the root key is being changed: see login.ts. */
  readonly nextPassword?: string | undefined;
  readonly listen: boolean;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/**
 * NOTIFY tells of jobs sent for now. Nobody is told of those that become due later: put off, or taken from a dead worker.
 * Left to itself pg-boss would find these only every half minute.
 */
const polling = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 1 };

/** Connects. `work` also looks after dead workers' jobs (supervise). */
export async function openQueue(options: QueueOptions & { readonly supervise: boolean }): Promise<JobQueue> {
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
    useListenNotify: options.listen,
  });
  boss.on('error', options.onError);
  await boss.start();
  const stopping = new AbortController();
  return {
    async send(trx, queue, data, sending = {}) {
      const startAfter = sending.afterMs === undefined ? {} : { startAfter: Math.ceil(sending.afterMs / 1000) };
      await boss.send(queue, data, { db: fromKysely(trx), ...startAfter });
    },
    async work(queue, concurrency, handle) {
      // Workers one by one, because each must be told to look again after its job: the notice of one that came while all were busy
      // is over.
      for (let number = 0; number < concurrency; number += 1) {
        const worker = await boss.work<object>(queue, polling, async (jobs) => {
          try {
            for (const job of jobs) await handle(job.data, AbortSignal.any([job.signal, stopping.signal]));
          } finally {
            boss.notifyWorker(worker);
          }
        });
      }
    },
    async stop(graceMs) {
      stopping.abort(new Error('stopping'));
      await boss.stop({ graceful: true, timeout: graceMs, close: true });
    },
  };
}
