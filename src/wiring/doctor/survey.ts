/** Goes through the tenants, as each of them, for the checks that need to know what is stored. Called by index.ts. */
import type pg from 'pg';
import { z } from 'zod';
import { platformTenant } from '../../store/index.ts';
import type { Wrapped } from './root-key.ts';

/** Each costs a round trip or four: this many take about a second. */
const most = 500;

/** Integrations of one tenant that come in the same way. */
export interface UsedWay {
  readonly tenantId: string;
  readonly tenant: string;
  readonly provider: string;
  readonly method: string;
  readonly count: number;
}

export interface Survey {
  readonly dataKeys: readonly Wrapped[];
  readonly ways: readonly UsedWay[];
  /** Providers with an app of the platform's own stored. */
  readonly platformApps: readonly string[];
}

/** While the root key is being changed, a key has two wrappings. */
const dataKey = z.object({
  version: z.coerce.number(),
  root_id: z.string(),
  other_root_id: z.string().nullable().default(null),
});
const way = z.object({ provider: z.string(), auth_method: z.string(), count: z.coerce.number() });

export async function survey(client: pg.Client): Promise<Survey> {
  const tenants = await client.query<{ id: string; slug: string }>('select id, slug from tenant order by id limit $1', [
    most,
  ]);
  const apps = await client.query<{ provider: string }>(
    // As JSON, because a database that is not migrated yet may lack the column.
    `select provider from provider_app a where tenant_id is null and to_jsonb(a) ->> 'partner_id' is null order by 1`,
  );
  const dataKeys: Wrapped[] = [];
  const ways: UsedWay[] = [];
  for (const { id, slug } of [{ id: platformTenant, slug: 'platform' }, ...tenants.rows]) {
    await client.query('begin');
    await client.query(`select set_config('app.tenant', $1, true)`, [id]);
    const keys = await client.query('select * from data_key where tenant_id = $1', [id]);
    const used = await client.query(
      'select provider, auth_method, count(*) as count from integration where tenant_id = $1 group by 1, 2 order by 1, 2',
      [id],
    );
    await client.query('commit');
    for (const row of keys.rows) {
      const { version, root_id, other_root_id } = dataKey.parse(row);
      dataKeys.push({ tenant: id, version, rootIds: other_root_id === null ? [root_id] : [root_id, other_root_id] });
    }
    for (const row of used.rows) {
      const { provider, auth_method, count } = way.parse(row);
      ways.push({ tenantId: id, tenant: slug, provider, method: auth_method, count });
    }
  }
  return { dataKeys, ways, platformApps: apps.rows.map(({ provider }) => provider) };
}
