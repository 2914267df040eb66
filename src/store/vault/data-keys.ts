/**
 * The data keys of tenants in the table data_key: made on first use, wrapped by the root key, unwrapped into memory. Several
 * processes may do so at once and end with the same key. Knows nothing of what is sealed. Used by vault/index.ts and rotation.ts.
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

interface WrappedKey {
  readonly version: number;
  readonly wrapped: Buffer;
  readonly root_id: string;
}

export interface DataKeyStore {
  /** All versions, newest last; makes the first when there is none. */
  load(tenantId: string): Promise<readonly [DataKey, ...DataKey[]]>;
  /** Adds the version after `known`, unless somebody else has just done so. */
  addAfter(tenantId: string, known: number): Promise<void>;
  /** Reports further uses and answers the count of all processes. */
  count(tenantId: string, version: number, seals: number): Promise<number>;
}

/** Its database must have connections of its own: keys are committed apart from the caller's transaction, which may roll back. */
export function dataKeyStore(database: Database, roots: RootKeys, bytes: (length: number) => Buffer): DataKeyStore {
  const add = (tenantId: string, version: number) =>
    database.inTenant(tenantId, async (trx) => {
      const wrapped = wrap(roots.current, tenantId, version, bytes(keyBytes), bytes);
      await trx
        .insertInto('data_key')
        .values({ tenant_id: tenantId, version, wrapped, root_id: roots.current.id })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });

  const read = async (tenantId: string): Promise<readonly DataKey[]> => {
    const rows = await database.inTenant(tenantId, (trx) => wrappedKeys(trx, tenantId).select('seals').execute());
    return rows.map((row) => ({
      version: row.version,
      seals: row.seals,
      key: createSecretKey(unwrap([roots.current, roots.previous], tenantId, row)),
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
    addAfter: (tenantId, known) => add(tenantId, known + 1),
    async count(tenantId, version, seals) {
      const row = await database.inTenant(tenantId, (trx) =>
        trx
          .updateTable('data_key')
          .set((eb) => ({ seals: eb('seals', '+', seals) }))
          .where('tenant_id', '=', tenantId)
          .where('version', '=', version)
          .returning('seals')
          .executeTakeFirstOrThrow(),
      );
      return row.seals;
    },
  };
}

/** A tenant's keys as stored, oldest first. */
export function wrappedKeys(trx: TenantTransaction, tenantId: string) {
  return trx
    .selectFrom('data_key')
    .where('tenant_id', '=', tenantId)
    .select(['version', 'wrapped', 'root_id'])
    .orderBy('version');
}

export function wrap(
  root: RootKey,
  tenantId: string,
  version: number,
  secret: Buffer,
  bytes: (length: number) => Buffer,
): Buffer {
  return encrypt(root.wrapping, bytes(12), additionalData(tenantId, sealedPlaces.dataKey(version), version), secret);
}

/** Throws internal: with the name of the root key that is needed, or saying that the row was tampered with. */
export function unwrap(roots: readonly (RootKey | undefined)[], tenantId: string, row: WrappedKey): Buffer {
  const known = roots.filter((root) => root !== undefined);
  const root = known.find((candidate) => candidate.id === row.root_id);
  if (root === undefined) {
    const given = known.map((candidate) => candidate.id).join(' and ');
    throw fail(
      'internal',
      `The vault is sealed with root key ${row.root_id}, but this process was given ${given}. Set PLUGBOARD_ROOT_KEY to the key this database was started with.`,
    );
  }
  const secret = decrypt(
    root.wrapping,
    additionalData(tenantId, sealedPlaces.dataKey(row.version), row.version),
    row.wrapped,
  );
  if (secret === undefined)
    throw fail('internal', `Data key ${row.version} of tenant ${tenantId} was damaged or moved: it does not open.`);
  return secret;
}
