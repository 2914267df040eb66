/** eSkilled's shapes into models: the rows of the fact sheet, what installations may differ in, and anything at all. */
import fc from 'fast-check';
import { models, z, type JsonObject, type MapContext, type Stream } from 'plugboard/contract';
import { describe, expect, test } from 'vitest';
import { rowsIn, spelled } from './lists.ts';
import { progressOf, streams, whoseIs } from './streams.ts';
import { dayFirst, dayOf, momentOf, sentId } from './values.ts';

const context: MapContext = { settings: { time_zone: 'Australia/Perth' }, account: undefined };
function names(name: keyof typeof streams): readonly string[] {
  const { raw }: Stream = streams[name];
  return raw instanceof z.ZodObject ? Object.keys(raw.shape) : [];
}

/** A row as a stream would keep it. */
function mapped(name: keyof typeof streams, row: JsonObject): object {
  const stream: Stream = streams[name];
  const data = stream.map(stream.raw.parse(spelled(row, names(name))), context);
  expect(models[stream.model].parse(data)).toEqual(data);
  return { ...data };
}

describe('the rows of the fact sheet', () => {
  test('a student', () => {
    const row = {
      studentID: 1234,
      studentName: 'Ana',
      studentSurname: 'Ng',
      studentEmail: 'ana@example.org',
      studentMobileNumber: '0400000000',
      studentUniqueStudentIdentifier: 'ABCDE23456',
      studentDOB: '01-04-1999',
      studentGender: 'F',
      studentPostalPropertyName: 'Unit 1',
    };
    expect(mapped('students', row)).toEqual({
      first_name: 'Ana',
      middle_name: null,
      last_name: 'Ng',
      full_name: 'Ana Ng',
      email: 'ana@example.org',
      username: null,
      student_number: '1234',
      usi: 'ABCDE23456',
      date_of_birth: '1999-04-01',
      gender: 'female',
      phones: [{ kind: 'mobile', number: '0400000000' }],
      addresses: [
        { kind: 'postal', line1: 'Unit 1', line2: null, city: null, region: null, postcode: null, country: null },
      ],
      employer_id: null,
      status: null,
      last_seen_at: null,
      created_at: null,
      updated_at: null,
      custom: {},
    });
    expect(streams.students.key(row)).toBe('1234');
  });

  test('an enrolment', () => {
    const row = {
      enrolmentID: 501,
      studentID: 1234,
      courseID: 77,
      courseCode: 'BSB30120',
      status: 'Active',
      startDate: '2026-03-01',
      endDate: null,
      modifiedDate: '2026-03-02T01:00:00Z',
    };
    expect(mapped('enrolments', row)).toMatchObject({
      student_id: '1234',
      course_id: '77',
      qualification_code: 'BSB30120',
      status: 'active',
      vendor_status: 'Active',
      starts_on: '2026-03-01',
      ends_on: null,
      completed_at: null,
      updated_at: '2026-03-02T01:00:00.000Z',
      custom: { course_code: 'BSB30120' },
    });
    expect(streams.enrolments.updatedAt?.(row)).toBe('2026-03-02T01:00:00.000Z');
  });

  test('a unit outcome', () => {
    const row = {
      enrolmentUnitID: 9001,
      enrolmentID: 501,
      unitCode: 'BSBPEF201',
      unitName: 'Support personal wellbeing',
      outcomeCode: '20',
      activityStartDate: '2026-03-06',
      activityEndDate: '2026-04-01',
      modifiedDate: '2026-04-02T01:00:00Z',
    };
    expect(mapped('unit_outcomes', { ...row, ...whoseIs('501:1234:77') })).toEqual({
      student_id: '1234',
      student_name: null,
      enrolment_id: '501',
      unit_code: 'BSBPEF201',
      unit_name: 'Support personal wellbeing',
      result: 'competent',
      code: '20',
      vendor_result: '20',
      starts_on: '2026-03-06',
      ends_on: '2026-04-01',
      score_percent: null,
      updated_at: '2026-04-02T01:00:00.000Z',
      custom: {},
    });
    expect(streams.unit_outcomes.key(row)).toBe('501:9001');
  });
});

