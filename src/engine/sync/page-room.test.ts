import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openPageRoom } from './page-room.ts';

const forever = new AbortController().signal;
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('there is room until so many pages are there, then in the order of asking', async () => {
  const { room, hold } = openPageRoom(2);
  await room(forever);
  const release = [hold(), hold()];
  const entered: string[] = [];
  for (const name of ['a', 'b', 'c']) void room(forever).then(() => entered.push(name));
  await settled();
  expect(entered).toEqual([]);
  release[0]?.();
  await settled();
  expect(entered).toEqual(['a']);
  release[1]?.();
  await settled();
  expect(entered).toEqual(['a', 'b', 'c']);
});

test('letting go twice counts once', async () => {
  const { room, hold } = openPageRoom(1);
  const first = hold();
  first();
  first();
  hold();
  let entered = false;
  void room(forever).then(() => (entered = true));
  await settled();
  expect(entered).toBe(false);
});

test('who is told to stop does not wait, and nobody waits for him', async () => {
  const { room, hold } = openPageRoom(1);
  const release = hold();
  const stopping = new AbortController();
  const stopped = room(stopping.signal);
  const other = room(forever);
  stopping.abort(new Error('stop'));
  await expect(stopped).rejects.toThrow('stop');
  await expect(async () => room(stopping.signal)).rejects.toThrow('stop');
  release();
  await other;
});

test('whatever the order in which pages are let go of, everybody gets in', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 30 }),
      fc.scheduler(),
      async (most, runs, s) => {
        const { room, hold } = openPageRoom(most);
        let done = 0;
        const one = async (): Promise<void> => {
          await room(forever);
          const release = hold();
          await s.schedule(Promise.resolve());
          release();
          done += 1;
        };
        await s.waitFor(Promise.all(Array.from({ length: runs }, one)));
        expect(done).toBe(runs);
      },
    ),
  );
});
