// The vendor of the faults against a server that refuses, loses answers and takes things late.
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from './fault.ts';
import { inNoOrder, openVendor } from './sending.ts';
import { chargeEvent } from './stripe-events.ts';

const seen = new Map<string, number>();
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { id } = JSON.parse(Buffer.concat(chunks).toString()) as { id: string };
    const times = (seen.get(id) ?? 0) + 1;
    seen.set(id, times);
    if (times === 1) response.writeHead(503, { 'retry-after': '1' }).end();
    else if (times === 2) request.socket.destroy();
    else response.writeHead(200).end();
  });
});
let origin: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address === 'object' && address !== null) origin = `http://127.0.0.1:${address.port}`;
});
afterAll(() => server.close());

test('each is sent until it is taken, and every answer is on record', async () => {
  const events = [1, 2, 3].map((no) => chargeEvent(no, 0));
  const vendor = openVendor({ origins: [origin], path: '/', secret: 's', again: () => pause(1) });
  await vendor.send(events, { inFlight: 2, withinMs: 10_000 });
  await vendor.close();
  expect([...vendor.acknowledged()].toSorted()).toEqual(events.map(({ id }) => id));
  const first = vendor.attempts.filter(({ event }) => event === events[0]?.id);
  expect(first.map(({ status }) => status)).toEqual([503, undefined, 200]);
  expect(first[0]?.retryAfter).toBe('1');
});

test('a stream keeps its pace and its promises', async () => {
  const events = [4, 5, 6, 7].map((no) => chargeEvent(no, 0));
  const vendor = openVendor({ origins: [origin], path: '/', secret: 's', again: () => pause(1) });
  await vendor.stream(events, { perSecond: 100, withinMs: 10_000 });
  await vendor.close();
  expect(vendor.acknowledged().size).toBe(4);
  const starts = events.map(({ id }) => vendor.attempts.find(({ event }) => event === id)?.fromMs ?? 0);
  expect((starts[3] ?? 0) - (starts[0] ?? 0)).toBeGreaterThanOrEqual(28);
});

test('in no order: everything once at least, the share asked for twice, half of these side by side', () => {
  const events = Array.from({ length: 1_000 }, (_, no) => no);
  const order = inNoOrder(events, 0.3, seededRandom(5));
  const counts = Map.groupBy(order, (event) => event);
  expect(counts.size).toBe(1_000);
  const twice = [...counts.values()].filter((copies) => copies.length === 2).length;
  expect(twice).toBeGreaterThan(230);
  expect(twice).toBeLessThan(370);
  const together = order.filter((event, index) => order[index + 1] === event).length;
  expect(together / twice).toBeGreaterThan(0.4);
  expect(order.slice(0, 10)).not.toEqual(events.slice(0, 10));
  expect(inNoOrder(events, 0.3, seededRandom(5))).toEqual(order);
});
