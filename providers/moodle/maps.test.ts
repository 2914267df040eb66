/** The maps: Moodle's own example bodies, its oddities, and that nothing it may send breaks them. */
import fc from 'fast-check';
import { models, type MapContext, type ModelName, type Models } from 'plugboard/contract';
import { describe, expect, test } from 'vitest';
import { mapCourse, mapEnrolment, mapModule, mapUser } from './maps.ts';
import { mapActivityCompletion, mapAssignment, mapCourseCompletion, mapGrade, mapSubmission } from './maps-work.ts';
import {
  rawActivityCompletion,
  rawAssignment,
  rawCourse,
  rawCourseCompletion,
  rawEnrolment,
  rawGrade,
  rawModule,
  rawSubmission,
  rawUser,
} from './raw.ts';
import { tidySite } from './site.ts';
import { streams } from './streams.ts';
import { dayOf, momentOf, nameOf, plainText } from './values.ts';

const context: MapContext = {
  settings: { site_url: 'https://lms.example.org/moodle', time_zone: 'Australia/Perth' },
  account: undefined,
};

/** The mapped data, held against its model. */
function held<M extends ModelName>(model: M, data: Models[M]): Models[M] {
  expect(models[model].parse(data)).toEqual(data);
  return data;
}

const user = {
  id: 42,
  username: 'ana',
  firstname: 'Ana',
  lastname: 'Ng',
  fullname: 'Ana Ng',
  email: 'ana@example.org',
  idnumber: 'S-1',
  department: '',
  institution: '',
  auth: 'manual',
  suspended: false,
  confirmed: true,
  lang: 'en',
  firstaccess: 1772323200,
  lastaccess: 1772409600,
  city: '',
  country: 'AU',
  customfields: [{ type: 'text', name: 'USI', shortname: 'usi', value: 'ABCDE23456' }],
};

describe('people', () => {
  const map = (raw: unknown, more: MapContext['settings'] = {}) =>
    held('student', mapUser(rawUser.parse(raw), { ...context, settings: { ...context.settings, ...more } }));

  test('as Moodle shows an account', () => {
    expect(map(user)).toMatchObject({
      first_name: 'Ana',
      last_name: 'Ng',
      full_name: 'Ana Ng',
      email: 'ana@example.org',
      username: 'ana',
      student_number: 'S-1',
      usi: 'ABCDE23456',
      date_of_birth: null,
      addresses: [],
      status: 'active',
      last_seen_at: '2026-03-02T00:00:00.000Z',
      custom: { institution: null, department: null, confirmed: true, first_seen_at: '2026-03-01T00:00:00.000Z' },
    });
  });

  test('what the account may not see is unknown, not empty', () => {
    const shown = map({ id: 42, fullname: 'Ana Ng' });
    expect(shown).toMatchObject({ full_name: 'Ana Ng', email: null, usi: null, status: null, last_seen_at: null });
    expect(map({ ...user, lastaccess: 0, suspended: true })).toMatchObject({ status: 'suspended', last_seen_at: null });
  });

  test('profile fields go by the names the tenant gave, and only those leave raw', () => {
    const fields = [
      { type: 'text', shortname: 'Unique_Student_ID', value: 'abcde23456' },
      // In UTC it is the day before.
      { type: 'datetime', shortname: 'born', value: String(Date.parse('1965-05-01T00:00:00+08:00') / 1000) },
      { type: 'text', shortname: 'allergies', value: 'bees' },
    ];
    const shown = map({ ...user, customfields: fields }, { usi_field: 'unique_student_id', birth_field: 'born' });
    expect(shown).toMatchObject({ usi: 'ABCDE23456', date_of_birth: '1965-05-01' });
    expect(JSON.stringify(shown)).not.toContain('bees');
    const typed = [{ type: 'text', shortname: 'dateofbirth', value: '1995-05-05' }];
    expect(map({ ...user, customfields: typed }).date_of_birth).toBe('1995-05-05');
    expect(map({ ...user, customfields: [{ ...typed[0], value: 'May' }] }).date_of_birth).toBeNull();
  });

  test('telephones and the little there is of an address', () => {
    expect(
      map({ ...user, phone1: '08 5550 0001', phone2: '0491 570 006', address: '1 High St', city: 'Perth' }),
    ).toMatchObject({
      phones: [
        { kind: 'other', number: '08 5550 0001' },
        { kind: 'mobile', number: '0491 570 006' },
      ],
      addresses: [{ kind: 'other', line1: '1 High St', city: 'Perth', country: 'AU' }],
    });
  });
});

