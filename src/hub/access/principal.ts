/**
 * Who is asking, and what they may do. The hub checks here, before it sets a tenant: row-level security then holds whatever
 * a query forgets.
 */
import { fail } from '../../contract/errors.ts';

/** Rights an API key can carry, and what each role amounts to. Every use-case names the one it needs. */
export const scopes = ['view', 'read', 'connect', 'sync', 'act', 'admin'] as const;
/**
 * view: see integrations, runs, records, with what is personal in them masked. read: the same, unmasked. connect: create, change, connect and disconnect integrations. sync: start and cancel runs.
 * act: run actions and the proxy (writes at the vendor). admin: keys, members, deletions of what is stored.
 */
export type Scope = (typeof scopes)[number];

export const tenantRoles = {
  owner: scopes,
  admin: scopes,
  operator: ['view', 'read', 'connect', 'sync', 'act'],
  viewer: ['view'],
} as const satisfies Record<string, readonly Scope[]>;
export const platformRoles = {
  administrator: scopes,
  operator: ['view', 'read', 'connect', 'sync', 'act'],
  viewer: ['view'],
} as const satisfies Record<string, readonly Scope[]>;

export type Principal =
  /** A person acting for the platform, or for a partner and its tenants. */
  | {
      readonly kind: 'platform_member';
      readonly id: string;
      readonly partnerId: string | undefined;
      readonly role: keyof typeof platformRoles;
    }
  /** A person acting for one tenant. */
  | {
      readonly kind: 'tenant_member';
      readonly id: string;
      readonly tenantId: string;
      readonly role: keyof typeof tenantRoles;
    }
  | { readonly kind: 'tenant_key'; readonly id: string; readonly tenantId: string; readonly scopes: readonly Scope[] }
  | {
      readonly kind: 'platform_key';
      readonly id: string;
      readonly partnerId: string | undefined;
      readonly scopes: readonly Scope[];
    }
  /**
   * Somebody's browser with the right to connect certain providers, for minutes. By itself it may do nothing: hub/connect-sessions lends it
   * `connect` for the one integration it has held against the session.
   */
  | {
      readonly kind: 'connect_session';
      readonly id: string;
      readonly tenantId: string;
      readonly providers: readonly string[];
      readonly scopes: readonly Scope[];
    }
  /** Plugboard itself: the worker, the ticker, the operator at the command line of the machine. */
  | { readonly kind: 'system'; readonly id: string };

export function scopesOf(principal: Principal): readonly Scope[] {
  switch (principal.kind) {
    case 'platform_member':
      return platformRoles[principal.role];
    case 'tenant_member':
      return tenantRoles[principal.role];
    case 'tenant_key':
    case 'platform_key':
    case 'connect_session':
      return principal.scopes;
    case 'system':
      return scopes;
  }
}

/** Has the principal this right? Whoever may look at all may ask for anything that is shown masked. */
export function holds(principal: Principal, scope: Scope): boolean {
  const own = scopesOf(principal);
  return own.includes(scope) || (scope === 'read' && own.includes('view'));
}

/** Is the principal shown what is personal? */
export function seesPeople(principal: Principal): boolean {
  return scopesOf(principal).includes('read');
}

/** The tenant as the hub needs it to decide. */
export interface TenantRef {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly partnerId: string | undefined;
}

/**
 * Throws unless the principal may do this for the tenant. A tenant somebody has nothing to do with is not found rather than
 * forbidden, so that slugs cannot be probed.
 * `partnerIds`: the principal's partner with all its sub-partners, when the principal is a partner.
 */
export function authorize(principal: Principal, scope: Scope, tenant: TenantRef, partnerIds: readonly string[]): void {
  if (!reaches(principal, tenant, partnerIds)) throw fail('not_found', `There is no tenant "${tenant.slug}".`);
  if (!holds(principal, scope)) {
    throw fail('permission_denied', `This needs the right "${scope}".`, {
      next: 'Use an API key (or a role) that has this right.',
    });
  }
}

function reaches(principal: Principal, tenant: TenantRef, partnerIds: readonly string[]): boolean {
  switch (principal.kind) {
    case 'system':
      return true;
    case 'platform_member':
    case 'platform_key':
      return (
        principal.partnerId === undefined || (tenant.partnerId !== undefined && partnerIds.includes(tenant.partnerId))
      );
    default:
      return principal.tenantId === tenant.id;
  }
}

/** How a principal is named in the audit trail and on runs: `tenant_key:k_1a2b`. */
export function nameOf(principal: Principal): string {
  return `${principal.kind}:${principal.id}`;
}
