/** Looking at webhooks and having them worked off again, over the API: who may, what is shown, what a replay changes and what it does not. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { changed, gone, inboxHands, stirred } from '../../testing/inbox-hands.ts';
import { lendingServer, type LendingServer, type Library } from '../../testing/lending-server.ts';
import { clearDesk, type Loan } from '../../testing/shelf-loans.ts';
import { reading, stirringRegistry } from '../../testing/stirring-vendor.ts';
import type { Scope } from '../access/principal.ts';
import { showId } from '../ids.ts';

let server: LendingServer;
let library: Library;
let key: string;
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
  key = await keyFor(['view', 'read', 'connect', 'sync', 'act', 'admin']);
});

const now = () => server.clock.now();
const iso = (ms: number) => new Date(ms).toISOString();
const { send, work, webhooks, names } = inboxHands(() => ({ server, library }));
const loan = (id: string, reader: string, at = now()): Loan => ({ id, reader, at });
const keyFor = async (scopes: Scope[]) =>
  (await server.hub.apiKeys.create(server.system, library.slug, { name: 'k', scopes })).key;
const ask = (method: string, path: string, body?: unknown, as = key) =>
  server.ask(method, `/api/tenants/${library.slug}${path}`, { key: as, ...(body === undefined ? {} : { body }) });
/** Everything that a replay must not change. */
const stored = () =>
  library.inTenant(async (trx) => ({
    records: await trx.selectFrom('record').selectAll().orderBy('key').execute(),
    versions: await trx.selectFrom('record_version').selectAll().orderBy('seq').execute(),
    outbox: await trx.selectFrom('outbox').select(['kind', 'payload']).orderBy('id').execute(),
  }));

