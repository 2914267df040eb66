import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { giveConsent, type Consent } from '../../testing/index.ts';
import { commandLine, type RanCommand } from '../../testing/command-line.ts';
import { testServer, type TestServer } from '../../testing/server.ts';
import { shelfKey, shelfRegistry, shelfSandbox } from '../../testing/shelf-vendor.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer({ registry: shelfRegistry, sandboxes: [{ key: 'shelf', sandbox: shelfSandbox }] });
});
afterAll(() => server?.stop());

const run = (...argv: string[]) => commandLine(server, argv);

/** Runs a connect that has to sign in, with a person who opens the address and consents. */
async function withPerson(argv: readonly string[], consent: Consent): Promise<RanCommand> {
  let person: Promise<void> | undefined;
  const ran = await commandLine(server, argv, {
    onNote: (text) => {
      const [url] = /http\S+\/callback\/start\S+/.exec(text) ?? [];
      if (url !== undefined) person = browse(url, consent);
    },
  });
  await person;
  return ran;
}

async function browse(url: string, consent: Consent): Promise<void> {
  const start = await fetch(url, { redirect: 'manual' });
  const cookie = start.headers.get('set-cookie')?.split(';')[0] ?? '';
  const back = await giveConsent(start.headers.get('location') ?? '', consent);
  await fetch(back, { headers: { cookie } });
}

describe('tenants, keys, audit', () => {
  it('makes and lists tenants', async () => {
    expect(await run('tenants', 'create', 'acme', '--name', 'Acme Training')).toMatchObject({
      code: 0,
      stdout: 'Made the tenant acme (Acme Training).\n',
    });
    expect((await run('tenants')).stdout).toContain('acme\tAcme Training\t');
    expect((await run('--json', 'tenants')).document).toMatchObject({ data: [{ slug: 'acme' }], next_cursor: null });
    expect(await run('tenants', 'create', 'Not A Slug')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('slug'),
    });
    expect(await run('--json', 'tenants', 'create', 'acme')).toMatchObject({
      code: 1,
      document: { error: { code: 'conflict' } },
    });
  });

  it('makes, lists, rotates and revokes keys', async () => {
    const made = (await run('--json', 'keys', 'create', 'portal', '--scopes', 'read,sync')).document;
    expect(made).toMatchObject({ name: 'portal', scopes: ['read', 'sync'] });
    expect((await server.ask('GET', '/api/integrations', { key: made.key })).status).toBe(200);
    const rotated = await run('keys', 'rotate', made.id, '--overlap', '0');
    expect(rotated.code).toBe(0);
    expect((await server.ask('GET', '/api/integrations', { key: made.key })).status).toBe(401);
    expect((await server.ask('GET', '/api/integrations', { key: rotated.stdout.trim() })).status).toBe(200);
    const { data } = (await run('--json', 'keys', 'list')).document;
    expect(data).toMatchObject([{ id: made.id, name: 'portal', previous_until: null }]);
    expect((await run('keys', 'revoke', made.id)).code).toBe(0);
    expect((await server.ask('GET', '/api/integrations', { key: rotated.stdout.trim() })).status).toBe(401);
    expect((await run('keys', 'list')).stdout).toContain('revoked');
    const platform = await run('keys', 'create', '--platform', '--scopes', 'read');
    expect((await server.ask('GET', '/api/tenants', { key: platform.stdout.trim() })).status).toBe(200);
    expect(await run('keys', 'create', '--scopes', 'fly')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--scopes'),
    });
    expect(await run('keys', 'revoke', 'nope')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('not_found'),
    });
    expect((await run('keys', 'rotate', '--overlap', '5')).code).toBe(2);
  });

  it('gives the vault new keys while what was sealed before still opens', async () => {
    await run('connect', 'shelf', '--name', 'Sealed', '--field', `api_key=${shelfKey}`, '--no-sync');
    const version = async () =>
      (await server.composition.store.vault.keyFor((await server.hub.tenants.enter(server.system, 'read', 'acme')).id))
        .version;
    expect(await version()).toBe(1);
    const ran = await run('--json', 'keys', 'rotate');
    // The old keys are still there: what another process sealed with one at this moment must open.
    expect(ran.document).toMatchObject({ owners: { waiting: 2, finished: 0 }, resumed: false });
    expect(ran.document.done).toBeGreaterThanOrEqual(1);
    expect(await version()).toBe(2);
    expect((await run('keys', 'status')).stdout).toContain('waiting');
    expect(await run('keys', 'rotate', '--root')).toMatchObject({ code: 0 });
    expect(await version()).toBe(2);
    expect((await run('connect', 'shelf', '--name', 'Sealed', '--no-sync')).code).toBe(0);
  });

  it('verifies the audit trail and answers 1 when it was changed', async () => {
    expect(await run('audit', 'verify')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('all as they were written'),
    });
    expect((await run('--json', 'audit', 'verify', '--platform')).document).toMatchObject({ ok: true, of: null });
    const { id } = await server.hub.tenants.enter(server.system, 'read', 'acme');
    const { default: pg } = await import('pg');
    const owner = new pg.Client({ connectionString: server.database.ownerUrl });
    await owner.connect();
    await owner.query(`alter table audit_entry no force row level security`);
    await owner.query(`update audit_entry set actor = 'somebody:else' where tenant_id = $1 and seq = 2`, [id]);
    await owner.end();
    expect(await run('--json', 'audit', 'verify')).toMatchObject({
      code: 1,
      document: { ok: false, bad_seq: 2, entries: 1 },
    });
  });
});

