import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { newRootKeys, openTestStore, seedIntegration, type SeededIntegration } from '../testing/store.ts';
import { platformTenant, sealedPlaces, type Store } from './index.ts';
import {
  claimRotation,
  oldKeysLiveMs,
  requestRotation,
  workOnRotation,
  type HeldRotation,
  type RotationProgress,
  type StepOptions,
} from './rotation.ts';
import { sealedTables } from './sealed-tables.ts';

let server: TestDatabase;
let store: Store;
const rootKey = newRootKeys();
let now = Date.parse('2026-11-21T00:00:00Z');

beforeAll(async () => {
  server = await testDatabase();
  store = await openTestStore({ appUrl: server.appUrl, rootKey });
});
afterAll(async () => {
  await store.close();
  await server.drop();
});

/** A tenant with something sealed in every table. */
async function seedSealed(
  pages: number,
): Promise<SeededIntegration & { pageIds: string[]; stateId: string; appId: string }> {
  const seeded = await seedIntegration(store);
  const { tenantId, integrationId, streamNo } = seeded;
  const pageIds = Array.from({ length: pages }, () => randomUUID());
  const stateId = randomBytes(8).toString('hex');
  const appId = randomUUID();
  const sealer = await store.vault.keyFor(tenantId);
  const key_version = sealer.version;
  await store.inTenant(tenantId, async (trx) => {
    await store.putCredential(trx, {
      tenantId,
      integrationId,
      method: 'oauth2',
      fields: {},
      tokens: { access_token: 'at' },
    });
    for (const id of pageIds) {
      const sealed = sealer.seal(sealedPlaces.rawPage(id), Buffer.from(`page ${id}`));
      await trx
        .insertInto('raw_page')
        .values({ tenant_id: tenantId, id, stream_no: streamNo, key_version, items: 1, sealed })
        .execute();
    }
    const state = sealer.seal(sealedPlaces.oauthState(stateId), Buffer.from('state'));
    await trx
      .insertInto('oauth_state')
      .values({
        tenant_id: tenantId,
        id: stateId,
        integration_id: integrationId,
        sealed: state,
        key_version,
        expires_at: new Date(),
      })
      .execute();
    const app = sealer.seal(sealedPlaces.providerApp(appId), Buffer.from('app'));
    await trx
      .insertInto('provider_app')
      .values({ id: appId, provider: appId, tenant_id: tenantId, sealed: app, key_version })
      .execute();
  });
  return { ...seeded, pageIds, stateId, appId };
}

async function readPages(from: Store, tenantId: string): Promise<{ versions: Set<number>; texts: string[] }> {
  const rows = await from.inTenant(tenantId, (trx) =>
    trx.selectFrom('raw_page').select(['id', 'key_version', 'sealed']).execute(),
  );
  const texts = await Promise.all(
    rows.map(async (row) =>
      (await from.vault.open(tenantId, sealedPlaces.rawPage(row.id), row.key_version, row.sealed)).toString(),
    ),
  );
  return { versions: new Set(rows.map((row) => row.key_version)), texts: texts.toSorted() };
}

const request = (tenantId: string, from = store) =>
  requestRotation(from, { tenantId, rotation: randomUUID(), actor: 'system:test', now: new Date(now) });
const claim = (tenantId: string, from = store) =>
  claimRotation(from, new Date(now), ['queued', 'sealing', 'waiting'], tenantId);
const work = (held: HeldRotation, options: Partial<StepOptions> = {}, from = store) =>
  workOnRotation(from, held, { now: () => now, signal: new AbortController().signal, ...options });
/** Takes up what is due of this owner, once. */
async function step(tenantId: string, options: Partial<StepOptions> = {}, from = store): Promise<boolean> {
  const held = await claim(tenantId, from);
  return held !== undefined && work(held, options, from);
}
const row = (tenantId: string) =>
  store.platform.selectFrom('key_rotation').selectAll().where('tenant_id', '=', tenantId).executeTakeFirstOrThrow();
const versions = (tenantId: string) =>
  store.inTenant(tenantId, async (trx) =>
    (await trx.selectFrom('data_key').select('version').orderBy('version').execute()).map((key) => key.version),
  );

