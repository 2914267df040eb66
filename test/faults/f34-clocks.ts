/**
 * F34: do schedules keep their times when clocks do not? Two nodes tick side by side, their clocks three minutes apart, while clocks jump
 * an hour on or back: those of the nodes, which must not matter, and the database's, which all go by. Nights in which clocks are put
 * forward and back, and hours in which nobody ticks. No time of a cron line is used twice or left out, times that were missed count
 * once, and no stream waits for more than about its interval. In the broken build each node goes by its own clock.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import pino from 'pino';
import type { Clock } from '../../src/engine/ports.ts';
import { planStreams } from '../../src/hub/runs/schedule.ts';
import { rootKey } from '../../src/store/root-key.ts';
import type { Schedule } from '../../src/store/tables.ts';
import { lendingRegistry } from '../../src/testing/shelf-loans.ts';
import { systemClock } from '../../src/testing/store.ts';
import { compose, type Composition } from '../../src/wiring/composition.ts';
import type { FaultOptions, FaultResult } from './fault.ts';
import { judge, type Judgement, type Run, type Scenario, type Step } from './f34-judge.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Streams of each scenario, by what they are called in its report. */
const plans: Readonly<Record<string, Schedule>> = {
  'every quarter': { cron: '*/15 * * * *' },
  'every hour in Sydney': { cron: '0 * * * *', time_zone: 'Australia/Sydney' },
  'at half past two in Sydney': { cron: '30 2 * * *', time_zone: 'Australia/Sydney' },
  'every 10 minutes': { every_s: 600 },
  'every 60 minutes': { every_s: 3600 },
};

/** `at` and `until`: hours from the beginning; `by`: hours the clock is off in between. */
const scenarios: readonly Scenario[] = [
  { name: 'nodes three minutes apart', from: '2026-11-20T00:07:00Z', hours: 8 },
  { name: 'one node an hour on', from: '2026-11-20T00:07:00Z', hours: 8, node: { at: 2.4, until: 4.7, by: 1 } },
  { name: 'one node an hour back', from: '2026-11-20T00:07:00Z', hours: 8, node: { at: 2.4, until: 4.7, by: -1 } },
  { name: 'the database an hour on', from: '2026-11-20T00:07:00Z', hours: 8, database: { at: 2.4, until: 99, by: 1 } },
  {
    name: 'the database an hour back',
    from: '2026-11-20T00:07:00Z',
    hours: 8,
    database: { at: 2.4, until: 99, by: -1 },
  },
  {
    name: 'the database an hour on, and right again',
    from: '2026-11-20T00:07:00Z',
    hours: 8,
    database: { at: 2.4, until: 2.9, by: 1 },
  },
  { name: 'clocks put forward in Sydney', from: '2026-10-03T12:07:00Z', hours: 30 },
  { name: 'clocks put back in Sydney', from: '2026-04-04T12:07:00Z', hours: 30 },
  { name: 'nobody there for three hours', from: '2026-11-20T00:07:00Z', hours: 8, away: { at: 2.4, until: 5.4 } },
];

/** `rounds`: scenarios. */
export function f34(options: FaultOptions): Promise<FaultResult> {
  return play(options, false);
}

/** Passes when it is seen that nodes that go by their own clocks use times twice or leave them out. */
export async function f34Broken(options: FaultOptions): Promise<FaultResult> {
  const result = await play(options, true);
  return { ...result, id: 'F34-broken', passed: result.lost + result.doubled > 0 };
}

interface World {
  readonly nodes: readonly Composition[];
  readonly owner: pg.Pool;
  /** Milliseconds since the epoch, as it really is; and how far the clocks are off. */
  truth: number;
  node: number;
  database: number;
}

async function play({ rounds, appUrl, ownerUrl }: FaultOptions, broken: boolean): Promise<FaultResult> {
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  const world: { -readonly [Key in keyof World]: World[Key] } = { nodes: [], owner, truth: 0, node: 0, database: 0 };
  const nodeClocks: readonly Clock[] = [
    { now: () => world.truth, sleep: systemClock.sleep },
    { now: () => world.truth + 3 * minute + world.node, sleep: systemClock.sleep },
  ];
  const secret = Buffer.alloc(32, 34);
  const nodes: Composition[] = [];
  try {
    for (const clock of nodeClocks)
      nodes.push(await startNode(appUrl, secret, clock, broken ? clock : { now: () => world.truth + world.database }));
    world.nodes = nodes;
    const judgements: Judgement[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const scenario = scenarios[(broken ? round + 1 : round) % scenarios.length];
      if (scenario !== undefined) judgements.push(judge(scenario, plans, await live(world, scenario)));
    }
    return verdict(rounds, judgements);
  } finally {
    for (const node of nodes) await node.close();
    await owner.end();
  }
}

