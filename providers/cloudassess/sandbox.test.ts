/** The sandbox held against the proposed contract, by plain HTTP: there is no client of Cloud Assess to drive it with. */
import { isObject, textAt } from 'plugboard/kit';
import { testSandbox, type TestSandbox } from 'plugboard/testing';
import { expect, onTestFinished, test } from 'vitest';
import sandbox, { apiKey, readKey } from './sandbox.ts';
import { collections } from './sandbox/listing.ts';
import type { State } from './sandbox/state.ts';

type Box = TestSandbox<State>;

async function startBox(): Promise<Box> {
  const box = await testSandbox({ key: 'cloudassess', sandbox });
  onTestFinished(() => box.stop());
  return box;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

async function ask(
  box: Box,
  path: string,
  options: { method?: string; key?: string | null; body?: unknown; idempotency?: string } = {},
): Promise<Answer> {
  const { method = 'GET', key = apiKey, body, idempotency } = options;
  const response = await fetch(`${box.origin}${path}`, {
    method,
    headers: {
      ...(key === null ? {} : { 'X-API-Key': key }),
      ...(idempotency === undefined ? {} : { 'Idempotency-Key': idempotency }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

function rowsOf({ body }: Answer) {
  const data = isObject(body) ? body['data'] : undefined;
  return Array.isArray(data) ? data.filter(isObject) : [];
}

test('the key is asked for in its header', async () => {
  const box = await startBox();
  for (const key of [null, 'nobody']) {
    const refused = await ask(box, '/v1/ping', { key });
    expect(refused).toMatchObject({ status: 401, body: { error: { code: 'unauthorized' } } });
  }
  expect((await ask(box, '/v1/ping')).body).toEqual({
    data: { ok: true, organisation: 'Harbour Training', organisation_id: 'org_1' },
  });
  const student = { first_name: 'A', last_name: 'B', email: 'a@b.example' };
  const write = await ask(box, '/v1/students', { method: 'POST', key: readKey, body: student });
  expect(write).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
});

test.each(collections)('%s: in the order of change, in pages, one by one, by id', async (name) => {
  const box = await startBox();
  const all = await ask(box, `/v1/${name}?per_page=100&include_archived=true`);
  const rows = rowsOf(all);
  expect(rows.length).toBeGreaterThan(3);
  const order = rows.map((row) => `${textAt(row, 'updated_at')} ${textAt(row, 'id')}`);
  expect(order).toEqual(order.toSorted());
  const total = Math.max(rows.length, Number(textAt(all.body, 'meta.total')));
  const small = await ask(box, `/v1/${name}?per_page=3&page=2&include_archived=true`);
  expect(rowsOf(small)).toEqual(rows.slice(3, 6));
  expect(small.body).toMatchObject({ meta: { page: 2, per_page: 3, total, next_page: total > 6 ? 3 : null } });
  const past = await ask(box, `/v1/${name}?page=1000`);
  expect(past).toMatchObject({ status: 200, body: { data: [], meta: { next_page: null } } });
  const id = textAt(rows[1], 'id');
  expect((await ask(box, `/v1/${name}/${id}`)).body).toEqual({ data: rows[1] });
  expect(rowsOf(await ask(box, `/v1/${name}?ids=${id},nobody&include_archived=true`))).toEqual([rows[1]]);
  expect(await ask(box, `/v1/${name}/nobody`)).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
});

test('archived rows are shown to those who ask for them', async () => {
  const box = await startBox();
  const ids = async (query: string) => rowsOf(await ask(box, `/v1/students?${query}`)).map((row) => row['id']);
  expect(await ids('per_page=100')).not.toContain('st_90');
  expect(await ids('per_page=100&include_archived=true')).toContain('st_90');
});

test('filters of the lists', async () => {
  const box = await startBox();
  const { enrolments, outcomes, assessments } = box.state().rows;
  const one = enrolments[0];
  const found = async (path: string) => rowsOf(await ask(box, path)).map((row) => row['id']);
  const mine = enrolments.filter((row) => row.student_id === one?.student_id).map(({ id }) => id);
  expect(new Set(await found(`/v1/enrolments?student_id=${one?.student_id}`))).toEqual(new Set(mine));
  const approved = outcomes.filter((row) => row.approval_status === 'approved');
  expect(approved.length).toBeLessThan(outcomes.length);
  expect(await found('/v1/outcomes?status=approved&per_page=100')).toHaveLength(approved.length);
  const cpr = assessments.filter((row) => row.unit_codes.includes('HLTAID009') && row.archived_at === null);
  expect(await found('/v1/assessments?unit_code=HLTAID009')).toHaveLength(cpr.length);
});

test.each([
  'per_page=101',
  'per_page=0',
  'page=x',
  'updated_since=yesterday',
  'include_archived=1',
  'colour=red',
  `ids=${Array.from({ length: 101 }, (_, nth) => nth).join()}`,
])('a list does not take %s', async (query) => {
  const box = await startBox();
  expect(await ask(box, `/v1/students?${query}`)).toMatchObject({
    status: 422,
    body: { error: { code: 'validation_failed', fields: { [query.split('=')[0] ?? '']: [expect.any(String)] } } },
  });
});

test('items grown, touched and written stand in one order, and the lower bound is included', async () => {
  const box = await startBox();
  await box.control.grow('cloudassess', 'students', 40);
  box.advance(60_000);
  await box.control.touch('cloudassess', 'students', 0.1);
  box.advance(60_000);
  await ask(box, '/v1/students/st_8', { method: 'PATCH', body: { first_name: 'Liam' } });
  box.advance(60_000);
  await box.control.touch('cloudassess', 'students', 0.05);
  const walk = async (query = '') => {
    const found = [];
    for (let page = 1; ; page += 1) {
      const rows = rowsOf(await ask(box, `/v1/students?${query}&page=${page}&per_page=7&include_archived=true`));
      if (rows.length === 0) return found;
      found.push(...rows);
    }
  };
  const all = await walk();
  const moments = all.map((row) => textAt(row, 'updated_at') ?? '');
  expect(moments).toEqual(moments.toSorted());
  expect(new Set(all.map((row) => row['id'])).size).toBe(box.state().rows.students.length + 40);
  const since = textAt(
    all.find((row) => row['id'] === 'st_8'),
    'updated_at',
  );
  expect(await walk(`updated_since=${since}`)).toEqual(
    all.filter((row) => (textAt(row, 'updated_at') ?? '') >= (since ?? '')),
  );
});

test('a write under one key is done once, within a day', async () => {
  const box = await startBox();
  const body = { first_name: 'Ana', last_name: 'Ng', email: 'ana.ng@mail.example', external_id: 'N-1' };
  const write = (change: object = {}) =>
    ask(box, '/v1/students', { method: 'POST', idempotency: 'k1', body: { ...body, ...change } });
  const first = await write();
  expect(first.status).toBe(201);
  expect((await write()).body).toEqual(first.body);
  expect(await write({ last_name: 'Nguyen' })).toMatchObject({
    status: 409,
    body: { error: { code: 'idempotency_conflict' } },
  });
  box.advance(25 * 3_600_000);
  expect(await write()).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
});

test('what is wrong with a student is said field by field', async () => {
  const box = await startBox();
  const made = await ask(box, '/v1/students', { method: 'POST', body: { first_name: '', email: 'x', colour: 'red' } });
  expect(made).toMatchObject({
    status: 422,
    body: {
      error: {
        fields: {
          first_name: ['is required'],
          last_name: ['is required'],
          email: ['is invalid'],
          colour: ['is not a field'],
        },
      },
    },
  });
});

test('a mark waits for its approval, which may decide the unit', async () => {
  const box = await startBox();
  const { rows } = box.state();
  const open = rows.submissions.find(({ status }) => status === 'submitted');
  if (open === undefined) throw new Error('nothing waits to be marked');
  // The other work of the unit is done.
  const [code] = rows.assessments.find(({ id }) => id === open.assessment_id)?.unit_codes ?? [];
  const templates = rows.assessments.filter(({ unit_codes }) => unit_codes.includes(code ?? '')).map(({ id }) => id);
  for (const other of rows.submissions)
    if (other !== open && other.enrolment_id === open.enrolment_id && templates.includes(other.assessment_id))
      other.status = 'satisfactory';
  box.advance(60_000);
  const before = open.updated_at;
  const mark = await ask(box, `/v1/submissions/${open.id}/marks`, {
    method: 'POST',
    body: { result: 'satisfactory', assessor_id: 'as_3' },
  });
  expect(mark).toMatchObject({ status: 201, body: { data: { approval_status: 'pending' } } });
  expect(open.status).toBe('marking');
  expect(open.updated_at > before).toBe(true);
  const id = textAt(mark.body, 'data.id');
  const approve = () => ask(box, `/v1/marks/${id}/approve`, { method: 'POST', body: { approved_by: 'as_3' } });
  expect(await approve()).toMatchObject({ status: 200, body: { data: { approval_status: 'approved' } } });
  expect(await approve()).toMatchObject({ status: 409 });
  expect(open).toMatchObject({ status: 'satisfactory', marker_id: 'as_3', latest_mark_id: id });
  const decided = rows.outcomes.find((row) => row.enrolment_id === open.enrolment_id && row.unit_code === code);
  expect(decided).toMatchObject({ outcome: 'competent', outcome_code: '20', approval_status: 'approved' });
});

test('somebody may be in two intakes of one qualification, and in each once', async () => {
  const box = await startBox();
  const enrol = (intake: string) =>
    ask(box, '/v1/enrolments', {
      method: 'POST',
      body: { student_id: 'st_8', intake_id: intake, start_date: '2026-12-01' },
    });
  expect((await enrol('in_111')).status).toBe(201);
  expect((await enrol('in_112')).status).toBe(201);
  expect((await enrol('in_111')).status).toBe(409);
  expect((await enrol('in_999')).body).toMatchObject({ error: { fields: { intake_id: ['is no intake'] } } });
});

test('sixty calls a minute, when the limit is on', async () => {
  const box = await startBox();
  await box.control.switches('cloudassess', { limits: 'on' });
  for (let call = 0; call < 60; call += 1) expect((await ask(box, '/v1/ping')).status).toBe(200);
  const refused = await ask(box, '/v1/ping');
  expect(refused).toMatchObject({ status: 429, body: { error: { code: 'rate_limited' } } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});
