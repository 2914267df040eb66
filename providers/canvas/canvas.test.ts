/** The Canvas definition: what it asks, what it understands, what it writes, and that it survives what a site may send. */
import fc from 'fast-check';
import {
  fail,
  models,
  PlugboardError,
  type Account,
  type Action,
  type Field,
  type HttpRequest,
  type HttpResponse,
  type JsonObject,
  type JsonValue,
  type PagesContext,
  type Settings,
  type Stream,
  type StreamContext,
  type StreamHttp,
} from 'plugboard/contract';
import { isObject, textAt } from 'plugboard/kit';
import { failure, giveConsent, type TestSandbox, testSandbox } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { actions, isTaken } from './actions.ts';
import { readError } from './errors.ts';
import canvas from './index.ts';
import sandbox, { app, domain, tokens, vanityDomain } from './sandbox.ts';
import type { State } from './sandbox/state.ts';
import { streams } from './streams.ts';

type Box = TestSandbox<State>;

const minute = 60_000;
const diploma = '211';
const otherShard = '21070000000000040';

// --- a small door to the sandbox, in the engine's place -------------------------------------------------------------------

async function startBox(records?: Readonly<Record<string, number>>): Promise<Box> {
  const box = await testSandbox({ key: 'canvas', sandbox }, records === undefined ? {} : { records });
  onTestFinished(() => box.stop());
  return box;
}

interface DoorOptions {
  readonly token?: string;
  readonly settings?: Settings;
  readonly agent?: string;
}

interface Door extends StreamHttp {
  /** Every URL asked for, query included. */
  readonly sent: string[];
}

function textOfBody(request: HttpRequest): string | undefined {
  return request.body !== undefined && 'json' in request.body ? JSON.stringify(request.body.json) : undefined;
}

