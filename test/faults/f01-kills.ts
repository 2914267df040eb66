/**
 * F1: does a sync survive its worker being killed at any moment? One big first pass, executed by one of two workers; whichever is
 * at it gets SIGKILL, again and again. Passes when every record is there, none was written twice, at most two pages per kill were
 * asked of the vendor again, and the other worker went on within 15 s.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openArena, type Arena } from './arena.ts';
import { seededRandom, type FaultOptions, type FaultResult } from './fault.ts';
import { until } from './until.ts';
import type { WorkerProcess } from './worker-process.ts';

const recordsPerKill = 40_000;
const pageSize = 1000;
const route = 'GET /api.xro/2.0/Contacts';
const resumeWithinMs = 15_000;

/** `rounds`: kills. Takes about 15 s each. */
export async function f1(options: FaultOptions): Promise<FaultResult> {
  return { id: 'F1', ...(await killing(options, options.rounds * recordsPerKill, undefined)) };
}

/** A build that saves the cursor before the rows must lose some. */
export async function f1Broken(options: FaultOptions): Promise<FaultResult> {
  const result = await killing(options, options.rounds * 20_000, cursorBeforeRows());
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
    const integration = await arena.connectXero('Books');
    const workers = new Map<string, WorkerProcess>();
    for (const name of ['worker-1', 'worker-2']) workers.set(name, await arena.startWorker(name));
    await arena.control.forgetRequests('xero');
    const [runId = ''] = await arena.sync(integration, ['contacts']);

    const resumed: number[] = [];
    const share = Math.floor(records / pageSize / (rounds + 1));
    for (let kill = 1; kill <= rounds; kill += 1) {
      const strikeAt = (kill - 1) * share + 1 + random.below(share);
      await until(`page ${strikeAt}`, 120_000, async () =>
        (await arena.run(runId)).pages >= strikeAt ? true : undefined,
      );
      await pause(random.below(200));
      resumed.push(await strike(arena, runId, workers));
      const name = `worker-${kill + 2}`;
      workers.set(name, await arena.startWorker(name));
    }
    const [run] = await arena.ended([runId], 180_000);
    if (run === undefined) throw new Error('the run is gone');

    const total = records + seededContacts(arena);
    const { lost, doubled } = await tally(arena, run.stream_no, total);
    const { counts } = await arena.control.requests('xero');
    const rereads = (counts['xero']?.routes[route] ?? 0) - Math.ceil(total / pageSize);
    const slowest = Math.max(...resumed);
    const exact = run.read === total && run.created === total && run.updated === 0;
    return {
      rounds,
      lost,
      doubled,
      passed:
        run.state === 'succeeded' &&
        lost === 0 &&
        doubled === 0 &&
        exact &&
        rereads <= 2 * rounds &&
        slowest <= resumeWithinMs,
      detail:
        `${rounds} kills in a first pass of ${total} records (${run.state}, ${run.attempts} attempts): ${lost} lost, ${doubled} written twice, ` +
        `run counts ${exact ? 'exact' : `wrong (read ${run.read}, created ${run.created}, updated ${run.updated})`}, ` +
        `${rereads} pages asked for again, resumed after ${resumed.map((ms) => (ms / 1000).toFixed(1)).join(', ')} s`,
    };
  } finally {
    await arena.close();
  }
}

/** Kills whoever stores pages; answers how long it took until the next page was stored, ms. */
async function strike(arena: Arena, runId: string, workers: Map<string, WorkerProcess>): Promise<number> {
  const victim = await executor(arena, workers);
  const struck = Date.now();
  workers.delete(victim.name);
  await victim.kill();
  // What it had sent is still carried out: those pages are its own, not its successor's.
  await until('the end of what the killed worker had sent', 30_000, async () =>
    (await sessionsOf(arena, victim.name)) === 0 ? true : undefined,
  );
  const { pages, state } = await arena.run(runId);
  if (state !== 'running') return 0;
  await until('the next page', 120_000, async () => ((await arena.run(runId)).pages > pages ? true : undefined));
  return Date.now() - struck;
}

async function executor(arena: Arena, workers: ReadonlyMap<string, WorkerProcess>): Promise<WorkerProcess> {
  return until('a worker that stores pages', 30_000, async () => {
    const [row] = await arena.composition.store.statements.query(
      `select application_name as name from pg_stat_activity
        where query like 'select store_page_v1%' and application_name = any($1) order by query_start desc limit 1`,
      [[...workers.keys()]],
    );
    return workers.get(String(row?.['name']));
  });
}

async function sessionsOf(arena: Arena, name: string): Promise<number> {
  const [row] = await arena.composition.store.statements.query(
    'select count(*)::int as sessions from pg_stat_activity where application_name = $1',
    [name],
  );
  return Number(row?.['sessions']);
}

function seededContacts(arena: Arena): number {
  const state = arena.sandboxes.state('xero');
  if (typeof state === 'object' && state !== null && 'contacts' in state && Array.isArray(state.contacts))
    return state.contacts.length;
  throw new Error('the sandbox of xero has no contacts');
}

async function tally(arena: Arena, streamNo: number, total: number): Promise<{ lost: number; doubled: number }> {
  const [row] = await arena.query<{ stored: number; rewritten: number; versions: number }>(
    `select count(*)::int as stored, (count(*) filter (where seq <> created_seq))::int as rewritten,
            (select count(*)::int from record_version where stream_no = $1) as versions
       from record where stream_no = $1 and deleted_at is null`,
    [streamNo],
  );
  if (row === undefined) throw new Error('no count');
  return { lost: total - row.stored, doubled: row.rewritten + row.versions };
}

function cursorBeforeRows(): string {
  return readFileSync(join(import.meta.dirname, 'cursor-before-rows.sql'), 'utf8');
}
