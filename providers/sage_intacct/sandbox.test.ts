/** The sandbox's own strictness, where Sage's SDK (sdk.test.ts) does not go: the REST API, limits, refusals, and one set of books behind both. */
import { escapeXml, parseXml, xmlAt, xmlChildren, xmlText, type JsonObject, type XmlElement } from 'plugboard/contract';
import { at, readCsv, textAt } from 'plugboard/kit';
import { testSandbox, type TestSandbox } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import sandbox, { apps, credentials } from './sandbox.ts';
import type { State } from './sandbox/state.ts';

type Box = TestSandbox<State>;

async function startBox(): Promise<Box> {
  const box = await testSandbox({ key: 'sage_intacct', sandbox });
  onTestFinished(() => box.stop());
  return box;
}

// --- the XML gateway ------------------------------------------------------------------------------------------------------

interface Envelope {
  readonly sender?: string;
  readonly type?: string;
  readonly version?: string;
  readonly entity?: string;
  readonly session?: string;
}

/** One request with these functions; answers the root of the answer. */
async function post(box: Box, calls: readonly string[], change: Envelope = {}): Promise<XmlElement> {
  const { sender_id: sender, sender_password: password } = credentials.sender;
  const { user_id: user, company_id: company, user_password: secret } = credentials.user;
  const login =
    change.session === undefined
      ? `<login><userid>${user}</userid><companyid>${company}</companyid><password>${escapeXml(secret)}</password>${change.entity === undefined ? '' : `<locationid>${change.entity}</locationid>`}</login>`
      : `<sessionid>${change.session}</sessionid>`;
  const body =
    `<request><control><senderid>${change.sender ?? sender}</senderid><password>${escapeXml(password)}</password><controlid>c</controlid>` +
    `<uniqueid>false</uniqueid><dtdversion>${change.version ?? '3.0'}</dtdversion></control><operation transaction="false"><authentication>${login}</authentication>` +
    `<content>${calls.map((call, index) => `<function controlid="f${index}">${call}</function>`).join('')}</content></operation></request>`;
  const answer = await fetch(`${box.origin}/ia/xml/xmlgw.phtml`, {
    method: 'POST',
    headers: { 'content-type': change.type ?? 'application/xml' },
    body,
  });
  return parseXml(await answer.text());
}

/** `failure BL03000018` or `success`, for each function. */
async function outcomes(box: Box, calls: readonly string[], change?: Envelope): Promise<readonly string[]> {
  const root = await post(box, calls, change);
  return xmlChildren(xmlAt(root, 'operation'), 'result').map((result) =>
    [
      xmlText(result, 'status'),
      ...xmlChildren(xmlAt(result, 'errormessage'), 'error').map((error) => xmlText(error, 'errorno')),
    ].join(' '),
  );
}

const query = (inner: string, object = 'CUSTOMER') => `<query><object>${object}</object>${inner}</query>`;
const select = '<select><field>RECORDNO</field></select>';

