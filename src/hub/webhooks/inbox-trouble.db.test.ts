/** Working off webhooks when something is wrong: with one of them, with the integration, with the worker. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { changed, inboxHands, stirred } from '../../testing/inbox-hands.ts';
import { lendingServer, type LendingServer, type Library } from '../../testing/lending-server.ts';
import { clearDesk, type Loan } from '../../testing/shelf-loans.ts';
import { reading, stir, stirringRegistry } from '../../testing/stirring-vendor.ts';

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
const { send, work, webhooks, dueRows, again, names } = inboxHands(() => ({ server, library }));
const loan = (id: string, reader: string, at = now()): Loan => ({ id, reader, at });
/** Seconds. */
const pauses = [10, 60, 600, 3600, 21_600];
const feedSeq = async () =>
  (await library.inTenant((trx) => trx.selectFrom('feed').select('seq').executeTakeFirstOrThrow())).seq;

/** The loan called `poison` throws what no item may throw, when it is mapped. */
function poisoned(): void {
  reading.effect = (event, context) => {
    const told = effect(event, context);
    for (const { item } of told?.items ?? [])
      if (item['id'] === 'poison')
        Object.defineProperty(item, 'at', {
          enumerable: true,
          get: () => {
            throw new Error('boom');
          },
        });
    return told;
  };
}

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
    poisoned();
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      await work();
      const rows = await webhooks();
      expect(rows.map(({ state }) => state)).toEqual(['processed', attempt < 6 ? 'queued' : 'failed', 'processed']);
      expect(rows[1]).toMatchObject({ attempts: attempt, error: { code: 'internal' } });
      const [due] = await dueRows();
      const pause = pauses[attempt - 1];
      // Given up: nothing is due any more.
      const waits = ((due?.due_at.getTime() ?? Date.now()) - Date.now()) / ((pause ?? 1) * 1000);
      expect(waits > 0.75 && waits < 1.25).toBe(pause !== undefined);
      expect(await library.logs()).toHaveLength(pause === undefined ? 1 : 0);
      await again();
    }
    expect(await library.keys()).toEqual(['l1', 'l2']);
  });

  test('while it waits for its next try, what comes after it is worked off', async () => {
    poisoned();
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
    const working = new AbortController();
    const worker = (async () => {
      while (!working.signal.aborted) await work();
    })();
    for (let i = 0; i < 40; i += 1) await send(changed(loan(`l${i}`, `Reader ${i}`)));
    working.abort();
    await worker;
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
