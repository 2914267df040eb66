/** The JR Plus connector through the real engine against its sandbox: connecting, reading, writing, and what an installation may be like. */
import { type Field, type JsonObject, type SandboxSignIn } from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { type Connection, failure, openRig, type Reading, type Rig } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { actions } from './actions.ts';
import readytech from './index.ts';
import sandbox, { apiKey, host } from './sandbox.ts';
import { deleteEnrolment, text, type State } from './sandbox/state.ts';
import { settings as settingFields } from './site.ts';

const day = 86_400_000;

// --- set-up ---------------------------------------------------------------------------------------------------------------

async function start(switches: Readonly<Record<string, string>> = {}): Promise<Rig<State>> {
  const rig = await openRig({ provider: readytech, sandbox, folder: '' });
  onTestFinished(() => rig.stop());
  await rig.box.control.switches('readytech_jr', switches);
  return rig;
}

const [byKey, byOauth] = sandbox.signIns;

function signInWith(settings: Readonly<Record<string, string>>, fields: Readonly<Record<string, string>> = {}) {
  if (byKey === undefined) throw new Error('the sandbox has no sign-in');
  const made: SandboxSignIn = {
    ...byKey,
    fields: { ...byKey.fields, ...fields },
    settings: { ...byKey.settings, ...settings },
  };
  return made;
}

async function connected(switches: Readonly<Record<string, string>> = {}) {
  const rig = await start(switches);
  return { rig, connection: await rig.connect() };
}

/** Calls so far, forgotten when read. */
function callsOf(rig: Rig<State>): string[] {
  const made = rig.box.exchanges.map(({ request }) => {
    const query = request.query.toString();
    return `${request.method} ${request.path.replace('/webservice/', '')}${query === '' ? '' : `?${query}`}`;
  });
  rig.box.exchanges.length = 0;
  return made;
}

function bodiesOf(rig: Rig<State>): string[] {
  return rig.box.exchanges.map(({ request }) => request.body.toString('utf8')).filter((body) => body !== '');
}

function dataOf(
  store: { readonly records: ReadonlyMap<string, { readonly data: object | null }> },
  key: string,
): JsonObject {
  const data = store.records.get(key)?.data;
  if (!isObject(data)) throw new Error(`there is no record ${key}`);
  return data;
}

interface Done {
  readonly output: JsonObject;
  readonly records: readonly { readonly stream: string; readonly items: readonly unknown[] }[];
}

async function act(connection: Connection, name: keyof typeof actions, input: JsonObject): Promise<Done> {
  const action = actions[name];
  const { settings, account } = connection;
  const http = connection.open(`action ${name}`);
  // Each action checks its own input; here they are called by name, as the hub does.
  const run: (context: {
    http: typeof http;
    input: never;
    idempotencyKey: string;
    settings: typeof settings;
    account: typeof account;
    method: string;
  }) => Promise<{ output: object; records?: Done['records'] }> = action.run;
  const parsed: unknown = action.input.parse(input);
  const done = await run({
    http,
    input: parsed as never,
    idempotencyKey: 'test',
    settings,
    account,
    method: 'api_key',
  });
  expect(action.output.safeParse(done.output).error).toBeUndefined();
  return { output: JSON.parse(JSON.stringify(done.output)), records: done.records ?? [] };
}

// --- connecting -----------------------------------------------------------------------------------------------------------

