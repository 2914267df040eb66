import { afterAll, beforeAll, expect, test } from 'vitest';
import { testServer, type TestServer } from '../testing/server.ts';
import { platformTenant } from '../store/index.ts';
import { sharedNow } from './shared-clock.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer({ at: '2020-01-01T00:00:00Z' });
});
afterAll(() => server?.stop());

test('is the database’s, outside a transaction and within one; a test’s own where there is one', async () => {
  const { sharedClock: own, ...context } = server.composition.context;
  // The database runs on this machine.
  const inDatabase = await server.composition.store.inTenant(platformTenant, (trx) => sharedNow(context, trx));
  for (const ms of [await sharedNow(context), inDatabase]) expect(Math.abs(ms - Date.now())).toBeLessThan(60_000);
  expect(Number.isInteger(inDatabase)).toBe(true);
  expect(own).toBeDefined();
  expect(await sharedNow(server.composition.context)).toBe(Date.parse('2020-01-01T00:00:00Z'));
});
