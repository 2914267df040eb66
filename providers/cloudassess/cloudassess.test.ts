/** The connector run by the engine against the sandbox: what it reads while things change, what counts as decided, and bad days. */
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { type HttpRequest, type JsonObject, type SandboxSignIn } from 'plugboard/contract';
import { type Connection, failure, openRig, type Rig } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { actions } from './actions.ts';
import { readError } from './errors.ts';
import cloudassess from './index.ts';
import { pages } from './lists.ts';
import sandbox, { apiKey, readKey } from './sandbox.ts';
import { secondsOf, type State } from './sandbox/state.ts';

const settings = { api_base_url: 'https://api.cloudassess.com', time_zone: 'Australia/Perth' };

async function startRig(played = sandbox): Promise<Rig<State>> {
  const rig = await openRig({
    provider: cloudassess,
    sandbox: played,
    folder: fileURLToPath(new URL('.', import.meta.url)),
  });
  onTestFinished(() => rig.stop());
  return rig;
}

function signIn(change: Partial<SandboxSignIn> = {}): SandboxSignIn {
  return { method: 'api_key', fields: { api_key: apiKey }, settings, ...change };
}

/** An action as the hub runs it. */
async function act(connection: Connection, name: keyof typeof actions, input: JsonObject, key: string = name) {
  const action = cloudassess.actions[name];
  if (action === undefined) throw new Error(`there is no action ${name}`);
  return action.run({
    http: connection.open(`action ${name}`),
    input: action.input.parse(input),
    idempotencyKey: key,
    settings: connection.settings,
    account: connection.account,
    method: 'api_key',
  });
}

describe('connecting', () => {
  test('says whose key it is', async () => {
    const connection = await (await startRig()).connect();
    expect(connection.message).toBe('Connected to Harbour Training');
    expect(connection.account).toEqual({ id: 'api.cloudassess.com/org_1', name: 'Harbour Training', meta: {} });
  });

  test('where there is no ping, a list proves the key', async () => {
    const rig = await startRig();
    await rig.box.control.switches('cloudassess', { ping: 'missing' });
    const connection = await rig.connect();
    expect(connection.account).toEqual({ id: 'api.cloudassess.com', name: 'api.cloudassess.com', meta: {} });
    const error = await failure(rig.connect(signIn({ fields: { api_key: 'wrong-key-0001' } })));
    expect(error).toMatchObject({
      code: 'auth_revoked',
      message: expect.stringContaining('The API key is not valid.'),
    });
  });

  test('a wrong address is called that', async () => {
    const rig = await startRig();
    const away = signIn({ settings: { ...settings, api_base_url: 'https://api.cloudassess.com/elsewhere' } });
    expect(await failure(rig.connect(away))).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('api.cloudassess.com does not answer like the API of Cloud Assess'),
      details: { problems: [{ path: 'settings.api_base_url', message: 'does not lead to the API' }] },
    });
    await rig.box.fault({ kind: 'html' });
    expect(await failure(rig.connect())).toMatchObject({ code: 'invalid_request' });
    await rig.box.clearFaults();
    const other = signIn({ settings: { ...settings, api_base_url: 'https://other.example' } });
    expect(await failure(rig.connect(other))).toMatchObject({ code: 'blocked_host' });
  });

  test('a zone that is none is refused before anything is called', async () => {
    const rig = await startRig();
    const error = await failure(rig.connect(signIn({ settings: { ...settings, time_zone: 'Atlantis' } })));
    expect(error).toMatchObject({ code: 'invalid_request', message: 'There is no time zone Atlantis.' });
    expect((await rig.box.requests()).requests).toBe(0);
  });
});

