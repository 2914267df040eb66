/** The guide to routes, done as it says: a course completed in Moodle is recorded in VETtrak and billed in Xero, once each. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Sandbox } from '../../src/contract/index.ts';
import moodle from '../../providers/moodle/sandbox.ts';
import type { State as MoodleState } from '../../providers/moodle/sandbox/state.ts';
import vettrak from '../../providers/vettrak/sandbox.ts';
import type { State as VettrakState } from '../../providers/vettrak/sandbox/state.ts';
import xero from '../../providers/xero/sandbox.ts';
import { commandLine } from '../../src/testing/command-line.ts';
import { testServer, type TestServer } from '../../src/testing/server.ts';

const guide = readFileSync(new URL('../../docs/guide/routes.md', import.meta.url), 'utf8');
const blocks = (kind: string) =>
  [...guide.matchAll(new RegExp(`\`\`\`${kind}\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text);

const systems: readonly {
  readonly key: string;
  readonly sandbox: Sandbox;
  readonly method: string;
  readonly streams: readonly string[];
}[] = [
  { key: 'moodle', sandbox: moodle, method: 'api_key', streams: ['users', 'courses', 'enrolments', 'completion'] },
  { key: 'vettrak', sandbox: vettrak, method: 'session', streams: ['clients', 'enrolments', 'unit_results'] },
  { key: 'xero', sandbox: xero, method: 'client_credentials', streams: ['contacts'] },
];

let server: TestServer;
let tenantId: string;
const integrations = new Map<string, string>();
const folder = mkdtempSync(join(tmpdir(), 'plugboard-test-'));
beforeAll(async () => {
  server = await testServer({ sandboxes: systems });
  await server.tenant('harbour');
  ({ id: tenantId } = await server.hub.tenants.enter(server.system, 'read', 'harbour'));
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
    integrations.set(provider, made.id);
  }
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server?.stop();
});

const plugboard = async (...argv: string[]) => {
  const ran = await commandLine(server, ['--tenant', 'harbour', '--json', ...argv]);
  expect(ran, `${argv.join(' ')}: ${ran.stderr}`).toMatchObject({ code: 0 });
  return ran.document;
};
const sync = async (provider: string, streams: readonly string[]) =>
  plugboard('sync', provider, ...streams.flatMap((name) => ['--stream', name]));
const settle = async () => {
  await server.hub.events.catchUp(tenantId);
  await server.hub.routes.drain(AbortSignal.timeout(60_000));
};
// The host carries states without knowing their types; these are the sandboxes' own.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const moodleState = () => server.sandboxes?.state('moodle') as MoodleState;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const vettrakState = () => server.sandboxes?.state('vettrak') as VettrakState;

/** Somebody who is in all three systems, is at work on a unit that has a fee, and has not completed it. */
async function learner(fees: Readonly<Record<string, string>>) {
  const customers = new Set<string>();
  for (const { data } of (await plugboard('records', 'contact', '--limit', '200')).data) customers.add(data.email);
  const { courses, enrolments, users, completions, modules } = moodleState();
  for (const { course, user, suspended } of enrolments) {
    const of = courses.find(({ id }) => id === course);
    const person = users.find(({ id }) => id === user);
    const client = vettrakState().clients.find(({ email }) => email === person?.email);
    const fee = fees[of?.shortname ?? ''];
    if (suspended || of === undefined || person === undefined || client === undefined || fee === undefined) continue;
    const results = vettrakState().units.filter(
      (unit) =>
        unit.code === of.shortname &&
        vettrakState().enrolments.some(({ id, client: owner }) => id === unit.enrolment && owner === client.code),
    );
    const open = of.criteria.filter(
      (cmid) => !completions.some((one) => one.cmid === cmid && one.user === user && one.state !== 0),
    );
    const [unit] = results;
    if (unit === undefined || results.length > 1 || open.length === 0 || !customers.has(person.email)) continue;
    expect(modules.some(({ id }) => id === open[0])).toBe(true);
    return { user, course: of, person, unit, fee, open };
  }
  throw new Error('nobody in the seeded business is at work on a unit');
}

it('does what the guide says', async () => {
  const [results = '', invoices = ''] = blocks('json');
  const [creating = '', looking = ''] = blocks('sh');
  for (const [name, text] of Object.entries({ results, invoices }))
    writeFileSync(
      join(folder, `${name}.json`),
      text.replaceAll(/"<(\w+)>"/g, (_, provider: string) => JSON.stringify(integrations.get(provider))),
    );
  const follow = async (lines: string) => {
    const said = [];
    for (const line of lines.trim().split('\n')) {
      const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
      const [program, ...argv] = words.map((word) => word.replace(/^@/, `@${folder}/`));
      expect(program).toBe('plugboard');
      said.push(await plugboard(...argv));
    }
    return said;
  };

  for (const { key, streams } of systems) await sync(key, streams);
  await server.hub.links.update(server.system, 'harbour', AbortSignal.timeout(60_000));
  const [tried, recording, billing] = await follow(creating);
  // Nothing has listened so far, so there is no event to try.
  expect(tried).toEqual({ data: [] });
  await settle();

  const { maps } = JSON.parse(invoices);
  const { user, course, person, unit, fee, open } = await learner(maps.fees);
  const time = Math.floor(Date.parse('2026-11-19T05:00:00Z') / 1000);
  for (const cmid of open) moodleState().completions.push({ cmid, user, state: 1, time });
  await sync('moodle', ['completion']);
  await settle();

  const callsOf = async (route: { id: string }) => (await plugboard('routes', 'calls', route.id)).data;
  for (const route of [recording, billing])
    expect(await callsOf(route)).toMatchObject([{ state: 'done', attempts: 1, error: null }]);
  expect(
    vettrakState().units.find((one) => one === unit || (one.code === unit.code && one.enrolment === unit.enrolment)),
  ).toMatchObject({
    result: 'Competent',
    finish: expect.stringContaining('2026-11-19'),
  });
  const billed = (await plugboard('records', 'invoice', '--limit', '200')).data;
  expect(billed).toMatchObject([
    {
      provider: 'xero',
      data: {
        status: 'draft',
        contact_name: expect.stringContaining(person.lastname),
        lines: [{ description: course.fullname, unit_amount: fee }],
      },
    },
  ]);

  // Read again, and told again: nothing is done twice.
  await sync('moodle', ['completion']);
  await settle();
  await settle();
  for (const route of [recording, billing]) expect(await callsOf(route)).toHaveLength(1);
  expect((await plugboard('records', 'invoice', '--limit', '200')).data).toHaveLength(1);

  const [listed, , dry] = await follow(looking);
  expect(listed.data).toMatchObject([
    { name: 'Completions to VETtrak', status: { queued: 0, failed: 0, cuts: 0 } },
    { name: 'Completions to Xero', status: { queued: 0, failed: 0, cuts: 0 } },
  ]);
  expect(dry.data[0]).toMatchObject({
    matched: true,
    would: 'act',
    result: { lines: [{ unit_amount: fee }] },
    lookups: { customer: expect.stringMatching(/^rec_/) },
  });
}, 120_000);
