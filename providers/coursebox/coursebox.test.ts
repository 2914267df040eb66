/** The connector run by the engine against the sandbox: what it reads, what it writes, and what it makes of a portal that says no. */
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { type Field, type JsonObject, type SandboxSignIn } from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { type Connection, failure, openRig, type Read, type Rig } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { actions } from './actions.ts';
import { readError } from './errors.ts';
import coursebox from './index.ts';
import { keyOf, markOf, outcomesOf, type Mark } from './outcomes.ts';
import sandbox, { admin, host, tokens, trainerPassword } from './sandbox.ts';
import type { State } from './sandbox/state.ts';
import { sessionOf, settings as fields } from './site.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const settings = { api_url: `https://${host}`, time_zone: 'Australia/Perth', derive_outcomes: 'yes' };

async function startRig(): Promise<Rig<State>> {
  const rig = await openRig({ provider: coursebox, sandbox, folder: fileURLToPath(new URL('.', import.meta.url)) });
  onTestFinished(() => rig.stop());
  return rig;
}

function pasted(token: string, more: Readonly<Record<string, string>> = {}): SandboxSignIn {
  return { method: 'token', fields: { api_key: token }, settings: { ...settings, ...more } };
}

function dataOf({ store }: Read): ReadonlyMap<string, unknown> {
  return new Map([...store.records].filter(([, one]) => !one.deleted).map(([key, { data }]) => [key, data]));
}

async function act(connection: Connection, name: keyof typeof actions, input: JsonObject) {
  const action = coursebox.actions[name];
  if (action === undefined) throw new Error(`there is no action ${name}`);
  const { settings: given, account, signIn } = connection;
  const http = connection.open(`action ${name}`);
  const context = { http, input: action.input.parse(input), settings: given, account, method: signIn.method };
  return action.run({ ...context, idempotencyKey: 'k' });
}

describe('signing in', () => {
  test('by password: the person is named, and the token goes into its own header only', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    expect(connection.message).toBe(`Connected to Coursebox at ${host} as Plugboard Harbour`);
    expect(connection.account).toEqual({ id: host, name: host, meta: {} });
    const [login, person] = rig.box.exchanges;
    expect([login?.request.path, person?.request.path]).toEqual(['/auth/login', `/api/WineUsers/${admin.id}`]);
    expect([person?.request.headers['x-access-token'], person?.request.headers['authorization']]).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/),
      undefined,
    ]);
  });

  test('by token without an id: one course is asked for', async () => {
    const rig = await startRig();
    const connection = await rig.connect(pasted(tokens.valid));
    expect(connection.message).toBe(`Connected to Coursebox at ${host}`);
    expect(rig.box.exchanges.map(({ request }) => request.path)).toEqual(['/api/courses']);
  });

  test('an id nobody has is no reason to refuse a token that works', async () => {
    const rig = await startRig();
    const connection = await rig.connect(pasted(tokens.valid, { user_id: 'u_nobody' }));
    expect(connection.message).toBe(`Connected to Coursebox at ${host}`);
  });

  test('a session that ends in the middle of a run is renewed once, and nothing is lost', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    await rig.box.control.grow('coursebox', 'learners', 350);
    let pages = 0;
    const read = await connection.read('learners', {
      watch: () => {
        pages += 1;
        // Coursebox forgets all sessions, as when it is restarted.
        if (pages === 2) for (const token of Object.keys(rig.box.state().tokens)) delete rig.box.state().tokens[token];
      },
    });
    expect(read.keys.size).toBe(350 + [...rig.box.state().users].filter(({ role }) => role === 'learner').length);
    expect(rig.box.exchanges.filter(({ request }) => request.path === '/auth/login')).toHaveLength(2);
  });

  test('a token that has ended cannot be renewed', async () => {
    const rig = await startRig();
    expect(await failure(rig.connect(pasted(tokens.expired)))).toMatchObject({ code: 'auth_revoked' });
  });

  test('the password of a trainer signs in, and is then told what is missing', async () => {
    const rig = await startRig();
    const trainer = rig.box.state().users.find(({ role }) => role === 'approved_expert');
    const typed = { email: trainer?.email ?? '', password: trainerPassword };
    const connection = await rig.connect(undefined, typed);
    expect(connection.message).toContain(trainer?.fullName);
    const error = await failure(connection.read('learners'));
    expect([error.code, error.message]).toEqual([
      'permission_denied',
      expect.stringContaining('an administrator of the portal'),
    ]);
  });

  test('without the add-on it says so', async () => {
    const rig = await startRig();
    await rig.box.control.switches('coursebox', { api_add_on: 'off' });
    const error = await failure(rig.connect());
    expect([error.code, error.message]).toEqual(['permission_denied', expect.stringContaining('API add-on')]);
  });

  test('a page for people, or a portal without lists, is not taken for the API', async () => {
    const rig = await startRig();
    await rig.box.fault({ kind: 'html' });
    expect(await failure(rig.connect(pasted(tokens.valid)))).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('Check the API base URL'),
    });
  });

  test('a zone nobody knows is refused before anything is called', async () => {
    const rig = await startRig();
    const error = await failure(rig.connect(pasted(tokens.valid, { time_zone: 'Australia/Fremantle' })));
    expect([error.code, rig.box.exchanges.length]).toEqual(['invalid_request', 0]);
  });

  test('when a session ends is worked out where the vendor says enough', () => {
    const answer = (token: JsonObject, date?: string) =>
      sessionOf({ status: 200, headers: date === undefined ? {} : { date }, body: { token }, url: '' });
    const made = '2026-03-01T00:00:00.000Z';
    expect(answer({ id: 't', ttl: 60, created: made, userId: 7 })).toEqual({
      token: 't',
      expiresAt: '2026-03-01T00:01:00.000Z',
      extra: { user_id: '7' },
    });
    expect(answer({ id: 't', ttl: 60 }, 'Sun, 01 Mar 2026 00:00:00 GMT').expiresAt).toBe('2026-03-01T00:01:00.000Z');
    expect(answer({ id: 't', ttl: 60 })).toEqual({ token: 't' });
    expect(() => answer({ key: 't' })).toThrow('check the API base URL');
  });
});

