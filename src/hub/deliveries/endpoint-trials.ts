/** Trying an endpoint out: a signed event sent to it at once, and what a transformation makes of an event. Neither is stored. */
import { fail } from '../../contract/errors.ts';
import { isJsonObject } from '../../contract/http.ts';
import { nameOf, seesPeople, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import { eventBodies, type EventBody } from '../events/event-bodies.ts';
import { newId, printable, readId, showId } from '../ids.ts';
import { invalidInput, parseInput } from '../inputs.ts';
import { checkTransformation, readEndpoint } from './endpoint-rows.ts';
import { keysAt, openSecrets } from './endpoint-secrets.ts';
import { PreviewEndpoint, type EndpointPreview, type EndpointTest } from './endpoint-views.ts';
import { render } from './rendering.ts';

export function endpointTrials(context: HubContext, tenants: Tenants) {
  const { store, clock, deliveries } = context;

  /**
   * Sends an event `event.test` now, also to one that is disabled, and answers what came of it. Nothing is retried, and it says nothing of
   * the endpoint's health.
   */
  const test = async (principal: Principal, tenant: string, endpoint: string): Promise<EndpointTest> => {
    const { id: tenantId } = await tenants.enter(principal, 'act', tenant);
    const row = await store.inTenant(tenantId, (trx) => readEndpoint(trx, tenantId, endpoint));
    const secrets = await openSecrets(context, tenantId, row);
    const event: EventBody = {
      id: showId('evt', newId(context)),
      type: 'event.test',
      timestamp: new Date(clock.now()).toISOString(),
      data: { message: 'A test of this endpoint.', requested_by: nameOf(principal) },
    };
    const [rendered] = await render(context, tenantId, row.transformation, [event]);
    const none = { id: event.id, status: null, duration_ms: 0, response: '', sent: null };
    if (rendered === undefined || rendered.kind === 'nothing')
      return { ...none, success: true, message: 'The transformation makes nothing of it: nothing was sent.' };
    if (rendered.kind === 'problem') return { ...none, success: false, message: rendered.message };
    const answer = await deliveries.send({
      endpoint: row.id,
      url: new URL(row.url),
      headers: secrets.headers,
      keys: keysAt(secrets, clock.now()),
      id: event.id,
      body: rendered.body,
    });
    return {
      success: answer.problem === undefined,
      message: answer.problem ?? `It answered ${answer.status ?? ''}.`,
      id: event.id,
      status: answer.status ?? null,
      duration_ms: answer.durationMs,
      response: answer.body.toString('utf8'),
      sent: rendered.body.toString('utf8'),
    };
  };

  /** Throws `invalid_request` when the transformation does not compile. */
  const preview = async (principal: Principal, tenant: string, input: PreviewEndpoint): Promise<EndpointPreview> => {
    // Running what somebody wrote takes more than looking.
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const { transformation, event: named, body } = parseInput(PreviewEndpoint, input);
    if (body === undefined && !seesPeople(principal))
      throw fail('permission_denied', 'Events there were are shown whole: this needs the right "read" as well.', {
        next: 'Send an event of your own in `body`, or use a key that has this right.',
      });
    if (named !== undefined && body !== undefined)
      throw invalidInput([
        { path: 'body', message: 'try an event there was or one made up; leave one of the two out' },
      ]);
    if (transformation !== null) await checkTransformation(context, tenantId, transformation);
    const event = body === undefined ? await knownEvent(tenantId, named) : madeUp(body);
    const [rendered] = await render(context, tenantId, transformation, [event]);
    if (rendered === undefined) throw new Error('a preview without an answer');
    const made: unknown = rendered.kind === 'body' ? JSON.parse(rendered.body.toString('utf8')) : null;
    const problem = rendered.kind === 'problem' ? rendered.message : null;
    return { event: { ...event, data: { ...event.data } }, outcome: rendered.kind, body: made, problem };
  };

  const knownEvent = (tenantId: string, named: string | undefined): Promise<EventBody> =>
    store.inTenant(tenantId, async (trx) => {
      const latest = await trx
        .selectFrom('event')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      const id = named === undefined ? latest?.id : readId('evt', named);
      const found = id === undefined ? undefined : (await eventBodies(trx, tenantId, [id])).get(id);
      if (found !== undefined) return found;
      throw named === undefined
        ? fail('not_found', 'There was no event yet; send one along in `body`.')
        : fail('not_found', `There is no event "${printable(named)}", or what it tells of is not kept any longer.`);
    });

  return { test, preview };
}

function madeUp(body: {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: unknown;
}) {
  const { data } = body;
  return { ...body, data: isJsonObject(data) ? data : {} };
}
