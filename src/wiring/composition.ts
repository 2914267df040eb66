/**
 * Wires the hub: store, queue, transport, credentials, providers. Everything that varies (where the database is, time, the host
 * map) is a parameter, so that the product, the tests and the benchmarks run the same wiring. Called by src/main.ts,
 * src/testing and bench.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { PlugboardError } from '../contract/errors.ts';
import { createCredentials } from '../engine/auth/credentials.ts';
import { createDeliveryTransport } from '../engine/deliveries/send.ts';
import { createEgressGuard } from '../engine/http/egress.ts';
import { parseHostMap } from '../engine/http/host-map.ts';
import { createHttpRuntime } from '../engine/http/runtime.ts';
import { createTransport } from '../engine/http/transport.ts';
import { openExpressions } from '../engine/mapping/expressions.ts';
import { openPageRoom } from '../engine/sync/page-room.ts';
import type { Clock, ExchangeLog, Random } from '../engine/ports.ts';
import type { HubContext, LogKeeping, ProviderApp, Registry } from '../hub/context.ts';
import type { Mailer } from '../hub/people/mail.ts';
import type { IdentityProvider } from '../hub/people/identity-provider.ts';
import { createExchangeRecorder } from '../hub/logs/exchange-recorder.ts';
import type { Hub } from '../hub/index.ts';
import { createHub } from '../hub/index.ts';
import { createMeter, type Meter } from '../hub/logs/meter.ts';
import type { Store } from '../store/index.ts';
import { openStore } from '../store/index.ts';
import { openNotices } from '../store/notices.ts';
import type { JobQueue } from '../store/queue.ts';
import { openQueue } from '../store/queue.ts';
import type { RootKeys } from '../store/root-key.ts';

export interface CompositionOptions {
  /** The database as the application role. */
  readonly appUrl: string;
  /** While the root key is being changed: see src/store/login.ts. */
  readonly nextPassword?: string | undefined;
  /** The same past a transaction pooler, for the queue and for notices; default: `appUrl`. */
  readonly queueUrl?: string | undefined;
  readonly connections?: number;
  readonly rootKey: RootKeys;
  readonly registry: Registry;
  readonly environmentApps: ReadonlyMap<string, ProviderApp>;
  readonly fileApps?: ReadonlyMap<string, ProviderApp>;
  /** Text of PLUGBOARD_HOST_MAP. */
  readonly hostMap: string | undefined;
  readonly egressAllow: readonly string[];
  /** From where deliveries come, as published to tenants. */
  readonly egressAddresses?: readonly string[];
  /** Asked when it is needed: on a free port it is known once the server listens. */
  readonly publicUrl: () => string;
  /** Control port of the sandbox, where the host map leads to one. */
  readonly sandboxControl?: (() => string | undefined) | undefined;
  /** Origins a browser may be sent to after a sign-in, besides our own. */
  readonly returnOrigins?: readonly string[];
  /** Sends letters to people. */
  readonly mailer?: Mailer | undefined;
  /** Where people may sign in besides with a password. */
  readonly identityProvider?: IdentityProvider | undefined;
  /** Default: 90 days of the integration log, 7 of the exchange log, no archive. */
  readonly logKeeping?: LogKeeping;
  readonly log: Logger;
  readonly clock?: Clock;
  /** What schedules go by. Default: the database's clock, or `clock` where one is given. */
  readonly sharedClock?: Pick<Clock, 'now'>;
  readonly random?: Random;
  /** Workers look after the jobs of dead ones; others do not. */
  readonly supervise: boolean;
}

export interface Composition {
  readonly hub: Hub;
  readonly store: Store;
  readonly queue: JobQueue;
  readonly context: HubContext;
  readonly meter: Meter;
  /** Cuts calls to vendors and closes the database. Stop servers and workers first. */
  close(): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await pause(ms, undefined, signal === undefined ? {} : { signal });
  },
};

/** More do not make one processor faster; of a thousand records each they take about 100 MB. */
const pagesInMemory = 12;

/** Drawn for many at once: asking for a few bytes costs as much as asking for thousands, and every id asks. No byte is given out twice. */
const pooledAtMost = 64;
let pool = Buffer.alloc(0);
function fromPool(length: number): Buffer {
  if (pool.length < length) pool = randomBytes(4096);
  const taken = Buffer.from(pool.subarray(0, length));
  pool = pool.subarray(length);
  return taken;
}

