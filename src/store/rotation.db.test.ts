import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { newRootKeys, openTestStore, seedIntegration, type SeededIntegration } from '../testing/store.ts';
import { platformTenant, sealedPlaces, type Store } from './index.ts';
import { renewDataKey, resealTenant, rewrapDataKeys, sealedTables, type ResealProgress } from './rotation.ts';

let server: TestDatabase;
let store: Store;
const rootKey = newRootKeys();
const random = { next: Math.random, bytes: randomBytes };

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

test('no table with sealed values is forgotten', async () => {
  const columns = await store.statements.query(
    `select table_name from information_schema.columns where table_schema = 'public' and column_name = 'sealed' order by 1`,
    [],
  );
  expect(sealedTables.map((table) => table.name).toSorted()).toEqual(columns.map((column) => column['table_name']));
});

describe('a new data key', () => {
  test('everything is sealed anew and says the same', async () => {
    const seeded = await seedSealed(45);
    const before = await readPages(store, seeded.tenantId);
    expect(await renewDataKey(store, seeded.tenantId)).toBe(2);
    const progress: ResealProgress[] = [];
    expect(await resealTenant(store, seeded.tenantId, { onProgress: (step) => progress.push(step) })).toBe(48);

    const after = await readPages(store, seeded.tenantId);
    expect(after.versions).toEqual(new Set([2]));
    expect(after.texts).toEqual(before.texts);
    expect((await store.credentials(seeded.tenantId, seeded.integrationId).read()).tokens).toEqual({
      access_token: 'at',
    });
    const rows = await store.inTenant(seeded.tenantId, async (trx) => ({
      state: await trx.selectFrom('oauth_state').select(['key_version', 'sealed']).executeTakeFirstOrThrow(),
      app: await trx
        .selectFrom('provider_app')
        .where('id', '=', seeded.appId)
        .select(['key_version', 'sealed'])
        .executeTakeFirstOrThrow(),
    }));
    expect([rows.state.key_version, rows.app.key_version]).toEqual([2, 2]);
    expect(
      (
        await store.vault.open(seeded.tenantId, sealedPlaces.oauthState(seeded.stateId), 2, rows.state.sealed)
      ).toString(),
    ).toBe('state');
    expect(
      (await store.vault.open(seeded.tenantId, sealedPlaces.providerApp(seeded.appId), 2, rows.app.sealed)).toString(),
    ).toBe('app');

    expect(progress.filter((step) => step.table === 'raw_page')).toEqual([
      { table: 'raw_page', done: 20, total: 45 },
      { table: 'raw_page', done: 40, total: 45 },
      { table: 'raw_page', done: 45, total: 45 },
    ]);
    expect(await resealTenant(store, seeded.tenantId)).toBe(0);
    expect(await store.audit.verify(seeded.tenantId)).toMatchObject({ ok: true, entries: 1 });
  });

  test('stopped in the middle: old and new open, and the next call goes on', async () => {
    const seeded = await seedSealed(45);
    const before = await readPages(store, seeded.tenantId);
    await renewDataKey(store, seeded.tenantId);
    const stop = new AbortController();
    const onProgress = (step: ResealProgress) => step.table === 'raw_page' && stop.abort(new Error('stopped'));
    await expect(resealTenant(store, seeded.tenantId, { onProgress, signal: stop.signal })).rejects.toThrow('stopped');
    const between = await readPages(store, seeded.tenantId);
    expect(between.versions).toEqual(new Set([1, 2]));
    expect(between.texts).toEqual(before.texts);
    expect(await resealTenant(store, seeded.tenantId)).toBe(25);
    expect((await readPages(store, seeded.tenantId)).versions).toEqual(new Set([2]));
  });

  test('tokens refreshed meanwhile are not overwritten', async () => {
    const seeded = await seedSealed(0);
    const credentials = store.credentials(seeded.tenantId, seeded.integrationId);
    const { generation } = await credentials.read();
    await renewDataKey(store, seeded.tenantId);
    await credentials.lease('me', generation, 45_000);
    const [committed] = await Promise.all([
      credentials.commit('me', generation, { access_token: 'at-2' }),
      resealTenant(store, seeded.tenantId),
    ]);
    expect(committed).toBe(true);
    expect(await credentials.read()).toMatchObject({ tokens: { access_token: 'at-2' }, generation: generation + 1 });
  });

  test('of the platform seals its provider apps, and no tenant’s', async () => {
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
    const version = await renewDataKey(store, platformTenant);
    expect(await resealTenant(store, platformTenant)).toBe(1);
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
  });
});

describe('a new root key', () => {
  test('with both keys everything works before, during and after; then the new one is enough and the old one opens nothing', async () => {
    const own = await testDatabase();
    const old = newRootKeys();
    const both = { current: newRootKeys().current, previous: old.current };
    const before = await openTestStore({ appUrl: own.appUrl, rootKey: old });
    const seeded = await seedIntegration(before);
    await before.inTenant(seeded.tenantId, (trx) =>
      before.putCredential(trx, { ...seeded, method: 'api_key', fields: { api_key: 'k' }, tokens: undefined }),
    );
    await before.close();
    const read = async (rootKeys: typeof both | typeof old) => {
      const opened = await openTestStore({ appUrl: own.appUrl, rootKey: rootKeys });
      try {
        return (await opened.credentials(seeded.tenantId, seeded.integrationId).read()).fields;
      } finally {
        await opened.close();
      }
    };

    expect(await read(both)).toEqual({ api_key: 'k' });
    const rotating = await openTestStore({ appUrl: own.appUrl, rootKey: both });
    expect(await rewrapDataKeys(rotating, both, random)).toBe(2);
    expect(await rewrapDataKeys(rotating, both, random)).toBe(0);
    expect(await rotating.audit.verify(platformTenant)).toMatchObject({ ok: true, entries: 1 });
    await rotating.close();
    expect(await read(both)).toEqual({ api_key: 'k' });
    expect(await read({ current: both.current, previous: undefined })).toEqual({ api_key: 'k' });
    await expect(read(old)).rejects.toThrow(`sealed with root key ${both.current.id}`);
    await own.drop();
  });
});
