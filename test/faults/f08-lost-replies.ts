/**
 * F8: the answer to a commit is lost. Between worker and database stands a proxy that lets statements through and then cuts the
 * connection in place of the answer: those that store pages, look for deletions, and plain commits. Passes when nothing is lost,
 * nothing is written twice, and runs and events count everything exactly once.
 */
import { openArena, type Arena, type RunRow } from './arena.ts';
import { seededContacts, tally } from './contacts.ts';
import { startCuttingProxy } from './cutting-proxy.ts';
import { seededRandom, type FaultOptions, type FaultResult } from './fault.ts';
import { smallStreams, storedCalmly } from './small-streams.ts';
import { watchOutbox } from './watched-outbox.ts';

const atPages = /^select (store_page_v[12]|.* from (find_missing_v1|apply_deletion_v1))/;

/** `rounds`: answers lost. Takes about 0.2 s each. */
export async function f8({ rounds, seed, ownerUrl, appUrl }: FaultOptions): Promise<FaultResult> {
  const random = seededRandom(seed);
  const records = rounds * 900;
  let left = rounds;
  // Few commits, because a run whose taking up was in doubt rests for ten seconds; many pages, each of which may meet it several times.
  let commitsLeft = Math.ceil(rounds / 20);
  const proxy = await startCuttingProxy(appUrl, (statement) => {
    const kind = atPages.test(statement) ? 'page' : statement === 'commit' ? 'commit' : undefined;
    if (kind === undefined || left === 0 || random.next() > (kind === 'page' ? 0.6 : 0.2)) return undefined;
    if (kind === 'commit' && commitsLeft === 0) return undefined;
    if (kind === 'commit') commitsLeft -= 1;
    left -= 1;
    return kind;
  });
  const arena = await openArena({ ownerUrl, appUrl, records: { 'xero.contacts': records } });
  try {
    const calm = await storedCalmly(arena, 'xero');
    await watchOutbox(arena);
    const integration = await arena.connect('xero', 'Books');
    await arena.startWorker('worker-1', proxy.url);
    const runs = await arena.ended(await arena.sync(integration, ['contacts', ...smallStreams.xero]), 240_000);

    const total = records + seededContacts(arena).length;
    const expected = (run: RunRow) => (run.stream === 'contacts' ? total : (calm.get(run.stream) ?? 0));
    const all = runs.reduce((sum, run) => sum + expected(run), 0);
    const { lost, doubled } = await tally(
      arena,
      runs.map((run) => run.stream_no),
      all,
    );
    const miscounted = runs.filter(
      (run) =>
        run.state !== 'succeeded' || run.read !== expected(run) || run.created !== expected(run) || run.updated !== 0,
    );
    const events = await surplusEvents(arena, integration.uuid, runs, all);
    const cut = (proxy.cuts['page'] ?? 0) + (proxy.cuts['commit'] ?? 0);
    return {
      id: 'F8',
      rounds,
      lost,
      doubled: doubled + events,
      passed: cut === rounds && lost === 0 && doubled === 0 && events === 0 && miscounted.length === 0,
      detail:
        `${proxy.cuts['page'] ?? 0} answers about pages and ${proxy.cuts['commit'] ?? 0} about commits lost while ${runs.length} streams with ` +
        `${all} records were read: ${lost} records lost, ${doubled} written twice, ${events} events too many or too few, ` +
        `${miscounted.length} runs miscounted${miscounted.map((run) => ` (${run.stream}: ${run.state}, read ${run.read} of ${expected(run)}, created ${run.created})`).join('')}`,
    };
  } finally {
    await arena.close();
    await proxy.close();
  }
}

/** How far what was told is off: one event per stored page, together as many positions as records, and one end per run. */
async function surplusEvents(
  arena: Arena,
  integration: string,
  runs: readonly RunRow[],
  records: number,
): Promise<number> {
  const [row] = await arena.query<{ positions: number; ends: number }>(
    `select coalesce(sum(to_seq - from_seq + 1) filter (where kind = 'records'), 0)::int as positions,
            (count(*) filter (where kind in ('run.finished', 'run.failed')))::int as ends
       from watched_outbox where integration_id = $1`,
    [integration],
  );
  if (row === undefined) throw new Error('the database did not count');
  return Math.abs(row.positions - records) + Math.abs(row.ends - runs.length);
}
