/** The Moodle definition: what it asks, what it understands, what it writes, and that it survives what a site may send. */
import fc from 'fast-check';
import {
  fail,
  models,
  PlugboardError,
  type Account,
  type Action,
  type CheckResult,
  type HttpRequest,
  type HttpResponse,
  type JsonObject,
  type ListStream,
  type Query,
  type Settings,
  type Stream,
  type StreamContext,
  type StreamHttp,
} from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { failure, type TestSandbox, testSandbox } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { actions } from './actions.ts';
import { missing, needs, parameterOf } from './calls.ts';
import { isSuccess, readError } from './errors.ts';
import moodle from './index.ts';
import sandbox from './sandbox.ts';
import { sandboxToken, serviceUser } from './sandbox/seed.ts';
import { wwwroot } from './sandbox/site.ts';
import type { State } from './sandbox/state.ts';
import { enrolmentPage, streams } from './streams.ts';

type Box = TestSandbox<State>;

const home: Settings = {
  site_url: wwwroot,
  time_zone: 'Australia/Perth',
  student_role: 'student',
  usi_field: 'usi',
  birth_field: 'dateofbirth',
};

// --- a small door to the sandbox, in the engine's place -------------------------------------------------------------------

async function startBox(records?: Readonly<Record<string, number>>): Promise<Box> {
  const box = await testSandbox({ key: 'moodle', sandbox }, records === undefined ? {} : { records });
  onTestFinished(() => box.stop());
  return box;
}

function encoded(form: Query): URLSearchParams {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) if (value !== undefined) pairs.append(name, String(value));
  return pairs;
}

interface Door extends StreamHttp {
  /** Names of the functions called. */
  readonly called: string[];
}

const decode = (request: HttpRequest, type: string, text: string): unknown => {
  if (request.decode === 'auto' && !type.includes('json')) return text;
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    throw fail('decode_failed', 'not JSON');
  }
};

/** As the engine does it: hosts are checked, redirects of a POST are not followed, the provider judges the answer. */
function doorTo(box: Box, options: { token?: string; settings?: Settings } = {}): Door {
  const settings = options.settings ?? home;
  const base = typeof moodle.baseUrl === 'function' ? moodle.baseUrl(settings) : moodle.baseUrl;
  const hosts = typeof moodle.hosts === 'function' ? moodle.hosts(settings) : moodle.hosts;
  const called: string[] = [];
  return {
    called,
    rows: () => {
      throw new Error('Moodle has no rows');
    },
    async send(request): Promise<HttpResponse> {
      const url = new URL(base + request.url);
      if (!hosts.includes(url.hostname)) throw fail('blocked_host', `${url.hostname} is not one of the hosts`);
      const form = request.body !== undefined && 'form' in request.body ? request.body.form : {};
      called.push(String(form['wsfunction'] ?? url.pathname));
      const answer = await fetch(box.origin + url.pathname, {
        method: request.method ?? 'GET',
        body: encoded({ ...form, wstoken: options.token ?? sandboxToken }),
        redirect: 'manual',
      });
      const type = answer.headers.get('content-type') ?? '';
      const response: HttpResponse = {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: answer.status < 300 ? decode(request, type, await answer.text()) : null,
        url: url.href,
      };
      if (moodle.success?.(response) === true) return response;
      const verdict = moodle.error?.(response);
      throw fail(verdict?.code ?? 'provider_unavailable', verdict?.message ?? '', {
        status: answer.status,
        vendorCode: verdict?.vendorCode,
      });
    },
  };
}

interface Connected {
  readonly box: Box;
  readonly http: Door;
  readonly account: Account | undefined;
}

const checked = (http: Door, settings = home): Promise<CheckResult> =>
  moodle.check({ http, settings, account: undefined, method: 'api_key' });

async function connect(records?: Readonly<Record<string, number>>): Promise<Connected> {
  const box = await startBox(records);
  const http = doorTo(box);
  return { box, http, account: (await checked(http)).account };
}

function asList(stream: Stream): ListStream {
  if ('pages' in stream) throw new Error('it walks by itself');
  return stream;
}

/** Walks one part of a stream to its end, as the engine would. */
async function readPart(stream: Stream, { box, http, account }: Connected, partition = '', since?: string) {
  const list = asList(stream);
  const context: StreamContext = {
    settings: home,
    account,
    method: 'api_key',
    partition,
    since,
    now: new Date(box.now()).toISOString(),
  };
  const found: JsonObject[] = [];
  let request: HttpRequest | undefined = list.request(context);
  for (let number = 1; request !== undefined; number += 1) {
    // A request is kept in checkpoints as JSON, and must be the same when it comes back.
    const kept: HttpRequest = JSON.parse(JSON.stringify(request));
    const response = await http.send(kept);
    const items = list.items(response.body, { partition, request: kept });
    found.push(...items.filter(isObject));
    request = list.paginate({ request: kept, response, items, number });
  }
  return found;
}