describe('the gateway', () => {
  test('each function has its own outcome, and what is wrong is refused', async () => {
    const box = await startBox();
    const calls: readonly [string, string][] = [
      [query(select), 'success'],
      [query(''), 'failure DL02000001'],
      [query('<select><field>NOPE</field></select>'), 'failure DL02000001'],
      [query(select, 'NOPE'), 'failure PL04000001'],
      [query(`${select}<pagesize>2001</pagesize>`), 'failure BL03000018'],
      [query(`${select}<offset>-1</offset>`), 'failure BL03000018'],
      [query(`${select}<filter><and><isnull><field>NAME</field></isnull></and></filter>`), 'failure DL02000001'],
      [
        query(
          `${select}<filter><greaterthan><field>WHENMODIFIED</field><value>2026-05-01</value></greaterthan></filter>`,
        ),
        'failure DL02000001',
      ],
      [
        '<readByQuery><object>CUSTOMER</object><fields>*</fields><query/><pagesize>1001</pagesize></readByQuery>',
        'failure BL03000018',
      ],
      ['<readMore><resultId>nope</resultId></readMore>', 'failure BL03000130'],
      ['<nope/>', 'failure XL03000003'],
      ['<create_invoice><datecreated/><customerid>CO-01</customerid></create_invoice>', 'failure XL03000003'],
    ];
    expect(
      await outcomes(
        box,
        calls.map(([call]) => call),
      ),
    ).toEqual(calls.map(([, outcome]) => outcome));
  });

  test.each<[string, Envelope, string]>([
    ['an unknown sender', { sender: 'nobody' }, 'XL03000006'],
    ['another DTD', { version: '2.1' }, 'XL03000003'],
    ['another content type', { type: 'text/plain' }, 'GW-0011'],
  ])('%s is refused at the first level', async (_what, change, errno) => {
    const root = await post(await startBox(), [query(select)], change);
    expect(xmlText(root, 'control', 'status')).toBe('failure');
    expect(xmlText(root, 'errormessage', 'error', 'errorno')).toBe(errno);
  });

  test('a held result belongs to its session', async () => {
    const box = await startBox();
    const session = async () =>
      xmlText(xmlAt(await post(box, ['<getAPISession/>']), 'operation', 'result', 'data', 'api'), 'sessionid') ?? '';
    const [mine, other] = [await session(), await session()];
    const read =
      '<readByQuery><object>CUSTOMER</object><fields>RECORDNO</fields><query/><pagesize>10</pagesize></readByQuery>';
    const data = xmlAt(await post(box, [read], { session: mine }), 'operation', 'result', 'data');
    const more = `<readMore><resultId>${data?.attributes['resultId']}</resultId></readMore>`;
    expect(await outcomes(box, [more], { session: other })).toEqual(['failure BL03000130']);
    expect(await outcomes(box, [more], { session: mine })).toEqual(['success']);
    box.advance(31 * 60_000);
    expect(await outcomes(box, [more], { session: mine })).toEqual(['failure BL03000130']);
  });

  test('a journal entry that does not balance is not booked', async () => {
    const box = await startBox();
    const before = box.state().batches.length;
    const line = (side: string, amount: string) =>
      `<GLENTRY><ACCOUNTNO>1000</ACCOUNTNO><TR_TYPE>${side}</TR_TYPE><TRX_AMOUNT>${amount}</TRX_AMOUNT><LOCATION>100</LOCATION></GLENTRY>`;
    const batch = (credit: string) =>
      `<create><GLBATCH><JOURNAL>GJ</JOURNAL><BATCH_DATE>11/20/2026</BATCH_DATE><BATCH_TITLE>x</BATCH_TITLE><ENTRIES>${line('1', '5.00')}${line('-1', credit)}</ENTRIES></GLBATCH></create>`;
    const [uneven, even] = await outcomes(box, [batch('4.99'), batch('5.00')]);
    expect([uneven?.split(' ')[0], even]).toEqual(['failure', 'success']);
    expect(box.state().batches).toHaveLength(before + 1);
  });
});

// --- the REST API ---------------------------------------------------------------------------------------------------------

const base = (box: Box): string => `${box.origin}/ia/api/v1`;

