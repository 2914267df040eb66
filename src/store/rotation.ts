/**
 * Changing keys without downtime. The root key: data keys are wrapped anew, no data is touched. A data key: a new version seals
 * from now on, and what older versions sealed is sealed anew in small transactions; until then the old versions open it. All of
 * it may be stopped anywhere and called again. Called by `plugboard keys rotate`.
 */
import { sql } from 'kysely';
import type { Random } from '../engine/ports.ts';
import type { TenantTransaction } from './database.ts';
import type { Store } from './index.ts';
import type { RootKeys } from './root-key.ts';
import { unwrap, wrap, wrappedKeys } from './vault/data-keys.ts';
import { platformTenant, sealedPlaces, type SealedPlace, type Sealer } from './vault/index.ts';

export interface ResealProgress {
  readonly table: string;
  /** Values sealed anew so far by this call, and all it has to do. */
  readonly done: number;
  readonly total: number;
}

export interface ResealOptions {
  readonly onProgress?: (progress: ResealProgress) => void;
  /** Stops between two chunks; call again to go on. */
  readonly signal?: AbortSignal;
}

/** What is sealed with a tenant's data key: where, and how many values one transaction takes. */
export interface SealedTable {
  readonly name: string;
  /** The column that names the row in its place. */
  readonly id: string;
  readonly place: (id: string) => SealedPlace;
  readonly atOnce: number;
}

/** Every table with a `sealed` column. */
export const sealedTables: readonly SealedTable[] = [
  { name: 'credential', id: 'integration_id', place: sealedPlaces.credential, atOnce: 100 },
  { name: 'provider_app', id: 'id', place: sealedPlaces.providerApp, atOnce: 100 },
  { name: 'oauth_state', id: 'id', place: sealedPlaces.oauthState, atOnce: 100 },
  { name: 'idempotency_key', id: 'key', place: sealedPlaces.idempotentAnswer, atOnce: 100 },
  { name: 'exchange_log', id: 'id', place: sealedPlaces.exchange, atOnce: 100 },
  // Pages are a hundred kilobytes and more.
  { name: 'raw_page', id: 'id', place: sealedPlaces.rawPage, atOnce: 20 },
];

/** The platform and every tenant: whose keys there may be. */
export async function keyHolders(store: Store): Promise<readonly string[]> {
  const tenants = await store.platform.selectFrom('tenant').select('id').orderBy('id').execute();
  return [platformTenant, ...tenants.map((tenant) => tenant.id)];
}

/**
 * Wraps every data key with the current root key; answers how many were not yet. Every running process must have been started
 * with both keys (PLUGBOARD_ROOT_KEY and PLUGBOARD_ROOT_KEY_PREVIOUS) before, and can be started without the old one afterwards.
 */
export async function rewrapDataKeys(store: Store, roots: RootKeys, random: Random): Promise<number> {
  let rewrapped = 0;
  for (const tenantId of await keyHolders(store)) {
    rewrapped += await store.inTenant(tenantId, (trx) => rewrapTenant(trx, tenantId, roots, random));
  }
  if (rewrapped > 0) {
    await record(store, platformTenant, 'vault.root_key_changed', { root_id: roots.current.id, data_keys: rewrapped });
  }
  return rewrapped;
}

async function rewrapTenant(
  trx: TenantTransaction,
  tenantId: string,
  roots: RootKeys,
  random: Random,
): Promise<number> {
  const rows = await wrappedKeys(trx, tenantId).where('root_id', '<>', roots.current.id).forUpdate().execute();
  for (const row of rows) {
    const secret = unwrap([roots.current, roots.previous], tenantId, row);
    const wrapped = wrap(roots.current, tenantId, row.version, secret, (length) => random.bytes(length));
    await trx
      .updateTable('data_key')
      .set({ wrapped, root_id: roots.current.id })
      .where('tenant_id', '=', tenantId)
      .where('version', '=', row.version)
      .execute();
  }
  return rows.length;
}

/** Why a data key is renewed: who asked, and the rotation it is part of. */
export interface Renewal {
  readonly actor: string;
  readonly rotation: string;
}

/** Gives a tenant a new data key; answers its version. `resealTenant` then moves what is stored to it. */
export async function renewDataKey(store: Store, tenantId: string, renewal?: Renewal): Promise<number> {
  const version = await store.vault.renewKey(tenantId);
  const details = { version, ...(renewal === undefined ? {} : { rotation: renewal.rotation }) };
  await record(store, tenantId, renewed, details, renewal?.actor);
  return version;
}