/** A whole stream, part by part; parts that only have nothing are empty. */
async function readAll(name: keyof typeof streams, connected: Connected, since?: string): Promise<JsonObject[]> {
  const stream: Stream = streams[name];
  const { partitions } = stream;
  if (partitions === undefined) return readPart(stream, connected, '', since);
  const parent = partitions.of as keyof typeof streams;
  const parents = await readAll(parent, connected);
  const keys = parents.flatMap((item) => (partitions.key ?? streams[parent].key)(item) ?? []);
  const found: JsonObject[] = [];
  for (const key of keys.toSorted()) {
    try {
      found.push(...(await readPart(stream, connected, key, since)));
    } catch (error) {
      if (!(error instanceof PlugboardError) || partitions.emptyOn?.(error) !== true) throw error;
    }
  }
  return found;
}

/** Maps everything, and holds it against the model. Keys must be there and differ. */
function mapped(name: keyof typeof streams, items: readonly JsonObject[], account?: Account): JsonObject[] {
  const stream: Stream = streams[name];
  const keys = items.map((item) => stream.key(item));
  expect(keys).not.toContain(undefined);
  expect(new Set(keys).size).toBe(items.length);
  return items.map((item) => {
    const data = stream.map(stream.raw.parse(item), { settings: home, account });
    expect(models[stream.model].parse(data)).toEqual(data);
    return data as JsonObject;
  });
}

function deny(box: Box, capability: string, course = 0): void {
  box.state().denied.push({ course, capability });
}

// --- what the tenant types ------------------------------------------------------------------------------------------------

describe('what is typed', () => {
  const fits = (pattern: { source: string } | undefined, typed: string) =>
    pattern !== undefined && new RegExp(`^(?:${pattern.source})$`, 'u').test(typed);
  const site = moodle.settings?.['site_url'];
  const ask = (typed: string) => fits(site?.pattern, site?.tidy?.(typed.trim()) ?? typed);

  test.each([
    'https://lms.example.org',
    'lms.example.org',
    'https://lms.example.org:8443/moodle',
    'https://müller.example/my',
  ])('an address: %s', (typed) => {
    expect(ask(typed)).toBe(true);
  });

  test.each([
    'http://lms.example.org',
    'https://localhost/moodle',
    'https://10.0.0.7',
    'https://[::1]/moodle',
    'https://2130706433/',
    'https://me:secret@lms.example.org',
    'ftp://lms.example.org',
    'javascript:alert(1)',
    'our moodle',
    '',
  ])('no address: %s', (typed) => {
    expect(ask(typed)).toBe(false);
  });

  test('only the host of the site may ever be reached', () => {
    const hosts = (site_url: string) => (typeof moodle.hosts === 'function' ? moodle.hosts({ site_url }) : []);
    expect(hosts('https://lms.example.org:8443/moodle')).toEqual(['lms.example.org']);
    expect(hosts('no address')).toEqual([]);
    expect(typeof moodle.hosts === 'function' && moodle.hosts({})).toEqual([]);
  });

  test('a token has no spaces in it', () => {
    const [way] = moodle.auth;
    const pattern = way !== undefined && 'fields' in way ? way.fields['api_key']?.pattern : undefined;
    expect(fits(pattern, sandboxToken)).toBe(true);
    for (const typed of [`${sandboxToken.slice(0, 16)} ${sandboxToken.slice(16)}`, 'short', '', 'tökén'.repeat(8)]) {
      expect(fits(pattern, typed)).toBe(false);
    }
  });
});

// --- connecting -----------------------------------------------------------------------------------------------------------

