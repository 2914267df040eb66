/**
 * Parts under every kind of bad luck: the process dies between any two steps, the vendor fails, parts appear, vanish and refuse to be
 * read, while what is in them changes. After each complete run, everything that was there all along must be stored as it was when
 * the run began or newer; after a last quiet pass, exactly what the vendor has.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fail, PlugboardError } from '../../contract/errors.ts';
import type { MissedPart, PageStore } from '../ports.ts';
import { node, School, schoolStreams, type Node } from '../../testing/school-vendor.ts';
import { alive, attempt, keep, type Kept } from '../../testing/school-runs.ts';
import type { RunResult } from './run.ts';
import type { CountingHttp } from './stream-run.ts';

class Died extends Error {}

/** Small, quick, and the same for the same seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed | 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

interface World {
  readonly kept: Kept;
  readonly roll: (sides: number) => number;
  /** The parents of the stream are asked for changes only, at these levels. */
  readonly narrow: { readonly students: boolean; readonly enrolments: boolean };
  /** Out of sight; may come back. */
  readonly attic: { readonly path: string; readonly node: Node }[];
  /** How often a record was tombstoned, and the states it has had. */
  readonly swept: Map<string, number>;
  readonly states: Map<string, Set<string>>;
  /** Of everything there ever was that has parts. */
  readonly ids: Set<string>;
}

/** What the stream would show: path to version. */
function visible({ kept: { school, name }, states }: World): Map<string, number> {
  const found = new Map<string, number>();
  const see = (path: string, { version, at }: Node): void => {
    found.set(path, version);
    states.set(path, (states.get(path) ?? new Set()).add(`${version} ${at}`));
  };
  for (const student of school.students.values())
    for (const enrolment of student.children.values()) {
      if (name === 'enrolments') see(`${student.id}/${enrolment.id}`, enrolment);
      else for (const unit of enrolment.children.values()) see(`${student.id}/${enrolment.id}/${unit.id}`, unit);
    }
  return found;
}

/** A change below shows on the parents where the provider relies on that. */
function touch({ kept: { school }, narrow }: World, path: string): void {
  const [student = '', enrolment] = path.split('/');
  const owners = [
    ...(narrow.students ? [school.find(student)] : []),
    ...(narrow.enrolments && enrolment !== undefined ? [school.find(`${student}/${enrolment}`)] : []),
  ];
  for (const owner of owners) {
    if (owner === undefined) continue;
    owner.at = school.now;
    owner.version += 1;
  }
}

function mutate(world: World): void {
  const { kept, roll, attic, narrow } = world;
  const { school } = kept;
  school.now += 1 + roll(5000);
  const student = pick([...school.students.values()], roll);
  const enrolment = student === undefined ? undefined : pick([...student.children.values()], roll);
  const unit = enrolment === undefined ? undefined : pick([...enrolment.children.values()], roll);
  const at = student === undefined ? '' : enrolment === undefined ? student.id : `${student.id}/${enrolment.id}`;
  switch (roll(8)) {
    case 0: {
      const fresh = grow(roll, narrow.students ? school.now : 0);
      if (!isNew(world, fresh.id)) return;
      for (const id of fresh.children.keys()) isNew(world, `${fresh.id}/${id}`);
      school.students.set(fresh.id, fresh);
      return touch(world, fresh.id);
    }
    case 1: {
      if (student === undefined) return;
      const made = node(`e${roll(20)}`, school.now);
      if (!isNew(world, `${student.id}/${made.id}`)) return;
      student.children.set(made.id, made);
      return touch(world, `${student.id}/${made.id}`);
    }
    case 2: {
      if (enrolment === undefined) return;
      const made = node(`u${roll(6)}`, school.now);
      if (!enrolment.children.has(made.id)) enrolment.children.set(made.id, made);
      return touch(world, at);
    }
    case 3: {
      for (const one of [enrolment, unit]) {
        if (one === undefined) continue;
        one.at = school.now;
        one.version += 1;
      }
      return touch(world, at);
    }
    case 4: {
      // A part vanishes, with all that is in it.
      if (student === undefined) return;
      if (enrolment === undefined || roll(2) === 0) {
        attic.push({ path: student.id, node: student });
        school.students.delete(student.id);
      } else {
        attic.push({ path: at, node: enrolment });
        student.children.delete(enrolment.id);
        touch(world, student.id);
      }
      return;
    }
    case 5: {
      const [back] = attic.splice(0, 1);
      if (back === undefined) return;
      const [owner = '', own] = back.path.split('/');
      const into = own === undefined ? school.students : school.find(owner)?.children;
      if (into === undefined || into.has(back.node.id)) return;
      // An item that comes back shows as changed; so does a part, to those who ask for changes only.
      if (narrow.students || (own !== undefined && kept.name === 'enrolments')) {
        back.node.at = school.now;
        back.node.version += 1;
      }
      into.set(back.node.id, back.node);
      return touch(world, back.path);
    }
    case 6: {
      const refusing = kept.name === 'units' && enrolment !== undefined && roll(2) === 0 ? enrolment : student;
      if (refusing !== undefined) refusing.refuses = roll(2) === 0 ? 'permission_denied' : 'not_found';
      return;
    }
    default: {
      for (const one of [student, enrolment]) if (one !== undefined) one.refuses = undefined;
    }
  }
}

