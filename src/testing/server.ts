/**
 * The whole product for one test file, on a database of its own: hub, API on a free port, the providers' sandboxes on request,
 * a clock that the test moves. For files named *.db.test.ts. Used by routes' tests, the hub's and the end-to-end ones.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import type { Sandbox } from '../contract/index.ts';
import { compose, readiness, systemRandom, type Composition } from '../wiring/composition.ts';
import type { Clock } from '../engine/ports.ts';
import type { ProviderApp, Registry } from '../hub/context.ts';
import type { Mailer } from '../hub/people/mail.ts';
import type { IdentityProvider } from '../hub/people/identity-provider.ts';
import type { Hub } from '../hub/index.ts';
import type { Principal, Scope } from '../hub/access/principal.ts';
import { scopes } from '../hub/access/principal.ts';
import { deliverySamples, meterSamples } from '../wiring/process-metrics.ts';
import { openRegistry } from '../wiring/registry.ts';
import { sandboxControl, startSandbox, type RunningSandboxes, type SandboxControl } from '../sandbox/index.ts';
import type { AppOptions } from '../server/app.ts';
import { buildApp } from '../server/app.ts';
import { rootKey } from '../store/root-key.ts';
import { startWorker, type Worker } from '../worker/index.ts';
import { testDatabase, type TestDatabase } from './database.ts';

/** Time that moves only when it is told to; sleepers wake when it passes their moment. */
export interface FakeClock extends Clock {
  /** Milliseconds forward. */
  advance(ms: number): void;
}

