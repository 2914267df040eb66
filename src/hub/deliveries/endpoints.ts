/**
 * Endpoints: where a tenant's own systems want to hear of events. Made, changed, given new keys, switched off and on, tried out, deleted.
 * What is sent there is deliveries.ts's to show and sender.ts's to do.
 */
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { newSigningKey } from '../../engine/deliveries/signing.ts';
import { ownHeaders } from '../../engine/deliveries/send.ts';
import { isModel } from '../../engine/mapping/rules.ts';
import type { Disabled } from '../../store/delivery-tables.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import { dayMs } from '../logs/log-retention.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { newId, printable, readId, showId } from '../ids.ts';
import { invalidInput, listQuery, parseInput, type List, type ListQuery } from '../inputs.ts';
import { keysAt, openSecrets, sealSecrets, withNewKey, overlapMs, type EndpointSecrets } from './endpoint-secrets.ts';
import { checkTransformation, countDeliveries, readEndpoint } from './endpoint-rows.ts';
import { endpointTrials } from './endpoint-trials.ts';
import {
  ChangeEndpoint,
  CreateEndpoint,
  endpointView,
  type DeliveryCounts,
  type EndpointRow,
  type EndpointView,
  type NewEndpoint,
  type NewEndpointSecret,
} from './endpoint-views.ts';
import { wakeEndpoint } from './queueing.ts';

/** An endpoint is a place somebody set up; more of them than this is a mistake, and each is asked about every event. */
const mostEndpoints = 500;

