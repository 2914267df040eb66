/**
 * Renewing data keys while everything runs. A new version seals from now on; what older versions sealed is sealed anew in small
 * transactions; until then the old versions open it, and when nothing is sealed with them any more they are destroyed. One row of
 * key_rotation per owner says how far it has come: whoever holds it works under a fence, and killed anywhere, the next holder goes
 * on. Called by the hub (vault-keys.ts), which works for the worker and for `plugboard keys rotate`.
 */
import { sql } from 'kysely';
import { fail, PlugboardError } from '../contract/errors.ts';
import type { TenantTransaction } from './database.ts';
import type { Store } from './index.ts';
import type { KeyRotationState } from './key-tables.ts';
import { destroyOldKeys } from './key-destruction.ts';
import { countSealed, ofOwner, sealedTables, type SealedTable } from './sealed-tables.ts';
import { refreshMs, type Sealer } from './vault/index.ts';

/** A holder that has not reported for so long is dead. Longer than any chunk takes. */
const holdMs = 30_000;
/**
 * Old keys live on for so long after everything was sealed anew: other processes seal with them for a minute more, and one that stood still
 * for longer should find what it holds in its hands still welcome (if not, it is refused and tries again).
 */
export const oldKeysLiveMs = 5 * refreshMs;
/** After a failure. */
const againMs = 60_000;

/** A rotation somebody holds. */
export interface HeldRotation {
  readonly tenantId: string;
  readonly rotation: string;
  readonly state: KeyRotationState;
  readonly toVersion: number | undefined;
  readonly requestedBy: string;
  readonly fence: number;
  readonly done: number;
}

export interface RotationRequest {
  /** Undefined: the platform and every tenant. */
  readonly tenantId: string | undefined;
  readonly rotation: string;
  readonly actor: string;
  readonly now: Date;
}

/**
 * Asks for a new data key; answers how many owners will get one. Owners whose last renewal still seals anew are left to it: asking
 * twice, or two of us at once, makes one new key.
 */
export async function requestRotation(
  store: Store,
  { tenantId, rotation, actor, now }: RotationRequest,
): Promise<number> {
  const { rows } = await sql<{ tenant_id: string }>`
    insert into key_rotation as r (tenant_id, rotation, state, requested_by, requested_at, next_at)
    select o.id, ${rotation}, 'queued', ${actor}, ${now}, ${now}
      from (select '00000000-0000-0000-0000-000000000000'::uuid as id union all select t.id from tenant t) o
     where ${tenantId ?? null}::uuid is null or o.id = ${tenantId ?? null}::uuid
     order by o.id
    on conflict (tenant_id) do update
       set rotation = excluded.rotation, state = 'queued', requested_by = excluded.requested_by, requested_at = excluded.requested_at,
           next_at = excluded.next_at, to_version = null, total = 0, done = 0, unreadable = 0, destroyed = 0, problem = null,
           fence = r.fence + 1, held_until = null, sealed_at = null, finished_at = null
     where r.state in ('waiting', 'finished')
    returning tenant_id`.execute(store.platform);
  return rows.length;
}

/** Takes up a rotation that is due and that nobody holds; `tenantIds`: one of these owners' only. */
export async function claimRotation(
  store: Store,
  now: Date,
  states: readonly KeyRotationState[],
  tenantId?: string,
): Promise<HeldRotation | undefined> {
  const only = tenantId === undefined ? sql`true` : sql`tenant_id = ${tenantId}::uuid`;
  const { rows } = await sql<{
    tenant_id: string;
    rotation: string;
    state: KeyRotationState;
    to_version: number | null;
    requested_by: string;
    fence: number;
    done: number;
  }>`
    update key_rotation set fence = fence + 1, held_until = clock_timestamp() + ${holdMs} * interval '1 millisecond'
     where tenant_id = (select tenant_id from key_rotation
                         where state <> 'finished' and state = any(${states}::text[]) and next_at <= ${now} and ${only}
                           and (held_until is null or held_until < clock_timestamp())
                         order by next_at, tenant_id limit 1 for update skip locked)
    returning tenant_id, rotation, state, to_version, requested_by, fence, done`.execute(store.platform);
  const row = rows[0];
  if (row === undefined) return undefined;
  const { rotation, state, fence, done } = row;
  const toVersion = row.to_version ?? undefined;
  return { tenantId: row.tenant_id, rotation, state, toVersion, requestedBy: row.requested_by, fence, done };
}

export interface StepOptions {
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: RotationProgress) => void;
  /** Told of a value that does not open: it was tampered with, and stays as it is. */
  readonly onUnreadable?: (place: { readonly table: string; readonly id: string }) => void;
}