describe('the API base URL', () => {
  const tidied = (typed: string): string => {
    const field: Field | undefined = fields['api_url'];
    const tidy = field?.tidy?.(typed) ?? typed;
    return new RegExp(`^(?:${field?.pattern?.source ?? ''})$`, 'u').test(tidy) ? tidy : 'refused';
  };
  test.each([
    ['api.coursebox.ai', 'https://api.coursebox.ai'],
    ['https://api.coursebox.ai/', 'https://api.coursebox.ai'],
    ['https://lms.client.example/coursebox/api/courses?x=1', 'https://lms.client.example/coursebox'],
    ['https://lms.client.example/explorer/#!/course', 'https://lms.client.example'],
    ['http://api.coursebox.ai', 'refused'],
    ['https://user:pw@api.coursebox.ai', 'refused'],
    ['https://127.0.0.1', 'refused'],
    ['https://api.coursebox.ai:8443', 'refused'],
  ])('%s is %s', (typed, expected) => {
    expect(tidied(typed)).toBe(expected);
  });
});

describe('what is read', () => {
  test('only learners are students, and whoever stops being one goes', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const before = await connection.read('learners');
    const people = rig.box.state().users;
    const roles = new Set([...before.keys].map((key) => people.find(({ id }) => id === key)?.role));
    expect([...roles]).toEqual(['learner']);
    const promoted = people.find(({ role }) => role === 'learner');
    rig.box.advance(day);
    Object.assign(promoted ?? {}, { role: 'approved_expert', updatedAt: new Date(rig.box.now()).toISOString() });
    const since = new Date(rig.box.now() - minute).toISOString();
    const after = await connection.read('learners', { mode: 'incremental', cursor: since, since, store: before.store });
    expect(after.keys.has(promoted?.id ?? '')).toBe(false);
    expect(after.keys.size).toBe(before.keys.size - 1);
  });

  test('names in every script, and the day of birth', async () => {
    const rig = await startRig();
    const learners = dataOf(await (await rig.connect()).read('learners'));
    const names = [...learners.values()].map((one) => textAt(one, 'full_name') ?? '');
    expect(names.some((name) => /\p{Script=Han}/u.test(name))).toBe(true);
    expect(names.some((name) => /\p{Script=Arabic}/u.test(name))).toBe(true);
    expect(learners.get('u_07')).toMatchObject({
      email: 'kim.ray@mail.example',
      date_of_birth: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
  });

  test('a course that is archived goes, and what is in it is not read any more', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const before = await connection.read('activities');
    const course = rig.box.state().courses.find(({ id }) => id === 'c_01');
    rig.box.advance(day);
    Object.assign(course ?? {}, { status: 'archived', updatedAt: new Date(rig.box.now()).toISOString() });
    expect((await connection.read('courses')).keys.has('c_01')).toBe(false);
    const after = await connection.read('activities', { store: before.store });
    expect([...before.keys].some((key) => key.startsWith('act_01_'))).toBe(true);
    expect([...after.keys].some((key) => key.startsWith('act_01_'))).toBe(false);
  });

  test('what the AI wrote says whether anybody has looked at it', async () => {
    const rig = await startRig();
    const activities = dataOf(await (await rig.connect()).read('activities'));
    expect(activities.get('act_draft_1_1')).toMatchObject({ custom: { ai_generated: true, reviewed_at: null } });
    expect(activities.get('act_01_1_1')).toMatchObject({
      custom: { ai_generated: true, reviewed_at: '2026-04-02T02:00:00.000Z', reviewed_by: 'u_03' },
    });
    expect(activities.get('act_02_1_1')).toMatchObject({ custom: { ai_generated: false, reviewed_at: null } });
  });

  test('a course that goes between listing and reading is left out and named', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const { store } = await connection.read('sections');
    await rig.box.fault({ kind: 'status', status: 404, path: '/api/courses/c_03/sections' });
    const read = await connection.read('sections', { store });
    expect(read.result).toMatchObject({
      outcome: 'complete',
      parts: { missed: [expect.objectContaining({ of: 'courses', key: 'c_03' })] },
    });
    expect([...read.keys]).toContain('s_03_1');
  });

  test('a portal that has only what is published: the person connects, each list is skipped with its reason', async () => {
    const rig = await startRig();
    await rig.box.control.switches('coursebox', { lists: 'absent' });
    const connection = await rig.connect();
    expect(connection.message).toContain('Plugboard Harbour');
    for (const name of ['learners', 'courses', 'enrolments', 'progress', 'results', 'sections'])
      expect((await connection.read(name)).result).toMatchObject({
        outcome: 'absent',
        reason: expect.stringContaining('override profile'),
      });
    expect(await failure(rig.connect(pasted(tokens.valid)))).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('override profile'),
    });
  });

  test('a limit without a word on when to come again is waited out', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    await rig.box.control.switches('coursebox', { limits: 'tight' });
    const read = await connection.read('sections');
    expect(read.result).toMatchObject({ outcome: 'complete' });
    expect(read.retries).toBeGreaterThan(0);
  });
});

