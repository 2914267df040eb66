/**
 * Checks of reading: each stream whole, again without a change, what changed only, nothing at all, one item, a page, a page and one;
 * killed between two pages, cancelled, and what is gone.
 */
import { models, type Business, type Stream } from '../../contract/index.ts';
import { partCursorAfter } from '../../engine/sync/part-cursor.ts';
import { harbourTraining } from '../../sandbox/index.ts';
import { memoryPageStore } from '../memory-page-store.ts';
import { failureOf, insist, type Check, type CheckMaker, type WithRig } from './check.ts';
import { jsonOf, streamOf, type Connection, type Read, type Reading, type Rig, type Subject } from './rig.ts';

/** More than any vendor's page holds; a list that gives them all in one answer has no pages. */
const plenty = 4_100;

export const streamingChecks: CheckMaker = (subject, withRig) => [
  ...Object.keys(subject.provider.streams).map((name) => wholeAndUnchanged(subject, name, withRig)),
  ...[0, 1].map((size) => tinyBusiness(subject, size, withRig)),
  ...Object.keys(subject.sandbox.grow)
    .filter((name) => name in subject.provider.streams)
    .flatMap((name) => grownChecks(subject, name, withRig)),
];

function wholeAndUnchanged({ provider }: Subject, name: string, withRig: WithRig): Check {
  return {
    name: `stream: ${name}`,
    run: () =>
      withRig(async (rig) => {
        const connection = await rig.connect();
        const lacking = connection.absent[name];
        if (lacking !== undefined) throw new Error(`the sandbox's own account lacks it: ${lacking}`);
        const first = await connection.read(name);
        if (first.result.outcome === 'absent') throw new Error(`absent: ${first.result.reason}`);
        insist(first.result.outcome === 'complete', `the full pass ended ${first.result.outcome}`);
        insist(first.keys.size > 0, 'nothing was read of the seeded business');
        checkRecords(streamOf(provider, name), first);
        const before = jsonOf([...first.store.records]);
        const again = await connection.read(name, { store: first.store });
        const written = again.store.pages
          .slice(first.store.pages.length)
          .reduce((sum, page) => sum + page.changed.length, 0);
        insist(
          jsonOf([...again.store.records]) === before,
          `${written} records changed in a second pass without any change`,
        );
        await readLater(rig, connection, name, again);
        const { failures } = await rig.box.requests();
        insist(failures === 0, `the sandbox tripped over ${failures} requests`);
        return `${first.keys.size} records in ${first.requests} calls`;
      }),
  };
}

/** What is asked for when only changes are wanted, a day later: it is answered, and nothing that is there is taken for gone. */
async function readLater(rig: Rig, connection: Connection, name: string, before: Read): Promise<void> {
  if (streamOf(rig.subject.provider, name).incremental.style === 'none') return;
  const moment = new Date(rig.box.now()).toISOString();
  rig.box.advance(86_400_000);
  const { result, keys } = await connection.read(name, {
    mode: 'incremental',
    ...cursorsAfter(before, moment),
    store: before.store,
  });
  insist(result.outcome === 'complete', `an incremental run of ${name} ended ${result.outcome}`);
  const lost = [...before.keys].filter((key) => !keys.has(key));
  insist(lost.length === 0, `${lost.length} of ${before.keys.size} ${name} were lost by an incremental run`);
}

/** Every record is mapped, satisfies its model, and says so without a hole. */
function checkRecords(stream: Stream, { store }: Read): void {
  const model = models[stream.model];
  for (const [key, { data, problem }] of store.records) {
    insist(problem === null, `record ${key} could not be mapped: ${problem}`);
    const parsed = model.safeParse(data);
    insist(
      parsed.success,
      `record ${key} is no ${stream.model}: ${parsed.error?.issues[0]?.path.join('.')} ${parsed.error?.issues[0]?.message}`,
    );
    insist(jsonOf(parsed.data) === jsonOf(data), `record ${key} has fields its model does not know`);
  }
}

