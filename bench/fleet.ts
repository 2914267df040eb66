/**
 * `npm run -s bench -- fleet`: every provider at once, for several tenants, all asked to be read whole in the same moment. How many records a
 * second that is on this machine, what it takes, and whether anybody waits for anybody else: once as all vendors are, and once with one
 * that takes seconds for each answer. Vendors' own limits are off, on both sides: they would be all there is to measure.
 */
import { closeAll, openDatabase, type Closing } from './database.ts';
import { fleetOf, type Fleet, type Member } from './fleet-members.ts';
import { median, quantile, round2 } from './figures.ts';
import { startService, type Service } from './processes.ts';
import { sandboxControl, type SandboxControl } from '../src/sandbox/index.ts';

export interface FleetBenchOptions {
  readonly tenants: number;
  /** Items the main list of each provider is grown to. */
  readonly records: number;
  readonly rounds: number;
  readonly tell: (line: string) => void;
}

/** For each answer of the slow vendor, milliseconds. */
const slowMs = 2_000;

/** How one member fared in one pass, milliseconds since everybody was asked. */
interface Fared {
  readonly member: Member;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly read: number;
}

interface Pass {
  readonly fared: readonly Fared[];
  readonly wallMs: number;
  readonly serverCpuMs: number;
}

export async function benchFleet({ tenants, records, rounds, tell }: FleetBenchOptions): Promise<object> {
  const closing: Closing = [];
  try {
    const database = await openDatabase(closing);
    const sandbox = await startService(['sandbox', '--port', '0'], database.env);
    closing.push(() => sandbox.stop());
    const control = sandboxControl(String(sandbox.announced['url']));
    const hostMap = String(sandbox.announced['host_map']);
    const server = await startService(['serve'], {
      ...database.env,
      PLUGBOARD_HOST_MAP: hostMap,
      PLUGBOARD_REQUESTS_PER_MINUTE: '1000000',
    });
    closing.push(() => server.stop());
    const { hub, context } = await database.compose(hostMap);
    const fleet = await fleetOf({ hub, context, control, tenants, records });
    tell(`${fleet.members.length} integrations of ${fleet.providers.length} providers are connected`);

    // One of the short ones: a vendor that is asked hundreds of times would make a round of a quarter of an hour.
    const slow = fleet.providers.at(-1) ?? '';
    const first = await pass(fleet, server);
    tell(`first pass: ${shown(first)}`);
    const even: Pass[] = [];
    const uneven: Pass[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      even.push(await pass(fleet, server));
      uneven.push(await withSlow(control, slow, () => pass(fleet, server)));
      tell(`round ${round}: all alike ${shown(even)}; ${slow} slow ${shown(uneven)}`);
    }
    return {
      providers: fleet.providers.length,
      tenants,
      integrations: fleet.members.length,
      rounds,
      first_pass: summary([first], undefined),
      read_again: summary(even, undefined),
      one_slow: {
        provider: slow,
        answers_after_ms: slowMs,
        ...summary(uneven, slow),
        others_ended_later: lateness(even, uneven, slow),
      },
      server: { peak_rss_mb: mb(server.peakRss()), rss_mb: mb(server.rss()) },
    };
  } finally {
    await closeAll(closing);
  }
}

async function withSlow<T>(control: SandboxControl, provider: string, work: () => Promise<T>): Promise<T> {
  const { id } = await control.fault({ kind: 'delay', provider, ms: slowMs });
  try {
    return await work();
  } finally {
    await control.clearFaults(id);
  }
}

/** Asks everybody at once, tenant by tenant, and waits for all. */
async function pass(fleet: Fleet, server: Service): Promise<Pass> {
  const cpuUs = server.cpuUs();
  const askedMs = Date.now();
  const asked = await fleet.askAll();
  const runs = await fleet.ended(asked);
  const fared = fleet.members.map((member): Fared => {
    const own = runs.filter((run) => run.integration_id === member.integration);
    return {
      member,
      startedMs: Math.min(...own.map((run) => Date.parse(run.started_at ?? run.queued_at))) - askedMs,
      endedMs: Math.max(...own.map((run) => Date.parse(run.finished_at ?? run.queued_at))) - askedMs,
      read: own.reduce((sum, run) => sum + run.read, 0),
    };
  });
  return {
    fared,
    wallMs: Math.max(...fared.map((one) => one.endedMs)),
    serverCpuMs: (server.cpuUs() - cpuUs) / 1000,
  };
}

function perSecond({ fared, wallMs }: Pass): number {
  return fared.reduce((sum, { read }) => sum + read, 0) / (wallMs / 1000);
}

/** Until its first run began, in times of what its own runs then took. */
function waited({ startedMs, endedMs }: Fared): number {
  return Math.max(0, startedMs) / Math.max(1, endedMs - startedMs);
}

/** `without`: the provider that is slow on purpose, and is not counted among those that wait. */
function summary(passes: readonly Pass[], without: string | undefined): object {
  const others = passes.flatMap(({ fared }) => fared.filter(({ member }) => member.provider !== without));
  const waits = others.map(waited);
  return {
    records: passes[0]?.fared.reduce((sum, { read }) => sum + read, 0) ?? 0,
    ...(without === undefined ? { records_per_s: Math.round(median(passes.map(perSecond))) } : {}),
    wall_s: round2(median(passes.map(({ wallMs }) => wallMs)) / 1000),
    server_cpu_s: round2(median(passes.map(({ serverCpuMs }) => serverCpuMs)) / 1000),
    waited_of_own_time: {
      p50: round2(median(waits)),
      p95: round2(quantile(waits, 0.95)),
      most: round2(Math.max(...waits)),
    },
  };
}

/** How much later the others ended because one vendor was slow: of each its median end beside the slow one, over that without. */
function lateness(even: readonly Pass[], uneven: readonly Pass[], slow: string): object {
  const ends = (passes: readonly Pass[], integration: string): number =>
    median(
      passes.flatMap(({ fared }) =>
        fared.filter(({ member }) => member.integration === integration).map(({ endedMs }) => endedMs),
      ),
    );
  const members = (even[0]?.fared ?? []).map(({ member }) => member).filter(({ provider }) => provider !== slow);
  const ratios = members.map(({ integration }) => ends(uneven, integration) / ends(even, integration));
  return { p50: round2(median(ratios)), p95: round2(quantile(ratios, 0.95)), most: round2(Math.max(...ratios)) };
}

function shown(passes: Pass | readonly Pass[]): string {
  const last = Array.isArray(passes) ? passes.at(-1) : passes;
  return last === undefined ? '-' : `${Math.round(perSecond(last))}/s in ${round2(last.wallMs / 1000)} s`;
}

function mb(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
