// The whole of it on a real database, which is then spoilt in one way after the other.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import type { Finding } from '../../cli/installation.ts';
import { gateRegistry, gateSender, gateSite, gateUser } from '../../testing/gate-vendor.ts';
import { run, withDatabase } from '../../testing/server-sql.ts';
import { testServer, type TestServer } from '../../testing/server.ts';
import { inspectConfig, type Environment } from '../config.ts';
import { examine } from './index.ts';

const key = '07'.repeat(32);
const dataDir = mkdtempSync(join(tmpdir(), 'plugboard-doctor-'));
let server: TestServer;
beforeAll(async () => {
  server = await testServer({ registry: gateRegistry, environmentApps: new Map() });
  await server.tenant('acme');
});
afterAll(async () => {
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

let environment: Environment;
beforeEach(() => {
  environment = {
    DATABASE_URL: server.database.ownerUrl,
    DATABASE_APP_URL: server.database.appUrl,
    PLUGBOARD_ROOT_KEY: key,
    PLUGBOARD_DATA_DIR: dataDir,
    PLUGBOARD_PORT: '0',
    PLUGBOARD_SANDBOX_PORT: '0',
  };
});

async function look(more: Environment = {}, aheadMs = 0): Promise<readonly Finding[]> {
  const given = { ...environment, ...more };
  const findings = await examine(
    {
      ...inspectConfig(given),
      environment: given,
      providersProblem: undefined,
      registry: gateRegistry,
      sandboxes: 1,
      ownOrigin: 'http://127.0.0.1:4400',
      tell: () => {},
      now: () => Date.now() + aheadMs,
    },
    { clockUrl: undefined },
  );
  const secrets = [key, ...[server.database.ownerUrl, server.database.appUrl].map((url) => new URL(url).password)];
  for (const secret of [...secrets, gateSender.sender_password]) expect(JSON.stringify(findings)).not.toContain(secret);
  return findings;
}

const bad = (findings: readonly Finding[]) => findings.filter(({ state }) => state !== 'ok');
const sql = (text: string) => run(server.database.ownerUrl, text);

it('finds nothing wrong where nothing is, and changes nothing', async () => {
  const findings = await look();
  expect(bad(findings)).toEqual([]);
  expect([...new Set(findings.map(({ check }) => check))]).toEqual([
    'configuration',
    'data_directory',
    'root_key',
    'database',
    'clock',
    'migrations',
    'roles',
    'row_security',
    'port',
    'sandbox_ports',
    'public_url',
    'provider_apps',
  ]);
});

it('tells the wrong key as such, and the right one while it is being changed', async () => {
  const other = randomBytes(32).toString('hex');
  expect(bad(await look({ PLUGBOARD_ROOT_KEY: other }))).toMatchObject([
    { check: 'root_key', state: 'failed', found: expect.stringContaining('Wrong key') },
  ]);
  expect(bad(await look({ PLUGBOARD_ROOT_KEY: other, PLUGBOARD_ROOT_KEY_PREVIOUS: key }))).toMatchObject([
    { check: 'root_key', state: 'warning', mend: expect.stringContaining('keys rotate --root') },
  ]);
  // Without an address of its own the application role has a password that follows from the key.
  expect(bad(await look({ DATABASE_APP_URL: '', PLUGBOARD_ROOT_KEY: other })).map(({ check }) => check)).toContain(
    'root_key',
  );
});

it('works with the database down, and names the reason', async () => {
  const gone = new URL(server.database.ownerUrl);
  for (const [change, found] of [
    [() => (gone.pathname = '/no_such_database'), '3D000'],
    [() => (gone.password = 'hush'), '28P01'],
    [() => (gone.port = '1'), 'ECONNREFUSED'],
  ] as const) {
    change();
    expect(bad(await look({ DATABASE_URL: gone.href }))).toMatchObject([
      { check: 'database', state: 'failed', found: expect.stringContaining(found) },
    ]);
  }
  // An address that cannot be read must not lead to another database.
  expect(bad(await look({ DATABASE_URL: 'mysql://db/x' })).map(({ check, found }) => `${check} ${found}`)).toEqual([
    expect.stringContaining('configuration DATABASE_URL'),
    'database Not looked at, because DATABASE_URL cannot be used.',
  ]);
  expect(bad(await look({ DATABASE_DIRECT_URL: 'postgres://a:b@127.0.0.1:1/x' }))).toMatchObject([
    { check: 'database', mend: expect.stringContaining('DATABASE_DIRECT_URL') },
  ]);
});

it('compares clocks', async () => {
  expect(bad(await look({}, 60_000))).toMatchObject([
    {
      check: 'clock',
      state: 'failed',
      found: expect.stringMatching(/^Our clock is (59|60)\.\d s ahead of the database/),
    },
  ]);
});

it('sees how database and version stand to each other', async () => {
  await sql(`update schema_migration set name = '9999_later.sql' where name = '0003_store.sql'`);
  expect(bad(await look())).toMatchObject([
    { check: 'migrations', state: 'failed', found: 'Not yet applied: 0003_store.sql.' },
  ]);
  await sql(`update schema_migration set name = '0003_store.sql' where name = '9999_later.sql'`);
  await sql(`insert into schema_migration (name, sha256) values ('9999_later.sql', '')`);
  expect(bad(await look())).toMatchObject([{ check: 'migrations', state: 'warning' }]);
  await sql(`delete from schema_migration where name = '9999_later.sql'`);
  await sql(`update schema_migration set sha256 = 'x' || sha256 where name = '0003_store.sql'`);
  expect(bad(await look())).toMatchObject([
    { check: 'migrations', state: 'failed', found: expect.stringContaining('another version') },
  ]);
  await sql(`update schema_migration set sha256 = substr(sha256, 2) where name = '0003_store.sql'`);
});

it('sees a database that was never migrated', async () => {
  const { adminUrl } = inject('testServer');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await run(adminUrl, `create database ${name}`);
  try {
    const findings = await look({ DATABASE_URL: withDatabase(adminUrl, name), DATABASE_APP_URL: '' });
    expect(bad(findings)).toMatchObject([{ check: 'migrations', state: 'failed', mend: 'Run `plugboard migrate`.' }]);
  } finally {
    await run(adminUrl, `drop database ${name}`);
  }
});

it('sees tables that are not held to their tenant', async () => {
  await sql(
    'create table planted (tenant_id uuid not null, primary key (tenant_id)); grant select on planted to public',
  );
  expect(bad(await look())).toMatchObject([
    { check: 'row_security', state: 'failed', found: 'Not forced on planted: tenants are not kept apart there.' },
  ]);
  await sql('drop table planted');
  await sql('alter table integration no force row level security');
  expect(bad(await look())).toMatchObject([{ check: 'row_security', found: expect.stringContaining('integration') }]);
  await sql('alter table integration force row level security');
});

it('sees a role that may too much, too little, or is not let in', async () => {
  const role = `doctor_${randomBytes(4).toString('hex')}`;
  await sql(`create role ${role} login bypassrls createdb password 'hush'`);
  const appUrl = new URL(server.database.appUrl);
  appUrl.username = role;
  appUrl.password = 'hush';
  try {
    const found = bad(await look({ DATABASE_APP_URL: appUrl.href }));
    expect(found.map((one) => one.found)).toEqual([
      `The application role ${role} may too much: bypassrls, createdb. Tenants would not be kept apart.`,
      expect.stringContaining('may not read'),
    ]);
    appUrl.password = 'other';
    expect(bad(await look({ DATABASE_APP_URL: appUrl.href }))).toMatchObject([
      { check: 'roles', found: expect.stringContaining('is not let in') },
    ]);
    // Signing in as somebody who owns nothing: migrations would fail.
    appUrl.password = 'hush';
    await sql(`grant select on all tables in schema public to ${role}`);
    expect(bad(await look({ DATABASE_URL: appUrl.href }))).toMatchObject([
      { check: 'roles', found: expect.stringMatching(/^Tables belong to \w+, and DATABASE_URL signs in as doctor_/) },
    ]);
  } finally {
    await sql(`drop owned by ${role}; drop role ${role}`);
  }
});

it('names integrations that find no app of the operator', async () => {
  const draft = { provider: 'gate', auth_method: 'session', credentials: gateUser, settings: { site: gateSite } };
  await server.hub.integrations.create(server.system, 'acme', draft);
  expect(bad(await look())).toMatchObject([
    {
      check: 'provider_apps',
      state: 'failed',
      found: '1 integration of gate (acme) cannot sign in: no provider app.',
      mend: expect.stringContaining('Set GATE_SENDER_ID and GATE_SENDER_PASSWORD'),
    },
  ]);
  const set = { GATE_SENDER_ID: gateSender.sender_id, GATE_SENDER_PASSWORD: gateSender.sender_password };
  expect(bad(await look(set))).toEqual([]);
  expect((await look(set)).at(-1)?.found).toBe('For the platform: gate (environment).');
  expect(bad(await look({ GATE_SENDER_ID: 'two words' }))[0]).toMatchObject({
    check: 'provider_apps',
    state: 'failed',
    found: expect.stringContaining('GATE_SENDER_ID has spaces'),
  });
  await server.hub.providerApps.put(server.system, 'gate', { fields: gateSender }, 'acme');
  expect(bad(await look())).toEqual([]);
});