describe('looking at webhooks', () => {
  test('lists them newest first, in pages, of one integration and of all, by state and time', async () => {
    expect((await ask('GET', '/webhooks')).body).toEqual({ data: [], next_cursor: null });
    const before = now();
    const old = await send(changed(loan('l1', 'Ada')), { type: 'loan.broken', payload: {} });
    server.clock.advance(60_000);
    const [late = ''] = await send(stirred);
    await work();
    const first = await ask('GET', '/webhooks?limit=2');
    expect(first.body.data.map((one: { id: string }) => one.id)).toEqual(
      [late, old[1] ?? ''].map((id) => showId('whk', id)),
    );
    const second = await ask('GET', `/webhooks?limit=2&cursor=${first.body.next_cursor}`);
    expect(second.body).toMatchObject({ data: [{ id: showId('whk', old[0] ?? '') }], next_cursor: null });
    const ids = async (query: string) => (await ask('GET', query)).body.data.map((one: { type: string }) => one.type);
    expect(await ids('/webhooks?state=failed')).toEqual(['loan.broken']);
    expect(await ids(`/webhooks?since=${iso(now())}`)).toEqual(['loans.stirred']);
    expect(await ids(`/webhooks?until=${iso(now())}&since=${iso(before)}`)).toEqual(['loan.broken', 'loan.changed']);
    expect(await ids(`/integrations/${library.integration}/webhooks`)).toHaveLength(3);
    expect((await ask('GET', '/integrations/int_00000000000000000000000000000000/webhooks')).status).toBe(404);
    expect((await ask('GET', `/webhooks?cursor=x${first.body.next_cursor}`)).status).toBe(400);
    expect((await ask('GET', `/integrations/${library.integration}/webhook-counts`)).body).toEqual({
      queued: 0,
      failed: 1,
      processed_last_day: 2,
      oldest_queued_at: null,
    });
  });

  test('shows what one said; masked for whoever is not told about people', async () => {
    const [id = ''] = await send(changed(loan('l1', 'Ada')));
    await work();
    const path = `/webhooks/${showId('whk', id)}`;
    const { body } = await ask('GET', path);
    expect(body).toMatchObject({
      provider: 'shelf',
      type: 'loan.changed',
      state: 'processed',
      headers: { 'user-agent': 'shelf' },
      payload: { loan: { id: 'l1', reader: 'Ada' } },
      effect: { records: [expect.stringMatching(/^rec_/)], runs: [], notes: [] },
      waits_for: null,
      erased: false,
    });
    expect(body).not.toHaveProperty('original');
    const viewer = await keyFor(['view']);
    expect((await ask('GET', path, undefined, viewer)).body.payload).toEqual({
      loan: { id: '[masked]', reader: '[masked]', at: '[masked]' },
    });
    expect((await ask('GET', '/webhooks/whk_00000000000000000000000000000000')).status).toBe(404);
    expect((await ask('GET', '/webhooks/nonsense')).status).toBe(404);
  });

  test('lists those of one type and one provider, page by page', async () => {
    await send(changed(loan('l1', 'Ada')), stirred, changed(loan('l2', 'Bob')));
    await work();
    const types = async (query: string) =>
      (await ask('GET', `/webhooks?${query}`)).body.data.map((one: { type: string }) => one.type);
    expect(await types('type=loan.changed')).toEqual(['loan.changed', 'loan.changed']);
    expect(await types('provider=shelf')).toHaveLength(3);
    expect(await types('provider=other')).toEqual([]);
    const first = await ask('GET', '/webhooks?type=loan.changed&limit=1');
    const second = await ask('GET', `/webhooks?type=loan.changed&limit=1&cursor=${first.body.next_cursor}`);
    expect(second.body).toMatchObject({ data: [{ type: 'loan.changed' }], next_cursor: null });
    expect(second.body.data[0].id).not.toBe(first.body.data[0].id);
  });

  test('another tenant sees none of it, and may replay none of it', async () => {
    const [id = ''] = await send(stirred);
    const other = await server.library();
    const theirs = (await server.hub.apiKeys.create(server.system, other.slug, { name: 'k', scopes: ['read', 'act'] }))
      .key;
    for (const [method, path] of [
      ['GET', `/api/tenants/${library.slug}/webhooks`],
      ['GET', `/api/tenants/${other.slug}/webhooks/${showId('whk', id)}`],
      ['POST', `/api/tenants/${other.slug}/webhooks/${showId('whk', id)}/replay`],
      ['GET', `/api/tenants/${other.slug}/integrations/${library.integration}/webhooks`],
    ] as const)
      expect([path, (await server.ask(method, path, { key: theirs })).status]).toEqual([path, 404]);
  });

  test('says what a queued one waits for', async () => {
    await send(stirred);
    const waits = async () => (await ask('GET', '/webhooks')).body.data[0].waits_for;
    const set = (values: object) =>
      library.inTenant((trx) =>
        trx.updateTable('integration').set(values).where('id', '=', library.integrationId).execute(),
      );
    expect(await waits()).toBeNull();
    await set({ auth_state: 'needs_reauth' });
    expect(await waits()).toBe('reconnection');
    await set({ auth_state: 'connected', paused_until: new Date(now() + 1000) });
    expect(await waits()).toBe('pause');
    await set({ paused_until: null, enabled: false });
    expect(await waits()).toBe('switch');
    expect((await ask('GET', `/integrations/${library.integration}/webhook-counts`)).body).toMatchObject({
      queued: 1,
      oldest_queued_at: expect.any(String),
    });
  });
});

