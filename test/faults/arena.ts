/**
 * What most faults play in: a database, vendors' sandboxes in this process, the hub for setting up, and workers as processes of
 * their own. What happened is read from the database (past its policies) and from the sandbox's counters, never from the hub.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { sandboxes as sandboxLoaders } from '../../providers/registry.gen.ts';
import { compose, type Composition } from '../../src/wiring/composition.ts';
import type { Sandbox } from '../../src/contract/index.ts';
import type { ProviderApp } from '../../src/hub/context.ts';
import { readId } from '../../src/hub/ids.ts';
import type { Principal } from '../../src/hub/principal.ts';
import { openRegistry } from '../../src/wiring/registry.ts';
import {
  giveConsent,
  sandboxControl,
  startSandbox,
  type RunningSandboxes,
  type SandboxControl,
} from '../../src/sandbox/index.ts';
import { rootKey } from '../../src/store/root-key.ts';
import { until } from './until.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

export interface ArenaOptions {
  readonly appUrl: string;
  readonly ownerUrl: string;
  /** Streams grown before anything starts: `{ 'xero.contacts': 400_000 }`. */
  readonly records?: Readonly<Record<string, number>>;
  /** Default: xero as it is. */
  readonly providers?: readonly { readonly key: string; readonly sandbox: Sandbox }[];
  /** Providers that count calls as their vendors do; the others take as many as come. */
  readonly limited?: readonly string[];
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

export interface Arena {
  readonly composition: Composition;
  readonly sandboxes: RunningSandboxes;
  readonly control: SandboxControl;
  readonly tenant: { readonly slug: string; readonly id: string };
  readonly system: Principal;
  /** 64 hex digits. */
  readonly rootKey: string;
  /** Past the policies where the owner is a superuser, as the tenant where not. */
  query<T extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly T[]>;
  /** With typed credentials. `overrides`: an operator's own figures; default: no limits of calls. */
  connect(provider: string, name: string, overrides?: Overrides): Promise<ArenaIntegration>;
  /** By signing in on the vendor's authorize page; no limits of calls. */
  signIn(provider: string, name: string): Promise<ArenaIntegration>;
  /** The OAuth clients the sandboxes know, as the operator would set them. */
  readonly apps: ReadonlyMap<string, ProviderApp>;
  /** Asks for runs; answers their ids as stored. */
  sync(integration: ArenaIntegration, streams: readonly string[], force?: boolean): Promise<readonly string[]>;
  run(id: string): Promise<RunRow>;
  /** Waits until none of the runs is under way. */
  ended(ids: readonly string[], withinMs: number): Promise<readonly RunRow[]>;
  /** Ended with the arena. `appUrl`: default the database itself. */
  startWorker(name: string, appUrl?: string): Promise<WorkerProcess>;
  /** Those that live, oldest first. */
  readonly workers: readonly WorkerProcess[];
  /** Holds an advisory lock until the answered function is called. */
  holdLock(key: number): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export async function openArena(options: ArenaOptions): Promise<Arena> {
  const cleaning: (() => unknown)[] = [];
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

/** The sandbox of a provider, as the registry has it. */
export async function sandboxOf(key: string): Promise<{ readonly key: string; readonly sandbox: Sandbox }> {
  const load = sandboxLoaders[key];
  if (load === undefined) throw new Error(`${key} has no sandbox`);
  return { key, sandbox: (await load()).default };
}

async function assemble(
  options: ArenaOptions,
  cleaning: (() => unknown)[],
  close: () => Promise<void>,
): Promise<Arena> {
  const { appUrl, ownerUrl } = options;
  const dataDir = mkdtempSync(join(tmpdir(), 'plugboard-faults-'));
  cleaning.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const providers = options.providers ?? [await sandboxOf('xero')];
  const sandboxes = await startSandbox({ providers, dataDir, records: options.records, log: () => {} });
  cleaning.push(() => sandboxes.stop());
  const control = sandboxControl(sandboxes.url);
  for (const { key } of providers)
    if (options.limited?.includes(key) !== true) await control.switches(key, { limits: 'off' });

  const apps = new Map(
    providers.flatMap(({ key, sandbox }): [string, ProviderApp][] => {
      const app = sandbox.signIns.find((signIn) => signIn.app !== undefined)?.app;
      return app === undefined ? [] : [[key, { clientId: app.client_id, clientSecret: app.client_secret }]];
    }),
  );
  const secret = randomBytes(32);
  const composition = await compose({
    appUrl,
    rootKey: { current: rootKey(secret), previous: undefined },
    registry: openRegistry(),
    environmentApps: apps,
    hostMap: sandboxes.hostMap,
    egressAllow: [],
    publicUrl: () => 'http://127.0.0.1:1',
    log: pino({ level: 'silent' }),
    supervise: false,
  });
  cleaning.push(() => composition.close());
  const { hub } = composition;
  const system: Principal = { kind: 'system', id: 'faults' };
  const slug = 'faults';
  const tenant = { slug, id: readId('ten', (await hub.tenants.create(system, { slug, name: slug })).id) };

  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2, options: `-c app.tenant=${tenant.id}` });
  // Faults cut connections; the statement that needed one fails by itself.
  pool.on('error', () => {});
  cleaning.push(() => pool.end());
  const query: Arena['query'] = async (text, values = []) => (await pool.query(text, [...values])).rows;

