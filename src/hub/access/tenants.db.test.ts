import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServer, type TestServer } from '../../testing/server.ts';
import type { Principal } from './principal.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer({ at: '2026-11-20T00:00:00Z' });
});
afterAll(() => server?.stop());

/** A partner with an optional parent, written as the platform's operator would. */
async function partner(slug: string, parentId?: string): Promise<string> {
  const id = randomUUID();
  await server.composition.store.platform
    .insertInto('partner')
    .values({ id, slug, name: slug, parent_id: parentId ?? null })
    .execute();
  return id;
}

function partnerKey(partnerId: string | undefined): Principal {
  return { kind: 'platform_key', id: 'p', partnerId, scopes: ['read', 'connect', 'sync', 'act', 'admin'] };
}

describe('tenants', () => {
  it('are made with a place in the change feed and an entry in their own audit trail', async () => {
    const made = await server.hub.tenants.create(server.system, { slug: 'acme', name: ' Acme Training ' });
    expect(made).toMatchObject({
      slug: 'acme',
      name: 'Acme Training',
      partner: null,
      created_at: expect.stringMatching(/Z$/),
    });
    expect(made.id).toMatch(/^ten_[0-9a-f]{32}$/);
    expect(await server.hub.tenants.get(server.system, 'acme')).toEqual(made);
    const { id } = await server.hub.tenants.enter(server.system, 'read', 'acme');
    const feed = await server.composition.store.inTenant(id, (trx) => trx.selectFrom('feed').selectAll().execute());
    expect(feed).toEqual([{ tenant_id: id, seq: 0, privacy: 0 }]);
    expect((await server.hub.audit.list(server.system, 'acme')).data).toMatchObject([
      { seq: 1, action: 'tenant.created', actor: 'system:test', target: 'acme' },
    ]);
  });

  it('refuse a slug that is taken, malformed, reserved, or looks like an id', async () => {
    await server.hub.tenants.create(server.system, { slug: 'taken', name: 'One' });
    await expect(server.hub.tenants.create(server.system, { slug: 'taken', name: 'Two' })).rejects.toMatchObject({
      code: 'conflict',
    });
    for (const slug of ['', 'Big', 'a b', '-a', 'a-', 'x'.repeat(64), 'ä', 'a\0b', 'platform', randomUUID()]) {
      await expect(server.hub.tenants.create(server.system, { slug, name: 'No' }), slug).rejects.toMatchObject({
        code: 'invalid_request',
        details: { problems: [{ path: 'slug' }] },
      });
    }
    await expect(server.hub.tenants.create(server.system, { slug: 'ok', name: 'bad\0name' })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  it('page by slug, and refuse cursors that are not of this list', async () => {
    for (const slug of ['p-1', 'p-2', 'p-3']) await server.hub.tenants.create(server.system, { slug, name: slug });
    const slugs: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof server.hub.tenants.list>> = await server.hub.tenants.list(server.system, {
        limit: 2,
        ...(cursor === null ? {} : { cursor }),
      });
      expect(page.data.length).toBeLessThanOrEqual(2);
      slugs.push(...page.data.map((tenant) => tenant.slug));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(slugs).toEqual(slugs.toSorted());
    expect(slugs).toEqual(expect.arrayContaining(['p-1', 'p-2', 'p-3']));
    await expect(server.hub.tenants.list(server.system, { cursor: 'made-up' })).rejects.toMatchObject({
      code: 'invalid_request',
      message: 'This cursor is not one of this list.',
    });
  });

  it('are reached by their partner and the partners above it, and by nobody else', async () => {
    const top = await partner('top');
    const middle = await partner('middle', top);
    const other = await partner('other');
    const mine = await server.hub.tenants.create(partnerKey(middle), { slug: 'school', name: 'School' });
    expect(mine.partner).toBe('middle');
    for (const reaching of [top, middle])
      expect((await server.hub.tenants.get(partnerKey(reaching), 'school')).slug).toBe('school');
    await expect(server.hub.tenants.get(partnerKey(other), 'school')).rejects.toMatchObject({ code: 'not_found' });
    expect((await server.hub.tenants.list(partnerKey(top))).data.map((tenant) => tenant.slug)).toEqual(['school']);
    expect((await server.hub.tenants.list(partnerKey(other))).data).toEqual([]);
    await expect(
      server.hub.tenants.create(partnerKey(middle), { slug: 'x', name: 'X', partner: 'top' }),
    ).rejects.toMatchObject({ code: 'invalid_request', details: { problems: [{ path: 'partner' }] } });
    // A tenant of nobody's is the platform's alone.
    await expect(server.hub.tenants.get(partnerKey(top), 'acme')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('survive a circle among partners', async () => {
    const one = await partner('circle-1');
    const two = await partner('circle-2', one);
    await server.composition.store.platform
      .updateTable('partner')
      .set({ parent_id: two })
      .where('id', '=', one)
      .execute();
    await server.hub.tenants.create(partnerKey(two), { slug: 'in-circle', name: 'C' });
    expect((await server.hub.tenants.get(partnerKey(one), 'in-circle')).slug).toBe('in-circle');
  });

  it('cannot be made, listed or looked at by the key of another tenant', async () => {
    const { key } = await server.tenant('alpha');
    await server.tenant('omega');
    expect((await server.ask('GET', '/api/tenants/omega', { key })).status).toBe(404);
    expect((await server.ask('GET', '/api/tenants/nobody', { key })).status).toBe(404);
    expect((await server.ask('DELETE', '/api/tenants/omega?confirm=omega', { key })).status).toBe(404);
    expect((await server.ask('DELETE', '/api/tenants/alpha?confirm=alpha', { key })).body).toMatchObject({
      code: 'permission_denied',
    });
    expect((await server.ask('POST', '/api/tenants', { key, body: { slug: 'new', name: 'New' } })).body).toMatchObject({
      status: 403,
      code: 'permission_denied',
    });
    expect(
      (await server.ask('GET', '/api/tenants', { key })).body.data.map((tenant: { slug: string }) => tenant.slug),
    ).toEqual(['alpha']);
    expect((await server.ask('GET', '/api/tenants/a%00b', { key })).status).toBe(404);
  });

  it('are deleted only when their slug is given again, and leave the platform a note', async () => {
    const { key } = await server.tenant('leaving');
    const platform = (
      await server.hub.apiKeys.createForPlatform(server.system, { name: 'ops', scopes: ['read', 'admin'] })
    ).key;
    expect((await server.ask('DELETE', '/api/tenants/leaving', { key: platform })).body).toMatchObject({
      status: 400,
      problems: [{ path: 'confirm' }],
    });
    expect((await server.ask('GET', '/api/tenants/leaving', { key })).status).toBe(200);
    expect((await server.ask('DELETE', '/api/tenants/leaving?confirm=leaving', { key: platform })).status).toBe(204);
    expect((await server.ask('GET', '/api/tenants/leaving', { key })).status).toBe(401);
    const entries = (await server.ask('GET', '/api/platform/audit', { key: platform })).body.data;
    expect(entries.at(-1)).toMatchObject({ action: 'tenant.removed', details: { slug: 'leaving' } });
  });
});
