import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { run } from '../testing/server-sql.ts';
import { login } from './login.ts';

let server: TestDatabase;
const role = `login_${randomBytes(6).toString('hex')}`;
let url: string;
beforeAll(async () => {
  server = await testDatabase();
  await run(server.ownerUrl, `create role ${role} login password 'first'`);
  const address = new URL(server.ownerUrl);
  [address.username, address.password] = [role, 'first'];
  url = address.href;
});
afterAll(async () => {
  await run(server.ownerUrl, `drop role ${role}`);
  await server.drop();
});

async function signIn(nextPassword: string | undefined): Promise<string> {
  const pool = new pg.Pool({ ...login(url, nextPassword), max: 1 });
  try {
    return (await pool.query<{ me: string }>('select current_user as me')).rows[0]?.me ?? '';
  } finally {
    await pool.end();
  }
}

test('with the next password known, connections are made before and after the role got it', async () => {
  expect(login(url, undefined)).toEqual({ connectionString: url });
  expect(await signIn('second')).toBe(role);
  await run(server.ownerUrl, `alter role ${role} password 'second'`);
  expect(await signIn('second')).toBe(role);
  await expect(signIn(undefined)).rejects.toMatchObject({ code: '28P01' });
  await expect(signIn('third')).rejects.toMatchObject({ code: '28P01' });
  await run(server.ownerUrl, `alter role ${role} password 'first'`);
  expect(await signIn('second')).toBe(role);
});
