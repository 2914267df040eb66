/**
 * F2: a worker that stops for a while (a suspended machine, a starved container) and wakes up without knowing that another has taken
 * its run over. It is frozen with SIGSTOP for 15 s in the middle of a pass. Passes when nothing of what it still brings is
 * accepted, at least one such page was seen to be refused, and the pass ends whole.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { openArena } from './arena.ts';
import { executor, seededContacts, tally } from './contacts.ts';
import { seededRandom, type FaultOptions, type FaultResult } from './fault.ts';
import { until } from './until.ts';

const frozenMs = 15_000;
/** Enough for the pass to be under way all the time, at the pace set below. */
const recordsPerFreeze = 60_000;
const pageEveryMs = 150;

/** `rounds`: freezes. Takes about 18 s each. */
export async function f2({ rounds, seed, ownerUrl, appUrl }: FaultOptions): Promise<FaultResult> {
  const random = seededRandom(seed);
  const records = rounds * recordsPerFreeze;
  const arena = await openArena({ ownerUrl, appUrl, records: { 'xero.contacts': records } });
  try {
    const integration = await arena.connect('xero', 'Books');
    await arena.control.fault({ provider: 'xero', path: '/Contacts', kind: 'delay', ms: pageEveryMs });
    for (const name of ['worker-1', 'worker-2']) await arena.startWorker(name);
    const [runId = ''] = await arena.sync(integration, ['contacts']);
    const stored = (least: number) =>
      until(`page ${least}`, 60_000, async () => ((await arena.run(runId)).pages >= least ? true : undefined));

    let takenOver = 0;
    for (let round = 0; round < rounds; round += 1) {
      await stored((await arena.run(runId)).pages + 2 + random.below(5));
      const sleeper = await executor(arena);
      const { attempts } = await arena.run(runId);
      sleeper.freeze();
      await pause(frozenMs);
      if ((await arena.run(runId)).attempts > attempts) takenOver += 1;
      sleeper.thaw();
      const { pages, state } = await arena.run(runId);
      if (state === 'running') await stored(pages + 5);
    }
    await arena.control.clearFaults();
    const [run] = await arena.ended([runId], 180_000);
    if (run === undefined) throw new Error('the run is gone');

    const refused = arena
      .workers()
      .flatMap((worker) => worker.log)
      .filter(({ msg }) => msg.includes('late page was refused')).length;
    const total = records + seededContacts(arena).length;
    const { lost, doubled } = await tally(arena, [run.stream_no], total);
    // A page accepted from a sleeper would have been read twice, and the cursor would have gone back.
    const stale = run.read - total;
    return {
      id: 'F2',
      rounds,
      lost,
      doubled: doubled + stale,
      passed: run.state === 'succeeded' && lost === 0 && doubled === 0 && stale === 0 && takenOver > 0 && refused > 0,
      detail:
        `${rounds} freezes of ${frozenMs / 1000} s in a first pass of ${total} records (${run.state}): taken over ${takenOver} times, ` +
        `${refused} late pages refused, ${stale} records accepted from a sleeper, ${lost} lost, ${doubled} written twice`,
    };
  } finally {
    await arena.close();
  }
}
