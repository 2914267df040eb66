/**
 * Where provider apps are, and which is meant: rows of the database (a tenant's, partners', the platform's), the environment's and the file's,
 * the nearest first. Reads only; what is stored is provider-apps.ts's work, and who may is its question.
 */
import { sql } from 'kysely';
import { z } from 'zod';
import { platformTenant, sealedPlaces } from '../../store/index.ts';
import type { HubContext, ProviderApp } from '../context.ts';
import type { Lasting } from '../webhooks/addresses-secrets.ts';

export const sources = ['tenant', 'partner', 'platform', 'environment', 'file'] as const;
export type AppSource = (typeof sources)[number];

/** Apps of older versions have no fields, and always a client. */
export const Sealed = z.object({
  client_id: z.string().optional(),
  client_secret: z.string().default(''),
  fields: z.record(z.string(), z.string()).default({}),
  webhook_secrets: z.array(z.object({ value: z.string(), until: z.number().optional() })).default([]),
});
export type Sealed = z.output<typeof Sealed>;

/** The places where apps are. */
export type AppPlaces = Pick<HubContext, 'environmentApps' | 'fileApps'> & {
  readonly store: Pick<HubContext['store'], 'platform' | 'vault'>;
};

/** An app in one of them. */
export interface FoundApp {
  readonly provider: string;
  readonly source: AppSource;
  /** Who entered it: `platform` (also by the environment or the file), or the id of a partner or tenant. */
  readonly owner: string;
  readonly app: ProviderApp;
  /** Entered by whom it is looked for, and not by somebody above. */
  readonly own: boolean;
  readonly updatedAt?: Date;
}

interface StoredApp extends FoundApp {
  readonly id: string;
}

/** Whose apps are meant: a tenant's, a partner's, or with neither the platform's. */
export interface Owner {
  readonly tenantId?: string;
  readonly partnerId?: string;
}

/** An app as webhooks need it: its owner, and with what the vendor signs because of it. */
export interface WebhookApp {
  /** `platform`, or the id of a partner or tenant. */
  readonly owner: string;
  /** Not empty. */
  readonly secrets: readonly Lasting[];
}

/** Those whose webhooks come to the address of the app: of the platform and of all partners. */
export async function webhookApps(context: AppPlaces, provider: string): Promise<readonly WebhookApp[]> {
  const { rows } = await sql<AppRow>`
    select a.id, a.provider, a.tenant_id, a.partner_id, a.sealed, a.key_version, a.scopes, a.updated_at
      from provider_app a where a.provider = ${provider} and a.tenant_id is null`.execute(context.store.platform);
  const apps = [...(await openApps(context, {}, rows)), ...givenApps(context, {}, provider)];
  return [...Map.groupBy(apps, ({ owner }) => owner)].flatMap(([owner, own]) => {
    const secrets = secretsInForce(own)?.app.webhookSecrets ?? [];
    return secrets.length === 0 ? [] : [{ owner, secrets }];
  });
}

/**
 * The app because of which the vendor sends what happens in a tenant's accounts: the one they sign in with, where anybody registered
 * such a one, else the first that has a secret. Undefined: there is none with a secret.
 */
export async function webhookAppFor(
  context: AppPlaces,
  tenantId: string,
  provider: string,
): Promise<WebhookApp | undefined> {
  const apps = await allApps(context, { tenantId }, provider);
  const owner = (inForce(apps).client ?? secretsInForce(apps))?.owner;
  const secrets = secretsInForce(apps.filter((app) => app.owner === owner))?.app.webhookSecrets ?? [];
  return owner === undefined || secrets.length === 0 ? undefined : { owner, secrets };
}

/** The first that has a client, and the first that has fields. */
export function inForce(apps: readonly FoundApp[]) {
  return {
    client: apps.find(({ app }) => app.client !== undefined),
    fields: apps.find(({ app }) => Object.keys(app.fields).length > 0),
  };
}

export function secretsInForce(apps: readonly FoundApp[]): FoundApp | undefined {
  return apps.find(({ app }) => (app.webhookSecrets ?? []).length > 0);
}

