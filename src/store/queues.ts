/** The job queues and how each behaves. Created by the owner in migrate.ts, used by the application role. */
import type { Queue } from 'pg-boss';

/** One job = one run of one stream: few long jobs rather than many page jobs. */
export const syncQueue = 'sync';

/** One job = mapping the stored records of one stream anew. */
export const rederivationQueue = 'rederivation';

/** One job = forgetting one person, or the fields a stream no longer keeps. */
export const erasureQueue = 'erasure';

/** For work that goes on for long, and goes on where it stopped when its worker dies. */
const longWork: Omit<Queue, 'name'> = {
  // Its own partition: on a shared table the planner may claim with a nested loop over every waiting job.
  partition: true,
  // A dead worker is noticed by its missing heartbeat, not after the default quarter of an hour.
  heartbeatSeconds: 10,
  expireInSeconds: 23 * 3600,
  // What may be tried again is decided by the work itself (hub/runs/run-execution.ts, hub/mappings/rederive-execution.ts, hub/privacy/erasure-execution.ts); these are for dead workers.
  retryLimit: 1000,
  retryDelay: 1,
  deleteAfterSeconds: 3600,
};

export const queues: readonly { readonly name: string; readonly options: Omit<Queue, 'name'> }[] = [
  { name: syncQueue, options: longWork },
  { name: rederivationQueue, options: longWork },
  { name: erasureQueue, options: longWork },
];
