/**
 * One installation as its configuration describes it: the database (started, joined or given), the hub on it, and the services
 * that can be run. The command line asks for these through src/cli/installation.ts. Called by src/main.ts.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Installation, Opened, OpenOptions, RunningServer } from '../cli/installation.ts';
import type { Composition } from './composition.ts';
import { compose, readiness, systemClock, systemRandom } from './composition.ts';
import { root, type Config, type Environment } from './config.ts';
import { fail, type FieldProblem } from '../contract/errors.ts';
import { examine } from './doctor/index.ts';
import { readJsonFile, writePrivateJson } from './data-files.ts';
import type { Registry } from '../hub/context.ts';
import { environmentApps } from '../hub/providers/provider-app-input.ts';
import { smtpMailer } from './mailer.ts';
import { deliverySamples, meterSamples, poolSamples } from './process-metrics.ts';
import { readProviderApps } from './provider-apps-file.ts';
import { makeProvider } from './new-provider.ts';
import type { ProviderLoaders } from './providers-dir.ts';
import { findSandbox, openSandboxHost, sandboxSignIns, sandboxUrl } from './sandbox-host.ts';
import { giveConsent } from '../sandbox/index.ts';
import { buildApp } from '../server/app.ts';
import { readService, takeServiceLock } from './service-lock.ts';
import { startEmbeddedPostgres } from '../store/embedded/index.ts';
import { appUrlOf, migrate, missingMigrations, refuseWrongRootKey } from '../store/migrate.ts';
import { appPassword, installationId, loadRootKey, nextAppPassword, type RootKeys } from '../store/root-key.ts';
import { storageError } from '../store/storage-errors.ts';
import { startWorker } from '../worker/index.ts';

export interface Surroundings {
  readonly config: Config;
  readonly environment: Environment;
  readonly version: string;
  readonly registry: Registry;
  readonly sandboxes: ProviderLoaders['sandboxes'];
  readonly log: Logger;
  /** One line for the person at the keyboard. */
  readonly tell: (line: string) => void;
  /** What was left out of `config` and `registry` because it cannot be used: only `plugboard doctor` may go on with the rest. */
  readonly unusable?: { readonly variables: readonly FieldProblem[]; readonly providers: unknown };
}

/** Where the data is, while it is held open. */
interface Place {
  readonly ownerUrl: string | undefined;
  readonly appUrl: string;
  /** Of the application role, when the change of the root key that is under way is over. */
  readonly nextPassword: string | undefined;
  readonly rootKey: RootKeys;
  /** Leaves the embedded server; it stops when nobody else uses it. */
  leave(): Promise<void>;
}

export function openInstallation(around: Surroundings): Installation {
  const { config, registry, sandboxes, version } = around;
  return {
    version,
    dataDir: config.dataDir,
    sandboxPort: config.sandboxPort,
    tenant: config.tenant,
    providers: () => Promise.all(registry.keys.map((key) => registry.load(key))),
    provider: (key) => registry.load(key),
    makeProvider,
    open: (options) => open(around, options),
    migrate: async () => {
      const place = await enterPlace(around);
      try {
        return { applied: (await applyMigrations(place)).applied };
      } finally {
        await place.leave();
      }
    },
    examine: (options) =>
      examine(
        {
          ...around,
          problems: around.unusable?.variables ?? [],
          providersProblem: around.unusable?.providers,
          sandboxes: Object.keys(sandboxes).length,
          ownOrigin: originOf(config.host, config.port),
          now: systemClock.now,
        },
        options,
      ),
    startSandbox: (options) => openSandboxHost({ ...options, sandboxes, dataDir: config.dataDir, log: around.tell }),
    sandboxControl: (url) => findSandbox({ url, dataDir: config.dataDir, port: config.sandboxPort }),
    readPrivate: (name) => readJsonFile(join(config.dataDir, name)),
    writePrivate: (name, content) => {
      const path = join(config.dataDir, name);
      writePrivateJson(path, content);
      return path;
    },
    sandboxSignIns: () => sandboxSignIns(sandboxes, registry.keys),
    consent: (authorizeUrl) => giveConsent(authorizeUrl),
  };
}

