/**
 * Changing the root key while everything runs. Data keys are wrapped with the new one beside the old one, so that processes that know
 * only the old go on reading; no data is touched. When no process works with the old key alone any more, it is retired: the old
 * wrappings go, and it opens nothing. May be stopped anywhere and called again. Called by the hub (vault-keys.ts).
 */
import { sql } from 'kysely';
import { fail } from '../contract/errors.ts';
import type { Random } from '../engine/ports.ts';
import type { TenantTransaction } from './database.ts';
import type { Store } from './index.ts';
import type { RootKeys } from './root-key.ts';
import { rootKeyUses, type RootKeyUse } from './root-key-use.ts';
import { unwrap, wrappedKeys, wrappedWith } from './vault/data-keys.ts';
import { platformTenant } from './vault/places.ts';

const tenantsAtOnce = 50;

/** How the data keys of all owners stand to a root key. */
export interface RootKeyCounts {
  /** Data keys there are. */
  readonly keys: number;
  /** Those this root key does not open. */
  readonly closed: number;
  /** Those that are not wrapped with it alone. */
  readonly unsettled: number;
}

export async function rootKeyCounts(store: Store, rootId: string): Promise<RootKeyCounts> {
  const [row] = await store.statements.query(
    `select coalesce(sum(keys), 0)::int as keys, coalesce(sum(closed), 0)::int as closed, coalesce(sum(unsettled), 0)::int as unsettled
       from data_keys_by_tenant_v1($1, null, null)`,
    [rootId],
  );
  return { keys: Number(row?.['keys']), closed: Number(row?.['closed']), unsettled: Number(row?.['unsettled']) };
}

export interface RootKeyWork {
  readonly roots: RootKeys;
  readonly random: Random;
  /** Stops between two owners; call again to go on. */
  readonly signal?: AbortSignal;
  /** Told after every batch of owners how many data keys that batch took. */
  readonly onBatch?: (keys: number) => void;
}

/** Wraps every data key with the present root key, beside the one it is wrapped with; answers how many were not yet. */
export async function wrapDataKeys(store: Store, work: RootKeyWork): Promise<number> {
  // It may have been retired before: whoever starts with it again means it.
  await store.platform
    .updateTable('root_key')
    .set({ retired_at: null })
    .where('id', '=', work.roots.current.id)
    .execute();
  return throughOwners(store, work, (trx, tenantId) => wrapOwner(trx, tenantId, work));
}

/**
 * Retires every other root key. Answers those that processes still wrap with, in which case nothing was done. Throws conflict when
 * a data key would be lost (`wrapDataKeys` comes first).
 */
export async function retireOtherRoots(store: Store, work: RootKeyWork): Promise<readonly RootKeyUse[]> {
  const { current } = work.roots;
  await refuseTurningBack(store, work.roots);
  const others = (await rootKeyUses(store)).filter((use) => use.id !== current.id && use.inUse);
  if (others.length > 0) return others;
  // First no new key may be wrapped with them; then what is wrapped with them only is looked for.
  await store.platform.transaction().execute(async (trx) => {
    await trx
      .updateTable('root_key')
      .set({ retired_at: sql<Date>`clock_timestamp()` })
      .where('id', '<>', current.id)
      .where('retired_at', 'is', null)
      .execute();
    const { rows } = await sql<{ closed: number }>`
      select coalesce(sum(closed), 0)::int as closed from data_keys_by_tenant_v1(${current.id}, null, null)`.execute(
      trx,
    );
    if (rows[0]?.closed !== 0) {
      throw fail('conflict', `${rows[0]?.closed} data keys are not wrapped with the present root key yet.`, {
        next: 'Run `plugboard keys rotate --root` again.',
      });
    }
  });
  await throughOwners(store, work, (trx, tenantId) => settleOwner(trx, tenantId, work));
  return [];
}

/** A process that knows only the key that is being left must not end the change the other way round by accident. */
async function refuseTurningBack(store: Store, { current, previous }: RootKeys): Promise<void> {
  const rows = await store.inTenant(platformTenant, (trx) => wrappedKeys(trx, platformTenant).execute());
  const newer = rows.find((row) => row.root_id !== current.id && row.root_id !== previous?.id);
  if (newer === undefined) return;
  throw fail('conflict', `The root key is being changed to ${newer.root_id}, which this process was not given.`, {
    next: `Set that key as PLUGBOARD_ROOT_KEY and ${current.id} as PLUGBOARD_ROOT_KEY_PREVIOUS to go on; to take the change back, set them the other way round.`,
  });
}

/** Owners that have keys to do, some at a time, each in its own small transaction. */
async function throughOwners(
  store: Store,
  { roots, signal, onBatch }: RootKeyWork,
  work: (trx: TenantTransaction, tenantId: string) => Promise<number>,
): Promise<number> {
  let [total, after]: [number, string | null] = [0, null];
  for (;;) {
    const owners: readonly { readonly [column: string]: unknown }[] = await store.statements.query(
      'select owner_id from data_keys_by_tenant_v1($1, $2, $3)',
      [roots.current.id, after, tenantsAtOnce],
    );
    let batch = 0;
    for (const owner of owners) {
      signal?.throwIfAborted();
      const tenantId = String(owner['owner_id']);
      batch += await store.inTenant(tenantId, (trx) => work(trx, tenantId));
      after = tenantId;
    }
    total += batch;
    onBatch?.(batch);
    if (owners.length < tenantsAtOnce) return total;
  }
}

async function wrapOwner(trx: TenantTransaction, tenantId: string, { roots, random }: RootKeyWork): Promise<number> {
  const { current } = roots;
  const rows = await wrappedKeys(trx, tenantId)
    .where('root_id', '<>', current.id)
    .where((eb) => eb.or([eb('other_root_id', 'is', null), eb('other_root_id', '<>', current.id)]))
    .forNoKeyUpdate()
    .execute();
  for (const row of rows) {
    if (row.other_root_id !== null) {
      throw fail(
        'conflict',
        `The change to root key ${row.root_id} was not finished: ${row.other_root_id} is in use still.`,
        {
          next: `Set PLUGBOARD_ROOT_KEY to ${row.root_id} and run \`plugboard keys rotate --root\` to its end first.`,
        },
      );
    }
    const secret = unwrap(roots, tenantId, row);
    const { wrapped, root_id } = wrappedWith(
      { current, previous: undefined },
      tenantId,
      row.version,
      secret,
      (length) => random.bytes(length),
    );
    await trx
      .updateTable('data_key')
      .set({ wrapped, root_id, other_wrapped: row.wrapped, other_root_id: row.root_id })
      .where('tenant_id', '=', tenantId)
      .where('version', '=', row.version)
      .execute();
  }
  return rows.length;
}

/** Leaves the wrapping of the present root key alone. */
async function settleOwner(trx: TenantTransaction, tenantId: string, { roots }: RootKeyWork): Promise<number> {
  const { id } = roots.current;
  const settled = await trx
    .updateTable('data_key')
    .set({
      wrapped: sql<Buffer>`case when root_id = ${id} then wrapped else other_wrapped end`,
      root_id: id,
      other_wrapped: null,
      other_root_id: null,
    })
    .where('tenant_id', '=', tenantId)
    .where((eb) => eb.or([eb('root_id', '=', id), eb('other_root_id', '=', id)]))
    .where('other_root_id', 'is not', null)
    .executeTakeFirst();
  return Number(settled.numUpdatedRows);
}
