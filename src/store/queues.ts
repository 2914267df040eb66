/** The job queues and how each behaves. Created by the owner in migrate.ts, used by the application role. */
import type { Queue } from 'pg-boss';

/** One job = one run of one stream: few long jobs rather than many page jobs. */
export const syncQueue = 'sync';

export const queues: readonly { readonly name: string; readonly options: Omit<Queue, 'name'> }[] = [
  {
    name: syncQueue,
    // Its own partition: on a shared table the planner may claim with a nested loop over every waiting job.
    // A dead worker is noticed by its missing heartbeat, not after the default quarter of an hour.
    options: { partition: true, heartbeatSeconds: 10, expireInSeconds: 6 * 3600, retryLimit: 20, retryDelay: 1, retryBackoff: true, retryDelayMax: 60, deleteAfterSeconds: 3600 },
  },
];
