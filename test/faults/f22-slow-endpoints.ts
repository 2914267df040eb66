/**
 * F22: does anybody wait for somebody else's endpoint? A hundred endpoints of 34 tenants: ten that are dead, five that take 15 seconds and
 * say nothing, one whose tenant has 50,000 events at once; meanwhile something happens at every other tenant each second. Passes when 95 of
 * 100 first attempts at the good ones come within 2 s of the commit, the dead ones are parked by the breaker, and everything arrives.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { readId } from '../../src/hub/ids.ts';
import { quantile } from '../../bench/figures.ts';
import { openArena, type Arena } from './arena.ts';
import type { FaultOptions, FaultResult } from './fault.ts';
import { accepts, deadOrigin, startReceivers, type Receivers } from './receivers.ts';
import { until } from './until.ts';
import { addEndpoint, causing, messageIn } from './webhooks-out.ts';

const others = 33;
const endpointsEach = 3;
const dead = 10;
const hanging = 5;
const hangMs = 15_000;
const floodHost = 'flood.example';
/** Each of the others has one event a second for so long. */
const seconds = 30;
const promisedMs = 2_000;

interface World {
  readonly arena: Arena;
  readonly receivers: Receivers;
  /** Ids of the others' tenants. */
  readonly tenants: readonly string[];
  readonly floodTenant: string;
  readonly kinds: ReadonlyMap<string, 'good' | 'dead' | 'hanging'>;
}

/** `rounds`: events of the flood. */
export async function f22({ rounds, ownerUrl, appUrl }: FaultOptions): Promise<FaultResult> {
  const kinds = hostKinds();
  const receivers = await startReceivers((host) =>
    kinds.get(host) === 'hanging' ? () => pause(hangMs + 5_000) : accepts,
  );
  const nobody = await deadOrigin();
  const hosts = [...kinds].map(([host, kind]) => `${host}=${kind === 'dead' ? nobody : receivers.origin}`);
  const arena = await openArena({ ownerUrl, appUrl, hosts: [receivers.hostMap([floodHost]), ...hosts].join(',') });
  try {
    const world = await populate(arena, receivers, kinds);
    await arena.startWorker('worker');
    await arena.query(causing, [world.floodTenant, Array.from({ length: rounds }, (_, no) => `flood ${no}`)]);
    const committed = await live(world);
    return await verdict(world, rounds, committed);
  } finally {
    await arena.close();
    await receivers.close();
  }
}

function hostKinds(): World['kinds'] {
  const all = Array.from({ length: others * endpointsEach }, (_, no) => `r${no}.example`);
  // Spread over the tenants: nearly each has a bad one beside good ones.
  const bad = all.filter((_host, no) => no % 6 === 0).slice(0, dead + hanging);
  return new Map(
    all.map((host) => {
      const no = bad.indexOf(host);
      return [host, no < 0 ? 'good' : no < dead ? 'dead' : 'hanging'];
    }),
  );
}

async function populate(arena: Arena, receivers: Receivers, kinds: World['kinds']): Promise<World> {
  const { composition } = arena;
  const tenantWith = async (slug: string, hosts: readonly string[]): Promise<string> => {
    const { id } = await composition.hub.tenants.create({ kind: 'system', id: 'faults' }, { slug, name: slug });
    for (const host of hosts) await addEndpoint(composition, slug, { url: `https://${host}/` });
    return readId('ten', id);
  };
  const hosts = [...kinds.keys()];
  const tenants: string[] = [];
  for (let no = 0; no < others; no += 1)
    tenants.push(await tenantWith(`tenant-${no}`, hosts.slice(no * endpointsEach, (no + 1) * endpointsEach)));
  return { arena, receivers, kinds, tenants, floodTenant: await tenantWith('flooding', [floodHost]) };
}

/** Something happens at every other tenant, again and again. Answers when each event was committed, by its message. */
async function live({ arena, tenants }: World): Promise<ReadonlyMap<string, number>> {
  const committed = new Map<string, number>();
  const began = Date.now();
  for (let turn = 0; turn < seconds * tenants.length; turn += 1) {
    await pause(Math.max(0, began + (turn * 1000) / tenants.length - Date.now()));
    const no = turn % tenants.length;
    const message = `${no} ${Math.floor(turn / tenants.length)}`;
    await arena.query(causing, [tenants[no], [message]]);
    committed.set(message, Date.now());
  }
  return committed;
}

