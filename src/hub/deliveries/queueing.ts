/** Putting deliveries back to be sent: for whoever enables an endpoint or has something sent again. */
import { sql } from 'kysely';
import type { EndpointPlace } from '../../store/delivery-sending.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { queuedAt } from './consumer.ts';

/** Somebody looks at the endpoint at once; harmless when there is nothing to send. */
export async function wakeEndpoint(
  context: Pick<HubContext, 'sharedClock'>,
  trx: TenantTransaction,
  { tenantId, endpointId }: EndpointPlace,
): Promise<void> {
  const at = queuedAt(context);
  const now = at === undefined ? sql`clock_timestamp()` : sql`${at}::timestamptz`;
  await sql`
    insert into endpoint_due as d (tenant_id, endpoint_id, due_at, oldest_at) values (${tenantId}, ${endpointId}, ${now}, ${now})
    on conflict (tenant_id, endpoint_id) do update
       set due_at = least(d.due_at, excluded.due_at), oldest_at = least(d.oldest_at, excluded.oldest_at)`.execute(trx);
  await sql`notify plugboard_deliveries`.execute(trx);
}

/** Sends them again from the beginning of the schedule, the first time now. */
export async function requeue(
  context: Pick<HubContext, 'sharedClock'>,
  trx: TenantTransaction,
  tenantId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const at = queuedAt(context);
  const now = at === undefined ? sql`clock_timestamp()` : sql`${at}::timestamptz`;
  await sql`
    update delivery
       set state = 'queued', next_at = ${now}, failures = 0, replays = replays + 1, finished_at = null
     where tenant_id = ${tenantId} and id = any (${[...ids]}::uuid[])`.execute(trx);
}
