/** Forgetting somebody: found everywhere, gone everywhere, not back with the next sync; while runs read them, and killed anywhere. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LendingServer, Library } from '../../testing/lending-server.ts';
import { dataOf, everything, lend, peopleServer, type Enrolled, type Reader } from '../../testing/privacy-vendor.ts';
import { clearDesk, desk } from '../../testing/shelf-loans.ts';
import { executeErasure } from './erasure-execution.ts';
import { newId, readId } from '../ids.ts';
import type { ErasureView } from './privacy-views.ts';
import { showRecordId } from '../records/record-views.ts';

let server: LendingServer;
let library: Library;
beforeAll(async () => {
  server = await peopleServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  vi.restoreAllMocks();
  clearDesk();
  library = await server.library();
});

const ann: Reader = {
  id: 'r-ann-7',
  reader: 'Annabel Quill',
  email: 'Annabel.Quill@Example.com',
  phone: '0491 570 156',
  note: 'likes to be called Bel',
  at: 1000,
};
const bob: Reader = { id: 'r-bob-8', reader: 'Bob Marsh', email: 'bob@example.com', phone: '0491 570 157', at: 1000 };
const annsCourse: Enrolled = { id: 'e1', reader: 'Annabel Quill', who: 'r-ann-7', course: 'First Aid', at: 1000 };
const bobsCourse: Enrolled = { id: 'e2', reader: 'Bob Marsh', who: 'r-bob-8', course: 'First Aid', at: 1000 };
/** Everything that would tell of her. */
const hers = /annabel|quill|0491 570 156|called bel|r-ann-7/i;

const erase = (email = 'annabel.quill@example.com'): Promise<ErasureView> =>
  server.hub.privacy.erase(server.system, library.slug, { email });
const execute = (shown: string, signal = new AbortController().signal) =>
  server.hub.privacy.execute(library.tenantId, readId('era', shown), signal);
const get = (shown: string) => server.hub.privacy.get(server.system, library.slug, shown);
async function readAll(): Promise<void> {
  await library.read('people', { force: true });
  await library.read('enrolments', { force: true });
}
/** What tells of her, line by line; the vendor's ids that events and the log of runs hold are looked for as well. */
const traces = async (): Promise<string[]> =>
  (await everything(server, library)).split('\n').filter((line) => hers.test(line));

/** Two states of each, and lines in both logs that name her. */
async function knowHer(): Promise<void> {
  lend({ readers: [{ ...ann, reader: 'Annabel Old' }, bob], enrolled: [annsCourse, bobsCourse] });
  await readAll();
  server.clock.advance(60_000);
  lend({
    readers: [
      { ...ann, at: 2000 },
      { ...bob, note: 'knows annabel.quill@example.com', at: 2000 },
    ],
    enrolled: [
      { ...annsCourse, course: 'First Aid for Annabel Quill', at: 2000 },
      { ...bobsCourse, at: 2000, deep: { copy: ['ANNABEL.QUILL@example.com'] } },
    ],
  });
  await readAll();
  await library.inTenant(async (trx) => {
    await trx
      .insertInto('integration_log')
      .values({
        tenant_id: library.tenantId,
        integration_id: library.integrationId,
        at: new Date(server.clock.now()),
        action: 'sync',
        status: 'error',
        message: 'The vendor refused Annabel Quill.',
        details: JSON.stringify({ about: 'annabel.quill@example.com', run: 'r' }),
      })
      .execute();
    await trx
      .insertInto('action_call')
      .values({
        tenant_id: library.tenantId,
        integration_id: library.integrationId,
        action: 'create_student',
        external_reference: 'order-1',
        input_hash: Buffer.alloc(32),
        state: 'succeeded',
        output: JSON.stringify({ name: 'Annabel Quill', id: 'r-ann-7' }),
        finished_at: new Date(server.clock.now()),
      })
      .execute();
  });
}