export interface RotationProgress {
  readonly tenantId: string;
  readonly done: number;
  readonly total: number;
}

/**
 * Works on a held rotation until its state is done (its old keys must wait) or it is told to stop, and lets it go. Answers false when
 * it was taken over. A failure is noted beside it, and it is due again a minute later.
 */
export async function workOnRotation(store: Store, held: HeldRotation, options: StepOptions): Promise<boolean> {
  try {
    if (held.state === 'waiting') await finish(store, held, options);
    else await sealAnew(store, await withNewKey(store, held, options), options);
    return true;
  } catch (error) {
    if (wasTakenOver(error)) return false;
    const problem = options.signal.aborted ? undefined : error instanceof Error ? error.message : 'unknown';
    await letGo(store, held, problem, new Date(options.now() + (problem === undefined ? 0 : againMs)));
    if (problem === undefined) return true;
    throw error;
  }
}

/** Makes the new key, whose version is fixed first: repeated after a kill it makes no other. */
async function withNewKey(
  store: Store,
  held: HeldRotation,
  { now }: StepOptions,
): Promise<HeldRotation & { readonly toVersion: number }> {
  if (held.state === 'sealing' && held.toVersion !== undefined) return { ...held, toVersion: held.toVersion };
  const { tenantId, rotation, requestedBy } = held;
  // There is one from the first use on; here perhaps from now on.
  await store.vault.keyFor(tenantId);
  const toVersion = held.toVersion ?? (await store.inTenant(tenantId, (trx) => chooseVersion(trx, held)));
  await store.vault.renewKey(tenantId, toVersion);
  await store.inTenant(tenantId, async (trx) => {
    const total = await countSealed(trx, tenantId, toVersion);
    await report(trx, held, { state: 'sealing', total, done: 0, next_at: new Date(now()) });
    const details = { version: toVersion, rotation };
    await store.audit.append(trx, {
      tenantId,
      actor: requestedBy,
      action: 'vault.data_key_renewed',
      target: 'vault',
      details,
    });
  });
  return { ...held, state: 'sealing', toVersion, done: 0 };
}

async function chooseVersion(trx: TenantTransaction, held: HeldRotation): Promise<number> {
  const { newest } = await trx
    .selectFrom('data_key')
    .select((eb) => eb.fn.max('version').as('newest'))
    .where('tenant_id', '=', held.tenantId)
    .executeTakeFirstOrThrow();
  await report(trx, held, { to_version: newest + 1 });
  return newest + 1;
}

async function sealAnew(
  store: Store,
  held: HeldRotation & { readonly toVersion: number },
  options: StepOptions,
): Promise<void> {
  const unreadable = await resealAll(store, held, options);
  await store.inTenant(held.tenantId, async (trx) => {
    const sealed_at = new Date(options.now());
    const next_at = new Date(sealed_at.getTime() + oldKeysLiveMs);
    await report(trx, held, { state: 'waiting', sealed_at, next_at, unreadable, held_until: null, problem: null });
  });
}

/** Once more for what other processes sealed with the old keys in their last minute, then the old keys go. */
async function finish(store: Store, held: HeldRotation, options: StepOptions): Promise<void> {
  const { tenantId, toVersion } = held;
  if (toVersion === undefined) throw new Error('a rotation that waits has a new version');
  const unreadable = await resealAll(store, { ...held, toVersion }, options);
  await store.inTenant(tenantId, async (trx) => {
    const destroyed = await destroyOldKeys(store, trx, tenantId, toVersion);
    await report(trx, held, {
      state: 'finished',
      finished_at: new Date(options.now()),
      destroyed: destroyed.length,
      unreadable,
      held_until: null,
      problem: null,
    });
    if (destroyed.length === 0) return;
    await store.audit.append(trx, {
      tenantId,
      actor: held.requestedBy,
      action: 'vault.data_keys_destroyed',
      target: 'vault',
      details: { versions: destroyed.join(' '), rotation: held.rotation },
    });
  });
}

