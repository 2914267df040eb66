/**
 * What most faults play in: a database, vendors' sandboxes in this process, the hub for setting up, and workers as processes of
 * their own. What happened is read from the database (past its policies) and from the sandbox's counters, never from the hub.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import pino from 'pino';
import { sandboxes as sandboxLoaders } from '../../providers/registry.gen.ts';
import { compose, type Composition } from '../../src/wiring/composition.ts';
import type { Sandbox } from '../../src/contract/index.ts';
import type { Clock } from '../../src/engine/ports.ts';
import type { ProviderApp, Registry } from '../../src/hub/context.ts';
import { readId } from '../../src/hub/ids.ts';
import type { Hub } from '../../src/hub/index.ts';
import type { Principal } from '../../src/hub/access/principal.ts';
import { openRegistry } from '../../src/wiring/registry.ts';
import {
  giveConsent,
  sandboxControl,
  startSandbox,
  type RunningSandboxes,
  type SandboxControl,
} from '../../src/sandbox/index.ts';
import { rootKey } from '../../src/store/root-key.ts';
import { remove, temporaryDirectory } from './temporary.ts';
import { until } from './until.ts';
import { startServerProcess, startWorkerProcess, type ProcessOptions, type ProductProcess } from './product-process.ts';

export interface ArenaOptions {
  readonly appUrl: string;
  readonly ownerUrl: string;
  /** Streams grown before anything starts: `{ 'xero.contacts': 400_000 }`. */
  readonly records?: Readonly<Record<string, number>>;
  /** Default: xero as it is. */
  readonly providers?: readonly { readonly key: string; readonly sandbox: Sandbox }[];
  /** Providers that count calls as their vendors do; the others take as many as come. */
  readonly limited?: readonly string[];
  /** Default: all of the repository, as they are. For the hub in this process. */
  readonly registry?: Registry;
  /** Further hosts that are called, besides the vendors', as text for PLUGBOARD_HOST_MAP: customers' systems. */
  readonly hosts?: string;
  /** Default: the real ones, of this process's hub and of the vendors. */
  readonly clocks?: { readonly ours: Clock; readonly vendors: () => number };
}

export interface Overrides {
  readonly timeout_ms?: number;
  readonly retries?: number;
  readonly limits?: [];
}

export interface ArenaIntegration {
  /** As shown (`int_...`), and as stored. */
  readonly id: string;
  readonly uuid: string;
}

export interface RunRow {
  readonly id: string;
  readonly stream: string;
  readonly stream_no: number;
  readonly state: string;
  readonly pages: number;
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly deleted: number;
  readonly attempts: number;
  readonly requests: number;
  readonly error: { readonly code: string; readonly fault: string } | null;
  readonly ms: number | null;
}

export interface Arena extends Integrations, Rows, Workers {
  readonly composition: Composition;
  readonly sandboxes: RunningSandboxes;
  readonly control: SandboxControl;
  readonly tenant: { readonly slug: string; readonly id: string };
  /** The OAuth clients the sandboxes know, as the operator would set them. */
  readonly apps: ReadonlyMap<string, ProviderApp>;
  /** 64 hex digits. */
  readonly rootKey: string;
  close(): Promise<void>;
}

interface Integrations {
  /** With typed credentials. `overrides`: an operator's own figures; default: no limits of calls. */
  connect(provider: string, name: string, overrides?: Overrides): Promise<ArenaIntegration>;
  /** By signing in on the vendor's authorize page; no limits of calls. */
  signIn(provider: string, name: string): Promise<ArenaIntegration>;
  /** Asks for runs; answers their ids as stored. */
  sync(integration: ArenaIntegration, streams: readonly string[], force?: boolean): Promise<readonly string[]>;
}

interface Rows {
  /** Past the policies where the owner is a superuser, as the tenant where not. */
  query<T extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly T[]>;
  run(id: string): Promise<RunRow>;
  /** Waits until none of the runs is under way. */
  ended(ids: readonly string[], withinMs: number): Promise<readonly RunRow[]>;
  /** Holds an advisory lock during the work. */
  holding<T>(key: number, work: () => Promise<T>): Promise<T>;
}

