import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tillServer, type TillServer, type TillTenant } from '../../testing/till-server.ts';

let server: TillServer;
let acme: TillTenant;
let beta: TillTenant;
beforeAll(async () => {
  server = await tillServer();
  acme = await server.tillTenant('acme');
  beta = await server.tillTenant('beta');
  await acme.sync();
  await beta.sync({ streams: ['goods'] });
});
afterAll(() => server?.stop());

/** All pages. */
async function all(path: string, tenant = acme) {
  const found = [];
  let cursor = '';
  for (let pages = 0; pages < 100; pages += 1) {
    const { status, body } = await tenant.ask('GET', `${path}${cursor}`);
    expect(status, JSON.stringify(body)).toBe(200);
    found.push(...body.data);
    if (body.next_cursor === null) return found;
    cursor = `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(body.next_cursor)}`;
  }
  throw new Error('the list has no end');
}

const keysOf = (records: { key: string }[]) => records.map((record) => record.key);
const seeded = Array.from({ length: 25 }, (_, i) => `g${String(i).padStart(4, '0')}`);

describe('records of a model', () => {
  it('are listed in pages, each once, whatever the page size', async () => {
    for (const limit of [1, 7, 24, 25, 26, 200]) {
      expect(keysOf(await all(`/records/product?limit=${limit}`))).toEqual(seeded);
    }
  });

  it('say what they are and where they come from', async () => {
    const { body } = await acme.ask('GET', '/records/product?limit=1');
    expect(body.data[0]).toEqual({
      id: expect.stringMatching(/^rec_/),
      model: 'product',
      integration_id: acme.integration,
      provider: 'till',
      stream: 'goods',
      key: 'g0000',
      data: expect.objectContaining({ name: 'Good 0', is_active: true }),
      problem: null,
      changed_at: null,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
      deleted_at: null,
      seq: 1,
      created_seq: 1,
    });
  });

  it('can be narrowed to an integration and a stream', async () => {
    expect(await all(`/records/product?integration=${acme.integration}&stream=goods`)).toHaveLength(25);
    expect((await acme.ask('GET', `/records/product?integration=${beta.integration}`)).status).toBe(404);
    expect((await acme.ask('GET', '/records/product?stream=chairs')).body).toMatchObject({
      status: 404,
      detail: 'There is no stream "chairs"; there are goods, people.',
    });
    expect(await all(`/records/product?stream=people`)).toEqual([]);
  });

  it('of an unknown model are not found, and the known ones are named', async () => {
    expect((await acme.ask('GET', '/records/unicorn')).body).toMatchObject({
      status: 404,
      detail: expect.stringContaining('product'),
    });
  });

  it('refuse a cursor of another list, another tenant, or made up', async () => {
    const { body } = await acme.ask('GET', '/records/product?limit=5');
    const ask = (path: string, tenant: TillTenant) => tenant.ask('GET', `${path}cursor=${body.next_cursor}`);
    for (const wrong of [
      await ask('/records/product?', beta),
      await ask('/records/product?include_deleted=true&', acme),
      await ask('/records/contact?', acme),
      await ask('/changes?', acme),
      await acme.ask('GET', '/records/product?cursor=abc'),
      await acme.ask('GET', `/records/product?cursor=${body.next_cursor.replace(/.$/, '')}`),
    ]) {
      expect(wrong.body).toMatchObject({
        status: 400,
        code: 'invalid_request',
        detail: 'This cursor is not one of this list.',
      });
    }
    expect((await ask('/records/product?', acme)).status).toBe(200);
  });

  it('name every parameter that is wrong', async () => {
    const { body } = await acme.ask(
      'GET',
      '/records/product?limit=0&include_deleted=maybe&since=2020&updated_since=yesterday',
    );
    expect(body.status).toBe(400);
    expect(body.problems.map((one: { path: string }) => one.path)).toEqual([
      'query.limit',
      'query.updated_since',
      'query.include_deleted',
    ]);
    expect((await acme.ask('GET', '/records/product?since=2020')).body.problems).toEqual([
      { path: 'query.since', message: 'unknown field' },
    ]);
  });
});

