/**
 * Every path of the API's document, asked by those who may not: somebody of another tenant, a viewer and an operator where more is needed,
 * nobody at all, and a browser led here from another page. Each is refused, and nothing changes. A path without a rule in
 * route-rules.ts fails, so that nobody adds one without saying who may use it.
 */
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiDocument } from '../../src/server/api-document.ts';
import { describeApi } from '../../src/server/openapi.ts';
import { platformTables } from '../../src/store/platform-tables.ts';
import { testServer, type TestServer } from '../../src/testing/server.ts';
import { digestOf, tenantTables, type TenantTable } from './every-table.ts';
import { bodies, rules, type Rule } from './route-rules.ts';
import { sampleOf } from './sample-body.ts';

interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}
type Person = Readonly<Record<'cookie', string>>;

let server: TestServer;
let database: Client;
let tables: readonly TenantTable[];
let operations: readonly Operation[];
/** Of the tenant that is attacked, by the name of the parameter. */
let ids: Readonly<Record<string, string>>;
const people: Record<'other' | 'viewer' | 'operator' | 'owner', Person> = {
  other: { cookie: '' },
  viewer: { cookie: '' },
  operator: { cookie: '' },
  owner: { cookie: '' },
};

beforeAll(async () => {
  server = await testServer();
  await server.tenant('acme');
  await server.tenant('other');
  people.other = await signedIn('owner@other.example', 'other', 'owner');
  people.viewer = await signedIn('viewer@acme.example', 'acme', 'viewer');
  people.operator = await signedIn('operator@acme.example', 'acme', 'operator');
  people.owner = await signedIn('owner@acme.example', 'acme', 'owner');
  operations = operationsOf(describeApi(server.app));
  ids = await thingsOfAcme();
  database = new Client({ connectionString: server.database.ownerUrl });
  await database.connect();
  tables = await tenantTables(database, Object.keys(platformTables));
});
afterAll(async () => {
  await database.end();
  await server.stop();
});

const password = 'correct horse battery';