interface Workers {
  /** Ended with the arena. `appUrl`: default the database itself. */
  startWorker(name: string, appUrl?: string): Promise<ProductProcess>;
  /** The same for a server, with a worker in it unless `how` says otherwise. */
  startServer(
    name: string,
    port: number,
    how?: { readonly appUrl?: string; readonly worker?: boolean },
  ): Promise<ProductProcess>;
  /** Those that live, servers among them, oldest first. */
  workers(): readonly ProductProcess[];
}

type Provided = readonly { readonly key: string; readonly sandbox: Sandbox }[];
type Cleaning = (() => unknown)[];

const system: Principal = { kind: 'system', id: 'faults' };
const slug = 'faults';

/** The sandbox of a provider, as the registry has it. */
export async function sandboxOf(key: string): Promise<Provided[number]> {
  const load = sandboxLoaders[key];
  if (load === undefined) throw new Error(`${key} has no sandbox`);
  return { key, sandbox: (await load()).default };
}

export async function openArena(options: ArenaOptions): Promise<Arena> {
  const cleaning: Cleaning = [];
  const close = async (): Promise<void> => {
    for (const one of cleaning.splice(0).toReversed()) await one();
  };
  try {
    return await assemble(options, cleaning, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function assemble(options: ArenaOptions, cleaning: Cleaning, close: () => Promise<void>): Promise<Arena> {
  const { appUrl, ownerUrl } = options;
  const dataDir = temporaryDirectory('arena');
  cleaning.push(() => remove(dataDir));
  const providers = options.providers ?? [await sandboxOf('xero')];
  const sandboxes = await startSandbox({
    providers,
    dataDir,
    records: options.records,
    ...(options.clocks === undefined ? {} : { clock: options.clocks.vendors }),
    log: () => {},
  });
  cleaning.push(() => sandboxes.stop());
  const control = sandboxControl(sandboxes.url);
  for (const { key, sandbox } of providers) {
    const counts = Object.hasOwn(sandbox.switches ?? {}, 'limits') && options.limited?.includes(key) !== true;
    if (counts) await control.switches(key, { limits: 'off' });
  }

  const hostMap = [sandboxes.hostMap, options.hosts ?? ''].filter((text) => text !== '').join(',');
  const secret = randomBytes(32);
  const apps = appsOf(providers);
  const composition = await compose({
    appUrl,
    rootKey: { current: rootKey(secret), previous: undefined },
    registry: options.registry ?? openRegistry(),
    environmentApps: apps,
    ...(options.clocks === undefined ? {} : { clock: options.clocks.ours }),
    hostMap,
    egressAllow: [],
    publicUrl: () => 'http://127.0.0.1:1',
    log: pino({ level: 'silent' }),
    supervise: false,
  });
  cleaning.push(() => composition.close());
  const { hub } = composition;
  const tenant = { slug, id: readId('ten', (await hub.tenants.create(system, { slug, name: slug })).id) };
  const rows = openRows(ownerUrl, tenant.id);
  cleaning.push(() => rows.close());
  return {
    composition,
    sandboxes,
    control,
    tenant,
    apps,
    rootKey: secret.toString('hex'),
    ...integrationsOf(hub, providers),
    ...rows,
    ...openWorkers({ appUrl, rootKey: secret.toString('hex'), hostMap, dataDir }, cleaning),
    close,
  };
}

function appsOf(providers: Provided): ReadonlyMap<string, ProviderApp> {
  return new Map(
    providers.flatMap(({ key, sandbox }): [string, ProviderApp][] => {
      const app = sandbox.signIns.find((signIn) => signIn.app !== undefined)?.app;
      const fields = sandbox.signIns.find((signIn) => signIn.appFields !== undefined)?.appFields ?? {};
      const client = app === undefined ? undefined : { clientId: app.client_id, clientSecret: app.client_secret };
      return client === undefined && Object.keys(fields).length === 0 ? [] : [[key, { client, fields }]];
    }),
  );
}

function integrationsOf(hub: Hub, providers: Provided): Integrations {
  return {
    async connect(provider, name, overrides = { limits: [] }) {
      const signIns = providers.find(({ key }) => key === provider)?.sandbox.signIns ?? [];
      const typed = signIns.find(({ fields }) => Object.keys(fields).length > 0);
      if (typed === undefined) throw new Error(`nobody can sign in to ${provider} here`);
      const { method, fields, settings = {} } = typed;
      const wanted = { provider, name, auth_method: method, credentials: { ...fields }, settings: { ...settings } };
      const { id } = await hub.integrations.create(system, slug, { ...wanted, overrides });
      await hub.connection.connect(system, slug, id, { sync: false });
      return { id, uuid: readId('int', id) };
    },
    async signIn(provider, name) {
      const wanted = { provider, name, auth_method: 'oauth2', overrides: { limits: [] } };
      const { id } = await hub.integrations.create(system, slug, wanted);
      const { answer, cookie } = await hub.connection.connect(system, slug, id, { sync: false });
      const { searchParams } = new URL(await giveConsent(answer.authorize_url ?? ''));
      const cookies = cookie === undefined ? {} : { [cookie.name]: cookie.value };
      const token = searchParams.get('state') ?? '';
      await hub.connection.complete({ provider, token, cookies, query: searchParams });
      return { id, uuid: readId('int', id) };
    },
    async sync(integration, streams, force = false) {
      const { runs } = await hub.runs.sync(system, slug, integration.id, { streams: [...streams], force });
      return runs.map((run) => readId('run', run.id));
    },
  };
}

const underWay = new Set(['queued', 'running']);

const runSelect = `
  select id, stream, stream_no, state, pages, read, created, updated, unchanged, deleted, attempts, requests, error,
         (extract(epoch from finished_at - started_at) * 1000)::float as ms
    from run where id = any($1::uuid[]) order by queued_at, id`;

function openRows(ownerUrl: string, tenantId: string): Rows & { close(): Promise<void> } {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2, options: `-c app.tenant=${tenantId}` });
  // Faults cut connections; the statement that needed one fails by itself.
  pool.on('error', () => {});
  const query: Rows['query'] = async (text, values = []) => (await pool.query(text, [...values])).rows;
  const runsOf = (ids: readonly string[]) => query<RunRow>(runSelect, [ids]);
  return {
    query,
    async run(id) {
      const [row] = await runsOf([id]);
      if (row === undefined) throw new Error(`there is no run ${id}`);
      return row;
    },
    ended: (ids, withinMs) =>
      until('the end of the runs', withinMs, async () => {
        // The database may be away at this moment; that is what some faults are about.
        const rows = await runsOf(ids).catch(() => []);
        return rows.length === ids.length && rows.every((row) => !underWay.has(row.state)) ? rows : undefined;
      }),
    async holding(key, work) {
      const client = new pg.Client({ connectionString: ownerUrl });
      client.on('error', () => {});
      await client.connect();
      try {
        await client.query('select pg_advisory_lock($1)', [key]);
        return await work();
      } finally {
        await client.end();
      }
    },
    close: () => pool.end(),
  };
}

function openWorkers(surroundings: Omit<ProcessOptions, 'name'>, cleaning: Cleaning): Workers {
  const started: ProductProcess[] = [];
  cleaning.push(() => Promise.all(started.map((worker) => worker.kill())));
  return {
    async startWorker(name, appUrl = surroundings.appUrl) {
      const worker = await startWorkerProcess({ ...surroundings, name, appUrl });
      started.push(worker);
      return worker;
    },
    async startServer(name, port, { appUrl = surroundings.appUrl, worker = true } = {}) {
      const server = await startServerProcess(port, { ...surroundings, name, appUrl }, { worker });
      started.push(server);
      return server;
    },
    workers: () => started.filter((worker) => worker.alive()),
  };
}
