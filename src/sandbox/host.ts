/**
 * The sandbox host: serves the sandbox of every provider given, one port each, and a control port. Knows no provider by name.
 * Everything it keeps is under `dataDir/sandbox`, so that a restart goes on with the same addresses, tokens and data. Called by
 * the composition root, the benchmarks and src/testing.
 */
import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z, type Business, type Sandbox, type SandboxEvent } from '../contract/index.ts';
import { realTime, sandboxClock, type SandboxClock } from './clock.ts';
import { controlServer } from './control.ts';
import type { RunningSandbox } from './control-route.ts';
import { faultsOf } from './faults.ts';
import { readJson, writeJson } from './files.ts';
import { grownStreams } from './grown-streams.ts';
import { takeLock } from './lock.ts';
import { contextOf, providerServer, type Exchange, type ProviderServerOptions } from './provider-server.ts';
import { seededRandom, type Random } from './random.ts';
import { harbourTraining } from './seed/business.ts';
import { openState } from './state.ts';
import { trafficOf } from './traffic.ts';
import { openWebhookBook } from './webhook-book.ts';
import { webhookPost } from './webhook-request.ts';
import { webhookSender, type WebhookSender } from './webhook-sender.ts';

export interface SandboxOptions {
  /** In registry order: the order of their ports. */
  readonly providers: readonly { readonly key: string; readonly sandbox: Sandbox }[];
  /** State goes to `dataDir/sandbox`. */
  readonly dataDir: string;
  /**
   * The control port; the providers get the ones after it, in order. Absent: the ports of last time, or free ones.
   */
  readonly port?: number | undefined;
  /** Source of real time, milliseconds. */
  readonly clock?: () => number;
  /** Same seed, same ids and tokens. Default `plugboard`. */
  readonly seed?: string;
  /** Grows streams before serving: every one that can to this number, or named ones (`customers`, or `stripe.customers`). */
  readonly records?: number | Readonly<Record<string, number>> | undefined;
  readonly business?: Business;
  /** Sees every answered request whole. */
  readonly onExchange?: (exchange: Exchange) => void;
  readonly log: (message: string) => void;
}

export interface RunningSandboxes {
  /** The control port. */
  readonly url: string;
  readonly origins: Readonly<Record<string, string>>;
  /** Text for PLUGBOARD_HOST_MAP: every vendor host to its sandbox. */
  readonly hostMap: string;
  readonly clock: SandboxClock;
  /** A provider's state, live. Throws Error for an unknown provider. */
  state(key: string): unknown;
  /** Saves everything and frees the ports. */
  stop(): Promise<void>;
}

const rememberedSchema = z.object({
  format: z.literal(1),
  ports: z.record(z.string(), z.int()),
  clock: z.object({ frozen_at: z.number().nullable(), offset: z.number() }),
  /** Starts so far: makes ids differ from those of a run whose last writes were lost. */
  starts: z.int(),
});
type Remembered = z.infer<typeof rememberedSchema>;

/** Name of the control port among the remembered ones; no provider key has a dash. */
const controlName = 'control-port';

/** The control port of the sandbox that runs, or last ran, on that directory. */
export function rememberedControlPort(dataDir: string): number | undefined {
  const read = readJson(join(dataDir, 'sandbox', 'host.json'), rememberedSchema);
  return 'value' in read ? read.value.ports[controlName] : undefined;
}

/** Throws Error, saying what to do, when the directory is in use or a fixed port is taken. */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandboxes> {
  const directory = join(options.dataDir, 'sandbox');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const unlock = takeLock(join(directory, 'lock'));
  if (unlock === undefined)
    throw new Error(`Another sandbox is running on ${directory}. Stop it, or choose another data directory.`);
  const servers: Server[] = [];
  const closing: (() => void | Promise<void>)[] = [unlock];
  try {
    return await serveAll(options, directory, servers, closing);
  } catch (error) {
    await Promise.all(servers.map(closeServer));
    for (const close of closing.toReversed()) await close();
    throw error;
  }
}

