// The database goes away and comes back while the server runs.
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await testServer();
  ({ key } = await server.tenant('acme'));
});
afterAll(() => server?.stop());

/** On another database of the same server: ours is about to refuse connections. */
async function asAdmin(statement: string): Promise<void> {
  const url = new URL(server.database.ownerUrl);
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  const client = new pg.Client(url.href);
  await client.connect();
  try {
    await client.query(statement.replaceAll('%DATABASE%', name));
  } finally {
    await client.end();
  }
}

it('answers 503 with a problem and Retry-After while it is away, and works on as soon as it is back', async () => {
  const ask = () => server.ask('GET', '/api/tenants/acme/integrations', { key });
  expect((await ask()).status).toBe(200);

  await asAdmin('alter database %DATABASE% with connection limit 0');
  await asAdmin("select pg_terminate_backend(pid) from pg_stat_activity where datname = '%DATABASE%'");
  const away = await ask();
  expect(away).toMatchObject({ status: 503, body: { code: 'storage_unavailable', fault: 'us' } });
  expect(Number(away.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await server.ask('GET', '/healthz')).status).toBe(200);
  expect(await server.ask('GET', '/readyz')).toMatchObject({
    status: 503,
    body: { status: 'unavailable', problems: [expect.any(String)] },
  });

  await asAdmin('alter database %DATABASE% with connection limit -1');
  expect((await ask()).status).toBe(200);
  expect((await server.ask('GET', '/readyz')).body).toEqual({ status: 'ok' });
});
