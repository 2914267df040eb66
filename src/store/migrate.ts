/**
 * Brings a database to the present schema, as its owner: numbered .sql files, each in its own transaction, each once, under a
 * lock so that two starters do not collide. Also makes the application role (owns nothing, sees tenants through policies
 * only) and the queue's schema. Run by `plugboard migrate`, by the demo and by the tests' template database.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { fail } from '../contract/errors.ts';
import { login } from './login.ts';
import { queues } from './queues.ts';
import type { RootKeys } from './root-key.ts';
import { wrongRoot } from './vault/data-keys.ts';
import { platformTenant } from './vault/places.ts';

const folder = new URL('./migrations/', import.meta.url);
/** Any fixed number of our own: names the lock all migrators of a database wait for. */
const migratorLock = 7_152_001;

export interface Migrated {
  /** Names of the migrations applied by this call. */
  readonly applied: readonly string[];
  /** Connection URL of the application role. */
  readonly appUrl: string;
}

export interface MigrateOptions {
  readonly ownerUrl: string;
  readonly appPassword: string;
  /** What the password follows from: refused, before anything is written, when it does not open this database. Undefined: not asked. */
  readonly rootKey?: RootKeys;
}

/** Applies what is missing. Throws when an applied file was changed afterwards: history is not edited. */
export async function migrate(options: MigrateOptions): Promise<Migrated> {
  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'plugboard migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migratorLock]);
    if (options.rootKey !== undefined) await checkRootKey(client, options.rootKey);
    const role = await ensureAppRole(client, options.appPassword);
    await client.query(
      `create table if not exists schema_migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`,
    );
    const done = new Map<string, string>();
    for (const row of (
      await client.query<{ name: string; sha256: string }>('select name, sha256 from schema_migration')
    ).rows) {
      done.set(row.name, row.sha256);
    }
    const applied: string[] = [];
    for (const file of await migrationFiles()) {
      const known = done.get(file.name);
      if (known === undefined) {
        await apply(client, file, role);
        applied.push(file.name);
      } else if (known !== file.sha256) {
        throw fail('conflict', `The database was made with another version of ${file.name}.`, {
          next: 'Start the version of Plugboard that made it; a released migration is never edited.',
        });
      }
    }
    await client.query(`grant select on schema_migration to ${role}`);
    await migrateQueue(client, options.ownerUrl, role);
    return { applied, appUrl: withLogin(options.ownerUrl, role, options.appPassword) };
  } finally {
    await client.end();
  }
}

/** Names of migrations this code knows and the database has not; empty when all is well. Needs only the application role. */
export async function missingMigrations(appUrl: string, nextPassword?: string): Promise<readonly string[]> {
  const client = new pg.Client({ ...login(appUrl, nextPassword), application_name: 'plugboard check' });
  await client.connect();
  try {
    const known = await client.query<{ name: string }>('select name from schema_migration');
    const names = new Set(known.rows.map((row) => row.name));
    return (await migrationFiles()).map((file) => file.name).filter((name) => !names.has(name));
  } finally {
    await client.end();
  }
}

export interface MigrationState {
  /** How many the database has. */
  readonly applied: number;
  /** Ours that it has not. */
  readonly missing: readonly string[];
  /** Applied from a file that differs from ours. */
  readonly changed: readonly string[];
  /** Applied by a version that has more of them. */
  readonly unknown: readonly string[];
}

/** How the database and this code stand to each other; never throws for a database that was not migrated. For `plugboard doctor`. */
export async function migrationState(client: pg.Client): Promise<MigrationState> {
  const files = await migrationFiles();
  const there = await client.query<{ there: boolean }>(
    `select to_regclass('public.schema_migration') is not null as there`,
  );
  const { rows } =
    there.rows[0]?.there === true
      ? await client.query<{ name: string; sha256: string }>('select name, sha256 from schema_migration order by name')
      : { rows: [] };
  const done = new Map(rows.map(({ name, sha256 }) => [name, sha256]));
  const ours = new Set(files.map(({ name }) => name));
  return {
    applied: rows.length,
    missing: files.map(({ name }) => name).filter((name) => !done.has(name)),
    changed: files.filter(({ name, sha256 }) => done.has(name) && done.get(name) !== sha256).map(({ name }) => name),
    unknown: rows.map(({ name }) => name).filter((name) => !ours.has(name)),
  };
}