async function serveAll(
  options: SandboxOptions,
  directory: string,
  servers: Server[],
  closing: (() => void | Promise<void>)[],
): Promise<RunningSandboxes> {
  const { providers, log } = options;
  const seed = options.seed ?? 'plugboard';
  const rememberedFile = join(directory, 'host.json');
  const read = readJson(rememberedFile, rememberedSchema);
  if ('broken' in read) log(`sandbox: ${rememberedFile} cannot be read (${read.broken}); taking new ports`);
  const before: Remembered = 'value' in read ? read.value : { format: 1, ports: {}, clock: realTime, starts: 0 };
  const starts = before.starts + 1;
  const clock = sandboxClock(options.clock ?? Date.now, before.clock);
  if (clock.now() !== (options.clock ?? Date.now)())
    log(`sandbox: its clock is not the real one: ${new Date(clock.now()).toISOString()}`);
  const ports: Record<string, number> = { ...before.ports };
  const keep = () =>
    writeJson(rememberedFile, { format: 1, ports, clock: clock.setting(), starts } satisfies Remembered);

  const faults = faultsOf(seededRandom(`${seed}|faults|${starts}`));
  const grown = grownStreams({ directory: join(directory, 'grown'), providers, now: clock.now, log });
  closing.push(() => grown.close());
  await grown.load();
  for (const { provider, stream, records } of wantedRecords(options)) await grown.grow(provider, stream, records);

  async function listenOn(server: Server, name: string, place: number): Promise<string> {
    servers.push(server);
    ports[name] = await listen(server, options.port === undefined ? undefined : options.port + place, ports[name]);
    return `http://127.0.0.1:${ports[name]}`;
  }

  const running: RunningSandbox[] = [];
  const hostMap = () =>
    running.flatMap(({ sandbox, origin }) => sandbox.hosts.map((host) => `${host}=${origin}`)).join(',');
  const url = await listenOn(
    controlServer({ running: () => running, hostMap, seed, clock, keepClock: keep, faults, grown, log }),
    controlName,
    0,
  );
  for (const [index, { key, sandbox }] of providers.entries()) {
    const state = openState({
      key,
      sandbox,
      business: options.business ?? harbourTraining,
      file: join(directory, `${key}.json`),
      seed,
      now: clock.now,
      log,
    });
    let origin = '';
    const server: ProviderServerOptions = {
      key,
      sandbox,
      business: options.business ?? harbourTraining,
      state,
      random: seededRandom(`${seed}|${key}|${starts}`),
      faults,
      traffic: trafficOf(),
      now: clock.now,
      origin: () => origin,
      grown: (stream) => grown.list(key, stream),
      webhooks: undefined,
      onExchange: options.onExchange,
      log,
    };
    closing.push(() => state.close());
    const webhooks = senderOf(server, {
      clock,
      file: join(directory, `${key}.webhooks.json`),
      random: seededRandom(`${seed}|${key}|webhooks|${starts}`),
    });
    closing.push(() => webhooks?.close());
    clock.onChange(() => letTimePass(server, webhooks));
    origin = await listenOn(providerServer({ ...server, webhooks }), key, index + 1);
    running.push({ key, sandbox, origin, state, traffic: server.traffic, webhooks });
  }
  keep();
  // What was due when the sandbox was stopped is sent now.
  for (const { webhooks } of running) webhooks?.wake();

  return {
    url,
    origins: Object.fromEntries(running.map(({ key, origin }) => [key, origin])),
    hostMap: hostMap(),
    clock,
    state(key) {
      const found = running.find((one) => one.key === key);
      if (found === undefined) throw new Error(`there is no sandbox "${key}"`);
      return found.state.state;
    },
    async stop() {
      await Promise.all(servers.map(closeServer));
      keep();
      for (const close of closing.splice(0).toReversed()) await close();
    },
  };
}

function senderOf(
  server: ProviderServerOptions,
  how: { readonly clock: SandboxClock; readonly file: string; readonly random: Random },
): WebhookSender | undefined {
  const { webhooks } = server.sandbox;
  if (webhooks === undefined) return undefined;
  const { clock, file, random } = how;
  const context = contextOf(server, () => {});
  return webhookSender({
    webhooks,
    context,
    clock,
    book: openWebhookBook(file, server.log),
    random,
    post: webhookPost(),
  });
}

/** The clock was moved: what fell due at the vendor happens, and is told of. */
function letTimePass(server: ProviderServerOptions, webhooks: WebhookSender | undefined): void {
  const { sandbox, state } = server;
  if (sandbox.timePasses !== undefined) {
    const happened: SandboxEvent[] = [];
    sandbox.timePasses(contextOf(server, (event) => happened.push(event)));
    state.saveSoon();
    webhooks?.happened(happened);
  }
  webhooks?.wake();
}

/** The streams to grow before serving. Throws Error for a name no sandbox can grow. */
function wantedRecords(options: SandboxOptions): readonly { provider: string; stream: string; records: number }[] {
  const { records } = options;
  if (records === undefined) return [];
  const all = options.providers.flatMap(({ key, sandbox }) =>
    Object.keys(sandbox.grow).map((stream) => ({ provider: key, stream })),
  );
  if (typeof records === 'number') return all.map((one) => ({ ...one, records }));
  return Object.entries(records).flatMap(([name, count]) => {
    const named = all.filter(({ provider, stream }) => name === stream || name === `${provider}.${stream}`);
    if (named.length === 0)
      throw new Error(
        `No sandbox can grow "${name}". These can: ${all.map(({ provider, stream }) => `${provider}.${stream}`).join(', ')}.`,
      );
    return named.map((one) => ({ ...one, records: count }));
  });
}

/** Listens on the fixed port, or the one of last time, or a free one. Answers which. */
async function listen(server: Server, fixed: number | undefined, before: number | undefined): Promise<number> {
  const attempt = (port: number) =>
    new Promise<boolean>((resolve, reject) => {
      const failed = (error: Error & { code?: string }) => {
        if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
        else reject(error);
      };
      server.once('error', failed);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', failed);
        resolve(true);
      });
    });
  if (fixed !== undefined) {
    if (!(await attempt(fixed)))
      throw new Error(`Port ${fixed} is in use. Set PLUGBOARD_SANDBOX_PORT to another port with free ones after it.`);
  } else if (before === undefined || !(await attempt(before))) {
    await attempt(0);
  }
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server has no port');
  return bound.port;
}

/** Ends open connections too: a client's idle keep-alive would hold us up for minutes. */
async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
  // Clients in this process hear of it in the next turn of the event loop, before anything starts on the same port again.
  await nextTurn();
}
