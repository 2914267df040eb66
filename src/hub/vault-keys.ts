/**
 * Rotating the keys of the vault, while everything runs: data keys are wrapped with the present root key, then each tenant (and the
 * platform) gets a new data key and what is stored is sealed anew with it. May be stopped anywhere and called again. How it is done
 * is the store's (rotation.ts). Called by `plugboard keys rotate`.
 */
import { fail } from '../contract/errors.ts';
import { keyHolders, renewDataKey, resealTenant, rewrapDataKeys } from '../store/rotation.ts';
import { platformTenant } from '../store/index.ts';
import type { HubContext } from './context.ts';
import type { Principal } from './principal.ts';
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
    if (options.rootOnly) return { rewrapped, renewed: 0, resealed: 0 };
    const names = new Map(
      (await store.platform.selectFrom('tenant').select(['id', 'slug']).execute()).map((row) => [row.id, row.slug]),
    );
    const owners = await keyHolders(store);
    let resealed = 0;
    for (const id of owners) {
      options.signal?.throwIfAborted();
      await renewDataKey(store, id);
      const owner = id === platformTenant ? 'platform' : (names.get(id) ?? id);
      resealed += await resealTenant(store, id, {
        onProgress: (progress) => options.onProgress?.({ owner, ...progress }),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      });
    }
    return { rewrapped, renewed: owners.length, resealed };
  };

  return { rotate };
}
