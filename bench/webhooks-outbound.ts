/**
 * What goes out: events are written to the outbox as the hub writes them, one worker process follows, renders, signs and sends, a process
 * of its own receives. From the commit of the event to its arrival, by the one clock of this machine. The limit, in the same run and
 * interleaved: a loop that signs the same body and posts it to the same receiver, and nothing else.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Pool } from 'undici';
import { deadOrigin } from '../test/faults/receivers.ts';
import { addEndpoint, causing, messageIn } from '../test/faults/webhooks-out.ts';
import type { Composition } from '../src/wiring/composition.ts';
import { readId } from '../src/hub/ids.ts';
import { closeAll, openDatabase, type Closing } from './database.ts';
import { median, quantile, round2 } from './figures.ts';
import { cpuUs, startService } from './processes.ts';
import { system } from './stage.ts';
import { receiverProcess, type Came, type ReceiverProcess } from './webhook-receiver.ts';

export interface OutboundOptions {
  /** Of each round. */
  readonly deliveries: number;
  readonly rounds: number;
  readonly tell: (line: string) => void;
}

interface World {
  readonly composition: Composition;
  readonly owner: pg.Client;
  readonly receivers: ReceiverProcess;
  readonly workerPid: number;
}

const good = Array.from({ length: 85 }, (_, no) => `good-${no}.bench.example`);
const dead = Array.from({ length: 10 }, (_, no) => `dead-${no}.bench.example`);
const hanging = Array.from({ length: 5 }, (_, no) => `hang-${no}.bench.example`);
/** What most records come to. */
const filling = 'x'.repeat(800);

export async function benchOutbound(options: OutboundOptions): Promise<object> {
  const closing: Closing = [];
  try {
    const receivers = await receiverProcess();
    closing.push(() => receivers.stop());
    const nobody = await deadOrigin();
    const hostMap = [
      ...[...good, ...hanging].map((host) => `${host}=${receivers.origin}`),
      ...dead.map((host) => `${host}=${nobody}`),
    ].join(',');
    const database = await openDatabase(closing);
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    closing.push(() => owner.end());
    const composition = await database.compose(hostMap);
    const worker = await startService(['worker'], { ...database.env, PLUGBOARD_HOST_MAP: hostMap });
    closing.push(() => worker.stop());
    const world: World = { composition, owner, receivers, workerPid: worker.pid };
    return {
      throughput: await throughput(world, options),
      first_attempt: await firstAttempt(world, options),
      hundred_endpoints: await hundredEndpoints(world, options),
    };
  } finally {
    await closeAll(closing);
  }
}

/** A new tenant with these endpoints. */
async function tenantWith({ composition }: World, hosts: readonly string[]): Promise<string> {
  const slug = `bench-${randomUUID().slice(0, 8)}`;
  const { id } = await composition.hub.tenants.create(system, { slug, name: slug });
  for (const host of hosts) await addEndpoint(composition, slug, { url: `https://${host}/` });
  return readId('ten', id);
}

/** Commits them; answers the moment after, milliseconds since the epoch. */
async function cause({ owner }: World, tenantId: string, messages: readonly string[]): Promise<number> {
  await owner.query(causing, [tenantId, messages]);
  return Date.now();
}

async function arrived({ receivers }: World, count: number, withinMs: number): Promise<Came> {
  const deadline = Date.now() + withinMs;
  while ((await receivers.count()) < count && Date.now() < deadline) await pause(50);
  return receivers.take();
}

// ---------------------------------------------------------------- deliveries a second

interface Throughput {
  readonly perS: number;
  readonly barePerS: number;
  readonly cpuUs: number;
}

async function throughput(world: World, { deliveries, rounds, tell }: OutboundOptions): Promise<object> {
  const measured: Record<'one_endpoint' | 'ten_endpoints', Throughput[]> = { one_endpoint: [], ten_endpoints: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, endpoints] of [
      ['one_endpoint', 1],
      ['ten_endpoints', 10],
    ] as const) {
      const barePerS = await bare(world, deliveries);
      const tenantId = await tenantWith(world, good.slice(0, endpoints));
      const messages = Array.from({ length: Math.ceil(deliveries / endpoints) }, (_, no) => `${no} ${filling}`);
      const expected = messages.length * endpoints;
      const cpu = cpuUs(world.workerPid);
      const committed = await cause(world, tenantId, messages);
      const came = await arrived(world, expected, 120_000);
      if (came.length !== expected) throw new Error(`${came.length} of ${expected} deliveries came`);
      const perS = (1000 * expected) / (Math.max(...came.map(({ atMs }) => atMs)) - committed);
      const one = { perS, barePerS, cpuUs: (cpuUs(world.workerPid) - cpu) / expected };
      // The first round compiles code and opens connections.
      if (round > 0) measured[name].push(one);
      tell(`round ${round}, ${name}: ${Math.round(perS)} deliveries/s, bare ${Math.round(barePerS)}/s`);
    }
  }
  return {
    goal_per_s: 500,
    deliveries,
    body_bytes: filling.length + 200,
    ...Object.fromEntries(Object.entries(measured).map(([name, of]) => [name, summary(of)])),
  };
}

