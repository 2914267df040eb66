/** Working off webhooks, on a real database: what they bring and what they wake, in whatever order they come. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { changed, gone, holdAnswers, inboxHands, stirred } from '../../testing/inbox-hands.ts';
import { lendingServer, type LendingServer, type Library } from '../../testing/lending-server.ts';
import { clearDesk, desk, someLoans, type Loan } from '../../testing/shelf-loans.ts';
import { stirringRegistry } from '../../testing/stirring-vendor.ts';
import { showId } from '../ids.ts';

let server: LendingServer;
let library: Library;
beforeAll(async () => {
  server = await lendingServer({ registry: stirringRegistry });
});
afterAll(() => server?.stop());
beforeEach(async () => {
  clearDesk();
  library = await server.library();
});

const now = () => server.clock.now();
const { send, work, webhooks, dueRows, names, runs } = inboxHands(() => ({ server, library }));
const loan = (id: string, reader: string, at = now()): Loan => ({ id, reader, at });

describe('an event with items', () => {
  test('is stored like a page of a run, and says what came of it', async () => {
    const [id = ''] = await send(changed(loan('l1', 'Ada')));
    expect(await work()).toBe(true);
    expect(await names()).toEqual({ l1: 'Ada' });
    const [row] = await webhooks();
    expect(row).toMatchObject({ id, state: 'processed', attempts: 1, error: null });
    expect(row?.effect).toEqual({ records: [expect.stringMatching(/^rec_/)], runs: [], notes: [] });
    expect(row?.finished_at).not.toBeNull();
    expect(await dueRows()).toEqual([]);
    const events = await library.events();
    expect(events.map(({ kind }) => kind).toSorted()).toEqual(['records', 'webhook.received']);
    expect(events.find(({ kind }) => kind === 'webhook.received')).toMatchObject({
      integration_id: library.integrationId,
      payload: { webhook_id: showId('whk', id), type: 'loan.changed', vendor_id: expect.any(String) },
    });
    // The raw item is there, so that a mapping can be made of it; and the next listing finds it unchanged.
    server.clock.advance(60_000);
    desk.loans = [loan('l1', 'Ada', now() - 60_000)];
    expect(await library.read()).toMatchObject({ read: 1, created: 0, updated: 0, unchanged: 1 });
    expect(await library.logs()).toHaveLength(1);
  });

  test('never overwrites what is newer, however late it comes; of the same second the later one counts', async () => {
    const at = Math.floor(now() / 1000) * 1000;
    await send(changed(loan('l1', 'new', at)));
    await work();
    await send(changed(loan('l1', 'old', at - 60_000)));
    await work();
    expect(await names()).toEqual({ l1: 'new' });
    await send(
      changed({ ...loan('l2', 'first', 0), at: 'no moment' as never }, at),
      changed({ ...loan('l2', 'second', 0), at: 'no moment' as never }, at),
    );
    await work();
    expect((await webhooks()).map(({ state }) => state)).toEqual(['processed', 'processed', 'processed', 'processed']);
    expect(await library.keys()).toEqual(['l1', 'l2']);
  });

  test('that says what is stored already still counts as the newer one', async () => {
    // Without a time of change of its own, and so told apart by the moments alone.
    const told = (reader: string, at: number) => changed({ ...loan('l1', reader), at: 'no moment' as never }, at);
    const hash = () =>
      library
        .inTenant((trx) => trx.selectFrom('record').select('hash').executeTakeFirstOrThrow())
        .then((row) => row.hash);
    await send(told('on', now() - 60_000));
    await work();
    const on = await hash();
    for (const event of [told('on', now() - 20_000), told('off', now() - 40_000)]) {
      await send(event);
      await work();
    }
    expect(await hash()).toEqual(on);
    await send(told('off', now()));
    await work();
    expect(await hash()).not.toEqual(on);
  });

  test('is not undone by a page that was fetched before it and stored after it', async () => {
    desk.loans = [loan('l1', 'as listed', now() - 60_000)];
    const { asked: arrived, release } = holdAnswers();
    const reads = library.read();
    await arrived;
    server.clock.advance(30_000);
    await send(changed(loan('l1', 'as told', now())));
    await work();
    release();
    expect(await reads).toMatchObject({ state: 'succeeded', created: 0, updated: 0 });
    expect(await names()).toEqual({ l1: 'as told' });
  });

  test('of a moment far ahead outranks nothing for longer than now', async () => {
    await send(changed({ ...loan('l1', 'of 2099', 0), at: 'none' as never }, Date.parse('2099-01-01T00:00:00Z')));
    await work();
    server.clock.advance(60_000);
    desk.loans = [loan('l1', 'as it is', now())];
    await library.read();
    expect(await names()).toEqual({ l1: 'as it is' });
  });

  test('that cannot be mapped is kept with its reason, and the event says so', async () => {
    await send(changed({ id: 'odd', reader: 7 as never, at: now() }));
    await work();
    const [row] = await webhooks();
    expect(row).toMatchObject({
      state: 'processed',
      effect: { notes: ['loans: 1 could not be mapped and is kept with the reason.'] },
    });
    expect(await library.keys()).toEqual(['odd']);
  });

  test('of a stream that is switched off, or is none: nothing is stored, and it says so', async () => {
    await server.hub.streams.change(server.system, library.slug, library.integration, 'loans', { enabled: false });
    await send(changed(loan('l1', 'Ada')), {
      type: 'loan.changed',
      payload: { stream: 'constructor', loan: loan('x', 'Eve') },
    });
    await work();
    expect((await webhooks()).map(({ state, effect: told }) => [state, told?.['notes']])).toEqual([
      ['processed', ['loans is switched off: nothing of it was stored.']],
      ['processed', ['Shelf has no stream "constructor" here: nothing of it was stored or read.']],
    ]);
    expect(await library.keys()).toEqual([]);
  });

  test('follows the tenant’s own rules, and is stored without the fields that are never kept', async () => {
    const loans = { integration: library.integration, stream: 'loans' };
    const rules = [{ target: 'custom.shout', expression: '$uppercase(raw.reader) & $string(raw.secret)' }];
    await server.hub.mappings.save(server.system, library.slug, loans, { rules });
    await server.hub.mappings.apply(server.system, library.slug, loans);
    await server.hub.streams.change(server.system, library.slug, library.integration, 'loans', {
      dropped_fields: ['secret'],
    });
    await send(changed({ ...loan('l1', 'Ada'), secret: 'hush' } as Loan));
    await work();
    const row = await library.inTenant((trx) => trx.selectFrom('record').select('data').executeTakeFirstOrThrow());
    expect(row.data).toMatchObject({ name: 'Ada', custom: { shout: 'ADA' } });
  });

  test('of a type nobody knows is kept, and nothing follows', async () => {
    await send({ type: 'loan.sneezed', payload: { any: ['thing'] } });
    await work();
    expect(await webhooks()).toMatchObject([{ state: 'processed', effect: { records: [], runs: [], notes: [] } }]);
    expect(await runs()).toEqual([]);
  });
});

describe('what is gone', () => {
  test('is deleted here, with its last state readable', async () => {
    await send(changed(loan('l1', 'Ada', now() - 60_000)), gone('l1', now()));
    await work();
    const [record] = await library.inTenant((trx) => trx.selectFrom('record').selectAll().execute());
    expect(record?.deleted_at).not.toBeNull();
    expect(record?.data).toMatchObject({ name: 'Ada' });
  });

  test('and was found gone before is not deleted once more', async () => {
    desk.loans = someLoans(3, now() - 60_000);
    await library.read();
    desk.loans = desk.loans.slice(1);
    server.clock.advance(60_000);
    expect(await library.read('loans', { force: true })).toMatchObject({ deleted: 1 });
    const told = async () => (await library.events()).filter(({ kind }) => kind === 'records').length;
    const before = await told();
    await send(gone('l0000', now() + 60_000));
    await work();
    expect(await told()).toBe(before);
    expect(await library.keys()).toEqual(['l0001', 'l0002']);
  });

  test('stays gone when an event about it comes too late, also one that is the first we hear of it', async () => {
    await send(gone('l1', now()));
    await work();
    await send(changed(loan('l1', 'a ghost', now() - 60_000)));
    await work();
    expect(await library.keys()).toEqual([]);
    await send(changed(loan('l1', 'back', now() + 60_000)));
    await work();
    expect(await names()).toEqual({ l1: 'back' });
  });

  test('stays gone when it went twice and what came in between comes last', async () => {
    await send(gone('l1', now() - 60_000));
    await work();
    await send(gone('l1', now()));
    await work();
    await send(changed(loan('l1', 'in between', now() - 30_000)));
    await work();
    expect(await library.keys()).toEqual([]);
  });

  test('property: in whatever order events come, and in whatever batches, the newest state counts', async () => {
    const start = Math.floor(now() / 1000) * 1000 - 1_000_000;
    let times = 0;
    const step = fc.record({ key: fc.constantFrom('a', 'b', 'c'), gone: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 8 }).chain((story) =>
          fc.record({
            story: fc.constant(story),
            order: fc.shuffledSubarray(
              story.map((_, i) => i),
              { minLength: story.length, maxLength: story.length },
            ),
            size: fc.integer({ min: 1, max: 8 }),
          }),
        ),
        async ({ story, order, size }) => {
          const prefix = `${(times += 1)}-`;
          const events = story.map((one, i) => {
            const at = start + i * 1000;
            const key = prefix + one.key;
            return one.gone ? gone(key, at) : changed(loan(key, `state ${i}`, at));
          });
          const expected: Record<string, string> = {};
          story.forEach((one, i) => {
            if (one.gone) delete expected[prefix + one.key];
            else expected[prefix + one.key] = `state ${i}`;
          });
          const shuffled = order.flatMap((i) => events[i] ?? []);
          for (let from = 0; from < shuffled.length; from += size) {
            await send(...shuffled.slice(from, from + size));
            await work();
          }
          const own = Object.entries(await names()).filter(([key]) => key.startsWith(prefix));
          expect(Object.fromEntries(own)).toEqual(expected);
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe('an event that wakes a stream', () => {
  test('starts a run of it, full where nothing was read yet', async () => {
    desk.loans = someLoans(3, now());
    await send(stirred);
    await work();
    const [run] = await runs();
    expect(run).toMatchObject({
      trigger: 'webhook',
      mode: 'full',
      state: 'queued',
      stream: 'loans',
      requested_by: 'system:webhooks',
    });
    expect(await server.jobs(run?.id)).toHaveLength(1);
    expect((await webhooks())[0]?.effect).toMatchObject({ runs: [showId('run', run?.id ?? '')] });
    await library.execute(run?.id ?? '');
    server.clock.advance(1000);
    await send(stirred);
    await work();
    expect((await runs())[1]).toMatchObject({ trigger: 'webhook', mode: 'incremental' });
  });

  test('a thousand times is one run, and one more when it was under way', async () => {
    desk.loans = someLoans(3, now());
    await send(...Array.from({ length: 500 }, () => stirred));
    await work();
    expect(await runs()).toHaveLength(1);
    const first = (await runs())[0]?.id ?? '';
    const { asked: arrived, release } = holdAnswers();
    const executing = library.execute(first);
    await arrived;
    server.clock.advance(1000);
    await send(...Array.from({ length: 500 }, () => stirred));
    await work();
    expect(await runs()).toHaveLength(1);
    expect((await webhooks()).at(-1)?.effect).toMatchObject({
      runs: [],
      notes: [`loans is read again after ${showId('run', first)}.`],
    });
    release();
    await executing;
    const after = await runs();
    expect(after).toMatchObject([{ state: 'succeeded' }, { state: 'queued', trigger: 'webhook' }]);
    await library.execute(after[1]?.id ?? '');
    expect(await runs()).toHaveLength(2);
    expect((await library.stream()).woken_at).toBeNull();
  });

  test('while a run is under way that somebody cancels, or of an integration that is disconnected meanwhile: no further run', async () => {
    desk.loans = someLoans(25, now());
    for (const end of ['cancel', 'disconnect'] as const) {
      library = await server.library();
      const { asked: arrived, release } = holdAnswers();
      const [run = ''] = await library.sync({ streams: ['loans'] });
      const executing = library.execute(run);
      await arrived;
      await send(stirred);
      await work();
      expect((await library.stream()).woken_at).not.toBeNull();
      if (end === 'cancel') await server.hub.runs.cancel(server.system, library.slug, showId('run', run));
      else await server.hub.connection.disconnect(server.system, library.slug, library.integration);
      server.clock.advance(4_000);
      // The call that hangs is ended as soon as the run hears of it.
      await executing;
      release();
      expect((await runs()).map(({ state }) => state)).toEqual(['cancelled']);
    }
  });

  test('that is switched off, or that there is none of, wakes nothing and says so', async () => {
    await server.hub.streams.change(server.system, library.slug, library.integration, 'loans', { enabled: false });
    await send(stirred, { type: 'loans.stirred', payload: { stream: 'nowhere' } });
    await work();
    expect((await webhooks()).map(({ effect: told }) => told?.['notes'])).toEqual([
      ['loans is switched off: it is not read.'],
      ['Shelf has no stream "nowhere" here: nothing of it was stored or read.'],
    ]);
    expect(await runs()).toEqual([]);
  });
});

describe('signals', () => {
  test('are told to people and to who listens, once; nothing is deleted', async () => {
    desk.loans = someLoans(2, now());
    await library.read();
    const [removed = ''] = await send(
      { type: 'shelf.removed', payload: {} },
      { type: 'reader.forgotten', payload: { who: 1 } },
    );
    await work();
    expect((await library.events()).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['integration.uninstalled', 'integration.erasure_requested']),
    );
    expect((await library.logs()).slice(1)).toMatchObject([
      {
        action: 'webhook',
        status: 'warning',
        message: 'Shelf: The account took our app away at the vendor. Nothing was deleted here.',
        details: { webhook_id: showId('whk', removed) },
      },
      { action: 'webhook', status: 'warning' },
    ]);
    expect(await library.keys()).toHaveLength(2);
  });
});