export const systemRandom: Random = {
  next: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
  bytes: (length) => (length > pooledAtMost ? randomBytes(length) : fromPool(length)),
};

/** Throws storage_unavailable when the database cannot be reached or was not migrated. */
export async function compose(options: CompositionOptions): Promise<Composition> {
  const { log, clock = systemClock, random = systemRandom } = options;
  // Read first: a malformed one should not leave connections behind.
  const hostMap = parseHostMap(options.hostMap);
  const sharedClock = options.sharedClock ?? options.clock;
  const egress = options.egressAllow.length === 0 ? {} : { allow: options.egressAllow };
  const guard = createEgressGuard(egress);
  const store = await openStore({
    appUrl: options.appUrl,
    nextPassword: options.nextPassword,
    rootKey: options.rootKey,
    clock,
    random,
    log,
    ...(options.connections === undefined ? {} : { connections: options.connections }),
  });
  try {
    const notices = openNotices({
      url: options.queueUrl ?? options.appUrl,
      nextPassword: options.queueUrl === undefined ? options.nextPassword : undefined,
      clock,
      log,
    });
    const queue = await openQueue({
      url: options.queueUrl ?? options.appUrl,
      nextPassword: options.queueUrl === undefined ? options.nextPassword : undefined,
      notices,
      // Other processes go by its heartbeats: a test's own time would have this one look dead.
      clock: systemClock,
      supervise: options.supervise,
      onError: (error) => log.warn({ err: error }, 'the job queue reports an error'),
    });
    const transport = createTransport({ guard, hostMap });
    // A receiver may listen on any port; TLS says whether it means to be called.
    const deliveryGuard = createEgressGuard({ ...egress, ports: 'any' });
    const deliveries = createDeliveryTransport({ guard: deliveryGuard, hostMap, now: () => clock.now() });
    const meter = createMeter();
    const everyCall: ExchangeLog = {
      write: ({ bodies: _bodies, ...exchange }) => {
        meter.called(exchange);
        log.debug(exchange, 'call');
      },
    };
    const exchanges = createExchangeRecorder({ store, clock, random, log, base: everyCall });
    const calling = { transport, clock, random, exchanges: everyCall };
    const http = createHttpRuntime({ ...calling, budgetStore: store.budget });
    const expressions = openExpressions();
    const context: HubContext = {
      store,
      rootKeys: options.rootKey,
      queue,
      notices,
      registry: options.registry,
      http,
      deliveries,
      egressAddresses: options.egressAddresses ?? [],
      credentials: createCredentials(calling),
      exchanges,
      logKeeping: options.logKeeping ?? { integrationLogDays: 90, exchangeLogDays: 7, archiveDir: undefined },
      expressions,
      pageRoom: openPageRoom(pagesInMemory),
      clock,
      ...(sharedClock === undefined ? {} : { sharedClock }),
      random,
      log,
      meter,
      get publicUrl() {
        return options.publicUrl();
      },
      toBrowser: transport.toBrowser,
      environmentApps: options.environmentApps,
      ...(options.fileApps === undefined ? {} : { fileApps: options.fileApps }),
      ...(options.sandboxControl === undefined ? {} : { sandboxControl: options.sandboxControl }),
      ...(options.mailer === undefined ? {} : { mailer: options.mailer }),
      ...(options.identityProvider === undefined ? {} : { identityProvider: options.identityProvider }),
      ...(options.returnOrigins === undefined ? {} : { returnOrigins: options.returnOrigins }),
    };
    const close = async (): Promise<void> => {
      await queue.stop(0);
      await notices.close();
      await expressions.close();
      await http.budgets.close();
      await transport.close();
      await deliveries.close();
      await exchanges.close();
      await store.close();
    };
    return { hub: createHub(context), store, queue, context, meter, close };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** For /readyz. The schema was checked when the store was opened, and later migrations only add. */
export async function readiness({ statements }: Pick<Store, 'statements'>): Promise<readonly string[]> {
  try {
    await statements.query('select 1 from schema_migration limit 1', []);
    return [];
  } catch (error) {
    return [error instanceof PlugboardError ? error.message : 'The database does not answer as it should.'];
  }
}
