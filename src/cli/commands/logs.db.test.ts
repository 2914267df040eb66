import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../testing/command-line.ts';
import { tillServer, type TillServer, type TillTenant } from '../../testing/till-server.ts';

let server: TillServer;
let acme: TillTenant;
beforeAll(async () => {
  server = await tillServer();
  acme = await server.tillTenant('acme');
  // Nothing is repeated: each failure is one call.
  await acme.ask('PUT', `/integrations/${acme.integration}`, {
    name: 'Till',
    settings: {},
    schedule: null,
    overrides: { retries: 0 },
  });
  await acme.sync({ streams: ['goods'] });
  await acme.ask('POST', `/integrations/${acme.integration}/actions/be_refused`, { input: { name: 'Kettle' } });
});
afterAll(() => server?.stop());
afterEach(() => server.control?.clearFaults());

const plain = (...argv: string[]) => commandLine(server, ['--tenant', 'acme', ...argv]);
const json = (...argv: string[]) => commandLine(server, ['--tenant', 'acme', '--json', ...argv]);
const rowsOf = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));

describe('logs', () => {
  it('shows what happened, newest first', async () => {
    const { code, stdout } = await plain('logs', 'till');
    expect(code).toBe(0);
    const [head, ...rows] = rowsOf(stdout);
    expect(head).toEqual(['at', 'status', 'action', 'message']);
    expect(rows.map(([, status, action]) => [status, action])).toEqual([
      ['error', 'be_refused'],
      ['success', 'sync'],
      ['success', 'connect'],
    ]);
  });

  it('goes on where a page ended, and is filtered', async () => {
    const first = await plain('logs', 'till', '--limit', '2');
    const cursor = /--cursor (\S+)/.exec(first.stderr)?.[1] ?? '';
    const rest = await json('logs', acme.integration, '--cursor', cursor);
    expect(rest.document).toMatchObject({ data: [{ action: 'connect' }], next_cursor: null });
    expect((await json('logs', 'till', '--status', 'error')).document.data).toHaveLength(1);
    expect((await json('logs', 'till', '--action', 'sync', '--search', 'READ')).document.data).toHaveLength(1);
    expect((await json('logs', 'till', '--until', '2020-01-01T00:00:00Z')).document.data).toEqual([]);
  });

  it('is bad usage (2) when it cannot be meant, a failure (1) when there is no such thing', async () => {
    for (const argv of [
      ['logs'],
      ['logs', 'till', '--status', 'bad'],
      ['logs', 'till', '--limit', '0'],
      ['logs', 'till', '--since', 'yesterday'],
    ])
      expect((await json(...argv)).code, argv.join(' ')).toBe(2);
    for (const argv of [
      ['logs', 'paypal'],
      ['logs', 'till', '--cursor', 'abc'],
    ])
      expect((await json(...argv)).code, argv.join(' ')).toBe(1);
  });

  it('are kept for as long as the tenant says; not for no time at all', async () => {
    expect((await json('logs', 'retention')).document).toEqual({
      integration_log_days: null,
      exchange_log_days: null,
      platform: { integration_log_days: 90, exchange_log_days: 7 },
    });
    const changed = await plain('logs', 'retention', '--exchange-log-days', '2');
    expect(rowsOf(changed.stdout).slice(1)).toEqual([
      ['integration_log', '90', '90'],
      ['exchange_log', '2', '7'],
    ]);
    const none = await plain('logs', 'retention', '--exchange-log-days', '0');
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('expected at least 1 day');
    expect((await plain('logs', 'retention', '--exchange-log-days', 'week')).code).toBe(2);
    const back = await json('logs', 'retention', '--exchange-log-days', 'platform');
    expect(back.document.exchange_log_days).toBeNull();
  });
});

