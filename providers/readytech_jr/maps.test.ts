/** JR Plus' shapes into models: the samples of the fact sheet, what installations differ in, and anything at all. */
import fc from 'fast-check';
import { models, parseXml, type HttpRequest, type JsonObject, type MapContext, type Page } from 'plugboard/contract';
import { describe, expect, test } from 'vitest';
import { byOffset, identifierIn, pageSize, part, refusalsIn, rowsOf } from './calls.ts';
import { isSuccess, readError } from './errors.ts';
import { streams, withOwner } from './streams.ts';
import { dayOf, daySince, momentOf, numberOf, truthOf, wholeNumber } from './values.ts';

const context: MapContext = { settings: { time_zone: 'Australia/Melbourne' }, account: undefined };
const request: HttpRequest = { url: '/' };

const parties = `<parties total="1"><party>
  <id>5685</id><party-identifier>PA05685</party-identifier><party-type>Person</party-type><contact-method>Email</contact-method>
  <surname>Ng</surname><first-name>Ana</first-name><middle-name/><known-by>Annie</known-by><birth-date>1999-04-01</birth-date><gender>Female</gender><title>Ms</title>
  <login>ana@example.org</login><logon-enabled>true</logon-enabled><usi-number>ABCDE23456</usi-number><usi-status>Verified</usi-status>
  <created-on>2026-01-10T09:00:00+11:00</created-on><updated-on>2026-02-01T10:00:00+11:00</updated-on>
  <addresses><address><primary>true</primary><street-address1>1 Test St</street-address1><suburb>Carlton</suburb><post-code>3053</post-code><state>VIC</state><country>Australia</country><location>Home</location></address></addresses>
  <contact-details><contact-detail><primary>true</primary><contact-type>Email</contact-type><value>ana@example.org</value><location>Home</location></contact-detail></contact-details>
  <avetmiss><highest-school-level>12</highest-school-level><indigenous-status>4</indigenous-status><main-language>1201</main-language><labour-force-status>01</labour-force-status><disability-flag>N</disability-flag><country-of-birth>1101</country-of-birth></avetmiss>
  <ad-hoc-fields><ad-hoc-field><name>Cohort</name><value>A</value></ad-hoc-field></ad-hoc-fields>
</party></parties>`;

describe('students', () => {
  const read = (xml: string) => streams.students.items(parseXml(xml), { partition: '', request });
  const map = (item: unknown, given = context) => streams.students.map(streams.students.raw.parse(item), given);

  test('the sample', () => {
    const [item] = rowsOf('parties')(parseXml(parties));
    expect(streams.students.key(item ?? {})).toBe('PA05685');
    expect(streams.students.updatedAt?.(item ?? {})).toBe('2026-01-31T23:00:00.000Z');
    expect(map(item)).toEqual({
      first_name: 'Ana',
      middle_name: null,
      last_name: 'Ng',
      full_name: 'Ana Ng',
      email: 'ana@example.org',
      username: 'ana@example.org',
      student_number: 'PA05685',
      usi: 'ABCDE23456',
      date_of_birth: '1999-04-01',
      gender: 'female',
      phones: [],
      addresses: [
        {
          kind: 'street',
          line1: '1 Test St',
          line2: null,
          city: 'Carlton',
          region: 'VIC',
          postcode: '3053',
          country: 'Australia',
        },
      ],
      employer_id: null,
      status: null,
      last_seen_at: null,
      created_at: '2026-01-09T22:00:00.000Z',
      updated_at: '2026-01-31T23:00:00.000Z',
      custom: {
        title: 'Ms',
        known_by: 'Annie',
        contact_method: 'Email',
        usi_status: 'Verified',
        avetmiss: {
          'highest-school-level': '12',
          'indigenous-status': '4',
          'main-language': '1201',
          'labour-force-status': '01',
          'disability-flag': 'N',
          'country-of-birth': '1101',
        },
        own_fields: { Cohort: 'A' },
      },
    });
  });

  test('one address, many, none; phones by type and place; the primary one first', () => {
    const detail = (type: string, value: string, location = '', primary = 'false') =>
      `<contact-detail><primary>${primary}</primary><contact-type>${type}</contact-type><value>${value}</value><location>${location}</location></contact-detail>`;
    const person = (inner: string) =>
      read(`<parties><party><party-identifier>P</party-identifier>${inner}</party></parties>`)[0];
    const details = [
      detail('Email', 'old@x.example'),
      detail('Email', 'new@x.example', 'Home', 'true'),
      detail('Mobile', '0491 570 006'),
      detail('Phone', '03 5550 0001', 'Home'),
      detail('Phone', '03 5550 0002', 'Work'),
      detail('Phone', '03 5550 0003'),
      detail('Fax', '03 5550 0004'),
      detail('Phone', ''),
    ].join('');
    const mapped = map(
      person(
        `<contact-details>${details}</contact-details><addresses><address><suburb>A</suburb><location>Postal</location></address><address/><address><suburb>B</suburb><location>Billing</location></address></addresses>`,
      ),
    );
    expect(mapped.email).toBe('new@x.example');
    expect(mapped.phones).toEqual([
      { kind: 'mobile', number: '0491 570 006' },
      { kind: 'home', number: '03 5550 0001' },
      { kind: 'work', number: '03 5550 0002' },
      { kind: 'other', number: '03 5550 0003' },
    ]);
    expect(mapped.addresses.map(({ kind, city }) => [kind, city])).toEqual([
      ['postal', 'A'],
      ['billing', 'B'],
    ]);
    expect(map(person('<addresses/><contact-details/>'))).toMatchObject({ addresses: [], phones: [], email: null });
  });

  test('times without an offset are those of the site', () => {
    const item = { 'party-identifier': 'P', 'updated-on': '2026-07-01T08:00:00' };
    expect(map(item).updated_at).toBe('2026-06-30T22:00:00.000Z');
    const perth = { ...context, settings: { time_zone: 'Australia/Perth' } };
    expect(map(item, perth).updated_at).toBe('2026-07-01T00:00:00.000Z');
    // Which is more than the item says by itself.
    expect(streams.students.updatedAt?.(item)).toBeUndefined();
  });
});

