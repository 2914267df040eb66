import { randomUUID } from 'node:crypto';
import { connect, createServer, type Socket } from 'node:net';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { run } from '../testing/server-sql.ts';
import { newRootKeys, openTestStore, silentLog, systemClock } from '../testing/store.ts';
import { openDatabase, type Database, type TenantTransaction } from './database.ts';
import { violatedUnique } from './storage-errors.ts';

let server: TestDatabase;
let database: Database;
const tenantA = randomUUID();
const tenantB = randomUUID();
const warn = vi.fn<(facts: object, message: string) => void>();

beforeAll(async () => {
  server = await testDatabase();
});
afterAll(() => server.drop());
beforeEach(() => {
  warn.mockReset();
  database = openDatabase({ appUrl: server.appUrl, clock: systemClock, log: { ...silentLog, warn }, connections: 2 });
});
afterEach(() => database.close());

const unavailable = (message: string) =>
  expect.objectContaining({
    name: 'PlugboardError',
    code: 'storage_unavailable',
    message: expect.stringContaining(message),
  });

async function backendPid(): Promise<unknown> {
  const [row] = await database.statements.query('select pg_backend_pid() as pid', []);
  return row?.['pid'];
}

describe('a tenant transaction', () => {
  test('commits what it did, and only its tenant sees it', async () => {
    await database.inTenant(tenantA, (trx) =>
      trx.insertInto('outbox').values({ tenant_id: tenantA, kind: 'test', payload: '{"n":1}' }).execute(),
    );
    const seenBy = (tenant: string) =>
      database.inTenant(tenant, (trx) => trx.selectFrom('outbox').selectAll().execute());
    expect(await seenBy(tenantA)).toEqual([
      expect.objectContaining({
        tenant_id: tenantA,
        payload: { n: 1 },
        created_at: expect.any(Date),
        id: expect.any(Number),
      }),
    ]);
    expect(await seenBy(tenantB)).toEqual([]);
  });

  test('undoes everything when the work fails, and hands on the failure', async () => {
    const failure = new Error('on purpose');
    const work = database.inTenant(tenantB, async (trx) => {
      await trx.insertInto('outbox').values({ tenant_id: tenantB, kind: 'test' }).execute();
      throw failure;
    });
    await expect(work).rejects.toBe(failure);
    expect(await database.inTenant(tenantB, (trx) => trx.selectFrom('outbox').selectAll().execute())).toEqual([]);
  });

  test('leaves no tenant on the connection, after success and after failure', async () => {
    const tenants: unknown[] = [];
    const look = async () => {
      const [row] = await database.statements.query(
        `select nullif(current_setting('app.tenant', true), '') as tenant`,
        [],
      );
      tenants.push(row?.['tenant']);
    };
    await database.inTenant(tenantA, (trx) => sql`select 1`.execute(trx));
    await look();
    await database.inTenant(tenantA, (trx) => sql`select 1/0`.execute(trx)).catch(() => undefined);
    await look();
    expect(tenants).toEqual([null, null]);
  });

  test.each(['', 'acme', `${randomUUID()} `, "'; drop table tenant; --"])('refuses %j as a tenant', async (tenant) => {
    await expect(database.inTenant(tenant, async () => undefined)).rejects.toThrow('not a tenant id');
  });

  test('with repeatable read sees one moment', async () => {
    const tenant = randomUUID();
    const count = await database.inTenant(
      tenant,
      async (trx) => {
        await trx.selectFrom('outbox').select('id').execute();
        await database.inTenant(tenant, (other) =>
          other.insertInto('outbox').values({ tenant_id: tenant, kind: 'x' }).execute(),
        );
        return (await trx.selectFrom('outbox').select('id').execute()).length;
      },
      { isolation: 'repeatable read' },
    );
    expect(count).toBe(0);
  });
});