/** Everything of the owner that an older key sealed. Answers how many values do not open. */
async function resealAll(
  store: Store,
  held: HeldRotation & { readonly toVersion: number },
  options: StepOptions,
): Promise<number> {
  // What this process knows of keys may be older than the new one; only with that may it begin.
  await store.vault.renewKey(held.tenantId, held.toVersion);
  let unreadable = 0;
  for (const table of sealedTables) {
    let after: string | undefined;
    do {
      options.signal.throwIfAborted();
      // Fetched for every chunk: counts on.
      const sealer = await store.vault.keyFor(held.tenantId);
      const from = after;
      const chunk = await store.inTenant(held.tenantId, async (trx) => {
        const counts = await resealChunk(trx, held, table, sealer, from, options);
        return { ...counts, progress: await report(trx, held, { addDone: counts.done }) };
      });
      after = chunk.last;
      unreadable += chunk.unreadable;
      if (chunk.done > 0) options.onProgress?.({ tenantId: held.tenantId, ...chunk.progress });
    } while (after !== undefined);
  }
  return unreadable;
}

interface Chunk {
  readonly done: number;
  readonly unreadable: number;
  /** Where the next begins; undefined: there is nothing left. */
  readonly last: string | undefined;
}

/** One small transaction: the rows are locked, so that a refresh cannot store new tokens in between and have them overwritten. */
async function resealChunk(
  trx: TenantTransaction,
  { tenantId, toVersion }: HeldRotation & { readonly toVersion: number },
  table: SealedTable,
  sealer: Sealer,
  after: string | undefined,
  { onUnreadable }: StepOptions,
): Promise<Chunk> {
  const id = sql.ref(table.id);
  const further = after === undefined ? sql`true` : sql`${id} > ${after}`;
  const { rows } = await sql<{ id: string; key_version: number; sealed: Buffer }>`
    select ${id} as id, key_version, sealed from ${sql.table(table.name)}
     where ${ofOwner(table, tenantId)} and key_version < ${toVersion} and ${further}
     order by ${id} limit ${table.atOnce} for update`.execute(trx);
  let done = 0;
  for (const row of rows) {
    const sealed = resealed(table, sealer, row);
    if (sealed === undefined) {
      onUnreadable?.({ table: table.name, id: row.id });
      continue;
    }
    done += 1;
    await sql`update ${sql.table(table.name)} set sealed = ${sealed}, key_version = ${sealer.version}
               where ${ofOwner(table, tenantId)} and ${id} = ${row.id} and key_version = ${row.key_version}`.execute(
      trx,
    );
  }
  return { done, unreadable: rows.length - done, last: rows.at(-1)?.id };
}

/** Undefined when the value does not open: one that was damaged must not keep all others from a new key. */
function resealed(
  table: SealedTable,
  sealer: Sealer,
  row: { readonly id: string; readonly key_version: number; readonly sealed: Buffer },
): Buffer | undefined {
  const place = table.place(row.id);
  let plaintext: Buffer;
  try {
    plaintext = sealer.open(place, row.key_version, row.sealed);
  } catch (error) {
    if (error instanceof PlugboardError && error.code === 'internal') return undefined;
    throw error;
  }
  return sealer.seal(place, plaintext);
}

interface Report {
  readonly state?: KeyRotationState;
  readonly to_version?: number;
  readonly total?: number;
  readonly done?: number;
  readonly addDone?: number;
  readonly unreadable?: number;
  readonly destroyed?: number;
  readonly next_at?: Date;
  readonly held_until?: null;
  readonly problem?: string | null;
  readonly sealed_at?: Date;
  readonly finished_at?: Date;
}

/** Within the transaction that does the work: under an older fence neither happens. Also says that the holder lives. */
async function report(
  trx: TenantTransaction,
  { tenantId, fence }: HeldRotation,
  { addDone = 0, ...set }: Report,
): Promise<{ readonly done: number; readonly total: number }> {
  const row = await trx
    .updateTable('key_rotation')
    .set((eb) => ({
      held_until: sql<Date>`clock_timestamp() + ${holdMs} * interval '1 millisecond'`,
      ...(addDone === 0 ? {} : { done: eb('done', '+', addDone) }),
      ...set,
    }))
    .where('tenant_id', '=', tenantId)
    .where('fence', '=', fence)
    .returning(['done', 'total'])
    .executeTakeFirst();
  if (row === undefined) throw fail('conflict', 'The rotation was taken over.', { meta: { reason: 'taken_over' } });
  // What was stored with an old key meanwhile is sealed anew, too.
  return { done: row.done, total: Math.max(row.done, row.total) };
}

async function letGo(store: Store, held: HeldRotation, problem: string | undefined, next_at: Date): Promise<void> {
  await store.platform
    .updateTable('key_rotation')
    .set({ held_until: null, problem: problem ?? null, next_at })
    .where('tenant_id', '=', held.tenantId)
    .where('fence', '=', held.fence)
    .execute();
}

function wasTakenOver(error: unknown): boolean {
  return error instanceof PlugboardError && error.details.meta?.['reason'] === 'taken_over';
}
