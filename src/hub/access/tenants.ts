/**
 * Tenants: finding the one a request is about, deciding who may act for it, making, listing and removing them. Every other noun
 * starts with `enter`. Removing what a tenant has connected is integration-removal.ts's work.
 */
import { sql } from 'kysely';
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { newId, printable, showId } from '../ids.ts';
import {
  invalidInput,
  lineText,
  listOf,
  listQuery,
  parseInput,
  slugText,
  type List,
  type ListQuery,
} from '../inputs.ts';
import { authorize, holds, nameOf, type Principal, type Scope, type TenantRef } from './principal.ts';
import { reservedSlugs } from './reserved-slugs.ts';
import { platformTenant } from '../../store/index.ts';

export const TenantView = z
  .object({
    id: z.string().meta({ example: 'ten_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
    slug: slugText,
    name: z.string(),
    partner: z.string().nullable().meta({ description: 'Slug of the partner it belongs to.' }),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Tenant' });
export type TenantView = z.output<typeof TenantView>;
export const TenantList = listOf(TenantView).meta({ id: 'TenantList' });

export const CreateTenant = z
  .strictObject({
    slug: slugText
      .refine((slug) => !reservedSlugs.includes(slug) && !uuid.test(slug), 'is reserved; choose another')
      .meta({ example: 'acme-training' }),
    name: lineText(200).meta({ example: 'Acme Training' }),
    partner: slugText
      .optional()
      .meta({ description: 'Slug of a partner; a partner makes tenants of its own when this is left out.' }),
  })
  .meta({ id: 'CreateTenant' });

/** What is left out stays. The slug is in addresses others have stored, so it does not change. */
export const ChangeTenant = z.strictObject({ name: lineText(200).optional() }).meta({ id: 'ChangeTenant' });

/** Where a tenant may be named by slug or id, this tells which; so no slug may look like it. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface TenantRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly partner_id: string | null;
  readonly partner: string | null;
  readonly created_at: Date;
}

export type Tenants = ReturnType<typeof tenants>;

export function tenants(context: HubContext, cursors: Cursors) {
  const { store } = context;

  const rows = () =>
    store.platform
      .selectFrom('tenant')
      .leftJoin('partner', 'partner.id', 'tenant.partner_id')
      .select([
        'tenant.id',
        'tenant.slug',
        'tenant.name',
        'tenant.partner_id',
        'partner.slug as partner',
        'tenant.created_at',
      ]);

  /** A partner principal's partner with everything below it; empty for everybody else. */
  const partnersOf = async (principal: Principal): Promise<readonly string[]> => {
    const partnerId = 'partnerId' in principal ? principal.partnerId : undefined;
    if (partnerId === undefined) return [];
    // `union` drops what was seen: a circle among partners ends the walk instead of never ending it.
    const found = await sql<{ id: string }>`
      with recursive below as (
        select id from partner where id = ${partnerId}
        union
        select partner.id from partner join below on partner.parent_id = below.id)
      select id from below`.execute(store.platform);
    return found.rows.map((row) => row.id);
  };

  /**
   * The first line of every use-case of a tenant: which tenant is meant (its slug, or its id), and may the principal do this for
   * it? Throws `not_found` also for tenants the principal has nothing to do with, so that nobody can probe for names.
   */
  const enter = async (principal: Principal, scope: Scope, tenant: string): Promise<TenantRef> => {
    const wanted = uuid.test(tenant)
      ? rows().where('tenant.id', '=', tenant)
      : rows().where('tenant.slug', '=', knownSlug(tenant));
    const row = await wanted.executeTakeFirst();
    if (row === undefined) throw noTenant(tenant);
    const found = { id: row.id, slug: row.slug, name: row.name, partnerId: row.partner_id ?? undefined };
    authorize(principal, scope, found, await partnersOf(principal));
    return found;
  };

  /** Platform or partner, with the right; tenants' own keys and people manage no tenants. */
  const authorizePlatform = (principal: Principal, scope: Scope): void => {
    const platform =
      principal.kind === 'system' || principal.kind === 'platform_key' || principal.kind === 'platform_member';
    if (!platform) throw fail('permission_denied', 'Only the platform or a partner may do this.');
    if (!holds(principal, scope)) throw fail('permission_denied', `This needs the right "${scope}".`);
  };

  /** The partner a new tenant goes to. A partner may only choose among its own. */
  const partnerFor = async (principal: Principal, slug: string | undefined): Promise<string | null> => {
    const own = 'partnerId' in principal ? principal.partnerId : undefined;
    if (slug === undefined) return own ?? null;
    const row = await store.platform.selectFrom('partner').select('id').where('slug', '=', slug).executeTakeFirst();
    const reachable = row !== undefined && (own === undefined || (await partnersOf(principal)).includes(row.id));
    if (!reachable) throw invalidInput([{ path: 'partner', message: `there is no partner "${slug}"` }]);
    return row.id;
  };

  return {
    enter,
    authorizePlatform,

    /** Tenants the principal reaches, by slug. */
    list: async (principal: Principal, query: ListQuery = {}): Promise<List<TenantView>> => {
      const { limit, cursor } = parseInput(listQuery, query);
      const after = await cursors.read(platformTenant, 'tenants', cursor, z.object({ slug: z.string() }));
      let wanted = rows()
        .orderBy('tenant.slug')
        .limit(limit + 1);
      if (after !== undefined) wanted = wanted.where('tenant.slug', '>', after.slug);
      if (principal.kind === 'tenant_member')
        // A person is shown all the tenants he acts for, whichever of them this request is made for.
        wanted = wanted.where('tenant.id', 'in', (eb) =>
          eb.selectFrom('member_of').select('member_of.tenant_id').where('member_of.user_id', '=', principal.id),
        );
      else if ('tenantId' in principal) wanted = wanted.where('tenant.id', '=', principal.tenantId);
      if ('partnerId' in principal && principal.partnerId !== undefined)
        wanted = wanted.where('tenant.partner_id', 'in', [...(await partnersOf(principal))]);
      if (!holds(principal, 'read')) throw fail('permission_denied', 'This needs the right "read".');
      return cursors.page(
        { tenantId: platformTenant, list: 'tenants', limit },
        await wanted.execute(),
        ({ slug }) => ({ slug }),
        viewOf,
      );
    },

    get: async (principal: Principal, tenant: string): Promise<TenantView> => {
      const { id } = await enter(principal, 'read', tenant);
      return viewOf(await rows().where('tenant.id', '=', id).executeTakeFirstOrThrow());
    },

    /** Throws `conflict` when the slug is taken. A person who makes it is its first owner. */
    create: async (principal: Principal, input: z.input<typeof CreateTenant>): Promise<TenantView> => {
      authorizePlatform(principal, 'admin');
      const { slug, name, partner } = parseInput(CreateTenant, input);
      const id = newId(context);
      const partner_id = await partnerFor(principal, partner);
      await store.inTenant(id, async (trx) => {
        const made = await trx
          .insertInto('tenant')
          .values({ id, slug, name, partner_id })
          .onConflict((conflict) => conflict.column('slug').doNothing())
          .returning('id')
          .executeTakeFirst();
        if (made === undefined) throw fail('conflict', `There is already a tenant "${slug}".`);
        await trx.insertInto('feed').values({ tenant_id: id }).execute();
        if (principal.kind === 'platform_member')
          await trx.insertInto('member').values({ tenant_id: id, user_id: principal.id, role: 'owner' }).execute();
        await store.audit.append(trx, {
          tenantId: id,
          actor: nameOf(principal),
          action: 'tenant.created',
          target: slug,
        });
      });
      return viewOf(await rows().where('tenant.id', '=', id).executeTakeFirstOrThrow());
    },

    change: async (principal: Principal, tenant: string, input: z.input<typeof ChangeTenant>): Promise<TenantView> => {
      const { id, name: before } = await enter(principal, 'admin', tenant);
      const { name = before } = parseInput(ChangeTenant, input);
      if (name !== before)
        await store.inTenant(id, async (trx) => {
          await trx.updateTable('tenant').set({ name }).where('id', '=', id).execute();
          await store.audit.append(trx, {
            tenantId: id,
            actor: nameOf(principal),
            action: 'tenant.renamed',
            target: id,
          });
        });
      return viewOf(await rows().where('tenant.id', '=', id).executeTakeFirstOrThrow());
    },
  };
}

/** A slug that cannot be one names nothing, and is not handed to the database (it may hold a NUL byte). */
function knownSlug(slug: string): string {
  if (!slugText.safeParse(slug).success) throw noTenant(slug);
  return slug;
}

function noTenant(slug: string) {
  return fail('not_found', `There is no tenant "${printable(slug)}".`);
}

function viewOf(row: TenantRow): TenantView {
  return {
    id: showId('ten', row.id),
    slug: row.slug,
    name: row.name,
    partner: row.partner,
    created_at: row.created_at.toISOString(),
  };
}
