/**
 * The rotations of F28: data keys and the root key are changed, and rotations killed half way, while stores of the old configuration,
 * of the new one, and such that have just started read and write what is sealed. Their clock runs sixty times as fast, so that what
 * waits for minutes (keys known to a process, old keys before their destruction) happens within seconds. Used by f28-vault.ts.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { PlugboardError } from '../../src/contract/errors.ts';
import type { Clock } from '../../src/engine/ports.ts';
import { sealedPlaces, type Store, type TenantTransaction } from '../../src/store/index.ts';
import type { RootKeys } from '../../src/store/root-key.ts';
import { retireOtherRoots, wrapDataKeys } from '../../src/store/root-rotation.ts';
import { claimRotation, requestRotation, workOnRotation } from '../../src/store/rotation.ts';
import { run } from '../../src/testing/server-sql.ts';
import { openTestStore, seedIntegration, systemClock, type SeededIntegration } from '../../src/testing/store.ts';
import type { SeededRandom } from './fault.ts';

export interface Tally {
  /** Attacks tried, and those that opened something. */
  attacks: number;
  opened: string[];
  /** Honest reads tried, and those that failed or read something else. */
  reads: number;
  failed: string[];
}

export interface Seeded extends SeededIntegration {
  readonly pageIds: readonly string[];
}

export interface Rotating {
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly old: RootKeys;
  readonly both: RootKeys;
  readonly seeded: readonly Seeded[];
  /** Honest reads there must be in each phase. */
  readonly reads: number;
  readonly chance: SeededRandom;
  /** Old keys go at once, and nothing refuses values sealed with them. */
  readonly broken: boolean;
}

export interface Rotated {
  renewed: number;
  resealed: number;
  destroyed: number;
  kills: number;
  wrapped: number;
  /** Values of processes that stood still while their key was destroyed, and were not let in. */
  refused: number;
}

const began = Date.now();
const fastClock = { ...systemClock, now: () => began + (Date.now() - began) * 60 };
const random = { next: Math.random, bytes: randomBytes };
const pages = 30;

/** In the broken build processes hold on to a key for its whole minute. */
const clockOf = ({ broken }: Rotating): Clock => (broken ? systemClock : fastClock);

/** A tenant with a credential and some raw pages. */
export async function seedValues(store: Store): Promise<Seeded> {
  const seeded = await seedIntegration(store);
  const { tenantId } = seeded;
  const pageIds = Array.from({ length: pages }, () => randomUUID());
  await store.inTenant(tenantId, async (trx) => {
    const tokens = { access_token: '0' };
    await store.putCredential(trx, { ...seeded, method: 'oauth2', fields: { owner: tenantId }, tokens });
    for (const id of pageIds) await storePage(trx, await sealPage(store, seeded, id));
  });
  return { ...seeded, pageIds };
}

/** A value ready to be stored. */
interface SealedPage {
  readonly tenantId: string;
  readonly streamNo: number;
  readonly id: string;
  readonly sealed: Buffer;
  readonly keyVersion: number;
}

async function sealPage(
  store: Store,
  { tenantId, streamNo }: Pick<Seeded, 'tenantId' | 'streamNo'>,
  id: string,
): Promise<SealedPage> {
  const page = await store.vault.seal(tenantId, sealedPlaces.rawPage(id), Buffer.from(`page ${id}`));
  return { tenantId, streamNo, id, ...page };
}

async function storePage(
  trx: TenantTransaction,
  { tenantId, streamNo, id, sealed, keyVersion }: SealedPage,
): Promise<void> {
  await trx
    .insertInto('raw_page')
    .values({ tenant_id: tenantId, id, stream_no: streamNo, items: 1, sealed, key_version: keyVersion })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doUpdateSet({ sealed, key_version: keyVersion }))
    .execute();
}

