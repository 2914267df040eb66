/**
 * F21: does it matter how often what came is worked off? A thousand webhooks, two about each charge, the later one of another content; then
 * all of that time are replayed, and replayed again. Passes when records, their history, places in the change feed and what listeners were told are
 * after both just as they were after the first time, each was worked off again twice, and what came at another time was left alone.
 */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Principal } from '../../src/hub/access/principal.ts';
import { openArena, sandboxOf, type Arena } from './arena.ts';
import { seededRandom, type FaultOptions, type FaultResult } from './fault.ts';
import { deadOrigin } from './receivers.ts';
import { inNoOrder, openVendor, type Vendor } from './sending.ts';
import { chargeEvent, refundEvent } from './stripe-events.ts';
import { stripeAddress } from './webhook-address.ts';
import { givenUp, workedOff } from './webhooks-in.ts';
import { watchOutbox } from './watched-outbox.ts';

const system: Principal = { kind: 'system', id: 'faults' };
/** Before and after what is replayed. */
const outside = 50;

/** Everything that could have changed, in a few words. */
interface State {
  readonly records: string;
  readonly versions: number;
  readonly told: number;
}

/** `rounds`: webhooks that are replayed. */
export async function f21({ rounds, seed, ownerUrl, appUrl }: FaultOptions): Promise<FaultResult> {
  const random = seededRandom(seed);
  const arena = await openArena({ ownerUrl, appUrl, providers: [await sandboxOf('stripe')] });
  let vendor: Vendor | undefined;
  try {
    await watchOutbox(arena);
    const address = await stripeAddress(
      arena.composition,
      arena.tenant.slug,
      (await arena.connect('stripe', 'Payments')).id,
    );
    const origin = await deadOrigin();
    await arena.startServer('server', Number(new URL(origin).port));
    vendor = openVendor({ origins: [origin], ...address, again: () => pause(200) });
    const { send } = vendor;
    const charges = Array.from({ length: Math.ceil(rounds / 2) }, (_, no) => no);
    const happened = Date.now();
    const others = (from: number) =>
      Array.from({ length: outside }, (_, no) => chargeEvent(charges.length + from + no, happened));

    await send(others(0), { inFlight: 16, withinMs: 60_000 });
    const since = await momentIn(arena);
    const both = charges.flatMap((no) => [chargeEvent(no, happened), refundEvent(no, happened + 60_000)]);
    await send(inNoOrder(both, 0, random), { inFlight: 16, withinMs: 120_000 });
    const until = await momentIn(arena);
    await send(others(outside), { inFlight: 16, withinMs: 60_000 });
    await workedOff(arena, 120_000);

    const states: State[] = [await stateOf(arena)];
    const { hub } = arena.composition;
    let replayed = 0;
    for (let time = 0; time < 2; time += 1) {
      for (let cursor: string | undefined; ;) {
        const wanted = { state: 'all', since, until, ...(cursor === undefined ? {} : { cursor }) } as const;
        const answer = await hub.replay.some(system, arena.tenant.slug, wanted);
        replayed += answer.replayed;
        if (answer.next_cursor === null) break;
        cursor = answer.next_cursor;
      }
      await workedOff(arena, 120_000);
      states.push(await stateOf(arena));
    }
    const counts = await replaysOf(arena);
    const changed = states.slice(1).filter((state) => JSON.stringify(state) !== JSON.stringify(states[0])).length;
    const wrong = both.length - (counts.get(2) ?? 0) + Math.abs(2 * outside - (counts.get(0) ?? 0));
    const dead = await givenUp(arena);
    const refunded = await refundedAmong(arena);
    return {
      id: 'F21',
      rounds: both.length,
      lost: wrong + dead + (charges.length - refunded),
      doubled: changed,
      passed: changed === 0 && wrong === 0 && dead === 0 && replayed === 2 * both.length && refunded === charges.length,
      detail:
        `${both.length} webhooks about ${charges.length} charges, replayed twice (${replayed} in all): ${changed} of 2 replays changed records, ` +
        `history, places in the feed or what was told; ${wrong} were not replayed exactly twice or should not have been, ${dead} given up; ` +
        `${refunded} charges are as the later of their two events says` +
        (changed > 0 ? `; ${states.map((state) => JSON.stringify(state)).join(' ')}` : ''),
    };
  } finally {
    await vendor?.close();
    await arena.close();
  }
}

/** By the clock that stamps what comes; nothing comes meanwhile. */
async function momentIn(arena: Arena): Promise<string> {
  await pause(20);
  const [row] = await arena.query<{ now: Date }>('select clock_timestamp() as now');
  await pause(20);
  if (row === undefined) throw new Error('the database did not say what time it is');
  return row.now.toISOString();
}

async function stateOf(arena: Arena): Promise<State> {
  const rows = await arena.query(
    `select stream_no, key, seq, created_seq, changed_ms, as_of_ms, deleted_at, data from record order by stream_no, key`,
  );
  const [row] = await arena.query<Omit<State, 'records'>>(
    `select (select count(*)::int from record_version) as versions, (select count(*)::int from watched_outbox) as told`,
  );
  if (row === undefined) throw new Error('the database did not count');
  return { records: createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 16), ...row };
}

/** How many webhooks were replayed so often. */
async function replaysOf(arena: Arena): Promise<ReadonlyMap<number, number>> {
  const rows = await arena.query<{ replays: number; count: number }>(
    `select replays, count(*)::int as count from webhook where state = 'processed' group by 1`,
  );
  return new Map(rows.map(({ replays, count }) => [replays, count]));
}

async function refundedAmong(arena: Arena): Promise<number> {
  const [row] = await arena.query<{ count: number }>(
    `select count(*)::int as count from record where key like 'ch_fault%' and data ->> 'amount_refunded' = data ->> 'amount'`,
  );
  return row?.count ?? 0;
}
