/** The Brightspace definition: what can be typed, which version is spoken, what a refusal means, what is written and what of it is answered. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import {
  type Account,
  type Action,
  type Field,
  type HttpRequest,
  type HttpResponse,
  type JsonObject,
  type Page,
} from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { type Connection, failure, openRig, type Rig } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { actions } from './actions.ts';
import { readError } from './errors.ts';
import brightspace from './index.ts';
import { byBookmark, byNext, pathOf } from './lists.ts';
import sandbox, { app, domain } from './sandbox.ts';
import type { State } from './sandbox/state.ts';
import { domainField, learnerRoleField } from './site.ts';
import { agreeOn, chooseVersion } from './versions.ts';

async function startRig(): Promise<Rig<State>> {
  const rig = await openRig({ provider: brightspace, sandbox, folder: fileURLToPath(new URL('.', import.meta.url)) });
  onTestFinished(() => rig.stop());
  return rig;
}

function withSettings(rig: Rig<State>, settings: Readonly<Record<string, string>>): Promise<Connection> {
  return rig.connect({ method: 'oauth2', app, fields: {}, settings: { domain, ...settings } });
}

function withoutScopes(rig: Rig<State>, ...scopes: readonly string[]): void {
  for (const grant of Object.values(rig.box.state().oauth.grants))
    grant.scope = grant.scope
      .split(' ')
      .filter((one) => !scopes.includes(one))
      .join(' ');
}

/** As the engine does it: input through its schema, output held against its own. */
async function act(connection: Connection, name: keyof typeof actions, input: JsonObject) {
  const action: Action = actions[name];
  const { settings, account, signIn } = connection;
  const http = connection.open(`action ${name}`);
  const given = action.input.parse(input);
  const done = await action.run({ http, input: given, idempotencyKey: 'k', settings, account, method: signIn.method });
  expect(action.output.parse(done.output)).toEqual(done.output);
  return done;
}

// --- what is typed --------------------------------------------------------------------------------------------------------

describe('the site', () => {
  const fits = ({ tidy, pattern }: Field, typed: string) => {
    const value = tidy?.(typed) ?? typed;
    return pattern === undefined || new RegExp(`^(?:${pattern.source})$`, 'u').test(value) ? value : undefined;
  };

  test('a name, or the address of any of its pages', () => {
    for (const typed of [
      'school.brightspace.com',
      'https://school.brightspace.com/d2l/home/6606',
      'SCHOOL.brightspace.com.',
    ])
      expect(fits(domainField, typed)).toBe('school.brightspace.com');
    const refused = [
      'http://a.example',
      'https://a.example:8443',
      '127.0.0.1',
      '[::1]',
      'localhost',
      'https://u:p@a.example',
      '',
    ];
    for (const typed of refused) expect(fits(domainField, typed)).toBeUndefined();
  });

  test('a role is any line of text', () => {
    for (const typed of ['Learner', '110', 'Lernende/r – 学生']) expect(fits(learnerRoleField, typed)).toBe(typed);
    for (const typed of ['a\nb', 'x'.repeat(101)]) expect(fits(learnerRoleField, typed)).toBeUndefined();
  });

  test('only the site and the place where people sign in may be reached', () => {
    const hosts = typeof brightspace.hosts === 'function' ? brightspace.hosts({ domain }) : brightspace.hosts;
    expect(hosts).toEqual([domain, 'auth.brightspace.com']);
  });

  test('the guide names the scopes that are asked for, all of them and no other', () => {
    const guide = readFileSync(new URL('guide.md', import.meta.url), 'utf8');
    const way = brightspace.auth.find((one) => one.kind === 'oauth2');
    const scopes = typeof way?.scopes === 'object' ? way.scopes : [];
    expect(scopes.length).toBeGreaterThan(10);
    expect(way?.refresh).toEqual({ rotates: true });
    expect(guide).toContain(`\n    ${scopes.join(' ')}\n`);
    expect([...new Set(guide.match(/[a-z_]+:[a-z_]+:[a-z]+/g))].toSorted()).toEqual([...scopes].toSorted());
  });
});

// --- versions -------------------------------------------------------------------------------------------------------------