async function token(box: Box, change: Readonly<Record<string, string>> = {}) {
  const { user_id: user, company_id: company } = credentials.user;
  const form = { grant_type: 'client_credentials', ...apps.service, username: `${user}@${company}`, ...change };
  const answer = await fetch(`${base(box)}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
  const body: unknown = await answer.json();
  return { status: answer.status, body, access: textAt(body, 'access_token') ?? '' };
}

async function client(box: Box) {
  const { access } = await token(box);
  return async (method: string, path: string, json?: JsonObject, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(`${base(box)}${path}`, {
      method,
      headers: { authorization: `Bearer ${access}`, 'content-type': 'application/json', ...headers },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const text = await answer.text();
    const body: unknown = text.startsWith('{') ? JSON.parse(text) : text;
    return { status: answer.status, body, error: textAt(body, 'ia::result.ia::error.errorId') };
  };
}

const customers: JsonObject = { object: 'accounts-receivable/customer', fields: ['key', 'id'], size: 5 };

describe('the REST API', () => {
  test('tokens name the user, credentials go in the body', async () => {
    const box = await startBox();
    expect(await token(box)).toMatchObject({
      status: 200,
      body: { token_type: 'Bearer', refresh_token: expect.any(String) },
    });
    expect((await token(box, { username: 'nobody@nowhere' })).body).toMatchObject({ error: 'invalid_grant' });
    expect((await token(box, { client_secret: 'wrong' })).status).toBe(401);
  });

  test('a query says what it does not understand', async () => {
    const box = await startBox();
    const send = await client(box);
    const ask = async (change: JsonObject) => send('POST', '/services/core/query', { ...customers, ...change });
    const good = await ask({ start: 3, orderBy: [{ key: 'desc' }] });
    expect(at(good.body, 'ia::meta')).toMatchObject({
      start: 3,
      pageSize: 5,
      next: 8,
      totalCount: box.state().customers.length,
    });
    const wrong: readonly JsonObject[] = [
      { fields: [] },
      { fields: ['key', 'nope'] },
      { size: 4001 },
      { start: 0 },
      { filters: [{ $gte: { nope: '1' } }] },
      { filters: [{ $like: { name: 'x' } }] },
      { filters: [{ $gte: { 'audit.modifiedDateTime': 'yesterday' } }] },
      { filters: [{ $eq: { name: 'x' } }], filterExpression: '1 and 2' },
    ];
    for (const change of wrong) expect(await ask(change)).toMatchObject({ status: 400, error: 'REST-1028' });
    expect((await ask({ object: 'general-ledger/account-balance' })).error).toBe('REST-1033');
    const elsewhere = await send('POST', '/services/core/query', customers, { 'x-ia-api-param-entity': '999' });
    expect(elsewhere.status).toBe(400);
  });

  test('a plain list tells no more than where things are', async () => {
    const send = await client(await startBox());
    const { body } = await send('GET', '/objects/accounts-receivable/customer?size=1');
    expect(at(body, 'ia::result')).toEqual([
      { key: expect.any(String), id: 'CO-01', href: expect.stringContaining('/objects/accounts-receivable/customer/') },
    ]);
  });

  test('an idempotency key is good for one request', async () => {
    const box = await startBox();
    const send = await client(box);
    const before = box.state().customers.length;
    const create = async (name: string) =>
      send('POST', '/objects/accounts-receivable/customer', { name }, { 'idempotency-key': 'k' });
    const first = await create('Once');
    expect(first.status).toBe(201);
    expect((await create('Once')).body).toEqual(first.body);
    expect(await create('Other')).toMatchObject({ status: 409 });
    expect(box.state().customers).toHaveLength(before + 1);
  });

  test('a report takes its time, and is the same as the gateway gives', async () => {
    const box = await startBox();
    const send = await client(box);
    const submitted = await send('POST', '/services/reports/general-ledger/trial-balance', {
      reportName: 'tb',
      outputType: 'csv',
      outputLocation: 'intacct',
      parameters: { timePeriod: { dateRange: { startDate: '2026-05-01', endDate: '2026-11-30' } } },
    });
    const id = textAt(submitted.body, 'ia::result.reportId');
    expect((await send('GET', `/services/reports/status?reportId=${id}`)).status).toBe(400);
    const status = `/services/reports/status?reportId=${id}&outputType=csv&outputLocation=intacct`;
    expect((await send('GET', status)).status).toBe(200);
    expect(await send('GET', status)).toMatchObject({ status: 303, body: { 'ia::result': { status: 'completed' } } });
    const { body } = await send('GET', `/services/reports/download?reportId=${id}&outputType=csv`);
    const closing = readCsv(String(body)).map((row) => `${row['Account number']} ${row['Closing balance']}`);
    const date = (name: string, month: string, day: string) =>
      `<${name}><year>2026</year><month>${month}</month><day>${day}</day></${name}>`;
    const call = `<get_trialbalance>${date('startdate', '05', '01')}${date('enddate', '11', '30')}</get_trialbalance>`;
    const data = xmlAt(await post(box, [call]), 'operation', 'result', 'data');
    expect(data?.children.map((row) => `${xmlText(row, 'glaccountno')} ${xmlText(row, 'endbalance')}`)).toEqual(
      closing,
    );
    expect(closing.length).toBeGreaterThan(5);
  });
});

describe('the books', () => {
  test('every entry balances, and the same seed gives the same books', async () => {
    const [box, twin] = [await startBox(), await startBox()];
    expect(twin.state()).toEqual(box.state());
    for (const { entries } of box.state().batches)
      expect(entries.reduce((sum, one) => sum + (one.debit ? one.base_cents : -one.base_cents), 0)).toBe(0);
  });

  test('what is written is still there after a restart', async () => {
    const box = await startBox();
    const send = await client(box);
    await send('POST', '/objects/accounts-receivable/customer', { name: 'Kept' });
    await box.restart();
    expect(box.state().customers.at(-1)?.name).toBe('Kept');
  });
});
