/**
 * F3: the database goes down every few seconds, in the middle of many small runs and a big one. A PostgreSQL of its own is stopped,
 * at once or after finishing what it is at, and comes back within moments, as after a crash or an upgrade. Passes when 30 s after
 * the last time everything is done, with nothing lost, nothing twice, and no worker ended.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { openArena, sandboxOf, type Arena, type ArenaIntegration, type RunRow } from './arena.ts';
import { seededContacts, tally } from './contacts.ts';
import { startServer, withFreshDatabase, type FaultDatabase } from './databases.ts';
import { seededRandom, type FaultOptions, type FaultResult, type SeededRandom } from './fault.ts';
import { smallStreams, storedCalmly } from './small-streams.ts';

const doneWithinMs = 30_000;
const workers = ['worker-1', 'worker-2'];
const jobsPerRestart = 60;
const pagesPerRestart = 40;
const bigPageMs = 250;
const smallPageMs = 2_500;

/** `rounds`: restarts. Takes about 9 s each. The databases it is given stay untouched: its own server is the one that suffers. */
export async function f3({ rounds, seed }: FaultOptions): Promise<FaultResult> {
  const server = await startServer();
  try {
    return await withFreshDatabase(server.adminUrl, (database) =>
      restarting(database, rounds, seededRandom(seed), () => postmasterOf(server.dataDir)),
    );
  } finally {
    await server.stop();
  }
}

async function restarting(
  database: FaultDatabase,
  rounds: number,
  random: SeededRandom,
  postmaster: () => number,
): Promise<FaultResult> {
  const records = rounds * pagesPerRestart * 1000;
  const providers = [await sandboxOf('xero'), await sandboxOf('stripe')];
  const arena = await openArena({ ...database, records: { 'xero.contacts': records }, providers });
  try {
    // Stripe's lists would grow by themselves as time passes.
    await arena.control.freeze();
    const calm = await storedCalmly(arena, 'stripe');
    const runIds = await startRuns(arena, rounds * jobsPerRestart);
    let met = 0;
    for (let round = 0; round < rounds; round += 1) {
      await pause(5_000 + random.below(5_000));
      met += await underWay(arena);
      await restart(arena, postmaster, random.pick(['SIGINT', 'SIGQUIT'] as const));
    }
    const last = Date.now();
    await arena.control.clearFaults();
    const runs = await arena.ended(runIds, 180_000);
    const afterMs = Date.now() - last;

    const total = records + seededContacts(arena).length;
    const expected = (run: RunRow) => (run.stream === 'contacts' ? total : (calm.get(run.stream) ?? 0));
    const { whole, lost, doubled, detail } = await judge(arena, runs, expected);
    const ended = workers.length - arena.workers().length;
    return {
      id: 'F3',
      rounds,
      lost,
      doubled,
      passed: whole && met > rounds && ended === 0 && afterMs <= doneWithinMs,
      detail:
        `${rounds} restarts of PostgreSQL, with ${met} runs under way when it went down, among ${runs.length} runs (the nightly size is 5,000): ` +
        `${detail}, ${ended} workers ended, all done ${(afterMs / 1000).toFixed(1)} s after the last restart`,
    };
  } finally {
    await arena.close();
  }
}

/** A big one, and so many small ones. The vendors take their time, so that all are under way for as long as the restarts go on. */
async function startRuns(arena: Arena, jobs: number): Promise<readonly string[]> {
  const big = await arena.connect('xero', 'Books');
  const small: ArenaIntegration[] = [];
  while (small.length * smallStreams.stripe.length < jobs)
    small.push(await arena.connect('stripe', `Payments ${small.length + 1}`));
  await arena.control.fault({ provider: 'xero', path: '/Contacts$', kind: 'delay', ms: bigPageMs });
  await arena.control.fault({ provider: 'stripe', kind: 'delay', ms: smallPageMs });
  for (const name of workers) await arena.startWorker(name);
  const runIds = [...(await arena.sync(big, ['contacts']))];
  for (const integration of small) runIds.push(...(await arena.sync(integration, smallStreams.stripe)));
  return runIds;
}

async function judge(
  arena: Arena,
  runs: readonly RunRow[],
  expected: (run: RunRow) => number,
): Promise<{ whole: boolean; lost: number; doubled: number; detail: string }> {
  const all = runs.reduce((sum, run) => sum + expected(run), 0);
  const streams = runs.map((run) => run.stream_no);
  const { lost, doubled } = await tally(arena, streams, all);
  const unfinished = runs.filter((run) => run.state !== 'succeeded').length;
  const miscounted = runs.filter((run) => run.read !== expected(run) || run.created !== run.read).length;
  const interrupted = runs.filter((run) => run.attempts > 1).length;
  return {
    whole: lost + doubled + unfinished + miscounted === 0,
    lost: lost + unfinished,
    doubled: doubled + miscounted,
    detail:
      `${lost} of ${all} records lost, ${doubled} written twice, ${unfinished} runs not succeeded, ${miscounted} miscounted, ` +
      `${interrupted} taken up again`,
  };
}

async function underWay(arena: Arena): Promise<number> {
  const [row] = await arena.query<{ running: number }>(
    `select count(*)::int as running from run where state = 'running'`,
  );
  return row?.running ?? 0;
}

/** Stops the server, and waits until whoever looks after it has started it again. */
async function restart(arena: Arena, postmaster: () => number, signal: NodeJS.Signals): Promise<void> {
  process.kill(postmaster(), signal);
  // It is still there for moments after the signal.
  await pause(500);
  await arena.composition.store.whenBack(AbortSignal.timeout(60_000));
}

const stateFile = z.object({ pid: z.number() });

function postmasterOf(dataDir: string): number {
  return stateFile.parse(JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8'))).pid;
}