describe('reading', () => {
  test('what changes while we read costs nothing: neither itself nor what moves up in its place', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const { submissions } = rig.box.state().rows;
    const oldest = submissions.toSorted((a, b) => (a.updated_at < b.updated_at ? -1 : 1)).slice(0, 3);
    let answers = 0;
    const read = await connection.read('submissions', {
      watch: () => {
        answers += 1;
        if (answers > 1) return;
        for (const row of oldest) Object.assign(row, { attempt: 9, updated_at: secondsOf(rig.box.now()) });
      },
    });
    expect(answers).toBeGreaterThan(1);
    expect(read.keys).toEqual(new Set(submissions.map(({ id }) => id)));
    for (const { id } of oldest) expect(read.store.records.get(id)?.data).toMatchObject({ attempt: 9 });
  });

  test('a student who is archived is gone, and back when that is undone', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const { store, keys } = await connection.read('students');
    expect([keys.has('st_8'), keys.has('st_90')]).toEqual([true, false]);
    const student = rig.box.state().rows.students.find(({ id }) => id === 'st_8');
    const change = async (archived: string | null) => {
      const cursor = new Date(rig.box.now()).toISOString();
      rig.box.advance(3_600_000);
      Object.assign(student ?? {}, { archived_at: archived, updated_at: secondsOf(rig.box.now()) });
      return connection.read('students', { mode: 'incremental', cursor, store });
    };
    const archived = await change('2026-11-20T00:30:00Z');
    expect([archived.keys.has('st_8'), archived.keys.size]).toEqual([false, keys.size - 1]);
    expect((await change(null)).keys).toEqual(keys);
  });

  test.each(['marks', 'outcomes'] as const)(
    '%s are there when they are approved, and gone when that is taken back',
    async (name) => {
      const rig = await startRig();
      const connection = await rig.connect();
      const rows = rig.box.state().rows[name];
      const approved = () =>
        new Set<string>(rows.flatMap(({ id, approval_status: status }) => (status === 'approved' ? [id] : [])));
      const { store, keys } = await connection.read(name);
      expect(keys).toEqual(approved());
      expect(keys.size).toBeLessThan(rows.length);
      for (const [from, to] of [
        ['pending', 'approved'],
        ['approved', 'rejected'],
      ] as const) {
        const cursor = new Date(rig.box.now()).toISOString();
        rig.box.advance(3_600_000);
        const row = rows.find(({ approval_status: status }) => status === from);
        Object.assign(row ?? {}, { approval_status: to, updated_at: secondsOf(rig.box.now()) });
        const { keys: now } = await connection.read(name, { mode: 'incremental', cursor, store });
        expect(now.has(row?.id ?? '')).toBe(to === 'approved');
        expect(now).toEqual(approved());
      }
    },
  );

  test('an outcome that does not say whether it is approved is set aside, and says so', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const row = rig.box.state().rows.outcomes.find(({ approval_status: status }) => status === 'approved');
    Object.assign(row ?? {}, { approval_status: null });
    const { store } = await connection.read('outcomes');
    expect(store.records.get(row?.id ?? '')).toMatchObject({
      data: null,
      problem: 'approval_status: does not say whether it is approved',
    });
  });

  test('one student, two enrolments, one unit: two outcomes', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const { outcomes } = rig.box.state().rows;
    const one = outcomes.find(({ approval_status: status }) => status === 'approved');
    if (one === undefined) throw new Error('nothing is approved');
    outcomes.push({ ...one, id: 'oc_again', enrolment_id: 'en_again', outcome: 'credit_transfer', outcome_code: '60' });
    const { store } = await connection.read('outcomes');
    const results = [one.id, 'oc_again'].map((id) => store.records.get(id)?.data);
    expect(results).toMatchObject([
      { enrolment_id: one.enrolment_id, unit_code: one.unit_code },
      { enrolment_id: 'en_again', unit_code: one.unit_code, result: 'credit_transfer', code: '60' },
    ]);
  });

  test("the vendor's limit is waited out", async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    await rig.box.control.switches('cloudassess', { limits: 'on' });
    await rig.box.control.grow('cloudassess', 'students', 7_000);
    // Somebody else uses the key as well, so that our own count of calls is not the vendor's.
    for (let call = 0; call < 55; call += 1)
      await fetch(`${rig.box.origin}/v1/ping`, { headers: { 'x-api-key': apiKey } });
    const read = await connection.read('students');
    expect(read.result.outcome).toBe('complete');
    expect(read.keys.size).toBeGreaterThan(7_000);
    expect(read.retries).toBeGreaterThan(0);
  });

  test('an installation that does not know updated_since fails in words, and does not go round for ever', async () => {
    const forgetful = sandbox.routes.map((route) => ({
      ...route,
      handle: (...[request, context]: Parameters<typeof route.handle>) => {
        const query = new URLSearchParams(request.query);
        query.delete('updated_since');
        return route.handle({ ...request, query }, context);
      },
    }));
    const rig = await startRig({ ...sandbox, routes: forgetful });
    const connection = await rig.connect();
    expect((await connection.read('students')).keys.size).toBeGreaterThan(0);
    expect(await failure(connection.read('submissions'))).toMatchObject({
      code: 'decode_failed',
      message: expect.stringContaining('the same page twice'),
    });
  });
});