/** As the engine does it: hosts are checked, ids beyond 2^53 would come out as text, bodies are read by content type. */
function doorTo(box: Box, options: DoorOptions = {}): Door {
  const settings = options.settings ?? { domain };
  const baseUrl = typeof canvas.baseUrl === 'function' ? canvas.baseUrl(settings) : canvas.baseUrl;
  const hosts = typeof canvas.hosts === 'function' ? canvas.hosts(settings) : canvas.hosts;
  const sent: string[] = [];
  return {
    sent,
    rows: () => {
      throw new Error('Canvas has no rows');
    },
    async send(request) {
      const url = new URL(request.url.startsWith('https:') ? request.url : baseUrl + request.url);
      if (!hosts.includes(url.hostname)) throw fail('blocked_host', `${url.hostname} is not one of the hosts`);
      for (const [name, value] of Object.entries(request.query ?? {})) {
        if (value === undefined) continue;
        for (const one of typeof value === 'object' ? value : [value]) url.searchParams.append(name, String(one));
      }
      sent.push(url.pathname + url.search);
      const body = textOfBody(request);
      const answer = await fetch(`${box.origin}${url.pathname}${url.search}`, {
        method: request.method ?? 'GET',
        headers: {
          ...canvas.headers?.({ settings, account: undefined }),
          'user-agent': options.agent ?? 'Plugboard/0.1',
          authorization: `Bearer ${options.token ?? tokens.administrator}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body }),
      });
      const text = await answer.text();
      const headers = Object.fromEntries(answer.headers);
      // Links carry the host the caller meant, which here is the sandbox's own address.
      const link = headers['link']?.replaceAll(box.origin, baseUrl);
      const response: HttpResponse = {
        status: answer.status,
        headers: link === undefined ? headers : { ...headers, link },
        body: headers['content-type']?.includes('json') === true ? JSON.parse(text) : text === '' ? null : text,
        url: url.href,
      };
      if (answer.status < 300) return response;
      const verdict = canvas.error?.(response);
      throw fail(verdict?.code ?? 'internal', verdict?.message ?? text, { status: answer.status });
    },
  };
}

/** A door that answers one and the same, for sites that are something else. */
function answering(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Door {
  return {
    sent: [],
    rows: () => {
      throw new Error('no rows');
    },
    async send({ url }) {
      const response = { status, headers, body, url: `https://${domain}${url}` };
      if (status < 300) return response;
      const verdict = readError(response);
      throw fail(verdict?.code ?? 'internal', verdict?.message ?? '', { status });
    },
  };
}

function check(http: StreamHttp, settings: Settings = { domain }, method = 'api_key') {
  return canvas.check({ http, settings, account: undefined, method });
}

interface Connected {
  readonly box: Box;
  readonly http: Door;
  readonly account: Account;
  readonly settings: Settings;
}

async function connect(records?: Readonly<Record<string, number>>, options: DoorOptions = {}): Promise<Connected> {
  const box = await startBox(records);
  return connectTo(box, options);
}

async function connectTo(box: Box, options: DoorOptions = {}): Promise<Connected> {
  const settings = options.settings ?? { domain };
  const http = doorTo(box, options);
  const { account } = await check(http, settings);
  if (account === undefined) throw new Error('no account');
  http.sent.length = 0;
  return { box, http, account, settings };
}

function contextOf({ box, account, settings }: Connected, partition: string, since?: string): StreamContext {
  return { settings, account, method: 'api_key', partition, since, now: new Date(box.now()).toISOString() };
}

/** One listing: of a stream, or of one part of it. `stopAfter`: dies after so many batches and goes on from what was kept. */
async function readPart(
  stream: Stream,
  connected: Connected,
  options: { partition?: string; since?: string | undefined; stopAfter?: number } = {},
): Promise<JsonObject[]> {
  const { http } = connected;
  const context = contextOf(connected, options.partition ?? '', options.since);
  if ('pages' in stream)
    return (await walkPages(stream.pages, { ...context, http }, options.stopAfter)).filter(isObject);
  const found: unknown[] = [];
  let request: HttpRequest | undefined = stream.request(context);
  for (let number = 1; request !== undefined; number += 1) {
    const response = await http.send(request);
    const items = stream.items(response.body, { partition: context.partition, request });
    found.push(...items);
    request = stream.paginate({ request, response, items, number });
  }
  return found.filter(isObject);
}

type Pages = Extract<Stream, { pages: unknown }>['pages'];

async function walkPages(pages: Pages, context: Omit<PagesContext, 'resume'>, stopAfter?: number): Promise<unknown[]> {
  const found: unknown[] = [];
  let resume: JsonValue | undefined;
  for (let rounds = 0; ; rounds += 1) {
    let batches = 0;
    let finished = true;
    for await (const batch of pages({ ...context, resume })) {
      found.push(...batch.items);
      resume = batch.resume;
      batches += 1;
      finished = resume === undefined;
      if (!finished && batches === stopAfter) break;
    }
    if (finished || rounds > 1_000) return found;
  }
}

interface Whole {
  readonly items: JsonObject[];
  /** Parts that were refused, with the code. */
  readonly left: Record<string, string>;
}

/** A whole stream, course by course where it is so declared. */
async function readAll(stream: Stream, connected: Connected, since?: string): Promise<Whole> {
  const { partitions } = stream;
  if (partitions === undefined) return { items: await readPart(stream, connected, { since }), left: {} };
  const parents = await readPart(streams.courses, connected);
  const items: JsonObject[] = [];
  const left: Record<string, string> = {};
  for (const parent of parents.filter((one) => !(streams.courses.deleted?.(one) ?? false))) {
    const partition = streams.courses.key(parent) ?? '';
    try {
      items.push(...(await readPart(stream, connected, { partition, since })));
    } catch (error) {
      if (!(error instanceof PlugboardError)) throw error;
      if (partitions.emptyOn?.(error) !== true) left[partition] = error.code;
    }
  }
  return { items, left };
}

function mapAll(stream: Stream, items: readonly JsonObject[], { account, settings }: Connected) {
  return items.map((item) => models[stream.model].parse(stream.map(stream.raw.parse(item), { settings, account })));
}

function keysOf(stream: Stream, items: readonly JsonObject[]): string[] {
  return items.map((item) => stream.key(item) ?? '');
}

// --- what people type -----------------------------------------------------------------------------------------------------

/** As the hub does it: spaces off, tidied, held against the pattern. */
function typed(field: Field | undefined, value: string): string | undefined {
  const tidy = field?.tidy?.(value.trim()) ?? value.trim();
  return new RegExp(`^(?:${field?.pattern?.source ?? '.*'})$`).test(tidy) ? tidy : undefined;
}

describe('what people type', () => {
  const { domain: site, account_id: number } = canvas.settings ?? {};

  test.each([
    [' school.instructure.com ', 'school.instructure.com'],
    ['https://School.Instructure.com/courses/7?x=1#y', 'school.instructure.com'],
    ['school.beta.instructure.com/', 'school.beta.instructure.com'],
    ['https://learn.harbourtraining.example./', 'learn.harbourtraining.example'],
    ['schüle.example', 'xn--schle-mva.example'],
  ])('the site %j becomes %j', (value, wanted) => {
    expect(typed(site, value)).toBe(wanted);
  });

  test.each([
    'http://school.instructure.com',
    'localhost',
    '127.0.0.1',
    'https://10.0.0.5/',
    '[::1]',
    '2130706433',
    '0x7f.1',
    'school.instructure.com:8443',
    'https://user:secret@school.instructure.com',
    'user@school.instructure.com',
    'ftp://school.instructure.com',
    'school instructure com',
    'school..instructure.com',
    '-school.instructure.com',
    `${'a'.repeat(64)}.example`,
    '',
    'https://',
    'école',
  ])('the site %j is refused', (value) => {
    expect(typed(site, value)).toBeUndefined();
  });

  test('tidying is total, and does nothing the second time', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.domain()), (value) => {
        const once = site?.tidy?.(value) ?? '';
        const good = typed(site, value);
        expect([typeof once, good === undefined ? undefined : site?.tidy?.(good)]).toEqual(['string', good]);
      }),
    );
  });

  test('an account is a number or self, a token has no spaces in it', () => {
    expect([
      typed(number, ' 1 '),
      typed(number, 'self'),
      typed(number, 'sis_account_id:1'),
      typed(number, '../1'),
    ]).toEqual(['1', 'self', undefined, undefined]);
    const way = canvas.auth.find(({ key }) => key === 'api_key');
    const token = way !== undefined && 'fields' in way ? way.fields['api_key'] : undefined;
    expect(typed(token, ` ${tokens.administrator}\n`)).toBe(tokens.administrator);
    expect(typed(token, tokens.administrator.replace('Token', 'To ken'))).toBeUndefined();
    expect(typed(token, `${tokens.administrator}\u00a0x`)).toBeUndefined();
    expect(typed(token, 'short')).toBeUndefined();
  });

  test('only the site that was typed is ever called', () => {
    expect(canvas.hosts).toBeTypeOf('function');
    const hosts = typeof canvas.hosts === 'function' ? canvas.hosts({ domain: vanityDomain }) : [];
    expect(hosts).toEqual([vanityDomain, '8axpcl50e4.execute-api.us-east-1.amazonaws.com']);
    expect(() => (typeof canvas.baseUrl === 'function' ? canvas.baseUrl({}) : '')).toThrow('domain is missing');
  });
});

