// How executing a run ends when the world moves under it: an integration that is no longer connected, a commit whose answer is lost.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fail } from '../contract/errors.ts';
import { shelfKey, shelfRegistry, shelfSandbox } from '../testing/shelf-vendor.ts';
import { testServer, type TestServer } from '../testing/server.ts';
import type { HubContext } from './context.ts';
import { readId } from './ids.ts';
import { executeRun } from './run-execution.ts';

let server: TestServer;
let tenantId: string;

beforeAll(async () => {
  server = await testServer({ sandboxes: [{ key: 'shelf', sandbox: shelfSandbox }], registry: shelfRegistry });
  await server.tenant('acme');
  tenantId = readId('ten', (await server.hub.tenants.get(server.system, 'acme')).id);
});
afterAll(() => server?.stop());

async function queuedRun(): Promise<{ integration: string; run: string }> {
  const { hub, system } = server;
  const credentials = { api_key: shelfKey };
  const { id } = await hub.integrations.create(system, 'acme', {
    provider: 'shelf',
    auth_method: 'api_key',
    credentials,
  });
  await hub.connection.connect(system, 'acme', id, { sync: false });
  const { runs } = await hub.runs.sync(system, 'acme', id, { streams: ['books'] });
  return { integration: id, run: runs[0]?.id ?? '' };
}

const execute = (run: string, context: HubContext = server.composition.context) =>
  executeRun(context, tenantId, readId('run', run), new AbortController().signal);

test('a run of an integration that is no longer connected fails and says so', async () => {
  const { integration, run } = await queuedRun();
  await server.composition.store.inTenant(tenantId, (trx) =>
    trx
      .updateTable('integration')
      .set({ auth_state: 'draft' })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', readId('int', integration))
      .execute(),
  );
  expect(await execute(run)).toBe('ended');
  expect(await server.hub.runs.get(server.system, 'acme', run)).toMatchObject({
    state: 'failed',
    error: { code: 'conflict', fault: 'you' },
  });
});

test('a run that has ended stays ended when the answer to that commit is lost', async () => {
  const { run } = await queuedRun();
  const { context, store } = server.composition;
  let lost = false;
  const deaf: HubContext = {
    ...context,
    store: {
      ...store,
      inTenant: async (tenant, work, options) => {
        const result = await store.inTenant(tenant, work, options);
        const { state } = await server.hub.runs.get(server.system, 'acme', run);
        if (lost || state !== 'succeeded') return result;
        lost = true;
        throw fail('storage_unavailable', 'The database cannot be reached.');
      },
    },
  };
  expect(await execute(run, deaf)).toBe('not ours');
  expect(lost).toBe(true);
  expect(await server.hub.runs.get(server.system, 'acme', run)).toMatchObject({ state: 'succeeded', created: 1 });
  const told = await store.inTenant(tenantId, (trx) =>
    trx
      .selectFrom('outbox')
      .select('payload')
      .where('tenant_id', '=', tenantId)
      .where('kind', '=', 'run.finished')
      .execute(),
  );
  expect(told.filter(({ payload }) => payload['run_id'] === run)).toHaveLength(1);
});
