/**
 * The connection to PostgreSQL as the application role: a pool, Kysely on top of it, and transactions that see one tenant.
 * Keeps no state in sessions, so it works behind a transaction pooler: no named statements, no LISTEN, tenant set with the
 * transaction. Knows no use-case. Opened by index.ts.
 */
import {
  Kysely,
  PostgresDialect,
  PostgresDriver,
  sql,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Transaction,
} from 'kysely';
import pg from 'pg';
import { PlugboardError } from '../contract/errors.ts';
import type { Clock } from '../engine/ports.ts';
import { login } from './login.ts';
import { storageError } from './storage-errors.ts';
import type { PlatformTables, Tables } from './tables.ts';

/** What the store tells: facts first, as pino takes them. Never given a secret. */
export interface StoreLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface DatabaseOptions {
  /** Connection URL of the application role. */
  readonly appUrl: string;
  /** While the root key is being changed: see login.ts. */
  readonly nextPassword?: string | undefined;
  readonly clock: Clock;
  readonly log: StoreLog;
  /** Most connections at a time; default 10. */
  readonly connections?: number;
}

export type Row = Readonly<Record<string, unknown>>;

/** One tenant's transaction. Named so that the hub need not know Kysely's own word. */
export type TenantTransaction = Transaction<Tables>;

export interface TransactionOptions {
  /** `repeatable read`: every statement sees the same moment. Default: PostgreSQL's `read committed`. */
  readonly isolation?: 'repeatable read';
}

export interface Database {
  /**
   * Runs one transaction that sees this tenant's rows only. Expected failures: storage_unavailable (also when the answer to the
   * commit was lost: it may or may not have happened, so repeat only what may be repeated).
   */
  inTenant<T>(tenantId: string, work: (trx: TenantTransaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Tables that belong to no tenant. */
  readonly platform: Kysely<PlatformTables>;
  /** One statement outside any transaction; for functions that set the tenant themselves (store_page_v1). */
  readonly statements: { query(text: string, values: readonly unknown[]): Promise<readonly Row[]> };
  /** The pool itself, for the queue. Its errors are the driver's own. */
  readonly pool: pg.Pool;
  /** Resolves when the database takes writes again; looks no sooner than after a quarter of a second. Rejects when aborted. */
  whenBack(signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Connects lazily: a database that is away is noticed by the first statement. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = openPool(options);
  const kysely = new Kysely<Tables>({ dialect: dialect(pool) });

  const query = async (text: string, values: readonly unknown[]): Promise<readonly Row[]> => {
    try {
      return (await pool.query<Row>(text, [...values])).rows;
    } catch (error) {
      throw storageError(error);
    }
  };
  return {
    inTenant: (tenantId, work, settings) => inTenant(kysely, tenantId, work, settings),
    platform: new Kysely<PlatformTables>({ dialect: dialect(pool) }),
    statements: { query },
    pool,
    whenBack: (signal) => whenBack(query, options.clock, signal),
    close: () => pool.end(),
  };
}

async function inTenant<T>(
  kysely: Kysely<Tables>,
  tenantId: string,
  work: (trx: TenantTransaction) => Promise<T>,
  settings: TransactionOptions = {},
): Promise<T> {
  // An empty tenant would silently see nothing, and a malformed one fail at some later statement.
  if (!uuid.test(tenantId)) throw new Error('inTenant was given something that is not a tenant id');
  const transaction =
    settings.isolation === undefined
      ? kysely.transaction()
      : kysely.transaction().setIsolationLevel(settings.isolation);
  return transaction.execute(async (trx) => {
    await sql`select set_config('app.tenant', ${tenantId}, true)`.execute(trx);
    return work(trx);
  });
}

async function whenBack(
  query: Database['statements']['query'],
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let wait = 250; ; wait = Math.min(wait * 2, 2_000)) {
    await clock.sleep(wait, signal);
    try {
      const [row] = await query(`select current_setting('transaction_read_only') = 'off' as writable`, []);
      if (row?.['writable'] === true) return;
    } catch (error) {
      if (!(error instanceof PlugboardError && error.code === 'storage_unavailable')) throw error;
    }
  }
}

function openPool({ appUrl, nextPassword, log, connections = 10 }: DatabaseOptions): pg.Pool {
  const pool = new pg.Pool({
    ...login(appUrl, nextPassword),
    application_name: 'plugboard',
    max: connections,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: parsers(),
  });
  // Without listeners a connection that breaks while nobody waits for it would end the process; and the pool's own listener is
  // off while a connection is lent out.
  // `end` resolves before the sockets are closed: what the embedded server says to them as it stops is no news.
  const broke = (what: string) => (error: Error) => void (pool.ending || log.warn({ err: error }, what));
  pool.on('error', broke('an idle database connection broke'));
  pool.on('connect', (client) => client.on('error', broke('a database connection broke')));
  return pool;
}

/** See tables.ts: bigint as number, refused rather than rounded. */
function parsers(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, (text: string) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value)) throw new Error(`the bigint ${text} is too large for a number`);
    return value;
  });
  return types;
}

function dialect(pool: pg.Pool): Dialect {
  const postgres = new PostgresDialect({ pool });
  return {
    createAdapter: () => postgres.createAdapter(),
    createDriver: () => new StoreDriver({ pool }),
    createIntrospector: (db) => postgres.createIntrospector(db),
    createQueryCompiler: () => postgres.createQueryCompiler(),
  };
}

/** Kysely's driver with our reading of errors: the one place all statements pass, begin and commit included. */
class StoreDriver extends PostgresDriver {
  #wrapped = new WeakSet<DatabaseConnection>();

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await mapped(super.acquireConnection());
    if (!this.#wrapped.has(connection)) {
      this.#wrapped.add(connection);
      const execute = connection.executeQuery.bind(connection);
      connection.executeQuery = (query: CompiledQuery, options) => mapped(execute(query, options));
    }
    return connection;
  }
}

async function mapped<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw storageError(error);
  }
}
