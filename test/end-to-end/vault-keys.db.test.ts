/** Rotating the vault's keys while the product runs: everything stays readable, it may be stopped anywhere, and the trail says so. */
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compose } from '../../src/wiring/composition.ts';
import { commandLine } from '../../src/testing/command-line.ts';
import { lendingServer, type LendingServer, type Library } from '../../src/testing/lending-server.ts';
import { clearDesk, desk, lendingRegistry, someLoans } from '../../src/testing/shelf-loans.ts';
import { newRootKeys } from '../../src/testing/store.ts';
import { platformTenant } from '../../src/store/index.ts';
import type { RootKeys } from '../../src/store/root-key.ts';

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
const rotate = (options: Partial<Parameters<typeof server.hub.vaultKeys.rotate>[1]> = {}) =>
  server.hub.vaultKeys.rotate(server.system, { rootOnly: false, ...options });
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
/** The vendor is reached with the stored key, and a stored page opens. */
const works = async () => {
  expect(await library.read('loans', { force: true })).toMatchObject({ state: 'succeeded', unchanged: 15 });
  const { data } = await server.hub.records.listIntegration(server.system, library.slug, library.integration, {
    stream: 'loans',
  });
  const raw = await server.hub.records.get(server.system, library.slug, { record: data[0]?.id ?? '' }, { raw: 'true' });
  expect(raw).toMatchObject({ raw: { id: 'l0000', reader: 'Reader 0' } });
};

describe('rotating the data keys', () => {
  test('gives everybody a new key and seals everything anew; nobody notices', async () => {
    const before = await newest(library.tenantId);
    const progress: string[] = [];
    const report = await rotate({
      onProgress: (step) => progress.push(`${step.owner} ${step.table} ${step.done}/${step.total}`),
    });
    expect(report).toMatchObject({ rewrapped: 0, renewed: 2, resumed: false, finished: true });
    expect(report.resealed).toBe((await sealedWith()).length);
    expect(await newest(library.tenantId)).toBe(before + 1);
    expect(new Set(await sealedWith())).toEqual(new Set([before + 1]));
    expect(progress).toContain(`${library.slug} credential 1/1`);
    await works();
  });

  test('leaves a trail that holds', async () => {
    const [begun] = await entries(platformTenant, 'vault.rotation_begun');
    expect(await entries(platformTenant, 'vault.rotation_finished')).toMatchObject([
      { actor: 'system:test', target: begun?.target, details: { renewed: 2 } },
    ]);
    expect(await entries(library.tenantId, 'vault.data_key_renewed')).toMatchObject([
      { actor: 'system:test', details: { version: 2, rotation: begun?.target } },
    ]);
    for (const tenant of [platformTenant, library.tenantId]) {
      expect(await server.composition.store.audit.verify(tenant)).toMatchObject({ ok: true });
    }
  });

  test('stopped in the middle, everything still opens; called again it goes on and makes no key twice', async () => {
    const before = await newest(library.tenantId);
    const stop = new AbortController();
    const stopped = await rotate({ signal: stop.signal, onProgress: () => stop.abort(new Error('Ctrl-C')) });
    expect(stopped).toMatchObject({ finished: false });
    expect(await newest(library.tenantId)).toBe(before + 1);
    expect(new Set(await sealedWith())).toEqual(new Set([before, before + 1]));
    await works();
    const left = (await sealedWith()).filter((version) => version === before).length;
    const rest = await rotate();
    expect(rest).toMatchObject({ renewed: 0, resealed: left, resumed: true, finished: true });
    expect(new Set(await sealedWith())).toEqual(new Set([before + 1]));
    expect(await newest(library.tenantId)).toBe(before + 1);
    // And the next one is a new one.
    expect(await rotate()).toMatchObject({ renewed: 2, resumed: false });
    expect(await newest(library.tenantId)).toBe(before + 2);
  });

  test('beside another process that reads and writes: it follows, and what it sealed with the old key still opens', async () => {
    const other = await another(server.composition.context.rootKeys);
    try {
      await other.store.vault.keyFor(library.tenantId);
      await rotate();
      const [id = ''] = await library.sync({ streams: ['loans'], force: true });
      expect(await other.hub.runs.execute(library.tenantId, id, new AbortController().signal)).toBe('ended');
      await works();
      // What it knows of keys is a minute old at most.
      server.clock.advance(60_001);
      expect((await other.store.vault.keyFor(library.tenantId)).version).toBe(await newest(library.tenantId));
    } finally {
      await other.close();
    }
  });

  test('is for administrators of the platform', async () => {
    const owner = { kind: 'tenant_member', id: 'u', tenantId: library.tenantId, role: 'owner' } as const;
    const partner = { kind: 'platform_member', id: 'u', partnerId: 'p', role: 'administrator' } as const;
    const viewer = { kind: 'platform_member', id: 'u', partnerId: undefined, role: 'viewer' } as const;
    for (const principal of [owner, partner, viewer]) {
      await expect(server.hub.vaultKeys.rotate(principal, { rootOnly: true })).rejects.toMatchObject({
        code: 'permission_denied',
      });
    }
  });
});

describe('`plugboard keys rotate`', () => {
  test('says what it did, as lines and as one document', async () => {
    expect(await commandLine(server, ['keys', 'rotate'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^0 data keys wrapped with the present root key\.\n2 new data keys; \d+ values sealed anew\.\n$/,
      ),
    });
    const { code, document } = await commandLine(server, ['--json', 'keys', 'rotate']);
    expect([code, document]).toMatchObject([0, { rewrapped: 0, renewed: 2, resumed: false, finished: true }]);
    expect((await commandLine(server, ['--json', 'keys', 'rotate', '--root-only'])).document).toMatchObject({
      renewed: 0,
    });
  });

  test('stopped by Ctrl-C it is partial, says how to go on, and does', async () => {
    const stopped = await commandLine(server, ['keys', 'rotate'], { signal: AbortSignal.abort(new Error('Ctrl-C')) });
    expect(stopped).toMatchObject({ code: 3, bugs: [], stderr: expect.stringContaining('Run it again to go on.') });
    expect(await commandLine(server, ['--json', 'keys', 'rotate'])).toMatchObject({
      code: 0,
      document: { resumed: true, finished: true },
    });
  });
});

test('a changed root key: with both, the data keys are wrapped anew; then the new one alone opens everything', async () => {
  const { context, store } = server.composition;
  const changed = { current: newRootKeys().current, previous: context.rootKeys.current };
  const both = await another(changed);
  const holders = 1 + (await store.platform.selectFrom('tenant').select('id').execute()).length;
  const versions = await newest(library.tenantId);
  const report = await both.hub.vaultKeys.rotate(server.system, { rootOnly: true });
  expect(report.rewrapped).toBeGreaterThanOrEqual(holders);
  expect(report).toMatchObject({ renewed: 0, resealed: 0 });
  expect(await both.hub.vaultKeys.rotate(server.system, { rootOnly: true })).toMatchObject({ rewrapped: 0 });
  await both.close();
  const alone = await another({ current: changed.current, previous: undefined });
  expect((await alone.store.vault.keyFor(library.tenantId)).version).toBe(versions);
  expect((await alone.store.credentials(library.tenantId, library.integrationId).read()).method).toBe('api_key');
  await alone.close();
  await expect(another({ current: newRootKeys().current, previous: undefined })).rejects.toThrow(
    /sealed with root key/,
  );
});
