/** The proposed contract's own example bodies through the maps, the table of outcomes, and whatever else an installation may send. */
import fc from 'fast-check';
import { models, type JsonObject } from 'plugboard/contract';
import { describe, expect, test } from 'vitest';
import cloudassess from './index.ts';
import { isApproved } from './lists.ts';
import { mapEnrolment, mapIntake, mapMark, mapOutcome, mapStudent, mapSubmission } from './maps.ts';
import { rawEnrolment, rawIntake, rawMark, rawOutcome, rawStudent, rawSubmission } from './raw.ts';
import { streams } from './streams.ts';
import { outcomeCodes } from './sandbox/state.ts';
import { tidyUrl, urlField } from './site.ts';

const perth = { settings: { time_zone: 'Australia/Perth' }, account: undefined };

const submission = {
  id: 'sub_1',
  student_id: 'st_1',
  assessment_id: 'as_9',
  enrolment_id: 'en_4',
  attempt: 1,
  status: 'submitted',
  submitted_at: '2026-03-01T02:00:00Z',
  marked_at: null,
  marker_id: null,
  updated_at: '2026-03-01T02:00:00Z',
};
const mark = {
  id: 'mk_1',
  submission_id: 'sub_1',
  student_id: 'st_1',
  enrolment_id: 'en_4',
  assessment_id: 'as_9',
  attempt: 1,
  result: 'satisfactory',
  score: null,
  comment: 'Well done',
  assessor_id: 'as_2',
  marked_at: '2026-03-08T01:00:00Z',
  approval_status: 'approved',
  approved_by: 'as_1',
  approved_at: '2026-03-09T01:00:00Z',
  updated_at: '2026-03-09T01:00:00Z',
};
const outcome = {
  id: 'oc_1',
  enrolment_id: 'en_4',
  student_id: 'st_1',
  unit_code: 'BSBPEF201',
  unit_name: 'Support personal wellbeing',
  outcome: 'competent',
  outcome_code: '20',
  approval_status: 'approved',
  approved_at: '2026-03-09T01:00:00Z',
  assessor_id: 'as_2',
  updated_at: '2026-03-09T01:00:00Z',
};

describe('the examples of the contract', () => {
  test('a submission', () => {
    expect(mapSubmission(rawSubmission.parse(submission))).toEqual({
      assessment_id: 'as_9',
      course_id: null,
      student_id: 'st_1',
      group_id: null,
      attempt: 1,
      status: 'submitted',
      vendor_status: 'submitted',
      score: null,
      grade: null,
      late: null,
      missing: null,
      excused: null,
      grader_id: null,
      feedback: null,
      submitted_at: '2026-03-01T02:00:00.000Z',
      graded_at: null,
      created_at: null,
      updated_at: '2026-03-01T02:00:00.000Z',
      custom: { enrolment_id: 'en_4', latest_mark_id: null, due_at: null, started_at: null },
    });
  });

  test('a mark', () => {
    expect(mapMark(rawMark.parse(mark))).toEqual({
      student_id: 'st_1',
      student_name: null,
      course_id: null,
      enrolment_id: 'en_4',
      scope: 'item',
      item_id: 'as_9',
      item_name: null,
      item_kind: null,
      score: null,
      score_min: null,
      score_max: null,
      percent: null,
      text: 'satisfactory',
      feedback: 'Well done',
      grader_name: null,
      graded_at: '2026-03-08T01:00:00.000Z',
      updated_at: '2026-03-09T01:00:00.000Z',
      custom: {
        submission_id: 'sub_1',
        attempt: 1,
        assessor_id: 'as_2',
        approval_status: 'approved',
        approved_by: 'as_1',
        approved_at: '2026-03-09T01:00:00.000Z',
      },
    });
    expect(mapMark(rawMark.parse({ ...mark, score: 81.5 }))).toMatchObject({
      score: '81.5',
      score_min: '0',
      score_max: '100',
      percent: '81.5',
    });
  });

  test('an outcome', () => {
    expect(mapOutcome(rawOutcome.parse(outcome))).toEqual({
      student_id: 'st_1',
      student_name: null,
      enrolment_id: 'en_4',
      unit_code: 'BSBPEF201',
      unit_name: 'Support personal wellbeing',
      result: 'competent',
      code: '20',
      vendor_result: 'competent',
      starts_on: null,
      ends_on: null,
      score_percent: null,
      updated_at: '2026-03-09T01:00:00.000Z',
      custom: { unit_id: null, assessor_id: 'as_2', approved_at: '2026-03-09T01:00:00.000Z', supersedes_id: null },
    });
  });

  test('a student, archived', () => {
    const student = {
      id: 'st_1',
      external_id: 'HT-7',
      first_name: ' Zoë ',
      last_name: "O'Brien",
      email: 'zoe@mail.example',
      mobile: '+61255501234',
      date_of_birth: '2001-02-28',
      usi: 'ABCDE23456',
      status: 'archived',
      archived_at: '2026-03-01T00:00:00Z',
      updated_at: '2026-03-01T00:00:00Z',
    };
    expect(mapStudent(rawStudent.parse(student))).toMatchObject({
      first_name: 'Zoë',
      full_name: "Zoë O'Brien",
      student_number: 'HT-7',
      usi: 'ABCDE23456',
      date_of_birth: '2001-02-28',
      phones: [{ kind: 'mobile', number: '+61255501234' }],
      status: 'deleted',
    });
    expect(streams.students.deleted?.(student)).toBe(true);
  });
});

