/**
 * Provider apps: can what the environment and the file say be used, and does every integration find the app its way in needs? Called by
 * index.ts.
 */
import type { Finding } from '../../cli/installation.ts';
import type { ProviderApp, Registry } from '../../hub/context.ts';
import { environmentApps, hasClient } from '../../hub/providers/provider-app-input.ts';
import type { AppPlaces } from '../../hub/providers/provider-app-places.ts';
import { appFor, lackingVariables } from '../../hub/providers/provider-apps.ts';
import type { Config, Environment } from '../config.ts';
import { readProviderApps } from '../provider-apps-file.ts';
import { failed, ok, refused, some } from './finding.ts';
import type { Survey, UsedWay } from './survey.ts';

const check = 'provider_apps';

export interface GivenApps {
  readonly environmentApps: ReadonlyMap<string, ProviderApp>;
  readonly fileApps: ReadonlyMap<string, ProviderApp>;
  readonly findings: readonly Finding[];
}

/** Those of the environment and of the file; what cannot be used is told and left out. */
export async function readGivenApps(environment: Environment, config: Config, registry: Registry): Promise<GivenApps> {
  const findings: Finding[] = [];
  const attempt = async (read: () => Promise<ReadonlyMap<string, ProviderApp>>) => {
    try {
      return await read();
    } catch (error) {
      findings.push(refused(check, error));
      return new Map<string, ProviderApp>();
    }
  };
  return {
    environmentApps: await attempt(() => environmentApps(environment, registry)),
    fileApps: await attempt(() => readProviderApps(config.providerAppsFile, registry)),
    findings,
  };
}

/** Which there are. `stored`: providers with one in the database; undefined when it cannot be seen. */
export async function listApps(
  { environmentApps: fromEnvironment, fileApps }: GivenApps,
  stored: readonly string[] | undefined,
  registry: Registry,
): Promise<Finding> {
  const source = (key: string) =>
    [
      stored?.includes(key) === true ? 'stored' : '',
      fromEnvironment.has(key) ? 'environment' : '',
      fileApps.has(key) ? 'file' : '',
    ].find((one) => one !== '');
  const there = registry.keys.flatMap((key) => (source(key) === undefined ? [] : [`${key} (${source(key)})`]));
  const without: string[] = [];
  for (const key of registry.keys.toSorted()) {
    if (source(key) !== undefined) continue;
    const provider = await registry.load(key);
    // Those with another way in, too: a key may do for them, but nobody can sign in with a browser.
    if (hasClient(provider) || provider.app !== undefined) without.push(key);
  }
  const unseen = stored === undefined ? ' Those stored in the database cannot be seen now.' : '';
  const list =
    there.length === 0 ? 'None registered for the platform.' : `For the platform: ${there.toSorted().join(', ')}.`;
  const missing = without.length === 0 ? '' : ` Without one: ${some(without, 50)}.`;
  return ok(check, `${list}${missing}${unseen}`);
}

/** Which of the ways need something an operator registers, and find nothing. */
export async function checkNeededApps(
  places: AppPlaces,
  { ways }: Pick<Survey, 'ways'>,
  registry: Registry,
): Promise<readonly Finding[]> {
  const lacking = new Map<
    string,
    { readonly provider: string; readonly variables: readonly string[]; readonly ways: UsedWay[] }
  >();
  for (const used of ways) {
    if (!registry.keys.includes(used.provider)) continue;
    const provider = await registry.load(used.provider);
    const way = provider.auth.find(({ key }) => key === used.method);
    if (way === undefined) continue;
    const nothing = lackingVariables(provider, way, { client: undefined, fields: {} });
    // Most need nothing of the operator: only then is anything unsealed.
    if (nothing.length === 0) continue;
    const variables = lackingVariables(provider, way, await appFor(places, used.tenantId, used.provider));
    if (variables.length === 0) continue;
    const same = lacking.get(variables.join()) ?? { provider: used.provider, variables, ways: [] };
    lacking.set(variables.join(), same);
    same.ways.push(used);
  }
  return [...lacking.values()].map(({ provider, variables, ways: all }) => {
    const count = all.reduce((sum, one) => sum + one.count, 0);
    const found = `${count} ${count === 1 ? 'integration' : 'integrations'} of ${provider} (${some(all.map(({ tenant }) => tenant))}) cannot sign in: no provider app.`;
    return failed(
      check,
      found,
      `Set ${variables.join(' and ')}, or store it with PUT /api/platform/provider-apps/${provider}.`,
    );
  });
}
