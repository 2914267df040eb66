/**
 * A provider's own sandbox and the real engine, joined without a database: signs in as a tenant would, reads streams, acts. The
 * conformance checks are written on top of it. Time is the sandbox's and leaps: nothing waits.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type {
  Account,
  AuthMethod,
  Business,
  JsonObject,
  Provider,
  Sandbox,
  SandboxSignIn,
  Settings,
  Stream,
} from '../../contract/index.ts';
import { createCredentials } from '../../engine/auth/credentials.ts';
import { createMemoryCredentialStore, type MemoryCredentialStore } from '../../engine/auth/memory-store.ts';
import { beginAuthorization, finishAuthorization } from '../../engine/auth/oauth2.ts';
import { createBudgets } from '../../engine/http/budget.ts';
import { openHttp, type HttpClient } from '../../engine/http/client.ts';
import { createEgressGuard } from '../../engine/http/egress.ts';
import { parseHostMap } from '../../engine/http/host-map.ts';
import { createHttpRuntime } from '../../engine/http/runtime.ts';
import { memoryBudgetStore, memoryExchangeLog, seededRandom } from '../../engine/http/test-support.ts';
import { createTransport } from '../../engine/http/transport.ts';
import type { Clock, Tokens } from '../../engine/ports.ts';
import { publishedKeys } from '../../engine/webhooks/published-keys.ts';
import { runStream, type RunResult } from '../../engine/sync/run.ts';
import type { StreamRun } from '../../engine/sync/stream-run.ts';
import { giveConsent } from '../../sandbox/index.ts';
import { memoryPageStore, type MemoryPageStore } from '../memory-page-store.ts';
import { testSandbox, type TestSandbox } from '../sandbox.ts';

/** What is being checked. */
export interface Subject<State = unknown> {
  readonly provider: Provider;
  readonly sandbox: Sandbox<State>;
  /** The provider's folder: guide, icon. */
  readonly folder: string;
}

export interface RigOptions {
  /** Seeded instead of Harbour Training. */
  readonly business?: Business;
}

/** One signed-in tenant. */
export interface Connection {
  readonly signIn: SandboxSignIn;
  readonly settings: Settings;
  readonly account: Account | undefined;
  /** Streams and actions the account lacks. */
  readonly absent: Readonly<Record<string, string>>;
  readonly message: string;
  readonly credential: MemoryCredentialStore;
  open(operation: string, change?: { readonly timeoutMs?: number; readonly signal?: AbortSignal }): HttpClient;
  /** Reads a stream; a store given again goes on with what it holds. Throws PlugboardError like the engine. */
  read(name: string, change?: Reading): Promise<Read>;
}

export interface Reading extends Partial<
  Pick<StreamRun, 'mode' | 'cursor' | 'partCursor' | 'since' | 'checkpoint' | 'pagesStored' | 'signal'>
> {
  readonly store?: MemoryPageStore;
  readonly timeoutMs?: number;
  /** Looks on at each call's listing, in the engine's place. */
  readonly watch?: (items: number) => void;
}

export interface Read {
  readonly result: RunResult;
  readonly store: MemoryPageStore;
  /** Keys that are stored and alive. */
  readonly keys: ReadonlySet<string>;
  readonly requests: number;
  readonly retries: number;
}

export interface Rig<State = unknown> {
  readonly subject: Subject<State>;
  readonly box: TestSandbox<State>;
  /** Everything the engine logged, one text a call. */
  logged(): readonly string[];
  /** Every secret that was used with the vendor so far. */
  readonly secrets: Set<string>;
  /** With the first sign-in, or the one of that way in. `fields` instead of its own. Throws PlugboardError when refused. */
  connect(signIn?: SandboxSignIn, fields?: Readonly<Record<string, string>>): Promise<Connection>;
  /** Reads the vendor's published keys, as `verify` asks for them. */
  keys(settings: Settings): (url: string, kid: string | undefined) => Promise<JsonObject>;
  stop(): Promise<void>;
}

