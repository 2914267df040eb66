/** The maps against the examples of Canvas' own documentation, and against everything a site may send instead. */
import fc from 'fast-check';
import { models, type JsonObject, type MapContext, type Stream } from 'plugboard/contract';
import { describe, expect, test } from 'vitest';
import { bareList, ofCourse, placeOf, resumeAt } from './lists.ts';
import { streams } from './streams.ts';
import { dayOf, idOf, momentOf } from './values.ts';

const context: MapContext = {
  settings: { domain: 'school.instructure.com' },
  account: {
    id: 'school.instructure.com/accounts/1',
    name: 'School',
    meta: { account_id: '1', time_zone: 'Australia/Sydney' },
  },
};

function mapOne(stream: Stream, item: JsonObject, where: MapContext = context): unknown {
  return models[stream.model].parse(stream.map(stream.raw.parse(item), where));
}

interface Example {
  readonly stream: Stream;
  readonly item: JsonObject;
  readonly key: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** As the vendor's documents have them, ids as numbers too. */
const examples: Readonly<Record<string, Example>> = {
  'a course': {
    stream: streams.courses,
    item: {
      id: 7,
      name: 'Business',
      course_code: 'BSB301',
      sis_course_id: 'C7',
      workflow_state: 'available',
      account_id: 1,
      root_account_id: 1,
      enrollment_term_id: 3,
      created_at: '2026-01-05T02:00:00Z',
      start_at: '2026-02-01T14:00:00Z',
      end_at: null,
      time_zone: 'Australia/Sydney',
      uuid: 'abc',
      total_students: 12,
    },
    key: '7',
    data: {
      name: 'Business',
      code: 'BSB301',
      external_id: 'C7',
      description: null,
      category: null,
      status: 'published',
      // The second of February where the course is held.
      starts_on: '2026-02-02',
      ends_on: null,
      time_zone: 'Australia/Sydney',
      fee: null,
      currency: null,
      qualification_id: null,
      student_count: 12,
      url: 'https://school.instructure.com/courses/7',
      created_at: '2026-01-05T02:00:00.000Z',
      updated_at: null,
      custom: { account_id: '1', term_id: '3', term_name: null, format: null, uuid: 'abc' },
    },
  },
  'a person': {
    stream: streams.users,
    item: {
      id: 42,
      name: 'Ana Ng',
      sortable_name: 'Ng, Ana',
      short_name: 'Ana',
      created_at: '2026-01-05T12:00:00+10:00',
      sis_user_id: 'S-1',
      login_id: 'ana',
      email: 'ana@example.org',
    },
    key: '42',
    data: {
      first_name: 'Ana',
      middle_name: null,
      last_name: 'Ng',
      full_name: 'Ana Ng',
      email: 'ana@example.org',
      username: 'ana',
      student_number: 'S-1',
      usi: null,
      date_of_birth: null,
      gender: null,
      phones: [],
      addresses: [],
      employer_id: null,
      status: null,
      last_seen_at: null,
      created_at: '2026-01-05T02:00:00.000Z',
      updated_at: null,
      custom: {},
    },
  },
  'an enrolment': {
    stream: streams.enrolments,
    item: {
      id: 901,
      course_id: 7,
      course_section_id: 70,
      user_id: 42,
      type: 'StudentEnrollment',
      role: 'StudentEnrollment',
      role_id: 3,
      enrollment_state: 'active',
      created_at: '2026-01-06T00:00:00Z',
      updated_at: '2026-02-01T00:00:00Z',
      start_at: null,
      end_at: null,
      last_activity_at: '2026-03-01T01:00:00Z',
      total_activity_time: 3600,
      grades: { current_score: 81.5, final_score: 70.0, current_grade: 'B', final_grade: 'C' },
      user: { id: 42, name: 'Ana Ng' },
    },
    key: '901',
    data: {
      student_id: '42',
      student_name: 'Ana Ng',
      course_id: '7',
      course_name: null,
      class_id: null,
      qualification_code: null,
      role: 'StudentEnrollment',
      status: 'active',
      vendor_status: 'active',
      starts_on: null,
      ends_on: null,
      completed_at: null,
      progress_percent: null,
      score_percent: '81.5',
      grade: 'B',
      last_activity_at: '2026-03-01T01:00:00.000Z',
      fee: null,
      fee_paid: null,
      currency: null,
      created_at: '2026-01-06T00:00:00.000Z',
      updated_at: '2026-02-01T00:00:00.000Z',
      custom: { section_id: '70', student_number: null, course_external_id: null, activity_seconds: 3600 },
    },
  },
  'a course total, the parts beside `grades` as the schema has them': {
    stream: streams.gradebook,
    item: {
      id: '901',
      course_id: '7',
      user_id: '21070000000000042',
      grades: { current_score: 81.5, current_grade: 'B', final_score: 70.0, final_grade: 'C', current_points: 163 },
      unposted_current_score: 82.0,
      unposted_final_grade: 'C',
      override_score: 90,
      override_grade: 'A-',
    },
    key: '901',
    data: {
      student_id: '21070000000000042',
      student_name: null,
      course_id: '7',
      enrolment_id: '901',
      scope: 'course',
      item_id: null,
      item_name: null,
      item_kind: null,
      score: '163',
      score_min: null,
      score_max: null,
      percent: '90',
      text: 'A-',
      feedback: null,
      grader_name: null,
      graded_at: null,
      updated_at: null,
      custom: {
        current_percent: '81.5',
        final_percent: '70',
        final_text: 'C',
        unposted_current_percent: '82',
        unposted_current_text: null,
        unposted_final_percent: null,
        unposted_final_text: 'C',
        overridden: true,
      },
    },
  },
  'an assignment': {
    stream: streams.assignments,
    item: {
      id: 500,
      name: 'Task 1',
      course_id: 7,
      due_at: '2026-03-10T12:00:00Z',
      points_possible: 100,
      grading_type: 'points',
      submission_types: ['online_upload'],
      published: true,
      updated_at: '2026-02-01T00:00:00Z',
    },
    key: '500',
    data: {
      name: 'Task 1',
      course_id: '7',
      unit_code: null,
      description: null,
      grading_type: 'points',
      points_max: '100',
      submission_kinds: ['online_upload'],
      opens_at: null,
      due_at: '2026-03-10T12:00:00.000Z',
      closes_at: null,
      status: 'published',
      url: 'https://school.instructure.com/courses/7/assignments/500',
      created_at: null,
      updated_at: '2026-02-01T00:00:00.000Z',
      custom: { position: null },
    },
  },
  'a submission': {
    stream: streams.submissions,
    item: {
      id: 8001,
      course_id: '7',
      assignment_id: 500,
      user_id: 42,
      attempt: 1,
      score: 80.0,
      grade: '80',
      submitted_at: '2026-03-09T01:00:00Z',
      graded_at: '2026-03-10T01:00:00Z',
      posted_at: '2026-03-10T01:00:00Z',
      workflow_state: 'graded',
      late: false,
      missing: false,
      excused: false,
      grader_id: 9,
    },
    key: '8001',
    data: {
      assessment_id: '500',
      course_id: '7',
      student_id: '42',
      group_id: null,
      attempt: 1,
      status: 'graded',
      vendor_status: 'graded',
      score: '80',
      grade: '80',
      late: false,
      missing: false,
      excused: false,
      grader_id: '9',
      feedback: null,
      submitted_at: '2026-03-09T01:00:00.000Z',
      graded_at: '2026-03-10T01:00:00.000Z',
      created_at: null,
      updated_at: null,
      custom: {
        submission_type: null,
        posted_at: '2026-03-10T01:00:00.000Z',
        late_policy_status: null,
        graded_automatically: false,
      },
    },
  },
  'a module': {
    stream: streams.modules,
    item: {
      id: 70,
      course_id: '7',
      name: 'Week 1',
      position: 1,
      unlock_at: null,
      require_sequential_progress: true,
      requirement_type: 'all',
      prerequisite_module_ids: [69],
      items_count: 10,
      state: 'started',
      completed_at: null,
      publish_final_grade: false,
      published: true,
      workflow_state: 'active',
    },
    key: 'module:70',
    data: {
      kind: 'content',
      name: 'Week 1',
      type: 'module',
      course_id: '7',
      parent_id: null,
      activity_id: null,
      student_id: null,
      student_name: null,
      position: 1,
      visible: true,
      state: null,
      progress_percent: null,
      figures: { items: 10 },
      url: null,
      due_at: null,
      completed_at: null,
      updated_at: null,
      custom: { require_sequential_progress: true, requirement_type: 'all', prerequisite_ids: ['module:69'] },
    },
  },
  'an item of a module': {
    stream: streams.modules,
    item: {
      id: 768,
      course_id: '7',
      module_id: 70,
      position: 1,
      title: 'Task brief',
      indent: 0,
      type: 'Assignment',
      content_id: 500,
      html_url: '...',
      page_url: null,
      external_url: null,
      new_tab: false,
      published: true,
      completion_requirement: { type: 'min_score', min_score: 10, completed: true },
      content_details: { points_possible: 100, due_at: '2026-03-10T12:00:00Z', locked_for_user: false },
    },
    key: 'item:768',
    data: {
      kind: 'content',
      name: 'Task brief',
      type: 'Assignment',
      course_id: '7',
      parent_id: 'module:70',
      activity_id: null,
      student_id: null,
      student_name: null,
      position: 1,
      visible: true,
      state: null,
      progress_percent: null,
      figures: {},
      url: 'https://school.instructure.com/courses/7/modules/items/768',
      due_at: '2026-03-10T12:00:00.000Z',
      completed_at: null,
      updated_at: null,
      custom: {
        content_id: '500',
        indent: 0,
        completion_requirement: 'min_score',
        min_score: 10,
        points_possible: '100',
      },
    },
  },
  'a student summary': {
    stream: streams.analytics,
    item: {
      id: 42,
      course_id: '7',
      page_views: 351,
      max_page_views: 415,
      page_views_level: 1,
      participations: 1,
      max_participations: 10,
      participations_level: 3,
      tardiness_breakdown: { missing: 2, late: 0, on_time: 3, floating: 0, total: 5 },
    },
    key: '7:42',
    data: {
      kind: 'analytics',
      name: null,
      type: 'student_summary',
      course_id: '7',
      parent_id: null,
      activity_id: null,
      student_id: '42',
      student_name: null,
      position: null,
      visible: null,
      state: null,
      progress_percent: null,
      figures: {
        page_views: 351,
        page_views_max: 415,
        page_views_level: 1,
        participations: 1,
        participations_max: 10,
        participations_level: 3,
        work_on_time: 3,
        work_late: 0,
        work_missing: 2,
        work_not_due: 0,
        work_total: 5,
      },
      url: null,
      due_at: null,
      completed_at: null,
      updated_at: null,
      custom: {},
    },
  },
};

describe('the vendor’s examples', () => {
  test.each(Object.entries(examples))('%s', (_name, { stream, item, key, data }) => {
    expect(stream.key(item)).toBe(key);
    expect(mapOne(stream, item)).toEqual(data);
  });

  test('a summary as the documentation spells it: levels as text, the other maximum, nothing known', () => {
    const item = {
      id: '42',
      course_id: '7',
      page_views: null,
      max_page_view: 9,
      page_views_level: '2',
      tardiness_breakdown: {},
    };
    expect(mapOne(streams.analytics, item)).toMatchObject({ figures: { page_views_max: 9, page_views_level: 2 } });
  });

  test('marked by a quiz, by nobody, excused', () => {
    const submission = (item: JsonObject) => mapOne(streams.submissions, { id: '1', ...item });
    expect(submission({ grader_id: '-500', workflow_state: 'graded' })).toMatchObject({
      grader_id: null,
      custom: { graded_automatically: true },
    });
    expect(submission({ grader_id: 0 })).toMatchObject({ grader_id: null, custom: { graded_automatically: false } });
    expect(submission({ excused: true, score: null, workflow_state: 'graded' })).toMatchObject({
      status: 'graded',
      score: null,
      excused: true,
    });
    expect(submission({ workflow_state: 'pending_review' })).toMatchObject({ status: 'marking' });
    expect(submission({ workflow_state: 'brand_new' })).toMatchObject({
      status: 'unknown',
      vendor_status: 'brand_new',
    });
  });

  test.each([
    ['unpublished', 'draft'],
    ['claimed', 'draft'],
    ['completed', 'concluded'],
    ['deleted', 'deleted'],
    ['constructor', null],
    [null, null],
  ])('a course that is %j is %j', (state, status) => {
    expect(mapOne(streams.courses, { id: '7', name: 'x', workflow_state: state })).toMatchObject({ status });
  });

  test('a course shown by nothing but its id is called by it', () => {
    expect(mapOne(streams.courses, { id: '7', access_restricted_by_date: true })).toMatchObject({
      name: '7',
      code: null,
    });
  });

  test('names without a comma, with two, in one word', () => {
    const names = (sortable: string | null) =>
      mapOne(streams.users, { id: '1', name: 'Full Name', sortable_name: sortable });
    expect(names('Plato')).toMatchObject({ first_name: null, last_name: null, full_name: 'Full Name' });
    expect(names('Ng, Ana, Dr')).toMatchObject({ first_name: 'Ana, Dr', last_name: 'Ng' });
    expect(names(', Ana')).toMatchObject({ first_name: 'Ana', last_name: null });
    expect(names(null)).toMatchObject({ first_name: null });
  });
});

describe('what a site may send instead', () => {
  const odd = fc.oneof(
    fc.constantFrom(
      null,
      '',
      '  ',
      'x',
      '0',
      '-1',
      '2026-02-31T00:00:00Z',
      '+012026-01-01T00:00:00Z',
      '2026-01-05T12:00:00+10:00',
      'constructor',
    ),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.string({ unit: 'binary' }),
    fc.array(fc.string()),
    fc.dictionary(fc.string(), fc.string()),
  );

  test.each(Object.keys(examples))(
    '%s with any of its members changed is mapped into its model, or set aside',
    (name) => {
      const example = examples[name];
      if (example === undefined) throw new Error(name);
      const { stream, item } = example;
      fc.assert(
        fc.property(fc.dictionary(fc.constantFrom(...Object.keys(item)), odd, { maxKeys: 4 }), (changes) => {
          const changed: JsonObject = { ...item, ...changes };
          const key = stream.key(changed);
          const raw = stream.raw.safeParse(changed);
          const mapped = raw.success ? models[stream.model].safeParse(stream.map(raw.data, context)) : undefined;
          expect([key === undefined || key !== '', stream.deleted?.(changed) ?? false, mapped?.error]).toEqual([
            true,
            expect.any(Boolean),
            undefined,
          ]);
        }),
      );
    },
  );

  test('without settings and account the maps know less, and that is all', () => {
    const course = mapOne(
      streams.courses,
      { id: '7', name: 'x', start_at: '2026-02-01T14:00:00Z' },
      { settings: {}, account: undefined },
    );
    expect(course).toMatchObject({ url: null, starts_on: '2026-02-01' });
  });

  test('ids, moments and days', () => {
    expect([idOf(42), idOf('21070000000000042'), idOf(' '), idOf(null)]).toEqual([
      '42',
      '21070000000000042',
      null,
      null,
    ]);
    expect([momentOf('2026-01-05T12:00:00+10:00'), momentOf('yesterday'), momentOf(null)]).toEqual([
      '2026-01-05T02:00:00.000Z',
      null,
      null,
    ]);
    expect(dayOf('2026-01-05T20:00:00Z', 'Australia/Perth')).toBe('2026-01-06');
    expect(dayOf('2026-01-05T20:00:00Z', 'Nowhere/At_All')).toBe('2026-01-05');
    expect(dayOf(null, 'Australia/Perth')).toBeNull();
  });

  test('a checkpoint is read back as it was written; nonsense is the beginning', () => {
    fc.assert(
      fc.property(fc.nat(5), fc.option(fc.webUrl(), { nil: undefined }), (part, url) => {
        expect(placeOf(resumeAt({ part, url }))).toEqual({ part, url });
      }),
    );
    expect([placeOf(undefined), placeOf('x'), placeOf({ part: '1', url: 7.5 })]).toEqual([
      { part: 0, url: undefined },
      { part: 0, url: undefined },
      { part: 0, url: '7.5' },
    ]);
  });

  test('only lists are lists, and items learn their course once', () => {
    expect(bareList([1])).toEqual([1]);
    for (const body of ['<html>', {}, null]) expect(() => bareList(body)).toThrow('Canvas answered');
    expect(ofCourse([{ id: '1' }, { id: '2', course_id: 9 }, 'x'], '7')).toEqual([
      { id: '1', course_id: '7' },
      { id: '2', course_id: 9 },
      'x',
    ]);
  });
});