describe('versions', () => {
  const range = { least: '1.50', most: '1.53' };

  test('the newest that was tried; numbers, not texts', () => {
    expect(chooseVersion(['1.9', '1.50', '1.52', '1.100'], range)).toBe('1.52');
    expect(chooseVersion(['1.53', '1.54'], range)).toBe('1.53');
    expect(chooseVersion(['1.60', '1.58', '2.0'], range)).toBe('1.58');
    expect(chooseVersion(['1.9', '1.49'], range)).toBeUndefined();
    for (const bad of ['', '1', 'x', '1.53/../../x', '1.53 ', '-1.53', '1.99999'])
      expect(chooseVersion([bad], range)).toBeUndefined();
  });

  test('whatever a site offers, what is chosen is offered, not too old, and a plain version', () => {
    const version = fc
      .tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 0, max: 130 }))
      .map((pair) => pair.join('.'));
    const minor = (text: string) => Number(text.split('.')[0]) * 1000 + Number(text.split('.')[1]);
    fc.assert(
      fc.property(fc.array(fc.oneof(version, fc.string())), (offered) => {
        const chosen = chooseVersion(offered, range);
        const good = offered.filter((one) => /^\d{1,4}\.\d{1,4}$/.test(one) && minor(one) >= 1050);
        const tried = good.map(minor).filter((one) => one <= 1053);
        const best = tried.length > 0 ? Math.max(...tried) : good.length > 0 ? Math.min(...good.map(minor)) : undefined;
        expect(chosen === undefined ? undefined : minor(chosen)).toBe(best);
        expect(chosen === undefined || good.includes(chosen)).toBe(true);
      }),
    );
  });

  test('an answer without the two products is not that of a Brightspace', () => {
    const lp = { ProductCode: 'lp', LatestVersion: '1.53', SupportedVersions: ['1.52', '1.53', 7, null] };
    const le = { ProductCode: 'le', LatestVersion: '1.92' };
    expect(agreeOn([lp, le, null, 'x'])).toEqual({ lp_version: '1.53', le_version: '1.92' });
    for (const body of [null, 'x', {}, [], [lp], [le, { ProductCode: 'xx' }]]) expect(agreeOn(body)).toBeUndefined();
  });

  test('before a site was connected there is no path', () => {
    expect(() => pathOf(undefined, 'lp', 'users/')).toThrow('test the connection');
    const account: Account = { id: 'a', name: 'a', meta: { lp_version: '1.53' } };
    expect(pathOf(account, 'lp', 'users/')).toBe('/d2l/api/lp/1.53/users/');
  });
});

// --- pages ----------------------------------------------------------------------------------------------------------------

describe('pages', () => {
  const page = (request: HttpRequest, body: unknown): Page => ({
    request,
    response: { status: 200, headers: {}, body, url: `https://${domain}${request.url}` },
    items: [{}],
    number: 1,
  });

  test('a bookmark is taken along beside what was asked for, and the last page is the last', () => {
    const request: HttpRequest = { url: '/d2l/api/lp/1.53/orgstructure/', query: { orgUnitType: '3' } };
    const more = { PagingInfo: { Bookmark: 'a&b', HasMoreItems: true } };
    const next = byBookmark(page(request, more));
    expect(next).toEqual({ ...request, query: { orgUnitType: '3', bookmark: 'a&b' } });
    if (next === undefined) throw new Error('there is a next page');
    expect(() => byBookmark(page(next, more))).toThrow('same position twice');
    expect(byBookmark(page(request, { PagingInfo: { Bookmark: '9', HasMoreItems: false } }))).toBeUndefined();
    for (const body of [null, 'x', {}, { PagingInfo: null }, { PagingInfo: { HasMoreItems: 'yes', Bookmark: '1' } }])
      expect(byBookmark(page(request, body))).toBeUndefined();
  });

  test('the next address is gone to as it is, once', () => {
    const request: HttpRequest = { url: '/d2l/api/le/1.92/1/grades/2/values/', query: { pageSize: 200 } };
    const Next = `https://${domain}/d2l/api/le/1.92/1/grades/2/values/?pageSize=200&bookmark=7`;
    expect(byNext(page(request, { Next, Objects: [] }))).toEqual({ url: Next });
    expect(byNext(page(request, { Next: null, Objects: [] }))).toBeUndefined();
    expect(() => byNext(page({ url: '/same' }, { Next: '/same' }))).toThrow('own page');
  });
});

// --- refusals -------------------------------------------------------------------------------------------------------------

