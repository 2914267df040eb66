/**
 * A provider's sandbox for one test file: real HTTP on free ports, a clock of its own that stands still, and everything gone
 * at the end. Needs no database. Used by providers' tests, the engine's and the cross-cutting ones.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Business, Sandbox } from '../contract/index.ts';
import {
  sandboxControl,
  startSandbox,
  type Exchange,
  type FaultInput,
  type FaultStatus,
  type SandboxControl,
  type TrafficCounts,
} from '../sandbox/index.ts';

export interface TestSandboxOptions {
  /** Where the clock stands; default 2026-11-20T00:00:00Z. `now`: it runs with real time. */
  readonly at?: string;
  readonly seed?: string;
  /** Seeded instead of Harbour Training. */
  readonly business?: Business;
  /** Grown before the test starts: a number for every stream that can, or per stream. */
  readonly records?: number | Readonly<Record<string, number>>;
}

type EachWithout<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export interface TestSandbox<State> {
  /** Where the provider's sandbox listens (`http://127.0.0.1:41234`). */
  readonly origin: string;
  /** Text for PLUGBOARD_HOST_MAP. */
  readonly hostMap: string;
  /** The control port's client, for what is not below (`grow`, `touch`, `switches`, `freeze`). */
  readonly control: SandboxControl;
  /** The sandbox's time, milliseconds. */
  now(): number;
  advance(ms: number): void;
  fault(fault: EachWithout<FaultInput, 'provider'>): Promise<FaultStatus>;
  clearFaults(): Promise<void>;
  /** Live: to look at, and for the vendor's side of a story (somebody archives a contact there). */
  state(): State;
  /** Counts so far: per route, per status, most at once. */
  requests(): Promise<TrafficCounts>;
  /** Every answered request whole, oldest first. Set `length = 0` to forget them. */
  readonly exchanges: Exchange[];
  /** Stops, and starts again on the same ports and data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts in about 20 ms. Call it in `beforeAll` or a test, and `stop()` when done. */
export async function testSandbox<State>(
  provider: { readonly key: string; readonly sandbox: Sandbox<State> },
  options: TestSandboxOptions = {},
): Promise<TestSandbox<State>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'plugboard-sandbox-'));
  const exchanges: Exchange[] = [];
  const { at = '2026-11-20T00:00:00Z', ...rest } = options;
  let records = options.records;
  const start = () =>
    startSandbox({
      ...rest,
      records,
      providers: [provider],
      dataDir,
      ...(at === 'now' ? {} : { clock: () => Date.parse(at) }),
      onExchange: (exchange) => exchanges.push(exchange),
      log: (message) => process.stderr.write(`${message}\n`),
    });
  let host = await start();
  // Grown once; a restart finds what is there, touches included.
  records = undefined;
  const control = sandboxControl(host.url);
  return {
    origin: host.origins[provider.key] ?? '',
    hostMap: host.hostMap,
    control,
    now: () => host.clock.now(),
    advance: (ms) => host.clock.advance(ms),
    fault: (fault) => control.fault({ ...fault, provider: provider.key }),
    clearFaults: () => control.clearFaults(),
    // The host carries states without knowing their types; this one was made by the sandbox given above.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    state: () => host.state(provider.key) as State,
    requests: async () => {
      const counts = (await control.requests(provider.key)).counts[provider.key];
      if (counts === undefined) throw new Error('the sandbox has no counters');
      return counts;
    },
    exchanges,
    async restart() {
      await host.stop();
      host = await start();
    },
    async stop() {
      await host.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
