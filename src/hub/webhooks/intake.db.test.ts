// What comes to an integration's own address, over real HTTP.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bellKey, bellRegistry, bellSandbox, bellSignature } from '../../testing/bell-vendor.ts';
import { testServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
let key: string;
let slug: string;
let tenants = 0;
beforeAll(async () => {
  server = await testServer({
    registry: bellRegistry,
    sandboxes: [{ key: 'bell', sandbox: bellSandbox }],
    at: '2026-07-01T00:00:00Z',
  });
});
afterAll(() => server?.stop());
beforeEach(async () => {
  tenants += 1;
  slug = `tenant-${tenants}`;
  ({ key } = await server.tenant(slug));
});

const ask = (method: string, path: string, body?: unknown) =>
  server.ask(method, path, { key, ...(body === undefined ? {} : { body }) });

async function connected(provider: string): Promise<string> {
  const { id } = (
    await ask('POST', '/api/integrations', { provider, auth_method: 'api_key', credentials: { api_key: bellKey } })
  ).body;
  expect((await ask('POST', `/api/integrations/${id}/connect`, { sync: false })).body).toMatchObject({
    outcome: 'connected',
  });
  return id;
}

describe('smoke', () => {
  it('works', async () => {
    const id = await connected('bell');
    const address = await ask('PUT', `/api/integrations/${id}/webhook-address`, { secret: 'bell_one' });
    console.log(address.body);
    const body = JSON.stringify({
      type: 'good.changed',
      id: 'e1',
      at: '2026-07-01T00:00:00Z',
      data: { id: 'g', name: 'G' },
    });
    const answer = await fetch(address.body.url, {
      method: 'POST',
      body,
      headers: bellSignature('bell_one', body, server.clock.now()),
    });
    console.log(answer.status, await answer.text());
    const bad = await fetch(address.body.url, {
      method: 'POST',
      body,
      headers: bellSignature('bell_two', body, server.clock.now()),
    });
    console.log(bad.status, await bad.text());
    console.log(JSON.stringify((await ask('GET', `/api/integrations/${id}/webhook-address`)).body, null, 1));
  });
});
