/**
 * Integrations: one tenant's links to accounts at providers. Creating, looking at, replacing and removing them; no call to a vendor
 * happens here (connect.ts proves credentials, connection-test.ts only tries them). What changes is audited in the same
 * transaction.
 */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { withProfile } from '../../contract/override-profile.ts';
import type { Provider } from '../../contract/provider.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { credentialOrNone } from '../connect/connect-proof.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { newId, printable, readId } from '../ids.ts';
import { invalidInput, parseInput, type List } from '../inputs.ts';
import { planConfiguration, type Plan } from './integration-input.ts';
import { removeIntegration } from './integration-removal.ts';
import { integrationRows, noIntegration, readIntegration, withStreams } from './integration-rows.ts';
import {
  CreateIntegration,
  IntegrationQuery,
  ReplaceIntegration,
  settingsOf,
  type IntegrationView,
} from './integration-views.ts';
import {
  configured,
  jsonOrNull,
  mayOverride,
  storeCredentials,
  toBeProven,
  unlessNameTaken,
} from './integration-writing.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import { planStreams } from '../runs/schedule.ts';
import type { Tenants } from '../access/tenants.ts';

export type Integrations = ReturnType<typeof integrations>;

export function integrations(context: HubContext, cursors: Cursors, tenants: Tenants) {
  const { store, clock, registry } = context;

  const list = async (
    principal: Principal,
    tenant: string,
    query: IntegrationQuery = {},
  ): Promise<List<IntegrationView>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { limit, cursor, provider, status } = parseInput(IntegrationQuery, query);
    // Ids sort by the time they were made.
    const after = await cursors.read(tenantId, 'integrations', cursor, z.object({ id: z.uuid() }));
    return store.inTenant(tenantId, async (trx) => {
      let wanted = integrationRows(trx, tenantId)
        .orderBy('i.id')
        .limit(limit + 1);
      if (after !== undefined) wanted = wanted.where('i.id', '>', after.id);
      if (provider !== undefined) wanted = wanted.where('i.provider', '=', knownText(provider));
      if (status !== undefined) wanted = wanted.where('s.status', '=', status);
      const views = await withStreams(trx, tenantId, await wanted.execute());
      return cursors.page(
        { tenantId, list: 'integrations', limit },
        views,
        (view) => ({ id: readId('int', view.id) }),
        (view) => view,
      );
    });
  };

  const get = async (principal: Principal, tenant: string, integration: string): Promise<IntegrationView> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    return store.inTenant(tenantId, (trx) => readIntegration(trx, tenantId, readId('int', integration), integration));
  };

  /** What somebody typed: an id, a name, or a provider with one integration. Throws `not_found`, or `conflict` naming the candidates. */
  const find = async (principal: Principal, tenant: string, text: string): Promise<IntegrationView> => {
    if (text.startsWith('int_')) return get(principal, tenant, text);
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    return store.inTenant(tenantId, async (trx) => {
      const wanted = knownText(text);
      const rows = await integrationRows(trx, tenantId)
        .where((row) => row.or([row('i.name', '=', wanted), row('i.provider', '=', wanted)]))
        .orderBy('i.id')
        .execute();
      const named = rows.filter((row) => row.name === text);
      const meant = named.length > 0 ? named : rows;
      const views = await withStreams(trx, tenantId, meant);
      const [view, ...others] = views;
      if (view === undefined) throw noIntegration(text);
      if (others.length > 0) {
        const names = views.map((one) => `"${one.name}" (${one.id})`);
        throw fail('conflict', `There are several integrations of ${printable(text)}: ${names.join(', ')}. Name one.`, {
          meta: { integrations: views.map((one) => one.id) },
        });
      }
      return view;
    });
  };

  /** Stores it as a draft: nothing is sent to the vendor before it is connected. */
  const create = async (principal: Principal, tenant: string, input: CreateIntegration): Promise<IntegrationView> => {
    const scope = await tenants.enter(principal, 'connect', tenant);
    const wanted = parseInput(CreateIntegration, input);
    await mayOverride(tenants, principal, tenant, wanted.overrides, {});
    const provider = withProfile(await knownProvider(wanted.provider), wanted.overrides?.profile);
    const plan = await planConfiguration(context, provider, wanted);
    const id = newId(context);
    const insert = (trx: TenantTransaction, name: string) =>
      trx
        .insertInto('integration')
        .values({
          tenant_id: scope.id,
          id,
          provider: provider.key,
          name,
          overrides: JSON.stringify(wanted.overrides ?? {}),
          ...plannedColumns(plan),
          ...times(),
        })
        .execute();
    return unlessNameTaken(wanted.name, () =>
      store.inTenant(scope.id, async (trx) => {
        await insert(trx, wanted.name ?? (await freeName(trx, scope.id, provider.name)));
        for (const stream of plan.streams) {
          await trx
            .insertInto('stream_state')
            .values({
              tenant_id: scope.id,
              integration_id: id,
              stream: stream.name,
              model: stream.model,
              enabled: stream.enabled,
              schedule: jsonOrNull(stream.schedule),
            })
            .execute();
        }
        await storeCredentials(context, trx, scope.id, id, plan);
        await store.audit.append(trx, {
          tenantId: scope.id,
          actor: nameOf(principal),
          action: 'integration.created',
          target: id,
          details: { provider: provider.key },
        });
        return readIntegration(trx, scope.id, id);
      }),
    );
  };

  /**
   * Replaces the configuration. Secrets and overrides left out stay; new secrets have to be proven by connecting again, and so has a new address.
   */
  const replace = async (
    principal: Principal,
    tenant: string,
    integration: string,
    input: ReplaceIntegration,
  ): Promise<IntegrationView> => {
    const scope = await tenants.enter(principal, 'connect', tenant);
    const wanted = parseInput(ReplaceIntegration, input);
    const id = readId('int', integration);
    const old = await configured(context, scope, id, integration);
    if (wanted.provider !== undefined && wanted.provider !== old.provider) {
      throw invalidInput([
        { path: 'provider', message: `cannot change from ${old.provider}; create another integration` },
      ]);
    }
    await mayOverride(tenants, principal, tenant, wanted.overrides, old.overrides);
    const declared = await registry.load(old.provider);
    const { profile } = old.overrides;
    const other = wanted.overrides === undefined ? profile : wanted.overrides.profile;
    const plan = await planConfiguration(context, withProfile(declared, other), wanted, {
      provider: withProfile(declared, profile),
      auth_method: old.auth_method,
      settings: settingsOf(old.settings),
      credentials: async () => (await credentialOrNone(store.credentials(scope.id, id)))?.fields ?? {},
    });
    // Where calls go, and what their answers mean, is not what was proven.
    const unproven = plan.unproven || !isDeepStrictEqual(other, profile);
    return unlessNameTaken(wanted.name, () =>
      store.inTenant(scope.id, async (trx) => {
        const changed = await trx
          .updateTable('integration')
          .set({
            ...plannedColumns(plan),
            ...(wanted.overrides === undefined ? {} : { overrides: JSON.stringify(wanted.overrides) }),
            ...(wanted.name === undefined ? {} : { name: wanted.name }),
            ...(unproven ? toBeProven : {}),
            ...(wanted.enabled === undefined || unproven ? {} : { enabled: wanted.enabled }),
            updated_at: new Date(clock.now()),
          })
          .where('tenant_id', '=', scope.id)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst();
        if (changed === undefined) throw noIntegration(integration);
        await replaceStreams(trx, scope.id, id, plan);
        await storeCredentials(context, trx, scope.id, id, plan);
        await planStreams(context, trx, scope.id, id);
        const details = { credentials: plan.credentials !== undefined };
        await store.audit.append(trx, {
          tenantId: scope.id,
          actor: nameOf(principal),
          action: 'integration.replaced',
          target: id,
          details,
        });
        return readIntegration(trx, scope.id, id);
      }),
    );
  };

  /** Deletes it with its records, if `confirm` is its name. */
  const remove = async (
    principal: Principal,
    tenant: string,
    integration: string,
    confirm: string | undefined,
  ): Promise<void> => {
    const scope = await tenants.enter(principal, 'admin', tenant);
    const id = readId('int', integration);
    const { name } = await configured(context, scope, id, integration);
    if (confirm !== name) {
      throw invalidInput([
        {
          path: 'confirm',
          message: `expected the name of the integration, "${name}": deleting it also deletes its records`,
        },
      ]);
    }
    await removeIntegration(context, scope.id, id, nameOf(principal));
  };

  const knownProvider = async (key: string): Promise<Provider> => {
    if (registry.keys.includes(key)) return registry.load(key);
    throw invalidInput([
      {
        path: 'provider',
        message: `there is no provider "${printable(key)}"; expected one of ${registry.keys.join(', ')}`,
      },
    ]);
  };

  const times = () => ({ created_at: new Date(clock.now()), updated_at: new Date(clock.now()) });

  return { list, get, find, create, replace, remove };
}

