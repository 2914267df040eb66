import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readService, takeServiceLock } from './service-lock.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'plugboard-lock-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

it('refuses the second by name of the first, and admits one again when that has gone', () => {
  const first = takeServiceLock(dataDir, 'demo');
  expect(() => takeServiceLock(dataDir, 'serve')).toThrow(`Process ${process.pid} (plugboard demo) already serves`);
  first.release();
  takeServiceLock(dataDir, 'serve').release();
});

it('tells commands beside it where it answers and how it reaches vendors, and nobody else', () => {
  const lock = takeServiceLock(dataDir, 'demo');
  lock.describe({ url: 'http://127.0.0.1:4400', host_map: 'api.xero.com=http://127.0.0.1:4411' });
  expect(readService(dataDir)).toEqual({
    pid: process.pid,
    command: 'demo',
    url: 'http://127.0.0.1:4400',
    host_map: 'api.xero.com=http://127.0.0.1:4411',
  });
  expect(statSync(join(dataDir, 'server.json')).mode & 0o777).toBe(0o600);
  lock.release();
});

it('goes by the lock, not by what a dead holder left in the file', () => {
  writeFileSync(join(dataDir, 'server.json'), JSON.stringify({ pid: 1, command: 'serve' }));
  takeServiceLock(dataDir, 'serve').release();
  writeFileSync(join(dataDir, 'server.json'), '{"pid": ');
  expect(readService(dataDir)).toBeUndefined();
  takeServiceLock(dataDir, 'serve').release();
});
