/**
 * An operator points an integration at another installation of the vendor's API: other address, paths, field names and place of the
 * key, by data alone. The vendor here is the test shelf; the installation is a second sandbox that looks nothing like it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineSandbox, type JsonObject } from '../../contract/index.ts';
import { testServer, type TestServer } from '../../testing/server.ts';
import { shelfKey, shelfRegistry, shelfSandbox } from '../../testing/shelf-vendor.ts';
import { readId } from '../ids.ts';

interface ClientState {
  readonly rows: JsonObject[];
  readonly agents: string[];
}

/** Somebody's own build of the shelf: the key in the query, a version in the paths, everything under other names. */
const clientSandbox = defineSandbox<ClientState>({
  hosts: ['library.client.example'],
  signIns: [{ method: 'api_key', fields: { api_key: shelfKey }, wrong: { api_key: 'key_wrong' } }],
  seed: () => ({
    rows: [
      { book_no: 'c1', info: { title: 'Café' } },
      { book_no: 'c2', info: { title: 'Two' } },
    ],
    agents: [],
  }),
  guard: ({ query }) =>
    query.get('apikey') === shelfKey ? undefined : { status: 401, body: { error: 'apikey is missing' } },
  routes: [
    {
      method: 'GET',
      path: '/lib/v7/desks',
      handle: () => ({ body: { accounts: [{ id: 'desk', name: 'Client library' }] } }),
    },
    { method: 'GET', path: '/lib/v7/whoami', handle: () => ({ body: { name: 'Client library' } }) },
    {
      method: 'GET',
      path: '/lib/v7/titles/all',
      handle: ({ headers }, { state }) => {
        state.agents.push(headers['x-client'] ?? '');
        return { body: { data: { rows: state.rows.map((row) => ({ ...row })) } } };
      },
    },
  ],
  grow: {},
});

const profile = {
  base_url: 'https://library.client.example/lib',
  paths: { '/accounts': '/v7/desks', '/me': '/v7/whoami', '/books': '/v7/titles/all' },
  lists: { books: 'data.rows' },
  fields: { books: { id: 'book_no', title: 'info.title' } },
  headers: { 'x-client': 'blue' },
  key_place: { in: 'query', name: 'apikey' },
};

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await testServer({
    at: '2026-11-20T00:00:00Z',
    registry: shelfRegistry,
    environmentApps: new Map(),
    sandboxes: [
      { key: 'shelf', sandbox: shelfSandbox },
      { key: 'client', sandbox: clientSandbox },
    ],
  });
  ({ key } = await server.tenant('acme'));
});
afterAll(() => server?.stop());

const ask = (method: string, path: string, body?: unknown) =>
  server.ask(method, path, { key, ...(body === undefined ? {} : { body }) });

async function shelf(change: object = {}) {
  const made = await ask('POST', '/api/integrations', {
    provider: 'shelf',
    credentials: { api_key: shelfKey },
    schedule: null,
    ...change,
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
}

async function titles(integration: string): Promise<string[]> {
  const { runs } = await server.hub.runs.sync(server.system, 'acme', integration, { streams: ['books'] });
  const { id } = await server.hub.tenants.enter(server.system, 'read', 'acme');
  for (const run of runs)
    expect(await server.hub.runs.execute(id, readId('run', run.id), new AbortController().signal)).toBe('ended');
  const { body } = await ask('GET', `/api/records/product?integration=${integration}`);
  return body.data.map((record: { data: { name: string } }) => record.data.name).toSorted();
}

describe('an override profile', () => {
  it('reads another installation of the API, by data alone', async () => {
    const { id, overrides } = await shelf({ name: 'Client library', overrides: { profile } });
    expect(overrides).toEqual({ profile });
    const connected = await ask('POST', `/api/integrations/${id}/connect`, { sync: false });
    expect(connected.body).toMatchObject({ outcome: 'connected', message: 'Connected to Client library' });
    expect(await titles(id)).toEqual(['Café', 'Two']);
  });

  it('is tried without changing anything', async () => {
    const { id } = await shelf({ name: 'Tried', overrides: { profile } });
    expect((await ask('POST', `/api/integrations/${id}/test_connection`)).body).toMatchObject({
      success: true,
      message: 'Connected to Client library',
    });
  });

  it('takes no stored secret to another address, and has to be proven again', async () => {
    const { id } = await shelf({ name: 'Moved' });
    expect((await ask('POST', `/api/integrations/${id}/connect`, { sync: false })).body.outcome).toBe('connected');
    const moved = await ask('PUT', `/api/integrations/${id}`, { overrides: { profile } });
    expect(moved.status).toBe(400);
    expect(moved.body.problems).toEqual([
      { path: 'credentials.api_key', message: expect.stringContaining('stored secrets do not go to another address') },
    ]);
    const typed = await ask('PUT', `/api/integrations/${id}`, {
      credentials: { api_key: shelfKey },
      overrides: { profile },
    });
    expect(typed.body).toMatchObject({ status: 'draft', enabled: false });
    const again = await ask('POST', `/api/integrations/${id}/connect`, { sync: false });
    expect(again.body, JSON.stringify(again.body)).toMatchObject({ outcome: 'connected' });
    expect(await titles(id)).toEqual(['Café', 'Two']);
  });

  it('other names alone have to be proven again too, with the secret that is stored', async () => {
    const { id } = await shelf({ name: 'Renamed' });
    await ask('POST', `/api/integrations/${id}/connect`, { sync: false });
    const fields = { fields: { books: { title: 'id' } } };
    expect((await ask('PUT', `/api/integrations/${id}`, { overrides: { profile: fields } })).body.status).toBe('draft');
    expect((await ask('POST', `/api/integrations/${id}/connect`, { sync: false })).body.outcome).toBe('connected');
    expect(await titles(id)).toEqual(['b1']);
    // Nothing but the same again: nothing to prove.
    expect((await ask('PUT', `/api/integrations/${id}`, { overrides: { profile: fields } })).body.status).not.toBe(
      'draft',
    );
  });

  it.each([
    ['an address inside the house', { base_url: 'https://10.0.0.7' }, 'blocked_host'],
    ['the metadata service', { base_url: 'https://169.254.169.254/latest' }, 'blocked_host'],
    ['plain http', { base_url: 'http://library.client.example' }, 'invalid_request'],
    ['a stream there is none of', { lists: { papers: 'data' } }, 'invalid_request'],
    ['a path with a name the old one does not have', { paths: { '/books': '/v7/{shelf}' } }, 'invalid_request'],
    ['a path upwards', { paths: { '/books': '/../admin' } }, 'invalid_request'],
    ['a credential as a header', { headers: { authorization: 'Bearer x' } }, 'invalid_request'],
    ['an unknown part', { base: 'https://library.client.example' }, 'invalid_request'],
  ])('refuses %s', async (_what, wrong, code) => {
    const made = await ask('POST', '/api/integrations', {
      provider: 'shelf',
      credentials: { api_key: shelfKey },
      overrides: { profile: wrong },
    });
    expect(made.body).toMatchObject({ code });
  });

  it('is an administrator’s to set', async () => {
    const { key: connector } = await server.tenant('small', ['read', 'connect']);
    const body = { provider: 'shelf', credentials: { api_key: shelfKey }, overrides: { profile } };
    const made = await server.ask('POST', '/api/integrations', { key: connector, body });
    expect(made).toMatchObject({ status: 403, body: { code: 'permission_denied' } });
  });
});
