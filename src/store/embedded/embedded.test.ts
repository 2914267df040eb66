/** The embedded PostgreSQL with real processes that are really killed. Every server is throw-away, in a directory of its own. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EmbeddedPostgres } from './index.ts';
import { startEmbeddedPostgres } from './index.ts';
import { tryLock } from './lock.ts';
import { isAlive } from './process.ts';

const userScript = join(import.meta.dirname, '../../testing/postgres-user.ts');

let dataDir: string;
let said: string[];
const users: ChildProcess[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'embedded-'));
  chmodSync(dataDir, 0o755);
  said = [];
});

afterEach(async () => {
  for (const user of users.splice(0)) await kill(user);
  // Whatever a test left running is taken over here and stopped.
  if (existsSync(join(dataDir, 'postgres.json'))) await (await start()).stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const start = (options: { port?: number; durable?: boolean } = {}): Promise<EmbeddedPostgres> =>
  startEmbeddedPostgres({ dataDir, durable: false, log: (line) => said.push(line), ...options });

interface Said {
  adminUrl: string;
  port: number;
  joined: boolean;
  code?: string;
  message?: string;
}

/** Another process that starts or joins the server; `ready` is the line it prints. */
function startUser(...how: 'durable'[]): { child: ChildProcess; ready: Promise<Said> } {
  const child = spawn(process.execPath, [userScript, dataDir, ...how], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  users.push(child);
  const ready = new Promise<Said>((resolve, reject) => {
    createInterface(child.stdout).once('line', (line) => resolve(JSON.parse(line)));
    child.once('exit', () => reject(new Error('the process ended without a word')));
  });
  ready.catch(() => {});
  return { child, ready };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function leave(child: ChildProcess): Promise<void> {
  child.stdin!.end();
  await once(child, 'exit');
}

async function sql(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const pidFile = () => join(dataDir, 'postgres', 'postmaster.pid');
const serverPid = () => Number(readFileSync(pidFile(), 'utf8').split('\n')[0]);

test('a new server is whole, private and durable, and keeps its data and its port', async () => {
  const first = await start({ durable: true });
  expect(first.joined).toBe(false);
  const [settings] = await sql(
    first.adminUrl,
    `select current_setting('server_version_num')::int / 10000 as major, current_setting('fsync') as fsync, current_setting('full_page_writes') as pages,
       current_setting('synchronous_commit') as commits, current_setting('listen_addresses') as listen, current_setting('unix_socket_directories') as sockets,
       current_setting('password_encryption') as passwords, current_setting('server_encoding') as encoding,
       (select datlocprovider::text || ':' || datlocale from pg_database where datname = 'template1') as locale`,
  );
  expect(settings).toEqual({
    major: 18,
    fsync: 'on',
    pages: 'on',
    commits: 'on',
    listen: '127.0.0.1',
    sockets: '',
    passwords: 'scram-sha-256',
    encoding: 'UTF8',
    locale: 'b:C.UTF-8',
  });
  await sql(first.adminUrl, 'create table kept as select 42 as answer');
  const wrong = new URL(first.adminUrl);
  wrong.password = 'guess';
  await expect(sql(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  for (const name of ['postgres.json', 'postgres.log', 'postgres.start.lock', 'postgres/plugboard.password']) {
    expect(statSync(join(dataDir, name)).mode & 0o077, name).toBe(0);
  }
  const pid = serverPid();
  await first.stop();
  expect(isAlive(pid)).toBe(false);

  const second = await start();
  expect(second.port).toBe(first.port);
  expect(await sql(second.adminUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  await second.stop();
});

test('processes join the running server, and the last one that leaves stops it', async () => {
  const owner = startUser();
  const { adminUrl, joined } = await owner.ready;
  expect(joined).toBe(false);
  const me = await start();
  expect(me).toMatchObject({ adminUrl, joined: true });
  const pid = serverPid();
  await leave(owner.child);
  expect(await sql(me.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  await me.stop();
  await me.stop();
  expect(isAlive(pid)).toBe(false);
});

test('of processes that start at once in an empty directory one starts the server and the others join it', async () => {
  const started = [startUser(), startUser(), startUser()];
  const all = await Promise.all(started.map(({ ready }) => ready));
  expect(new Set(all.map(({ adminUrl }) => adminUrl)).size).toBe(1);
  expect(all.filter(({ joined }) => !joined)).toHaveLength(1);
  const pid = serverPid();
  await Promise.all(started.map(({ child }) => leave(child)));
  expect(isAlive(pid)).toBe(false);
});

test('a server left behind by a killed process is taken over', async () => {
  const { child, ready } = startUser();
  const { adminUrl } = await ready;
  const pid = serverPid();
  await sql(adminUrl, 'create table kept as select 42 as answer');
  await kill(child);
  expect(isAlive(pid)).toBe(true);
  const me = await start();
  expect(me).toMatchObject({ adminUrl, joined: false });
  expect(serverPid()).toBe(pid);
  expect(await sql(me.adminUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  await me.stop();
  expect(isAlive(pid)).toBe(false);
});

test('a server that is killed is started again for those who use it', async () => {
  const me = await start({ durable: true });
  await sql(me.adminUrl, 'create table kept as select 42 as answer');
  const pid = serverPid();
  process.kill(pid, 'SIGKILL');
  await expect
    .poll(() => sql(me.adminUrl, 'select answer from kept').catch(() => []), { timeout: 20_000 })
    .toEqual([{ answer: 42 }]);
  await expect.poll(() => said.join('\n')).toContain('runs again');
  expect(serverPid()).not.toBe(pid);
  await me.stop();
  expect(isAlive(pid)).toBe(false);
});

test.each([
  ['is as the dead server left it', (text: string) => text],
  ['names a process that is something else', (text: string) => text.replace(/^.*/, String(process.pid))],
  ['is empty', () => ''],
  ['is garbage', () => 'garbage\n\0\n'],
])('after a crash of everything the server starts although postmaster.pid %s', async (_, damage) => {
  const { child, ready } = startUser('durable');
  const { adminUrl } = await ready;
  await sql(adminUrl, 'create table kept as select 42 as answer');
  const pid = serverPid();
  await kill(child);
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => isAlive(pid)).toBe(false);
  writeFileSync(pidFile(), damage(readFileSync(pidFile(), 'utf8')));
  const me = await start();
  expect(await sql(me.adminUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  await me.stop();
});

test('a running server whose postmaster.pid was damaged is taken over, not doubled', async () => {
  const { child, ready } = startUser();
  await ready;
  const pid = serverPid();
  await kill(child);
  writeFileSync(pidFile(), '');
  const me = await start();
  expect(await sql(me.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(isAlive(pid)).toBe(true);
  expect(readFileSync(pidFile(), 'utf8')).toBe('');
  await me.stop();
  expect(isAlive(pid)).toBe(false);
});

test('a directory that is used by processes whose server cannot be seen is left alone', async () => {
  await (await start()).stop();
  const other = tryLock(join(dataDir, 'postgres.users.lock'), 'shared')!;
  await expect(start()).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(`process ${process.pid}`),
  });
  expect(existsSync(pidFile())).toBe(false);
  other.release();
  await (await start()).stop();
});

test('a process killed in the middle of initdb leaves nothing that stops the next one', async () => {
  const { child } = startUser();
  await expect
    .poll(() => existsSync(join(dataDir, 'postgres.new', 'base')), { interval: 2, timeout: 20_000 })
    .toBe(true);
  process.kill(-child.pid!, 'SIGKILL');
  await once(child, 'exit');
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
  const me = await start();
  expect(await sql(me.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(existsSync(join(dataDir, 'postgres.new'))).toBe(false);
  await me.stop();
});

test('a directory without the completion mark is made again, unless a server ever ran on it', async () => {
  const place = join(dataDir, 'postgres');
  mkdirSync(join(place, 'base'), { recursive: true });
  writeFileSync(join(place, 'PG_VERSION'), '18\n');
  await (await start()).stop();

  const secret = join(place, 'plugboard.password');
  const password = readFileSync(secret);
  rmSync(secret);
  await expect(start()).rejects.toMatchObject({
    code: 'storage_unavailable',
    message: expect.stringContaining('did not make'),
  });
  expect(existsSync(join(place, 'base', '1'))).toBe(true);
  writeFileSync(secret, password);
});

test('a port taken by somebody else is avoided, or refused when it was asked for', async () => {
  await (await start()).stop();
  const { port } = JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8'));
  const squatter = createServer().listen(port, '127.0.0.1');
  await once(squatter, 'listening');
  await expect(start({ port })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(String(port)),
  });
  const me = await start();
  expect(me.port).not.toBe(port);
  await me.stop();
  squatter.close();
});

test('a link to data that is gone is reported, not replaced by an empty database', async () => {
  await (await start()).stop();
  const place = join(dataDir, 'postgres');
  const elsewhere = join(dataDir, 'elsewhere');
  renameSync(place, elsewhere);
  symlinkSync(elsewhere, place);
  await (await start()).stop();
  renameSync(elsewhere, `${elsewhere}.away`);
  await expect(start()).rejects.toMatchObject({
    code: 'storage_unavailable',
    message: expect.stringContaining('gone'),
  });
  renameSync(`${elsewhere}.away`, elsewhere);
});

if (process.getuid?.() === 0) {
  test('started by root, the server runs without root rights and root keeps the connection to itself', async () => {
    const me = await start();
    const status = readFileSync(`/proc/${serverPid()}/status`, 'utf8');
    expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).toBe('65534');
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(65534);
    expect(statSync(join(dataDir, 'postgres.json')).uid).toBe(0);
    await me.stop();
  });

  test("in a directory nobody else may enter, root's server keeps its data outside and finds it again", async () => {
    chmodSync(dataDir, 0o700);
    const first = await start();
    await sql(first.adminUrl, 'create table kept as select 42 as answer');
    await first.stop();
    const outside = realpathSync(join(dataDir, 'postgres'));
    expect(outside.startsWith(dataDir)).toBe(false);
    const second = await start();
    expect(await sql(second.adminUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();
    rmSync(outside, { recursive: true });
    rmSync(join(dataDir, 'postgres.json'));
  });
}
