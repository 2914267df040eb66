import { writeFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../testing/command-line.ts';
import { tillServer, type TillServer, type TillTenant } from '../../testing/till-server.ts';

let server: TillServer;
let acme: TillTenant;
beforeAll(async () => {
  server = await tillServer();
  acme = await server.tillTenant('acme');
});
afterAll(() => server?.stop());
afterEach(() => server.control?.clearFaults());

const plain = (...argv: string[]) => commandLine(server, ['--tenant', 'acme', ...argv]);
const json = (...argv: string[]) => commandLine(server, ['--tenant', 'acme', '--json', ...argv]);

describe('sync', () => {
  it('of a dry run writes nothing and says what would change', async () => {
    const { code, document } = await json('sync', 'till', '--dry-run');
    expect(code).toBe(0);
    expect(document.dry_runs).toMatchObject([
      { integration: 'Till', stream: 'goods', read: 25, would_create: 25, error: null },
      { stream: 'people', read: 0 },
    ]);
    expect((await json('records', 'product')).document.data).toEqual([]);
    expect((await json('runs')).document.data).toEqual([]);
  });

  it('reads all streams here, with plain lines in a pipe and a table at the end', async () => {
    const { code, stdout, stderr } = await plain('sync', 'till');
    expect(code).toBe(0);
    expect(stderr).toContain('Till goods: started\n');
    expect(stderr).toContain('Till goods: succeeded: 25 read, 25 created, 0 updated, 0 deleted\n');
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(rows[0]?.slice(0, 6)).toEqual(['integration', 'stream', 'outcome', 'mode', 'read', 'created']);
    expect(rows[1]?.slice(0, 6)).toEqual(['Till', 'goods', 'succeeded', 'full', '25', '25']);
    expect(rows[2]?.slice(0, 5)).toEqual(['Till', 'people', 'succeeded', 'full', '0']);
  });

  it('prints one JSON document, and nothing else on stdout', async () => {
    const { code, document } = await json('sync', acme.integration, '--stream', 'goods', '--force');
    expect(code).toBe(0);
    expect(document).toMatchObject({
      runs: [
        {
          stream: 'goods',
          mode: 'full',
          state: 'succeeded',
          read: 25,
          created: 0,
          trigger: 'manual',
          requested_by: 'system:cli',
        },
      ],
      already_running: [],
      not_started: [],
    });
  });

  it('is partial (3) when some of it failed or was set aside, a failure (1) when all did', async () => {
    await server.control?.fault({ provider: 'till', path: '^/v1/goods', kind: 'html' });
    const some = await plain('sync', 'till');
    expect(some.code).toBe(3);
    expect(some.stdout).toMatch(/Till goods: .*HTML page instead of JSON/);
    expect((await json('sync', 'till', '--stream', 'goods')).code).toBe(1);
    await server.control?.clearFaults();
    await server.control?.fault({ provider: 'till', path: '^/v1/goods', kind: 'alter', at: 'goods.1.name', value: 7 });
    expect((await json('sync', 'till', '--stream', 'goods')).code).toBe(3);
    await server.control?.clearFaults();
    expect((await json('sync', 'till', '--stream', 'goods')).code).toBe(0);
    const tried = await server.control?.fault({ provider: 'till', path: '^/v1/goods', kind: 'html' });
    expect(tried).toBeDefined();
    expect((await json('sync', 'till', '--dry-run')).code).toBe(3);
  });

  it('of a stream that is being read names that run', async () => {
    const { runs } = await server.hub.runs.sync(server.system, 'acme', acme.integration, { streams: ['goods'] });
    const { code, document } = await json('sync', 'till', '--stream', 'goods');
    expect(code).toBe(1);
    expect(document.error).toMatchObject({ code: 'conflict', run_ids: [runs[0]?.id] });
    const both = await json('sync', 'till');
    expect(both.code).toBe(3);
    expect(both.document).toMatchObject({
      runs: [{ stream: 'people' }],
      already_running: [{ id: runs[0]?.id, stream: 'goods' }],
    });
    await server.hub.runs.cancel(server.system, 'acme', runs[0]?.id ?? '');
  });

  it('takes up a run again that had to pause', async () => {
    const impatient = await server.tillTenant('impatient');
    const { id } = await server.hub.tenants.enter(server.system, 'read', 'impatient');
    await server.composition.store.inTenant(id, (trx) =>
      trx.updateTable('integration').set({ overrides: '{"retries":0}' }).execute(),
    );
    await server.control?.fault({ provider: 'till', path: '^/v1/goods', kind: 'status', status: 503, times: 1 });
    const { code, document } = await commandLine(server, [
      '--tenant',
      impatient.slug,
      '--json',
      'sync',
      '--stream',
      'goods',
    ]);
    expect(code).toBe(0);
    expect(document.runs).toMatchObject([{ state: 'succeeded', attempts: 2, read: 25 }]);
  });

  it('stopped by Ctrl-C leaves the run to a worker', async () => {
    await server.control?.fault({ provider: 'till', path: '^/v1/goods', kind: 'hang' });
    const stop = new AbortController();
    const running = commandLine(server, ['--tenant', 'acme', '--json', 'sync', 'till', '--stream', 'goods'], {
      signal: stop.signal,
      onNote: (text) => void (text.includes('started') && stop.abort(new Error('SIGINT'))),
    });
    const { code, document } = await running;
    expect(code).toBe(1);
    expect(document.runs).toMatchObject([{ state: 'queued', finished_at: null }]);
    await server.control?.clearFaults();
    await server.hub.runs.cancel(server.system, 'acme', document.runs[0].id);
  });

  it('is bad usage (2) when it cannot be meant', async () => {
    for (const argv of [
      ['sync', 'till', '--all'],
      ['sync', 'till', '--since', 'yesterday'],
      ['sync', 'till', '--since', '2026-01-01', '--force'],
      ['sync', 'till', '--fast'],
      ['sync', 'till', 'more'],
    ]) {
      expect((await json(...argv)).code, argv.join(' ')).toBe(2);
    }
    expect((await json('sync', 'paypal')).document.error).toMatchObject({ code: 'not_found' });
    expect((await json('sync', 'till', '--stream', 'chairs')).document.error).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('goods, people'),
    });
    expect((await commandLine(server, ['sync', '--tenant', 'nobody', '--json'])).code).toBe(1);
  });

  it('of everything leaves out what is not connected', async () => {
    await server.hub.integrations.create(server.system, 'acme', {
      provider: 'till',
      name: 'Draft',
      credentials: { api_key: 'x' },
    });
    const { code, stderr, document } = await json('sync', '--all');
    expect(code).toBe(0);
    expect(stderr).toContain('Draft is left out: it is draft.');
    expect(document.runs).toHaveLength(2);
    expect((await json('sync')).code).toBe(2);
  });
});

