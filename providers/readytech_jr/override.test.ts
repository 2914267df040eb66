/**
 * An installation that has everything elsewhere: address, paths, places of lists, names of elements, the header of the key. Nothing but an
 * override profile, which is data, makes the connector fit it. Its sandbox is the usual one behind a door that speaks the other language.
 */
import {
  defineSandbox,
  OverrideProfile,
  PlugboardError,
  withProfile,
  type JsonObject,
  type SandboxRequest,
  type SandboxResponse,
} from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { openRig, type Connection, type Rig } from 'plugboard/testing';
import { expect, onTestFinished, test } from 'vitest';
import readytech from './index.ts';
import usual, { apiKey } from './sandbox.ts';
import type { State } from './sandbox/state.ts';

const host = 'sms.college.example';

/** Elements as JR Plus has them, and as this college does. Names of elements inside wrappers are the same. */
const words: Readonly<Record<string, string>> = {
  'party-identifier': 'StudentNo',
  surname: 'FamilyName',
  'first-name': 'GivenName',
  'birth-date': 'Born',
  login: 'UserName',
  'course-number': 'OfferingNo',
  'course-name': 'Title',
  'enrolment-identifier': 'RegistrationNo',
  'enrolment-status': 'State',
  'unit-code': 'Competency',
  'unit-name': 'CompetencyTitle',
  'outcome-identifier-avetmiss': 'Outcome',
  'assessment-status': 'Verdict',
  'updated-on': 'Changed',
};
/** One that is in an element of its own here. */
const nested = { 'usi-number': 'Identity.Usi' };
const roots: Readonly<Record<string, string>> = {
  parties: 'People',
  courses: 'Offerings',
  'course-units': 'Competencies',
  enrolments: 'Registrations',
  'enrolment-units': 'Results',
  assessments: 'Attempts',
  references: 'Lookups',
};
const paths = {
  '/webservice/references/{table}': '/lookups/{table}',
  '/webservice/parties': '/people',
  '/webservice/parties/{id}': '/people/{id}',
  '/webservice/courses': '/offerings',
  '/webservice/courses/{number}/units': '/competencies/of/{number}',
  '/webservice/enrolments': '/registrations',
  '/webservice/enrolment': '/registrations/new',
  '/webservice/enrolment/{id}': '/registrations/{id}',
  '/webservice/enrolments/{id}/enrolment_units': '/results/of/{id}',
  '/webservice/enrolments/{id}/enrolment_units/{unit}': '/results/of/{id}/{unit}',
  '/webservice/enrolments/{id}/assessments': '/attempts/of/{id}',
};

const profile = OverrideProfile.parse({
  base_url: `https://${host}/api/v2`,
  paths,
  lists: {
    students: 'Answer.People',
    employers: 'Answer.People',
    courses: 'Answer.Offerings',
    units: 'Answer.Competencies',
    enrolments: 'Answer.Registrations',
    unit_results: 'Answer.Results',
    assessments: 'Answer.Attempts',
  },
  fields: Object.fromEntries(Object.keys(readytech.streams).map((name) => [name, { ...words, ...nested }])),
  headers: { 'x-partner': 'plugboard' },
  key_place: { in: 'header', name: 'x-sms-key' },
});

// --- the door -------------------------------------------------------------------------------------------------------------

function renamedTags(xml: string, names: Readonly<Record<string, string>>): string {
  return xml.replaceAll(/<(\/?)([\w-]+)/g, (_tag, slash: string, name: string) => `<${slash}${names[name] ?? name}`);
}

const back = Object.fromEntries(Object.entries(words).map(([ours, theirs]) => [theirs, ours]));

function inTheirs(response: SandboxResponse): SandboxResponse {
  if (typeof response.body !== 'string' || (response.status ?? 200) >= 300) return response;
  const said = renamedTags(response.body, { ...words, ...roots, 'usi-number': 'Usi' })
    .replaceAll(/<Usi>.*?<\/Usi>/g, (usi) => `<Identity>${usi}</Identity>`)
    .replace(/<\?xml.*?\?>\s*/, '');
  return {
    ...response,
    body: Object.values(roots).some((root) => said.startsWith(`<${root}`)) ? `<Answer>${said}</Answer>` : said,
  };
}

function inOurs(request: SandboxRequest): SandboxRequest {
  const said = request.body
    .toString('utf8')
    .replaceAll(/<Identity><Usi>(.*?)<\/Usi><\/Identity>/g, '<usi-number>$1</usi-number>');
  const stranger = Object.keys(words).find((ours) => said.includes(`<${ours}>`));
  const body = stranger === undefined ? renamedTags(said, back) : `<unknown>${stranger}</unknown>`;
  return { ...request, body: Buffer.from(body) };
}

const asParams = (template: string) => template.replaceAll(/\{(\w+)\}/g, ':$1');
const bare = (path: string) => path.replaceAll(/:\w+|\{\w+\}/g, ':');

