/**
 * Years of use in a minute: records and lines of logs written straight into the tables, shaped like those that a sync wrote before.
 * Used by reads.ts, whose subject is reading.
 */
import type pg from 'pg';
import type { Connected } from './stage.ts';

/** Copies the tenant's records under other keys until there are `count`; they lie in the order of writing, not of keys. */
export async function fillRecords(owner: pg.Client, tenantId: string, count: number): Promise<void> {
  await owner.query(
    `with template as (select r.*, row_number() over (order by seq) as no, count(*) over () as size from record r where tenant_id = $1)
     insert into record (tenant_id, stream_no, key, seq, created_seq, changed_ms, as_of_ms, created_at, updated_at, raw_no, raw_page, hash, data)
     select tenant_id, stream_no, key || '-' || copy, size * copy + no, size * copy + no, changed_ms, as_of_ms, created_at, updated_at,
            raw_no, raw_page, hash, data
       from generate_series(1, (select ceil($2::numeric / max(size)) - 1 from template)::int) as copy cross join template
      where size * copy + no <= $2
      order by copy, no`,
    [tenantId, count],
  );
  await owner.query('update feed set seq = (select max(seq) from record where tenant_id = $1) where tenant_id = $1', [
    tenantId,
  ]);
}

/** One line in five is of the integration log; of all, three in five are of this integration, the rest of nine others. */
export async function fillLogs(owner: pg.Client, { tenantId, integration }: Connected, count: number): Promise<void> {
  const id = integration.replace(/^int_/, '');
  for (let days = 90; days >= 0; days -= days > 8 ? 7 : 1)
    await owner.query(`select prepare_logs_v1(now() - make_interval(days => $1))`, [days]);
  const whose = `case when n % 5 < 3 then $2::uuid else md5('integration' || n % 9)::uuid end`;
  await owner.query(
    `insert into integration_log (tenant_id, integration_id, at, action, status, message)
     select $1, ${whose}, now() - n * (interval '85 days' / $3),
            case when n % 10 = 0 then 'test_connection' else 'sync' end,
            case when n % 50 = 0 then 'error' when n % 20 = 0 then 'warning' else 'success' end,
            case when n % 50 = 0 then 'Stripe answered 429 to stream customers: rate limit; it goes on by itself.'
                 when n % 100003 = 0 then 'The zebra was not found.'
                 else 'customers: ' || n % 1000 || ' read, ' || n % 100 || ' changed' end
       from generate_series(1, $3::int) as n`,
    [tenantId, id, Math.round(count / 5)],
  );
  await owner.query(
    `insert into exchange_log (tenant_id, integration_id, at, id, provider, operation, method, host, path, status, duration_ms,
                               request_bytes, response_bytes, attempt, error, message)
     select $1, ${whose}, now() - n * (interval '6 days' / $3), gen_random_uuid(), 'stripe', 'stream customers', 'GET', 'api.stripe.com',
            '/v1/customers?limit=100&starting_after=cus_' || n, case when n % 50 = 0 then 429 else 200 end, n % 900, 300, 90000, 1,
            case when n % 50 = 0 then 'rate_limited' end,
            case when n % 50 = 0 then 'Stripe answered 429 to stream customers.' end
       from generate_series(1, $3::int) as n`,
    [tenantId, id, count - Math.round(count / 5)],
  );
}
