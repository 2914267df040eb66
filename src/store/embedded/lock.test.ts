import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tryLock, waitForLock } from './lock.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  file = join(folder, 'test.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Another process that takes the lock, says so and stays. */
async function holder(mode: string) {
  const script = `import { tryLock } from ${JSON.stringify(join(import.meta.dirname, 'lock.ts'))};
    const lock = tryLock(${JSON.stringify(file)}, ${JSON.stringify(mode)});
    console.log(lock !== undefined);
    setInterval(() => lock, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(child.stdout, 'data');
  expect(String(said).trim()).toBe('true');
  return async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
}

test('an exclusive lock of another process keeps everybody out until that process is killed', async () => {
  const kill = await holder('exclusive');
  expect(tryLock(file, 'exclusive')).toBeUndefined();
  expect(tryLock(file, 'shared')).toBeUndefined();
  await kill();
  tryLock(file, 'exclusive')!.release();
});

test('shared locks go together and keep an exclusive one out', async () => {
  const kill = await holder('shared');
  const mine = tryLock(file, 'shared')!;
  expect(tryLock(file, 'exclusive')).toBeUndefined();
  await kill();
  expect(tryLock(file, 'exclusive')).toBeUndefined();
  mine.release();
  tryLock(file, 'exclusive')!.release();
});

test('two holders in one process are told apart', () => {
  const first = tryLock(file, 'exclusive')!;
  expect(tryLock(file, 'exclusive')).toBeUndefined();
  first.release();
  const shared = [tryLock(file, 'shared')!, tryLock(file, 'shared')!];
  expect(tryLock(file, 'exclusive')).toBeUndefined();
  for (const lock of shared) lock.release();
});

test('waiting ends when the lock comes free, and gives up after its time', async () => {
  const first = tryLock(file, 'exclusive')!;
  let told = 0;
  expect(await waitForLock(file, 50, () => (told += 1))).toBeUndefined();
  const waiting = waitForLock(file, 10_000, () => first.release());
  const second = await waiting;
  expect(second).toBeDefined();
  expect(told).toBe(1);
  second!.release();
});
