import { afterAll, beforeAll, expect, it } from 'vitest';
import { commandLine } from '../../testing/command-line.ts';
import { tillServer, type TillServer, type TillTenant } from '../../testing/till-server.ts';

let server: TillServer;
let acme: TillTenant;
beforeAll(async () => {
  server = await tillServer();
  acme = await server.tillTenant('acme');
  await acme.sync({ streams: ['goods'] });
  const { id } = await server.hub.tenants.enter(server.system, 'read', 'acme');
  await server.hub.events.catchUp(id);
});
afterAll(() => server?.stop());

const plain = (...argv: string[]) => commandLine(server, ['--tenant', 'acme', ...argv]);
const json = (...argv: string[]) => commandLine(server, ['--tenant', 'acme', '--json', ...argv]);

it('lists events, filtered, page by page', async () => {
  const { code, stdout } = await plain('events');
  expect(code).toBe(0);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));
  expect(rows.map((row) => row[1])).toEqual(['type', 'run.finished', 'integration.connected']);
  const { document } = await json('events', 'list', '--integration', 'till', '--type', 'run.*', '--limit', '1');
  expect(document).toMatchObject({
    data: [{ type: 'run.finished', integration_id: acme.integration }],
    next_cursor: null,
  });
  const first = await json('events', 'list', '--limit', '1');
  const next = await json('events', 'list', '--limit', '1', '--cursor', first.document.next_cursor);
  expect(next.document.data[0].type).toBe('integration.connected');
});

it('shows one, and makes one', async () => {
  const { document: made } = await json('events', 'test', '--message', 'Hello');
  expect(made).toMatchObject({ type: 'event.test', data: { message: 'Hello', requested_by: 'system:cli' } });
  expect((await json('events', 'show', made.id)).document).toEqual(made);
  const { stdout } = await plain('events', 'show', made.id);
  expect(stdout).toContain('"message": "Hello"');
  expect((await plain('events', 'test')).stdout).toMatch(/^evt_\w+ was made;/);
});

it('says what is wrong', async () => {
  expect((await plain('events', '--type', 'records')).stderr).toContain('there is no event type "records"');
  expect(await plain('events', 'show', 'evt_1')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no event'),
  });
});
