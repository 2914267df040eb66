/**
 * Once per test run, in vitest's own process: a throw-away PostgreSQL (or the server PLUGBOARD_TEST_DATABASE_URL names)
 * with one migrated template database, from which every test file gets its own copy (database.ts). Called by vitest.
 */
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../store/embedded/index.ts';
import { isAlive } from '../store/embedded/process.ts';
import { migrate } from '../store/migrate.ts';
import { run, withDatabase } from './server-sql.ts';

export interface TestServer {
  /** Connection with the right to create databases. */
  readonly adminUrl: string;
  /** The template as the application role sees it. */
  readonly appUrl: string;
  readonly template: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

const prefix = 'plugboard-test-';

/** Starts, migrates, provides `testServer`; the answered function takes it all down again. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const { adminUrl, stop } = await server();
  const template = `plugboard_template_${process.pid}`;
  const remove = () => run(adminUrl, `drop database if exists ${template}`);
  try {
    await run(adminUrl, `create database ${template}`);
    // A fixed password: roles belong to the whole server, and another run may be using it.
    const { appUrl } = await migrate({ ownerUrl: withDatabase(adminUrl, template), appPassword: 'only-for-tests' });
    // Nobody, autovacuum included, may be connected to a database while it is copied.
    await run(adminUrl, `alter database ${template} with allow_connections false`);
    project.provide('testServer', { adminUrl, appUrl, template });
  } catch (error) {
    await remove().finally(stop);
    throw error;
  }
  return () => remove().finally(stop);
}

async function server(): Promise<{ adminUrl: string; stop: () => Promise<void> }> {
  const given = process.env['PLUGBOARD_TEST_DATABASE_URL'];
  if (given) return { adminUrl: given, stop: async () => {} };
  const dataDir = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  // Under root the server has an account of its own, which must be able to walk in.
  chmodSync(dataDir, 0o755);
  const removeData = () => rmSync(dataDir, { recursive: true, force: true });
  try {
    const { adminUrl, stop } = await startEmbeddedPostgres({ dataDir, durable: false, log: () => {} });
    return { adminUrl, stop: () => stop().finally(removeData) };
  } catch (error) {
    removeData();
    throw error;
  }
}

/** A run that was killed leaves its server running: taken over, stopped and removed by the next one. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^plugboard-test-(\d+)-/.exec(name)?.[1];
    const dataDir = join(tmpdir(), name);
    if (pid === undefined || isAlive(Number(pid)) || !existsSync(join(dataDir, 'postgres.users.lock'))) continue;
    try {
      const left = await startEmbeddedPostgres({ dataDir, durable: false, log: () => {} });
      await left.stop();
      rmSync(dataDir, { recursive: true, force: true });
    } catch {
      // Another user's, or past mending: no reason not to test.
    }
  }
}