// --- connecting -----------------------------------------------------------------------------------------------------------

describe('connecting with a token', () => {
  test('it finds the account and who is speaking', async () => {
    const box = await startBox();
    const wanted = {
      id: `${domain}/accounts/1`,
      name: 'Harbour Training',
      meta: { account_id: '1', user_id: '101', time_zone: 'Australia/Perth' },
    };
    for (const account of ['', 'self', '1']) {
      expect(await check(doorTo(box), { domain, account_id: account })).toEqual({
        message: 'Connected to Harbour Training as Marion Castellane',
        account: wanted,
      });
    }
    expect((await check(doorTo(box), { domain, account_id: '2' })).account?.name).toBe('Qualifications');
    const vanity = { domain: vanityDomain };
    expect((await check(doorTo(box, { settings: vanity }), vanity)).account?.id).toBe(`${vanityDomain}/accounts/1`);
  });

  test('somebody who administers nothing is connected for their own courses, and told what is missing', async () => {
    const box = await startBox();
    const result = await check(doorTo(box, { token: tokens.trainer }));
    expect(result).toMatchObject({
      message: `Connected to ${domain} as Ngaire Te Whata, for the courses of this person only`,
      account: { id: `${domain}/users/103`, meta: { user_id: '103' } },
    });
    expect(Object.keys(result.absent ?? {}).toSorted()).toEqual(['create_course', 'create_student', 'users']);
    for (const name of Object.keys(result.absent ?? {})) expect({ ...streams, ...actions }).toHaveProperty(name);
    const strange = await failure(check(doorTo(box, { token: tokens.trainer }), { domain, account_id: '1' }));
    expect(strange).toMatchObject({
      code: 'permission_denied',
      message: expect.stringContaining('does not administer account 1'),
    });
  });

  test('a wrong token, a wrong account and a missing User-Agent are told apart', async () => {
    const box = await startBox();
    expect((await failure(check(doorTo(box, { token: tokens.expired })))).code).toBe('auth_expired');
    expect((await failure(check(doorTo(box, { token: 'nobody-has-this' })))).code).toBe('auth_expired');
    const lost = await failure(check(doorTo(box), { domain, account_id: '77' }));
    expect(lost).toMatchObject({ code: 'invalid_request', details: { problems: [{ path: 'settings.account_id' }] } });
    const nameless = await failure(check(doorTo(box, { agent: ' ' })));
    expect(nameless).toMatchObject({ code: 'invalid_request', message: expect.stringContaining('User-Agent') });
  });

  test.each([
    ['a page', answering(200, '<!doctype html><h1>Welcome to our shop</h1>')],
    ['a page that is not there', answering(404, '<html><body>Not Found</body></html>')],
    ['nothing', answering(200, null)],
    ['another system', answering(404, { error: 'not_found', message: 'The requested URL was not found' })],
  ])('a site that answers with %s is not Canvas, and that is said', async (_what, http) => {
    const error = await failure(check(http));
    expect(error).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(`${domain} does not answer like Canvas`),
      details: { problems: [{ path: 'settings.domain' }] },
    });
  });

  test('an answer without an id is not taken for a person', async () => {
    expect((await failure(check(answering(200, { name: 'x' })))).code).toBe('decode_failed');
  });
});

// --- signing in -----------------------------------------------------------------------------------------------------------

const callback = 'http://127.0.0.1:9/callback';

function oauth() {
  const way = canvas.auth.find(({ key }) => key === 'oauth2');
  if (way?.kind !== 'oauth2') throw new Error('no OAuth');
  return way;
}

interface Tokens {
  readonly access_token: string;
  readonly refresh_token?: string;
}

async function askTokens(box: Box, form: Record<string, string>): Promise<{ status: number; tokens: Tokens }> {
  const body = new URLSearchParams({ ...app, ...form });
  const answer = await fetch(`${box.origin}/login/oauth2/token`, { method: 'POST', body });
  return { status: answer.status, tokens: (await answer.json()) as Tokens }; // oxlint-disable-line typescript/no-unsafe-type-assertion
}

async function signIn(box: Box, settings: Settings): Promise<Tokens> {
  const { authorize, scopes } = oauth();
  const page = new URL(typeof authorize === 'function' ? authorize(settings) : authorize);
  const scope = typeof scopes === 'function' ? scopes(settings) : scopes;
  const query = new URLSearchParams({
    client_id: app.client_id,
    response_type: 'code',
    redirect_uri: callback,
    state: 's',
  });
  if (scope.length > 0) query.set('scope', scope.join(' '));
  expect(page.host).toBe(settings['domain']);
  const back = new URL(await giveConsent(`${box.origin}${page.pathname}?${query.toString()}`));
  if (back.searchParams.has('error')) throw new Error(back.searchParams.get('error') ?? '');
  const code = back.searchParams.get('code') ?? '';
  return (await askTokens(box, { grant_type: 'authorization_code', code, redirect_uri: callback })).tokens;
}

