/**
 * The token of a connect session: `pc_<tenant>_<id>_<secret>`. It carries its tenant, so that the tenant is known before anything is read;
 * only sha256 of the whole is stored. Pure.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Random } from '../../engine/ports.ts';
import { bare, dashed } from '../ids.ts';

export interface MintedToken {
  readonly id: string;
  readonly token: string;
  readonly hash: Buffer;
}

export function mintToken(random: Random, tenantId: string): MintedToken {
  const id = random.bytes(8).toString('hex');
  const token = `pc_${bare(tenantId)}_${id}_${random.bytes(24).toString('hex')}`;
  return { id, token, hash: digest(token) };
}

/** Tenant and id of a token that has the right form. */
export function addressOf(token: string): { readonly tenantId: string; readonly id: string } | undefined {
  const [, tenant, id] = /^pc_([0-9a-f]{32})_([0-9a-f]{16})_[0-9a-f]{48}$/.exec(token) ?? [];
  return tenant === undefined || id === undefined ? undefined : { tenantId: dashed(tenant), id };
}

export function isTokenOf(token: string, hash: Buffer): boolean {
  return timingSafeEqual(digest(token), hash);
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
