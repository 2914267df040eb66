/** The table of connect sessions, as Kysely sees it; part of tables.ts. Types only. */
import type { Generated } from 'kysely';
import type { Fault } from '../contract/errors.ts';
import type { Json, JsonDefault, Moment, MomentDefault } from './column-types.ts';

/** How the connect page looks. */
export interface ConnectTheme {
  /** `#rrggbb`. */
  readonly accent?: string | undefined;
  readonly mode?: 'light' | 'dark' | 'system' | undefined;
  /** A picture as a `data:` URL. */
  readonly logo?: string | undefined;
}

/** Why a sign-in at the vendor came to nothing. */
export interface ConnectFailure {
  readonly message: string;
  readonly fault: Fault;
  readonly next: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface ConnectSessionTable {
  tenant_id: string;
  id: string;
  hash: Buffer;
  providers: string[];
  created_at: MomentDefault;
  created_by: string;
  expires_at: Moment;
  integration_id: string | null;
  reconnects: Generated<boolean>;
  integration_name: string | null;
  end_user_reference: string | null;
  end_user_name: string | null;
  allowed_origins: Generated<string[]>;
  return_url: string | null;
  theme: JsonDefault<ConnectTheme>;
  last_failure: Json<ConnectFailure> | null;
  completed_at: Moment | null;
  revoked_at: Moment | null;
}