describe('signing in', () => {
  test('a refresh answers no refresh token, and the old one stays good', async () => {
    const box = await startBox();
    const first = await signIn(box, { domain });
    expect(oauth()).toMatchObject({ clientAuth: 'body', pkce: false, refresh: { rotates: false } });
    expect((await check(doorTo(box, { token: first.access_token }))).message).toContain('Marion Castellane');
    box.advance(60 * minute);
    expect((await failure(check(doorTo(box, { token: first.access_token })))).code).toBe('auth_expired');
    for (let time = 0; time < 2; time += 1) {
      const again = await askTokens(box, { grant_type: 'refresh_token', refresh_token: first.refresh_token ?? '' });
      expect(again.tokens.refresh_token).toBeUndefined();
      expect((await check(doorTo(box, { token: again.tokens.access_token }))).account?.id).toBe(`${domain}/accounts/1`);
    }
  });

  test('disconnecting ends the sign-in by its own token, and leaves tokens made by hand alone', async () => {
    const box = await startBox();
    const { access_token: token, refresh_token: refresh = '' } = await signIn(box, { domain });
    const http = doorTo(box, { token });
    const leave = (method: string) => canvas.disconnect?.({ http, settings: { domain }, account: undefined, method });
    expect(leave('api_key')).toBeUndefined();
    await http.send(leave('oauth2') ?? { url: '' });
    expect((await failure(check(http))).code).toBe('auth_expired');
    expect((await askTokens(box, { grant_type: 'refresh_token', refresh_token: refresh })).status).toBe(400);
  });

  test('where the key enforces scopes, those asked for are enough for everything', async () => {
    const box = await startBox();
    await box.control.switches('canvas', { enforce_scopes: 'on' });
    await expect(signIn(box, { domain })).rejects.toThrow('invalid_scope');
    const settings = { domain, enforced_scopes: 'yes' };
    const { access_token: token } = await signIn(box, settings);
    const connected = await connectTo(box, { token, settings });
    for (const stream of Object.values(streams)) expect((await readAll(stream, connected)).left).toEqual({});
    await run('create_course', connected, { name: 'Scoped', publish: true });
    await run('update_course', connected, { course_id: '201', name: 'Scoped' });
    await run('create_student', connected, { first_name: 'S', last_name: 'Cope', username: 'scope' });
    await run('enrol_student', connected, { course_id: '201', student_id: '107' });
    await run('grade_submission', connected, {
      course_id: '201',
      assessment_id: '5010',
      student_id: '107',
      grade: '5',
    });
  });

  test('a scope that was not granted is a missing right, not a dead token', async () => {
    const box = await startBox();
    const { access_token: token } = await signIn(box, { domain });
    await box.control.switches('canvas', { enforce_scopes: 'on' });
    const error = await failure(doorTo(box, { token }).send({ url: '/api/v1/users/self' }));
    expect(error).toMatchObject({ code: 'permission_denied', message: expect.stringContaining('enforces scopes') });
  });
});

// --- errors ---------------------------------------------------------------------------------------------------------------

describe('errors', () => {
  const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpResponse => ({
    status,
    body,
    headers,
    url: `https://${domain}/api/v1/courses`,
  });
  const unauthorized = { status: 'unauthorized', errors: [{ message: 'user not authorized to perform that action' }] };

  test.each<[string, HttpResponse, string | undefined]>([
    [
      'a throttled call',
      answer(403, '403 Forbidden (Rate Limit Exceeded)\n', { 'x-rate-limit-remaining': '0.0' }),
      'rate_limited',
    ],
    [
      'a throttled call whose text nobody could read',
      answer(403, null, { 'x-rate-limit-remaining': '0.0' }),
      'rate_limited',
    ],
    ['a throttled call by its text alone', answer(403, '403 Forbidden (Rate Limit Exceeded)'), 'rate_limited'],
    ['too many calls, said as others do', answer(429, null), 'rate_limited'],
    ['a missing right', answer(403, unauthorized, { 'x-rate-limit-remaining': '0.0' }), 'permission_denied'],
    ['a missing right on an older route', answer(401, unauthorized), 'permission_denied'],
    ['a firewall', answer(403, '<html>Forbidden</html>'), 'permission_denied'],
    [
      'a missing User-Agent',
      answer(403, { error: 'Forbidden', message: 'Requests must have a valid user agent' }),
      'invalid_request',
    ],
    [
      'a dead token',
      answer(401, { errors: [{ message: 'Invalid access token.' }] }, { 'www-authenticate': 'Bearer' }),
      'auth_expired',
    ],
    ['nothing there', answer(404, '<html></html>'), 'not_found'],
    [
      'a taken id',
      answer(400, { errors: { sis_source_id: [{ message: 'SIS ID "C7" is already in use' }] } }),
      'conflict',
    ],
    ['a bad field', answer(422, { errors: { name: [{ message: 'is too long' }] } }), 'invalid_request'],
    ['a broken server', answer(502, null), undefined],
  ])('%s', (_what, response, code) => {
    expect(readError(response)?.code).toBe(code);
  });

  test('all that is wrong is said, each thing once', () => {
    const errors = {
      user: {},
      pseudonym: { unique_id: [{ message: 'taken' }, { message: 'taken' }], sis_user_id: 'too long' },
    };
    expect(readError(answer(400, { errors }))?.message).toBe('unique_id: taken; sis_user_id: too long');
    expect(readError(answer(400, { message: 'too many students' }))?.message).toBe('too many students');
  });

  test('no answer makes it stumble', () => {
    fc.assert(
      fc.property(fc.constantFrom(400, 401, 403, 404, 422, 429, 500), fc.anything(), (status, body) => {
        const verdict = readError(answer(status, body));
        expect(verdict === undefined || verdict.message !== '').toBe(true);
      }),
    );
  });
});

