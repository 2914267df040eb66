/** The sandbox is as strict as Brightspace: what it refuses, how it says so, what it counts. Raw HTTP, no connector. */
import { isObject } from 'plugboard/kit';
import { giveConsent, testSandbox, type TestSandbox } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import sandbox, { app } from './sandbox.ts';
import type { State } from './sandbox/state.ts';

type Box = TestSandbox<State>;

const callback = 'http://127.0.0.1:9/callback';
const everything = 'core:*:*';

async function startBox(records?: Readonly<Record<string, number>>): Promise<Box> {
  const box = await testSandbox({ key: 'd2l_brightspace', sandbox }, records === undefined ? {} : { records });
  onTestFinished(() => box.stop());
  return box;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined when the answer is no JSON. */
  readonly json: any; // oxlint-disable-line typescript/no-explicit-any
}

async function call(box: Box, path: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(`${box.origin}${path}`, { redirect: 'manual', ...init });
  const text = await answer.text();
  const json: unknown = /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined;
  return { status: answer.status, headers: answer.headers, text, json };
}

/** Signs in as that person (the administrator unless told otherwise) and answers a caller. */
async function client(box: Box, scope = everything, account = '101') {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.client_id,
    redirect_uri: callback,
    scope,
    state: 's',
  });
  const back = new URL(await giveConsent(`${box.origin}/oauth2/auth?${query.toString()}`, { accounts: [account] }));
  const form = {
    grant_type: 'authorization_code',
    code: back.searchParams.get('code') ?? '',
    redirect_uri: callback,
    client_id: app.client_id,
    client_secret: app.client_secret,
  };
  const granted = await call(box, '/core/connect/token', { method: 'POST', body: new URLSearchParams(form) });
  const headers = { authorization: `Bearer ${granted.json.access_token}` };
  const send = (method: string, path: string, body: unknown, type = 'application/json') =>
    call(box, `/d2l/api/${path}`, {
      method,
      headers: { ...headers, 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    get: (path: string) => call(box, `/d2l/api/${path}`, { headers }),
    post: (path: string, body: unknown, type?: string) => send('POST', path, body, type),
    put: (path: string, body: unknown) => send('PUT', path, body),
    remove: (path: string) => call(box, `/d2l/api/${path}`, { method: 'DELETE', headers }),
  };
}

describe('who is calling', () => {
  test('versions are told to everybody, everything else to nobody without a token', async () => {
    const box = await startBox();
    const versions = await call(box, '/d2l/api/versions/');
    expect(versions.json.find((one: { ProductCode: string }) => one.ProductCode === 'le')).toMatchObject({
      LatestVersion: '1.92',
    });
    const refused = await call(box, '/d2l/api/lp/1.53/users/whoami');
    expect([refused.status, refused.headers.get('content-type')]).toEqual([
      401,
      'application/problem+json; charset=utf-8',
    ]);
  });

  test('a scope opens its own calls; parts of it may be left open', async () => {
    const box = await startBox();
    const narrow = await client(box, 'users:own_profile:read grades:*:read');
    expect((await narrow.get('lp/1.53/users/whoami')).status).toBe(200);
    expect((await narrow.get('le/1.92/7001/grades/')).status).toBe(200);
    expect((await narrow.get('le/1.92/7001/grades/final/values/')).status).toBe(200);
    const refused = await narrow.get('lp/1.53/users/');
    expect(refused.json).toMatchObject({ status: 403, detail: 'Required: one of [users:userdata:read]' });
    expect((await narrow.put('le/1.92/7001/grades/70010/values/107', {})).status).toBe(403);
  });

  test('a role that may not look into a course is refused there, and nowhere else', async () => {
    const box = await startBox();
    const limited = await client(box, everything, '102');
    expect((await limited.get('le/1.92/7001/content/toc')).status).toBe(200);
    const hidden = [
      'le/1.92/7011/content/toc',
      'le/1.92/7011/grades/',
      'lp/1.53/courses/7011',
      'le/1.92/7011/classlist/',
    ];
    for (const path of hidden) {
      const refused = await limited.get(path);
      expect([refused.status, refused.json]).toEqual([403, { Errors: [{ Message: 'Not Authorized' }] }]);
    }
    const enrolment = { OrgUnitId: 7011, UserId: 107, RoleId: 110 };
    expect((await limited.post('lp/1.53/enrollments/', enrolment)).status).toBe(403);
  });

  test('somebody who is switched off is signed out', async () => {
    const box = await startBox();
    const { get } = await client(box);
    Object.assign(box.state().users.find(({ id }) => id === 101) ?? {}, { active: false });
    expect((await get('lp/1.53/users/whoami')).status).toBe(401);
  });
});

describe('addresses', () => {
  test('trailing slashes count, and versions that are not offered lead nowhere', async () => {
    const box = await startBox();
    const { get } = await client(box);
    expect((await get('lp/1.53/users/')).status).toBe(200);
    expect((await get('lp/1.53/users')).status).toBe(404);
    expect((await get('le/1.92/7001/content/toc/')).status).toBe(404);
    for (const version of ['1.54', '1.44', '2.0', '1', 'unknown']) {
      const lost = await get(`lp/${version}/users/`);
      expect([lost.status, lost.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    }
    // The other product has versions of its own.
    expect((await get('le/1.53/7001/grades/')).status).toBe(404);
    expect((await get('lp/1.53/courses/9999')).json).toEqual({ Errors: [{ Message: 'Resource Not Found' }] });
  });
});

describe('pages', () => {
  test('a hundred by bookmark, which stays good although somebody before it has gone', async () => {
    const box = await startBox({ users: 150 });
    const { get } = await client(box);
    const first = (await get('lp/1.53/users/')).json;
    expect([first.Items.length, first.PagingInfo.HasMoreItems]).toEqual([100, true]);
    box.state().users = box.state().users.filter(({ id }) => id !== 110);
    const second = (await get(`lp/1.53/users/?bookmark=${first.PagingInfo.Bookmark}`)).json;
    expect([second.Items.length, second.PagingInfo.HasMoreItems]).toEqual([90, false]);
    const ids = [...first.Items, ...second.Items].map((one: { UserId: number }) => one.UserId);
    expect(new Set(ids).size).toBe(190);
    const behind = (await get('lp/1.53/users/?bookmark=999999999')).json;
    expect(behind).toEqual({ PagingInfo: { Bookmark: '', HasMoreItems: false }, Items: [] });
    expect((await get('lp/1.53/users/?bookmark=x')).status).toBe(400);
  });

  test('twenty objects unless asked for more, two hundred at most, null after the last', async () => {
    const box = await startBox({ grades: 250 });
    const { get } = await client(box);
    const sizes = async (query: string) => {
      const { json } = await get(`le/1.92/7001/grades/70010/values/${query}`);
      return [json.Objects.length, typeof json.Next];
    };
    expect(await sizes('')).toEqual([20, 'string']);
    expect(await sizes('?pageSize=200')).toEqual([200, 'string']);
    expect(await sizes('?pageSize=5000')).toEqual([200, 'string']);
    for (const size of ['0', '-1', 'x']) {
      expect((await get(`le/1.92/7001/grades/70010/values/?pageSize=${size}`)).status).toBe(400);
    }
    const { json } = await get('le/1.92/7001/grades/70011/values/?pageSize=200');
    expect(json.Next).toBeNull();
    const { json: page } = await get('le/1.92/7001/grades/70010/values/?pageSize=7');
    const next = new URL(page.Next);
    expect([next.pathname, next.searchParams.get('pageSize')]).toEqual([
      '/d2l/api/le/1.92/7001/grades/70010/values/',
      '7',
    ]);
  });

  test('people without a mark are listed without one', async () => {
    const box = await startBox();
    const { get } = await client(box);
    const { json } = await get('le/1.92/7001/grades/70010/values/?pageSize=200');
    const values: unknown[] = json.Objects.map((one: { GradeValue: unknown }) => one.GradeValue);
    expect(values).toContain(null);
    expect(values.some(isObject)).toBe(true);
  });
});

describe('credits', () => {
  test('each call costs ten; used up, only Retry-After is said, and the next minute has all again', async () => {
    const box = await startBox();
    const { get } = await client(box);
    const first = await get('lp/1.53/users/whoami');
    const told = ['x-request-cost', 'x-rate-limit-remaining', 'x-rate-limit-reset'];
    expect(told.map((name) => first.headers.get(name))).toEqual(['10', '49990', '60']);
    await box.control.switches('d2l_brightspace', { limits: 'tight' });
    box.advance(60_000);
    for (let number = 0; number < 10; number += 1) expect((await get('lp/1.53/users/whoami')).status).toBe(200);
    box.advance(15_000);
    const refused = await get('lp/1.53/users/whoami');
    expect([refused.status, refused.headers.get('retry-after'), refused.json]).toEqual([429, '45', undefined]);
    expect(told.map((name) => refused.headers.get(name))).toEqual([null, null, null]);
    box.advance(45_000);
    expect((await get('lp/1.53/users/whoami')).status).toBe(200);
  });
});

describe('people', () => {
  const person = {
    OrgDefinedId: 'S-9',
    FirstName: 'Ñandú',
    MiddleName: null,
    LastName: '領導',
    ExternalEmail: 'n@mail.example',
    UserName: 'nandu',
    RoleId: 110,
    IsActive: true,
    SendCreationEmail: false,
  };

  test('by name one or nobody, by e-mail or number a list', async () => {
    const box = await startBox();
    const { get } = await client(box);
    expect((await get('lp/1.53/users/?userName=KIM.RAY')).json).toMatchObject({ UserId: 107, LastName: 'Ray' });
    expect((await get('lp/1.53/users/?userName=nobody')).status).toBe(404);
    expect((await get('lp/1.53/users/?externalEmail=kim.ray@mail.example')).json).toMatchObject([{ UserId: 107 }]);
    expect((await get('lp/1.53/users/?orgDefinedId=none')).json).toEqual([]);
  });

  test('all members have to be there, and to be right', async () => {
    const box = await startBox();
    const { post, get } = await client(box);
    const refusals: readonly unknown[] = [
      {},
      'no json',
      { ...person, RoleId: 999 },
      { ...person, RoleId: '110' },
      { ...person, IsActive: 'yes' },
      { ...person, FirstName: null },
      { ...person, ExternalEmail: 'nowhere' },
      { ...person, UserName: 'kim.ray' },
      ...Object.keys(person).map((left) =>
        Object.fromEntries(Object.entries(person).filter(([name]) => name !== left)),
      ),
    ];
    for (const body of refusals) expect((await post('lp/1.53/users/', body)).status).toBe(400);
    expect((await post('lp/1.53/users/', person, 'text/plain')).status).toBe(400);
    const made = await post('lp/1.53/users/', person);
    expect(made.json).toMatchObject({ FirstName: 'Ñandú', LastName: '領導', Activation: { IsActive: true } });
    expect((await get(`lp/1.53/users/${made.json.UserId}`)).json).toEqual(made.json);
    await box.restart();
    expect((await get(`lp/1.53/users/${made.json.UserId}`)).json).toEqual(made.json);
  });
});

describe('enrolments', () => {
  test('asking twice changes the role, leaving ends it', async () => {
    const box = await startBox();
    const { get, post, remove } = await client(box);
    const enrol = (role: number) => post('lp/1.53/enrollments/', { OrgUnitId: 7090, UserId: 107, RoleId: role });
    expect((await enrol(110)).json).toEqual({ OrgUnitId: 7090, UserId: 107, RoleId: 110, IsCascading: false });
    expect((await enrol(109)).json).toMatchObject({ RoleId: 109 });
    const { json } = await get('lp/1.53/enrollments/orgUnits/7090/users/');
    expect(json.Items).toMatchObject([{ User: { Identifier: '107' }, Role: { Id: 109, Name: 'Instructor' } }]);
    expect((await get('lp/1.53/enrollments/orgUnits/7090/users/?roleId=110')).json.Items).toEqual([]);
    expect((await remove('lp/1.53/enrollments/orgUnits/7090/users/107')).json).toMatchObject({ RoleId: 109 });
    expect((await remove('lp/1.53/enrollments/orgUnits/7090/users/107')).status).toBe(404);
    expect((await post('lp/1.53/enrollments/', { OrgUnitId: 7090, UserId: 9, RoleId: 110 })).status).toBe(404);
    expect((await enrol(1)).status).toBe(400);
  });
});

describe('marks', () => {
  test('a mark of the item’s own type is taken, and shown', async () => {
    const box = await startBox();
    const { get, put } = await client(box);
    const { json: before } = await get('le/1.92/7001/grades/70010/values/?pageSize=1');
    const person = before.Objects[0].User.Identifier;
    const path = `le/1.92/7001/grades/70010/values/${person}`;
    const mark = { GradeObjectType: 1, PointsNumerator: 7.5, Comments: { Content: 'weiter so', Type: 'Text' } };
    for (const wrong of [
      {},
      { ...mark, GradeObjectType: 4 },
      { ...mark, PointsNumerator: 21 },
      { ...mark, Comments: null },
    ])
      expect((await put(path, wrong)).status).toBe(400);
    const taken = await put(path, mark);
    expect([taken.status, taken.text]).toEqual([200, '']);
    const { json: after } = await get('le/1.92/7001/grades/70010/values/?pageSize=1');
    expect(after.Objects[0].GradeValue).toMatchObject({ DisplayedGrade: '7.5 / 20', PointsNumerator: 7.5 });
    expect((await put('le/1.92/7001/grades/70010/values/9', mark)).status).toBe(404);
  });
});

describe('the shared business', () => {
  test('the same people and courses as everywhere, found by e-mail, USI and code', async () => {
    const box = await startBox();
    const kim = box.state().users.find(({ email }) => email === 'kim.ray@mail.example');
    expect(kim).toMatchObject({ id: 107, first: 'Kim', org_defined: expect.stringMatching(/^[A-Z0-9]{10}$/) });
    expect(box.state().courses.map(({ code }) => code)).toContain('BSB50420-26');
    const twin = await startBox();
    expect(twin.state()).toEqual(box.state());
  });

  test('ids are unique, and what points at something points at something that exists', async () => {
    const {
      users,
      courses,
      enrolments,
      modules,
      topics,
      folders,
      grade_items: items,
      handed,
    } = (await startBox()).state();
    for (const list of [users, courses, modules, topics, folders, items])
      expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
    for (const { course, user } of enrolments)
      expect([courses.some(({ id }) => id === course), users.some(({ id }) => id === user)]).toEqual([true, true]);
    expect(handed.every(({ folder }) => folders.some(({ id }) => id === folder))).toBe(true);
    expect(new Set(handed.map(({ status }) => status))).toEqual(new Set([0, 1, 2, 3]));
  });
});
