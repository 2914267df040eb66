import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { tillServer, type TillServer, type TillTenant } from '../../testing/till-server.ts';

let server: TillServer;
let acme: TillTenant;
let beta: TillTenant;
beforeAll(async () => {
  server = await tillServer();
  acme = await server.tillTenant('acme');
  beta = await server.tillTenant('beta');
});
afterAll(() => server?.stop());
afterEach(() => server.control?.clearFaults());

const start = (body: object = {}, tenant = acme) =>
  tenant.ask('POST', `/integrations/${tenant.integration}/sync`, body);
const cancelAll = async () => {
  for (const state of ['queued', 'running']) {
    for (const run of (await acme.ask('GET', `/runs?state=${state}`)).body.data)
      await acme.ask('POST', `/runs/${run.id}/cancel`);
  }
};

describe('starting runs', () => {
  it('answers a run per stream, which a worker then executes', async () => {
    const started = await start();
    expect(started).toMatchObject({
      status: 202,
      body: {
        sync_id: expect.stringMatching(/^syn_/),
        runs: [
          { id: expect.stringMatching(/^run_/), stream: 'goods', mode: 'full', already_running: false },
          { id: expect.stringMatching(/^run_/), stream: 'people', mode: 'full', already_running: false },
        ],
        dry_runs: [],
      },
    });
    const worker = await server.startWorker();
    const { id } = started.body.runs[0];
    const run = await vi.waitFor(
      async () => {
        const { body } = await acme.ask('GET', `/runs/${id}`);
        expect(body.finished_at).not.toBeNull();
        return body;
      },
      { timeout: 10_000 },
    );
    await worker.stop();
    expect(run).toMatchObject({
      id,
      sync_id: started.body.sync_id,
      integration_id: acme.integration,
      state: 'succeeded',
      trigger: 'manual',
      requested_by: expect.stringMatching(/^tenant_key:/),
      read: 25,
      created: 25,
      error: null,
      duration_ms: expect.any(Number),
    });
    const { body: found } = await acme.ask('GET', '/records/product');
    expect(found.data).toHaveLength(25);
  });

  it('a second time while they are under way, names the first', async () => {
    await cancelAll();
    const [first, second] = await Promise.all([start({ streams: ['goods'] }), start({ streams: ['goods'] })]);
    const [won, lost] = first.status === 202 ? [first, second] : [second, first];
    expect(won.status).toBe(202);
    expect(lost.body).toMatchObject({ status: 409, code: 'conflict', run_ids: [won.body.runs[0].id] });
    const both = await start();
    expect(both).toMatchObject({
      status: 202,
      body: {
        runs: [
          { id: won.body.runs[0].id, already_running: true },
          { stream: 'people', already_running: false },
        ],
      },
    });
    await cancelAll();
  });

  it('names what is wrong with the request', async () => {
    expect((await start({ streams: ['goods', 'chairs'] })).body).toMatchObject({
      status: 404,
      detail: '"Till" has no stream "chairs"; it has goods, people.',
    });
    expect((await start({ since: 'yesterday', sreams: ['goods'], force: 'yes' })).body.problems).toEqual([
      { path: 'since', message: 'expected a moment like 2026-07-01T00:00:00Z' },
      { path: 'force', message: expect.stringContaining('expected boolean') },
      { path: 'sreams', message: 'unknown field' },
    ]);
    expect((await start({ since: '2026-01-01T00:00:00Z', force: true })).body.problems).toMatchObject([
      { path: 'since' },
    ]);
    expect((await acme.ask('POST', '/integrations/int_1/sync', {})).status).toBe(404);
    expect((await acme.ask('POST', `/integrations/${beta.integration}/sync`, {})).status).toBe(404);
  });

  it('of what is not connected, or switched off, says so', async () => {
    const draft = await server.hub.integrations.create(server.system, 'beta', {
      provider: 'till',
      name: 'Draft',
      credentials: { api_key: 'x' },
    });
    expect((await beta.ask('POST', `/integrations/${draft.id}/sync`, {})).body).toMatchObject({
      status: 409,
      detail: expect.stringContaining('not connected'),
    });
    for (const stream of ['goods', 'people']) {
      await beta.ask('PATCH', `/integrations/${beta.integration}/streams/${stream}`, { enabled: false });
    }
    expect((await start({}, beta)).body).toMatchObject({
      status: 409,
      detail: expect.stringContaining('switched off'),
    });
    expect((await start({ streams: ['goods'] }, beta)).status).toBe(202);
    for (const stream of ['goods', 'people']) {
      await beta.ask('PATCH', `/integrations/${beta.integration}/streams/${stream}`, { enabled: true });
    }
  });
});