export function endpoints(
  context: HubContext,
  cursors: Cursors,
  tenants: Tenants,
  { notice }: { notice(tenantId: string): void },
) {
  const { store, clock } = context;

  const viewOf = async (principal: Principal, tenantId: string, row: EndpointRow): Promise<EndpointView> => {
    const secrets = await openSecrets(context, tenantId, row);
    const keys = secrets.keys.filter(({ until }) => until === null || Date.parse(until) > clock.now());
    return endpointView(principal, row, { headers: Object.keys(secrets.headers), keys }, clock.now());
  };

  /** Newest first. */
  const list = async (principal: Principal, tenant: string, query: ListQuery = {}): Promise<List<EndpointView>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { limit, cursor } = parseInput(listQuery, query);
    const before = await cursors.read(tenantId, 'endpoints', cursor, z.object({ id: z.uuid() }));
    const rows = await store.inTenant(tenantId, (trx) => {
      let wanted = trx
        .selectFrom('endpoint')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('deleted_at', 'is', null)
        .orderBy('id', 'desc')
        .limit(limit + 1);
      if (before !== undefined) wanted = wanted.where('id', '<', before.id);
      return wanted.execute();
    });
    const page = await cursors.page(
      { tenantId, list: 'endpoints', limit },
      rows,
      ({ id }) => ({ id }),
      (row) => row,
    );
    return { ...page, data: await Promise.all(page.data.map((row) => viewOf(principal, tenantId, row))) };
  };

  const get = async (principal: Principal, tenant: string, endpoint: string): Promise<EndpointView> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    return viewOf(principal, tenantId, await store.inTenant(tenantId, (trx) => readEndpoint(trx, tenantId, endpoint)));
  };

  /** How much waits, failed, and came through of late. */
  const counts = async (principal: Principal, tenant: string, endpoint: string): Promise<DeliveryCounts> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    return store.inTenant(tenantId, async (trx) => {
      const { id } = await readEndpoint(trx, tenantId, endpoint);
      return countDeliveries(trx, tenantId, id, new Date(clock.now() - dayMs));
    });
  };

  /** Throws `blocked_host` for a URL that may not be called, and `invalid_request` naming everything else that is wrong. */
  const create = async (principal: Principal, tenant: string, input: CreateEndpoint): Promise<NewEndpoint> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const given = parseInput(CreateEndpoint, input);
    const columns = await columnsOf(context, tenantId, given);
    const id = newId(context);
    const value = newSigningKey(context.random);
    const secrets: EndpointSecrets = { keys: [{ value, until: null }], headers: ownHeaders(given.headers ?? {}) };
    const { sealed, keyVersion } = await sealSecrets(context, tenantId, id, secrets);
    const at = new Date(clock.now());
    const row = await store.inTenant(tenantId, async (trx) => {
      const { count } = await trx
        .selectFrom('endpoint')
        .select((of) => of.fn.countAll<number>().as('count'))
        .where('tenant_id', '=', tenantId)
        .where('deleted_at', 'is', null)
        .executeTakeFirstOrThrow();
      if (count >= mostEndpoints)
        throw fail('conflict', `There are ${mostEndpoints} endpoints already; delete one first.`);
      const url = new URL(given.url);
      const made = await trx
        .insertInto('endpoint')
        .values({
          tenant_id: tenantId,
          id,
          ...columns,
          name: given.name ?? url.host,
          url: url.href,
          types: given.types ?? ['*'],
          sealed,
          key_version: keyVersion,
          created_at: at,
          updated_at: at,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await audit(trx, principal, tenantId, 'endpoint.created', id, { host: url.host });
      return made;
    });
    return { ...(await viewOf(principal, tenantId, row)), secret: value };
  };

  /** What is left out stays. What waits goes to the new URL; bodies that were made already stay as they are. */
  const change = async (
    principal: Principal,
    tenant: string,
    endpoint: string,
    input: ChangeEndpoint,
  ): Promise<EndpointView> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const given = parseInput(ChangeEndpoint, input);
    const columns = await columnsOf(context, tenantId, given);
    const row = await store.inTenant(tenantId, async (trx) => {
      const before = await readEndpoint(trx, tenantId, endpoint, { lock: true });
      const seals = given.headers === undefined ? {} : await withHeaders(context, tenantId, before, given.headers);
      const after = await update(trx, before, {
        ...columns,
        ...seals,
        ...(given.name === undefined ? {} : { name: given.name }),
        ...(given.url === undefined ? {} : { url: new URL(given.url).href }),
        ...(given.types === undefined ? {} : { types: given.types }),
      });
      await audit(trx, principal, tenantId, 'endpoint.changed', before.id, { fields: Object.keys(given).join(' ') });
      return after;
    });
    notice(tenantId);
    return viewOf(principal, tenantId, row);
  };

  /** A new key, shown this once; the ones before sign along for a day. */
  const rotateSecret = async (principal: Principal, tenant: string, endpoint: string): Promise<NewEndpointSecret> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const now = clock.now();
    const value = await store.inTenant(tenantId, async (trx) => {
      const before = await readEndpoint(trx, tenantId, endpoint, { lock: true });
      const renewed = withNewKey(context, await openSecrets(context, tenantId, before), now);
      const { sealed, keyVersion } = await sealSecrets(context, tenantId, before.id, renewed.secrets);
      await update(trx, before, { sealed, key_version: keyVersion });
      await audit(trx, principal, tenantId, 'endpoint.secret_rotated', before.id, {
        keys: keysAt(renewed.secrets, now).length,
      });
      return renewed.value;
    });
    notice(tenantId);
    return { secret: value, previous_until: new Date(now + overlapMs).toISOString() };
  };

  /** Sends again, also what waited meanwhile; what is known of its failures is forgotten. */
  const enable = (principal: Principal, tenant: string, endpoint: string): Promise<EndpointView> =>
    toggle(principal, tenant, endpoint, undefined);

  /** Nothing is sent and nothing more is queued; what waits is kept. */
  const disable = (principal: Principal, tenant: string, endpoint: string): Promise<EndpointView> =>
    toggle(principal, tenant, endpoint, {
      reason: 'person',
      message: 'Somebody switched it off.',
      at: new Date(clock.now()).toISOString(),
    });

  const toggle = async (
    principal: Principal,
    tenant: string,
    endpoint: string,
    disabled: Disabled | undefined,
  ): Promise<EndpointView> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const enabled = disabled === undefined;
    const row = await store.inTenant(tenantId, async (trx) => {
      const before = await readEndpoint(trx, tenantId, endpoint, { lock: true });
      if (before.enabled === enabled) return before;
      const stored = disabled === undefined ? null : JSON.stringify(disabled);
      const after = await update(trx, before, { enabled, disabled: stored, health: null });
      if (enabled) await wakeEndpoint(context, trx, { tenantId, endpointId: before.id });
      const action = enabled ? 'endpoint.enabled' : 'endpoint.disabled';
      await audit(trx, principal, tenantId, action, before.id, enabled ? {} : { reason: 'person' });
      return after;
    });
    notice(tenantId);
    return viewOf(principal, tenantId, row);
  };

  /** Its keys are destroyed at once, what waits is cancelled; what was delivered is shown for as long as it is kept. */
  const remove = async (principal: Principal, tenant: string, endpoint: string): Promise<void> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const id = await store.inTenant(tenantId, async (trx) => {
      const before = await readEndpoint(trx, tenantId, endpoint, { lock: true });
      const at = new Date(clock.now());
      await update(trx, before, { enabled: false, deleted_at: at, sealed: null, key_version: null });
      await trx
        .updateTable('delivery')
        .set({ state: 'cancelled', problem: 'The endpoint was deleted.', finished_at: at })
        .where('tenant_id', '=', tenantId)
        .where('endpoint_id', '=', before.id)
        .where('state', '=', 'queued')
        .execute();
      await trx
        .deleteFrom('endpoint_due')
        .where('tenant_id', '=', tenantId)
        .where('endpoint_id', '=', before.id)
        .execute();
      await audit(trx, principal, tenantId, 'endpoint.deleted', before.id, {});
      return before.id;
    });
    context.deliveries.forget(id);
  };

  const update = (
    trx: TenantTransaction,
    { tenant_id: tenantId, id }: EndpointRow,
    columns: Partial<Columns>,
  ): Promise<EndpointRow> =>
    trx
      .updateTable('endpoint')
      .set((was) => ({ ...columns, version: was('version', '+', 1), updated_at: new Date(clock.now()) }))
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();

  const audit = (
    trx: TenantTransaction,
    principal: Principal,
    tenantId: string,
    action: string,
    target: string,
    details: Readonly<Record<string, string | number>>,
  ): Promise<void> => store.audit.append(trx, { tenantId, actor: nameOf(principal), action, target, details });

  return {
    list,
    get,
    counts,
    create,
    change,
    rotateSecret,
    enable,
    disable,
    remove,
    ...endpointTrials(context, tenants),
    /** From where deliveries come. */
    addresses: () => ({ addresses: [...context.egressAddresses] }),
  };
}