describe('connecting', () => {
  test('the site says who it is; its keys are not kept', async () => {
    const result = await checked(doorTo(await startBox()));
    expect(result).toEqual({
      message: 'Connected to Harbour Training (Moodle 4.3.6) as plugboard',
      account: {
        id: wwwroot,
        name: 'Harbour Training',
        meta: { release: '4.3.6', user_id: '3', course_list: 'visible' },
      },
      absent: {},
    });
  });

  test('functions the service lacks switch off what needs them, and say how to add them', async () => {
    const box = await startBox();
    const { service } = box.state();
    service.functions = service.functions.filter(
      (name) => name !== 'core_enrol_get_enrolled_users' && name !== 'core_user_create_users',
    );
    const { message, absent = {} } = await checked(doorTo(box));
    expect(Object.keys(absent)).toEqual([
      'enrolments',
      'completion',
      'activity_completion',
      'create_user',
      'enrol_user',
    ]);
    expect(message).toContain('functions are missing for enrolments, completion');
    expect(absent['enrolments']).toContain('lacks the function core_enrol_get_enrolled_users. Add it in Moodle under');
  });

  test('every stream and action has its needs written down, and what it calls is among them', async () => {
    expect(Object.keys(needs).toSorted()).toEqual([...Object.keys(streams), ...Object.keys(actions)].toSorted());
    expect(Object.keys(missing(new Set()))).toHaveLength(Object.keys(needs).length);
    for (const name of Object.keys(streams) as (keyof typeof streams)[]) {
      const connected = await connect();
      connected.http.called.length = 0;
      await readAll(name, connected);
      const allowed = new Set((needs[name] ?? []).flat());
      expect([name, [...new Set(connected.http.called)].filter((one) => !allowed.has(one))]).toEqual([name, []]);
    }
  });

  test.each([
    ['core_course_get_courses', 'core_course_get_courses_by_field', 'Short courses'],
    ['core_course_get_courses_by_field', 'core_course_get_courses', null],
  ])('without %s, %s will do', async (lacking, used, category) => {
    const box = await startBox();
    const { service } = box.state();
    service.functions = service.functions.filter((name) => name !== lacking);
    const http = doorTo(box);
    const { account, absent } = await checked(http);
    expect(absent).toEqual({});
    const items = await readAll('courses', { box, http, account });
    expect(items).toHaveLength(13);
    expect(http.called.at(-1)).toBe(used);
    expect(mapped('courses', items)[0]).toMatchObject({ category });
  });

  test.each([
    ['not_a_moodle', 'not_found', 'There is no Moodle web service at this address'],
    ['login_wall', 'not_found', 'sign-in page'],
    ['moved', 'not_found', 'https://new.harbourtraining.example/moodle/webservice/rest/server.php'],
    ['private_redirect', 'not_found', 'sends the call elsewhere'],
    ['services_off', 'permission_denied', 'web services or the REST protocol are off'],
    ['maintenance', 'provider_unavailable', 'closed for maintenance'],
    ['closed_page', 'provider_unavailable', ''],
  ])('a site in the mood "%s" is %s', async (mood, code, words) => {
    const box = await startBox();
    await box.control.switches('moodle', { mood });
    const error = await failure(checked(doorTo(box)));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
  });

  test('a folder that is none, a token that is none, a zone that is none', async () => {
    const box = await startBox();
    const elsewhere = { ...home, site_url: 'https://lms.harbourtraining.example/learn' };
    expect(await failure(checked(doorTo(box, { settings: elsewhere }), elsewhere))).toMatchObject({
      code: 'not_found',
    });
    expect(await failure(checked(doorTo(box, { token: 'f'.repeat(32) })))).toMatchObject({ code: 'auth_expired' });
    const nowhere = { ...home, time_zone: 'Mars/Olympus' };
    expect(await failure(checked(doorTo(box, { settings: nowhere }), nowhere))).toMatchObject({
      code: 'invalid_request',
      details: { problems: [{ path: 'settings.time_zone' }] },
    });
  });

  test('an answer that is no description of a site is not taken for one', async () => {
    const answers = (body: unknown): Door => ({
      called: [],
      rows: () => {
        throw new Error('no rows');
      },
      send: async ({ url }) => ({ status: 200, headers: {}, body, url }),
    });
    for (const body of [null, [], {}, { functions: 'all' }]) {
      expect((await failure(checked(answers(body)))).code).toBe('decode_failed');
    }
    const bare = await checked(answers({ functions: [{ name: 'core_webservice_get_site_info' }, 7] }));
    expect(bare.account).toMatchObject({ id: wwwroot, name: wwwroot });
  });
});

describe('signing in with a password', () => {
  const way = moodle.auth.find(({ key }) => key === 'password');
  if (way?.kind !== 'session' || way.sign === undefined) throw new Error('there is no such way in');
  const { sign } = way;
  const { username, password, service } = serviceUser;
  const context = { settings: home, app: {}, id: '0'.repeat(32) };

  test('Moodle gives a token, which goes where tokens go', async () => {
    const box = await startBox();
    const request = way.login({ ...context, fields: { username, password, service } });
    const response = await doorTo(box).send(request);
    const session = way.session(response);
    expect(session).toEqual({ token: sandboxToken, expiresAt: new Date(box.now() + 12 * 3_600_000).toISOString() });
    const signed = sign({ url: '/x', body: { form: { a: 1 } } }, { ...context, fields: {}, session });
    expect(signed.body).toEqual({ form: { a: 1, wstoken: sandboxToken } });
    expect(sign({ url: '/x' }, { ...context, fields: {}, session }).body).toEqual({
      form: { wstoken: sandboxToken },
    });
    expect(() => sign({ url: '/x', body: { json: {} } }, { ...context, fields: {}, session })).toThrow('as a form');
    expect(() => way.session({ ...response, body: {} })).toThrow('without a token');
  });

  test('and says why not', async () => {
    const box = await startBox();
    const ask = async (fields: Record<string, string>) =>
      failure(doorTo(box).send(way.login({ ...context, fields: { username, password, service, ...fields } })));
    expect((await ask({ password: 'no' })).code).toBe('auth_revoked');
    expect(await ask({ service: 'mobile' })).toMatchObject({ code: 'permission_denied' });
    await box.control.switches('moodle', { mood: 'not_a_moodle' });
    expect((await ask({})).code).toBe('not_found');
  });
});