export async function honestly(tally: Tally, read: () => Promise<boolean>): Promise<void> {
  tally.reads += 1;
  try {
    if (!(await read())) tally.failed.push('a value read was not the value written');
  } catch (error) {
    tally.failed.push(`a read failed: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}

/** Reads a credential and stores the next token. The token counts up, so one that was overwritten by a rotation shows. */
export async function readOrRefresh(
  store: Store,
  { tenantId, integrationId }: Seeded,
  owner: string,
): Promise<boolean> {
  const credentials = store.credentials(tenantId, integrationId);
  const before = await credentials.read();
  const held = await credentials.lease(owner, before.generation, 45_000);
  if (held === undefined) return before.fields['owner'] === tenantId;
  const token = Number(held.tokens?.access_token);
  const stored = await credentials.commit(owner, held.generation, { access_token: String(token + 1) });
  const after = await credentials.read();
  return stored && after.fields['owner'] === tenantId && Number(after.tokens?.access_token) > token;
}

/** Stores a page as a sync does, without looking at anything before, and opens it as a reader does. */
async function writeAndReadPage(store: Store, seeded: Seeded): Promise<boolean> {
  const { tenantId, pageIds } = seeded;
  const id = pageIds[Math.floor(Math.random() * pageIds.length)] ?? '';
  const sealed = await sealPage(store, seeded, id);
  await store.inTenant(tenantId, (trx) => storePage(trx, sealed));
  const page = await store.inTenant(tenantId, (trx) =>
    trx
      .selectFrom('raw_page')
      .select(['key_version', 'sealed'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow(),
  );
  return opens(store, tenantId, { id, ...page });
}

async function opens(
  store: Store,
  tenantId: string,
  page: { readonly id: string; readonly key_version: number; readonly sealed: Buffer },
): Promise<boolean> {
  const text = await store.vault.open(tenantId, sealedPlaces.rawPage(page.id), page.key_version, page.sealed);
  return text.toString() === `page ${page.id}`;
}

/** By a process that has only what is stored. */
async function readEverything(
  { both, seeded }: Rotating,
  tally: Tally,
  start: (rootKey: RootKeys) => Promise<Store>,
  rotated: Rotated,
): Promise<Rotated> {
  const store = await start(both);
  for (const { tenantId } of seeded) {
    const found = await store.inTenant(tenantId, (trx) =>
      trx.selectFrom('raw_page').select(['id', 'key_version', 'sealed']).where('tenant_id', '=', tenantId).execute(),
    );
    if (found.length < pages) tally.failed.push(`${pages - found.length} pages are gone`);
    for (const page of found) await honestly(tally, () => opens(store, tenantId, page));
  }
  await store.close();
  return rotated;
}

/** A process that stops with a sealed page in its hands, and stores it when the key may be gone. What is refused is tried again, as a run does. */
async function standStill(
  { seeded, both }: Rotating,
  start: (rootKey: RootKeys) => Promise<Store>,
  rotation: () => Promise<void>,
): Promise<number> {
  const store = await start(both);
  const held = await Promise.all(seeded.map((one) => sealPage(store, one, one.pageIds[0] ?? '')));
  await rotation();
  let refused = 0;
  for (const page of held) {
    const { tenantId } = page;
    try {
      await store.inTenant(tenantId, (trx) => storePage(trx, page));
    } catch (error) {
      if (!(error instanceof PlugboardError && error.retry)) throw error;
      refused += 1;
      const again = await sealPage(store, page, page.id);
      await store.inTenant(tenantId, (trx) => storePage(trx, again));
    }
  }
  await store.close();
  return refused;
}

/** Readers and writers never stop while keys are changed under them. */
export async function rotateUnderLoad(rotating: Rotating, tally: Tally): Promise<Rotated> {
  const rotated: Rotated = { renewed: 0, resealed: 0, destroyed: 0, kills: 0, wrapped: 0, refused: 0 };
  const clock = clockOf(rotating);
  const start = (rootKey: RootKeys) => openTestStore({ appUrl: rotating.appUrl, rootKey, connections: 3, clock });
  const everything = new AbortController();
  const oldOnes = new AbortController();
  const load = (rootKey: RootKeys, name: string, signal: AbortSignal) =>
    keepUsing(rotating, tally, () => start(rootKey), name, signal);
  const running = [
    load(rotating.both, 'new 1', everything.signal),
    load(rotating.both, 'new 2', everything.signal),
    newcomers(rotating, tally, () => start(rotating.both), 'newcomer', everything.signal),
  ];
  const before = [
    load(rotating.old, 'old 1', oldOnes.signal),
    newcomers(rotating, tally, () => start(rotating.old), 'old newcomer', oldOnes.signal),
  ];
  try {
    if (rotating.broken) {
      await run(rotating.ownerUrl, 'drop function sealed_with_a_living_key() cascade');
      rotated.refused = await standStill(rotating, start, () => renewAll(rotating, rotated, tally, start));
      return await readEverything(rotating, tally, start, rotated);
    }
    const rotator = await start(rotating.both);
    try {
      await forSome(tally, rotating.reads);
      rotated.wrapped = await wrapDataKeys(rotator, { roots: rotating.both, random });
      await renewAll(rotating, rotated, tally, start);
      // Restarted with both keys, one after the other; forgotten as they would be after minutes.
      oldOnes.abort();
      await Promise.all(before);
      rotated.wrapped += await wrapDataKeys(rotator, { roots: rotating.both, random });
      await run(
        rotating.ownerUrl,
        `update root_key set seen_at = now() - interval '1 hour' where id = '${rotating.old.current.id}'`,
      );
      const left = await retireOtherRoots(rotator, { roots: rotating.both, random });
      if (left.length > 0) tally.failed.push('the old root key could not be retired');
    } finally {
      await rotator.close();
    }
    rotated.refused = await standStill(rotating, start, () => renewAll(rotating, rotated, tally, start));
    return await readEverything(rotating, tally, start, rotated);
  } finally {
    oldOnes.abort();
    everything.abort();
    await Promise.all([...running, ...before]);
  }
}

async function keepUsing(
  { seeded }: Rotating,
  tally: Tally,
  start: () => Promise<Store>,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const store = await start();
  while (!signal.aborted) {
    for (const one of seeded) {
      await honestly(tally, () => writeAndReadPage(store, one));
      await honestly(tally, () => readOrRefresh(store, one, name));
    }
  }
  await store.close();
}

/** Processes that start in the middle have nothing in memory. */
async function newcomers(
  { seeded }: Rotating,
  tally: Tally,
  start: () => Promise<Store>,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const store = await start();
    for (const one of seeded) await honestly(tally, () => readOrRefresh(store, one, name));
    await store.close();
  }
}

async function forSome(tally: Tally, reads: number): Promise<void> {
  for (const end = tally.reads + reads; tally.reads < end;) await systemClock.sleep(20);
}

/** New data keys for everybody, by rotators that are killed now and then, until the old ones are destroyed. */
async function renewAll(
  rotating: Rotating,
  rotated: Rotated,
  tally: Tally,
  start: (rootKey: RootKeys) => Promise<Store>,
): Promise<void> {
  const end = tally.reads + rotating.reads;
  const clock = clockOf(rotating);
  let rotator = await start(rotating.both);
  try {
    await requestRotation(rotator, {
      tenantId: undefined,
      rotation: randomUUID(),
      actor: 'system:f28',
      now: new Date(clock.now()),
    });
    while (await pending(rotator)) {
      const now = rotating.broken ? clock.now() + 3_600_000 : clock.now();
      const held = await claimRotation(rotator, new Date(now), ['queued', 'sealing', 'waiting']);
      if (held === undefined) {
        await systemClock.sleep(20);
        continue;
      }
      const dies = held.state === 'queued' && rotating.chance.below(3) === 0;
      const dead = new AbortController();
      const working = workOnRotation(rotator, held, {
        now: () => clock.now(),
        signal: dead.signal,
        onProgress: () => dies && dead.abort(new Error('killed')),
      });
      if (!dies) {
        await working;
        continue;
      }
      // Killed after a chunk: another process goes on when the hold has run out.
      await working.catch(() => {});
      rotated.kills += 1;
      await rotator.close();
      rotator = await start(rotating.both);
    }
    const rows = await rotator.platform.selectFrom('key_rotation').select(['done', 'destroyed', 'problem']).execute();
    for (const { done, destroyed, problem } of rows) {
      rotated.renewed += 1;
      rotated.resealed += done;
      rotated.destroyed += destroyed;
      if (problem !== null) tally.failed.push(`a rotation failed: ${problem}`);
    }
    await forSome(tally, end - tally.reads);
  } finally {
    await rotator.close();
  }
}

async function pending(store: Store): Promise<boolean> {
  const row = await store.platform
    .selectFrom('key_rotation')
    .select('tenant_id')
    .where('state', '<>', 'finished')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
