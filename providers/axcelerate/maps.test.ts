/** aXcelerate's documented bodies through the maps; texts that came as numbers; anything at all through all of them. */
import fc from 'fast-check';
import { isJsonObject, models, type JsonObject, type MapContext, type Models } from 'plugboard/contract';
import { describe, expect, test } from 'vitest';
import * as documented from './documented.ts';
import { mapContact, mapCourse, mapEnrolment, mapInstance, mapOrganisation, mapOutcome, mapUnit } from './maps.ts';
import { resultOf } from './outcomes.ts';
import { rawContact, rawCourse, rawEnrolment, rawInstance, rawOrganisation, rawOutcome, rawUnit } from './raw.ts';
import { streams, unitItems } from './streams.ts';

const perth: MapContext = { settings: { time_zone: 'Australia/Perth' }, account: undefined };

describe('documented bodies', () => {
  test('a contact', () => {
    expect(mapContact(rawContact.parse(documented.contact))).toEqual({
      first_name: 'Ana',
      middle_name: null,
      last_name: 'Ng',
      full_name: 'Ana Ng',
      email: 'ana@example.org',
      username: null,
      student_number: 'X1',
      usi: 'ABCDE23456',
      date_of_birth: '1999-04-01',
      gender: 'female',
      phones: [{ kind: 'mobile', number: '0400000000' }],
      addresses: [
        {
          kind: 'postal',
          line1: '1 Test St',
          line2: null,
          city: 'BRISBANE',
          region: 'QLD',
          postcode: '4000',
          country: 'AUSTRALIA',
        },
      ],
      employer_id: '88',
      status: null,
      last_seen_at: null,
      created_at: null,
      updated_at: null,
      custom: {
        title: null,
        preferred_name: null,
        usi_verified: true,
        organisation: 'Example Pty Ltd',
        category_ids: [],
        fields: { cohort: 'A' },
      },
    });
  });

  test('a course: money in decimal strings, the moment in UTC', () => {
    expect(mapCourse(rawCourse.parse(documented.course))).toMatchObject({
      name: 'Certificate III in Business',
      code: 'BSB30120',
      category: 'accredited program',
      status: 'published',
      fee: '990.00',
      currency: 'AUD',
      updated_at: '2026-03-16T23:40:00.000Z',
      custom: { type: 'p', gst: 'none', delivery: 'Face-to-Face' },
    });
  });

  test('a class: its times by the clock of the organisation, its change in UTC', () => {
    const item = { ...documented.instance, TYPE: 'p' };
    const mapped = mapInstance(rawInstance.parse(item), perth);
    expect(mapped).toMatchObject({
      name: 'March intake',
      course_id: 'p:3426',
      status: null,
      starts_at: '2026-03-06T01:00:00.000Z',
      ends_at: '2026-09-09T04:30:00.000Z',
      time_zone: 'Australia/Perth',
      location: 'Sydney CBD',
      capacity: 20,
      vacancies: 2,
      fee: '20.00',
      updated_at: '2026-03-01T23:40:00.000Z',
      custom: { type: 'p', vendor_status: 'Active', is_active: true, trainer_id: '12', gst: 'included' },
    });
    // In Sydney summer time ends in between.
    const sydney = mapInstance(rawInstance.parse(item), { settings: {}, account: undefined });
    expect([sydney.starts_at, sydney.ends_at]).toEqual(['2026-03-05T22:00:00.000Z', '2026-09-09T02:30:00.000Z']);
    expect(streams.classes.key(item)).toBe('p:407209');
  });

  test('an enrolment and the units in it', () => {
    const row: unknown = JSON.parse(JSON.stringify(documented.enrolment));
    if (!isJsonObject(row)) throw new Error('it is no object');
    expect(streams.enrolments.key(row)).toBe('p:283486');
    expect(mapEnrolment(rawEnrolment.parse(row))).toMatchObject({
      student_id: '5431',
      student_name: 'Ana Ng',
      course_id: 'p:3426',
      class_id: 'p:32373',
      qualification_code: 'BSB30120',
      status: 'unknown',
      starts_on: '2026-03-06',
      ends_on: null,
      fee_paid: '0.00',
      updated_at: '2026-03-02T01:10:00.000Z',
      custom: { enrolled_on: '2026-03-01' },
    });
    const [item, ...more] = unitItems(row);
    expect(more).toEqual([]);
    expect(streams.unit_outcomes.key(item ?? {})).toBe('283490:214324');
    expect(mapOutcome(rawOutcome.parse(item))).toEqual({
      student_id: '5431',
      student_name: 'Ana Ng',
      enrolment_id: 'p:283486',
      unit_code: 'BSBPEF201',
      unit_name: 'Support personal wellbeing',
      result: 'competent',
      code: '20',
      vendor_result: 'C',
      starts_on: '2026-03-06',
      ends_on: '2026-04-01',
      score_percent: null,
      updated_at: null,
      custom: { outcome_code: '20', class_id: 'p:32373', unit_id: '214324', delivery: 'Classroom-based' },
    });
  });

  test('units that are deeper, and what lies between them', () => {
    const unit = (id: number, inside: readonly JsonObject[] = []): JsonObject => ({
      TYPE: 's',
      LEARNERID: id,
      INSTANCEID: id,
      ACTIVITIES: inside,
    });
    const row = {
      TYPE: 'p',
      LEARNERID: 1,
      ACTIVITIES: [unit(1, [{ TYPE: 'w', ACTIVITIES: [unit(2)] }, unit(3)]), 7, null],
    };
    expect(unitItems(row).map((item) => streams.unit_outcomes.key(item))).toEqual(['1:1', '3:3', '2:2']);
    expect(unitItems({ ACTIVITIES: 'none' })).toEqual([]);
  });

  test('an organisation: its addresses by what they are called, its ABN without spaces', () => {
    const organisation = {
      ORGID: 264487,
      NAME: 'Education Hub',
      LEGALNAME: 'Hub Pty Ltd',
      ABN: '12 345 678 901',
      DETAILS: [
        { TYPE: 'Street Address', PHONE: '07 9191 9191', EMAILADDRESS: null, ADDRESS1: '1 University Avenue' },
        { TYPE: 'Postal Address', PHONE: '07 9191 9191', EMAILADDRESS: 'info@hub.example', ADDRESS1: 'PO Box 1' },
      ],
    };
    expect(mapOrganisation(rawOrganisation.parse(organisation))).toMatchObject({
      name: 'Education Hub',
      email: 'info@hub.example',
      phones: [{ kind: 'default', number: '07 9191 9191' }],
      addresses: [
        { kind: 'street', line1: '1 University Avenue' },
        { kind: 'postal', line1: 'PO Box 1' },
      ],
      tax_number: '12345678901',
    });
  });
});

