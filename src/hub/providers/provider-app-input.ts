/**
 * What an operator gives as a provider app, through the API, the environment or a file: held against what the provider can make use of.
 * The same rules wherever it comes from. Used by provider-apps.ts and, at the start, by the composition root.
 */
import { z } from 'zod';
import { fail, type FieldProblem } from '../../contract/errors.ts';
import type { Provider } from '../../contract/provider.ts';
import type { ProviderApp, Registry } from '../context.ts';
import { lineText } from '../inputs.ts';
import { checkValues } from '../integrations/integration-fields.ts';

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
        description: "Values of the provider's `app` fields. Those left out stay as they are stored.",
      }),
  })
  .meta({ id: 'PutProviderApp' });
export type GivenApp = z.output<typeof PutProviderApp>;

/** Can an operator register anything with this provider? */
export function takesApp(provider: Provider): boolean {
  return hasClient(provider) || provider.app !== undefined;
}

export function hasClient(provider: Provider): boolean {
  return provider.auth.some((way) => way.kind === 'oauth2');
}

/** The app as it would be stored; `known` is what is stored there now. Problems are named by the input's own paths. */
export function plannedApp(
  provider: Provider,
  given: GivenApp,
  known?: ProviderApp,
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
  let fields = known?.fields ?? {};
  if (given.fields !== undefined || (nothing && !hasClient(provider))) {
    const checked = checkValues(provider.app ?? {}, given.fields ?? {}, 'fields', fields);
    problems.push(...checked.problems);
    fields = checked.values;
  }
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
  return { app: { client, fields }, problems };
}

/** `SAGE_INTACCT_SENDER_ID` */
export function variableFor(provider: string, name: string): string {
  return `${provider}_${name}`.toUpperCase();
}

/** All that `environmentApps` reads for a provider. */
export function appVariables(provider: Provider): readonly string[] {
  const names = [
    ...(hasClient(provider) ? ['client_id', 'client_secret', 'scopes'] : []),
    ...Object.keys(provider.app ?? {}),
  ];
  return names.map((name) => variableFor(provider.key, name));
}

/**
 * Reads `XERO_CLIENT_ID`, `XERO_CLIENT_SECRET`, `XERO_SCOPES` (separated by spaces or commas) and `SAGE_INTACCT_SENDER_ID` (each `app`
 * field) for every provider. Throws `invalid_request` naming the variables that cannot be used.
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
    Object.keys(provider.app ?? {}).flatMap((name) => {
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
