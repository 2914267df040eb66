/**
 * The store: everything Plugboard keeps, in PostgreSQL, behind one value. Opened by the composition root, the worker and the
 * CLI; used by the hub, which joins it with the engine. Assumes a migrated database and says so when it is not.
 */
import type { Kysely } from 'kysely';
import type pg from 'pg';
import { fail } from '../contract/errors.ts';
import type { BudgetStore, Clock, CredentialStore, Random } from '../engine/ports.ts';
import { openAudit, type Audit } from './audit.ts';
import { budgetStore } from './budget.ts';
import { credentialStore, destroyCredential, putCredential, type NewCredential } from './credentials.ts';
import { openDatabase, type Database, type Row, type StoreLog, type TenantTransaction } from './database.ts';
import { openLogs, type Logs } from './logs.ts';
import { missingMigrations } from './migrate.ts';
import type { RootKeys } from './root-key.ts';
import { noteEveryMs, noteRootKey } from './root-key-use.ts';
import { storageError } from './storage-errors.ts';
import type { PlatformTables } from './tables.ts';
import { dataKeyStore } from './vault/data-keys.ts';
import { openVault, platformTenant, type Vault } from './vault/index.ts';

export { type Audit, type AuditEntry, type AuditVerdict } from './audit.ts';
export type { NewCredential } from './credentials.ts';
export type { ExchangeLine, LogName, LogPartition, Logs, MinuteLine } from './logs.ts';
export { deleteLines } from './logs.ts';
export type { Row, StoreLog, TenantTransaction, TransactionOptions } from './database.ts';
export { violatedUnique } from './storage-errors.ts';
export type * from './tables.ts';
export { platformTenant, sealedPlaces, type Sealed, type SealedPlace, type Sealer, type Vault } from './vault/index.ts';

export interface StoreOptions {
  /** Connection URL of the application role, as `migrate` answers it. */
  readonly appUrl: string;
  /** While the root key is being changed: see login.ts. */
  readonly nextPassword?: string | undefined;
  readonly rootKey: RootKeys;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: StoreLog;
  /** Most database connections of this process at a time, besides two of the vault; default 10. */
  readonly connections?: number;
}

export interface Store {
  /** One transaction that sees this tenant's rows only; see database.ts. */
  readonly inTenant: Database['inTenant'];
  /** Tables that belong to no tenant. */
  readonly platform: Kysely<PlatformTables>;
  /** Single statements outside a transaction, for functions that set the tenant themselves. Errors are read as everywhere. */
  readonly statements: { query(text: string, values: readonly unknown[]): Promise<readonly Row[]> };
  /** The pool itself, for the queue. Its errors are the driver's own. */
  readonly pool: pg.Pool;
  readonly vault: Vault;
  readonly budget: BudgetStore;
  readonly audit: Audit;
  readonly logs: Logs;
  /** The credential of one integration as the engine works with it. */
  credentials(tenantId: string, integrationId: string): CredentialStore;
  /** Creates or replaces a credential, within the caller's transaction. */
  putCredential(trx: TenantTransaction, credential: NewCredential): Promise<void>;
  /** Removes a credential for good, within the caller's transaction. */
  destroyCredential(trx: TenantTransaction, tenantId: string, integrationId: string): Promise<void>;
  /** Resolves when the database takes writes again. Rejects when aborted. */
  whenBack(signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the store. Throws storage_unavailable when the database cannot be reached or has not been migrated, and internal when
 * the root key is not the one that sealed it.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { rootKey, clock, random, log } = options;
  await checkSchema(options);
  const database = openDatabase(options);
  // Connections of its own: a transaction that seals must not wait for a connection that other such transactions hold.
  const vaultDatabase = openDatabase({ ...options, connections: 2 });
  const vault = openVault({
    keys: dataKeyStore(vaultDatabase, rootKey, (length) => random.bytes(length)),
    clock,
    random,
    log,
  });
  // So that nobody retires a root key while an idle process still has nothing else. A real timer: it says that this process lives.
  const noting = setInterval(() => {
    noteRootKey(vaultDatabase, rootKey).catch((error: unknown) => {
      log.warn({ err: error }, 'which root key is in use could not be noted; it will be later');
    });
  }, noteEveryMs).unref();
  const close = async (): Promise<void> => {
    clearInterval(noting);
    await vault.close();
    await Promise.all([database.close(), vaultDatabase.close()]);
  };
  try {
    // A wrong root key is found now, not at the first sync.
    await vault.keyFor(platformTenant);
    await noteRootKey(vaultDatabase, rootKey);
  } catch (error) {
    await close();
    throw error;
  }
  const audit = openAudit(database, vault, clock);
  return {
    inTenant: database.inTenant,
    platform: database.platform,
    statements: database.statements,
    pool: database.pool,
    vault,
    budget: budgetStore(database.statements),
    audit,
    logs: openLogs(database.statements),
    credentials: (tenantId, integrationId) =>
      credentialStore({ database, vault, audit, clock }, tenantId, integrationId),
    putCredential: (trx, credential) => putCredential(trx, vault, credential),
    destroyCredential,
    whenBack: database.whenBack,
    close,
  };
}

async function checkSchema({ appUrl, nextPassword }: StoreOptions): Promise<void> {
  const missing = await missingMigrations(appUrl, nextPassword).catch((error: unknown) => {
    throw isUnknownTable(error) ? unmigrated('The database has never been migrated.', error) : storageError(error);
  });
  if (missing.length > 0) throw unmigrated(`The database lacks ${missing.join(', ')}.`);
}

function unmigrated(what: string, cause?: unknown): Error {
  return fail('storage_unavailable', `${what} Run \`plugboard migrate\`.`, { cause });
}

function isUnknownTable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42P01';
}