describe('exchanges', () => {
  it('shows the calls, and one of them with its bodies', async () => {
    const { stdout } = await plain('exchanges', 'till');
    const [head, ...rows] = rowsOf(stdout);
    expect(head).toEqual(['exchange', 'at', 'operation', 'call', 'status', 'ms', 'bytes', 'try', 'error']);
    expect(rows.map(([, , operation, call]) => `${operation}: ${call}`)).toEqual([
      'action be_refused: POST api.till.example/v1/refuse',
      expect.stringMatching(/^stream goods: GET api\.till\.example\/v1\/goods\?/),
      expect.stringMatching(/^stream goods: GET api\.till\.example\/v1\/goods\?/),
      expect.stringMatching(/^stream goods: GET api\.till\.example\/v1\/goods/),
      'connect: GET api.till.example/v1/me',
    ]);
    const [failed] = (await json('exchanges', 'till', '--failed')).document.data;
    const one = await plain('exchanges', 'show', 'till', failed.id);
    expect(one.stdout).toContain('error\tinvalid_request');
    expect(one.stdout).toMatch(/\nrequest: no body\n\nresponse:\n\{"error":"we do not sell that"\}\n$/);
    expect((await json('exchanges', 'show', 'till', failed.id)).document.bodies.request).toBeNull();
    expect((await json('exchanges', 'show', 'till', 'exc_nothing')).code).toBe(1);
  });

  it('are filtered by run, error and status', async () => {
    const [run] = (await json('runs')).document.data;
    expect((await json('exchanges', 'till', '--run', run.id)).document.data).toHaveLength(3);
    expect((await json('exchanges', 'till', '--error', 'invalid_request')).document.data).toHaveLength(1);
    expect((await json('exchanges', 'till', '--status', '200')).document.data).toHaveLength(4);
    expect((await json('exchanges', 'till', '--error', 'nonsense')).code).toBe(2);
  });
});

describe('usage', () => {
  it('shows what was done, period by period, and in all', async () => {
    const { document } = await json('usage', 'till', '--by', 'day');
    expect(document.total).toMatchObject({ calls: 5, errors: 1, unlogged: 0, records: 25 });
    const rows = rowsOf((await plain('usage', 'till')).stdout);
    expect(rows[0]?.slice(0, 5)).toEqual(['hour', 'calls', 'errors', 'unlogged', 'records']);
    expect(rows.at(-1)?.slice(0, 5)).toEqual(['total', '5', '1', '0', '25']);
    expect((await json('usage', 'till', '--by', 'week')).code).toBe(2);
    expect((await json('usage', 'till', '--since', 'yesterday')).code).toBe(2);
  });
});

describe('monitor', () => {
  const failAgain = async (times: number) => {
    for (let time = 0; time < times; time += 1)
      await acme.ask('POST', `/integrations/${acme.integration}/actions/be_refused`, { input: { name: 'Kettle' } });
  };

  it('says how it goes, and tells who watches by its exit code', async () => {
    await acme.sync();
    await acme.sync();
    await acme.sync();
    // One of more than ten calls.
    expect((await json('monitor')).document).toMatchObject({ verdict: 'ok', data: [{ name: 'Till', errors: 1 }] });
    await failAgain(3);
    const degraded = await json('monitor', '--alert');
    expect(degraded.document).toMatchObject({
      verdict: 'degraded',
      data: [{ reason: expect.stringMatching(/^4 of/) }],
    });
    expect(degraded.code).toBe(3);
    expect((await json('monitor')).code).toBe(0);
    await failAgain(20);
    expect((await plain('monitor', 'till', '--alert')).code).toBe(1);
    expect((await plain('monitor', '--detailed')).stdout).toMatch(/Till\tgoods\t/);
  });

  it('what is off alerts nobody; what is not there is no success', async () => {
    const other = await server.tillTenant('other');
    await other.ask('POST', `/integrations/${other.integration}/disconnect`);
    const off = await commandLine(server, ['--tenant', 'other', '--json', 'monitor', '--alert']);
    expect(off).toMatchObject({ code: 0, document: { verdict: 'off' } });
    expect((await json('monitor', 'paypal')).code).toBe(1);
    await server.tenant('nobody');
    expect((await commandLine(server, ['--tenant', 'nobody', '--json', 'monitor'])).document).toMatchObject({
      verdict: 'ok',
      data: [],
    });
  });
});
