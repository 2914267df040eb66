/**
 * What is to be delivered where: events to the endpoints that listen for them, and what routes make for an endpoint. Queued in the
 * transaction that makes the event (or ends the route's call); sending it is sender.ts's work.
 */
import { sql } from 'kysely';
import { fail } from '../../contract/errors.ts';
import type { JsonValue } from '../../contract/http.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { EndpointPlace } from '../../store/delivery-sending.ts';
import { sealedPlaces } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import type { Consumer, Listener, NewEvent } from '../events/consumers.ts';
import { matcher } from '../events/matching.ts';
import { newId, showId } from '../ids.ts';
import { fitting } from './rendering.ts';

/** Rows of one statement. */
const atOnce = 1_000;

/** The time by which deliveries are due; undefined: the database's, whose default it is. */
export function queuedAt({ sharedClock }: Pick<HubContext, 'sharedClock'>): Date | undefined {
  return sharedClock === undefined ? undefined : new Date(sharedClock.now());
}

/** Endpoints, for whoever makes events. `notice`: senders of this process may begin. */
export function endpointConsumer(context: HubContext, { notice }: { notice(tenantId: string): void }): Consumer {
  return {
    notice,
    listeners: async (trx, tenantId) => {
      const endpoints = await trx
        .selectFrom('endpoint')
        .select(['id', 'types', 'models', 'integrations'])
        .where('tenant_id', '=', tenantId)
        .where('enabled', '=', true)
        .where('deleted_at', 'is', null)
        // In one order, so that two who queue for the same endpoints do not wait for each other.
        .orderBy('id')
        .execute();
      return endpoints.map((endpoint): Listener => ({
        wants: matcher(endpoint),
        take: async (work, events) => {
          for (let from = 0; from < events.length; from += atOnce)
            await queueEvents(context, work, { tenantId, endpointId: endpoint.id }, events.slice(from, from + atOnce));
        },
      }));
    },
  };
}

async function queueEvents(
  context: HubContext,
  trx: TenantTransaction,
  { tenantId, endpointId }: EndpointPlace,
  events: readonly NewEvent[],
): Promise<void> {
  // Those of one millisecond in order, too: lists go by them.
  const ids = events.map(() => newId(context)).toSorted();
  const rows = events.map(({ id, type }, no) => ({ id: ids[no], event_id: id, type }));
  const at = queuedAt(context);
  const now = at === undefined ? sql`clock_timestamp()` : sql`${at}::timestamptz`;
  await sql`
    insert into delivery (tenant_id, id, endpoint_id, event_id, type, next_at, created_at)
    select ${tenantId}, d.id, ${endpointId}, d.event_id, d.type, ${now}, ${now}
      from rows from (jsonb_to_recordset(${JSON.stringify(rows)}) as (id uuid, event_id uuid, type text))
           with ordinality as d (id, event_id, type, place)
     order by d.place
    on conflict do nothing`.execute(trx);
}

/** What a route has made of an event, for an endpoint. */
export interface RouteDelivery extends EndpointPlace {
  readonly eventId: string;
  readonly routeId: string;
  readonly body: JsonValue;
}

/**
 * Queues it, once per route, event and endpoint: asking again changes nothing. Where the endpoint is disabled it waits. Answers the delivery's
 * id. Throws `not_found` when there is no such endpoint or event.
 */
export async function deliverTo(context: HubContext, trx: TenantTransaction, of: RouteDelivery): Promise<string> {
  const { tenantId, endpointId, eventId, routeId } = of;
  const endpoint = await trx
    .selectFrom('endpoint')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', endpointId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (endpoint === undefined) throw fail('not_found', `There is no endpoint "${showId('ep', endpointId)}".`);
  const event = await trx
    .selectFrom('event')
    .select(['type', 'at'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', eventId)
    .executeTakeFirst();
  if (event === undefined) throw fail('not_found', `There is no event "${showId('evt', eventId)}".`);
  const id = newId(context);
  const at = queuedAt(context);
  const facts = { id: showId('evt', eventId), type: event.type, timestamp: event.at.toISOString() };
  const body = fitting(context, tenantId, facts, Buffer.from(JSON.stringify(of.body)));
  const { sealed, keyVersion } = await context.store.vault.seal(tenantId, sealedPlaces.delivery(id), body);
  const queued = await trx
    .insertInto('delivery')
    .values({
      tenant_id: tenantId,
      id,
      endpoint_id: endpointId,
      event_id: eventId,
      route_id: routeId,
      type: event.type,
      sealed,
      key_version: keyVersion,
      bytes: body.length,
      ...(at === undefined ? {} : { next_at: at, created_at: at }),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (queued !== undefined) return queued.id;
  const before = await trx
    .selectFrom('delivery')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('event_id', '=', eventId)
    .where('endpoint_id', '=', endpointId)
    .where('route_id', '=', routeId)
    .executeTakeFirstOrThrow();
  return before.id;
}
