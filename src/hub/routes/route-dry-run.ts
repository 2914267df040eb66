/**
 * What a route would do, over events that happened or over records as they are: the same steps as a real call (route-shaping.ts), held
 * against the action's schema, and nothing done. For a route that is not saved yet, too.
 */
import type { z } from 'zod';
import { PlugboardError, type FieldProblem } from '../../contract/errors.ts';
import { isJsonObject, type JsonObject } from '../../contract/http.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { seesPeople, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import { checkInput } from '../actions/actions.ts';
import type { HubContext } from '../context.ts';
import { eventBodies, type EventBody } from '../events/event-bodies.ts';
import { matcher } from '../events/matching.ts';
import { readId, showId } from '../ids.ts';
import { invalidInput, isPlain, parseInput } from '../inputs.ts';
import { maskRaw } from '../privacy/masking.ts';
import { recordColumns, recordView, streamsOf } from '../records/record-queries.ts';
import { noRecord, readRecordId, showRecordId } from '../records/record-views.ts';
import { checkRoute, targetAction } from './route-checks.ts';
import { readRoute } from './route-rows.ts';
import { conditionsOf, shapeOf } from './route-shaping.ts';
import { DryRunRoute, type RouteDefinition, type RouteDryRun, type RouteTrial } from './route-views.ts';

/** Events looked at to find the last that match. */
const examined = 5_000;

/** Something to try the route with. */
interface Occasion {
  readonly id: string | null;
  readonly body: EventBody;
  readonly recordId: string | null;
  /** By type, model and integration. */
  readonly matches: boolean;
}

export function routeDryRun(context: HubContext, tenants: Tenants) {
  const { store } = context;

  /** Throws `invalid_request` for a definition that could not be saved. */
  return async (principal: Principal, tenant: string, input: DryRunRoute): Promise<RouteDryRun> => {
    // Running what somebody wrote takes more than looking: not for viewers.
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const asked = parseInput(DryRunRoute, input);
    const definition = await definitionOf(tenantId, asked);
    const occasions = await store.inTenant(tenantId, (trx) => occasionsOf(trx, tenantId, definition, asked));
    const conditions = await conditionsOf(
      context,
      tenantId,
      definition,
      occasions.map(({ body }) => body),
    );
    const data: RouteTrial[] = [];
    for (const [at, occasion] of occasions.entries()) {
      const condition = conditions[at];
      const shown = { event: shownEvent(occasion), lookups: {}, problems: [], reason: null };
      if (condition === undefined || 'error' in condition)
        data.push({ ...shown, matched: false, would: 'fail', reason: condition?.error.message ?? null });
      else if (!occasion.matches || !condition.holds)
        data.push({
          ...shown,
          matched: false,
          would: 'skip',
          reason: occasion.matches
            ? 'its condition says no'
            : 'it is not for events of this type, model or integration',
        });
      else
        data.push({ ...shown, matched: true, ...(await tried(tenantId, definition, occasion, seesPeople(principal))) });
    }
    return { data };
  };

  async function definitionOf(
    tenantId: string,
    { route, definition }: z.output<typeof DryRunRoute>,
  ): Promise<RouteDefinition> {
    if ((route === undefined) === (definition === undefined))
      throw invalidInput([{ path: 'body', message: 'expected exactly one of `route`, `definition`' }]);
    if (route !== undefined)
      return (await store.inTenant(tenantId, (trx) => readRoute(trx, tenantId, readId('rte', route), route)))
        .definition;
    if (definition === undefined) throw new Error('neither route nor definition');
    await checkRoute(context, tenantId, definition);
    return definition;
  }

  async function tried(
    tenantId: string,
    definition: RouteDefinition,
    { body }: Occasion,
    people: boolean,
  ): Promise<Pick<RouteTrial, 'lookups' | 'result' | 'would' | 'reason' | 'problems'>> {
    const shaped = await shapeOf(context, tenantId, definition, body);
    const lookups = Object.fromEntries(
      [...shaped.found].map(([name, record]) => [name, typeof record?.['id'] === 'string' ? record['id'] : null]),
    );
    if (shaped.kind === 'nothing')
      return { lookups, would: 'skip', reason: 'its shape answered nothing', problems: [] };
    if (shaped.kind !== 'made') return { lookups, would: 'fail', reason: shaped.error.message, problems: [] };
    const result = people ? shaped.result : maskRaw(shaped.result);
    const { do: target } = definition;
    if ('endpoint' in target) return { lookups, result, would: 'act', reason: null, problems: [] };
    const problems = await problemsOf(tenantId, target, shaped.result);
    const [first] = problems;
    return first === undefined
      ? { lookups, result, would: 'act', reason: null, problems: [] }
      : {
          lookups,
          result,
          would: 'fail',
          reason: `${target.action} does not accept this input`,
          problems: [...problems],
        };
  }

  async function problemsOf(
    tenantId: string,
    target: { readonly action: string; readonly integration: string },
    input: unknown,
  ): Promise<readonly FieldProblem[]> {
    if (!isPlain(input)) return [{ path: 'input', message: 'expected an object' }];
    const found = await targetAction(context, tenantId, target);
    if ('problem' in found) return [found.problem];
    try {
      checkInput(found.action, input);
      return [];
    } catch (error) {
      if (error instanceof PlugboardError) return error.details.problems ?? [{ path: 'input', message: error.message }];
      throw error;
    }
  }
}

