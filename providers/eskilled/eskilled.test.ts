/** The eSkilled connector through the real engine against its sandbox: connecting, tokens, reading, what installations lack, writing. */
import { models, PlugboardError, type JsonObject, type SandboxSignIn } from 'plugboard/contract';
import { isObject, textAt } from 'plugboard/kit';
import { type Connection, failure, openRig, type Reading, type Rig } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { actions } from './actions.ts';
import eskilled from './index.ts';
import sandbox from './sandbox.ts';
import { givenToken, login } from './sandbox/seed.ts';
import type { State } from './sandbox/state.ts';
import { sessionOf } from './session.ts';
import { settings as settingFields } from './site.ts';

const hour = 3_600_000;
const day = 24 * hour;

async function start(switches: Readonly<Record<string, string>> = {}): Promise<Rig<State>> {
  const rig = await openRig({ provider: eskilled, sandbox, folder: '' });
  onTestFinished(() => rig.stop());
  await rig.box.control.switches('eskilled', switches);
  return rig;
}

const [byLogin, byToken] = sandbox.signIns;

function signInWith(settings: Readonly<Record<string, string>>): SandboxSignIn {
  if (byLogin === undefined) throw new Error('the sandbox has no sign-in');
  return { ...byLogin, settings: { ...byLogin.settings, ...settings } };
}

async function connected(switches: Readonly<Record<string, string>> = {}) {
  const rig = await start(switches);
  return { rig, connection: await rig.connect() };
}

/** Paths called so far with what was asked, forgotten when read. */
function callsOf(rig: Rig<State>): string[] {
  const made = rig.box.exchanges.map(({ request }) => {
    const query = request.query.toString();
    return `${request.method} ${request.path.replace('/api', '')}${query === '' ? '' : `?${query}`}`;
  });
  rig.box.exchanges.length = 0;
  return made;
}

async function since(connection: Connection, name: string, cursorMs: number, change: Reading) {
  return connection.read(name, { mode: 'incremental', cursor: new Date(cursorMs).toISOString(), ...change });
}

function dataOf(
  store: { readonly records: ReadonlyMap<string, { readonly data: object | null }> },
  key: string,
): JsonObject {
  const data = store.records.get(key)?.data;
  if (!isObject(data)) throw new Error(`there is no record ${key}`);
  return data;
}

function act(connection: Connection, name: keyof typeof actions, input: JsonObject) {
  const action = eskilled.actions[name];
  if (action === undefined) throw new Error(`there is no action ${name}`);
  const { settings, account } = connection;
  const http = connection.open(`action ${name}`);
  return action.run({
    http,
    input: action.input.parse(input),
    idempotencyKey: 'test',
    settings,
    account,
    method: 'login',
  });
}

// --- connecting -----------------------------------------------------------------------------------------------------------

