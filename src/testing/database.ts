/**
 * A database of its own for a test file: a copy of the migrated template that the run prepared (global-setup.ts). For
 * files named *.db.test.ts, which are the only ones that run with a PostgreSQL.
 */
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { run, withDatabase } from './server-sql.ts';

export interface TestDatabase {
  /** As the owner of the tables, for set-up and for looking behind the policies. */
  readonly ownerUrl: string;
  /** As the application role, under row-level security: what the product itself uses. */
  readonly appUrl: string;
  /** Removes the database, ending connections that are still open after five seconds. */
  drop(): Promise<void>;
}

/** Makes one in about 50 ms. Call it in `beforeAll`, and `drop()` in `afterAll`. */
export async function testDatabase(): Promise<TestDatabase> {
  const { adminUrl, appUrl, template } = inject('testServer');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await run(adminUrl, `create database ${name} template ${template}`);
  return {
    ownerUrl: withDatabase(adminUrl, name),
    appUrl: withDatabase(appUrl, name),
    drop: () => drop(adminUrl, name),
  };
}

/**
 * A pool says it has ended before its connections have: one that is cut off in between is an error nobody listens to. PostgreSQL waits
 * five seconds for them to go by themselves, and then refuses.
 */
async function drop(adminUrl: string, name: string): Promise<void> {
  await run(adminUrl, `drop database if exists ${name}`).catch(() =>
    run(adminUrl, `drop database if exists ${name} with (force)`),
  );
}