/** Has the tenant got its new key of this rotation already? */
export async function renewedIn(store: Store, tenantId: string, rotation: string): Promise<boolean> {
  const entry = await store.inTenant(tenantId, (trx) =>
    trx
      .selectFrom('audit_entry')
      .select('seq')
      .where('tenant_id', '=', tenantId)
      .where('action', '=', renewed)
      .where(sql<boolean>`details ->> 'rotation' = ${rotation}`)
      .limit(1)
      .executeTakeFirst(),
  );
  return entry !== undefined;
}

/** The rotation that was begun and not finished, by name; undefined when there is none. */
export async function unfinishedRotation(store: Store): Promise<string | undefined> {
  const last = await store.inTenant(platformTenant, (trx) =>
    trx
      .selectFrom('audit_entry')
      .select(['action', 'target'])
      .where('tenant_id', '=', platformTenant)
      .where('action', 'in', [begun, finished])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst(),
  );
  return last?.action === begun ? last.target : undefined;
}

/** Marks the beginning of a rotation of all data keys; until `finishRotation`, a later call of it goes on with this one. */
export async function beginRotation(store: Store, { actor, rotation }: Renewal): Promise<void> {
  await record(store, platformTenant, begun, {}, actor, rotation);
}

export async function finishRotation(
  store: Store,
  { actor, rotation }: Renewal,
  counts: { readonly renewed: number; readonly resealed: number },
): Promise<void> {
  await record(store, platformTenant, finished, counts, actor, rotation);
}

const begun = 'vault.rotation_begun';
const finished = 'vault.rotation_finished';
const renewed = 'vault.data_key_renewed';

/** Seals anew, with the newest key, what older versions sealed; answers how many values that were. */
export async function resealTenant(store: Store, tenantId: string, options: ResealOptions = {}): Promise<number> {
  const { version } = await store.vault.keyFor(tenantId);
  let resealed = 0;
  for (const table of sealedTables) resealed += await resealTable(store, tenantId, table, version, options);
  return resealed;
}

async function resealTable(
  store: Store,
  tenantId: string,
  table: SealedTable,
  version: number,
  { onProgress, signal }: ResealOptions,
): Promise<number> {
  const total = await store.inTenant(tenantId, (trx) => countOld(trx, tenantId, table, version));
  let done = 0;
  let after: string | undefined;
  while (done < total) {
    signal?.throwIfAborted();
    // Fetched for every chunk: counts on, and follows a further rotation.
    const sealer = await store.vault.keyFor(tenantId);
    const from = after;
    const ids = await store.inTenant(tenantId, (trx) => resealChunk(trx, tenantId, table, sealer, from));
    after = ids.at(-1);
    if (after === undefined) break;
    done += ids.length;
    onProgress?.({ table: table.name, done, total: Math.max(done, total) });
  }
  return done;
}

async function countOld(
  trx: TenantTransaction,
  tenantId: string,
  table: SealedTable,
  version: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(table.name)} where ${ofTenant(table, tenantId)} and key_version < ${version}`.execute(
    trx,
  );
  return rows[0]?.count ?? 0;
}

/** One small transaction: the rows are locked, so that a refresh cannot store new tokens in between and have them overwritten. */
async function resealChunk(
  trx: TenantTransaction,
  tenantId: string,
  table: SealedTable,
  sealer: Sealer,
  after: string | undefined,
): Promise<readonly string[]> {
  const id = sql.ref(table.id);
  const further = after === undefined ? sql`true` : sql`${id} > ${after}`;
  const { rows } = await sql<{ id: string; key_version: number; sealed: Buffer }>`
    select ${id} as id, key_version, sealed from ${sql.table(table.name)}
     where ${ofTenant(table, tenantId)} and key_version < ${sealer.version} and ${further}
     order by ${id} limit ${table.atOnce} for update`.execute(trx);
  for (const row of rows) {
    const place = table.place(row.id);
    const sealed = sealer.seal(place, sealer.open(place, row.key_version, row.sealed));
    await sql`update ${sql.table(table.name)} set sealed = ${sealed}, key_version = ${sealer.version}
               where ${ofTenant(table, tenantId)} and ${id} = ${row.id} and key_version = ${row.key_version}`.execute(
      trx,
    );
  }
  return rows.map((row) => row.id);
}

/** The platform's own provider apps have no tenant; its other rows are under the tenant of zeros. */
function ofTenant(table: SealedTable, tenantId: string) {
  const none = table.name === 'provider_app' && tenantId === platformTenant;
  return none ? sql<boolean>`tenant_id is null` : sql<boolean>`tenant_id = ${tenantId}`;
}

async function record(
  store: Store,
  tenantId: string,
  action: string,
  details: Readonly<Record<string, string | number>>,
  actor = 'system:keys',
  target = 'vault',
): Promise<void> {
  await store.inTenant(tenantId, (trx) => store.audit.append(trx, { tenantId, actor, action, target, details }));
}
