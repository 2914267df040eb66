import { afterAll, beforeAll, expect, it } from 'vitest';
import { testServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.stop());
it('starts', async () => {
  const { key } = await server.tenant('acme');
  expect(await server.ask('GET', '/api/changes', { key })).toMatchObject({ status: 200 });
  expect(await server.ask('GET', '/api/records/invoice', { key })).toMatchObject({ status: 200 });
  expect(await server.ask('GET', '/api/records/invoice?updated_since=2026-01-01T00:00:00Z', { key })).toMatchObject({ status: 200 });
  expect(await server.ask('GET', '/api/deletions', { key })).toMatchObject({ status: 200 });
});
