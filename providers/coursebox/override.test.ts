/**
 * A portal that is like our proposal in nothing but its ways: other paths, other names of fields, lists inside an envelope, the token in
 * another header, another address. The connector reads and writes it by an override profile alone.
 */
import { fileURLToPath } from 'node:url';
import {
  asInstalled,
  OverrideProfile,
  withProfile,
  type FieldNames,
  type JsonObject,
  type Sandbox,
  type SandboxRequest,
  type SandboxResponse,
} from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { openRig, type Connection, type Rig } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import coursebox from './index.ts';
import sandbox, { host, tokens } from './sandbox.ts';
import type { State } from './sandbox/state.ts';
import { streams } from './streams.ts';

const there = 'learn.client.example';

/** What the profile says; the order of paths counts, the first that fits decides. */
const paths = {
  '/auth/login': '/v3/sessions',
  '/api/wineusers/createAccount': '/v3/people/new',
  '/api/WineUsers/updateMainAttributes': '/v3/people/change',
  '/api/WineUsers': '/v3/people',
  '/api/WineUsers/{id}': '/v3/person/{id}',
  '/api/courses/{id}/sections': '/v3/parts-of/{id}',
  '/api/courses/{id}/activities': '/v3/pieces-of/{id}/all',
  '/api/courses': '/v3/programs',
  '/api/courses/{id}': '/v3/programs/{id}',
  '/api/enrolments': '/v3/places',
  '/api/enrolments/{id}': '/v3/places/{id}',
  '/api/activityRecords': '/v3/log',
  '/api/assessmentResults': '/v3/marks',
  '/api/courseGenerations': '/v3/robots',
  '/api/courseGenerations/{id}': '/v3/robots/{id}',
};

const common = { id: 'uuid', updatedAt: 'meta.modified' };
const fields: Readonly<Record<string, FieldNames>> = {
  learners: { ...common, email: 'contact.mail', firstName: 'name.given', lastName: 'name.family', role: 'kind' },
  courses: { ...common, title: 'name', status: 'state', unitCodes: 'units' },
  sections: { ...common, courseId: 'program' },
  // Two that have changed places: what is called `type` there is the title.
  activities: { ...common, type: 'title', title: 'type', aiGenerated: 'robot' },
  enrolments: { ...common, userId: 'person', courseId: 'program', progress: 'percent done' },
  progress: { ...common, activityTitle: 'label', timeSpentSeconds: 'time.seconds' },
  results: { ...common, gradedBy: 'by', passed: 'ok' },
};

/** What is worked out is worked out from marks, so their names and their place are said once more. */
const derived = { unit_outcomes: fields['results'] };

const profile = OverrideProfile.parse({
  base_url: `https://${there}`,
  paths,
  fields: { ...fields, ...derived },
  lists: Object.fromEntries(Object.keys({ ...fields, ...derived }).map((name) => [name, 'payload.rows'])),
  headers: { 'x-portal': 'harbour' },
  key_place: { in: 'header', name: 'x-portal-key', prefix: 'Token ' },
});

/** By the path of ours it belongs to. */
const entities: readonly (readonly [RegExp, string])[] = [
  [/^\/api\/wineusers/i, 'learners'],
  [/\/sections$/, 'sections'],
  [/\/activities$/, 'activities'],
  [/^\/api\/courses/, 'courses'],
  [/^\/api\/enrolments/, 'enrolments'],
  [/^\/api\/activityRecords/, 'progress'],
  [/^\/api\/assessmentResults/, 'results'],
];

function namesFor(path: string): FieldNames {
  const name = entities.find(([pattern]) => pattern.test(path))?.[1] ?? '';
  return fields[name] ?? {};
}

function pathThere(ours: string): string | undefined {
  const plain = ours.replaceAll(/:\w+/g, '{id}');
  const found = Object.entries(paths).find(([from]) => from === plain)?.[1];
  return found?.replaceAll('{id}', /:\w+/.exec(ours)?.[0] ?? '');
}