describe('a dry run', () => {
  it('answers what would change, and writes nothing', async () => {
    const [item] = server.till.goods;
    Object.assign(item ?? {}, { name: 'dearer' });
    server.till.goods.push({ id: 'new', name: 'New' });
    const [gone] = server.till.goods.splice(8, 1);
    const { body: before } = await acme.ask('GET', '/changes?limit=1000');
    const answer = await start({ streams: ['goods'], dry_run: true });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        sync_id: null,
        runs: [],
        dry_runs: [
          {
            stream: 'goods',
            read: 25,
            would_create: 1,
            would_update: 1,
            would_delete: 1,
            would_hold: false,
            sample: [
              { key: 'g0000', change: 'update' },
              { key: 'new', change: 'create' },
              { key: gone?.['id'], change: 'delete' },
            ],
            error: null,
          },
        ],
      },
    });
    const { body: after } = await acme.ask('GET', `/changes?cursor=${before.next_cursor}`);
    expect(after.data).toEqual([]);
  });
});

describe('an answer that cannot be used', () => {
  const failing = async (fault: object) => {
    await server.control?.fault({ provider: 'till', path: '^/v1/goods', ...fault } as never);
    const [run] = await acme.sync({ streams: ['goods'] });
    return run;
  };
  const untouched = async () => {
    const { body } = await acme.ask('GET', '/records/product?limit=200');
    return body.data.length;
  };

  it.each([
    ['is HTML', { kind: 'html' }, 'decode_failed', /HTML page instead of JSON/],
    ['is cut off', { kind: 'truncate' }, 'decode_failed', /cut off or malformed/],
    ['is over the cap', { kind: 'gzip_bomb', megabytes: 1 }, 'decode_failed', /larger than the 100000 bytes allowed/],
    ['lacks its list', { kind: 'alter', at: 'goods', value: 5 }, 'decode_failed', /goods/],
  ])('%s: the run fails with the reason, and nothing is lost', async (_what, fault, code, message) => {
    const before = await untouched();
    expect(await failing(fault)).toMatchObject({
      state: 'failed',
      error: {
        code,
        message: expect.stringMatching(message),
        fault: 'provider',
        provider: 'till',
        operation: 'stream goods',
      },
    });
    expect(await untouched()).toBe(before);
    const { body } = await acme.ask('GET', `/integrations/${acme.integration}`);
    expect(body).toMatchObject({ status: 'failing', sync_status: 'error', sync_error: { stream: 'goods', code } });
    await server.control?.clearFaults();
    expect(await acme.sync({ streams: ['goods'] })).toMatchObject([{ state: 'succeeded' }]);
  });

  it('has a field of the wrong type: that record is set aside, the others are read', async () => {
    expect(await failing({ kind: 'alter', at: 'goods.2.name', value: { not: 'text' } })).toMatchObject({
      state: 'partial',
      failed: expect.any(Number),
      error: null,
    });
    const { body } = await acme.ask('GET', '/records/product?problems=true');
    expect(body.data[0]).toMatchObject({
      key: 'g0002',
      data: { name: 'Good 2' },
      problem: expect.stringMatching(/^name: /),
    });
    await server.control?.clearFaults();
    await acme.sync({ streams: ['goods'] });
  });
});

