/**
 * The sandbox held against what the help centre says, with nothing but fetch: eSkilled has no client on npm, and the connector is no judge
 * of its own sandbox.
 */
import { isJsonObject, type JsonObject } from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { testSandbox, type TestSandbox } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import sandbox from './sandbox.ts';
import { givenToken, login, subDomain } from './sandbox/seed.ts';
import type { State } from './sandbox/state.ts';

const hour = 3_600_000;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Caller {
  readonly box: TestSandbox<State>;
  call(method: string, path: string, body?: JsonObject, token?: string): Promise<Answer>;
  rows(path: string): Promise<readonly JsonObject[]>;
}

async function started(switches: Readonly<Record<string, string>> = {}): Promise<Caller> {
  const box = await testSandbox({ key: 'eskilled', sandbox });
  onTestFinished(() => box.stop());
  await box.control.switches('eskilled', switches);
  const call: Caller['call'] = async (method, path, body, token = givenToken) => {
    const response = await fetch(`${box.origin}/api${path}`, {
      method,
      headers: {
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
  return {
    box,
    call,
    rows: async (path) => {
      const { status, body } = await call('GET', path);
      expect(status).toBe(200);
      return Array.isArray(body) ? body.filter(isJsonObject) : [];
    },
  };
}

describe('signing in', () => {
  const typed = { Username: login.username, lmsToken: login.lms_token, SubDomain: subDomain };

  test('gives a token that says when it ends, and ends then', async () => {
    const { box, call } = await started();
    const { status, body } = await call('POST', '/Login', typed, '');
    expect(status).toBe(200);
    const token = isJsonObject(body) && typeof body['token'] === 'string' ? body['token'] : '';
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    expect(claims).toMatchObject({ exp: Math.floor((box.now() + hour) / 1000) });
    expect((await call('GET', '/Student', undefined, token)).status).toBe(200);
    box.advance(hour);
    expect((await call('GET', '/Student', undefined, token)).status).toBe(401);
    // The edition before spelled the fields with small letters.
    const older = { username: login.username, lmstoken: login.lms_token, subDomain };
    expect((await call('POST', '/Login', older, '')).status).toBe(200);
  });

  test.each([
    { ...typed, lmsToken: 'wrong' },
    { ...typed, SubDomain: 'another' },
    { ...typed, Username: 'nobody@harbourtraining.example' },
    {},
  ])('%j is 401', async (body) => {
    const { call } = await started();
    expect((await call('POST', '/Login', body, '')).status).toBe(401);
  });

  test('without a token nothing is told', async () => {
    const { call } = await started();
    for (const path of ['/Student', '/Course', '/ExternalEnrolment/Student?id=1'])
      expect((await call('GET', path, undefined, '')).status).toBe(401);
    expect((await call('GET', '/Student', undefined, '__proto__')).status).toBe(401);
  });
});

describe('students, as documented', () => {
  test('one is created with three fields, then gets details', async () => {
    const { call } = await started();
    const made = await call('POST', '/Student', {
      studentName: 'Ana',
      studentSurname: 'Ng',
      studentEmail: 'ana@example.org',
    });
    expect(made).toEqual({ status: 200, body: { success: true, newId: 1041 } });
    const details = { studentID: 1041, studentDOB: '01-04-1999', studentPostalPropertyName: 'Unit 1' };
    expect((await call('POST', '/StudentInfo', details)).body).toEqual({ success: true, newId: 1041 });
    expect((await call('PUT', '/StudentInfo', { studentID: 1041, studentGender: 'F' })).body).toMatchObject({
      success: true,
    });
    expect((await call('GET', '/Student/1041')).body).toMatchObject({
      studentID: 1041,
      studentName: 'Ana',
      studentDOB: '01-04-1999',
      studentGender: 'F',
      studentPostalPropertyName: 'Unit 1',
    });
    expect((await call('GET', '/Student/9')).status).toBe(404);
  });

  test.each([
    ['POST', '/Student', { studentName: 'Ana', studentSurname: 'Ng' }],
    ['PUT', '/StudentInfo', { studentID: 9, studentName: 'Nobody' }],
    ['PUT', '/StudentInfo', { studentID: 1007, studentDOB: '1999-04-01' }],
    ['PUT', '/StudentInfo', { studentID: 1007, studentDOB: '31-02-1999' }],
    ['PUT', '/StudentInfo', { studentID: 1007, studentUniqueStudentIdentifier: 'ABCDE1234O' }],
    ['POST', '/ExternalEnrolment', { studentID: 1007, courseID: 9, startDate: '01-12-2026' }],
    ['POST', '/ExternalEnrolment', { studentID: 1007, courseID: 71, startDate: '2026-12-01' }],
  ])('%s %s %j is refused in a 200', async (method, path, body) => {
    const { call } = await started();
    expect(await call(method, path, body)).toEqual({
      status: 200,
      body: { success: false, message: expect.any(String) },
    });
  });
});

describe('lists, as proposed', () => {
  test('are paged, filtered by change and by whose they are', async () => {
    const { box, rows } = await started();
    const all = await rows('/Enrolment');
    expect(all).toHaveLength(64);
    const pages = await Promise.all([1, 2, 3].map((page) => rows(`/Enrolment?page=${page}&pageSize=30`)));
    expect(pages.map(({ length }) => length)).toEqual([30, 30, 4]);
    expect(pages.flat()).toEqual(all);
    const [first] = all;
    const student = textAt(first, 'studentID') ?? '';
    const own = await rows(`/Enrolment?studentID=${student}`);
    expect(own.length).toBeGreaterThan(0);
    expect(new Set(own.map(({ studentID }) => studentID))).toEqual(new Set([Number(student)]));
    expect(await rows(`/ExternalEnrolment/Student?id=${student}`)).toEqual(own);
    expect(await rows('/Enrolment?status=Withdrawn')).not.toEqual([]);
    const since = new Date(box.now()).toISOString().slice(0, 19);
    expect(await rows(`/Student?modifiedSince=${since}Z`)).toEqual([]);
  });

  test.each(['page=0', 'pageSize=101', 'page=x', 'modifiedSince=yesterday'])('%s is refused', async (query) => {
    const { call } = await started();
    expect((await call('GET', `/Student?${query}`)).status).toBe(400);
  });

  test('hold the same people as every other system', async () => {
    const { rows } = await started();
    const liam = (await rows('/Student')).find(({ studentSurname }) => studentSurname === "D'Angelo");
    expect(liam).toMatchObject({
      studentName: 'Liam',
      studentUniqueStudentIdentifier: expect.stringMatching(/^\w{10}$/),
    });
  });

  test('switches take away what an installation may not have, and spell it otherwise', async () => {
    const less = await started({ proposal: 'absent' });
    for (const path of ['/Course', '/Enrolment', '/Activity', '/Enrolment/501/Units'])
      expect((await less.call('GET', path)).status).toBe(404);
    expect((await less.call('GET', '/ExternalEnrolment/Student?id=1007')).status).toBe(200);
    const other = await started({ names: 'pascal', envelope: 'data', paging: 'ignored' });
    const { body } = await other.call('GET', '/Student?page=7&pageSize=1');
    expect(body).toMatchObject({ data: expect.arrayContaining([expect.objectContaining({ StudentName: 'Liam' })]) });
  });

  test('a result counts as a change of its enrolment, and enrolling twice is enrolling once', async () => {
    const { box, call, rows } = await started();
    box.advance(hour);
    const unit = box.state().enrolmentUnits.find(({ outcomeCode }) => outcomeCode === '70');
    const path = `/Enrolment/${unit?.enrolmentID}/Units/${unit?.unitCode}`;
    const recorded = await call('PUT', path, { outcomeCode: '20', activityEndDate: '19-11-2026' });
    expect(recorded.body).toEqual({ success: true, newId: unit?.enrolmentUnitID });
    const since = new Date(box.now()).toISOString().slice(0, 19);
    const changed = await rows(`/Enrolment?modifiedSince=${since}Z`);
    expect(changed.map(({ enrolmentID }) => enrolmentID)).toEqual([unit?.enrolmentID]);
    const body = { studentID: 1007, courseID: 83, startDate: '01-12-2026' };
    const once = await call('POST', '/ExternalEnrolment', body);
    expect(await call('POST', '/ExternalEnrolment', body)).toEqual(once);
  });
});
