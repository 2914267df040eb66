/**
 * F27: does one tenant ever see or change a row of another? Every table and every verb by hand, then random requests of 50
 * tenants over few connections, with forgotten WHEREs, errors in the middle and attempts to reach over. Passes with 0 rows
 * read or changed. Covers tables that are added later, because it asks the catalogue for them.
 */
import { randomUUID } from 'node:crypto';
import { sql, type QueryExecutorProvider } from 'kysely';
import { Client } from 'pg';
import { openDatabase, type Database } from '../../src/store/database.ts';
import { platformTables } from '../../src/store/platform-tables.ts';
import { silentLog, systemClock } from '../../src/testing/store.ts';
import { digestOf, insertRow, seedEveryTable, tenantTables, type TenantTable } from '../tenancy/every-table.ts';
import { seededRandom, type FaultOptions, type FaultResult, type SeededRandom } from './fault.ts';

const mostTenants = 50;
const atOnce = 16;
const connections = 6;

/** `rounds`: random requests. Takes about 1 ms each. */
export async function f27({ rounds, seed, ownerUrl, appUrl }: FaultOptions): Promise<FaultResult> {
  const tenantCount = Math.min(mostTenants, rounds + 2);
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  const database = openDatabase({ appUrl, clock: systemClock, log: silentLog, connections });
  try {
    const tables = await tenantTables(owner, Object.keys(platformTables));
    const tenants = Array.from({ length: tenantCount }, () => randomUUID());
    await seedEveryTable(owner, tables, tenants);
    const before = await digests(owner, tables, tenants);

    const [own = '', victim = ''] = tenants;
    const leaks = [
      ...(await matrix(database, tables, own, victim)),
      ...(await withoutTenant(database, tables, victim)),
      ...(await afterErrors(appUrl, tables, own)),
      ...(await randomRequests(database, tables, tenants, rounds, seededRandom(seed))),
    ];
    const after = await digests(owner, tables, tenants);
    const lost = tenants.filter((_tenant, no) => before[no] !== after[no]).length;
    return {
      id: 'F27',
      rounds,
      lost,
      doubled: 0,
      passed: leaks.length === 0 && lost === 0,
      detail:
        `${tables.length} tables x ${verbs(own, victim).length} verbs, no tenant set, connections after errors, ` +
        `${rounds} random requests of ${tenantCount} tenants: ${leaks.length} leaks, ${lost} tenants changed by others` +
        (leaks.length === 0 ? '' : `; first: ${leaks.slice(0, 3).join('; ')}`),
    };
  } finally {
    await database.close();
    await owner.end();
  }
}

async function digests(
  owner: Client,
  tables: readonly TenantTable[],
  tenants: readonly string[],
): Promise<readonly string[]> {
  const all: string[] = [];
  for (const tenant of tenants) all.push(await digestOf(owner, tables, tenant));
  return all;
}

interface Verb {
  readonly name: string;
  readonly statement: (table: TenantTable) => string;
  /** `reach`: it touches the victim's rows, so it must be refused or find none. `forgot`: it has no WHERE, so it may find one's own. */
  readonly kind: 'reach' | 'forgot';
}

/** Everything `own` might send about the rows of `victim`. Each answers the tenant of the rows it reached. */
function verbs(own: string, victim: string): readonly Verb[] {
  const lastColumn = (table: TenantTable) => `"${table.columns.at(-1)?.name ?? 'tenant_id'}"`;
  return [
    {
      name: 'select',
      kind: 'reach',
      statement: (t) => `select tenant_id from ${t.name} where tenant_id = '${victim}'`,
    },
    { name: 'select without where', kind: 'forgot', statement: (t) => `select tenant_id from ${t.name}` },
    {
      name: 'lock',
      kind: 'reach',
      statement: (t) => `select tenant_id from ${t.name} where tenant_id = '${victim}' for update`,
    },
    {
      name: 'join',
      kind: 'reach',
      statement: (t) => `select b.tenant_id from ${t.name} a join ${t.name} b on b.tenant_id <> a.tenant_id`,
    },
    { name: 'insert', kind: 'reach', statement: (t) => insertRow(t, victim) },
    {
      name: 'upsert',
      kind: 'reach',
      statement: (t) =>
        `${insertRow(t, victim)} on conflict (${keyOf(t)}) do update set ${lastColumn(t)} = excluded.${lastColumn(t)} returning ${t.name}.tenant_id`,
    },
    {
      name: 'update',
      kind: 'reach',
      statement: (t) =>
        `update ${t.name} set ${lastColumn(t)} = ${lastColumn(t)} where tenant_id = '${victim}' returning tenant_id`,
    },
    {
      name: 'update without where',
      kind: 'forgot',
      statement: (t) => `update ${t.name} set ${lastColumn(t)} = ${lastColumn(t)} returning tenant_id`,
    },
    {
      name: 'give away',
      kind: 'reach',
      statement: (t) => `update ${t.name} set tenant_id = '${victim}' where tenant_id = '${own}'`,
    },
    {
      name: 'delete',
      kind: 'reach',
      statement: (t) => `delete from ${t.name} where tenant_id = '${victim}' returning tenant_id`,
    },
    { name: 'delete without where', kind: 'forgot', statement: (t) => `delete from ${t.name} returning tenant_id` },
    { name: 'truncate', kind: 'reach', statement: (t) => `truncate ${t.name} cascade` },
  ];
}

