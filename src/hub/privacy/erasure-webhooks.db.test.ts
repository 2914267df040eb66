/** Forgetting in webhooks: those that are stored, those that come later, those that are being worked on; dropped fields; how long they are kept. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { inboxHands } from '../../testing/inbox-hands.ts';
import type { LendingServer, Library } from '../../testing/lending-server.ts';
import { dataOf, everything, peopleServer } from '../../testing/privacy-vendor.ts';
import { clearDesk } from '../../testing/shelf-loans.ts';
import type { Stirred } from '../../testing/stirring-vendor.ts';
import { readId, showId } from '../ids.ts';

let server: LendingServer;
let library: Library;
beforeAll(async () => {
  server = await peopleServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  vi.restoreAllMocks();
  clearDesk();
  library = await server.library();
});

const { send, work, webhooks } = inboxHands(() => ({ server, library }));
const never = new AbortController().signal;
const ann = { id: 'r-ann-7', reader: 'Annabel Quill', email: 'annabel@example.com', at: 1000 };
const bob = { id: 'r-bob-8', reader: 'Bob Marsh', email: 'bob@example.com', at: 1000 };
const told = (stream: string, loan: object, at?: number): Stirred => ({
  type: 'loan.changed',
  payload: JSON.parse(JSON.stringify({ stream, loan })),
  ...(at === undefined ? {} : { at }),
});
const hers = /annabel|quill|r-ann-7/i;
const traces = async () => (await everything(server, library)).split('\n').filter((line) => hers.test(line));

async function forgetHer(): Promise<string> {
  const { id } = await server.hub.privacy.erase(server.system, library.slug, { email: ann.email });
  await server.hub.privacy.execute(library.tenantId, readId('era', id), never);
  return id;
}

describe('a person who is forgotten', () => {
  test('is gone from what webhooks said, processed, queued or failed; the others’ stay', async () => {
    await send(told('people', ann), told('people', bob));
    await work();
    const other = await send(
      { type: 'loan.broken', payload: { about: 'Annabel Quill' } },
      { type: 'loan.gone', payload: { stream: 'people', id: 'r-ann-7' } },
      { type: 'loan.sneezed', payload: { to: 'bob@example.com' } },
    );
    const [broken] = other;
    await library.inTenant((trx) =>
      trx
        .updateTable('webhook')
        .set({
          state: 'failed',
          error: JSON.stringify({ code: 'internal', message: 'Annabel Quill did it', fault: 'us', next: '' }),
        })
        .where('id', '=', broken ?? '')
        .execute(),
    );
    const exported = await server.hub.privacy.export(server.system, library.slug, { email: ann.email }, never);
    expect(exported.webhooks).toHaveLength(3);
    expect(exported.found).toMatchObject({ webhooks: 3 });
    const erasure = await forgetHer();
    expect(await traces()).toEqual([]);
    const rows = await webhooks();
    expect(rows.map(({ erased, state }) => [erased, state])).toEqual([
      [true, 'processed'],
      [false, 'processed'],
      [true, 'failed'],
      [true, 'processed'],
      [false, 'queued'],
    ]);
    expect(await server.hub.privacy.get(server.system, library.slug, erasure)).toMatchObject({
      erased: { webhooks: 3 },
    });
    await expect(server.hub.replay.one(server.system, library.slug, showId('whk', broken ?? ''))).rejects.toMatchObject(
      { code: 'conflict' },
    );
    expect(await server.hub.webhooks.get(server.system, library.slug, showId('whk', broken ?? ''))).toMatchObject({
      payload: null,
      headers: {},
      erased: true,
    });
    await work();
    expect((await webhooks()).every(({ state }) => state !== 'queued')).toBe(true);
    expect(await dataOf(library, 'people', 'r-bob-8')).toMatchObject({ full_name: 'Bob Marsh' });
  });

  test('does not come back with a webhook, and what names her comes without her; neither is kept', async () => {
    await send(told('people', ann));
    await work();
    await forgetHer();
    await send(
      told('people', { ...ann, reader: 'Annabel Again' }),
      told('people', { ...ann, id: 'r-new', reader: 'Annabel Anew' }),
      told('enrolments', { id: 'e1', who: 'r-ann-7', reader: 'Annabel Quill', course: 'First Aid', at: 1000 }),
      { type: 'loan.gone', payload: { stream: 'people', id: 'r-ann-7' } },
      { type: 'loan.sneezed', payload: { by: 'annabel@example.com' } },
      { type: 'loan.broken', payload: { by: 'annabel@example.com' } },
      told('people', bob),
    );
    await work();
    expect((await traces()).filter((line) => !line.includes('Annabel'))).toEqual([]);
    expect(await traces()).toEqual([]);
    expect(await dataOf(library, 'people', 'r-ann-7')).toBeUndefined();
    expect(await dataOf(library, 'people', 'r-new')).toBeUndefined();
    expect(await dataOf(library, 'enrolments', 'e1')).toMatchObject({ student_id: null, student_name: null });
    expect((await webhooks()).slice(1).map(({ erased, state }) => [erased, state])).toEqual([
      ...Array.from({ length: 5 }, () => [true, 'processed']),
      [true, 'failed'],
      [false, 'processed'],
    ]);
  });

  test('while a webhook about her is being worked on: it is not stored afterwards', async () => {
    await send(told('people', ann, server.clock.now() - 60_000));
    await work();
    await send(told('people', { ...ann, reader: 'Annabel Quill-Two' }));
    const { vault } = server.composition.store;
    const keyFor = vault.keyFor.bind(vault);
    let first = true;
    vi.spyOn(vault, 'keyFor').mockImplementation(async (tenantId) => {
      if (first) {
        first = false;
        await forgetHer();
      }
      return keyFor(tenantId);
    });
    await work();
    vi.restoreAllMocks();
    expect(await traces()).toEqual([]);
    expect((await webhooks()).map(({ erased, state }) => [erased, state])).toEqual([
      [true, 'processed'],
      [true, 'processed'],
    ]);
  });
});

describe('a field that is not kept', () => {
  test('is taken out of what webhooks said, before and after; a replay changes nothing', async () => {
    await send(
      told('people', { ...bob, note: 'owes a book' }),
      told('enrolments', { id: 'e1', who: null, reader: 'x', course: 'y', note: 'stays', at: 1 }),
    );
    await work();
    await server.hub.streams.change(server.system, library.slug, library.integration, 'people', {
      dropped_fields: ['note'],
    });
    const { data } = await server.hub.privacy.list(server.system, library.slug);
    await server.hub.privacy.execute(library.tenantId, readId('era', data[0]?.id ?? ''), never);
    await send(told('people', { ...bob, id: 'r-2', note: 'owes a book' }), told('people', { ...bob, id: 'r-3' }));
    await work();
    const all = await everything(server, library);
    expect(all).not.toContain('owes a book');
    expect(all).toContain('stays');
    const before = await dataOf(library, 'people', 'r-2');
    await server.hub.replay.some(server.system, library.slug, { state: 'all', since: '2000-01-01T00:00:00Z' });
    await work();
    expect(await dataOf(library, 'people', 'r-2')).toEqual(before);
    expect((await webhooks()).map(({ state, erased }) => [state, erased])).toEqual(
      Array.from({ length: 4 }, () => ['processed', false]),
    );
  });
});

describe('how long they are kept', () => {
  test('30 days, or as long as the tenant says', async () => {
    const day = 86_400_000;
    await send(told('people', bob));
    await work();
    server.clock.advance(20 * day);
    await send(told('people', { ...bob, id: 'r-2' }));
    expect(await server.hub.retention.get(server.system, library.slug)).toMatchObject({ webhook_days: 30 });
    server.clock.advance(11 * day);
    await server.hub.retentionUpkeep.run(never);
    expect(await webhooks()).toHaveLength(1);
    expect(await server.hub.retention.change(server.system, library.slug, { webhook_days: 5 })).toMatchObject({
      webhook_days: 5,
    });
    await server.hub.retentionUpkeep.run(never);
    expect(await webhooks()).toEqual([]);
    await work();
    expect(await server.hub.retention.change(server.system, library.slug, { webhook_days: null })).toMatchObject({
      webhook_days: 30,
    });
    await expect(server.hub.retention.change(server.system, library.slug, { webhook_days: 0 })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});