describe('connecting', () => {
  test('signs in, asks for the first student, tries the lists', async () => {
    const { rig, connection } = await connected();
    expect(connection.message).toBe('Connected to eSkilled of harbour');
    expect(connection.account).toEqual({ id: 'harbour', name: 'harbour', meta: { enrolment_list: 'all' } });
    expect(callsOf(rig)).toEqual([
      'POST /Login',
      ...['Student', 'Course', 'Enrolment', 'Activity'].map((path) => `GET /${path}?page=1&pageSize=1`),
    ]);
  });

  test('says what the API does not offer, and reads the rest', async () => {
    const { connection } = await connected({ proposal: 'absent' });
    expect(connection.message).toBe(
      'Connected to eSkilled of harbour; it does not offer courses and activities; enrolments are read student by student',
    );
    expect(Object.keys(connection.absent)).toEqual(['courses', 'activities']);
    expect(connection.absent['activities']).toContain('does not answer /Activity');
    expect((await connection.read('students')).keys.size).toBe(34);
    expect((await connection.read('enrolments')).keys.size).toBe(64);
    for (const name of ['units', 'unit_outcomes', 'assessments', 'progress'])
      expect((await connection.read(name)).result, name).toMatchObject({ outcome: 'absent' });
  });

  test('a right that is missing, and a page for people in place of a list, are no reason not to connect', async () => {
    const rig = await start();
    await rig.box.fault({ kind: 'status', status: 403, path: '/api/Course', body: { message: 'No.' } });
    await rig.box.fault({ kind: 'html', path: '/api/Activity' });
    const { absent } = await rig.connect();
    expect(absent).toEqual({
      courses: expect.stringContaining('may not read /Course'),
      activities: expect.stringContaining('does not answer /Activity'),
    });
    await rig.box.fault({ kind: 'status', status: 500, path: '/api/Enrolment' });
    expect(await failure(rig.connect())).toMatchObject({ code: 'provider_unavailable' });
  });

  test('wrong values, however they are refused', async () => {
    const rig = await start();
    for (const wrong of [
      { ...login, lms_token: 'wrong' },
      { ...login, username: 'x@y.example' },
    ])
      expect(await failure(rig.connect(byLogin, wrong))).toMatchObject({ code: 'auth_revoked' });
    expect(await failure(rig.connect(signInWith({ sub_domain: 'another' })))).toMatchObject({ code: 'auth_revoked' });
    const body = { success: false, message: 'Invalid API key.' };
    await rig.box.fault({ kind: 'status', status: 200, path: '/api/Login', body });
    expect(await failure(rig.connect())).toMatchObject({
      code: 'auth_revoked',
      message: expect.stringContaining('Invalid API key.'),
    });
    await rig.box.clearFaults();
    expect(await failure(rig.connect(signInWith({ time_zone: 'Australia/Nowhere' })))).toMatchObject({
      code: 'invalid_request',
      details: { problems: [{ path: 'settings.time_zone' }] },
    });
    expect(await failure(rig.connect(signInWith({ api_url: 'https://127.0.0.1/api' })))).toMatchObject({
      code: 'blocked_host',
    });
  });

  test.each([
    ['harbour', 'harbour'],
    ['https://harbour.rto.net.au/login?x=1', 'harbour'],
    ['harbour.rto.net.au', 'harbour'],
    ['45123', '45123'],
    ['HT RTO', undefined],
    ['', undefined],
    ['https://', undefined],
  ])('%j typed as sub-domain is %j', (typed, kept) => {
    const field = settingFields['sub_domain'];
    const tidied = field?.tidy?.(typed) ?? typed;
    const good = new RegExp(`^(?:${field?.pattern?.source})$`, 'u').test(tidied);
    expect(good ? tidied : undefined).toBe(kept);
  });
});

// --- tokens ---------------------------------------------------------------------------------------------------------------

describe('the token', () => {
  test('is renewed by signing in shortly before it ends, and when it is refused all the same', async () => {
    const { rig, connection } = await connected();
    callsOf(rig);
    rig.box.advance(hour - 60_000);
    await connection.read('courses');
    expect(callsOf(rig)).toEqual(['POST /Login', 'GET /Course?page=1&pageSize=100']);
    rig.box.state().tokens = {};
    await connection.read('courses');
    expect(callsOf(rig)).toEqual(['GET /Course?page=1&pageSize=100', 'POST /Login', 'GET /Course?page=1&pageSize=100']);
  });

  test('that was pasted ends in words', async () => {
    const rig = await start();
    const connection = await rig.connect(byToken);
    expect((await connection.read('students')).keys.size).toBe(34);
    delete rig.box.state().tokens[givenToken];
    expect(await failure(connection.read('students'))).toMatchObject({ code: 'auth_revoked' });
  });

  test('tells its end, or is believed for an hour; without one nobody is signed in', () => {
    const date = 'Fri, 20 Nov 2026 00:00:00 GMT';
    const jwt = (claims: unknown) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
    const end = (token: string) => sessionOf({ body: { token }, headers: { date } }).expiresAt;
    expect(end(jwt({ exp: 1_795_140_000 }))).toBe('2026-11-20T02:00:00.000Z');
    for (const token of [jwt({}), jwt(null), jwt({ exp: 'soon' }), 'opaque', 'a.%%%.c'])
      expect(end(token)).toBe('2026-11-20T01:00:00.000Z');
    expect(sessionOf({ body: { token: 'opaque' }, headers: {} })).toEqual({ token: 'opaque' });
    for (const body of [null, {}, { token: '' }, 'no', { success: false, message: 'No.' }])
      expect(() => sessionOf({ body, headers: {} })).toThrow(PlugboardError);
  });

  test('and the key are in no log and no checkpoint', async () => {
    const { rig, connection } = await connected();
    const { store } = await connection.read('activities');
    const tokens = Object.keys(rig.box.state().tokens).filter((token) => token !== givenToken);
    const kept = JSON.stringify(store.pages.map(({ checkpoint }) => checkpoint)) + rig.logged().join('\n');
    expect(tokens).toHaveLength(1);
    for (const secret of [...tokens, login.lms_token]) expect(kept).not.toContain(secret);
  });
});

