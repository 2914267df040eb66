import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Clock } from '../../engine/ports.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { newRootKeys, openTestStore, systemClock } from '../../testing/store.ts';
import type { Store } from '../index.ts';
import { platformTenant, sealedPlaces, type Sealed } from './index.ts';

let server: TestDatabase;
let store: Store;
/** Another process. */
let other: Store;
const rootKey = newRootKeys();
let ahead = 0;
const clock: Clock = { now: () => Date.now() + ahead, sleep: systemClock.sleep };

beforeAll(async () => {
  server = await testDatabase();
  store = await openTestStore({ appUrl: server.appUrl, rootKey, clock });
  other = await openTestStore({ appUrl: server.appUrl, rootKey, clock });
});
afterAll(async () => {
  await store.close();
  await other.close();
  await server.drop();
});

const place = sealedPlaces.credential(randomUUID());
const secret = Buffer.from('correct horse battery staple');
const refused = expect.objectContaining({ code: 'internal', message: expect.stringContaining('does not open') });

function storedKeys(tenantId: string) {
  return store.inTenant(tenantId, (trx) =>
    trx.selectFrom('data_key').where('tenant_id', '=', tenantId).selectAll().orderBy('version').execute(),
  );
}

test('what one process seals another opens', async () => {
  const tenant = randomUUID();
  const { sealed, keyVersion } = await store.vault.seal(tenant, place, secret);
  expect(sealed.includes(secret)).toBe(false);
  expect(await other.vault.open(tenant, place, keyVersion, sealed)).toEqual(secret);
});

test('the same value seals differently each time', async () => {
  const sealer = await store.vault.keyFor(randomUUID());
  expect(sealer.seal(place, secret)).not.toEqual(sealer.seal(place, secret));
});

test('many first users of a tenant, in two processes, end with one key', async () => {
  const tenant = randomUUID();
  const users = Array.from({ length: 20 }, (_, no) => (no % 2 === 0 ? store : other).vault);
  const sealed = await Promise.all(users.map((vault) => vault.seal(tenant, place, secret)));
  expect(await storedKeys(tenant)).toHaveLength(1);
  for (const value of sealed)
    expect(await store.vault.open(tenant, place, value.keyVersion, value.sealed)).toEqual(secret);
});

test('a caller whose transaction rolls back leaves no key that exists in memory only', async () => {
  const tenant = randomUUID();
  let kept: Sealed = { sealed: Buffer.alloc(0), keyVersion: 0 };
  const rolledBack = store.inTenant(tenant, async () => {
    kept = await store.vault.seal(tenant, place, secret);
    throw new Error('rolled back');
  });
  await expect(rolledBack).rejects.toThrow('rolled back');
  expect(await other.vault.open(tenant, place, kept.keyVersion, kept.sealed)).toEqual(secret);
});

test('transactions that hold every connection can still seal', async () => {
  const tenants = Array.from({ length: 10 }, () => randomUUID());
  const sealing = tenants.map((tenant) =>
    store.inTenant(tenant, async (trx) => {
      await trx.selectFrom('feed').select('seq').execute();
      return store.vault.seal(tenant, place, secret);
    }),
  );
  await expect(Promise.all(sealing)).resolves.toHaveLength(10);
});

test('a value does not open in another row, column, table or tenant', async () => {
  const tenant = randomUUID();
  const { sealed, keyVersion } = await store.vault.seal(tenant, place, secret);
  const places = [
    sealedPlaces.credential(randomUUID()),
    { ...place, column: 'other' },
    { ...place, table: 'oauth_state' },
  ];
  for (const wrong of places)
    await expect(store.vault.open(tenant, wrong, keyVersion, sealed)).rejects.toEqual(refused);
  await expect(store.vault.open(randomUUID(), place, keyVersion, sealed)).rejects.toEqual(refused);
  await expect(store.vault.open(platformTenant, place, keyVersion, sealed)).rejects.toEqual(refused);
});

