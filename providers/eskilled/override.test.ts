/**
 * An installation that has everything elsewhere: address, paths, place of lists, field names, header of the token. Nothing but an override
 * profile, which is data, makes the connector fit it. Its sandbox is written here and shares nothing with the usual one.
 */
import {
  asDeclared,
  defineSandbox,
  OverrideProfile,
  withProfile,
  type JsonObject,
  type SandboxRequest,
  type SandboxResponse,
} from 'plugboard/contract';
import { isObject, jsonOf } from 'plugboard/kit';
import { openRig, type Connection, type Rig } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import eskilled from './index.ts';

const profile = {
  base_url: 'https://sms.partner.example/rest/v3',
  paths: {
    '/Login': '/auth/session',
    '/Student': '/people/all',
    '/Student/{id}': '/people/by-id/{id}',
    '/StudentInfo': '/people/details',
    '/Course': '/programs',
    '/Course/{course}/Units': '/competencies/of/{course}',
    '/Course/{course}/Content': '/materials/of/{course}',
    '/Enrolment': '/registrations',
    '/Enrolment/{enrolment}/Units': '/registrations/{enrolment}/results',
    '/Enrolment/{enrolment}/Assessments': '/registrations/{enrolment}/attempts',
    '/Enrolment/{enrolment}/Progress': '/registrations/{enrolment}/how-far',
    '/Activity': '/events',
  },
  lists: {
    students: 'payload.rows',
    courses: 'payload.rows',
    units: 'payload.rows',
    contents: 'payload.rows',
    enrolments: 'payload.rows',
    unit_outcomes: 'payload.rows',
    assessments: 'payload.rows',
    activities: 'payload.rows',
  },
  fields: {
    students: {
      studentID: 'ref',
      studentName: 'person.given',
      studentSurname: 'person.family',
      studentEmail: 'mail',
      studentUniqueStudentIdentifier: 'usi_number',
      studentDOB: 'born',
    },
    courses: { courseID: 'ref', courseCode: 'shortcode', courseName: 'title' },
    units: { unitID: 'ref', unitCode: 'shortcode', unitName: 'title' },
    contents: { contentID: 'ref', title: 'label' },
    enrolments: { enrolmentID: 'ref', studentID: 'who', courseID: 'what', startDate: 'from', status: 'state' },
    unit_outcomes: { enrolmentUnitID: 'ref', unitCode: 'shortcode', outcomeCode: 'avetmiss' },
    assessments: { assessmentID: 'ref', status: 'state' },
    progress: { progress: 'percent' },
    activities: { activityID: 'ref', studentID: 'who', activityName: 'label', type: 'kind' },
  },
  headers: { 'x-partner': 'plugboard' },
  key_place: { in: 'header', name: 'x-session' },
};

interface State {
  people: JsonObject[];
  readonly sessions: string[];
}

const rows = (list: readonly JsonObject[]): SandboxResponse => ({ body: { payload: { rows: [...list] } } });

const ana = {
  ref: 'p-1',
  person: { given: 'Ana', family: 'Ng' },
  mail: 'ana@example.org',
  usi_number: 'ABCDE23456',
  born: '01-04-1999',
};
const lists: Readonly<Record<string, readonly JsonObject[]>> = {
  '/programs': [{ ref: 'c-7', shortcode: 'BSB30120', title: 'Certificate III in Business' }],
  '/competencies/of/c-7': [{ ref: 'u-1', shortcode: 'BSBPEF201', title: 'Support personal wellbeing' }],
  '/materials/of/c-7': [{ ref: 'm-1', label: 'Welcome', type: 'Video' }],
  '/registrations': [{ ref: 'e-501', who: 'p-1', what: 'c-7', from: '01-03-2026', state: 'Active' }],
  '/registrations/e-501/results': [{ ref: 'r-1', shortcode: 'BSBPEF201', avetmiss: '51' }],
  '/registrations/e-501/attempts': [{ ref: 'a-1', state: 'Satisfactory', attempt: 1 }],
  '/events': [{ ref: 'v-1', who: 'p-1', label: 'Welcome', kind: 'View', contentID: 'm-1' }],
};

function create(request: SandboxRequest, people: JsonObject[]): SandboxResponse {
  const body = jsonOf(request);
  const person = isObject(body) ? body['person'] : undefined;
  if (!isObject(body) || !isObject(person)) return { body: { success: false, message: 'person is missing' } };
  people.push({ ref: `p-${people.length + 1}`, ...body });
  return { body: { success: true, newId: `p-${people.length}` } };
}

