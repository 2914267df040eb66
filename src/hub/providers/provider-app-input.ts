/**
 * What an operator gives as a provider app, through the API, the environment or a file: held against what the provider can make use of.
 * The same rules wherever it comes from. Used by provider-apps.ts and, at the start, by the composition root.
 */
import { z } from 'zod';
import { fail, type FieldProblem } from '../../contract/errors.ts';
import type { Fields } from '../../contract/fields.ts';
import { webhookSecretNames, type Provider } from '../../contract/provider.ts';
import type { ProviderApp, Registry } from '../context.ts';
import { lineText } from '../inputs.ts';
import { checkValues } from '../integrations/integration-fields.ts';
import { overlapMs, replaced, type Lasting } from '../webhooks/addresses-secrets.ts';

export const PutProviderApp = z
  .strictObject({
    client_id: lineText(500).optional().meta({ description: 'Of the OAuth client. Left out: the stored one stays.' }),
    client_secret: lineText(5000)
      .optional()
      .meta({ description: 'Left out: the stored one stays. Apps without a secret (PKCE only) have none.' }),
    scopes: z.array(lineText(200)).max(200).nullable().optional(),
    fields: z
      .record(z.string(), z.string({ error: 'expected text' }))
      .optional()
      .meta({
        description:
          "Values of the provider's `app` fields, and `webhook_secret` where its webhooks are signed. Those left out stay as they are stored; the webhook secret before goes on counting for a day.",
      }),
  })
  .meta({ id: 'PutProviderApp' });
export type GivenApp = z.output<typeof PutProviderApp>;

/** Can an operator register anything with this provider? */
export function takesApp(provider: Provider): boolean {
  return hasClient(provider) || Object.keys(appFields(provider)).length > 0;
}

/** What is registered besides an OAuth client: the provider's own fields, and the secrets of its webhooks. */
export function appFields(provider: Provider): Fields {
  return { ...provider.app, ...secretFields(provider) };
}

function secretFields({ webhooks }: Provider): Fields {
  if (webhooks?.secret === undefined) return {};
  const field = { ...webhooks.secret, secret: true, optional: true };
  const [present, former] = webhookSecretNames;
  return { [present]: field, [former]: { ...field, label: `${field.label}, the one before` } };
}

export function hasClient(provider: Provider): boolean {
  return provider.auth.some((way) => way.kind === 'oauth2');
}

/**
 * The app as it would be stored; `known` is what is stored there now, and `nowMs` the moment from which a webhook secret that is replaced
 * counts for a day (left out: as long as it is given). Problems are named by the input's own paths.
 */
export function plannedApp(
  provider: Provider,
  given: GivenApp,
  known?: ProviderApp,
  nowMs?: number,
): { readonly app: ProviderApp; readonly problems: readonly FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const ofClient = (['client_id', 'client_secret', 'scopes'] as const).filter(
    (name) => (given[name] ?? undefined) !== undefined,
  );
  if (!hasClient(provider))
    for (const path of ofClient) problems.push({ path, message: `has no use: ${provider.name} has no OAuth sign-in` });
  const clientId = given.client_id ?? known?.client?.clientId;
  if (hasClient(provider) && clientId === undefined && ofClient.length > 0)
    problems.push({ path: 'client_id', message: 'is missing; expected the id of the OAuth client' });
  const nothing = ofClient.length === 0 && given.fields === undefined;
  if (nothing && hasClient(provider))
    problems.push({ path: 'client_id', message: 'is missing; there is nothing to store' });
  if (nothing && !hasClient(provider) && provider.app === undefined)
    problems.push({ path: `fields.${webhookSecretNames[0]}`, message: 'is missing; there is nothing to store' });
  const planned = plannedFields(provider, given.fields ?? (nothing && !hasClient(provider) ? {} : undefined), known);
  problems.push(...planned.problems);
  // A secret belongs to its client id: with another id the old one would only puzzle.
  const kept = known?.client?.clientId === clientId ? (known?.client?.clientSecret ?? '') : '';
  const client =
    clientId === undefined
      ? undefined
      : {
          clientId,
          clientSecret: given.client_secret ?? kept,
          scopes: given.scopes ?? undefined,
        };
  const secrets = plannedSecrets(planned.values, known?.webhookSecrets ?? [], nowMs);
  return {
    app: { client, fields: planned.fields, ...(secrets.length === 0 ? {} : { webhookSecrets: secrets }) },
    problems,
  };
}