function plannedColumns(plan: Plan) {
  return {
    auth_method: plan.way.key,
    settings: JSON.stringify(plan.settings),
    schedule: jsonOrNull(plan.schedule),
    ...(plan.credentials === undefined ? {} : { credential_names: Object.keys(plan.credentials) }),
  };
}

/** Streams the provider has come to offer since are added; none is taken away, because its records are still there. */
async function replaceStreams(
  trx: TenantTransaction,
  tenantId: string,
  integrationId: string,
  plan: Plan,
): Promise<void> {
  for (const stream of plan.streams) {
    const choice = { enabled: stream.enabled, schedule: jsonOrNull(stream.schedule) };
    await trx
      .insertInto('stream_state')
      .values({
        tenant_id: tenantId,
        integration_id: integrationId,
        stream: stream.name,
        model: stream.model,
        ...choice,
      })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'integration_id', 'stream']).doUpdateSet(choice))
      .execute();
  }
}

/** `Stripe`, `Stripe 2`, ... Two creators at once may draw the same; the unique name decides, and the loser is told. */
async function freeName(trx: TenantTransaction, tenantId: string, name: string): Promise<string> {
  const taken = await trx
    .selectFrom('integration')
    .select('name')
    .where('tenant_id', '=', tenantId)
    .where('name', 'like', `${name}%`)
    .execute();
  const names = new Set(taken.map((row) => row.name));
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name} ${number}`;
    if (!names.has(candidate)) return candidate;
  }
}

/** Text for a comparison in the database, which takes no NUL byte; nothing stored has one. */
function knownText(text: string): string {
  return text.replaceAll('\0', '');
}
