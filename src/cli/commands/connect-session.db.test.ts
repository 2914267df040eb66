import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commandLine } from '../../testing/command-line.ts';
import { gateRegistry, gateSandbox, gateSite, gateUser } from '../../testing/gate-vendor.ts';
import { testServer, type TestServer } from '../../testing/server.ts';
import { apiClient } from './demo/api-client.ts';
import { connectAll } from './demo/connect-all.ts';
import { ensureApps } from './demo/ensure-apps.ts';

let server: TestServer;
const directory = mkdtempSync(join(tmpdir(), 'plugboard-cli-'));
beforeAll(async () => {
  server = await testServer({
    registry: gateRegistry,
    sandboxes: [{ key: 'gate', sandbox: gateSandbox }],
    environmentApps: new Map(),
  });
});
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await server?.stop();
});

const signIns = { gate: gateSandbox.signIns };

it('the demo registers the operator and connects by the sandbox’s own sign-in, settings included', async () => {
  const { slug, key } = await server.tenant('demo');
  await ensureApps(server.hub, server.system, slug, signIns);
  await ensureApps(server.hub, server.system, slug, signIns);
  const audit = await server.hub.audit.list(server.system, slug, {});
  expect(audit.data.filter(({ action }) => action === 'provider_app.stored')).toHaveLength(1);
  const all = () =>
    connectAll({
      api: apiClient(server.url, key),
      tenant: slug,
      signIns,
      consent: async (url) => url,
      tell: () => undefined,
    });
  expect(await all()).toMatchObject([{ provider: 'gate', fresh: true }]);
  expect(await all()).toMatchObject([{ provider: 'gate', fresh: false }]);
});

it('plugboard connect takes user, password and site, and says what is wrong', async () => {
  const { slug } = await server.tenant('acme');
  const run = (...argv: string[]) => commandLine(server, ['--tenant', slug, ...argv]);
  const password = join(directory, 'password');
  writeFileSync(password, `${gateUser.password}\n`);
  const fields = ['--field', `user=${gateUser.user}`, `password=@${password}`, `site=${gateSite}/login`];
  const lacking = await run('connect', 'gate', '--no-sync', ...fields);
  expect(lacking.code).toBe(1);
  expect(lacking.stderr).toContain('set GATE_SENDER_ID and GATE_SENDER_PASSWORD');
  await ensureApps(server.hub, server.system, slug, signIns);
  expect(await run('connect', 'gate', '--no-sync', ...fields)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Connected to Acme'),
  });
  const wrong = await run('connect', 'gate', '--no-sync', '--field', `user=${gateUser.user}`, 'password=wrong');
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('Gate says: who is that?') });
  const site = await run('connect', 'gate', '--name', 'Other', ...fields.slice(0, 3), 'site=http://gate.example');
  expect(site).toMatchObject({ code: 1, stderr: expect.stringContaining('type the public https address') });
});

it('plugboard connect-link prints a link that works once, for the tenant it was made for', async () => {
  const { slug, key } = await server.tenant('linked');
  const made = await commandLine(server, [
    '--tenant',
    slug,
    '--json',
    'connect-link',
    'gate',
    '--for',
    'Ada',
    '--minutes',
    '5',
  ]);
  expect(made.code, made.stderr).toBe(0);
  const { url, token, providers, end_user } = JSON.parse(made.stdout);
  expect({ providers, end_user }).toEqual({ providers: ['gate'], end_user: { reference: 'Ada', name: 'Ada' } });
  expect(url).toBe(`${server.url}/connect/${token}`);
  expect((await server.ask('GET', '/api/connect-session', { key: token })).body).toMatchObject({ end_user: 'Ada' });
  expect((await server.ask('GET', '/api/connect-sessions', { key })).body.data).toHaveLength(1);
  const unknown = await commandLine(server, ['--tenant', slug, 'connect-link', 'nothing']);
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no provider "nothing"') });
});
