/**
 * The audit trail as callers see it: who did what, oldest first, and whether the chain is whole. Entries are appended by the
 * use-cases themselves, in their own transactions; how the chain is built is the store's (src/store/audit.ts).
 */
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { platformTenant } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { listOf, listQuery, parseInput, type List } from '../inputs.ts';
import type { Principal } from './principal.ts';
import type { Tenants } from './tenants.ts';

export const AuditEntryView = z
  .object({
    seq: z.number().int(),
    at: z.iso.datetime(),
    actor: z.string().meta({ example: 'tenant_key:4f0a9c1d2b3e4a5f' }),
    action: z.string().meta({ example: 'integration.connected' }),
    target: z.string(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    hash: z.string().meta({ description: 'sha256 of the hash before and this entry, hexadecimal.' }),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntryView = z.output<typeof AuditEntryView>;
export const AuditList = listOf(AuditEntryView).meta({ id: 'AuditList' });

export const AuditVerdictView = z
  .object({
    ok: z.boolean(),
    entries: z.number().int().meta({ description: 'Entries that are as they were written, from the first on.' }),
    bad_seq: z.number().int().nullable().meta({ description: 'The first entry that was changed or is missing.' }),
    reason: z.string().nullable(),
    head: z
      .string()
      .nullable()
      .meta({ description: 'Hash of the last entry; keep it elsewhere to notice a chain that was put back whole.' }),
  })
  .meta({ id: 'AuditVerdict' });
export type AuditVerdictView = z.output<typeof AuditVerdictView>;

export function audit(context: HubContext, cursors: Cursors, tenants: Tenants) {
  const { store } = context;

  /** A tenant's chain, or the platform's own when no tenant is named. */
  const chainOf = async (principal: Principal, tenant: string | undefined): Promise<string> => {
    if (tenant !== undefined) return (await tenants.enter(principal, 'admin', tenant)).id;
    tenants.authorizePlatform(principal, 'admin');
    if ('partnerId' in principal && principal.partnerId !== undefined)
      throw fail('permission_denied', 'Only the platform may see this.');
    return platformTenant;
  };

  return {
    list: async (
      principal: Principal,
      tenant?: string,
      query: z.input<typeof listQuery> = {},
    ): Promise<List<AuditEntryView>> => {
      const tenantId = await chainOf(principal, tenant);
      const { limit, cursor } = parseInput(listQuery, query);
      const after = await cursors.read(tenantId, 'audit', cursor, z.object({ seq: z.number().int() }));
      const rows = await store.inTenant(tenantId, (trx) =>
        trx
          .selectFrom('audit_entry')
          .select(['seq', 'at', 'actor', 'action', 'target', 'details', 'hash'])
          .where('tenant_id', '=', tenantId)
          .where('seq', '>', after?.seq ?? 0)
          .orderBy('seq')
          .limit(limit + 1)
          .execute(),
      );
      return cursors.page(
        { tenantId, list: 'audit', limit },
        rows,
        ({ seq }) => ({ seq }),
        (row) => ({
          ...row,
          at: row.at.toISOString(),
          details: AuditEntryView.shape.details.parse(row.details),
          hash: row.hash.toString('hex'),
        }),
      );
    },

    /** Recomputes the whole chain. */
    verify: async (principal: Principal, tenant?: string): Promise<AuditVerdictView> => {
      const verdict = await store.audit.verify(await chainOf(principal, tenant));
      if (verdict.ok)
        return { ok: true, entries: verdict.entries, bad_seq: null, reason: null, head: verdict.head ?? null };
      return { ok: false, entries: verdict.entries, bad_seq: verdict.badSeq, reason: verdict.reason, head: null };
    },
  };
}
