import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tillServer, type TillServer, type TillTenant } from '../../testing/till-server.ts';
import { dashed } from '../ids.ts';
import { lookedAt } from './log-pages.ts';

let server: TillServer;
let owner: Client;
let acme: TillTenant;
let other: TillTenant;
const now = Date.parse('2026-03-10T12:00:00Z');

beforeAll(async () => {
  server = await tillServer({ at: new Date(now).toISOString() });
  owner = new Client({ connectionString: server.database.ownerUrl });
  await owner.connect();
  acme = await server.tillTenant('acme');
  other = await server.tillTenant('other');
});
afterAll(async () => {
  await owner?.end();
  await server?.stop();
});

const tenantId = async (slug: string) =>
  (await owner.query<{ id: string }>('select id from tenant where slug = $1', [slug])).rows[0]?.id;
const integrationId = (till: TillTenant) => dashed(till.integration.slice(4));

interface Line {
  readonly at: string;
  readonly status?: string;
  readonly action?: string;
  readonly message?: string;
}

/** An integration of its own with these lines in its log. */
async function logged(slug: string, lines: readonly Line[]): Promise<TillTenant> {
  const till = await server.tillTenant(slug);
  const tenant = await tenantId(slug);
  await owner.query('delete from integration_log where tenant_id = $1', [tenant]);
  for (const { at, status = 'success', action = 'sync', message = 'goods: 25 read' } of lines) {
    await owner.query(
      'insert into integration_log (tenant_id, integration_id, at, action, status, message) values ($1, $2, $3, $4, $5, $6)',
      [tenant, integrationId(till), at, action, status, message],
    );
  }
  return till;
}

async function walk(
  till: TillTenant,
  path: string,
  limit: number,
): Promise<{ items: { at: string; id: unknown; message: string }[]; pages: number }> {
  const items = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const query = `limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`;
    const page = await till.ask(
      'GET',
      `/integrations/${till.integration}/${path}${path.includes('?') ? '&' : '?'}${query}`,
    );
    expect(page.status).toBe(200);
    expect(page.body.data.length).toBeLessThanOrEqual(limit);
    items.push(...page.body.data);
    cursor = page.body.next_cursor;
    pages += 1;
  } while (cursor !== null);
  return { items, pages };
}

const ago = (days: number) => new Date(now - days * 86_400_000).toISOString();

