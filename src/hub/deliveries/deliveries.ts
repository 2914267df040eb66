/** Deliveries as people see them: what was sent where, what came of it, what is still to come; and having it sent again. */
import { sql } from 'kysely';
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { sealedPlaces, type SealedPlace, type TenantTransaction } from '../../store/index.ts';
import { nameOf, seesPeople, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { printable, readId } from '../ids.ts';
import { invalidInput, parseInput, type List } from '../inputs.ts';
import {
  attemptView,
  DeliveryQuery,
  deliveryView,
  RetryDeliveries,
  type AttemptView,
  type DeliveryDetail,
  type DeliveryRow,
  type DeliveryView,
  type RetriedDeliveries,
} from './delivery-views.ts';
import { messageId } from './lane.ts';
import { requeue, wakeEndpoint } from './queueing.ts';

/** Deliveries looked at for one page: the type has no index. */
const examined = 5_000;
const attemptsShown = 50;
/** Deliveries one call sends again. */
const retriedAtOnce = 10_000;

export function deliveries(
  context: HubContext,
  cursors: Cursors,
  tenants: Tenants,
  { notice }: { notice(tenantId: string): void },
) {
  const { store, clock } = context;

  /** Newest first. A page may hold fewer than were asked for, or none, while its cursor leads further back. */
  const list = async (principal: Principal, tenant: string, query: DeliveryQuery = {}): Promise<List<DeliveryView>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { limit, cursor, ...asked } = parseInput(DeliveryQuery, query);
    const { endpoint, event, state, type } = asked;
    const name = `deliveries:${endpoint ?? ''}:${event ?? ''}:${state ?? ''}:${type ?? ''}`;
    const before = await cursors.read(tenantId, name, cursor, z.object({ id: z.uuid() }));
    const { rows, next } = await store.inTenant(tenantId, (trx) => readPage(trx, tenantId, asked, before?.id, limit));
    return {
      data: rows.map((row) => deliveryView(row, clock.now())),
      next_cursor: next === undefined ? null : await cursors.write(tenantId, name, { id: next }),
    };
  };

  /** With its body and attempts, which only those see who may read what is personal. */
  const get = async (principal: Principal, tenant: string, delivery: string): Promise<DeliveryDetail> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { row, attempts } = await store.inTenant(tenantId, async (trx) => {
      const found = await readDelivery(trx, tenantId, delivery);
      const tried = await trx
        .selectFrom('attempt')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('delivery_id', '=', found.id)
        .orderBy('no', 'desc')
        .limit(attemptsShown)
        .execute();
      return { row: found, attempts: tried };
    });
    const open = async (place: SealedPlace, sealed: Buffer | null, version: number | null) => {
      if (!seesPeople(principal) || sealed === null || version === null) return undefined;
      return (await store.vault.open(tenantId, place, version, sealed)).toString('utf8');
    };
    const history: AttemptView[] = [];
    for (const one of attempts)
      history.push(attemptView(one, await open(sealedPlaces.attempt(one.id), one.sealed, one.key_version)));
    return {
      ...deliveryView(row, clock.now()),
      message_id: messageId({ id: row.id, eventId: row.event_id, routeId: row.route_id }),
      bytes: row.bytes,
      body: (await open(sealedPlaces.delivery(row.id), row.sealed, row.key_version)) ?? null,
      history,
    };
  };

  /**
   * Sends it again, now: the same body under the same id. One that waits for its next attempt goes at once. Throws `conflict` when the
   * endpoint is disabled or deleted, or when what it tells of was erased.
   */
  const retry = async (principal: Principal, tenant: string, delivery: string): Promise<DeliveryView> => {
    const { id: tenantId } = await tenants.enter(principal, 'act', tenant);
    const view = await store.inTenant(tenantId, async (trx) => {
      const before = await readDelivery(trx, tenantId, delivery, { lock: true });
      if (before.deleted_at !== null) throw fail('conflict', 'Its endpoint was deleted.');
      if (!before.enabled) throw fail('conflict', 'Its endpoint is disabled; enable it first.');
      if (before.state === 'cancelled') throw fail('conflict', `It was cancelled: ${before.problem ?? ''}`);
      await requeue(context, trx, tenantId, [before.id]);
      await wakeEndpoint(context, trx, { tenantId, endpointId: before.endpoint_id });
      await store.audit.append(trx, {
        tenantId,
        actor: nameOf(principal),
        action: 'delivery.retried',
        target: before.id,
      });
      return deliveryView(await readDelivery(trx, tenantId, delivery), clock.now());
    });
    notice(tenantId);
    return view;
  };

  /** Sends again what was queued within a time: dead letters, or everything. Answers how many, 10,000 at most. */
  const retryAll = async (principal: Principal, tenant: string, input: RetryDeliveries): Promise<RetriedDeliveries> => {
    const { id: tenantId } = await tenants.enter(principal, 'act', tenant);
    const { endpoint, since, until, state, dry_run: dry } = parseInput(RetryDeliveries, input);
    if (until !== undefined && Date.parse(until) <= Date.parse(since))
      throw invalidInput([{ path: 'until', message: 'expected a moment after `since`' }]);
    const rows = await store.inTenant(tenantId, async (trx) => {
      let wanted = trx
        .selectFrom('delivery as d')
        .innerJoin('endpoint as e', (join) =>
          join.onRef('e.tenant_id', '=', 'd.tenant_id').onRef('e.id', '=', 'd.endpoint_id'),
        )
        .select(['d.id', 'd.endpoint_id'])
        .where('d.tenant_id', '=', tenantId)
        .where('d.id', '>=', earliestId(Date.parse(since)))
        .where('d.state', 'in', state === 'failed' ? ['failed'] : ['failed', 'delivered', 'skipped'])
        .where('e.enabled', '=', true)
        .orderBy('d.id')
        .limit(retriedAtOnce + 1);
      if (until !== undefined) wanted = wanted.where('d.id', '<', earliestId(Date.parse(until)));
      if (endpoint !== undefined) wanted = wanted.where('d.endpoint_id', '=', readId('ep', endpoint));
      const found = await wanted.execute();
      if (dry) return found;
      const some = found.slice(0, retriedAtOnce);
      await requeue(
        context,
        trx,
        tenantId,
        some.map(({ id }) => id),
      );
      // In one order, so that two who do this do not wait for each other.
      for (const id of [...new Set(some.map((row) => row.endpoint_id))].toSorted())
        await wakeEndpoint(context, trx, { tenantId, endpointId: id });
      if (some.length > 0)
        await store.audit.append(trx, {
          tenantId,
          actor: nameOf(principal),
          action: 'deliveries.retried',
          target: endpoint ?? tenantId,
          details: { since, until: until ?? null, state, count: some.length },
        });
      return found;
    });
    if (!dry) notice(tenantId);
    const further = rows[retriedAtOnce];
    return {
      queued: Math.min(rows.length, retriedAtOnce),
      more: further !== undefined,
      next_since: further === undefined ? null : new Date(momentOf(further.id)).toISOString(),
    };
  };

  return { list, get, retry, retryAll };
}

