/**
 * Routes as those who hear of events: a call is queued in the transaction that makes the event, once for a route and an event. Whether the
 * condition holds, and whether it goes in circles, is looked at when the call is made (route-work.ts). Given to the follower
 * (events/follow.ts).
 */
import type { TenantTransaction } from '../../store/index.ts';
import { queueCalls } from '../../store/route-calls.ts';
import { routesDue } from '../../store/route-due.ts';
import { touchesOf } from '../../store/route-touches.ts';
import type { HubContext } from '../context.ts';
import type { Consumer, Listener } from '../events/consumers.ts';
import { matcher } from '../events/matching.ts';
import { newId, readId } from '../ids.ts';
import type { RecordPlace } from '../records/record-views.ts';
import { sharedNow } from '../shared-clock.ts';
import { routeRows } from './route-rows.ts';
import { RouteDefinition } from './route-views.ts';

/** Calls of one statement. */
const atOnce = 1_000;

/** `notice`: calls may be made at once. */
export function routeConsumer(context: HubContext, { notice }: { notice(tenantId: string): void }): Consumer {
  return {
    notice,
    listeners: async (trx, tenantId) => {
      // In one order, so that two who queue for the same routes do not wait for each other.
      const rows = await routeRows(trx, tenantId).where('r.enabled', '=', true).orderBy('r.id').execute();
      return rows.map((each): Listener => {
        const { types, models, integrations } = whenOf(each.definition);
        return {
          wants: matcher({ types, models, integrations: integrations?.map((id) => readId('int', id)) }),
          take: async (work, events) => {
            const now = new Date(await sharedNow(context, work));
            // What happened before the route was there is not its business. A test is asked for by somebody, by another clock.
            const heard = events.filter(({ at, type }) => at >= each.hears_from || type === 'event.test');
            for (let from = 0; from < heard.length; from += atOnce) {
              const calls = heard.slice(from, from + atOnce).map((event) => ({
                id: newId(context),
                eventId: event.id,
                at: event.at,
                integrationId: event.integrationId,
                record: event.record,
                trail: event.trail,
              }));
              await queueCalls(work, tenantId, each.id, calls, now);
            }
            if (heard.length > 0) await routesDue(work, tenantId, now);
          },
        };
      });
    },
  };
}

/** One that an older Plugboard saved and this one cannot read hears of nothing: it must not keep the others from hearing. */
function whenOf(definition: unknown): Pick<RouteDefinition['when'], 'types' | 'models' | 'integrations'> {
  const parsed = RouteDefinition.safeParse(definition);
  return parsed.success ? parsed.data.when : { types: [] };
}

/** Per record, in their order: the routes by whose doing it is in its present state. */
export function routeTrails(
  trx: TenantTransaction,
  tenantId: string,
  records: readonly RecordPlace[],
): Promise<readonly (readonly string[])[]> {
  return touchesOf(trx, tenantId, records);
}
