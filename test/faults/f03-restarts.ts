/**
 * F3: the database goes down every few seconds, in the middle of many small runs and a big one. A PostgreSQL of its own is stopped,
 * at once or after finishing what it is at, and comes back within moments, as after a crash or an upgrade. Passes when 30 s after
 * the last time everything is done, with nothing lost, nothing twice, and no worker ended.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { openArena, type Arena, type ArenaIntegration, type RunRow } from './arena.ts';
import { seededContacts, tally } from './contacts.ts';
import { startServer, withFreshDatabase, type FaultDatabase } from './databases.ts';
import { seededRandom, type FaultOptions, type FaultResult, type SeededRandom } from './fault.ts';
import { smallStreams, storedCalmly } from './small-streams.ts';

const doneWithinMs = 30_000;
/** With these the runs are under way for as long as the restarts go on. */
const jobsPerRestart = 60;
const pagesPerRestart = 30;
const bigPageMs = 250;
const smallPageMs = 1_500;

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
  const arena = await openArena({ ...database, records: { 'xero.contacts': records } });
  try {
    const calm = await storedCalmly(arena);
    const big = await arena.connect('xero', 'Big books');
    const small: ArenaIntegration[] = [];
    while (small.length * smallStreams.length < rounds * jobsPerRestart)
      small.push(await arena.connect('xero', `Books ${small.length + 1}`));
    await arena.control.fault({ provider: 'xero', path: '/Contacts$', kind: 'delay', ms: bigPageMs });
    await arena.control.fault({ provider: 'xero', path: '^/api.xro/(?!.*Contacts$)', kind: 'delay', ms: smallPageMs });
    for (const name of ['worker-1', 'worker-2']) await arena.startWorker(name);
    const runIds = [...(await arena.sync(big, ['contacts']))];
    for (const integration of small) runIds.push(...(await arena.sync(integration, smallStreams)));

    let met = 0;
    for (let round = 0; round < rounds; round += 1) {
      await pause(5_000 + random.below(5_000));
      met += await underWay(arena);
      await restart(arena, postmaster, random.below(2) === 0 ? 'SIGINT' : 'SIGQUIT');
    }
    const last = Date.now();
    await arena.control.clearFaults();
    const runs = await arena.ended(runIds, 180_000);
    const afterMs = Date.now() - last;

    const total = records + seededContacts(arena).length;
    const expected = (run: RunRow) => (run.stream === 'contacts' ? total : (calm.get(run.stream) ?? 0));
    const all = runs.reduce((sum, run) => sum + expected(run), 0);
    const streams = runs.map((run) => run.stream_no);
    const { lost, doubled } = await tally(arena, streams, all);
    const unfinished = runs.filter((run) => run.state !== 'succeeded');
    const miscounted = runs.filter((run) => run.read !== expected(run) || run.created !== run.read);
    const interrupted = runs.filter((run) => run.attempts > 1).length;
    const ended = 2 - arena.workers().length;
    return {
      id: 'F3',
      rounds,
      lost: lost + unfinished.length,
      doubled: doubled + miscounted.length,
      passed:
        met > rounds &&
        lost === 0 &&
        doubled === 0 &&
        unfinished.length + miscounted.length + ended === 0 &&
        afterMs <= doneWithinMs,
      detail:
        `${rounds} restarts of PostgreSQL during ${runs.length} runs (the nightly size is 5,000) and ${all} records: ${met} runs under way when it went down, ${interrupted} taken up again, ` +
        `${lost} records lost, ${doubled} written twice, ${unfinished.length} runs not succeeded, ${miscounted.length} miscounted, ` +
        `${ended} workers ended, all done ${(afterMs / 1000).toFixed(1)} s after the last restart`,
    };
  } finally {
    await arena.close();
  }
}

async function underWay(arena: Arena): Promise<number> {
  const [row] = await arena.query<{ running: number }>(
    `select count(*)::int as running from run where state = 'running'`,
  );
  return row?.running ?? 0;
}

/** Stops the server, and waits until whoever looks after it has started it again. */
async function restart(arena: Arena, postmaster: () => number, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  process.kill(postmaster(), signal);
  // It is still there for moments after the signal.
  await pause(500);
  await arena.composition.store.whenBack(AbortSignal.timeout(60_000));
}

const stateFile = z.object({ pid: z.number() });

function postmasterOf(dataDir: string): number {
  return stateFile.parse(JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8'))).pid;
}