describe('a replay', () => {
  test('of a range of 1,000, twice, leaves everything as once', async () => {
    const start = now() - 1_000_000;
    await send(
      ...Array.from({ length: 1000 }, (_, i) =>
        i % 10 === 9
          ? gone(`l${(i * 7) % 100}`, start + i * 500)
          : changed(loan(`l${(i * 7) % 100}`, `Reader ${i}`, start + i * 500)),
      ),
    );
    await work();
    const once = await stored();
    expect(once.records.length).toBeGreaterThan(50);
    for (let time = 1; time <= 2; time += 1) {
      const answer = await ask('POST', '/webhooks/replay', { state: 'all', since: iso(0) });
      expect(answer.body).toEqual({ replayed: 1000, next_cursor: null });
      await work();
      expect(await stored()).toEqual(once);
    }
    const rows = await webhooks();
    expect(rows.every(({ state, replays }) => state === 'processed' && replays === 2)).toBe(true);
  });

  test('of all that failed since a moment, when the reason is gone', async () => {
    reading.effect = () => {
      throw new Error('not yet');
    };
    await send(changed(loan('old', 'Ada')));
    await work();
    server.clock.advance(60_000);
    await send(changed(loan('l1', 'Ada')), changed(loan('l2', 'Bob')), stirred);
    await work();
    reading.effect = effect;
    const since = iso(now());
    const dry = { since, type: 'loan.changed', dry_run: true };
    expect((await ask('POST', '/webhooks/replay', dry)).body).toEqual({ replayed: 2, next_cursor: null });
    expect((await ask('POST', '/webhooks/replay', { since, type: 'loan.changed' })).body.replayed).toBe(2);
    expect((await ask('POST', '/webhooks/replay', { since, type: 'loan.changed' })).body.replayed).toBe(0);
    await work();
    expect(await names()).toEqual({ l1: 'Ada', l2: 'Bob' });
    expect((await webhooks()).map(({ state }) => state)).toEqual(['failed', 'processed', 'processed', 'failed']);
    expect((await ask('POST', '/webhooks/replay', { since, until: since })).body.replayed).toBe(0);
    const { data: trail } = await server.hub.audit.list(server.system, library.slug);
    expect(trail.find(({ action }) => action === 'webhooks.replayed')).toMatchObject({ details: { replayed: 2 } });
  });

  test('of one that is worked on at this moment has it worked off once more', async () => {
    const [id = ''] = await send(changed(loan('l1', 'Ada')));
    const { vault } = server.composition.store;
    const keyOf = vault.keyFor.bind(vault);
    let asked = false;
    vi.spyOn(vault, 'keyFor').mockImplementation(async (tenantId) => {
      const first = !asked;
      asked = true;
      if (first) await server.hub.replay.one(server.system, library.slug, showId('whk', id));
      return keyOf(tenantId);
    });
    let read = 0;
    reading.effect = (event, facts) => {
      read += 1;
      return effect(event, facts);
    };
    await work();
    expect(await webhooks()).toMatchObject([{ state: 'processed', replays: 1, attempts: 1 }]);
    expect(read).toBe(2);
    expect((await library.events()).filter(({ kind }) => kind === 'webhook.received')).toHaveLength(1);
  });

  test('with another payload mends a dead letter; what came is kept, and it is written down who did it', async () => {
    const [id = ''] = await send({ type: 'loan.broken', payload: { loan: 'crossed out' } });
    await work();
    reading.effect = ({ payload, at = '' }) =>
      typeof payload === 'object' && payload !== null && 'id' in payload && typeof payload['id'] === 'string'
        ? { items: [{ stream: 'loans', item: { id: payload['id'], reader: 'Mended', at: Date.parse(at) }, at }] }
        : effect({ type: 'loan.broken', payload });
    const path = `/webhooks/${showId('whk', id)}`;
    // Not what the provider understands either: a dead letter again, to be mended again.
    expect((await ask('POST', `${path}/replay`, { payload: ['still', 'wrong'] })).status).toBe(202);
    await work();
    expect((await ask('GET', path)).body).toMatchObject({ state: 'failed', payload: ['still', 'wrong'] });
    expect((await ask('POST', `${path}/replay`, { payload: { id: 'l1' } })).body).toMatchObject({
      state: 'queued',
      replays: 2,
    });
    await work();
    expect((await ask('GET', path)).body).toMatchObject({
      state: 'processed',
      payload: { id: 'l1' },
      original: { loan: 'crossed out' },
      mended_at: iso(now()),
      mended_by: expect.stringMatching(/^tenant_key:/),
    });
    expect(await names()).toEqual({ l1: 'Mended' });
    const { data: trail } = await server.hub.audit.list(server.system, library.slug);
    expect(trail.filter(({ action }) => action === 'webhook.replayed')).toMatchObject([
      { details: { type: 'loan.broken', mended: true } },
      { details: { type: 'loan.broken', mended: true } },
    ]);
    expect(JSON.stringify(trail)).not.toContain('crossed out');
  });

  test('that cannot be done is refused with the reason', async () => {
    const [id = ''] = await send(stirred);
    const path = `/webhooks/${showId('whk', id)}/replay`;
    expect((await ask('POST', path, { payload: {} })).body.detail).toBe(
      'Only a failed webhook can be mended; this one is queued.',
    );
    expect((await ask('POST', path, { pay: {} })).status).toBe(400);
    expect((await ask('POST', path, {}, await keyFor(['read', 'sync']))).status).toBe(403);
    expect((await ask('POST', '/webhooks/replay', {})).body.problems).toMatchObject([{ path: 'since' }]);
    expect((await ask('POST', '/webhooks/replay', { since: 'yesterday' })).status).toBe(400);
    expect((await ask('POST', '/webhooks/replay', { since: iso(0) }, await keyFor(['read']))).status).toBe(403);
    await server.hub.connection.disconnect(server.system, library.slug, library.integration);
    expect((await ask('POST', path, {})).body).toMatchObject({
      status: 409,
      detail: expect.stringContaining('disconnected'),
    });
  });
});