// --- what Moodle says when it says no -------------------------------------------------------------------------------------

describe('refusals', () => {
  const answer = (body: unknown, status = 200): HttpResponse => ({ status, headers: {}, body, url: 'https://x' });

  test.each([
    ['invalidtoken', 'auth_expired'],
    ['accessexception', 'permission_denied'],
    ['invalidparameter', 'invalid_request'],
    ['nopermissions', 'permission_denied'],
    ['requireloginerror', 'permission_denied'],
    ['errorcoursecontextnotvalid', 'permission_denied'],
    ['invalidrecord', 'not_found'],
    ['invalidrecordunknown', 'not_found'],
    ['sitemaintenance', 'provider_unavailable'],
    ['wsaccessusersuspended', 'auth_revoked'],
    ['usernotconfirmed', 'auth_revoked'],
    ['invalidlogin', 'auth_revoked'],
    ['cannotcreatetoken', 'permission_denied'],
    ['wsnoinstance', 'invalid_request'],
    ['manualpluginnotinstalled', 'invalid_request'],
    ['wscannotenrol', 'invalid_request'],
    ['wsusercannotassign', 'permission_denied'],
    ['nocriteriaset', 'not_found'],
    ['usernotenroled', 'not_found'],
    ['somethingnew', 'invalid_request'],
    ['constructor', 'invalid_request'],
  ])('%s is %s', (errorcode, code) => {
    const refusal = answer({ exception: 'moodle_exception', errorcode, message: 'Some words.' });
    expect(isSuccess(refusal)).toBe(false);
    expect(readError(refusal)).toMatchObject({ code, vendorCode: errorcode });
    expect(readError(refusal)?.message).not.toBe('');
  });

  test('a fall of PHP itself has no code', () => {
    const fall = answer({ exception: 'TypeError', message: 'Argument #1 must be of type int' });
    expect(isSuccess(fall)).toBe(false);
    expect(readError(fall)).toEqual({ code: 'provider_unavailable', message: 'Argument #1 must be of type int' });
  });

  test('an explanation in the place of the code is read as words', () => {
    const errorcode = '<div>Passwords must have at least 1 digit(s).</div>';
    expect(readError(answer({ exception: 'moodle_exception', errorcode, message: `error/${errorcode}` }))).toEqual({
      code: 'invalid_request',
      message: 'Passwords must have at least 1 digit(s).',
    });
  });

  test('nothing with a warning is a refusal, something with a warning is not', () => {
    const warnings = [{ item: 'course', itemid: 7, warningcode: '1', message: 'No access rights in course context' }];
    expect(isSuccess(answer({ courses: [], warnings }))).toBe(false);
    expect(readError(answer({ courses: [], warnings }))?.code).toBe('permission_denied');
    expect(isSuccess(answer({ courses: [{ id: 7 }], warnings }))).toBe(true);
    const none = [{ item: 'module', itemid: 9, warningcode: '3', message: 'No submissions found' }];
    expect(isSuccess(answer({ assignments: [], warnings: none }))).toBe(true);
  });

  test('null, lists and data are successes', () => {
    for (const body of [null, [], [{ id: 1, username: 'ana' }], { users: [], warnings: [] }, { error: 'a field' }]) {
      expect(isSuccess(answer(body))).toBe(true);
    }
    expect(isSuccess(answer('<!DOCTYPE html>'))).toBe(false);
  });

  test('no answer trips the reading of it', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.integer({ min: 200, max: 599 }),
        fc.dictionary(fc.constantFrom('location'), fc.string()),
        (body, status, headers) => {
          const response = { status, headers, body, url: 'https://x' };
          expect(isSuccess(response) || readError(response) !== null).toBe(true);
        },
      ),
    );
  });
});

// --- reading --------------------------------------------------------------------------------------------------------------

