/**
 * The data keys of tenants in the table data_key: made on first use, wrapped by the root key, unwrapped into memory. Several
 * processes may do so at once and end with the same key. While the root key is being changed a key is wrapped with both, so that
 * processes started before the change go on. Knows nothing of what is sealed. Used by vault/index.ts, rotation.ts, root-rotation.ts.
 */
import { createSecretKey, type KeyObject } from 'node:crypto';
import { fail } from '../../contract/errors.ts';
import type { Database, TenantTransaction } from '../database.ts';
import type { RootKey, RootKeys } from '../root-key.ts';
import { decrypt, encrypt } from './cipher.ts';
import { additionalData, sealedPlaces } from './places.ts';

const keyBytes = 32;

export interface DataKey {
  readonly version: number;
  readonly key: KeyObject;
  /** How often it has sealed, all processes together, as far as they have reported. */
  readonly seals: number;
}

/** A data key as stored. `other_*`: the same key wrapped with another root key, while that is being changed. */
export interface WrappedKey {
  readonly version: number;
  readonly wrapped: Buffer;
  readonly root_id: string;
  readonly other_wrapped: Buffer | null;
  readonly other_root_id: string | null;
}

export interface DataKeyStore {
  /** All versions, newest last; makes the first when there is none. */
  load(tenantId: string): Promise<readonly [DataKey, ...DataKey[]]>;
  /** Adds this version, unless it is there. Throws internal when the root key was retired. */
  add(tenantId: string, version: number): Promise<void>;
  /** Reports further uses and answers the count of all processes. */
  count(tenantId: string, version: number, seals: number): Promise<number>;
  /** What was kept of a destroyed version, sealed; see rotation.ts. */
  derived(tenantId: string, id: string): Promise<{ readonly key_version: number; readonly sealed: Buffer } | undefined>;
}

/** Its database must have connections of its own: keys are committed apart from the caller's transaction, which may roll back. */
export function dataKeyStore(database: Database, roots: RootKeys, bytes: (length: number) => Buffer): DataKeyStore {
  const add = (tenantId: string, version: number) =>
    database.inTenant(tenantId, async (trx) => {
      const alive = await livingRoots(trx, roots);
      await trx
        .insertInto('data_key')
        .values({ tenant_id: tenantId, version, ...wrappedWith(alive, tenantId, version, bytes(keyBytes), bytes) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });

  const read = async (tenantId: string): Promise<readonly DataKey[]> => {
    const rows = await database.inTenant(tenantId, (trx) => wrappedKeys(trx, tenantId).select('seals').execute());
    return rows.map((row) => ({
      version: row.version,
      seals: row.seals,
      key: createSecretKey(unwrap(roots, tenantId, row)),
    }));
  };

  return {
    async load(tenantId) {
      let [first, ...others] = await read(tenantId);
      if (first === undefined) {
        await add(tenantId, 1);
        // What was stored counts: another process may have been first.
        [first, ...others] = await read(tenantId);
      }
      if (first === undefined) throw new Error('a data key that was just stored is not there');
      return [first, ...others];
    },
    add,
    async count(tenantId, version, seals) {
      const row = await database.inTenant(tenantId, (trx) =>
        trx
          .updateTable('data_key')
          .set((eb) => ({ seals: eb('seals', '+', seals) }))
          .where('tenant_id', '=', tenantId)
          .where('version', '=', version)
          .returning('seals')
          .executeTakeFirst(),
      );
      // Destroyed meanwhile: nobody asks any more.
      return row?.seals ?? seals;
    },
    derived: (tenantId, id) =>
      database.inTenant(tenantId, (trx) =>
        trx
          .selectFrom('derived_key')
          .select(['key_version', 'sealed'])
          .where('tenant_id', '=', tenantId)
          .where('id', '=', id)
          .executeTakeFirst(),
      ),
  };
}

/** A tenant's keys as stored, oldest first. */
export function wrappedKeys(trx: TenantTransaction, tenantId: string) {
  return trx
    .selectFrom('data_key')
    .where('tenant_id', '=', tenantId)
    .select(['version', 'wrapped', 'root_id', 'other_wrapped', 'other_root_id'])
    .orderBy('version');
}

/** The columns of a key that both root keys open, as far as both are given. */
export function wrappedWith(
  { current, previous }: RootKeys,
  tenantId: string,
  version: number,
  secret: Buffer,
  bytes: (length: number) => Buffer,
): Omit<WrappedKey, 'version'> {
  const place = additionalData(tenantId, sealedPlaces.dataKey(version), version);
  const wrap = (root: RootKey): Buffer => encrypt(root.wrapping, bytes(12), place, secret);
  return {
    wrapped: wrap(current),
    root_id: current.id,
    other_wrapped: previous === undefined ? null : wrap(previous),
    other_root_id: previous?.id ?? null,
  };
}

/** Throws internal: with the name of the root key that is needed, or saying that the row was tampered with. */
export function unwrap(roots: RootKeys, tenantId: string, row: WrappedKey): Buffer {
  const known = [roots.current, ...(roots.previous === undefined ? [] : [roots.previous])];
  const wrappings = [
    { rootId: row.root_id, wrapped: row.wrapped },
    ...(row.other_wrapped === null ? [] : [{ rootId: row.other_root_id, wrapped: row.other_wrapped }]),
  ];
  for (const { rootId, wrapped } of wrappings) {
    const root = known.find((candidate) => candidate.id === rootId);
    if (root === undefined) continue;
    const place = additionalData(tenantId, sealedPlaces.dataKey(row.version), row.version);
    const secret = decrypt(root.wrapping, place, wrapped);
    if (secret !== undefined) return secret;
    throw fail('internal', `Data key ${row.version} of tenant ${tenantId} was damaged or moved: it does not open.`);
  }
  throw wrongRoot(wrappings.map(({ rootId }) => rootId ?? '').join(' and '), known);
}

/** What to say when none of the given root keys opens the vault. */
export function wrongRoot(needed: string, given: readonly RootKey[]) {
  return fail(
    'internal',
    `The vault is sealed with root key ${needed}, but this process was given ${given.map(({ id }) => id).join(' and ')}. Nothing was changed.`,
    {
      next: 'Set PLUGBOARD_ROOT_KEY (or _FILE) to the key this database was started with. While the root key is being changed, set the key before as PLUGBOARD_ROOT_KEY_PREVIOUS (or _FILE) beside the new one.',
    },
  );
}

/**
 * The given root keys that were not retired. Held until the transaction ends, so that none is retired while a key is being wrapped
 * with it: what only a retired key opens, nobody opens.
 */
async function livingRoots(trx: TenantTransaction, roots: RootKeys): Promise<RootKeys> {
  const ids = [roots.current.id, ...(roots.previous === undefined ? [] : [roots.previous.id])];
  const rows = await trx
    .selectFrom('root_key')
    .select(['id', 'retired_at'])
    .where('id', 'in', ids)
    .forShare()
    .execute();
  const retired = new Set(rows.filter((row) => row.retired_at !== null).map((row) => row.id));
  if (retired.has(roots.current.id)) {
    throw fail(
      'internal',
      `The root key ${roots.current.id} of this process was retired: the root key has been changed.`,
      {
        next: 'Set PLUGBOARD_ROOT_KEY (or _FILE) to the present key and start again.',
      },
    );
  }
  return { current: roots.current, previous: retired.has(roots.previous?.id ?? '') ? undefined : roots.previous };
}
