import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkClockOf, compareClocks } from './clock.ts';

const at = (theirs: number, before = 100_000, after = 100_000, grainMs = 1) =>
  compareClocks('the other', { theirs, before, after, grainMs });

it.each([
  [100_000, 'ok'],
  [101_900, 'ok'],
  [98_200, 'ok'],
  [102_500, 'warning'],
  [97_000, 'warning'],
  [131_000, 'failed'],
  [60_000, 'failed'],
])('at 100000, a clock that says %i is %s', (theirs, state) => expect(at(theirs).state).toBe(state));

it('says which way, and does not count what asking took or the other does not tell', () => {
  expect(at(107_000).found).toBe('Our clock is 7.0 s behind the other.');
  expect(at(93_000).found).toBe('Our clock is 7.0 s ahead of the other.');
  expect(at(103_000, 100_000, 104_000)).toMatchObject({ state: 'ok' });
  expect(at(97_500, 100_000, 100_000, 1_000)).toMatchObject({ state: 'ok' });
});

let server: Server;
let url: string;
let date: string | undefined;
beforeAll(async () => {
  server = createServer((_request, response) => {
    response.sendDate = false;
    if (date !== undefined) response.setHeader('date', date);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => void server?.close());

it('asks an address for its Date', async () => {
  const now = () => Date.parse('2026-11-21T12:00:00.400Z');
  date = 'Sat, 21 Nov 2026 12:00:00 GMT';
  expect(await checkClockOf(url, now)).toMatchObject({ state: 'ok' });
  date = 'Sat, 21 Nov 2026 11:58:00 GMT';
  expect(await checkClockOf(url, now)).toMatchObject({
    state: 'failed',
    found: expect.stringContaining('119.4 s ahead'),
  });
  for (const none of [undefined, 'soon']) {
    date = none;
    expect(await checkClockOf(url, now)).toMatchObject({
      state: 'warning',
      found: expect.stringContaining('not tell'),
    });
  }
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect(await checkClockOf(url, now)).toMatchObject({
    state: 'warning',
    found: `${new URL(url).host} could not be asked for the time (ECONNREFUSED).`,
  });
});