describe('reading', () => {
  test('every request is a form that may be sent again, without the token in it', () => {
    const context = { settings: home, account: undefined, method: '', partition: '7:42', since: undefined, now: '' };
    for (const stream of Object.values(streams)) {
      const request = asList(stream).request(context);
      expect(request).toMatchObject({ method: 'POST', url: '/webservice/rest/server.php', safe: true });
      expect(parameterOf(request, 'moodlewsrestformat')).toBe('json');
      expect(JSON.stringify(request)).not.toContain('wstoken');
    }
  });

  test('people, without the guest; the same person as everywhere, by name, address and USI', async () => {
    const connected = await connect();
    const people = mapped('users', await readAll('users', connected));
    expect(people).toHaveLength(connected.box.state().users.length - 1);
    expect(people.find(({ username }) => username === 'xiaolong.li')).toMatchObject({
      full_name: '李 小龍',
      usi: expect.stringMatching(/^[2-9A-HJ-NP-Z]{10}$/),
      date_of_birth: '1987-11-27',
      student_number: 'HT0011',
      status: 'active',
    });
  });

  test('courses, without the front page; dates are those of the site', async () => {
    const connected = await connect();
    const first = connected.box.state().courses.find(({ id }) => id === 11);
    if (first !== undefined) first.fullname = 'CPR & more';
    const courses = mapped('courses', await readAll('courses', connected));
    expect(courses).toHaveLength(13);
    expect(courses[0]).toMatchObject({ name: 'CPR & more', code: 'HLTAID009', status: 'published' });
    expect(courses[0]?.['starts_on']).toMatch(/^2026-/);
    expect(streams.courses.updatedAt?.({ timemodified: 1769100000 })).toBe('2026-01-22T16:40:00.000Z');
    expect(streams.courses.updatedAt?.({})).toBeUndefined();
  });

  test('activities know their course, their section and their place', async () => {
    const connected = await connect();
    const activities = mapped('activities', await readAll('activities', connected));
    expect(activities).toHaveLength(connected.box.state().modules.length);
    expect(activities.find(({ url }) => url === `${wwwroot}/mod/quiz/view.php?id=1124`)).toMatchObject({
      course_id: '12',
      type: 'quiz',
      position: 2,
      visible: true,
      custom: { section_name: 'Assessment', section_number: 2 },
    });
  });

  test('enrolments: the active and the rest, each once', async () => {
    const connected = await connect();
    const enrolments = mapped('enrolments', await readAll('enrolments', connected));
    const { enrolments: known } = connected.box.state();
    expect(enrolments).toHaveLength(known.length);
    const withdrawn = known.filter(({ suspended }) => suspended);
    expect(withdrawn.length).toBeGreaterThan(0);
    const inactive = enrolments.filter(({ status }) => status === 'inactive');
    // Those that begin later are not active yet either.
    expect(inactive.length).toBeGreaterThan(withdrawn.length);
    expect(enrolments.filter(({ role }) => role === 'editingteacher')).toHaveLength(13);
  });

  test('a page that is not full is not the last', async () => {
    const connected = await connect({ enrolments: enrolmentPage * 2 });
    const whole = await readPart(streams.enrolments, connected, '11');
    const seeded = connected.box.state().enrolments.filter(({ course }) => course === 11).length;
    expect(whole).toHaveLength(enrolmentPage * 2 + seeded);
    // A site that cuts the page before it leaves people out.
    const hiding: Door = {
      ...connected.http,
      async send(request) {
        const response = await connected.http.send(request);
        const { body } = response;
        return { ...response, body: Array.isArray(body) && body.length > 1 ? body.slice(0, -1) : body };
      },
    };
    const seen = await readPart(streams.enrolments, { ...connected, http: hiding }, '11');
    expect(seen.length).toBeGreaterThan(whole.length - 6);
    expect(seen.length).toBeLessThan(whole.length);
  });

  test('an empty course, a course without students, a site without courses', async () => {
    const connected = await connect();
    const state = connected.box.state();
    state.enrolments = state.enrolments.filter(({ course }) => course !== 12);
    connected.http.called.length = 0;
    expect(await readPart(streams.enrolments, connected, '12')).toEqual([]);
    expect(connected.http.called).toHaveLength(2);
    expect(await readPart(streams.grades, connected, '12')).toEqual([]);
    state.courses = state.courses.filter(({ id }) => id === 1);
    expect(await readAll('courses', connected)).toEqual([]);
  });

  test('marks: the total and every item, by numbers', async () => {
    const connected = await connect();
    const grades = mapped('grades', await readAll('grades', connected));
    const students = connected.box.state().enrolments.filter(({ role }) => role === 9).length;
    expect(grades).toHaveLength(students * 3);
    expect(grades.filter(({ scope }) => scope === 'course')).toHaveLength(students);
    const best = grades.find(({ item_kind: kind, score }) => kind === 'assign' && score !== null);
    expect(best).toMatchObject({ percent: best?.['score'], score_max: '100', feedback: expect.any(String) });
    expect(grades.some(({ score }) => score === null)).toBe(true);
  });

  test('completion: of active students, where there is something to complete', async () => {
    const connected = await connect();
    const completion = mapped('completion', await readAll('completion', connected));
    expect(completion.length).toBeGreaterThan(20);
    // A qualification has no criteria, a workshop no completion.
    expect(completion.filter(({ course_id: course }) => course === '21' || course === '22' || course === '23')).toEqual(
      [],
    );
    const done = completion.find(({ state }) => state === 'completed');
    expect(done).toMatchObject({ progress_percent: 100, completed_at: expect.any(String), activity_id: null });

    const parts = mapped('activity_completion', await readAll('activity_completion', connected));
    expect(new Set(parts.map(({ state }) => state))).toEqual(new Set(['not_started', 'completed', 'passed', 'failed']));
    expect(parts[0]).toMatchObject({ kind: 'completion', activity_id: expect.any(String) });
  });

  test('assignments, and what was handed in: by students and by a group', async () => {
    const connected = await connect();
    const assignments = mapped('assignments', await readAll('assignments', connected));
    expect(assignments).toHaveLength(13);
    expect(assignments[0]).toMatchObject({ points_max: '100', submission_kinds: ['onlinetext', 'file'] });
    const submissions = mapped('submissions', await readAll('submissions', connected));
    expect(submissions).toHaveLength(connected.box.state().submissions.length);
    expect(submissions.filter(({ group_id: group }) => group !== null)).toMatchObject([
      { group_id: '621', student_id: null, course_id: '21', assessment_id: '21' },
    ]);
  });

  test('only submissions changed since then, that second included', async () => {
    const connected = await connect();
    const newest = connected.box.state().submissions.toSorted((a, b) => b.timemodified - a.timemodified)[0];
    if (newest === undefined) throw new Error('nobody handed anything in');
    const since = new Date(newest.timemodified * 1000 + 900).toISOString();
    const changed = await readAll('submissions', connected, since);
    expect(changed.map(({ id }) => id)).toContain(newest.id);
    const later = new Date(newest.timemodified * 1000 + 1000).toISOString();
    expect(await readAll('submissions', connected, later)).toEqual([]);
  });

  test('a course the account may not see is refused, whichever way Moodle puts it', async () => {
    const connected = await connect();
    deny(connected.box, 'moodle/course:view', 13);
    for (const name of ['activities', 'enrolments', 'grades', 'assignments'] as const) {
      const error = await failure(readPart(streams[name], connected, '13'));
      expect([name, error.code]).toEqual([name, 'permission_denied']);
      await readPart(streams[name], connected, '14');
    }
    const error = await failure(readPart(streams.completion, connected, '13:110'));
    expect(error.code).toBe('permission_denied');
    expect(streams.completion.partitions?.emptyOn?.(error)).toBe(false);
    deny(connected.box, 'mod/assign:grade', 14);
    expect((await failure(readPart(streams.submissions, connected, '14:14'))).code).toBe('permission_denied');
    expect((await failure(readPart(streams.activities, connected, '4711'))).code).toBe('not_found');
  });

  test('only active enrolments are asked for their completion', () => {
    const key = streams.completion.partitions?.key;
    expect(key?.({ id: 42, courseid: 7, active: true })).toBe('7:42');
    expect(key?.({ id: 42, courseid: 7, active: false })).toBeUndefined();
    expect(key?.({ id: 42, active: true })).toBeUndefined();
  });

  test('whoever shows nothing but names is enrolled all the same', async () => {
    const connected = await connect();
    deny(connected.box, 'moodle/user:viewdetails', 12);
    const [first] = mapped('enrolments', await readPart(streams.enrolments, connected, '12'));
    expect(first).toMatchObject({ student_name: expect.any(String), role: null, status: 'active' });
  });

  test.each([null, 'x', {}, { users: null }, [{ modules: 7 }]])('a body that is not what was asked for: %j', (body) => {
    for (const [name, stream] of Object.entries(streams)) {
      const items = () => asList(stream).items(body, { partition: '7:42', request: { url: '' } });
      // A list of something is what some functions answer; anything else must not pass for an empty list.
      if (Array.isArray(body) && name !== 'activities') continue;
      expect(items).toThrow(PlugboardError);
    }
  });
});

