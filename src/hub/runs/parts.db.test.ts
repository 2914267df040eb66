/** A stream that is read part by part, from the vendor to the database: what a person sees of a part that may not be read. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gateRegistry, gateSandbox, gateSite, gateUser, type GateState } from '../../testing/gate-vendor.ts';
import { testServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await testServer({
    at: '2026-11-20T00:00:00Z',
    registry: gateRegistry,
    sandboxes: [{ key: 'gate', sandbox: gateSandbox }],
  });
  ({ key } = await server.tenant('school'));
});
afterAll(() => server?.stop());

const vendor = () => server.sandboxes?.state('gate') as GateState;
const ask = (method: string, path: string, body?: unknown) =>
  server.ask(method, path, { key, ...(body === undefined ? {} : { body }) });

test('a part that may not be seen is left out and named: the run is partial, what is stored stays, and the next one reads it again', async () => {
  const made = await ask('POST', '/api/integrations', {
    provider: 'gate',
    auth_method: 'session',
    credentials: gateUser,
    settings: { site: gateSite },
  });
  const { id } = made.body;
  await ask('POST', `/api/integrations/${id}/connect`, { sync: false });
  await server.startWorker();
  const read = async () => {
    const { runs } = (await ask('POST', `/api/integrations/${id}/sync`, { streams: ['locks'] })).body;
    const run = async () => (await ask('GET', `/api/runs/${runs[0].id}`)).body;
    await expect.poll(async () => (await run()).finished_at, { timeout: 10_000 }).not.toBeNull();
    return run();
  };
  const stored = async () =>
    (await ask('GET', '/api/records/product?limit=50')).body.data.map(
      ({ data }: { data: { name: string } }) => data.name,
    );
  expect(await read()).toMatchObject({ state: 'succeeded', read: 2 });
  expect((await stored()).toSorted()).toEqual(['back lock', 'front lock']);
  vendor().secret = ['back'];
  expect(await read()).toMatchObject({ state: 'partial', read: 1, deleted: 0 });
  expect((await stored()).toSorted()).toEqual(['back lock', 'front lock']);
  const { data: lines } = (await ask('GET', `/api/integrations/${id}/logs`)).body;
  expect(lines[0].message).toContain('left out, because they could not be read: 1 of 2 doors (back). First reason: ');
  expect(lines[0].message).toContain('That is a secret.');
  vendor().secret = [];
  expect(await read()).toMatchObject({ state: 'succeeded', read: 2 });
});