describe('the integration log', () => {
  test('is empty, has one line, a page, a page and one: nothing is lost or repeated between pages', async () => {
    for (const count of [0, 1, 3, 4, 7]) {
      // Three to a moment: the time alone does not tell them apart.
      const lines = Array.from({ length: count }, (_line, number) => ({
        at: ago(Math.floor(number / 3)),
        message: `line ${number}`,
      }));
      const till = await logged(`pages${count}`, lines);
      const { items } = await walk(till, 'logs', 3);
      expect(items.map(({ message }) => message).toSorted()).toEqual(lines.map(({ message }) => message).toSorted());
      const moments = items.map(({ at }) => at);
      expect(moments).toEqual(moments.toSorted().toReversed());
    }
  });

  test('is filtered by status, action, moments and text, together as well', async () => {
    const till = await logged('filters', [
      { at: ago(1), status: 'error', message: 'goods: Till answered 500 (100% broken)' },
      { at: ago(2), action: 'connect', message: 'Connected to Ümläut_GmbH' },
      { at: ago(3), status: 'error', action: 'connect', message: 'refused' },
      { at: ago(4), status: 'warning', message: 'goods: 25 READ' },
    ]);
    const found = async (query: string) => (await walk(till, `logs?${query}`, 50)).items.map(({ message }) => message);
    expect(await found('status=error')).toHaveLength(2);
    expect(await found('action=connect&status=error')).toEqual(['refused']);
    expect(await found('action=connect&status=success')).toEqual(['Connected to Ümläut_GmbH']);
    expect(await found(`since=${ago(3)}&until=${ago(1)}`)).toHaveLength(2);
    expect(await found('since=2026-03-09T20:00:00%2B08:00')).toHaveLength(1);
    expect(await found('search=read')).toEqual(['goods: 25 READ']);
    // What means something to LIKE is meant as it stands.
    expect(await found('search=0%25')).toEqual(['goods: Till answered 500 (100% broken)']);
    expect(await found('search=%25')).toHaveLength(1);
    expect(await found('search=t_g')).toEqual(['Connected to Ümläut_GmbH']);
    expect(await found(`search=${encodeURIComponent('ÜMLÄUT')}`)).toHaveLength(1);
    expect(await found('search=nothing&status=error')).toEqual([]);
  });

  test('refuses what cannot be meant, naming the field', async () => {
    for (const [query, field] of [
      ['status=bad', 'query.status'],
      ['since=yesterday', 'query.since'],
      [`since=${ago(1)}&until=${ago(2)}`, 'until'],
      ['search=', 'query.search'],
      ['search=%00', 'query.search'],
      ['limit=0', 'query.limit'],
      ['limit=201', 'query.limit'],
      ['cursor=abc', 'cursor'],
      ['staus=error', 'query.staus'],
    ] as const) {
      const { status, body } = await acme.ask('GET', `/integrations/${acme.integration}/logs?${query}`);
      expect(status).toBe(400);
      expect(body.problems.map((problem: { path: string }) => problem.path)).toContain(field);
    }
    expect((await acme.ask('GET', '/integrations/int_nothing/logs')).status).toBe(404);
    expect((await acme.ask('GET', `/integrations/${other.integration}/logs`)).status).toBe(404);
    const page = await other.ask('GET', `/integrations/${other.integration}/logs?limit=1`);
    expect(
      (await acme.ask('GET', `/integrations/${acme.integration}/logs?cursor=${page.body.next_cursor ?? 'x'}`)).status,
    ).toBe(400);
  });

  test('what is looked for far back is found with the next cursors, in bounded steps', async () => {
    const till = await logged('far', [
      { at: ago(60), message: 'needle, first' },
      { at: ago(60), message: 'needle, second' },
    ]);
    const tenant = await tenantId('far');
    const fill = (from: number, count: number) =>
      owner.query(
        `insert into integration_log (tenant_id, integration_id, at, action, status, message)
         select $1, $2, $3::timestamptz - n * interval '1 minute', 'sync', 'success', 'hay' from generate_series(1, $4) n`,
        [tenant, integrationId(till), new Date(now - from * 86_400_000), count],
      );
    await fill(1, lookedAt);
    // Exactly as many as are looked at: whether there is more is not known yet.
    const first = await till.ask('GET', `/integrations/${till.integration}/logs?search=needle`);
    expect(first.body).toMatchObject({ data: [], next_cursor: expect.any(String) });
    const { items, pages } = await walk(till, 'logs?search=needle', 1);
    expect(items.map(({ message }) => message).toSorted()).toEqual(['needle, first', 'needle, second']);
    expect(pages).toBe(3);

    await fill(20, 2 * lookedAt);
    expect((await walk(till, 'logs?search=needle', 50)).items).toHaveLength(2);
    expect((await walk(till, 'logs?search=hay', 200)).items).toHaveLength(3 * lookedAt);
  });

  test('lines older than they are kept are shown to nobody', async () => {
    const till = await logged('old', [{ at: ago(89) }, { at: ago(91) }]);
    expect((await walk(till, 'logs', 50)).items).toHaveLength(1);
    expect((await walk(till, `logs?since=${ago(300)}`, 50)).items).toHaveLength(1);
    await till.ask('PUT', '/log_retention', { integration_log_days: 30 });
    expect((await walk(till, 'logs', 50)).items).toEqual([]);
  });
});

