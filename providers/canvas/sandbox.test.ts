/** The sandbox is as strict as Canvas: what it refuses, what it forgets, what it counts. Raw HTTP, no connector. */
import http from 'node:http';
import { giveConsent, testSandbox, type TestSandbox } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import sandbox, { app, domain, tokens, vanityDomain } from './sandbox.ts';
import { treeOf } from './sandbox/params.ts';
import { withNumberIds } from './sandbox/answers.ts';
import type { State } from './sandbox/state.ts';

type Box = TestSandbox<State>;
type Form = Readonly<Record<string, string>>;

const minute = 60_000;
const callback = 'http://127.0.0.1:9/callback';

async function startBox(records?: Readonly<Record<string, number>>): Promise<Box> {
  const box = await testSandbox({ key: 'canvas', sandbox }, records === undefined ? {} : { records });
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

/** A caller with a token; strings for ids unless told otherwise. */
function client(
  box: Box,
  token: string = tokens.administrator,
  more: Form = { accept: 'application/json+canvas-string-ids' },
) {
  const headers = { authorization: `Bearer ${token}`, ...more };
  return {
    get: (path: string) => call(box, `/api/v1${path}`, { headers }),
    form: (method: string, path: string, form: Form) =>
      call(box, `/api/v1${path}`, { method, headers, body: new URLSearchParams(form) }),
    json: (method: string, path: string, body: unknown) =>
      call(box, `/api/v1${path}`, {
        method,
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  };
}

/** Past fetch, which always says who it is and where it goes. */
function bare(box: Box, path: string, headers: Form): Promise<{ status: number; link: string; body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.get(`${box.origin}${path}`, { headers }, (response) => {
      let body = '';
      response.on('data', (part: Buffer) => (body += part.toString('utf8')));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, link: String(response.headers['link'] ?? ''), body }),
      );
    });
    request.on('error', reject);
  });
}

describe('who is calling', () => {
  test('a missing User-Agent is turned away, at the token endpoint too', async () => {
    const box = await startBox();
    const refused = await bare(box, '/api/v1/users/self', { authorization: `Bearer ${tokens.administrator}` });
    expect(refused.status).toBe(403);
    expect(JSON.parse(refused.body)).toMatchObject({
      error: 'Forbidden',
      message: expect.stringContaining('user agent'),
    });
    expect((await bare(box, '/login/oauth2/auth', {})).status).toBe(403);
  });

  test('a bad token comes with WWW-Authenticate, a missing right without', async () => {
    const box = await startBox();
    for (const token of ['nobody', tokens.expired]) {
      const { status, headers, json } = await client(box, token).get('/users/self');
      expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="canvas-lms"']);
      expect(json.errors[0].message).toContain('access token');
    }
    expect((await call(box, '/api/v1/users/self')).json.errors[0].message).toBe('user authorization required');
    const trainer = client(box, tokens.trainer);
    const refused = await trainer.get('/accounts/1/users');
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, null]);
    expect((await trainer.get('/accounts')).json).toEqual([]);
    expect((await trainer.get('/users/107')).status).toBe(401);
    expect((await trainer.get('/courses/204/enrollments')).status).toBe(401);
    expect((await trainer.get('/courses/204/gradebook_history/feed')).status).toBe(403);
  });

  test('a deleted token is gone', async () => {
    const box = await startBox();
    const headers = { authorization: `Bearer ${tokens.limited}` };
    expect((await call(box, '/login/oauth2/token', { method: 'DELETE', headers })).json).toEqual({});
    expect((await client(box, tokens.limited).get('/users/self')).status).toBe(401);
  });
});

