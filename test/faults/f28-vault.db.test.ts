// Fault F28 at a small size.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../src/testing/database.ts';
import { seed } from '../../src/testing/seed.ts';
import { f28 } from './f28-vault.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test('F28: sealed values never open wrongly, and always open rightly while keys change', async () => {
  const result = await f28({ rounds: 50, seed, ...database });
  expect(result, `seed ${seed}`).toMatchObject({ id: 'F28', rounds: 50, lost: 0, doubled: 0, passed: true });
});
