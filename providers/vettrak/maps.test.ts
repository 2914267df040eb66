/** VETtrak's shapes into models: the sample of the fact sheet, what versions and sites differ in, and anything at all. */
import fc from 'fast-check';
import { models, parseXml, type Account, type JsonObject, type MapContext } from 'plugboard/contract';
import { soapEnvelope } from 'plugboard/kit';
import { describe, expect, test } from 'vitest';
import { itemsOf, textsOf } from './calls.ts';
import { streams, unitItems } from './streams.ts';
import { formatUnitTags, lacking, matchUnitTags, parseUnitTags, unitTagsFor } from './unit-tags.ts';

const context: MapContext = { settings: { time_zone: 'Australia/Sydney' }, account: undefined };

function answer(operation: string, inner: string) {
  return parseXml(
    soapEnvelope(
      `<${operation}Response xmlns="http://www.ozsoft.com.au/VETtrak/api/complete"><${operation}Result>${inner}</${operation}Result></${operation}Response>`,
    ),
  );
}

const auth =
  '<Auth><ID>3037</ID><Token>abc&amp;1&gt;2</Token><Status>1</Status><Identifier>03037</Identifier><TokenType>02</TokenType></Auth>';

describe('enrolments', () => {
  const sample = answer(
    'GetEnrolmentsForClient',
    `${auth}<ClieEnroList><TClieEnro>
      <ID>11309</ID><Code>E11309</Code><StartDate>2026-01-01T00:00:00</StartDate><EndDate>2026-03-06T00:00:00</EndDate>
      <Status>Completed</Status><StatusType>1</StatusType><DateOfEffect>2026-03-06T00:00:00</DateOfEffect>
      <Qual_Code>BSB30120</Qual_Code><Qual_Name>Certificate III in Business</Qual_Name><OrganisationId>0</OrganisationId><Loca_Code>MAIN</Loca_Code>
      <DeliveryModes><string>Internal</string></DeliveryModes><Amount>990.0000</Amount><GST>0.0000</GST><AmountPaid>0.0000</AmountPaid><AmountCredited>0.0000</AmountCredited>
      <DivisionId>1</DivisionId><Clie_Code>03037</Clie_Code><GivenName>Ana</GivenName><Surname>Ng</Surname>
    </TClieEnro></ClieEnroList>`,
  );
  const raw = (change: JsonObject = {}) => streams.enrolments.raw.parse({ ...itemsOf(sample)[0], ...change });

  test('the sample', () => {
    expect(streams.enrolments.map(raw(), context)).toEqual({
      student_id: '03037',
      student_name: 'Ana Ng',
      course_id: null,
      course_name: 'Certificate III in Business',
      class_id: null,
      qualification_code: 'BSB30120',
      role: 'student',
      status: 'completed',
      vendor_status: 'Completed',
      starts_on: '2026-01-01',
      ends_on: '2026-03-06',
      // Midnight in a Sydney summer.
      completed_at: '2026-03-05T13:00:00.000Z',
      progress_percent: null,
      score_percent: null,
      grade: null,
      last_activity_at: null,
      fee: '990.00',
      fee_paid: '0.00',
      currency: 'AUD',
      created_at: null,
      updated_at: null,
      custom: {
        code: 'E11309',
        status_since: '2026-03-06',
        location_code: 'MAIN',
        delivery_modes: ['Internal'],
        fee_credited: '0.00',
        fee_tax: '0.00',
        division_id: '1',
      },
    });
  });

  test.each([
    ['0', 'Active', 'active'],
    ['1', 'Completed', 'completed'],
    ['9', 'Pre-Reporting Withdrawal', 'withdrawn'],
    // The documented number outranks what a site calls it.
    ['0', 'Cancelled by mistake', 'active'],
    ['2', 'Withdrawn', 'withdrawn'],
    ['3', 'Cancelled', 'cancelled'],
    ['4', 'Suspended', 'inactive'],
    ['5', 'Tentative', 'pending'],
    ['6', 'Currently enrolled', 'active'],
    ['7', 'Zurückgestellt', 'unknown'],
    [null, 'Finished', 'completed'],
    [null, null, 'unknown'],
    ['constructor', null, 'unknown'],
  ])('status %j %j is %s', (StatusType, Status, expected) => {
    const mapped = streams.enrolments.map(raw({ StatusType, Status }), context);
    expect(mapped).toMatchObject({ status: expected, vendor_status: Status });
    expect(mapped.completed_at === null).toBe(expected !== 'completed');
  });

  test('what is not known is null: left out, empty, nil, or the first day of .NET', () => {
    const bare = { ID: '1', Clie_Code: '00001' };
    expect(streams.enrolments.map(streams.enrolments.raw.parse(bare), context)).toMatchObject({
      student_name: null,
      course_name: null,
      starts_on: null,
      fee: null,
      custom: { delivery_modes: [] },
    });
    const unknown = raw({
      StartDate: '0001-01-01T00:00:00',
      EndDate: '1900-01-01T00:00:00',
      DateOfEffect: null,
      Amount: '',
    });
    expect(streams.enrolments.map(unknown, context)).toMatchObject({
      starts_on: null,
      ends_on: null,
      completed_at: null,
      fee: null,
    });
  });
});

