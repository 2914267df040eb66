// Who is forgotten is forgotten in what was sent and in what waits, also where only a receiver or a route named them.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readId } from '../ids.ts';
import { sealedPlaces } from '../../store/index.ts';
import type { LendingServer } from '../../testing/lending-server.ts';
import { lend, peopleServer } from '../../testing/privacy-vendor.ts';
import { newId } from '../ids.ts';
import { deliverTo } from './consumer.ts';

let server: LendingServer;
beforeAll(async () => {
  server = await peopleServer();
});
afterAll(() => server?.stop());

const ann = { id: 'r-ann-7', reader: 'Annabel Quill', email: 'ann@example.com', phone: '1', at: 1000 };
const bob = { id: 'r-bob-8', reader: 'Bob Marsh', email: 'bob@example.com', phone: '2', at: 1000 };

test('bodies and answers go, what waits is cancelled, the others stay', async () => {
  const library = await server.library();
  const { hub, system } = server;
  // Its answer is a failure, so that everything waits; what it says is kept.
  const endpoint = await hub.endpoints.create(system, library.slug, {
    url: 'https://au.shelf.example/nowhere',
    types: ['record.*'],
  });
  const quiet = await hub.endpoints.create(system, library.slug, {
    url: 'https://au.shelf.example/x',
    types: ['run.failed'],
  });
  lend({ readers: [ann, bob], enrolled: [] });
  await library.read('people', { force: true });
  await hub.events.catchUp(library.tenantId);
  await hub.deliverySender.sendDue();
  const events = await library.inTenant((trx) => trx.selectFrom('event').selectAll().orderBy('id').execute());
  const bobs = events.find(({ key }) => key === bob.id)?.id ?? '';
  const named = await library.inTenant((trx) =>
    deliverTo(server.composition.context, trx, {
      tenantId: library.tenantId,
      endpointId: readId('ep', quiet.id),
      eventId: bobs,
      routeId: newId(server.composition.context),
      body: { text: 'Bob borrowed from ann@example.com' },
    }),
  );
  const opened = async (): Promise<string> => {
    const texts: string[] = [];
    for (const table of ['delivery', 'attempt'] as const) {
      const rows = await library.inTenant((trx) =>
        trx.selectFrom(table).select(['id', 'sealed', 'key_version']).execute(),
      );
      for (const { id, sealed, key_version: version } of rows) {
        if (sealed === null || version === null) continue;
        const text = await server.composition.store.vault.open(
          library.tenantId,
          sealedPlaces[table](id),
          version,
          sealed,
        );
        texts.push(text.toString('utf8'));
      }
    }
    return texts.join('\n');
  };
  expect(await opened()).toMatch(/Annabel[^]*ann@example.com/);
  const { id } = await hub.privacy.erase(system, library.slug, { email: 'ann@example.com' });
  await hub.privacy.execute(library.tenantId, readId('era', id), new AbortController().signal);
  const left = await opened();
  expect(left).not.toMatch(/annabel|quill|ann@example.com/i);
  expect(left).toContain('Bob Marsh');
  const rows = await library.inTenant((trx) => trx.selectFrom('delivery').selectAll().orderBy('no').execute());
  const stateOf = (key: string) =>
    rows.find(
      ({ event_id: of, route_id: route }) =>
        route === null && events.some((event) => event.id === of && event.key === key),
    )?.state;
  expect([stateOf(ann.id), stateOf(bob.id)]).toEqual(['cancelled', 'queued']);
  expect(rows.find((row) => row.id === named)).toMatchObject({ state: 'cancelled', sealed: null });
  expect((await hub.privacy.get(system, library.slug, id)).erased).toMatchObject({ deliveries: 2 });
  const cancelled = rows.find(({ state, route_id: route }) => state === 'cancelled' && route === null);
  await expect(hub.deliveries.retry(system, library.slug, `dlv_${cancelled?.id.replaceAll('-', '')}`)).rejects.toThrow(
    'erased',
  );
  // Nothing of it goes out again.
  server.clock.advance(3_600_000);
  await hub.deliverySender.sendDue();
  expect(await opened()).not.toMatch(/annabel|quill|ann@example.com/i);
  expect(
    (await hub.deliveries.list(system, library.slug, { endpoint: endpoint.id })).data.length,
  ).toBeGreaterThanOrEqual(2);
});

test('an erasure between making a body and keeping it wins', async () => {
  const library = await server.library();
  const { hub, system } = server;
  await hub.endpoints.create(system, library.slug, { url: 'https://au.shelf.example/nowhere', types: ['record.*'] });
  lend({ readers: [ann, bob], enrolled: [] });
  await library.read('people', { force: true });
  await hub.events.catchUp(library.tenantId);
  // Nothing was sent yet, so nothing is sealed: the erasure finds only the event.
  const { id } = await hub.privacy.erase(system, library.slug, { email: 'ann@example.com' });
  await hub.privacy.execute(library.tenantId, readId('era', id), new AbortController().signal);
  const { data } = await hub.deliveries.list(system, library.slug, {});
  expect(data.map(({ type, state }) => `${type} ${state}`).toSorted()).toEqual([
    'record.created cancelled',
    'record.created queued',
  ]);
});