describe('connect', () => {
  it('makes an integration, connects it, and connects the same one again', async () => {
    const first = await run('--json', 'connect', 'shelf', '--field', `api_key=${shelfKey}`, 'shelf=12');
    expect(first).toMatchObject({
      code: 0,
      document: { outcome: 'connected', integration: { name: 'Shelf', settings: { shelf: '12' } } },
    });
    const second = await run('--json', 'connect', 'shelf', '--field', 'api_key=key_good2', 'shelf=13');
    expect(second.document).toMatchObject({
      integration: { id: first.document.integration.id, settings: { shelf: '13' } },
    });
    const listed = await run('integrations', 'shelf');
    expect(listed.stdout).toContain(`${first.document.integration.id}\tshelf\tShelf\tconnected`);
    expect(listed.stdout.split('\n').filter((line) => line.includes('\tShelf\t'))).toHaveLength(1);
  });

  it('reads secrets from a file', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'plugboard-cli-'));
    try {
      writeFileSync(join(directory, 'key'), `${shelfKey}\n`);
      expect(
        await run('connect', 'shelf', '--name', 'From file', '--field', `api_key=@${join(directory, 'key')}`),
      ).toMatchObject({ code: 0 });
      expect(await run('connect', 'shelf', '--name', 'No file', '--field', 'api_key=@/nowhere')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('cannot be read'),
      });
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('says what is wrong, and whose fault it is', async () => {
    expect(await run('connect', 'nothing')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no provider "nothing"'),
    });
    expect(await run('connect', 'shelf', '--name', 'Wrong', '--field', 'colour=red')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/credentials.colour[^]*credentials.api_key/),
    });
    expect(await run('connect', 'shelf', '--field', 'nonsense')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--field'),
    });
    const refused = await run('--json', 'connect', 'shelf', '--name', 'Wrong', '--field', 'api_key=key_wrong');
    expect(refused).toMatchObject({ code: 1, document: { error: { code: 'auth_revoked', fault: 'you' } } });
    expect(refused.stderr).not.toContain('key_wrong');
    expect((await run('integrations')).stdout).toContain('\tWrong\tdraft\t');
  });

  it('prints the address of a sign-in and waits for the person to come back', async () => {
    const ran = await withPerson(['--json', 'connect', 'shelf', '--name', 'Signed in', '--method', 'oauth2'], {
      accounts: ['north'],
    });
    expect(ran).toMatchObject({
      code: 0,
      document: { outcome: 'connected', message: 'Connected to north library', integration: { status: 'connected' } },
    });
    expect(ran.stderr).toContain('Open this address');
  });

  it('answers 3 when an account has to be chosen, and takes the choice', async () => {
    const argv = ['connect', 'shelf', '--name', 'Several', '--method', 'oauth2'];
    const ran = await withPerson(argv, { accounts: ['north', 'south'] });
    expect(ran).toMatchObject({ code: 3, stdout: expect.stringContaining('south\tsouth library') });
    expect(await run(...argv, '--account', 'south')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Connected to south library'),
    });
  });

  it('gives up on Ctrl-C without a trace', async () => {
    const stop = new AbortController();
    const ran = await commandLine(server, ['connect', 'shelf', '--name', 'Given up', '--method', 'oauth2'], {
      signal: stop.signal,
      onNote: (text) => void (text.includes('Waiting') && stop.abort()),
    });
    expect(ran).toMatchObject({ code: 1, stdout: 'Given up; nothing was changed.\n', bugs: [] });
  });
});