describe('values', () => {
  test('bigint is a number, and one too large is refused rather than rounded', async () => {
    const [row] = await database.statements.query('select 9007199254740991::bigint as n', []);
    expect(row).toEqual({ n: Number.MAX_SAFE_INTEGER });
    await expect(database.statements.query('select 9007199254740993::bigint as n', [])).rejects.toThrow('too large');
  });

  test('a NUL byte in text is the caller’s mistake', async () => {
    const insert = (value: object) =>
      database.inTenant(tenantA, (trx) =>
        trx
          .insertInto('outbox')
          .values({ tenant_id: tenantA, kind: 'x', ...value })
          .execute(),
      );
    const refused = expect.objectContaining({ code: 'invalid_request', message: expect.stringContaining('NUL') });
    await expect(insert({ kind: 'a\u0000b' })).rejects.toEqual(refused);
    await expect(insert({ payload: JSON.stringify({ text: 'a\u0000b' }) })).rejects.toEqual(refused);
  });

  test('a violated unique constraint is named', async () => {
    const slug = randomUUID();
    const insert = () => database.platform.insertInto('tenant').values({ id: randomUUID(), slug, name: 'x' }).execute();
    await insert();
    expect(violatedUnique(await insert().catch((error: unknown) => error))).toBe('tenant_slug_key');
    expect(violatedUnique(new Error('other'))).toBeUndefined();
  });

  test('a page refused by its fence is a conflict', async () => {
    const refused = database.statements.query('select store_page_v1($1, 1, $2, 7, $3, $4, null, null, null, null)', [
      tenantA,
      randomUUID(),
      '{}',
      '[]',
    ]);
    await expect(refused).rejects.toEqual(
      expect.objectContaining({
        code: 'conflict',
        message: expect.stringContaining('taken over'),
        details: expect.objectContaining({ meta: { reason: 'taken_over' } }),
      }),
    );
  });
});

describe('a database that goes away', () => {
  test('cuts connections in use and idle: typed errors, no crash, and the next call works', async () => {
    const pid = await backendPid();
    const inUse = database.inTenant(tenantA, async (trx) => {
      await run(server.ownerUrl, `select pg_terminate_backend(${String(pid)})`);
      await sql`select 1`.execute(trx);
    });
    await expect(inUse).rejects.toEqual(unavailable(''));

    const idle = await backendPid();
    await run(server.ownerUrl, `select pg_terminate_backend(${String(idle)})`);
    await vi.waitFor(
      () => expect(warn).toHaveBeenCalledWith(expect.anything(), 'an idle database connection broke'),
      10_000,
    );
    expect(await database.statements.query('select 1 as one', [])).toEqual([{ one: 1 }]);
  });

  test('a connection cut between two statements of a transaction does not end the process', async () => {
    const pid = await backendPid();
    const work = database.inTenant(tenantA, async (trx) => {
      await run(server.ownerUrl, `select pg_terminate_backend(${String(pid)})`);
      // Nobody is waiting for this connection when its end arrives.
      await vi.waitFor(() => expect(warn).toHaveBeenCalled(), 10_000);
      await sql`select 1`.execute(trx);
    });
    await expect(work).rejects.toEqual(unavailable('cannot be reached'));
  });

  test('a refused connection', async () => {
    const away = openDatabase({ appUrl: 'postgres://x:y@127.0.0.1:1/none', clock: systemClock, log: silentLog });
    await expect(away.statements.query('select 1', [])).rejects.toEqual(unavailable('cannot be reached'));
    await expect(away.platform.selectFrom('tenant').selectAll().execute()).rejects.toEqual(
      unavailable('cannot be reached'),
    );
    await expect(away.inTenant(tenantA, async () => undefined)).rejects.toEqual(unavailable('cannot be reached'));
    await away.close();
  });

  test('a wrong password names what to do', async () => {
    const url = new URL(server.appUrl);
    url.password = 'wrong';
    const refused = openDatabase({ appUrl: url.href, clock: systemClock, log: silentLog });
    await expect(refused.statements.query('select 1', [])).rejects.toEqual(unavailable('plugboard migrate'));
    await refused.close();
  });

  test('has no connection left', async () => {
    const name = new URL(server.ownerUrl).pathname.slice(1);
    const refused = openDatabase({ appUrl: server.appUrl, clock: systemClock, log: silentLog });
    await run(server.ownerUrl, `alter database ${name} connection limit 0`);
    try {
      await expect(refused.statements.query('select 1', [])).rejects.toEqual(unavailable('no connection left'));
    } finally {
      await run(server.ownerUrl, `alter database ${name} connection limit -1`);
    }
    expect(await refused.statements.query('select 1 as one', [])).toEqual([{ one: 1 }]);
    await refused.close();
  });

  test('a lock waited for too long', async () => {
    const url = new URL(server.appUrl);
    url.searchParams.set('options', '-c lock_timeout=50');
    const impatient = openDatabase({ appUrl: url.href, clock: systemClock, log: silentLog });
    const tenant = randomUUID();
    const insert = (trx: TenantTransaction) => trx.insertInto('feed').values({ tenant_id: tenant }).execute();
    await database.inTenant(tenant, (trx) =>
      trx.insertInto('tenant').values({ id: tenant, slug: tenant, name: 'x' }).execute(),
    );
    await database.inTenant(tenant, async (trx) => {
      await insert(trx);
      await expect(impatient.inTenant(tenant, insert)).rejects.toEqual(unavailable('lock'));
    });
    await impatient.close();
  });

  test.each([
    ['53100', 'disk of the database is full'],
    ['25006', 'read-only'],
    ['57P01', 'shutting down'],
    ['57P03', 'starting up'],
    ['40P01', 'waited for each other'],
    ['08006', 'cannot be reached'],
    ['53999', 'lacks resources'],
  ])('SQLSTATE %s is storage_unavailable: %s', async (code, message) => {
    const raised = database.inTenant(tenantA, (trx) =>
      sql.raw(`do $$ begin raise exception 'row: secret' using errcode = '${code}'; end $$`).execute(trx),
    );
    await expect(raised).rejects.toEqual(unavailable(message));
    await expect(raised).rejects.not.toThrow('secret');
  });

  test('other errors are bugs and stay as they are', async () => {
    await expect(database.statements.query('select 1/0', [])).rejects.toMatchObject({ name: 'error', code: '22012' });
  });

  test('whenBack waits for it, and can be given up', async () => {
    const gate = await gatedServer(server.appUrl);
    const gated = openDatabase({ appUrl: gate.url, clock: systemClock, log: silentLog });
    gate.shut();
    await expect(gated.statements.query('select 1', [])).rejects.toEqual(unavailable('cannot be reached'));
    await expect(gated.whenBack(AbortSignal.timeout(300))).rejects.toThrow('aborted');

    let back = false;
    const waiting = gated.whenBack().then(() => (back = true));
    await gate.refused();
    expect(back).toBe(false);
    gate.open();
    await waiting;
    expect(await gated.statements.query('select 1 as one', [])).toEqual([{ one: 1 }]);
    await gated.close();
    await gate.close();
  });

  test('whenBack does not take a read-only database for one that is back', async () => {
    const url = new URL(server.appUrl);
    url.searchParams.set('options', '-c default_transaction_read_only=on');
    const standby = openDatabase({ appUrl: url.href, clock: systemClock, log: silentLog });
    await expect(standby.platform.deleteFrom('rate_slot').execute()).rejects.toEqual(unavailable('read-only'));
    await expect(standby.whenBack(AbortSignal.timeout(400))).rejects.toThrow('aborted');
    await standby.close();
  });
});

