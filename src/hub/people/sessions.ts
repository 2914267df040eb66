/**
 * Whom somebody who is signed in speaks as. A person may act for several tenants, for a partner and for the platform; each request is made
 * as one of them, by the tenant it names.
 */
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import { platformTenant } from '../../store/index.ts';
import { addMember, Role } from './members.ts';
import { minPassword, type Person, type SignIn } from './sign-in.ts';

export const MeView = z
  .object({
    person: z
      .object({ id: z.string(), email: z.string(), name: z.string() })
      .nullable()
      .meta({ description: 'Null: nobody is signed in with this browser.' }),
    tenants: z.array(z.object({ slug: z.string(), name: z.string(), role: Role })).meta({
      description:
        'Tenants the person is a member of. Whoever has a platform role reaches others as well: GET /api/tenants.',
    }),
    platform: z
      .object({ role: z.enum(['administrator', 'operator', 'viewer']), partner: z.string().nullable() })
      .nullable()
      .meta({ description: 'What the person may do for the platform, or for the partner named.' }),
    sandbox: z
      .boolean()
      .meta({ description: 'Vendors are imitated by the sandbox: what is shown is nobody’s real data.' }),
    sign_in: z.object({
      password_reset: z.boolean().meta({ description: 'Letters can be sent, so that a forgotten password is no end.' }),
      identity_provider: z.string().nullable().meta({ description: 'Name of the identity provider to sign in with.' }),
    }),
  })
  .meta({ id: 'Me' });
export type MeView = z.output<typeof MeView>;

export const FirstPassword = z
  .strictObject({ password: z.string().min(minPassword).max(256) })
  .meta({ id: 'FirstPassword' });

type PlatformMember = Extract<Principal, { kind: 'platform_member' }>;

export function sessions(context: HubContext, tenants: Tenants, people: SignIn) {
  const { store } = context;

  /** The platform's own role outranks one of a partner. */
  const platformRole = async (userId: string): Promise<PlatformMember | undefined> => {
    const row = await store.platform
      .selectFrom('platform_member')
      .select(['role', 'partner_id'])
      .where('user_id', '=', userId)
      .orderBy('partner_id', (order) => order.asc().nullsFirst())
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    return { kind: 'platform_member', id: userId, role: row.role, partnerId: row.partner_id ?? undefined };
  };

  const memberships = (userId: string) =>
    store.platform
      .selectFrom('member_of')
      .innerJoin('tenant', 'tenant.id', 'member_of.tenant_id')
      .select(['tenant.id', 'tenant.slug', 'tenant.name', 'member_of.role'])
      .where('member_of.user_id', '=', userId)
      .orderBy('tenant.slug');

  return {
    /**
     * Undefined: these headers carry no session. `tenant`: slug or id of the one the request names. Throws `permission_denied` for a
     * person who may do nothing here. What he may do for the tenant is decided as for everybody (tenants.enter).
     */
    principal: async (headers: Headers, tenant: string | undefined): Promise<Principal | undefined> => {
      const person = await people.personOf(headers);
      if (person === undefined) return undefined;
      const found = await memberships(person.id).execute();
      const named = found.find(({ id, slug }) => tenant === undefined || tenant === slug || tenant === id);
      // Of a request that names no tenant it is the platform that is meant, by whoever acts for it.
      const platform = named !== undefined && tenant !== undefined ? undefined : await platformRole(person.id);
      if (platform !== undefined) return platform;
      const of = named ?? found[0];
      if (of === undefined)
        throw fail('permission_denied', `${person.email} is signed in, but acts for no tenant.`, {
          next: 'Ask an owner of the tenant for an invitation.',
        });
      return { kind: 'tenant_member', id: person.id, tenantId: of.id, role: of.role };
    },

    me: async (headers: Headers): Promise<MeView> => {
      const person = await people.personOf(headers);
      const ways = { sandbox: context.sandboxControl?.() !== undefined, sign_in: people.ways() };
      if (person === undefined) return { person: null, tenants: [], platform: null, ...ways };
      const role = await platformRole(person.id);
      const partner =
        role?.partnerId === undefined
          ? null
          : await store.platform
              .selectFrom('partner')
              .select('slug')
              .where('id', '=', role.partnerId)
              .executeTakeFirst();
      return {
        person,
        tenants: (await memberships(person.id).execute()).map(({ slug, name, role: as }) => ({ slug, name, role: as })),
        platform: role === undefined ? null : { role: role.role, partner: partner?.slug ?? null },
        ...ways,
      };
    },

    /**
     * Lets somebody in from the machine itself: makes the person where there is none, an administrator of the platform and an owner of the
     * tenant, and answers a link that signs him in once. For the operator at the command line.
     */
    letIn: async (
      principal: Principal,
      wanted: { readonly email: string; readonly name: string; readonly tenant?: string | undefined },
    ): Promise<{ readonly person: Person; readonly url: string }> => {
      if (principal.kind !== 'system') throw fail('permission_denied', 'Only the operator at the machine may do this.');
      const person =
        (await people.personByEmail(wanted.email)) ?? (await people.create({ email: wanted.email, name: wanted.name }));
      await store.inTenant(platformTenant, async (trx) => {
        await trx
          .insertInto('platform_member')
          .values({ user_id: person.id, partner_id: null, role: 'administrator' })
          .onConflict((conflict) => conflict.columns(['user_id', 'partner_id']).doNothing())
          .execute();
        const entry = {
          tenantId: platformTenant,
          actor: nameOf(principal),
          action: 'person.let_in',
          target: person.id,
        };
        await store.audit.append(trx, entry);
      });
      if (wanted.tenant !== undefined) {
        const { id } = await tenants.enter(principal, 'admin', wanted.tenant);
        await store.inTenant(id, (trx) => addMember(trx, id, person.id, 'owner'));
      }
      return { person, url: await people.link(person.email) };
    },
  };
}
