/**
 * The body of a delivery: the event, or what the endpoint's transformation makes of it; and a short one with a link where that would be too
 * large. Used by the sender for the first attempt, and to try a transformation.
 */
import { compute } from '../../engine/mapping/compute.ts';
import type { JsonObject } from '../../contract/http.ts';
import type { HubContext } from '../context.ts';
import type { EventBody } from '../events/event-bodies.ts';

/** Bytes of a body; receivers refuse larger ones, and so would anything between them and us. */
export const mostBytes = 262_144;

export type Rendered =
  | { readonly kind: 'body'; readonly body: Buffer }
  /** The transformation made nothing of it: it is not for this endpoint. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'problem'; readonly message: string };

/** One per event, in their order. Throws `internal` when expressions cannot be evaluated at all. */
export async function render(
  context: Pick<HubContext, 'expressions' | 'publicUrl'>,
  tenantId: string,
  transformation: string | null,
  events: readonly EventBody[],
): Promise<readonly Rendered[]> {
  const plain = events.map(({ id, type, timestamp, data }): JsonObject => ({ id, type, timestamp, data }));
  const made =
    transformation === null
      ? plain.map((value) => ({ kind: 'value', value }) as const)
      : await compute(context.expressions, tenantId, transformation, plain);
  return events.map((event, at): Rendered => {
    const outcome = made[at];
    if (outcome === undefined) return { kind: 'problem', message: 'the transformation gave no answer' };
    if (outcome.kind === 'nothing') return outcome;
    if (outcome.kind === 'problem')
      return { kind: 'problem', message: `the transformation failed: ${outcome.message}` };
    return { kind: 'body', body: fitting(context, tenantId, event, Buffer.from(JSON.stringify(outcome.value))) };
  });
}

/** The body itself; too large, one that says where the event can be read. */
export function fitting(
  { publicUrl }: Pick<HubContext, 'publicUrl'>,
  tenantId: string,
  event: Pick<EventBody, 'id' | 'type' | 'timestamp'>,
  body: Buffer,
): Buffer {
  if (body.length <= mostBytes) return body;
  const url = `${publicUrl}/api/tenants/${tenantId}/events/${event.id}`;
  const { id, type, timestamp } = event;
  return Buffer.from(JSON.stringify({ id, type, timestamp, data: { too_large: true, bytes: body.length, url } }));
}