describe('the exchange log', () => {
  test('holds every call: of tests, runs, actions and the proxy, with bodies of errors and actions', async () => {
    const till = await server.tillTenant('calls');
    await till.ask('POST', `/integrations/${till.integration}/test_connection`);
    const [run] = await till.sync({ streams: ['goods'] });
    await till.ask('POST', `/integrations/${till.integration}/actions/sell_good`, {
      input: { name: 'Kettle' },
      external_reference: 'r1',
    });
    await till.ask('POST', `/integrations/${till.integration}/actions/be_refused`, { input: { name: 'Kettle' } });
    await till.ask('GET', `/integrations/${till.integration}/proxy/gone?access_token=zzz&page=2`);
    const { items } = await walk(till, 'exchanges', 200);
    const calls = items as unknown as Record<string, unknown>[];
    const of = (operation: string) => calls.filter((call) => call['operation'] === operation);
    expect(of('connect')).toHaveLength(1);
    expect(of('connection test')).toMatchObject([
      { method: 'GET', host: 'api.till.example', path: '/v1/me', status: 200, error: null, has_bodies: false },
    ]);
    expect(of('stream goods')).toHaveLength(3);
    expect(of('stream goods').every((call) => call['run_id'] === run.id && call['has_bodies'] === false)).toBe(true);
    expect(of('action sell_good')).toMatchObject([{ method: 'POST', status: 201, has_bodies: true, run_id: null }]);
    expect(of('action be_refused')).toMatchObject([
      {
        status: 422,
        error: 'invalid_request',
        message: expect.stringContaining('we do not sell that'),
        has_bodies: true,
      },
    ]);
    expect(of('proxy GET')).toMatchObject([
      { path: '/v1/gone?access_token=[redacted]&page=2', status: 410, has_bodies: false },
    ]);

    const id = String(of('action sell_good')[0]?.['id']);
    const one = await till.ask('GET', `/integrations/${till.integration}/exchanges/${id}`);
    expect(one.body.bodies.request).toBe('{"name":"[personal]"}');
    expect(JSON.parse(one.body.bodies.response)).toMatchObject({ name: '[personal]', secret: '[redacted]' });
    const plain = String(of('stream goods')[0]?.['id']);
    expect((await till.ask('GET', `/integrations/${till.integration}/exchanges/${plain}`)).body.bodies).toBeNull();

    for (const wrong of ['exc_nothing', `exc_${randomUUID().replaceAll('-', '')}`, run.id])
      expect((await till.ask('GET', `/integrations/${till.integration}/exchanges/${wrong}`)).status).toBe(404);
    expect((await acme.ask('GET', `/integrations/${acme.integration}/exchanges/${id}`)).status).toBe(404);
    expect((await acme.ask('GET', `/integrations/${till.integration}/exchanges/${id}`)).status).toBe(404);

    const found = async (query: string) => (await walk(till, `exchanges?${query}`, 2)).items.length;
    expect(await found('failed=true')).toBe(1);
    expect(await found('error=invalid_request')).toBe(1);
    expect(await found('error=timeout')).toBe(0);
    expect(await found('status=201')).toBe(1);
    expect(await found(`run=${run.id}`)).toBe(3);
    expect(await found(`run=${run.id}&failed=true`)).toBe(0);
    expect(await found('search=GOODS')).toBe(4);
    expect(await found('search=SELL_GOOD&status=201')).toBe(1);
    expect(await found('status_class=4xx')).toBe(2);
    expect(await found('status_class=4xx&failed=true')).toBe(1);
    expect(await found('status_class=2xx')).toBe(items.length - 2);
    expect(await found('status_class=none')).toBe(0);
    expect(await found('search=api.till')).toBe(items.length);
    expect((await walk(till, `logs?run=${run.id}`, 50)).items).toMatchObject([{ details: { run_id: run.id } }]);
    expect((await till.ask('GET', `/integrations/${till.integration}/logs?run=nonsense`)).status).toBe(404);
    expect(await found(`until=${ago(1)}`)).toBe(0);
  });

  test('is sealed: the database shows no body', async () => {
    const { rows } = await owner.query<{ text: string }>('select t::text as text from exchange_log t');
    expect(rows.map(({ text }) => text).join('\n')).not.toContain('[personal]');
  });

  test('a call without an answer is a line as well', async () => {
    const till = await server.tillTenant('silent');
    await server.control?.fault({ kind: 'reset', provider: 'till', times: 1 });
    await till.ask('POST', `/integrations/${till.integration}/proxy/echo`, { a: 1 });
    const [line] = (await walk(till, 'exchanges?failed=true', 50)).items;
    expect(line).toMatchObject({
      operation: 'proxy POST',
      status: null,
      error: 'provider_unavailable',
      message: expect.stringContaining('Till did not answer'),
      has_bodies: true,
    });
  });

  test('that cannot be written now, or at all, neither delays a run nor fails it; what got no line is counted', async () => {
    const till = await server.tillTenant('deaf');
    const { exchanges } = server.composition.context;
    await owner.query('begin; lock table exchange_log in access exclusive mode');
    const writing = exchanges.flush();
    const [during] = await till.sync({ streams: ['goods'] });
    await owner.query('rollback');
    await writing;
    expect(during).toMatchObject({ state: 'succeeded' });
    const all = (await walk(till, 'exchanges', 50)).items.length;
    expect(all).toBe(4);

    await owner.query('alter function write_exchanges_v1(uuid, uuid, jsonb, jsonb) rename to write_nothing_v1');
    const [without] = await till.sync({ streams: ['goods'] });
    await exchanges.flush();
    await owner.query('alter function write_nothing_v1(uuid, uuid, jsonb, jsonb) rename to write_exchanges_v1');
    expect(without).toMatchObject({ state: 'succeeded' });
    const { body } = await till.ask('GET', `/integrations/${till.integration}/usage`);
    expect(body.total.unlogged).toBeGreaterThan(0);
    expect(body.total.calls).toBe(all + body.total.unlogged);
    expect((await walk(till, 'exchanges', 50)).items).toHaveLength(all);
  });

  test('goes with its integration', async () => {
    const till = await server.tillTenant('removed');
    await till.sync({ streams: ['goods'] });
    await server.hub.usage.read(server.system, 'removed', till.integration);
    const tenant = await tenantId('removed');
    const count = async () =>
      (
        await owner.query<{ n: number }>(
          `select (select count(*) from exchange_log where tenant_id = $1) + (select count(*) from usage_minute where tenant_id = $1)
                + (select count(*) from integration_log where tenant_id = $1) as n`,
          [tenant],
        )
      ).rows[0]?.n;
    expect(Number(await count())).toBeGreaterThan(3);
    await till.ask('DELETE', `/integrations/${till.integration}?confirm=Till`);
    expect(Number(await count())).toBe(0);
  });
});

