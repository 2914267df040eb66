// Webhooks are stored in groups: of many tenants at once, each once, and one that cannot be stored does the others no harm.
import { createHash, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { newRootKeys, openTestStore, seedIntegration, type SeededIntegration } from '../testing/store.ts';
import type { Store } from './index.ts';
import { sealWebhookBody } from './webhook-body.ts';
import { webhookIntake, type IncomingWebhook, type Kept } from './webhook-intake.ts';

let database: TestDatabase;
let store: Store;
let other: Store;
let seeded: SeededIntegration;
beforeAll(async () => {
  database = await testDatabase();
  const rootKey = newRootKeys();
  store = await openTestStore({ appUrl: database.appUrl, rootKey });
  other = await openTestStore({ appUrl: database.appUrl, rootKey });
});
afterAll(async () => {
  await store.close();
  await other.close();
  await database.drop();
});
beforeEach(async () => {
  seeded = await seedIntegration(store);
});

async function webhook(name: string, { tenantId, integrationId } = seeded, more: Partial<IncomingWebhook> = {}) {
  const sealer = await store.vault.keyFor(tenantId);
  const id = randomUUID();
  const digest = (text: string) => createHash('sha256').update(text).digest().subarray(0, 16);
  return {
    tenantId,
    integrationId,
    key: digest(name),
    id,
    type: 'thing.happened',
    vendorId: name,
    happenedAt: '2026-07-01T00:00:00.000Z',
    digest: digest('content'),
    bytes: 2,
    sealed: sealWebhookBody(sealer, id, { headers: {}, payload: { name } }),
    keyVersion: sealer.version,
    ...more,
  };
}

/** The statements of the store, counted. */
function counting(of: Store) {
  const calls: number[] = [];
  const intake = webhookIntake({
    query: (text, values) => {
      calls.push(JSON.parse(String(values[0])).flatMap((part: { rows: unknown[] }) => part.rows).length);
      return of.statements.query(text, values);
    },
  });
  return { ...intake, calls };
}

const names = async ({ tenantId, integrationId } = seeded) =>
  (
    await store.inTenant(tenantId, (trx) =>
      trx
        .selectFrom('webhook')
        .select('vendor_id')
        .where('integration_id', '=', integrationId)
        .orderBy('vendor_id')
        .execute(),
    )
  ).map((row) => row.vendor_id);

it('128 at once of several tenants are stored by a few calls, each under its own tenant', async () => {
  const houses = [seeded, await seedIntegration(store), await seedIntegration(store), await seedIntegration(store)];
  const all = await Promise.all(
    Array.from({ length: 128 }, (_, i) => webhook(`w${String(i).padStart(3, '0')}`, houses[i % 4])),
  );
  const { keep, calls } = counting(store);
  expect(new Set(await Promise.all(all.map((one) => keep(one))))).toEqual(new Set(['stored']));
  expect(calls.reduce((sum, rows) => sum + rows, 0)).toBe(128);
  expect(calls.length).toBeLessThanOrEqual(4);
  for (const [index, house] of houses.entries())
    expect(await names(house)).toEqual(all.filter((_, i) => i % 4 === index).map(({ vendorId }) => vendorId));
  const due = await store.platform.selectFrom('webhook_due').select('tenant_id').execute();
  for (const { tenantId } of houses) expect(due.filter((row) => row.tenant_id === tenantId)).toHaveLength(1);
});

it('the same ones, in any order, by two processes at once, are each stored once', async () => {
  const houses = [seeded, await seedIntegration(store), await seedIntegration(store)];
  const [mine, theirs] = [counting(store), counting(other)];
  const kept: Kept[] = [];
  for (let round = 0; round < 5; round += 1) {
    const some = await Promise.all(Array.from({ length: 60 }, (_, i) => webhook(`r${round}-${i % 30}`, houses[i % 3])));
    const shuffled = some.toSorted(() => Math.random() - 0.5);
    kept.push(
      ...(await Promise.all([...some.map((one) => mine.keep(one)), ...shuffled.map((one) => theirs.keep(one))])),
    );
  }
  expect(kept.filter((one) => one === 'stored')).toHaveLength(5 * 30);
  expect(kept.filter((one) => one === 'repeated')).toHaveLength(5 * 90);
});

it('is answered after the commit, and by what was committed', async () => {
  const { keep } = webhookIntake(store.statements);
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  // A transaction sees the activity of the moment at which it first looked, so another connection has to look.
  const watcher = new Client({ connectionString: database.ownerUrl });
  await watcher.connect();
  const held = async (end: 'commit' | 'rollback'): Promise<Kept> => {
    const first = await webhook(`held-${end}`);
    await owner.query('begin');
    await owner.query(`select set_config('app.tenant', $1, true)`, [first.tenantId]);
    await owner.query(
      `insert into webhook (tenant_id, integration_id, key, id, type, digest, bytes, sealed, key_version) values ($1,$2,$3,$4,'t',$5,1,$6,$7)`,
      [first.tenantId, first.integrationId, first.key, first.id, first.digest, first.sealed, first.keyVersion],
    );
    let settled = false;
    const again = await webhook(`held-${end}`);
    const keeping = keep(again).finally(() => (settled = true));
    // It waits for the other transaction, so it shows up in the database as waiting for a lock.
    await waitingForLock(watcher);
    expect(settled).toBe(false);
    await owner.query(end);
    return keeping;
  };
  expect(await held('rollback')).toBe('stored');
  expect(await held('commit')).toBe('repeated');
  await owner.end();
  await watcher.end();
});

async function waitingForLock(client: Client): Promise<void> {
  for (;;) {
    const { rowCount } = await client.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%receive_webhooks_v1%'`,
    );
    if ((rowCount ?? 0) > 0) return;
  }
}

