/**
 * F11: can the point a sync goes on from ever pass something that was not stored? The engine reads lists while every step outside it
 * (a page comes, hashes are looked up, a page is stored, the answer to that comes) happens in a random order of our choosing, the
 * vendor's records change in between, and the process dies between any two steps. Passes when no restart point passes a hole,
 * nothing is missing or out of date in the end, and no state of a record was written twice.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Stream } from '../../src/contract/index.ts';
import type { Checkpoint, PageStore } from '../../src/engine/ports.ts';
import { memoryPageStore, type MemoryPageStore } from '../../src/testing/memory-page-store.ts';
import { runStream } from '../../src/engine/sync/run.ts';
import { seededRandom, type FaultOptions, type FaultResult, type SeededRandom } from './fault.ts';
import {
  answer,
  appear,
  change,
  counted,
  listed,
  lookbackMs,
  passed,
  walked,
  type Item,
  type ListingVendor,
} from './listing-vendor.ts';

/** `rounds`: random schedules. Takes about 5 ms each. Needs no database. */
export async function f11({ rounds, seed }: Pick<FaultOptions, 'rounds' | 'seed'>): Promise<FaultResult> {
  const tally: Tally = { crashes: 0, steps: 0, holes: [], lost: 0, doubled: 0 };
  for (let round = 0; round < rounds; round += 1)
    await playSchedule(`schedule ${round}`, seededRandom(seed + round), tally);
  return {
    id: 'F11',
    rounds,
    lost: tally.lost,
    doubled: tally.doubled,
    passed: tally.holes.length === 0 && tally.lost === 0 && tally.doubled === 0 && tally.crashes > 0,
    detail:
      `${rounds} schedules of ${tally.steps} steps with ${tally.crashes} crashes: ${tally.holes.length} restart points passed a hole, ` +
      `${tally.lost} records missing or out of date, ${tally.doubled} states written twice${tally.holes.length === 0 ? '' : `; first: ${tally.holes[0]}`}`,
  };
}

interface Tally {
  crashes: number;
  steps: number;
  readonly holes: string[];
  lost: number;
  doubled: number;
}

/** What would be in the database beside the records. */
interface Saved {
  pagesStored: number;
  checkpoint: Checkpoint | undefined;
  nextCursor: string | undefined;
}

/** One run, over all its lives. */
interface Pass {
  readonly lists: Stream;
  readonly mode: 'full' | 'incremental';
  readonly cursor: string | undefined;
  readonly startedMs: number;
  /** What its list shows, from this moment (ms), and what that was when it began. */
  readonly since: number;
  readonly before: readonly Item[];
  readonly saved: Saved;
}

async function playSchedule(name: string, random: SeededRandom, tally: Tally): Promise<void> {
  const vendor: ListingVendor = {
    items: new Map(),
    size: 6 + random.below(10),
    now: Date.parse('2026-06-01T00:00:00Z'),
  };
  for (let count = random.below(120); count > 0; count -= 1) appear(vendor, random);
  const store = memoryPageStore();
  const lists = random.pick([counted, walked]);
  let cursor: string | undefined;
  // A full pass and an increment, both with crashes; then one in peace, which must find whatever came in behind the others.
  for (const [mode, mostCrashes] of plan) {
    const since = mode === 'full' || cursor === undefined ? 0 : Date.parse(cursor) - lookbackMs;
    const saved: Saved = { pagesStored: 0, checkpoint: undefined, nextCursor: undefined };
    const pass: Pass = { lists, mode, cursor, startedMs: vendor.now, since, before: listed(vendor, since), saved };
    for (let crashes = random.below(mostCrashes + 1); ; crashes -= 1) {
      const dieAfter = crashes > 0 ? random.below(25) : Number.POSITIVE_INFINITY;
      if (await live(pass, { store, vendor, dieAfter, calm: mostCrashes === 0, random, tally })) break;
      tally.crashes += 1;
      const hole = holeBefore(pass, store, vendor);
      if (hole !== undefined) tally.holes.push(`${hole} in ${name}`);
    }
    cursor = saved.nextCursor;
    if (mostCrashes > 0) for (let changes = random.below(3); changes > 0; changes -= 1) change(vendor, random);
    vendor.now += 1 + random.below(600_000);
  }
  for (const item of vendor.items.values()) if (versionIn(store, item.id) !== item.version) tally.lost += 1;
  for (const [key, writes] of store.writes)
    tally.doubled += Math.max(0, writes - (vendor.items.get(key)?.version ?? 0));
}

const plan = [
  ['full', 3],
  ['incremental', 3],
  ['incremental', 0],
] as const;