describe('searching', () => {
  it('looks into texts at any depth and into ids, in capitals or not, and takes no character for a pattern', async () => {
    expect(keysOf(await all('/records/product?search=GOOD%2024'))).toEqual(['g0024']);
    expect(keysOf(await all('/records/product?search=G0003'))).toEqual(['g0003']);
    for (const nothing of ['good.24', 'g_003', 'is_active', '%25', '.*', '"', '\\'])
      expect(await all(`/records/product?search=${nothing}`)).toEqual([]);
    const since = '2020-01-01T00:00:00Z';
    expect(keysOf(await all(`/records/product?updated_since=${since}&search=good%2024`))).toEqual(['g0024']);
  });

  it('is refused a text that is none', async () => {
    expect((await acme.ask('GET', '/records/product?search=')).status).toBe(400);
    expect((await acme.ask('GET', '/records/product?search=a%00b')).status).toBe(400);
  });
});

describe('several by their ids', () => {
  it('come in the order asked for, without those that are not there, and never another tenant’s', async () => {
    const [first, second] = await all('/records/product?limit=2');
    const find = (records: unknown, tenant = acme) => tenant.ask('POST', '/records/find', { records });
    expect((await find([second.id, 'rec_MTpub3RoaW5n', first.id])).body).toEqual({ data: [second, first] });
    expect((await find([])).status).toBe(400);
    expect((await find(['nonsense'])).status).toBe(404);
    const strange = (await all('/records/product?limit=1', beta))[0];
    expect((await find([strange.id])).body).toEqual({ data: [] });
  });
});

describe('records of one integration', () => {
  it('are listed by its id, and by its provider and stream', async () => {
    expect(await all(`/integrations/${acme.integration}/records`)).toHaveLength(25);
    expect(await all(`/integrations/${acme.integration}/records?stream=goods&limit=10`)).toHaveLength(25);
    expect(keysOf(await all('/integrations/till/goods?limit=10'))).toEqual(seeded);
    const { body } = await server.ask('GET', '/api/integrations/till/goods', { key: acme.key });
    expect(body.data).toHaveLength(25);
  });

  it('of a provider that is there twice are asked for by id', async () => {
    const second = await server.hub.integrations.create(server.system, 'beta', {
      provider: 'till',
      name: 'Second',
      credentials: { api_key: 'x' },
    });
    expect((await beta.ask('GET', '/integrations/till/goods')).body).toMatchObject({
      status: 409,
      detail: expect.stringContaining('"Till"'),
      integrations: [beta.integration, second.id],
    });
    expect((await beta.ask('GET', '/integrations/Second/goods')).body).toEqual({ data: [], next_cursor: null });
  });

  it('name what does not exist', async () => {
    expect((await acme.ask('GET', '/integrations/till/chairs')).body).toMatchObject({
      status: 404,
      detail: expect.stringContaining('goods, people'),
    });
    expect((await acme.ask('GET', '/integrations/paypal/goods')).body).toMatchObject({
      status: 404,
      detail: 'There is no integration "paypal".',
    });
    expect((await acme.ask('GET', `/integrations/${beta.integration}/records`)).body).toMatchObject({
      status: 404,
      detail: `There is no integration "${beta.integration}".`,
    });
  });
});

describe('one record', () => {
  const first = async (tenant = acme) => (await tenant.ask('GET', '/records/product?limit=1')).body.data[0];

  it('is shown, with what the vendor sent when asked', async () => {
    const record = await first();
    expect((await acme.ask('GET', `/records/product/${record.id}`)).body).toEqual(record);
    expect((await acme.ask('GET', `/records/product/${record.id}?raw=true`)).body).toEqual({
      ...record,
      raw: { id: 'g0000', name: 'Good 0' },
    });
    expect((await acme.ask('GET', `/records/contact/${record.id}`)).status).toBe(404);
  });

  it('of another tenant is not found, and neither is what is no id', async () => {
    const theirs = await first(beta);
    for (const id of [
      theirs.id,
      'rec_',
      'rec_!!',
      'rec_Mzp4',
      'rec_OTk5OTk5OTk5OTk5OjE',
      `rec_${'x'.repeat(5000)}`,
      'int_1',
    ]) {
      const { body } = await acme.ask('GET', `/records/product/${id}`);
      expect(body, id).toMatchObject({ status: 404, code: 'not_found' });
      expect((await acme.ask('GET', `/records/product/${id}/history`)).status).toBe(404);
    }
  });

  it('has a history, newest first', async () => {
    const item = server.till.goods.find((one) => one['id'] === 'g0003');
    const { id } = (await all('/records/product')).find((one) => one.key === 'g0003');
    const rename = async (name: string) => {
      Object.assign(item ?? {}, { name });
      await acme.sync({ streams: ['goods'] });
    };
    await rename('Better 3');
    await rename('Best 3');
    const versions = await all(`/records/product/${id}/history?limit=1`);
    expect(versions.map((one) => [one.data.name, one.deleted, one.replaced_at === null])).toEqual([
      ['Best 3', false, true],
      ['Better 3', false, false],
      ['Good 3', false, false],
    ]);
    expect(versions.map((one) => one.replaced_seq)).toEqual([null, versions[0].seq, versions[1].seq]);
    await rename('Good 3');
  });
});

