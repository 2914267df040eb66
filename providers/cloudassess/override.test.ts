/**
 * Cloud Assess as it might really be: another address and other paths, everything under other names and in other places, the key in another
 * header, no ping and no word on the next page. Reached by an override profile alone, which is what an operator has.
 */
import { fileURLToPath } from 'node:url';
import {
  OverrideProfile,
  withProfile,
  type HttpRequest,
  type JsonObject,
  type SandboxRequest,
  type SandboxResponse,
  type SandboxRoute,
  type Sandbox,
} from 'plugboard/contract';
import { isObject, jsonOf } from 'plugboard/kit';
import { openRig, type Connection, type Rig } from 'plugboard/testing';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import cloudassess from './index.ts';
import sandbox, { apiKey, revokedKey } from './sandbox.ts';
import { example } from './sandbox/examples.ts';
import { secondsOf, type State } from './sandbox/state.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const host = 'learn.trainer.example';
const settings = { time_zone: 'Australia/Perth' };

/** Our path, and theirs. Once with `:id`, as the sandbox writes it. */
const paths = {
  '/v1/students': '/rest/learners',
  '/v1/students/:id': '/rest/learners/:id',
  '/v1/qualifications': '/rest/programs',
  '/v1/units': '/rest/uocs',
  '/v1/intakes': '/rest/cohorts',
  '/v1/assessors': '/rest/staff',
  '/v1/enrolments': '/rest/registrations',
  '/v1/enrolments/:id': '/rest/registrations/:id',
  '/v1/assessments': '/rest/tools',
  '/v1/submissions': '/rest/attempts',
  '/v1/submissions/:id/marks': '/rest/attempts/:id/judgements',
  '/v1/marks': '/rest/judgements',
  '/v1/marks/:id/approve': '/rest/judgements/approve/:id',
  '/v1/outcomes': '/rest/results',
} as const;

const people = { id: 'uid', first_name: 'name.given', last_name: 'name.family', email: 'contact.mail' };
const dated = { id: 'uid', updated_at: 'modified' };
const judged = { ...dated, approval_status: 'sign_off.state', approved_at: 'sign_off.at' };

/** By stream: our names, and where the values are there. */
const fields = {
  students: { ...people, ...dated, external_id: 'ref', mobile: 'contact.phone', usi: 'national_id' },
  qualifications: { ...dated, code: 'tga_code' },
  units: { ...dated, title: 'label' },
  intakes: { ...dated, start_date: 'runs.from', end_date: 'runs.to', qualification_id: 'program_uid' },
  assessors: { ...people, ...dated },
  enrolments: { ...dated, student_id: 'learner_uid', qualification_id: 'program_uid', start_date: 'began' },
  assessments: { ...dated, unit_codes: 'covers' },
  submissions: { ...dated, student_id: 'learner_uid', status: 'stage' },
  marks: { ...judged, result: 'judgement', assessor_id: 'by', approved_by: 'sign_off.by' },
  outcomes: { ...judged, outcome: 'result_text', outcome_code: 'result_code', unit_code: 'unit.code' },
};
type Stream = keyof typeof fields;

const profile = OverrideProfile.parse({
  base_url: `https://${host}/rest/`,
  paths: Object.fromEntries(
    Object.entries(paths).map(([ours, theirs]) => [
      ours.replace(':id', '{id}'),
      theirs.replace('/rest', '').replace(':id', '{id}'),
    ]),
  ),
  lists: Object.fromEntries(Object.keys(fields).map((name) => [name, 'result.items'])),
  fields,
  headers: { 'x-tenant': 'harbour' },
  key_place: { in: 'header', name: 'authorization', prefix: 'Token ' },
});

// --- their installation ---------------------------------------------------------------------------------------------------

/** What the rows behind a path are called. */
function streamAt(path: string): Stream {
  if (path.includes('marks')) return 'marks';
  const name = path.split('/')[2] ?? '';
  const found = Object.keys(fields).find((stream): stream is Stream => stream === name);
  if (found === undefined) throw new Error(`nothing is at ${path}`);
  return found;
}