/** No vendor gives an id a second time. */
function isNew({ ids }: World, path: string): boolean {
  const known = ids.has(path);
  ids.add(path);
  return !known;
}

function pick<T>(list: readonly T[], roll: World['roll']): T | undefined {
  return list.length === 0 ? undefined : list[roll(list.length)];
}

function grow(roll: World['roll'], at: number): Node {
  const student = node(`s${roll(20)}`, at);
  for (let e = roll(5); e > 0; e -= 1) {
    const enrolment = node(`e${roll(20)}`, at);
    student.children.set(enrolment.id, enrolment);
    for (let u = roll(6); u > 0; u -= 1) enrolment.children.set(`u${u}`, node(`u${u}`, at));
  }
  return student;
}

/** The world outside a process that may die after so many steps, before or after the step was done, and a vendor that may fail. */
function doomed(world: World, steps: number, failures: boolean): { http: CountingHttp; store: PageStore } {
  const { kept, roll, swept } = world;
  let left = steps;
  const step = async <T>(work: () => T | Promise<T>): Promise<T> => {
    if (left <= 0) throw new Died();
    left -= 1;
    if (left === 0 && roll(2) === 0) throw new Died();
    const done = await work();
    if (left === 0) throw new Died();
    return done;
  };
  const { school, store } = kept;
  const send: CountingHttp['send'] = (request) =>
    step(() => {
      if (failures && roll(25) === 0) throw fail(roll(2) === 0 ? 'provider_unavailable' : 'rate_limited', 'not now');
      return school.send(request);
    });
  return {
    http: { stats: school.stats, rows: () => school.rows(), send },
    store: {
      probe: (keys) => step(() => store.probe(keys)),
      store: (page) => step(() => store.store(page)),
      keepParts: (lists) => step(() => store.keepParts(lists)),
      sweep: () =>
        step(async () => {
          const before = alive(store);
          const result = await store.sweep();
          const after = new Set(alive(store));
          for (const key of before) if (!after.has(key)) swept.set(key, (swept.get(key) ?? 0) + 1);
          return result;
        }),
    },
  };
}

function versionOf({ kept: { store } }: World, key: string): number {
  const record = store.records.get(key);
  const data = record?.deleted === false ? record.data : null;
  return data !== null && data !== undefined && 'name' in data ? Number(data.name) : 0;
}

/** One run with all its attempts. `calm`: nothing changes and nothing fails. Checks what a complete run must have come to. */
async function playRun(world: World, mode: 'full' | 'incremental' | undefined, calm: boolean): Promise<void> {
  const { kept, roll } = world;
  const owed = visible(world);
  const full = mode === 'full' || kept.cursor === undefined;
  const happen = (most: number): void => {
    for (let changes = calm ? 0 : roll(most); changes > 0; changes -= 1) {
      mutate(world);
      const there = visible(world);
      for (const key of owed.keys()) if (!there.has(key)) owed.delete(key);
    }
  };
  for (let attempts = 0; ; attempts += 1) {
    const quiet = calm || attempts > 12;
    const outside = doomed(world, quiet ? Number.POSITIVE_INFINITY : 1 + roll(40), !quiet);
    let result: RunResult;
    try {
      result = await attempt(kept, { ...outside, ...(mode === undefined ? {} : { mode }) });
    } catch (error) {
      if (error instanceof PlugboardError && error.code === 'permission_denied') {
        // Nothing could be read at all: the run has failed, and the next is another one.
        kept.run = undefined;
        return;
      }
      if (!(error instanceof Died || (error instanceof PlugboardError && error.retry))) throw error;
      if (!quiet) happen(3);
      continue;
    }
    if (result.outcome !== 'complete') throw new Error(`ended ${result.outcome}`);
    const missed = result.parts?.missed ?? [];
    expect(result.swept === undefined).toBe(!full || missed.length > 0);
    const wrong = [...owed].filter(([key, version]) => !under(missed, key) && versionOf(world, key) < version);
    expect(wrong).toEqual([]);
    happen(4);
    return;
  }
}

