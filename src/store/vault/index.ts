/**
 * The vault: seals what must stay secret (credentials, provider apps, raw pages) with the tenant's own data key, bound to the
 * place where it is stored. Keys stay in memory once loaded, so that sealing a page is a synchronous call without I/O. Old
 * versions of a key open what they sealed; new values get the newest. Made by ../index.ts; used by the store and the hub.
 */
import { hkdfSync } from 'node:crypto';
import { fail } from '../../contract/errors.ts';
import type { Clock, Random } from '../../engine/ports.ts';
import type { StoreLog } from '../database.ts';
import { decrypt, encrypt, ivSource } from './cipher.ts';
import type { DataKey, DataKeyStore } from './data-keys.ts';
import { additionalData, sealedPlaces, type SealedPlace } from './places.ts';

export { platformTenant, sealedPlaces, type SealedPlace } from './places.ts';

export interface Sealed {
  readonly sealed: Buffer;
  /** Stored beside it, and needed to open it. */
  readonly keyVersion: number;
}

/** One tenant's keys, loaded: no call of it waits. */
export interface Sealer {
  /** Version that `seal` uses. */
  readonly version: number;
  /** Throws internal when the key has been used as often as is safe. */
  seal(place: SealedPlace, plaintext: Buffer): Buffer;
  /** Throws internal when it is not what was sealed here, or the version is not loaded (`vault.open` loads it). */
  open(place: SealedPlace, keyVersion: number, sealed: Buffer): Buffer;
}

export interface Vault {
  /** Loads the tenant's keys, making the first one on first use. Throws internal when the root key is not the right one. */
  keyFor(tenantId: string): Promise<Sealer>;
  seal(tenantId: string, place: SealedPlace, plaintext: Buffer): Promise<Sealed>;
  open(tenantId: string, place: SealedPlace, keyVersion: number, sealed: Buffer): Promise<Buffer>;
  /**
   * Adds a new version, which seals from now on; answers the one that does. Other processes follow within {@link refreshMs}.
   * `to`: makes this version, unless it is there, so that a call may be repeated.
   */
  renewKey(tenantId: string, to?: number): Promise<number>;
  /** 32 bytes that follow from one version of a data key, for another purpose than sealing. They outlive the version. */
  derive(tenantId: string, keyVersion: number, purpose: string): Promise<Buffer>;
  /** Reports what has been counted. */
  close(): Promise<void>;
}

export interface VaultOptions {
  readonly keys: DataKeyStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: StoreLog;
}

/** A key sealed with random IVs stops at 2^32 uses (NIST SP 800-38D); what processes have not reported yet lies within the margin. */
const mostSeals = 2 ** 32 - 2 ** 20;
const reportEvery = 1024;
/** How long a process may go on sealing with the version before, after another process added one. */
export const refreshMs = 60_000;

/** What is kept of a destroyed version, by name: see `derive`. */
export function derivedId(version: number, purpose: string): string {
  return `${version} ${purpose}`;
}

interface Loaded {
  readonly at: number;
  readonly sealer: Sealer;
  readonly versions: ReadonlyMap<number, DataKey>;
}