/** Written out here once more, so that the contract's own renaming does not judge itself. */
function inTheirNames(row: JsonObject, names: Readonly<Record<string, string>>): JsonObject {
  const made: Record<string, JsonObject[string]> = {};
  for (const [ours, value] of Object.entries(row)) {
    const [place = ours, inner] = (names[ours] ?? ours).split('.');
    const outer = made[place];
    made[place] = inner === undefined ? value : { ...(isObject(outer) ? outer : {}), [inner]: value };
  }
  return made;
}

/** A body in their names, in the sandbox's own; what is in ours is left under a name the sandbox refuses. */
function inOurNames(body: JsonObject, names: Readonly<Record<string, string>>): JsonObject {
  const back = Object.fromEntries(Object.entries(names).map(([mine, yours]) => [yours, mine]));
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      isObject(value)
        ? Object.entries(value).map(([inner, one]) => [back[`${name}.${inner}`] ?? `?${name}.${inner}`, one])
        : [[back[name] ?? (name in names ? `?${name}` : name), value]],
    ),
  );
}

function rendered({ body, ...response }: SandboxResponse, names: Readonly<Record<string, string>>): SandboxResponse {
  const bytes = Array.isArray(body) ? Buffer.concat(body.filter(Buffer.isBuffer)) : undefined;
  const json: unknown = bytes === undefined ? body : JSON.parse(bytes.toString('utf8'));
  const data = isObject(json) ? json['data'] : undefined;
  if (Array.isArray(data)) {
    const items = data.filter(isObject).map((row) => inTheirNames(row, names));
    return { ...response, body: { result: { items } } };
  }
  return isObject(data)
    ? { ...response, body: inTheirNames(data, names) }
    : { ...response, ...(isObject(json) && { body: json }) };
}

function moved(route: SandboxRoute<State>): readonly SandboxRoute<State>[] {
  const path = Object.entries(paths).find(([mine]) => mine === route.path)?.[1];
  if (path === undefined || (route.method === 'GET' && path.includes(':id'))) return [];
  const names = fields[streamAt(route.path)];
  return [
    {
      method: route.method,
      path,
      async handle(request, context) {
        const sent = jsonOf(request);
        const inner: SandboxRequest = {
          ...request,
          body: isObject(sent) ? Buffer.from(JSON.stringify(inOurNames(sent, names))) : request.body,
        };
        return rendered(await route.handle(inner, context), names);
      },
    },
  ];
}

const installation: Sandbox<State> = {
  ...sandbox,
  hosts: [host],
  signIns: [{ method: 'api_key', fields: { api_key: apiKey }, wrong: { api_key: revokedKey }, settings }],
  guard: ({ headers }) =>
    headers['authorization'] === `Token ${apiKey}` &&
    headers['x-tenant'] === 'harbour' &&
    headers['x-api-key'] === undefined
      ? undefined
      : { status: 401, body: { message: 'Who are you?' } },
  routes: sandbox.routes.flatMap(moved),
};

// --- what comes of it -----------------------------------------------------------------------------------------------------

async function rigOf(provider: Parameters<typeof openRig>[0]['provider'], played: Sandbox<State>): Promise<Rig<State>> {
  const rig = await openRig({ provider, sandbox: played, folder });
  onTestFinished(() => rig.stop());
  return rig;
}

const adapted = withProfile(cloudassess, profile);

/** Every record of every stream, by the proposal as it stands. */
const proposed = new Map<string, ReadonlyMap<string, unknown>>();

async function recordsOf(connection: Connection, name: string): Promise<ReadonlyMap<string, unknown>> {
  const { store } = await connection.read(name);
  return new Map([...store.records].map(([key, { data, deleted, problem }]) => [key, { data, deleted, problem }]));
}

beforeAll(async () => {
  const rig = await openRig({ provider: cloudassess, sandbox, folder });
  const connection = await rig.connect();
  for (const name of Object.keys(fields)) proposed.set(name, await recordsOf(connection, name));
  await rig.stop();
});

test('without the profile nothing of it can be reached', async () => {
  const rig = await rigOf(cloudassess, installation);
  await expect(rig.connect()).rejects.toMatchObject({ code: 'blocked_host' });
  expect((await rig.box.requests()).requests).toBe(0);
});

test('it connects, and says so when the key is wrong', async () => {
  const rig = await rigOf(adapted, installation);
  const { message, account } = await rig.connect();
  expect([message, account?.id]).toEqual([`Connected to ${host}`, host]);
  const error = rig.connect(undefined, { api_key: revokedKey });
  await expect(error).rejects.toMatchObject({ code: 'auth_revoked', message: expect.stringContaining('Who are you?') });
});