describe('what installations may differ in', () => {
  test('names with a capital letter, a list under data, an id that is text', () => {
    const row = { StudentId: 'S-7', STUDENTNAME: 'Zoë', studentSurname: 'İnan', StudentStatus: 'ARCHIVED' };
    expect(mapped('students', row)).toMatchObject({ student_number: 'S-7', full_name: 'Zoë İnan', status: 'deleted' });
    expect(rowsIn({ data: [row] })).toEqual([row]);
    expect(rowsIn({ Data: [] })).toEqual([]);
    expect(rowsIn([row])).toEqual([row]);
    // A name that is there as we know it is the right one.
    expect(spelled({ StudentID: 1, studentID: 2 }, names('students'))).toEqual({ StudentID: 1, studentID: 2 });
  });

  test.each([{}, { data: null }, { data: {} }, { rows: [] }, 'none', null, 7])('%j is no list', (body) => {
    expect(() => rowsIn(body)).toThrow('The answer is no list');
  });

  test.each([
    [20, true, 'competent', '20'],
    ['30', true, 'not_yet_competent', '30'],
    ['40', false, 'withdrawn', '40'],
    ['41', false, 'withdrawn', '41'],
    ['51', true, 'rpl_granted', '51'],
    ['52', true, 'rpl_not_granted', '52'],
    ['60', true, 'credit_transfer', '60'],
    ['70', true, 'continuing', '70'],
    [null, false, 'not_started', null],
    [null, true, 'continuing', null],
    ['Credit Transfer', true, 'credit_transfer', null],
    ['99', true, 'unknown', null],
  ])('outcome code %j (started: %j) is %s', (outcomeCode, started, result, code) => {
    const activityStartDate = started ? '2026-03-06' : null;
    const row = { enrolmentUnitID: 1, enrolmentID: 2, outcomeCode, activityStartDate };
    expect(mapped('unit_outcomes', row)).toMatchObject({ result, code });
  });

  test.each([
    ['Not Satisfactory', null, 'graded', 'Not Satisfactory', null],
    ['Satisfactory', 82.5, 'graded', '82.5', '82.5'],
    ['Submitted', null, 'submitted', null, null],
    ['NotSubmitted', '', 'not_submitted', null, null],
    ['Lost', 'A', 'unknown', 'A', null],
  ])('an assessment that is %j with %j', (status, grade, unified, shown, score) => {
    const row = { assessmentID: 1, enrolmentID: 2, attempt: 2, status, grade };
    expect(mapped('assessments', row)).toMatchObject({ status: unified, grade: shown, score, attempt: 2 });
    expect(streams.assessments.key({ assessmentID: 1, enrolmentID: 2 })).toBe('2:1:1');
  });

  test('signing in is no completion of the course', () => {
    const row = { activityID: 1, studentID: 2, courseID: 3, type: 'Login', status: 'Completed', progress: 100 };
    expect(mapped('activities', row)).toMatchObject({ kind: 'analytics', activity_id: null, state: 'completed' });
    expect(mapped('activities', { ...row, contentID: 9, status: 'In progress', grade: '70' })).toMatchObject({
      kind: 'completion',
      activity_id: '9',
      state: 'in_progress',
      figures: { grade: 70 },
    });
  });

  test.each([
    ['2026-03-02T01:00:00Z', '2026-03-02T01:00:00.000Z', '2026-03-02'],
    ['2026-03-02T09:00:00', '2026-03-02T01:00:00.000Z', '2026-03-02'],
    ['02-03-2026', '2026-03-01T16:00:00.000Z', '2026-03-02'],
    ['2/3/2026 09:30:00', '2026-03-02T01:30:00.000Z', '2026-03-02'],
    ['0001-01-01T00:00:00', null, null],
    ['31-02-2026', null, null],
    ['soon', null, null],
    ['', null, null],
  ])('%j is the moment %j and the day %j in Perth', (text, moment, day) => {
    expect(momentOf(text, context.settings)).toBe(moment);
    expect(dayOf(text)).toBe(day);
  });

  test('a moment without a zone is nothing a stream could tell changes by', () => {
    expect(streams.students.updatedAt?.({ modifiedDate: '2026-03-02T01:00:00' })).toBeUndefined();
    expect(streams.students.updatedAt?.({ modifiedDate: 7 })).toBeUndefined();
  });
});

