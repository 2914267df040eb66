/**
 * Who acts for a tenant, and as what. People are the sign-in's (sign-in.ts); here it is said what they may do. An owner is never the last
 * one to go, so that nobody locks himself out.
 */
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { nameOf, type Principal, type TenantRef, type tenantRoles } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import { printable } from '../ids.ts';
import { parseInput } from '../inputs.ts';

export const roleNames = [
  'owner',
  'admin',
  'operator',
  'viewer',
] as const satisfies readonly (keyof typeof tenantRoles)[];
export type TenantRole = (typeof roleNames)[number];
export const Role = z.enum(roleNames).meta({
  description:
    'owner and admin: everything; operator: connect, sync and act; viewer: look, with what is personal masked. Only owners make owners.',
});

export const MemberView = z
  .object({
    user_id: z.string(),
    name: z.string(),
    email: z.string(),
    role: Role,
    since: z.iso.datetime(),
  })
  .meta({ id: 'Member' });
export type MemberView = z.output<typeof MemberView>;
/** A tenant has few members: all of them are one page. */
export const MemberList = z.object({ data: z.array(MemberView), next_cursor: z.null() }).meta({ id: 'MemberList' });
export const ChangeMember = z.strictObject({ role: Role }).meta({ id: 'ChangeMember' });

interface MemberRow {
  readonly user_id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly role: TenantRole;
  readonly created_at: Date;
}

export function members(context: HubContext, tenants: Tenants) {
  const { store } = context;

  const rows = (trx: TenantTransaction, tenantId: string) =>
    trx
      .selectFrom('member')
      .leftJoin('auth.user as u', 'u.id', 'member.user_id')
      .select(['member.user_id', 'u.name', 'u.email', 'member.role', 'member.created_at'])
      .where('member.tenant_id', '=', tenantId)
      .orderBy('member.created_at')
      .orderBy('member.user_id');

  /** Locks all of them: two owners who demote each other at once would leave none. */
  const lockedRole = async (trx: TenantTransaction, tenantId: string, userId: string) => {
    const all = await trx
      .selectFrom('member')
      .select(['user_id', 'role'])
      .where('tenant_id', '=', tenantId)
      .orderBy('user_id')
      .forUpdate()
      .execute();
    const found = all.find((member) => member.user_id === userId);
    if (found === undefined) throw fail('not_found', `There is no member "${printable(userId)}".`);
    return {
      role: found.role,
      lastOwner: found.role === 'owner' && all.filter(({ role }) => role === 'owner').length === 1,
    };
  };

  const tell = (
    trx: TenantTransaction,
    principal: Principal,
    { id }: TenantRef,
    action: string,
    userId: string,
    role: string,
  ) => store.audit.append(trx, { tenantId: id, actor: nameOf(principal), action, target: userId, details: { role } });

  return {
    list: async (principal: Principal, tenant: string): Promise<z.output<typeof MemberList>> => {
      const { id } = await tenants.enter(principal, 'read', tenant);
      const found = await store.inTenant(id, (trx) => rows(trx, id).execute());
      return { data: found.map(memberView), next_cursor: null };
    },

    /** Throws `permission_denied` for making or unmaking owners by anybody but one, `conflict` for the last owner. */
    change: async (
      principal: Principal,
      tenant: string,
      userId: string,
      input: z.input<typeof ChangeMember>,
    ): Promise<MemberView> => {
      const entered = await tenants.enter(principal, 'admin', tenant);
      const { role } = parseInput(ChangeMember, input);
      return store.inTenant(entered.id, async (trx) => {
        const before = await lockedRole(trx, entered.id, userId);
        if (before.role === 'owner' || role === 'owner') onlyOwners(principal);
        if (before.lastOwner && role !== 'owner') throw lastOwner();
        await trx
          .updateTable('member')
          .set({ role })
          .where('tenant_id', '=', entered.id)
          .where('user_id', '=', userId)
          .execute();
        await tell(trx, principal, entered, 'member.changed', userId, role);
        return memberView(await rows(trx, entered.id).where('member.user_id', '=', userId).executeTakeFirstOrThrow());
      });
    },

    /** Everybody may go himself, unless he is the last owner. */
    remove: async (principal: Principal, tenant: string, userId: string): Promise<void> => {
      const himself = principal.kind === 'tenant_member' && principal.id === userId;
      const entered = await tenants.enter(principal, himself ? 'view' : 'admin', tenant);
      await store.inTenant(entered.id, async (trx) => {
        const before = await lockedRole(trx, entered.id, userId);
        if (before.role === 'owner' && !himself) onlyOwners(principal);
        if (before.lastOwner) throw lastOwner();
        await trx.deleteFrom('member').where('tenant_id', '=', entered.id).where('user_id', '=', userId).execute();
        await tell(trx, principal, entered, 'member.removed', userId, before.role);
      });
    },
  };
}

/** Within a transaction of the tenant. Somebody who is a member already keeps the stronger of the two roles. */
export async function addMember(
  trx: TenantTransaction,
  tenantId: string,
  userId: string,
  role: TenantRole,
): Promise<void> {
  const known = await trx
    .selectFrom('member')
    .select('role')
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  if (known === undefined) {
    await trx.insertInto('member').values({ tenant_id: tenantId, user_id: userId, role }).execute();
  } else if (roleNames.indexOf(role) < roleNames.indexOf(known.role)) {
    await trx
      .updateTable('member')
      .set({ role })
      .where('tenant_id', '=', tenantId)
      .where('user_id', '=', userId)
      .execute();
  }
}

/** The platform and partners stand above owners. */
export function onlyOwners(principal: Principal): void {
  if (principal.kind === 'tenant_member' && principal.role !== 'owner')
    throw fail('permission_denied', 'Only an owner makes or unmakes owners.');
  if (principal.kind === 'tenant_key')
    throw fail('permission_denied', 'An API key of the tenant makes or unmakes no owners; an owner does.');
}

function lastOwner() {
  return fail('conflict', 'This is the last owner of the tenant.', { next: 'Make somebody else an owner first.' });
}

function memberView({ user_id, name, email, role, created_at }: MemberRow): MemberView {
  return { user_id, name: name ?? 'Somebody who is gone', email: email ?? '', role, since: created_at.toISOString() };
}