/** Ids begin with their millisecond: those of this moment and later ones are not below it. */
export function earliestId(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0').slice(0, 12);
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

function momentOf(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}

function deliveryRows(trx: TenantTransaction, tenantId: string) {
  return trx
    .selectFrom('delivery as d')
    .innerJoin('endpoint as e', (join) =>
      join.onRef('e.tenant_id', '=', 'd.tenant_id').onRef('e.id', '=', 'd.endpoint_id'),
    )
    .selectAll('d')
    .select(['e.enabled', 'e.health', 'e.deleted_at'])
    .where('d.tenant_id', '=', tenantId);
}

/** Newest first. `next`: the last one looked at, when there are more. */
async function readPage(
  trx: TenantTransaction,
  tenantId: string,
  { endpoint, event, state, type }: Omit<z.output<typeof DeliveryQuery>, 'limit' | 'cursor'>,
  before: string | undefined,
  limit: number,
): Promise<{ readonly rows: readonly DeliveryRow[]; readonly next: string | undefined }> {
  const span = () => {
    let wanted = deliveryRows(trx, tenantId).orderBy('d.id', 'desc');
    if (before !== undefined) wanted = wanted.where('d.id', '<', before);
    if (endpoint !== undefined) wanted = wanted.where('d.endpoint_id', '=', readId('ep', endpoint));
    if (event !== undefined) wanted = wanted.where('d.event_id', '=', readId('evt', event));
    if (state !== undefined) wanted = wanted.where('d.state', '=', state);
    return wanted;
  };
  let matching = trx
    .selectFrom(span().limit(examined).as('e'))
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (type?.endsWith('*') === true) matching = matching.where(sql<boolean>`starts_with(type, ${type.slice(0, -1)})`);
  else if (type !== undefined) matching = matching.where('type', '=', type);
  const found = await matching.execute();
  const rows = found.slice(0, limit);
  if (found.length > limit) return { rows, next: rows.at(-1)?.id };
  const last = await span()
    .offset(examined - 1)
    .limit(1)
    .executeTakeFirst();
  return { rows, next: last?.id };
}

async function readDelivery(trx: TenantTransaction, tenantId: string, delivery: string, { lock } = { lock: false }) {
  const rows = deliveryRows(trx, tenantId).where('d.id', '=', readId('dlv', delivery));
  const row = await (lock ? rows.forUpdate('d') : rows).executeTakeFirst();
  if (row === undefined) throw fail('not_found', `There is no delivery "${printable(delivery)}".`);
  return row;
}