export async function openRig<State>(subject: Subject<State>, options: RigOptions = {}): Promise<Rig<State>> {
  const { provider, sandbox } = subject;
  const box = await testSandbox({ key: provider.key, sandbox }, options);
  const clock: Clock = {
    now: () => box.now(),
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      box.advance(ms);
      await breathe();
      signal?.throwIfAborted();
    },
  };
  const random = seededRandom();
  const exchanges = memoryExchangeLog();
  const transport = createTransport({
    // Nothing but the sandbox can be reached: every other name leads to an address the guard refuses.
    guard: createEgressGuard({ resolve: async () => ['127.0.0.1'] }),
    hostMap: parseHostMap(box.hostMap),
  });
  const budgetStore = memoryBudgetStore();
  const runtime = {
    ...createHttpRuntime({ transport, clock, random, exchanges, budgetStore }),
    // Time leaps while a call is under way: behind a vendor that takes one at a time everybody would seem to wait for minutes.
    budgets: createBudgets({ store: budgetStore, clock, random, maxWaitMs: 24 * 3_600_000 }),
  };
  const deps = { transport, clock, random, exchanges };
  const credentials = createCredentials(deps);
  const keys = publishedKeys({ transport, clock });
  const secrets = new Set<string>();
  let connections = 0;

  const tokensFor = async (way: AuthMethod, signIn: SandboxSignIn, settings: Settings): Promise<Tokens | undefined> => {
    if (way.kind !== 'oauth2') return undefined;
    const app = appOf(signIn);
    const redirectUri = 'http://127.0.0.1:9/api/integrations/callback';
    const state = 'conformance';
    const begun = await beginAuthorization(way, { app, settings, redirectUri, state }, random);
    const back = new URL(await giveConsent(transport.toBrowser(begun.url)));
    const exchange = { app, redirectUri, callback: back.searchParams, state, codeVerifier: begun.codeVerifier };
    return finishAuthorization(way, exchange, { provider, settings, integrationId: undefined }, deps);
  };

  const connect: Rig['connect'] = async (chosen, fields) => {
    const signIn = chosen ?? firstSignIn(sandbox);
    const way = provider.auth.find(({ key }) => key === signIn.method);
    if (way === undefined)
      throw new Error(`the sandbox signs in by "${signIn.method}", which the provider does not offer`);
    const settings = withDefaults(provider, signIn.settings ?? {});
    const typed = fields ?? signIn.fields;
    const tokens = await tokensFor(way, signIn, settings);
    const store = createMemoryCredentialStore({ method: way.key, fields: typed, tokens });
    connections += 1;
    const credential = credentials.open({
      id: `connection-${connections}`,
      method: way,
      app: appOf(signIn),
      appFields: signIn.appFields,
      grant: { provider, settings, integrationId: undefined },
      store,
    });
    for (const secret of credential.secrets(await store.read())) secrets.add(secret);
    const open = (
      account: Account | undefined,
      operation: string,
      change: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
    ): HttpClient =>
      openHttp(
        {
          provider,
          integration: {
            id: undefined,
            settings,
            account,
            budgetKeys: { account: `account-${connections}`, app: 'app' },
            ...(change.timeoutMs === undefined ? {} : { timeoutMs: change.timeoutMs }),
          },
          credential,
          operation,
          ...(change.signal === undefined ? {} : { signal: change.signal }),
        },
        runtime,
      );
    const offered = await provider.accounts?.({
      http: open(undefined, 'accounts'),
      settings,
      method: way.key,
      grant: tokens?.extra,
    });
    const chosenAccount = offered?.[0];
    const proven = await provider.check({
      http: open(chosenAccount, 'check'),
      settings,
      account: chosenAccount,
      method: way.key,
      grant: tokens?.extra,
    });
    for (const secret of credential.secrets(await store.read())) secrets.add(secret);
    const account = proven.account ?? chosenAccount;
    return {
      signIn,
      settings,
      account,
      absent: proven.absent ?? {},
      message: proven.message,
      credential: store,
      open: (operation, change) => open(account, operation, change),
      read: (name, change = {}) =>
        readStream({ provider, clock, settings, account, method: way.key }, name, change, (signal, timeoutMs) =>
          open(account, `stream ${name}`, { signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) }),
        ),
    };
  };

  return {
    subject,
    box,
    secrets,
    logged: () => exchanges.lines.map((line) => JSON.stringify(line)),
    connect,
    keys: (settings) => keys(provider, settings),
    stop: async () => {
      await runtime.budgets.close();
      await transport.close();
      await box.stop();
    },
  };
}

async function readStream(
  given: Pick<StreamRun, 'clock' | 'settings' | 'account' | 'method'> & { readonly provider: Provider },
  name: string,
  change: Reading,
  open: (signal: AbortSignal, timeoutMs: number | undefined) => HttpClient,
): Promise<Read> {
  const { store = memoryPageStore(), timeoutMs, watch, ...run } = change;
  const { provider, clock, settings, account, method } = given;
  const signal = run.signal ?? new AbortController().signal;
  const http = open(signal, timeoutMs);
  const result = await runStream({
    stream: watched(streamOf(provider, name), watch),
    streams: provider.streams,
    mode: 'full',
    cursor: undefined,
    since: undefined,
    settings,
    account,
    method,
    http,
    store,
    clock,
    startedMs: clock.now(),
    checkpoint: undefined,
    pagesStored: 0,
    partLists: [],
    partCursor: undefined,
    hasRecords: store.records.size > 0,
    ...run,
    signal,
  });
  const keys = new Set([...store.records].filter(([, record]) => !record.deleted).map(([key]) => key));
  return { result, store, keys, requests: http.stats.requests, retries: http.stats.retries };
}

/** The same stream; `watch` hears how many items each answer held, or each batch of a stream that walks by itself. */
function watched(stream: Stream, watch: Reading['watch']): Stream {
  if (watch === undefined) return stream;
  if ('pages' in stream) {
    return {
      ...stream,
      async *pages(context) {
        for await (const batch of stream.pages(context)) {
          watch(batch.items.length);
          yield batch;
        }
      },
    };
  }
  return {
    ...stream,
    items: (body, context) => {
      const items = stream.items(body, context);
      watch(items.length);
      return items;
    },
  };
}

export function streamOf(provider: Provider, name: string): Stream {
  const stream = provider.streams[name];
  if (stream === undefined) throw new Error(`there is no stream "${name}"`);
  return stream;
}

export function firstSignIn(sandbox: Sandbox): SandboxSignIn {
  const [first] = sandbox.signIns;
  if (first === undefined) throw new Error('the sandbox has no sign-in');
  return first;
}

function appOf({ app, appFields }: SandboxSignIn) {
  return {
    clientId: app?.client_id ?? '',
    clientSecret: app?.client_secret ?? '',
    fields: appFields ?? {},
  };
}

function withDefaults({ settings = {} }: Provider, given: Settings): Settings {
  const defaults = Object.entries(settings).flatMap(([name, field]) =>
    field.default === undefined ? [] : [[name, field.default] as const],
  );
  return { ...Object.fromEntries(defaults), ...given };
}

/** Plain JSON of anything, for comparing and searching. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

export type { JsonObject };