describe('usage', () => {
  test('adds up minutes and processes; minutes, hours and days agree', async () => {
    const till = await server.tillTenant('usage');
    await till.sync({ streams: ['goods'] });
    const store = server.composition.store;
    const tenant = (await tenantId('usage')) ?? '';
    const minute = (at: string, more: object) => ({
      integration_id: integrationId(till),
      at,
      calls: 10,
      errors: 1,
      unlogged: 2,
      durations: [0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      request_bytes: 5,
      response_bytes: 7,
      records: 100,
      ...more,
    });
    // Another process in the same minute, and an earlier hour.
    await store.logs.write(
      tenant,
      randomUUID(),
      [],
      [minute('2026-03-10T12:00:00Z', {}), minute('2026-03-10T10:59:00Z', { records: 3 })],
    );
    const ask = async (query = '') => (await till.ask('GET', `/integrations/${till.integration}/usage${query}`)).body;
    const hours = await ask();
    // 1 call to connect, 3 pages with the 25 goods of the beginning and the kettle of above.
    expect(hours.total).toMatchObject({ calls: 24, errors: 2, unlogged: 4, records: 129, request_bytes: 10 });
    expect(hours.data.map((row: { at: string; calls: number }) => [row.at, row.calls])).toEqual([
      ['2026-03-10T10:00:00.000Z', 10],
      ['2026-03-10T12:00:00.000Z', 14],
    ]);
    expect(hours.data[0].duration_ms).toEqual({ p50: 38, p95: 49, p99: 50 });
    expect((await ask('?by=day')).total).toEqual(hours.total);
    expect((await ask('?by=minute')).total).toMatchObject({ calls: 14 });
    expect((await ask('?by=minute&since=2026-03-10T10:00:00Z')).total).toEqual(hours.total);
    const empty = await ask('?by=day&since=2026-01-01T00:00:00Z&until=2026-01-05T00:00:00Z');
    expect(empty).toMatchObject({ data: [], total: { calls: 0, duration_ms: { p50: null, p95: null, p99: null } } });
    expect(
      (await till.ask('GET', `/integrations/${till.integration}/usage?by=minute&since=2026-01-01T00:00:00Z`)).status,
    ).toBe(400);
    expect(
      (await till.ask('GET', `/integrations/${till.integration}/usage?since=${ago(1)}&until=${ago(2)}`)).status,
    ).toBe(400);
    expect((await acme.ask('GET', `/integrations/${till.integration}/usage`)).status).toBe(404);
  });
});

describe('how long logs are kept', () => {
  test('is the platform’s word, and a tenant’s own for less', async () => {
    const till = await server.tillTenant('kept');
    expect((await till.ask('GET', '/log_retention')).body).toEqual({
      integration_log_days: null,
      exchange_log_days: null,
      platform: { integration_log_days: 90, exchange_log_days: 7 },
    });
    expect((await till.ask('PUT', '/log_retention', { exchange_log_days: 2 })).body).toMatchObject({
      integration_log_days: null,
      exchange_log_days: 2,
    });
    expect((await till.ask('PUT', '/log_retention', { integration_log_days: 30 })).body).toMatchObject({
      integration_log_days: 30,
      exchange_log_days: 2,
    });
    expect((await till.ask('PUT', '/log_retention', { exchange_log_days: null })).body).toMatchObject({
      integration_log_days: 30,
      exchange_log_days: null,
    });
    for (const wrong of [0, -1, 8, 1.5, '7']) {
      const { status, body } = await till.ask('PUT', '/log_retention', { exchange_log_days: wrong });
      expect(status).toBe(400);
      expect(body.problems[0].path).toBe('exchange_log_days');
    }
    expect((await till.ask('PUT', '/log_retention', { exchange_log_days: 0 })).body.problems[0].message).toBe(
      'expected at least 1 day: a log that keeps nothing would hide what goes wrong',
    );
    const reader = await server.hub.apiKeys.create(server.system, 'kept', {
      name: 'reader',
      scopes: ['read', 'act', 'sync', 'connect'],
    });
    expect(
      (await server.ask('PUT', '/api/tenants/kept/log_retention', { key: reader.key, body: { exchange_log_days: 1 } }))
        .status,
    ).toBe(403);
    const { data } = await server.hub.audit.list(server.system, 'kept', { limit: 200 });
    expect(data.filter(({ action }) => action === 'log_retention.changed')).toHaveLength(3);
  });
});
