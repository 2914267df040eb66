/**
 * F18: does every webhook that was answered with 2xx count, and count once? A vendor sends thousands of events in no order, three in ten of
 * them twice, to two servers that take turns; the servers, workers and all, get SIGKILL again and again, and what was not taken is sent
 * again. Passes when everything that was acknowledged is stored, worked off and written down, each exactly once.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openArena, sandboxOf } from './arena.ts';
import { seededRandom, type FaultOptions, type FaultResult, type SeededRandom } from './fault.ts';
import type { ProductProcess } from './product-process.ts';
import { deadOrigin } from './receivers.ts';
import { inNoOrder, openVendor, type Vendor } from './sending.ts';
import { chargeEvent } from './stripe-events.ts';
import { until } from './until.ts';
import { stripeAddress } from './webhook-address.ts';
import { judgeInbound } from './webhook-judges.ts';
import { givenUp, inStore, workedOff } from './webhooks-in.ts';
import { watchOutbox } from './watched-outbox.ts';

const eventsPerKill = 500;
const perSecond = 250;
const repeated = 0.3;

/** `rounds`: kills, with 500 events each. Takes about 3 s a round. */
export async function f18(options: FaultOptions): Promise<FaultResult> {
  return { id: 'F18', ...(await killing(options, undefined)) };
}

/** A build that looks whether an event is there before it inserts it, and has nothing else, must take some for two. */
export async function f18Broken(options: FaultOptions): Promise<FaultResult> {
  const checkThenInsert = readFileSync(join(import.meta.dirname, 'check-then-insert.sql'), 'utf8');
  const result = await killing(options, checkThenInsert);
  return { id: 'F18-broken', ...result, passed: !result.passed && result.doubled > 0 };
}

async function killing(
  { rounds, seed, ownerUrl, appUrl }: FaultOptions,
  sabotage: string | undefined,
): Promise<Omit<FaultResult, 'id'>> {
  const random = seededRandom(seed);
  const arena = await openArena({ ownerUrl, appUrl, providers: [await sandboxOf('stripe')] });
  let vendor: Vendor | undefined;
  try {
    if (sabotage !== undefined) await arena.query(sabotage);
    await watchOutbox(arena);
    const address = await stripeAddress(
      arena.composition,
      arena.tenant.slug,
      (await arena.connect('stripe', 'Payments')).id,
    );
    const origins = [await deadOrigin(), await deadOrigin()];
    const start = (no: number) => arena.startServer(`server-${no}`, Number(new URL(origins[no] ?? '').port));
    const servers = [await start(0), await start(1)];

    const events = Array.from({ length: rounds * eventsPerKill }, (_, no) => chargeEvent(no, Date.now()));
    const copies = inNoOrder(events, repeated, random);
    vendor = openVendor({ origins, ...address, again: () => pause(200) });
    const sending = vendor.stream(copies, { perSecond, withinMs: 300_000 });
    const [resumed] = await Promise.all([strikes(vendor, servers, start, rounds, random), sending]);
    await workedOff(arena, 300_000);

    const byCharge = new Map(events.map(({ id, charge }) => [charge, id]));
    const facts = await inStore(arena, (key) => byCharge.get(key));
    const sent = events.map(({ id }) => id);
    const { missing, idle, doubled, unheardOf } = judgeInbound({
      sent,
      acknowledged: vendor.acknowledged(),
      ...facts,
    });
    const dead = await givenUp(arena);
    const lost = missing + idle + dead;
    return {
      rounds,
      lost,
      doubled,
      passed: lost === 0 && doubled === 0 && unheardOf === 0 && vendor.acknowledged().size === events.length,
      detail:
        `${events.length} events in ${copies.length} copies and ${vendor.attempts.length} requests to two servers killed ${rounds} times: ` +
        `${vendor.acknowledged().size} acknowledged, ${missing} of them not in the store, ${idle} not worked off, ${dead} given up, ` +
        `${doubled} stored, worked off or written more than once, ${unheardOf} that nobody sent; ${unanswered(vendor)} requests without a 2xx; ` +
        `a server is back after ${Math.max(...resumed)} ms at most`,
    };
  } finally {
    await vendor?.close();
    await arena.close();
  }
}

/** Kills one of them each time another share was acknowledged; answers how long each took to come back, ms. */
async function strikes(
  vendor: Vendor,
  servers: ProductProcess[],
  start: (no: number) => Promise<ProductProcess>,
  rounds: number,
  random: SeededRandom,
): Promise<readonly number[]> {
  const resumed: number[] = [];
  for (let kill = 1; kill <= rounds; kill += 1) {
    const strikeAt = (kill - 1) * eventsPerKill + random.below(eventsPerKill);
    await until(`event ${strikeAt}`, 120_000, () => (vendor.acknowledged().size >= strikeAt ? true : undefined), 5);
    await pause(random.below(50));
    const no = random.below(servers.length);
    const from = Date.now();
    await servers[no]?.kill();
    servers[no] = await start(no);
    resumed.push(Date.now() - from);
  }
  return resumed;
}

function unanswered(vendor: Vendor): number {
  return vendor.attempts.filter(({ status }) => status === undefined || status >= 300).length;
}