test.each(Object.keys(fields))('%s: the same records as by the proposal', async (name) => {
  const rig = await rigOf(adapted, installation);
  const records = await recordsOf(await rig.connect(), name);
  const wanted = proposed.get(name);
  expect(records.size).toBeGreaterThan(0);
  expect(records).toEqual(wanted);
});

test('the key is in its new header and the calls are at their paths', async () => {
  const rig = await rigOf(adapted, installation);
  await (await rig.connect()).read('outcomes');
  const asked = rig.box.exchanges.map(({ request }) => request.path);
  // The ping that is not there, the list in its place, and the outcomes.
  expect([...new Set(asked)]).toEqual(['/rest/v1/ping', '/rest/learners', '/rest/results']);
  const { headers } = rig.box.exchanges.at(-1)?.request ?? {};
  expect(headers).toMatchObject({ authorization: `Token ${apiKey}`, 'x-tenant': 'harbour' });
});

test('only what changed is read, and an approval taken back is noticed', async () => {
  const rig = await rigOf(adapted, installation);
  const connection = await rig.connect();
  const { store, keys } = await connection.read('outcomes');
  rig.box.advance(3_600_000);
  const cursor = new Date(rig.box.now()).toISOString();
  const row = rig.box.state().rows.outcomes.find(({ approval_status: status }) => status === 'approved');
  Object.assign(row ?? {}, { approval_status: 'rejected', updated_at: secondsOf(rig.box.now()) });
  const sizes: number[] = [];
  const after = await connection.read('outcomes', {
    mode: 'incremental',
    cursor,
    store,
    watch: (items) => sizes.push(items),
  });
  expect([after.keys.has(row?.id ?? ''), after.keys.size]).toEqual([false, keys.size - 1]);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1);
});

test('more than a page, although nothing says where the end is', async () => {
  const rig = await rigOf(adapted, installation);
  const connection = await rig.connect();
  await rig.box.control.grow('cloudassess', 'students', 400);
  const { keys, result } = await connection.read('students');
  expect(result.outcome).toBe('complete');
  expect(keys.size).toBe((proposed.get('students')?.size ?? 0) - 1 + 400);
});

describe('writing', () => {
  /** What is sent, and that what comes back is understood. */
  const writes: readonly (readonly [string, string, HttpRequest['method'], JsonObject])[] = [
    [
      'create_student',
      '/rest/learners',
      'POST',
      { name: { given: 'Nia' }, contact: { mail: 'nia.1@mail.example' }, ref: 'N-1' },
    ],
    ['update_student', '/rest/learners/', 'PATCH', { contact: { phone: '+61855501001' } }],
    ['enrol_student', '/rest/registrations', 'POST', { program_uid: 'ql_90', began: '2026-12-01' }],
    ['update_enrolment', '/rest/registrations/', 'PATCH', { status: 'deferred' }],
    ['record_mark', '/judgements', 'POST', { judgement: 'satisfactory', by: 'as_3' }],
    ['approve_mark', '/rest/judgements/approve/', 'POST', { sign_off: { by: 'as_3' } }],
  ];

  test.each(writes)('%s goes to %s in their names', async (name, path, method, sent) => {
    const rig = await rigOf(adapted, installation);
    const connection = await rig.connect();
    const action = adapted.actions[name];
    const input = example(name, { state: rig.box.state(), nth: 1 });
    rig.box.exchanges.length = 0;
    const { account } = connection;
    const http = connection.open(`action ${name}`);
    const given = action?.input.parse(input);
    const done = await action?.run({ http, input: given, idempotencyKey: 'k', settings, account, method: 'api_key' });
    expect(action?.output.safeParse(done?.output)).toMatchObject({ success: true });
    for (const { stream, items } of done?.records ?? [])
      for (const item of items)
        expect(isObject(item) && adapted.streams[stream]?.key(item)).toEqual(expect.any(String));
    const [exchange] = rig.box.exchanges;
    expect(exchange).toMatchObject({ request: { method, path: expect.stringContaining(path) } });
    expect(jsonOf({ body: Buffer.from(exchange?.request.body ?? '') })).toMatchObject(sent);
  });
});
