/**
 * F12: does a bad listing ever delete records? Full passes that die half-way and at the very end, that are killed and resumed, that
 * are answered an empty list or half of one. Then a real deletion, whose worker is killed between deleting and ending. Passes when
 * nothing but the really deleted records is marked, each of them once, and every doubtful deletion waits for a person.
 */
import { openArena, type Arena, type ArenaIntegration, type RunRow } from './arena.ts';
import { pageSize, seededContacts } from './contacts.ts';
import type { FaultOptions, FaultResult } from './fault.ts';
import { until } from './until.ts';

const path = '/Contacts';
const reallyDeleted = 5;
/** Any number of our own. */
const holdingLock = 4711;

/** `rounds`: pages of the list. */
export async function f12({ rounds, ownerUrl, appUrl }: FaultOptions): Promise<FaultResult> {
  const arena = await openArena({ ownerUrl, appUrl, records: { 'xero.contacts': rounds * pageSize } });
  try {
    const integration = await arena.connect('xero', 'Books');
    await arena.startWorker('worker-1');
    await arena.ended(await arena.sync(integration, ['contacts']), 120_000);

    const stories: Story[] = [];
    const tell = async (name: string, story: () => Promise<Omit<Story, 'name' | 'deleted'>>): Promise<void> => {
      stories.push({ name, ...(await story()), deleted: await tombstones(arena) });
      await arena.control.clearFaults();
    };
    for (const percent of [50, 99]) {
      const skip = Math.min(rounds, Math.ceil(((rounds + 1) * percent) / 100));
      await tell(`a pass that dies at ${percent} %`, async () => {
        await arena.control.fault({ provider: 'xero', path, kind: 'status', status: 403, skip });
        const run = await fullPass(arena, integration);
        return { right: run.state === 'failed' && run.pages > 0, held: 0 };
      });
    }
    await tell('a pass that is killed and resumed', () => killedHalfWay(arena, integration, rounds));
    await tell('an empty list on every page', async () => {
      await arena.control.fault({ provider: 'xero', path, kind: 'alter', at: 'Contacts', value: [] });
      return suspicious(arena, integration);
    });
    await tell('an empty list and nothing else', async () => {
      await arena.control.fault({ provider: 'xero', path, kind: 'status', status: 200, body: { Contacts: [] } });
      return suspicious(arena, integration);
    });
    await tell('half of the list', async () => {
      const value = Math.floor(rounds / 2);
      await arena.control.fault({ provider: 'xero', path, kind: 'alter', at: 'pagination.pageCount', value });
      return suspicious(arena, integration);
    });
    await tell('a good list after that', async () => {
      const run = await fullPass(arena, integration);
      return { right: run.state === 'succeeded' && (await held(arena)) === 0, held: 0 };
    });
    const marked = stories.reduce((sum, story) => sum + story.deleted, 0);

    const real = await reallyDelete(arena, integration);
    const wrong = stories.filter((story) => !story.right);
    return {
      id: 'F12',
      rounds,
      lost: marked + Math.abs(real.deleted - reallyDeleted),
      doubled: real.twice,
      passed: marked === 0 && wrong.length === 0 && real.deleted === reallyDeleted && real.twice === 0 && real.right,
      detail:
        `${stories.length} bad listings of ${rounds * pageSize} records: ${marked} records marked deleted, ` +
        `${stories.reduce((sum, story) => sum + story.held, 0)} deletions held for approval` +
        `${wrong.map((story) => `; wrong end after ${story.name}`).join('')}; killed between deleting and ending: ${real.deleted} of ` +
        `${reallyDeleted} real deletions, ${real.twice} twice${real.right ? '' : ', run not ended well'}`,
    };
  } finally {
    await arena.close();
  }
}

interface Story {
  readonly name: string;
  /** Did the run end as it should? */
  readonly right: boolean;
  readonly deleted: number;
  readonly held: number;
}

async function fullPass(arena: Arena, integration: ArenaIntegration): Promise<RunRow> {
  const [run] = await arena.ended(await arena.sync(integration, ['contacts'], true), 120_000);
  if (run === undefined) throw new Error('the run is gone');
  return run;
}

/** What must be held for a person: the run says so by ending as partial. */
async function suspicious(arena: Arena, integration: ArenaIntegration): Promise<{ right: boolean; held: number }> {
  const run = await fullPass(arena, integration);
  return { right: run.state === 'partial' && run.deleted === 0 && (await held(arena)) === 1, held: 1 };
}

async function killedHalfWay(
  arena: Arena,
  integration: ArenaIntegration,
  pages: number,
): Promise<{ right: boolean; held: number }> {
  await arena.control.fault({ provider: 'xero', path, kind: 'delay', ms: 100 });
  const [id = ''] = await arena.sync(integration, ['contacts'], true);
  await until('half of the list', 60_000, async () => ((await arena.run(id)).pages >= pages / 2 ? true : undefined));
  await replaceWorker(arena);
  await arena.control.clearFaults();
  const [run] = await arena.ended([id], 60_000);
  return { right: run?.state === 'succeeded' && run.attempts > 1, held: 0 };
}

/**
 * The vendor really deletes a few. The worker is held back in the transaction that would end the run, when the deletions are
 * committed already, and killed there.
 */
async function reallyDelete(
  arena: Arena,
  integration: ArenaIntegration,
): Promise<{ deleted: number; twice: number; right: boolean }> {
  await arena.query(`
    create function hold_end() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock(${holdingLock}); return new; end $$;
    create trigger hold_end before insert on integration_log for each row execute function hold_end();`);
  const contacts = seededContacts(arena);
  if (!Array.isArray(contacts)) throw new Error('contacts are a list');
  const gone = contacts.splice(0, reallyDeleted).map(({ id }) => id);

  const id = await arena.holding(holdingLock, async () => {
    const [runId = ''] = await arena.sync(integration, ['contacts'], true);
    await until('the end of the run to be held', 60_000, async () => {
      const waiting = await arena.query(
        `select from pg_locks where locktype = 'advisory' and objid = ${holdingLock} and not granted`,
      );
      return waiting.length > 0 ? true : undefined;
    });
    await replaceWorker(arena);
    return runId;
  });
  const [run] = await arena.ended([id], 60_000);
  const [row] = await arena.query<{ deleted: number; others: number; versions: number }>(
    `select (count(*) filter (where key = any($1)))::int as deleted, (count(*) filter (where key <> all($1)))::int as others,
            (select count(*)::int from record_version where key = any($1)) as versions
       from record where deleted_at is not null`,
    [gone],
  );
  return {
    deleted: (row?.deleted ?? 0) + (row?.others ?? 0),
    twice: (row?.versions ?? 0) - (row?.deleted ?? 0),
    right: run?.state === 'succeeded' && run.attempts > 1 && run.deleted === reallyDeleted,
  };
}

async function replaceWorker(arena: Arena): Promise<void> {
  const [victim] = arena.workers();
  if (victim === undefined) throw new Error('there is no worker');
  await victim.kill();
  await arena.startWorker(`${victim.name}+`);
}

async function tombstones(arena: Arena): Promise<number> {
  const [row] = await arena.query<{ deleted: number }>(
    'select count(*)::int as deleted from record where deleted_at is not null',
  );
  return row?.deleted ?? 0;
}

async function held(arena: Arena): Promise<number> {
  const [row] = await arena.query<{ held: number }>(`select count(*)::int as held from deletion where state = 'held'`);
  return row?.held ?? 0;
}