// --- reading --------------------------------------------------------------------------------------------------------------

describe('reading', () => {
  test('each stream brings everything, once, in its model', async () => {
    const connected = await connect();
    const { users, courses, enrolments, assignments, submissions, modules } = connected.box.state();
    const alive = new Set(courses.filter(({ state }) => state !== 'deleted').map(({ id }) => id));
    const students = enrolments.filter(({ type, course }) => type === 'StudentEnrollment' && alive.has(course));
    const present = new Set(students.filter(({ state }) => state !== 'deleted').map(({ user }) => user));
    const wanted: Record<keyof typeof streams, number> = {
      courses: courses.length,
      users: users.filter(({ id }) => present.has(id)).length,
      enrolments: students.length,
      assignments: assignments.length,
      submissions: submissions.filter((one) =>
        assignments.some(({ id, published }) => id === one.assignment && published),
      ).length,
      gradebook: students.length,
      modules: modules.length + modules.reduce((sum, { items }) => sum + items.length, 0),
      analytics: students.filter(({ state }) => state === 'active' || state === 'completed').length,
    };
    for (const [name, stream] of Object.entries(streams)) {
      const { items, left } = await readAll(stream, connected);
      expect(left).toEqual({});
      const keys = keysOf(stream, items);
      expect([name, items.length, new Set(keys).size]).toEqual([
        name,
        wanted[name as keyof typeof streams],
        items.length,
      ]); // oxlint-disable-line typescript/no-unsafe-type-assertion
      expect(keys).not.toContain('');
      expect(mapAll(stream, items, connected)).toHaveLength(items.length);
    }
  });

  test('references lead to records of the other streams', async () => {
    const connected = await connect();
    const ids = async (stream: Stream) => new Set(keysOf(stream, (await readAll(stream, connected)).items));
    const [courses, enrolments, assignments] = [
      await ids(streams.courses),
      await ids(streams.enrolments),
      await ids(streams.assignments),
    ];
    const data = async (stream: Stream) => mapAll(stream, (await readAll(stream, connected)).items, connected);
    for (const one of await data(streams.gradebook)) expect(enrolments).toContain(textAt(one, 'enrolment_id'));
    for (const one of await data(streams.submissions)) {
      expect(assignments).toContain(textAt(one, 'assessment_id'));
      expect(courses).toContain(textAt(one, 'course_id'));
    }
    const content = (await readAll(streams.modules, connected)).items;
    const keys = new Set(keysOf(streams.modules, content));
    for (const one of mapAll(streams.modules, content, connected)) {
      const parent = textAt(one, 'parent_id');
      expect(parent === undefined || keys.has(parent)).toBe(true);
    }
    for (const one of await data(streams.analytics)) expect(courses).toContain(textAt(one, 'course_id'));
  });

  test.each([99, 100, 101, 250])('%i people are that many pages', async (count) => {
    const box = await startBox();
    const connected = await connectTo(box);
    const seeded = (await readAll(streams.users, connected)).items.length;
    await box.control.grow('canvas', 'users', count - seeded);
    await box.control.grow('canvas', 'enrolments', count);
    connected.http.sent.length = 0;
    const { items } = await readAll(streams.users, connected);
    expect(new Set(keysOf(streams.users, items)).size).toBe(count);
    expect(connected.http.sent).toHaveLength(Math.ceil(count / 100));
    const enrolled = await readPart(streams.enrolments, connected, { partition: '201' });
    expect(enrolled.length).toBe(
      count + box.state().enrolments.filter((one) => one.course === '201' && one.type === 'StudentEnrollment').length,
    );
  });

  test('a course without anything in it is empty in every stream', async () => {
    const connected = await connect();
    const { analytics, ...others } = streams;
    for (const stream of Object.values(others).filter(({ partitions }) => partitions !== undefined)) {
      expect(await readPart(stream, connected, { partition: '291' })).toEqual([]);
    }
    const refusal = await failure(readPart(analytics, connected, { partition: '291' }));
    expect(analytics.partitions?.emptyOn?.(refusal)).toBe(true);
  });

  test('a missing right to analytics is not an empty course', () => {
    const empty = streams.analytics.partitions?.emptyOn;
    expect([empty?.(fail('permission_denied', '')), empty?.(fail('provider_unavailable', ''))]).toEqual([false, false]);
  });

  test('a course the person may not look into is left out, and the rest is read', async () => {
    const connected = await connect(undefined, { token: tokens.limited });
    for (const stream of Object.values(streams)) {
      const { items, left } = await readAll(stream, connected);
      expect(left).toEqual(stream.partitions === undefined ? {} : { [diploma]: 'permission_denied' });
      expect(items.length).toBeGreaterThan(10);
      expect(items.some((item) => item['course_id'] === diploma)).toBe(false);
    }
  });

  test('somebody without an account reads the courses they take part in', async () => {
    const connected = await connect(undefined, { token: tokens.trainer });
    expect(keysOf(streams.courses, (await readAll(streams.courses, connected)).items)).toEqual(['201', '202', '213']);
    expect((await readAll(streams.enrolments, connected)).items.length).toBeGreaterThan(5);
    expect((await failure(readAll(streams.users, connected))).code).toBe('unsupported');
  });

  test('ids beyond 2^53 and names of all scripts come through whole', async () => {
    const connected = await connect();
    const { items } = await readAll(streams.users, connected);
    expect(keysOf(streams.users, items)).toContain(otherShard);
    const names = mapAll(streams.users, items, connected).map((one) => textAt(one, 'full_name'));
    expect(names).toEqual(
      expect.arrayContaining(['Nguyễn Thị Minh Khai', '李 小龍', 'محمد الهاشمي', 'Zoë Fairweather']),
    );
    const enrolled = mapAll(streams.enrolments, (await readAll(streams.enrolments, connected)).items, connected);
    expect(enrolled.map((one) => textAt(one, 'student_id'))).toContain(otherShard);
    const handed = mapAll(streams.submissions, (await readAll(streams.submissions, connected)).items, connected);
    expect(handed.map((one) => textAt(one, 'student_id'))).toContain(otherShard);
  });

  test('what is deleted says so: a course, an enrolment', async () => {
    const connected = await connect();
    const courses = (await readAll(streams.courses, connected)).items;
    expect(courses.filter((item) => streams.courses.deleted?.(item)).map((item) => item['id'])).toEqual(['292']);
    const { items } = await readAll(streams.enrolments, connected);
    const gone = items.filter((item) => streams.enrolments.deleted?.(item));
    const wanted = connected.box.state().enrolments.filter(({ state }) => state === 'deleted');
    expect(new Set(keysOf(streams.enrolments, gone))).toEqual(new Set(wanted.map(({ id }) => id)));
    expect(gone).toHaveLength(wanted.length);
    expect(wanted.length).toBeGreaterThan(0);
    expect(streams.enrolments.deleted?.({ enrollment_state: 'rejected' })).toBe(true);
  });

  test('states and totals are what Canvas shows', async () => {
    const connected = await connect();
    const enrolled = mapAll(
      streams.enrolments,
      await readPart(streams.enrolments, connected, { partition: '205' }),
      connected,
    );
    expect(enrolled.map((one) => textAt(one, 'status'))).toContain('pending');
    const grades = mapAll(
      streams.gradebook,
      await readPart(streams.gradebook, connected, { partition: diploma }),
      connected,
    );
    expect(grades.find((one) => textAt(one, 'student_name') === '李 小龍')).toMatchObject({
      scope: 'course',
      course_id: diploma,
      percent: expect.stringMatching(/^\d+(\.\d+)?$/),
      text: expect.stringMatching(/^[A-F][+-]?$/),
      custom: { final_percent: expect.any(String), overridden: false },
    });
  });

  test('a large module whose items are left out is listed, and nothing is asked for that is there', async () => {
    const connected = await connect();
    const items = await readPart(streams.modules, connected, { partition: diploma });
    expect(items.filter((item) => item['module_id'] === '7112')).toHaveLength(25);
    expect(connected.http.sent.filter((url) => url.includes('/items'))).toHaveLength(1);
    expect(items.every((item) => item['course_id'] === diploma && !('items' in item))).toBe(true);
  });

  test('a next page elsewhere is not followed', async () => {
    const connected = await connect({ users: 200 });
    await connected.box.control.switches('canvas', { next_link: 'elsewhere' });
    expect((await failure(readAll(streams.users, connected))).code).toBe('blocked_host');
    await connected.box.control.grow('canvas', 'submissions', 300);
    expect((await failure(readPart(streams.submissions, connected, { partition: '201' }))).code).toBe('blocked_host');
  });

  test('a throttled call is one to wait for, not a missing right', async () => {
    const connected = await connect();
    await connected.box.control.switches('canvas', { limits: 'tight' });
    const error = await failure(readAll(streams.users, { ...connected, http: await drained(connected) }));
    expect(error).toMatchObject({ code: 'rate_limited', retry: true });
    connected.box.advance(60_000);
    expect((await readAll(streams.users, connected)).items.length).toBeGreaterThan(20);
  });

  test('a list that is no list is not an empty one', async () => {
    const connected = await connect();
    for (const body of [{ errors: [] }, '<html>maintenance</html>', null]) {
      for (const stream of [streams.courses, streams.submissions, streams.modules]) {
        const error = await failure(
          readPart(stream, { ...connected, http: answering(200, body) }, { partition: '201' }),
        );
        expect(error.code).toBe('decode_failed');
      }
    }
  });
});

