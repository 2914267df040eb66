/**
 * Who acts for the platform, or for a partner: its administrators see to themselves. The last administrator of the platform stays, so
 * that nobody locks everybody out; at the machine `plugboard people let-in` makes one all the same.
 */
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { platformTenant, type TenantTransaction } from '../../store/index.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import { printable } from '../ids.ts';
import { parseInput } from '../inputs.ts';
import type { SignIn } from '../people/sign-in.ts';

export const PlatformRole = z.enum(['administrator', 'operator', 'viewer']).meta({
  description:
    'administrator: everything, in all tenants; operator: connect, sync and act in all tenants; viewer: look, with what is personal masked.',
});
type PlatformRole = z.output<typeof PlatformRole>;

export const PlatformMemberView = z
  .object({
    user_id: z.string(),
    name: z.string(),
    email: z.string(),
    role: PlatformRole,
    since: z.iso.datetime(),
  })
  .meta({ id: 'PlatformMember' });
export type PlatformMemberView = z.output<typeof PlatformMemberView>;
export const PlatformMemberList = z
  .object({ data: z.array(PlatformMemberView), next_cursor: z.null() })
  .meta({ id: 'PlatformMemberList' });
export const PutPlatformMember = z
  .strictObject({
    email: z
      .email('expected an e-mail address')
      .max(320)
      .transform((text) => text.toLowerCase()),
    role: PlatformRole,
  })
  .meta({ id: 'PutPlatformMember' });

interface Row {
  readonly user_id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly role: PlatformRole;
  readonly created_at: Date;
}

export function platformMembers({ store }: HubContext, tenants: Tenants, people: SignIn) {
  /** Null: the platform itself. */
  const whose = (principal: Principal): string | null => {
    tenants.authorizePlatform(principal, 'admin');
    return 'partnerId' in principal ? (principal.partnerId ?? null) : null;
  };

  const rows = (trx: TenantTransaction, partnerId: string | null) =>
    trx
      .selectFrom('platform_member')
      .leftJoin('auth.user as u', 'u.id', 'platform_member.user_id')
      .select(['platform_member.user_id', 'u.name', 'u.email', 'platform_member.role', 'platform_member.created_at'])
      .where('platform_member.partner_id', 'is not distinct from', partnerId)
      .orderBy('platform_member.created_at')
      .orderBy('platform_member.user_id');

  /** Locks all of them: two who take each other's role at once would leave none. */
  const locked = async (trx: TenantTransaction, partnerId: string | null, userId: string) => {
    const all = await trx
      .selectFrom('platform_member')
      .select(['user_id', 'role'])
      .where('partner_id', 'is not distinct from', partnerId)
      .orderBy('user_id')
      .forUpdate()
      .execute();
    const administrators = all.filter(({ role }) => role === 'administrator');
    return {
      role: all.find((one) => one.user_id === userId)?.role,
      last: administrators.length === 1 && administrators[0]?.user_id === userId,
    };
  };

  const tell = (
    trx: TenantTransaction,
    principal: Principal,
    action: string,
    {
      userId,
      role,
      partnerId,
    }: { readonly userId: string; readonly role: PlatformRole; readonly partnerId: string | null },
  ) =>
    store.audit.append(trx, {
      tenantId: platformTenant,
      actor: nameOf(principal),
      action,
      target: userId,
      details: { role, ...(partnerId === null ? {} : { partner: partnerId }) },
    });

  return {
    list: async (principal: Principal): Promise<z.output<typeof PlatformMemberList>> => {
      const partnerId = whose(principal);
      const found = await store.inTenant(platformTenant, (trx) => rows(trx, partnerId).execute());
      return { data: found.map(viewOf), next_cursor: null };
    },

    /** Adds somebody, or changes the role. Throws `not_found` for an address nobody has, `conflict` for the last administrator. */
    put: async (principal: Principal, input: z.input<typeof PutPlatformMember>): Promise<PlatformMemberView> => {
      const partnerId = whose(principal);
      const { email, role } = parseInput(PutPlatformMember, input);
      const person = await people.personByEmail(email);
      if (person === undefined)
        throw fail('not_found', `There is nobody with the address ${email}.`, {
          next: 'Invite the person to a tenant first; once the invitation is accepted, add them here.',
        });
      return store.inTenant(platformTenant, async (trx) => {
        const before = await locked(trx, partnerId, person.id);
        if (before.last && role !== 'administrator') throw lastOne();
        if (before.role !== role) {
          await trx
            .insertInto('platform_member')
            .values({ user_id: person.id, partner_id: partnerId, role })
            .onConflict((conflict) => conflict.columns(['user_id', 'partner_id']).doUpdateSet({ role }))
            .execute();
          await tell(trx, principal, 'platform_member.stored', { userId: person.id, role, partnerId });
        }
        return viewOf(
          await rows(trx, partnerId).where('platform_member.user_id', '=', person.id).executeTakeFirstOrThrow(),
        );
      });
    },

    remove: async (principal: Principal, userId: string): Promise<void> => {
      const partnerId = whose(principal);
      await store.inTenant(platformTenant, async (trx) => {
        const { role, last } = await locked(trx, partnerId, userId);
        if (role === undefined) throw fail('not_found', `There is nobody "${printable(userId)}" here.`);
        if (last) throw lastOne();
        await trx
          .deleteFrom('platform_member')
          .where('user_id', '=', userId)
          .where('partner_id', 'is not distinct from', partnerId)
          .execute();
        await tell(trx, principal, 'platform_member.removed', { userId, role, partnerId });
      });
    },
  };
}

function lastOne() {
  return fail('conflict', 'This is the last administrator.', { next: 'Make somebody else an administrator first.' });
}

function viewOf({ user_id, name, email, role, created_at }: Row): PlatformMemberView {
  return { user_id, name: name ?? 'Somebody who is gone', email: email ?? '', role, since: created_at.toISOString() };
}