describe('unit results', () => {
  const sample = `<enrolment-units total="1"><enrolment-unit><id>901</id><unit-code>BSBPEF201</unit-code><unit-name>Support personal wellbeing</unit-name><unit-status>Completed</unit-status>
    <outcome-identifier-avetmiss>20</outcome-identifier-avetmiss><start-date>2026-03-06</start-date><end-date>2026-04-01</end-date><updated-on>2026-04-02T10:00:00+11:00</updated-on></enrolment-unit></enrolment-units>`;
  const items = streams.unit_results.items(parseXml(sample), { partition: 'PA05685:EN:7', request });
  const map = (change: JsonObject = {}) =>
    streams.unit_results.map(streams.unit_results.raw.parse({ ...Object(items[0]), ...change }), context);

  test('the sample, with whose it is', () => {
    expect(items).toMatchObject([{ 'party-identifier': 'PA05685', 'enrolment-identifier': 'EN:7' }]);
    expect(map()).toEqual({
      student_id: 'PA05685',
      student_name: null,
      enrolment_id: 'EN:7',
      unit_code: 'BSBPEF201',
      unit_name: 'Support personal wellbeing',
      result: 'competent',
      code: '20',
      vendor_result: 'Completed',
      starts_on: '2026-03-06',
      ends_on: '2026-04-01',
      score_percent: null,
      updated_at: '2026-04-01T23:00:00.000Z',
      custom: { training_organisation_code: null, assessor_name: null, hours_attended: null },
    });
  });

  test.each([
    ['20', 'Completed', 'competent', '20'],
    ['30', 'Completed', 'not_yet_competent', '30'],
    ['40', '', 'withdrawn', '40'],
    ['41', '', 'withdrawn', '41'],
    ['51', '', 'rpl_granted', '51'],
    ['52', '', 'rpl_not_granted', '52'],
    ['60', 'Completed', 'credit_transfer', '60'],
    ['61', '', 'superseded', '61'],
    ['70', 'In Progress', 'continuing', '70'],
    ['81', '', 'non_assessable_completed', '81'],
    ['82', '', 'non_assessable_not_completed', '82'],
    ['85', '', 'not_started', '85'],
    // A state's own, which the standard does not know, and what is no code at all.
    ['90', 'Completed', 'unknown', '90'],
    ['20 - Competency achieved/pass', '', 'competent', '20'],
    ['RPL granted', '', 'rpl_granted', null],
    // Without an identifier the status may say it; "Completed" does not say how.
    ['', 'Completed', 'unknown', null],
    ['', 'Withdrawn', 'withdrawn', null],
    ['', 'Not Started', 'not_started', null],
    ['', 'Competent', 'competent', null],
    ['', '', 'continuing', null],
  ])('outcome "%s" of a unit that is "%s": %s', (identifier, status, result, code) => {
    const mapped = map({ 'outcome-identifier-avetmiss': identifier, 'unit-status': status });
    expect([mapped.result, mapped.code]).toEqual([result, code]);
  });

  test('nothing said, and not begun', () => {
    expect(map({ 'outcome-identifier-avetmiss': null, 'unit-status': null, 'start-date': null }).result).toBe(
      'not_started',
    );
  });

  test('an enrolment without a student is still walked', () => {
    const { partitions } = streams.unit_results;
    expect(partitions?.key?.({ 'enrolment-identifier': 'EN1' })).toBe(':EN1');
    expect(partitions?.key?.({ 'party-identifier': 'PA1' })).toBeUndefined();
    const owned = streams.unit_results.items(parseXml(sample), { partition: ':EN1', request });
    expect(owned).toMatchObject([{ 'party-identifier': null, 'enrolment-identifier': 'EN1' }]);
    expect(withOwner([null, 'x'], { student: null, enrolment: 'E' })).toEqual([]);
  });
});