// --- writing --------------------------------------------------------------------------------------------------------------

async function act<In, Out>(action: Action<In, Out>, connected: Connected, input: unknown, settings = home) {
  const parsed = action.input.safeParse(input);
  if (!parsed.success) throw fail('invalid_request', parsed.error.message);
  const result = await action.run({
    http: connected.http,
    input: parsed.data,
    idempotencyKey: 'key',
    settings,
    account: connected.account,
    method: 'api_key',
  });
  expect(action.output.parse(result.output)).toEqual(result.output);
  return result;
}

describe('creating a user', () => {
  const nia = { first_name: 'Nia', last_name: 'Ó Súilleabháin', email: 'Nia@Mail.example', usi: 'abcde23456' };

  test('with what was given, and read back', async () => {
    const connected = await connect();
    const { output, records } = await act(actions.create_user, connected, {
      ...nia,
      student_number: 'HT9000',
      country: 'IE',
      custom_fields: { dateofbirth: '315532800' },
    });
    expect(output).toMatchObject({
      id: '500',
      data: { username: 'nia@mail.example', email: 'Nia@Mail.example', usi: 'ABCDE23456', student_number: 'HT9000' },
    });
    expect(records).toMatchObject([{ stream: 'users', items: [{ id: 500 }] }]);
    // What a sync brings is the same, so that nothing changes by it.
    const synced = (await readAll('users', connected)).find(({ id }) => id === 500);
    expect(records?.[0]?.items[0]).toEqual(synced);
  });

  test('a user name or address that is taken is a conflict that names its owner', async () => {
    const connected = await connect();
    const kim = connected.box.state().users.find(({ id }) => id === 107);
    const before = connected.box.state().users.length;
    const sameName = await failure(act(actions.create_user, connected, { ...nia, username: 'kim.ray' }));
    expect(sameName).toMatchObject({ code: 'conflict', details: { meta: { existing_id: '107' } } });
    expect(sameName.message).toBe('User 107 of this site has the user name kim.ray already.');
    const email = kim?.email.toUpperCase() ?? '';
    const sameEmail = await failure(act(actions.create_user, connected, { ...nia, username: 'nia', email }));
    expect(sameEmail).toMatchObject({ code: 'conflict', details: { problems: [{ path: 'email' }] } });
    expect(connected.box.state().users).toHaveLength(before);
  });

  test('an address is no pattern', async () => {
    const connected = await connect();
    const kim = connected.box.state().users.find(({ id }) => id === 107);
    if (kim !== undefined) kim.email = 'kim.ray@mail.example';
    // An underscore stands for any character in SQL, so this one would find Kim.
    const { output } = await act(actions.create_user, connected, { ...nia, email: 'kim_ray@mail.example' });
    expect(output.id).toBe('500');
  });

  test('what Moodle refuses without saying why is told as far as can be', async () => {
    const connected = await connect();
    deny(connected.box, 'moodle/site:viewuseridentity');
    const email = connected.box.state().users.find(({ id }) => id === 107)?.email;
    const hidden = await failure(act(actions.create_user, connected, { ...nia, email }));
    expect(hidden).toMatchObject({ code: 'invalid_request', details: { vendorCode: 'invalidparameter' } });
    expect(hidden.message).toContain('may be taken');
    connected.box.state().denied.length = 0;
    const weak = await failure(act(actions.create_user, connected, { ...nia, password: 'weak' }));
    expect(weak.message).toContain('Passwords must be at least 8 characters long.');
    deny(connected.box, 'moodle/user:create');
    expect((await failure(act(actions.create_user, connected, nia))).code).toBe('permission_denied');
  });

  test.each([
    { ...nia, username: 'Nia' },
    { ...nia, username: 'niá' },
    { ...nia, email: 'nobody' },
    { ...nia, first_name: ' ' },
    { ...nia, country: 'Ireland' },
    { ...nia, custom_fields: { 'a b': 'x' } },
    { ...nia, role: 'admin' },
  ])('refused before Moodle is asked: %j', async (input) => {
    const connected = await connect();
    connected.http.called.length = 0;
    expect((await failure(act(actions.create_user, connected, input))).code).toBe('invalid_request');
    expect(connected.http.called).toEqual([]);
  });

  test('an address that cannot be a user name asks for one', async () => {
    const connected = await connect();
    const error = await failure(act(actions.create_user, connected, { ...nia, email: "o'hara@mail.example" }));
    expect(error).toMatchObject({ code: 'invalid_request', details: { problems: [{ path: 'username' }] } });
  });

  test('who cannot be read back was created all the same', async () => {
    const connected = await connect();
    const forgetful: Door = {
      ...connected.http,
      async send(request) {
        if (parameterOf(request, 'criteria[0][key]') === 'id') throw fail('timeout', 'too slow');
        return connected.http.send(request);
      },
    };
    const { output, records } = await act(actions.create_user, { ...connected, http: forgetful }, nia);
    expect(output).toMatchObject({ id: '500', data: { full_name: 'Nia Ó Súilleabháin' } });
    expect(records).toBeUndefined();
  });
});

