/**
 * F19: what do vendors hear while the database is away? Five hundred webhooks a second come in; for a minute every connection to PostgreSQL
 * is cut and refused. Passes when in that time every request is answered 503 with the seconds to come back in, everything is taken when it
 * is sent again afterwards, and nothing that was ever acknowledged is missing.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { openArena, sandboxOf } from './arena.ts';
import { seededRandom, type FaultOptions, type FaultResult } from './fault.ts';
import { startOutageProxy } from './outage-proxy.ts';
import { deadOrigin } from './receivers.ts';
import { openVendor, type Vendor } from './sending.ts';
import { chargeEvent } from './stripe-events.ts';
import { stripeAddress } from './webhook-address.ts';
import { judgeInbound, judgeOutage } from './webhook-judges.ts';
import { givenUp, inStore, workedOff } from './webhooks-in.ts';
import { watchOutbox } from './watched-outbox.ts';

const perSecond = 500;
const aroundMs = 5_000;
/** Over so long the vendor spreads what it sends again. */
const catchUpMs = 30_000;

/** `rounds`: seconds the database is away. */
export async function f19({ rounds, seed, ownerUrl, appUrl }: FaultOptions): Promise<FaultResult> {
  const random = seededRandom(seed);
  const arena = await openArena({ ownerUrl, appUrl, providers: [await sandboxOf('stripe')] });
  const proxy = await startOutageProxy(appUrl);
  let vendor: Vendor | undefined;
  try {
    await watchOutbox(arena);
    const address = await stripeAddress(
      arena.composition,
      arena.tenant.slug,
      (await arena.connect('stripe', 'Payments')).id,
    );
    const origin = await deadOrigin();
    const server = await arena.startServer('server', Number(new URL(origin).port), { appUrl: proxy.url });
    const events = Array.from({ length: perSecond * (rounds + (2 * aroundMs) / 1000) }, (_, no) =>
      chargeEvent(no, Date.now()),
    );
    const over = Promise.withResolvers<void>();
    const again = async (): Promise<void> => {
      await over.promise;
      await pause(random.below(catchUpMs));
    };
    vendor = openVendor({ origins: [origin], ...address, again });
    const sending = vendor.stream(events, { perSecond, withinMs: rounds * 1000 + 300_000 });
    await pause(aroundMs);
    await proxy.down();
    const fromMs = Date.now();
    await pause(rounds * 1000);
    const toMs = Date.now();
    await proxy.up();
    over.resolve();
    await sending;
    await workedOff(arena, 300_000);

    const outage = judgeOutage(vendor.attempts, fromMs, toMs);
    const byCharge = new Map(events.map(({ id, charge }) => [charge, id]));
    const { missing, idle, doubled, unheardOf } = judgeInbound({
      sent: events.map(({ id }) => id),
      acknowledged: vendor.acknowledged(),
      ...(await inStore(arena, (key) => byCharge.get(key))),
    });
    const lost = missing + idle + (await givenUp(arena)) + events.length - vendor.acknowledged().size;
    // A busy machine sends fewer; a handful would prove nothing.
    const enough = outage.met >= 0.2 * perSecond * rounds;
    return {
      id: 'F19',
      rounds,
      lost,
      doubled,
      passed: lost === 0 && doubled === 0 && unheardOf === 0 && outage.wrong === 0 && enough && server.alive(),
      detail:
        `${rounds} s without the database at ${perSecond} webhooks a second: ${outage.met} requests answered in that time ` +
        `(${Object.entries(outage.answers)
          .map(([status, count]) => `${status}: ${count}`)
          .join(', ')}; half within ${outage.medianMs} ms, the slowest after ${outage.slowestMs} ms), ` +
        `${outage.wrong} of them not 503 with Retry-After; of ${events.length} events ${vendor.acknowledged().size} acknowledged in the end, ` +
        `${missing} of them not in the store, ${idle} not worked off, ${doubled} more than once; the server ${server.alive() ? 'lives' : 'ENDED'}`,
    };
  } finally {
    await vendor?.close();
    await proxy.close();
    await arena.close();
  }
}
