/**
 * `plugboard doctor`: one check after the other, each by itself, so that what is broken hides as little as possible. Looks and changes
 * nothing. Called by installation.ts.
 */
import { existsSync } from 'node:fs';
import pino from 'pino';
import type { Finding } from '../../cli/installation.ts';
import type { FieldProblem } from '../../contract/errors.ts';
import type { Registry } from '../../hub/context.ts';
import { openStore } from '../../store/index.ts';
import { appUrlOf } from '../../store/migrate.ts';
import { appPassword, installationId, type RootKeys } from '../../store/root-key.ts';
import { systemClock, systemRandom } from '../composition.ts';
import type { Config, Environment } from '../config.ts';
import { readService } from '../service-lock.ts';
import { checkClockOf } from './clock.ts';
import { checkDirectory } from './data-directory.ts';
import { checkMayMigrate, checkMigrations, checkRoles, checkRowSecurity, checkServer } from './database.ts';
import { failed, refused } from './finding.ts';
import { checkSandboxPorts, checkServerPort } from './ports.ts';
import { checkNeededApps, listApps, readGivenApps, type GivenApps } from './provider-apps.ts';
import { checkPublicUrl } from './public-url.ts';
import { connected, reachDatabase, unreachable, type Reached } from './reach.ts';
import { checkRightKey, checkRootKey } from './root-key.ts';
import { survey, type Survey } from './survey.ts';
import { checkVariables } from './variables.ts';

export interface Examined {
  readonly environment: Environment;
  /** Without the variables that cannot be used. */
  readonly config: Config;
  /** Those. */
  readonly problems: readonly FieldProblem[];
  /** Why providers of the operator's own could not be loaded. */
  readonly providersProblem: unknown;
  readonly registry: Registry;
  /** How many sandboxes there are. */
  readonly sandboxes: number;
  /** As a program on this machine reaches the server. */
  readonly ownOrigin: string;
  readonly tell: (line: string) => void;
  readonly now: () => number;
}

type Say = (found: Finding | readonly Finding[] | undefined) => void;

export async function examine(
  examined: Examined,
  { clockUrl }: { readonly clockUrl: string | undefined },
): Promise<readonly Finding[]> {
  const { environment, config, registry, now } = examined;
  const findings: Finding[] = [];
  const look = async <T>(check: string, work: () => Promise<T> | T): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      findings.push(refused(check, error));
      return undefined;
    }
  };
  const say: Say = (found) => findings.push(...[found ?? []].flat());

  say(await look('configuration', () => checkVariables(examined)));
  if (examined.providersProblem !== undefined) say(refused('providers', examined.providersProblem));
  say(await look('data_directory', () => checkDirectories(config)));
  const embedded = isEmbedded(examined);
  const rootKey = await look('root_key', () => checkRootKey({ environment, dataDir: config.dataDir, embedded }));
  say(rootKey?.findings);
  const keys = rootKey?.keys;
  const apps = await readGivenApps(environment, config, registry);
  const inside = await look('database', () => lookInside(examined, keys, apps, say));
  if (clockUrl !== undefined) say(await checkClockOf(clockUrl, now));
  say(await look('port', () => lookAround(examined, keys)));
  say(apps.findings);
  say(await look('provider_apps', () => listApps(apps, inside?.platformApps, registry)));
  say(inside?.lackingApps);
  return findings;
}

/** A malformed address of a database must not make us look at another one. */
function databaseProblem({ problems }: Examined): FieldProblem | undefined {
  return problems.find(({ path }) => path === 'DATABASE_URL' || path === 'DATABASE_APP_URL');
}

function isEmbedded(examined: Examined): boolean {
  const { ownerUrl, appUrl } = examined.config.database;
  return ownerUrl === undefined && appUrl === undefined && databaseProblem(examined) === undefined;
}

function checkDirectories({ dataDir, logKeeping }: Config): readonly Finding[] {
  const { archiveDir } = logKeeping;
  return [
    checkDirectory(dataDir, 'PLUGBOARD_DATA_DIR'),
    ...(archiveDir === undefined ? [] : [checkDirectory(archiveDir, 'PLUGBOARD_LOG_ARCHIVE_DIR')]),
  ];
}