describe('opening the store', () => {
  test('on a database that was never migrated', async () => {
    const name = `empty_${randomUUID().slice(0, 8)}`;
    await run(server.ownerUrl, `create database ${name}`);
    const url = new URL(server.ownerUrl);
    url.pathname = `/${name}`;
    try {
      await expect(openTestStore({ appUrl: url.href })).rejects.toEqual(unavailable('Run `plugboard migrate`'));
    } finally {
      await run(server.ownerUrl, `drop database ${name} with (force)`);
    }
  });

  test('on one that is behind, names what it lacks', async () => {
    const behind = await testDatabase();
    await run(behind.ownerUrl, `delete from schema_migration where name like '0003%'`);
    await expect(openTestStore({ appUrl: behind.appUrl })).rejects.toEqual(unavailable('0003_store.sql'));
    await behind.drop();
  });

  test('with another root key names both', async () => {
    const own = await testDatabase();
    const keys = newRootKeys();
    await (await openTestStore({ appUrl: own.appUrl, rootKey: keys })).close();
    const other = newRootKeys();
    const message = new RegExp(`${keys.current.id}.*${other.current.id}`);
    await expect(openTestStore({ appUrl: own.appUrl, rootKey: other })).rejects.toThrow(message);
    await own.drop();
  });
});

/** A door in front of PostgreSQL that can be shut. */
async function gatedServer(appUrl: string) {
  const target = new URL(appUrl);
  const sockets = new Set<Socket>();
  let isOpen = true;
  let noteRefusal = (): void => {};
  const refusal = new Promise<void>((resolve) => (noteRefusal = resolve));
  const gate = createServer((socket) => {
    if (!isOpen) {
      socket.destroy();
      noteRefusal();
      return;
    }
    const upstream = connect(Number(target.port), target.hostname);
    sockets.add(socket).add(upstream);
    for (const [from, to] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      from
        .on('error', () => to.destroy())
        .on('close', () => to.destroy())
        .pipe(to);
    }
  });
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  const address = gate.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = new URL(appUrl);
  url.host = `127.0.0.1:${address.port}`;
  return {
    url: url.href,
    shut: () => {
      isOpen = false;
      for (const socket of sockets) socket.destroy();
    },
    open: () => {
      isOpen = true;
    },
    refused: () => refusal,
    close: () => new Promise<void>((resolve) => gate.close(() => resolve())),
  };
}
