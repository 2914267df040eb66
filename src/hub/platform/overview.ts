/**
 * How the installation is doing: what waits for workers, and tenant by tenant what is connected, what fails and how much was done in the
 * last day. For the platform's administrators, and for partners about their own tenants.
 */
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTransaction } from '../../store/index.ts';
import { waitingWork, type WaitingWork } from '../../store/waiting-work.ts';
import type { Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import { fixedNow } from '../deliveries/lane.ts';
import type { DeliverySender } from '../deliveries/sender.ts';
import type { HubContext } from '../context.ts';
import { readId } from '../ids.ts';
import { listQuery, parseInput, type ListQuery } from '../inputs.ts';

const count = z.number().int();
const Waiting = z.object({
  waiting: count,
  oldest_ms: z.number().nullable().meta({ description: 'How long the oldest waits; null: nothing does.' }),
});

export const TenantOverview = z
  .object({
    slug: z.string(),
    name: z.string(),
    partner: z.string().nullable(),
    created_at: z.iso.datetime(),
    integrations: z.object({
      draft: count,
      connected: count,
      failing: count,
      needs_reauth: count,
      paused: count,
      disconnected: count,
    }),
    runs: z.object({ succeeded: count, partial: count, failed: count, under_way: count }),
    calls: count,
    errors: count,
    records: count.meta({ description: 'Records read by runs.' }),
    bytes: count.meta({ description: 'Sent to vendors and received from them.' }),
    webhooks_waiting: count.meta({ description: 'At most 10000 are counted.' }),
    deliveries_waiting: count.meta({ description: 'At most 10000 are counted.' }),
    last_activity_at: z.iso.datetime().nullable().meta({ description: 'When a run was last asked for.' }),
  })
  .meta({
    id: 'TenantOverview',
    description: 'Runs, calls, errors, records and bytes are those of the last 24 hours.',
  });
export type TenantOverview = z.output<typeof TenantOverview>;

export const PlatformOverview = z
  .object({
    waiting: z
      .object({ jobs: Waiting.extend({ running: count }), streams: Waiting, webhooks: Waiting, deliveries: Waiting })
      .nullable()
      .meta({
        description:
          'Over all tenants: jobs no worker has taken, streams nobody has started, integrations with webhooks to work off, endpoints with deliveries to send. Null for a partner.',
      }),
    data: z.array(TenantOverview),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'PlatformOverview' });
export type PlatformOverview = z.output<typeof PlatformOverview>;

const dayMs = 86_400_000;
/** Nobody needs to know more exactly how far behind something is. */
const mostCounted = 10_000;
/** Tenants looked at together: a page must not take all connections of the process. */
const atOnce = 4;

type Counted = Omit<TenantOverview, 'slug' | 'name' | 'partner' | 'created_at' | 'last_activity_at'> & {
  readonly last_activity_at: Date | null;
};

export function platformOverview(context: HubContext, tenants: Tenants, sender: DeliverySender) {
  const { store, clock } = context;

  const waitingFor = async (principal: Principal): Promise<PlatformOverview['waiting']> => {
    if ('partnerId' in principal && principal.partnerId !== undefined) return null;
    const [work, late] = await Promise.all([
      waitingWork(store, fixedNow(context) ?? undefined),
      sender.lateness(),
    ] as const);
    return { ...work, deliveries: deliveriesOf(late) };
  };

  /** By slug; as many tenants at a time as `limit` says. */
  return async (principal: Principal, query: ListQuery = {}): Promise<PlatformOverview> => {
    tenants.authorizePlatform(principal, 'read');
    const page = await tenants.list(principal, parseInput(listQuery, query));
    await context.exchanges.flush();
    const since = new Date(clock.now() - dayMs);
    const data: TenantOverview[] = [];
    for (let from = 0; from < page.data.length; from += atOnce)
      data.push(
        ...(await Promise.all(
          page.data.slice(from, from + atOnce).map(async ({ id, slug, name, partner, created_at }) => {
            const tenantId = readId('ten', id);
            const { last_activity_at, ...counted } = await store.inTenant(tenantId, (trx) =>
              countTenant(trx, tenantId, since),
            );
            return {
              slug,
              name,
              partner,
              created_at,
              ...counted,
              last_activity_at: last_activity_at?.toISOString() ?? null,
            };
          }),
        )),
      );
    return { waiting: await waitingFor(principal), data, next_cursor: page.next_cursor };
  };
}

function deliveriesOf({ parked, sending }: Awaited<ReturnType<DeliverySender['lateness']>>): WaitingWork['streams'] {
  const waiting = parked.endpoints + sending.endpoints;
  return { waiting, oldest_ms: waiting === 0 ? null : Math.max(parked.oldestMs, sending.oldestMs) };
}

/** Integration by integration, each a short range of an index, whatever else the tenant has. */
async function countTenant(trx: TenantTransaction, tenantId: string, since: Date): Promise<Counted> {
  const { rows } = await sql<Counted>`
    select (select json_build_object(${sql.join(
      (['draft', 'connected', 'failing', 'needs_reauth', 'paused', 'disconnected'] as const).flatMap((status) => [
        sql.lit(status),
        sql`count(*) filter (where s.status = ${sql.lit(status)})`,
      ]),
    )}) from integration_status s where s.tenant_id = ${tenantId}) as integrations,
           json_build_object(
             'succeeded', coalesce(sum(r.succeeded), 0)::int, 'partial', coalesce(sum(r.partial), 0)::int,
             'failed', coalesce(sum(r.failed), 0)::int, 'under_way', coalesce(sum(r.under_way), 0)::int) as runs,
           coalesce(sum(u.calls), 0)::bigint as calls, coalesce(sum(u.errors), 0)::bigint as errors,
           coalesce(sum(u.records), 0)::bigint as records, coalesce(sum(u.bytes), 0)::bigint as bytes,
           (select count(*)::int from (select from webhook where tenant_id = ${tenantId} and state = 'queued'
                                        limit ${mostCounted}) w) as webhooks_waiting,
           (select count(*)::int from (select from delivery where tenant_id = ${tenantId} and state = 'queued'
                                        limit ${mostCounted}) d) as deliveries_waiting,
           max(l.queued_at) as last_activity_at
      from integration i
     cross join lateral (
           select count(*) filter (where state = 'succeeded') as succeeded, count(*) filter (where state = 'partial') as partial,
                  count(*) filter (where state = 'failed') as failed, count(*) filter (where state in ('queued', 'running')) as under_way
             from run where tenant_id = ${tenantId} and integration_id = i.id and queued_at >= ${since}) r
     cross join lateral (
           select sum(calls) as calls, sum(errors) as errors, sum(records) as records, sum(request_bytes + response_bytes) as bytes
             from usage_minute where tenant_id = ${tenantId} and integration_id = i.id and at >= ${since}) u
      left join lateral (
           select queued_at from run where tenant_id = ${tenantId} and integration_id = i.id
            order by queued_at desc, id desc limit 1) l on true
     where i.tenant_id = ${tenantId}`.execute(trx);
  const [counted] = rows;
  if (counted === undefined) throw new Error('an aggregate answers one row');
  return counted;
}
