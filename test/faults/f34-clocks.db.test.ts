// Fault F34: two scenarios here, and proof that it would notice.
import { afterAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../src/testing/database.ts';
import { f34, f34Broken } from './f34-clocks.ts';

const databases: TestDatabase[] = [];
afterAll(() => Promise.all(databases.map((each) => each.drop())));
async function database(): Promise<TestDatabase> {
  const made = await testDatabase();
  databases.push(made);
  return made;
}

test('F34: nodes whose clocks disagree use every time once', async () => {
  const result = await f34({ rounds: 2, seed: 0, ...(await database()) });
  expect(result).toMatchObject({ id: 'F34', lost: 0, doubled: 0, passed: true });
});

test('F34 notices nodes that go by their own clocks', async () => {
  expect(await f34Broken({ rounds: 1, seed: 0, ...(await database()) })).toMatchObject({ passed: true });
});