describe('lists', () => {
  const item = '<TQucl><Qucl_ID>7</Qucl_ID></TQucl>';
  test.each([
    ['none', `${auth}<QuclList />`, 0],
    ['left out', auth, 0],
    ['no records', '<Auth><Status>-4</Status><StatusMessage>No records found.</StatusMessage></Auth>', 0],
    ['nil', `${auth}<QuclList xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true" />`, 0],
    ['one', `${auth}<QuclList>${item}</QuclList>`, 1],
    ['many', `${auth}<QuclList>${item}${item}</QuclList>`, 2],
  ])('%s', (_what, inner, count) => {
    expect(itemsOf(answer('GetAwardsModifiedSince', inner))).toHaveLength(count);
  });

  test('texts keep their zeros, and empty ones are none', () => {
    const body = answer(
      'GetDeletedRecordsSince',
      `${auth}<TextList><string>00012</string><string /><string>7</string></TextList>`,
    );
    expect(textsOf(body)).toEqual(['00012', '7']);
  });
});

describe('clients', () => {
  const map = (raw: JsonObject) =>
    streams.clients.map(streams.clients.raw.parse({ Clie_Code: '00007', ...raw }), context);

  test('an address in parts, in one line, in both, and none', () => {
    const parts = {
      Building: 'Tower',
      UnitDetails: 'Unit 3',
      StreetNumber: '12',
      StreetName: 'Swan Street',
      POBox: null,
      City: 'Perth',
      State: 'WA',
      Postcode: '0600',
    };
    const line = { Clie_RAddr: '12 Swan St', Clie_RCity: 'PERTH', Clie_RPCode: '6000', Stat_RShortName: 'WA' };
    const inParts = {
      kind: 'street',
      line1: '12 Swan Street',
      line2: 'Unit 3, Tower',
      city: 'Perth',
      region: 'WA',
      postcode: '0600',
      country: null,
    };
    expect(map({ UsualAddress: parts }).addresses).toEqual([inParts]);
    expect(map({ UsualAddress: parts, ...line }).addresses).toEqual([inParts]);
    expect(map(line).addresses).toEqual([
      {
        kind: 'street',
        line1: '12 Swan St',
        line2: null,
        city: 'PERTH',
        region: 'WA',
        postcode: '6000',
        country: null,
      },
    ]);
    expect(map({ PostalAddress: { POBox: 'PO Box 9', City: 'Hobart' } }).addresses).toEqual([
      { kind: 'postal', line1: 'PO Box 9', line2: null, city: 'Hobart', region: null, postcode: null, country: null },
    ]);
    expect(map({ UsualAddress: {}, PostalAddress: null, Clie_RAddr: ' ' }).addresses).toEqual([]);
  });

  test('somebody of one name, of another gender, without a USI', () => {
    expect(
      map({
        Clie_Surname: 'Suharto',
        Clie_Given: null,
        Gender: 'x',
        USI: '',
        USIExempt: 'true',
        Clie_WorkPhone: '08 5550 0000',
      }),
    ).toMatchObject({
      first_name: null,
      full_name: 'Suharto',
      gender: 'other',
      usi: null,
      phones: [{ kind: 'work', number: '08 5550 0000' }],
      custom: { usi_exempt: true },
    });
    expect(map({ Gender: '@' }).gender).toBeNull();
  });
});

describe('results', () => {
  const found: Account = {
    id: 'x',
    name: 'x',
    meta: { unit_tags: 'code=Unit_Code, result=Resu_Name, percentage=Mark' },
  };

  test('a unit is read by the names found, and by those given instead', () => {
    const unit = { ID: '12', Unit_Code: 'HLTAID011', Resu_Name: 'Competent', Mark: '-1', Other: '88' };
    const [item] = unitItems([unit], '00108', {}, found);
    expect(item).toMatchObject({ Clie_Code: '00108', Enun: unit });
    expect(streams.unit_results.key(item ?? {})).toBe('12:HLTAID011');
    const map = (one: JsonObject | undefined) => streams.unit_results.map(streams.unit_results.raw.parse(one), context);
    expect(map(item)).toMatchObject({
      unit_code: 'HLTAID011',
      unit_name: null,
      result: 'competent',
      score_percent: null,
    });
    expect(map(unitItems([unit], '00108', { unit_tags: 'percentage=Other' }, found)[0]).score_percent).toBe('88');
    // A version that calls it otherwise since: set aside, not guessed.
    expect(streams.unit_results.key(unitItems([{ ID: '12', Code: 'X' }], '00108', {}, found)[0] ?? {})).toBeUndefined();
  });
});