describe('what cannot be mapped', () => {
  it('is set aside with its reason, keeps what was known, and the run is partial', async () => {
    const item = server.till.goods.find((one) => one['id'] === 'g0007');
    Object.assign(item ?? {}, { name: 7 });
    server.till.goods.push({ name: 'without an id' });
    const [run] = await acme.sync({ streams: ['goods'] });
    expect(run).toMatchObject({ state: 'partial', failed: 2, read: 26 });
    const problems = await all('/records/product?problems=true&limit=1');
    expect(problems).toMatchObject([
      { key: expect.stringMatching(/^#/), data: null, problem: 'The item has no usable id.' },
      { key: 'g0007', data: { name: 'Good 7' }, problem: expect.stringMatching(/^name: /) },
    ]);
    expect((await acme.ask('GET', `/records/product/${problems[0].id}?raw=true`)).body.raw).toEqual({
      name: 'without an id',
    });
    server.till.goods.pop();
    Object.assign(item ?? {}, { name: 'Good 7' });
    await acme.sync({ streams: ['goods'] });
    expect(await all('/records/product?problems=true')).toEqual([]);
  });
});

describe('what is gone at the vendor', () => {
  it('is listed only when asked for', async () => {
    const [gone] = server.till.goods.splice(5, 1);
    await acme.sync({ streams: ['goods'] });
    expect(await all('/records/product?limit=10')).toHaveLength(24);
    const withDeleted = await all('/records/product?limit=10&include_deleted=true');
    const gones = withDeleted.filter((one) => one.deleted_at !== null);
    // The one without an id was named by its content; when that changed, it was another.
    expect(gones).toMatchObject([{ key: expect.stringMatching(/^#/) }, { key: 'g0005', data: { name: 'Good 5' } }]);
    if (gone !== undefined) server.till.goods.splice(5, 0, gone);
    await acme.sync({ streams: ['goods'] });
    expect(await all('/records/product?limit=10')).toHaveLength(25);
  });
});

describe('what changed since a moment', () => {
  it('comes in the order it changed', async () => {
    const now = new Date().toISOString();
    for (const [index, name] of [
      [20, 'late'],
      [4, 'later'],
    ] as const) {
      Object.assign(server.till.goods[index] ?? {}, { name });
      await acme.sync({ streams: ['goods'] });
    }
    expect(keysOf(await all(`/records/product?updated_since=${now}&limit=1`))).toEqual(['g0020', 'g0004']);
    expect(await all(`/records/contact?updated_since=${now}`)).toEqual([]);
    expect(await all('/records/product?updated_since=2000-01-01T00:00:00Z')).toHaveLength(25);
    expect(await all('/records/product?updated_since=2100-01-01T00:00:00Z')).toEqual([]);
  });
});

describe('a very long key', () => {
  it('is listed, paged over and found like any other', async () => {
    const id = '€'.repeat(1000);
    server.till.goods.push({ id, name: 'Long' }, { id: id.slice(1), name: 'Nearly as long' });
    await acme.sync({ streams: ['goods'] });
    const found = await all('/records/product?limit=1');
    expect(keysOf(found.slice(-2))).toEqual([id.slice(1), id]);
    const { body } = await acme.ask('GET', `/records/product/${found.at(-1).id}?raw=true`);
    expect(body.raw).toEqual({ id, name: 'Long' });
    server.till.goods.splice(-2);
    await acme.sync({ streams: ['goods'] });
  });
});