describe('outcomes worked out', () => {
  test('agree with the marks, and are off unless switched on', async () => {
    const rig = await startRig();
    const outcomes = await (await rig.connect()).read('unit_outcomes');
    expect(outcomes.keys.size).toBeGreaterThan(0);
    for (const [key, data] of dataOf(outcomes)) {
      const marks = rig.box
        .state()
        .results.filter(({ userId, unitCodes }) => unitCodes.some((unitCode) => keyOf({ userId, unitCode }) === key));
      const last = marks.filter(
        (one) => !marks.some((two) => two.activityId === one.activityId && two.attempt > one.attempt),
      );
      expect(last.every(({ passed, gradedBy }) => passed === true && gradedBy === 'person')).toBe(true);
      expect(data).toMatchObject({
        result: 'competent',
        code: null,
        vendor_result: 'passed',
        custom: { derived: true },
      });
    }
    const off = await rig.connect(pasted(tokens.valid, { derive_outcomes: 'no' }));
    expect(off.absent).toEqual({ unit_outcomes: expect.stringContaining('Work out unit outcomes') });
    expect((await off.read('unit_outcomes')).result).toMatchObject({ outcome: 'absent' });
  });

  test('a mark taken back takes the outcome back', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const before = await connection.read('unit_outcomes');
    const [key = ''] = before.keys;
    for (const one of rig.box.state().results)
      if (one.unitCodes.some((unitCode) => keyOf({ userId: one.userId, unitCode }) === key)) one.gradedBy = 'ai';
    const after = await connection.read('unit_outcomes', { store: before.store });
    expect([after.keys.has(key), after.keys.size < before.keys.size]).toEqual([false, true]);
  });

  const mark = fc.record({
    userId: fc.constantFrom('u1', 'u2'),
    activityId: fc.constantFrom('a1', 'a2', 'a3'),
    enrolmentId: fc.constantFrom('e1', 'e2'),
    unitCodes: fc.uniqueArray(fc.constantFrom('HLTAID011', 'HLTAID009', 'BSBOPS502'), { maxLength: 3 }),
    attempt: fc.integer({ min: 1, max: 3 }),
    passed: fc.constantFrom(true, false, null),
    gradedBy: fc.constantFrom('ai', 'person'),
    gradedAt: fc.constantFrom('2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z'),
  });

  test('never from a mark of the AI or one that was not passed, in whatever order they come', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(mark, {
          selector: (one) => JSON.stringify([one.userId, one.activityId, one.enrolmentId, one.attempt]),
        }),
        (items) => {
          const marks = items.flatMap((item): Mark[] => {
            const found = markOf(item);
            return found === undefined ? [] : [found];
          });
          const outcomes = outcomesOf(marks);
          expect(outcomesOf(marks.toReversed())).toEqual(outcomes);
          expect(outcomes.map(keyOf)).toEqual(outcomes.map(keyOf).toSorted());
          for (const { userId, unitCode } of outcomes) {
            const about = items.filter(
              (one) => one.userId === userId && one.unitCodes.some((code) => code === unitCode),
            );
            const last = about.filter(
              (one) =>
                !about.some(
                  (two) =>
                    two.activityId === one.activityId &&
                    two.enrolmentId === one.enrolmentId &&
                    two.attempt > one.attempt,
                ),
            );
            expect(last.length).toBeGreaterThan(0);
            expect(last.every(({ passed, gradedBy }) => passed === true && gradedBy === 'person')).toBe(true);
          }
        },
      ),
    );
  });

  test('marks that cannot be told whose they are count for nobody', () => {
    for (const item of [{}, { userId: 'u' }, { userId: 'u', activityId: 'a', unitCodes: 'X' }])
      expect(markOf(item)).toBeUndefined();
  });
});

