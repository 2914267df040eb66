// Somebody is forgotten: in the events there are, in what they say, and in those that come of it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEars } from '../../testing/event-listening.ts';
import type { LendingServer, Library } from '../../testing/lending-server.ts';
import { everything, lend, peopleServer } from '../../testing/privacy-vendor.ts';
import { readId } from '../ids.ts';
import { eventFollow } from './follow.ts';

let server: LendingServer;
let library: Library;
beforeAll(async () => {
  server = await peopleServer();
  library = await server.library();
});
afterAll(() => server?.stop());

const ann = { id: 'r-ann-7', reader: 'Annabel Quill', email: 'annabel.quill@example.com', at: 1000 };
const bob = { id: 'r-bob-8', reader: 'Bob Marsh', email: 'bob@example.com', at: 1000 };
const hers = /annabel|quill|r-ann-7/i;

it('a person is gone from events, too, and the tenant hears that she is', async () => {
  const ear = (await openEars(server.database))();
  const { catchUp } = eventFollow(server.composition.context, [ear]);
  lend({ readers: [ann, bob], enrolled: [] });
  await library.read('people', { force: true });
  await catchUp(library.tenantId);
  await library.inTenant((trx) =>
    trx
      .insertInto('outbox')
      .values({
        tenant_id: library.tenantId,
        kind: 'run.failed',
        payload: JSON.stringify({ error: { message: 'The vendor refused Annabel Quill.' } }),
      })
      .execute(),
  );
  await catchUp(library.tenantId);
  const lines = async () =>
    (await everything(server, library)).split('\n').filter((line) => !line.startsWith('heard '));
  expect((await lines()).filter((line) => line.startsWith('event ') && hers.test(line))).toHaveLength(2);

  const { id } = await server.hub.privacy.erase(server.system, library.slug, { email: ann.email });
  // It came about while she was being forgotten.
  await library.inTenant((trx) =>
    trx
      .insertInto('outbox')
      .values({ tenant_id: library.tenantId, kind: 'run.failed', payload: JSON.stringify({ about: ann.email }) })
      .execute(),
  );
  await server.hub.privacy.execute(library.tenantId, readId('era', id), AbortSignal.timeout(30_000));
  expect((await lines()).filter((line) => hers.test(line))).toEqual([]);
  await catchUp(library.tenantId);
  expect((await lines()).filter((line) => hers.test(line))).toEqual([]);
  const heard = (await ear.heard(server.composition.store, library.tenantId)).map(({ type }) => type);
  expect(heard).toEqual(expect.arrayContaining(['record.created', 'record.erased', 'subject.erased']));
});
