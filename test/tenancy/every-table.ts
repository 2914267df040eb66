/**
 * Puts one row into every table that belongs to tenants, whatever tables there are, so that the isolation tests cover tables
 * that did not exist when they were written. All uuids of a tenant's rows are its own id, all numbers 1: foreign keys then agree
 * by themselves. Used by the isolation tests and fault F27.
 */
import type { Client } from 'pg';

export interface Column {
  readonly name: string;
  readonly type: string;
  /** First value a check constraint allows, when one lists them. */
  readonly allowed: string | null;
}

export interface TenantTable {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
}

/** Every table of schema public that is not a platform table, with its columns. Partitions are reached through their table. */
export async function tenantTables(owner: Client, platformTables: readonly string[]): Promise<readonly TenantTable[]> {
  const { rows } = await owner.query<TenantTable>(
    `select c.relname as name,
            json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
                                       'allowed', (select substring(pg_get_constraintdef(k.oid) from '''([^'']*)''::text')
                                                     from pg_constraint k
                                                    where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
                                                    limit 1)) order by a.attnum) as columns,
            (select json_agg(pk.attname order by array_position(i.indkey::int[], pk.attnum::int))
               from pg_index i join pg_attribute pk on pk.attrelid = c.oid and pk.attnum = any (i.indkey)
              where i.indrelid = c.oid and i.indisprimary) as "primaryKey"
       from pg_class c
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and c.relname <> all($1::text[])
      group by c.oid, c.relname order by c.relname`,
    [platformTables],
  );
  return rows;
}

/** Adds the tenants and one row of each in every table. */
export async function seedEveryTable(
  owner: Client,
  tables: readonly TenantTable[],
  tenants: readonly string[],
): Promise<void> {
  let ordered: readonly TenantTable[] = [];
  for (const tenant of tenants) {
    await owner.query('insert into tenant (id, slug, name) values ($1::uuid, $2, $2)', [tenant, tenant]);
    // The first tenant finds out which table comes before which; the others go in one round trip each.
    if (ordered.length === 0) ordered = await fillByTrial(owner, tables, tenant);
    else await inTenant(owner, tenant, () => owner.query(ordered.map((table) => insertRow(table, tenant)).join(';')));
  }
}

/** Fills the tables in an order that foreign keys allow, and answers it. */
async function fillByTrial(
  owner: Client,
  tables: readonly TenantTable[],
  tenant: string,
): Promise<readonly TenantTable[]> {
  const filled: TenantTable[] = [];
  while (filled.length < tables.length) {
    const before = filled.length;
    let reason: unknown;
    for (const table of tables.filter((each) => !filled.includes(each))) {
      try {
        await inTenant(owner, tenant, () => owner.query(insertRow(table, tenant)));
        filled.push(table);
      } catch (error) {
        // What it points to comes later in the list.
        if (!isForeignKeyError(error)) throw error;
        reason = error;
      }
    }
    if (filled.length === before) throw new Error('some tables cannot be filled', { cause: reason });
  }
  return filled;
}

/** A statement that adds this tenant's row, whoever runs it. */
export function insertRow(table: TenantTable, tenantId: string): string {
  const values = table.columns.map((column) => valueFor(column, tenantId));
  return `insert into ${table.name} (${names(table)}) overriding system value values (${values.join(', ')})`;
}

function names(table: TenantTable): string {
  return table.columns.map((column) => `"${column.name}"`).join(', ');
}

function valueFor(column: Column, tenantId: string): string {
  if (column.allowed !== null) return `'${column.allowed}'`;
  switch (column.type) {
    case 'uuid':
      return `'${tenantId}'`;
    case 'text':
      return `'x'`;
    case 'integer':
    case 'bigint':
    case 'real':
      return '1';
    case 'boolean':
      return 'false';
    case 'bytea':
      return `'\\x00'`;
    case 'jsonb':
    case 'text[]':
    case 'integer[]':
    case 'bigint[]':
    case 'uuid[]':
    case 'cidr[]':
      return `'{}'`;
    case 'timestamp with time zone':
    case 'timestamp(3) with time zone':
      return `'2026-01-01T00:00:00Z'`;
    default:
      throw new Error(`no value is known for a column of type ${column.type} (${column.name})`);
  }
}

/** Runs as the owner of the tables, who is under the policies as well. */
export async function inTenant<T>(client: Client, tenantId: string, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    await client.query(`select set_config('app.tenant', $1, true)`, [tenantId]);
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** A digest of everything a tenant has; the same before and after when nobody has changed a row of it. */
export async function digestOf(owner: Client, tables: readonly TenantTable[], tenantId: string): Promise<string> {
  const digests = tables.map(
    ({ name }) =>
      `select '${name} ' || count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as line
         from ${name} t where tenant_id = '${tenantId}'`,
  );
  return inTenant(owner, tenantId, async () => {
    const { rows } = await owner.query<{ line: string }>(digests.join(' union all '));
    return rows.map((row) => row.line).join('\n');
  });
}

function isForeignKeyError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23503';
}
