/** The vendor's own example bodies, and what might come instead of them, through the maps. */
import fc from 'fast-check';
import { models, type MapContext, type ModelName } from 'plugboard/contract';
import { describe, expect, test } from 'vitest';
import { mapEnrolment, mapOutcome, mapProgress, mapResult } from './maps-work.ts';
import { mapActivity, mapCourse, mapLearner, mapSection } from './maps.ts';
import {
  rawActivity,
  rawCourse,
  rawEnrolment,
  rawLearner,
  rawOutcome,
  rawProgress,
  rawResult,
  rawSection,
} from './raw.ts';
import { birthdayOf, dayOf, linkOf, momentOf } from './values.ts';

const perth: MapContext = { settings: { time_zone: 'Australia/Perth' }, account: undefined };

describe('what the vendor and our proposal show', () => {
  test('a person', () => {
    const person = mapLearner(
      rawLearner.parse({
        id: 'u_123',
        email: 'ana@example.org',
        emailVerified: true,
        fullName: 'Ana Ng',
        firstName: 'Ana',
        lastName: 'Ng',
        contactNumber: '0400000000',
        country: 'Australia',
        state: 'VIC',
        city: 'Carlton',
      }),
      perth,
    );
    expect(person).toMatchObject({
      first_name: 'Ana',
      last_name: 'Ng',
      full_name: 'Ana Ng',
      email: 'ana@example.org',
      phones: [{ kind: 'mobile', number: '0400000000' }],
      addresses: [{ kind: 'other', city: 'Carlton', region: 'VIC', country: 'Australia', line1: null }],
      status: 'active',
      usi: null,
      custom: { email_verified: true },
    });
  });

  test('a quiz the AI wrote and a person reviewed', () => {
    const quiz = mapActivity(
      rawActivity.parse({
        id: 'act_7',
        courseId: 'c_1',
        sectionId: 's_2',
        order: 3,
        type: 'quiz',
        title: 'Hazards quiz',
        aiGenerated: true,
        maxScore: 10,
        generation: {
          generatedAt: '2026-03-01T02:00:00.000Z',
          sourceIds: ['doc_1'],
          reviewedBy: 'u_9',
          reviewedAt: '2026-03-02T00:00:00.000Z',
        },
        status: 'published',
        updatedAt: '2026-03-02T00:00:00.000Z',
      }),
    );
    expect(quiz).toMatchObject({
      kind: 'content',
      name: 'Hazards quiz',
      type: 'quiz',
      course_id: 'c_1',
      parent_id: 's_2',
      position: 3,
      visible: true,
      updated_at: '2026-03-02T00:00:00.000Z',
      custom: {
        ai_generated: true,
        reviewed_at: '2026-03-02T00:00:00.000Z',
        reviewed_by: 'u_9',
        generated_at: '2026-03-01T02:00:00.000Z',
        source_ids: ['doc_1'],
        max_score: '10',
      },
    });
  });

  test('what nobody has reviewed says so', () => {
    const lesson = mapActivity(rawActivity.parse({ id: 8, aiGenerated: true, status: 'draft', generation: {} }));
    expect(lesson).toMatchObject({
      visible: false,
      custom: { ai_generated: true, reviewed_at: null, status: 'draft' },
    });
  });

  test('an enrolment', () => {
    const enrolment = mapEnrolment(
      rawEnrolment.parse({
        id: 'en_5',
        userId: 'u_123',
        courseId: 'c_1',
        status: 'active',
        progress: 40,
        activitiesCompleted: 4,
        activitiesTotal: 10,
        score: 82.5,
        enrolledAt: '2026-03-01T02:00:00.000Z',
        lastActivityAt: '2026-03-05T02:00:00.000Z',
        completedAt: null,
        expiresAt: '2026-12-31T20:00:00.000Z',
        updatedAt: '2026-03-05T02:00:00.000Z',
      }),
      perth,
    );
    expect(enrolment).toMatchObject({
      student_id: 'u_123',
      course_id: 'c_1',
      status: 'active',
      starts_on: '2026-03-01',
      // Eight in the evening of New Year's Eve in UTC is the new year in Perth.
      ends_on: '2027-01-01',
      progress_percent: 40,
      score_percent: '82.5',
      completed_at: null,
      last_activity_at: '2026-03-05T02:00:00.000Z',
      custom: { activities_completed: 4, activities_total: 10 },
    });
  });

  test.each([
    ['active', 'active'],
    ['completed', 'completed'],
    ['expired', 'inactive'],
    ['cancelled', 'cancelled'],
    ['paused', 'unknown'],
    [undefined, 'unknown'],
  ])('an enrolment that is %s is %s', (status, expected) => {
    expect(mapEnrolment(rawEnrolment.parse({ id: 'e', status }), perth).status).toBe(expected);
  });

  test('a course for one unit has its code, one for several keeps them all', () => {
    const one = mapCourse(rawCourse.parse({ id: 'c', title: 'First Aid', unitCodes: [' HLTAID011 '] }));
    expect(one).toMatchObject({ name: 'First Aid', code: 'HLTAID011', custom: { unit_codes: ['HLTAID011'] } });
    const more = mapCourse(rawCourse.parse({ id: 'c', unitCodes: ['BSBOPS502', 'BSBTWK502', ''] }));
    expect(more).toMatchObject({ name: 'c', code: null, custom: { unit_codes: ['BSBOPS502', 'BSBTWK502'] } });
  });

  test.each([
    ['not_started', 'not_started', 0],
    ['in_progress', 'in_progress', null],
    ['submitted', 'in_progress', null],
    ['completed', 'completed', 100],
    ['failed', 'failed', null],
    ['lost', null, null],
  ])('progress that is %s is %s', (status, state, percent) => {
    const mapped = mapProgress(rawProgress.parse({ id: 'r', status, timeSpentSeconds: 90, attempt: 2 }));
    expect(mapped).toMatchObject({ state, progress_percent: percent, figures: { time_spent_seconds: 90, attempt: 2 } });
  });

  test('a mark says who gave it, and its part of the whole to four digits', () => {
    const mark = mapResult(rawResult.parse({ id: 'm', score: 1, maxScore: 3, passed: false, gradedBy: 'ai' }));
    expect(mark).toMatchObject({ score: '1', score_max: '3', percent: '33.3333', text: 'not passed' });
    expect(mark.custom).toMatchObject({ passed: false, graded_by: 'ai' });
    expect(mapResult(rawResult.parse({ id: 'm', score: 8, maxScore: 0, passed: null })).percent).toBeNull();
  });
});

