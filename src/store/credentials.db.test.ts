import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CredentialStore, Tokens } from '../engine/ports.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { newRootKeys, openTestStore, seedIntegration, type SeededIntegration } from '../testing/store.ts';
import type { Store } from './index.ts';

let server: TestDatabase;
let store: Store;
/** Another process. */
let other: Store;
let seeded: SeededIntegration;
let credentials: CredentialStore;
let generation: number;

const fields = { client_id: 'id', client_secret: 'the-client-secret' };
const tokens: Tokens = {
  access_token: 'at-1',
  refresh_token: 'rt-1',
  expires_at: 1_700_000_000_000,
  extra: { site: 'x' },
};
const lease = 45_000;

beforeAll(async () => {
  server = await testDatabase();
  const rootKey = newRootKeys();
  store = await openTestStore({ appUrl: server.appUrl, rootKey });
  other = await openTestStore({ appUrl: server.appUrl, rootKey });
});
afterAll(async () => {
  await store.close();
  await other.close();
  await server.drop();
});
beforeEach(async () => {
  seeded = await seedIntegration(store);
  await put({ ...tokens });
  credentials = store.credentials(seeded.tenantId, seeded.integrationId);
  generation = (await credentials.read()).generation;
});

function put(newTokens: Tokens | undefined, from = store) {
  const { tenantId, integrationId } = seeded;
  return from.inTenant(tenantId, (trx) =>
    from.putCredential(trx, { tenantId, integrationId, method: 'oauth2', fields, tokens: newTokens }),
  );
}

const destroy = () =>
  store.inTenant(seeded.tenantId, (trx) => store.destroyCredential(trx, seeded.tenantId, seeded.integrationId));

const storedRow = () =>
  store.inTenant(seeded.tenantId, (trx) =>
    trx.selectFrom('credential').where('tenant_id', '=', seeded.tenantId).selectAll().executeTakeFirstOrThrow(),
  );

describe('kept', () => {
  test('as it was put, sealed', async () => {
    expect(await other.credentials(seeded.tenantId, seeded.integrationId).read()).toEqual({
      method: 'oauth2',
      fields,
      tokens,
      generation,
    });
    const { sealed } = await storedRow();
    for (const secret of ['the-client-secret', 'at-1', 'rt-1']) expect(sealed.includes(secret)).toBe(false);
  });

  test('replaced: a newer generation, and a refresh under way loses', async () => {
    await credentials.lease('me', generation, lease);
    await put({ access_token: 'pasted' });
    expect(await credentials.commit('me', generation, { access_token: 'refreshed' })).toBe(false);
    expect(await credentials.read()).toMatchObject({ tokens: { access_token: 'pasted' }, generation: generation + 1 });
  });

  test('destroyed: reading says that it is not connected', async () => {
    await destroy();
    await expect(credentials.read()).rejects.toEqual(expect.objectContaining({ code: 'auth_revoked' }));
    expect(await credentials.lease('me', generation, lease)).toBeUndefined();
  });

  test('what began before a disconnect does not touch the credential that came after it', async () => {
    await credentials.lease('me', generation, lease);
    await destroy();
    await put({ access_token: 'new' });
    expect(await credentials.commit('me', generation, { access_token: 'stale' })).toBe(false);
    await credentials.revoked(generation, 'stale');
    expect((await credentials.read()).tokens).toEqual({ access_token: 'new' });
    expect(await authState()).toBe('connected');
  });
});

