/** The seeded business in four systems: her learners are one person each, her customers stay who they are. Through API and command line. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Sandbox } from '../../src/contract/index.ts';
import canvas from '../../providers/canvas/sandbox.ts';
import moodle from '../../providers/moodle/sandbox.ts';
import vettrak from '../../providers/vettrak/sandbox.ts';
import xero from '../../providers/xero/sandbox.ts';
import { harbourTraining } from '../../src/sandbox/seed/business.ts';
import { commandLine } from '../../src/testing/command-line.ts';
import { testServer, type TestServer } from '../../src/testing/server.ts';

const systems: readonly {
  readonly key: string;
  readonly sandbox: Sandbox;
  readonly method: string;
  readonly streams: readonly string[];
}[] = [
  { key: 'moodle', sandbox: moodle, method: 'api_key', streams: ['users', 'courses'] },
  { key: 'canvas', sandbox: canvas, method: 'api_key', streams: ['users', 'courses'] },
  { key: 'vettrak', sandbox: vettrak, method: 'session', streams: ['clients', 'programmes'] },
  { key: 'xero', sandbox: xero, method: 'client_credentials', streams: ['contacts'] },
];

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await testServer({ sandboxes: systems });
  ({ key } = await server.tenant('harbour'));
  for (const { key: provider, sandbox, method } of systems) {
    const way = sandbox.signIns.find((one) => one.method === method);
    const made = await server.hub.integrations.create(server.system, 'harbour', {
      provider,
      auth_method: method,
      credentials: { ...way?.fields },
      settings: { ...way?.settings },
      schedule: null,
      overrides: { limits: [{ per: 'second', max: 1000 }] },
    });
    await server.hub.connection.connect(server.system, 'harbour', made.id, { sync: false });
  }
}, 120_000);
afterAll(() => server?.stop());

const plugboard = (...argv: string[]) => commandLine(server, ['--tenant', 'harbour', '--json', ...argv]);
const ask = (method: string, path: string, body?: unknown) =>
  server.ask(method, `/api/tenants/harbour${path}`, { key, ...(body === undefined ? {} : { body }) });

it('links each learner across the systems, and nobody else', async () => {
  for (const { key: provider, streams } of systems) {
    const { code, stdout } = await plugboard('sync', provider, ...streams.flatMap((name) => ['--stream', name]));
    expect(code, stdout).toBe(0);
  }
  const { document } = await plugboard('links', 'list', '--kind', 'person');
  const known = new Map<string, string[]>();
  for (const model of ['student', 'contact'])
    for (const { provider, data } of (await plugboard('records', model, '--limit', '200')).document.data)
      known.set(data.email, [...(known.get(data.email) ?? []), provider]);
  const everywhere = [...known.values()].filter((providers) => providers.length === 4);
  expect(everywhere.length).toBeGreaterThan(10);
  const learners = harbourTraining.people.filter(({ role }) => role === 'student');
  for (const person of learners) {
    const { status, body } = await ask('POST', '/links/find', { email: person.email.toUpperCase() });
    expect(status, JSON.stringify(body)).toBe(200);
    const group = body.data[0]?.group;
    const providers = group?.members.map((one: { provider: string }) => one.provider);
    // Wherever she is; not every learner is everywhere.
    expect(providers?.toSorted(), person.email).toEqual(known.get(person.email)?.toSorted());
    expect((await ask('POST', '/links/find', { usi: person.usi })).body.data[0]?.group).toEqual(group);
  }
  expect(document.data.length).toBeGreaterThanOrEqual(learners.length);
  expect(document.data.every((one: { members: object[] }) => one.members.length <= 4)).toBe(true);

  const employer = harbourTraining.companies[0];
  const { body: found } = await ask('POST', '/links/find', { abn: employer?.abn ?? '' });
  expect(found.data).toMatchObject([{ provider: 'xero', group: null }]);
  const { document: courses } = await plugboard('links', 'list', '--kind', 'course');
  expect(courses.data.length).toBe(harbourTraining.courses.length);
});

it('is changed through the API, refuses clearly, and is told on the command line', async () => {
  const person = harbourTraining.people.find(({ role }) => role === 'student');
  const { body: found } = await ask('POST', '/links/find', { email: person?.email ?? '' });
  const group = found.data[0].group;
  const member = group.members.find((one: { provider: string }) => one.provider === 'canvas');
  const shown = await commandLine(server, ['--tenant', 'harbour', 'links', 'show', group.id]);
  expect(shown.stdout).toContain('Same usi: ');
  expect(shown.stdout).toContain('canvas users');
  expect(await ask('GET', `/links/${group.id}`)).toMatchObject({ status: 200, body: { id: group.id } });
  const gone = await ask('DELETE', `/links/${group.id}/members/${member.record}`);
  expect(gone).toMatchObject({ status: 200, body: { groups: [{ id: group.id }] } });
  expect((await plugboard('links', 'find', member.record)).document.data).toMatchObject([{ group: null }]);
  expect((await plugboard('links', 'unlink', member.record)).code).toBe(2);
  const other = group.members.find((one: { provider: string }) => one.provider === 'moodle');
  const linked = await plugboard('links', 'link', member.record, other.record);
  expect(linked).toMatchObject({ code: 0, document: { id: group.id } });
  expect(await ask('POST', '/links', { records: [member.record, other.record] })).toMatchObject({
    status: 409,
    body: { code: 'conflict', detail: `These records are linked already, in ${group.id}.` },
  });
  expect(await ask('POST', '/links', { records: [member.record] })).toMatchObject({ status: 400 });
  expect(await ask('POST', '/links/find', {})).toMatchObject({ status: 400 });
  expect((await plugboard('links', 'find')).code).toBe(2);
  expect(await ask('POST', '/links/suggestions/sug_x/accept')).toMatchObject({ status: 404 });
  expect((await plugboard('links', 'suggestions')).document.data).toEqual(
    (await ask('GET', '/links/suggestions?limit=200')).body.data,
  );
  expect((await commandLine(server, ['--tenant', 'harbour', 'links'])).stdout).toContain(group.id);
});