describe('values', () => {
  test('birthdays stay the day they are', () => {
    expect(birthdayOf('1990-05-01', 'Australia/Perth')).toBe('1990-05-01');
    expect(birthdayOf('1990-05-01T00:00:00.000Z', 'America/New_York')).toBe('1990-05-01');
    // Midnight in Perth, kept as a moment.
    expect(birthdayOf('1990-04-30T16:00:00.000Z', 'Australia/Perth')).toBe('1990-05-01');
    expect([birthdayOf('', 'UTC'), birthdayOf(null, 'UTC'), birthdayOf('1990-02-30', 'UTC')]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('links are https or nothing', () => {
    expect(linkOf('https://media.coursebox.ai/a.mp4')).toBe('https://media.coursebox.ai/a.mp4');
    for (const bad of ['javascript:alert(1)', 'http://x.example', 'nonsense', '', null]) expect(linkOf(bad)).toBeNull();
  });

  test('years nobody means are no moments', () => {
    expect([momentOf('+012026-01-01T00:00:00Z'), momentOf('soon'), dayOf('soon', 'UTC')]).toEqual([null, null, null]);
  });
});

const shapes = {
  learner: [rawLearner, mapLearner, 'student'],
  course: [rawCourse, mapCourse, 'course'],
  section: [rawSection, mapSection, 'activity'],
  activity: [rawActivity, mapActivity, 'activity'],
  enrolment: [rawEnrolment, mapEnrolment, 'enrolment'],
  progress: [rawProgress, mapProgress, 'activity'],
  result: [rawResult, mapResult, 'grade'],
  outcome: [rawOutcome, mapOutcome, 'outcome'],
} as const;

/** Something for each field of a shape, of the right type or nothing at all. */
const anything = fc.oneof(
  fc.constant(null),
  fc.string(),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.array(fc.string()),
  fc.constantFrom(
    '2026-03-01T02:00:00.000Z',
    '2026-02-31',
    '1990-05-01',
    'active',
    'published',
    'passed',
    '😀',
    'constructor',
  ),
  fc.record({ reviewedAt: fc.oneof(fc.string(), fc.constant(null)) }, { requiredKeys: [] }),
);

describe('whatever passes the shape is mapped to its model', () => {
  test.each(Object.entries(shapes))('%s', (_name, [raw, map, model]) => {
    const fields = Object.keys(raw.shape);
    const modelName: ModelName = model;
    const row = fc.dictionary(fc.constantFrom(...fields), anything).map((some) => ({ id: 'x', ...some }));
    let mapped = 0;
    fc.assert(
      fc.property(row, (item) => {
        const parsed = raw.safeParse(item);
        if (!parsed.success) return;
        mapped += 1;
        // Each map belongs to the shape beside it, which a list of pairs cannot say.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        const data = (map as (value: unknown, context: MapContext) => unknown)(parsed.data, perth);
        expect(JSON.stringify(models[modelName].parse(data))).toBe(JSON.stringify(data));
      }),
      { numRuns: 500 },
    );
    expect(mapped).toBeGreaterThanOrEqual(model === 'outcome' ? 0 : 5);
  });
});