describe('looking at runs', () => {
  it('lists them newest first, in pages, narrowed', async () => {
    const first = (await acme.ask('GET', '/runs?limit=2')).body;
    expect(first.data).toHaveLength(2);
    const second = (await acme.ask('GET', `/runs?limit=2&cursor=${first.next_cursor}`)).body;
    const times = [...first.data, ...second.data].map((run) => Date.parse(run.queued_at));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    const failed = (await acme.ask('GET', `/integrations/${acme.integration}/runs?stream=goods&state=failed`)).body;
    expect(new Set(failed.data.map((run: { state: string; stream: string }) => `${run.stream} ${run.state}`))).toEqual(
      new Set(['goods failed']),
    );
    expect((await beta.ask('GET', `/runs?cursor=${first.next_cursor}`)).status).toBe(400);
    expect((await acme.ask('GET', `/runs?trigger=manual&cursor=${first.next_cursor}`)).status).toBe(400);
    expect((await acme.ask('GET', '/runs?trigger=schedule')).body.data).toEqual([]);
    expect((await acme.ask('GET', '/runs?state=odd')).body.problems).toMatchObject([{ path: 'query.state' }]);
  });

  it.each([
    ['of the tenant', () => '/runs'],
    ['of one integration', () => `/integrations/${acme.integration}/runs`],
  ])('lists those %s from a moment on, and up to one', async (_whose, path) => {
    const { data } = (await acme.ask('GET', `${path()}?limit=200`)).body;
    const at = data[1].queued_at;
    const ids = (runs: { id: string }[]) => runs.map(({ id }) => id);
    const isLater = (run: { queued_at: string }) => run.queued_at >= at;
    const later = (await acme.ask('GET', `${path()}?limit=200&queued_since=${at}`)).body.data;
    const earlier = (await acme.ask('GET', `${path()}?limit=200&queued_until=${at}`)).body.data;
    expect(ids(later)).toEqual(ids(data.filter(isLater)));
    expect([...ids(later), ...ids(earlier)]).toEqual(ids(data));
  });

  it('say what they were asked for', async () => {
    const since = '2026-01-01T00:00:00.000Z';
    const [narrow] = await acme.sync({ streams: ['people'], since });
    expect(narrow).toMatchObject({ since, forced: false });
    const [whole] = await acme.sync({ streams: ['people'], force: true });
    expect(whole).toMatchObject({ since: null, forced: true });
  });

  it('cancels one, once', async () => {
    const { body } = await start({ streams: ['people'] });
    const { id } = body.runs[0];
    expect((await acme.ask('POST', `/runs/${id}/cancel`)).body).toMatchObject({ id, state: 'cancelled' });
    expect((await acme.ask('POST', `/runs/${id}/cancel`)).body).toMatchObject({ id, state: 'cancelled' });
  });
});

describe('streams', () => {
  it('are listed and changed one by one', async () => {
    const path = `/integrations/${acme.integration}/streams`;
    expect((await acme.ask('GET', path)).body).toMatchObject({
      data: [
        { name: 'goods', model: 'product', enabled: true, schedule: null, next_run_at: null },
        { name: 'people', model: 'contact' },
      ],
      next_cursor: null,
    });
    const [run] = await acme.sync({ streams: ['people'] });
    expect((await acme.ask('GET', path)).body.data[1].last_run).toEqual(run);
    const counts = (await acme.ask('GET', `/record_counts?integration=${acme.integration}`)).body.data;
    expect(counts).toMatchObject([
      { integration_id: acme.integration, stream: 'goods', model: 'product' },
      { integration_id: acme.integration, stream: 'people', model: 'contact', records: run?.read },
    ]);
    expect((await acme.ask('GET', '/record_counts')).body.data).toEqual(counts);
    const changed = await acme.ask('PATCH', `${path}/goods`, { schedule: { every_s: 600 } });
    expect(changed.body).toMatchObject({
      name: 'goods',
      enabled: true,
      schedule: { every_s: 600 },
      next_run_at: expect.any(String),
    });
    expect((await acme.ask('PATCH', `${path}/goods`, { enabled: false })).body).toMatchObject({
      enabled: false,
      schedule: { every_s: 600 },
      next_run_at: null,
    });
    expect((await acme.ask('PATCH', `${path}/goods`, { enabled: true, schedule: null })).body).toMatchObject({
      enabled: true,
      schedule: null,
    });
    expect((await acme.ask('PATCH', `${path}/goods`, { schedule: { every_s: 1 } })).body.problems).toMatchObject([
      { path: 'schedule.every_s', message: expect.stringContaining('at least 60 seconds') },
    ]);
    expect((await acme.ask('PATCH', `${path}/chairs`, { enabled: false })).status).toBe(404);
    const { data } = await server.hub.audit.list(server.system, 'acme', { limit: 200 });
    expect(data.filter((one) => one.action === 'stream.changed')).toHaveLength(3);
  });
});