describe('refusals', () => {
  const read = (status: number, body: unknown, headers: HttpResponse['headers'] = {}) =>
    readError({ status, body, headers, url: `https://${domain}/d2l/api/lp/1.53/users/` });
  const errors = (...messages: readonly string[]) => ({ Errors: messages.map((Message) => ({ Message })) });

  test.each([
    [400, errors('FirstName is not valid'), 'invalid_request', 'FirstName is not valid'],
    [400, errors('UserName is already in use'), 'conflict', 'already in use'],
    [400, null, 'invalid_request', 'refused'],
    [401, { title: 'Invalid token', detail: 'Token expired' }, 'auth_expired', 'Invalid token: Token expired'],
    [403, errors('Not Authorized'), 'permission_denied', 'The role of the person'],
    [403, { title: 'Insufficient scope to call', detail: 'Required: x' }, 'permission_denied', 'Add the scope'],
    [403, '<html>no</html>', 'permission_denied', 'Not authorized. The role'],
    [404, errors('Resource Not Found'), 'not_found', 'Resource Not Found'],
    [404, '<html>no</html>', 'not_found', 'no longer offers this version'],
    [409, errors('A', 'A', 'B'), 'conflict', 'A: B'],
    [429, 'Too Many Requests', 'rate_limited', 'credits'],
  ] as const)('%i %j: %s', (status, body, code, words) => {
    expect(read(status, body)).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  test('other statuses are left to the engine, and no body makes it stumble', () => {
    for (const status of [500, 502, 503, 302]) expect(read(status, errors('x'))).toBeUndefined();
    fc.assert(
      fc.property(fc.constantFrom(400, 401, 403, 404, 409, 429), fc.jsonValue(), (status, body) => {
        const verdict = read(status, body);
        expect(verdict?.message.length).toBeGreaterThan(3);
      }),
    );
  });
});

// --- the check ------------------------------------------------------------------------------------------------------------

describe('connecting', () => {
  test('it brings what later calls and maps need', async () => {
    const rig = await startRig();
    const { account, message } = await rig.connect();
    expect(message).toBe('Connected to Harbour Training as Marion Castellane (API lp 1.53, le 1.92)');
    expect(account).toEqual({
      id: `${domain}/6606`,
      name: 'Harbour Training',
      meta: {
        lp_version: '1.53',
        le_version: '1.92',
        organisation_id: '6606',
        time_zone: expect.stringContaining('Australia/'),
        course_type_id: '3',
      },
    });
  });

  test('without the nice scopes it connects all the same', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    withoutScopes(rig, 'organizations:organization:read', 'role:detail:read');
    const { settings, account, signIn } = connection;
    const http = connection.open('check');
    const again = await brightspace.check({
      http,
      settings: { ...settings, learner_role: 'Learner' },
      account,
      method: signIn.method,
    });
    expect(again.account).toEqual({ id: domain, name: domain, meta: { lp_version: '1.53', le_version: '1.92' } });
    withoutScopes(rig, 'users:own_profile:read');
    const refused = await failure(brightspace.check({ http, settings, account, method: signIn.method }));
    expect(refused).toMatchObject({
      code: 'permission_denied',
      message: expect.stringContaining('users:own_profile:read'),
    });
  });

  test('a role that is named has to be there', async () => {
    const rig = await startRig();
    for (const learner_role of ['110', 'learner', 'LEARNER', 'Instructor']) await withSettings(rig, { learner_role });
    expect(await failure(withSettings(rig, { learner_role: 'Pupil' }))).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('Learner (110)'),
      details: { problems: [{ path: 'settings.learner_role' }] },
    });
  });
});

// --- writing --------------------------------------------------------------------------------------------------------------

