/**
 * The sandbox held against Moodle as others know it: the client written by one of Moodle's own developers drives it unmodified, so that
 * connector and sandbox cannot share one misreading of addresses, parameters, tokens or answers.
 */
import { createRequire } from 'node:module';
import { at, textAt } from 'plugboard/kit';
import { testSandbox, type TestSandbox } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import sandbox from './sandbox.ts';
import { sandboxToken, serviceUser } from './sandbox/seed.ts';
import { siteFolder } from './sandbox/site.ts';
import type { State } from './sandbox/state.ts';

type Box = TestSandbox<State>;

interface Client {
  readonly token: string;
  call(options: {
    wsfunction: string;
    args?: Record<string, unknown>;
    method?: 'GET' | 'POST';
    settings?: { raw?: boolean; fileurl?: boolean; filter?: boolean };
  }): PromiseLike<unknown>;
}

/** CommonJS without types of its own. */
const moodle: {
  init(
    options: { wwwroot: string } & ({ token: string } | { username: string; password: string; service?: string }),
  ): PromiseLike<Client>;
} = createRequire(import.meta.url)('moodle-client');

async function startBox(records?: Readonly<Record<string, number>>): Promise<Box> {
  const box = await testSandbox({ key: 'moodle', sandbox }, records === undefined ? {} : { records });
  onTestFinished(() => box.stop());
  return box;
}

async function clientOf(box: Box, token = sandboxToken): Promise<Client> {
  return moodle.init({ wwwroot: box.origin + siteFolder, token });
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`no list: ${JSON.stringify(value)}`);
  return value;
}

describe('signing in', () => {
  test('with a token, by GET and by POST', async () => {
    const box = await startBox();
    const client = await clientOf(box);
    for (const method of ['GET', 'POST'] as const) {
      const info = await client.call({ wsfunction: 'core_webservice_get_site_info', method });
      expect(info).toMatchObject({ sitename: 'Harbour Training', username: serviceUser.username, userid: 3 });
      expect(list(at(info, 'functions')).map((one) => textAt(one, 'name'))).toContain('core_user_get_users');
    }
  });

  test('with a password, which gives the same token each time', async () => {
    const box = await startBox();
    const { username, password, service } = serviceUser;
    const wwwroot = box.origin + siteFolder;
    expect((await moodle.init({ wwwroot, username, password, service })).token).toBe(sandboxToken);
    box.state().tokens.length = 0;
    const made = await moodle.init({ wwwroot, username, password, service });
    expect(made.token).toMatch(/^[0-9a-f]{32}$/);
    expect((await moodle.init({ wwwroot, username, password, service })).token).toBe(made.token);
    await made.call({ wsfunction: 'core_webservice_get_site_info' });

    const refused = (more: Partial<typeof serviceUser>) =>
      moodle.init({ wwwroot, username, password, service, ...more });
    await expect(refused({ password: 'no' })).rejects.toThrow('Invalid login');
    // The service the client asks for by itself is not this site's.
    await expect(moodle.init({ wwwroot, username, password })).rejects.toThrow('Web service is not available');
  });

  test('a wrong token is an answer of status 200 like any other', async () => {
    const client = await clientOf(await startBox(), 'f'.repeat(32));
    expect(await client.call({ wsfunction: 'core_webservice_get_site_info' })).toEqual({
      exception: 'moodle_exception',
      errorcode: 'invalidtoken',
      message: 'Invalid token - token not found',
    });
  });
});