describe('another tenant, or too few rights', () => {
  it('gets nowhere on any route', async () => {
    const { body: started } = await start({ streams: ['people'] });
    const run = started.runs[0].id;
    const { body: list } = await acme.ask('GET', '/records/product?limit=1');
    const record = list.data[0].id;
    const id = acme.integration;
    const routes: readonly (readonly [string, string, object?])[] = [
      ['POST', `/integrations/${id}/sync`, {}],
      ['GET', `/integrations/${id}/runs`],
      ['GET', '/runs'],
      ['GET', `/runs/${run}`],
      ['POST', `/runs/${run}/cancel`],
      ['GET', `/integrations/${id}/streams`],
      ['PATCH', `/integrations/${id}/streams/goods`, { enabled: false }],
      ['GET', `/integrations/${id}/records`],
      ['GET', `/integrations/${id}/goods`],
      ['POST', `/integrations/${id}/goods`, { input: { name: 'x' } }],
      ['GET', '/records/product'],
      ['GET', `/records/product/${record}`],
      ['GET', `/records/product/${record}/history`],
      ['GET', '/changes'],
      ['GET', '/record_counts'],
      ['GET', `/record_counts?integration=${id}`],
      ['GET', '/deletions'],
      ['GET', `/integrations/${id}/actions`],
      ['POST', `/integrations/${id}/actions/sell_good`, { input: { name: 'x' } }],
      ['GET', `/integrations/${id}/proxy/echo`],
      ['POST', `/integrations/${id}/proxy/echo`, {}],
      ['PUT', `/integrations/${id}/proxy/echo`, {}],
      ['PATCH', `/integrations/${id}/proxy/echo`, {}],
      ['DELETE', `/integrations/${id}/proxy/echo`],
    ];
    const acts = server.till.acts;
    const rightless = (
      await server.hub.apiKeys.create(server.system, 'acme', { name: 'connects', scopes: ['connect'] })
    ).key;
    type Route = (typeof routes)[number];
    const ask = (as: string | undefined, base: string, [method, path, body]: Route) =>
      server.ask(method, base + path, {
        ...(as === undefined ? {} : { key: as }),
        ...(body === undefined ? {} : { body }),
      });
    const labelOf = ([method, path]: Route) => `${method} ${path}`;
    const missing = { status: 404, code: 'not_found' };
    for (const route of routes) {
      const label = labelOf(route);
      expect((await ask(beta.key, '/api/tenants/acme', route)).body, label).toMatchObject(missing);
      expect((await ask(undefined, '/api/tenants/acme', route)).status, label).toBe(401);
    }
    // Theirs by its id, under one's own name.
    for (const route of routes.filter(([, path]) => /(int|run|rec)_/.test(path))) {
      const label = labelOf(route);
      expect((await ask(beta.key, '/api/tenants/beta', route)).body, label).toMatchObject(missing);
      expect((await ask(beta.key, '/api', route)).body, label).toMatchObject(missing);
    }
    // One's own, without the right: a stream is changed with `connect`, which this key has.
    for (const route of routes.filter(([, path]) => !path.includes('/streams/'))) {
      expect((await ask(rightless, '/api/tenants/acme', route)).status, labelOf(route)).toBe(403);
    }
    expect(server.till.acts).toBe(acts);
    expect((await acme.ask('GET', `/runs/${run}`)).body.state).toBe('queued');
    await cancelAll();
  });

  it('a viewer reads and starts nothing', async () => {
    const { key } = await server.hub.apiKeys.create(server.system, 'acme', { name: 'viewer', scopes: ['read'] });
    const ask = (method: string, path: string, body?: object) =>
      server.ask(method, `/api${path}`, { key, ...(body === undefined ? {} : { body }) });
    expect((await ask('GET', '/runs')).status).toBe(200);
    expect((await ask('GET', `/integrations/${acme.integration}/proxy/me`)).status).toBe(200);
    for (const [method, path] of [
      ['POST', `/integrations/${acme.integration}/sync`],
      ['POST', `/integrations/${acme.integration}/actions/sell_good`],
      ['POST', `/integrations/till/goods`],
      ['POST', `/integrations/${acme.integration}/proxy/echo`],
      ['PATCH', `/integrations/${acme.integration}/streams/goods`],
    ] as const) {
      expect((await ask(method, path, {})).body, path).toMatchObject({ status: 403, code: 'permission_denied' });
    }
  });
});