describe('outcomes', () => {
  const decided = (change: JsonObject) => mapOutcome(rawOutcome.parse({ ...outcome, ...change }));

  test.each(Object.entries(outcomeCodes))('%s is %s, by code or by word', (word, code) => {
    const wanted = { result: word, vendor_result: word };
    expect(decided({ outcome: word, outcome_code: code })).toMatchObject({ ...wanted, code });
    expect(decided({ outcome: word, outcome_code: Number(code) })).toMatchObject({ ...wanted, code });
    expect(decided({ outcome: word, outcome_code: null })).toMatchObject({ ...wanted, code: null });
  });

  test('the code outranks the word, and a code of no standard leaves it to the word', () => {
    expect(decided({ outcome: 'competent', outcome_code: '30' })).toMatchObject({ result: 'not_yet_competent' });
    expect(decided({ outcome: 'competent', outcome_code: 'C1' })).toMatchObject({ result: 'competent', code: 'C1' });
  });

  test('a unit nobody has decided is not "not yet competent"', () => {
    const open = { outcome: null, outcome_code: null, activity_start_date: '2026-01-05' };
    expect(decided(open)).toMatchObject({ result: 'unknown', code: null, vendor_result: null });
    expect(decided({ ...open, outcome: 'whatever' })).toMatchObject({ result: 'unknown', vendor_result: 'whatever' });
  });

  test('one of the same unit in another enrolment is another outcome, with or without an id', () => {
    const { key } = streams.outcomes;
    const { id: _id, ...nameless } = outcome;
    expect([key(outcome), key(nameless), key({ ...nameless, enrolment_id: 'en_5' })]).toEqual([
      'oc_1',
      'en_4:BSBPEF201',
      'en_5:BSBPEF201',
    ]);
    expect(key({ ...nameless, enrolment_id: null })).toBeUndefined();
    expect(decided({ enrolment_id: null }).enrolment_id).toBeNull();
  });

  test.each([
    ['approved', true, false],
    [' Approved', true, false],
    ['pending', false, true],
    ['rejected', false, true],
    ['moderated', false, true],
    // Not said at all: neither there nor gone, but set aside with the reason.
    [null, false, false],
    [undefined, false, false],
  ])('approval_status %j: approved %s, gone %s', (status, approved, gone) => {
    const { approval_status: _status, ...rest } = outcome;
    const item: JsonObject = status === undefined ? rest : { ...rest, approval_status: status };
    expect([isApproved(item), streams.outcomes.deleted?.(item), streams.marks.deleted?.(item)]).toEqual([
      approved,
      gone,
      gone,
    ]);
    const said = typeof status === 'string';
    const problem = rawOutcome.safeParse(item).error?.issues[0]?.message;
    expect(problem).toBe(said ? undefined : 'does not say whether it is approved');
  });
});

