/** `plugboard mappings` as typed; what it did is looked up through the API, as another client would. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commandLine, type CommandOptions } from '../../testing/command-line.ts';
import { lendingServer, type LendingServer, type Library } from '../../testing/lending-server.ts';
import { clearDesk, desk, someLoans } from '../../testing/shelf-loans.ts';

let server: LendingServer;
let library: Library;
let key: string;
const folder = mkdtempSync(join(tmpdir(), 'plugboard-test-'));
beforeAll(async () => {
  server = await lendingServer();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server?.stop();
});
beforeEach(async () => {
  clearDesk();
  library = await server.library();
  ({ key } = await server.hub.apiKeys.create(server.system, library.slug, {
    name: 'test',
    scopes: ['read', 'connect'],
  }));
  desk.loans = someLoans(25, server.clock.now());
  await library.read();
});

const typed = (argv: readonly string[], options?: CommandOptions) =>
  commandLine(server, ['--tenant', library.slug, 'mappings', ...argv], options);
const plain = (...argv: string[]) => typed(argv);
const json = (...argv: string[]) => typed([...argv, '--json']);
const loans = ['shelf', 'loans'] as const;
const rule = (target: string, expression: string) => ({ target, expression });
const upper = JSON.stringify([rule('name', '$uppercase(raw.reader)')]);

async function api(path: string) {
  const { status, body } = await server.ask('GET', `/api/tenants/${library.slug}${path}`, { key });
  expect([status, body]).toEqual([200, body]);
  return body;
}
const mapping = (path = '') => api(`/integrations/${library.integration}/mappings/loans${path}`);
const names = async (): Promise<string[]> =>
  (await api('/records/tracking_category?limit=50')).data.map(({ data }: { data: { name: string } }) => data.name);

describe('saving', () => {
  it('takes rules as text, from a file, and as show prints them', async () => {
    expect((await plain('show', ...loans)).stdout).toContain('None were saved. No version is in force.');
    const set = await plain('set', ...loans, '--rules', upper);
    expect(set).toMatchObject({ code: 0, stdout: 'Saved as version 1. No version is in force.\n' });
    expect(set.stderr).toContain('mappings apply');
    const file = join(folder, 'rules.json');
    writeFileSync(file, JSON.stringify([rule('custom.größe', '1')]));
    expect((await json('set', ...loans, '--rules', `@${file}`)).document.error).toMatchObject({
      code: 'invalid_request',
      problems: [{ path: 'rules.0.target' }],
    });
    writeFileSync(file, (await json('show', ...loans)).stdout);
    expect((await json('set', ...loans, '--rules', `@${file}`)).document).toEqual(await mapping());
    expect(await mapping()).toMatchObject({
      version: 2,
      rules: [{ target: 'name', enabled: true }],
      active_version: null,
    });
  });

  it('says for each rule where it is wrong', async () => {
    const wrong = [rule('nme', 'raw.x'), rule('name', 'raw.['), rule('name', '$now()')];
    const { code, stderr } = await plain('set', ...loans, '--rules', JSON.stringify(wrong));
    expect(code).toBe(1);
    expect(stderr).toContain('rules.0.target: tracking_category has no such field; there are name, status, options');
    expect(stderr).toContain('rules.2.target: rule 1 has this target already');
    expect(stderr).toMatch(/rules\.1\.expression: .* \(at character 5\)/);
    expect(stderr).toContain('rules.2.expression: $now is not available');
    expect((await mapping()).version).toBeNull();
  });

  it('is bad usage (2) when it cannot be meant', async () => {
    for (const rules of [
      '{',
      '{}',
      '"x"',
      '[{"target": "name"}]',
      '[{"to": "name", "expression": "1"}]',
      '@/no/such',
    ]) {
      expect((await json('set', ...loans, '--rules', rules)).code, rules).toBe(2);
    }
    expect((await json('set', ...loans)).code).toBe(2);
    expect((await json('apply', ...loans, '--saved', '0')).code).toBe(2);
    expect((await json('show', 'shelf', 'lones')).document.error.message).toContain('there are loans, fines');
    expect((await json('show', 'xero', 'loans')).document.error.code).toBe('not_found');
    expect((await json('apply', ...loans)).document.error.message).toContain('has no mapping yet');
  });

  it('keeps versions, which are listed, shown and restored', async () => {
    await plain('set', ...loans, '--rules', upper);
    await plain('set', ...loans, '--rules', '[]');
    await plain('apply', ...loans, '--saved', '1');
    const rows = (await plain('versions', ...loans)).stdout
      .trim()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(rows.map(([version, rules, , , remark]) => [version, rules, remark ?? ''])).toEqual([
      ['version', 'rules', ''],
      ['2', '0', ''],
      ['1', '1', 'in force'],
    ]);
    expect((await json('show', ...loans, '--saved', '1')).document).toEqual(await mapping('/versions/1'));
    expect((await plain('show', ...loans, '--saved', '1')).stdout).toMatch(
      /Version 1 of 2026-.* by system:cli: in force\./,
    );
    expect((await json('show', ...loans, '--saved', '9')).document.error.code).toBe('not_found');
    expect((await plain('restore', ...loans, '1')).stdout).toBe('Saved as version 3. Version 1 is in force.\n');
    expect((await json('versions', ...loans)).document.data).toEqual((await mapping('/versions')).data);
    expect(await mapping()).toMatchObject({ version: 3, restored_from: 1 });
    expect((await json('list', 'shelf')).document).toEqual(await api(`/integrations/${library.integration}/mappings`));
    expect((await plain('list', 'shelf')).stdout).toMatch(/\nloans\ttracking_category\t3\t1\t1\tsucceeded/);
  });
});

describe('trying', () => {
  it('shows what would become of a few records, and what went wrong', async () => {
    const id: string = (await api('/records/tracking_category?limit=1')).data[0].id;
    const rules = JSON.stringify([
      rule('name', '$uppercase(raw.reader)'),
      rule('status', '"lost"'),
      rule('options', 'raw.optoins'),
    ]);
    const { code, stdout } = await plain('preview', ...loans, '--rules', rules, '--record', id);
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    expect(lines[1]).toBe('l0000\tname\t"Reader 0"\t"READER 0"\t');
    expect(lines[2]).toMatch(/^l0000\tstatus\t\t\t.*"archived"/);
    expect(lines[3]).toBe('l0000\toptions\t\t\tanswered nothing');
    expect((await json('preview', ...loans, '--rules', upper, '--limit', '3')).document.data).toHaveLength(3);
    expect((await json('preview', ...loans)).document.error.message).toContain('no mapping yet');
    desk.fines = [];
    expect((await plain('preview', 'shelf', 'fines', '--rules', upper)).stdout).toContain('There are no records');
    expect(await names()).toContain('Reader 0');
  });

  it('shows what applying would change, and how many', async () => {
    const { stdout } = await plain('diff', ...loans, '--rules', upper);
    expect(stdout).toContain('\nname: 25 records\nOf all 25 records 25 would change, 0 would have a problem.\n');
    await plain('set', ...loans, '--rules', upper);
    expect((await json('diff', ...loans, '--limit', '10')).document).toMatchObject({ examined: 10, complete: false });
    expect((await plain('diff', ...loans, '--limit', '10')).stdout).toContain(
      'Of the newest 10 records 10 would change',
    );
    expect((await json('diff', ...loans, '--rules', upper, '--saved', '1')).code).toBe(1);
  });
});

describe('applying', () => {
  it('maps what is stored anew, here, and says how far it is', async () => {
    await plain('set', ...loans, '--rules', upper);
    const { code, stdout, stderr } = await plain('apply', ...loans);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Version 1 is in force\.\nStored records: succeeded: \d\/\d pages, 25 records, 25 changed\.\n$/,
    );
    expect(stderr).toContain('loans: mapped anew');
    expect(new Set(await names())).toEqual(new Set(desk.loans.map(({ reader }) => reader.toUpperCase())));
  });

  it('is partial (3) when some records have a problem', async () => {
    await plain('set', ...loans, '--rules', JSON.stringify([rule('name', 'raw.id = "l0003" ? 5 : raw.id')]));
    const { code, document } = await json('apply', ...loans);
    expect(code).toBe(3);
    expect(document.rederivation).toMatchObject({ state: 'partial', changed: 25, failed: 1 });
    expect(document).toEqual(await mapping());
  });

  it('stopped by Ctrl-C leaves the rest to a worker', async () => {
    await plain('set', ...loans, '--rules', upper);
    const stop = new AbortController();
    stop.abort(new Error('SIGINT'));
    const { code, stderr } = await typed(['apply', ...loans], { signal: stop.signal });
    expect(code).toBe(0);
    expect(stderr).toContain('a worker goes on with it');
    expect((await mapping()).rederivation.state).toBe('queued');
  });
});