async function open(around: Surroundings, options: OpenOptions): Promise<Opened> {
  const { config, log } = around;
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const one of closing.splice(0).toReversed()) await one();
  };
  try {
    // First of all: a second server must be refused before it waits for anything.
    const embedded = isEmbedded(config);
    const lock =
      embedded && options.exclusive !== undefined ? takeServiceLock(config.dataDir, options.exclusive) : undefined;
    if (lock !== undefined) closing.push(async () => lock.release());
    const [place, given] = await both(enterPlace(around), options.hostMap?.(), (entered) =>
      closing.push(() => entered.leave()),
    );
    await prepareSchema(place, options.migrations);

    // A command beside a running server speaks to vendors (or their sandbox) the way that server does.
    const beside = embedded && lock === undefined ? readService(config.dataDir) : undefined;
    const hostMap = given ?? config.hostMap ?? beside?.host_map;
    let publicUrl = config.publicUrl ?? beside?.url ?? originOf(config.host, config.port);
    const composition = await compose({
      appUrl: place.appUrl,
      nextPassword: place.nextPassword,
      queueUrl: config.database.directUrl,
      connections: config.database.connections,
      rootKey: place.rootKey,
      registry: around.registry,
      environmentApps: await environmentApps(around.environment, around.registry),
      fileApps: await readProviderApps(config.providerAppsFile, around.registry),
      hostMap,
      sandboxControl: () => (leadsToSandbox(hostMap) ? sandboxUrl(config.dataDir, config.sandboxPort) : undefined),
      egressAllow: config.egressAllow,
      egressAddresses: config.egressAddresses,
      returnOrigins: config.returnOrigins,
      mailer: config.mail === undefined ? undefined : smtpMailer(config.mail),
      identityProvider: config.identityProvider,
      publicUrl: () => publicUrl,
      logKeeping: config.logKeeping,
      log,
      supervise: options.supervise ?? false,
    });
    closing.push(() => composition.close());
    return {
      hub: composition.hub,
      startServer: async () => {
        const server = await startServer(around, composition);
        publicUrl = config.publicUrl ?? server.url;
        lock?.describe({ url: publicUrl, host_map: hostMap });
        closing.push(() => server.stop());
        return server;
      },
      startWorker: async () => {
        const { queue, hub } = composition;
        const worker = await startWorker({ hub, queue, log, concurrency: config.concurrency });
        closing.push(() => worker.stop());
        return worker;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A gateway is somewhere else. */
function leadsToSandbox(hostMap: string | undefined): boolean {
  return hostMap?.includes('=http://127.0.0.1:') === true;
}

/** Waits for both, whatever happens to one: what was begun must be known before it can be ended. */
async function both<A, B>(
  first: Promise<A>,
  second: Promise<B> | undefined,
  onFirst: (value: A) => void,
): Promise<[A, B | undefined]> {
  const [one, other] = await Promise.allSettled([first, second]);
  if (one.status === 'fulfilled') onFirst(one.value);
  if (other.status === 'rejected') throw other.reason;
  if (one.status === 'rejected') throw one.reason;
  return [one.value, other.value];
}

function isEmbedded({ database }: Config): boolean {
  return database.ownerUrl === undefined && database.appUrl === undefined;
}

/** The embedded server started or joined, or the given database. */
async function enterPlace({ config, environment, tell }: Surroundings): Promise<Place> {
  const { dataDir, database } = config;
  const embedded = isEmbedded(config);
  if (embedded) makeDataDir(dataDir);
  const rootKey = loadRootKey({ env: environment, dataDir, embedded });
  if (!embedded) {
    const { ownerUrl } = database;
    const appUrl = database.appUrl ?? (ownerUrl === undefined ? undefined : appUrlOf(ownerUrl, appPassword(rootKey)));
    if (appUrl === undefined) throw new Error('a database that is not embedded has a URL');
    // One that was given has a password of the operator's own choice.
    const nextPassword = database.appUrl === undefined ? nextAppPassword(rootKey) : undefined;
    return { ownerUrl, appUrl, nextPassword, rootKey, leave: async () => {} };
  }
  const postgres = await startEmbeddedPostgres({ dataDir, log: tell });
  try {
    const ownerUrl = await ensureDatabase(postgres.adminUrl);
    const appUrl = appUrlOf(ownerUrl, appPassword(rootKey));
    return { ownerUrl, appUrl, nextPassword: nextAppPassword(rootKey), rootKey, leave: () => postgres.stop() };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  } catch (error) {
    throw fail('storage_unavailable', `The data directory ${dataDir} cannot be made.`, {
      next: 'Set PLUGBOARD_DATA_DIR to a directory this user may write to.',
      cause: error,
    });
  }
}

const databaseName = 'plugboard';

/** Makes our database in the embedded server on first use. Two starters may both try. */
async function ensureDatabase(adminUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'plugboard start' });
  try {
    await client.connect();
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`create database ${databaseName}`);
  } catch (error) {
    // 42P04, or 23505 when both are at it in the same moment: somebody else has just made it.
    if (!(error instanceof Error && 'code' in error && (error.code === '42P04' || error.code === '23505')))
      throw storageError(error);
  } finally {
    await client.end();
  }
  const url = new URL(adminUrl);
  url.pathname = `/${databaseName}`;
  return url.href;
}