function keyOf(table: TenantTable): string {
  return table.primaryKey.map((name) => `"${name}"`).join(', ');
}

/** Runs one statement as a tenant and undoes it; answers the tenants whose rows it reached. */
async function reached(database: Database, tenant: string, statement: string): Promise<readonly string[]> {
  let tenants: readonly string[] = [];
  await database
    .inTenant(tenant, async (trx) => {
      tenants = await send(trx, statement);
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) tenants = reachedBy(error);
    });
  return tenants;
}

/** The tenants whose rows a statement answered or, when it answers none, whether it did anything at all. */
async function send(executor: QueryExecutorProvider, statement: string): Promise<readonly string[]> {
  const { rows, numAffectedRows } = await sql.raw<{ tenant_id: string }>(statement).execute(executor);
  const didSomething = statement.startsWith('truncate') || (rows.length === 0 && (numAffectedRows ?? 0n) > 0n);
  return didSomething ? [everybody] : rows.map((row) => row.tenant_id);
}

class Undo extends Error {}

const everybody = 'everybody';

/** Whom a failed statement reached all the same. An unexpected error is a mistake in this test and is thrown on. */
function reachedBy(error: unknown): readonly string[] {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // Not allowed; or its own rows hold on to each other.
  if (code === '42501' || code === '23503') return [];
  // The policy must refuse before a key is compared: this tells that the other's row exists.
  if (code === '23505') return [everybody];
  throw error;
}

async function matrix(
  database: Database,
  tables: readonly TenantTable[],
  own: string,
  victim: string,
): Promise<readonly string[]> {
  const leaks: string[] = [];
  for (const table of tables) {
    for (const verb of verbs(own, victim)) {
      const tenants = await reached(database, own, verb.statement(table));
      const strangers = tenants.filter((tenant) => verb.kind === 'reach' || tenant !== own);
      if (strangers.length > 0) leaks.push(`${verb.name} on ${table.name}`);
    }
  }
  return leaks;
}

/** Statements sent with no tenant set at all: a forgotten `inTenant`. */
async function withoutTenant(
  database: Database,
  tables: readonly TenantTable[],
  victim: string,
): Promise<readonly string[]> {
  const leaks: string[] = [];
  for (const table of tables) {
    for (const verb of verbs(victim, victim)) {
      const tenants = await send(database.platform, verb.statement(table)).catch(reachedBy);
      if (tenants.length > 0) leaks.push(`${verb.name} on ${table.name} with no tenant set`);
    }
  }
  return leaks;
}

/** One connection, used by a tenant in every way a transaction can end, then by nobody: it must have forgotten the tenant. */
async function afterErrors(appUrl: string, tables: readonly TenantTable[], own: string): Promise<readonly string[]> {
  const single = openDatabase({ appUrl, clock: systemClock, log: silentLog, connections: 1 });
  const leaks: string[] = [];
  const endings: Readonly<Record<string, string>> = {
    success: 'select 1',
    'an error': 'select 1/0',
    'a refusal': 'truncate integration',
    'a cut connection': 'select pg_terminate_backend(pg_backend_pid())',
    'a plain set': `select set_config('app.tenant', '${own}', true)`,
  };
  try {
    for (const [ending, statement] of Object.entries(endings)) {
      await single.inTenant(own, (trx) => sql.raw(statement).execute(trx)).catch(() => undefined);
      for (const table of tables) {
        const rows = await single.statements.query(`select tenant_id from ${table.name}`, []);
        if (rows.length > 0) leaks.push(`${table.name} after ${ending}`);
      }
    }
  } finally {
    await single.close();
  }
  return leaks;
}

/** Many tenants over few connections, all at once. */
async function randomRequests(
  database: Database,
  tables: readonly TenantTable[],
  tenants: readonly string[],
  rounds: number,
  random: SeededRandom,
): Promise<readonly string[]> {
  const leaks: string[] = [];
  let left = rounds;
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const own = random.pick(tenants);
      const victim = random.pick(tenants.filter((tenant) => tenant !== own));
      const table = random.pick(tables);
      const verb = random.pick(verbs(own, victim));
      if (random.below(20) === 0)
        await database.inTenant(own, (trx) => sql`select 1/0`.execute(trx)).catch(() => undefined);
      if (random.below(20) === 0) {
        const rows = await database.statements.query(`select tenant_id from ${table.name}`, []);
        if (rows.length > 0) leaks.push(`${table.name} with no tenant set`);
      }
      const seen = await reached(database, own, verb.statement(table));
      if (seen.some((tenant) => verb.kind === 'reach' || tenant !== own)) leaks.push(`${verb.name} on ${table.name}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  return leaks;
}
