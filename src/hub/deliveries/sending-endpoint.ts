/** An endpoint as the sender needs it, and the deliveries it is about to get, bodies and all. Used by lane.ts. */
import { z } from 'zod';
import { healthy, type Health } from '../../engine/deliveries/health.ts';
import { keepBodies, type DueDelivery, type EndpointPlace } from '../../store/delivery-sending.ts';
import { sealedPlaces } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { eventBodies, type EventBody } from '../events/event-bodies.ts';
import { openSecrets, type EndpointSecrets } from './endpoint-secrets.ts';
import { render } from './rendering.ts';

const StoredHealth = z.object({
  recent: z.array(z.object({ at: z.number(), good: z.number(), bad: z.number() })),
  parked_until: z.number().nullable(),
  parks: z.number(),
  failing_since: z.number().nullable(),
  told: z.number(),
});

/** What is stored of an endpoint's health; of one that was never ill there is nothing. */
export function readHealth(stored: unknown): Health {
  const parsed = StoredHealth.safeParse(stored);
  if (!parsed.success) return healthy;
  const { parked_until: parkedUntil, failing_since: failingSince, ...rest } = parsed.data;
  return { ...rest, parkedUntil, failingSince };
}

export function storedHealth({ parkedUntil, failingSince, ...rest }: Health): z.output<typeof StoredHealth> {
  return { ...rest, recent: [...rest.recent], parked_until: parkedUntil, failing_since: failingSince };
}

export interface SendingEndpoint {
  readonly version: number;
  readonly url: URL;
  readonly strict: boolean;
  readonly perMinute: number | null;
  readonly transformation: string | null;
  readonly secrets: EndpointSecrets;
  readonly health: Health;
}

/** Undefined: nothing is to be sent there. */
export async function readSendingEndpoint(
  context: HubContext,
  { tenantId, endpointId }: EndpointPlace,
): Promise<SendingEndpoint | undefined> {
  const row = await context.store.inTenant(tenantId, (trx) =>
    trx
      .selectFrom('endpoint')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '=', endpointId)
      .where('enabled', '=', true)
      .where('deleted_at', 'is', null)
      .executeTakeFirst(),
  );
  if (row === undefined) return undefined;
  return {
    version: row.version,
    url: new URL(row.url),
    strict: row.strict,
    perMinute: row.per_minute,
    transformation: row.transformation,
    secrets: await openSecrets(context, tenantId, row),
    health: readHealth(row.health),
  };
}

/** A due delivery, and what is to be sent; or why there is nothing. */
export type Prepared =
  | { readonly kind: 'ready'; readonly delivery: DueDelivery; readonly body: Buffer }
  /** It failed for now: the transformation may be mended. */
  | { readonly kind: 'problem'; readonly delivery: DueDelivery; readonly message: string }
  | {
      readonly kind: 'over';
      readonly delivery: DueDelivery;
      readonly state: 'skipped' | 'cancelled';
      readonly message: string;
    }
  /** Somebody cancelled it a moment ago. */
  | { readonly kind: 'gone'; readonly delivery: DueDelivery };

const erased = 'What it tells of was erased, or is not kept any longer.';

/** In their order. What is made here is stored before it is answered, so that every attempt sends the same. */
export async function prepare(
  context: HubContext,
  { tenantId }: EndpointPlace,
  { transformation }: Pick<SendingEndpoint, 'transformation'>,
  due: readonly DueDelivery[],
): Promise<readonly Prepared[]> {
  const unmade = due.filter(({ sealed, routeId }) => sealed === undefined && routeId === null);
  const made =
    unmade.length === 0 ? new Map<string, Prepared>() : await make(context, tenantId, transformation, unmade);
  const prepared: Prepared[] = [];
  for (const delivery of due) {
    const { id, sealed } = delivery;
    if (sealed === undefined) {
      // What a route made is kept nowhere else.
      prepared.push(made.get(id) ?? { kind: 'over', delivery, state: 'cancelled', message: erased });
      continue;
    }
    const place = sealedPlaces.delivery(id);
    const body = await context.store.vault.open(tenantId, place, sealed.keyVersion, sealed.bytes);
    prepared.push({ kind: 'ready', delivery, body });
  }
  return prepared;
}

async function make(
  context: HubContext,
  tenantId: string,
  transformation: string | null,
  deliveries: readonly DueDelivery[],
): Promise<Map<string, Prepared>> {
  const { store } = context;
  const ids = [...new Set(deliveries.map(({ eventId }) => eventId))];
  const events = await store.inTenant(tenantId, (trx) => eventBodies(trx, tenantId, ids));
  const told = deliveries.flatMap((delivery): readonly { delivery: DueDelivery; event: EventBody }[] => {
    const event = events.get(delivery.eventId);
    return event === undefined ? [] : [{ delivery, event }];
  });
  const rendered = await render(
    context,
    tenantId,
    transformation,
    told.map(({ event }) => event),
  );
  const prepared = new Map<string, Prepared>();
  for (const [at, { delivery }] of told.entries()) {
    const one = rendered[at];
    if (one?.kind === 'body') prepared.set(delivery.id, { kind: 'ready', delivery, body: one.body });
    else if (one?.kind === 'problem') prepared.set(delivery.id, { ...one, delivery });
    else {
      const message = 'The transformation made nothing of it.';
      prepared.set(delivery.id, { kind: 'over', delivery, state: 'skipped', message });
    }
  }
  await keep(context, tenantId, prepared);
  return prepared;
}

/** Those that were cancelled since they were read are not sent. */
async function keep({ store }: HubContext, tenantId: string, prepared: Map<string, Prepared>): Promise<void> {
  const sealer = await store.vault.keyFor(tenantId);
  const bodies = [...prepared].flatMap(([deliveryId, one]) =>
    one.kind === 'ready'
      ? [
          {
            deliveryId,
            sealed: sealer.seal(sealedPlaces.delivery(deliveryId), one.body),
            keyVersion: sealer.version,
            bytes: one.body.length,
          },
        ]
      : [],
  );
  if (bodies.length === 0) return;
  const kept = await keepBodies((text, values) => store.statements.query(text, values), tenantId, bodies);
  for (const [id, one] of prepared)
    if (one.kind === 'ready' && !kept.has(id)) prepared.set(id, { kind: 'gone', delivery: one.delivery });
}