describe('what its server makes of texts', () => {
  test('numbers and truth values where a text was', () => {
    const odd = {
      ...documented.contact,
      OPTIONALID: 917,
      POSTCODE: 2440,
      MOBILEPHONE: 400000000,
      SURNAME: true,
      ORGID: 88,
    };
    expect(mapContact(rawContact.parse(odd))).toMatchObject({
      student_number: '917',
      last_name: 'true',
      employer_id: '88',
      phones: [{ number: '400000000' }],
      addresses: [{ postcode: '2440' }],
    });
  });

  test('a price with cents keeps them to the digit; what is no price is none', () => {
    const fee = (cost: unknown) => mapCourse(rawCourse.parse({ ...documented.course, COST: cost })).fee;
    expect([0.1, 1234.5, '99.90', 110.005, 0, null, '', 'free', true].map(fee)).toEqual([
      '0.10',
      '1234.50',
      '99.90',
      '110.005',
      '0.00',
      null,
      null,
      null,
      null,
    ]);
  });

  test('dates that are none, and times of a night that has them twice', () => {
    const at = (start: unknown) =>
      mapInstance(rawInstance.parse({ ...documented.instance, TYPE: 'w', STARTDATE: start }), {
        settings: { time_zone: 'Australia/Sydney' },
        account: undefined,
      }).starts_at;
    expect(['', '2026-02-31 09:00', '0000-00-00', 'soon', null].map(at)).toEqual([null, null, null, null, null]);
    expect(at('2026-04-05 02:30')).toBe('2026-04-04T15:30:00.000Z');
  });
});

describe('statuses', () => {
  test.each([
    ['Booked', 'active'],
    ['Enrolled', 'active'],
    ['In Progress', 'active'],
    ['Paid', 'active'],
    ['Tentative', 'pending'],
    ['Cancelled', 'cancelled'],
    ['Completed', 'completed'],
    ['Deferred', 'inactive'],
    ['susp', 'inactive'],
    ['canc', 'cancelled'],
    ['Something Else', 'unknown'],
    [null, 'unknown'],
  ])('of an enrolment: %s is %s', (word, status) => {
    const mapped = mapEnrolment(rawEnrolment.parse({ ...documented.enrolment, STATUS: word }));
    expect([mapped.status, mapped.vendor_status]).toEqual([status, word]);
  });

  test.each([
    ['Cancelled', true, 'cancelled'],
    ['Completed', false, 'completed'],
    ['Tentative', true, 'planned'],
    ['Active', true, 'open'],
    ['Active', false, null],
    [null, true, 'open'],
    [null, 'false', null],
  ])('of a class: %s, open %s, is %s', (word, open, status) => {
    const item = { ...documented.instance, TYPE: 'w', STATUS: word, ENROLMENTOPEN: open };
    expect(mapInstance(rawInstance.parse(item), perth).status).toBe(status);
  });
});