function tinyBusiness({ provider }: Subject, size: number, withRig: WithRig): Check {
  return {
    name: size === 0 ? 'an account with nothing in it' : 'an account with one of each',
    run: () =>
      withRig(
        async (rig) => {
          const connection = await rig.connect();
          let records = 0;
          for (const name of Object.keys(provider.streams)) {
            if (name in connection.absent) continue;
            const read = await connection.read(name);
            insist(read.result.outcome !== 'full_needed', `${name} ended ${read.result.outcome}`);
            checkRecords(streamOf(provider, name), read);
            await readLater(rig, connection, name, read);
            records += read.keys.size;
          }
          return `${records} records`;
        },
        { business: cut(harbourTraining, size) },
      ),
  };
}

/** The same business with so many of everything: people and courses that its documents speak of stay together. */
function cut(business: Business, size: number): Business {
  const enrolments = business.enrolments.slice(0, size);
  const invoices = business.invoices.slice(0, size);
  const bills = business.bills.slice(0, size);
  const people = business.people.filter(
    ({ id }) => enrolments.some(({ person }) => person === id) || invoices.some(({ customer }) => customer === id),
  );
  const employers = new Set(people.map(({ employer }) => employer));
  const wanted = new Set([
    ...enrolments.map(({ course }) => course),
    ...invoices.flatMap(({ lines }) => lines.map(({ course }) => course)),
  ]);
  const chosen = business.courses.filter(({ id }) => wanted.has(id));
  const units = new Set(chosen.flatMap((course) => course.units));
  const courses = business.courses.filter(({ id }) => wanted.has(id) || units.has(id));
  const trainers = new Set(courses.map(({ trainer }) => trainer));
  return {
    ...business,
    enrolments,
    invoices,
    bills,
    courses,
    people: business.people.filter((person) => people.includes(person) || trainers.has(person.id)),
    companies: business.companies.filter(
      ({ id }) => employers.has(id) || invoices.some(({ customer }) => customer === id),
    ),
    suppliers: business.suppliers.filter(({ id }) => bills.some(({ supplier }) => supplier === id)),
  };
}

function grownChecks(subject: Subject, name: string, withRig: WithRig): readonly Check[] {
  const stream = streamOf(subject.provider, name);
  const checks: Check[] = [
    { name: `page boundary: ${name}`, run: () => withRig((rig) => pageBoundary(rig, name)) },
    { name: `killed between pages: ${name}`, run: () => withRig((rig) => killed(rig, name)) },
    { name: `cancelled: ${name}`, run: () => withRig((rig) => cancelled(rig, name)) },
  ];
  if (stream.deletions === 'swept')
    checks.push({ name: `gone at the vendor: ${name}`, run: () => withRig((rig) => gone(rig, name)) });
  if (stream.incremental.style === 'updated_since')
    checks.push({ name: `only what changed: ${name}`, run: () => withRig((rig) => onlyChanged(rig, name)) });
  return checks;
}

async function grow(rig: Rig, name: string, records: number): Promise<void> {
  await rig.box.control.grow(rig.subject.provider.key, name, records);
}

/** Reads with the list grown to make `total` items; answers the read and the sizes of the answers it came in. */
async function readSizes(connection: Connection, name: string, change: Reading = {}) {
  const sizes: number[] = [];
  const read = await connection.read(name, { ...change, watch: (items) => sizes.push(items) });
  return { read, sizes };
}

async function pageBoundary(rig: Rig, name: string): Promise<string> {
  const connection = await rig.connect();
  const seeded = (await connection.read(name)).keys.size;
  await grow(rig, name, plenty);
  const { read, sizes } = await readSizes(connection, name);
  insist(read.keys.size === seeded + plenty, `${read.keys.size} records of ${seeded + plenty} arrived`);
  const page = Math.max(...sizes, 1);
  if (page >= plenty) return `no pages: ${page} items in one answer`;
  const pages = Math.ceil((seeded + 1) / page);
  for (const total of [pages * page, pages * page + 1]) {
    await grow(rig, name, total - seeded);
    const { keys } = await connection.read(name);
    insist(keys.size === total, `${keys.size} records of ${total} arrived, with ${page} a page`);
  }
  return `${page} a page: ${pages * page} and ${pages * page + 1} items whole`;
}