export function openVault({ keys, clock, random, log }: VaultOptions): Vault {
  const nextIv = ivSource((length) => random.bytes(length));
  const loaded = new Map<string, Promise<Loaded>>();
  const counters = new Map<string, UseCounter>();

  const load = (tenantId: string): Promise<Loaded> => {
    const loading = keys.load(tenantId).then((list): Loaded => {
      const newest = list.at(-1) ?? list[0];
      const versions = new Map(list.map((key) => [key.version, key]));
      const counterKey = `${tenantId}/${newest.version}`;
      const counter =
        counters.get(counterKey) ?? useCounter((seals) => keys.count(tenantId, newest.version, seals), log);
      counters.set(counterKey, counter);
      counter.learn(newest.seals);
      return { at: clock.now(), versions, sealer: sealerOf(tenantId, newest, versions, counter, nextIv) };
    });
    loaded.set(tenantId, loading);
    // A failure is not remembered: the next caller tries again.
    loading.catch(() => loaded.get(tenantId) === loading && loaded.delete(tenantId));
    return loading;
  };
  const current = async (tenantId: string): Promise<Loaded> => {
    const known = loaded.get(tenantId) ?? load(tenantId);
    const present = await known;
    const age = clock.now() - present.at;
    // A clock that was set back must not make keys look fresh for as long.
    if (age >= 0 && age < refreshMs) return present;
    // One of those who find them stale loads them for all.
    return loaded.get(tenantId) === known ? load(tenantId) : current(tenantId);
  };
  /** Another process may have added the version since. */
  const withVersion = async (tenantId: string, version: number): Promise<Loaded> => {
    const known = await current(tenantId);
    return known.versions.has(version) ? known : load(tenantId);
  };
  /** Remembered: cursors need it with every list, and it never changes. */
  const derived = new Map<string, Promise<Buffer>>();
  const deriveOnce = async (tenantId: string, version: number, purpose: string): Promise<Buffer> => {
    const { versions, sealer } = await withVersion(tenantId, version);
    const key = versions.get(version);
    if (key !== undefined) return Buffer.from(hkdfSync('sha256', key.key, Buffer.alloc(0), `plugboard ${purpose}`, 32));
    const id = derivedId(version, purpose);
    const kept = await keys.derived(tenantId, id);
    if (kept === undefined) throw unknownVersion(version);
    // Kept by another process with a key that is newer than those loaded here, perhaps.
    const holder = kept.key_version > sealer.version ? (await load(tenantId)).sealer : sealer;
    return holder.open(sealedPlaces.derivedKey(id), kept.key_version, kept.sealed);
  };

  return {
    keyFor: async (tenantId) => (await current(tenantId)).sealer,
    async seal(tenantId, place, plaintext) {
      const { sealer } = await current(tenantId);
      return { sealed: sealer.seal(place, plaintext), keyVersion: sealer.version };
    },
    open: async (tenantId, place, version, sealed) =>
      (await withVersion(tenantId, version)).sealer.open(place, version, sealed),
    async renewKey(tenantId, to) {
      const { sealer } = await load(tenantId);
      await keys.add(tenantId, to ?? sealer.version + 1);
      return (await load(tenantId)).sealer.version;
    },
    derive(tenantId, version, purpose) {
      const name = `${tenantId} ${derivedId(version, purpose)}`;
      const known = derived.get(name) ?? deriveOnce(tenantId, version, purpose);
      derived.set(name, known);
      known.catch(() => derived.delete(name));
      return known;
    },
    async close() {
      await Promise.all([...counters.values()].map((counter) => counter.report()));
    },
  };
}

function sealerOf(
  tenantId: string,
  newest: DataKey,
  versions: ReadonlyMap<number, DataKey>,
  counter: UseCounter,
  nextIv: () => Buffer,
): Sealer {
  return {
    version: newest.version,
    seal(place, plaintext) {
      counter.use();
      return encrypt(newest.key, nextIv(), additionalData(tenantId, place, newest.version), plaintext);
    },
    open(place, keyVersion, sealed) {
      const plaintext = decrypt(keyOf(versions, keyVersion).key, additionalData(tenantId, place, keyVersion), sealed);
      if (plaintext === undefined) {
        throw fail(
          'internal',
          `A sealed value of ${place.table} (${place.row}) does not open: it was changed or moved.`,
        );
      }
      return plaintext;
    },
  };
}

function keyOf(versions: ReadonlyMap<number, DataKey>, version: number): DataKey {
  const key = versions.get(version);
  if (key === undefined) throw unknownVersion(version);
  return key;
}

function unknownVersion(version: number) {
  return fail('internal', `There is no data key of version ${version}.`);
}

/** Counts the uses of one key version in this process and reports them now and then, without making anybody wait. */
interface UseCounter {
  use(): void;
  /** What all processes have reported. */
  learn(seals: number): void;
  report(): Promise<void>;
}

function useCounter(send: (seals: number) => Promise<number>, log: StoreLog): UseCounter {
  let reported = 0;
  let unreported = 0;
  let last = Promise.resolve();
  const sendOnce = async (): Promise<void> => {
    const sending = unreported;
    if (sending === 0) return;
    try {
      reported = await send(sending);
      unreported -= sending;
    } catch (error) {
      log.warn({ err: error }, 'the uses of a data key could not be reported; they will be later');
    }
  };
  const report = () => (last = last.then(sendOnce));
  return {
    use() {
      if (reported + unreported >= mostSeals) {
        throw fail(
          'internal',
          'The data key of this tenant has sealed as often as is safe. Run `plugboard keys rotate`.',
        );
      }
      unreported += 1;
      if (unreported % reportEvery === 0) void report();
    },
    learn(seals) {
      reported = Math.max(reported, seals);
    },
    report,
  };
}