describe('reading', () => {
  test('people, by criteria and by field, with names in every script', async () => {
    const box = await startBox();
    const client = await clientOf(box);
    const found = await client.call({
      wsfunction: 'core_user_get_users',
      args: {
        criteria: [
          { key: 'email', value: '%@students.HARBOURTRAINING.example' },
          { key: 'nonsense', value: 'x' },
        ],
      },
    });
    expect(at(found, 'warnings')).toMatchObject([{ item: 'nonsense', warningcode: 'invalidfieldparameter' }]);
    const everybody = await client.call({
      wsfunction: 'core_user_get_users',
      args: { criteria: [{ key: 'email', value: '%' }] },
      method: 'POST',
    });
    const users = list(at(everybody, 'users'));
    expect(users).toHaveLength(box.state().users.length);
    expect(users.map((user) => textAt(user, 'fullname'))).toContain('李 小龍');
    const kim = users.find((user) => textAt(user, 'id') === '107');
    expect(kim).toMatchObject({
      username: 'kim.ray',
      customfields: [
        { type: 'text', shortname: 'usi', name: 'USI', value: expect.stringMatching(/^[2-9A-HJ-NP-Z]{10}$/) },
        { type: 'datetime', shortname: 'dateofbirth', value: '799603200' },
      ],
    });
    const again = await client.call({
      wsfunction: 'core_user_get_users_by_field',
      args: { field: 'id', values: [107, 999_999] },
    });
    expect(again).toEqual([kim]);
  });

  test('courses, what is in them and who is in them', async () => {
    const box = await startBox();
    const client = await clientOf(box);
    const courses = list(await client.call({ wsfunction: 'core_course_get_courses' }));
    expect(courses).toHaveLength(14);
    expect(courses[0]).toMatchObject({ id: 1, format: 'site', categoryid: 0 });
    const two = list(
      await client.call({ wsfunction: 'core_course_get_courses', args: { options: { ids: [12, 13] } } }),
    );
    expect(two.map((course) => textAt(course, 'shortname'))).toEqual(['HLTAID011', 'HLTAID012']);

    const contents = list(
      await client.call({
        wsfunction: 'core_course_get_contents',
        args: { courseid: 12, options: [{ name: 'excludecontents', value: 1 }] },
        method: 'POST',
      }),
    );
    const modules = contents.flatMap((section) => list(at(section, 'modules')));
    expect(modules.map((module) => textAt(module, 'modname'))).toEqual(['forum', 'page', 'assign', 'quiz', 'label']);

    const option = (name: string, value: string | number) => ({ name, value });
    const users = async (...options: unknown[]) =>
      list(await client.call({ wsfunction: 'core_enrol_get_enrolled_users', args: { courseid: 12, options } }));
    const active = await users(option('onlyactive', 1));
    const suspended = await users(option('onlysuspended', 1));
    const enrolled = box.state().enrolments.filter(({ course }) => course === 12);
    expect(active.length + suspended.length).toBe(enrolled.length);
    expect(active.length).toBeGreaterThan(1);
    expect(await users(option('onlyactive', 1), option('limitfrom', 1), option('limitnumber', 1))).toEqual([active[1]]);
    expect(await users(option('limitfrom', 10_000), option('limitnumber', 50))).toEqual([]);
    expect(active.flatMap((user) => list(at(user, 'roles')).map((role) => textAt(role, 'shortname')))).toContain(
      'student',
    );
  });

  test('marks, completion and what was handed in', async () => {
    const box = await startBox();
    const client = await clientOf(box);
    const done = box.state().completions.find(({ state }) => state === 2);
    const module = box.state().modules.find(({ id }) => id === done?.cmid);
    const args = { courseid: module?.course, userid: done?.user };
    const grades = await client.call({ wsfunction: 'gradereport_user_get_grade_items', args });
    const items = list(at(list(at(grades, 'usergrades'))[0], 'gradeitems'));
    expect(items.map((item) => textAt(item, 'itemtype'))).toEqual(['course', 'mod', 'mod']);
    const status = await client.call({ wsfunction: 'core_completion_get_activities_completion_status', args });
    expect(list(at(status, 'statuses')).find((one) => textAt(one, 'cmid') === String(done?.cmid))).toMatchObject({
      state: 2,
      timecompleted: done?.time,
    });

    const assignments = (includenotenrolledcourses: number) =>
      client.call({
        wsfunction: 'mod_assign_get_assignments',
        args: { courseids: [12], includenotenrolledcourses },
      });
    expect(await assignments(0)).toMatchObject({ courses: [], warnings: [{ item: 'course', warningcode: '2' }] });
    expect(await assignments(1)).toMatchObject({ courses: [{ id: 12, assignments: [{ id: 12, cmid: 1123 }] }] });
    const handedIn = await client.call({ wsfunction: 'mod_assign_get_submissions', args: { assignmentids: [12] } });
    const submissions = list(at(list(at(handedIn, 'assignments'))[0], 'submissions'));
    expect(submissions.length).toBe(box.state().submissions.filter(({ assignment }) => assignment === 12).length);
    const newest = Math.max(...submissions.map((one) => Number(textAt(one, 'timemodified'))));
    const since = await client.call({
      wsfunction: 'mod_assign_get_submissions',
      args: { assignmentids: [12], since: newest },
    });
    expect(list(at(list(at(since, 'assignments'))[0], 'submissions'))).not.toHaveLength(0);
    const later = await client.call({
      wsfunction: 'mod_assign_get_submissions',
      args: { assignmentids: [12], since: newest + 1 },
    });
    expect(later).toMatchObject({ assignments: [{ submissions: [] }], warnings: [{ warningcode: '3' }] });
  });
});

