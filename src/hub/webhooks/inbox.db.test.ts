/** Working off webhooks, on a real database: what they bring and wake, in whatever order they come; what fails, waits, or is taken over. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { lendingServer, type LendingServer, type Library } from '../../testing/lending-server.ts';
import { clearDesk, desk, someLoans, type Loan } from '../../testing/shelf-loans.ts';
import { reading, stir, stirringRegistry, type Stirred } from '../../testing/stirring-vendor.ts';
import { showId } from '../ids.ts';

let server: LendingServer;
let library: Library;
const { effect } = reading;
beforeAll(async () => {
  server = await lendingServer({ registry: stirringRegistry });
});
afterAll(() => server?.stop());
beforeEach(async () => {
  vi.restoreAllMocks();
  clearDesk();
  reading.effect = effect;
  library = await server.library();
});

const now = () => server.clock.now();
const never = new AbortController().signal;
const work = () => server.hub.inbox.tick(never);
const changed = (loan: Loan, at = loan.at): Stirred => ({ type: 'loan.changed', payload: { loan }, at });
const gone = (id: string, at: number): Stirred => ({ type: 'loan.gone', payload: { id }, at });
const stirred: Stirred = { type: 'loans.stirred', payload: {} };
const loan = (id: string, reader: string, at = now()): Loan => ({ id, reader, at });

const send = (...events: readonly Stirred[]) => stir(server, library, events);
const webhooks = () =>
  library.inTenant((trx) =>
    trx.selectFrom('webhook').selectAll().where('tenant_id', '=', library.tenantId).orderBy('id').execute(),
  );
const dueRows = () =>
  server.composition.store.platform
    .selectFrom('webhook_due')
    .selectAll()
    .where('tenant_id', '=', library.tenantId)
    .execute();
/** As if it were time again. */
const again = async () => {
  await library.inTenant((trx) =>
    sql`update webhook set next_at = clock_timestamp() where state = 'queued'`.execute(trx),
  );
  await server.composition.store.platform
    .updateTable('webhook_due')
    .set({ due_at: sql`clock_timestamp()`, lease_until: null })
    .where('tenant_id', '=', library.tenantId)
    .execute();
};
const names = async (): Promise<Record<string, unknown>> => {
  const { stream_no } = await library.stream();
  const rows = await library.inTenant((trx) =>
    trx
      .selectFrom('record')
      .select(['key', 'data'])
      .where('stream_no', '=', stream_no)
      .where('deleted_at', 'is', null)
      .orderBy('key')
      .execute(),
  );
  return Object.fromEntries(rows.map(({ key, data }) => [key, data?.['name']]));
};
const feedSeq = async () =>
  (await library.inTenant((trx) => trx.selectFrom('feed').select('seq').executeTakeFirstOrThrow())).seq;
