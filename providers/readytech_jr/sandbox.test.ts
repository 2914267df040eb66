/**
 * The JR Plus sandbox, driven by plain HTTP as the vendor's pages and other people's integrations do it: there is no client of JR Plus on
 * npm. The connector is not asked.
 */
import { parseXml, xmlAt, xmlChildren, xmlText, type XmlElement } from 'plugboard/contract';
import { testSandbox, type TestSandbox } from 'plugboard/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import sandbox, { apiKey } from './sandbox.ts';
import type { State } from './sandbox/state.ts';

let box: TestSandbox<State>;

beforeEach(async () => {
  box = await testSandbox<State>({ key: 'readytech_jr', sandbox });
});
afterEach(() => box.stop());

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const authorization = `Basic ${Buffer.from(`:${apiKey}`).toString('base64')}`;

async function call(
  method: string,
  path: string,
  body?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`${box.origin}/webservice/${path}`, {
    method,
    headers: { accept: 'application/xml', authorization, 'content-type': 'application/xml', ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
}

async function xml(method: string, path: string, body?: string): Promise<XmlElement> {
  return parseXml((await call(method, path, body)).text);
}

const reasonOf = ({ text }: Answer) => xmlText(parseXml(text), 'error');
const idsIn = (list: XmlElement, item: string, name: string) =>
  xmlChildren(list, item).map((one) => xmlText(one, name));

describe('signing in', () => {
  test('the key is the password; the user name does not matter', async () => {
    for (const user of ['', 'anybody', 'ünïcode'])
      expect(
        await call('GET', 'parties?limit=1', undefined, {
          authorization: `Basic ${Buffer.from(`${user}:${apiKey}`).toString('base64')}`,
        }),
      ).toMatchObject({ status: 200, type: 'application/xml; charset=utf-8' });
  });

  test.each([
    ['no key', { authorization: '' }],
    ['a wrong key', { authorization: `Basic ${Buffer.from(':wrong').toString('base64')}` }],
    ['the key as the user', { authorization: `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}` }],
    ['the key as a token', { authorization: `Bearer ${apiKey}` }],
  ])('%s is 401', async (_what, headers) => {
    expect(await call('GET', 'parties', undefined, headers)).toMatchObject({
      status: 401,
      text: 'HTTP Basic: Access denied.\n',
    });
  });

  test('nothing but XML is spoken', async () => {
    expect(await call('GET', 'parties', undefined, { accept: 'application/json' })).toMatchObject({ status: 406 });
    expect(await call('POST', 'parties', '{}', { 'content-type': 'application/json' })).toMatchObject({ status: 415 });
    for (const wrong of ['', '<party', '<enrolment/>', '<!DOCTYPE p [<!ENTITY x "y">]><party>&x;</party>'])
      expect(await call('POST', 'parties', wrong)).toMatchObject({ status: 400 });
  });

  test('a key that may only read', async () => {
    await box.control.switches('readytech_jr', { rights: 'read' });
    expect(await call('POST', 'parties', '<party/>')).toMatchObject({ status: 403 });
    expect(await call('GET', 'parties')).toMatchObject({ status: 200 });
  });
});

describe('lists', () => {
  test('offset and limit, a total, a hundred at most', async () => {
    await box.control.grow('readytech_jr', 'students', 150);
    const page = await xml('GET', 'parties?party_type=Person&offset=35&limit=10');
    expect([page.name, page.attributes['total']]).toEqual(['parties', '190']);
    expect(idsIn(page, 'party', 'party-identifier')).toEqual([
      'PA05036',
      'PA05037',
      'PA05038',
      'PA05039',
      'PA05040',
      ...[0, 1, 2, 3, 4].map((index) => `PA9${String(index).padStart(8, '0')}`),
    ]);
    expect((await xml('GET', 'parties?party_type=Person&limit=500')).children).toHaveLength(100);
    expect((await xml('GET', 'parties?party_type=Person&offset=190')).children).toHaveLength(0);
    for (const wrong of ['offset=-1', 'limit=0', 'limit=x', 'updated_since=yesterday'])
      expect(await call('GET', `parties?${wrong}`)).toMatchObject({ status: 400 });
  });

  test('people and employers, by login and identifier, under both names', async () => {
    expect((await xml('GET', 'party?party_type=Employer')).children).toHaveLength(8);
    const login = xmlText((await xml('GET', 'parties?party_identifier=PA05007')).children[0], 'login') ?? '';
    const [found] = (await xml('GET', `parties?login=${encodeURIComponent(login)}`)).children;
    expect([xmlText(found, 'first-name'), xmlText(found, 'surname')]).toEqual(['Kim', 'Ray']);
    expect(xmlText(found, 'usi-number')).toMatch(/^[2-9A-HJ-NP-Z]{10}$/);
    expect(xmlText(found, 'contact-details', 'contact-detail', 'value')).toBe(login);
    expect((await xml('GET', 'parties?party_identifier=PA0')).attributes['total']).toBe('0');
  });

  test('what changed since a day, a moment; times on the clock of the site', async () => {
    const before = (await xml('GET', 'parties?updated_since=2026-05-02')).attributes['total'];
    expect(before).toBe('0');
    expect((await xml('GET', 'parties?updated_since=2026-05-01')).attributes['total']).toBe('48');
    // 9:00 in Perth, and one an hour later than the last.
    const since = encodeURIComponent('2026-05-01T09:40:00+08:00');
    expect((await xml('GET', `parties?updated_since=${since}`)).attributes['total']).toBe('8');
    const [first] = (await xml('GET', 'parties')).children;
    expect(xmlText(first, 'updated-on')).toBe('2026-05-01T09:00:00+08:00');
    await box.control.switches('readytech_jr', { times: 'local' });
    expect(xmlText((await xml('GET', 'parties')).children[0], 'updated-on')).toBe('2026-05-01T09:00:00');
  });

  test('courses with units, enrolments with results and assessments', async () => {
    expect(idsIn(await xml('GET', 'courses/CR00311/units'), 'course-unit', 'unit-code')).toEqual([
      'BSBCMM511',
      'BSBLDR523',
      'BSBOPS502',
      'BSBTWK502',
    ]);
    expect((await xml('GET', 'courses/CR00313/units')).attributes['total']).toBe('0');
    expect(xmlText(await xml('GET', 'courses/CR00311'), 'course-scope-code')).toBe('BSB50420');
    expect(xmlText(await xml('GET', 'enrolment/EN20001'), 'enrolment-status')).toBe('Completed');
    const units = await xml('GET', 'enrolments/EN20001/enrolment_units');
    expect(xmlText(units, 'enrolment-unit', 'outcome-identifier-avetmiss')).toBe('20');
    expect(xmlChildren(await xml('GET', 'enrolments/EN20001/assessments'), 'assessment')).toHaveLength(2);
    expect((await xml('GET', 'references/outcome_identifier_avetmiss?limit=3')).attributes['total']).toBe('12');
  });

  test('what is not there, and what this installation does not have', async () => {
    for (const path of ['courses/CR9/units', 'enrolment/EN1', 'enrolments/EN1/enrolment_units', 'references/wombats'])
      expect(reasonOf(await call('GET', path))).toBe('Record not found');
    await box.control.switches('readytech_jr', { unit_results: 'off', enrolment_list: 'off' });
    for (const path of ['enrolments', 'enrolments/EN20001/enrolment_units', 'enrolments/EN20001/assessments'])
      expect(await call('GET', path)).toMatchObject({ status: 404, type: 'text/html; charset=utf-8' });
  });
});

describe('writes', () => {
  const person = (inner: string) =>
    `<party><party-type>Person</party-type><surname>Ng &amp; Co</surname><first-name>Ana</first-name>${inner}</party>`;

  test('a party, once by its login', async () => {
    const body = person('<login>ana.ng@x.example</login><password>hunter2</password>');
    const made = await call('POST', 'parties', body);
    expect(made).toMatchObject({ status: 201 });
    const id = xmlText(parseXml(made.text), 'party-identifier') ?? '';
    const [kept] = (await xml('GET', `parties?party_identifier=${id}`)).children;
    expect([xmlText(kept, 'surname'), xmlAt(kept, 'password')]).toEqual(['Ng & Co', undefined]);
    expect(JSON.stringify(box.state())).not.toContain('hunter2');
    const again = await call('POST', 'parties', body);
    expect([again.status, reasonOf(again)]).toEqual([422, 'login has already been taken']);
    expect(await call('PUT', `parties/${id}`, '<party><known-by>Annie</known-by></party>')).toMatchObject({
      status: 204,
      text: '',
    });
    expect(xmlText((await xml('GET', `parties?party_identifier=${id}`)).children[0], 'known-by')).toBe('Annie');
  });

  test.each([
    ['<party/>', "party-type can't be blank"],
    ['<party><party-type>Person</party-type></party>', "surname can't be blank"],
    [person('<birth-date>2026-02-31</birth-date>'), 'birth-date is not a valid date'],
    [person('<gender>F</gender>'), 'gender is not included in the list'],
    [person('<usi-number>0000000000</usi-number>'), 'usi-number is invalid'],
    [person('<first_name>x</first_name>'), 'first_name is not an attribute'],
  ])('%s: %s', async (body, reason) => {
    const refused = await call('POST', 'parties', body);
    expect([refused.status, reasonOf(refused)]).toEqual([422, reason]);
    // Some versions refuse with a 200, which only the body tells.
    await box.control.switches('readytech_jr', { refusals: '200' });
    expect((await call('POST', 'parties', body)).status).toBe(200);
  });

  test('an enrolment brings its units and assessments; its student and course stay', async () => {
    const made = await xml(
      'POST',
      'enrolment',
      '<enrolment><party-identifier>PA05040</party-identifier><course-number>CR00311</course-number></enrolment>',
    );
    const id = xmlText(made, 'enrolment-identifier') ?? '';
    expect((await xml('GET', `enrolments/${id}/enrolment_units`)).attributes['total']).toBe('4');
    expect((await xml('GET', `enrolments/${id}/assessments`)).attributes['total']).toBe('8');
    const move = await call('PUT', `enrolment/${id}`, '<enrolment><course-number>CR00301</course-number></enrolment>');
    expect(reasonOf(move)).toBe('course-number cannot be changed');
    const employer =
      '<enrolment><party-identifier>PA05041</party-identifier><course-number>CR00311</course-number></enrolment>';
    expect(reasonOf(await call('POST', 'enrolment', employer))).toBe('party-identifier is not that of a person');
  });

  test('results: known codes, dates in order, an end where it is over', async () => {
    const path = 'enrolments/EN20064/enrolment_units/CPCWHS1001';
    const put = (inner: string) => call('PUT', path, `<enrolment-unit>${inner}</enrolment-unit>`);
    const code = (value: string) => `<outcome-identifier-avetmiss>${value}</outcome-identifier-avetmiss>`;
    expect(reasonOf(await put(code('99')))).toBe('outcome-identifier-avetmiss is not included in the list');
    expect(reasonOf(await put(code('20')))).toBe("end-date can't be blank");
    const dates = '<start-date>2026-10-03</start-date><end-date>2026-10-02</end-date>';
    expect(reasonOf(await put(code('20') + dates))).toBe('end-date is before start-date');
    expect((await put(code('30') + dates.replace('-03', '-01'))).status).toBe(204);
    const units = await xml('GET', 'enrolments/EN20064/enrolment_units');
    expect(xmlText(units, 'enrolment-unit', 'unit-status')).toBe('Completed');
    expect((await call('DELETE', path)).status).toBe(409);
  });

  test('updates by POST only, and answers with the row', async () => {
    await box.control.switches('readytech_jr', { updates: 'post', updates_answer: 'the row' });
    const body = '<enrolment><enrolment-status>Deferred</enrolment-status></enrolment>';
    expect((await call('PUT', 'enrolment/EN20002', body)).status).toBe(405);
    expect(xmlText(await xml('POST', 'enrolment/EN20002', body), 'enrolment-status')).toBe('Deferred');
  });
});