describe('create_student', () => {
  const ana = {
    first_name: 'Ana',
    last_name: 'Ng',
    username: 'ana.ng',
    email: 'ana@mail.example',
    student_number: 'S-1',
  };

  test('somebody is made with the role of learners, and is among the users at once', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const { output, records } = await act(connection, 'create_student', { ...ana, middle_name: 'María' });
    expect(output).toMatchObject({
      id: '1000001',
      data: { middle_name: 'María', student_number: 'S-1', status: 'active' },
    });
    const sent = rig.box.exchanges.find(({ request }) => request.method === 'POST' && request.path.endsWith('/users/'));
    expect(JSON.parse(sent?.request.body.toString() ?? '')).toEqual({
      OrgDefinedId: 'S-1',
      FirstName: 'Ana',
      MiddleName: 'María',
      LastName: 'Ng',
      ExternalEmail: 'ana@mail.example',
      UserName: 'ana.ng',
      RoleId: 110,
      IsActive: true,
      SendCreationEmail: false,
    });
    const read = await connection.read('users');
    expect(read.keys).toContain('1000001');
    expect(records).toMatchObject([{ stream: 'users', items: [{ UserId: 1_000_001 }] }]);
  });

  test('an answer that got lost is looked up; asked again, it is the same person', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    await rig.box.fault({ kind: 'lose_answer', method: 'POST', path: '/users/$', times: 1 });
    const first = await act(connection, 'create_student', ana);
    const second = await act(connection, 'create_student', { ...ana, username: 'ANA.NG' });
    expect(second.output).toEqual(first.output);
    expect(rig.box.state().users.filter(({ last }) => last === 'Ng')).toHaveLength(1);
  });

  test('a user name somebody else has is a conflict, and nobody is passed off for another', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    await act(connection, 'create_student', ana);
    expect(await failure(act(connection, 'create_student', { ...ana, last_name: 'Nguyen' }))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('already in use'),
    });
    // Nothing was made, and there is nobody of that name: what is said is why it failed.
    await rig.box.fault({ kind: 'status', status: 503, method: 'POST', path: '/users/$' });
    expect((await failure(act(connection, 'create_student', { ...ana, username: 'other' }))).code).toBe(
      'provider_unavailable',
    );
  });

  test('another role by name or number; one that is not there is named with those that are', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    await act(connection, 'create_student', { ...ana, role: 'Instructor' });
    const bodies = rig.box.exchanges
      .filter(({ request }) => request.method === 'POST')
      .map(({ request }) => request.body.toString());
    expect(bodies.at(-1)).toContain('"RoleId":109');
    expect(await failure(act(connection, 'create_student', { ...ana, role: 'Pupil' }))).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('Instructor (109)'),
      details: { problems: [{ path: 'role' }] },
    });
    const chosen = await withSettings(rig, { learner_role: '104' });
    await act(chosen, 'create_student', { ...ana, username: 'b' });
    expect(rig.box.exchanges.at(-1)?.request.body.toString()).toContain('"RoleId":104');
  });

  test('input that cannot be is refused before anything is sent', () => {
    const { input } = actions.create_student;
    const bad: readonly JsonObject[] = [
      {},
      { ...ana, first_name: ' ' },
      { ...ana, email: 'x' },
      { ...ana, x: 1 },
      { ...ana, username: '' },
    ];
    for (const one of bad) expect(input.safeParse(one).success).toBe(false);
  });
});

describe('enrol_student', () => {
  test('they are in the list at once, as the list will show them', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const before = await connection.read('enrolments');
    const { output, records } = await act(connection, 'enrol_student', { course_id: '7090', student_id: '107' });
    expect(output).toMatchObject({
      id: '7090:107',
      data: { student_name: 'Kim Ray', course_id: '7090', role: 'Learner', status: 'active' },
    });
    const [item] = records?.[0]?.items ?? [];
    expect(textAt(item, 'User.Identifier')).toBe('107');
    const after = await connection.read('enrolments');
    expect([before.keys.has('7090:107'), after.keys.has('7090:107')]).toEqual([false, true]);
    expect(after.store.records.get('7090:107')?.data).toEqual(JSON.parse(JSON.stringify(output)).data);
  });

  test('asked twice it is done once; with another role the role is another', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const input = { course_id: '7090', student_id: '107' };
    await rig.box.fault({ kind: 'lose_answer', method: 'POST', path: '/enrollments/', times: 1 });
    expect((await failure(act(connection, 'enrol_student', input))).retry).toBe(true);
    await act(connection, 'enrol_student', input);
    await act(connection, 'enrol_student', { ...input, role: 'instructor' });
    expect(rig.box.state().enrolments.filter(({ course }) => course === 7090)).toEqual([
      { course: 7090, user: 107, role: 109 },
    ]);
  });

  test('without the right to see people the enrolment still stands', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    withoutScopes(rig, 'users:userdata:read');
    const { output } = await act(connection, 'enrol_student', { course_id: '7090', student_id: '107' });
    expect(output).toMatchObject({ id: '7090:107', data: { student_id: '107', student_name: null } });
  });

  test('a course or person that is not there, or may not be touched', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const code = async (course_id: string, student_id: string) =>
      (await failure(act(connection, 'enrol_student', { course_id, student_id }))).code;
    expect([await code('9999', '107'), await code('7001', '9999')]).toEqual(['not_found', 'not_found']);
    rig.box.state().callers[0]?.shut_out.push(7001);
    expect(await code('7001', '107')).toBe('permission_denied');
    for (const id of ['', 'x', '1/../2', '-1', '1'.repeat(16)])
      expect(actions.enrol_student.input.safeParse({ course_id: id, student_id: '1' }).success).toBe(false);
  });
});

describe('unenrol_student', () => {
  test('they are gone; asked again, they are not found', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const one = rig.box.state().enrolments.find(({ course }) => course === 7001);
    const input = { course_id: '7001', student_id: String(one?.user) };
    expect((await act(connection, 'unenrol_student', input)).output).toEqual(input);
    expect((await failure(act(connection, 'unenrol_student', input))).code).toBe('not_found');
    expect((await connection.read('enrolments')).keys).not.toContain(`7001:${one?.user}`);
  });
});