// --- reading --------------------------------------------------------------------------------------------------------------

describe('lists', () => {
  test('are read alike however an installation writes them', async () => {
    const usual = await connected();
    const other = await connected({ names: 'pascal', envelope: 'data', paging: 'ignored', changes: 'ignored' });
    for (const name of Object.keys(eskilled.streams)) {
      const [one, two] = await Promise.all([usual, other].map(async ({ connection }) => connection.read(name)));
      const shown = (read: typeof one) => [...(read?.store.records ?? [])].map(([key, { data }]) => [key, data]);
      expect(shown(two), name).toEqual(shown(one));
    }
  });

  test.each([99, 100, 101, 250])('of %i that takes no notice of pages is read once and ends', async (count) => {
    const { rig, connection } = await connected({ paging: 'ignored' });
    await rig.box.control.grow('eskilled', 'courses', count - 13);
    callsOf(rig);
    const { keys, store } = await connection.read('courses');
    expect(keys.size).toBe(count);
    expect(callsOf(rig)).toHaveLength(count < 100 ? 1 : 2);
    expect([...store.writes.values()].every((times) => times === 1)).toBe(true);
  });

  test('pages are followed to the short one, and a full last one costs an empty one', async () => {
    const { rig, connection } = await connected();
    await rig.box.control.grow('eskilled', 'courses', 187);
    callsOf(rig);
    expect((await connection.read('courses')).keys.size).toBe(200);
    expect(callsOf(rig)).toEqual([1, 2, 3].map((page) => `GET /Course?page=${page}&pageSize=100`));
  });

  test('are asked for what changed, two minutes early, and deletions are found by full passes', async () => {
    const { rig, connection } = await connected();
    const { store } = await connection.read('students');
    rig.box.advance(3 * day);
    const [liam, ana] = rig.box.state().students;
    Object.assign(liam ?? {}, { studentMobileNumber: '0400 000 000', modifiedDate: '2026-11-22T23:59:00Z' });
    rig.box.state().students = rig.box.state().students.filter((one) => one !== ana);
    callsOf(rig);
    await since(connection, 'students', Date.parse('2026-11-23T00:00:00Z'), { store });
    expect(callsOf(rig)[1]).toBe('GET /Student?page=1&pageSize=100&modifiedSince=2026-11-22T23%3A58%3A00Z');
    expect([...store.writes.values()].filter((times) => times > 1)).toHaveLength(1);
    expect(store.records.get(String(ana?.studentID))?.deleted).toBe(false);
    await connection.read('students', { store });
    expect(store.records.get(String(ana?.studentID))?.deleted).toBe(true);
  });

  test.each([[{}], [{ data: 'none' }], [{ error: 'maintenance' }], ['']])(
    '%j is not taken for an empty list',
    async (body) => {
      const { rig, connection } = await connected();
      const { store } = await connection.read('students');
      await rig.box.fault({ kind: 'status', status: 200, headers: { 'content-type': 'application/json' }, body });
      expect(await failure(connection.read('students', { store }))).toMatchObject({ code: 'decode_failed' });
      expect([...store.records.values()].filter(({ deleted }) => deleted)).toEqual([]);
    },
  );

  test('a refusal in a 200 is one, in its own words', async () => {
    const { rig, connection } = await connected();
    const refuse = (message: string) =>
      rig.box.fault({ kind: 'status', status: 200, body: { success: false, message }, times: 1 });
    await refuse('You do not have permission to this list.');
    expect(await failure(connection.read('students'))).toMatchObject({ code: 'permission_denied' });
    await refuse('Token has expired.');
    callsOf(rig);
    expect((await connection.read('students')).keys.size).toBe(34);
    expect(callsOf(rig)).toContain('POST /Login');
  });

  test('a row without an id costs that row', async () => {
    const { rig, connection } = await connected();
    const body = [{ studentName: 'Nobody' }, { studentID: 7, studentName: '' }, 'x'];
    await rig.box.fault({ kind: 'status', status: 200, body });
    const { store } = await connection.read('students');
    expect([...store.records.values()].filter(({ problem }) => problem !== null)).toHaveLength(2);
    expect(dataOf(store, '7')).toMatchObject({ first_name: null, full_name: null });
  });
});