export interface TestServerOptions {
  /** Serve these providers' sandboxes and send all vendor calls there. */
  readonly sandboxes?: readonly { readonly key: string; readonly sandbox: Sandbox }[];
  /** Where the fake clock starts (ISO 8601), or `real`; default real. With sandboxes, theirs is set the same. */
  readonly at?: string;
  /** Default: all of the repository. */
  readonly registry?: Registry;
  readonly environmentApps?: ReadonlyMap<string, ProviderApp>;
  readonly fileApps?: ReadonlyMap<string, ProviderApp>;
  /** Further hosts that are somewhere else, as PLUGBOARD_HOST_MAP has them: receivers of deliveries. */
  readonly hostMap?: string;
  readonly requestsPerMinute?: number;
  readonly trustedProxies?: readonly string[];
  readonly mailer?: Mailer;
  readonly identityProvider?: IdentityProvider;
  readonly routes?: AppOptions['routes'];
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or text. */
  // What a test expects of a body it says itself.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

export interface TestServer {
  /** Origin of the API. */
  readonly url: string;
  readonly app: FastifyInstance;
  readonly hub: Hub;
  readonly composition: Composition;
  readonly database: TestDatabase;
  readonly clock: FakeClock;
  /** Defined when sandboxes were asked for. */
  readonly sandboxes: RunningSandboxes | undefined;
  readonly control: SandboxControl | undefined;
  /** May do everything. */
  readonly system: Principal;
  /** Lines of the log so far. */
  readonly log: string[];
  /** A tenant with an API key that may do what `may` says (default everything). */
  tenant(slug: string, may?: readonly Scope[]): Promise<{ readonly slug: string; readonly key: string }>;
  /** One request over HTTP. `body` is sent as JSON. */
  ask(
    method: string,
    path: string,
    how?: { readonly key?: string; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<TestAnswer>;
  /** A worker in this process; stopped with the server. */
  startWorker(): Promise<Worker>;
  stop(): Promise<void>;
}

/** Starts in about 200 ms. Call it in `beforeAll`, and `stop()` in `afterAll`. */
export async function testServer(options: TestServerOptions = {}): Promise<TestServer> {
  const cleaning: (() => Promise<unknown> | void)[] = [];
  const clean = async () => {
    for (const one of cleaning.splice(0).toReversed()) await one();
  };
  try {
    return await assemble(options, cleaning, clean);
  } catch (error) {
    await clean();
    throw error;
  }
}

async function assemble(
  options: TestServerOptions,
  cleaning: (() => Promise<unknown> | void)[],
  clean: () => Promise<void>,
): Promise<TestServer> {
  const clock = testClock(options.at);
  const sandboxes =
    options.sandboxes === undefined ? undefined : await openSandboxes(options.sandboxes, clock, cleaning);
  const database = await testDatabase();
  cleaning.push(() => database.drop());
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  let url = 'http://127.0.0.1:1';
  const composition = await compose({
    appUrl: database.appUrl,
    rootKey: { current: rootKey(Buffer.alloc(32, 7)), previous: undefined },
    registry: options.registry ?? openRegistry(),
    environmentApps: options.environmentApps ?? sandboxApps(options.sandboxes ?? []),
    ...(options.fileApps === undefined ? {} : { fileApps: options.fileApps }),
    hostMap: [sandboxes?.hostMap ?? [], options.hostMap ?? []].flat().join(','),
    egressAllow: [],
    publicUrl: () => url,
    ...(options.mailer === undefined ? {} : { mailer: options.mailer }),
    ...(options.identityProvider === undefined ? {} : { identityProvider: options.identityProvider }),
    log,
    clock,
    supervise: true,
  });
  cleaning.push(() => composition.close());
  const { hub } = composition;
  const app = await buildApp({
    hub,
    log,
    version: '0.0.0-test',
    publicUrl: () => url,
    ready: () => readiness(composition.store),
    requestsPerMinute: options.requestsPerMinute ?? 100_000,
    corsOrigins: [],
    trustedProxies: options.trustedProxies ?? [],
    metrics: { sources: [() => meterSamples(composition.meter), () => deliverySamples(hub)], token: undefined },
    requestId: () => `req_${systemRandom.bytes(8).toString('hex')}`,
    ...(options.routes === undefined ? {} : { routes: options.routes }),
  });
  cleaning.push(() => app.close());
  url = await app.listen({ host: '127.0.0.1', port: 0 });
  const system: Principal = { kind: 'system', id: 'test' };
  return {
    url,
    app,
    hub,
    composition,
    database,
    clock,
    sandboxes,
    control: sandboxes === undefined ? undefined : sandboxControl(sandboxes.url),
    system,
    log: lines,
    tenant: async (slug, may = scopes) => {
      await hub.tenants.create(system, { slug, name: slug });
      return { slug, key: (await hub.apiKeys.create(system, slug, { name: 'test', scopes: [...may] })).key };
    },
    ask: (method, path, how = {}) => ask(url, method, path, how),
    startWorker: async () => {
      const worker = await startWorker({ hub, queue: composition.queue, log, concurrency: 4 });
      cleaning.push(() => worker.stop());
      return worker;
    },
    stop: clean,
  };
}

async function openSandboxes(
  providers: NonNullable<TestServerOptions['sandboxes']>,
  clock: FakeClock,
  cleaning: (() => Promise<unknown> | void)[],
): Promise<RunningSandboxes> {
  const dataDir = mkdtempSync(join(tmpdir(), 'plugboard-sandbox-'));
  cleaning.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const started = await startSandbox({ providers, dataDir, clock: () => clock.now(), log: () => {} });
  cleaning.push(() => started.stop());
  return started;
}

/** What the sandboxes know of the operator, as if he had set it. */
function sandboxApps(providers: NonNullable<TestServerOptions['sandboxes']>): ReadonlyMap<string, ProviderApp> {
  return new Map(
    providers.flatMap(({ key, sandbox }) => {
      const app = sandbox.signIns.find((signIn) => signIn.app !== undefined)?.app;
      const fields = sandbox.signIns.find((signIn) => signIn.appFields !== undefined)?.appFields ?? {};
      const client = app === undefined ? undefined : { clientId: app.client_id, clientSecret: app.client_secret };
      return client === undefined && Object.keys(fields).length === 0 ? [] : [[key, { client, fields }]];
    }),
  );
}

async function ask(
  url: string,
  method: string,
  path: string,
  how: { readonly key?: string; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> },
): Promise<TestAnswer> {
  const answer = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(how.key === undefined ? {} : { authorization: `Bearer ${how.key}` }),
      ...(how.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...how.headers,
    },
    ...(how.body === undefined ? {} : { body: JSON.stringify(how.body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  return { status: answer.status, headers: answer.headers, body: isJson && text !== '' ? JSON.parse(text) : text };
}

function testClock(at: string | undefined): FakeClock {
  if (at === undefined || at === 'real') return realClock();
  let now = Date.parse(at);
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason);
        const sleeper = { until: now + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          if (sleepers.delete(sleeper)) reject(signal.reason);
        });
      }),
    advance: (ms) => {
      now += ms;
      for (const sleeper of sleepers) {
        if (sleeper.until > now) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
  };
}

/** Real time plus what the test has added. */
function realClock(): FakeClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    sleep: async (ms, signal) => {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(resolve, ms);
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(signal.reason);
        });
      });
    },
    advance: (ms) => void (ahead += ms),
  };
}
