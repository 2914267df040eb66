// How webhooks are grouped, and what happens when the database is slower than they come.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fail } from '../contract/errors.ts';
import { webhookIntake, type IncomingWebhook, type Kept } from './webhook-intake.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const webhook = (size = 10): IncomingWebhook => ({
  tenantId: '00000000-0000-0000-0000-000000000001',
  integrationId: '00000000-0000-0000-0000-000000000002',
  key: Buffer.alloc(16),
  id: '00000000-0000-0000-0000-000000000003',
  type: 't',
  vendorId: undefined,
  happenedAt: undefined,
  digest: Buffer.alloc(16),
  bytes: size,
  sealed: Buffer.alloc(size),
  keyVersion: 1,
});
/** Whatever was to begin at the end of this turn has begun. */
async function immediate(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A database whose calls end when they are told to. */
function slowDatabase() {
  const calls: { rows: number; end: (answer?: Error) => void }[] = [];
  const intake = webhookIntake({
    query: (_text, values) => {
      const { promise, resolve, reject } = Promise.withResolvers<[]>();
      const rows = JSON.parse(String(values[0])).flatMap((part: { rows: unknown[] }) => part.rows).length;
      calls.push({ rows, end: (answer) => (answer === undefined ? resolve([]) : reject(answer)) });
      return promise;
    },
  });
  return { ...intake, calls };
}

it('what comes while calls are under way makes the next group, of 128 at most', async () => {
  const { keep, calls } = slowDatabase();
  const alone: Promise<Kept>[] = [];
  for (let i = 0; i < 4; i += 1) {
    alone.push(keep(webhook()));
    await immediate();
  }
  const rest = Array.from({ length: 200 }, () => keep(webhook()));
  await immediate();
  expect(calls.map(({ rows }) => rows)).toEqual([1, 1, 1, 1]);
  calls[0]?.end();
  expect(await alone[0]).toBe('stored');
  await immediate();
  expect(calls.map(({ rows }) => rows)).toEqual([1, 1, 1, 1, 128]);
  calls[1]?.end();
  await alone[1];
  await immediate();
  expect(calls.map(({ rows }) => rows)).toEqual([1, 1, 1, 1, 128, 72]);
  for (const call of calls.slice(2)) call.end();
  expect(new Set(await Promise.all(rest))).toEqual(new Set(['stored']));
});

it('a database that is away fails the whole group, and is asked again for the next', async () => {
  const { keep, calls } = slowDatabase();
  const some = [keep(webhook()), keep(webhook())].map((one) => one.catch((error: unknown) => error));
  await immediate();
  calls[0]?.end(fail('storage_unavailable', 'away'));
  expect(await Promise.all(some)).toMatchObject([{ code: 'storage_unavailable' }, { code: 'storage_unavailable' }]);
  const next = keep(webhook());
  await immediate();
  calls[1]?.end();
  expect(await next).toBe('stored');
});

it('nobody waits for a database that does not answer, and no more wait than it could ever take', async () => {
  const { keep } = slowDatabase();
  const some = Array.from({ length: 3 }, () => keep(webhook()).catch((error: unknown) => error));
  await immediate();
  await vi.advanceTimersByTimeAsync(8_000);
  expect(await Promise.all(some)).toMatchObject(Array.from({ length: 3 }, () => ({ code: 'storage_unavailable' })));
  const large = 1024 * 1024;
  const outcomes = await Promise.allSettled(
    Array.from({ length: 70 }, () => Promise.race([keep(webhook(large)), immediate()])),
  );
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(7);
  await vi.advanceTimersByTimeAsync(8_000);
});
