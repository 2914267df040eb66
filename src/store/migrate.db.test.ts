import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { newRootKeys, openTestStore } from '../testing/store.ts';
import { migrate } from './migrate.ts';

let server: TestDatabase;
beforeAll(async () => {
  server = await testDatabase();
});
afterAll(() => server.drop());

/** What a migration would have written first: the role named after this database. */
async function roles(): Promise<number> {
  const client = new pg.Client({ connectionString: server.ownerUrl });
  await client.connect();
  const { rows } = await client.query(`select from pg_roles where rolname = current_database() || '_app'`);
  await client.end();
  return rows.length;
}

test('a wrong root key is refused before anything is written: its password would keep everybody else out', async () => {
  const right = newRootKeys();
  await (await openTestStore({ appUrl: server.appUrl, rootKey: right })).close();
  const wrong = newRootKeys();
  await expect(migrate({ ownerUrl: server.ownerUrl, appPassword: 'x', rootKey: wrong })).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringContaining(`sealed with root key ${right.current.id}`),
    details: { next: expect.stringContaining('PLUGBOARD_ROOT_KEY') },
  });
  expect(await roles()).toBe(0);
});
