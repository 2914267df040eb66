import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  gateRegistry,
  gateSandbox,
  gateSender,
  gateSite,
  gateUser,
  type GateState,
} from '../../testing/gate-vendor.ts';
import { testServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
let key: string;
let tenants = 0;
beforeAll(async () => {
  server = await testServer({
    at: '2026-11-20T00:00:00Z',
    registry: gateRegistry,
    sandboxes: [{ key: 'gate', sandbox: gateSandbox }],
  });
});
afterAll(() => server?.stop());
beforeEach(async () => {
  tenants += 1;
  ({ key } = await server.tenant(`tenant-${tenants}`));
  Object.assign(vendor(), { sessions: [], logins: 0, lacks: {}, secret: [], movedTo: null });
  vendor().users[gateUser.user] = gateUser.password;
});

const vendor = () => server.sandboxes?.state('gate') as GateState;
const ask = (method: string, path: string, body?: unknown) =>
  server.ask(method, path, { key, ...(body === undefined ? {} : { body }) });
const draft = {
  provider: 'gate',
  auth_method: 'session',
  credentials: gateUser,
  settings: { site: gateSite },
};

async function create(change: object = {}): Promise<string> {
  const made = await ask('POST', '/api/integrations', { ...draft, ...change });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.id;
}

async function connected(): Promise<string> {
  const id = await create();
  expect((await ask('POST', `/api/integrations/${id}/connect`, { sync: false })).body).toMatchObject({
    outcome: 'connected',
  });
  return id;
}

const get = async (id: string) => (await ask('GET', `/api/integrations/${id}`)).body;
const openDoor = (id: string) => ask('POST', `/api/integrations/${id}/actions/open_door`, { input: { door: 'front' } });
const tenantId = async () => (await server.hub.tenants.enter(server.system, 'read', `tenant-${tenants}`)).id;
const uuidOf = (id: string) => id.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

describe('connecting with a user and a password', () => {
  it('signs in once, proves the session and keeps it sealed', async () => {
    const id = await create({ credentials: { user: ' kim\n', password: `\u200b${gateUser.password} ` } });
    expect((await ask('POST', `/api/integrations/${id}/connect`)).body).toMatchObject({
      outcome: 'connected',
      message: 'Connected to Acme',
      integration: { status: 'connected', credentials_set: ['user', 'password'], account: { id: 'Acme' } },
    });
    expect(vendor().logins).toBe(1);
    const stored = await server.composition.store.credentials(await tenantId(), uuidOf(id)).read();
    expect(stored).toMatchObject({ fields: gateUser, tokens: { access_token: vendor().sessions[0] } });
    expect((await openDoor(id)).body).toMatchObject({ output: { open: true } });
    expect(vendor().logins).toBe(1);
  });

  it('refuses wrong ones in the vendor’s words, and changes nothing', async () => {
    const id = await create({ credentials: { ...gateUser, password: 'wrong' } });
    const refused = await ask('POST', `/api/integrations/${id}/connect`);
    expect(refused).toMatchObject({ status: 422, body: { code: 'auth_revoked', detail: 'Gate says: who is that?' } });
    expect(await get(id)).toMatchObject({ status: 'draft' });
    expect(vendor().logins).toBe(1);
    expect((await ask('POST', `/api/integrations/${id}/test_connection`)).body).toMatchObject({
      success: false,
      message: 'Gate says: who is that?',
    });
    const missing = await ask('POST', '/api/integrations', { ...draft, credentials: { user: 'kim' } });
    expect(missing.body.problems).toEqual([
      { path: 'credentials.password', message: 'is missing; expected: Password' },
    ]);
  });

  it('signs in anew when the vendor has forgotten the session; actions are done once', async () => {
    const id = await connected();
    vendor().sessions = [];
    const answers = await Promise.all(Array.from({ length: 6 }, () => openDoor(id)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(vendor().logins).toBe(2);
    server.clock.advance(21 * 60_000);
    expect((await openDoor(id)).status).toBe(200);
    expect(vendor().logins).toBe(3);
  });

  it('needs its person when the password was changed, asks the vendor once, and takes the new one', async () => {
    const id = await connected();
    vendor().sessions = [];
    vendor().users[gateUser.user] = 'changed';
    expect(await openDoor(id)).toMatchObject({ status: 422, body: { code: 'auth_revoked' } });
    expect(vendor().logins).toBe(2);
    expect(await get(id)).toMatchObject({ status: 'needs_reauth', status_message: 'Gate says: who is that?' });
    expect(await openDoor(id)).toMatchObject({ status: 422, body: { code: 'auth_revoked' } });
    expect(vendor().logins).toBe(2);
    const again = { credentials: { ...gateUser, password: 'changed' }, sync: false };
    expect((await ask('POST', `/api/integrations/${id}/connect`, again)).body).toMatchObject({ outcome: 'connected' });
    expect((await openDoor(id)).status).toBe(200);
    expect(vendor().logins).toBe(3);
  });

  it('signs in anew when it is connected again: an old session proves neither password nor settings', async () => {
    const id = await connected();
    vendor().users[gateUser.user] = 'changed';
    expect(await ask('POST', `/api/integrations/${id}/connect`, { sync: false })).toMatchObject({
      status: 422,
      body: { code: 'auth_revoked' },
    });
    vendor().users[gateUser.user] = gateUser.password;
    await ask('POST', `/api/integrations/${id}/connect`, { sync: false });
    expect(vendor().logins).toBe(3);
    const stored = await server.composition.store.credentials(await tenantId(), uuidOf(id)).read();
    expect(stored).toMatchObject({ tokens: { access_token: vendor().sessions[1] } });
  });

  it('keeps every secret out of logs, answers and the list of calls', async () => {
    const id = await connected();
    const [token = ''] = vendor().sessions;
    await openDoor(id);
    await server.composition.context.exchanges.flush();
    const calls = (await ask('GET', `/api/integrations/${id}/exchanges`)).body;
    const operations = calls.data.map(({ operation }: { operation: string }) => operation);
    expect(operations.toSorted()).toEqual(['action open_door', 'connect', 'sign-in']);
    const everything = JSON.stringify([
      calls,
      await get(id),
      (await ask('GET', `/api/integrations/${id}/logs`)).body,
      server.log,
    ]);
    expect(token).not.toBe('');
    for (const secret of [token, gateUser.password, ...Object.values(gateSender)])
      expect(everything).not.toContain(`"${secret}"`);
    for (const secret of [token, gateUser.password, gateSender.sender_password])
      expect(everything).not.toContain(secret);
  });
});

describe('what the account lacks', () => {
  const lacks = { doors: 'Add list_doors to the service.', open_door: 'Add open_door to the service.' };

  it('is found when connecting; runs are skipped and actions refused with the reason', async () => {
    Object.assign(vendor().lacks, lacks);
    const id = await connected();
    expect(await get(id)).toMatchObject({
      // Locks are read door by door.
      absent: { ...lacks, locks: lacks.doors },
      streams: [
        { name: 'doors', absent: lacks.doors },
        { name: 'locks', absent: lacks.doors },
      ],
    });
    expect(await openDoor(id)).toMatchObject({
      status: 422,
      body: { code: 'unsupported', detail: `Gate cannot do "open_door" here: ${lacks.open_door}` },
    });
    const worker = await server.startWorker();
    const { runs } = (await ask('POST', `/api/integrations/${id}/sync`, { streams: ['doors'] })).body;
    await expect
      .poll(async () => (await ask('GET', `/api/runs/${runs[0].id}`)).body.state, { timeout: 10_000 })
      .toBe('succeeded');
    await worker.stop();
    const { data: lines } = (await ask('GET', `/api/integrations/${id}/logs`)).body;
    expect(lines.map(({ message }: { message: string }) => message)).toContain(`doors: skipped. ${lacks.doors}`);
    const dry = await ask('POST', `/api/integrations/${id}/sync`, { streams: ['locks'], dry_run: true });
    expect(JSON.stringify(dry.body)).toContain(lacks.doors);
  });

  it('is looked at anew by every test, and forgotten when it is there', async () => {
    Object.assign(vendor().lacks, lacks);
    const id = await connected();
    for (const name of Object.keys(lacks)) delete vendor().lacks[name];
    expect((await ask('POST', `/api/integrations/${id}/test_connection`)).body).toMatchObject({ success: true });
    expect(await get(id)).toMatchObject({ absent: {}, streams: [{ absent: null }, { absent: null }] });
    expect((await openDoor(id)).status).toBe(200);
    vendor().users[gateUser.user] = 'changed';
    vendor().sessions = [];
    Object.assign(vendor().lacks, lacks);
    expect((await ask('POST', `/api/integrations/${id}/test_connection`)).body).toMatchObject({ success: false });
    expect(await get(id)).toMatchObject({ absent: {} });
  });
});

describe('a site that the tenant types', () => {
  it.each([
    ['http://gate.example', 'the URL must begin with https://'],
    ['https://localhost', 'it names a machine on a local network'],
    ['https://gate.internal', 'it names a machine on a local network'],
    ['https://127.0.0.1', 'it is not a public address'],
    ['https://10.1.2.3/gate', 'it is not a public address'],
    ['https://169.254.169.254', 'it is not a public address'],
    ['https://[::1]', 'it is not a public address'],
    ['https://2130706433', 'it is not a public address'],
    ['https://8.8.8.8', 'it is a number and not the name of a site'],
    ['https://[2606:4700:4700::1111]', 'it is a number and not the name of a site'],
    ['https://kim:secret@gate.school.example', 'the URL must not hold a user name or password'],
    ['https://gate.school.example:8443', 'port 8443 is not allowed'],
  ])('%s is refused, and what to type is said', async (site, why) => {
    const { status, body } = await ask('POST', '/api/integrations', { ...draft, settings: { site } });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'blocked_host', problems: [{ path: expect.stringMatching(/^settings/) }] });
    expect(body.detail).toContain(why);
    expect(body.detail).toContain('type the public https address of your Gate site, for example https://gate.example');
    expect(body.detail).not.toContain('secret');
  });

  it.each(['gate', 'not a site at all', 'https://', 'javascript:alert(1)'])('%j is no address', async (site) => {
    const { status, body } = await ask('POST', '/api/integrations', { ...draft, settings: { site } });
    expect(status, JSON.stringify(body)).toBe(400);
    expect(body.detail).toMatch(/address|URL/);
  });

  it('is tidied before it is stored', async () => {
    const id = await create({ settings: { site: ` ${gateSite}/login/ \n` } });
    expect(await get(id)).toMatchObject({ settings: { site: gateSite } });
  });

  it('and that sends calls elsewhere, is not followed', async () => {
    const id = await create();
    vendor().movedTo = 'https://www.gate.example/xml';
    expect(await ask('POST', `/api/integrations/${id}/connect`)).toMatchObject({
      status: 400,
      body: {
        code: 'blocked_host',
        detail: expect.stringContaining('if it is the right one, type https://www.gate.example there'),
      },
    });
    vendor().movedTo = 'https://192.168.0.9/xml';
    expect((await ask('POST', `/api/integrations/${id}/test_connection`)).body).toMatchObject({
      success: false,
      message: expect.stringContaining('type the public https address of the site instead'),
    });
  });
});