const runs = () =>
  library.inTenant((trx) => trx.selectFrom('run').selectAll().orderBy('queued_at').orderBy('id').execute());

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

  test('is not undone by a page that was fetched before it and stored after it', async () => {
    desk.loans = [loan('l1', 'as listed', now() - 60_000)];
    let release = () => {};
    let asked = () => {};
    const arrived = new Promise<void>((resolve) => (asked = resolve));
    const released = new Promise<void>((resolve) => (release = resolve));
    desk.before = async () => {
      asked();
      await released;
      return undefined;
    };
    const reading = library.read();
    await arrived;
    server.clock.advance(30_000);
    await send(changed(loan('l1', 'as told', now())));
    await work();
    release();
    expect(await reading).toMatchObject({ state: 'succeeded', created: 0, updated: 0 });
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

  test('property: in whatever order events come, and in whatever batches, the newest state counts', async () => {
    const start = Math.floor(now() / 1000) * 1000 - 1_000_000;
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
          library = await server.library();
          const events = story.map((one, i) => {
            const at = start + i * 1000;
            return one.gone ? gone(one.key, at) : changed(loan(one.key, `state ${i}`, at));
          });
          const expected: Record<string, string> = {};
          story.forEach((one, i) => {
            if (one.gone) delete expected[one.key];
            else expected[one.key] = `state ${i}`;
          });
          const shuffled = order.flatMap((i) => events[i] ?? []);
          for (let from = 0; from < shuffled.length; from += size) {
            await send(...shuffled.slice(from, from + size));
            await work();
          }
          expect(await names()).toEqual(expected);
        },
      ),
      { numRuns: 15 },
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
    const [{ id: first = '' } = {}] = await runs();
    let release = () => {};
    let asked = () => {};
    const arrived = new Promise<void>((resolve) => (asked = resolve));
    const released = new Promise<void>((resolve) => (release = resolve));
    desk.before = async () => {
      asked();
      await released;
      return undefined;
    };
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
      let release = () => {};
      let asked = () => {};
      const arrived = new Promise<void>((resolve) => (asked = resolve));
      const released = new Promise<void>((resolve) => (release = resolve));
      desk.before = async () => {
        asked();
        await released;
        return undefined;
      };
      const [run = ''] = await library.sync({ streams: ['loans'] });
      const executing = library.execute(run);
      await arrived;
      await send(stirred);
      await work();
      expect((await library.stream()).woken_at).not.toBeNull();
      if (end === 'cancel') await server.hub.runs.cancel(server.system, library.slug, showId('run', run));
      else await server.hub.connection.disconnect(server.system, library.slug, library.integration);
      server.clock.advance(4_000);
      release();
      await executing;
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

describe('an event that cannot be processed', () => {
  test('its provider cannot read: a dead letter at once, and no other waits for it', async () => {
    await send(changed(loan('l1', 'Ada')), { type: 'loan.broken', payload: {} }, changed(loan('l2', 'Bob')));
    await work();
    expect(await webhooks()).toMatchObject([
      { state: 'processed' },
      {
        state: 'failed',
        attempts: 1,
        error: { code: 'decode_failed', message: 'Shelf could not read its own event "loan.broken".' },
      },
      { state: 'processed' },
    ]);
    expect(await names()).toEqual({ l1: 'Ada', l2: 'Bob' });
    expect(await library.logs()).toMatchObject([
      { status: 'error', message: expect.stringContaining('A webhook "loan.broken" could not be processed') },
    ]);
    expect(server.log.join('')).toContain("a provider's effect threw");
  });

  test('for a reason that may pass: tried again with growing pauses, then a dead letter; the others are done at the first try', async () => {
    await send(changed(loan('l1', 'Ada')), changed(loan('poison', 'Eve')), changed(loan('l2', 'Bob')));
    const { vault } = server.composition.store;
    vi.spyOn(vault, 'keyFor');
    reading.effect = (event, context) => {
      const told = effect(event, context);
      // A map that throws what no map may throw is met when it is mapped, not when it is read.
      for (const one of told?.items ?? [])
        if (one.item['id'] === 'poison') Object.defineProperty(one.item, 'at', { get: () => boom(), enumerable: true });
      return told;
    };
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      await work();
      const rows = await webhooks();
      expect(rows.map(({ state }) => state)).toEqual(['processed', attempt < 6 ? 'queued' : 'failed', 'processed']);
      expect(rows[1]).toMatchObject({ attempts: attempt, error: { code: 'internal' } });
      if (attempt < 6) {
        const waits = (rows[1]?.next_at.getTime() ?? 0) - Date.now();
        const pause = [10, 60, 600, 3600, 21_600][attempt - 1] ?? 0;
        expect(waits / 1000).toBeGreaterThan(pause * 0.75);
        expect(waits / 1000).toBeLessThan(pause * 1.25);
        expect((await dueRows())[0]?.due_at.getTime()).toBe(rows[1]?.next_at.getTime());
        expect(await library.logs()).toEqual([]);
      }
      await again();
    }
    expect(await library.keys()).toEqual(['l1', 'l2']);
    expect(await library.logs()).toHaveLength(1);
  });

  test('while it waits for its next try, what comes after it is worked off', async () => {
    reading.effect = (event, context) => {
      const told = effect(event, context);
      for (const one of told?.items ?? [])
        if (one.item['id'] === 'poison') Object.defineProperty(one.item, 'at', { get: () => boom(), enumerable: true });
      return told;
    };
    await send(changed(loan('poison', 'Eve')));
    await work();
    expect(await work()).toBe(false);
    await send(changed(loan('l1', 'Ada')));
    expect(await work()).toBe(true);
    expect(await names()).toEqual({ l1: 'Ada' });
  });

  test('whose body was tampered with is a dead letter', async () => {
    const [id = ''] = await send(stirred, changed(loan('l1', 'Ada')));
    await library.inTenant((trx) =>
      sql`update webhook set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where id = ${id}`.execute(trx),
    );
    await work();
    expect((await webhooks()).map(({ state, error }) => [state, error?.code])).toEqual([
      ['failed', 'internal'],
      ['processed', undefined],
    ]);
  });

  test('names a moment that is none, or no usable id', async () => {
    reading.effect = ({ type }) =>
      type === 'a'
        ? { items: [{ stream: 'loans', item: { id: 'x' }, at: 'yesterday' }] }
        : { gone: [{ stream: 'loans', key: 'a\u0000b', at: '2026-01-01T00:00:00Z' }] };
    await send({ type: 'a', payload: {} }, { type: 'b', payload: {} });
    await work();
    expect((await webhooks()).map(({ state, error }) => [state, error?.message])).toEqual([
      ['failed', 'The event names a moment that is none.'],
      ['failed', 'The event names no usable id.'],
    ]);
  });
});

function boom(): never {
  throw new Error('boom');
}

describe('an integration that is not as it should be', () => {
  const set = (values: object) =>
    library.inTenant((trx) =>
      trx.updateTable('integration').set(values).where('id', '=', library.integrationId).execute(),
    );

  test.each([
    { is: 'needs to be connected again', away: { auth_state: 'needs_reauth' }, back: { auth_state: 'connected' } },
    { is: 'is a draft again', away: { auth_state: 'draft' }, back: { auth_state: 'connected' } },
    { is: 'is switched off', away: { enabled: false }, back: { enabled: true } },
    { is: 'is paused', away: { paused_until: new Date('2099-01-01T00:00:00Z') }, back: { paused_until: null } },
  ])('it $is: webhooks wait, without being looked at over and over', async ({ away, back }) => {
    await set(away);
    await send(changed(loan('l1', 'Ada')));
    expect(await work()).toBe(true);
    expect(await work()).toBe(false);
    expect(await webhooks()).toMatchObject([{ state: 'queued', attempts: 0 }]);
    await set(back);
    expect(await work()).toBe(true);
    expect(await names()).toEqual({ l1: 'Ada' });
  });

  test('disconnected: what came before is a dead letter that says why', async () => {
    await send(changed(loan('l1', 'Ada')));
    await server.hub.connection.disconnect(server.system, library.slug, library.integration);
    await work();
    expect(await webhooks()).toMatchObject([
      { state: 'failed', error: { code: 'conflict', message: '"Shelf" was disconnected before this was worked off.' } },
    ]);
    expect(await dueRows()).toEqual([]);
  });

  test('disconnected while its webhooks are mapped: nothing of them is stored', async () => {
    await send(changed(loan('l1', 'Ada')));
    const { vault } = server.composition.store;
    const keyFor = vault.keyFor.bind(vault);
    vi.spyOn(vault, 'keyFor').mockImplementationOnce(async (tenantId) => {
      await set({ auth_state: 'disconnected' });
      return keyFor(tenantId);
    });
    await work();
    expect(await library.keys()).toEqual([]);
    expect((await webhooks())[0]?.state).toBe('failed');
  });

  test('connected to another account: what came for the former one is gone', async () => {
    await set({ account: JSON.stringify({ id: 'one', name: 'One', meta: {} }) });
    await send(changed(loan('l1', 'Ada')));
    await set({ account: JSON.stringify({ id: 'two', name: 'Two', meta: {} }) });
    expect(await webhooks()).toEqual([]);
    await work();
    expect(await library.keys()).toEqual([]);
    expect(await dueRows()).toEqual([]);
  });

  test('removed: its webhooks go with it, and nothing is left to do', async () => {
    await send(changed(loan('l1', 'Ada')));
    await server.hub.integrations.remove(server.system, library.slug, library.integration, 'Shelf');
    expect(await webhooks()).toEqual([]);
    await work();
    expect(await dueRows()).toEqual([]);
  });
});

describe('many workers', () => {
  test('work off everything once, one of them an integration at a time', async () => {
    const libraries = [library, await server.library(), await server.library()];
    for (const one of libraries)
      await stir(
        server,
        one,
        Array.from({ length: 250 }, (_, i) => changed(loan(`l${i}`, `Reader ${i}`))),
      );
    await Promise.all([work(), work(), work(), work()]);
    for (const one of libraries) {
      expect(await one.keys()).toHaveLength(250);
      const received = (await one.events()).filter(({ kind }) => kind === 'webhook.received');
      expect(new Set(received.map(({ payload }) => payload['webhook_id'])).size).toBe(250);
      expect(received).toHaveLength(250);
    }
  });

  test('one that froze while it worked is refused, and its successor does it all', async () => {
    await send(changed(loan('l1', 'Ada')));
    const { vault } = server.composition.store;
    const keyFor = vault.keyFor.bind(vault);
    let thaw = () => {};
    let frozen = () => {};
    const froze = new Promise<void>((resolve) => (frozen = resolve));
    const thawed = new Promise<void>((resolve) => (thaw = resolve));
    vi.spyOn(vault, 'keyFor').mockImplementationOnce(async (tenantId) => {
      frozen();
      await thawed;
      return keyFor(tenantId);
    });
    const first = work();
    await froze;
    expect(await work()).toBe(false);
    await server.composition.store.platform
      .updateTable('webhook_due')
      .set({ lease_until: sql`clock_timestamp() - interval '1 second'` })
      .where('tenant_id', '=', library.tenantId)
      .execute();
    await send(changed(loan('l2', 'Bob')));
    expect(await work()).toBe(true);
    const before = await feedSeq();
    thaw();
    await first;
    expect(await names()).toEqual({ l1: 'Ada', l2: 'Bob' });
    expect(await feedSeq()).toBe(before);
    expect((await library.events()).filter(({ kind }) => kind === 'webhook.received')).toHaveLength(2);
    expect(await dueRows()).toEqual([]);
  });

  test('a webhook that is stored at the moment the last one is done is not forgotten', async () => {
    const { store } = server.composition;
    let arrived = 0;
    const sending = (async () => {
      for (let i = 0; i < 40; i += 1) {
        await send(changed(loan(`l${i}`, `Reader ${i}`)));
        arrived += 1;
      }
    })();
    while (arrived < 40) await work();
    await sending;
    await work();
    expect(await library.keys()).toHaveLength(40);
    expect(
      await store.platform
        .selectFrom('webhook_due')
        .select('tenant_id')
        .where('tenant_id', '=', library.tenantId)
        .execute(),
    ).toEqual([]);
  });
});