describe('connecting', () => {
  test('the key as the password of nobody, then what may not be there', async () => {
    const { rig, connection } = await connected();
    expect(connection.message).toBe(`Connected to JR Plus at ${host}`);
    expect([connection.account, connection.absent]).toEqual([{ id: host, name: host, meta: {} }, {}]);
    const { request } = rig.box.exchanges[0] ?? {};
    expect(request?.headers['authorization']).toBe(`Basic ${Buffer.from(`:${apiKey}`).toString('base64')}`);
    expect(request?.headers).toMatchObject({ accept: 'application/xml' });
    expect(request?.headers).not.toHaveProperty('x-organization-id');
    expect(callsOf(rig)).toEqual([
      'GET references/party_type?offset=0&limit=1',
      'GET courses?offset=0&limit=1',
      'GET courses/CR00301/units?offset=0&limit=1',
      'GET enrolments?offset=0&limit=1',
      'GET enrolments/EN20001/enrolment_units?offset=0&limit=1',
      'GET enrolments/EN20001/assessments?offset=0&limit=1',
    ]);
  });

  test('an installation without units of enrolments, or without a list of enrolments, has the rest', async () => {
    const lacks = (what: string) =>
      `This JR Plus does not have ${what}. If it has it under another path, an override profile can say so.`;
    const noUnits = await connected({ unit_results: 'off' });
    expect(noUnits.connection.message).toContain('6 of its lists and actions are not to be found there');
    expect(noUnits.connection.absent).toEqual({
      unit_results: lacks('units of enrolments'),
      record_unit_outcome: lacks('units of enrolments'),
      add_unit: lacks('units of enrolments'),
      remove_unit: lacks('units of enrolments'),
      assessments: lacks('assessments of enrolments'),
      record_assessment_outcome: lacks('assessments of enrolments'),
    });
    expect((await noUnits.connection.read('enrolments')).keys.size).toBe(64);
    const noList = await connected({ enrolment_list: 'off' });
    expect(Object.keys(noList.connection.absent)).toEqual(['enrolments', 'unit_results', 'assessments']);
  });

  test('a wrong key, a key without rights, a wrong site, no such time zone', async () => {
    const rig = await start();
    const wrong = await failure(rig.connect(byKey, { api_key: `${apiKey}x` }));
    expect(wrong).toMatchObject({ code: 'auth_revoked', message: expect.stringContaining('does not accept') });
    await rig.box.fault({ kind: 'status', status: 403, headers: { 'content-type': 'text/plain' }, body: 'no' });
    expect(await failure(rig.connect())).toMatchObject({
      code: 'permission_denied',
      message: expect.stringContaining('ask ReadyTech'),
    });
    await rig.box.clearFaults();
    await rig.box.fault({ kind: 'status', status: 404, headers: { 'content-type': 'text/html' }, body: '<html>' });
    expect(await failure(rig.connect())).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(`${host} does not answer like JR Plus`),
      details: { problems: [{ path: 'settings.base_url' }] },
    });
    await rig.box.clearFaults();
    expect(await failure(rig.connect(signInWith({ time_zone: 'Australia/Nowhere' })))).toMatchObject({
      code: 'invalid_request',
      details: { problems: [{ path: 'settings.time_zone' }] },
    });
    expect(await failure(rig.connect(signInWith({ base_url: 'https://127.0.0.1' })))).toMatchObject({
      code: 'blocked_host',
    });
  });

  test('by OAuth: the organisation goes along; a token that has run out is renewed in the middle, once', async () => {
    const rig = await start();
    const connection = await rig.connect(byOauth);
    expect(rig.box.exchanges.at(-1)?.request.headers).toMatchObject({
      'x-organization-id': 'harbour-training',
      authorization: expect.stringMatching(/^Bearer [0-9a-f]{64}$/),
    });
    const { tokens: first } = await connection.credential.read();
    callsOf(rig);
    let parts = 0;
    const read = await connection.read('unit_results', {
      watch: () => {
        parts += 1;
        if (parts === 5) rig.box.advance(2 * 3_600_000);
      },
    });
    expect(read.keys.size).toBe(71);
    expect(callsOf(rig).filter((call) => call.includes('oauth/token'))).toHaveLength(1);
    const { tokens: second } = await connection.credential.read();
    expect(second?.refresh_token).not.toBe(first?.refresh_token);
    // The one before is dead, and using it would end the grant.
    expect(Object.values(rig.box.state().oauth.grants).map(({ ended, reuses }) => [ended, reuses])).toEqual([
      [null, 0],
    ]);
  });

  test('a key that ReadyTech has replaced stops working', async () => {
    const { rig, connection } = await connected();
    rig.box.state().keys = ['another-key-entirely'];
    expect(await failure(connection.read('students'))).toMatchObject({ code: 'auth_revoked' });
  });
});

