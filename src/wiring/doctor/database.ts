/** What a database that was reached is like: version, migrations, the rights of both roles, row-level security. Called by index.ts. */
import type pg from 'pg';
import { z } from 'zod';
import type { Finding } from '../../cli/installation.ts';
import { migrationState } from '../../store/migrate.ts';
import { platformTables } from '../../store/platform-tables.ts';
import { compareClocks } from './clock.ts';
import { failed, ok, some, warning } from './finding.ts';
import { connected, unreachable, type Reached } from './reach.ts';

const oldestMajor = 15;

const aboutServer = z.object({
  version: z.string(),
  number: z.coerce.number(),
  read_only: z.boolean(),
  encoding: z.string(),
  at: z.coerce.number(),
});

/** Version, may it be written, and its clock. */
export async function checkServer({ client, name }: Reached, now: () => number): Promise<readonly Finding[]> {
  const before = now();
  const { rows } = await client.query(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
            pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as read_only,
            current_setting('server_encoding') as encoding,
            extract(epoch from clock_timestamp()) * 1000 as at`,
  );
  const after = now();
  const is = aboutServer.parse(rows[0]);
  const clock = compareClocks("the database's clock", { theirs: is.at, before, after, grainMs: 1 });
  const server = `PostgreSQL ${is.version} at ${name}`;
  if (is.number < oldestMajor * 10_000)
    return [failed('database', `${server} is too old.`, `Move to PostgreSQL ${oldestMajor} or newer.`), clock];
  if (is.encoding !== 'UTF8')
    return [
      failed('database', `${server} keeps text as ${is.encoding}.`, 'Make the database with encoding UTF8.'),
      clock,
    ];
  if (is.read_only) {
    const mend = 'Let DATABASE_URL lead to the primary; after a failover, wait for the new one.';
    return [failed('database', `${server} is read-only (a standby?).`, mend), clock];
  }
  return [ok('database', `${server}.`), clock];
}

/** `migrated`: the tables are there, so that further checks make sense. */
export async function checkMigrations({
  client,
}: Reached): Promise<{ readonly finding: Finding; readonly migrated: boolean }> {
  const check = 'migrations';
  const { applied, missing, changed, unknown } = await migrationState(client);
  const migrate = 'Run `plugboard migrate`.';
  if (applied === 0)
    return { finding: failed(check, 'This database has never been migrated.', migrate), migrated: false };
  const migrated = true;
  if (changed.length > 0) {
    const found = `The database was made with another version of ${some(changed)}.`;
    return { finding: failed(check, found, 'Start the version of Plugboard that made it.'), migrated };
  }
  if (missing.length > 0) return { finding: failed(check, `Not yet applied: ${some(missing)}.`, migrate), migrated };
  if (unknown.length > 0) {
    const found = `The database has migrations of a newer version: ${some(unknown)}.`;
    return { finding: warning(check, found, 'Update this checkout to the version the others run.'), migrated };
  }
  return { finding: ok(check, `All ${applied} are applied.`), migrated };
}

const role = z.object({
  powers: z.array(z.string()),
  owns: z.array(z.string()),
  cannot_read: z.array(z.string()),
  queue: z.boolean(),
});

/** The application role: it can sign in, may use everything, and may no more. `appUrl`: undefined without a root key to derive it from. */
export async function checkRoles(
  { client, ownerUrl }: Reached,
  appUrl: string | undefined,
): Promise<readonly Finding[]> {
  const check = 'roles';
  const owners = ownerUrl === undefined ? [] : await checkOwner(client);
  if (appUrl === undefined) return owners;
  const name = decodeURIComponent(new URL(appUrl).username);
  const asApp = await connected(appUrl);
  if ('code' in asApp) return [...owners, loginRefused(appUrl, name, asApp.code)];
  try {
    const { rows } = await asApp.query(aboutRole);
    const is = role.parse(rows[0]);
    const wrong = [
      ...(is.powers.length === 0
        ? []
        : [
            failed(
              check,
              `The application role ${name} may too much: ${is.powers.join(', ')}. Tenants would not be kept apart.`,
              `Run \`plugboard migrate\`; it takes these rights away.`,
            ),
          ]),
      ...(is.owns.length === 0
        ? []
        : [
            failed(
              check,
              `The application role ${name} owns ${some(is.owns)}, and could walk around the policies there.`,
              'Give them to the owner of the other tables (`alter table ... owner to ...`).',
            ),
          ]),
      ...(is.cannot_read.length === 0 && is.queue
        ? []
        : [
            failed(
              check,
              `The application role ${name} may not read ${some([...is.cannot_read, ...(is.queue ? [] : ['the queue (schema pgboss)'])])}.`,
              'The rights were lost, perhaps by restoring without them: restore again with privileges.',
            ),
          ]),
    ];
    return [
      ...owners,
      ...(wrong.length > 0
        ? wrong
        : [ok(check, `The application role ${name} signs in, and may what it should and no more.`)]),
    ];
  } finally {
    await asApp.end();
  }
}