async function prepareSchema(place: Place, wish: OpenOptions['migrations']): Promise<void> {
  if (wish === 'apply') {
    await applyMigrations(place);
    return;
  }
  // As the owner where we can: the application role does not exist before the first migration.
  if (place.ownerUrl === undefined) return;
  const missing = await missingMigrations(place.ownerUrl).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === '42P01') return ['everything'];
    throw storageError(error);
  });
  if (missing.length === 0) return refuseWrongRootKey(place.ownerUrl, place.rootKey);
  const what =
    missing[0] === 'everything' ? 'The database has never been migrated.' : `The database lacks ${missing.join(', ')}.`;
  throw fail('storage_unavailable', what, { next: 'Run `plugboard migrate`, then start again.' });
}

async function applyMigrations(place: Place): Promise<{ readonly applied: readonly string[] }> {
  if (place.ownerUrl === undefined) {
    throw fail(
      'invalid_request',
      'Migrating needs DATABASE_URL, the database as the owner of its tables; only DATABASE_APP_URL is set.',
    );
  }
  try {
    return await migrate({
      ownerUrl: place.ownerUrl,
      appPassword: passwordIn(place.appUrl),
      rootKey: place.rootKey,
    });
  } catch (error) {
    throw storageError(error);
  }
}

/** DATABASE_APP_URL may carry a password of the operator's own choice. */
function passwordIn(url: string): string {
  return decodeURIComponent(new URL(url).password);
}

async function startServer(around: Surroundings, composition: Composition): Promise<RunningServer> {
  const { config, log, version } = around;
  const { hub, store, meter, context } = composition;
  const app = await buildApp({
    hub,
    log,
    version,
    publicUrl: () => context.publicUrl,
    dashboard: builtDashboard(),
    ready: () => readiness(store),
    installation: installationId(context.rootKeys.previous ?? context.rootKeys.current),
    requestsPerMinute: config.requestsPerMinute,
    corsOrigins: config.corsOrigins,
    trustedProxies: config.trustedProxies,
    metrics: {
      sources: [() => poolSamples(store.pool), () => meterSamples(meter), () => deliverySamples(hub)],
      token: config.metricsToken,
    },
    requestId: () => `req_${systemRandom.bytes(8).toString('hex')}`,
  });
  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await app.close();
    throw portError(error, config);
  }
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  return { url: originOf(config.host, port), stop: () => app.close() };
}

/** Undefined: it was not built; the API does without. */
function builtDashboard(): string | undefined {
  const directory = join(root, 'web/dist');
  return existsSync(join(directory, 'index.html')) ? directory : undefined;
}

/** As a browser on this machine writes it. */
function originOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function portError(error: unknown, { host, port }: Config): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return fail('conflict', `Port ${port} is in use by another program.`, {
      next: 'Set PLUGBOARD_PORT to a free port, or stop that program.',
      cause: error,
    });
  }
  if (code === 'EACCES') {
    return fail('conflict', `This user may not listen on port ${port}.`, {
      next: 'Set PLUGBOARD_PORT to a port above 1023.',
      cause: error,
    });
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return fail('invalid_request', `PLUGBOARD_HOST is ${host}, which is no address of this machine.`, { cause: error });
  }
  return error;
}