test('an intake begins by the clocks of the organisation', () => {
  const intake = rawIntake.parse({ id: 'in_1', name: 'S1', start_date: '2026-05-04', end_date: '2026-02-31' });
  expect(mapIntake(intake, perth)).toMatchObject({ starts_at: '2026-05-03T16:00:00.000Z', ends_at: null });
  const sydney = { ...perth, settings: { time_zone: 'Australia/Sydney' } };
  expect(mapIntake(intake, sydney)).toMatchObject({ starts_at: '2026-05-03T14:00:00.000Z' });
});

test.each([
  ['active', 'active'],
  ['deferred', 'inactive'],
  ['completed', 'completed'],
  ['withdrawn', 'withdrawn'],
  ['something else', 'unknown'],
])('an enrolment that is %s is %s', (word, status) => {
  const enrolment = rawEnrolment.parse({ id: 7, status: word, intake_id: 12, progress_percent: 50, units_total: 4 });
  expect(mapEnrolment(enrolment)).toMatchObject({
    status,
    vendor_status: word,
    class_id: '12',
    progress_percent: 50,
    custom: { units_total: 4, units_completed: null },
  });
});

describe('whatever is sent', () => {
  const value = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      null,
      '',
      ' ',
      '2026-02-31',
      '9999-12-31T23:59:59-10:00',
      '2026-03-01T02:00:00Z',
      'approved',
      'constructor',
    ),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.array(fc.string()),
    fc.constant({}),
  );
  const names = [
    ...new Set([
      ...Object.keys(mark),
      ...Object.keys(outcome),
      'first_name',
      'usi',
      'title',
      'units',
      'unit_codes',
      'start_date',
      'archived_at',
      'version',
    ]),
  ];

  test.each(Object.entries(cloudassess.streams))('%s: a row is refused or becomes a whole record', (_name, stream) => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), (item) => {
        const json: JsonObject = JSON.parse(JSON.stringify(item));
        stream.key(json);
        stream.updatedAt?.(json);
        stream.deleted?.(json);
        const raw = stream.raw.safeParse(json);
        const record = raw.success ? models[stream.model].safeParse(stream.map(raw.data, perth)) : undefined;
        expect(record?.error).toBeUndefined();
      }),
    );
  });
});

describe('the address', () => {
  const typed = (text: string) => {
    const tidy = tidyUrl(text.trim());
    return new RegExp(`^(?:${urlField.pattern?.source})$`, 'u').test(tidy) ? tidy : undefined;
  };

  test.each([
    ['api.cloudassess.com', 'https://api.cloudassess.com'],
    [' https://HT.cloudassess.com/ ', 'https://ht.cloudassess.com'],
    ['https://ht.cloudassess.com/api/v1', 'https://ht.cloudassess.com/api'],
    ['https://ht.cloudassess.com/v1/ping?x=1', 'https://ht.cloudassess.com'],
    ['https://ht.cloudassess.com:8443/api/', 'https://ht.cloudassess.com:8443/api'],
  ])('%j is %j', (text, wanted) => expect(typed(text)).toBe(wanted));

  test.each([
    'http://ht.cloudassess.com',
    'https://10.0.0.7',
    'https://user:secret@ht.cloudassess.com',
    'ftp://x.y',
    '',
  ])('%j is none', (text) => expect(typed(text)).toBeUndefined());
});