/**
 * The same database as the application role, without asking it: the role is named after the database. For the processes that
 * come after `migrate`.
 */
export function appUrlOf(ownerUrl: string, appPassword: string): string {
  const url = new URL(ownerUrl);
  // Without a path PostgreSQL takes the database named like the user.
  const database = decodeURIComponent(url.pathname.slice(1) || url.username);
  return withLogin(ownerUrl, `${database}_app`, appPassword);
}

interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

async function migrationFiles(): Promise<readonly MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, folder), 'utf8');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function apply(client: pg.Client, file: MigrationFile, role: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(file.sql.replaceAll('%APP%', role));
    await client.query('insert into schema_migration (name, sha256) values ($1, $2)', [file.name, file.sha256]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${file.name} could not be applied`, { cause: error });
  }
}

/** For a start without a migration: with a wrong root key the database would only refuse the password. `ownerUrl`: its owner. */
export async function refuseWrongRootKey(ownerUrl: string, rootKey: RootKeys): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'plugboard check' });
  await client.connect();
  try {
    await checkRootKey(client, rootKey);
  } finally {
    await client.end();
  }
}

/** A wrong root key would give the role a password that no other process has. */
async function checkRootKey(client: pg.Client, { current, previous }: RootKeys): Promise<void> {
  const table = await client.query<{ there: boolean }>(`select to_regclass('public.data_key') is not null as there`);
  if (table.rows[0]?.there !== true) return;
  await client.query('begin');
  try {
    // The owner is under the policies, too.
    await client.query(`select set_config('app.tenant', $1, true)`, [platformTenant]);
    // As JSON, because older tables have fewer columns.
    const { rows } = await client.query<{ ids: (string | null)[] }>(
      `select array[to_jsonb(k) ->> 'root_id', to_jsonb(k) ->> 'other_root_id'] as ids from data_key k where k.tenant_id = $1`,
      [platformTenant],
    );
    const needed = new Set(rows.flatMap(({ ids }) => ids.filter((id) => id !== null)));
    const given = previous === undefined ? [current] : [current, previous];
    if (needed.size > 0 && !given.some(({ id }) => needed.has(id))) throw wrongRoot([...needed].join(' and '), given);
  } finally {
    await client.query('rollback');
  }
}

/** The role is named after the database, so that several databases of one cluster keep apart. Answers its quoted name. */
async function ensureAppRole(client: pg.Client, password: string): Promise<string> {
  const { rows } = await client.query<{
    role: string;
    known: boolean;
    ident: string;
    secret: string;
    database: string;
  }>(
    `select current_database() || '_app' as role, quote_ident(current_database() || '_app') as ident, quote_literal($1::text) as secret,
            quote_ident(current_database()) as database,
            exists (select from pg_roles where rolname = current_database() || '_app') as known`,
    [password],
  );
  const row = rows[0];
  if (row === undefined) throw new Error('the database did not answer its own name');
  await client.query(
    `${row.known ? 'alter' : 'create'} role ${row.ident} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password ${row.secret}`,
  );
  await client.query(`grant connect on database ${row.database} to ${row.ident}`);
  await client.query(`grant usage on schema public to ${row.ident}`);
  // A frozen process must not hold locks for ever: its successor waits for them.
  await client.query(
    `alter role ${row.ident} in database ${row.database} set idle_in_transaction_session_timeout = '10s'`,
  );
  await client.query(`alter role ${row.ident} in database ${row.database} set lock_timeout = '30s'`);
  return row.ident;
}

/** The owner makes the queue's tables and queues; the application only uses them. */
async function migrateQueue(client: pg.Client, ownerUrl: string, role: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, schedule: false, supervise: false });
  boss.on('error', () => undefined);
  await boss.start();
  try {
    for (const queue of queues) {
      if ((await boss.getQueue(queue.name)) === null) await boss.createQueue(queue.name, queue.options);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  await client.query(`grant usage on schema pgboss to ${role}`);
  await client.query(`grant select, insert, update, delete on all tables in schema pgboss to ${role}`);
  await client.query(`grant execute on all functions in schema pgboss to ${role}`);
  await client.query(`grant usage on all sequences in schema pgboss to ${role}`);
}

function withLogin(ownerUrl: string, quotedRole: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = encodeURIComponent(quotedRole.replace(/^"|"$/g, '').replaceAll('""', '"'));
  url.password = encodeURIComponent(password);
  return url.href;
}