describe('looking', () => {
  it('at runs', async () => {
    const { document } = await json('runs', 'list', '--integration', 'Till', '--stream', 'goods', '--limit', '2');
    expect(document.data).toHaveLength(2);
    const [run] = document.data;
    expect((await json('runs', 'show', run.id)).document).toEqual(run);
    expect((await plain('runs', 'show', run.id)).stdout).toContain(`id\t${run.id}`);
    expect((await json('runs', 'cancel', run.id)).document.state).toBe(run.state);
    expect((await json('runs', 'show', 'run_1')).code).toBe(1);
    expect((await json('runs', '--state', 'odd')).code).toBe(2);
    expect((await plain('runs')).stdout.split('\n')[0]).toMatch(/^run\tstream\tstate/);
  });

  it('at records, one, its history and the changes', async () => {
    const { document } = await json('records', 'product', '--integration', 'Till', '--limit', '3');
    expect(document.data.map((one: { key: string }) => one.key)).toEqual(['g0000', 'g0001', 'g0002']);
    const next = await json(
      'records',
      'product',
      '--integration',
      'Till',
      '--limit',
      '3',
      '--cursor',
      document.next_cursor,
    );
    expect(next.document.data[0].key).toBe('g0003');
    const [record] = document.data;
    expect((await json('records', 'show', record.id, '--raw')).document).toEqual({
      ...record,
      raw: { id: 'g0000', name: 'Good 0' },
    });
    expect((await json('records', 'history', record.id)).document.data).toHaveLength(1);
    expect((await plain('records', 'product', '--limit', '1')).stdout).toContain('Good 0');
    const changes = await json('records', 'changes', '--limit', '5', '--models', 'product');
    expect(changes.document).toMatchObject({ has_more: true, data: expect.any(Array) });
    expect(
      (await json('records', 'changes', '--cursor', changes.document.next_cursor, '--limit', '1000')).document.has_more,
    ).toBe(false);
    expect((await json('records', 'unicorn')).document.error.code).toBe('not_found');
    expect((await json('records', 'product', '--limit', '500')).code).toBe(2);
    expect((await json('records', 'product', '--updated-since', 'now')).document.error.problems).toMatchObject([
      { path: 'updated_since' },
    ]);
  });

  it('at deletions, and deciding them', async () => {
    const goods = server.till.goods.splice(0, Infinity);
    await json('sync', 'Till', '--stream', 'goods');
    const { document } = await json('deletions', 'list');
    expect(document.data).toMatchObject([{ stream: 'goods', state: 'held' }]);
    const { id } = document.data[0];
    expect((await plain('deletions')).stdout).toContain(id);
    expect((await plain('deletions', 'reject', id)).stdout).toContain('is rejected.');
    expect((await json('deletions', 'approve', id)).document.error.code).toBe('conflict');
    expect((await json('deletions')).document.data).toEqual([]);
    expect((await json('deletions', '--all')).document.data).toHaveLength(1);
    server.till.goods.push(...goods);
  });
});

describe('actions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plugboard-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are listed and run, once for a reference', async () => {
    expect((await plain('actions', 'list', 'Till')).stdout).toContain('sell_good\tgoods\tPuts something on sale.');
    const file = join(folder, 'input.json');
    writeFileSync(file, '{"name": "From a file"}');
    const run = (input: string) =>
      json('actions', 'run', 'Till', 'sell_good', '--input', input, '--reference', 'cli-1');
    const first = await run(`@${file}`);
    expect(first).toMatchObject({
      code: 0,
      document: { replayed: false, output: { name: 'From a file' }, external_reference: 'cli-1' },
    });
    const again = await run('{"name":"From a file"}');
    expect(again.document).toMatchObject({ replayed: true, withheld: ['secret'] });
    expect(again.stderr).toContain('done before');
    expect((await run('{"name":"Other"}')).document.error).toMatchObject({ code: 'conflict' });
    for (const input of ['{', '[]', '@/no/such/file']) expect((await run(input)).code, input).toBe(2);
    expect((await json('actions', 'run', 'Till', 'sell_good')).document.error.problems).toMatchObject([
      { path: 'input.name' },
    ]);
  });
});
