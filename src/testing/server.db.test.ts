import { afterAll, beforeAll, expect, it } from 'vitest';
import { principalOf, tenantOf } from '../server/auth.ts';
import { testServer, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer({
    at: '2026-11-20T00:00:00Z',
    routes: {
      platform: [],
      tenant: [
        async (app, { hub }) => {
          app.get('/whoami', async (request) => hub.tenants.get(principalOf(request), tenantOf(request)));
        },
      ],
    },
  });
});
afterAll(() => server?.stop());

it('serves the real hub on a database of its own, with a clock that stands still', async () => {
  const { key } = await server.tenant('acme');
  const { key: viewer } = await server.tenant('beta', ['read']);
  expect(await server.ask('GET', '/api/whoami', { key })).toMatchObject({
    status: 200,
    body: { slug: 'acme', name: 'acme' },
  });
  expect(await server.ask('GET', '/api/tenants/acme/whoami', { key: viewer })).toMatchObject({
    status: 404,
    body: { code: 'not_found' },
  });
  expect(
    (await server.ask('GET', '/api/whoami', { key: key.replace(/.$/, (last) => (last === '0' ? '1' : '0')) })).status,
  ).toBe(401);
  expect(server.clock.now()).toBe(Date.parse('2026-11-20T00:00:00Z'));
  expect(server.log.join('')).not.toContain(key);
});