function loginRefused(appUrl: string, name: string, code: string): Finding {
  if (code !== '28P01' && code !== '28000') return unreachable(appUrl, code, 'DATABASE_APP_URL', 'roles');
  const mend =
    'See that the root key is the right one, then run `plugboard migrate`, which sets the password anew; with DATABASE_APP_URL, correct its password.';
  return failed('roles', `The application role ${name} is not let in; its password follows from the root key.`, mend);
}

/** Before the first migration: may it be done? */
export async function checkMayMigrate({ client }: Reached): Promise<readonly Finding[]> {
  const { rows } = await client.query<{ me: string; roles: boolean; tables: boolean }>(
    `select current_user as me, r.rolsuper or r.rolcreaterole as roles, has_schema_privilege('public', 'create') as tables
       from pg_roles r where r.rolname = current_user`,
  );
  const [is] = rows;
  if (is === undefined) return [];
  return [
    ...(is.roles
      ? []
      : [
          failed(
            'roles',
            `${is.me} may not make the application role.`,
            `Run \`alter role ${is.me} createrole\` as an administrator of the database.`,
          ),
        ]),
    ...(is.tables
      ? []
      : [failed('roles', `${is.me} may not make tables.`, `Make ${is.me} the owner of the database.`)]),
  ];
}

/** The tables' owner: DATABASE_URL must lead to it, or migrations fail half way through. */
async function checkOwner(client: pg.Client): Promise<readonly Finding[]> {
  const { rows } = await client.query<{ owner: string; me: string }>(
    `select distinct pg_get_userbyid(c.relowner) as owner, current_user as me from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not pg_has_role(current_user, c.relowner, 'usage')`,
  );
  const [other] = rows;
  if (other === undefined) return [];
  const mend = `Let DATABASE_URL sign in as ${other.owner}, or make ${other.me} a member of it.`;
  return [failed('roles', `Tables belong to ${other.owner}, and DATABASE_URL signs in as ${other.me}.`, mend)];
}

const aboutRole = `
  select array(select power from pg_roles r
                 cross join lateral (values ('superuser', r.rolsuper), ('bypassrls', r.rolbypassrls), ('createrole', r.rolcreaterole),
                                            ('createdb', r.rolcreatedb), ('replication', r.rolreplication)) as p (power, has)
                where r.rolname = current_user and has) as powers,
         array(select c.relname::text from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and pg_get_userbyid(c.relowner) = current_user
                order by 1) as owns,
         array(select c.relname::text from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                  and not has_table_privilege(c.oid, 'select') order by 1) as cannot_read,
         coalesce((select has_schema_privilege(n.oid, 'usage') from pg_namespace n where n.nspname = 'pgboss'), false) as queue`;

/** Every table of tenants has forced row-level security; the named platform tables are the only ones without. */
export async function checkRowSecurity({ client }: Reached): Promise<Finding> {
  const check = 'row_security';
  const { rows } = await client.query<{ name: string; held: boolean }>(
    `select c.relname::text as name,
            c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid) as held
       from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> all($1::text[])
      order by 1`,
    [Object.keys(platformTables)],
  );
  const open = rows.filter(({ held }) => !held).map(({ name }) => name);
  if (open.length === 0) return ok(check, `Forced on all ${rows.length} tables of tenants.`);
  const mend = `For each table of Plugboard's: \`select protect_tenant_table('${open[0]}')\` as the owner. Tables of your own belong into another database.`;
  return failed(check, `Not forced on ${some(open)}: tenants are not kept apart there.`, mend);
}