describe('courses and what is in them', () => {
  const course = {
    id: 7,
    shortname: 'BSB301',
    fullname: 'Business &amp; More',
    displayname: 'Business',
    categoryid: 2,
    idnumber: 'C7',
    summary: '<p>Learn<br />a &lt;lot&gt;</p><p>quickly</p>',
    summaryformat: 1,
    format: 'topics',
    startdate: 1769875200,
    enddate: 0,
    visible: 1,
    timecreated: 1769000000,
    timemodified: 1769100000,
    enablecompletion: 1,
    lang: '',
  };

  test('as Moodle shows a course; a date is that of the site', () => {
    expect(held('course', mapCourse(rawCourse.parse(course), context))).toMatchObject({
      name: 'Business & More',
      code: 'BSB301',
      external_id: 'C7',
      description: 'Learn\na <lot>\nquickly',
      status: 'published',
      // 16:00 UTC the day before.
      starts_on: '2026-02-01',
      ends_on: null,
      time_zone: 'Australia/Perth',
      url: 'https://lms.example.org/moodle/course/view.php?id=7',
      updated_at: '2026-01-22T16:40:00.000Z',
      custom: { category_id: '2', completion_enabled: true, language: null },
    });
  });

  test('for an account that may not change it, most is unknown', () => {
    const { id, shortname, fullname } = course;
    expect(held('course', mapCourse(rawCourse.parse({ id, shortname, fullname }), context))).toMatchObject({
      external_id: null,
      status: null,
      created_at: null,
      updated_at: null,
      custom: { completion_enabled: null },
    });
  });

  const module = {
    id: 501,
    name: 'Task 1',
    instance: 9,
    modname: 'assign',
    visible: 1,
    completion: 1,
    completiondata: { state: 0, timecompleted: 0 },
    dates: [
      { label: 'Opened:', timestamp: 1772000000, dataid: 'allowsubmissionsfromdate' },
      { label: 'Due:', timestamp: 1772100000, dataid: 'duedate' },
    ],
    contents: [{ timemodified: 1771000000 }, { timemodified: 1771000500 }],
    courseid: 7,
    position: 1,
    section: { id: 70, name: 'Week 1', number: 1, visible: 1 },
  };

  test('as Moodle shows an activity', () => {
    const map = (raw: unknown) => held('activity', mapModule(rawModule.parse(raw)));
    expect(map(module)).toMatchObject({
      kind: 'content',
      name: 'Task 1',
      type: 'assign',
      course_id: '7',
      position: 1,
      visible: true,
      due_at: '2026-02-26T10:00:00.000Z',
      updated_at: '2026-02-13T16:35:00.000Z',
      custom: { section_id: '70', section_name: 'Week 1', instance_id: '9', completion_tracking: 'manual' },
    });
    expect(map({ ...module, section: { ...module.section, visible: 0 } }).visible).toBe(false);
    expect(map({ ...module, visible: null, contents: null }).visible).toBeNull();
    expect(map({ ...module, contents: [], dates: null })).toMatchObject({ due_at: null, updated_at: null });
  });

  test('sections and their activities become one list that knows where it belongs', () => {
    const body = [
      { id: 70, name: 'Week 1', visible: 1, section: 1, modules: [{ id: 501 }, { id: 502 }] },
      { id: 71, name: 'Empty', visible: 0, section: 2, modules: [] },
    ];
    const items = streams.activities.items(body, { partition: '7', request: { url: '' } });
    expect(items).toEqual([
      { id: 501, courseid: 7, position: 1, section: { id: 70, name: 'Week 1', number: 1, visible: 1 } },
      { id: 502, courseid: 7, position: 2, section: { id: 70, name: 'Week 1', number: 1, visible: 1 } },
    ]);
  });
});

