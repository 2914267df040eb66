/**
 * The audit trail as callers see it: who did what, oldest first, and whether the chain is whole. Entries are appended by the
 * use-cases themselves, in their own transactions; how the chain is built is the store's (src/store/audit.ts).
 */
import { sql } from 'kysely';
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { platformTenant, type TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { listOf, listQuery, moment, parseInput, type List } from '../inputs.ts';
import { actorNames } from './actor-names.ts';
import type { Principal } from './principal.ts';
import type { Tenants } from './tenants.ts';

export const AuditEntryView = z
  .object({
    seq: z.number().int(),
    at: z.iso.datetime(),
    actor: z.string().meta({ example: 'tenant_key:4f0a9c1d2b3e4a5f' }),
    actor_name: z.string().nullable().meta({
      description:
        'Of a person or an API key that is there still; not part of the chain. The platform has no name for tenants.',
    }),
    action: z.string().meta({ example: 'integration.connected' }),
    target: z.string(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    hash: z.string().meta({ description: 'sha256 of the hash before and this entry, hexadecimal.' }),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntryView = z.output<typeof AuditEntryView>;
export const AuditList = listOf(AuditEntryView).meta({ id: 'AuditList' });

export const AuditQuery = listQuery.extend({
  order: z.enum(['oldest', 'newest']).default('oldest').meta({ description: 'Which comes first.' }),
  actor: z.string().max(200).optional().meta({ example: 'tenant_key:4f0a9c1d2b3e4a5f' }),
  action: z
    .string()
    .max(100)
    .optional()
    .meta({ description: '`integration.connected`; `integration`: all that was done to integrations.' }),
  since: moment.optional(),
  until: moment.optional().meta({ description: 'Without it.' }),
});
export type AuditQuery = z.input<typeof AuditQuery>;
type Asked = z.output<typeof AuditQuery>;

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

const exportedAtOnce = 500;

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

  const entries = async (
    tenantId: string,
    asked: Pick<Asked, 'order' | 'actor' | 'action' | 'since' | 'until'>,
    { after, limit }: { readonly after: number | undefined; readonly limit: number },
  ): Promise<readonly AuditEntryView[]> =>
    store.inTenant(tenantId, async (trx) => {
      const rows = await entryRows(trx, tenantId, asked, after).limit(limit).execute();
      const names = await actorNames(
        trx,
        tenantId,
        rows.map(({ actor }) => actor),
      );
      return rows.map((row) => ({
        ...row,
        actor_name: names.get(row.actor) ?? null,
        at: row.at.toISOString(),
        details: AuditEntryView.shape.details.parse(row.details),
        hash: row.hash.toString('hex'),
      }));
    });

  return {
    list: async (principal: Principal, tenant?: string, query: AuditQuery = {}): Promise<List<AuditEntryView>> => {
      const tenantId = await chainOf(principal, tenant);
      const asked = parseInput(AuditQuery, query);
      // A cursor of one direction leads nowhere in the other.
      const list = `audit:${asked.order}`;
      const after = await cursors.read(tenantId, list, asked.cursor, z.object({ seq: z.number().int() }));
      const { limit } = asked;
      const found = await entries(tenantId, asked, { after: after?.seq, limit: limit + 1 });
      return cursors.page(
        { tenantId, list, limit },
        found,
        ({ seq }) => ({ seq }),
        (view) => view,
      );
    },

    /** All of them, oldest first, a few hundred at a time. What is refused is refused before the first. */
    export: async (principal: Principal, tenant?: string): Promise<AsyncIterable<readonly AuditEntryView[]>> => {
      const tenantId = await chainOf(principal, tenant);
      return (async function* () {
        for (let after: number | undefined = undefined; ;) {
          const found: readonly AuditEntryView[] = await entries(
            tenantId,
            { order: 'oldest' },
            { after, limit: exportedAtOnce },
          );
          if (found.length > 0) yield found;
          if (found.length < exportedAtOnce) return;
          after = found.at(-1)?.seq;
        }
      })();
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

/** Along the chain's own index, or one of those by actor, by noun and by moment. */
function entryRows(
  trx: TenantTransaction,
  tenantId: string,
  { order, actor, action, since, until }: Pick<Asked, 'order' | 'actor' | 'action' | 'since' | 'until'>,
  after: number | undefined,
) {
  const newest = order === 'newest';
  let wanted = trx
    .selectFrom('audit_entry')
    .select(['seq', 'at', 'actor', 'action', 'target', 'details', 'hash'])
    .where('tenant_id', '=', tenantId)
    .orderBy('seq', newest ? 'desc' : 'asc');
  if (after !== undefined) wanted = wanted.where('seq', newest ? '<' : '>', after);
  if (actor !== undefined) wanted = wanted.where('actor', '=', actor);
  if (action !== undefined) {
    wanted = wanted.where(sql`split_part(action, '.', 1)`, '=', action.split('.', 1)[0]);
    if (action.includes('.')) wanted = wanted.where('action', '=', action);
  }
  if (since !== undefined) wanted = wanted.where('at', '>=', new Date(since));
  if (until !== undefined) wanted = wanted.where('at', '<', new Date(until));
  return wanted;
}