describe('the way through a list', () => {
  interface Row extends JsonObject {
    readonly id: string;
    readonly updated_at: string;
  }
  const moment = (minute: number) => secondsOf(Date.UTC(2026, 4, 1, 0, minute));

  /** A list as the contract has it, small pages; every answer may be followed by a change. */
  function walk(rows: readonly Row[], size: number, changes: readonly number[]): ReadonlySet<string> {
    const list = rows.map((row) => ({ ...row }));
    const seen = new Set<string>();
    let later = 1_000;
    let request: HttpRequest | undefined = { url: '/v1/x', query: { page: 1 } };
    for (let number = 1; request !== undefined; number += 1) {
      if (number > 1_000) throw new Error('it goes on for ever');
      const { page, updated_since: since } = request.query ?? {};
      const found = list
        .filter((row) => since === undefined || Date.parse(row.updated_at) >= Date.parse(String(since)))
        .toSorted((a, b) =>
          a.updated_at === b.updated_at ? (a.id < b.id ? -1 : 1) : a.updated_at < b.updated_at ? -1 : 1,
        );
      const from = (Number(page) - 1) * size;
      const items = found.slice(from, from + size);
      for (const { id } of items) seen.add(id);
      const body = { data: items, meta: { next_page: from + size < found.length ? Number(page) + 1 : null } };
      request = pages({ request, response: { status: 200, headers: {}, body, url: '' }, items, number });
      const change = changes[number - 1];
      const row = change === undefined ? undefined : list[change % list.length];
      if (row !== undefined) Object.assign(row, { updated_at: moment((later += 1)) });
    }
    return seen;
  }

  test('passes over nothing, however many share a moment and whatever is changed meanwhile (property)', () => {
    const rows = fc.array(fc.nat(5), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(
        rows,
        fc.integer({ min: 2, max: 7 }),
        fc.array(fc.nat(100), { maxLength: 8 }),
        (minutes, size, changes) => {
          const list = minutes.map((minute, nth) => ({ id: String(nth).padStart(3, '0'), updated_at: moment(minute) }));
          // Within one moment pages go by number, where a change can still pull an item up: only then may one be passed over.
          const shared = list.filter((a) => list.filter((b) => b.updated_at === a.updated_at).length >= size);
          const seen = walk(list, size, shared.length === 0 ? changes : []);
          expect(list.filter(({ id }) => !seen.has(id))).toEqual([]);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('a list in another order, or without moments, goes by numbers', () => {
    const request = { url: '/v1/x', query: { page: 2, per_page: 100 } };
    const next = (items: readonly JsonObject[], meta: JsonObject = { next_page: 3 }) =>
      pages({ request, response: { status: 200, headers: {}, body: { data: items, meta }, url: '' }, items, number: 2 })
        ?.query;
    expect(next([{ updated_at: moment(2) }, { updated_at: moment(1) }])).toEqual({ page: 3, per_page: 100 });
    expect(next([{ id: '1' }, { updated_at: moment(1) }])).toEqual({ page: 3, per_page: 100 });
    expect(next([{ updated_at: moment(1) }, { updated_at: moment(1) }])).toEqual({ page: 3, per_page: 100 });
    expect(next([{ updated_at: moment(1) }, { updated_at: moment(2) }])).toEqual({
      page: 1,
      per_page: 100,
      updated_since: '2026-05-01T00:02:00.000Z',
    });
    const since = { url: '/v1/x', query: { updated_since: moment(2), page: 1 } };
    const ignored = [{ updated_at: moment(1) }, { updated_at: moment(3) }];
    const response = { status: 200, headers: {}, body: { data: ignored }, url: '' };
    expect(pages({ request: since, response, items: ignored, number: 2 })?.query).toEqual({ ...since.query, page: 2 });
    // Not every installation says where the end is: then an empty page does.
    expect(next([{ id: '1' }], {})).toEqual({ page: 3, per_page: 100 });
    expect([next([], {}), next([{ id: '1' }], { next_page: null })]).toEqual([undefined, undefined]);
  });
});

describe('writing', () => {
  test('a mark is a record once it is approved', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const open = rig.box.state().rows.submissions.find(({ status }) => status === 'submitted');
    const made = await act(connection, 'record_mark', {
      submission_id: open?.id ?? '',
      result: 'not_satisfactory',
      comment: 'Noch einmal – again',
      assessor_id: 'as_3',
    });
    expect(made.records).toBeUndefined();
    expect(made.output).toMatchObject({ data: { text: 'not_satisfactory', custom: { approval_status: 'pending' } } });
    const [mark] = rig.box.state().rows.marks.slice(-1);
    expect((await connection.read('marks')).keys.has(mark?.id ?? '')).toBe(false);
    const approved = await act(connection, 'approve_mark', { mark_id: mark?.id ?? '', approved_by: 'as_3' });
    expect(approved.records).toMatchObject([{ stream: 'marks', items: [{ id: mark?.id }] }]);
    expect((await connection.read('marks')).keys.has(mark?.id ?? '')).toBe(true);
    const again = failure(act(connection, 'approve_mark', { mark_id: mark?.id ?? '', approved_by: 'as_4' }, 'other'));
    expect(await again).toMatchObject({ code: 'conflict', message: expect.stringContaining('approved already') });
  });

  test('only what is given of a student is changed, and null takes away', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const student = rig.box.state().rows.students[0];
    const before = { ...student };
    await act(connection, 'update_student', { student_id: student?.id ?? '', phone: null, usi: 'ABCDE23456' });
    expect(student).toEqual({ ...before, mobile: null, usi: 'ABCDE23456', updated_at: student?.updated_at });
  });

  test('an address that is taken is a conflict, in the words of Cloud Assess', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const [, taken] = rig.box.state().rows.students;
    const input = { first_name: 'A', last_name: 'B', email: taken?.email ?? '' };
    expect(await failure(act(connection, 'create_student', input))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('There is a student with this email already.; email is taken'),
      details: { vendorCode: 'conflict' },
    });
  });

  test('a key that may only read is told so', async () => {
    const rig = await startRig();
    const connection = await rig.connect(signIn({ fields: { api_key: readKey } }));
    expect((await connection.read('students')).keys.size).toBeGreaterThan(0);
    const input = { first_name: 'A', last_name: 'B', email: 'a@b.example' };
    expect(await failure(act(connection, 'create_student', input))).toMatchObject({ code: 'permission_denied' });
  });

  test.each([
    ['update_student', { student_id: 'st_1' }],
    ['update_student', { student_id: '../marks', first_name: 'A' }],
    ['update_student', { student_id: 'st_1', usi: 'ABCDE01234' }],
    ['enrol_student', { student_id: 'st_1', starts_on: '2026-05-01' }],
    ['enrol_student', { student_id: 'st_1', course_id: 'ql_1', starts_on: '1.5.2026' }],
    ['update_enrolment', { enrolment_id: 'en_1', status: 'gone' }],
    ['record_mark', { submission_id: 'sub_1', result: 'competent', assessor_id: 'as_1' }],
    ['approve_mark', { mark_id: 'mk_1/approve', approved_by: 'as_1' }],
  ] as const)('%s does not take %j', (name, input) => {
    expect(actions[name].input.safeParse(input).success).toBe(false);
  });
});

describe('refusals', () => {
  const read = (status: number, body: unknown) => readError({ status, body, headers: {}, url: '' });

  test.each([
    [401, { error: { code: 'unauthorized', message: 'No.' } }, 'auth_revoked', 'No.'],
    [401, 'nothing', 'auth_revoked', 'Cloud Assess does not accept this API key.'],
    [403, { error: 'Not yours' }, 'permission_denied', 'Not yours'],
    [404, null, 'not_found', 'Cloud Assess has no such thing.'],
    [409, { message: 'Taken' }, 'conflict', 'Taken'],
    [
      422,
      { errors: ['email is invalid', 'name is missing', 'email is invalid'] },
      'invalid_request',
      'email is invalid; name is missing',
    ],
    [422, { errors: [{ field: 'email', message: 'is invalid' }, { x: 1 }] }, 'invalid_request', 'email is invalid'],
    [
      400,
      { errors: { email: ['is invalid'], name: 'is missing', other: [7] } },
      'invalid_request',
      'email is invalid; name is missing',
    ],
    [
      422,
      { error: { code: 'validation_failed', message: 'Not valid.', fields: { email: ['is invalid'] } } },
      'invalid_request',
      'Not valid.; email is invalid',
    ],
  ])('%i %j is %s', (status, body, code, message) => {
    expect(read(status, body)).toMatchObject({ code, message });
  });

  test('limits and outages are the engine’s to read', () => {
    expect([read(429, { error: 'slow' }), read(500, null), read(418, null)]).toEqual([undefined, undefined, undefined]);
  });
});
