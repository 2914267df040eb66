/** The sandbox is as strict as a LoopBack server that means it: what it refuses, how it pages, what it forgets. Raw HTTP, no connector. */
import { testSandbox, type TestSandbox } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import sandbox, { admin, tokens, trainerPassword } from './sandbox.ts';
import type { State } from './sandbox/state.ts';

type Box = TestSandbox<State>;

const minute = 60_000;

async function startBox(records?: Readonly<Record<string, number>>): Promise<Box> {
  const box = await testSandbox({ key: 'coursebox', sandbox }, records === undefined ? {} : { records });
  onTestFinished(() => box.stop());
  return box;
}

interface Answer {
  readonly status: number;
  readonly json: any; // oxlint-disable-line typescript/no-explicit-any
}

async function call(
  box: Box,
  method: string,
  path: string,
  body?: unknown,
  token: string = tokens.valid,
): Promise<Answer> {
  const answer = await fetch(`${box.origin}${path}`, {
    method,
    headers: { 'x-access-token': token, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json: unknown = JSON.parse(await answer.text());
  return { status: answer.status, json };
}

function list(box: Box, path: string, filter: unknown): Promise<Answer> {
  return call(
    box,
    'GET',
    `${path}?filter=${encodeURIComponent(typeof filter === 'string' ? filter : JSON.stringify(filter))}`,
  );
}

const order = 'updatedAt ASC, id ASC';

describe('signing in', () => {
  test('gives a token of LoopBack’s kind, good for its header and its time only', async () => {
    const box = await startBox();
    const login = { email: admin.email.toUpperCase(), password: admin.password };
    const { status, json } = await call(box, 'POST', '/auth/login', login, '');
    expect([status, json.token]).toEqual([
      200,
      { id: expect.any(String), ttl: 43_200, created: expect.any(String), userId: admin.id },
    ]);
    expect((await call(box, 'GET', `/api/WineUsers/${admin.id}`, undefined, json.token.id)).status).toBe(200);
    const bearer = await fetch(`${box.origin}/api/courses`, { headers: { authorization: `Bearer ${json.token.id}` } });
    expect(bearer.status).toBe(401);
    box.advance(12 * 60 * minute);
    expect(await call(box, 'GET', '/api/courses', undefined, json.token.id)).toEqual({
      status: 401,
      json: {
        error: { statusCode: 401, name: 'Error', code: 'AUTHORIZATION_REQUIRED', message: 'Authorization Required' },
      },
    });
  });

  test.each([
    [{ email: admin.email, password: 'x' }, 401, 'LOGIN_FAILED'],
    [{ email: 'nobody@mail.example', password: admin.password }, 401, 'LOGIN_FAILED'],
    [{ email: admin.email }, 400, 'USERNAME_EMAIL_REQUIRED'],
  ])('%j is refused with %s %s', async (body, status, code) => {
    const { status: got, json } = await call(await startBox(), 'POST', '/auth/login', body, '');
    expect([got, json.error.code]).toEqual([status, code]);
  });

  test('who is no administrator sees nobody else', async () => {
    const box = await startBox();
    const trainer = box.state().users.find(({ role }) => role === 'approved_expert');
    const { json } = await call(box, 'POST', '/auth/login', { email: trainer?.email, password: trainerPassword }, '');
    const { id } = json.token;
    expect((await call(box, 'GET', `/api/WineUsers/${trainer?.id}`, undefined, id)).status).toBe(200);
    expect((await call(box, 'GET', `/api/WineUsers/${admin.id}`, undefined, id)).status).toBe(403);
    expect((await call(box, 'POST', '/api/courses', { title: 'x' }, id)).status).toBe(403);
  });

  test('no secret is in any row', async () => {
    const box = await startBox();
    const people = JSON.stringify((await list(box, '/api/WineUsers', {})).json);
    for (const secret of [admin.password, trainerPassword, 'password', tokens.valid])
      expect(people).not.toContain(secret);
  });
});

describe('lists', () => {
  test('are in the order of change, seeded, written and grown rows alike, whatever the page', async () => {
    const box = await startBox({ learners: 300 });
    await call(box, 'POST', '/api/wineusers/createAccount', {
      data: { user: { firstName: 'A', lastName: 'B', email: 'a@b.example', password: 'long enough' }, is18Plus: true },
    });
    box.advance(60 * minute);
    await box.control.touch('coursebox', 'learners', 0.1);
    const { json: all } = await call(box, 'GET', '/api/WineUsers/count');
    const ids: string[] = [];
    const places: string[] = [];
    for (let skip = 0; ; skip += 37) {
      const { json } = await list(box, '/api/WineUsers', { limit: 37, skip, order });
      for (const row of json) {
        ids.push(row.id);
        places.push(`${row.updatedAt} ${row.id}`);
      }
      if (json.length < 37) break;
    }
    expect([ids.length, new Set(ids).size]).toEqual([all.count, all.count]);
    expect(places).toEqual(places.toSorted());
    expect(places.at(-1)).toContain('_g');
    const byId = (await list(box, '/api/WineUsers', { limit: 100, skip: 20 })).json.map(
      (row: { id: string }) => row.id,
    );
    expect(byId).toEqual(byId.toSorted());
  });

  test('can be asked for what changed, for some of it, and for ids alone', async () => {
    const box = await startBox({ learners: 40 });
    const since = new Date(box.now()).toISOString();
    box.advance(minute);
    await box.control.touch('coursebox', 'learners', 0.1);
    const changed = await list(box, '/api/WineUsers', { order, where: { updatedAt: { gte: since } } });
    expect(changed.json).toHaveLength(4);
    const one = await list(box, '/api/WineUsers', { where: { email: 'load7@mail.example' } });
    expect(one.json).toMatchObject([{ id: 'u_g00000007' }]);
    expect((await list(box, '/api/courses', { where: { status: 'archived' }, fields: ['id'] })).json).toEqual([
      { id: 'c_old' },
    ]);
    const where = encodeURIComponent(JSON.stringify({ status: 'completed' }));
    const { json } = await call(box, 'GET', `/api/enrolments/count?where=${where}`);
    expect(json.count).toBe(box.state().enrolments.filter(({ status }) => status === 'completed').length);
  });

  test('of what is in a course are that course’s', async () => {
    const box = await startBox();
    const { json } = await list(box, '/api/courses/c_01/activities', { where: { type: 'quiz', aiGenerated: true } });
    expect(json.map((row: { id: string }) => row.id)).toEqual(['act_01_1_3', 'act_01_2_2']);
    expect((await list(box, '/api/courses/c_nothing/sections', {})).status).toBe(404);
  });

  test.each([
    'nonsense',
    '[]',
    { limit: 101 },
    { limit: -1 },
    { skip: 'x' },
    { order: 'title DESC' },
    { where: { modified: { gte: '2026-03-01T00:00:00.000Z' } } },
    { where: { updatedAt: { gt: '2026-03-01T00:00:00.000Z' } } },
    { where: { updatedAt: { gte: 'yesterday' } } },
    { where: 'x' },
    { include: 'sections' },
    { fields: 'id' },
  ])('refuse the filter %j', async (filter) => {
    const { status, json } = await list(await startBox(), '/api/courses', filter);
    expect([status, json.error.statusCode]).toEqual([400, 400]);
  });
});

describe('writes', () => {
  const person = { firstName: 'A', lastName: 'B', email: 'a@b.example', password: 'long enough' };
  test.each([
    [{ data: { user: person, is18Plus: true } }, 200, undefined],
    [{ data: { user: person } }, 400, undefined],
    [
      { data: { user: { ...person, email: admin.email.toUpperCase() }, is18Plus: true } },
      422,
      { email: ['uniqueness'] },
    ],
    [{ data: { user: { ...person, password: 'short' }, is18Plus: true } }, 422, { password: ['length'] }],
    [
      { data: { user: { email: 'x' }, is18Plus: true } },
      422,
      { password: ['presence'], firstName: ['presence'], lastName: ['presence'] },
    ],
    [{ data: { user: person, is18Plus: true, offerCode: 'offer-nothing' } }, 400, undefined],
    [{ data: { user: person, is18Plus: true, offerCode: 'offer-c_01' } }, 200, undefined],
    [{ user: person }, 400, undefined],
  ])('an account from %j is answered with %s', async (body, status, codes) => {
    const { status: got, json } = await call(await startBox(), 'POST', '/api/wineusers/createAccount', body);
    expect([got, json.error?.details?.codes]).toEqual([status, codes]);
  });

  test('changing a person wants the id twice, and leaves alone what it does not know', async () => {
    const box = await startBox();
    const change = (id: string, attributes: unknown) =>
      call(box, 'POST', '/api/WineUsers/updateMainAttributes?id=u_07', { id, attributes });
    expect((await change('u_08', { city: 'Perth' })).status).toBe(400);
    expect((await change('u_07', { role: 'user_admin' })).status).toBe(422);
    expect((await change('u_07', { firstName: 'Zoë', realm: 'x' })).json).toMatchObject({
      fullName: expect.stringMatching(/^Zoë /),
    });
  });

  test('enrolling, courses and jobs refuse what they do not understand', async () => {
    const box = await startBox();
    const statusOf = async (method: string, path: string, body: unknown) =>
      (await call(box, method, path, body)).status;
    expect(await statusOf('POST', '/api/enrolments', { userId: 'u_07', courseId: 'c_13', role: 'x' })).toBe(400);
    expect(await statusOf('POST', '/api/enrolments', { userId: 'u_07' })).toBe(422);
    expect(await statusOf('POST', '/api/enrolments', { userId: 'u_07', courseId: 'c_13' })).toBe(201);
    expect(await statusOf('POST', '/api/enrolments', { userId: 'u_07', courseId: 'c_13' })).toBe(200);
    expect(await statusOf('PATCH', '/api/enrolments/en_01', { status: 'active' })).toBe(422);
    expect(await statusOf('POST', '/api/courses', { description: 'x' })).toBe(422);
    expect(await statusOf('PATCH', '/api/courses/c_draft', { title: 'x' })).toBe(400);
    expect(await statusOf('POST', '/api/courseGenerations', { title: 'x', language: 'en' })).toBe(400);
    expect(
      await statusOf('POST', '/api/courseGenerations', { title: 'x', language: 'en', prompt: 'y', sections: 99 }),
    ).toBe(422);
    expect(await statusOf('POST', '/api/courseGenerations', { title: 'x', language: 'en', prompt: 'y' })).toBe(202);
  });
});

test('what was written is there after a restart', async () => {
  const box = await startBox();
  await call(box, 'POST', '/api/courses', { title: 'Erste Hilfe' });
  await box.restart();
  expect((await call(box, 'GET', '/api/courses/c_w000001')).json).toMatchObject({
    title: 'Erste Hilfe',
    status: 'draft',
  });
});