describe('the lease', () => {
  test('goes to one of many, in two processes, and is seen by all at once', async () => {
    const asked = await Promise.all(
      Array.from({ length: 20 }, (_, no) =>
        (no % 2 === 0 ? store : other)
          .credentials(seeded.tenantId, seeded.integrationId)
          .lease(`worker ${no}`, generation, lease),
      ),
    );
    expect(asked.filter((answer) => answer !== undefined)).toHaveLength(1);
  });

  test('holds no lock: others read and even replace meanwhile', async () => {
    await credentials.lease('me', generation, lease);
    expect((await other.credentials(seeded.tenantId, seeded.integrationId).read()).generation).toBe(generation);
    await put({ access_token: 'x' }, other);
  });

  test('can be taken again by its holder, and by others once it has ended', async () => {
    expect(await credentials.lease('me', generation, lease)).toBeDefined();
    expect(await credentials.lease('me', generation, -1)).toBeDefined();
    expect(await credentials.lease('you', generation, lease)).toMatchObject({ tokens });
  });

  test('is refused for a generation that is over', async () => {
    expect(await credentials.lease('me', generation - 1, lease)).toBeUndefined();
  });

  test('ends with new tokens: stored, next generation, free', async () => {
    await credentials.lease('me', generation, lease);
    expect(await credentials.commit('me', generation, { access_token: 'at-2', refresh_token: 'rt-2' })).toBe(true);
    expect(await credentials.read()).toEqual({
      method: 'oauth2',
      fields,
      tokens: { access_token: 'at-2', refresh_token: 'rt-2' },
      generation: generation + 1,
    });
    expect(await credentials.lease('you', generation + 1, lease)).toBeDefined();
  });

  test('only its holder commits, and only once', async () => {
    await credentials.lease('me', generation, lease);
    expect(await credentials.commit('you', generation, { access_token: 'stolen' })).toBe(false);
    expect(await credentials.commit('me', generation, { access_token: 'at-2' })).toBe(true);
    expect(await credentials.commit('me', generation, { access_token: 'again' })).toBe(false);
    expect((await credentials.read()).tokens).toEqual({ access_token: 'at-2' });
  });

  test('of a dead process taken over: its late commit is refused and the credential is in doubt until a commit', async () => {
    await credentials.lease('dead', generation, -1);
    await credentials.lease('me', generation, lease);
    expect(await credentials.commit('dead', generation, { access_token: 'late' })).toBe(false);
    expect((await storedRow()).in_doubt).toBe(true);
    expect(await credentials.commit('me', generation, { access_token: 'at-2' })).toBe(true);
    expect((await storedRow()).in_doubt).toBe(false);
  });

  test('released: free at once, in doubt only when said so', async () => {
    await credentials.lease('me', generation, lease);
    await credentials.release('you', generation, true);
    expect(await credentials.lease('you', generation, lease)).toBeUndefined();
    await credentials.release('me', generation, false);
    expect((await storedRow()).in_doubt).toBe(false);
    await credentials.lease('you', generation, lease);
    await credentials.release('you', generation, true);
    expect((await storedRow()).in_doubt).toBe(true);
  });
});

async function authState() {
  const row = await store.inTenant(seeded.tenantId, (trx) =>
    trx
      .selectFrom('integration')
      .where('id', '=', seeded.integrationId)
      .select(['auth_state', 'auth_message'])
      .executeTakeFirstOrThrow(),
  );
  return row.auth_state;
}

describe('a dead grant', () => {
  const traces = () =>
    store.inTenant(seeded.tenantId, async (trx) => ({
      integration: await trx.selectFrom('integration').select(['auth_state', 'auth_message']).executeTakeFirstOrThrow(),
      due: await trx.selectFrom('stream_due').where('tenant_id', '=', seeded.tenantId).selectAll().execute(),
      log: await trx.selectFrom('integration_log').select(['action', 'status', 'message']).execute(),
      outbox: await trx.selectFrom('outbox').select(['kind', 'integration_id']).execute(),
      audit: await trx.selectFrom('audit_entry').select(['action', 'target']).execute(),
    }));

  test('needs re-authorisation: told once, everywhere, and nothing is due any more', async () => {
    const neighbour = seeded;
    seeded = await seedIntegration(store);
    await put(tokens);
    const own = store.credentials(seeded.tenantId, seeded.integrationId);
    const ownGeneration = (await own.read()).generation;
    await Promise.all([
      own.revoked(ownGeneration, 'Xero says the grant is gone.'),
      own.revoked(ownGeneration, 'Xero says the grant is gone.'),
    ]);
    expect(await traces()).toEqual({
      integration: { auth_state: 'needs_reauth', auth_message: 'Xero says the grant is gone.' },
      due: [],
      log: [{ action: 'reauth_needed', status: 'error', message: 'Xero says the grant is gone.' }],
      outbox: [{ kind: 'integration.needs_reauth', integration_id: seeded.integrationId }],
      audit: [{ action: 'integration.needs_reauth', target: seeded.integrationId }],
    });
    expect(await store.audit.verify(seeded.tenantId)).toMatchObject({ ok: true, entries: 1 });
    const due = await store.platform
      .selectFrom('stream_due')
      .where('tenant_id', '=', neighbour.tenantId)
      .selectAll()
      .execute();
    expect(due).toHaveLength(1);
  });

  test('not when somebody has refreshed or connected since', async () => {
    await credentials.lease('me', generation, lease);
    await credentials.commit('me', generation, { access_token: 'at-2' });
    await credentials.revoked(generation, 'old news');
    expect(await traces()).toMatchObject({ integration: { auth_state: 'connected' }, log: [], outbox: [], audit: [] });
  });

  test('after an interrupted refresh the reason says so', async () => {
    await credentials.lease('dead', generation, -1);
    await credentials.lease('me', generation, lease);
    await credentials.revoked(generation, 'The grant is gone.');
    expect((await traces()).integration.auth_message).toContain('An earlier refresh was interrupted');
  });
});

test('another tenant reaches nothing', async () => {
  const stranger = store.credentials(randomUUID(), seeded.integrationId);
  await expect(stranger.read()).rejects.toEqual(expect.objectContaining({ code: 'auth_revoked' }));
  expect(await stranger.lease('thief', generation, lease)).toBeUndefined();
  await stranger.revoked(generation, 'sabotage');
  expect(await authState()).toBe('connected');
});
