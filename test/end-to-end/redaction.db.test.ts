/**
 * The proof that no secret is written down or shown: a vendor that repeats and hands out secrets in every way there is is read, written to,
 * tested and called through, with every way of signing in, over HTTP; and callers put secrets wherever a request of the API has room for
 * one. Then everything that was kept or said is searched: every row of every table, the process's own log at its most talkative, every
 * answer of the API and the command line.
 */
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandLine } from '../../src/testing/command-line.ts';
import { testServer, type TestServer } from '../../src/testing/server.ts';
import { openRegistry } from '../../src/wiring/registry.ts';
import { callerSecrets, credentials, issued, leaky, leakySandbox, modes, sent } from './leaky-vendor.ts';

let server: TestServer;
let owner: Client;
let key: string;
/** Way in -> integration. */
const integrations = new Map<string, string>();
/** Everything the API and the command line have answered, besides what is handed on to the caller as the vendor said it. */
const answers: string[] = [];
/** What was handed on, by the way in. */
const handedOn: { readonly way: string; readonly status: number; readonly text: string }[] = [];

const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const answer = await server.ask(method, path.startsWith('/api/') ? path : `/api/tenants/acme${path}`, {
    key,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  answers.push(JSON.stringify([answer.body, Object.fromEntries(answer.headers)]));
  return answer;
};

const type = async (...argv: string[]) => {
  const ran = await commandLine(server, ['--tenant', 'acme', ...argv]);
  answers.push(ran.stdout, ran.stderr);
  return ran;
};

/** What the vendor says to this goes to the caller as it is, but for our own credentials. */
const callThrough = async (way: string, path: string, init: { readonly method: string; readonly body?: string }) => {
  const answer = await fetch(`${server.url}/api/tenants/acme/integrations/${integrations.get(way)}/proxy${path}`, {
    ...init,
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${key}`,
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
  });
  const text = JSON.stringify(Object.fromEntries(answer.headers)) + (await answer.text());
  handedOn.push({ way, status: answer.status, text });
};

const secretsOf = (way: string) => Object.values(credentials[way] ?? {}).filter((value) => value.startsWith('plNt'));
const planted = [...Object.keys(credentials).flatMap(secretsOf), ...Object.values(issued), ...Object.values(sent)];

beforeAll(async () => {
  server = await testServer({
    registry: openRegistry({ leaky: async () => ({ default: leaky() }) }),
    sandboxes: [{ key: 'leaky', sandbox: leakySandbox }],
  });
  owner = new Client({ connectionString: server.database.ownerUrl });
  await owner.connect();
  ({ key } = await server.tenant('acme'));
  for (const [way, fields] of Object.entries(credentials)) {
    const about = { name: way, auth_method: way, schedule: null };
    const made = await ask('POST', '/integrations', { provider: 'leaky', credentials: fields, ...about });
    integrations.set(way, made.body.id);
    // Each failure is to be a call: no repeats.
    await ask('PUT', `/integrations/${made.body.id}`, { ...about, settings: {}, overrides: { retries: 0 } });
    await ask('POST', `/integrations/${made.body.id}/connect`, { sync: false });
  }
});
afterAll(async () => {
  await owner?.end();
  await server?.stop();
});

/** A key in a form or a JSON body leaves no room for another kind of body. */
const withBody = new Set(['form', 'body']);
const writingWays = Object.keys(credentials).filter((way) => !withBody.has(way));

describe('everything that can go wrong goes wrong', () => {
  test.each(Object.keys(credentials))('signed in by %s: a test, a run of every stream', async (way) => {
    const id = integrations.get(way) ?? '';
    expect((await ask('POST', `/integrations/${id}/test_connection`)).body).toMatchObject({ success: true });
    for (const mode of modes) expect((await type('--json', 'sync', id, '--stream', `things_${mode}`)).code).not.toBe(0);
  });

  test.each(writingWays)('signed in by %s: writes, and calls through the proxy', async (way) => {
    const id = integrations.get(way) ?? '';
    for (const mode of modes) {
      for (const [action, password] of [
        ['write_json', sent.json],
        ['write_form', sent.form],
        ['write_xml', sent.xml],
      ] as const)
        await ask('POST', `/integrations/${id}/actions/${action}`, { input: { mode, password } });
      await callThrough(way, `/leak/${mode}?access_token=${sent.query}`, { method: 'GET' });
      await callThrough(way, `/leak/${mode}`, { method: 'PUT', body: JSON.stringify({ password: sent.json }) });
    }
    expect(handedOn.filter((one) => one.way === way)).toHaveLength(2 * modes.length);
  });

  test('callers say secrets where they have no business', async () => {
    const { inHeader, inQuery, inJson, inPath, inAddress, inKey } = callerSecrets;
    const [id = ''] = integrations.values();
    const wrong = { password: inJson, settings: inJson, auth_method: inJson, credentials: [inJson], [inKey]: inJson };
    for (const [method, path, body] of [
      ['POST', '/integrations', wrong],
      ['PUT', `/integrations/${id}`, wrong],
      ['POST', `/integrations/${id}/connect`, wrong],
      [
        'POST',
        '/api/admin/integrations/leaky/test',
        { auth_method: 'header', credentials: { api_key: { x: inJson } } },
      ],
      ['POST', `/integrations/${id}/actions/write_json`, { input: { mode: 'json', password: { inJson } } }],
      ['GET', `/api/integrations/leaky/callback?code=${inQuery}&state=${inQuery}&error_description=${inQuery}`],
      ['GET', `/api/integrations/leaky/callback/start?state=${inQuery}`],
      ['GET', `/api/webhooks/leaky/${inPath}?token=${inQuery}`],
      ['GET', `/integrations?cursor=${inQuery}&access_token=${inQuery}`],
      ['PUT', `/integrations/${id}`, { settings: { site: `https://kim:${inAddress}@leaky.example` } }],
    ] as const) {
      const { status } = await ask(method, path, body, { cookie: `sid=${inHeader}`, 'idempotency-key': inHeader });
      expect(status, path).toBeGreaterThanOrEqual(300);
    }
    for (const authorization of [
      `Bearer ${inHeader}`,
      `Bearer pb_acme_1_${inHeader}`,
      `Basic ${btoa(`kim:${inHeader}`)}`,
    ]) {
      const refused = await server.ask('GET', '/api/tenants/acme/integrations', { headers: { authorization } });
      answers.push(JSON.stringify(refused.body));
      expect(refused.status).toBe(401);
    }
  });
});

