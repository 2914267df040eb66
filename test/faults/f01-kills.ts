/**
 * F1: does a sync survive its worker being killed at any moment? One big first pass, executed by one of two workers; whichever is
 * at it gets SIGKILL, again and again. Passes when every record is there, none was written twice, at most two pages per kill were
 * asked of the vendor again, and the other worker went on within 15 s.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openArena, type Arena } from './arena.ts';
import { executor, pagesAsked, pageSize, seededContacts, silence, tally } from './contacts.ts';
import { seededRandom, type FaultOptions, type FaultResult } from './fault.ts';
import { until } from './until.ts';

const resumeWithinMs = 15_000;

/** `rounds`: kills, with 40,000 records each. Takes about 17 s a round. */
export async function f1(options: FaultOptions): Promise<FaultResult> {
  return { id: 'F1', ...(await killing(options, options.rounds * 40_000, undefined)) };
}

/** A build that saves the cursor before the rows must lose some. */
export async function f1Broken(options: FaultOptions): Promise<FaultResult> {
  const cursorBeforeRows = readFileSync(join(import.meta.dirname, 'cursor-before-rows.sql'), 'utf8');
  const result = await killing(options, options.rounds * 60_000, cursorBeforeRows);
  return { id: 'F1-broken', ...result, passed: !result.passed && result.lost > 0 };
}

async function killing(
  { rounds, seed, ownerUrl, appUrl }: FaultOptions,
  records: number,
  sabotage: string | undefined,
): Promise<Omit<FaultResult, 'id'>> {
  const random = seededRandom(seed);
  const arena = await openArena({ ownerUrl, appUrl, records: { 'xero.contacts': records } });
  try {
    if (sabotage !== undefined) await arena.query(sabotage);
    const integration = await arena.connect('xero', 'Books');
    for (const name of ['worker-1', 'worker-2']) await arena.startWorker(name);
    const [runId = ''] = await arena.sync(integration, ['contacts']);

    const resumed: number[] = [];
    const share = Math.floor(records / pageSize / (rounds + 1));
    for (let kill = 1; kill <= rounds; kill += 1) {
      const strikeAt = (kill - 1) * share + 1 + random.below(share);
      await until(`page ${strikeAt}`, 120_000, async () =>
        (await arena.run(runId)).pages >= strikeAt ? true : undefined,
      );
      await pause(random.below(200));
      resumed.push(await strike(arena, runId));
      await arena.startWorker(`worker-${kill + 2}`);
    }
    const [run] = await arena.ended([runId], 180_000);
    if (run === undefined) throw new Error('the run is gone');

    const total = records + seededContacts(arena).length;
    const { lost, doubled } = await tally(arena, [run.stream_no], total);
    const askedAgain = (await pagesAsked(arena)) - Math.ceil(total / pageSize);
    const exact = run.read === total && run.created === total && run.updated === 0;
    const whole = run.state === 'succeeded' && lost === 0 && doubled === 0 && exact;
    return {
      rounds,
      lost,
      doubled,
      passed: whole && askedAgain <= 2 * rounds && Math.max(...resumed) <= resumeWithinMs,
      detail:
        `${rounds} kills in a first pass of ${total} records (${run.state}, ${run.attempts} attempts): ${lost} lost, ${doubled} written twice, ` +
        `run counts ${exact ? 'exact' : `wrong (read ${run.read}, created ${run.created}, updated ${run.updated})`}, ` +
        `${askedAgain} pages asked for again, resumed after ${resumed.map((ms) => (ms / 1000).toFixed(1)).join(', ')} s`,
    };
  } finally {
    await arena.close();
  }
}

/** Kills whoever stores pages; answers how long it took until the next page was stored, ms. */
async function strike(arena: Arena, runId: string): Promise<number> {
  const victim = await executor(arena);
  const struck = Date.now();
  await victim.kill();
  await silence(arena, victim.name);
  // What it had sent was still carried out: those pages are its own, not its successor's.
  const { pages, state } = await arena.run(runId);
  if (state !== 'running') throw new Error('the run had ended before the kill: it needs more records');
  await until('the next page', 120_000, async () => ((await arena.run(runId)).pages > pages ? true : undefined));
  return Date.now() - struck;
}
