/**
 * Gets to the database, if it can be got to: the given one, or the embedded one as any command does (started when nobody runs it). Makes
 * nothing: no data directory, no key, no database. Called by index.ts.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Finding } from '../../cli/installation.ts';
import { startEmbeddedPostgres } from '../../store/embedded/index.ts';
import type { Config } from '../config.ts';
import { codeOf, failed, refused, warning } from './finding.ts';

const check = 'database';
/** Of the embedded server. */
const ownDatabase = 'plugboard';

export interface Reached {
  /** As the owner of the tables, or as the application role when that is all we have. */
  readonly client: pg.Client;
  readonly ownerUrl: string | undefined;
  /** `db.example:5432/plugboard` */
  readonly name: string;
  leave(): Promise<void>;
}

/** Answers a finding instead when there is no way in. */
export async function reachDatabase(config: Config, tell: (line: string) => void): Promise<Reached | Finding> {
  const { ownerUrl, appUrl } = config.database;
  const given = ownerUrl ?? appUrl;
  if (given !== undefined) {
    const variable = ownerUrl === undefined ? 'DATABASE_APP_URL' : 'DATABASE_URL';
    const client = await connected(given);
    if (!(client instanceof pg.Client)) return unreachable(given, client.code, variable);
    return { client, ownerUrl, name: nameOf(given), leave: () => client.end() };
  }
  const { dataDir } = config;
  if (!existsSync(join(dataDir, 'postgres')))
    return warning(
      check,
      `There is none in ${dataDir} yet.`,
      'Run `npm start` or `plugboard migrate`: either makes it.',
    );
  return reachEmbedded(dataDir, tell);
}

async function reachEmbedded(dataDir: string, tell: (line: string) => void): Promise<Reached | Finding> {
  let server: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
  try {
    server = await startEmbeddedPostgres({ dataDir, log: tell });
  } catch (error) {
    return refused(check, error);
  }
  const url = new URL(server.adminUrl);
  url.pathname = `/${ownDatabase}`;
  const client = await connected(url.href);
  if (client instanceof pg.Client) {
    const leave = async () => {
      await client.end();
      await server.stop();
    };
    return { client, ownerUrl: url.href, name: `${nameOf(url.href)} (embedded, in ${dataDir})`, leave };
  }
  await server.stop();
  // The server was made, and we died before the database was.
  if (client.code === '3D000')
    return warning(check, `The server in ${dataDir} holds no database yet.`, 'Run `plugboard migrate`: it makes it.');
  return unreachable(url.href, client.code, 'PLUGBOARD_DATA_DIR');
}

/** A connection, or the short name of what prevents it. */
export async function connected(url: string): Promise<pg.Client | { readonly code: string }> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'plugboard doctor',
    connectionTimeoutMillis: 5_000,
    query_timeout: 20_000,
  });
  // A connection that breaks while idle is reported here; unheard it would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    const silent = error instanceof Error && /timeout/i.test(error.message);
    return { code: silent ? 'timeout' : codeOf(error) };
  }
}

/** `variable`: where the address comes from. */
export function unreachable(url: string, code: string, variable: string, about = check): Finding {
  const mends: Readonly<Record<string, string>> = {
    ECONNREFUSED: `Start PostgreSQL, or correct host and port in ${variable}.`,
    ENOTFOUND: `Correct the host name in ${variable}, or make it known in your DNS.`,
    EAI_AGAIN: `Correct the host name in ${variable}, or see whether the name server answers.`,
    timeout: `See whether a firewall stands between, and whether host and port in ${variable} are right.`,
    '28P01': `Correct the password in ${variable}.`,
    '28000': `Let this user in from this machine (pg_hba.conf), or correct the user in ${variable}.`,
    '3D000': `Make it (\`createdb\`), or correct the name in ${variable}.`,
    '53300': 'Raise max_connections, or lower DATABASE_CONNECTIONS of the processes that use it.',
    '57P03': 'Wait: it is starting up or shutting down.',
  };
  const reasons: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'nobody listens there',
    ENOTFOUND: 'its host name is not known',
    timeout: 'it does not answer',
    '28P01': 'it refuses the password',
    '28000': 'it does not let this user in',
    '3D000': 'there is no such database',
    '53300': 'it has no connection left',
  };
  const mend = mends[code] ?? `Look at the log of PostgreSQL, and at ${variable}.`;
  return failed(about, `${nameOf(url)} cannot be used: ${reasons[code] ?? 'it reports'} (${code}).`, mend);
}

/** Without user and password. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host === '' ? 'the local socket' : host}${pathname}`;
}