/** `values`: everything that was typed, checked; `fields`: the provider's own as they would be stored. */
function plannedFields(provider: Provider, given: GivenApp['fields'], known: ProviderApp | undefined) {
  const kept = known?.fields ?? {};
  if (given === undefined) return { values: {}, fields: kept, problems: [] };
  const secrets = secretFields(provider);
  // Whoever changes the secret of webhooks need not repeat the rest, which may be entered elsewhere.
  const names = Object.keys(given);
  const secretsOnly = names.length > 0 && names.every((name) => Object.hasOwn(secrets, name));
  const { values, problems } = checkValues(secretsOnly ? secrets : appFields(provider), given, 'fields', kept);
  const own = Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(secrets, name)));
  return { values, fields: secretsOnly ? kept : own, problems };
}

function plannedSecrets(
  values: Readonly<Record<string, string>>,
  known: readonly Lasting[],
  nowMs: number | undefined,
): readonly Lasting[] {
  const [present, former] = webhookSecretNames.map((name) => values[name]);
  const changed = present === undefined ? known : replaced(known, present, nowMs ?? 0);
  if (former === undefined || changed.length === 0) return changed;
  const until = nowMs === undefined ? {} : { until: nowMs + overlapMs };
  return [...changed.slice(0, 1), { value: former, ...until }];
}

/** `SAGE_INTACCT_SENDER_ID` */
export function variableFor(provider: string, name: string): string {
  return `${provider}_${name}`.toUpperCase();
}

/** All that `environmentApps` reads for a provider. */
export function appVariables(provider: Provider): readonly string[] {
  const names = [
    ...(hasClient(provider) ? ['client_id', 'client_secret', 'scopes'] : []),
    ...Object.keys(appFields(provider)),
  ];
  return names.map((name) => variableFor(provider.key, name));
}

/**
 * Reads `XERO_CLIENT_ID`, `XERO_CLIENT_SECRET`, `XERO_SCOPES` (separated by spaces or commas) and `SAGE_INTACCT_SENDER_ID` (each `app`
 * field) and `XERO_WEBHOOK_SECRET` for every provider. Throws `invalid_request` naming the variables that cannot be used.
 */
export async function environmentApps(
  environment: Readonly<Record<string, string | undefined>>,
  registry: Registry,
): Promise<ReadonlyMap<string, ProviderApp>> {
  const apps = new Map<string, ProviderApp>();
  const problems: FieldProblem[] = [];
  const set = Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== '');
  for (const key of registry.keys) {
    // Few providers are ever set up here: the others need not be loaded.
    const named = new Map(set.filter(([name]) => name.startsWith(variableFor(key, ''))));
    if (named.size === 0) continue;
    const provider = await registry.load(key);
    const given = givenBy(provider, (name) => named.get(variableFor(key, name))?.trim());
    if (Object.keys(given).length === 0) continue;
    const planned = plannedApp(provider, given);
    problems.push(
      ...planned.problems.map(({ path, message }) => ({
        path: variableFor(key, path.replace('fields.', '')),
        message,
      })),
    );
    apps.set(key, planned.app);
  }
  if (problems.length === 0) return apps;
  throw fail('invalid_request', 'The environment has provider apps that cannot be used.', {
    problems,
    next: 'Correct the named variables and start again.',
  });
}

function givenBy(provider: Provider, valueOf: (name: string) => string | undefined): GivenApp {
  const fields = Object.fromEntries(
    Object.keys(appFields(provider)).flatMap((name) => {
      const value = valueOf(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const scopes = (valueOf('scopes') ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
  const [clientId, clientSecret] = [valueOf('client_id'), valueOf('client_secret')];
  return {
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
    // Such names are common: without an OAuth sign-in they are somebody else's.
    ...(!hasClient(provider) || clientId === undefined
      ? {}
      : {
          client_id: clientId,
          ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
          ...(scopes.length === 0 ? {} : { scopes }),
        }),
  };
}

/**
 * Provider apps of a decoded file: `{"xero": {"client_id": ..., "client_secret": ..., "scopes": [...], "fields": {...}}}`. Throws
 * `invalid_request` naming everything in it that cannot be used.
 */
export async function appsOfFile(content: unknown, registry: Registry): Promise<ReadonlyMap<string, ProviderApp>> {
  const parsed = z.record(z.string(), PutProviderApp).safeParse(content);
  const problems: FieldProblem[] = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  const apps = new Map<string, ProviderApp>();
  for (const [key, given] of Object.entries(parsed.data ?? {})) {
    if (!registry.keys.includes(key)) {
      problems.push({ path: key, message: `is no provider; expected one of ${registry.keys.join(', ')}` });
      continue;
    }
    const planned = plannedApp(await registry.load(key), given);
    problems.push(...planned.problems.map(({ path, message }) => ({ path: `${key}.${path}`, message })));
    apps.set(key, planned.app);
  }
  if (problems.length === 0) return apps;
  throw fail('invalid_request', 'The file of provider apps holds something that cannot be used.', {
    problems,
    next: 'Correct what is named and start again.',
  });
}