describe('names in a unit', () => {
  test.each([
    [
      ['ID', 'Unit_Code', 'Unit_Name', 'Result', 'StartDate', 'EndDate', 'Percentage'],
      'code=Unit_Code, name=Unit_Name, result=Result, start=StartDate, finish=EndDate, percentage=Percentage',
    ],
    [
      ['ID', 'Enun_UnitCode', 'Enun_UnitName', 'Resu_Name', 'Resu_Code', 'Enun_Start', 'Enun_Finish'],
      'code=Enun_UnitCode, name=Enun_UnitName, result=Resu_Name, start=Enun_Start, finish=Enun_Finish',
    ],
    [
      ['UNITCODE', 'UNITTITLE', 'RESULTNAME', 'ASSESSMENTSCORE'],
      'code=UNITCODE, name=UNITTITLE, result=RESULTNAME, percentage=ASSESSMENTSCORE',
    ],
    [['ID', 'Colour'], ''],
    [[], ''],
  ])('%j', (names, expected) => {
    const tags = matchUnitTags(names);
    expect(formatUnitTags(tags)).toBe(expected);
    expect(parseUnitTags(expected)).toEqual(tags);
  });

  test('code and result are needed; nonsense is ignored; what is typed outranks what was found', () => {
    expect(lacking({ code: 'A', result: 'B' })).toBeUndefined();
    expect(lacking({ name: 'A' })).toBe('code and result');
    expect(lacking({ code: 'A' })).toBe('result');
    expect(parseUnitTags('code=, x=y, result , =z, name = N ,__proto__=p')).toEqual({ name: 'N' });
    const account = { id: 'x', name: 'x', meta: { unit_tags: 'code=A, result=B' } };
    expect(unitTagsFor({ unit_tags: 'result=C' }, account)).toEqual({ code: 'A', result: 'C' });
    expect(unitTagsFor({}, undefined)).toEqual({});
  });
});

describe('awards and the rest', () => {
  const award = (raw: JsonObject) => streams.awards.map(streams.awards.raw.parse({ Qucl_ID: '7', ...raw }), context);

  test.each([
    ['Testamur', 'qualification'],
    ['Statement of Attainment', 'statement_of_attainment'],
    ['First Aid Card', 'card'],
    ['Digital badge', 'badge'],
    ['Certificate of Attendance', 'other'],
    ['Certificate III', 'qualification'],
    [null, 'other'],
  ])('an award called %j is a %s', (AwardTypeName, type) => {
    expect(award({ AwardTypeName })).toMatchObject({ type, vendor_type: AwardTypeName });
  });

  test('an award without a number is not out yet, and 0 is no enrolment', () => {
    expect(award({ EnrolmentId: '0', Expiry: '2029-03-01T00:00:00' })).toMatchObject({
      status: 'draft',
      enrolment_id: null,
      expires_on: '2029-03-01',
    });
    expect(award({ Qucl_Cert: 'P1', EnrolmentId: '12' })).toMatchObject({ status: 'issued', enrolment_id: '12' });
  });

  test('anything at all is mapped to what the model says', () => {
    const odd = fc.oneof(
      fc.constantFrom(
        null,
        undefined,
        '',
        ' ',
        '0001-01-01T00:00:00',
        '9999-12-31T23:59:59',
        '2026-02-31T00:00:00',
        '-1',
        '1e9',
        '999999999999999999999',
        '0.0000',
        '.',
        '-',
        'constructor',
      ),
      fc.string(),
    );
    for (const stream of Object.values(streams)) {
      const shape = 'shape' in stream.raw ? Object.keys(Object(stream.raw.shape)) : [];
      expect(shape.length).toBeGreaterThan(2);
      const nested = {
        UsualAddress: fc.record({ StreetName: odd, City: odd }),
        DeliveryModes: fc.record({ string: fc.array(fc.oneof(fc.string(), fc.constant(null))) }),
      };
      const simple = Object.fromEntries(shape.map((name) => [name, odd]));
      const ids = {
        Clie_Code: fc.string({ minLength: 1 }),
        ID: fc.string({ minLength: 1 }),
        Prog_ID: fc.constant('1'),
        Qucl_ID: fc.constant('1'),
        QualCode: fc.string({ minLength: 1 }),
      };
      const part = fc.oneof(fc.constant(null), fc.string());
      const unit = {
        Enun: fc.constant({ ID: '1' }),
        Unit: fc.record({ code: fc.string(), name: part, result: part, start: part, finish: part, percentage: part }),
      };
      fc.assert(
        fc.property(
          fc.record({
            ...simple,
            ...nested,
            ...ids,
            ...unit,
            PostalAddress: fc.constant(null),
            Classes: fc.constant(null),
          }),
          (item) => {
            const parsed = stream.raw.safeParse(item);
            expect(parsed.error?.message).toBeUndefined();
            // The compiler cannot know that the map belongs to this stream's own raw schema.
            const map: (raw: never, given: MapContext) => unknown = stream.map;
            models[stream.model].parse(map(parsed.data as never, context));
          },
        ),
      );
    }
  });
});