describe('a person', () => {
  test('is gone everywhere, those who only know her stay', async () => {
    await knowHer();
    const { id, state, remembered } = await erase();
    expect({ state, remembered }).toEqual({ state: 'queued', remembered: 3 });
    expect(await execute(id)).toBe('ended');
    // The event for the tenant's own systems names the record; the id in it is not text.
    expect(await traces()).toEqual([]);
    expect(await dataOf(library, 'people', 'r-ann-7')).toBeUndefined();
    expect(await dataOf(library, 'people', 'r-bob-8')).toMatchObject({ status: 'active' });
    expect(await dataOf(library, 'enrolments', 'e1')).toMatchObject({
      student_id: null,
      student_name: null,
      course_name: 'First Aid for [erased]',
      fee: '110.00',
      progress_percent: 40,
    });
    expect(await dataOf(library, 'enrolments', 'e2')).toMatchObject({
      student_name: 'Bob Marsh',
      student_id: 'r-bob-8',
    });
  });

  test('leaves a receipt that says how much went where, and an audit trail that names nobody', async () => {
    await knowHer();
    const { id } = await erase();
    await execute(id);
    const receipt = await get(id);
    expect(receipt).toMatchObject({
      state: 'succeeded',
      phase: 'done',
      erased: { records_erased: 1, records_cleaned: 2, log_lines: 1, action_calls: 1 },
      error: null,
    });
    expect(JSON.stringify(receipt)).not.toMatch(hers);
    const { data } = await server.hub.audit.list(server.system, library.slug);
    expect(data.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['subject.erasure_requested', 'subject.erased']),
    );
    expect(JSON.stringify(data)).not.toMatch(hers);
    expect((await server.hub.audit.verify(server.system, library.slug)).ok).toBe(true);
    const row = await library.inTenant((trx) => trx.selectFrom('erasure').select(['sealed']).executeTakeFirstOrThrow());
    expect(row.sealed).toBeNull();
    const ofHer = await server.hub.privacy.list(server.system, library.slug, { email: ' Annabel.Quill@example.com' });
    expect(ofHer.data.map((one) => one.id)).toEqual([id]);
    expect((await server.hub.privacy.list(server.system, library.slug, { email: 'bob@example.com' })).data).toEqual([]);
  });

  test('does not come back with the next sync, changed or under another id; what names her comes without her', async () => {
    await knowHer();
    await execute((await erase()).id);
    server.clock.advance(60_000);
    lend({
      readers: [
        { ...ann, email: 'new.address@example.com', at: 3000 },
        { ...ann, id: 'r-second', reader: 'Annabel Quill-Two', at: 3000 },
        { ...bob, at: 3000 },
      ],
      enrolled: [
        { ...annsCourse, course: 'Second Aid', at: 3000 },
        { ...bobsCourse, at: 3000 },
        { ...annsCourse, id: 'e3', who: 'r-second', reader: 'Annabel Quill', at: 3000 },
      ],
    });
    await readAll();
    await readAll();
    expect(await library.keys('people')).toEqual(['r-bob-8']);
    expect(await dataOf(library, 'enrolments', 'e1')).toMatchObject({
      student_id: null,
      student_name: null,
      course_name: 'Second Aid',
    });
    expect(await dataOf(library, 'enrolments', 'e3')).toMatchObject({ student_id: null, student_name: null });
    expect(await dataOf(library, 'enrolments', 'e2')).toMatchObject({ student_name: 'Bob Marsh' });
    expect(await traces()).toEqual([]);
    // Her second record was known by her address; now by its id, too.
    lend({ readers: [{ ...ann, id: 'r-second', email: 'third@example.com', at: 4000 }, bob] });
    await readAll();
    expect(await library.keys('people')).toEqual(['r-bob-8']);
  });

  test('who is let in again comes with the next full sync', async () => {
    await knowHer();
    const { id } = await erase();
    await expect(server.hub.privacy.readmit(server.system, library.slug, id)).rejects.toMatchObject({
      code: 'conflict',
    });
    await execute(id);
    expect((await server.hub.privacy.readmit(server.system, library.slug, id)).remembered).toBe(0);
    await library.read('people', { force: true });
    expect(await library.keys('people')).toEqual(['r-ann-7', 'r-bob-8']);
  });

  test('is found in all integrations by one record of hers', async () => {
    await knowHer();
    const { slug } = library;
    const { id: second } = await server.hub.integrations.create(server.system, slug, {
      provider: 'shelf',
      name: 'Second shelf',
      credentials: { api_key: 'key_good2' },
      schedule: null,
    });
    await server.hub.connection.connect(server.system, slug, second, { sync: false });
    const runs = await server.hub.runs.sync(server.system, slug, second, {});
    for (const run of runs.runs) await library.execute(readId('run', run.id));
    const { stream_no: streamNo } = await library.inTenant((trx) =>
      trx
        .selectFrom('stream_state')
        .select('stream_no')
        .where('stream', '=', 'people')
        .orderBy('stream_no')
        .limit(1)
        .executeTakeFirstOrThrow(),
    );
    const record = showRecordId({ streamNo, key: 'r-ann-7' });
    const document = await server.hub.privacy.export(server.system, slug, { record });
    expect(document.found).toMatchObject({ persons: 2, log_lines: 1, action_calls: 1 });
    const { id } = await server.hub.privacy.erase(server.system, slug, { record });
    await execute(id);
    expect((await get(id)).erased).toMatchObject({ records_erased: 2 });
    expect(await traces()).toEqual([]);
    const after = await server.hub.privacy.export(server.system, slug, { email: 'annabel.quill@example.com' });
    expect(Object.values(after.found).every((count) => count === 0)).toBe(true);
  });

  test('takes along what is linked to her as the same person, and leaves a page that does not open', async () => {
    await knowHer();
    lend({
      readers: [
        { ...ann, at: 2000 },
        { id: 'r-other', reader: 'A. Quill', at: 2000 },
        { ...bob, note: 'knows annabel.quill@example.com', at: 2000 },
      ],
    });
    await library.read('people', { force: true });
    const { stream_no } = await library.stream('people');
    const group = newId(server.composition.context);
    await library.inTenant(async (trx) => {
      await sql`insert into link_group (tenant_id, id, kind, members, confidence, created_at, updated_at)
                values (${library.tenantId}, ${group}, 'person', 2, 1, now(), now())`.execute(trx);
      for (const [key, other] of [
        ['r-ann-7', 'r-other'],
        ['r-other', 'r-ann-7'],
      ])
        await sql`insert into link_member (tenant_id, stream_no, key, group_id, rule, confidence, other_stream_no, other_key, linked_at, linked_by)
                  values (${library.tenantId}, ${stream_no}, ${key}, ${group}, 'hand', 1, ${stream_no}, ${other}, now(), 'test')`.execute(
          trx,
        );
      await trx
        .insertInto('raw_page')
        .values({
          tenant_id: library.tenantId,
          id: newId(server.composition.context),
          stream_no,
          key_version: 1,
          items: 1,
          sealed: Buffer.alloc(40),
        })
        .execute();
    });
    const record = showRecordId({ streamNo: stream_no, key: 'r-ann-7' });
    const { id } = await server.hub.privacy.erase(server.system, library.slug, { record });
    await execute(id);
    expect((await get(id)).erased).toMatchObject({ records_erased: 2, raw_pages_unreadable: 1 });
    expect(await library.keys('people')).toEqual(['r-bob-8']);
    const { rows } = await library.inTenant((trx) => sql`select from link_member`.execute(trx));
    expect(rows).toEqual([]);
  });

  test('is forgotten by a worker, with nobody waiting', async () => {
    await knowHer();
    const { id } = await erase();
    const worker = await server.startWorker();
    await vi.waitFor(async () => expect((await get(id)).state).toBe('succeeded'), { timeout: 20_000, interval: 100 });
    await worker.stop();
    expect(await traces()).toEqual([]);
  });

  test('nobody has heard of is erased all the same: she is not stored when she comes', async () => {
    const { id } = await erase();
    await execute(id);
    expect((await get(id)).erased).toEqual({});
    lend({ readers: [ann, bob] });
    await library.read('people');
    expect(await library.keys('people')).toEqual(['r-bob-8']);
  });

  test.each([
    [{}, 'invalid_request'],
    [{ email: 'nobody' }, 'invalid_request'],
    [{ email: 'a@example.com, b@example.com' }, 'invalid_request'],
    [{ email: 'a@example.com', record: 'rec_x' }, 'invalid_request'],
    [{ record: 'rec_nothing' }, 'not_found'],
  ])('must be named so that one is meant: %j', async (input, code) => {
    await expect(server.hub.privacy.erase(server.system, library.slug, input)).rejects.toMatchObject({ code });
  });

  test('a record that is no person is refused', async () => {
    await knowHer();
    const { stream_no: streamNo } = await library.stream('enrolments');
    await expect(
      server.hub.privacy.erase(server.system, library.slug, { record: showRecordId({ streamNo, key: 'e1' }) }),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('is for admins', async () => {
    const operator = { kind: 'tenant_member', id: 'u', tenantId: library.tenantId, role: 'operator' } as const;
    const email = 'a@example.com';
    await expect(server.hub.privacy.erase(operator, library.slug, { email })).rejects.toMatchObject({
      code: 'permission_denied',
    });
    await expect(server.hub.privacy.export(operator, library.slug, { email })).rejects.toMatchObject({
      code: 'permission_denied',
    });
  });
});

type Query = (text: string, values: readonly unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;

describe('while a run reads her', () => {
  /** Does this when the page that holds her is about to be stored: it was read and mapped before. */
  function beforeStoring(work: () => Promise<void>): void {
    const { query } = server.composition.store.statements;
    const real: Query = query.bind(server.composition.store.statements);
    const spy = vi.spyOn(server.composition.store.statements, 'query').mockImplementation(async (text, values) => {
      if (!text.includes('store_page')) return real(text, values);
      spy.mockImplementation(real);
      await work();
      return real(text, values);
    });
  }

  test('the page that holds her in its hands comes without her', async () => {
    lend({ readers: [ann, bob] });
    beforeStoring(async () => {
      expect(await execute((await erase()).id)).toBe('ended');
    });
    const run = await library.read('people');
    expect(run).toMatchObject({ state: 'succeeded', created: 1 });
    expect(await library.keys('people')).toEqual(['r-bob-8']);
    expect(await traces()).toEqual([]);
  });

  test('so does one that names her', async () => {
    lend({ readers: [ann, bob], enrolled: [annsCourse, bobsCourse] });
    await library.read('people');
    beforeStoring(async () => {
      await execute((await erase()).id);
    });
    await library.read('enrolments');
    expect(await dataOf(library, 'enrolments', 'e1')).toMatchObject({ student_id: null, student_name: null });
    expect(await traces()).toEqual([]);
  });

  test('an action that brings her stores nothing of her, also when she is erased before its answer is kept', async () => {
    const add = (reader: Reader) =>
      server.hub.actions.run(server.system, library.slug, library.integration, 'add_reader', {
        input: { id: reader.id, reader: reader.reader, email: reader.email ?? '' },
      });
    expect((await add(bob)).records).toHaveLength(1);
    const { keyFor } = server.composition.store.vault;
    let looks = 0;
    // The last key asked for is the one its transaction seals with: everything was mapped before.
    const spy = vi.spyOn(server.composition.store.vault, 'keyFor').mockImplementation(async (tenant) => {
      if (tenant !== library.tenantId || (looks += 1) !== 1) return keyFor(tenant);
      await execute((await erase()).id);
      return keyFor(tenant);
    });
    expect((await add(ann)).records).toEqual([]);
    spy.mockRestore();
    expect(looks).toBeGreaterThan(0);
    expect(await library.keys('people')).toEqual(['r-bob-8']);
    expect((await add({ ...ann, id: 'r-again' })).records).toEqual([]);
    expect(await library.keys('people')).toEqual(['r-bob-8']);
  });

  test('held at the vendor for the whole of the erasure, with pages stored before it', async () => {
    const many = Array.from({ length: 14 }, (_, i): Reader => ({ id: `r-${i}`, reader: `Reader ${i}`, at: 900 + i }));
    lend({ readers: [ann, ...many, { ...ann, id: 'r-late', at: 5000 }] });
    let asked = 0;
    desk.before = async () => {
      asked += 1;
      if (asked === 2) await execute((await erase()).id);
      return undefined;
    };
    await library.read('people');
    expect((await library.keys('people')).length).toBe(14);
    expect(await traces()).toEqual([]);
  });
});

describe('killed', () => {
  test('after each of its steps, it goes on there; the receipt counts everything once', async () => {
    await knowHer();
    const whole = await erase();
    let steps = 0;
    for (let outcome = ''; outcome !== 'ended'; steps += 1) {
      const stop = new AbortController();
      // Allows one step: the next one finds that it is to stop.
      const onStep = async () => stop.abort(new Error('stopping'));
      outcome = await executeErasure(
        server.composition.context,
        library.tenantId,
        readId('era', whole.id),
        stop.signal,
        onStep,
      );
      expect(steps).toBeLessThan(40);
    }
    expect(steps).toBeGreaterThan(5);
    expect(await traces()).toEqual([]);
    expect((await get(whole.id)).erased).toMatchObject({ records_erased: 1, records_cleaned: 2, log_lines: 1 });
  });

  test('without a word: it is taken over when it is silent, and what its holder does later is refused', async () => {
    await knowHer();
    const { id } = await erase();
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    let arrived = () => {};
    const frozen = new Promise<void>((resolve) => (arrived = resolve));
    const { open } = server.composition.store.vault;
    vi.spyOn(server.composition.store.vault, 'open').mockImplementationOnce(async (...sealed) => {
      arrived();
      await held;
      return open(...sealed);
    });
    const dying = execute(id);
    await frozen;
    await expect(execute(id)).rejects.toMatchObject({ code: 'conflict' });
    await library.inTenant((trx) =>
      trx
        .updateTable('erasure')
        .set({ heartbeat_at: new Date(Date.now() - 70_000) })
        .execute(),
    );
    expect(await server.hub.privacy.adopt()).toBe(1);
    expect(await execute(id)).toBe('ended');
    go();
    expect(await dying).toBe('not ours');
    expect(await traces()).toEqual([]);
    expect(await execute(id)).toBe('not ours');
  });
});