describe('enrolments', () => {
  const enrolled = {
    id: 42,
    fullname: 'Ana Ng',
    lastcourseaccess: 1772409600,
    roles: [
      { roleid: 3, name: '', shortname: 'teacher', sortorder: 0 },
      { roleid: 5, name: '', shortname: 'student', sortorder: 0 },
    ],
    groups: [{ id: 4, name: 'A &amp; B' }],
    courseid: 7,
    active: true,
  };

  test('who is student and more is here as a student', () => {
    const map = (raw: unknown, student_role = 'student') =>
      held('enrolment', mapEnrolment(rawEnrolment.parse(raw), { ...context, settings: { student_role } }));
    expect(map(enrolled)).toMatchObject({
      student_id: '42',
      course_id: '7',
      role: 'student',
      status: 'active',
      last_activity_at: '2026-03-02T00:00:00.000Z',
      custom: { roles: ['teacher', 'student'], groups: [{ id: '4', name: 'A & B' }] },
    });
    expect(map(enrolled, 'learner').role).toBe('teacher');
    expect(map({ id: 42, fullname: 'Ana Ng', courseid: 7, active: false })).toMatchObject({
      role: null,
      status: 'inactive',
      vendor_status: 'suspended',
    });
  });
});

describe('marks', () => {
  const mark = {
    id: 31,
    itemname: 'Task 1',
    itemtype: 'mod',
    itemmodule: 'assign',
    iteminstance: 9,
    itemnumber: 0,
    cmid: 501,
    graderaw: 80,
    gradedatesubmitted: 1772000500,
    gradedategraded: 1772100000,
    gradeformatted: '80.00',
    grademin: 0,
    grademax: 100,
    percentageformatted: '80,00 %',
    feedback: '<p>Good.</p>',
    feedbackformat: 1,
    courseid: 7,
    userid: 42,
    userfullname: 'Ana Ng',
  };
  const map = (more: object = {}) => held('grade', mapGrade(rawGrade.parse({ ...mark, ...more })));

  test('as Moodle shows a mark', () => {
    expect(map()).toMatchObject({
      student_id: '42',
      enrolment_id: '7:42',
      scope: 'item',
      item_id: '31',
      item_kind: 'assign',
      score: '80',
      score_max: '100',
      percent: '80',
      text: '80.00',
      feedback: 'Good.',
      graded_at: '2026-02-26T10:00:00.000Z',
      custom: { activity_id: '501' },
    });
  });

  test('no mark is no mark, and nothing is divided by nothing', () => {
    expect(map({ graderaw: null, gradeformatted: '-', gradedategraded: null, feedback: '' })).toMatchObject({
      score: null,
      percent: null,
      text: null,
      graded_at: null,
      feedback: null,
    });
    expect(map({ grademin: 5, grademax: 5 }).percent).toBeNull();
    expect(map({ graderaw: 7.33333, grademax: 10 })).toMatchObject({ score: '7.33333', percent: '73.3333' });
    expect(map({ graderaw: -5, grademin: -10, grademax: 10 }).percent).toBe('25');
    expect(map({ itemtype: 'course', itemname: null, itemmodule: null })).toMatchObject({
      scope: 'course',
      item_kind: 'course',
      item_name: null,
    });
  });

  test('a percentage is between 0 and 100 for marks within their range', () => {
    const range = fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 1000 }));
    fc.assert(
      fc.property(range, fc.double({ min: 0, max: 1, noNaN: true }), ([grademin, span], share) => {
        const grademax = grademin + span;
        const percent = Number(map({ grademin, grademax, graderaw: grademin + share * span }).percent);
        expect(percent).toBeGreaterThanOrEqual(-0.0001);
        expect(percent).toBeLessThanOrEqual(100.0001);
      }),
    );
  });
});

