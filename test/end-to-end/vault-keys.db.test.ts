/** Rotating the vault's keys while the product runs: everything stays readable, it may be stopped anywhere, and the trail says so. */
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { compose } from '../../src/wiring/composition.ts';
import { commandLine } from '../../src/testing/command-line.ts';
import { lendingServer, type LendingServer, type Library } from '../../src/testing/lending-server.ts';
import { clearDesk, desk, lendingRegistry, someLoans } from '../../src/testing/shelf-loans.ts';
import { newRootKeys } from '../../src/testing/store.ts';
import { platformTenant } from '../../src/store/index.ts';
import type { RootKeys } from '../../src/store/root-key.ts';
import { oldKeysLiveMs } from '../../src/store/rotation.ts';

let server: LendingServer;
let library: Library;
beforeAll(async () => {
  server = await lendingServer();
  clearDesk();
  desk.loans = someLoans(15, server.clock.now());
  library = await server.library();
  await library.read();
});
afterAll(() => server?.stop());

/** Another process on the same database. */
const another = (rootKey: RootKeys) =>
  compose({
    appUrl: server.database.appUrl,
    rootKey,
    registry: lendingRegistry,
    environmentApps: new Map(),
    hostMap: server.sandboxes?.hostMap,
    egressAllow: [],
    publicUrl: () => server.url,
    log: pino({ level: 'silent' }),
    clock: server.clock,
    supervise: false,
  });
const { signal } = new AbortController();
const rotate = (owner?: string) => server.hub.vaultKeys.rotate(server.system, owner === undefined ? {} : { owner });
const work = (options: Partial<Parameters<typeof server.hub.vaultKeys.work>[0]> = {}) =>
  server.hub.vaultKeys.work({ signal, ...options });
const status = () => server.hub.vaultKeys.status(server.system);
/** Until the old keys are gone. */
const toTheEnd = async () => {
  await work();
  server.clock.advance(oldKeysLiveMs);
  await work();
};
const newest = async (tenantId: string) => (await server.composition.store.vault.keyFor(tenantId)).version;
const sealedWith = () =>
  library.inTenant(async (trx) =>
    [
      ...(await trx.selectFrom('credential').select('key_version').execute()),
      ...(await trx.selectFrom('raw_page').select('key_version').execute()),
    ].map((row) => row.key_version),
  );
const entries = async (tenantId: string, action: string) =>
  (
    await server.composition.store.inTenant(tenantId, (trx) =>
      trx
        .selectFrom('audit_entry')
        .select(['action', 'actor', 'target', 'details'])
        .where('action', '=', action)
        .orderBy('seq')
        .execute(),
    )
  ).map((entry) => entry);
const loans = (query: { limit?: number; cursor?: string } = {}) =>
  server.hub.records.listIntegration(server.system, library.slug, library.integration, { stream: 'loans', ...query });
/** The vendor is reached with the stored key, and a stored page opens. */
const works = async () => {
  expect(await library.read('loans', { force: true })).toMatchObject({ state: 'succeeded', unchanged: 15 });
  const { data } = await loans();
  const raw = await server.hub.records.get(server.system, library.slug, { record: data[0]?.id ?? '' }, { raw: 'true' });
  expect(raw).toMatchObject({ raw: { id: 'l0000', reader: 'Reader 0' } });
};