describe('what is written', () => {
  const ana = { first_name: 'Ana', last_name: 'Ng', email: 'Ana.Ng@mail.example', adult: true };

  test('a learner is made once, with a password nobody sees, and is changed', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const { output, records } = await act(connection, 'create_learner', ana);
    expect(output).toMatchObject({ id: 'u_w000001', data: { full_name: 'Ana Ng', email: 'Ana.Ng@mail.example' } });
    const password = rig.box.state().passwords['u_w000001'] ?? '';
    expect(password.length).toBeGreaterThan(30);
    expect(JSON.stringify([output, records, rig.logged()])).not.toContain(password);
    expect((await act(connection, 'create_learner', ana)).output).toMatchObject({ id: 'u_w000001' });
    const change = { learner_id: 'u_w000001', city: 'Perth', phone: '+61400000000', date_of_birth: '1990-05-01' };
    expect((await act(connection, 'update_learner', change)).output).toMatchObject({
      data: { date_of_birth: '1990-05-01', phones: [{ kind: 'mobile' }], addresses: [{ city: 'Perth' }] },
    });
    expect((await connection.read('learners')).keys.has('u_w000001')).toBe(true);
  });

  test('without a list of people to look into, the vendor is the one to say that the address is taken', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    await rig.box.control.switches('coursebox', { lists: 'absent' });
    await act(connection, 'create_learner', ana);
    const error = await failure(act(connection, 'create_learner', ana));
    expect([error.code, error.message]).toEqual(['conflict', expect.stringContaining('Email already exists')]);
  });

  test('enrolling twice gives one enrolment; cancelling takes it away, and a completed one stays', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const known = await connection.read('enrolments');
    await act(connection, 'create_learner', ana);
    const wish = { learner_id: 'u_w000001', course_id: 'c_13', expires_at: '2026-12-31T23:00:00+08:00' };
    const [first, second] = [
      await act(connection, 'enrol_learner', wish),
      await act(connection, 'enrol_learner', wish),
    ];
    expect(first.output).toMatchObject({ id: 'en_w000002', data: { status: 'active', ends_on: '2026-12-31' } });
    expect(second.output).toEqual(first.output);
    const cancelled = await act(connection, 'cancel_enrolment', { enrolment_id: 'en_w000002' });
    expect(cancelled.output).toMatchObject({ data: { status: 'cancelled' } });
    const completed = rig.box.state().enrolments.find(({ status }) => status === 'completed');
    const error = await failure(act(connection, 'cancel_enrolment', { enrolment_id: completed?.id ?? '' }));
    expect([error.code, error.message]).toEqual(['invalid_request', expect.stringContaining('is completed already')]);
    expect((await connection.read('enrolments')).keys.size).toBe(known.keys.size + 1);
  });

  test.each([
    ['enrol_learner', { learner_id: 'u_nobody', course_id: 'c_01' }, 'not_found'],
    ['enrol_learner', { learner_id: 'u_07', course_id: 'c_old' }, 'invalid_request'],
    ['update_learner', { learner_id: 'u_07', email: 'plugboard@harbourtraining.example' }, 'conflict'],
    ['publish_course', { course_id: 'c_nothing' }, 'not_found'],
    ['get_course_generation', { generation_id: 'gen_0' }, 'not_found'],
  ] as const)('%s with %j ends with %s', async (name, input, code) => {
    const rig = await startRig();
    expect((await failure(act(await rig.connect(), name, input))).code).toBe(code);
  });

  test.each([
    ['create_learner', { ...ana, adult: false }],
    ['create_learner', { ...ana, email: 'nobody' }],
    ['update_learner', { learner_id: 'u_07' }],
    ['enrol_learner', { learner_id: '../admin', course_id: 'c_01' }],
    ['generate_course', { title: 'x' }],
    ['generate_course', { title: 'x', prompt: 'y', source_urls: ['https://a.example'] }],
    ['generate_course', { title: 'x', source_urls: ['http://a.example'] }],
    ['create_course', { title: ' ' }],
  ] as const)('%s refuses %j by itself', (name, input) => {
    expect(coursebox.actions[name]?.input.safeParse(input).success).toBe(false);
  });

  test('the AI writes a course: queued, running, done; the draft is stored, and published when asked', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const wish = { title: 'Hände waschen', prompt: 'Hygiene in der Küche', language: 'de', sections: 2 };
    const { output } = await act(connection, 'generate_course', wish);
    expect(output).toMatchObject({ id: 'gen_w000001', status: 'queued', progress_percent: 0, course_id: null });
    const ask = () => act(connection, 'get_course_generation', { generation_id: 'gen_w000001' });
    rig.box.advance(30_000);
    expect((await ask()).output).toMatchObject({ status: 'running', course_id: null });
    rig.box.advance(30_000);
    const done = await ask();
    expect(done.output).toMatchObject({ status: 'completed', progress_percent: 100, course_id: 'c_w000002' });
    expect(done.records).toMatchObject([
      { stream: 'courses', items: [{ id: 'c_w000002', status: 'draft', aiGenerated: true }] },
    ]);
    const activities = dataOf(await connection.read('activities'));
    expect(activities.get('act_w000002_1_1')).toMatchObject({
      course_id: 'c_w000002',
      visible: false,
      custom: { ai_generated: true, reviewed_at: null },
    });
    const published = await act(connection, 'publish_course', { course_id: 'c_w000002' });
    expect(published.output).toMatchObject({ data: { status: 'published' } });
  });

  test('a source that cannot be read ends with a reason', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    await act(connection, 'generate_course', { title: 'x', source_urls: ['https://nowhere.invalid/page'] });
    rig.box.advance(minute);
    const { output } = await act(connection, 'get_course_generation', { generation_id: 'gen_w000001' });
    expect(output).toMatchObject({
      status: 'failed',
      course_id: null,
      error: expect.stringContaining('nowhere.invalid'),
    });
  });
});