describe('the address', () => {
  const field: Field | undefined = settingFields['base_url'];
  const accepted = (typed: string): string | undefined => {
    const tidied = field?.tidy?.(typed) ?? typed;
    return new RegExp(`^(?:${field?.pattern?.source})$`, 'u').test(tidied) ? tidied : undefined;
  };

  test.each([
    ['college.jobreadyplus.com', 'https://college.jobreadyplus.com'],
    ['https://College.readystudent.io/webservice/parties?x=1#y', 'https://college.readystudent.io'],
    ['https://college.jobreadyrto.com.au:8443/', 'https://college.jobreadyrto.com.au:8443'],
  ])('%s', (typed, kept) => {
    expect(accepted(typed)).toBe(kept);
  });

  test.each([
    'http://college.jobreadyplus.com',
    'https://user:secret@college.example',
    'https://',
    'javascript:alert(1)',
    '',
  ])('%j is refused', (typed) => {
    expect(accepted(typed)).toBeUndefined();
  });

  test('OAuth elsewhere may be reached, and nothing else', () => {
    const hosts = (given: Readonly<Record<string, string>>) =>
      typeof readytech.hosts === 'function' ? readytech.hosts(given) : readytech.hosts;
    expect(hosts({ base_url: 'https://a.example' })).toEqual(['a.example']);
    expect(hosts({ base_url: 'https://a.example', renewal_url: 'https://id.example/token' })).toEqual([
      'a.example',
      'id.example',
    ]);
  });
});

// --- reading --------------------------------------------------------------------------------------------------------------

async function since(connection: Connection, name: string, cursorMs: number, change: Reading) {
  return connection.read(name, { mode: 'incremental', cursor: new Date(cursorMs).toISOString(), ...change });
}

describe('reading', () => {
  test('people in every script, with USI', async () => {
    const { connection } = await connected();
    const { store } = await connection.read('students');
    const names = [...store.records.values()].map(({ data }) => (isObject(data) ? data['full_name'] : undefined));
    expect(names).toEqual(expect.arrayContaining(['李 小龍', "Siobhán O'Sullivan", 'Ásgeir Þórsson']));
    expect(dataOf(store, 'PA05007')).toMatchObject({
      first_name: 'Kim',
      usi: expect.stringMatching(/^[2-9A-HJ-NP-Z]{10}$/),
      gender: 'other',
      phones: [{ kind: 'mobile' }],
    });
  });

  test('results of every kind, each with its code and whose it is', async () => {
    const { connection } = await connected();
    const { store } = await connection.read('unit_results');
    const found = new Set(
      [...store.records.keys()].map((key) => {
        const { code, result } = dataOf(store, key);
        return JSON.stringify([code, result]);
      }),
    );
    expect([...found].toSorted()).toEqual(
      [
        ['20', 'competent'],
        ['30', 'not_yet_competent'],
        ['40', 'withdrawn'],
        ['51', 'rpl_granted'],
        ['60', 'credit_transfer'],
        ['70', 'continuing'],
        [null, 'not_started'],
      ].map((one) => JSON.stringify(one)),
    );
    expect(dataOf(store, 'EN20001:901')).toMatchObject({ student_id: 'PA05007', enrolment_id: 'EN20001' });
  });

  test('only what changed: the day before is asked for once more, on the site’s calendar', async () => {
    const { rig, connection } = await connected();
    const { store } = await connection.read('students');
    // Two in the morning in Perth is still the day before in UTC.
    const cursor = rig.box.now() - 6 * 3_600_000;
    rig.box.advance(30 * 60_000);
    const changed = rig.box.state().parties[3];
    if (changed === undefined) throw new Error('there are parties');
    Object.assign(changed, { data: { ...changed.data, surname: 'Wójcik-Smith' }, at: rig.box.now() });
    callsOf(rig);
    const pages = store.pages.length;
    await since(connection, 'students', cursor, { store });
    expect(callsOf(rig)).toEqual(['GET parties?party_type=Person&updated_since=2026-11-19&offset=0&limit=100']);
    expect(store.pages.slice(pages).flatMap((page) => page.changed)).toHaveLength(1);
    expect(dataOf(store, 'PA05004')).toMatchObject({ last_name: 'Wójcik-Smith' });
  });

  test('results are read of changed enrolments only', async () => {
    const { rig, connection } = await connected();
    const { store } = await connection.read('unit_results');
    const cursor = rig.box.now();
    rig.box.advance(3 * day);
    const enrolment = rig.box.state().enrolments.at(-1);
    if (enrolment === undefined) throw new Error('there are enrolments');
    enrolment.at = rig.box.now();
    callsOf(rig);
    await since(connection, 'unit_results', cursor, { store });
    expect(callsOf(rig)).toEqual([
      expect.stringMatching(/^GET enrolments\?updated_since=2026-11-\d\d&offset=0&limit=100$/),
      'GET enrolments/EN20064/enrolment_units?offset=0&limit=100',
    ]);
  });

  test('an enrolment that is gone takes its results along in a full pass', async () => {
    const { rig, connection } = await connected();
    const { store } = await connection.read('unit_results');
    deleteEnrolment(rig.box.state(), 'EN20001');
    await connection.read('unit_results', { store });
    expect([...store.records].filter(([, { deleted }]) => deleted).map(([key]) => key)).toEqual(['EN20001:901']);
  });

  test('HTML in a course’s information does not break the list', async () => {
    const { rig, connection } = await connected();
    await rig.box.fault({
      kind: 'status',
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: '<courses total="1"><course><course-number>CR1</course-number><course-information>Café&nbsp;&eacute;t&eacute; &amp; more</course-information></course></courses>',
    });
    const { store } = await connection.read('courses');
    expect(dataOf(store, 'CR1')).toMatchObject({ description: 'Café&nbsp;&eacute;t&eacute; & more' });
  });

  test.each([
    ['errors in a 200', '<errors><error>The web service is closed</error></errors>', 'invalid_request'],
    ['another document', '<maintenance/>', 'decode_failed'],
    ['an empty page before the end', '<parties total="5000"/>', 'decode_failed'],
  ])('%s is no empty list', async (_what, body, code) => {
    const { rig, connection } = await connected();
    const { store } = await connection.read('students');
    await rig.box.fault({ kind: 'status', status: 200, headers: { 'content-type': 'application/xml' }, body });
    expect((await failure(connection.read('students', { store }))).code).toBe(code);
    expect([...store.records.values()].filter(({ deleted }) => deleted)).toEqual([]);
  });
});