describe('courses, units, enrolments, assessments, employers', () => {
  test('a fee only where all that is on offer costs the same', () => {
    const fee = (...options: JsonObject[]) =>
      streams.courses.map(
        streams.courses.raw.parse({ 'course-number': 'C', 'invoice-options': { 'invoice-option': options } }),
        context,
      ).fee;
    expect(fee({ total: '990', enabled: 'true' }, { total: '990.00', enabled: 'true' })).toBe('990.00');
    expect(fee({ total: '990', enabled: 'true' }, { total: '1200.50', enabled: 'false' })).toBe('990.00');
    expect(fee({ total: '990' }, { total: '1200.50' })).toBeNull();
    expect(fee({ total: 'ask us' })).toBeNull();
    expect(fee()).toBeNull();
  });

  test.each([
    ['Open', 'published'],
    ['Closed', 'concluded'],
    ['Inactive', 'concluded'],
    ['Draft', 'draft'],
    ['Cancelled', 'deleted'],
    ['Quux', null],
    [null, null],
  ])('a course that is %s is %s', (word, status) => {
    const raw = streams.courses.raw.parse({ 'course-number': 'C1', 'course-status': word });
    expect(streams.courses.map(raw, context)).toMatchObject({
      status,
      name: 'Course C1',
      time_zone: 'Australia/Melbourne',
    });
  });

  test('a unit of a course', () => {
    const body = parseXml(
      '<course-units total="1"><course-unit><id>7</id><unit-code>BSBPEF201</unit-code><unit-name>Support</unit-name><unit-type>Core</unit-type><nominal-hours>50</nominal-hours><sequence>2</sequence></course-unit></course-units>',
    );
    const [item] = streams.units.items(body, { partition: 'CR1', request });
    const raw = streams.units.raw.parse(item);
    expect(streams.units.key(Object(item))).toBe('CR1:7');
    expect(streams.units.map(raw, context)).toEqual({
      code: 'BSBPEF201',
      name: 'Support',
      hours: 50,
      field: null,
      status: null,
      updated_at: null,
      custom: { course_number: 'CR1', type: 'Core', sequence: 2 },
    });
  });

  test('an enrolment that was completed: the day is one of the site', () => {
    const raw = streams.enrolments.raw.parse({
      'enrolment-identifier': 'EN1',
      'party-identifier': 'PA1',
      'course-number': 'CR1',
      'enrolment-status': 'Completed',
      'completed-on': '2026-04-01',
    });
    expect(streams.enrolments.map(raw, context)).toMatchObject({
      status: 'completed',
      vendor_status: 'Completed',
      completed_at: '2026-03-31T13:00:00.000Z',
      student_id: 'PA1',
      course_id: 'CR1',
    });
  });

  test.each([
    ['Not Submitted', 'not_submitted', null],
    ['Submitted', 'submitted', null],
    ['Satisfactory', 'graded', 'Satisfactory'],
    ['Not Satisfactory', 'graded', 'Not Satisfactory'],
    ['Resubmit', 'returned', null],
    ['Quux', 'unknown', null],
  ])('an assessment that is %s is %s', (word, status, grade) => {
    const raw = streams.assessments.raw.parse({
      id: '1',
      'enrolment-identifier': 'EN1',
      'party-identifier': 'PA1',
      'assessment-status': word,
      attempt: '2',
      mark: ' 81.5 ',
    });
    expect(streams.assessments.map(raw, context)).toMatchObject({ status, grade, attempt: 2, score: '81.5' });
  });

  test('an employer goes by the name it trades under', () => {
    const employer = { 'party-identifier': 'PA9', 'legal-name': 'Bluegum Pty Ltd', website: 'http://b.example' };
    const map = (change: JsonObject) =>
      streams.employers.map(streams.employers.raw.parse({ ...employer, ...change }), context);
    expect(map({}).name).toBe('Bluegum Pty Ltd');
    expect(map({ 'trading-name': 'Bluegum' })).toMatchObject({
      name: 'Bluegum',
      custom: { legal_name: 'Bluegum Pty Ltd' },
    });
  });
});