describe('what a refusal means', () => {
  const refusal = (status: number, body: unknown) => readError({ status, headers: {}, body, url: '' });
  test.each([
    [401, { error: { code: 'LOGIN_FAILED', message: 'login failed' } }, 'auth_revoked'],
    [401, { error: { code: 'AUTHORIZATION_REQUIRED', message: 'Authorization Required' } }, 'auth_expired'],
    [403, {}, 'permission_denied'],
    [404, null, 'not_found'],
    [409, {}, 'conflict'],
    [422, { error: { details: { codes: { email: ['uniqueness'] } } } }, 'conflict'],
    [422, { error: { details: { codes: { email: ['custom'] }, messages: { email: 'bad' } } } }, 'invalid_request'],
    [429, 'slow down', 'rate_limited'],
  ])('%s %j is %s', (status, body, code) => {
    expect(refusal(status, body)?.code).toBe(code);
  });

  test('a limit without a word on when to come again is given a minute in all, one with its word that', () => {
    const told = (headers: Readonly<Record<string, string>>) =>
      readError({ status: 429, headers, body: null, url: '' });
    expect([told({})?.retryAfterMs, told({ 'retry-after': '7' })?.retryAfterMs]).toEqual([20_000, undefined]);
  });

  test('never throws, and leaves what it does not know to the engine', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(400, 401, 403, 404, 409, 422, 429),
        fc.jsonValue(),
        (status, body) => void refusal(status, body),
      ),
    );
    expect([refusal(500, {}), refusal(400, 'nonsense')]).toEqual([undefined, undefined]);
  });
});
