/**
 * From an event to what a route would do: condition, look-ups, shape. Calls nothing and changes nothing, so that a dry run and a real call
 * are the same (route-execution.ts, route-dry-run.ts). Tenants' expressions run in a child process; no transaction waits for them.
 */
import { fail, type PlugboardError } from '../../contract/errors.ts';
import type { JsonObject, JsonValue } from '../../contract/http.ts';
import { compute } from '../../engine/mapping/compute.ts';
import type { HubContext } from '../context.ts';
import type { EventBody } from '../events/event-bodies.ts';
import type { RecordPlace } from '../records/record-views.ts';
import { lookUp, placeInBody } from './route-lookups.ts';
import type { RouteDefinition } from './route-views.ts';

export type Condition = { readonly holds: boolean } | { readonly error: PlugboardError };

/** Per event: is the route for it, by its condition? */
export async function conditionsOf(
  context: HubContext,
  tenantId: string,
  { when, maps }: RouteDefinition,
  bodies: readonly EventBody[],
): Promise<readonly Condition[]> {
  if (when.condition === undefined) return bodies.map(() => ({ holds: true }));
  // What counts as true is JSONata's to say.
  const source = `$boolean((\n${when.condition}\n))`;
  const inputs = bodies.map((body) => ({ ...seen(body), maps }));
  const outcomes = await compute(context.expressions, tenantId, source, inputs);
  return outcomes.map((outcome) =>
    outcome.kind === 'problem'
      ? { error: fail('invalid_request', `The condition of the route: ${outcome.message}.`) }
      : { holds: outcome.kind === 'value' && outcome.value === true },
  );
}

/** What expressions see of an event. */
function seen({ id, type, timestamp, data }: EventBody): JsonObject {
  return { event: { id, type, timestamp, data }, data };
}

export interface Lookups {
  /** By name, the record found; null: an optional one that was not. In the order they were looked up. */
  readonly found: ReadonlyMap<string, JsonObject | null>;
  /** The event's record and those found. */
  readonly places: readonly RecordPlace[];
}

export type Shaped = Lookups &
  (
    | { readonly kind: 'made'; readonly result: JsonValue }
    /** The shape answered nothing. */
    | { readonly kind: 'nothing' }
    /** A record is not there, or not linked, as yet. */
    | { readonly kind: 'missing'; readonly error: PlugboardError }
    | { readonly kind: 'failed'; readonly error: PlugboardError }
  );

/** Whatever the tenant's expressions do is an answer. */
export async function shapeOf(
  context: HubContext,
  tenantId: string,
  { lookups, maps, shape }: RouteDefinition,
  body: EventBody,
): Promise<Shaped> {
  const found = new Map<string, JsonObject | null>();
  const about = new Map<string, RecordPlace>();
  const own = placeInBody(body.data);
  if (own !== undefined) about.set('event', own);
  const soFar = (): Lookups => ({ found, places: [...about.values()] });
  const input = (): JsonObject => ({ ...seen(body), lookups: Object.fromEntries(found), maps });
  for (const lookup of lookups) {
    const answer = await lookUp(context, tenantId, lookup, input(), about);
    if (answer.kind === 'failed' || (answer.kind === 'missing' && lookup.optional !== true))
      return { ...soFar(), kind: answer.kind, error: answer.error };
    found.set(lookup.name, answer.kind === 'found' ? answer.record : null);
    if (answer.kind === 'found') about.set(lookup.name, answer.place);
  }
  const [outcome] = await compute(context.expressions, tenantId, shape, [input()]);
  if (outcome === undefined || outcome.kind === 'problem')
    return {
      ...soFar(),
      kind: 'failed',
      error: fail('invalid_request', `The shape of the route: ${outcome?.message ?? 'it was not tried'}.`),
    };
  return outcome.kind === 'nothing'
    ? { ...soFar(), kind: 'nothing' }
    : { ...soFar(), kind: 'made', result: outcome.value };
}