describe('completion', () => {
  const status = (more: object) =>
    held('activity', mapCourseCompletion(rawCourseCompletion.parse({ courseid: 7, userid: 42, ...more })));
  const met = (timecompleted: number) => ({ complete: true, timecompleted });
  const open = { complete: false, timecompleted: null };

  test('of a course: by its criteria, completed when the last of them was', () => {
    expect(status({ completed: false, aggregation: 1, completions: [] })).toMatchObject({
      kind: 'completion',
      type: 'course',
      activity_id: null,
      state: 'not_started',
      progress_percent: null,
      completed_at: null,
    });
    expect(status({ completed: false, aggregation: 1, completions: [met(5), open, open] })).toMatchObject({
      state: 'in_progress',
      progress_percent: 33.33,
      completed_at: null,
      figures: { criteria: 3, criteria_met: 1 },
    });
    const both = { completed: true, completions: [met(1772000000), met(1772100000)] };
    expect(status({ ...both, aggregation: 1 })).toMatchObject({
      state: 'completed',
      progress_percent: 100,
      completed_at: '2026-02-26T10:00:00.000Z',
    });
    // Any of them will do: the first counts.
    expect(status({ ...both, aggregation: 2 }).completed_at).toBe('2026-02-25T06:13:20.000Z');
  });

  test('of an activity', () => {
    const map = (state: number) =>
      held(
        'activity',
        mapActivityCompletion(
          rawActivityCompletion.parse({
            cmid: 501,
            modname: 'assign',
            instance: 9,
            state,
            timecompleted: 1772100000,
            tracking: 2,
            courseid: 7,
            userid: 42,
          }),
        ),
      );
    expect([0, 1, 2, 3, 9].map((state) => map(state).state)).toEqual([
      'not_started',
      'completed',
      'passed',
      'failed',
      null,
    ]);
    expect(map(0).completed_at).toBeNull();
    expect(map(3)).toMatchObject({
      activity_id: '501',
      student_id: '42',
      completed_at: '2026-02-26T10:00:00.000Z',
      custom: { enrolment_id: '7:42', completion_tracking: 'automatic' },
    });
  });
});

describe('assignments and submissions', () => {
  test('points, scales and neither', () => {
    const map = (more: object) =>
      held(
        'assessment',
        mapAssignment(rawAssignment.parse({ id: 9, cmid: 501, course: 7, name: 'Task 1', ...more }), context),
      );
    const configs = [
      { plugin: 'file', subtype: 'assignsubmission', name: 'enabled', value: '1' },
      { plugin: 'comments', subtype: 'assignsubmission', name: 'enabled', value: '0' },
      { plugin: 'offline', subtype: 'assignfeedback', name: 'enabled', value: '1' },
    ];
    expect(map({ grade: 100, duedate: 1772100000, cutoffdate: 0, configs })).toMatchObject({
      grading_type: 'points',
      points_max: '100',
      submission_kinds: ['file'],
      due_at: '2026-02-26T10:00:00.000Z',
      closes_at: null,
      url: 'https://lms.example.org/moodle/mod/assign/view.php?id=501',
    });
    expect(map({ grade: -2 })).toMatchObject({ grading_type: 'scale', points_max: null });
    expect(map({ grade: 0 })).toMatchObject({ grading_type: 'none', points_max: null });
    expect(map({}).grading_type).toBeNull();
  });

  const submission = {
    id: 900,
    userid: 42,
    attemptnumber: 0,
    timecreated: 1772000000,
    timemodified: 1772000500,
    status: 'submitted',
    groupid: 0,
    gradingstatus: 'notgraded',
    plugins: [],
    assignmentid: 9,
    courseid: 7,
  };
  const map = (more: object = {}) => held('submission', mapSubmission(rawSubmission.parse({ ...submission, ...more })));

  test('as Moodle shows one, and one of a group', () => {
    expect(map()).toMatchObject({
      assessment_id: '9',
      student_id: '42',
      group_id: null,
      attempt: 1,
      status: 'submitted',
      submitted_at: '2026-02-25T06:21:40.000Z',
    });
    expect(map({ userid: 0, groupid: 3 })).toMatchObject({ student_id: null, group_id: '3' });
  });

  test('a status is what was done with it last', () => {
    const of = (status: string, gradingstatus: string) => map({ status, gradingstatus }).status;
    expect(of('new', 'notgraded')).toBe('not_submitted');
    expect(of('draft', 'notgraded')).toBe('draft');
    expect(of('submitted', 'graded')).toBe('graded');
    expect(of('submitted', 'inmarking')).toBe('marking');
    expect(of('reopened', 'graded')).toBe('returned');
    expect(of('eaten by dog', 'graded')).toBe('unknown');
  });
});

