/** Who gets a child, and when: with children of the test's own, so that order is not a matter of time. */
import { afterEach, expect, test, vi } from 'vitest';
import type { ExpressionProcess, Reply } from './expression-process.ts';
import { openExpressions, type Expressions } from './expressions.ts';

interface Asked {
  readonly text: string;
  reply(reply: Reply): void;
}

let expressions: Expressions | undefined;
afterEach(() => expressions?.close());

/** A pool of children that answer when they are told to. */
function pool(size: number) {
  const asked: Asked[] = [];
  const count = { started: 0, killed: 0 };
  const start = async (): Promise<ExpressionProcess> => {
    count.started += 1;
    return {
      ask: (line) => new Promise((resolve) => asked.push({ text: Buffer.from(line).toString(), reply: resolve })),
      kill: () => void (count.killed += 1),
    };
  };
  const opened = openExpressions(size, start);
  expressions = opened;
  const ask = (group: string, text: string) => opened.ask(group, Buffer.from(text), 1000);
  const texts = () => asked.map((one) => one.text);
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const answer = async (at: number, reply: Reply = { line: 'done' }) => {
    asked[at]?.reply(reply);
    await settled();
  };
  return { ask, answer, texts, settled, count, strike: opened.strike };
}

test('children are started when they are needed, and kept', async () => {
  const { ask, answer, count } = pool(4);
  expect(count.started).toBe(0);
  for (let i = 0; i < 3; i += 1) {
    const asking = ask('a', `${i}`);
    await vi.waitFor(() => expect(count.started).toBe(1), 10_000);
    await answer(i);
    expect(await asking).toEqual({ line: 'done' });
  }
  expect(count.started).toBe(1);
});

test('tenants take turns, whoever asked more and first', async () => {
  const { ask, answer, texts, settled } = pool(2);
  for (let i = 0; i < 6; i += 1) void ask('many', `many ${i}`);
  void ask('one', 'one');
  await settled();
  expect(texts()).toEqual(['many 0', 'many 1']);
  await answer(0);
  await answer(1);
  expect(texts()).toEqual(['many 0', 'many 1', 'many 2', 'one']);
});

test('a tenant that made trouble never has the last child', async () => {
  const { ask, answer, texts, settled, count, strike } = pool(2);
  const first = ask('trouble', 't0');
  await settled();
  await answer(0, { killed: 'time' });
  expect(await first).toEqual({ killed: 'time' });
  // A new one is on its way at once.
  expect(count.started).toBe(2);
  for (let i = 1; i < 4; i += 1) void ask('trouble', `t${i}`);
  strike('others');
  void ask('others', 'o');
  await settled();
  expect(texts()).toEqual(['t0', 't1']);
  void ask('good', 'g');
  await settled();
  expect(texts()).toEqual(['t0', 't1', 'g']);
  await answer(1);
  await answer(2);
  // Those who wait share the one they may have, and take turns with it.
  expect(texts()).toEqual(['t0', 't1', 'g', 't2']);
  await answer(3);
  expect(texts()).toEqual(['t0', 't1', 'g', 't2', 'o']);
});

test('a child that cannot be started fails what waited for it, and the next one is tried', async () => {
  let times = 0;
  const start = async (): Promise<ExpressionProcess> => {
    times += 1;
    if (times === 1) throw new Error('no more processes');
    return { ask: async () => ({ line: 'done' }), kill: () => {} };
  };
  expressions = openExpressions(2, start);
  await expect(expressions.ask('a', Buffer.from('x'), 1000)).rejects.toThrow('no more processes');
  expect(await expressions.ask('a', Buffer.from('x'), 1000)).toEqual({ line: 'done' });
});

test('closing ends all children', async () => {
  const { ask, answer, settled, count } = pool(3);
  void ask('a', '1');
  void ask('a', '2');
  await settled();
  await answer(0);
  await answer(1);
  await expressions?.close();
  expect(count).toEqual({ started: 2, killed: 2 });
});
