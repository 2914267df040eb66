/**
 * F30: the statistics say that the queue is empty when 100,000 jobs come in, as they do when it was last looked at on a quiet night.
 * A planner that believes them may claim every job by walking over all that wait. Passes when jobs are taken at no less than half the rate of a
 * queue whose statistics are true.
 */
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { openQueue } from '../../src/store/queue.ts';
import { syncQueue } from '../../src/store/queues.ts';
import type { FaultOptions, FaultResult } from './fault.ts';

/** Jobs whose taking is timed. */
const timed = 1_000;
const takers = 4;
const leastShare = 0.5;

/** `rounds`: jobs that wait. */
export async function f30({ rounds, ownerUrl, appUrl }: FaultOptions): Promise<FaultResult> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const table = await queueTable(owner);
    // Statistics come when we say so, not when the server finds the time.
    await owner.query(`alter table ${table} set (autovacuum_enabled = false)`);
    await owner.query(`analyze ${table}`);
    await fill(ownerUrl, rounds + 4 * timed);
    const misled = await takenPerSecond(appUrl);
    await owner.query(`analyze ${table}`);
    const healthy = await takenPerSecond(appUrl);
    const share = misled / healthy;
    const { rows } = await owner.query<{ left: number; taken: number }>(
      `select count(*) filter (where state = 'created')::int as left, count(*) filter (where state = 'completed')::int as taken from ${table}`,
    );
    const { left = 0, taken = 0 } = rows[0] ?? {};
    const lost = rounds + 4 * timed - left - taken;
    return {
      id: 'F30',
      rounds,
      lost,
      doubled: 0,
      passed: share >= leastShare && lost === 0,
      detail:
        `${rounds} jobs waiting behind statistics of an empty queue: ${Math.round(misled)} taken a second, ` +
        `${Math.round(healthy)} with true statistics: ${share.toFixed(2)} of the rate (at least ${leastShare})`,
    };
  } finally {
    await owner.end();
  }
}

async function queueTable(owner: pg.Client): Promise<string> {
  const { rows } = await owner.query<{ name: string }>('select table_name as name from pgboss.queue where name = $1', [
    syncQueue,
  ]);
  const name = rows[0]?.name;
  if (name === undefined) throw new Error(`there is no queue ${syncQueue}`);
  return `pgboss.${pg.escapeIdentifier(name)}`;
}

async function fill(url: string, jobs: number): Promise<void> {
  const boss = new PgBoss({
    connectionString: url,
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise: false,
  });
  await boss.start();
  try {
    for (let from = 0; from < jobs; from += 1000)
      await boss.insert(
        syncQueue,
        Array.from({ length: Math.min(1000, jobs - from) }, (_, i) => ({ data: { number: from + i } })),
      );
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** With sessions of their own, so that no plan is remembered. */
async function takenPerSecond(appUrl: string): Promise<number> {
  const queue = await openQueue({
    url: appUrl,
    notices: undefined,
    supervise: false,
    clock: { now: () => Date.now(), sleep: async () => undefined },
    onError: () => {},
  });
  let taken = 0;
  let begun = 0;
  const { promise: done, resolve } = Promise.withResolvers<number>();
  try {
    await queue.work(syncQueue, { all: takers }, async () => {
      begun ||= performance.now();
      taken += 1;
      if (taken === timed) resolve(timed / ((performance.now() - begun) / 1000));
    });
    return await done;
  } finally {
    await queue.stop(5_000);
  }
}
