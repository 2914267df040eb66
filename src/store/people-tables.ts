/** The tables of people, as Kysely sees them; part of tables.ts. Types only. Those of schema auth belong to the sign-in library. */
import type { Moment, MomentDefault } from './column-types.ts';

export type TenantRole = 'owner' | 'admin' | 'operator' | 'viewer';

export interface MemberOfTable {
  user_id: string;
  tenant_id: string;
  role: TenantRole;
}

export interface InvitationTable {
  tenant_id: string;
  id: string;
  email: string;
  role: TenantRole;
  hash: Buffer;
  invited_by: string;
  created_at: MomentDefault;
  expires_at: Moment;
  accepted_at: Moment | null;
  revoked_at: Moment | null;
}

/** What we read of the library's own table of people. */
export interface AuthUserTable {
  id: string;
  name: string;
  email: string;
}
