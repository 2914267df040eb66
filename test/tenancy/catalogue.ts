/**
 * Reads PostgreSQL's own catalogue and answers what breaks the rules of isolation between tenants: in words, an empty list
 * when all is well. Knows no table by name except the list of platform tables. Used by catalogue.db.test.ts.
 */
import type { Client } from 'pg';
import { ownerFunctions } from '../../src/store/platform-tables.ts';

const policyExpression = "(tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)";

interface Rule {
  readonly what: string;
  /** Selects one row `name` per violation. `$1`: names of the platform tables; `$2`: the application role; `$3`: functions with their owner's rights. */
  readonly sql: string;
}

const tenantTable = `
  select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity from pg_class c
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'f', 'm') and c.relname <> all($1::text[])`;

const rules: readonly Rule[] = [
  {
    what: 'table without forced row-level security',
    sql: `select relname as name from (${tenantTable}) t where not (relrowsecurity and relforcerowsecurity)`,
  },
  {
    what: 'table without exactly the tenant policy',
    sql: `select t.relname as name from (${tenantTable}) t
           where (select count(*) from pg_policy p where p.polrelid = t.oid) <> 1
              or not exists (select from pg_policy p
                              where p.polrelid = t.oid and p.polcmd = '*' and p.polpermissive and p.polroles = '{0}'
                                and pg_get_expr(p.polqual, p.polrelid) = $expression and pg_get_expr(p.polwithcheck, p.polrelid) = $expression)`,
  },
  {
    what: 'table without a tenant_id that is always set',
    sql: `select t.relname as name from (${tenantTable}) t
           where not exists (select from pg_attribute a
                              where a.attrelid = t.oid and a.attname = 'tenant_id' and a.atttypid = 'uuid'::regtype and a.attnotnull)`,
  },
  {
    what: 'table without a primary key',
    sql: `select t.relname as name from (${tenantTable}) t
           where not exists (select from pg_index i where i.indrelid = t.oid and i.indisprimary)`,
  },
  {
    what: 'unique key that tenant_id does not lead',
    sql: `select i.indexrelid::regclass::text as name from (${tenantTable}) t join pg_index i on i.indrelid = t.oid
           where i.indisunique
             and not exists (select from pg_attribute a
                              where a.attrelid = t.oid and a.attnum = i.indkey[0] and a.attname = 'tenant_id')`,
  },
  {
    // Foreign keys are checked past row-level security: without tenant_id in them a row could point to another tenant's.
    what: 'foreign key between tenants',
    sql: `select k.conname as name from (${tenantTable}) t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
            join (${tenantTable}) target on target.oid = k.confrelid
           where not exists (
                 select from unnest(k.conkey, k.confkey) as pair (own, theirs)
                   join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.own and a.attname = 'tenant_id'
                   join pg_attribute b on b.attrelid = k.confrelid and b.attnum = pair.theirs and b.attname = 'tenant_id')`,
  },
  {
    what: 'platform table that does not exist, or has a policy after all',
    sql: `select name from unnest($1::text[]) as name
           where to_regclass('public.' || name) is null
              or exists (select from pg_policy p where p.polrelid = to_regclass('public.' || name))`,
  },
  {
    what: 'view that sees with its owner’s eyes',
    sql: `select c.relname as name from pg_class c
           where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'
             and not coalesce(c.reloptions @> '{security_invoker=true}', false)`,
  },
  {
    what: 'function that acts with its owner’s rights',
    sql: `select p.proname as name from pg_proc p
           where p.pronamespace in ('public'::regnamespace) and p.prosecdef and p.proname <> all($3::text[])`,
  },
  {
    what: 'function with its owner’s rights that anybody may call, or that looks things up where its caller says',
    sql: `select p.proname as name from pg_proc p
           where p.pronamespace in ('public'::regnamespace) and p.prosecdef
             and (has_function_privilege('public', p.oid, 'execute')
                  or not coalesce(p.proconfig @> '{"search_path=public, pg_temp"}', false))`,
  },
  {
    what: 'named function with its owner’s rights that does not exist, or does without them',
    sql: `select name from unnest($3::text[]) as name
           where not exists (select from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proname = name and p.prosecdef)`,
  },
  {
    // Past its parent a partition would be read under its own policies and rights only: nobody needs that way in.
    what: 'partition the application role may reach directly',
    sql: `select c.relname as name from pg_class c
           where c.relnamespace = 'public'::regnamespace and c.relispartition and c.relkind in ('r', 'p')
             and has_table_privilege($2, c.oid, 'select, insert, update, delete')`,
  },
  {
    what: 'right of the application role that is too much',
    sql: `select c.relname || ' ' || right_name as name
            from pg_class c cross join unnest(array['truncate', 'references', 'trigger']) as right_name
           where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
             and has_table_privilege($2, c.oid, right_name)`,
  },
  {
    what: 'thing the application role owns',
    sql: `select c.oid::regclass::text as name from pg_class c where pg_get_userbyid(c.relowner) = $2
          union all select p.proname from pg_proc p where pg_get_userbyid(p.proowner) = $2
          union all select t.typname from pg_type t where pg_get_userbyid(t.typowner) = $2
          union all select n.nspname from pg_namespace n where pg_get_userbyid(n.nspowner) = $2
          union all select d.datname from pg_database d where pg_get_userbyid(d.datdba) = $2`,
  },
  {
    what: 'power of the application role',
    sql: `select power as name
            from pg_roles r
           cross join lateral (values ('superuser', r.rolsuper), ('bypassrls', r.rolbypassrls), ('createrole', r.rolcreaterole),
                                      ('createdb', r.rolcreatedb), ('replication', r.rolreplication)) as powers (power, has)
           where r.rolname = $2 and has
          union all select 'member of ' || pg_get_userbyid(m.roleid) from pg_auth_members m where pg_get_userbyid(m.member) = $2
          union all select 'create in schema ' || n.nspname from pg_namespace n
                     where n.nspname in ('public', 'pgboss') and has_schema_privilege($2, n.oid, 'create')`,
  },
  {
    what: 'application role that does not exist',
    sql: `select $2::text as name where not exists (select from pg_roles where rolname = $2)`,
  },
];

/** `rule: thing` for each violation. `owner`: a connection that may read the whole catalogue. */
export async function findViolations(
  owner: Client,
  platformTables: readonly string[],
  appRole: string,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const rule of rules) {
    // Every statement gets both parameters, whether it uses them or not.
    const text = `with given as (select $1::text[], $2::text, $3::text[]) ${rule.sql.replaceAll('$expression', `$policy$${policyExpression}$policy$`)}`;
    const { rows } = await owner.query<{ name: string }>(text, [platformTables, appRole, Object.keys(ownerFunctions)]);
    found.push(...rows.map((row) => `${rule.what}: ${row.name}`));
  }
  return found.toSorted();
}