/** Fills the bucket to the brim. */
async function drained({ http }: Connected): Promise<Door> {
  for (let call = 0; call < 5; call += 1) await http.send({ url: '/api/v1/users/self' });
  return http;
}

// --- submissions since ----------------------------------------------------------------------------------------------------

describe('submissions since', () => {
  async function put(connected: Connected, path: string, submission: JsonObject): Promise<void> {
    await connected.http.send({ method: 'PUT', url: `/api/v1${path}`, body: { json: { submission } } });
  }

  test('what was handed in or marked since is read, and nothing else', async () => {
    const connected = await connect();
    const { box } = connected;
    box.advance(10 * minute);
    const since = new Date(box.now()).toISOString();
    expect((await readAll(streams.submissions, connected, since)).items).toEqual([]);
    box.advance(minute);
    await put(connected, '/courses/201/assignments/5010/submissions/107', { posted_grade: '7.5' });
    const handedIn = box.state().submissions.find((one) => one.assignment === '5112' && one.submitted === null);
    Object.assign(handedIn ?? {}, { submitted: box.now(), attempt: 1 });
    const { items, left } = await readAll(streams.submissions, connected, since);
    expect(left).toEqual({});
    expect(mapAll(streams.submissions, items, connected)).toMatchObject([
      { course_id: '201', student_id: '107', status: 'graded', score: '7.5', grader_id: '101' },
      { course_id: diploma, assessment_id: '5112', status: 'submitted', attempt: 1, score: null },
    ]);
    expect(
      connected.http.sent.filter((url) => url.includes('submitted_since') && url.includes('graded_since')),
    ).toEqual([]);
    expect(connected.http.sent.some((url) => /_since=\d{4}-\d\d-\d\dT\d\d%3A\d\d%3A\d\dZ(&|$)/.test(url))).toBe(true);
  });

  test('stopped anywhere and gone on with, it reads the same', async () => {
    const connected = await connect({ submissions: 350 });
    const whole = await readPart(streams.submissions, connected, { partition: '201' });
    const keys = keysOf(streams.submissions, whole);
    expect(new Set(keys).size).toBeGreaterThan(350);
    const since = new Date(connected.box.now() - 60 * minute).toISOString();
    const changed = keysOf(
      streams.submissions,
      await readPart(streams.submissions, connected, { partition: '201', since }),
    );
    for (const stopAfter of [1, 2, 3]) {
      const again = await readPart(streams.submissions, connected, { partition: '201', stopAfter });
      expect(keysOf(streams.submissions, again)).toEqual(keys);
      const later = await readPart(streams.submissions, connected, { partition: '201', since, stopAfter });
      expect(keysOf(streams.submissions, later)).toEqual(changed);
    }
    const modules = await readPart(streams.modules, connected, { partition: diploma });
    expect(await readPart(streams.modules, connected, { partition: diploma, stopAfter: 1 })).toEqual(modules);
  });
});