describe('students and courses', () => {
  test('are whole, whatever they are called', async () => {
    const { rig, connection } = await connected();
    const { store } = await connection.read('students');
    const person = rig.box.state().students.find(({ studentSurname }) => studentSurname === "D'Angelo");
    expect(dataOf(store, String(person?.studentID))).toMatchObject({
      full_name: "Liam D'Angelo",
      usi: person?.studentUniqueStudentIdentifier,
      date_of_birth: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      phones: [{ kind: 'mobile', number: person?.studentMobileNumber }],
    });
    const names = [...store.records.values()].map(({ data }) => models.student.parse(data).full_name ?? '');
    expect(names.some((name) => /\p{Script=Han}/u.test(name))).toBe(true);
    expect(names.some((name) => /\p{Script=Arabic}/u.test(name))).toBe(true);
  });

  test('a unit is one of each course it is in', async () => {
    const { connection } = await connected();
    const { keys } = await connection.read('units');
    expect([...keys].filter((key) => key.endsWith(':372'))).toEqual(['72:372', '82:372']);
  });
});

describe('enrolments student by student', () => {
  test('are the same enrolments', async () => {
    const listed = await (await connected()).connection.read('enrolments');
    const { rig, connection } = await connected({ enrolment_list: 'absent' });
    callsOf(rig);
    const { store, keys } = await connection.read('enrolments');
    expect(keys).toEqual(listed.keys);
    for (const key of keys) expect(dataOf(store, key)).toEqual(dataOf(listed.store, key));
    expect(callsOf(rig).filter((call) => call.startsWith('GET /ExternalEnrolment'))).toHaveLength(34);
    expect((await connection.read('unit_outcomes')).keys.size).toBe(71);
  });

  test('go on where a run was killed', async () => {
    const { rig, connection } = await connected({ enrolment_list: 'absent' });
    const { store } = await connection.read('enrolments');
    const [first] = store.pages;
    expect(store.pages).toHaveLength(2);
    callsOf(rig);
    await connection.read('enrolments', { store, checkpoint: first?.checkpoint ?? undefined, pagesStored: 1 });
    expect(callsOf(rig).filter((call) => call.startsWith('GET /ExternalEnrolment'))).toHaveLength(10);
  });

  test('a student who cannot be told from others ends the run before anything is taken for deleted', async () => {
    const { rig, connection } = await connected({ enrolment_list: 'absent' });
    const { store } = await connection.read('enrolments');
    const body = [{ ref: 1001 }];
    await rig.box.fault({ kind: 'status', status: 200, path: '/api/Student', body });
    expect(await failure(connection.read('enrolments', { store }))).toMatchObject({
      code: 'decode_failed',
      message: expect.stringContaining('has no studentID'),
    });
    expect([...store.records.values()].filter(({ deleted }) => deleted)).toEqual([]);
  });

  test('who has none may be not found; when everybody is, nothing is taken for deleted', async () => {
    const { rig, connection } = await connected({ enrolment_list: 'absent' });
    const { store } = await connection.read('enrolments');
    const fault = { kind: 'status', status: 404, path: '/api/ExternalEnrolment/Student', body: {} } as const;
    await rig.box.fault({ ...fault, times: 1 });
    const { result } = await connection.read('enrolments', { store });
    expect(result).toMatchObject({ outcome: 'complete' });
    await rig.box.fault(fault);
    const before = [...store.records.values()].filter(({ deleted }) => deleted).length;
    expect(await failure(connection.read('enrolments', { store }))).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('for none of the students'),
    });
    expect([...store.records.values()].filter(({ deleted }) => deleted)).toHaveLength(before);
  });
});

