/**
 * F23: is a delivery that fails tried again when we said, and no oftener? Receivers that fail n times before they accept, n from 0 to 10, on a
 * clock that the fault moves from one attempt to the next. Passes when each gets n + 1 attempts at the promised times, give or take a fifth,
 * under one id, with one body, each rightly signed anew; and the one that fails ten times, which is all there are, is a dead letter that
 * arrives when it is sent again by hand.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Principal } from '../../src/hub/access/principal.ts';
import { showId } from '../../src/hub/ids.ts';
import { openArena, type Arena } from './arena.ts';
import type { FaultOptions, FaultResult } from './fault.ts';
import { startReceivers } from './receivers.ts';
import { standingClock, type StandingClock } from './standing-clock.ts';
import { flaw } from './standard-webhooks.ts';
import { promisedPauses, scheduleFlaws } from './webhook-judges.ts';
import { addEndpoint, causing } from './webhooks-out.ts';

const system: Principal = { kind: 'system', id: 'faults' };
const mostFailures = 10;
/** What moving the clock in steps may add. */
const looseMs = 1_000;

/** `rounds`: receivers of each kind. Takes about 10 s each. */
export async function f23({ rounds, ownerUrl, appUrl }: FaultOptions): Promise<FaultResult> {
  const clock = standingClock(Date.now());
  const kinds = Array.from({ length: mostFailures + 1 }, (_, failures) => failures);
  const hosts = new Map(
    kinds.flatMap((failures) =>
      Array.from({ length: rounds }, (_, no): [string, number] => [`fails-${failures}-${no}.example`, failures]),
    ),
  );
  const receivers = await startReceivers(
    (host) =>
      ({ attempt }, response) =>
        void response.writeHead(attempt > (hosts.get(host) ?? 0) ? 204 : 500).end(),
    clock.now,
  );
  const arena = await openArena({
    ownerUrl,
    appUrl,
    hosts: receivers.hostMap([...hosts.keys()]),
    clocks: { ours: clock, vendors: clock.now },
  });
  try {
    const { composition, tenant } = arena;
    const secrets = new Map<string, string>();
    for (const host of hosts.keys())
      secrets.set(host, (await addEndpoint(composition, tenant.slug, { url: `https://${host}/` })).secret);
    await arena.query(causing, [tenant.id, ['once']]);
    await composition.hub.events.catchUp(tenant.id);
    const days = await sendAll(arena, clock);

    const dead = await deadLetters(arena);
    const unlike = [...hosts].flatMap(([host, failures]) =>
      scheduleFlaws(receivers.at(host), failures, looseMs).map((text) => `${failures} failures: ${text}`),
    );
    for (const id of dead) await composition.hub.deliveries.retry(system, tenant.slug, showId('dlv', id));
    await sendAll(arena, clock);
    const unproven = receivers.arrivals.filter((one) => flaw(one, secrets.get(one.host) ?? '') !== undefined).length;
    const last = [...hosts].filter(([, failures]) => failures === mostFailures).map(([host]) => receivers.at(host));
    const risen = last.filter(
      (came) => came.length === promisedPauses.length + 2 && new Set(came.map(({ id }) => id)).size === 1,
    ).length;
    const still = (await deadLetters(arena)).length;
    const lost = still + (rounds - risen);
    return {
      id: 'F23',
      rounds,
      lost,
      doubled: 0,
      passed: unlike.length === 0 && unproven === 0 && dead.length === rounds && lost === 0,
      detail:
        `${hosts.size} receivers that fail 0 to ${mostFailures} times, ${receivers.arrivals.length} attempts in ${days} days of a clock that was ` +
        `moved: ${unlike.length} things not as promised, ${unproven} wrongly signed; ${dead.length} dead letters after ` +
        `${promisedPauses.length + 1} failures, ${risen} of them arrived under their old id when sent again` +
        unlike
          .slice(0, 4)
          .map((text) => `; ${text}`)
          .join(''),
    };
  } finally {
    await arena.close();
    await receivers.close();
  }
}

/** Moves the clock to each next attempt and sends, until nothing waits. Answers the days that passed. */
async function sendAll(arena: Arena, clock: StandingClock): Promise<number> {
  const from = clock.now();
  const { deliverySender } = arena.composition.hub;
  for (;;) {
    const [row] = await arena.query<{ next: Date | null }>(
      `select min(next_at) as next from delivery where state = 'queued'`,
    );
    if (row?.next === undefined || row.next === null) break;
    clock.advance(Math.max(0, row.next.getTime() + 1 - clock.now()));
    const ended = new AbortController();
    // An endpoint that was just tried may be left alone for a moment more.
    const moving = (async () => {
      for (await pause(200); !ended.signal.aborted; await pause(50)) clock.advance(50);
    })();
    await deliverySender.sendDue();
    ended.abort();
    await moving;
  }
  return Math.round((clock.now() - from) / 8_640_000) / 10;
}

async function deadLetters(arena: Arena): Promise<readonly string[]> {
  const rows = await arena.query<{ id: string }>(`select id from delivery where state = 'failed'`);
  return rows.map(({ id }) => id);
}