/** The question as our sandbox understands it; our own names mean nothing here. */
function filterHere(filter: string, names: FieldNames): string {
  const known = Object.entries(names);
  const stranger = known.find(
    ([ours, theirs]) => new RegExp(`"${ours}"|\\b${ours} ASC`).test(filter) && !filter.includes(`"${theirs}"`),
  );
  if (stranger !== undefined) return `{"${stranger[0]}":"is not known here"}`;
  return known.reduce(
    (text, [ours, theirs]) => text.replaceAll(`"${theirs}"`, `"${ours}"`).replaceAll(`${theirs} ASC`, `${ours} ASC`),
    filter,
  );
}

function turned(names: FieldNames): FieldNames {
  return Object.fromEntries(Object.entries(names).map(([ours, theirs]) => [theirs, ours]));
}

function requestHere(request: SandboxRequest, path: string): SandboxRequest {
  const { 'x-access-token': _ours, 'x-portal-key': key = '', ...headers } = request.headers;
  const query = new URLSearchParams(request.query);
  const filter = query.get('filter');
  if (filter !== null) query.set('filter', filterHere(filter, namesFor(path)));
  const body: unknown = request.body.length === 0 ? undefined : JSON.parse(request.body.toString('utf8'));
  const isRow = isObject(body) && !('data' in body) && !('attributes' in body);
  const here = isRow ? asInstalled(body, turned(namesFor(path))) : body;
  const token = key.startsWith('Token ') && headers['x-portal'] === 'harbour' ? key.slice('Token '.length) : '';
  return {
    ...request,
    query,
    headers: { ...headers, 'x-access-token': token },
    body: here === undefined ? request.body : Buffer.from(JSON.stringify(here)),
  };
}

function answerThere(response: SandboxResponse, names: FieldNames): SandboxResponse {
  const { body, status = 200 } = response;
  if (status >= 300 || body === undefined) return response;
  const parts = Array.isArray(body) ? body.filter((part) => Buffer.isBuffer(part)) : [];
  const value: unknown = parts.length > 0 ? JSON.parse(Buffer.concat(parts).toString('utf8')) : body;
  if (Array.isArray(value)) {
    const rows = value.filter(isObject).map((row) => asInstalled(row, names));
    return { ...response, body: { payload: { rows } } };
  }
  return isObject(value) ? { ...response, body: asInstalled(value, names) } : response;
}

/** The same portal behind another face. */
const otherPortal: Sandbox<State> = {
  ...sandbox,
  hosts: [there],
  guard: (request, context) => sandbox.guard(requestHere(request, ''), context),
  routes: sandbox.routes.flatMap((route) => {
    const path = pathThere(route.path);
    if (path === undefined) return [];
    return [
      {
        ...route,
        path,
        handle: async (request, context) =>
          answerThere(await route.handle(requestHere(request, route.path), context), namesFor(route.path)),
      },
    ];
  }),
};

async function startRig(provider = withProfile(coursebox, profile), box = otherPortal): Promise<Rig<State>> {
  const rig = await openRig({ provider, sandbox: box, folder: fileURLToPath(new URL('.', import.meta.url)) });
  onTestFinished(() => rig.stop());
  return rig;
}

async function act(rig: Rig<State>, connection: Connection, name: string, input: JsonObject) {
  const action = rig.subject.provider.actions[name];
  if (action === undefined) throw new Error(`there is no action ${name}`);
  const { settings, account, signIn } = connection;
  const http = connection.open(`action ${name}`);
  const { output, records } = await action.run({
    http,
    input: action.input.parse(input),
    idempotencyKey: 'k',
    settings,
    account,
    method: signIn.method,
  });
  return { output, records };
}