describe('nothing Moodle may send breaks a map', () => {
  const junk = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constantFrom(null, 'constructor'),
  );
  const cases = {
    users: streams.users,
    courses: streams.courses,
    activities: streams.activities,
    enrolments: streams.enrolments,
    grades: streams.grades,
    completion: streams.completion,
    activity_completion: streams.activity_completion,
    assignments: streams.assignments,
    submissions: streams.submissions,
  };

  test.each(Object.keys(cases))('%s: what its schema lets through satisfies its model', (name) => {
    const stream: { raw: { safeParse(value: unknown): { success: boolean; data?: unknown } }; model: ModelName } & {
      map(raw: never, context: MapContext): unknown;
    } = cases[name as keyof typeof cases];
    const shape = (cases[name as keyof typeof cases].raw as unknown as { shape: Record<string, unknown> }).shape;
    const required = { id: 5, courseid: 7, userid: 42, cmid: 3, course: 7, assignmentid: 9, position: 1, active: true };
    const section = { id: 1, name: 'x', number: 0, visible: 1 };
    let passed = 0;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(shape)), junk, { noNullPrototype: true }), (fields) => {
        const parsed = stream.raw.safeParse({ ...required, section, completed: true, state: 0, ...fields });
        if (!parsed.success) return;
        passed += 1;
        models[stream.model].parse(stream.map(parsed.data as never, context));
      }),
      { numRuns: 500 },
    );
    expect(passed).toBeGreaterThan(5);
  });

  test.each(Object.entries(cases))('%s: keys are read off anything', (_name, stream) => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (item) => {
        const key = stream.key(item as never);
        expect(key === undefined || typeof key === 'string').toBe(true);
        if ('updatedAt' in stream) stream.updatedAt?.(item as never);
      }),
    );
  });
});

describe('values', () => {
  test('0 is unset, and nonsense is nothing', () => {
    expect([momentOf(0), momentOf(null), momentOf(-1), momentOf(1e15)]).toEqual([null, null, null, null]);
    expect(dayOf(0, context.settings)).toBeNull();
    expect(dayOf(-147_000_000, context.settings)).toBe('1965-05-05');
    expect(dayOf(1772409600, { time_zone: 'Nowhere/Land' })).toBeNull();
  });

  test('names lose their entities once, text its markup', () => {
    expect(nameOf('Tom &amp; Jerry &#39;96 &#x2013; &euro; &amp;lt;')).toBe("Tom & Jerry '96 – &euro; &lt;");
    expect(nameOf('  ')).toBeNull();
    expect(nameOf('&#0; &#99999999;')).toBe('&#0; &#99999999;');
    expect(plainText('<div class="a>b">One</div>\n<ul><li>Two</li></ul>')).toContain('Two');
    expect(plainText('<p></p>')).toBeNull();
    fc.assert(fc.property(fc.string(), (text) => typeof (plainText(text) ?? '') === 'string'));
  });
});

describe('the address of the site', () => {
  test.each([
    ['https://lms.example.org/', 'https://lms.example.org'],
    ['LMS.Example.ORG', 'https://lms.example.org'],
    ['lms.example.org/moodle/', 'https://lms.example.org/moodle'],
    ['https://lms.example.org/moodle/login/index.php', 'https://lms.example.org/moodle'],
    ['https://lms.example.org/login', 'https://lms.example.org'],
    ['https://lms.example.org/moodle/webservice/rest/server.php?wstoken=abc', 'https://lms.example.org/moodle'],
    ['https://lms.example.org/course/view.php?id=5#section-2', 'https://lms.example.org'],
    ['https://lms.example.org/admin/settings.php?section=x', 'https://lms.example.org'],
    ['https://lms.example.org/admin/tool/task/scheduledtasks.php', 'https://lms.example.org'],
    ['https://lms.example.org/my/', 'https://lms.example.org'],
    ['https://lms.example.org/my/courses.php', 'https://lms.example.org'],
    ['https://lms.example.org/index.php', 'https://lms.example.org'],
    ['https://lms.example.org//my//my/', 'https://lms.example.org'],
    ['https://example.org/courses', 'https://example.org/courses'],
    ['https://example.org/my-moodle', 'https://example.org/my-moodle'],
    ['https://lms.example.org:8443/m', 'https://lms.example.org:8443/m'],
    ['https://müller.example/moodle', 'https://xn--mller-kva.example/moodle'],
    // Left for the pattern to refuse.
    ['http://lms.example.org', 'http://lms.example.org'],
    ['https://user:pw@lms.example.org', 'https://user:pw@lms.example.org'],
    ['our moodle', 'our moodle'],
  ])('%s -> %s', (typed, site) => {
    expect(tidySite(typed)).toBe(site);
  });

  test('tidying twice is tidying once, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string()), (typed) => {
        const once = tidySite(typed);
        expect(tidySite(once)).toBe(once);
      }),
    );
  });
});
