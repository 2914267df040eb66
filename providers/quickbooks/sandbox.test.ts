/** The sandbox's own strictness: the query language, limits, and what it refuses. That it is like QuickBooks is for sdk.test.ts and xsd.test.ts. */
import { at, isObject, textAt } from 'plugboard/kit';
import { giveConsent, testSandbox, type TestSandbox } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import sandbox, { apps, realmId } from './sandbox.ts';
import { readQuery } from './sandbox/query.ts';
import { centsAt, entities, type State } from './sandbox/state.ts';
import { entriesOf } from './sandbox/ledger.ts';

interface Asked {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}
type Ask = (path: string, options?: { body?: object; accept?: string }) => Promise<Asked>;

async function start(
  records?: Record<string, number>,
): Promise<{ box: TestSandbox<State>; ask: Ask; rows: (query: string) => Promise<readonly unknown[]> }> {
  const box = await testSandbox<State>({ key: 'quickbooks', sandbox }, records === undefined ? {} : { records });
  onTestFinished(() => box.stop());
  const redirect = 'http://127.0.0.1:9/callback';
  const { client_id: id, client_secret: secret } = apps.production;
  const query = new URLSearchParams({
    client_id: id,
    response_type: 'code',
    scope: 'com.intuit.quickbooks.accounting',
    redirect_uri: redirect,
    state: 's',
  });
  const back = new URL(await giveConsent(`${box.origin}/connect/oauth2?${query.toString()}`));
  expect(back.searchParams.get('realmId')).toBe(realmId);
  const answer = await fetch(`${box.origin}/oauth2/v1/tokens/bearer`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: redirect,
    }),
  });
  const token = textAt(await answer.json(), 'access_token') ?? '';
  const ask: Ask = async (path, { body, accept = 'application/json' } = {}) => {
    const response = await fetch(`${box.origin}/v3/company/${realmId}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, accept },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    const decoded: unknown = type.includes('json') ? JSON.parse(text) : text;
    return { status: response.status, type, body: decoded };
  };
  const rows = async (statement: string): Promise<readonly unknown[]> => {
    const { status, body } = await ask(`/query?query=${encodeURIComponent(statement)}`);
    expect(status, JSON.stringify(body)).toBe(200);
    const response = at(body, 'QueryResponse');
    const list = isObject(response) ? Object.values(response).find(Array.isArray) : undefined;
    return Array.isArray(list) ? list : [];
  };
  return { box, ask, rows };
}

const codeOf = ({ body }: Asked): string | undefined => {
  const errors = at(body, 'Fault.Error');
  return Array.isArray(errors) ? textAt(errors[0], 'code') : undefined;
};

describe('the query language', () => {
  test.each([
    ['select * from Invoice', 100],
    ['SELECT * FROM invoice ORDERBY TxnDate DESC STARTPOSITION 3 MAXRESULTS 2', 2],
    ['select * from Customer where Active in (true, false) maxresults 5000', 1000],
    ["select * from Customer where DisplayName = 'O\\'Brien' and Active = true", 100],
    [
      "select * from Invoice where MetaData.LastUpdatedTime > '2026-05-01T00:00:00Z' order by MetaData.LastUpdatedTime",
      100,
    ],
    ['select count(*) from Bill', 100],
  ])('%s', (text, max) => {
    expect(readQuery(text)).toMatchObject({ max });
  });

  test.each([
    ['delete from Invoice', '4000'],
    ['select Id from Invoice', '4000'],
    ['select * from Nothing', '4001'],
    ["select * from Invoice where DocNumber = '1' or DocNumber = '2'", '4000'],
    ["select * from Invoice where PrivateNote = 'x'", '4001'],
    ['select * from Invoice orderby Id', '4001'],
    ['select * from Invoice startposition 0', '4000'],
    ['select * from Invoice maxresults ten', '4000'],
    ['select * from Invoice where', '4000'],
    ['select * from Invoice ; drop', '4000'],
    ['select * from Invoice group by TxnDate', '4000'],
    ['', '4000'],
  ])('%s is refused', (text, code) => {
    expect(readQuery(text)).toMatchObject({ status: 400, code });
  });

  test('pages, filters and empty answers', async () => {
    const { box, ask, rows } = await start({ customers: 10 });
    await box.control.switches('quickbooks', { limits: 'off' });
    const { tables } = box.state();
    const total = tables.Customer.length + 10;
    const ids = async (from: number) =>
      (await rows(`select * from Customer startposition ${from} maxresults 20`)).map((row) => textAt(row, 'Id'));
    const all = [...(await ids(1)), ...(await ids(21)), ...(await ids(41)), ...(await ids(61))];
    expect(new Set(all).size).toBe(total);
    expect(await ids(total + 1)).toEqual([]);
    expect(
      (await ask(`/query?query=${encodeURIComponent("select * from Customer where DisplayName = 'Nobody'")}`)).body,
    ).toMatchObject({ QueryResponse: {} });
    expect(await rows("select * from Customer where FamilyName like 'nguyen%' and Active = true")).not.toHaveLength(0);
    expect(await rows("select * from Invoice where TxnDate >= '2026-06-01' and TxnDate < '2026-07-01'")).toHaveLength(
      tables.Invoice.filter((row) => (textAt(row, 'TxnDate') ?? '').startsWith('2026-06')).length,
    );
    expect(await rows("select * from Invoice where Id in ('1001', '1003')")).toHaveLength(2);
    // Moments of any zone mean the same.
    const [late] = tables.Invoice.slice(-1);
    const moment = Date.parse(textAt(late, 'MetaData.LastUpdatedTime') ?? '');
    const since = new Date(moment).toISOString();
    expect(await rows(`select * from Invoice where MetaData.LastUpdatedTime >= '${since}'`)).toEqual(
      tables.Invoice.filter((row) => Date.parse(textAt(row, 'MetaData.LastUpdatedTime') ?? '') >= moment),
    );
  });
});

describe('the books', () => {
  test('debits are credits, and what is open is what was not paid', async () => {
    const { box } = await start();
    const state = box.state();
    expect(entriesOf(state).reduce((sum, { cents }) => sum + cents, 0)).toBe(0);
    const paid = state.tables.Payment.reduce((sum, row) => sum + centsAt(row, 'TotalAmt'), 0);
    const billed = state.tables.Invoice.reduce((sum, row) => sum + centsAt(row, 'TotalAmt'), 0);
    const open = state.tables.Invoice.reduce((sum, row) => sum + centsAt(row, 'Balance'), 0);
    // The one credit that was used is no money.
    expect(billed - open - paid).toBe(5000);
    expect(entities.every((entity) => state.tables[entity].length > 0)).toBe(true);
  });
});

describe('refusals', () => {
  test('without JSON asked for, XML; without a token, the gateway in lower case', async () => {
    const { box, ask } = await start();
    const refused = await ask('/invoice/999999', { accept: '*/*' });
    expect(refused).toMatchObject({ status: 400, type: 'application/xml' });
    expect(String(refused.body)).toContain('<code>610</code>');
    const bare = await fetch(`${box.origin}/v3/company/${realmId}/companyinfo/${realmId}`, {
      headers: { accept: 'application/json' },
    });
    expect(bare.status).toBe(401);
    expect(await bare.json()).toMatchObject({ fault: { type: 'AUTHENTICATION', error: [{ code: '3200' }] } });
  });

  test('ten calls a second and five hundred a minute, without a word about when to come again', async () => {
    const { box, ask } = await start();
    const statuses = async (count: number) => {
      const answers: Asked[] = [];
      for (let call = 0; call < count; call += 1) answers.push(await ask(`/companyinfo/${realmId}`));
      return answers;
    };
    const first = await statuses(11);
    expect(first.map(({ status }) => status)).toEqual([...Array<number>(10).fill(200), 429]);
    expect(codeOf(first[10] ?? { status: 0, type: '', body: null })).toBe('003001');
    for (let second = 0; second < 49; second += 1) {
      box.advance(1000);
      expect((await statuses(10)).every(({ status }) => status === 200)).toBe(true);
    }
    box.advance(1000);
    expect((await statuses(1))[0]?.status).toBe(429);
    box.advance(60_000);
    expect((await statuses(1))[0]?.status).toBe(200);
  });

  test('changes of more than thirty days, of unknown things, and of none', async () => {
    const { box, ask } = await start();
    const cdc = (names: string, since: number) =>
      ask(`/cdc?entities=${names}&changedSince=${new Date(since).toISOString()}`);
    expect((await cdc('Invoice', box.now() - 31 * 86_400_000)).status).toBe(400);
    expect((await cdc('Nothing', box.now())).status).toBe(400);
    expect((await cdc('TaxCode', box.now())).status).toBe(400);
    expect((await cdc('Invoice,Bill', box.now() + 1000)).body).toMatchObject({
      CDCResponse: [{ QueryResponse: [{}, {}] }],
    });
  });

  test('writes that QuickBooks would not take', async () => {
    const { box, ask } = await start();
    await box.control.switches('quickbooks', { limits: 'off' });
    const line = (more: object, detail: object = {}) => ({
      Amount: 10,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: '10' }, ...detail },
      ...more,
    });
    const invoice = async (body: object) =>
      codeOf(await ask('/invoice', { body: { CustomerRef: { value: '101' }, Line: [line({})], ...body } }));
    expect(await invoice({ CustomerRef: undefined })).toBe('2020');
    expect(await invoice({ CustomerRef: { value: '9999' } })).toBe('2500');
    expect(await invoice({ Line: [] })).toBe('2020');
    expect(await invoice({ Line: [line({}, { TaxCodeRef: undefined })] })).toBe('6000');
    expect(await invoice({ Line: [line({}, { ItemRef: { value: '9999' } })] })).toBe('2500');
    expect(await invoice({ Line: [line({}, { Qty: 3, UnitPrice: 4 })] })).toBe('6070');
    expect(await invoice({ DocNumber: textAt(box.state().tables.Invoice[0], 'DocNumber') })).toBe('6140');
    expect(await invoice({ DocNumber: 'x'.repeat(22) })).toBe('2050');
    expect(await invoice({ GlobalTaxCalculation: 'Sometimes' })).toBe('2030');
    expect(await invoice({ Id: '999999', SyncToken: '0' })).toBe('610');
    expect(await invoice({})).toBeUndefined();
    expect(codeOf(await ask('/customer', { body: { DisplayName: 'A: B' } }))).toBe('2040');
    expect(codeOf(await ask('/customer', { body: {} }))).toBe('6000');
    expect(codeOf(await ask('/customer?operation=delete', { body: { Id: '101', SyncToken: '0' } }))).toBe('500');
    expect(codeOf(await ask(`/customer?requestid=${'x'.repeat(51)}`, { body: { DisplayName: 'Long' } }))).toBe('4000');
  });

  test('one requestid makes one customer', async () => {
    const { box, ask } = await start();
    const before = box.state().tables.Customer.length;
    const made = await ask('/customer?requestid=r1', { body: { DisplayName: 'Once Only' } });
    expect(await ask('/customer?requestid=r1', { body: { DisplayName: 'Once Only' } })).toEqual(made);
    expect(box.state().tables.Customer).toHaveLength(before + 1);
  });
});