describe('progress worked out from units', () => {
  const units = (...codes: (string | null)[]) => codes.map((outcomeCode) => ({ outcomeCode }));
  test.each([
    [units('20', '30', '51'), { unitsTotal: 3, unitsCompleted: 2, progress: 66 }],
    [units('60'), { unitsTotal: 1, unitsCompleted: 1, progress: 100 }],
    [units(null, '70'), { unitsTotal: 2, unitsCompleted: 0, progress: 0 }],
    [[], { unitsTotal: 0, unitsCompleted: 0 }],
    // Under another name nobody knows what was achieved; none would be a lie.
    [[{ result: 'C' }], { unitsTotal: 1 }],
  ])('%j', (rows, expected) => {
    expect(progressOf(rows)).toEqual(expected);
  });
});

describe('whatever comes', () => {
  const texts = [
    '',
    ' ',
    '20',
    'Active',
    '31-12-9999',
    '9999-12-31T23:59:59-14:00',
    '-0',
    '1e999',
    'é',
    '😀',
    'constructor',
  ];
  // Mostly texts: a row of nothing but surprises is always refused.
  const value = fc.oneof(
    { arbitrary: fc.constantFrom(...texts), weight: 10 },
    { arbitrary: fc.string({ minLength: 1 }), weight: 10 },
    { arbitrary: fc.constant(null), weight: 2 },
    { arbitrary: fc.double(), weight: 1 },
    { arbitrary: fc.boolean(), weight: 1 },
  );

  test.each(Object.keys(streams).filter((name): name is keyof typeof streams => name in streams))(
    'of %s is either refused by its shape or becomes its model',
    (name) => {
      const stream: Stream = streams[name];
      const row = fc.record(Object.fromEntries(names(name).map((field) => [field, value])), { requiredKeys: [] });
      let good = 0;
      fc.assert(
        fc.property(row, (item) => {
          // What arrives is JSON.
          const json: JsonObject = JSON.parse(JSON.stringify(item));
          stream.key(json);
          stream.updatedAt?.(json);
          const raw = stream.raw.safeParse(json);
          if (!raw.success) return;
          good += 1;
          const data = stream.map(raw.data, context);
          expect(models[stream.model].parse(data)).toEqual(data);
        }),
        { numRuns: 400 },
      );
      expect(good).toBeGreaterThan(0);
    },
  );

  test('dates go there and back, and ids stay what they are', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-02'), max: new Date('9999-12-30'), noInvalidDate: true }),
        (moment) => {
          const day = moment.toISOString().slice(0, 10);
          expect(dayOf(dayFirst(day))).toBe(day);
        },
      ),
    );
    fc.assert(
      fc.property(fc.oneof(fc.nat().map(String), fc.string()), (id) => {
        expect(String(sentId(id))).toBe(id);
      }),
    );
  });

  test('whose a part is survives any id', () => {
    const id = fc.string({ minLength: 1 }).map((text) => text.toWellFormed());
    fc.assert(
      fc.property(id, id, (enrolmentID, studentID) => {
        const partition = streams.unit_outcomes.partitions?.key?.({ enrolmentID, studentID }) ?? '';
        expect(whoseIs(partition)).toEqual({ enrolmentID, studentID });
      }),
    );
  });
});