function summary(of: readonly Throughput[]): object {
  return {
    deliveries_per_s: Math.round(median(of.map(({ perS }) => perS))),
    bare_per_s: Math.round(median(of.map(({ barePerS }) => barePerS))),
    ratio: round2(median(of.map(({ perS, barePerS }) => perS / barePerS))),
    worker_cpu_us_per_delivery: Math.round(median(of.map((one) => one.cpuUs))),
  };
}

/** Signed posts a second, 32 at a time, of this process. */
async function bare({ receivers }: World, count: number): Promise<number> {
  const pool = new Pool(receivers.origin, { connections: 32 });
  const body = JSON.stringify({ id: 'evt_bare', type: 'event.test', data: { message: filling } });
  const key = Buffer.alloc(24, 7);
  let left = count;
  const one = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const [id, timestamp] = [`evt_${left}`, String(Math.floor(Date.now() / 1000))];
      const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
      const headers = {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signature}`,
      };
      const answer = await pool.request({ path: '/', method: 'POST', headers, body });
      await answer.body.dump();
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: 32 }, one));
  const seconds = (performance.now() - began) / 1000;
  await pool.close();
  await receivers.take();
  return count / seconds;
}

// ---------------------------------------------------------------- how soon

/** So many a second for so long, one commit each; from each commit to each arrival, ms, by host. */
async function steadily(
  world: World,
  tenantId: string,
  how: { readonly perS: number; readonly seconds: number; readonly hosts: number },
): Promise<ReadonlyMap<string, readonly number[]>> {
  const committed = new Map<string, number>();
  const began = Date.now();
  for (let no = 0; no < how.perS * how.seconds; no += 1) {
    await pause(Math.max(0, began + (no * 1000) / how.perS - Date.now()));
    const message = `${no} ${filling}`;
    committed.set(message, await cause(world, tenantId, [message]));
  }
  const came = await arrived(world, committed.size * how.hosts, 30_000);
  const firsts = new Map<string, Map<string, number>>();
  for (const { host, body, atMs } of came) {
    const message = messageIn(body);
    const from = committed.get(message);
    const ofHost = firsts.get(host) ?? new Map<string, number>();
    firsts.set(host, ofHost);
    // The commit's own moment is known a little late: what arrived before counts as at once.
    if (from !== undefined && !ofHost.has(message)) ofHost.set(message, Math.max(0, atMs - from));
  }
  return new Map([...firsts].map(([host, times]) => [host, [...times.values()]]));
}

async function firstAttempt(world: World, { rounds, tell }: OutboundOptions): Promise<object> {
  const [host = ''] = good;
  const figures: { p50: number; p95: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const tenantId = await tenantWith(world, [host]);
    const took = (await steadily(world, tenantId, { perS: 20, seconds: 5, hosts: 1 })).get(host) ?? [];
    const one = { p50: quantile(took, 0.5), p95: quantile(took, 0.95) };
    if (took.length !== 100) throw new Error(`${took.length} of 100 deliveries came`);
    if (round > 0) figures.push(one);
    tell(`round ${round}: from commit to arrival p50 ${one.p50} ms, p95 ${one.p95} ms`);
  }
  return {
    goal_p95_ms: 100,
    events_per_s: 20,
    p50_ms: median(figures.map(({ p50 }) => p50)),
    p95_ms: median(figures.map(({ p95 }) => p95)),
  };
}

async function hundredEndpoints(world: World, { tell }: OutboundOptions): Promise<object> {
  const tenantId = await tenantWith(world, [...good, ...dead, ...hanging]);
  const [perS, seconds] = [2, 30];
  const took = await steadily(world, tenantId, { perS, seconds, hosts: good.length });
  const others = good.flatMap((host) => took.get(host) ?? []);
  const missing = good.length * perS * seconds - others.length;
  tell(`100 endpoints, ten dead and five hanging: p95 of the others ${quantile(others, 0.95)} ms, ${missing} missing`);
  return {
    goal_p95_ms: 2_000,
    events_per_s: perS,
    deliveries_to_the_others: others.length,
    missing,
    p50_ms: quantile(others, 0.5),
    p95_ms: quantile(others, 0.95),
    slowest_ms: Math.max(...others),
  };
}