  const runsOf = (ids: readonly string[]) => query<RunRow>(runSelect, [ids]);
  const started: WorkerProcess[] = [];

  return {
    composition,
    sandboxes,
    control,
    tenant,
    system,
    apps,
    rootKey: secret.toString('hex'),
    query,
    async connect(provider, name, overrides = { limits: [] }) {
      const signIns = providers.find(({ key }) => key === provider)?.sandbox.signIns ?? [];
      const signIn = signIns.find(({ fields }) => Object.keys(fields).length > 0);
      if (signIn === undefined) throw new Error(`nobody can sign in to ${provider} here`);
      const { method, fields, settings = {} } = signIn;
      const wanted = { provider, name, auth_method: method, credentials: { ...fields }, settings: { ...settings } };
      const { id } = await hub.integrations.create(system, slug, { ...wanted, overrides });
      await hub.connection.connect(system, slug, id, { sync: false });
      return { id, uuid: readId('int', id) };
    },
    async signIn(provider, name) {
      const wanted = { provider, name, auth_method: 'oauth2', overrides: { limits: [] } };
      const { id } = await hub.integrations.create(system, slug, wanted);
      const { answer, cookie } = await hub.connection.connect(system, slug, id, { sync: false });
      const { searchParams: query } = new URL(await giveConsent(answer.authorize_url ?? ''));
      const cookies = cookie === undefined ? {} : { [cookie.name]: cookie.value };
      await hub.connection.complete({ provider, token: query.get('state') ?? '', cookies, query });
      return { id, uuid: readId('int', id) };
    },
    async sync(integration, streams, force = false) {
      const { runs } = await hub.runs.sync(system, slug, integration.id, { streams: [...streams], force });
      return runs.map((run) => readId('run', run.id));
    },
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
    async startWorker(name, through = appUrl) {
      const worker = await startWorkerProcess({
        name,
        appUrl: through,
        directUrl: through,
        rootKey: secret.toString('hex'),
        hostMap: sandboxes.hostMap,
        dataDir,
      });
      cleaning.push(() => worker.kill());
      started.push(worker);
      return worker;
    },
    get workers() {
      return started.filter((worker) => worker.alive());
    },
    async holdLock(key) {
      const client = await pool.connect();
      await client.query('select pg_advisory_lock($1)', [key]);
      return async () => {
        await client.query('select pg_advisory_unlock($1)', [key]);
        client.release();
      };
    },
    close,
  };
}

const underWay = new Set(['queued', 'running']);

const runSelect = `
  select id, stream, stream_no, state, pages, read, created, updated, unchanged, deleted, attempts, requests, error,
         (extract(epoch from finished_at - started_at) * 1000)::float as ms
    from run where id = any($1::uuid[]) order by queued_at, id`;