describe('outcomes', () => {
  test.each([
    // National.
    ['20', 'C', 'competent', '20'],
    ['30', 'CNA', 'not_yet_competent', '30'],
    ['40', 'W', 'withdrawn', '40'],
    ['41', 'CLOS', 'withdrawn', '41'],
    ['51', 'RPL-G', 'rpl_granted', '51'],
    ['52', 'RPL-NG', 'rpl_not_granted', '52'],
    ['60', 'CT', 'credit_transfer', '60'],
    ['61', 'SUP', 'superseded', '61'],
    ['70', 'CA', 'continuing', '70'],
    ['81', 'NAS', 'non_assessable_completed', '81'],
    ['82', 'NAS', 'non_assessable_not_completed', '82'],
    ['85', 'NYS', 'not_started', '85'],
    // Western Australia.
    ['1', 'C', 'competent', null],
    ['2', 'NC', 'not_yet_competent', null],
    ['3', 'NAS', 'non_assessable_not_completed', null],
    ['4', 'NAS', 'non_assessable_completed', null],
    ['5', 'P+E', 'continuing', null],
    ['6', 'RPL-G', 'rpl_granted', null],
    ['9', 'CT', 'credit_transfer', null],
    ['10', 'W-FP', 'withdrawn', null],
    ['105', 'NoSt', 'not_started', null],
    // Victoria, Queensland.
    ['25', 'C-GAP', 'competent', null],
    ['54', 'RCC-NG', 'rpl_not_granted', null],
    ['65', 'C-GAP', 'competent', null],
    // None yet, none reported, and words of a site's own.
    [null, null, 'continuing', null],
    ['', 'Blank', 'continuing', null],
    ['0', 'N.R.', 'unknown', null],
    ['99', 'Not yet competent', 'not_yet_competent', null],
    ['99', null, 'unknown', null],
    ['constructor', 'constructor', 'unknown', null],
  ])('%s %s is %s', (code, word, result, national) => {
    expect(resultOf(code === '' ? null : code, word, true)).toEqual({ result, code: national });
  });

  test('without an outcome a unit without a start is yet to begin', () => {
    expect(resultOf(null, null, false)).toEqual({ result: 'not_started', code: null });
  });
});

describe('anything at all', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constantFrom(null, '', '2026-02-31 99:99', '9999-12-31 23:59', '-1', '1e400', 'Yes', '0', 'constructor'),
  );
  const id = fc.oneof(fc.string({ minLength: 1 }), fc.integer());

  /** Maps many a made-up row; answers the first that its model does not allow. */
  function misfit<M extends keyof Models>(
    model: M,
    keys: readonly string[],
    ids: readonly string[],
    map: (raw: object) => Models[M],
  ): unknown {
    const members = Object.fromEntries([
      ...keys.map((key) => [key, value] as const),
      ...ids.map((key) => [key, id] as const),
    ]);
    const { counterexample } = fc.check(
      fc.property(fc.record(members), (raw) => models[model].safeParse(map(raw)).success),
      { numRuns: 200 },
    );
    return counterexample;
  }
  const without = (keys: object, ...names: string[]) => Object.keys(keys).filter((key) => !names.includes(key));

  const contacts = without(rawContact.shape, 'CONTACTID', 'CATEGORYIDS');
  const classIds = ['INSTANCEID', 'TYPE'];
  const enrolmentIds = ['LEARNERID', 'INSTANCEID', 'TYPE'];
  const unitIds = ['LEARNERID', 'INSTANCEID'];
  const units = without(rawOutcome.shape.UNIT.shape, 'DELIVERY', ...unitIds);

  test.each([
    ['student', () => misfit('student', contacts, ['CONTACTID'], (raw) => mapContact(rawContact.parse(raw)))],
    [
      'contact',
      () =>
        misfit('contact', without(rawOrganisation.shape, 'ORGID', 'DETAILS'), ['ORGID'], (raw) =>
          mapOrganisation(rawOrganisation.parse(raw)),
        ),
    ],
    [
      'course',
      () =>
        misfit('course', without(rawCourse.shape, 'ID', 'TYPE'), ['ID', 'TYPE'], (raw) =>
          mapCourse(rawCourse.parse(raw)),
        ),
    ],
    [
      'class',
      () =>
        misfit('class', without(rawInstance.shape, ...classIds), classIds, (raw) =>
          mapInstance(rawInstance.parse(raw), perth),
        ),
    ],
    [
      'unit',
      () =>
        misfit('unit', without(rawUnit.shape, 'INSTANCEID', 'UNITID'), ['INSTANCEID', 'UNITID'], (raw) =>
          mapUnit(rawUnit.parse(raw)),
        ),
    ],
    [
      'enrolment',
      () =>
        misfit('enrolment', without(rawEnrolment.shape, ...enrolmentIds), enrolmentIds, (raw) =>
          mapEnrolment(rawEnrolment.parse(raw)),
        ),
    ],
    [
      'outcome',
      () =>
        misfit('outcome', units, unitIds, (raw) =>
          mapOutcome(rawOutcome.parse({ ENROLMENT: { LEARNERID: 1, TYPE: 'p' }, UNIT: raw })),
        ),
    ],
  ])('becomes what its model allows: %s', (_model, find) => {
    expect(find()).toBeNull();
  });
});
