/** What the sandbox does that no polite client would try: where tokens do not count, what is refused and how, and its moods. */
import { at, textAt } from 'plugboard/kit';
import { testSandbox, type TestSandbox } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import sandbox from './sandbox.ts';
import { phpVariables, validated, value } from './sandbox/params.ts';
import { sandboxToken, serviceUser } from './sandbox/seed.ts';
import { siteFolder } from './sandbox/site.ts';
import type { State } from './sandbox/state.ts';

type Box = TestSandbox<State>;

async function startBox(records?: Readonly<Record<string, number>>): Promise<Box> {
  const box = await testSandbox({ key: 'moodle', sandbox }, records === undefined ? {} : { records });
  onTestFinished(() => box.stop());
  return box;
}

const door = `${siteFolder}/webservice/rest/server.php`;
const info = 'core_webservice_get_site_info';

async function post(box: Box, form: Record<string, string>): Promise<unknown> {
  const body = new URLSearchParams({ wstoken: sandboxToken, moodlewsrestformat: 'json', ...form });
  return (await fetch(box.origin + door, { method: 'POST', body })).json();
}

const codeOf = async (box: Box, form: Record<string, string>) => textAt(await post(box, form), 'errorcode');

describe('tokens', () => {
  test('count in the form and in the query, and nowhere else', async () => {
    const box = await startBox();
    const query = `?moodlewsrestformat=json&wsfunction=${info}`;
    const ask = async (init: RequestInit, more = '') =>
      textAt(await (await fetch(box.origin + door + query + more, init)).json(), 'errorcode');
    expect(await ask({}, `&wstoken=${sandboxToken}`)).toBeUndefined();
    expect(await ask({ headers: { authorization: `Bearer ${sandboxToken}` } })).toBe('invalidtoken');
    expect(await ask({ method: 'POST', body: new URLSearchParams({ wstoken: sandboxToken }) })).toBeUndefined();
    expect(await ask({ method: 'POST', body: JSON.stringify({ wstoken: sandboxToken }) })).toBe('invalidtoken');
  });

  test('a JSON body is not read at all, so the answer is XML', async () => {
    const box = await startBox();
    const body = JSON.stringify({ wstoken: sandboxToken, wsfunction: info, moodlewsrestformat: 'json' });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(box.origin + door, { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/xml');
    const text = await answer.text();
    expect(text).toContain('<EXCEPTION class="moodle_exception">');
    expect(text).toContain('<ERRORCODE>invalidtoken</ERRORCODE>');
  });

  test('answers are XML when nobody asks for JSON', async () => {
    const box = await startBox();
    const ask = async (wsfunction: string, more: Record<string, string> = {}) =>
      (
        await fetch(box.origin + door, {
          method: 'POST',
          body: new URLSearchParams({ wstoken: sandboxToken, wsfunction, ...more }),
        })
      ).text();
    expect(await ask(info)).toContain('<KEY name="sitename"><VALUE>Harbour Training</VALUE>');
    expect(await ask('core_course_get_courses')).toMatch(/<RESPONSE>\n<MULTIPLE>\n<SINGLE>/);
    const enrol = { 'enrolments[0][roleid]': '9', 'enrolments[0][userid]': '107', 'enrolments[0][courseid]': '12' };
    expect(await ask('enrol_manual_enrol_users', enrol)).toBe(
      '<?xml version="1.0" encoding="UTF-8" ?>\n<RESPONSE>\n</RESPONSE>\n',
    );
  });

  test('end, are bound to addresses, and die with their account', async () => {
    const box = await startBox();
    const state = box.state();
    const [token] = state.tokens;
    const user = state.users.find(({ id }) => id === serviceUser.id);
    if (token === undefined || user === undefined) throw new Error('the seed has no token');
    const ask = () => codeOf(box, { wsfunction: info });
    user.suspended = true;
    expect(await ask()).toBe('wsaccessusersuspended');
    user.suspended = false;
    token.elsewhere = true;
    expect(await ask()).toBe('accessexception');
    token.elsewhere = false;
    state.denied.push({ course: 0, capability: 'webservice/rest:use' });
    expect(await ask()).toBe('accessexception');
    state.denied.length = 0;
    token.validuntil = Math.floor(box.now() / 1000) - 1;
    // The first call with an ended token deletes it.
    expect([await ask(), await ask()]).toEqual(['accessexception', 'invalidtoken']);
  });

  test('sign-in by password says why not', async () => {
    const box = await startBox();
    const ask = async (form: Record<string, string>) => {
      const body = new URLSearchParams(form);
      return (await fetch(`${box.origin}${siteFolder}/login/token.php`, { method: 'POST', body })).json();
    };
    const { username, password, service } = serviceUser;
    expect(await ask({ appsitecheck: '1' })).toEqual({ appsitecheck: 'ok' });
    expect(textAt(await ask({ username, password }), 'errorcode')).toBe('missingparam');
    expect(await ask({ username: ' PLUGBOARD ', password, service })).toEqual({
      token: sandboxToken,
      privatetoken: null,
    });
    box.state().tokens.length = 0;
    box.state().denied.push({ course: 0, capability: 'moodle/webservice:createtoken' });
    expect(textAt(await ask({ username, password, service }), 'errorcode')).toBe('cannotcreatetoken');
  });
});

describe('functions', () => {
  test('one that does not exist, and one that is not in the service', async () => {
    const box = await startBox();
    expect(await codeOf(box, { wsfunction: 'core_nothing' })).toBe('invalidrecord');
    expect(await codeOf(box, {})).toBe('invalidparameter');
    box.state().service.functions = [info];
    expect(await codeOf(box, { wsfunction: 'core_course_get_courses' })).toBe('accessexception');
    expect(at(await post(box, { wsfunction: info }), 'functions')).toEqual([{ name: info, version: '2023100906' }]);
  });

  test('rights that are missing are refused in the words of the function', async () => {
    const box = await startBox();
    const { denied } = box.state();
    const code = (wsfunction: string, more: Record<string, string> = { courseid: '12' }) =>
      codeOf(box, { wsfunction, ...more });
    denied.push({ course: 12, capability: 'moodle/course:view' });
    expect(await code('core_course_get_contents')).toBe('errorcoursecontextnotvalid');
    expect(await code('core_enrol_get_enrolled_users')).toBe('errorcoursecontextnotvalid');
    expect(await code('gradereport_user_get_grade_items')).toBe('requireloginerror');
    expect(await code('core_course_get_courses', {})).toBe('errorcoursecontextnotvalid');
    // The other list leaves out nothing that is visible to everybody.
    expect(await code('core_course_get_courses_by_field', {})).toBeUndefined();
    const hidden = box.state().courses.find(({ id }) => id === 12);
    if (hidden !== undefined) hidden.visible = false;
    const listed = async () => {
      const courses = at(await post(box, { wsfunction: 'core_course_get_courses_by_field' }), 'courses');
      return Array.isArray(courses) ? courses.length : 0;
    };
    expect(await listed()).toBe(14);
    denied.push({ course: 12, capability: 'moodle/course:viewhiddencourses' });
    expect(await listed()).toBe(13);
    denied.splice(0, 2, { course: 13, capability: 'moodle/grade:viewall' });
    expect(await code('gradereport_user_get_grade_items', { courseid: '13' })).toBe('nopermissions');
    expect(await code('gradereport_user_get_grade_items', { courseid: '14' })).toBeUndefined();
    denied.splice(0, 1, { course: 13, capability: 'moodle/course:enrolreview' });
    expect(await code('core_enrol_get_enrolled_users', { courseid: '13' })).toBeUndefined();
    const only = { courseid: '13', 'options[0][name]': 'onlysuspended', 'options[0][value]': '1' };
    expect(await code('core_enrol_get_enrolled_users', only)).toBe('nopermissions');
  });

  test('what may not be seen is left out of a user, and users found by it are not found', async () => {
    const box = await startBox();
    box.state().denied.push({ course: 0, capability: 'moodle/site:viewuseridentity' });
    const by = async (key: string, wanted: string) => {
      const found = at(
        await post(box, { wsfunction: 'core_user_get_users', 'criteria[0][key]': key, 'criteria[0][value]': wanted }),
        'users',
      );
      return Array.isArray(found) ? found : [];
    };
    expect(await by('email', '%')).toEqual([]);
    const [kim] = await by('username', 'kim.ray');
    expect(kim).toMatchObject({ id: 107, fullname: 'Kim Ray' });
    expect(kim).not.toHaveProperty('email');
    expect(kim).not.toHaveProperty('customfields');
  });

  test('LIKE means what it means in SQL', async () => {
    const box = await startBox();
    const count = async (wanted: string) => {
      const found = at(
        await post(box, {
          wsfunction: 'core_user_get_users',
          'criteria[0][key]': 'email',
          'criteria[0][value]': wanted,
        }),
        'users',
      );
      return Array.isArray(found) ? found.length : -1;
    };
    const kim = box.state().users.find(({ id }) => id === 107)?.email ?? '';
    expect(await count(kim.toUpperCase())).toBe(1);
    expect(await count(kim.replace('.', '_'))).toBe(1);
    expect(await count(kim.replace('.', String.raw`\_`))).toBe(0);
    expect(await count('')).toBe(0);
  });

  test('completion has three ways of saying that there is none', async () => {
    const box = await startBox();
    const code = (courseid: number, userid: number) =>
      codeOf(box, {
        wsfunction: 'core_completion_get_course_completion_status',
        courseid: String(courseid),
        userid: String(userid),
      });
    const { enrolments } = box.state();
    const student = (course: number) =>
      enrolments.find((one) => one.course === course && one.role === 9 && !one.suspended)?.user ?? 0;
    expect(await code(21, student(21))).toBe('nocriteriaset');
    expect(await code(23, student(23))).toBe('cannotviewreport');
    expect(await code(12, 103)).toBe('usernotenroled');
    expect(await code(12, 4711)).toBe('invalidrecord');
    expect(await code(12, student(12))).toBeUndefined();
  });

  test('passwords must follow the policy, and the explanation stands where the code should', async () => {
    const box = await startBox();
    const person = { username: 'bo', firstname: 'Bo', lastname: 'Li', email: 'bo@mail.example', password: 'short' };
    const form = Object.fromEntries(Object.entries(person).map(([name, text]) => [`users[0][${name}]`, text]));
    const answer = await post(box, { wsfunction: 'core_user_create_users', ...form });
    expect(textAt(answer, 'errorcode')).toContain('<div>Passwords must be at least 8 characters long.</div>');
  });

  test('grown people can be asked for one by one, and are students of one course', async () => {
    const box = await startBox({ users: 30, enrolments: 30, courses: 3 });
    const one = await post(box, { wsfunction: 'core_user_get_users_by_field', field: 'id', 'values[0]': '1000007' });
    expect(one).toMatchObject([{ id: 1_000_007, username: 'student.7' }]);
    const options = {
      'options[0][name]': 'limitfrom',
      'options[0][value]': '25',
      'options[1][name]': 'limitnumber',
      'options[1][value]': '10',
    };
    const page = await post(box, { wsfunction: 'core_enrol_get_enrolled_users', courseid: '11', ...options });
    expect(Array.isArray(page) ? page.length : 0).toBe(10);
    expect(await post(box, { wsfunction: 'core_course_get_contents', courseid: '1000001' })).toEqual([]);
    expect(await codeOf(box, { wsfunction: 'core_course_get_contents', courseid: '1000003' })).toBe('invalidrecord');
  });
});

test.each([
  ['maintenance', 200, 'sitemaintenance'],
  ['closed_page', 503, 'undergoing maintenance'],
  ['services_off', 403, ''],
  ['not_a_moodle', 200, 'our bakery'],
  ['login_wall', 303, ''],
  ['moved', 301, ''],
  ['private_redirect', 307, ''],
])('in the mood "%s" it answers %d', async (mood, status, text) => {
  const box = await startBox();
  await box.control.switches('moodle', { mood });
  const body = new URLSearchParams({ wstoken: sandboxToken, moodlewsrestformat: 'json', wsfunction: info });
  const answer = await fetch(box.origin + door, { method: 'POST', body, redirect: 'manual' });
  expect(answer.status).toBe(status);
  expect(await answer.text()).toContain(text);
});

describe('PHP parameters', () => {
  test('nested names become a tree; the last of a name counts', () => {
    const tree = phpVariables(new URLSearchParams('a=1&a=2&b[x][0]=3&b[x][1]=4&c[]=5&c[]=6&d.e=7&f[g=8'));
    expect(tree.get('a')).toBe('2');
    expect(tree.get('b')).toEqual(
      new Map([
        [
          'x',
          new Map([
            ['0', '3'],
            ['1', '4'],
          ]),
        ],
      ]),
    );
    expect(tree.get('c')).toEqual(
      new Map([
        ['0', '5'],
        ['1', '6'],
      ]),
    );
    expect(tree.get('d_e')).toBe('7');
  });

  test('variables beyond a thousand are dropped without a word', () => {
    const many = new URLSearchParams(
      Array.from({ length: 1500 }, (_, index): [string, string] => [`v[${index}]`, 'x']),
    );
    const found = phpVariables(many).get('v');
    expect(found instanceof Map ? found.size : 0).toBe(1000);
  });

  test.each([
    ['int', '12', 12],
    ['int', '-3', -3],
    ['bool', '1', true],
    ['bool', '0', false],
    ['username', 'ana.ng@x_y-z', 'ana.ng@x_y-z'],
  ] as const)('%s takes "%s"', (type, text, read) => {
    expect(validated({ v: value(type) }, new Map([['v', text]]))).toEqual({ v: read });
  });

  test.each([
    ['int', '1.5'],
    ['int', ''],
    ['int', '012'],
    ['bool', 'true'],
    ['username', 'Ana'],
    ['username', 'zoë'],
    ['alpha', 'a1'],
  ] as const)('%s refuses "%s"', (type, text) => {
    expect(() => validated({ v: value(type) }, new Map([['v', text]]))).toThrow('Invalid parameter value');
  });
});
