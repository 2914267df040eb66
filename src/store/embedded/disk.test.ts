import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { diskIsFull } from './disk.ts';

test('a full disk is recognised by what PostgreSQL says; another failure on a disk with room is not', () => {
  expect(diskIsFull(tmpdir(), 'FATAL:  could not write to file "base/4/1249": No space left on device')).toBe(true);
  expect(diskIsFull(tmpdir(), 'FATAL:  lock file "postmaster.pid" already exists')).toBe(false);
});