describe('rotating the data keys', () => {
  test('gives everybody a new key, seals everything anew and destroys the old ones; nobody notices', async () => {
    const before = await newest(library.tenantId);
    const progress: string[] = [];
    expect(await rotate()).toEqual({ owners: 2, resumed: false });
    expect((await status()).data_keys).toMatchObject({ owners: { queued: 2 } });
    expect(await work({ onProgress: (step) => progress.push(`${step.owner} ${step.done}/${step.total}`) })).toBe(2);
    expect(await newest(library.tenantId)).toBe(before + 1);
    expect(new Set(await sealedWith())).toEqual(new Set([before + 1]));
    const values = (await sealedWith()).length;
    expect(progress.at(-1)).toBe(`${library.slug} ${values}/${values}`);
    await works();
    const list = await loans({ limit: 5 });
    server.clock.advance(oldKeysLiveMs);
    await work();
    expect((await status()).data_keys).toMatchObject({
      owners: { queued: 0, sealing: 0, waiting: 0, finished: 2 },
      rotations: expect.arrayContaining([
        expect.objectContaining({ owner: library.slug, state: 'finished', destroyed: 1, done: values, to_version: 2 }),
      ]),
    });
    await works();
    // A cursor somebody kept from before is still good.
    const after = await loans({ limit: 5, cursor: list.next_cursor ?? '' });
    expect(after.data).toHaveLength(5);
  });

  test('leaves a trail that holds', async () => {
    const [begun] = await entries(platformTenant, 'vault.rotation_begun');
    expect(begun).toMatchObject({ actor: 'system:test', details: { owners: 2, of: 'all' } });
    expect(await entries(library.tenantId, 'vault.data_key_renewed')).toMatchObject([
      { actor: 'system:test', details: { version: 2, rotation: begun?.target } },
    ]);
    expect(await entries(library.tenantId, 'vault.data_keys_destroyed')).toMatchObject([
      { actor: 'system:test', details: { versions: '1', rotation: begun?.target } },
    ]);
    for (const tenant of [platformTenant, library.tenantId]) {
      expect(await server.composition.store.audit.verify(tenant)).toMatchObject({ ok: true });
    }
  });

  test('stopped in the middle, everything still opens; called again it goes on and makes no key twice', async () => {
    const before = await newest(library.tenantId);
    const stop = new AbortController();
    await rotate(library.slug);
    await work({ signal: stop.signal, onProgress: () => stop.abort(new Error('Ctrl-C')) });
    expect(await newest(library.tenantId)).toBe(before + 1);
    expect(new Set(await sealedWith())).toEqual(new Set([before, before + 1]));
    await works();
    // Asked for again, it is the same one.
    expect(await rotate(library.slug)).toEqual({ owners: 0, resumed: true });
    await work();
    expect(new Set(await sealedWith())).toEqual(new Set([before + 1]));
    expect(await newest(library.tenantId)).toBe(before + 1);
    // And the next one is a new one.
    expect(await rotate(library.slug)).toEqual({ owners: 1, resumed: false });
    await toTheEnd();
    expect(await newest(library.tenantId)).toBe(before + 2);
    expect((await status()).data_keys.rotations.find(({ owner }) => owner === library.slug)).toMatchObject({
      destroyed: 2,
    });
  });

  test('beside another process that reads and writes: it follows, and what it sealed with the old key still opens', async () => {
    const other = await another(server.composition.context.rootKeys);
    try {
      await other.store.vault.keyFor(library.tenantId);
      await rotate();
      await work();
      const [id = ''] = await library.sync({ streams: ['loans'], force: true });
      expect(await other.hub.runs.execute(library.tenantId, id, new AbortController().signal)).toBe('ended');
      await works();
      // What it knows of keys is a minute old at most.
      server.clock.advance(60_001);
      expect((await other.store.vault.keyFor(library.tenantId)).version).toBe(await newest(library.tenantId));
      await toTheEnd();
      await works();
    } finally {
      await other.close();
    }
  });

  test('is done by the worker, by itself', async () => {
    const before = await newest(library.tenantId);
    await rotate(library.slug);
    const worker = await server.startWorker();
    await vi.waitFor(async () => expect((await status()).data_keys.owners).toMatchObject({ queued: 0, sealing: 0 }), {
      timeout: 15_000,
      interval: 100,
    });
    // It would take the runs the next tests execute.
    await worker.stop();
    expect(await newest(library.tenantId)).toBe(before + 1);
  });

  test('is for administrators of the platform, and of owners there are', async () => {
    const owner = { kind: 'tenant_member', id: 'u', tenantId: library.tenantId, role: 'owner' } as const;
    const partner = { kind: 'platform_member', id: 'u', partnerId: 'p', role: 'administrator' } as const;
    const viewer = { kind: 'platform_member', id: 'u', partnerId: undefined, role: 'viewer' } as const;
    for (const principal of [owner, partner, viewer]) {
      const { vaultKeys } = server.hub;
      for (const refused of [vaultKeys.rotate(principal), vaultKeys.status(principal), vaultKeys.changeRoot(principal)])
        await expect(refused).rejects.toMatchObject({ code: 'permission_denied' });
    }
    await expect(rotate('nobody')).rejects.toMatchObject({ code: 'not_found' });
    await expect(rotate('No Slug')).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('over the API', async () => {
    const { key } = await server.hub.apiKeys.createForPlatform(server.system, {
      name: 'ops',
      scopes: ['read', 'admin'],
    });
    const asked = await server.ask('POST', '/api/platform/keys/rotate', { key, body: { owner: 'platform' } });
    expect(asked).toMatchObject({ status: 202, body: { owners: 1, resumed: false } });
    expect((await server.ask('GET', '/api/platform/keys', { key })).body).toMatchObject({
      root_key: { id: server.composition.context.rootKeys.current.id, closed: 0, unsettled: 0 },
      data_keys: { rotations: expect.arrayContaining([expect.objectContaining({ owner: 'platform' })]) },
    });
    expect((await server.ask('POST', '/api/platform/keys/root/rotate', { key })).body).toMatchObject({
      state: 'unchanged',
    });
    const stranger = await server.tenant('stranger');
    expect((await server.ask('GET', '/api/platform/keys', { key: stranger.key })).status).toBe(403);
  });
});

describe('`plugboard keys`', () => {
  test('rotate says what it did, as lines and as one document', async () => {
    await toTheEnd();
    expect(await commandLine(server, ['keys', 'rotate'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^3 new data keys; \d+ values sealed anew\.\n$/),
    });
    const { code, document } = await commandLine(server, ['--json', 'keys', 'rotate', '--owner', library.slug]);
    expect([code, document]).toMatchObject([0, { owners: { queued: 0, sealing: 0, waiting: 3 }, resumed: false }]);
    const root = await commandLine(server, ['--json', 'keys', 'rotate', '--root']);
    expect([root.code, root.document]).toMatchObject([0, { state: 'unchanged', wrapped: 0 }]);
  });

  test('rotate stopped by Ctrl-C is partial, says how to go on, and does; status tells', async () => {
    const stopped = await commandLine(server, ['keys', 'rotate'], { signal: AbortSignal.abort(new Error('Ctrl-C')) });
    expect(stopped).toMatchObject({ code: 3, bugs: [], stderr: expect.stringContaining('or this command run again') });
    const told = await commandLine(server, ['keys', 'status']);
    expect(told.stdout).toContain(`${library.slug}\tqueued\t0 of 0`);
    expect(await commandLine(server, ['--json', 'keys', 'rotate'])).toMatchObject({
      code: 0,
      document: { resumed: true, owners: { queued: 0, sealing: 0, waiting: 3 } },
    });
    expect((await commandLine(server, ['--json', 'keys', 'status'])).document).toMatchObject({
      root_key: { unsettled: 0 },
      data_keys: { owners: { waiting: 3 } },
    });
  });

  test.each([
    [['--overlap', '5']],
    [['--platform']],
    [['0123456789abcdef', '--root']],
    [['0123456789abcdef', '--owner', 'x']],
    [['--root', '--owner', 'x']],
  ])('rotate %j is bad usage', async (argv) => {
    expect((await commandLine(server, ['keys', 'rotate', ...argv])).code).toBe(2);
  });
});

test('a changed root key: with both, the data keys are wrapped anew; then the new one alone opens everything', async () => {
  const { context, store } = server.composition;
  const old = context.rootKeys.current.id;
  const changed = { current: newRootKeys().current, previous: context.rootKeys.current };
  const both = await another(changed);
  const versions = await newest(library.tenantId);
  const wrapping = await both.hub.vaultKeys.changeRoot(server.system);
  // This very server works with the old one alone.
  expect(wrapping).toMatchObject({
    state: 'wrapped',
    in_use: [old],
    message: expect.stringContaining('Keep the old key'),
  });
  expect(wrapping.wrapped).toBeGreaterThanOrEqual(3);
  expect((await both.hub.vaultKeys.status(server.system)).root_key).toMatchObject({
    closed: 0,
    message: expect.stringContaining(`processes still work with ${old}`),
  });
  server.clock.advance(61_000);
  await works();
  await store.platform
    .updateTable('root_key')
    .set({ seen_at: new Date(0) })
    .where('id', '=', old)
    .execute();
  const finished = await both.hub.vaultKeys.changeRoot(server.system);
  expect(finished).toMatchObject({
    state: 'finished',
    message: expect.stringContaining('The old root key may be removed'),
  });
  expect(await both.hub.vaultKeys.changeRoot(server.system)).toMatchObject({ state: 'unchanged', wrapped: 0 });
  await both.close();
  const alone = await another({ current: changed.current, previous: undefined });
  expect((await alone.store.vault.keyFor(library.tenantId)).version).toBe(versions);
  expect((await alone.store.credentials(library.tenantId, library.integrationId).read()).method).toBe('api_key');
  expect((await alone.hub.vaultKeys.status(server.system)).root_key.message).toContain('no other one is needed');
  await alone.close();
  await expect(another({ current: newRootKeys().current, previous: undefined })).rejects.toThrow(
    /sealed with root key/,
  );
  await expect(another({ current: changed.previous, previous: undefined })).rejects.toThrow(/sealed with root key/);
});
