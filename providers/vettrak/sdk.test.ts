/**
 * The sandbox held against a SOAP client that knows nothing of VETtrak: `soap` from npm reads the WSDL and calls what it finds there,
 * unmodified. What it cannot read is wrong in the sandbox. So that connector and sandbox cannot share one misreading of SOAP.
 */
import { createClientAsync, type Client, type IOptions } from 'soap';
import { parseXml, xmlAt, xmlChildren } from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { testSandbox, type TestSandbox } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import sandbox, { gatewayKey, path } from './sandbox.ts';
import { operations } from './sandbox/schema.ts';
import { apiUser } from './sandbox/seed.ts';
import type { State } from './sandbox/state.ts';

type Fields = Readonly<Record<string, unknown>>;

async function startSandbox(switches: Record<string, string> = {}): Promise<TestSandbox<State>> {
  const box = await testSandbox({ key: 'vettrak', sandbox });
  onTestFinished(() => box.stop());
  await box.control.switches('vettrak', switches);
  return box;
}

function clientOf(box: TestSandbox<State>, options: IOptions = {}): Promise<Client> {
  return createClientAsync(`${box.origin}${path}?WSDL`, { disableCache: true, ...options });
}

/** `{Operation}Result`, as the client understood it. */
async function call(client: Client, operation: string, args: Fields): Promise<Fields> {
  const answered: unknown = await client[`${operation}Async`](args);
  const result: unknown =
    Array.isArray(answered) && isObject(answered[0]) ? answered[0][`${operation}Result`] : undefined;
  if (!isObject(result)) throw new Error(`${operation} answered ${JSON.stringify(answered)}`);
  return result;
}

async function signIn(client: Client): Promise<string> {
  const login = await call(client, 'ValidateClient', { sUsername: apiUser.username, sPassword: apiUser.password });
  expect(login).toMatchObject({ Status: 1, StatusMessage: 'Success', Identifier: '00100', TokenType: '03' });
  return String(login['Token']);
}

describe('the WSDL', () => {
  test('describes every operation and its types', async () => {
    const box = await startSandbox();
    const client = await clientOf(box);
    const ports: Fields = client.describe()['VT_API'];
    expect(Object.keys(ports)).toEqual(['VT_APISoap', 'VT_APISoap12']);
    for (const port of Object.values(ports)) expect(Object.keys(Object(port))).toEqual(Object.keys(operations));
    expect(ports['VT_APISoap']).toMatchObject({
      GetAccessibleClients: {
        input: { token: 's:string', clientCode: 's:string', sinceDate: 's:dateTime' },
        output: { GetAccessibleClientsResult: { Auth: { Status: 's:int' }, ClieList: { 'TClie[]': {} } } },
      },
      // An enrolment of a client is an enrolment and more.
      GetEnrolmentsForClient: {
        output: {
          GetEnrolmentsForClientResult: {
            ClieEnroList: {
              'TClieEnro[]': { ID: 's:int', DeliveryModes: { 'string[]': 's:string' }, Clie_Code: 's:string' },
            },
          },
        },
      },
    });
  });

  test('is well-formed, and every type it names is there once', async () => {
    const box = await startSandbox();
    const root = parseXml(await (await fetch(`${box.origin}${path}?wsdl`)).text());
    const schema = xmlAt(root, 'types', 'schema');
    const names = xmlChildren(schema, 'complexType').map(({ attributes }) => attributes['name'] ?? '');
    expect(new Set(names).size).toBe(names.length);
    const used = new Set<string>();
    const walk = (element: ReturnType<typeof parseXml>): void => {
      for (const value of [element.attributes['type'], element.attributes['base']])
        if (value?.startsWith('tns:') === true) used.add(value.slice(4));
      element.children.forEach(walk);
    };
    if (schema !== undefined) walk(schema);
    expect([...used].filter((name) => !names.includes(name))).toEqual([]);
  });

  test('leaves out what this version does not have, and a call of it is a fault', async () => {
    const box = await startSandbox();
    const whole = await clientOf(box);
    const token = await signIn(whole);
    await box.control.switches('vettrak', { missing_operations: 'GetAwardsModifiedSince' });
    const client = await clientOf(box);
    expect(client.describe()['VT_API']['VT_APISoap']).not.toHaveProperty('GetAwardsModifiedSince');
    await expect(call(whole, 'GetAwardsModifiedSince', { token, sinceDate: '2026-01-01T00:00:00' })).rejects.toThrow(
      'Server did not recognize the value of HTTP Header SOAPAction',
    );
  });

  test('names the members of a unit as the switch says', async () => {
    const box = await startSandbox({ unit_tags: 'other' });
    const client = await clientOf(box);
    const token = await signIn(client);
    const { EnunList } = await call(client, 'GetUnitsForEnrolmentIncludingLinked', { token, enrolmentId: 11_001 });
    expect(EnunList).toMatchObject({
      TEnun: [{ ID: 11_001, EnrolledUnitCode: expect.any(String), Score: expect.any(Number) }],
    });
  });
});

