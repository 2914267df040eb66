import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandLine } from '../../testing/command-line.ts';
import type { LendingServer, Library } from '../../testing/lending-server.ts';
import { lend, peopleServer } from '../../testing/privacy-vendor.ts';
import { clearDesk } from '../../testing/shelf-loans.ts';

let server: LendingServer;
let library: Library;
const folder = mkdtempSync(join(tmpdir(), 'plugboard-privacy-'));
beforeAll(async () => {
  clearDesk();
  server = await peopleServer();
  library = await server.library();
  lend({
    readers: [
      { id: 'r1', reader: 'Ann Smith', email: 'ann@example.com', at: 1 },
      { id: 'r2', reader: 'Bob Marsh', email: 'bob@example.com', at: 1 },
    ],
    enrolled: [{ id: 'e1', reader: 'Ann Smith', who: 'r1', course: 'First Aid', at: 1 }],
  });
  await library.read('people');
  await library.read('enrolments');
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server?.stop();
});

const run = (...argv: string[]) => commandLine(server, ['--tenant', library.slug, ...argv]);
const json = (...argv: string[]) => run('--json', ...argv);

test('a person is exported, erased here with progress, listed and shown', async () => {
  const out = join(folder, 'ann.json');
  const exported = await run('privacy', 'export', '--email', 'ann@example.com', '--out', out);
  expect(exported.code).toBe(0);
  expect(exported.stdout).toMatch(/shelf people\tr1\tperson/);
  expect(exported.stdout).toMatch(/related_records\t1/);
  expect(statSync(out).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(out, 'utf8')).records).toHaveLength(2);

  const erased = await json('privacy', 'erase', '--email', 'ann@example.com', '--yes');
  expect(erased.code).toBe(0);
  expect(erased.stderr).toContain('erasure: done');
  expect(erased.document).toMatchObject({ state: 'succeeded', erased: { records_erased: 1, records_cleaned: 1 } });
  expect(await library.keys('people')).toEqual(['r2']);

  const listed = await json('privacy', 'list', '--email', 'ann@example.com');
  expect(listed.document.data).toMatchObject([{ id: erased.document.id, state: 'succeeded' }]);
  const shown = await run('privacy', 'show', erased.document.id);
  expect(shown.stdout).toMatch(/records_erased\t1/);
  expect(shown.stdout).not.toMatch(/ann@example|Ann Smith/);
  expect((await json('privacy', 'readmit', erased.document.id)).document).toMatchObject({ remembered: 0 });
});

test('it takes a yes, and a name', async () => {
  const hasty = await run('privacy', 'erase', '--email', 'bob@example.com');
  expect(hasty.code).toBe(2);
  expect(hasty.stderr).toContain('--yes');
  expect((await run('privacy', 'erase', '--yes')).code).toBe(2);
  expect((await run('privacy', 'export', '--email', 'nobody')).code).not.toBe(0);
  expect(await library.keys('people')).toEqual(['r2']);
});

test('fields that are never kept are shown and changed', async () => {
  expect((await run('privacy', 'fields', 'shelf', 'people')).stderr).toContain('Everything is kept.');
  const changed = await json('privacy', 'fields', 'shelf', 'people', '--drop', 'phone, **.street');
  expect(changed.document).toMatchObject({ name: 'people', dropped_fields: ['phone', '**.street'] });
  expect((await run('privacy', 'fields', 'shelf', 'people')).stdout).toBe('phone\n**.street\n');
  expect((await json('privacy', 'fields', 'shelf', 'people', '--keep-all')).document.dropped_fields).toEqual([]);
  expect((await run('privacy', 'fields', 'shelf', 'people', '--drop', 'reader')).code).not.toBe(0);
});

test('retention is shown and changed; zero is refused', async () => {
  expect((await run('retention')).stdout).toMatch(/history\tuntil deleted/);
  expect((await json('retention', '--history', '30', '--exchange-log', '2')).document).toMatchObject({
    history_days: 30,
    exchange_log_days: 2,
    raw_days: null,
  });
  expect((await json('retention', '--history', 'unset')).document).toMatchObject({ history_days: null });
  const zero = await run('retention', '--raw', '0');
  expect(zero.code).not.toBe(0);
  expect(zero.stderr).toContain('at least 1 day');
});