interface Inside {
  /** Providers with an app of the platform's own stored. */
  readonly platformApps: readonly string[];
  readonly lackingApps: readonly Finding[];
}

/** Everything about the database; undefined when what is stored cannot be seen. */
async function lookInside(
  examined: Examined,
  keys: RootKeys | undefined,
  apps: GivenApps,
  say: Say,
): Promise<Inside | undefined> {
  const { config, now } = examined;
  const problem = databaseProblem(examined);
  if (problem !== undefined) {
    say(failed('database', `Not looked at, because ${problem.path} cannot be used.`, `Correct ${problem.path}.`));
    return undefined;
  }
  const reached = await reachDatabase(config, examined.tell);
  if (!('client' in reached)) {
    say(reached);
    return undefined;
  }
  try {
    say(await checkServer(reached, now));
    const { finding, migrated } = await checkMigrations(reached);
    say(finding);
    if (migrated) return await lookAtTables(examined, reached, keys, apps, say);
    if (reached.ownerUrl !== undefined) say(await checkMayMigrate(reached));
    return undefined;
  } finally {
    await reached.leave();
  }
}

async function lookAtTables(
  { config, registry }: Examined,
  reached: Reached,
  keys: RootKeys | undefined,
  apps: GivenApps,
  say: Say,
): Promise<Inside> {
  const { directUrl, appUrl: given } = config.database;
  const { ownerUrl } = reached;
  const appUrl =
    given ?? (ownerUrl === undefined || keys === undefined ? undefined : appUrlOf(ownerUrl, appPassword(keys)));
  const stored = await survey(reached.client);
  const found = [
    ...(keys === undefined ? [] : [checkRightKey(keys, stored.dataKeys)]),
    ...(await checkRoles(reached, appUrl)),
  ];
  say(found);
  say(await checkRowSecurity(reached));
  if (directUrl !== undefined) say(await checkDirect(directUrl));
  // Stored apps can be unsealed only where the role is let in and the key is right.
  const usable = appUrl !== undefined && keys !== undefined && found.every(({ state }) => state !== 'failed');
  const lackingApps = usable ? await lookForApps({ appUrl, keys }, apps, stored, registry) : [];
  return { platformApps: stored.platformApps, lackingApps };
}

async function lookForApps(
  { appUrl, keys }: { readonly appUrl: string; readonly keys: RootKeys },
  apps: GivenApps,
  stored: Survey,
  registry: Registry,
): Promise<readonly Finding[]> {
  // A database that was never used has no keys, and opening the store would make them.
  if (stored.ways.length === 0) return [];
  const store = await openStore({
    appUrl,
    rootKey: keys,
    clock: systemClock,
    random: systemRandom,
    log: pino({ level: 'silent' }),
    connections: 2,
  });
  try {
    return await checkNeededApps({ ...apps, store }, stored, registry);
  } finally {
    await store.close();
  }
}

/** The way around a transaction pooler; silent when it works. */
async function checkDirect(url: string): Promise<readonly Finding[]> {
  const client = await connected(url);
  if ('code' in client) return [unreachable(url, client.code, 'DATABASE_DIRECT_URL')];
  await client.end();
  return [];
}

/** Ports and addresses. */
async function lookAround(examined: Examined, keys: RootKeys | undefined): Promise<readonly Finding[]> {
  const { config, ownOrigin } = examined;
  const { host, port, publicUrl, sandboxPort, dataDir } = config;
  const ids = [keys?.current, keys?.previous].flatMap((key) => (key === undefined ? [] : [installationId(key)]));
  const service = existsSync(dataDir) ? readService(dataDir) : undefined;
  const server = service === undefined ? undefined : `process ${service.pid} (plugboard ${service.command})`;
  const { finding, running } = await checkServerPort({ host, port, origin: ownOrigin, ids, server });
  return [
    finding,
    await checkSandboxPorts(sandboxPort, examined.sandboxes, port),
    await checkPublicUrl({ url: publicUrl, host, own: ownOrigin, running, ids }),
  ];
}