describe('a portal with paths, names, envelope and header of its own', () => {
  test('cannot be read as it is', async () => {
    const rig = await startRig(coursebox, { ...otherPortal, hosts: [host] });
    const error: unknown = await rig.connect().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'invalid_request', message: expect.stringContaining('override profile') });
  });

  test.each(Object.keys(streams))(
    '%s: by the profile, the same records as from the portal of our proposal',
    async (name) => {
      const [own, other] = [await startRig(coursebox, sandbox), await startRig()];
      const expected = await (await own.connect()).read(name);
      const read = await (await other.connect()).read(name);
      const dataOf = ({ store }: typeof read) => [...store.records].map(([key, { data }]) => [key, data]);
      expect(read.result.outcome).toBe('complete');
      expect(dataOf(read)).toEqual(dataOf(expected));
      expect(read.keys.size).toBeGreaterThan(0);
    },
  );

  test('both ways in, and pages, filters and orders in its own words', async () => {
    const rig = await startRig();
    const [, token] = otherPortal.signIns;
    const pasted = await rig.connect(token);
    expect(pasted.message).toBe(`Connected to Coursebox at ${host} as Plugboard Harbour`);
    const wrong: unknown = await rig.connect(token, { api_key: tokens.expired }).catch((reason: unknown) => reason);
    expect(wrong).toMatchObject({ code: 'auth_revoked' });
    await rig.box.control.grow('coursebox', 'learners', 205);
    const connection = await rig.connect();
    const full = await connection.read('learners');
    expect(full.keys.size).toBeGreaterThan(205);
    rig.box.advance(3 * 86_400_000);
    const since = new Date(rig.box.now()).toISOString();
    rig.box.advance(60_000);
    await rig.box.control.touch('coursebox', 'learners', 0.02);
    const sizes: number[] = [];
    const watch = (items: number) => sizes.push(items);
    await connection.read('learners', { mode: 'incremental', cursor: since, since, store: full.store, watch });
    expect(sizes).toEqual([4]);
    const asked = rig.box.exchanges.at(-1)?.request.query.get('filter');
    expect(asked).toContain('"order":"meta.modified ASC, uuid ASC"');
    expect(asked).toContain('"where":{"meta.modified":{"gte":');
  });

  test('what is written is written in its words, and the answer is read in ours', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const made = await act(rig, connection, 'create_learner', {
      first_name: 'Zoë',
      last_name: '王',
      email: 'zoe@mail.example',
      adult: true,
    });
    expect(made.output).toMatchObject({ id: 'u_w000001', data: { first_name: 'Zoë', email: 'zoe@mail.example' } });
    const again = await act(rig, connection, 'create_learner', {
      first_name: 'Zoë',
      last_name: '王',
      email: 'ZOE@mail.example',
      adult: true,
    });
    expect(again.output).toMatchObject({ id: 'u_w000001' });
    const place = await act(rig, connection, 'enrol_learner', { learner_id: 'u_w000001', course_id: 'c_04' });
    expect(place.output).toMatchObject({ data: { student_id: 'u_w000001', course_id: 'c_04', progress_percent: 0 } });
    expect(place.records).toMatchObject([{ stream: 'enrolments', items: [{ id: 'en_w000002', userId: 'u_w000001' }] }]);
    const body: unknown = JSON.parse(rig.box.exchanges.at(-1)?.request.body.toString('utf8') ?? '');
    expect(body).toEqual({ person: 'u_w000001', program: 'c_04' });
    const published = await act(rig, connection, 'publish_course', { course_id: 'c_draft' });
    expect(published.output).toMatchObject({ data: { status: 'published', name: expect.stringContaining('安全') } });
  });

  test('Authorization: Bearer, for a portal that wants what everybody else wants', async () => {
    const bearing: Sandbox<State> = {
      ...sandbox,
      guard: ({ headers: { 'x-access-token': _ours, authorization = '', ...headers }, ...request }, context) =>
        sandbox.guard(
          { ...request, headers: { ...headers, 'x-access-token': authorization.replace(/^Bearer /, '') } },
          context,
        ),
      routes: sandbox.routes.map((route) => ({
        ...route,
        handle: (request, context) =>
          route.handle(
            {
              ...request,
              headers: {
                ...request.headers,
                'x-access-token': request.headers['authorization']?.replace(/^Bearer /, ''),
              },
            },
            context,
          ),
      })),
    };
    const place = { key_place: { in: 'header', name: 'authorization', prefix: 'Bearer ' } };
    const rig = await startRig(withProfile(coursebox, OverrideProfile.parse(place)), bearing);
    for (const signIn of sandbox.signIns) {
      const connection = await rig.connect(signIn);
      expect((await connection.read('courses')).keys.size).toBe(14);
    }
    const last = rig.box.exchanges.at(-1)?.request.headers;
    expect([last?.['authorization'], last?.['x-access-token']]).toEqual([`Bearer ${tokens.valid}`, undefined]);
  });
});