// --- writing --------------------------------------------------------------------------------------------------------------

const ana = { first_name: 'Ana', last_name: 'Ng & Söhne', date_of_birth: '1999-04-01', email: 'ana.ng@mail.example' };

describe('students', () => {
  test('one is created, and read back', async () => {
    const { rig, connection } = await connected();
    callsOf(rig);
    const address = { line1: '1 <Test> St', city: 'Carlton', region: 'VIC', postcode: '3053' };
    const input = { ...ana, gender: 'female', mobile: '+61491570006', usi: 'ABCDE23456', address };
    const { output, records } = await act(connection, 'create_student', input);
    expect(output).toMatchObject({
      id: 'PA05049',
      data: {
        full_name: 'Ana Ng & Söhne',
        email: 'ana.ng@mail.example',
        usi: 'ABCDE23456',
        phones: [{ kind: 'mobile', number: '+61491570006' }],
        addresses: [{ line1: '1 <Test> St', country: 'Australia' }],
      },
    });
    expect(records).toMatchObject([{ stream: 'students', items: [{ 'party-identifier': 'PA05049' }] }]);
    expect(callsOf(rig)).toEqual([
      'GET parties?party_type=Person&login=ana.ng%40mail.example&offset=0&limit=100',
      'POST parties',
      'GET parties?party_type=Person&party_identifier=PA05049&offset=0&limit=100',
    ]);
    const { keys } = await connection.read('students');
    expect(keys).toContain('PA05049');
  });

  test('the same person is not made twice, also when the answer was lost', async () => {
    const { rig, connection } = await connected();
    await rig.box.fault({ kind: 'lose_answer', method: 'POST', times: 1 });
    const lost = await failure(act(connection, 'create_student', ana));
    expect(lost.code).not.toBe('internal');
    const { output } = await act(connection, 'create_student', { ...ana, first_name: ' ANA ' });
    expect(output['id']).toBe('PA05049');
    expect(rig.box.state().parties.filter(({ data }) => text(data, 'login') === ana.email)).toHaveLength(1);
    expect(await failure(act(connection, 'create_student', { ...ana, last_name: 'Other' }))).toMatchObject({
      code: 'conflict',
      details: { problems: [{ path: 'email' }] },
    });
  });

  test('what is refused with a 200 is refused', async () => {
    const { connection } = await connected({ refusals: '200' });
    const wrong = act(connection, 'enrol_student', { student_id: 'PA05041', course_id: 'CR00301' });
    expect(await failure(wrong)).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('party-identifier is not that of a person'),
    });
  });

  test.each([
    ['put', 'nothing', ['PUT parties/PA05007']],
    ['put', 'the row', ['PUT parties/PA05007']],
    ['post', 'nothing', ['PUT parties/PA05007', 'POST parties/PA05007']],
  ])('an update by %s that answers %s', async (updates, updates_answer, sent) => {
    const { rig, connection } = await connected({ updates, updates_answer });
    callsOf(rig);
    const { output } = await act(connection, 'update_student', { student_id: 'PA05007', known_by: 'Kimmy' });
    expect(output).toMatchObject({ id: 'PA05007', data: { first_name: 'Kim', custom: { known_by: 'Kimmy' } } });
    expect(bodiesOf(rig)[0]).toContain('<party><known-by>Kimmy</known-by></party>');
    expect(callsOf(rig).slice(0, -1)).toEqual(sent);
  });

  test('a key that may only read says so', async () => {
    const { connection } = await connected({ rights: 'read' });
    expect(await failure(act(connection, 'create_student', ana))).toMatchObject({ code: 'permission_denied' });
  });

  test.each([
    ['create_student', { ...ana, usi: '0000000000' }],
    ['create_student', { ...ana, date_of_birth: '2026-02-31' }],
    ['create_student', { ...ana, password: 'x' }],
    ['update_student', { student_id: 'PA05007' }],
    ['update_student', { student_id: '..', known_by: 'x' }],
    ['update_student', { student_id: 'PA/../x', known_by: 'x' }],
    ['record_unit_outcome', { enrolment_id: 'EN1', unit_code: 'A', result: 'competent' }],
    ['record_unit_outcome', { enrolment_id: 'EN1', unit_code: 'A', result: 'unknown', ends_on: '2026-10-01' }],
    [
      'record_unit_outcome',
      { enrolment_id: 'EN1', unit_code: 'A', result: 'competent', starts_on: '2026-10-02', ends_on: '2026-10-01' },
    ],
    ['record_assessment_outcome', { enrolment_id: 'EN1', assessment_id: '1', status: 'satisfactory', mark: '8e1' }],
  ] as const)('%s refuses %j', (name, input) => {
    expect(actions[name].input.safeParse(input).success).toBe(false);
  });
});