it('says what differs, and what has no integration; nothing is put under another tenant', async () => {
  const { keep } = webhookIntake(store.statements);
  const stranger = await seedIntegration(store);
  const first = await webhook('a');
  const kept = await Promise.all(
    [
      first,
      await webhook('a', seeded, { digest: Buffer.alloc(16, 1) }),
      await webhook('b', { ...seeded, integrationId: randomUUID() }),
      await webhook('c', { ...seeded, integrationId: stranger.integrationId }),
      await webhook('d'),
    ].map(keep),
  );
  expect(kept).toEqual(['stored', 'differs', 'gone', 'gone', 'stored']);
  expect(await names()).toEqual(['a', 'd']);
  expect(await names(stranger)).toEqual([]);
});

it('one that the database refuses does not take the others with it', async () => {
  const { keep, calls } = counting(store);
  const bad = await webhook('bad', seeded, { happenedAt: 'no moment' });
  const kept = await Promise.allSettled([await webhook('a'), bad, await webhook('b')].map((one) => keep(one)));
  expect(kept.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await names()).toEqual(['a', 'b']);
  expect(calls).toEqual([3, 1, 1, 1]);
});

it('one that was sealed with a key that is no more is to come again, and the others are stored', async () => {
  const { keep } = webhookIntake(store.statements);
  await expect(keep(await webhook('old', seeded, { keyVersion: 99 }))).rejects.toMatchObject({
    code: 'storage_unavailable',
  });
  expect(await names()).toEqual([]);
});

it('pulls work forward that had been put off, and leaves a lease alone', async () => {
  const { keep } = webhookIntake(store.statements);
  await keep(await webhook('a'));
  const due = () =>
    store.platform
      .selectFrom('webhook_due')
      .selectAll()
      .where('tenant_id', '=', seeded.tenantId)
      .executeTakeFirstOrThrow();
  const later = new Date(Date.now() + 3_600_000);
  await store.platform
    .updateTable('webhook_due')
    .set({ due_at: later, holder: 'me', lease_until: later })
    .where('tenant_id', '=', seeded.tenantId)
    .execute();
  await keep(await webhook('b'));
  const after = await due();
  expect(after.due_at.getTime()).toBeLessThan(later.getTime());
  expect(after).toMatchObject({ holder: 'me', lease_until: later });
});
