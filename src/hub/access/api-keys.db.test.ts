import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await testServer({ at: '2026-11-20T00:00:00Z' });
  ({ key } = await server.tenant('acme'));
});
afterAll(() => server?.stop());

const whoami = (token: string) => server.ask('GET', '/api/tenants/acme', { key: token });
const day = 86_400_000;

const shown = async (id: string) =>
  (await server.ask('GET', '/api/api-keys?limit=200', { key })).body.data.find((one: { id: string }) => one.id === id);

async function create(body: object): Promise<{ id: string; key: string }> {
  const made = await server.ask('POST', '/api/api-keys', { key, body });
  expect(made.status).toBe(201);
  return made.body;
}

describe('API keys', () => {
  it('are shown once and stored as a digest', async () => {
    const made = await server.ask('POST', '/api/api-keys', { key, body: { name: 'Portal', scopes: ['read'] } });
    expect(made.body).toMatchObject({
      name: 'Portal',
      scopes: ['read'],
      expires_at: null,
      revoked_at: null,
      last_used_at: null,
      rotated_at: null,
      previous_until: null,
    });
    expect(made.body.key).toMatch(/^pb_[0-9a-f]{32}_[0-9a-f]{16}_[0-9a-f]{48}$/);
    expect((await whoami(made.body.key)).status).toBe(200);
    const listed = await server.ask('GET', '/api/api-keys', { key });
    expect(JSON.stringify(listed.body)).not.toContain(made.body.key.split('_')[3]);
    const { id } = await server.hub.tenants.enter(server.system, 'read', 'acme');
    const stored = await server.composition.store.inTenant(id, (trx) =>
      trx.selectFrom('api_key').selectAll().execute(),
    );
    expect(JSON.stringify(stored)).not.toContain(made.body.key.split('_')[3]);
    expect(server.log.join('')).not.toContain(made.body.key);
  });

  it('may do what their scopes say and no more', async () => {
    const reader = await create({ name: 'Reader' });
    expect((await whoami(reader.key)).status).toBe(200);
    expect((await server.ask('GET', '/api/api-keys', { key: reader.key })).body).toMatchObject({
      status: 403,
      code: 'permission_denied',
    });
    expect(
      (await server.ask('POST', '/api/integrations', { key: reader.key, body: { provider: 'xero' } })).body,
    ).toMatchObject({ code: 'permission_denied' });
    const admin = await create({ name: 'Admin only', scopes: ['admin'] });
    const beyond = await server.ask('POST', '/api/api-keys', {
      key: admin.key,
      body: { name: 'More', scopes: ['act'] },
    });
    expect(beyond.body).toMatchObject({ code: 'permission_denied', detail: expect.stringContaining('act') });
  });

  it('expire', async () => {
    const made = await create({ name: 'Short', expires_at: '2026-11-20T01:00:00+00:00' });
    expect((await whoami(made.key)).status).toBe(200);
    server.clock.advance(3_600_000);
    expect((await whoami(made.key)).body).toMatchObject({ status: 401, code: 'unauthorized' });
    const past = await server.ask('POST', '/api/api-keys', {
      key,
      body: { name: 'Past', expires_at: '2020-01-01T00:00:00Z' },
    });
    expect(past.body).toMatchObject({ code: 'invalid_request', problems: [{ path: 'expires_at' }] });
  });

  it('are rotated with an overlap in which both secrets work, to the millisecond', async () => {
    const old = await create({ name: 'Rotating', scopes: ['read', 'sync'] });
    const at = server.clock.now();
    const fresh = await server.ask('POST', `/api/api-keys/${old.id}/rotate`, { key, body: { overlap_s: 600 } });
    const until = new Date(at + 600_000).toISOString();
    expect(fresh.body).toMatchObject({
      id: old.id,
      name: 'Rotating',
      scopes: ['read', 'sync'],
      expires_at: null,
      rotated_at: new Date(at).toISOString(),
      previous_until: until,
    });
    expect(fresh.body.key).not.toBe(old.key);
    expect((await whoami(old.key)).status).toBe(200);
    expect((await whoami(fresh.body.key)).status).toBe(200);
    expect(await shown(old.id)).toMatchObject({ previous_until: until });
    server.clock.advance(599_999);
    expect((await whoami(old.key)).status).toBe(200);
    server.clock.advance(1);
    expect((await whoami(old.key)).status).toBe(401);
    expect((await whoami(fresh.body.key)).status).toBe(200);
    expect(await shown(old.id)).toMatchObject({ previous_until: null, rotated_at: new Date(at).toISOString() });
    // The overlap is a day unless said otherwise.
    const again = await server.ask('POST', `/api/api-keys/${old.id}/rotate`, { key, body: {} });
    expect(again.body).toMatchObject({ previous_until: new Date(server.clock.now() + day).toISOString() });
    expect((await whoami(fresh.body.key)).status).toBe(200);
  });

  it('without an overlap the secret before ends at once', async () => {
    const old = await create({ name: 'Leaked' });
    const fresh = await server.ask('POST', `/api/api-keys/${old.id}/rotate`, { key, body: { overlap_s: 0 } });
    expect(fresh.body).toMatchObject({ id: old.id, previous_until: null });
    expect([(await whoami(old.key)).status, (await whoami(fresh.body.key)).status]).toEqual([401, 200]);
  });

  it('rotated by two of us at once, one is told; both former secrets end when there is to be no overlap', async () => {
    const old = await create({ name: 'Twice' });
    const rotate = (overlap_s: number) =>
      server.ask('POST', `/api/api-keys/${old.id}/rotate`, { key, body: { overlap_s } });
    const both = await Promise.all([rotate(60), rotate(60)]);
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([201, 409]));
    const [made] = both.filter(({ status }) => status === 201).map(({ body }) => body);
    const [refused] = both.filter(({ status }) => status === 409).map(({ body }) => body);
    expect(refused).toMatchObject({ code: 'conflict', detail: expect.stringContaining('works until') });
    expect([(await whoami(old.key)).status, (await whoami(made.key)).status]).toEqual([200, 200]);
    const last = (await rotate(0)).body;
    const seen = await Promise.all([old, made, last].map(async (one) => (await whoami(one.key)).status));
    expect(seen).toEqual([401, 401, 200]);
  });

  it('is not rotated to rights the caller lacks, nor by a wrong overlap', async () => {
    const strong = await create({ name: 'Strong', scopes: ['read', 'act'] });
    const admin = await create({ name: 'Admin alone', scopes: ['admin'] });
    const path = `/api/api-keys/${strong.id}/rotate`;
    expect((await server.ask('POST', path, { key: admin.key, body: {} })).body).toMatchObject({
      code: 'permission_denied',
    });
    for (const overlap_s of [-1, 0.5, 31 * 86_400, 'a day'])
      expect((await server.ask('POST', path, { key, body: { overlap_s } })).body).toMatchObject({
        code: 'invalid_request',
      });
    expect((await whoami(strong.key)).status).toBe(200);
  });

  it('keep their own end when it comes before the overlap does', async () => {
    const made = await create({ name: 'Ending', expires_at: new Date(server.clock.now() + 1000).toISOString() });
    await server.ask('POST', `/api/api-keys/${made.id}/rotate`, { key, body: {} });
    server.clock.advance(2000);
    expect((await whoami(made.key)).status).toBe(401);
  });

  it('end at once when revoked, and stay so', async () => {
    const made = await create({ name: 'Lost' });
    expect((await server.ask('DELETE', `/api/api-keys/${made.id}`, { key })).body).toMatchObject({
      id: made.id,
      revoked_at: expect.any(String),
    });
    expect((await whoami(made.key)).status).toBe(401);
    expect((await server.ask('DELETE', `/api/api-keys/${made.id}`, { key })).status).toBe(200);
    expect((await server.ask('POST', `/api/api-keys/${made.id}/rotate`, { key })).body).toMatchObject({
      code: 'conflict',
    });
  });

  it('of every wrong kind are refused alike', async () => {
    const [, tenant, id, secret] = (await create({ name: 'Known' })).key.split('_');
    const zero = '0'.repeat(48);
    const wrong = [
      'pb_',
      'nonsense',
      `pb_${tenant}_${id}_${zero}`,
      `pb_${tenant}_${'0'.repeat(16)}_${secret}`,
      `pb_${'f'.repeat(32)}_${id}_${secret}`,
      `pb_platform_${id}_${secret}`,
      `pb_${tenant}_${id}_${secret}0`,
      `PB_${tenant}_${id}_${secret}`,
    ];
    for (const token of wrong) {
      const { status, body } = await whoami(token);
      expect({ status, code: body.code, detail: body.detail }, token).toEqual({
        status: 401,
        code: 'unauthorized',
        detail: 'This API key is not valid: unknown, expired or revoked.',
      });
    }
  });

  it('remember when they were used, but not with every call', async () => {
    const made = await create({ name: 'Busy' });
    const used = async () =>
      (await server.ask('GET', '/api/api-keys', { key })).body.data.find((one: { id: string }) => one.id === made.id)
        .last_used_at;
    await whoami(made.key);
    const first = await used();
    server.clock.advance(30_000);
    await whoami(made.key);
    expect(await used()).toBe(first);
    server.clock.advance(31_000);
    await whoami(made.key);
    expect(Date.parse(await used()) - Date.parse(first)).toBe(61_000);
  });

  it('of one tenant are neither seen nor ended by another', async () => {
    const made = await create({ name: 'Mine' });
    const { key: stranger } = await server.tenant('stranger');
    for (const [method, path, body] of [
      ['GET', '/api/tenants/acme/api-keys', undefined],
      ['POST', '/api/tenants/acme/api-keys', { name: 'x' }],
      ['POST', `/api/tenants/acme/api-keys/${made.id}/rotate`, {}],
      ['DELETE', `/api/tenants/acme/api-keys/${made.id}`, undefined],
      ['DELETE', `/api/api-keys/${made.id}`, undefined],
      ['POST', `/api/api-keys/${made.id}/rotate`, {}],
    ] as const) {
      expect((await server.ask(method, path, { key: stranger, body })).body, `${method} ${path}`).toMatchObject({
        status: 404,
        code: 'not_found',
      });
    }
    expect((await whoami(made.key)).status).toBe(200);
  });

  it('page, oldest first, with cursors of their own tenant', async () => {
    const { key: pager } = await server.tenant('pager');
    for (let n = 0; n < 4; n += 1) await server.ask('POST', '/api/api-keys', { key: pager, body: { name: `k${n}` } });
    const first = (await server.ask('GET', '/api/api-keys?limit=3', { key: pager })).body;
    const second = (await server.ask('GET', `/api/api-keys?limit=3&cursor=${first.next_cursor}`, { key: pager })).body;
    const names = [...first.data, ...second.data].map((one: { name: string }) => one.name);
    expect(names.toSorted()).toEqual(['k0', 'k1', 'k2', 'k3', 'test']);
    expect(second.next_cursor).toBeNull();
    expect((await server.ask('GET', `/api/api-keys?cursor=${first.next_cursor}`, { key })).body).toMatchObject({
      status: 400,
      detail: 'This cursor is not one of this list.',
    });
  });

  it('name each field that is wrong', async () => {
    const answer = await server.ask('POST', '/api/api-keys', {
      key,
      body: { name: ' ', scopes: ['fly'], expires_at: 'soon', colour: 'red' },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.problems.map((problem: { path: string }) => problem.path).toSorted()).toEqual([
      'colour',
      'expires_at',
      'name',
      'scopes.0',
    ]);
  });

  it('are in the audit trail, made, rotated and revoked', async () => {
    const { data } = (await server.ask('GET', '/api/audit?limit=200', { key })).body;
    const actions = new Set(data.map((entry: { action: string }) => entry.action));
    expect([...actions]).toEqual(expect.arrayContaining(['api_key.created', 'api_key.rotated', 'api_key.revoked']));
    expect((await server.ask('GET', '/api/audit/verify', { key })).body).toMatchObject({
      ok: true,
      entries: data.length,
    });
  });

  it('of the platform reach every tenant, and those of a partner its own', async () => {
    const { key: platform } = await server.hub.apiKeys.createForPlatform(server.system, {
      name: 'ops',
      scopes: ['read', 'admin'],
    });
    expect(platform).toMatch(/^pb_platform_/);
    expect((await whoami(platform)).status).toBe(200);
    expect((await server.ask('GET', '/api/integrations', { key: platform })).body).toMatchObject({
      status: 400,
      code: 'invalid_request',
    });
    const partnerId = '0198c0de-7a5b-7c3e-9d2f-4a6b8c0d1e2f';
    await server.composition.store.platform
      .insertInto('partner')
      .values({ id: partnerId, slug: 'reseller', name: 'Reseller' })
      .execute();
    const reseller = await server.hub.apiKeys.createForPlatform(
      { kind: 'platform_key', id: 'x', partnerId, scopes: ['read', 'admin'] },
      { name: 'r', scopes: ['read', 'admin'] },
    );
    expect((await whoami(reseller.key)).status).toBe(404);
    const made = await server.ask('POST', '/api/tenants', {
      key: reseller.key,
      body: { slug: 'theirs', name: 'Theirs' },
    });
    expect(made.body).toMatchObject({ slug: 'theirs', partner: 'reseller' });
    expect((await server.ask('GET', '/api/platform/audit', { key: reseller.key })).body).toMatchObject({
      code: 'permission_denied',
    });
    // Apps of its own, of which there are none.
    expect((await server.ask('GET', '/api/platform/provider-apps', { key: reseller.key })).body).toMatchObject({
      data: [],
    });
    server.clock.advance(day);
    expect((await whoami(platform)).status).toBe(200);
    // The platform sees all keys, a partner its own; each may end what it sees.
    const seen = async (asKey: string) =>
      (await server.ask('GET', '/api/platform/api-keys', { key: asKey })).body.data.length;
    expect([await seen(platform), await seen(reseller.key)]).toEqual([2, 1]);
    const end = (asKey: string, id: string) => server.ask('DELETE', `/api/platform/api-keys/${id}`, { key: asKey });
    const opsId = platform.split('_')[2] ?? '';
    // A new secret: of one's own keys, with an overlap as everywhere.
    const rotate = (asKey: string, id: string) =>
      server.ask('POST', `/api/platform/api-keys/${id}/rotate`, { key: asKey, body: { overlap_s: 60 } });
    expect((await rotate(reseller.key, opsId)).status).toBe(404);
    const fresh = (await rotate(platform, reseller.id)).body;
    expect(fresh).toMatchObject({ id: reseller.id, previous_until: expect.any(String) });
    expect([await seen(fresh.key), await seen(reseller.key)]).toEqual([1, 1]);
    server.clock.advance(60_000);
    expect((await server.ask('GET', '/api/tenants', { key: reseller.key })).status).toBe(401);
    expect(await seen(fresh.key)).toBe(1);
    expect((await end(fresh.key, opsId)).status).toBe(404);
    expect((await end(key, opsId)).status).toBe(403);
    expect((await end(platform, reseller.id)).body).toMatchObject({ id: reseller.id, revoked_at: expect.any(String) });
    expect((await server.ask('GET', '/api/tenants', { key: fresh.key })).status).toBe(401);
  });
});