describe('writing', () => {
  const ana = { username: 'ana.ng', firstname: 'Ana', lastname: 'Ng', email: 'ana.ng@mail.example', createpassword: 1 };

  test('a user is made, changed, enrolled, suspended and taken out again', async () => {
    const box = await startBox();
    const client = await clientOf(box);
    const post = (wsfunction: string, args: Record<string, unknown>) =>
      client.call({ wsfunction, args, method: 'POST' });
    const customfields = [{ type: 'usi', value: 'ABCDE23456' }];
    const made = list(await post('core_user_create_users', { users: [{ ...ana, customfields }] }));
    expect(made).toEqual([{ id: 500, username: 'ana.ng' }]);
    expect(box.state().users.at(-1)?.fields).toEqual({ usi: 'ABCDE23456' });
    expect(await post('core_user_update_users', { users: [{ id: 500, city: 'Perth' }, { id: 999 }] })).toMatchObject({
      warnings: [{ item: 'user', itemid: 999, warningcode: 'invaliduserid' }],
    });
    expect(box.state().users.at(-1)?.city).toBe('Perth');

    const enrol = (more: object = {}) =>
      post('enrol_manual_enrol_users', { enrolments: [{ roleid: 9, userid: 500, courseid: 12, ...more }] });
    const inCourse = async (option: string) => {
      const users = await client.call({
        wsfunction: 'core_enrol_get_enrolled_users',
        args: { courseid: 12, options: [{ name: option, value: 1 }] },
      });
      return list(users).some((user) => textAt(user, 'id') === '500');
    };
    expect(await enrol()).toBeNull();
    expect(await inCourse('onlyactive')).toBe(true);
    expect(await enrol({ suspend: 1 })).toBeNull();
    expect([await inCourse('onlyactive'), await inCourse('onlysuspended')]).toEqual([false, true]);
    expect(await post('enrol_manual_unenrol_users', { enrolments: [{ userid: 500, courseid: 12 }] })).toBeNull();
    expect(await inCourse('onlysuspended')).toBe(false);
  });

  test('one bad element undoes the whole batch', async () => {
    const box = await startBox();
    const client = await clientOf(box);
    const before = structuredClone(box.state());
    const post = (wsfunction: string, args: Record<string, unknown>) =>
      client.call({ wsfunction, args, method: 'POST' });
    expect(
      await post('core_user_create_users', { users: [ana, { ...ana, email: 'other@mail.example' }] }),
    ).toMatchObject({ errorcode: 'invalidparameter' });
    expect(
      await post('enrol_manual_enrol_users', {
        enrolments: [
          { roleid: 9, userid: 107, courseid: 12 },
          { roleid: 5, userid: 107, courseid: 12 },
        ],
      }),
    ).toMatchObject({ exception: 'moodle_exception', errorcode: 'wsusercannotassign' });
    expect(box.state()).toEqual(before);
  });

  test('parameters are taken to the letter', async () => {
    const client = await clientOf(await startBox());
    const code = async (wsfunction: string, args: Record<string, unknown> = {}) =>
      textAt(await client.call({ wsfunction, args, method: 'POST' }), 'errorcode');
    expect(await code('core_course_get_contents', { courseid: 12, verbose: 1 })).toBe('invalidparameter');
    expect(await code('core_course_get_contents', { courseid: 'twelve' })).toBe('invalidparameter');
    expect(await code('core_course_get_contents')).toBe('invalidparameter');
    expect(await code('core_user_get_users')).toBe('invalidparameter');
    // PHP knows 1 and 0; the word is not a boolean.
    expect(await code('core_user_create_users', { users: [{ ...ana, createpassword: true }] })).toBe(
      'invalidparameter',
    );
    expect(await code('core_user_create_users', { users: [{ ...ana, username: 'Ana.Ng' }] })).toBe('invalidparameter');
    expect(await code('core_course_get_contents', { courseid: 4711 })).toBe('invalidrecord');
    expect(await code('core_role_get_roles')).toBe('invalidrecord');
  });
});