describe('enrolments', () => {
  test('the one that goes on is answered; after it is over there may be another', async () => {
    const { rig, connection } = await connected();
    const wanted = { student_id: 'PA05040', course_id: 'CR00311' };
    const first = await act(connection, 'enrol_student', { ...wanted, study_reason: 'Personal interest' });
    expect(first.output).toMatchObject({
      id: 'EN20065',
      data: { student_id: 'PA05040', course_id: 'CR00311', status: 'active', vendor_status: 'Enrolled' },
    });
    expect((await act(connection, 'enrol_student', wanted)).output['id']).toBe('EN20065');
    const over = await act(connection, 'update_enrolment', {
      enrolment_id: 'EN20065',
      status: 'Withdrawn',
      ends_on: '2026-11-20',
    });
    expect(over.output).toMatchObject({ data: { status: 'withdrawn', ends_on: '2026-11-20' } });
    expect((await act(connection, 'enrol_student', wanted)).output['id']).toBe('EN20066');
    expect(rig.box.state().enrolments).toHaveLength(66);
  });

  test('without a list of enrolments nobody can be looked up, and enrolling goes on', async () => {
    const { connection } = await connected({ enrolment_list: 'off' });
    const { output } = await act(connection, 'enrol_student', { student_id: 'PA05040', course_id: 'CR00311' });
    expect(output['id']).toBe('EN20065');
  });

  test('a status that is not among the college’s own', async () => {
    const { connection } = await connected();
    const wrong = act(connection, 'update_enrolment', { enrolment_id: 'EN20001', status: 'Paused' });
    expect(await failure(wrong)).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('enrolment-status is not included in the list'),
    });
  });

  test('an employer is linked once', async () => {
    const { rig, connection } = await connected();
    const link = { enrolment_id: 'EN20064', employer_id: 'PA05042' };
    for (const times of [1, 2])
      expect((await act(connection, 'link_employer', link)).output, `asked ${times} times`).toEqual(link);
    const linked = rig.box.state().employers.filter(({ of }) => of === 'EN20064');
    expect(linked.filter(({ data }) => data['party-identifier'] === 'PA05042')).toHaveLength(1);
  });
});