describe('afterwards', () => {
  test('there is something to search: each way has failed in each form, with bodies kept', async () => {
    for (const [way, id] of integrations) {
      const { body } = await ask('GET', `/integrations/${id}/exchanges?limit=200`);
      const operations = new Set(body.data.map((one: { operation: string }) => one.operation));
      expect([...operations], way).toEqual(expect.arrayContaining(modes.map((mode) => `stream things_${mode}`)));
      const shown: string[] = [];
      for (const { id: exchange } of body.data.filter((one: { has_bodies: boolean }) => one.has_bodies))
        shown.push(JSON.stringify((await ask('GET', `/integrations/${id}/exchanges/${exchange}`)).body.bodies));
      expect(shown.filter((bodies) => bodies.includes('[redacted]')).length, way).toBeGreaterThanOrEqual(6);
      for (const path of ['', '/logs?limit=200', '/usage?by=day', '/runs?limit=100', '/streams', '/actions'])
        expect((await ask('GET', `/integrations/${id}${path}`)).status, path).toBe(200);
    }
    for (const path of ['/integrations', '/runs', '/audit']) expect((await ask('GET', path)).status).toBe(200);
    for (const argv of [
      ['logs', 'basic'],
      ['exchanges', 'basic', '--failed'],
      ['monitor', '--detailed'],
      ['runs'],
      ['integrations'],
    ])
      expect((await type(...argv)).stdout).not.toBe('');
    expect(answers.join('').length).toBeGreaterThan(1_000_000);
  });

  test.each([...planted, ...Object.values(callerSecrets)])('the search finds %s, however it is written', (value) => {
    for (const spelling of spellings(value)) expect(found(`x${spelling}y`, [value])).toEqual([value]);
    expect(found('nothing of the kind', [value])).toEqual([]);
  });

  test('no secret is in any answer', () => {
    // Whoever asks for an address that does not exist, or sends a field that does not, is told which; nobody else is.
    const { inPath: _path, inKey: _key, ...others } = callerSecrets;
    expect(found(answers.join('\n'), [...planted, ...Object.values(others)])).toEqual([]);
  });

  test('what is handed on holds none of our credentials', () => {
    for (const { way, text } of handedOn) expect(found(text, secretsOf(way)), way).toEqual([]);
    // But it is handed on: the vendor's own words are the caller's.
    expect(handedOn.filter(({ text }) => text.includes(issued.inText)).length).toBeGreaterThan(20);
  });

  test('no secret is in the process’s own log', () => {
    expect(server.log.length).toBeGreaterThan(500);
    expect(found(server.log.join('\n'), [...planted, ...Object.values(callerSecrets)])).toEqual([]);
  });

  test('no secret is in any row of any table', async () => {
    await server.composition.context.exchanges.flush();
    const { rows: tables } = await owner.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c
         join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`,
    );
    const shown: Record<string, readonly string[]> = {};
    const searched = new Map<string, number>();
    for (const { name } of tables) {
      const { rows } = await owner.query<{ text: string }>(`select t::text as text from ${name} t`);
      searched.set(name, rows.length);
      const secrets = found(rows.map(({ text }) => text).join('\n'), [...planted, ...Object.values(callerSecrets)]);
      if (secrets.length > 0) shown[name] = secrets;
    }
    const filled = [...searched].filter(([, rows]) => rows > 0).map(([name]) => name.replace(/_\d+$/, ''));
    expect(filled).toEqual(
      expect.arrayContaining(['integration_log', 'exchange_log', 'run', 'audit_entry', 'action_call', 'credential']),
    );
    expect(shown).toEqual({});
  });
});

/** Which of the secrets are in the text, in any spelling. */
function found(text: string, secrets: readonly string[]): readonly string[] {
  const lower = text.toLowerCase();
  return secrets.filter((secret) => spellings(secret).some((spelling) => lower.includes(spelling.toLowerCase())));
}

function spellings(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const xml = secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
  return [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(encodeURIComponent(secret)),
    json,
    JSON.stringify(json).slice(1, -1),
    xml,
    Buffer.from(secret).toString('hex'),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
    // In the middle of base64, where it may begin at any of three places.
    ...[1, 2].map((skipped) =>
      Buffer.from(secret)
        .subarray(skipped, secret.length - ((secret.length - skipped) % 3))
        .toString('base64'),
    ),
  ];
}
