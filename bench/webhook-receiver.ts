/**
 * Customers' systems in a process of their own, so that receiving takes nothing from what is measured but its share of the machine: every
 * host accepts at once, but for those whose name begins with `hang`, which answer after 15 seconds. Tells its parent its port, and what came
 * since it was last asked. Started by `receiverProcess`.
 */
import { fork } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { startReceivers, type Receivers } from '../test/faults/receivers.ts';

const came = z.object({
  arrivals: z.array(z.object({ host: z.string(), body: z.string(), atMs: z.number() })),
});
/** `atMs`: milliseconds since the epoch, by the clock of this machine. */
export type Came = z.infer<typeof came>['arrivals'];

export interface ReceiverProcess {
  readonly origin: string;
  /** What came since the last call. */
  take(): Promise<Came>;
  /** How much, without taking it, and without what hangs. */
  count(): Promise<number>;
  stop(): void;
}

const started = z.object({ origin: z.string() });
const counted = z.object({ count: z.number() });

export async function receiverProcess(): Promise<ReceiverProcess> {
  const child = fork(import.meta.filename, [], { serialization: 'advanced' });
  const ended = new Promise<never>((_resolve, reject) =>
    child.once('exit', () => reject(new Error('the receiver ended'))),
  );
  // One question at a time: answers carry no number.
  let turn: Promise<unknown> = Promise.resolve();
  const ask = <T>(what: string, read: (answer: unknown) => T): Promise<T> => {
    const asked = turn.then(
      () =>
        new Promise<T>((resolve, reject) => {
          child.once('message', (answer) => resolve(read(answer)));
          void ended.catch(reject);
          child.send(what);
        }),
    );
    turn = asked.catch(() => undefined);
    return asked;
  };
  const { origin } = await ask('start', (answer) => started.parse(answer));
  return {
    origin,
    take: async () => (await ask('take', (answer) => came.parse(answer))).arrivals,
    count: async () => (await ask('count', (answer) => counted.parse(answer))).count,
    stop: () => void child.kill(),
  };
}

async function answerParent(): Promise<void> {
  const receivers: Receivers = await startReceivers((host) => (_arrival, response) => {
    if (!host.startsWith('hang')) return void response.writeHead(204).end();
    return pause(15_000).then(() => void response.writeHead(204).end());
  });
  let taken = 0;
  const { arrivals } = receivers;
  process.on('message', (what) => {
    if (what === 'start') process.send?.({ origin: receivers.origin });
    if (what === 'count')
      process.send?.({ count: arrivals.slice(taken).filter(({ host }) => !host.startsWith('hang')).length });
    if (what !== 'take') return;
    const since = arrivals.slice(taken).map(({ host, body, atMs }) => ({ host, body, atMs }));
    taken += since.length;
    process.send?.({ arrivals: since });
  });
  process.on('disconnect', () => process.exit(0));
}

if (import.meta.main) await answerParent();
