// Fault F29 at a small size: every kind of tampering once or twice.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../src/testing/database.ts';
import { seed } from '../../src/testing/seed.ts';
import { f29 } from './f29-audit.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test('F29: whatever is done to the audit trail shows, and the first bad entry is named', async () => {
  const result = await f29({ rounds: 36, seed, ...database });
  expect(result, `seed ${seed}`).toMatchObject({ id: 'F29', lost: 0, doubled: 0, passed: true });
});
