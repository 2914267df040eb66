// The bad receivers are as bad as they say: seen by a client that lets them.
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { harms, startBadTls, startHostile, type HostileReceiver } from './hostile-receivers.ts';

const open: HostileReceiver[] = [];
afterEach(async () => {
  for (const receiver of open.splice(0)) await receiver.close();
});

const all = harms('http://127.0.0.1:9');

async function start(name: string): Promise<HostileReceiver> {
  const harm = all[name];
  if (harm === undefined) throw new Error(`there is no harm called ${name}`);
  const receiver = await startHostile(name, harm);
  open.push(receiver);
  return receiver;
}

/** Sends a request and reads until so many bytes have come, or the other side has ended; then hangs up. */
async function ask({ origin }: HostileReceiver, bytes: number): Promise<string> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nhost: x\r\n\r\n');
  let [text, got] = ['', 0];
  socket.on('data', (chunk: Buffer) => {
    got += chunk.length;
    if (text.length < 1000) text += chunk.toString('latin1').slice(0, 1000);
    if (got >= bytes) socket.destroy();
  });
  await once(socket, 'close');
  return text;
}

test.each([
  ['gone for good (410)', /^HTTP\/1\.1 410 /],
  ['redirect to metadata (301)', /^HTTP\/1\.1 301 [^]*location: http:\/\/169\.254\.169\.254\//],
  ['redirect to this machine (307)', /^HTTP\/1\.1 307 [^]*location: http:\/\/127\.0\.0\.1:9\//],
  ['not HTTP', /^SSH-/],
])('%s answers and hangs up', async (name, expected) => {
  const receiver = await start(name);
  expect(await ask(receiver, Number.POSITIVE_INFINITY)).toMatch(expected);
  expect(receiver.requests()).toBe(1);
});

test('a body of 1 GB is poured out as long as somebody reads', async () => {
  const receiver = await start('body of 1 GB');
  expect(await ask(receiver, 5_000_000)).toMatch(/^HTTP\/1\.1 200 /);
  await expect.poll(() => receiver.visits.length).toBe(1);
  expect(receiver.visits[0]?.bytes).toBeGreaterThanOrEqual(5_000_000);
});

test.each([
  ['body without an end', 40],
  ['slow headers', 27],
])('%s goes on and on', async (name, bytes) => {
  const receiver = await start(name);
  const answer = await ask(receiver, bytes);
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(answer.endsWith('x')).toBe(true);
});

test('a certificate nobody vouches for is refused by whoever looks', async () => {
  const receiver = await startBadTls();
  open.push(receiver);
  await expect(fetch(receiver.origin)).rejects.toThrow('fetch failed');
  expect(receiver.requests()).toBe(0);
});