test('no table with sealed values is forgotten', async () => {
  const columns = await store.statements.query(
    `select table_name from information_schema.columns where table_schema = 'public' and column_name = 'sealed' order by 1`,
    [],
  );
  const named = columns.map((column) => column['table_name']);
  expect(sealedTables.map((table) => table.name).toSorted()).toEqual(named);
  const guarded = await store.statements.query(
    `select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where t.tgname = 'sealed_with_a_living_key' and t.tgparentid = 0 order by 1`,
    [],
  );
  expect(guarded.map((column) => column['relname'])).toEqual(named);
});

describe('a new data key', () => {
  test('everything is sealed anew and says the same; then the old key is destroyed', async () => {
    const seeded = await seedSealed(45);
    const { tenantId } = seeded;
    const before = await readPages(store, tenantId);
    const cursors = await store.vault.derive(tenantId, 1, 'cursors');
    expect(await request(tenantId)).toBe(1);
    const progress: RotationProgress[] = [];
    expect(await step(tenantId, { onProgress: (one) => progress.push(one) })).toBe(true);

    const after = await readPages(store, tenantId);
    expect(after.versions).toEqual(new Set([2]));
    expect(after.texts).toEqual(before.texts);
    expect((await store.credentials(tenantId, seeded.integrationId).read()).tokens).toEqual({ access_token: 'at' });
    expect(progress.map(({ done, total }) => [done, total])).toEqual([
      [1, 48],
      [2, 48],
      [3, 48],
      [23, 48],
      [43, 48],
      [48, 48],
    ]);
    expect(await row(tenantId)).toMatchObject({
      state: 'waiting',
      to_version: 2,
      done: 48,
      total: 48,
      held_until: null,
    });

    // Not before its time, and not twice.
    expect(await claim(tenantId)).toBeUndefined();
    expect(await versions(tenantId)).toEqual([1, 2]);
    now += oldKeysLiveMs;
    expect(await step(tenantId)).toBe(true);
    expect(await claim(tenantId)).toBeUndefined();
    expect(await row(tenantId)).toMatchObject({ state: 'finished', destroyed: 1, unreadable: 0, done: 48 });
    expect(await versions(tenantId)).toEqual([2]);
    expect((await readPages(store, tenantId)).texts).toEqual(before.texts);
    // What was derived from it lives on: cursors callers keep stay good, in every process and after further rotations.
    const fresh = await openTestStore({ appUrl: server.appUrl, rootKey });
    await request(tenantId);
    await step(tenantId, {}, fresh);
    now += oldKeysLiveMs;
    await step(tenantId, {}, fresh);
    expect(await versions(tenantId)).toEqual([3]);
    expect(await fresh.vault.derive(tenantId, 1, 'cursors')).toEqual(cursors);
    await fresh.close();
    expect(await store.audit.verify(tenantId)).toMatchObject({ ok: true, entries: 4 });
  });

  test('killed in the middle: old and new open, and the next holder goes on with the same key', async () => {
    const { tenantId } = await seedSealed(45);
    const before = await readPages(store, tenantId);
    await request(tenantId);
    const killed = await openTestStore({ appUrl: server.appUrl, rootKey });
    const held = await claim(tenantId, killed);
    const stop = new AbortController();
    // Dead, it neither goes on nor lets go.
    const dying = work(
      held!,
      { signal: stop.signal, onProgress: ({ done }) => void (done === 23 && stop.abort(new Error('killed'))) },
      killed,
    );
    await dying;
    await store.platform
      .updateTable('key_rotation')
      .set({ held_until: new Date(Date.now() + 30_000) })
      .where('tenant_id', '=', tenantId)
      .execute();
    await killed.close();
    const between = await readPages(store, tenantId);
    expect(between.versions).toEqual(new Set([1, 2]));
    expect(between.texts).toEqual(before.texts);
    // Its holder may live: nobody else begins.
    expect(await claim(tenantId)).toBeUndefined();
    expect(await request(tenantId)).toBe(0);
    await store.platform
      .updateTable('key_rotation')
      .set({ held_until: new Date(0) })
      .where('tenant_id', '=', tenantId)
      .execute();
    const seen: number[] = [];
    expect(await step(tenantId, { onProgress: ({ done }) => seen.push(done) })).toBe(true);
    expect(seen).toEqual([43, 48]);
    expect((await readPages(store, tenantId)).versions).toEqual(new Set([2]));
    expect(await versions(tenantId)).toEqual([1, 2]);
  });

  test('killed between the choice of the version and the key: no version is made twice or left out', async () => {
    const { tenantId } = await seedSealed(1);
    await request(tenantId);
    await store.platform.updateTable('key_rotation').set({ to_version: 2 }).where('tenant_id', '=', tenantId).execute();
    await step(tenantId);
    expect(await versions(tenantId)).toEqual([1, 2]);
  });

  test('a holder that was taken over stores nothing more', async () => {
    const { tenantId } = await seedSealed(45);
    await request(tenantId);
    const slow = await claim(tenantId);
    await store.platform
      .updateTable('key_rotation')
      .set({ held_until: new Date(0) })
      .where('tenant_id', '=', tenantId)
      .execute();
    const other = await openTestStore({ appUrl: server.appUrl, rootKey });
    const second = await claim(tenantId, other);
    expect(second?.fence).toBe((slow?.fence ?? 0) + 1);
    expect(await work(slow!)).toBe(false);
    expect((await readPages(store, tenantId)).versions).toEqual(new Set([1]));
    expect(await work(second!, {}, other)).toBe(true);
    expect((await readPages(store, tenantId)).versions).toEqual(new Set([2]));
    await other.close();
  });

  test('asked for by two of us at once, makes one key; two workers share the owners', async () => {
    const tenants = await Promise.all([seedSealed(3), seedSealed(3), seedSealed(3)]);
    const other = await openTestStore({ appUrl: server.appUrl, rootKey });
    for (const { tenantId } of tenants) {
      const asked = await Promise.all([request(tenantId), request(tenantId, other)]);
      expect(asked.toSorted()).toEqual([0, 1]);
    }
    const taken = await Promise.all(tenants.flatMap(({ tenantId }) => [step(tenantId), step(tenantId, {}, other)]));
    expect(taken.filter(Boolean)).toHaveLength(3);
    for (const { tenantId } of tenants) expect(await versions(tenantId)).toEqual([1, 2]);
    await other.close();
  });

  test('a value that does not open stays, is told of, and its key is kept', async () => {
    const { tenantId, pageIds } = await seedSealed(25);
    const [damaged = ''] = pageIds.toSorted();
    await store.inTenant(tenantId, (trx) =>
      trx
        .updateTable('raw_page')
        .set({ sealed: Buffer.alloc(40) })
        .where('id', '=', damaged)
        .execute(),
    );
    const told: object[] = [];
    await request(tenantId);
    await step(tenantId, { onUnreadable: (place) => told.push(place) });
    expect(told).toEqual([{ table: 'raw_page', id: damaged }]);
    expect(await row(tenantId)).toMatchObject({ state: 'waiting', unreadable: 1, done: 27, total: 28 });
    now += oldKeysLiveMs;
    await step(tenantId);
    expect(await row(tenantId)).toMatchObject({ state: 'finished', unreadable: 1, destroyed: 0 });
    expect(await versions(tenantId)).toEqual([1, 2]);
  });

  test('what another process sealed with the old key meanwhile is found before that is destroyed', async () => {
    const { tenantId, stateId } = await seedSealed(0);
    const other = await openTestStore({ appUrl: server.appUrl, rootKey });
    const late = await other.vault.keyFor(tenantId);
    await request(tenantId);
    await step(tenantId);
    await other.inTenant(tenantId, (trx) =>
      trx
        .updateTable('oauth_state')
        .set({ sealed: late.seal(sealedPlaces.oauthState(stateId), Buffer.from('late')), key_version: late.version })
        .where('id', '=', stateId)
        .execute(),
    );
    expect(late.version).toBe(1);
    now += oldKeysLiveMs;
    await step(tenantId);
    expect(await versions(tenantId)).toEqual([2]);
    const stored = await store.inTenant(tenantId, (trx) =>
      trx.selectFrom('oauth_state').select(['key_version', 'sealed']).executeTakeFirstOrThrow(),
    );
    const text = await store.vault.open(tenantId, sealedPlaces.oauthState(stateId), stored.key_version, stored.sealed);
    expect([stored.key_version, text.toString()]).toEqual([2, 'late']);

    // And one that comes after it is refused: nothing is stored that no key opens.
    const tooLate = other.inTenant(tenantId, (trx) =>
      trx
        .updateTable('oauth_state')
        .set({ sealed: Buffer.alloc(40), key_version: 1 })
        .where('id', '=', stateId)
        .execute(),
    );
    await expect(tooLate).rejects.toMatchObject({ code: 'storage_unavailable', retry: true });
    await other.close();
  });

  test('destruction waits for somebody who is just storing with the old key, and finds it', async () => {
    const { tenantId, stateId } = await seedSealed(0);
    const old = await store.vault.keyFor(tenantId);
    await request(tenantId);
    await step(tenantId);
    now += oldKeysLiveMs;
    let finished = false;
    let finishing = Promise.resolve(false);
    await store.inTenant(tenantId, async (trx) => {
      await trx
        .insertInto('oauth_state')
        .values({
          tenant_id: tenantId,
          id: `${stateId}-2`,
          integration_id: (await trx.selectFrom('oauth_state').select('integration_id').executeTakeFirstOrThrow())
            .integration_id,
          sealed: old.seal(sealedPlaces.oauthState(`${stateId}-2`), Buffer.from('just now')),
          key_version: 1,
          expires_at: new Date(),
        })
        .execute();
      finishing = step(tenantId).finally(() => (finished = true));
      await store.statements.query('select pg_sleep(0.3)', []);
      expect(finished).toBe(false);
    });
    await finishing;
    // It had looked for old values before; the key is kept until the next rotation.
    expect(await versions(tenantId)).toEqual([1, 2]);
    expect(await row(tenantId)).toMatchObject({ state: 'finished', destroyed: 0 });
  });

  test('tokens refreshed meanwhile are not overwritten', async () => {
    const seeded = await seedSealed(0);
    const credentials = store.credentials(seeded.tenantId, seeded.integrationId);
    const { generation } = await credentials.read();
    await request(seeded.tenantId);
    await credentials.lease('me', generation, 45_000);
    const [committed] = await Promise.all([
      credentials.commit('me', generation, { access_token: 'at-2' }),
      step(seeded.tenantId),
    ]);
    expect(committed).toBe(true);
    expect(await credentials.read()).toMatchObject({ tokens: { access_token: 'at-2' }, generation: generation + 1 });
  });

  test('of the platform seals its provider apps, and no tenant’s; audit heads it signed stay good', async () => {
    const own = randomUUID();
    const seeded = await seedSealed(0);
    const { sealed, keyVersion } = await store.vault.seal(
      platformTenant,
      sealedPlaces.providerApp(own),
      Buffer.from('ours'),
    );
    await store.platform
      .insertInto('provider_app')
      .values({ id: own, provider: own, tenant_id: null, sealed, key_version: keyVersion })
      .execute();
    const untouched = randomUUID();
    await store.inTenant(untouched, (trx) =>
      store.audit.append(trx, { tenantId: untouched, actor: 'a', action: 'b', target: 'c' }),
    );
    await request(platformTenant);
    await step(platformTenant);
    now += oldKeysLiveMs;
    await step(platformTenant);
    const [version = 0] = await versions(platformTenant);
    expect(version).toBeGreaterThan(keyVersion);
    const apps = await store.platform
      .selectFrom('provider_app')
      .select(['id', 'key_version', 'sealed'])
      .where('id', 'in', [own, seeded.appId])
      .execute();
    expect(new Map(apps.map((app) => [app.id, app.key_version]))).toEqual(
      new Map([
        [own, version],
        [seeded.appId, 1],
      ]),
    );
    const stored = apps.find((app) => app.id === own);
    expect(
      (await store.vault.open(platformTenant, sealedPlaces.providerApp(own), version, stored!.sealed)).toString(),
    ).toBe('ours');
    const fresh = await openTestStore({ appUrl: server.appUrl, rootKey });
    expect(await fresh.audit.verify(untouched)).toMatchObject({ ok: true, entries: 1 });
    await fresh.close();
  });

  test('a failure is noted, and another owner goes first', async () => {
    const { tenantId } = await seedSealed(1);
    await request(tenantId);
    const failing = { ...store, vault: { ...store.vault, renewKey: () => Promise.reject(new Error('no luck')) } };
    const held = await claim(tenantId);
    await expect(work(held!, {}, failing)).rejects.toThrow('no luck');
    expect(await row(tenantId)).toMatchObject({ state: 'queued', problem: 'no luck', held_until: null });
    expect(await claim(tenantId)).toBeUndefined();
    now += 60_000;
    expect(await step(tenantId)).toBe(true);
    expect(await row(tenantId)).toMatchObject({ state: 'waiting', problem: null });
  });
});