// --- one life of a process --------------------------------------------------------------------------------------------------

interface World {
  readonly store: MemoryPageStore;
  readonly vendor: ListingVendor;
  /** Steps until the process dies. */
  readonly dieAfter: number;
  /** The vendor's records stay as they are. */
  readonly calm: boolean;
  readonly random: SeededRandom;
  readonly tally: Tally;
}

/** Runs until the pass is complete (true) or the process dies (false). */
async function live(pass: Pass, { store, vendor, dieAfter, calm, random, tally }: World): Promise<boolean> {
  const { saved } = pass;
  const steps = stepper();
  let outcome: 'complete' | Error | undefined;
  runStream({
    stream: pass.lists,
    streams: {},
    mode: pass.mode,
    cursor: pass.cursor,
    since: undefined,
    settings: {},
    account: undefined,
    method: 'api_key',
    http: {
      stats: { requests: 0, retries: 0, bytes: 0 },
      send: (request) => steps.take(() => answer(vendor, request)),
      rows: () => {
        throw new Error('this vendor has no rows');
      },
    },
    store: stepping(store, saved, steps),
    clock: { now: () => vendor.now, sleep: async () => undefined },
    signal: new AbortController().signal,
    startedMs: pass.startedMs,
    checkpoint: saved.checkpoint,
    pagesStored: saved.pagesStored,
    partLists: [],
    partCursor: undefined,
    hasRecords: store.records.size > 0,
  }).then(
    () => (outcome = 'complete'),
    (error: unknown) => (outcome = error instanceof Error ? error : new Error(String(error))),
  );
  const settled = (): 'complete' | Error | undefined => outcome;
  for (let step = 0; ; step += 1) {
    while (settled() === undefined && steps.waiting() === 0) await breathe();
    const ended = settled();
    if (ended === 'complete') return true;
    if (ended !== undefined) throw ended;
    if (step >= dieAfter) break;
    tally.steps += 1;
    vendor.now += random.below(10_000);
    if (!calm && random.below(6) === 0) change(vendor, random);
    steps.go(random);
    await breathe();
  }
  steps.die(new Error('the process died'));
  while (settled() === undefined) await breathe();
  return false;
}

interface Steps {
  /** Something outside the engine: nothing happens before it is its turn, and nothing ever again once the process is dead. */
  take<T>(work: () => T | Promise<T>): Promise<T>;
  waiting(): number;
  /** Lets one of those that wait go on. */
  go(random: SeededRandom): void;
  die(why: Error): void;
}

function stepper(): Steps {
  const waiting: { readonly go: () => void; readonly die: (why: Error) => void }[] = [];
  let dead: Error | undefined;
  return {
    take: async (work) => {
      if (dead !== undefined) throw dead;
      await new Promise<void>((go, die) => waiting.push({ go, die }));
      return work();
    },
    waiting: () => waiting.length,
    go: (random) => waiting.splice(random.below(waiting.length), 1)[0]?.go(),
    die: (why) => {
      dead = why;
      for (const one of waiting.splice(0)) one.die(why);
    },
  };
}

/** The store as a process reaches it: its work and its answer are steps of their own, so that a crash can come in between. */
function stepping(store: MemoryPageStore, saved: Saved, steps: Steps): PageStore {
  return {
    probe: (keys) => steps.take(() => store.probe(keys)),
    store: async (page) => {
      const result = await steps.take(async () => {
        const stored = await store.store(page);
        saved.pagesStored = page.no;
        saved.checkpoint = page.checkpoint ?? undefined;
        saved.nextCursor ??= page.nextCursor;
        return stored;
      });
      return steps.take(() => result);
    },
    sweep: () => steps.take(() => store.sweep()),
    keepParts: (lists) => steps.take(() => store.keepParts(lists)),
  };
}

/** A record the restart point takes for stored although it is not as it was when the pass began. */
function holeBefore(pass: Pass, store: MemoryPageStore, vendor: ListingVendor): string | undefined {
  const { checkpoint } = pass.saved;
  if (checkpoint === undefined) return undefined;
  // What came in or changed while we read is the next run's, wherever it stands.
  const before = new Map(pass.before.map((item) => [item.id, item.version]));
  const hole = passed(listed(vendor, pass.since), checkpoint).find(
    ({ id }) => versionIn(store, id) < (before.get(id) ?? 0),
  );
  return hole?.id;
}

function versionIn(store: MemoryPageStore, id: string): number {
  const data = store.records.get(id)?.data;
  return data !== null && data !== undefined && 'name' in data ? Number(data.name) : 0;
}
