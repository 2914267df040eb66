import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { run } from '../testing/server-sql.ts';
import { newRootKeys, openTestStore } from '../testing/store.ts';
import { platformTenant, type Store } from './index.ts';

let server: TestDatabase;
let store: Store;
let tenantId: string;
const rootKey = newRootKeys();

beforeAll(async () => {
  server = await testDatabase();
  store = await openTestStore({ appUrl: server.appUrl, rootKey });
});
afterAll(async () => {
  await store.close();
  await server.drop();
});
beforeEach(() => {
  tenantId = randomUUID();
});

const append = (no: number, tenant = tenantId, from = store) =>
  from.inTenant(tenant, (trx) =>
    from.audit.append(trx, {
      tenantId: tenant,
      actor: 'system:test',
      action: 'thing.done',
      target: `thing ${no}`,
      details: { no, ok: true, none: null, a: 1.5 },
    }),
  );
const chain = async (length: number) => {
  for (let no = 1; no <= length; no += 1) await append(no);
};
/** Somebody with the owner's rights, who can do anything to the rows. */
const tamper = (sql: string) => run(server.ownerUrl, sql.replaceAll('$T', `tenant_id = '${tenantId}'`));
const verify = () => store.audit.verify(tenantId);

describe('an untouched chain', () => {
  test('is whole', async () => {
    expect(await verify()).toEqual({ ok: true, entries: 0, head: undefined });
    await chain(3);
    expect(await verify()).toEqual({ ok: true, entries: 3, head: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  test('longer than what is read at once', async () => {
    await append(1);
    await store.inTenant(tenantId, async (trx) => {
      for (let no = 2; no <= 501; no += 1)
        await store.audit.append(trx, { tenantId, actor: 'a', action: 'b', target: 'c' });
    });
    expect(await verify()).toMatchObject({ ok: true, entries: 501 });
    await tamper(`update audit_entry set actor = 'x' where $T and seq = 501`);
    expect(await verify()).toMatchObject({ ok: false, badSeq: 501 });
  });

  test('by many writers in two processes at once, while it is being verified', async () => {
    const other = await openTestStore({ appUrl: server.appUrl, rootKey });
    const writers = Array.from({ length: 30 }, (_, no) => append(no, tenantId, no % 2 === 0 ? store : other));
    const during = await Promise.all([verify(), verify(), verify()]);
    await Promise.all(writers);
    expect([...during, await verify()].map((verdict) => verdict.ok)).toEqual([true, true, true, true]);
    expect(await verify()).toMatchObject({ entries: 30 });
    await other.close();
  });

  test('an entry of a transaction that rolled back leaves no gap', async () => {
    await append(1);
    const failed = store.inTenant(tenantId, async (trx) => {
      await store.audit.append(trx, { tenantId, actor: 'a', action: 'b', target: 'c' });
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    await append(2);
    expect(await verify()).toMatchObject({ ok: true, entries: 2 });
  });

  test('survives a new platform data key, old heads and new', async () => {
    await chain(1);
    const untouched = tenantId;
    await store.vault.renewKey(platformTenant);
    expect(await verify()).toMatchObject({ ok: true });
    tenantId = randomUUID();
    await chain(2);
    expect(await verify()).toMatchObject({ ok: true });
    expect(await store.audit.verify(untouched)).toMatchObject({ ok: true });
  });
});

describe('the application cannot', () => {
  test.each([
    'update audit_entry set actor = actor',
    'delete from audit_entry',
    'delete from audit_head',
    'truncate audit_entry',
  ])('%s', async (statement) => {
    await append(1);
    await expect(store.statements.query(statement, [])).rejects.toThrow('permission denied');
  });
});

describe('what an owner of the database does shows', () => {
  beforeEach(() => chain(5));
  const bad = (badSeq: number, reason: string) => ({
    ok: false,
    entries: badSeq - 1,
    badSeq,
    reason: expect.stringContaining(reason),
  });

  test.each([
    ['actor', `'somebody else'`],
    ['action', `'thing.undone'`],
    ['target', `'another thing'`],
    ['details', `'{"no": 3, "ok": false, "none": null, "a": 1.5}'`],
    ['at', `at + interval '1 ms'`],
  ])('%s edited', async (column, value) => {
    await tamper(`update audit_entry set ${column} = ${value} where $T and seq = 3`);
    expect(await verify()).toEqual(bad(3, 'was changed'));
  });

  test('an entry edited and its hash made to fit', async () => {
    await tamper(`update audit_entry set actor = 'x', hash = sha256('anything') where $T and seq = 3`);
    expect(await verify()).toEqual(bad(3, 'was changed'));
  });

  test('an entry deleted', async () => {
    await tamper(`delete from audit_entry where $T and seq = 3`);
    expect(await verify()).toEqual(bad(3, 'missing'));
  });

  test('an entry deleted and the rest renumbered', async () => {
    await tamper(`delete from audit_entry where $T and seq = 3`);
    await tamper(`update audit_entry set seq = seq - 1 where $T and seq = 4`);
    await tamper(`update audit_entry set seq = seq - 1 where $T and seq = 5`);
    expect(await verify()).toEqual(bad(3, 'does not follow'));
  });

  test('two entries swapped', async () => {
    await tamper(`update audit_entry set seq = -1 where $T and seq = 2`);
    await tamper(`update audit_entry set seq = 2 where $T and seq = 3`);
    await tamper(`update audit_entry set seq = 3 where $T and seq = -1`);
    expect(await verify()).toEqual(bad(2, 'does not follow'));
  });

  test('the tail cut off', async () => {
    await tamper(`delete from audit_entry where $T and seq > 3`);
    expect(await verify()).toEqual(bad(4, 'tail is cut off'));
  });

  test('all of it cut off', async () => {
    await tamper(`delete from audit_entry where $T`);
    expect(await verify()).toEqual(bad(1, 'tail is cut off'));
  });

  test('the tail cut off and the head made to fit', async () => {
    await tamper(`delete from audit_entry where $T and seq > 3`);
    await tamper(
      `update audit_head h set seq = 3, hash = (select e.hash from audit_entry e where e.tenant_id = h.tenant_id and e.seq = 3) where $T`,
    );
    expect(await verify()).toMatchObject({ ok: false, badSeq: 3, reason: expect.stringContaining('signature') });
  });

  test('the head taken away', async () => {
    await tamper(`delete from audit_head where $T`);
    expect(await verify()).toMatchObject({ ok: false, reason: expect.stringContaining('head is missing') });
  });

  test('a whole chain copied from another tenant', async () => {
    const source = tenantId;
    tenantId = randomUUID();
    await tamper(
      `insert into audit_entry select '${tenantId}', seq, at, actor, action, target, details, previous, hash from audit_entry where tenant_id = '${source}'`,
    );
    await tamper(
      `insert into audit_head select '${tenantId}', seq, hash, signature, signed_at, key_version from audit_head where tenant_id = '${source}'`,
    );
    expect(await verify()).toEqual(bad(1, 'was changed'));
  });

  test('an entry added behind the head', async () => {
    await tamper(
      `insert into audit_entry select tenant_id, 6, at, actor, action, target, details, hash, hash from audit_entry where $T and seq = 5`,
    );
    expect(await verify()).toMatchObject({ ok: false, badSeq: 6 });
  });
});