describe('enrolment by enrolment', () => {
  test('an incremental run asks only about enrolments that changed, a full one about all', async () => {
    const { rig, connection } = await connected();
    const { store } = await connection.read('unit_outcomes');
    rig.box.advance(3 * day);
    const cursor = rig.box.now();
    rig.box.advance(hour);
    const unit = rig.box.state().enrolmentUnits.find(({ outcomeCode }) => outcomeCode === '70');
    const key = `${unit?.enrolmentID}:${unit?.enrolmentUnitID}`;
    await act(connection, 'record_outcome', {
      student_id: textAt(dataOf(store, key), 'student_id') ?? '',
      enrolment_id: String(unit?.enrolmentID),
      unit_code: unit?.unitCode ?? '',
      code: '51',
      ends_on: '2026-11-22',
    });
    callsOf(rig);
    await since(connection, 'unit_outcomes', cursor, { store });
    expect(callsOf(rig).filter((call) => call.includes('/Units'))).toEqual([
      `GET /Enrolment/${unit?.enrolmentID}/Units?page=1&pageSize=100`,
    ]);
    expect(dataOf(store, key)).toMatchObject({ result: 'rpl_granted', code: '51', ends_on: '2026-11-22' });
  });

  test('progress that is not told is worked out from the units', async () => {
    const { rig, connection } = await connected({ progress: 'absent' });
    const { store } = await connection.read('progress');
    const enrolment = rig.box
      .state()
      .enrolments.find(({ courseCode, status }) => courseCode === 'BSB50420' && status !== 'Pending');
    const units = rig.box.state().enrolmentUnits.filter(({ enrolmentID }) => enrolmentID === enrolment?.enrolmentID);
    expect(dataOf(store, String(enrolment?.enrolmentID))).toMatchObject({
      kind: 'completion',
      activity_id: null,
      student_id: String(enrolment?.studentID),
      course_id: String(enrolment?.courseID),
      progress_percent: Math.floor(
        (100 * units.filter(({ outcomeCode }) => ['20', '51', '60'].includes(outcomeCode ?? '')).length) / units.length,
      ),
      figures: { units_total: units.length },
    });
  });

  test('one enrolment that may not be seen is left out, and nothing is swept', async () => {
    const { rig, connection } = await connected();
    const { store } = await connection.read('assessments');
    await rig.box.fault({ kind: 'status', status: 403, path: '/api/Enrolment/501/Assessments', body: {} });
    const { result } = await connection.read('assessments', { store });
    expect(result).toMatchObject({ outcome: 'complete', swept: undefined });
    expect(result.outcome === 'complete' && result.parts?.missed).toMatchObject([{ code: 'permission_denied' }]);
  });

  test('attempts, outcomes and states of the seeded college are all understood', async () => {
    const { connection } = await connected();
    const all = async (name: string) =>
      [...(await connection.read(name)).store.records.values()].map(({ data }) => data);
    const submissions = (await all('assessments')).map((data) => models.submission.parse(data));
    expect(new Set(submissions.map(({ status }) => status))).toEqual(new Set(['not_submitted', 'submitted', 'graded']));
    expect(submissions.some(({ attempt }) => attempt === 2)).toBe(true);
    const results = new Set((await all('unit_outcomes')).map((data) => models.outcome.parse(data).result));
    expect(results.has('unknown')).toBe(false);
    for (const result of [
      'competent',
      'not_yet_competent',
      'rpl_granted',
      'credit_transfer',
      'withdrawn',
      'continuing',
      'not_started',
    ])
      expect(results, result).toContain(result);
    const statuses = new Set((await all('enrolments')).map((data) => models.enrolment.parse(data).status));
    expect(statuses).toEqual(new Set(['pending', 'active', 'completed', 'withdrawn', 'cancelled']));
  });
});

// --- writing --------------------------------------------------------------------------------------------------------------