async function verdict(
  { arena, receivers, kinds }: World,
  flood: number,
  committed: ReadonlyMap<string, number>,
): Promise<FaultResult> {
  const good = [...kinds].flatMap(([host, kind]) => (kind === 'good' ? [host] : []));
  const expected = good.length * seconds;
  const firsts = () => receivers.arrivals.filter(({ host, attempt }) => attempt === 1 && kinds.get(host) === 'good');
  await until('the others hearing of everything', 60_000, () => (firsts().length >= expected ? true : undefined)).catch(
    () => undefined,
  );
  const took = firsts().map(({ body, atMs }) => atMs - (committed.get(messageIn(body)) ?? Number.NaN));
  await until('the end of the flood', 300_000, () =>
    receivers.at(floodHost).length >= flood ? true : undefined,
  ).catch(() => undefined);
  const flooded = new Set(receivers.at(floodHost).map(({ id }) => id)).size;
  const p95 = quantile(took, 0.95);
  const lost = expected - took.length + flood - flooded + (await forgotten(arena, kinds));
  const parked = await parkedAmong(arena);
  const [tries] = await arena.query<{ most: number }>(
    `select coalesce(max(n), 0)::int as most from (
       select sum(d.attempts) as n from delivery d join endpoint e on (e.tenant_id, e.id) = (d.tenant_id, d.endpoint_id)
        where e.url = any($1) group by e.id) of_each`,
    [[...kinds].flatMap(([host, kind]) => (kind === 'dead' ? [`https://${host}/`] : []))],
  );
  const repeated = receivers.at(floodHost).length - flooded;
  const way = await onTheWay(arena, good);
  return {
    id: 'F22',
    rounds: flood,
    lost,
    doubled: repeated,
    passed: lost === 0 && repeated === 0 && p95 <= promisedMs && parked >= dead,
    detail:
      `100 endpoints, ${dead} dead, ${hanging} silent for 15 s, one with ${flood} events at once: of ${expected} first attempts at the others ` +
      `${took.length} came, p50 ${quantile(took, 0.5)} ms, p95 ${p95} ms, slowest ${Math.max(...took)} ms after the commit ` +
      `(until queued p95 ${way.queued_ms} ms, from there until sent ${way.sent_ms} ms); ` +
      `${parked} endpoints parked, at most ${tries?.most ?? 0} attempts at a dead one with ${seconds} events; of the flood ${flooded} came; ` +
      `${lost} lost, ${repeated} twice`,
  };
}

/** Where the time goes, of 95 of 100: from the commit until a delivery is queued, and from there until it is sent; ms. */
async function onTheWay(arena: Arena, good: readonly string[]): Promise<{ queued_ms: number; sent_ms: number }> {
  const [row] = await arena.query<{ queued_ms: number; sent_ms: number }>(
    `select percentile_cont(0.95) within group (order by extract(epoch from d.created_at - v.at) * 1000)::int as queued_ms,
            percentile_cont(0.95) within group (order by extract(epoch from a.at - d.created_at) * 1000)::int as sent_ms
       from attempt a join delivery d on (d.tenant_id, d.id) = (a.tenant_id, a.delivery_id)
       join event v on (v.tenant_id, v.id) = (d.tenant_id, d.event_id)
       join endpoint e on (e.tenant_id, e.id) = (d.tenant_id, d.endpoint_id)
      where a.no = 1 and e.url = any($1)`,
    [good.map((host) => `https://${host}/`)],
  );
  return row ?? { queued_ms: Number.NaN, sent_ms: Number.NaN };
}

/** Deliveries there should be at dead and silent endpoints, waiting, and are not. */
async function forgotten(arena: Arena, kinds: World['kinds']): Promise<number> {
  const bad = [...kinds].flatMap(([host, kind]) => (kind === 'good' ? [] : [`https://${host}/`]));
  const [row] = await arena.query<{ waiting: number }>(
    `select count(*)::int as waiting from delivery d join endpoint e on (e.tenant_id, e.id) = (d.tenant_id, d.endpoint_id)
      where e.url = any($1) and d.state = 'queued'`,
    [bad],
  );
  return bad.length * seconds - (row?.waiting ?? 0);
}

async function parkedAmong(arena: Arena): Promise<number> {
  const [row] = await arena.query<{ parked: number }>(
    `select count(*)::int as parked from endpoint where (health ->> 'parks')::int > 0`,
  );
  return row?.parked ?? 0;
}