const variant = defineSandbox<State>({
  ...usual,
  hosts: [host],
  signIns: [
    {
      method: 'api_key',
      fields: { api_key: apiKey },
      settings: { base_url: 'https://nobody.is.here.example', time_zone: 'Australia/Perth' },
    },
  ],
  guard: ({ headers }) =>
    headers['x-sms-key'] === apiKey && headers['authorization'] === undefined && headers['x-partner'] === 'plugboard'
      ? undefined
      : { status: 401, headers: { 'content-type': 'text/plain' }, body: 'no key' },
  routes: usual.routes.flatMap((route) => {
    const found = Object.entries(paths).find(([ours]) => bare(ours) === bare(route.path));
    if (found === undefined) return [];
    const [ours, theirs] = found;
    const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
    const declared = [...ours.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    return [
      {
        ...route,
        path: `/api/v2${asParams(theirs)}`,
        async handle(request, context) {
          const params = Object.fromEntries(
            names.map((name, index) => [name, request.params[declared[index] ?? ''] ?? '']),
          );
          return inTheirs(await route.handle({ ...inOurs(request), params }, context));
        },
      } satisfies (typeof usual.routes)[number],
    ];
  }),
});

// --- the connector ----------------------------------------------------------------------------------------------------------

async function start(): Promise<{ rig: Rig<State>; connection: Connection }> {
  const rig = await openRig({ provider: withProfile(readytech, profile), sandbox: variant, folder: '' });
  onTestFinished(() => rig.stop());
  return { rig, connection: await rig.connect() };
}

test('without the profile nothing of it can be reached', async () => {
  const rig = await openRig({ provider: readytech, sandbox: variant, folder: '' });
  onTestFinished(() => rig.stop());
  const [signIn] = variant.signIns;
  const there = signIn === undefined ? undefined : { ...signIn, settings: { base_url: `https://${host}` } };
  await expect(rig.connect(there)).rejects.toThrow(PlugboardError);
});

test('every list is read as from the usual installation', async () => {
  const { rig, connection } = await start();
  const other = await openRig({ provider: readytech, sandbox: usual, folder: '' });
  onTestFinished(() => other.stop());
  const plain = await other.connect();
  for (const name of Object.keys(readytech.streams)) {
    const [read, expected] = [await connection.read(name), await plain.read(name)];
    expect(read.result.outcome).toBe('complete');
    const data = ({ store }: typeof read) => [...store.records].map(([key, record]) => [key, record.data]);
    expect(data(read)).toEqual(data(expected));
    expect(read.keys.size).toBeGreaterThan(0);
  }
  const asked = rig.box.exchanges.map(({ request }) => request);
  expect(asked.every(({ path }) => path.startsWith('/api/v2/'))).toBe(true);
  expect(asked.some(({ headers }) => 'authorization' in headers)).toBe(false);
});

test('pages and changes', async () => {
  const { rig, connection } = await start();
  await rig.box.control.grow('readytech_jr', 'students', 160);
  const { keys, store } = await connection.read('students');
  expect(keys.size).toBe(200);
  const cursor = new Date(rig.box.now() + 3 * 86_400_000).toISOString();
  rig.box.advance(4 * 86_400_000);
  await rig.box.control.touch('readytech_jr', 'students', 0.1);
  const pages = store.pages.length;
  await connection.read('students', { mode: 'incremental', cursor, store });
  expect(store.pages.slice(pages).flatMap(({ changed }) => changed)).toHaveLength(16);
});

async function act(connection: Connection, name: string, input: JsonObject): Promise<JsonObject> {
  const action = withProfile(readytech, profile).actions[name];
  if (action === undefined) throw new Error(`there is no action ${name}`);
  const { settings, account } = connection;
  const http = connection.open(`action ${name}`);
  const parsed = action.input.parse(input);
  const { output } = await action.run({
    http,
    input: parsed,
    idempotencyKey: 'k',
    settings,
    account,
    method: 'api_key',
  });
  const json: unknown = JSON.parse(JSON.stringify(output));
  return isObject(json) ? json : {};
}

test('actions write in its words, and find again what they have made', async () => {
  const { rig, connection } = await start();
  const ana = {
    first_name: 'Ana',
    last_name: 'Ng',
    date_of_birth: '1999-04-01',
    email: 'ana@mail.example',
    usi: 'ABCDE23456',
  };
  for (const times of [1, 2])
    expect(await act(connection, 'create_student', ana), `asked ${times} times`).toMatchObject({
      id: 'PA05049',
      data: { full_name: 'Ana Ng', usi: 'ABCDE23456', date_of_birth: '1999-04-01' },
    });
  const enrolled = { student_id: 'PA05049', course_id: 'CR00311' };
  for (const times of [1, 2])
    expect(await act(connection, 'enrol_student', enrolled), `asked ${times} times`).toMatchObject({
      id: 'EN20065',
      data: enrolled,
    });
  expect(
    await act(connection, 'record_unit_outcome', {
      enrolment_id: 'EN20065',
      unit_code: 'BSBLDR523',
      result: 'rpl_granted',
      ends_on: '2026-11-01',
    }),
  ).toMatchObject({ data: { result: 'rpl_granted', code: '51', student_id: 'PA05049' } });
  const bodies = rig.box.exchanges.map(({ request }) => request.body.toString('utf8')).join('\n');
  expect(bodies).toContain('<Outcome>51</Outcome>');
  expect(bodies).not.toContain('<outcome-identifier-avetmiss>');
});