describe('actions', () => {
  const zoe = { first_name: 'Zoë', last_name: "O'李", email: 'zoe@mail.example' };

  test('a student is created once, and completed when an earlier attempt got half-way', async () => {
    const { rig, connection } = await connected();
    await rig.box.fault({ kind: 'status', status: 500, method: 'POST', path: '/api/StudentInfo', times: 1 });
    const details = { ...zoe, date_of_birth: '1999-04-01', usi: 'ABCDE23456', gender: 'female' };
    expect(await failure(act(connection, 'create_student', details))).toMatchObject({ code: 'provider_unavailable' });
    const { output } = await act(connection, 'create_student', details);
    expect(output).toMatchObject({
      id: '1041',
      data: { full_name: "Zoë O'李", date_of_birth: '1999-04-01', usi: 'ABCDE23456', gender: 'female' },
    });
    const last = rig.box.state().students.at(-1);
    expect(last).toMatchObject({ studentID: 1041, studentDOB: '01-04-1999' });
    // Somebody known keeps what is there.
    const again = await act(connection, 'create_student', {
      ...zoe,
      email: 'ZOE@mail.example',
      date_of_birth: '2000-01-01',
    });
    expect(again.output).toEqual(output);
    // A sister with the same address is somebody else.
    expect((await act(connection, 'create_student', { ...zoe, first_name: 'Mia' })).output).toMatchObject({
      id: '1042',
    });
  });

  test('a student whose answer was lost is not made twice', async () => {
    const { rig, connection } = await connected();
    await rig.box.fault({ kind: 'lose_answer', method: 'POST', path: '/api/Student', times: 1 });
    await failure(act(connection, 'create_student', zoe));
    expect((await act(connection, 'create_student', zoe)).output).toMatchObject({ id: '1041' });
    expect(rig.box.state().students).toHaveLength(35);
  });

  test('only what is given is changed', async () => {
    const { rig, connection } = await connected();
    const before = { ...rig.box.state().students[0] };
    const { output } = await act(connection, 'update_student', {
      student_id: String(before.studentID),
      last_name: 'New-Name',
    });
    expect(output).toMatchObject({ data: { last_name: 'New-Name', email: before.studentEmail } });
    const { modifiedDate: _then, ...kept } = before;
    expect(rig.box.state().students[0]).toMatchObject({ ...kept, studentSurname: 'New-Name' });
    expect(await failure(act(connection, 'update_student', { student_id: '9', mobile: '0400' }))).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('The student was not found.'),
    });
    expect(() => actions.update_student.input.parse({ student_id: '9' })).toThrow('something to change');
  });

  test('enrolling answers the active enrolment there is', async () => {
    const { rig, connection } = await connected();
    const student = String(rig.box.state().students[3]?.studentID);
    const input = { student_id: student, course_id: '83', starts_on: '2026-12-01', ends_on: '2027-01-31' };
    const first = await act(connection, 'enrol_student', input);
    expect(first.output).toMatchObject({
      id: '565',
      data: { student_id: student, course_id: '83', status: 'active', starts_on: '2026-12-01', ends_on: '2027-01-31' },
    });
    callsOf(rig);
    expect((await act(connection, 'enrol_student', input)).output).toEqual(first.output);
    expect(callsOf(rig).filter((call) => call.startsWith('POST'))).toEqual([]);
    expect(await failure(act(connection, 'enrol_student', { ...input, course_id: '9' }))).toMatchObject({
      code: 'not_found',
    });
    expect(() => actions.enrol_student.input.parse({ ...input, ends_on: '2026-11-30' })).toThrow('before starts_on');
  });

  test('an enrolment is withdrawn', async () => {
    const { rig, connection } = await connected();
    const enrolment = rig.box.state().enrolments.find(({ status }) => status === 'Active');
    const { output } = await act(connection, 'update_enrolment', {
      student_id: String(enrolment?.studentID),
      enrolment_id: String(enrolment?.enrolmentID),
      status: 'withdrawn',
      ends_on: '2026-11-19',
    });
    expect(output).toMatchObject({ data: { status: 'withdrawn', vendor_status: 'Withdrawn', ends_on: '2026-11-19' } });
    expect(enrolment).toMatchObject({ status: 'Withdrawn', endDate: '2026-11-19' });
    const missing = { student_id: '1', enrolment_id: '9', status: 'active' };
    expect(await failure(act(connection, 'update_enrolment', missing))).toMatchObject({ code: 'not_found' });
  });

  test('an outcome that the dates contradict is refused', async () => {
    const { rig, connection } = await connected();
    const unit = rig.box.state().enrolmentUnits.find(({ outcomeCode }) => outcomeCode === '70');
    const input = {
      student_id: '1',
      enrolment_id: String(unit?.enrolmentID),
      unit_code: unit?.unitCode ?? '',
      code: '20',
      ends_on: '2020-01-01',
    };
    expect(await failure(act(connection, 'record_outcome', input))).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('before activityStartDate'),
    });
    expect(() => actions.record_outcome.input.parse({ ...input, code: '85' })).toThrow('Invalid option');
    expect(await failure(act(connection, 'record_outcome', { ...input, unit_code: 'A/..%2f' }))).toMatchObject({
      code: 'not_found',
    });
  });
});
