/**
 * The limit a sync is held against: what this database takes in on this machine, now, when nothing has to be fetched, compared,
 * mapped or sealed. The same rows, ready as JSON, and the same sealed pages, 1000 a transaction, by the same role under the same
 * policies, into a table like `record` (its primary key, no change feed) and one like `raw_page`.
 */
import pg from 'pg';

export interface PreparedPage {
  readonly rows: string;
  readonly raw: Buffer;
}

const insert = `
  insert into limit_record as r (tenant_id, stream_no, key, seq, created_seq, changed_ms, as_of_ms, created_at, updated_at, raw_no, raw_page, hash, data)
  select $1, 1, i.k, 0, 0, i.u, i.a, now(), now(), i.n, $3, decode(i.h, 'hex'), i.d
    from jsonb_to_recordset($2) as i (k text, h text, d jsonb, u bigint, a bigint, n int)
  on conflict (tenant_id, stream_no, key) do update set hash = excluded.hash, data = excluded.data
   where r.hash is distinct from excluded.hash`;

/** Makes the limit's tables, with the policies and rights of the real ones. */
export async function prepareLimit(owner: pg.Client): Promise<void> {
  await owner.query(`
    create table limit_record (like record including defaults, primary key (tenant_id, stream_no, key));
    select protect_tenant_table('limit_record');
    create table limit_page (like raw_page including defaults including storage, primary key (tenant_id, id));
    select protect_tenant_table('limit_page');`);
}

/** Rows and sealed pages of a finished pass, as they would be sent. */
export async function preparePages(
  owner: pg.Client,
  tenantId: string,
  count: number,
): Promise<readonly PreparedPage[]> {
  const pages: PreparedPage[] = [];
  for (let from = 0; from < count; from += 1000) {
    const { rows } = await owner.query<{ rows: string; page: string }>(
      `select json_agg(json_build_object('k', key, 'h', encode(hash, 'hex'), 'd', data, 'u', changed_ms, 'a', as_of_ms, 'n', raw_no))::text as rows,
              min(raw_page::text) as page
         from (select * from record where tenant_id = $1 order by seq offset $2 limit 1000) page`,
      [tenantId, from],
    );
    const raw = await owner.query<{ sealed: Buffer }>('select sealed from raw_page where tenant_id = $1 and id = $2', [
      tenantId,
      rows[0]?.page,
    ]);
    pages.push({ rows: rows[0]?.rows ?? '[]', raw: raw.rows[0]?.sealed ?? Buffer.alloc(0) });
  }
  return pages;
}

/** Records per second. */
export async function measureLimit(
  owner: pg.Client,
  appUrl: string,
  tenantId: string,
  pages: readonly PreparedPage[],
  records: number,
): Promise<number> {
  await owner.query('truncate limit_record, limit_page');
  const client = new pg.Client({ connectionString: appUrl });
  await client.connect();
  try {
    const started = performance.now();
    for (const [no, page] of pages.entries()) {
      const pageId = `00000000-0000-7000-8000-${String(no).padStart(12, '0')}`;
      await client.query('begin');
      await client.query(`select set_config('app.tenant', $1, true)`, [tenantId]);
      await client.query(
        'insert into limit_page (tenant_id, id, stream_no, key_version, items, sealed) values ($1, $2, 1, 1, 1000, $3)',
        [tenantId, pageId, page.raw],
      );
      await client.query(insert, [tenantId, page.rows, pageId]);
      await client.query('commit');
    }
    return records / ((performance.now() - started) / 1000);
  } finally {
    await client.end();
  }
}