function shownEvent({ id, body, recordId }: Occasion): RouteTrial['event'] {
  return { id, type: body.type, timestamp: body.timestamp, record_id: recordId };
}

async function occasionsOf(
  trx: TenantTransaction,
  tenantId: string,
  definition: RouteDefinition,
  { events, records, limit }: z.output<typeof DryRunRoute>,
): Promise<readonly Occasion[]> {
  if (events !== undefined && records !== undefined)
    throw invalidInput([{ path: 'records', message: 'try events or records; leave one of the two out' }]);
  const { types, models, integrations } = definition.when;
  const wants = matcher({ types, models, integrations: integrations?.map((id) => readId('int', id)) });
  if (records !== undefined) return occasionsOfRecords(trx, tenantId, definition, records, wants);
  let rows = trx
    .selectFrom('event')
    .select(['id', 'type', 'model', 'integration_id', 'stream_no', 'key'])
    .where('tenant_id', '=', tenantId)
    .orderBy('id', 'desc')
    .limit(examined);
  if (events !== undefined)
    rows = rows.where(
      'id',
      'in',
      events.map((id) => readId('evt', id)),
    );
  const found = (await rows.execute()).map((row) => ({
    row,
    matches: wants({ type: row.type, model: row.model ?? undefined, integrationId: row.integration_id ?? undefined }),
  }));
  const wanted = events === undefined ? found.filter(({ matches }) => matches).slice(0, limit) : found;
  const bodies = await eventBodies(
    trx,
    tenantId,
    wanted.map(({ row }) => row.id),
  );
  return wanted.flatMap(({ row, matches }): readonly Occasion[] => {
    const body = bodies.get(row.id);
    if (body === undefined) return [];
    const { stream_no: streamNo, key } = row;
    const recordId = streamNo === null || key === null ? null : showRecordId({ streamNo, key });
    return [{ id: showId('evt', row.id), body, recordId, matches }];
  });
}

/** Each as if it had just been created, or changed: whichever the route is for. */
async function occasionsOfRecords(
  trx: TenantTransaction,
  tenantId: string,
  { when }: RouteDefinition,
  records: readonly string[],
  wants: ReturnType<typeof matcher>,
): Promise<readonly Occasion[]> {
  const streams = await streamsOf(trx, tenantId, {});
  const occasions: Occasion[] = [];
  for (const named of records) {
    const { streamNo, key } = readRecordId(named);
    const facts = streams.find((stream) => stream.streamNo === streamNo);
    const row = await trx
      .selectFrom('record')
      .select(recordColumns)
      .where('tenant_id', '=', tenantId)
      .where('stream_no', '=', streamNo)
      .where('key', '=', key)
      .executeTakeFirst();
    if (row === undefined || facts === undefined) throw noRecord(named);
    const change = row.deleted_at !== null ? 'deleted' : when.types.includes('record.created') ? 'created' : 'updated';
    const record: unknown = recordView(row, facts);
    const data: JsonObject = isJsonObject(record) ? { change, record } : { change };
    const type = `record.${change}`;
    const body = { id: 'evt_dry_run', type, timestamp: row.updated_at.toISOString(), data };
    const matches = wants({ type, model: facts.model, integrationId: facts.integrationId });
    occasions.push({ id: null, body, recordId: named, matches });
  }
  return occasions;
}
