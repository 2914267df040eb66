import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServer, type TestServer } from '../../testing/server.ts';
import { shelfKey, shelfRegistry } from '../../testing/shelf-vendor.ts';

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await testServer({ at: '2026-11-20T00:00:00Z', registry: shelfRegistry, environmentApps: new Map() });
  ({ key } = await server.tenant('acme'));
});
afterAll(() => server?.stop());

const ask = (method: string, path: string, body?: unknown) =>
  server.ask(method, path, { key, ...(body === undefined ? {} : { body }) });
const paths = (body: { problems: { path: string }[] }) => body.problems.map((problem) => problem.path).toSorted();

async function create(change: object = {}) {
  const made = await ask('POST', '/api/integrations', {
    provider: 'shelf',
    credentials: { api_key: shelfKey },
    ...change,
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
}

async function asTenant<T>(
  work: Parameters<TestServer['composition']['store']['inTenant']>[1] extends (trx: infer Trx) => unknown
    ? (trx: Trx, tenantId: string) => Promise<T>
    : never,
): Promise<T> {
  const { id } = await server.hub.tenants.enter(server.system, 'read', 'acme');
  return server.composition.store.inTenant(id, (trx) => work(trx, id));
}

describe('making an integration', () => {
  it('stores a draft with its streams and shows no secret', async () => {
    const made = await create({ name: 'Main shelf', settings: { shelf: ' 12 ' } });
    expect(made).toMatchObject({
      id: expect.stringMatching(/^int_[0-9a-f]{32}$/),
      provider: 'shelf',
      name: 'Main shelf',
      status: 'draft',
      enabled: false,
      auth_method: 'api_key',
      credentials_set: ['api_key'],
      settings: { region: 'au', shelf: '12' },
      account: null,
      schedule: { every_s: 3600 },
      streams: [
        {
          name: 'books',
          model: 'product',
          enabled: true,
          schedule: null,
          last_synced_at: null,
          next_run_at: null,
          error: null,
        },
      ],
      sync_status: 'idle',
      sync_error: null,
      last_synced_at: null,
      next_run_at: null,
      connected_at: null,
    });
    expect((await ask('GET', `/api/integrations/${made.id}`)).body).toEqual(made);
    const everything = JSON.stringify([
      (await ask('GET', '/api/integrations')).body,
      (await ask('GET', '/api/audit')).body,
      server.log,
    ]);
    expect(everything).toContain(made.id);
    expect(everything).not.toContain(shelfKey);
    const stored = await asTenant((trx) => trx.selectFrom('credential').selectAll().execute());
    expect(stored).toHaveLength(1);
    expect(stored.map((row) => row.sealed.includes(shelfKey))).toEqual([false]);
  });

  it('draws free names, and refuses one that is taken', async () => {
    expect([(await create()).name, (await create()).name]).toEqual(['Shelf', 'Shelf 2']);
    expect(
      (
        await ask('POST', '/api/integrations', {
          provider: 'shelf',
          name: 'Shelf 2',
          credentials: { api_key: shelfKey },
        })
      ).body,
    ).toMatchObject({
      status: 409,
      code: 'conflict',
      detail: 'There is already an integration named "Shelf 2".',
    });
  });

  it('names an unknown provider and the known ones', async () => {
    expect((await ask('POST', '/api/integrations', { provider: 'nope', credentials: {} })).body).toMatchObject({
      status: 400,
      problems: [{ path: 'provider', message: expect.stringContaining('shelf') }],
    });
    expect((await ask('GET', '/api/providers/nope')).body).toMatchObject({ status: 404, code: 'not_found' });
  });

  it.each([
    ['a missing credential', { credentials: {} }, ['credentials.api_key']],
    ['no credentials at all', {}, ['credentials.api_key']],
    ['a malformed credential', { credentials: { api_key: 'sk_1' } }, ['credentials.api_key']],
    ['an unknown credential', { credentials: { api_key: shelfKey, token: 'x' } }, ['credentials.token']],
    ['a number for a text', { credentials: { api_key: 7 } }, ['credentials.api_key']],
    ['an unknown setting', { credentials: { api_key: shelfKey }, settings: { colour: 'red' } }, ['settings.colour']],
    [
      'a setting outside its choices and one of the wrong form',
      { credentials: { api_key: shelfKey }, settings: { region: 'us', shelf: 'x' } },
      ['settings.region', 'settings.shelf'],
    ],
    ['another way in', { auth_method: 'magic' }, ['auth_method']],
    [
      "another way in's fields",
      { auth_method: 'basic', credentials: { api_key: shelfKey } },
      ['credentials.api_key', 'credentials.password', 'credentials.username'],
    ],
    [
      'an unknown stream',
      { credentials: { api_key: shelfKey }, streams: { films: { enabled: true } } },
      ['streams.films'],
    ],
    [
      'a schedule that is too tight',
      { credentials: { api_key: shelfKey }, schedule: { every_s: 1 } },
      ['schedule.every_s'],
    ],
    [
      'a cron line that is none, of a stream',
      { credentials: { api_key: shelfKey }, streams: { books: { schedule: { cron: 'x' } } } },
      ['streams.books.schedule.cron'],
    ],
    ['an unknown field', { credentials: { api_key: shelfKey }, colour: 'red' }, ['colour']],
    ['a name of several lines', { credentials: { api_key: shelfKey }, name: 'a\nb' }, ['name']],
    [
      'an address that is not allowed',
      { credentials: { access_token: 'x' }, auth_method: 'oauth2', settings: { region: 'internal', shelf: 'y' } },
      ['settings.shelf'],
    ],
  ])('refuses %s', async (_what, change, expected) => {
    const before = (await ask('GET', '/api/integrations')).body.data.length;
    const answer = await ask('POST', '/api/integrations', { provider: 'shelf', ...change });
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(paths(answer.body)).toEqual(expected);
    expect((await ask('GET', '/api/integrations')).body.data).toHaveLength(before);
  });

  it('refuses bodies that are no JSON, too large, or hold a NUL byte, and loses nothing', async () => {
    const raw = async (body: string) => {
      const answer = await fetch(`${server.url}/api/integrations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body,
      });
      const problem: unknown = await answer.json();
      return { status: answer.status, problem };
    };
    const before = (await ask('GET', '/api/integrations')).body.data.length;
    expect(await raw('{"provider":')).toMatchObject({ status: 400, problem: { code: 'invalid_request' } });
    expect(await raw(JSON.stringify({ provider: 'shelf', name: 'x'.repeat(2_000_000) }))).toMatchObject({
      status: 413,
      problem: { code: 'too_large' },
    });
    expect(
      await raw(JSON.stringify({ provider: 'shelf', name: 'a\0b', credentials: { api_key: shelfKey } })),
    ).toMatchObject({ status: 400, problem: { code: 'invalid_request' } });
    expect((await ask('GET', '/api/integrations?provider=a%00b')).status).toBeLessThan(500);
    expect((await ask('GET', '/api/integrations/a%00b')).status).toBe(404);
    expect((await ask('GET', '/api/integrations')).body.data).toHaveLength(before);
  });

  it("takes an operator's own figures, keeps them when they are left out, and gives them up when told to", async () => {
    const overrides = { timeout_ms: 5000, retries: 1, limits: [{ per: 'minute', max: 10 }, { concurrent: 2 }] };
    const made = await create({ name: 'Slow vendor', overrides });
    expect(made.overrides).toEqual(overrides);
    const put = (body: object) => ask('PUT', `/api/integrations/${made.id}`, body);
    const answer = await put({ overrides: { timeout_ms: 1, retries: 99, limits: [{ per: 'year', max: 1 }] } });
    expect(paths(answer.body)).toEqual(['overrides.limits.0', 'overrides.retries', 'overrides.timeout_ms']);
    expect((await put({})).body.overrides).toEqual(overrides);
    expect((await put({ overrides: { retries: 0 } })).body.overrides).toEqual({ retries: 0 });
    expect((await put({ overrides: {} })).body.overrides).toEqual({});
  });

  it('takes them from those with the right admin only; others may leave them as they are', async () => {
    const overrides = { retries: 0, limits: [{ concurrent: 1 }] };
    const { id } = await create({ name: 'Careful', overrides });
    const { key: connector } = await server.hub.apiKeys.create(server.system, 'acme', {
      name: 'portal',
      scopes: ['read', 'connect'],
    });
    const asConnector = (method: string, path: string, body: object) =>
      server.ask(method, path, { key: connector, body });
    const denied = { status: 403, body: { code: 'permission_denied', detail: 'This needs the right "admin".' } };
    const credentials = { api_key: shelfKey };
    for (const wanted of [{}, { retries: 3 }]) {
      expect(await asConnector('PUT', `/api/integrations/${id}`, { overrides: wanted })).toMatchObject(denied);
    }
    const theirs = { provider: 'shelf', name: 'Theirs', credentials };
    expect(await asConnector('POST', '/api/integrations', { ...theirs, overrides: { retries: 3 } })).toMatchObject(
      denied,
    );
    expect(await asConnector('POST', '/api/integrations', { ...theirs, overrides: {} })).toMatchObject({ status: 201 });
    for (const same of [{}, { overrides: { limits: [{ concurrent: 1 }], retries: 0 } }]) {
      expect(await asConnector('PUT', `/api/integrations/${id}`, same)).toMatchObject({
        status: 200,
        body: { overrides },
      });
    }
  });

  it('keeps schedules as given: cron with a zone, per stream, or none', async () => {
    const made = await create({
      schedule: null,
      streams: { books: { enabled: false, schedule: { cron: '0 6 * * *', time_zone: 'Australia/Perth' } } },
    });
    expect(made).toMatchObject({
      schedule: null,
      streams: [{ enabled: false, schedule: { cron: '0 6 * * *', time_zone: 'Australia/Perth' } }],
    });
  });
});

describe('replacing its configuration', () => {
  it('keeps secrets that are left out and everything else is as sent', async () => {
    const made = await create({ name: 'Replaceable', settings: { shelf: '1' }, schedule: { every_s: 120 } });
    const before = await asTenant((trx) =>
      trx.selectFrom('credential').select(['integration_id', 'generation']).execute(),
    );
    const put = await ask('PUT', `/api/integrations/${made.id}`, {
      settings: { shelf: '2' },
      streams: { books: { enabled: false } },
    });
    expect(put.body).toMatchObject({
      name: 'Replaceable',
      settings: { region: 'au', shelf: '2' },
      schedule: { every_s: 3600 },
      credentials_set: ['api_key'],
      streams: [{ enabled: false }],
    });
    expect(
      await asTenant((trx) => trx.selectFrom('credential').select(['integration_id', 'generation']).execute()),
    ).toEqual(before);
    const renamed = await ask('PUT', `/api/integrations/${made.id}`, { provider: 'shelf', name: 'Renamed' });
    expect(renamed.body).toMatchObject({ name: 'Renamed', settings: { region: 'au' }, streams: [{ enabled: true }] });
  });

  it('does not let stored secrets go to another address', async () => {
    const made = await create({ name: 'Moving' });
    const answer = await ask('PUT', `/api/integrations/${made.id}`, { settings: { region: 'eu' } });
    expect(answer.body).toMatchObject({
      status: 400,
      problems: [{ path: 'credentials.api_key', message: expect.stringContaining('another address') }],
    });
    expect((await ask('GET', `/api/integrations/${made.id}`)).body.settings).toEqual({ region: 'au' });
    expect(
      (
        await ask('PUT', `/api/integrations/${made.id}`, {
          settings: { region: 'eu' },
          credentials: { api_key: 'key_new' },
        })
      ).body,
    ).toMatchObject({ settings: { region: 'eu' }, status: 'draft' });
  });

  it('forgets the credentials of the way in it leaves', async () => {
    const made = await create({ name: 'Switching' });
    expect(
      paths(
        (await ask('PUT', `/api/integrations/${made.id}`, { auth_method: 'basic', credentials: { username: 'u' } }))
          .body,
      ),
    ).toEqual(['credentials.password']);
    const put = await ask('PUT', `/api/integrations/${made.id}`, { auth_method: 'oauth2' });
    expect(put.body).toMatchObject({ auth_method: 'oauth2', credentials_set: [] });
  });

  it('cannot make it another provider, take a taken name, or touch another tenant', async () => {
    const made = await create({ name: 'Fixed' });
    await create({ name: 'Other name' });
    expect((await ask('PUT', `/api/integrations/${made.id}`, { provider: 'xero' })).body).toMatchObject({
      status: 400,
      problems: [{ path: 'provider' }],
    });
    expect((await ask('PUT', `/api/integrations/${made.id}`, { name: 'Other name' })).body).toMatchObject({
      status: 409,
    });
    expect((await ask('PUT', `/api/integrations/${made.id}`, { settings: { nope: 'x' } })).body).toMatchObject({
      status: 400,
      problems: [{ path: 'settings.nope' }],
    });
  });
});

describe('looking for integrations', () => {
  it('pages in the order they were made, filtered by provider and status', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = (await ask('GET', `/api/integrations?limit=2&status=draft&provider=shelf${cursor}`)).body;
      seen.push(...page.data.map((one: { id: string }) => one.id));
      cursor = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`;
    } while (cursor !== '');
    expect(seen).toEqual(
      (await ask('GET', '/api/integrations?limit=200')).body.data.map((one: { id: string }) => one.id),
    );
    expect(new Set(seen).size).toBe(seen.length);
    expect((await ask('GET', '/api/integrations?status=connected')).body.data).toEqual([]);
    expect((await ask('GET', '/api/integrations?status=fine')).body).toMatchObject({
      status: 400,
      problems: [{ path: 'query.status' }],
    });
    expect((await ask('GET', '/api/integrations?limit=1000')).body).toMatchObject({
      status: 400,
      problems: [{ path: 'query.limit' }],
    });
  });

  it('finds one by id, name or provider, and names the candidates when there are several', async () => {
    const { hub, system } = server;
    const made = await create({ name: 'Findable' });
    expect((await hub.integrations.find(system, 'acme', 'Findable')).id).toBe(made.id);
    expect((await hub.integrations.find(system, 'acme', made.id)).id).toBe(made.id);
    await expect(hub.integrations.find(system, 'acme', 'shelf')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('"Findable"'),
    });
    await expect(hub.integrations.find(system, 'acme', 'no\0thing')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('shows the status that the stored facts amount to', async () => {
    const { id } = await create({ name: 'Status' });
    const uuid = id.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    const set = (facts: object) =>
      asTenant((trx, tenantId) =>
        trx.updateTable('integration').set(facts).where('tenant_id', '=', tenantId).where('id', '=', uuid).execute(),
      );
    const stream = (facts: object) =>
      asTenant((trx, tenantId) =>
        trx
          .updateTable('stream_state')
          .set(facts)
          .where('tenant_id', '=', tenantId)
          .where('integration_id', '=', uuid)
          .execute(),
      );
    const view = async () => (await ask('GET', `/api/integrations/${id}`)).body;
    await set({ auth_state: 'connected', enabled: true });
    expect(await view()).toMatchObject({ status: 'connected', sync_status: 'idle' });
    await stream({ last_succeeded_at: new Date('2026-11-19T00:00:00Z') });
    expect(await view()).toMatchObject({
      status: 'connected',
      sync_status: 'success',
      last_synced_at: '2026-11-19T00:00:00.000Z',
    });
    const error = { code: 'timeout', message: 'too slow', fault: 'provider', next: 'Wait.' };
    await stream({ last_error: JSON.stringify(error) });
    expect(await view()).toMatchObject({
      status: 'failing',
      sync_status: 'error',
      sync_error: { stream: 'books', ...error },
    });
    await stream({ enabled: false });
    expect(await view()).toMatchObject({ status: 'connected' });
    await stream({ enabled: true });
    await set({ paused_until: new Date(Date.now() + 3_600_000) });
    expect(await view()).toMatchObject({ status: 'paused' });
    await set({ paused_until: null, enabled: false });
    expect(await view()).toMatchObject({ status: 'paused' });
    await set({ enabled: true, auth_state: 'needs_reauth', auth_message: 'gone' });
    expect(await view()).toMatchObject({ status: 'needs_reauth', status_message: 'gone', next_run_at: null });
    await set({ auth_state: 'disconnected' });
    expect(await view()).toMatchObject({ status: 'disconnected' });
  });
});

describe('deleting it', () => {
  it('asks for its name, then takes records, history, raw pages and credentials along', async () => {
    const { id } = await create({ name: 'Doomed' });
    const kept = await create({ name: 'Kept' });
    const uuid = (shown: string) => shown.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    const fill = (shown: string) =>
      asTenant(async (trx, tenantId) => {
        const { stream_no } = await trx
          .selectFrom('stream_state')
          .select('stream_no')
          .where('integration_id', '=', uuid(shown))
          .executeTakeFirstOrThrow();
        const at = new Date(0);
        const records = Array.from({ length: 12 }, (_, n) => ({
          tenant_id: tenantId,
          stream_no,
          key: `k${n}`,
          seq: n,
          created_seq: n,
          as_of_ms: 0,
          created_at: at,
          updated_at: at,
          hash: Buffer.alloc(16),
          data: '{}',
        }));
        await trx.insertInto('record').values(records).execute();
        await trx
          .insertInto('record_version')
          .values({
            tenant_id: tenantId,
            stream_no,
            key: 'k1',
            seq: 0,
            replaced_seq: 1,
            as_of_ms: 0,
            stored_at: at,
            replaced_at: at,
            deleted: false,
            hash: Buffer.alloc(16),
          })
          .execute();
        await trx
          .insertInto('raw_page')
          .values({
            tenant_id: tenantId,
            id: uuid(shown),
            stream_no,
            key_version: 1,
            items: 12,
            sealed: Buffer.alloc(1),
          })
          .execute();
      });
    await fill(id);
    await fill(kept.id);
    const counts = () =>
      asTenant(async (trx) => {
        const count = async (table: 'record' | 'record_version' | 'raw_page' | 'stream_state') =>
          (await trx.selectFrom(table).select('tenant_id').execute()).length;
        return { record: await count('record'), version: await count('record_version'), raw: await count('raw_page') };
      });
    expect(await counts()).toEqual({ record: 24, version: 2, raw: 2 });
    expect((await ask('DELETE', `/api/integrations/${id}`)).body).toMatchObject({
      status: 400,
      problems: [{ path: 'confirm', message: expect.stringContaining('"Doomed"') }],
    });
    expect((await ask('DELETE', `/api/integrations/${id}?confirm=Kept`)).status).toBe(400);
    expect(await counts()).toEqual({ record: 24, version: 2, raw: 2 });
    expect((await ask('DELETE', `/api/integrations/${id}?confirm=Doomed`)).status).toBe(204);
    expect(await counts()).toEqual({ record: 12, version: 1, raw: 1 });
    expect((await ask('GET', `/api/integrations/${id}`)).status).toBe(404);
    expect((await ask('GET', `/api/integrations/${kept.id}`)).status).toBe(200);
    expect(
      await asTenant((trx) =>
        trx.selectFrom('credential').select('tenant_id').where('integration_id', '=', uuid(id)).execute(),
      ),
    ).toEqual([]);
    expect(
      await asTenant((trx) => trx.selectFrom('outbox').select('kind').where('integration_id', '=', uuid(id)).execute()),
    ).toEqual([{ kind: 'integration.removed' }]);
  });
});

describe('another tenant', () => {
  it('finds nothing on any path, whatever its rights', async () => {
    const { id, name } = await create({ name: 'Private' });
    const { key: stranger } = await server.tenant('stranger');
    const calls: [string, string, unknown?][] = [
      ['GET', ''],
      ['PUT', '', {}],
      ['DELETE', `?confirm=${name}`],
      ['GET', '/logs'],
      ['POST', '/test_connection'],
      ['POST', '/connect', {}],
      ['POST', '/disconnect'],
    ];
    for (const prefix of [
      '/api/tenants/acme/integrations',
      '/api/integrations',
      '/api/tenants/stranger/integrations',
    ]) {
      for (const [method, rest, body] of calls) {
        const answer = await server.ask(method, `${prefix}/${id}${rest}`, { key: stranger, body });
        expect(answer.body, `${method} ${prefix}${rest}`).toMatchObject({ status: 404, code: 'not_found' });
      }
    }
    for (const [method, path, body] of [
      ['GET', '/integrations'],
      ['POST', '/integrations', { provider: 'shelf', credentials: { api_key: shelfKey } }],
      ['GET', '/provider-apps'],
      ['PUT', '/provider-apps/shelf', { client_id: 'x' }],
      ['DELETE', '/provider-apps/shelf'],
      ['GET', '/audit'],
      ['GET', '/audit/verify'],
    ] as const) {
      expect(
        (await server.ask(method, `/api/tenants/acme${path}`, { key: stranger, body })).body,
        `${method} ${path}`,
      ).toMatchObject({ status: 404, code: 'not_found' });
    }
    const platform = await server.hub.apiKeys.createForPlatform(server.system, { name: 'ops', scopes: ['read'] });
    expect((await server.ask('GET', `/api/tenants/acme/integrations/${id}`, { key: platform.key })).body).toMatchObject(
      { id },
    );
    const mine = (await server.ask('GET', '/api/integrations', { key: stranger })).body;
    expect(mine).toEqual({ data: [], next_cursor: null });
    const cursor = (await ask('GET', '/api/integrations?limit=1')).body.next_cursor;
    expect((await server.ask('GET', `/api/integrations?cursor=${cursor}`, { key: stranger })).body).toMatchObject({
      status: 400,
      detail: 'This cursor is not one of this list.',
    });
    expect((await ask('GET', `/api/integrations/${id}`)).body).toMatchObject({ name: 'Private', status: 'draft' });
  });

  it('and nobody at all is told who exists', async () => {
    for (const path of [
      '/api/integrations',
      '/api/tenants/acme/integrations',
      '/api/tenants/nobody/integrations',
      '/api/providers',
      '/api/tenants',
    ]) {
      expect((await server.ask('GET', path)).body, path).toMatchObject({ status: 401, code: 'unauthorized' });
    }
  });
});

it('providers are described whole', async () => {
  const one = await ask('GET', '/api/providers/shelf');
  expect(one.body).toMatchObject({
    key: 'shelf',
    truth: 'our proposal',
    settings: [
      { name: 'region', required: false, choices: ['au', 'eu', 'internal'], default: 'au' },
      { name: 'shelf' },
      { name: 'desk' },
    ],
    auth: [
      { key: 'api_key', fields: [{ name: 'api_key', secret: true, required: true }] },
      { key: 'oauth2', fields: [{ name: 'access_token' }, { name: 'refresh_token' }, { name: 'expires_at' }] },
      { key: 'basic' },
    ],
    streams: [{ name: 'books', model: 'product', incremental: 'none', deletions: 'swept' }],
  });
  expect((await ask('GET', '/api/providers')).body).toMatchObject({
    data: [{ key: 'shelf', streams: ['books'] }],
    next_cursor: null,
  });
});