describe('signing in', () => {
  const authorize = (more: Form = {}) =>
    `/login/oauth2/auth?${new URLSearchParams({ client_id: app.client_id, response_type: 'code', redirect_uri: callback, state: 's', ...more }).toString()}`;
  const token = (box: Box, form: Form, secret: string = app.client_secret) =>
    call(box, '/login/oauth2/token', {
      method: 'POST',
      body: new URLSearchParams({ client_id: app.client_id, client_secret: secret, ...form }),
    });
  const codeOf = async (box: Box, more: Form = {}) =>
    new URL(await giveConsent(`${box.origin}${authorize(more)}`)).searchParams.get('code') ?? '';

  test('the answer names the person, and a refresh answers no refresh token', async () => {
    const box = await startBox();
    const form = { grant_type: 'authorization_code', code: await codeOf(box), redirect_uri: callback };
    expect((await token(box, form, 'wrong')).json).toMatchObject({ error: 'invalid_client' });
    const first = await token(box, form);
    expect(first.json).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3600,
      user: { id: 101, name: 'Marion Castellane' },
    });
    expect((await token(box, form)).json).toMatchObject({ error: 'invalid_grant' });
    const again = await token(box, { grant_type: 'refresh_token', refresh_token: first.json.refresh_token });
    expect(again.json).not.toHaveProperty('refresh_token');
  });

  test('the secret belongs into the body', async () => {
    const box = await startBox();
    const basic = `Basic ${Buffer.from(`${app.client_id}:${app.client_secret}`).toString('base64')}`;
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x' });
    const refused = await call(box, '/login/oauth2/token', { method: 'POST', headers: { authorization: basic }, body });
    expect(refused.json).toMatchObject({ error: 'invalid_client' });
  });

  test('a key that enforces scopes takes known ones only, and holds calls to them', async () => {
    const box = await startBox();
    await box.control.switches('canvas', { enforce_scopes: 'on' });
    const asked = async (scope?: string) =>
      new URL(await giveConsent(`${box.origin}${authorize(scope === undefined ? {} : { scope })}`)).searchParams;
    expect((await asked()).get('error')).toBe('invalid_scope');
    expect((await asked('url:GET|/api/v1/nowhere')).get('error')).toBe('invalid_scope');
    const code = (await asked('url:GET|/api/v1/users/:id')).get('code') ?? '';
    const granted = await token(box, { grant_type: 'authorization_code', code, redirect_uri: callback });
    const holder = client(box, granted.json.access_token);
    expect((await holder.get('/users/self')).status).toBe(200);
    const refused = await holder.get('/accounts');
    expect([refused.status, refused.json.errors[0].message]).toEqual([401, 'Insufficient scopes on access token.']);
  });
});

