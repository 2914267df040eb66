/** How many records each stream holds now. Counted, not kept: no page has to pay for a counter. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { HubContext } from '../context.ts';
import { readId, showId } from '../ids.ts';
import { parseInput } from '../inputs.ts';
import { knownIntegration } from '../integrations/integration-rows.ts';
import type { Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';

export const StreamCountQuery = z.object({
  integration: z.string().max(100).optional().meta({ description: 'Only of this integration (its id).' }),
});
export type StreamCountQuery = z.input<typeof StreamCountQuery>;

export const StreamCountView = z
  .object({
    integration_id: z.string(),
    stream: z.string(),
    model: z.string(),
    records: z.number().int().meta({ description: 'Without deleted ones.' }),
  })
  .meta({ id: 'StreamCount' });
export type StreamCountView = z.output<typeof StreamCountView>;
/** Streams are counted in dozens: one page. */
export const StreamCountList = z
  .object({ data: z.array(StreamCountView), next_cursor: z.null() })
  .meta({ id: 'StreamCountList' });

export function streamCounts(context: HubContext, tenants: Tenants) {
  /** In the order of the provider's streams. Throws `not_found` for an unknown integration. Reads an index entry per record: about a second for three million. */
  return async (
    principal: Principal,
    tenant: string,
    query: StreamCountQuery = {},
  ): Promise<z.output<typeof StreamCountList>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { integration } = parseInput(StreamCountQuery, query);
    const only = integration === undefined ? undefined : readId('int', integration);
    const rows = await context.store.inTenant(tenantId, async (trx) => {
      if (only !== undefined && integration !== undefined) await knownIntegration(trx, tenantId, only, integration);
      const counted = trx
        .selectFrom('stream_state as s')
        .leftJoin('record as r', (join) =>
          join
            .onRef('r.tenant_id', '=', 's.tenant_id')
            .onRef('r.stream_no', '=', 's.stream_no')
            .on('r.deleted_at', 'is', null),
        )
        .select(['s.integration_id', 's.stream', 's.model', sql<number>`count(r.key)::int`.as('records')])
        .where('s.tenant_id', '=', tenantId)
        .groupBy(['s.integration_id', 's.stream_no', 's.stream', 's.model'])
        .orderBy('s.stream_no');
      return (only === undefined ? counted : counted.where('s.integration_id', '=', only)).execute();
    });
    const data = rows.map((row) => ({ ...row, integration_id: showId('int', row.integration_id) }));
    return { data, next_cursor: null };
  };
}
