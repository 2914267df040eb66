/** How many records each stream of an integration holds now. Counted, not kept: no page has to pay for a counter. */
import { sql } from 'kysely';
import type { HubContext } from '../context.ts';
import { readId } from '../ids.ts';
import type { Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';

export interface StreamCount {
  readonly stream: string;
  readonly model: string;
  /** Without tombstones. */
  readonly records: number;
}

export function streamCounts(context: HubContext, tenants: Tenants) {
  /** In the order of the provider's streams. Reads an index entry per record: about a second for three million. */
  return async (principal: Principal, tenant: string, integration: string): Promise<readonly StreamCount[]> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const integrationId = readId('int', integration);
    return context.store.inTenant(tenantId, (trx) =>
      trx
        .selectFrom('stream_state as s')
        .leftJoin('record as r', (join) =>
          join
            .onRef('r.tenant_id', '=', 's.tenant_id')
            .onRef('r.stream_no', '=', 's.stream_no')
            .on('r.deleted_at', 'is', null),
        )
        .select(['s.stream', 's.model', sql<number>`count(r.key)::int`.as('records')])
        .where('s.tenant_id', '=', tenantId)
        .where('s.integration_id', '=', integrationId)
        .groupBy(['s.stream_no', 's.stream', 's.model'])
        .orderBy('s.stream_no')
        .execute(),
    );
  };
}