/** All there are for somebody, of one provider or of all; the first outranks the rest. */
export async function allApps(context: AppPlaces, owner: Owner, provider?: string): Promise<readonly FoundApp[]> {
  return [...(await storedApps(context, owner, provider)), ...givenApps(context, owner, provider)];
}

/** Those of the environment and the file. */
function givenApps(context: AppPlaces, owner: Owner, provider: string | undefined): readonly FoundApp[] {
  const own = isPlatform(owner);
  const given = (apps: ReadonlyMap<string, ProviderApp> | undefined, source: AppSource): FoundApp[] =>
    [...(apps ?? [])]
      .filter(([key]) => provider === undefined || key === provider)
      .map(([key, app]) => ({ provider: key, source, owner: platformOwner, app, own }));
  return [...given(context.environmentApps, 'environment'), ...given(context.fileApps, 'file')];
}

const platformOwner = 'platform';

function isPlatform({ tenantId, partnerId }: Owner): boolean {
  return tenantId === undefined && partnerId === undefined;
}

interface AppRow {
  readonly id: string;
  readonly provider: string;
  readonly tenant_id: string | null;
  readonly partner_id: string | null;
  readonly sealed: Buffer;
  readonly key_version: number;
  readonly scopes: string[] | null;
  readonly updated_at: Date;
}

/** The tenant's own, its partner's and those of the partners above, nearest first, the platform's. */
export async function storedApps(
  context: AppPlaces,
  owner: Owner,
  provider: string | undefined,
): Promise<readonly StoredApp[]> {
  const [tenantId, partnerId] = [owner.tenantId ?? null, owner.partnerId ?? null];
  // The distance ends the walk where somebody made a circle of partners.
  const { rows } = await sql<AppRow>`
    with recursive above as (
      select p.id, p.parent_id, 1 as distance from partner p
       where p.id = coalesce(${partnerId}::uuid, (select t.partner_id from tenant t where t.id = ${tenantId}::uuid))
      union
      select p.id, p.parent_id, above.distance + 1 from partner p join above on p.id = above.parent_id where above.distance < 20)
    select a.id, a.provider, a.tenant_id, a.partner_id, a.sealed, a.key_version, a.scopes, a.updated_at
      from provider_app a left join (select id, min(distance) as distance from above group by id) above on above.id = a.partner_id
     where (a.tenant_id = ${tenantId}::uuid or above.id is not null or (a.tenant_id is null and a.partner_id is null))
       and (${provider ?? null}::text is null or a.provider = ${provider ?? null})
     order by a.tenant_id is null, above.distance nulls last`.execute(context.store.platform);
  return openApps(context, owner, rows);
}

/** Partners' and the platform's own apps are sealed by the platform. */
function openApps({ store }: AppPlaces, owner: Owner, rows: readonly AppRow[]): Promise<readonly StoredApp[]> {
  const [tenantId, partnerId] = [owner.tenantId ?? null, owner.partnerId ?? null];
  return Promise.all(
    rows.map(async (row) => {
      const sealer = row.tenant_id ?? platformTenant;
      const text = await store.vault.open(sealer, sealedPlaces.providerApp(row.id), row.key_version, row.sealed);
      const { client_id, client_secret, fields, webhook_secrets } = Sealed.parse(JSON.parse(text.toString()));
      const scopes = row.scopes ?? undefined;
      const client = client_id === undefined ? undefined : { clientId: client_id, clientSecret: client_secret, scopes };
      return {
        id: row.id,
        provider: row.provider,
        source: sourceOf(row),
        owner: row.tenant_id ?? row.partner_id ?? platformOwner,
        app: { client, fields, webhookSecrets: webhook_secrets },
        own: row.tenant_id === tenantId && row.partner_id === partnerId,
        updatedAt: row.updated_at,
      };
    }),
  );
}

function sourceOf({ tenant_id, partner_id }: AppRow): AppSource {
  if (tenant_id !== null) return 'tenant';
  return partner_id === null ? 'platform' : 'partner';
}
