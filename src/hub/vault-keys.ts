/**
 * Rotating the keys of the vault, while everything runs: data keys are wrapped with the present root key, then each tenant (and the
 * platform) gets a new data key and what is stored is sealed anew with it. Stopped anywhere and called again, it goes on where it
 * stopped: the audit trail says how far it got. How it is done is the store's (rotation.ts). Called by `plugboard keys rotate`.
 */
import { fail } from '../contract/errors.ts';
import {
  beginRotation,
  finishRotation,
  keyHolders,
  renewDataKey,
  renewedIn,
  resealTenant,
  rewrapDataKeys,
  unfinishedRotation,
  type Renewal,
} from '../store/rotation.ts';
import { platformTenant } from '../store/index.ts';
import type { HubContext } from './context.ts';
import { newId } from './ids.ts';
import { nameOf, type Principal } from './principal.ts';
import type { Tenants } from './tenants.ts';

export interface RotationProgress {
  /** `platform`, or the slug of a tenant. */
  readonly owner: string;
  readonly table: string;
  readonly done: number;
  readonly total: number;
}

export interface RotationReport {
  /** Data keys that were wrapped with another root key before. */
  readonly rewrapped: number;
  /** New data keys made. */
  readonly renewed: number;
  /** Values sealed anew. */
  readonly resealed: number;
  /** It went on with a rotation that had been stopped: keys that one had made are not made again. */
  readonly resumed: boolean;
  /** False: it was told to stop; the next call goes on. */
  readonly finished: boolean;
}

export interface RotationOptions {
  /** Only the wrapping: after a change of PLUGBOARD_ROOT_KEY. */
  readonly rootOnly: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RotationProgress) => void;
}

export function vaultKeys(context: HubContext, tenants: Tenants) {
  const { store, random, rootKeys } = context;

  /** For the platform's administrators. */
  const rotate = async (principal: Principal, options: RotationOptions): Promise<RotationReport> => {
    tenants.authorizePlatform(principal, 'admin');
    if ('partnerId' in principal && principal.partnerId !== undefined) {
      throw fail('permission_denied', 'Only the platform may do this.');
    }
    const rewrapped = await rewrapDataKeys(store, rootKeys, random);
    if (options.rootOnly) return { rewrapped, renewed: 0, resealed: 0, resumed: false, finished: true };
    const stopped = await unfinishedRotation(store);
    const renewal = { actor: nameOf(principal), rotation: stopped ?? newId(context) };
    if (stopped === undefined) await beginRotation(store, renewal);
    const done = await rotateAll(context, renewal, options);
    if (done.finished) await finishRotation(store, renewal, { renewed: done.renewed, resealed: done.resealed });
    return { rewrapped, resumed: stopped !== undefined, ...done };
  };

  return { rotate };
}

async function rotateAll(
  { store }: HubContext,
  renewal: Renewal,
  { signal, onProgress }: RotationOptions,
): Promise<Pick<RotationReport, 'renewed' | 'resealed' | 'finished'>> {
  const tenants = await store.platform.selectFrom('tenant').select(['id', 'slug']).execute();
  const names = new Map([[platformTenant, 'platform'], ...tenants.map(({ id, slug }): [string, string] => [id, slug])]);
  let renewed = 0;
  const resealed = new Map<string, number>();
  const report = (finished: boolean) => ({
    renewed,
    resealed: [...resealed.values()].reduce((sum, count) => sum + count, 0),
    finished,
  });
  for (const id of await keyHolders(store)) {
    try {
      signal?.throwIfAborted();
      if (!(await renewedIn(store, id, renewal.rotation))) {
        await renewDataKey(store, id, renewal);
        renewed += 1;
      }
      await resealTenant(store, id, {
        onProgress: (progress) => {
          resealed.set(`${id}/${progress.table}`, progress.done);
          onProgress?.({ owner: names.get(id) ?? id, ...progress });
        },
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      if (signal?.aborted === true) return report(false);
      throw error;
    }
  }
  return report(true);
}
