/**
 * Databases for a run of the whole suite: a throw-away PostgreSQL of the kind Plugboard brings along (or the server that
 * PLUGBOARD_TEST_DATABASE_URL names), with a migrated copy for each fault. Called by main.ts; inside `npm test` the databases come
 * from src/testing.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/store/embedded/index.ts';
import { migrate } from '../../src/store/migrate.ts';
import { run, withDatabase } from '../../src/testing/server-sql.ts';
import { remove, temporaryDirectory } from './temporary.ts';

export interface FaultDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
}

const running = new Set<EmbeddedPostgres>();

/** A durable server on a directory of its own, both gone after `stop`. */
export async function startServer(): Promise<EmbeddedPostgres & { readonly dataDir: string }> {
  const dataDir = temporaryDirectory('postgres');
  // Under root the server has an account of its own, which must be able to walk in.
  chmodSync(dataDir, 0o755);
  try {
    const server = await startEmbeddedPostgres({ dataDir, log: () => {} });
    const stop = async (): Promise<void> => {
      running.delete(server);
      await server.stop();
      remove(dataDir);
    };
    running.add(server);
    return { ...server, dataDir, stop };
  } catch (error) {
    remove(dataDir);
    throw error;
  }
}

/** For an end before time: servers would live on without us. */
export async function stopServers(): Promise<void> {
  await Promise.all([...running].map((server) => server.stop()));
}

/** Makes and migrates a database on the server, and removes it when the work is done. */
export async function withFreshDatabase<T>(
  adminUrl: string,
  work: (database: FaultDatabase) => Promise<T>,
): Promise<T> {
  const name = `fault_${randomBytes(6).toString('hex')}`;
  await run(adminUrl, `create database ${name}`);
  try {
    const ownerUrl = withDatabase(adminUrl, name);
    const { appUrl } = await migrate({ ownerUrl, appPassword: 'only-for-tests' });
    return await work({ ownerUrl, appUrl });
  } finally {
    await run(adminUrl, `drop database if exists ${name} with (force)`);
    await run(adminUrl, `drop role if exists ${name}_app`);
  }
}