describe('results', () => {
  const unit = { enrolment_id: 'EN20064', unit_code: 'CPCWHS1001' };

  test.each([
    ['competent', '20'],
    ['not_yet_competent', '30'],
    ['withdrawn', '40'],
    ['rpl_granted', '51'],
    ['rpl_not_granted', '52'],
    ['credit_transfer', '60'],
    ['continuing', '70'],
  ])('%s is recorded as %s', async (result, code) => {
    const { rig, connection } = await connected();
    rig.box.exchanges.length = 0;
    const { output, records } = await act(connection, 'record_unit_outcome', {
      ...unit,
      result,
      starts_on: '2026-10-01',
      ends_on: '2026-10-02',
    });
    expect(bodiesOf(rig)[0]).toContain(`<outcome-identifier-avetmiss>${code}</outcome-identifier-avetmiss>`);
    expect(output).toMatchObject({
      id: expect.stringMatching(/^EN20064:\d+$/),
      data: {
        result,
        code,
        unit_code: 'CPCWHS1001',
        enrolment_id: 'EN20064',
        student_id: expect.stringMatching(/^PA/),
      },
    });
    expect(records).toMatchObject([{ stream: 'unit_results' }]);
  });

  test('of a unit that is not there, and of an enrolment that is not', async () => {
    const { connection } = await connected();
    const competent = { result: 'competent', ends_on: '2026-10-02' };
    const outcomes = [
      { ...unit, ...competent, unit_code: 'XXX' },
      { ...unit, ...competent, enrolment_id: 'EN1' },
    ];
    for (const input of outcomes)
      expect(await failure(act(connection, 'record_unit_outcome', input))).toMatchObject({ code: 'not_found' });
  });

  test('a unit is added once, and taken away once', async () => {
    const { rig, connection } = await connected();
    const added = { enrolment_id: 'EN20064', unit_code: 'BSBCMM511', starts_on: '2026-10-01' };
    const { output } = await act(connection, 'add_unit', added);
    expect(output).toMatchObject({ data: { result: 'not_started', starts_on: '2026-10-01' } });
    expect((await act(connection, 'add_unit', added)).output['id']).toBe(output['id']);
    const { starts_on: _on, ...removed } = added;
    expect((await act(connection, 'remove_unit', removed)).output).toEqual({ removed: true });
    expect((await act(connection, 'remove_unit', removed)).output).toEqual({ removed: false });
    expect(rig.box.state().results.filter(({ of }) => of === 'EN20064')).toHaveLength(1);
  });

  test('the outcome of an assessment', async () => {
    const { rig, connection } = await connected();
    const id = text(rig.box.state().assessments.find(({ of }) => of === 'EN20064')?.data ?? {}, 'id');
    const { output } = await act(connection, 'record_assessment_outcome', {
      enrolment_id: 'EN20064',
      assessment_id: id,
      status: 'not_satisfactory',
      mark: '48.5',
      assessed_on: '2026-10-02',
    });
    expect(output).toMatchObject({
      id: `EN20064:${id}`,
      data: {
        status: 'graded',
        grade: 'Not Satisfactory',
        score: '48.5',
        // Midnight in Perth.
        graded_at: '2026-10-01T16:00:00.000Z',
      },
    });
  });
});