describe('anything at all', () => {
  const value = fc.oneof(
    fc.constantFrom(
      null,
      '',
      ' ',
      '20',
      '2026-02-31',
      '2026-04-01',
      '2026-04-01T25:00:00',
      '9999-12-31T23:59:59-12:00',
      'constructor',
      '١٢',
    ),
    fc.string({ unit: 'grapheme' }),
  );

  test.each(Object.entries(streams))('%s: maps to its model, or is refused by the schema', (_name, stream) => {
    const names = [
      'surname',
      'first-name',
      'birth-date',
      'gender',
      'created-on',
      'updated-on',
      'usi-number',
      'completed-on',
      'course-name',
      'start-date',
      'end-date',
      'total-enrolments',
      'nominal-hours',
      'sequence',
      'attempt',
      'mark',
      'unit-code',
      'unit-name',
      'unit-status',
      'outcome-identifier-avetmiss',
      'hours-attended',
      'submitted-on',
      'enrolment-status',
      'assessment-status',
      'assessed-on',
      'legal-name',
    ];
    const ids = { id: '1', 'party-identifier': 'P', 'course-number': 'C', 'enrolment-identifier': 'E' };
    const item = fc.dictionary(fc.constantFrom(...names), value).map((said) => ({ ...ids, ...said }));
    const zone = fc.constantFrom('Australia/Sydney', 'Pacific/Kiritimati', 'Nowhere/None');
    fc.assert(
      fc.property(item, zone, (given, time_zone) => {
        // The streams are one of several shapes, each with its own schema for its own map.
        const map: (raw: never, at: MapContext) => unknown = stream.map;
        const mapped = map(stream.raw.parse(given) as never, { settings: { time_zone }, account: undefined });
        expect(models[stream.model].safeParse(mapped).error).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});

describe('values', () => {
  test('days, moments, numbers', () => {
    const settings = { time_zone: 'Australia/Adelaide' };
    expect(dayOf(' 2026-04-01 ')).toBe('2026-04-01');
    expect(dayOf('2026-02-31')).toBeNull();
    expect(dayOf('01/04/2026')).toBeNull();
    expect(momentOf('2026-04-01T10:00:00+10:30', settings)).toBe('2026-03-31T23:30:00.000Z');
    expect(momentOf('2026-07-01', settings)).toBe('2026-06-30T14:30:00.000Z');
    expect(momentOf('soon', settings)).toBeNull();
    // Half past one in the morning there is still the day before in UTC.
    expect(daySince('2026-06-30T16:00:00.000Z', settings)).toBe('2026-07-01');
    expect(daySince('nonsense', settings)).toBe('1900-01-01');
    expect([numberOf('58.5'), numberOf('58,5'), numberOf(null), wholeNumber('7'), wholeNumber('7.5')]).toEqual([
      58.5,
      null,
      null,
      7,
      null,
    ]);
    expect([truthOf('TRUE'), truthOf('false'), truthOf('yes'), truthOf(undefined)]).toEqual([true, false, null, null]);
  });
});

describe('answers', () => {
  test('a list is its own root and nothing else', () => {
    const parse = rowsOf('parties');
    expect(parse(parseXml('<parties total="0"/>'))).toEqual([]);
    for (const other of ['<courses/>', '<errors><error>no</error></errors>', '<party/>'])
      expect(() => parse(parseXml(other))).toThrow('instead of <parties>');
    for (const other of [null, 'text', []]) expect(() => parse(other)).toThrow('nothing instead of <parties>');
  });

  test.each([
    ['<errors><error>a</error><error>b</error></errors>', ['a', 'b']],
    ['<error>closed</error>', ['closed']],
    ['<errors/>', ['JR Plus gave no reason.']],
    ['<party/>', undefined],
  ])('%s refuses %j', (xml, reasons) => {
    expect(refusalsIn(parseXml(xml))).toEqual(reasons);
  });

  const answered = (status: number, xml: string | null) => ({
    status,
    headers: {},
    url: '',
    body: xml === null ? null : parseXml(xml),
  });

  test.each([
    [200, '<errors><error>surname is missing</error></errors>', 'invalid_request', 'surname is missing'],
    [422, '<errors><error>a</error><error>b</error></errors>', 'invalid_request', 'a; b'],
    [401, null, 'auth_expired', 'JR Plus does not accept these credentials.'],
    [403, null, 'permission_denied', 'The key may not do this: ask ReadyTech for the right.'],
    [404, '<errors><error>Record not found</error></errors>', 'not_found', 'Record not found'],
    [405, null, 'unsupported', 'This JR Plus does not take that method here.'],
    [409, '<errors><error>has dependencies</error></errors>', 'conflict', 'has dependencies'],
    [500, '<error>boom</error>', 'provider_unavailable', 'boom'],
    [503, null, 'provider_unavailable', 'JR Plus is down for maintenance.'],
  ])('%i with %s is %s', (status, xml, code, message) => {
    expect(isSuccess(answered(status, xml))).toBe(false);
    expect(readError(answered(status, xml))).toMatchObject({ code, message });
  });

  test('the rest is left to the status', () => {
    expect(isSuccess(answered(204, null))).toBe(true);
    expect(isSuccess(answered(200, '<parties/>'))).toBe(true);
    expect(readError(answered(404, null))).toBeUndefined();
    expect(readError(answered(418, '<error>teapot</error>'))).toBeUndefined();
  });

  test('identifiers, at the root or one below, and never as a way upwards', () => {
    expect(identifierIn(parseXml('<party><party-identifier>PA1</party-identifier></party>'), 'party-identifier')).toBe(
      'PA1',
    );
    expect(identifierIn(parseXml('<a><b><id>7</id></b></a>'), 'id')).toBe('7');
    expect(identifierIn(null, 'id')).toBeUndefined();
    expect(part('A/B?c')).toBe('A%2FB%3Fc');
    for (const upwards of ['', '.', '..', '...']) expect(() => part(upwards)).toThrow('cannot be the identifier');
  });
});

describe('pages', () => {
  function page(offset: number, count: number, total?: number): Page {
    const attributes = total === undefined ? '' : ` total="${total}"`;
    const response = { status: 200, headers: {}, url: '', body: parseXml(`<parties${attributes}/>`) };
    return {
      request: { url: '/', query: { offset, limit: pageSize } },
      response,
      items: Array.from({ length: count }, () => ({})),
      number: 1,
    };
  }

  test('go on by what was really read, five rows before its end', () => {
    expect(byOffset(page(0, 100, 250))?.query).toEqual({ offset: 95, limit: 100 });
    // A server that gives fewer rows than were asked for.
    expect(byOffset(page(95, 25, 250))?.query).toMatchObject({ offset: 115 });
    expect(byOffset(page(95, 3, 250))?.query).toMatchObject({ offset: 96 });
    expect(byOffset(page(200, 50, 250))).toBeUndefined();
    expect(byOffset(page(0, 0, 0))).toBeUndefined();
    expect(byOffset(page(0, 100))?.query).toMatchObject({ offset: 95 });
    expect(byOffset(page(95, 99))).toBeUndefined();
    expect(() => byOffset(page(100, 0, 250))).toThrow('250 rows and stops after 100');
  });

  /** Keys seen in a walk through the list, by a server that gives so many at a time; `between` may change the list. */
  function walk(rows: number[], most: number, between: () => void): Set<number> {
    const seen = new Set<number>();
    for (let next: HttpRequest | undefined = page(0, 0).request; next !== undefined; between()) {
      const from = Number(next.query?.['offset']);
      const given = rows.slice(from, from + most);
      for (const key of given) seen.add(key);
      next = byOffset(page(from, given.length, rows.length));
    }
    return seen;
  }

  test('every list ends, and nothing is passed over, also when rows that were read go away meanwhile', () => {
    const gone = fc.infiniteStream(fc.array(fc.nat({ max: 2_000 }), { maxLength: 5 }));
    fc.assert(
      fc.property(fc.nat({ max: 600 }), fc.integer({ min: 1, max: 100 }), gone, (total, most, deleted) => {
        const rows = Array.from({ length: total }, (_row, index) => index);
        expect(walk(rows, most, () => undefined).size).toBe(total);
        if (most <= 5) return;
        const seen = walk(rows, most, () => {
          for (const index of deleted.next().value ?? []) if (index < rows.length) rows.splice(index, 1);
        });
        expect(rows.filter((key) => !seen.has(key))).toEqual([]);
      }),
    );
  });
});