function under(missed: readonly MissedPart[], key: string): boolean {
  return missed.some((part) => key.startsWith(`${part.key}/`));
}

const declared = fc.record({
  seed: fc.integer(),
  name: fc.constantFrom('enrolments', 'units'),
  students: fc.boolean(),
  enrolments: fc.boolean(),
  size: fc.integer({ min: 1, max: 4 }),
});

test('whatever dies, fails, comes, goes and refuses: nothing is lost, nothing twice, nothing swept that is there', async () => {
  await fc.assert(
    fc.asyncProperty(declared, async ({ seed, name, students, enrolments, size }) => {
      const roll = dice(seed);
      const school = new School();
      school.size = size;
      const streams = schoolStreams({ enrolments: { onlyChanged: students }, units: { onlyChanged: enrolments } });
      const narrow = { students, enrolments: enrolments && name === 'units' };
      const world: World = {
        kept: keep(school, name, streams),
        roll,
        narrow,
        attic: [],
        swept: new Map(),
        states: new Map(),
        ids: new Set(),
      };
      for (let count = roll(7); count > 0; count -= 1) {
        const student = grow(roll, school.now);
        if (!isNew(world, student.id)) continue;
        for (const id of student.children.keys()) isNew(world, `${student.id}/${id}`);
        school.students.set(student.id, student);
      }
      school.now += 60_000;
      for (let runs = 1 + roll(5); runs > 0; runs -= 1) {
        await playRun(world, roll(3) === 0 ? 'full' : undefined, false);
        school.now += 1 + roll(60_000);
      }
      for (const student of school.students.values())
        for (const one of [student, ...student.children.values()]) one.refuses = undefined;
      // An increment finds all that was left undone; a full pass also what is gone.
      await playRun(world, undefined, true);
      school.now += 1;
      await playRun(world, 'full', true);
      const there = visible(world);
      expect(alive(world.kept.store)).toEqual([...there.keys()].toSorted());
      for (const [key, version] of there) expect([key, versionOf(world, key)]).toEqual([key, version]);
      for (const [key, writes] of world.kept.store.writes)
        expect(writes).toBeLessThanOrEqual((world.states.get(key)?.size ?? 0) + (world.swept.get(key) ?? 0));
    }),
    { numRuns: 300 },
  );
});

test('of a list that stays as it is, every record is read once, wherever the process dies', async () => {
  await fc.assert(
    fc.asyncProperty(declared, async ({ seed, name, size }) => {
      const roll = dice(seed);
      const school = new School();
      school.size = size;
      for (let count = roll(9); count > 0; count -= 1) {
        const student = grow(roll, school.now);
        school.students.set(student.id, student);
      }
      const world: World = {
        kept: keep(school, name, schoolStreams()),
        roll,
        narrow: { students: false, enrolments: false },
        attic: [],
        swept: new Map(),
        states: new Map(),
        ids: new Set(),
      };
      for (let attempts = 0; ; attempts += 1) {
        const outside = doomed(world, attempts > 8 ? Number.POSITIVE_INFINITY : 1 + roll(30), true);
        try {
          await attempt(world.kept, outside);
          break;
        } catch (error) {
          if (!(error instanceof Died || (error instanceof PlugboardError && error.retry))) throw error;
        }
      }
      const { store } = world.kept;
      const there = [...visible(world).keys()].toSorted();
      expect(alive(store)).toEqual(there);
      expect(store.pages.reduce((sum, page) => sum + page.read, 0)).toBe(there.length);
      expect([...store.writes.values()].every((times) => times === 1)).toBe(true);
      expect(store.pages.map((page) => page.no)).toEqual(store.pages.map((_page, i) => i + 1));
    }),
    { numRuns: 200 },
  );
});
