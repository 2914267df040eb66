/** Reading the endpoint a caller names, and checking the transformation he wrote. */
import { sql } from 'kysely';
import { fail } from '../../contract/errors.ts';
import { compileExpressions } from '../../engine/mapping/evaluate.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { firstIdOf, printable, readId } from '../ids.ts';
import { invalidInput } from '../inputs.ts';
import { countedDeliveries, type DeliveryCounts, type EndpointRow } from './endpoint-views.ts';

/** Throws `not_found`, for one that was deleted too. */
export async function readEndpoint(
  trx: TenantTransaction,
  tenantId: string,
  endpoint: string,
  { lock } = { lock: false },
): Promise<EndpointRow> {
  const rows = trx
    .selectFrom('endpoint')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', readId('ep', endpoint))
    .where('deleted_at', 'is', null);
  const row = await (lock ? rows.forUpdate() : rows).executeTakeFirst();
  if (row === undefined) throw fail('not_found', `There is no endpoint "${printable(endpoint)}".`);
  return row;
}

/** What waits for one, what was given up, and what came through since a moment. */
export async function countDeliveries(
  trx: TenantTransaction,
  tenantId: string,
  endpointId: string,
  since: Date,
): Promise<DeliveryCounts> {
  const of = (state: string) => sql`from delivery
             where tenant_id = ${tenantId} and endpoint_id = ${endpointId} and state = ${sql.lit(state)}`;
  const { rows } = await sql<Record<'queued' | 'failed' | 'delivered', number> & { oldest: Date | null }>`
    select (select count(*) from (select ${of('queued')} limit ${countedDeliveries}) q) as queued,
           (select count(*) from (select ${of('failed')} limit ${countedDeliveries}) f) as failed,
           (select count(*) from (select ${of('delivered')} and id >= ${firstIdOf(since.getTime())}::uuid
             limit ${countedDeliveries}) d) as delivered,
           (select created_at ${of('failed')} order by id limit 1) as oldest`.execute(trx);
  const { queued, failed, delivered, oldest } = rows[0] ?? { queued: 0, failed: 0, delivered: 0, oldest: null };
  return { queued, failed, delivered_last_day: delivered, oldest_failed_at: oldest?.toISOString() ?? null };
}

/** Throws `invalid_request` when it does not compile. */
export async function checkTransformation(context: HubContext, tenantId: string, text: string): Promise<void> {
  const [problem] = await compileExpressions(context.expressions, tenantId, [text]);
  if (problem === undefined) return;
  const place = problem.position === null ? '' : ` (at character ${problem.position})`;
  throw invalidInput([{ path: 'transformation', message: `${problem.message}${place}` }]);
}