// --- writing --------------------------------------------------------------------------------------------------------------

async function run(name: keyof typeof actions, connected: Connected, given: JsonObject) {
  const declared: Action = actions[name];
  const { http, settings, account } = connected;
  const input = declared.input.parse(given);
  const result = await declared.run({ http, input, idempotencyKey: 'key', settings, account, method: 'api_key' });
  for (const { stream, items } of result.records ?? []) {
    const of: Stream | undefined = Object.entries(streams).find(([one]) => one === stream)?.[1];
    if (of === undefined) throw new Error(`no stream ${stream}`);
    expect(mapAll(of, items.filter(isObject), connected)).toHaveLength(items.length);
    expect(keysOf(of, items.filter(isObject))).not.toContain('');
  }
  return { output: declared.output.parse(result.output), records: result.records ?? [] };
}

function refused(name: keyof typeof actions, given: JsonObject): boolean {
  const declared: Action = actions[name];
  return !declared.input.safeParse(given).success;
}

describe('writing', () => {
  test('a course is made as a draft, changed, published, concluded and deleted', async () => {
    const connected = await connect();
    const { output } = await run('create_course', connected, {
      name: 'Führung & 領導力',
      code: 'F-1',
      external_id: 'C/7.1',
      starts_at: '2027-02-01T00:00:00+08:00',
      ends_at: '2027-03-01T00:00:00+08:00',
      time_zone: 'Australia/Perth',
    });
    const id = textAt(output, 'id') ?? '';
    expect(output).toMatchObject({
      data: {
        name: 'Führung & 領導力',
        status: 'draft',
        external_id: 'C/7.1',
        starts_on: '2027-02-01',
        ends_on: '2027-03-01',
      },
    });
    const change = (given: JsonObject) => run('update_course', connected, { course_id: id, ...given });
    expect((await change({ name: 'Neu', status: 'published' })).output).toMatchObject({
      id,
      data: { name: 'Neu', status: 'published' },
    });
    expect((await change({ status: 'concluded' })).output).toMatchObject({ data: { status: 'concluded' } });
    const { records } = await change({ status: 'deleted' });
    expect(records[0]?.items.filter(isObject).map((item) => streams.courses.deleted?.(item))).toEqual([true]);
    expect((await failure(change({ name: 'x' }))).code).toBe('not_found');
    const open = await run('create_course', connected, { name: 'Open', publish: true });
    expect(open.output).toMatchObject({ data: { status: 'published', ends_on: null } });
  });

  test('an id of the school that is taken is a conflict', async () => {
    const connected = await connect();
    expect((await failure(run('create_course', connected, { name: 'x', external_id: 'HLTAID009' }))).code).toBe(
      'conflict',
    );
    const twice = { first_name: 'Kim', last_name: 'Ray', username: 'kim.ray' };
    expect((await failure(run('create_student', connected, twice))).code).toBe('conflict');
  });

  test('a course with marks in it does not become a draft again', async () => {
    const connected = await connect();
    const error = await failure(run('update_course', connected, { course_id: '201', status: 'draft' }));
    expect(error).toMatchObject({ code: 'invalid_request', message: expect.stringContaining('graded') });
  });

  test('when the answer of a create is lost, the school’s own id tells whether it was done', async () => {
    const connected = await connect();
    const { box } = connected;
    const losing: Connected = {
      ...connected,
      http: {
        ...connected.http,
        async send(request) {
          const response = await connected.http.send(request);
          if (request.method === 'POST') throw fail('timeout', 'no answer');
          return response;
        },
      },
    };
    const { output } = await run('create_course', losing, { name: 'Once', external_id: 'ONCE/1' });
    expect(output).toMatchObject({ data: { name: 'Once' } });
    const person = { first_name: 'On', last_name: 'Ce', username: 'once', student_number: 'N.1' };
    expect((await run('create_student', losing, person)).output).toMatchObject({ data: { student_number: 'N.1' } });
    expect((await failure(run('create_course', losing, { name: 'Twice' }))).code).toBe('timeout');
    expect(box.state().courses.filter(({ name }) => name === 'Once')).toHaveLength(1);
    const never = { ...connected, http: answering(500, null) };
    expect((await failure(run('create_course', never, { name: 'x', external_id: 'y' }))).code).toBe('internal');
  });

  test('a person is made with their own family name', async () => {
    const connected = await connect();
    const { output, records } = await run('create_student', connected, {
      first_name: 'Nguyễn Thị',
      last_name: 'Minh Khai',
      username: 'minhkhai2',
      email: 'minhkhai2@mail.example',
      student_number: 'S-77',
    });
    expect(output).toMatchObject({
      data: {
        first_name: 'Nguyễn Thị',
        last_name: 'Minh Khai',
        email: 'minhkhai2@mail.example',
        student_number: 'S-77',
      },
    });
    expect(records).toEqual([]);
  });

  test('enrolling is for a course and a person, twice is once', async () => {
    const connected = await connect();
    const given = { course_id: '202', student_id: otherShard };
    const first = await run('enrol_student', connected, given);
    expect(first.output).toMatchObject({ data: { status: 'active', student_id: otherShard, course_id: '202' } });
    expect((await run('enrol_student', connected, given)).output).toEqual(first.output);
    const invited = await run('enrol_student', connected, { course_id: '203', student_id: '107', status: 'pending' });
    expect(invited.output).toMatchObject({ data: { status: 'pending', vendor_status: 'invited' } });
    expect((await failure(run('enrol_student', connected, { course_id: '202', student_id: '999' }))).code).toBe(
      'not_found',
    );
    expect((await failure(run('enrol_student', connected, { course_id: '290', student_id: '107' }))).code).toBe(
      'invalid_request',
    );
    const hidden = await connectTo(connected.box, { token: tokens.limited });
    expect((await failure(run('enrol_student', hidden, { course_id: diploma, student_id: '107' }))).code).toBe(
      'permission_denied',
    );
  });

  test('a mark is given in the way of the assignment, taken away, or refused aloud', async () => {
    const connected = await connect();
    const quiz = { course_id: '201', assessment_id: '5010', student_id: '107' };
    const grade = (given: JsonObject) => run('grade_submission', connected, { ...quiz, ...given });
    expect((await grade({ grade: '80%', comment: 'Très bien' })).output).toMatchObject({
      data: { score: '16', status: 'graded', course_id: '201' },
    });
    expect((await grade({ grade: '13.25' })).output).toMatchObject({ data: { score: '13.25', grader_id: '101' } });
    const unfit = await failure(grade({ grade: 'B+' }));
    expect(unfit).toMatchObject({ code: 'invalid_request', message: expect.stringContaining('it holds 13.25') });
    expect((await grade({ excused: true })).output).toMatchObject({ data: { excused: true, score: null } });
    expect((await grade({ grade: '' })).output).toMatchObject({ data: { score: null, grade: null } });
    const demonstration = { assessment_id: '5011', grade: 'pass' };
    expect((await grade(demonstration)).output).toMatchObject({ data: { grade: 'complete', score: '10' } });
    const project = { course_id: diploma, assessment_id: '5112', student_id: '111' };
    expect((await grade({ ...project, grade: 'b+' })).output).toMatchObject({ data: { grade: 'B+', score: '87' } });
    expect((await failure(grade({ ...project, student_id: '140', grade: 'A' }))).code).toBe('not_found');
  });

  test('who administers nothing is told so before anything is sent', async () => {
    const connected = await connect(undefined, { token: tokens.trainer });
    expect((await failure(run('create_course', connected, { name: 'x' }))).code).toBe('unsupported');
    expect(connected.http.sent).toEqual([]);
  });

  test('nothing but ids gets into a path, and something must be asked for', () => {
    const marked = { course_id: '1', assessment_id: '2', student_id: '3' };
    expect(refused('update_course', { course_id: '1' })).toBe(true);
    expect(refused('update_course', { course_id: '../accounts/1', name: 'x' })).toBe(true);
    expect(refused('enrol_student', { course_id: '1', student_id: 'self' })).toBe(true);
    expect(refused('grade_submission', marked)).toBe(true);
    expect(refused('grade_submission', { ...marked, grade: 'A', excused: true })).toBe(true);
    expect(refused('grade_submission', { ...marked, grade: 'A', unknown: 1 })).toBe(true);
    expect(refused('create_course', { name: '' })).toBe(true);
    expect(refused('create_course', { name: 'x', starts_at: '2027-02-01' })).toBe(true);
    expect(refused('create_student', { first_name: 'a', last_name: 'b', username: 'c', email: 'nope' })).toBe(true);
  });

  test.each([
    ['80', { grade: '80', score: 80 }, true],
    ['80.0', { grade: '80', score: 80 }, true],
    ['85', { grade: 'B', score: 85 }, true],
    ['80', { grade: '80%', score: 8 }, true],
    ['80', { grade: '75', score: 75 }, false],
    ['b', { grade: 'B', score: 84 }, true],
    ['B', { grade: '40', score: 40 }, false],
    ['PASS', { grade: 'complete', score: 10 }, true],
    ['fail', { grade: 'complete', score: 10 }, false],
    ['EX', { grade: null, excused: true }, true],
    ['', { grade: null }, true],
    ['', { grade: '80', score: 80 }, false],
    ['80', { grade: null, score: null }, false],
  ])('a mark %j that became %j: taken is %j', (asked, item, wanted) => {
    expect(isTaken(asked, item)).toBe(wanted);
  });
});