function startNode(
  appUrl: string,
  secret: Buffer,
  clock: Clock,
  sharedClock: Pick<Clock, 'now'>,
): Promise<Composition> {
  return compose({
    appUrl,
    rootKey: { current: rootKey(secret), previous: undefined },
    connections: 3,
    registry: lendingRegistry,
    environmentApps: new Map(),
    hostMap: undefined,
    egressAllow: [],
    publicUrl: () => 'http://127.0.0.1:1',
    log: pino({ level: 'silent' }),
    clock,
    sharedClock,
    supervise: false,
  });
}

/** Minute by minute. Runs end at once: what is asked is only when they begin. */
async function live(world: World, scenario: Scenario): Promise<readonly Step[]> {
  const from = Date.parse(scenario.from);
  Object.assign(world, { truth: from, node: 0, database: 0 });
  const streams = await seed(world);
  const steps: Step[] = [];
  for (let passed = 0; passed <= scenario.hours * hour; passed += minute) {
    world.truth = from + passed;
    const off = (jump: Scenario['node']) =>
      jump !== undefined && passed >= jump.at * hour && passed < jump.until * hour ? jump.by * hour : 0;
    world.node = off(scenario.node);
    world.database = off(scenario.database);
    const { away } = scenario;
    const nobody = away !== undefined && passed >= away.at * hour && passed < away.until * hour;
    const due = await dueTimes(world);
    if (!nobody) {
      const signal = new AbortController().signal;
      await Promise.all(world.nodes.map((node) => node.hub.schedule.tick(signal)));
    }
    const { rows } = await world.owner.query<{ stream_no: number }>(
      `update run set state = 'succeeded' where state = 'queued' returning stream_no`,
    );
    const runs = rows.map(({ stream_no }): Run => ({
      plan: streams.get(stream_no) ?? '',
      slot: due.get(stream_no) ?? 0,
    }));
    steps.push({ truth: world.truth, shared: world.truth + world.database, nobody, runs });
  }
  await world.owner.query('delete from stream_due');
  return steps;
}

async function dueTimes({ owner }: World): Promise<ReadonlyMap<number, number>> {
  const { rows } = await owner.query<{ stream_no: number; due_at: Date }>('select stream_no, due_at from stream_due');
  return new Map(rows.map((row) => [row.stream_no, row.due_at.getTime()]));
}

/** One integration for each plan; answers which stream has which. */
async function seed({ nodes: [first] }: World): Promise<ReadonlyMap<number, string>> {
  if (first === undefined) throw new Error('there is no node');
  const { store } = first;
  const tenantId = randomUUID();
  const streams = new Map<number, string>();
  await store.inTenant(tenantId, async (trx) => {
    await trx.insertInto('tenant').values({ id: tenantId, slug: tenantId, name: 'Test' }).execute();
    await trx.insertInto('feed').values({ tenant_id: tenantId }).execute();
    for (const [name, plan] of Object.entries(plans)) {
      const id = randomUUID();
      const state = { provider: 'shelf', auth_method: 'api_key', auth_state: 'connected', enabled: true } as const;
      await trx
        .insertInto('integration')
        .values({ tenant_id: tenantId, id, name, schedule: JSON.stringify(plan), ...state })
        .execute();
      const stream = { tenant_id: tenantId, integration_id: id, stream: 'loans', model: 'tracking_category' };
      const { stream_no } = await trx
        .insertInto('stream_state')
        .values(stream)
        .returning('stream_no')
        .executeTakeFirstOrThrow();
      streams.set(stream_no, name);
      await planStreams(first.context, trx, tenantId, id);
    }
  });
  return streams;
}

function verdict(rounds: number, judgements: readonly Judgement[]): FaultResult {
  const sum = (of: (judgement: Judgement) => number) => judgements.reduce((total, one) => total + of(one), 0);
  const [lost, doubled] = [sum(({ skipped }) => skipped.length), sum(({ twice }) => twice.length)];
  const longest = Math.max(0, ...judgements.map((one) => one.longestWait));
  return {
    id: 'F34',
    rounds,
    lost,
    doubled,
    passed: lost + doubled === 0 && sum(({ runs }) => runs) > 0,
    detail:
      `${rounds} scenarios, ${sum(({ runs }) => runs)} runs for ${sum(({ slots }) => slots)} times of cron lines and two intervals: ${doubled} twice, ` +
      `${lost} left out; ${sum(({ missed }) => missed)} missed while clocks jumped or nobody was there, made up for by one run each time; ` +
      `longest wait ${longest.toFixed(2)} intervals` +
      judgements
        .flatMap(({ name, skipped, twice }) => [...skipped, ...twice].map((text) => `; ${name}: ${text}`))
        .slice(0, 3)
        .join(''),
  };
}