describe('versions', () => {
  test('a new version seals, the old one still opens what it sealed', async () => {
    const tenant = randomUUID();
    const old = await store.vault.seal(tenant, place, secret);
    expect(await store.vault.renewKey(tenant)).toBe(2);
    const renewed = await store.vault.seal(tenant, place, secret);
    expect([old.keyVersion, renewed.keyVersion]).toEqual([1, 2]);
    expect(await store.vault.open(tenant, place, 1, old.sealed)).toEqual(secret);
    await expect(store.vault.open(tenant, place, 2, old.sealed)).rejects.toEqual(refused);
  });

  test('a process that knew only the old version opens the new at once, and seals with it within a minute', async () => {
    const tenant = randomUUID();
    await other.vault.keyFor(tenant);
    await store.vault.renewKey(tenant);
    const renewed = await store.vault.seal(tenant, place, secret);
    const stillOld = await store.vault.keyFor(tenant);
    expect(stillOld.version).toBe(2);
    expect(await other.vault.open(tenant, place, 2, renewed.sealed)).toEqual(secret);

    const second = randomUUID();
    await other.vault.keyFor(second);
    await store.vault.renewKey(second);
    expect((await other.vault.keyFor(second)).version).toBe(1);
    ahead += 61_000;
    expect((await other.vault.keyFor(second)).version).toBe(2);
  });

  test('two processes that renew at once', async () => {
    const tenant = randomUUID();
    await store.vault.keyFor(tenant);
    await Promise.all([store.vault.renewKey(tenant), other.vault.renewKey(tenant)]);
    const versions = (await storedKeys(tenant)).map((key) => key.version);
    expect(versions).toEqual(versions.map((_, index) => index + 1));
    const { sealed, keyVersion } = await store.vault.seal(tenant, place, secret);
    expect(await other.vault.open(tenant, place, keyVersion, sealed)).toEqual(secret);
  });

  test('a version that does not exist is named', async () => {
    const tenant = randomUUID();
    await expect(store.vault.open(tenant, place, 9, randomBytes(60))).rejects.toThrow('no data key of version 9');
  });
});

describe('a wrapped key that was tampered with', () => {
  test('moved from another tenant does not open', async () => {
    const victim = randomUUID();
    const thief = randomUUID();
    await store.vault.keyFor(victim);
    const [stolen] = await storedKeys(victim);
    await store.inTenant(thief, (trx) =>
      trx
        .insertInto('data_key')
        .values({ tenant_id: thief, version: 1, wrapped: stolen!.wrapped, root_id: stolen!.root_id })
        .execute(),
    );
    await expect(store.vault.keyFor(thief)).rejects.toThrow('damaged or moved');
    // Not remembered: once the row is mended, it works.
    await store.inTenant(thief, (trx) => trx.updateTable('data_key').set({ root_id: 'other' }).execute());
    await expect(store.vault.keyFor(thief)).rejects.toThrow('root key other');
  });
});

describe('counting uses', () => {
  const seals = async (tenant: string) => (await storedKeys(tenant)).map((key) => key.seals);

  test('of all processes, reported in blocks and when closing', async () => {
    const tenant = randomUUID();
    const brief = await openTestStore({ appUrl: server.appUrl, rootKey });
    const sealer = await brief.vault.keyFor(tenant);
    for (let no = 0; no < 1500; no += 1) sealer.seal(place, secret);
    await brief.close();
    expect(await seals(tenant)).toEqual([1500]);
  });

  test('a key used as often as is safe seals no more, opens still, and a new one goes on', async () => {
    const tenant = randomUUID();
    const before = await other.vault.seal(tenant, place, secret);
    await store.inTenant(tenant, (trx) =>
      trx
        .updateTable('data_key')
        .set({ seals: 2 ** 32 - 2 ** 20 - 2 })
        .execute(),
    );
    const sealer = await store.vault.keyFor(tenant);
    sealer.seal(place, secret);
    sealer.seal(place, secret);
    expect(() => sealer.seal(place, secret)).toThrow('plugboard keys rotate');
    expect(sealer.open(place, before.keyVersion, before.sealed)).toEqual(secret);
    await store.vault.renewKey(tenant);
    expect((await store.vault.seal(tenant, place, secret)).keyVersion).toBe(2);
  });
});

test('derived keys differ by tenant, version and purpose, and are the same in every process', async () => {
  const tenant = randomUUID();
  await store.vault.keyFor(tenant);
  await store.vault.renewKey(tenant);
  const derived = await Promise.all([
    store.vault.derive(tenant, 1, 'a'),
    store.vault.derive(tenant, 2, 'a'),
    store.vault.derive(tenant, 1, 'b'),
    store.vault.derive(randomUUID(), 1, 'a'),
  ]);
  expect(new Set(derived.map((key) => key.toString('hex'))).size).toBe(4);
  expect(await other.vault.derive(tenant, 1, 'a')).toEqual(derived[0]);
});
