/**
 * Provider apps: the OAuth client an operator registered with a provider. Looked for in this order: the tenant's own, the
 * platform's, the environment's (`XERO_CLIENT_ID`...). Secrets are sealed and never shown; who may sign in with them is
 * connect.ts's question.
 */
import { z } from 'zod';
import { fail } from '../contract/errors.ts';
import type { Provider } from '../contract/provider.ts';
import { platformTenant, sealedPlaces } from '../store/index.ts';
import type { HubContext, ProviderApp } from './context.ts';
import { newId } from './ids.ts';
import { lineText, parseInput } from './inputs.ts';
import { nameOf, type Principal } from './principal.ts';
import type { Tenants } from './tenants.ts';

export const ProviderAppView = z
  .object({
    provider: z.string(),
    source: z
      .enum(['tenant', 'platform', 'environment'])
      .meta({ description: "Whose app it is; a tenant without one of its own uses the platform's." }),
    client_id: z.string(),
    client_secret_set: z.boolean(),
    scopes: z.array(z.string()).nullable().meta({ description: "Asked for instead of the provider's own list." }),
    redirect_url: z.string().meta({ description: 'Register exactly this URL with the provider.' }),
    updated_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ProviderApp' });
export type ProviderAppView = z.output<typeof ProviderAppView>;
export const ProviderAppList = z
  .object({ data: z.array(ProviderAppView), next_cursor: z.null() })
  .meta({ id: 'ProviderAppList' });

export const PutProviderApp = z
  .strictObject({
    client_id: lineText(500),
    client_secret: lineText(5000)
      .optional()
      .meta({ description: 'Left out: the stored one stays. Apps without a secret (PKCE only) have none.' }),
    scopes: z.array(lineText(200)).max(200).nullable().optional(),
  })
  .meta({ id: 'PutProviderApp' });

const Sealed = z.object({ client_id: z.string(), client_secret: z.string() });

interface StoredApp {
  readonly id: string;
  readonly source: 'tenant' | 'platform';
  readonly app: ProviderApp;
  readonly updatedAt: Date;
}

/** Where vendors send people back to. One per provider, so that an answer of one vendor cannot be passed off as another's. */
export function redirectUrl(context: Pick<HubContext, 'publicUrl'>, provider: string): string {
  return `${context.publicUrl}/api/integrations/${provider}/callback`;
}

/** Reads `XERO_CLIENT_ID`, `XERO_CLIENT_SECRET` and `XERO_SCOPES` (separated by spaces or commas) for every provider. */
export function environmentApps(
  environment: Readonly<Record<string, string | undefined>>,
  providers: readonly string[],
): ReadonlyMap<string, ProviderApp> {
  const apps = new Map<string, ProviderApp>();
  for (const key of providers) {
    const name = key.toUpperCase();
    const clientId = environment[`${name}_CLIENT_ID`]?.trim();
    if (clientId === undefined || clientId === '') continue;
    const scopes = (environment[`${name}_SCOPES`] ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
    apps.set(key, {
      clientId,
      clientSecret: environment[`${name}_CLIENT_SECRET`]?.trim() ?? '',
      ...(scopes.length === 0 ? {} : { scopes }),
    });
  }
  return apps;
}

/** The app a tenant's sign-ins and refreshes use; undefined when nobody registered one. */
export async function appFor(
  context: HubContext,
  tenantId: string,
  provider: string,
): Promise<ProviderApp | undefined> {
  return (
    (await storedApp(context, provider, tenantId))?.app ??
    (await storedApp(context, provider, undefined))?.app ??
    context.environmentApps.get(provider)
  );
}

async function storedApp(
  context: HubContext,
  provider: string,
  tenantId: string | undefined,
): Promise<StoredApp | undefined> {
  const { store } = context;
  const row = await store.platform
    .selectFrom('provider_app')
    .select(['id', 'sealed', 'key_version', 'scopes', 'updated_at'])
    .where('provider', '=', provider)
    .where('tenant_id', tenantId === undefined ? 'is' : '=', tenantId ?? null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const text = await store.vault.open(
    tenantId ?? platformTenant,
    sealedPlaces.providerApp(row.id),
    row.key_version,
    row.sealed,
  );
  const { client_id, client_secret } = Sealed.parse(JSON.parse(text.toString()));
  return {
    id: row.id,
    source: tenantId === undefined ? 'platform' : 'tenant',
    app: { clientId: client_id, clientSecret: client_secret, ...(row.scopes === null ? {} : { scopes: row.scopes }) },
    updatedAt: row.updated_at,
  };
}

export type ProviderApps = ReturnType<typeof providerApps>;

export function providerApps(context: HubContext, tenants: Tenants) {
  const { store, clock, registry } = context;

  const viewOf = (
    provider: string,
    found: { source: ProviderAppView['source']; app: ProviderApp; updatedAt?: Date },
  ): ProviderAppView => ({
    provider,
    source: found.source,
    client_id: found.app.clientId,
    client_secret_set: found.app.clientSecret !== '',
    scopes: found.app.scopes === undefined ? null : [...found.app.scopes],
    redirect_url: redirectUrl(context, provider),
    updated_at: found.updatedAt?.toISOString() ?? null,
  });

  /** What is in force for a tenant, or for the platform when none is given. */
  const inForce = async (provider: string, tenantId: string | undefined): Promise<ProviderAppView | undefined> => {
    const own = tenantId === undefined ? undefined : await storedApp(context, provider, tenantId);
    const stored = own ?? (await storedApp(context, provider, undefined));
    if (stored !== undefined) return viewOf(provider, stored);
    const app = context.environmentApps.get(provider);
    return app === undefined ? undefined : viewOf(provider, { source: 'environment', app });
  };

  const listInForce = async (tenantId: string | undefined): Promise<z.output<typeof ProviderAppList>> => {
    const views = await Promise.all(registry.keys.toSorted().map((key) => inForce(key, tenantId)));
    return { data: views.filter((view) => view !== undefined), next_cursor: null };
  };

  const put = async (
    principal: Principal,
    key: string,
    tenantId: string | undefined,
    input: z.input<typeof PutProviderApp>,
  ): Promise<ProviderAppView> => {
    const provider = await signInProvider(key);
    const { client_id, client_secret, scopes } = parseInput(PutProviderApp, input);
    const known = await storedApp(context, provider.key, tenantId);
    const id = known?.id ?? newId(context);
    const owner = tenantId ?? platformTenant;
    // A secret belongs to its client id: with another id the old one would only puzzle.
    const kept = known?.app.clientId === client_id ? known.app.clientSecret : '';
    const content = { client_id, client_secret: client_secret ?? kept } satisfies z.output<typeof Sealed>;
    const { sealed, keyVersion } = await store.vault.seal(
      owner,
      sealedPlaces.providerApp(id),
      Buffer.from(JSON.stringify(content)),
    );
    const values = {
      sealed,
      key_version: keyVersion,
      scopes: scopes === undefined || scopes === null ? null : [...scopes],
      updated_at: new Date(clock.now()),
    };
    await store.inTenant(owner, async (trx) => {
      if (known === undefined) {
        const made = await trx
          .insertInto('provider_app')
          .values({ id, provider: provider.key, tenant_id: tenantId ?? null, ...values })
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
      await store.audit.append(trx, {
        tenantId: owner,
        actor: nameOf(principal),
        action: 'provider_app.stored',
        target: provider.key,
      });
    });
    return viewOf(provider.key, {
      source: tenantId === undefined ? 'platform' : 'tenant',
      app: {
        clientId: client_id,
        clientSecret: content.client_secret,
        ...(values.scopes === null ? {} : { scopes: values.scopes }),
      },
      updatedAt: values.updated_at,
    });
  };

  const remove = async (principal: Principal, key: string, tenantId: string | undefined): Promise<void> => {
    const provider = await signInProvider(key);
    const owner = tenantId ?? platformTenant;
    await store.inTenant(owner, async (trx) => {
      const gone = await trx
        .deleteFrom('provider_app')
        .where('provider', '=', provider.key)
        .where('tenant_id', tenantId === undefined ? 'is' : '=', tenantId ?? null)
        .returning('id')
        .executeTakeFirst();
      if (gone === undefined) throw fail('not_found', `There is no provider app for ${provider.name} stored here.`);
      await store.audit.append(trx, {
        tenantId: owner,
        actor: nameOf(principal),
        action: 'provider_app.removed',
        target: provider.key,
      });
    });
  };

  const signInProvider = async (key: string): Promise<Provider> => {
    const provider = await registry.load(key);
    if (!provider.auth.some((way) => way.kind === 'oauth2'))
      throw fail('unsupported', `${provider.name} has no OAuth sign-in, so it needs no provider app.`);
    return provider;
  };

  const enter = async (principal: Principal, tenant: string | undefined): Promise<string | undefined> => {
    if (tenant !== undefined) return (await tenants.enter(principal, 'admin', tenant)).id;
    // The platform's apps serve everybody: a partner may look after its tenants' own ones only.
    tenants.authorizePlatform(principal, 'admin');
    if ('partnerId' in principal && principal.partnerId !== undefined)
      throw fail('permission_denied', 'Only the platform may do this.');
    return undefined;
  };

  return {
    /** One per provider that has any; `tenant` left out means the platform's. */
    list: async (principal: Principal, tenant?: string) => listInForce(await enter(principal, tenant)),
    put: async (principal: Principal, provider: string, input: z.input<typeof PutProviderApp>, tenant?: string) =>
      put(principal, provider, await enter(principal, tenant), input),
    /** Back to the platform's or the environment's. Throws `not_found` when there is none stored. */
    remove: async (principal: Principal, provider: string, tenant?: string) =>
      remove(principal, provider, await enter(principal, tenant)),
  };
}
