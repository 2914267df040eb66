/**
 * Provider apps: what an operator registered with a provider, an OAuth client and whatever else the vendor hands out. Looked for in this
 * order, client and further fields each by itself: the tenant's own, its partner's (then those of the partners above), the platform's, the
 * environment's (`XERO_CLIENT_ID`...), the file's. Secrets are sealed and never shown; who may sign in with them is connect.ts's question.
 */
import { z } from 'zod';
import { fail, type PlugboardError } from '../../contract/errors.ts';
import type { AuthMethod } from '../../contract/auth.ts';
import { webhookSecretNames, type Provider } from '../../contract/provider.ts';
import { platformTenant, sealedPlaces, type TenantTransaction } from '../../store/index.ts';
import type { HubContext, ProviderApp } from '../context.ts';
import { newId } from '../ids.ts';
import { invalidInput, parseInput } from '../inputs.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import { hasClient, plannedApp, PutProviderApp, takesApp, variableFor } from './provider-app-input.ts';
import {
  allApps,
  inForce,
  secretsInForce,
  sources,
  storedApps,
  type AppPlaces,
  type FoundApp,
  type Owner,
  type Sealed,
} from './provider-app-places.ts';
import type { Tenants } from '../access/tenants.ts';

export const ProviderAppView = z
  .object({
    provider: z.string(),
    source: z.enum(sources).meta({
      description: "Whose app it is; a tenant without one of its own uses its partner's, else the platform's.",
    }),
    client_id: z.string().nullable().meta({ description: 'Of the OAuth client.' }),
    client_secret_set: z.boolean(),
    scopes: z.array(z.string()).nullable().meta({ description: "Asked for instead of the provider's own list." }),
    fields: z.record(z.string(), z.string().nullable()).meta({
      description:
        "What is set of the provider's `app` fields. Null: set, and not shown (a secret, or not the tenant's own).",
    }),
    fields_source: z.enum(sources).nullable().meta({ description: 'Where the fields come from.' }),
    webhook_secret_source: z.enum(sources).nullable().meta({
      description:
        'Where the secret is from with which what comes to `webhook_url` is verified. Null: none is set, so all is refused.',
    }),
    webhook_url: z
      .string()
      .nullable()
      .meta({ description: 'For webhooks of all accounts of this app: register exactly this URL with the provider.' }),
    redirect_url: z
      .string()
      .nullable()
      .meta({ description: 'For OAuth: register exactly this URL with the provider.' }),
    updated_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ProviderApp' });
export type ProviderAppView = z.output<typeof ProviderAppView>;
export const ProviderAppList = z
  .object({ data: z.array(ProviderAppView), next_cursor: z.null() })
  .meta({ id: 'ProviderAppList' });

/** Where vendors send people back to. One per provider, so that an answer of one vendor cannot be passed off as another's. */
export function redirectUrl(context: Pick<HubContext, 'publicUrl'>, provider: string): string {
  return `${context.publicUrl}/api/integrations/${provider}/callback`;
}

/** Where a vendor sends the webhooks of all accounts of an app. */
export function appWebhookUrl(context: Pick<HubContext, 'publicUrl'>, provider: string): string {
  return `${context.publicUrl}/api/webhooks/${provider}`;
}

/** What a tenant's (or without one the platform's) calls use; nothing in it when nobody registered anything. */
export async function appFor(context: AppPlaces, tenantId: string | undefined, provider: string): Promise<ProviderApp> {
  const { client, fields } = inForce(await allApps(context, tenantId === undefined ? {} : { tenantId }, provider));
  return { client: client?.app.client, fields: fields?.app.fields ?? {} };
}

/** Why a way in cannot be used yet: the operator has not entered what it needs. */
export function lackingApp(provider: Provider, way: AuthMethod, app: ProviderApp): PlugboardError | undefined {
  const missing = lackingFields(provider, way, app);
  if (missing.length === 0) return undefined;
  const labels = missing.map((name) => provider.app?.[name]?.label ?? name).join(', ');
  const variables = missing.map((name) => variableFor(provider.key, name)).join(' and ');
  const how = `set ${variables}, or store them with PUT /api/platform/provider-apps/${provider.key}`;
  return fail('conflict', `The operator's own credentials for ${provider.name} are missing (${labels}): ${how}.`, {
    provider: provider.key,
    next: `Ask the operator of this server to ${how}.`,
  });
}

/** The variables that would give what a way in needs of the operator and has not; none when nothing lacks. */
export function lackingVariables(provider: Provider, way: AuthMethod, app: ProviderApp): readonly string[] {
  const names =
    way.kind === 'oauth2' && app.client === undefined
      ? ['client_id', 'client_secret']
      : lackingFields(provider, way, app);
  return names.map((name) => variableFor(provider.key, name));
}

function lackingFields(provider: Provider, way: AuthMethod, app: ProviderApp): readonly string[] {
  if (way.kind !== 'session' || way.usesApp !== true) return [];
  return Object.entries(provider.app ?? {})
    .filter(([name, field]) => field.optional !== true && app.fields[name] === undefined)
    .map(([name]) => name);
}

export type ProviderApps = ReturnType<typeof providerApps>;

export function providerApps(context: HubContext, tenants: Tenants) {
  const { store, clock, registry } = context;

  /** Undefined when nothing is registered. Nobody is shown what those above him entered. */
  const viewOf = (provider: Provider, apps: readonly FoundApp[]): ProviderAppView | undefined => {
    const { client, fields } = inForce(apps);
    const secrets = secretsInForce(apps);
    const main = client ?? fields ?? secrets;
    if (main === undefined) return undefined;
    const shown = (name: string, value: string) =>
      fields?.own === true && provider.app?.[name]?.secret !== true ? value : null;
    return {
      provider: provider.key,
      source: main.source,
      client_id: client?.app.client?.clientId ?? null,
      client_secret_set: (client?.app.client?.clientSecret ?? '') !== '',
      scopes: client?.app.client?.scopes === undefined ? null : [...client.app.client.scopes],
      fields: {
        ...Object.fromEntries(
          Object.entries(fields?.app.fields ?? {}).map(([name, value]) => [name, shown(name, value)]),
        ),
        ...(secrets === undefined ? {} : { [webhookSecretNames[0]]: null }),
      },
      fields_source: fields?.source ?? null,
      webhook_secret_source: secrets?.source ?? null,
      webhook_url: provider.webhooks?.addresses.includes('app') === true ? appWebhookUrl(context, provider.key) : null,
      redirect_url: hasClient(provider) ? redirectUrl(context, provider.key) : null,
      updated_at: main.updatedAt?.toISOString() ?? null,
    };
  };

  const listInForce = async (owner: Owner): Promise<z.output<typeof ProviderAppList>> => {
    const byProvider = Map.groupBy(await allApps(context, owner), ({ provider }) => provider);
    const views = await Promise.all(
      registry.keys
        .toSorted()
        .flatMap((key) => byProvider.get(key)?.slice(0, 1) ?? [])
        .map(async ({ provider }) => viewOf(await registry.load(provider), byProvider.get(provider) ?? [])),
    );
    return { data: views.filter((view) => view !== undefined), next_cursor: null };
  };

  const put = async (
    principal: Principal,
    key: string,
    owner: Owner,
    input: z.input<typeof PutProviderApp>,
  ): Promise<ProviderAppView> => {
    const provider = await registrableProvider(key);
    const given = parseInput(PutProviderApp, input);
    const known = (await storedApps(context, owner, provider.key)).find(({ own }) => own);
    const { app, problems } = plannedApp(provider, given, known?.app, clock.now());
    if (problems.length > 0) throw invalidInput(problems);
    await save(principal, provider, owner, known?.id, app);
    const view = viewOf(provider, await allApps(context, owner, provider.key));
    if (view === undefined) throw fail('conflict', `The provider app for ${provider.name} was removed meanwhile.`);
    return view;
  };

  /** `known`: the row to replace. */
  const save = async (
    principal: Principal,
    provider: Provider,
    owner: Owner,
    known: string | undefined,
    { client, fields, webhookSecrets = [] }: ProviderApp,
  ): Promise<void> => {
    const id = known ?? newId(context);
    const sealer = owner.tenantId ?? platformTenant;
    const content = {
      ...(client === undefined ? {} : { client_id: client.clientId }),
      client_secret: client?.clientSecret ?? '',
      fields: { ...fields },
      webhook_secrets: [...webhookSecrets],
    } satisfies Sealed;
    const { sealed, keyVersion } = await store.vault.seal(
      sealer,
      sealedPlaces.providerApp(id),
      Buffer.from(JSON.stringify(content)),
    );
    const scopes = client?.scopes === undefined ? null : [...client.scopes];
    const values = { sealed, key_version: keyVersion, scopes, updated_at: new Date(clock.now()) };
    await store.inTenant(sealer, async (trx) => {
      if (known === undefined) {
        const made = await trx
          .insertInto('provider_app')
          .values({ id, provider: provider.key, ...ownerColumns(owner), ...values })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst();
        // It was sealed for this row's id, so it cannot go into a row somebody else made meanwhile.
        if (made === undefined)
          throw fail(
            'conflict',
            `The provider app for ${provider.name} was being stored by somebody else; look at it, then try again.`,
          );
      } else {
        await trx.updateTable('provider_app').set(values).where('id', '=', id).execute();
      }
      await record(trx, principal, owner, 'provider_app.stored', provider);
    });
  };

  const remove = async (principal: Principal, key: string, owner: Owner): Promise<void> => {
    const provider = await registrableProvider(key);
    const { tenant_id, partner_id } = ownerColumns(owner);
    await store.inTenant(owner.tenantId ?? platformTenant, async (trx) => {
      const gone = await trx
        .deleteFrom('provider_app')
        .where('provider', '=', provider.key)
        .where('tenant_id', 'is not distinct from', tenant_id)
        .where('partner_id', 'is not distinct from', partner_id)
        .returning('id')
        .executeTakeFirst();
      if (gone === undefined) throw fail('not_found', `There is no provider app for ${provider.name} stored here.`);
      await record(trx, principal, owner, 'provider_app.removed', provider);
    });
  };

  const ownerColumns = ({ tenantId, partnerId }: Owner) => ({
    tenant_id: tenantId ?? null,
    partner_id: partnerId ?? null,
  });

  /** In the tenant's audit trail, or the platform's, which also has what its partners do. */
  const record = (
    trx: TenantTransaction,
    principal: Principal,
    { tenantId, partnerId }: Owner,
    action: string,
    provider: Provider,
  ): Promise<unknown> =>
    store.audit.append(trx, {
      tenantId: tenantId ?? platformTenant,
      actor: nameOf(principal),
      action,
      target: provider.key,
      ...(partnerId === undefined ? {} : { details: { partner: partnerId } }),
    });

  const registrableProvider = async (key: string): Promise<Provider> => {
    const provider = await registry.load(key);
    if (!takesApp(provider))
      throw fail(
        'unsupported',
        `${provider.name} has no OAuth sign-in and hands nothing else to operators, so it needs no provider app.`,
      );
    return provider;
  };

  /** Without a tenant: the platform's, or those of the partner that asks. */
  const enter = async (principal: Principal, tenant: string | undefined): Promise<Owner> => {
    if (tenant !== undefined) return { tenantId: (await tenants.enter(principal, 'admin', tenant)).id };
    tenants.authorizePlatform(principal, 'admin');
    const partnerId = 'partnerId' in principal ? principal.partnerId : undefined;
    return partnerId === undefined ? {} : { partnerId };
  };

  return {
    /** One per provider that has any; `tenant` left out means the platform's, for a partner its own. */
    list: async (principal: Principal, tenant?: string) => listInForce(await enter(principal, tenant)),
    put: async (principal: Principal, provider: string, input: z.input<typeof PutProviderApp>, tenant?: string) =>
      put(principal, provider, await enter(principal, tenant), input),
    /** Back to those of who stands above, the environment's or the file's. Throws `not_found` when there is none stored. */
    remove: async (principal: Principal, provider: string, tenant?: string) =>
      remove(principal, provider, await enter(principal, tenant)),
  };
}
