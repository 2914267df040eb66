import { expect, test } from 'vitest';
import { leapingClock, seededRandom } from './test-support.ts';
import { createWaitingLine, type Served } from './waiting-line.ts';

function open(serve: () => Promise<Served<string>>) {
  const clock = leapingClock();
  const returned: string[] = [];
  const line = createWaitingLine({
    serve,
    returned: (got) => returned.push(got),
    tooLong: (waitMs) => new Error(`too long: ${waitMs}`),
    maxWaitMs: 60_000,
    clock,
    random: seededRandom(),
  });
  return { line, clock, returned };
}

test('a change while it was being asked is not slept through', async () => {
  let asked = 0;
  const { line, clock } = open(async () => {
    asked += 1;
    if (asked === 1) line.wake();
    return asked === 1 ? { waitMs: 1000 } : { got: 'yes' };
  });
  expect(await line.join()).toBe('yes');
  expect(clock.slept).toEqual([]);
});

test('nobody sleeps for somebody who left, and what nobody takes goes back', async () => {
  const leaving = new AbortController();
  const answers: Served<string>[] = [{ waitMs: 1000 }, { got: 'second' }];
  const { line, clock, returned } = open(async () => {
    leaving.abort(new Error('left'));
    return answers.shift() ?? { got: 'more' };
  });
  await expect(line.join(leaving.signal)).rejects.toThrow('left');
  const again = new AbortController();
  const { promise, resolve } = Promise.withResolvers<Served<string>>();
  const other = open(() => promise);
  const waiting = other.line.join(again.signal);
  again.abort(new Error('left too'));
  resolve({ got: 'unwanted' });
  await expect(waiting).rejects.toThrow('left too');
  await new Promise((done) => setImmediate(done));
  expect(other.returned).toEqual(['unwanted']);
  expect(clock.slept).toEqual([]);
  expect(returned).toEqual([]);
  expect(line.empty()).toBe(true);
});

test('a failure of whoever serves is the failure of the first in line only', async () => {
  let asked = 0;
  const { line } = open(async () => {
    asked += 1;
    if (asked === 1) throw new Error('database gone');
    return { got: 'fine' };
  });
  const [first, second] = await Promise.allSettled([line.join(), line.join()]);
  expect(first).toMatchObject({ status: 'rejected', reason: { message: 'database gone' } });
  expect(second).toMatchObject({ status: 'fulfilled', value: 'fine' });
});

test('waiting adds up: somebody who has waited long enough is not asked to wait more', async () => {
  const { line, clock } = open(async () => ({ waitMs: 25_000 }));
  await expect(line.join()).rejects.toThrow('too long: 25000');
  expect(clock.slept.length).toBe(2);
});
