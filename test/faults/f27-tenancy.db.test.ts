// Fault F27 at a small size, and proof that it would notice.
import { afterAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../src/testing/database.ts';
import { seed } from '../../src/testing/seed.ts';
import { run } from '../../src/testing/server-sql.ts';
import { f27 } from './f27-tenancy.ts';

const databases: TestDatabase[] = [];

afterAll(() => Promise.all(databases.map((each) => each.drop())));

async function database(): Promise<TestDatabase> {
  const made = await testDatabase();
  databases.push(made);
  return made;
}

test('F27: no tenant reads or changes a row of another', async () => {
  const { ownerUrl, appUrl } = await database();
  const result = await f27({ rounds: 500, seed, ownerUrl, appUrl });
  expect(result, `seed ${seed}`).toMatchObject({ id: 'F27', rounds: 500, lost: 0, doubled: 0, passed: true });
});

test.each([
  ['a policy that lets everybody read', 'alter policy tenant_only on outbox using (true)', 'on outbox'],
  ['a policy that lets everybody write', 'alter policy tenant_only on outbox with check (true)', 'insert on outbox'],
  ['a table without its policy', 'alter table feed disable row level security', 'on feed'],
])('F27 notices %s', async (_what, sabotage, leak) => {
  const { ownerUrl, appUrl } = await database();
  await run(ownerUrl, sabotage);
  const result = await f27({ rounds: 0, seed, ownerUrl, appUrl });
  expect(result).toMatchObject({ passed: false, detail: expect.stringContaining(leak) });
});
