import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { tillServer, type TillServer, type TillTenant } from '../../testing/till-server.ts';
import { run } from '../../testing/server-sql.ts';

let server: TillServer;
let acme: TillTenant;
let viewer: string;
beforeAll(async () => {
  server = await tillServer();
  acme = await server.tillTenant('acme');
  await acme.sync();
  const { key } = await server.hub.apiKeys.create(server.system, 'acme', { name: 'viewer', scopes: ['view'] });
  viewer = key;
});
afterAll(() => server?.stop());

const many = 10_000;

/** Ten thousand records of a stream, with a kilobyte of data each, as a vendor might have sent them. */
async function plantMany(): Promise<void> {
  await run(server.database.ownerUrl, 'alter table record no force row level security');
  await run(
    server.database.ownerUrl,
    `insert into record (tenant_id, stream_no, key, seq, created_seq, as_of_ms, created_at, updated_at, hash, data)
     select s.tenant_id, s.stream_no, 'many_' || lpad(i::text, 6, '0'), 1000 + i, 1000 + i, i, now(), now(), '\\x00',
            jsonb_build_object('name', 'Person ' || i, 'email', 'p' || i || '@example.com', 'custom',
                               jsonb_build_object('text', repeat('x', 1000)))
       from stream_state s cross join generate_series(1, ${many}) i
      where s.stream = 'people' and s.tenant_id = (select id from tenant where slug = 'acme')`,
  );
  await run(server.database.ownerUrl, 'alter table record force row level security');
}

const file = (path: string, key = acme.key, signal?: AbortSignal) =>
  fetch(`${server.url}/api/tenants/acme/records/${path}`, {
    headers: { authorization: `Bearer ${key}` },
    ...(signal === undefined ? {} : { signal }),
  });

describe('a small file', () => {
  it('of nothing is the header alone, or empty', async () => {
    const csv = await file('invoice/export');
    expect(csv.status).toBe(200);
    expect(await csv.text()).toMatch(/^record_id,integration_id,[\w,]+\r\n$/);
    expect(await (await file('invoice/export?format=ndjson')).text()).toBe('');
  });

  it('says what it is, and can begin with a byte order mark', async () => {
    const answer = await file('product/export?bom=true&search=good%207');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="acme-product-[\d-]{10}\.csv"$/);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(bytes.toString().trimEnd().split('\r\n')).toHaveLength(2);
  });

  it('holds what the list holds, in its order', async () => {
    const lines = (await (await file('product/export?format=ndjson')).text()).trimEnd().split('\n');
    const { body } = await acme.ask('GET', '/records/product?limit=200');
    expect(lines.map((line) => JSON.parse(line))).toEqual(body.data);
  });

  it('takes the filters of the list', async () => {
    const { body } = await acme.ask('GET', '/records/product?limit=1');
    const since = encodeURIComponent(new Date(Date.parse(body.data[0].updated_at) + 3_600_000).toISOString());
    expect(await (await file(`product/export?format=ndjson&updated_since=${since}`)).text()).toBe('');
    expect((await file('product/export?stream=chairs')).status).toBe(404);
    expect((await file('unicorn/export')).status).toBe(404);
    expect((await file('product/export?limit=5')).status).toBe(400);
  });

  it('is written down, without what was searched for', async () => {
    await (await file('product/export?search=somebody')).text();
    const { data } = await server.hub.audit.list(server.system, 'acme', { limit: 200 });
    expect(data.at(-1)).toMatchObject({
      action: 'records.exported',
      target: 'product',
      details: { format: 'csv', search: true },
    });
    expect(JSON.stringify(data)).not.toContain('somebody');
  });
});

describe('a large file', () => {
  beforeAll(plantMany);

  it('comes whole, and in pieces', async () => {
    const answer = await file('contact/export?format=ndjson&integration=' + acme.integration);
    let [bytes, lines, most] = [0, 0, 0];
    for await (const chunk of answer.body ?? []) {
      bytes += chunk.length;
      lines += chunk.filter((byte: number) => byte === 10).length;
      most = Math.max(most, chunk.length);
    }
    expect(lines).toBe(many);
    expect(bytes).toBeGreaterThan(many * 1000);
    expect(most).toBeLessThan(bytes / 10);
  });

  it('shows who may not see people no more than the list does, and lets him not search for it either', async () => {
    const csv = await (await file('contact/export', viewer)).text();
    expect(csv.split('\r\n')).toHaveLength(many + 2);
    expect(csv).not.toContain('@example.com');
    expect(csv).toContain('[masked]');
    expect(await (await file('contact/export?format=ndjson&search=p77%40example', viewer)).text()).toBe('');
    expect((await (await file('contact/export?format=ndjson&search=p7777%40EXAMPLE')).text()).split('\n')).toHaveLength(
      2,
    );
  });

  it('is read no further when nobody reads it', async () => {
    const original = server.hub.records.export;
    const ended = Promise.withResolvers<number>();
    async function* counted(pieces: AsyncGenerator<string>): AsyncGenerator<string, void, undefined> {
      let handed = 0;
      try {
        for await (const piece of pieces) {
          handed += 1;
          yield piece;
        }
      } finally {
        ended.resolve(handed);
      }
    }
    const spy = vi.spyOn(server.hub.records, 'export').mockImplementation(async (...asked) => {
      const made = await original(...asked);
      return { ...made, pieces: counted(made.pieces) };
    });
    const gone = new AbortController();
    const answer = await file('contact/export?format=ndjson', acme.key, gone.signal);
    const reader = answer.body?.getReader();
    await reader?.read();
    gone.abort();
    await expect(reader?.closed).rejects.toThrow(/abort/);
    // What fits between the two ends may be on its way already; all of it is 20 pieces.
    expect(await ended.promise).toBeLessThan(20);
    spy.mockRestore();
  });
});