const partner = defineSandbox<State>({
  hosts: ['sms.partner.example'],
  signIns: [
    {
      method: 'login',
      fields: { username: 'admin@partner.example', lms_token: 'partner-key' },
      settings: { sub_domain: 'partner' },
    },
    { method: 'token', fields: { api_key: 'pasted-token' }, settings: { sub_domain: 'partner' } },
  ],
  seed: () => ({ people: [ana], sessions: ['pasted-token'] }),
  guard: ({ headers }, { state }) => {
    const known = state.sessions.includes(headers['x-session'] ?? '') && headers['authorization'] === undefined;
    return known && headers['x-partner'] === 'plugboard' ? undefined : { status: 401, body: { message: 'Who is it?' } };
  },
  routes: [
    {
      method: 'POST',
      path: '/rest/v3/auth/session',
      open: true,
      handle: (request, { state, hex }) => {
        const body = jsonOf(request);
        if (!isObject(body) || body['lmsToken'] !== 'partner-key') return { status: 401, body: { message: 'No.' } };
        const token = hex(24);
        state.sessions.push(token);
        return { body: { token } };
      },
    },
    { method: 'GET', path: '/rest/v3/people/all', handle: (_request, { state }) => rows(state.people) },
    { method: 'POST', path: '/rest/v3/people/all', handle: (request, { state }) => create(request, state.people) },
    {
      method: 'GET',
      path: '/rest/v3/people/by-id/:id',
      handle: ({ params }, { state }) => ({ body: state.people.find(({ ref }) => ref === params['id']) ?? null }),
    },
    ...Object.entries(lists).map(([path, list]) => ({
      method: 'GET' as const,
      path: `/rest/v3${path}`,
      handle: () => rows(list),
    })),
    {
      method: 'GET',
      path: '/rest/v3/registrations/e-501/how-far',
      handle: () => ({ body: { percent: 40, unitsTotal: 1 } }),
    },
  ],
  grow: {},
});

async function connected(nth: number): Promise<{ rig: Rig<State>; connection: Connection }> {
  const provider = withProfile(eskilled, OverrideProfile.parse(profile));
  const rig = await openRig({ provider, sandbox: partner, folder: '' });
  onTestFinished(() => rig.stop());
  return { rig, connection: await rig.connect(partner.signIns[nth]) };
}

describe.each([
  ['the sign-in', 0],
  ['a pasted token', 1],
])('another installation, with %s', (_way, nth) => {
  test('is read whole, by a profile and no code', async () => {
    const { rig, connection } = await connected(nth);
    expect(connection.absent).toEqual({});
    const read: Record<string, unknown> = {};
    for (const name of Object.keys(eskilled.streams)) {
      const { store, result } = await connection.read(name);
      expect(result.outcome, name).toBe('complete');
      read[name] = [...store.records].map(([key, { data, problem }]) => ({ key, problem, ...data }));
    }
    expect(read).toMatchObject({
      students: [
        {
          key: 'p-1',
          problem: null,
          first_name: 'Ana',
          last_name: 'Ng',
          email: 'ana@example.org',
          usi: 'ABCDE23456',
          date_of_birth: '1999-04-01',
        },
      ],
      courses: [{ key: 'c-7', code: 'BSB30120', name: 'Certificate III in Business' }],
      units: [{ key: 'c-7:u-1', code: 'BSBPEF201', custom: { course_id: 'c-7' } }],
      contents: [{ key: 'm-1', name: 'Welcome', type: 'Video', course_id: 'c-7' }],
      enrolments: [{ key: 'e-501', student_id: 'p-1', course_id: 'c-7', status: 'active', starts_on: '2026-03-01' }],
      unit_outcomes: [
        {
          key: 'e-501:r-1',
          student_id: 'p-1',
          enrolment_id: 'e-501',
          unit_code: 'BSBPEF201',
          result: 'rpl_granted',
          code: '51',
        },
      ],
      assessments: [{ key: 'e-501:a-1:1', student_id: 'p-1', status: 'graded', grade: 'Satisfactory' }],
      progress: [{ key: 'e-501', student_id: 'p-1', course_id: 'c-7', progress_percent: 40, state: 'in_progress' }],
      activities: [{ key: 'v-1', student_id: 'p-1', activity_id: 'm-1', name: 'Welcome', type: 'View' }],
    });
    const hosts = new Set(rig.box.exchanges.map(({ request }) => request.host));
    expect([...hosts]).toEqual(['sms.partner.example']);
  });

  test('is written to in its own names', async () => {
    const { rig, connection } = await connected(nth);
    const provider = withProfile(eskilled, OverrideProfile.parse(profile));
    const { settings, account } = connection;
    const made = await provider.actions['create_student']?.run({
      http: connection.open('action create_student'),
      input: { first_name: 'Zoë', last_name: '李', email: 'zoe@example.org' },
      idempotencyKey: 'k',
      settings,
      account,
      method: 'login',
    });
    expect(rig.box.state().people.at(-1)).toEqual({
      ref: 'p-2',
      person: { given: 'Zoë', family: '李' },
      mail: 'zoe@example.org',
    });
    expect(made?.output).toMatchObject({ id: 'p-2', data: { first_name: 'Zoë', last_name: '李' } });
    expect((await connection.read('students')).keys).toEqual(new Set(['p-1', 'p-2']));
  });
});

test('without the profile the same installation is refused', async () => {
  const rig = await openRig({ provider: eskilled, sandbox: partner, folder: '' });
  onTestFinished(() => rig.stop());
  await expect(rig.connect(partner.signIns[1])).rejects.toMatchObject({ code: 'blocked_host' });
});

test('names are read as declared whatever else is there', () => {
  expect(asDeclared(ana, profile.fields.students)).toMatchObject({ studentID: 'p-1', studentName: 'Ana' });
});