describe('changing a user', () => {
  test('suspends, and leaves the rest as it was', async () => {
    const connected = await connect();
    const { output } = await act(actions.update_user, connected, {
      user_id: '107',
      suspended: true,
      mobile: '0491 570 006',
    });
    expect(output.data).toMatchObject({
      status: 'suspended',
      full_name: 'Kim Ray',
      phones: [expect.anything(), { kind: 'mobile', number: '0491 570 006' }],
    });
    const back = await act(actions.update_user, connected, { user_id: '107', suspended: false });
    expect(back.output.data.status).toBe('active');
  });

  test('a warning in a success is what it is: a refusal', async () => {
    const connected = await connect();
    expect((await failure(act(actions.update_user, connected, { user_id: '4711', city: 'Perth' }))).code).toBe(
      'not_found',
    );
    const email = connected.box.state().users.find(({ id }) => id === 108)?.email;
    expect((await failure(act(actions.update_user, connected, { user_id: '107', email }))).code).toBe('conflict');
    expect((await failure(act(actions.update_user, connected, { user_id: '2', city: 'x' }))).code).toBe(
      'invalid_request',
    );
    expect((await failure(act(actions.update_user, connected, { user_id: '107' }))).code).toBe('invalid_request');
  });
});

describe('enrolling', () => {
  const place = { user_id: '2', course_id: '12' };
  const active = (box: Box) => box.state().enrolments.find(({ user, course }) => user === 2 && course === 12);

  test('finds the number of the student role, which is 5 at other sites', async () => {
    const connected = await connect();
    const { output, records } = await act(actions.enrol_user, connected, place);
    expect(output).toEqual({ id: '12:2', student_id: '2', course_id: '12', role_id: '9' });
    expect(active(connected.box)).toMatchObject({ role: 9, suspended: false, timestart: 0, timeend: 0 });
    const synced = (await readPart(streams.enrolments, connected, '12')).find(({ id }) => id === 2);
    expect(records).toEqual([{ stream: 'enrolments', items: [synced] }]);
  });

  test('looks into other courses when there is nobody yet', async () => {
    const connected = await connect();
    const state = connected.box.state();
    state.enrolments = state.enrolments.filter(({ course }) => course !== 12);
    deny(connected.box, 'moodle/course:viewparticipants', 23);
    expect((await act(actions.enrol_user, connected, place)).output.role_id).toBe('9');
    const trainer = await act(actions.enrol_user, connected, { ...place, role: 'editingteacher' });
    expect(trainer.output.role_id).toBe('3');
  });

  test('says so when nobody has the role, and takes its number', async () => {
    const connected = await connect();
    const state = connected.box.state();
    state.enrolments = [];
    connected.http.called.length = 0;
    const error = await failure(act(actions.enrol_user, connected, place));
    expect(error).toMatchObject({ code: 'invalid_request', details: { problems: [{ path: 'role_id' }] } });
    expect(error.message).toContain('Nobody with the role "student" was found');
    expect(connected.http.called).not.toContain('enrol_manual_enrol_users');
    expect((await act(actions.enrol_user, connected, { ...place, role_id: '9' })).output.role_id).toBe('9');
    const own = { ...home, student_role: 'editingteacher' };
    expect((await failure(act(actions.enrol_user, connected, { ...place, course_id: '13' }, own))).message).toContain(
      'editingteacher',
    );
  });

  test('dates are whole days at the site', async () => {
    const connected = await connect();
    const { records } = await act(actions.enrol_user, connected, {
      ...place,
      starts_on: '2026-12-01',
      ends_on: '2026-12-24',
      suspended: true,
    });
    expect(active(connected.box)).toMatchObject({
      suspended: true,
      timestart: Date.parse('2026-12-01T00:00:00+08:00') / 1000,
      timeend: Date.parse('2026-12-25T00:00:00+08:00') / 1000,
    });
    expect(records).toMatchObject([{ items: [{ id: 2, active: false }] }]);
    const backwards = { ...place, starts_on: '2026-12-24', ends_on: '2026-12-01' };
    expect((await failure(act(actions.enrol_user, connected, backwards))).code).toBe('invalid_request');
  });

  test('what stands in the way is named', async () => {
    const connected = await connect();
    const state = connected.box.state();
    const refused = async (more: object = {}) => failure(act(actions.enrol_user, connected, { ...place, ...more }));
    expect(await refused({ role_id: '5' })).toMatchObject({
      code: 'permission_denied',
      details: { vendorCode: 'wsusercannotassign' },
    });
    expect((await refused({ user_id: '4711' })).message).toContain('User ID does not exist');
    expect((await refused({ course_id: '4711' })).code).toBe('not_found');
    const course = state.courses.find(({ id }) => id === 12);
    if (course !== undefined) course.manual = false;
    const method = await refused();
    expect(method).toMatchObject({ code: 'invalid_request', details: { vendorCode: 'wsnoinstance' } });
    expect(method.message).toContain('add it in Moodle');
    deny(connected.box, 'enrol/manual:enrol', 12);
    expect((await refused()).code).toBe('permission_denied');
    expect(active(connected.box)).toBeUndefined();
  });

  test('and taking out again; who is not there is not there', async () => {
    const connected = await connect();
    await act(actions.enrol_user, connected, place);
    const { output } = await act(actions.unenrol_user, connected, place);
    expect(output).toEqual({ student_id: '2', course_id: '12' });
    expect(active(connected.box)).toBeUndefined();
    await act(actions.unenrol_user, connected, place);
    expect((await failure(act(actions.unenrol_user, connected, { ...place, user_id: '4711' }))).code).toBe(
      'invalid_request',
    );
    for (const user_id of ['0', 'x', '-1', '1'.repeat(19), '4 2']) {
      expect((await failure(act(actions.unenrol_user, connected, { ...place, user_id }))).code).toBe('invalid_request');
    }
  });
});

test('the example inputs of the sandbox are accepted', async () => {
  const connected = await connect();
  for (const [name, action] of Object.entries(actions)) {
    const seeded = { state: connected.box.state(), business: {} as never, nth: 3 };
    await act(action as Action, connected, sandbox.example?.(name, seeded));
  }
  expect(sandbox.example?.('nothing', { state: connected.box.state(), business: {} as never, nth: 0 })).toBeUndefined();
});