async function killed(rig: Rig, name: string): Promise<string> {
  const connection = await rig.connect();
  await grow(rig, name, plenty);
  const whole = await connection.read(name);
  const store = memoryPageStore();
  store.failFrom = 2;
  if (whole.store.pages.length < 2) return 'one page, nothing between';
  await failureOf(connection.read(name, { store }), 'a run whose page could not be stored ended well');
  store.failFrom = Number.POSITIVE_INFINITY;
  const last = store.pages.at(-1);
  const resumed = await connection.read(name, {
    store,
    checkpoint: last?.checkpoint ?? undefined,
    pagesStored: store.pages.length,
  });
  insist(resumed.keys.size === whole.keys.size, `${resumed.keys.size} of ${whole.keys.size} after going on`);
  const twice = [...store.writes.values()].filter((times) => times > 1).length;
  insist(twice === 0, `${twice} records were written twice`);
  return `${whole.keys.size} records, 0 lost, 0 twice`;
}

async function cancelled(rig: Rig, name: string): Promise<string> {
  const connection = await rig.connect();
  await grow(rig, name, plenty);
  const cancel = new AbortController();
  const reason = new Error('cancelled');
  const error = await failureOf(
    connection.read(name, { signal: cancel.signal, watch: () => cancel.abort(reason) }),
    'the run went on to its end',
  );
  insist(error === reason, `it ends with ${String(error)} instead of the cancellation`);
  return 'ended after the first answer';
}

async function gone(rig: Rig, name: string): Promise<string> {
  const connection = await rig.connect();
  await grow(rig, name, 20);
  const before = await connection.read(name);
  await grow(rig, name, 15);
  const after = await connection.read(name, { store: before.store });
  const missing = before.keys.size - after.keys.size;
  insist(missing === 5, `${missing} of 5 records that are gone were noticed`);
  return '5 of 20 gone, all noticed';
}

/** What is kept of a run for the next one: the moment, and that of each part of a stream read part by part. */
function cursorsAfter({ result }: Read, moment: string): Pick<Reading, 'cursor' | 'partCursor'> {
  const parts = result.outcome === 'complete' ? result.parts : undefined;
  return { cursor: moment, partCursor: parts === undefined ? undefined : partCursorAfter(parts, moment) };
}

async function onlyChanged(rig: Rig, name: string): Promise<string> {
  const connection = await rig.connect();
  // The seeded items and the grown ones are as old as the sandbox; from here on it is another day, past any lookback.
  await grow(rig, name, 50);
  const full = await connection.read(name);
  rig.box.advance(3 * 86_400_000);
  const still = await connection.read(name, {
    mode: 'incremental',
    ...cursorsAfter(full, new Date(rig.box.now()).toISOString()),
    store: full.store,
  });
  insist(still.keys.size === full.keys.size, 'an incremental run lost records');
  rig.box.advance(3 * 86_400_000);
  const cursors = cursorsAfter(still, new Date(rig.box.now()).toISOString());
  rig.box.advance(60_000);
  await rig.box.control.touch(rig.subject.provider.key, name, 0.1);
  const sizes: number[] = [];
  const pages = full.store.pages.length;
  await connection.read(name, {
    mode: 'incremental',
    ...cursors,
    store: full.store,
    watch: (items) => sizes.push(items),
  });
  const written = full.store.pages.slice(pages).reduce((sum, page) => sum + page.changed.length, 0);
  insist(written === 5, `${written} of 5 changed records arrived`);
  const read = sizes.reduce((sum, size) => sum + size, 0);
  insist(read < full.keys.size, `all ${read} records were read to find 5`);
  return `5 changed, ${read} read of ${full.keys.size}`;
}