describe('lists', () => {
  const relations = (link: string | null) =>
    Object.fromEntries(
      [...(link ?? '').matchAll(/<([^>]*)>; rel="(\w+)"/g)].map(([, url = '', name = '']) => [name, url]),
    );

  test('ten a page, a hundred at most, and nonsense is the first page', async () => {
    const box = await startBox({ users: 150 });
    const { get } = client(box);
    expect((await get('/accounts/1/users')).json).toHaveLength(10);
    expect((await get('/accounts/1/users?per_page=1000')).json).toHaveLength(100);
    for (const query of ['per_page=0', 'per_page=-1', 'per_page=x', 'page=0', 'page=x', 'page=bookmark:!!']) {
      expect((await get(`/accounts/1/users?${query}`)).json).toHaveLength(10);
    }
    expect((await get('/accounts/1/users?page=bookmark:WzEwMDAwMF0')).json).toEqual([]);
  });

  test('numbered lists have a last page, bookmarked ones have none', async () => {
    const box = await startBox();
    const { get } = client(box);
    const courses = relations((await get('/accounts/1/courses?per_page=7&page=2')).headers.get('link'));
    expect(Object.keys(courses)).toEqual(['current', 'next', 'prev', 'first', 'last']);
    expect(courses['last']).toContain('page=3');
    const users = relations((await get('/accounts/1/users?per_page=7')).headers.get('link'));
    expect(Object.keys(users)).toEqual(['current', 'next', 'first']);
    expect(users['next']).toContain('bookmark');
    const whole = relations((await get('/accounts?per_page=100')).headers.get('link'));
    expect(Object.keys(whole)).toEqual(['current', 'first', 'last']);
  });

  test('links keep the filters and the host that was asked, by https', async () => {
    const box = await startBox();
    const headers = { authorization: `Bearer ${tokens.administrator}`, 'user-agent': 'test' };
    const path = '/api/v1/accounts/1/courses?state[]=available&state[]=deleted&per_page=2';
    for (const host of [domain, vanityDomain]) {
      const { next = '' } = relations((await bare(box, path, { ...headers, host })).link);
      const url = new URL(next);
      expect([url.origin, url.searchParams.getAll('state[]')]).toEqual([`https://${host}`, ['available', 'deleted']]);
    }
    await box.control.switches('canvas', { next_link: 'elsewhere' });
    expect((await bare(box, path, { ...headers, host: domain })).link).toContain('https://attacker.example/');
  });

  test('ids are numbers unless texts were asked for', async () => {
    const box = await startBox();
    const path = '/accounts/1/users?search_term=Lucy';
    const numbers = await client(box, tokens.administrator, {}).get(path);
    expect(numbers.text).toContain('"id":21070000000000040,');
    const strings = await client(box).get(path);
    expect(strings.json[0]).toMatchObject({ id: '21070000000000040', sis_user_id: expect.any(String) });
    expect(withNumberIds('{"id":"1","a_id":"2","sis_a_id":"3","b_ids":["4","5"],"x":"\\"id\\":\\"6\\""}')).toBe(
      '{"id":1,"a_id":2,"sis_a_id":"3","b_ids":[4,5],"x":"\\"id\\":\\"6\\""}',
    );
  });

  test('deleted courses and concluded enrolments are shown to those who ask', async () => {
    const box = await startBox();
    const { get } = client(box);
    const states = async (query: string) =>
      new Set(
        (await get(`/accounts/1/courses?per_page=100${query}`)).json.map(
          (one: { workflow_state: string }) => one.workflow_state,
        ),
      );
    expect(await states('')).toEqual(new Set(['available', 'completed', 'unpublished']));
    expect(await states('&state[]=deleted')).toEqual(new Set(['deleted']));
    const enrolled = async (query: string) =>
      new Set(
        (await get(`/courses/201/enrollments?per_page=100&type[]=StudentEnrollment${query}`)).json.map(
          (one: { enrollment_state: string }) => one.enrollment_state,
        ),
      );
    expect((await enrolled('')).has('completed')).toBe(false);
    expect((await enrolled('')).has('inactive')).toBe(true);
    expect(await enrolled('&state[]=completed')).toEqual(new Set(['completed']));
    expect((await get('/courses/292')).status).toBe(404);
  });

  test('things are found by the school’s own ids', async () => {
    const box = await startBox();
    const { get } = client(box);
    expect((await get('/courses/sis_course_id:HLTAID009')).json.id).toBe('201');
    const sis = box.state().users.find(({ id }) => id === '107')?.sis ?? '';
    expect((await get(`/users/sis_user_id:${sis}`)).json.id).toBe('107');
    expect((await get('/accounts/sis_account_id:HT-2')).json.id).toBe('2');
    expect((await get('/accounts/99')).json).toEqual({
      errors: [{ message: 'The specified resource does not exist.' }],
    });
  });
});

describe('the bucket', () => {
  test('costly calls fill it, time empties it, and a full one answers text', async () => {
    const box = await startBox();
    const { get } = client(box);
    const first = await get('/users/self');
    expect([first.headers.get('x-request-cost'), first.headers.get('x-rate-limit-remaining')]).toEqual([
      '0.2',
      '599.80',
    ]);
    await box.control.switches('canvas', { limits: 'tight' });
    for (let number = 0; number < 5; number += 1) expect((await get('/users/self')).status).toBe(200);
    const refused = await get('/users/self');
    expect([refused.status, refused.text.trim(), refused.headers.get('x-rate-limit-remaining')]).toEqual([
      403,
      '403 Forbidden (Rate Limit Exceeded)',
      '0.0',
    ]);
    expect(refused.headers.get('retry-after')).toBeNull();
    // Another token has a bucket of its own.
    expect((await client(box, tokens.trainer).get('/users/self')).status).toBe(200);
    box.advance(1_000);
    expect((await get('/users/self')).status).toBe(200);
    await box.control.switches('canvas', { limits: 'off' });
    for (let number = 0; number < 10; number += 1) expect((await get('/users/self')).status).toBe(200);
  });
});

