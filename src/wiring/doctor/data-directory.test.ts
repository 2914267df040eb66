import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkDirectory } from './data-directory.ts';

const directory = mkdtempSync(join(tmpdir(), 'plugboard-dir-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const GB = 1024 ** 3;
const look = (path: string, freeBytes = 50 * GB, freeFiles: number | undefined = 1e6) =>
  checkDirectory(path, 'PLUGBOARD_DATA_DIR', () => ({ freeBytes, freeFiles }));

it('tells the room there is, also where the directory is still to be made, and makes nothing', () => {
  expect(look(directory)).toMatchObject({ state: 'ok', found: `${directory}: 50.0 GB free.` });
  const later = join(directory, 'a/b');
  expect(look(later)).toMatchObject({ state: 'ok', found: `${later} (not made yet): 50.0 GB free.` });
  expect(existsSync(later)).toBe(false);
  expect(checkDirectory(directory, 'X').found).toMatch(/\d+(\.\d)? [GM]B free/);
});

it('warns before the disk is full, and fails when it is', () => {
  expect(look(directory, 2 * GB)).toMatchObject({ state: 'warning' });
  expect(look(directory, 100 * 1024 ** 2)).toMatchObject({
    state: 'failed',
    found: expect.stringContaining('100 MB free'),
  });
  expect(look(directory, 50 * GB, 12)).toMatchObject({
    state: 'failed',
    found: expect.stringContaining('12 more files'),
  });
  expect(look(directory, 50 * GB, undefined)).toMatchObject({ state: 'ok' });
});

it('fails for a file in its place', () => {
  const file = join(directory, 'file');
  writeFileSync(file, '');
  expect(look(file)).toMatchObject({ state: 'failed', mend: 'Set PLUGBOARD_DATA_DIR to a directory.' });
  expect(look(join(file, 'below'))).toMatchObject({ state: 'failed' });
});

// Root may write anywhere.
it.skipIf(process.getuid?.() === 0)('fails where we may not write', () => {
  const closed = join(directory, 'closed');
  mkdirSync(closed);
  chmodSync(closed, 0o500);
  expect(look(closed)).toMatchObject({ state: 'failed', found: expect.stringContaining('may not be written') });
});