async function signedIn(email: string, tenant: string, role: 'owner' | 'operator' | 'viewer'): Promise<Person> {
  const { invitations } = server.hub.people;
  const { url } = await invitations.create(server.system, tenant, { email, role });
  await invitations.accept({ token: url.split('#')[1] ?? '', name: email, password }, undefined);
  const answer = await fetch(`${server.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ email, password }),
  });
  expect(answer.status).toBe(200);
  return {
    cookie: answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; '),
  };
}

/** What a stranger would like to reach: something of each kind that can be made without a vendor. */
async function thingsOfAcme(): Promise<Readonly<Record<string, string>>> {
  const { hub, system } = server;
  const integration = await hub.integrations.create(system, 'acme', { provider: 'xero', name: 'Books' });
  const key = await hub.apiKeys.create(system, 'acme', { name: 'robot', scopes: ['view'] });
  const endpoint = await hub.endpoints.create(system, 'acme', { url: 'https://receiver.example/', types: ['*'] });
  const invitation = await hub.people.invitations.create(system, 'acme', { email: 'new@acme.example', role: 'viewer' });
  const { data } = await hub.people.members.list(system, 'acme');
  const hex = '0198c0de7a5b7c3e9d2f4a6b8c0d1e2f';
  return {
    integration: integration.id,
    key: key.id,
    endpoint: endpoint.id,
    invitation: invitation.id,
    user: data.find(({ role }) => role === 'owner')?.user_id ?? '',
    ...Object.fromEntries(
      Object.entries({
        run: 'run',
        sync: 'syn',
        event: 'evt',
        deletion: 'del',
        exchange: 'exc',
        erasure: 'era',
        link: 'lnk',
        suggestion: 'sug',
        webhook: 'whk',
        delivery: 'dlv',
        route: 'rte',
        call: 'rtc',
        rederivation: 'der',
      }).map(([name, prefix]) => [name, `${prefix}_${hex}`]),
    ),
    record: 'rec_Mzppbl8xMjM',
    model: 'invoice',
    provider: 'xero',
    stream: 'invoices',
    version: '1',
  };
}

function operationsOf(document: ApiDocument): readonly Operation[] {
  return Object.entries(document.paths).flatMap(([path, one]) =>
    Object.entries(one).map(([method, operation]) => {
      const id = String(operation['operationId']);
      const content: unknown = Reflect.get(Object(operation['requestBody']), 'content');
      const json: unknown = Reflect.get(Object(content), 'application/json');
      const schema: unknown = Reflect.get(Object(json), 'schema');
      const sample = schema === undefined ? undefined : sampleOf(schema, document.components.schemas);
      return { id, method: method.toUpperCase(), path, body: bodies[id] ?? sample };
    }),
  );
}

async function ask(
  { method, path, body }: Operation,
  person: Person | undefined,
  { tenant = 'acme', origin = server.url }: { readonly tenant?: string; readonly origin?: string | null } = {},
): Promise<number> {
  const filled = path
    .replace('{tenant}', tenant)
    .replaceAll(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(ids[name] ?? 'x'));
  const stopping = new AbortController();
  const answer = await fetch(server.url + filled, {
    method,
    redirect: 'manual',
    signal: stopping.signal,
    headers: {
      ...person,
      ...(origin === null ? {} : { origin }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  // What streams would go on for ever.
  stopping.abort();
  return answer.status;
}

/** Everything that is stored, in a digest per tenant and of what belongs to none. */
async function everything(): Promise<readonly string[]> {
  const { rows } = await database.query<{ id: string }>('select id from tenant order by slug');
  const digests: string[] = [];
  for (const { id } of rows) digests.push(await digestOf(database, tables, id));
  for (const table of ['tenant', 'partner', 'platform_member', 'platform_key', 'provider_app', 'key_rotation']) {
    const found = await database.query<{ digest: string }>(
      `select coalesce(md5(string_agg(t::text, '' order by t::text)), '') as digest from ${table} t`,
    );
    digests.push(found.rows[0]?.digest ?? '');
  }
  return digests;
}

/** Asks all of them; answers those that were not refused as expected. Nothing may have changed. */
async function notRefused(
  asked: readonly Operation[],
  expected: readonly number[],
  send: (operation: Operation) => Promise<number>,
): Promise<readonly string[]> {
  expect(asked.length).toBeGreaterThan(0);
  const before = await everything();
  const wrong: string[] = [];
  for (const operation of asked) {
    const status = await send(operation);
    if (!expected.includes(status)) wrong.push(`${operation.id} (${operation.method} ${operation.path}): ${status}`);
  }
  expect(await everything()).toEqual(before);
  return wrong;
}

const ruled = (...wanted: readonly Rule[]) => {
  const named: ReadonlySet<string> = new Set(wanted.flatMap((rule) => rules[rule]));
  return operations.filter(({ id }) => named.has(id));
};
const notOpen = () => {
  const open: ReadonlySet<string> = new Set(rules.open);
  return operations.filter(({ id }) => !open.has(id));
};
const ofTenant = ({ path }: Operation) => path.startsWith('/api/tenants/{tenant}');

test('every path has a rule, and every rule a path', () => {
  expect(Object.values(rules).flat().toSorted()).toEqual(operations.map(({ id }) => id).toSorted());
});

test('nobody reaches anything without a session, but what is open', async () => {
  expect(await notRefused(notOpen(), [401], (operation) => ask(operation, undefined))).toEqual([]);
});

test('the owner of another tenant finds none of this one’s paths', async () => {
  expect(await notRefused(operations.filter(ofTenant), [404], (operation) => ask(operation, people.other))).toEqual([]);
});

test('nor what is this one’s under the paths of his own', async () => {
  const named = operations
    .filter(ofTenant)
    .filter(({ path }) => /\{(integration|key|endpoint|invitation|user)\}/.test(path));
  const send = (operation: Operation) => ask(operation, people.other, { tenant: 'other' });
  expect(await notRefused(named, [404], send)).toEqual([]);
});

test('nobody of a tenant reaches what is the platform’s', async () => {
  const platform = ruled('platform', 'connect session');
  for (const person of [people.owner, people.viewer])
    expect(await notRefused(platform, [403], (operation) => ask(operation, person))).toEqual([]);
});

test('a viewer does nothing that needs more', async () => {
  const more = ruled('operator', 'admin');
  expect(await notRefused(more, [403], (operation) => ask(operation, people.viewer))).toEqual([]);
});

test('an operator does nothing that needs an admin', async () => {
  const more = ruled('admin');
  expect(await notRefused(more, [403], (operation) => ask(operation, people.operator))).toEqual([]);
});

test.each([
  ['says nothing of where it is from', null],
  ['is from somewhere else', 'https://evil.example'],
])('a request that would change something and %s is refused, whoever’s session it has', async (_what, origin) => {
  const writes = notOpen().filter(({ method }) => method !== 'GET');
  expect(await notRefused(writes, [403], (operation) => ask(operation, people.owner, { origin }))).toEqual([]);
});
