/** `plugboard tenants` and `tenants create`: who there is. */
import { z } from 'zod';
import type { TenantView } from '../../hub/access/tenants.ts';
import { defineCommand } from '../frame/command.ts';
import { allPages } from './all-pages.ts';

export const tenantsCommand = defineCommand({
  name: 'tenants',
  summary: 'list the tenants',
  input: z.strictObject({}),
  run: async (_input, { openHub, principal, out }) => {
    const hub = await openHub();
    const data = await allPages<TenantView>((cursor) => hub.tenants.list(principal, { limit: 200, ...cursor }));
    out.table(
      ['tenant', 'name', 'partner', 'since'],
      data.map((one) => [one.slug, one.name, one.partner ?? '', one.created_at.slice(0, 10)]),
    );
    return { document: { data, next_cursor: null } };
  },
});

export const createTenantCommand = defineCommand({
  name: 'tenants create',
  summary: 'make a tenant',
  arguments: [{ name: '<slug>', help: 'short name, as it stands in addresses: acme-training' }],
  options: [{ flags: '--name <name>', help: 'full name; default: the slug' }],
  input: z.strictObject({ slug: z.string(), name: z.string().optional() }),
  run: async ({ slug, name }, { openHub, principal, out }) => {
    const made = await (await openHub()).tenants.create(principal, { slug, name: name ?? slug });
    out.line(`Made the tenant ${made.slug} (${made.name}).`);
    return { document: made };
  },
});
