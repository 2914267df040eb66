// Who gets a worker's places. The queue is a list; nothing here waits for time to pass.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { workOff, type Job, type JobSource, type Places } from './job-places.ts';

/** Sleeps until it is told to stop: whatever happens, happens because somebody said so. */
const still = {
  now: () => 0,
  sleep: (_ms: number, signal?: AbortSignal) =>
    new Promise<void>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
};

interface Bench {
  readonly begun: string[];
  /** Lets the job end. */
  end(id: string): Promise<void>;
  add(...ids: readonly string[]): Promise<void>;
  stop(): Promise<void>;
  readonly failed: string[];
}

/** Jobs are named `group.number`. */
function bench(places: Places, ids: readonly string[]): Bench {
  const waiting = ids.map(jobOf);
  const begun: string[] = [];
  const failed: string[] = [];
  const ends = new Map<string, () => void>();
  const source: JobSource = {
    fetch: async (without) => {
      const at = waiting.findIndex(({ groupId }) => !without.includes(groupId ?? ''));
      return at < 0 ? undefined : waiting.splice(at, 1)[0];
    },
    complete: async () => undefined,
    fail: async ({ id }) => failed.push(id),
    touch: async () => undefined,
  };
  const work = workOff({
    source,
    places,
    handle: (data, signal) => {
      const id = String(data);
      begun.push(id);
      return new Promise((resolve, reject) => {
        ends.set(id, resolve);
        signal.addEventListener('abort', () => reject(new Error('stopped')));
      });
    },
    clock: still,
    onError: (error) => {
      throw error;
    },
  });
  return {
    begun,
    failed,
    end: async (id) => {
      ends.get(id)?.();
      await settled();
    },
    add: async (...more) => {
      waiting.push(...more.map(jobOf));
      work.wake();
      await settled();
    },
    stop: () => work.stop(0),
  };
}

function jobOf(id: string): Job {
  return { id, retryCount: 0, data: id, groupId: id.split('.')[0] ?? '' };
}
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

test('every group gets a place before any gets a second, and none more than its share', async () => {
  const { begun, end, stop } = bench({ all: 5, ofGroup: 2 }, ['a.1', 'a.2', 'a.3', 'a.4', 'b.1', 'c.1']);
  await settled();
  expect(begun).toEqual(['a.1', 'b.1', 'c.1', 'a.2']);
  await end('b.1');
  expect(begun).toHaveLength(4);
  await end('a.1');
  expect(begun.at(-1)).toBe('a.3');
  await stop();
});

test('somebody who comes later is not kept waiting by a group with many', async () => {
  const { begun, end, add, stop } = bench(
    { all: 2 },
    Array.from({ length: 20 }, (_, i) => `a.${i}`),
  );
  await settled();
  await add('b.1');
  await end('a.0');
  expect(begun.at(-1)).toBe('b.1');
  await stop();
});

test('what is told of while all places are taken is not forgotten', async () => {
  const { begun, end, add, stop } = bench({ all: 1 }, ['a.1']);
  await settled();
  await add('b.1');
  expect(begun).toEqual(['a.1']);
  await end('a.1');
  expect(begun).toEqual(['a.1', 'b.1']);
  await stop();
});

test('whoever is stopped is given back', async () => {
  const { failed, stop } = bench({ all: 2 }, ['a.1', 'b.1', 'c.1']);
  await settled();
  await stop();
  expect(failed.toSorted()).toEqual(['a.1', 'b.1']);
});

test('no order of jobs and ends leaves a place empty that somebody may have', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 3 }),
      fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 }),
      fc.infiniteStream(fc.nat()),
      async (all, ofGroup, groups, picks) => {
        const ids = groups.map((group, i) => `${group}.${i}`);
        const { begun, end, stop } = bench({ all, ofGroup: Math.min(ofGroup, all) }, ids);
        const ended: string[] = [];
        await settled();
        while (ended.length < ids.length) {
          const running = begun.filter((id) => !ended.includes(id));
          expect(running.length).toBeLessThanOrEqual(all);
          expect(running.length).toBeGreaterThan(0);
          const { value: pick } = picks.next();
          const next = running[Number(pick) % running.length] ?? '';
          ended.push(next);
          await end(next);
        }
        expect(begun.toSorted()).toEqual(ids.toSorted());
        await stop();
      },
    ),
    { numRuns: 30 },
  );
});
