/** Events as people see them: what was told of, newest first, and one to try things with. Made by the follower (follow.ts). */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { isJsonObject, type JsonObject } from '../../contract/http.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { nameOf, seesPeople, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { firstIdOf, printable, readId } from '../ids.ts';
import { parseInput, type List } from '../inputs.ts';
import { maskData } from '../privacy/masking.ts';
import { readRecordId } from '../records/record-views.ts';
import type { Consumer } from './consumers.ts';
import { eventBodies } from './event-bodies.ts';
import { EventQuery, eventView, TestEvent, type EventDetail, type EventView, type StoredEvent } from './event-views.ts';
import { audienceOf, publish } from './publish.ts';

/** Events looked at for one page: filters other than by time and record have no index. */
const examined = 5_000;

const columns = ['id', 'type', 'at', 'integration_id', 'stream_no', 'key', 'model', 'trail'] as const;

export function events(context: HubContext, cursors: Cursors, tenants: Tenants, consumers: readonly Consumer[]) {
  const { store, clock } = context;

  /** Newest first. A page may hold fewer than were asked for, or none, while its cursor leads further back. */
  const list = async (principal: Principal, tenant: string, query: EventQuery = {}): Promise<List<EventView>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { limit, cursor, ...asked } = parseInput(EventQuery, query);
    // A record's id may be long, and a cursor is to fit into an address.
    const name = `events:${createHash('sha256').update(JSON.stringify(asked)).digest('base64url')}`;
    const before = await cursors.read(tenantId, name, cursor, z.object({ id: z.uuid() }));
    const { rows, next } = await store.inTenant(tenantId, (trx) =>
      readPage(trx, tenantId, before?.id, limit, filterOf(asked)),
    );
    return {
      data: rows.map(eventView),
      next_cursor: next === undefined ? null : await cursors.write(tenantId, name, { id: next }),
    };
  };

  /** With what it says; what is personal in it is masked for those who only look. */
  const get = async (principal: Principal, tenant: string, event: string): Promise<EventDetail> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const id = readId('evt', event);
    return store.inTenant(tenantId, async (trx) => {
      const row = await trx
        .selectFrom('event')
        .select(columns)
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .executeTakeFirst();
      if (row === undefined) throw fail('not_found', `There is no event "${printable(event)}".`);
      const body = (await eventBodies(trx, tenantId, [id])).get(id);
      return { ...eventView(row), data: body === undefined ? null : shown(principal, row, body.data) };
    });
  };

  /** Makes an event that says nothing but a message, for everybody who listens to `event.test` or to everything. */
  const test = async (principal: Principal, tenant: string, input: z.input<typeof TestEvent>): Promise<EventDetail> => {
    const { id: tenantId } = await tenants.enter(principal, 'act', tenant);
    const { message = 'A test.' } = parseInput(TestEvent, input);
    const draft = {
      type: 'event.test',
      at: new Date(clock.now()),
      integrationId: undefined,
      model: undefined,
      record: undefined,
      trail: [],
      data: { message, requested_by: nameOf(principal) },
    };
    const { ids, takers } = await store.inTenant(tenantId, async (trx) =>
      publish(context, trx, tenantId, [draft], await audienceOf(trx, tenantId, consumers)),
    );
    for (const consumer of takers) consumer.notice(tenantId);
    const [id = ''] = ids;
    const { type, at, data } = draft;
    const view = eventView({ id, type, at, integration_id: null, stream_no: null, key: null, model: null, trail: [] });
    return { ...view, data };
  };

  return { list, get, test };
}

function shown(principal: Principal, row: StoredEvent, data: JsonObject): JsonObject {
  const record = data['record'];
  if (seesPeople(principal) || row.model === null || !isJsonObject(record)) return data;
  const held = record['data'];
  const masked: unknown = isJsonObject(held) ? maskData(row.model, held) : null;
  return { ...data, record: { ...record, data: isJsonObject(masked) ? masked : null } };
}

type Asked = Omit<z.output<typeof EventQuery>, 'limit' | 'cursor'>;

function filterOf({ type, integration, model, record, since, until }: Asked) {
  return {
    type,
    integrationId: integration === undefined ? undefined : readId('int', integration),
    model,
    place: record === undefined ? undefined : readRecordId(record),
    from: since === undefined ? undefined : firstIdOf(Date.parse(since)),
    to: until === undefined ? undefined : firstIdOf(Date.parse(until)),
  };
}

/** Newest first, before an id. `next`: the last one looked at, when there are more. */
async function readPage(
  trx: TenantTransaction,
  tenantId: string,
  before: string | undefined,
  limit: number,
  { type, integrationId, model, place, from, to }: ReturnType<typeof filterOf>,
): Promise<{ readonly rows: readonly StoredEvent[]; readonly next: string | undefined }> {
  const span = () => {
    let rows = trx.selectFrom('event').where('tenant_id', '=', tenantId).orderBy('id', 'desc');
    if (place !== undefined) rows = rows.where('stream_no', '=', place.streamNo).where('key', '=', place.key);
    if (from !== undefined) rows = rows.where('id', '>=', from);
    if (to !== undefined) rows = rows.where('id', '<', to);
    if (before !== undefined) rows = rows.where('id', '<', before);
    return rows;
  };
  let matching = trx
    .selectFrom(span().select(columns).limit(examined).as('e'))
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (integrationId !== undefined) matching = matching.where('integration_id', '=', integrationId);
  if (model !== undefined) matching = matching.where('model', '=', model);
  if (type?.endsWith('*') === true) matching = matching.where(sql<boolean>`starts_with(type, ${type.slice(0, -1)})`);
  else if (type !== undefined) matching = matching.where('type', '=', type);
  const found = await matching.execute();
  const rows = found.slice(0, limit);
  if (found.length > limit) return { rows, next: rows.at(-1)?.id };
  const last = await span()
    .select('id')
    .offset(examined - 1)
    .limit(1)
    .executeTakeFirst();
  return { rows, next: last?.id };
}
