/**
 * F24: what becomes of a delivery whose sender dies between its POST and writing down what came of it? The worker gets SIGKILL just when a
 * receiver has taken a delivery, before it answers or right after, again and again. Passes when every event arrives, an endpoint that wants
 * them one by one gets at most one twice per kill and all in order, any other endpoint none more than once more per kill, always under the
 * same id and rightly signed.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { openArena, type Arena } from './arena.ts';
import { seededRandom, type FaultOptions, type FaultResult } from './fault.ts';
import type { ProductProcess } from './product-process.ts';
import { startReceivers, type Arrival } from './receivers.ts';
import { flaw } from './standard-webhooks.ts';
import { until } from './until.ts';
import { judgeKills, judgeRepeats } from './webhook-judges.ts';
import { addEndpoint, causing, messageIn } from './webhooks-out.ts';

const eventsPerKill = 20;
const strictHost = 'one-by-one.example';
const looseHost = 'any-order.example';

/** `rounds`: kills. */
export async function f24({ rounds, seed, ownerUrl, appUrl }: FaultOptions): Promise<FaultResult> {
  const random = seededRandom(seed);
  /** Called with the arrival that is to be the sender's last; set while a kill is wanted. */
  let strike: (() => Promise<void>) | undefined;
  const receivers = await startReceivers((host) => async (_arrival, response) => {
    const doomed = host === (random.below(2) === 0 ? strictHost : looseHost) ? strike : undefined;
    if (doomed === undefined) return void response.writeHead(204).end();
    strike = undefined;
    const answersFirst = random.below(2) === 0;
    if (answersFirst) await new Promise<void>((resolve) => void response.writeHead(204).end(() => resolve()));
    await doomed();
    if (!answersFirst) response.destroy();
  });
  const arena = await openArena({ ownerUrl, appUrl, hosts: receivers.hostMap([strictHost, looseHost]) });
  try {
    const { composition, tenant } = arena;
    const secrets = new Map<string, string>();
    for (const [host, strict] of [
      [strictHost, true],
      [looseHost, false],
    ] as const) {
      const { secret } = await addEndpoint(composition, tenant.slug, { url: `https://${host}/`, strict });
      secrets.set(host, secret);
    }
    let worker: ProductProcess | undefined = await arena.startWorker('worker-0');
    const messages: string[] = [];
    const resumed: number[] = [];
    const lastConnections: number[] = [];
    for (let kill = 1; kill <= rounds; kill += 1) {
      const struck = Promise.withResolvers<void>();
      const victim: ProductProcess | undefined = worker;
      strike = async () => {
        await victim?.kill();
        // Whoever sends next connects anew.
        lastConnections.push(receivers.connections());
        struck.resolve();
      };
      const batch = Array.from({ length: eventsPerKill }, (_, no) => `${kill}-${no}`);
      messages.push(...batch);
      await arena.query(causing, [tenant.id, batch]);
      await Promise.race([struck.promise, late('a delivery to strike at', 60_000)]);
      const from = Date.now();
      const before = receivers.arrivals.length;
      worker = await arena.startWorker(`worker-${kill}`);
      await until('the next delivery', 90_000, () => (receivers.arrivals.length > before ? true : undefined));
      resumed.push(Date.now() - from);
    }
    await settled(arena);
    return verdict(rounds, messages, receivers.arrivals, secrets, lastConnections, resumed);
  } finally {
    await arena.close();
    await receivers.close();
  }
}

async function late(what: string, ms: number): Promise<never> {
  await pause(ms, undefined, { ref: false });
  throw new Error(`${what}: did not happen within ${ms / 1000} s`);
}

function settled(arena: Arena): Promise<true> {
  return until('the end of all deliveries', 180_000, async () => {
    const [row] = await arena.query<{ waiting: number }>(
      `select ((select count(*) from delivery where state = 'queued') + (select count(*) from outbox))::int as waiting`,
    );
    return row?.waiting === 0 ? true : undefined;
  });
}

function verdict(
  rounds: number,
  messages: readonly string[],
  arrivals: readonly Arrival[],
  secrets: ReadonlyMap<string, string>,
  lastConnections: readonly number[],
  resumed: readonly number[],
): FaultResult {
  const of = (host: string) => arrivals.filter((arrival) => arrival.host === host);
  const judged = (host: string) => {
    const came = of(host).map(({ body, connection }) => ({ id: messageIn(body), connection }));
    return { ...judgeRepeats(messages, came), ...judgeKills(came, lastConnections) };
  };
  const [strict, loose] = [judged(strictHost), judged(looseHost)];
  const misnamed = renamed(arrivals);
  const unproven = arrivals.filter((arrival) => flaw(arrival, secrets.get(arrival.host) ?? '') !== undefined).length;
  const firsts = of(strictHost).filter(({ attempt }) => attempt === 1);
  const outOfOrder = firsts.filter(({ body }, index) => messageIn(body) !== messages[index]).length;
  const lost = strict.lost + loose.lost;
  const doubled = strict.unprovoked + loose.unprovoked + Math.max(0, strict.mostPerKill - 1);
  const flaws = misnamed + unproven + outOfOrder + strict.unheardOf + loose.unheardOf;
  return {
    id: 'F24',
    rounds,
    lost,
    doubled,
    passed: lost === 0 && flaws === 0 && doubled === 0 && strict.repeats <= rounds,
    detail:
      `${rounds} kills of the sender during ${messages.length} events: ${lost} lost; one by one ${strict.repeats} came twice, at most ` +
      `${strict.mostPerKill} after a kill, ${outOfOrder} out of order; in any order ${loose.repeats} came twice, at most ${loose.mostPerKill} ` +
      `after a kill, no event more than ${loose.most} times; ${strict.unprovoked + loose.unprovoked} twice without a kill, ${misnamed} under ` +
      `another id, ${unproven} wrongly signed; the next delivery ${(Math.max(0, ...resumed) / 1000).toFixed(1)} s after a kill at most`,
  };
}

/** Events that came to one host under more than one id, or with another body. */
function renamed(arrivals: readonly Arrival[]): number {
  const byEvent = Map.groupBy(arrivals, ({ host, body }) => `${host} ${messageIn(body)}`);
  return [...byEvent.values()].filter(
    (same) => new Set(same.map(({ id }) => id)).size > 1 || new Set(same.map(({ body }) => body)).size > 1,
  ).length;
}
