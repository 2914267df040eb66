/** The tables of keys as Kysely sees them: those the vault seals with, and those callers hold. Types only; part of tables.ts. */
import type { Generated } from 'kysely';
import type { Moment, MomentDefault } from './column-types.ts';

export interface DataKeyTable {
  tenant_id: string;
  version: number;
  wrapped: Buffer;
  root_id: string;
  other_wrapped: Buffer | null;
  other_root_id: string | null;
  seals: Generated<number>;
  created_at: MomentDefault;
}

/** A platform table. */
export interface RootKeyTable {
  id: string;
  seen_at: Moment;
  retired_at: Moment | null;
}

export type KeyRotationState = 'queued' | 'sealing' | 'waiting' | 'finished';

/** A platform table. */
export interface KeyRotationTable {
  tenant_id: string;
  rotation: string;
  state: KeyRotationState;
  requested_by: string;
  requested_at: Moment;
  to_version: number | null;
  total: Generated<number>;
  done: Generated<number>;
  unreadable: Generated<number>;
  destroyed: Generated<number>;
  next_at: Moment;
  fence: Generated<number>;
  held_until: Moment | null;
  problem: string | null;
  sealed_at: Moment | null;
  finished_at: Moment | null;
}

export interface DerivedKeyTable {
  tenant_id: string;
  id: string;
  sealed: Buffer;
  key_version: number;
  created_at: MomentDefault;
}

/** What keys of tenants, of partners and of the platform have in common. */
interface CallerKey {
  id: string;
  name: string;
  hash: Buffer;
  scopes: string[];
  created_at: MomentDefault;
  expires_at: Moment | null;
  revoked_at: Moment | null;
  last_used_at: Moment | null;
  rotated_at: Moment | null;
  previous_hash: Buffer | null;
  previous_until: Moment | null;
}

export interface ApiKeyTable extends CallerKey {
  tenant_id: string;
  created_by: string;
}

/** A platform table. */
export interface PlatformKeyTable extends CallerKey {
  partner_id: string | null;
  created_by: Generated<string>;
}
