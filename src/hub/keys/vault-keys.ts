/**
 * Changing the keys of the vault while everything runs: the root key, which wraps, and the data keys of the platform and its tenants,
 * which seal. What was begun goes on by itself (the worker calls `work`) and may be stopped anywhere; `status` says how far it has
 * come. How it is done is the store's (root-rotation.ts, rotation.ts). For the platform's administrators.
 */
import type { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { platformTenant } from '../../store/index.ts';
import type { KeyRotationState } from '../../store/key-tables.ts';
import { retireOtherRoots, rootKeyCounts, wrapDataKeys } from '../../store/root-rotation.ts';
import { claimRotation, requestRotation, workOnRotation } from '../../store/rotation.ts';
import type { HubContext } from '../context.ts';
import { newId } from '../ids.ts';
import { parseInput } from '../inputs.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import { keyStatus, ownerName } from './vault-key-status.ts';
import {
  rootKeyChange,
  RotateDataKeys,
  type KeyStatusView,
  type RootKeyChangeView,
  type RotationStartView,
} from './vault-key-views.ts';

export interface RotationProgress {
  /** `platform`, or the slug of a tenant. */
  readonly owner: string;
  /** Values sealed anew. */
  readonly done: number;
  readonly total: number;
}

export interface WorkOptions {
  readonly signal: AbortSignal;
  /** Rotations in these states only; default all. */
  readonly states?: readonly KeyRotationState[];
  readonly onProgress?: (progress: RotationProgress) => void;
}

export interface RootChangeOptions {
  readonly signal?: AbortSignal;
  /** Told now and then how many data keys have been wrapped so far, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

export function vaultKeys(context: HubContext, tenants: Tenants) {
  const { store, clock } = context;

  const authorize = (principal: Principal): void => {
    tenants.authorizePlatform(principal, 'admin');
    if ('partnerId' in principal && principal.partnerId !== undefined) {
      throw fail('permission_denied', 'Only the platform may do this.');
    }
  };

  return {
    /**
     * Asks for new data keys: of one owner (a slug, or `platform`), or of all. Owners whose last renewal still seals anew are left to
     * it, so asking twice, or two of us at once, makes one new key.
     */
    rotate: async (principal: Principal, input: z.input<typeof RotateDataKeys> = {}): Promise<RotationStartView> => {
      authorize(principal);
      const { owner } = parseInput(RotateDataKeys, input);
      const tenantId = await ownerOf(principal, tenants, owner);
      const [rotation, actor, now] = [newId(context), nameOf(principal), new Date(clock.now())];
      const owners = await requestRotation(store, { tenantId, rotation, actor, now });
      if (owners > 0) await record(context, actor, 'vault.rotation_begun', rotation, { owners, of: tenantId ?? 'all' });
      return { owners, resumed: owners === 0 };
    },

    /** Takes up what is due, one owner after the other, until there is nothing left that nobody holds. Answers how many it took up. */
    work: async (options: WorkOptions): Promise<number> => {
      let taken = 0;
      while (!options.signal.aborted && (await workOnNext(context, options))) taken += 1;
      return taken;
    },

    /** How the keys stand, and the renewals of data keys that are under way or were the last. */
    status: async (principal: Principal): Promise<KeyStatusView> => {
      authorize(principal);
      return keyStatus(context);
    },

    /**
     * Goes on with a change of the root key as far as it may: every data key is wrapped with the present one, and when no process
     * works with another any more, the others are retired. Called again it does, or says, what is left.
     */
    changeRoot: async (principal: Principal, options: RootChangeOptions = {}): Promise<RootKeyChangeView> => {
      authorize(principal);
      return changeRoot(context, nameOf(principal), options);
    },
  };
}

async function ownerOf(principal: Principal, tenants: Tenants, owner: string | undefined): Promise<string | undefined> {
  if (owner === undefined) return undefined;
  return owner === 'platform' ? platformTenant : (await tenants.enter(principal, 'admin', owner)).id;
}

async function workOnNext(context: HubContext, { signal, states, onProgress }: WorkOptions): Promise<boolean> {
  const { store, clock, log } = context;
  const held = await claimRotation(store, new Date(clock.now()), states ?? ['queued', 'sealing', 'waiting']);
  if (held === undefined) return false;
  const owner = onProgress === undefined ? '' : await ownerName(context, held.tenantId);
  await workOnRotation(store, held, {
    now: () => clock.now(),
    signal,
    onProgress: ({ done, total }) => onProgress?.({ owner, done, total }),
    onUnreadable: (place) =>
      log.error({ tenant_id: held.tenantId, ...place }, 'a sealed value does not open: it stays, and so does its key'),
  });
  return true;
}

async function changeRoot(
  context: HubContext,
  actor: string,
  { signal, onProgress }: RootChangeOptions,
): Promise<RootKeyChangeView> {
  const { store, rootKeys, random } = context;
  const root_id = rootKeys.current.id;
  const before = await rootKeyCounts(store, root_id);
  let done = 0;
  const work = {
    roots: rootKeys,
    random,
    onBatch: (keys: number) => onProgress?.((done += keys), Math.max(before.closed, done)),
    ...(signal === undefined ? {} : { signal }),
  };
  const wrapped = await wrapDataKeys(store, work);
  if (wrapped > 0) await record(context, actor, 'vault.root_key_wrapped', 'vault', { root_id, data_keys: wrapped });
  if (wrapped === 0 && before.unsettled === 0) return rootKeyChange(root_id, 0, { state: 'unchanged', others: [] });
  const inUse = await retireOtherRoots(store, { ...work, onBatch: () => {} });
  const others = inUse.map(({ id }) => id);
  if (others.length > 0) return rootKeyChange(root_id, wrapped, { state: 'wrapped', others });
  await record(context, actor, 'vault.root_key_changed', 'vault', { root_id, data_keys: before.keys });
  return rootKeyChange(root_id, wrapped, { state: 'finished', others });
}

async function record(
  { store }: HubContext,
  actor: string,
  action: string,
  target: string,
  details: Readonly<Record<string, string | number>>,
): Promise<void> {
  await store.inTenant(platformTenant, (trx) =>
    store.audit.append(trx, { tenantId: platformTenant, actor, action, target, details }),
  );
}