interface Columns {
  readonly name: string;
  readonly url: string;
  readonly types: string[];
  readonly models: string[];
  readonly integrations: string[];
  readonly transformation: string | null;
  readonly per_minute: number | null;
  readonly strict: boolean;
  readonly sealed: Buffer | null;
  readonly key_version: number | null;
  readonly enabled: boolean;
  readonly disabled: string | null;
  readonly health: null;
  readonly deleted_at: Date;
}

/** The columns of what was given, checked. Throws `blocked_host` or `invalid_request`. */
async function columnsOf(context: HubContext, tenantId: string, given: z.output<typeof ChangeEndpoint>) {
  const { url, models, integrations, transformation, per_minute, ordering } = given;
  if (url !== undefined) context.deliveries.checkUrl(url);
  if (given.headers !== undefined) ownHeaders(given.headers);
  const unknown = models?.find((model) => !isModel(model));
  if (unknown !== undefined)
    throw invalidInput([{ path: 'models', message: `there is no model "${printable(unknown)}"` }]);
  if (typeof transformation === 'string') await checkTransformation(context, tenantId, transformation);
  return {
    ...(models === undefined ? {} : { models }),
    ...(integrations === undefined ? {} : { integrations: await readIntegrations(context, tenantId, integrations) }),
    ...(transformation === undefined ? {} : { transformation }),
    ...(per_minute === undefined ? {} : { per_minute }),
    ...(ordering === undefined ? {} : { strict: ordering === 'strict' }),
  };
}

async function readIntegrations(context: HubContext, tenantId: string, shown: readonly string[]): Promise<string[]> {
  const ids = [...new Set(shown.map((one) => readId('int', one)))];
  if (ids.length === 0) return [];
  const known = await context.store.inTenant(tenantId, (trx) =>
    trx.selectFrom('integration').select('id').where('tenant_id', '=', tenantId).where('id', 'in', ids).execute(),
  );
  const missing = ids.find((id) => !known.some((row) => row.id === id));
  if (missing !== undefined)
    throw invalidInput([{ path: 'integrations', message: `there is no integration ${showId('int', missing)}` }]);
  return ids;
}

async function withHeaders(
  context: HubContext,
  tenantId: string,
  row: EndpointRow,
  headers: Readonly<Record<string, string>>,
) {
  const secrets = await openSecrets(context, tenantId, row);
  const { sealed, keyVersion } = await sealSecrets(context, tenantId, row.id, {
    ...secrets,
    headers: ownHeaders(headers),
  });
  return { sealed, key_version: keyVersion };
}
