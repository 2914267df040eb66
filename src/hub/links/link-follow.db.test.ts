/** The linker: what is gone, several at once, following the feed. That the order of things changes nothing: link-order.db.test.ts. */
import { createSecretKey, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { linkedLists, linkedTenant, type LinkedTenant } from '../../testing/linked-tenant.ts';
import { testServer, type TestServer } from '../../testing/server.ts';
import type { LinkTables } from '../../store/links-tables.ts';
import { linkFollow } from './link-follow.ts';

const usis = ['KLDU76GKSH', '4XAZG7MKS8', 'M977R9RKSW'];

let server: TestServer;
let tenant: LinkedTenant;
let lists: Awaited<ReturnType<typeof linkedLists>>;
beforeAll(async () => {
  server = await testServer({ at: '2026-11-20T00:00:00Z' });
});
afterAll(() => server?.stop());
beforeEach(async () => {
  await newTenant();
});

async function newTenant(): Promise<void> {
  tenant = await linkedTenant(server);
  lists = await linkedLists(tenant);
}

const listAt = (index: number) => lists.at(index);
const secretOf = async (id: string) =>
  createSecretKey(await server.composition.store.vault.derive(id, 1, 'record links'));
const secret = () => secretOf(tenant.tenantId);
const stored = (table: 'link_key' | 'link_member' | 'link_group') =>
  tenant.inTenant((trx) =>
    trx.withTables<LinkTables>().selectFrom(table).selectAll().where('tenant_id', '=', tenant.tenantId).execute(),
  );
const keysStored = () =>
  tenant.inTenant((trx) => trx.withTables<LinkTables>().selectFrom('link_key').select(['key', 'digest']).execute());

describe('what is gone', () => {
  test('leaves its group at once when erased, with its keys; what it held together falls apart, what it spoilt is mended', async () => {
    const [moodle, vettrak, xero] = [listAt(0), listAt(1), listAt(2)];
    await tenant.put(moodle, 'm1', { usi: usis[0], email: 'a@x.example' });
    await tenant.put(vettrak, 'v1', { usi: usis[0] });
    await tenant.put(xero, 'x1', { email: 'a@x.example' });
    await tenant.put(moodle, 'm2', { email: 'b@x.example' });
    await tenant.put(moodle, 'm3', { email: 'b@x.example' });
    await tenant.put(xero, 'x2', { email: 'b@x.example' });
    await tenant.follow();
    expect(await tenant.linked()).toEqual(['m1 v1 x1']);
    await tenant.erase(moodle, 'm1');
    await tenant.erase(moodle, 'm3');
    expect(await tenant.linked()).toEqual(['v1 x1']);
    expect((await keysStored()).map(({ key }) => key).toSorted()).toEqual(['m2', 'v1', 'x1', 'x2']);
    await tenant.follow();
    expect(await tenant.linked()).toEqual(['m2 x2']);
    await tenant.erase(moodle, 'm2');
    expect(await tenant.groups()).toEqual([]);
  });

  test('an integration that is removed takes everything of its own along', async () => {
    await tenant.put(listAt(0), 'm1', { usi: usis[0] });
    await tenant.put(listAt(1), 'v1', { usi: usis[0] });
    await tenant.put(listAt(2), 'x1', { email: 'a@x.example' });
    await tenant.put(listAt(3), 's1', { email: 'a@x.example' });
    await tenant.follow();
    const { name } = await server.hub.integrations.get(server.system, tenant.slug, listAt(0).integration);
    await server.hub.integrations.remove(server.system, tenant.slug, listAt(0).integration, name);
    expect(await tenant.linked()).toEqual(['s1 x1']);
    expect((await keysStored()).map(({ key }) => key).toSorted()).toEqual(['s1', 'v1', 'x1']);
  });

  test('deleted at the vendor, it leaves; back again, it is back, with what was said about it', async () => {
    await tenant.put(listAt(0), 'm1', { usi: usis[0] });
    const v = await tenant.put(listAt(1), 'v1', { usi: usis[0] });
    const x = await tenant.put(listAt(2), 'x1', {});
    await server.hub.links.link(server.system, tenant.slug, { records: [v, x] });
    await tenant.follow();
    const { id } = (await tenant.groups())[0] ?? { id: '' };
    await tenant.put(listAt(2), 'x1');
    await tenant.follow();
    expect(await tenant.linked()).toEqual(['m1 v1']);
    await tenant.put(listAt(2), 'x1', {});
    await tenant.follow();
    expect(await tenant.groups()).toMatchObject([{ id, members: [{}, {}, { key: 'x1', rule: 'hand' }] }]);
  });
});

describe('several at once', () => {
  test('linkers of two processes, and people: nobody in two groups, nothing left over', async () => {
    const people = Array.from({ length: 1500 }, (_, i) => ({ key: `k${i}`, data: { email: `p${i}@x.example` } }));
    for (const at of [0, 1, 2]) await tenant.putAll(listAt(at), people);
    const other = linkFollow(server.composition.context, secret);
    const signal = new AbortController().signal;
    const ids = people
      .slice(0, 6)
      .map(({ key }) => `rec_${Buffer.from(`${listAt(0).streamNo}:${key}`).toString('base64url')}`);
    await Promise.all([
      other.catchUp(tenant.tenantId, signal),
      tenant.follow(),
      other.tick(signal),
      ...[0, 2, 4].map((i) =>
        server.hub.links.link(server.system, tenant.slug, { records: [ids[i] ?? '', ids[i + 1] ?? ''] }),
      ),
    ]);
    await tenant.follow();
    const members = await stored('link_member');
    expect(members).toHaveLength(4500);
    const groups = await stored('link_group');
    expect(groups).toHaveLength(1497);
    for (const record of [ids[0], ids[1]])
      expect(
        (await server.hub.links.find(server.system, tenant.slug, { record: record ?? '' })).data[0]?.group?.members,
      ).toHaveLength(6);
  });

  test('two people who say the same at once: one of them is told', async () => {
    const a = await tenant.put(listAt(0), 'm1', {});
    const b = await tenant.put(listAt(2), 'x1', {});
    const said = await Promise.allSettled(
      [0, 1].map(() => server.hub.links.link(server.system, tenant.slug, { records: [a, b] })),
    );
    expect(said.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await tenant.linked()).toEqual(['m1 x1']);
  });

  test('a record is a member of one group, whoever writes', async () => {
    await tenant.put(listAt(0), 'm1', { usi: usis[0] });
    await tenant.put(listAt(1), 'v1', { usi: usis[0] });
    await tenant.follow();
    const twice = tenant.inTenant(async (trx) => {
      const links = trx.withTables<LinkTables>();
      const [one] = await links.selectFrom('link_member').selectAll().limit(1).execute();
      if (one !== undefined) await links.insertInto('link_member').values(one).execute();
    });
    await expect(twice).rejects.toThrow(/duplicate key/);
  });
});

describe('following', () => {
  it('looks at nothing again, and leaves what did not change as it is', async () => {
    await tenant.put(listAt(0), 'm1', { usi: usis[0] });
    await tenant.put(listAt(1), 'v1', { usi: usis[0] });
    await tenant.follow();
    const [before] = await tenant.groups();
    server.clock.advance(60_000);
    await tenant.put(listAt(0), 'm1', { usi: usis[0], first_name: 'Ada' });
    await tenant.put(listAt(5), 'i1', { number: '1' });
    await tenant.follow();
    expect(await tenant.groups()).toEqual([before]);
    const [state] = await tenant.inTenant((trx) =>
      trx.withTables<LinkTables>().selectFrom('link_state').selectAll().execute(),
    );
    expect(state).toMatchObject({ seq: 4, pass: null });
  });

  test('with another secret all keys are made anew, and the groups keep their ids', async () => {
    for (let i = 0; i < 3; i += 1) {
      await tenant.put(listAt(0), `m${i}`, { email: `p${i}@x.example` });
      await tenant.put(listAt(2), `x${i}`, { email: `p${i}@x.example` });
    }
    await tenant.follow();
    const groups = await tenant.groups();
    const digests = async () => (await keysStored()).map(({ digest }) => digest.toString('hex')).toSorted();
    const before = await digests();
    const changed = linkFollow(server.composition.context, async () => createSecretKey(Buffer.alloc(32, 9)));
    await changed.catchUp(tenant.tenantId, new AbortController().signal);
    const after = await digests();
    expect(after).toHaveLength(before.length);
    expect(after.filter((digest) => before.includes(digest))).toEqual([]);
    expect(await tenant.groups()).toEqual(groups);
  });

  test('a mailbox that a hundred share, in one page or one by one, parts those it had linked', async () => {
    await tenant.put(listAt(0), 'm1', { email: 'office@x.example' });
    await tenant.put(listAt(1), 'v1', { email: 'office@x.example' });
    await tenant.follow();
    expect(await tenant.linked()).toEqual(['m1 v1']);
    const many = (prefix: string) =>
      Array.from({ length: 100 }, (_, i) => ({
        key: `${prefix}${100 + i}`,
        data: { email: 'office@x.example' },
      }));
    const none = (prefix: string) => many(prefix).map(({ key }) => ({ key, data: undefined }));
    await tenant.putAll(listAt(0), many('z'));
    await tenant.follow();
    expect(await tenant.linked()).toEqual([]);
    expect(await tenant.suggested()).toEqual(['m1 v1 shared', 'v1 z100 shared', 'v1 z101 shared']);
    const found = await server.hub.links.find(server.system, tenant.slug, { email: 'office@x.example' });
    expect([found.data.length, found.more]).toEqual([100, true]);
    await tenant.putAll(listAt(0), none('z'));
    await tenant.follow();
    expect(await tenant.linked()).toEqual(['m1 v1']);
    // Before both of them in the order of keys: neither is among those that are looked at of such a key.
    for (const at of [0, 1]) await tenant.putAll(listAt(at), many('a'));
    await tenant.follow();
    expect(await tenant.linked()).toEqual([]);
    expect(await tenant.suggested()).toHaveLength(9);
    for (const at of [0, 1]) await tenant.putAll(listAt(at), none('a'));
    await tenant.follow();
    expect(await tenant.linked()).toEqual(['m1 v1']);
  });

  test('beside a run it takes a little of the time, and the rest afterwards', async () => {
    const { context } = server.composition;
    // Nobody else is to be behind.
    await linkFollow(context, secretOf).tick(new AbortController().signal);
    const people = Array.from({ length: 2500 }, (_, i) => ({ key: `k${i}`, data: { email: `p${i}@x.example` } }));
    await tenant.putAll(listAt(0), people);
    const id = randomUUID();
    const run = { tenant_id: tenant.tenantId, id, sync_id: id, integration_id: listAt(0).integrationId };
    await tenant.inTenant((trx) =>
      trx
        .insertInto('run')
        .values({
          ...run,
          stream_no: listAt(0).streamNo,
          stream: 'students',
          mode: 'full',
          trigger: 'manual',
          state: 'running',
          requested_by: 'test',
        })
        .execute(),
    );
    let now = context.clock.now();
    const hurried = linkFollow({ ...context, clock: { ...context.clock, now: () => (now += 200) } }, secretOf);
    await hurried.tick(new AbortController().signal);
    const first = (await keysStored()).length;
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(2500);
    await tenant.inTenant((trx) => trx.updateTable('run').set({ state: 'succeeded' }).where('id', '=', id).execute());
    await hurried.tick(new AbortController().signal);
    expect(await keysStored()).toHaveLength(2500);
  });

  test('a tenant that cannot be linked keeps no other waiting', async () => {
    await tenant.put(listAt(0), 'm1', { usi: usis[0] });
    await tenant.put(listAt(1), 'v1', { usi: usis[0] });
    const broken = await linkedTenant(server);
    await broken.put(await broken.list('moodle', 'student'), 'm1', { usi: usis[0] });
    const follow = linkFollow(server.composition.context, async (id) => {
      if (id === broken.tenantId) throw new Error('its key is lost');
      return secretOf(id);
    });
    await follow.tick(new AbortController().signal);
    expect(await tenant.linked()).toEqual(['m1 v1']);
    expect(server.log.some((line) => line.includes('its key is lost'))).toBe(true);
  });

  test('records that hang together without end are left alone after a while', async () => {
    const chain = (from: number) =>
      Array.from({ length: 1500 }, (_, i) => ({
        key: `c${i}`,
        data: { email: `e${i}@x.example`, student_number: `n${i + from}` },
      }));
    await tenant.putAll(listAt(0), chain(0));
    await tenant.putAll(listAt(1), chain(1));
    await tenant.follow();
    const groups = await stored('link_group');
    expect(groups.length).toBeGreaterThan(1000);
    expect(await stored('link_member')).toHaveLength(groups.length * 2);
  });
});