describe('work', () => {
  test('more than a hundred students by name are too many, and moments must be moments', async () => {
    const box = await startBox();
    const { get } = client(box);
    const many = Array.from({ length: 101 }, (_, index) => `student_ids[]=${index}`).join('&');
    expect((await get(`/courses/201/students/submissions?${many}`)).json).toEqual({ message: 'too many students' });
    expect((await get('/courses/201/students/submissions?student_ids[]=all&submitted_since=yesterday')).status).toBe(
      400,
    );
    expect((await get('/courses/201/students/submissions')).json).toEqual([]);
    const one = await get('/courses/201/students/submissions?student_ids[]=107&per_page=100');
    expect(new Set(one.json.map((row: { user_id: string }) => row.user_id))).toEqual(new Set(['107']));
  });

  test('both filters at once give what passes both', async () => {
    const box = await startBox();
    const { get, form } = client(box);
    box.advance(10 * minute);
    await form('PUT', '/courses/201/assignments/5010/submissions/107', { 'submission[posted_grade]': '10' });
    const since = encodeURIComponent(new Date(box.now() - minute).toISOString());
    const list = async (query: string) =>
      (await get(`/courses/201/students/submissions?student_ids[]=all&${query}`)).json.length;
    expect(await list(`graded_since=${since}`)).toBe(1);
    expect(await list(`submitted_since=${since}`)).toBe(0);
    expect(await list(`graded_since=${since}&submitted_since=${since}`)).toBe(0);
  });

  test('history keeps every mark, newest first, and totals follow', async () => {
    const box = await startBox();
    const { get, form } = client(box);
    const before = (await get('/courses/201/gradebook_history/feed?user_id=107&assignment_id=5010&per_page=100')).json
      .length;
    box.advance(minute);
    const path = '/courses/201/assignments/5010/submissions/107';
    const graded = await form('PUT', path, { 'submission[posted_grade]': '11', 'comment[text_comment]': 'weiter so' });
    expect(graded.json).toMatchObject({
      grade: '11',
      score: 11,
      workflow_state: 'graded',
      posted_at: expect.any(String),
    });
    const history = (await get('/courses/201/gradebook_history/feed?user_id=107&assignment_id=5010')).json;
    expect(history).toHaveLength(before + 1);
    expect(history[0]).toMatchObject({
      grade: '11',
      current_grade: '11',
      grader: 'Marion Castellane',
      user_name: 'Kim Ray',
    });
    expect(history.at(-1)).toMatchObject({ grader: 'Graded on submission', current_grade: '11' });
    const shown = await get(`${path}?include[]=submission_comments`);
    expect(shown.json.submission_comments.at(-1)).toMatchObject({
      comment: 'weiter so',
      author_name: 'Marion Castellane',
    });
    await form('PUT', path, { 'submission[posted_grade]': 'EX' });
    expect((await get(path)).json).toMatchObject({ excused: true, grade: null, score: null, workflow_state: 'graded' });
  });

  test('analytics are for open courses with students', async () => {
    const box = await startBox();
    const { get } = client(box);
    expect((await get('/courses/291/analytics/student_summaries')).status).toBe(404);
    expect((await get('/courses/290/analytics/student_summaries')).status).toBe(404);
    const sorted = (await get('/courses/211/analytics/student_summaries?sort_column=page_views_descending')).json;
    const views = sorted.map((row: { page_views: number }) => row.page_views);
    expect(views).toEqual(views.toSorted((a: number, b: number) => b - a));
    for (const row of sorted) {
      const { missing, late, on_time: onTime, floating, total } = row.tardiness_breakdown;
      expect(missing + late + onTime + floating).toBe(total);
    }
    expect((await get('/courses/211/analytics/activity')).json[0]).toMatchObject({
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
  });
});

describe('courses', () => {
  test('an end without the restriction is forgotten, a bad zone is refused', async () => {
    const box = await startBox();
    const { json, form } = client(box);
    const end = '2027-01-01T00:00:00Z';
    const made = await form('POST', '/accounts/1/courses', { 'course[name]': 'A', 'course[end_at]': end });
    expect(made.json).toMatchObject({ end_at: null, workflow_state: 'unpublished', course_code: 'A' });
    const kept = await json('POST', '/accounts/1/courses', {
      course: { name: 'B', end_at: end, restrict_enrollments_to_course_dates: true },
      offer: true,
    });
    expect(kept.json).toMatchObject({ end_at: end, workflow_state: 'available' });
    expect((await json('PUT', `/courses/${made.json.id}`, { course: { time_zone: 'Moon/Base' } })).status).toBe(400);
    expect((await json('PUT', `/courses/${made.json.id}`, { course: { event: 'explode' } })).status).toBe(400);
  });

  test('graded work keeps a course from being unpublished; ending it works by event or DELETE', async () => {
    const box = await startBox();
    const { json, get } = client(box);
    expect((await json('PUT', '/courses/201', { course: { event: 'claim' } })).status).toBe(400);
    expect(
      (
        await call(box, '/api/v1/courses/203?event=conclude', {
          method: 'DELETE',
          headers: { authorization: `Bearer ${tokens.administrator}` },
        })
      ).json,
    ).toEqual({ conclude: true });
    expect((await get('/courses/203')).json.workflow_state).toBe('completed');
    expect(
      (await json('POST', '/courses/203/enrollments', { enrollment: { user_id: '107', type: 'StudentEnrollment' } }))
        .json.message,
    ).toContain('concluded');
  });

  test('enrolments are invited unless told otherwise, and end in four ways', async () => {
    const box = await startBox();
    const { json } = client(box);
    const enrol = (enrollment: Record<string, unknown>) => json('POST', '/courses/204/enrollments', { enrollment });
    expect((await enrol({ type: 'StudentEnrollment' })).status).toBe(400);
    expect((await enrol({ user_id: '107' })).status).toBe(400);
    expect((await enrol({ user_id: '107', type: 'Pupil' })).status).toBe(400);
    expect((await enrol({ user_id: '99999', type: 'StudentEnrollment' })).status).toBe(404);
    const made = await enrol({ user_id: '107', type: 'StudentEnrollment' });
    expect(made.json.enrollment_state).toBe('invited');
    for (const [task, state] of [
      ['inactivate', 'inactive'],
      ['conclude', 'completed'],
      ['delete', 'deleted'],
    ] as const) {
      const ended = await call(box, `/api/v1/courses/204/enrollments/${made.json.id}?task=${task}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${tokens.administrator}` },
      });
      expect(ended.json.enrollment_state).toBe(state);
    }
  });

  test('parameters are read as Rails reads them', () => {
    const pairs: [string, string][] = [
      ['a[b][c]', '1'],
      ['a[d][]', '2'],
      ['a[d][]', '3'],
      ['e', '4'],
      ['e', '5'],
      ['f[]', '6'],
    ];
    expect(treeOf(pairs)).toEqual({ a: { b: { c: '1' }, d: ['2', '3'] }, e: '5', f: ['6'] });
    expect(
      treeOf([
        ['__proto__[x]', '1'],
        ['', '2'],
        ['a[', '3'],
      ]),
    ).toBeTypeOf('object');
    expect({}).not.toHaveProperty('x');
  });
});

describe('the shared business', () => {
  test('the same people and courses as everywhere, found by e-mail, USI and code', async () => {
    const box = await startBox();
    const kim = box.state().users.find(({ email }) => email === 'kim.ray@mail.example');
    expect(kim).toMatchObject({ id: '107', first: 'Kim', last: 'Ray', sis: expect.stringMatching(/^[A-Z0-9]{10}$/) });
    expect(box.state().courses.map(({ code }) => code)).toContain('BSB50420');
    const twin = await startBox();
    expect(twin.state()).toEqual(box.state());
  });

  test('what is written is still there after a restart', async () => {
    const box = await startBox();
    const made = await client(box).json('POST', '/accounts/1/courses', { course: { name: 'Kept' } });
    await box.restart();
    expect((await client(box).get(`/courses/${made.json.id}`)).json.name).toBe('Kept');
  });
});
