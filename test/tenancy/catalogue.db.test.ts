// The rules of isolation, held against PostgreSQL's own catalogue: every table anybody adds is covered.
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { platformTables } from '../../src/store/platform-tables.ts';
import { testDatabase, type TestDatabase } from '../../src/testing/database.ts';
import { findViolations } from './catalogue.ts';

let server: TestDatabase;
let owner: Client;
let app: Client;
let appRole: string;
const named = Object.keys(platformTables);

beforeAll(async () => {
  server = await testDatabase();
  owner = new Client({ connectionString: server.ownerUrl });
  app = new Client({ connectionString: server.appUrl });
  await owner.connect();
  await app.connect();
  appRole = decodeURIComponent(new URL(server.appUrl).username);
});
afterAll(async () => {
  await owner.end();
  await app.end();
  await server.drop();
});

test('every table but the named platform tables is held to its tenant, and the application role owns and may nothing more', async () => {
  expect(await findViolations(owner, named, appRole)).toEqual([]);
});

describe('the check itself finds', () => {
  const table = 'create table planted (tenant_id uuid not null, id int not null, primary key (tenant_id, id));';
  const policy = `select protect_tenant_table('planted');`;
  test.each([
    [
      'a table nobody protected',
      table,
      ['table without exactly the tenant policy: planted', 'table without forced row-level security: planted'],
    ],
    [
      'a table that its owner may walk around',
      `${table} ${policy} alter table planted no force row level security`,
      ['table without forced row-level security: planted'],
    ],
    [
      'a policy that checks nothing on writing',
      `${table} ${policy} drop policy tenant_only on planted; create policy p on planted using (tenant_id = current_tenant()) with check (true)`,
      ['table without exactly the tenant policy: planted'],
    ],
    [
      'a second, wider policy',
      `${table} ${policy} create policy wide on planted using (true)`,
      ['table without exactly the tenant policy: planted'],
    ],
    [
      'a unique key across tenants',
      `${table} ${policy} create unique index planted_id on planted (id)`,
      ['unique key that tenant_id does not lead: planted_id'],
    ],
    [
      'a nullable tenant',
      'create table planted (tenant_id uuid, id int primary key); ' + policy,
      [
        'table without a tenant_id that is always set: planted',
        'unique key that tenant_id does not lead: planted_pkey',
      ],
    ],
    [
      'a reference that may cross tenants',
      `${table} ${policy} create table child (tenant_id uuid not null, id int not null, other uuid, primary key (tenant_id, id), foreign key (other, id) references planted); select protect_tenant_table('child')`,
      ['foreign key between tenants: child_other_id_fkey'],
    ],
    [
      'a view of the owner’s',
      'create view planted as select * from run',
      ['view that sees with its owner’s eyes: planted'],
    ],
    [
      'a function with the owner’s rights',
      `create function planted() returns void language sql security definer as 'select'`,
      [
        'function that acts with its owner’s rights: planted',
        'function with its owner’s rights that anybody may call, or that looks things up where its caller says: planted',
      ],
    ],
    [
      'a named function with the owner’s rights that everybody may call',
      'grant execute on function prepare_logs_v1(timestamptz) to public',
      [
        'function with its owner’s rights that anybody may call, or that looks things up where its caller says: prepare_logs_v1',
      ],
    ],
    [
      'a named function that lost its search path',
      'alter function prepare_logs_v1(timestamptz) reset search_path',
      [
        'function with its owner’s rights that anybody may call, or that looks things up where its caller says: prepare_logs_v1',
      ],
    ],
    [
      'a partition with a door of its own',
      'grant select on exchange_log_default to %APP%',
      ['partition the application role may reach directly: exchange_log_default'],
    ],
    [
      'a materialized view',
      'create materialized view planted as select tenant_id, id from run',
      [
        'table without a primary key: planted',
        'table without a tenant_id that is always set: planted',
        'table without exactly the tenant policy: planted',
        'table without forced row-level security: planted',
      ],
    ],
  ])('%s', async (_what, sql, violations) => {
    await owner.query('begin');
    try {
      await owner.query(sql.replaceAll('%APP%', appRole));
      expect(await findViolations(owner, named, appRole)).toEqual(violations);
    } finally {
      await owner.query('rollback');
    }
  });

  test('a platform table that is not named, and a name without a table', async () => {
    const found = await findViolations(owner, [...named.filter((name) => name !== 'partner'), 'ghost'], appRole);
    expect(found).toEqual(
      expect.arrayContaining([
        'platform table that does not exist, or has a policy after all: ghost',
        'table without forced row-level security: partner',
      ]),
    );
  });
});

describe('the application role cannot', () => {
  test.each([
    'alter table integration disable row level security',
    'alter table integration no force row level security',
    'drop policy tenant_only on integration',
    'create policy all_rows on integration using (true)',
    'alter policy tenant_only on integration using (true)',
    'create table mine (id int)',
    'drop table integration',
    'truncate integration',
    'create function mine() returns int language sql return 1',
    'alter role current_user bypassrls',
    'set role postgres',
    'set session authorization postgres',
    `select protect_tenant_table('run')`,
    `copy integration to program 'cat'`,
    `select pg_read_file('PG_VERSION')`,
  ])('%s', async (sql) => {
    await expect(app.query(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|22023|0A000)$/) });
  });

  test('switch the policies off for its session', async () => {
    await app.query('begin');
    await app.query('set local row_security = off');
    await expect(app.query('select * from integration')).rejects.toThrow('would be affected by row-level security');
    await app.query('rollback');
  });
});