describe.each([
  ['1.1', {}],
  ['1.2', { forceSoap12Headers: true }],
] as const)('SOAP %s', (_version, options) => {
  test('both handshakes need no login', async () => {
    const client = await clientOf(await startSandbox(), options);
    const [api] = await client['API_HandshakeAsync']({});
    const [database] = await client['DB_HandshakeAsync']({});
    expect(api).toEqual({ API_HandshakeResult: 'You are connected to the API.' });
    expect(database).toEqual({ DB_HandshakeResult: 'You are connected to the Database via the API.' });
  });

  test('a person is read from list to certificate', async () => {
    const box = await startSandbox();
    const client = await clientOf(box, options);
    const token = await signIn(client);
    expect(token).toMatch(/['&<>"]/);

    const list = await call(client, 'GetAccessibleClients', {
      token,
      clientCode: '00100',
      sinceDate: '2026-01-01T00:00:00',
    });
    expect(list['Auth']).toEqual({ ID: 100, Token: token, Status: 1, Identifier: '00100', TokenType: '02' });
    expect(list['ClieList']).toMatchObject({
      TClie: expect.arrayContaining([{ Clie_Surname: "D'Angelo", Clie_Given: 'Liam', Clie_Code: '00108' }]),
    });

    const { ClieDetail } = await call(client, 'GetClientDetails', { sToken: token, sClie_Code: '00108' });
    const person = box.state().clients.find(({ code }) => code === '00108');
    expect(ClieDetail).toMatchObject({
      Clie_Code: '00108',
      Clie_Surname: "D'Angelo",
      USI: person?.usi,
      USIExempt: false,
      Clie_Other: '',
      UsualAddress: { Postcode: person?.address.postcode },
      PostalAddress: null,
    });

    const { ClieEnroList } = await call(client, 'GetEnrolmentsForClient', { sToken: token, sClie_Code: '00108' });
    const enrolled = box.state().enrolments.filter(({ client: code }) => code === '00108');
    expect(ClieEnroList).toMatchObject({
      TClieEnro: enrolled.map(({ id, status }) => ({
        ID: id,
        Status: status,
        Surname: "D'Angelo",
        DeliveryModes: { string: ['Internal'] },
      })),
    });

    const completed = box.state().units.find(({ result }) => result === 'Competent');
    const { EnunList } = await call(client, 'GetUnitsForEnrolmentIncludingLinked', {
      token,
      enrolmentId: completed?.enrolment,
    });
    expect(EnunList).toMatchObject({
      TEnun: expect.arrayContaining([expect.objectContaining({ Unit_Code: completed?.code, Resu_Name: 'Competent' })]),
    });

    const { QuclList } = await call(client, 'GetAwardsModifiedSince', { token, sinceDate: '2026-01-01T00:00:00' });
    expect(QuclList).toMatchObject({
      TQucl: expect.arrayContaining([
        expect.objectContaining({ EnrolmentId: completed?.enrolment, Qucl_Cert: expect.any(String) }),
      ]),
    });
  });

  test('programmes, occurrences and qualifications', async () => {
    const box = await startSandbox();
    const client = await clientOf(box, options);
    const token = await signIn(client);
    const range = { xsdStart: '2026-01-01T00:00:00', xsdEnd: '2027-12-31T00:00:00' };
    const all = await call(client, 'GetWebProgrammesForDates', { sToken: token, ...range });
    expect(all['ProgList']).toMatchObject({
      TProg: box.state().programmes.map(({ id }) => ({ Prog_ID: id, Prog_Desc: '' })),
    });
    const some = await call(client, 'GetWebProgrammesForProgTypeAndDates', {
      sToken: token,
      sPrgt_Name: 'Workshops',
      ...range,
    });
    expect(some['ProgList']).toMatchObject({ TProg: [{ Prog_Code: 'HT-MHW' }] });

    const overlapping = { rangeStart: range.xsdStart, rangeEnd: range.xsdEnd, programmeId: 202 };
    const every = await call(client, 'GetWebOccurrencesOverlappingDateRangeForProgramme', { token, ...overlapping });
    const own = box.state().occurrences.filter(({ programme }) => programme === 202);
    expect(every['OccuList']).toMatchObject({ TOccu: own.map(({ id }) => ({ ID: id, Prog_Code: 'HLTAID011' })) });
    const occurrence = await call(client, 'GetOccurrenceExtendedDetails', { token, occurrenceId: own[0]?.id });
    expect(occurrence['OccuExtended']).toMatchObject({
      OccurrenceDetail: { ID: own[0]?.id },
      Classes: { TInst: [{ Inst_ID: own[0]?.classes[0]?.id, Room_Code: 'R1' }] },
    });

    const states = await call(client, 'GetQualificationStateDetails', { token, qualificationCode: 'BSB50420' });
    expect(states['QualStateList']).toMatchObject({
      TQualState: [{ StateShortName: 'WA', Hours: 240 }, { StateShortName: 'NSW' }],
    });
  });

  test('a person is added once, enrolled once, given a result and an award', async () => {
    const box = await startSandbox();
    const client = await clientOf(box, options);
    const sToken = await signIn(client);
    const person = {
      sClie_Surname: 'Ng & <Sons>',
      sClie_Given: '"Ana"',
      xsdClie_DOB: '1999-12-31T00:00:00',
      divisionId: 0,
      email: 'a@b.example',
    };
    const added = await call(client, 'AddClientAfterCheck', { sToken, ...person });
    expect(await call(client, 'AddClientAfterCheck', { sToken, ...person, sClie_Surname: 'NG & <SONS>' })).toEqual(
      added,
    );
    expect(added['Clie']).toMatchObject({ Clie_Surname: 'Ng & <Sons>', Clie_Given: '"Ana"', Clie_Code: '00141' });

    const occurrence = box.state().occurrences.find(({ programme, places }) => programme === 202 && places > 8);
    const place = { sToken, sClie_Code: '00141', iOccurrenceId: occurrence?.id };
    const { ClieEnro } = await call(client, 'AddLMSClientEnrolmentToOccurrence', place);
    expect(ClieEnro).toMatchObject({ Clie_Code: '00141', Status: 'Active', StatusType: 0 });
    const again = await call(client, 'AddLMSClientEnrolmentToOccurrence', place);
    expect(again['Auth']).toMatchObject({
      Status: -1,
      StatusMessage: 'The client is already enrolled in the occurrence.',
    });

    const id = isObject(ClieEnro) ? ClieEnro['ID'] : undefined;
    const names = await call(client, 'GetResultTypes', { sToken });
    expect(names['ResuList']).toMatchObject({
      TResu: expect.arrayContaining([{ Resu_Name: 'Competent', Resu_Code: 'C' }]),
    });
    const result = {
      sToken,
      iEnro_ID: id,
      sUnit_Code: 'HLTAID011',
      xsdStart: '2026-11-01T09:00:00',
      xsdFinish: '2026-11-02T16:00:00',
      iPercentage: -1,
    };
    expect(await call(client, 'UpdateResult', { ...result, sResult_Name: 'Very good' })).toMatchObject({ Status: -1 });
    expect(await call(client, 'UpdateResult', { ...result, sResult_Name: 'Competent' })).toMatchObject({ Status: 1 });
    const units = () => call(client, 'GetUnitsForEnrolmentIncludingLinked', { token: sToken, enrolmentId: id });
    expect((await units())['EnunList']).toMatchObject({
      TEnun: [{ ID: id, Resu_Name: 'Competent', Enun_Percentage: -1 }],
    });
    await call(client, 'ResetUnitResult', { sToken, enrolmentId: id, unitCode: 'HLTAID011' });
    expect((await units())['EnunList']).toMatchObject({ TEnun: [{ Resu_Name: '' }] });
    expect(client.lastResponse).toContain('<Enun_FinishDate xsi:nil="true" />');

    const award = {
      token: sToken,
      enrolmentId: id,
      awardTypeName: 'Statement of Attainment',
      parchmentNumber: 'SOA-1',
      expiryDate: '2029-11-02T00:00:00',
      issued: true,
    };
    expect(await call(client, 'AddAward', award)).toMatchObject({ Auth: { Status: 1 }, ParchmentNumber: 'SOA-1' });
    expect(await call(client, 'AddAward', award)).toMatchObject({ Auth: { Status: -1 } });
  });

  test('a client is changed as a whole: what is left out is cleared', async () => {
    const box = await startSandbox();
    const client = await clientOf(box, options);
    const sToken = await signIn(client);
    const { ClieDetail } = await call(client, 'GetClientDetails', { sToken, sClie_Code: '00108' });
    const detail = isObject(ClieDetail) ? ClieDetail : {};
    const cClient = { ...detail, Clie_DOB: '1990-01-01T00:00:00', Clie_Other: 'Ωmega', Clie_Email: undefined };
    expect(await call(client, 'UpdateClientDetails', { sToken, cClient })).toMatchObject({ Status: 1 });
    expect(box.state().clients.find(({ code }) => code === '00108')).toMatchObject({
      other: 'Ωmega',
      dob: '1990-01-01',
      email: '',
    });
  });
});

describe('refusals', () => {
  test('wrong password, no token, the token in the element of another operation', async () => {
    const box = await startSandbox();
    const client = await clientOf(box);
    expect(await call(client, 'ValidateUser', { sUsername: apiUser.username, sPassword: 'x' })).toEqual({
      ID: -1,
      Token: '',
      Status: -1,
      StatusMessage: 'Invalid Username/Password Combination.',
      Identifier: '-1',
      TokenType: '',
    });
    const token = await signIn(client);
    const wrong = await call(client, 'GetClientDetails', { token, sClie_Code: '00108' });
    expect(wrong).toEqual({ Auth: expect.objectContaining({ Status: -1, StatusMessage: 'No token was supplied.' }) });
  });

  test('a token dies when nobody uses it for an hour, and not before', async () => {
    const box = await startSandbox();
    const client = await clientOf(box);
    const sToken = await signIn(client);
    const details = async () => (await call(client, 'GetClientDetails', { sToken, sClie_Code: '00108' }))['Auth'];
    for (let pass = 0; pass < 3; pass += 1) {
      box.advance(59 * 60_000);
      expect(await details()).toMatchObject({ Status: 1, Token: sToken });
    }
    box.advance(61 * 60_000);
    expect(await details()).toMatchObject({ Status: -2, Token: '' });
    expect(await details()).toMatchObject({ Status: -2 });
  });

  test('nothing found, a licence that is missing, a database that is down: all in a 200', async () => {
    const box = await startSandbox({ short_courses: 'off' });
    const client = await clientOf(box);
    const token = await signIn(client);
    const none = await call(client, 'GetClientDetails', { sToken: token, sClie_Code: '99999' });
    expect(none).toEqual({ Auth: expect.objectContaining({ Status: -4, Token: token }) });
    const range = { sToken: token, xsdStart: '2026-01-01T00:00:00', xsdEnd: '2027-12-31T00:00:00' };
    expect(await call(client, 'GetWebProgrammesForDates', range)).toMatchObject({ Auth: { Status: -5 } });
    await box.control.switches('vettrak', { database: 'down' });
    expect(await call(client, 'GetResultTypes', { sToken: token })).toMatchObject({ Auth: { Status: -3 } });
  });

  test('what cannot be read is a fault', async () => {
    const client = await clientOf(await startSandbox());
    const token = await signIn(client);
    await expect(call(client, 'GetAwardsModifiedSince', { token, sinceDate: 'yesterday' })).rejects.toThrow(
      'not a valid AllXsd value',
    );
    await expect(call(client, 'GetUnitsForEnrolmentIncludingLinked', { token, enrolmentId: 'many' })).rejects.toThrow(
      'Input string was not in a correct format.',
    );
  });

  test('a gateway in front wants its key', async () => {
    const box = await startSandbox({ gateway: 'on' });
    await expect(clientOf(box)).rejects.toThrow('401');
    const headers = { 'X-API-Key': gatewayKey };
    const client = await clientOf(box, { wsdl_headers: headers });
    client.addHttpHeader('X-API-Key', gatewayKey);
    await signIn(client);
  });
});
