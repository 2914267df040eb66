/**
 * The sandbox held against Intuit's own client and a well-known third party's, both unmodified: so that connector and sandbox cannot share one
 * misreading. `intuit-oauth` signs in, refreshes, revokes and calls; `node-quickbooks` queries, asks for changes and reports, and writes.
 */
import { createRequire } from 'node:module';
import https from 'node:https';
import net from 'node:net';
import OAuthClient from 'intuit-oauth';
import { giveConsent, testSandbox, type TestSandbox } from 'plugboard/testing';
import { at, isObject, textAt } from 'plugboard/kit';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import sandbox, { apps, realmId } from './sandbox.ts';
import type { State } from './sandbox/state.ts';

const callback = 'http://127.0.0.1:9/callback';
const usual = https.globalAgent;
afterEach(() => {
  https.globalAgent = usual;
});

/**
 * Both clients have Intuit's addresses built in and ask Node for https. Node is given a dialler that opens a plain socket to the sandbox
 * instead, whatever the host: they are unchanged, believe they speak to Intuit, and cannot reach the network.
 */
function dialSandbox(origin: string): void {
  const port = Number(new URL(origin).port);
  class Dialler extends https.Agent {
    override createConnection(): net.Socket {
      return net.connect(port, '127.0.0.1');
    }
  }
  https.globalAgent = new Dialler();
}

async function startSandbox(records?: Record<string, number>): Promise<TestSandbox<State>> {
  const box = await testSandbox(
    { key: 'quickbooks', sandbox },
    { at: 'now', ...(records === undefined ? {} : { records }) },
  );
  onTestFinished(() => box.stop());
  await box.control.switches('quickbooks', { limits: 'off' });
  dialSandbox(box.origin);
  return box;
}

/** The whole way in, as the client's README shows it; a person allows access in between. */
async function signIn(box: TestSandbox<State>): Promise<OAuthClient> {
  const client = new OAuthClient({
    clientId: apps.development.client_id,
    clientSecret: apps.development.client_secret,
    environment: 'sandbox',
    redirectUri: callback,
  });
  const page = new URL(
    client.authorizeUri({ scope: [OAuthClient.scopes.Accounting, OAuthClient.scopes.OpenId], state: 'a-state' }),
  );
  expect(page.host).toBe('appcenter.intuit.com');
  await client.createToken(await giveConsent(`${box.origin}${page.pathname}${page.search}`));
  return client;
}

/** Its token as it is now; the client changes its own in place. */
function tokenOf(client: OAuthClient) {
  const {
    access_token,
    refresh_token,
    realmId: company,
    token_type,
    expires_in,
    x_refresh_token_expires_in,
  } = client.getToken();
  return { access_token, refresh_token, realmId: company, token_type, expires_in, x_refresh_token_expires_in };
}

const company = `v3/company/${realmId}`;

async function failing(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

test('intuit-oauth signs in, knows the company by the redirect, refreshes, reads and revokes', async () => {
  const box = await startSandbox();
  const client = await signIn(box);
  const token = tokenOf(client);
  expect(token).toMatchObject({
    realmId,
    token_type: 'bearer',
    expires_in: 3600,
    x_refresh_token_expires_in: 8_726_400,
  });
  expect(client.isAccessTokenValid()).toBe(true);

  const { json } = await client.makeApiCall({ url: `${company}/companyinfo/${realmId}` });
  expect(json).toMatchObject({ CompanyInfo: { CompanyName: 'Harbour Training', Country: 'AU' } });

  await client.refresh();
  const soon = tokenOf(client);
  expect(soon.access_token).not.toBe(token.access_token);
  // The refresh token keeps its value for a day.
  expect(soon.refresh_token).toBe(token.refresh_token);
  box.advance(25 * 3_600_000);
  await client.refreshUsingToken(soon.refresh_token ?? '');
  const later = tokenOf(client);
  expect(later.refresh_token).not.toBe(token.refresh_token);
  expect(await failing(client.refreshUsingToken(soon.refresh_token ?? ''))).toBeInstanceOf(Error);
  client.setToken({ ...later, realmId });

  await client.makeApiCall({ url: `${company}/query?query=${encodeURIComponent('select count(*) from Invoice')}` });
  await client.revoke({ refresh_token: later.refresh_token ?? '' });
  client.setToken({ ...later, realmId });
  expect(await failing(client.makeApiCall({ url: `${company}/companyinfo/${realmId}` }))).toMatchObject({
    code: '401',
  });
});

test('intuit-oauth reads faults in the shape it expects, and is kept from other companies', async () => {
  const box = await startSandbox();
  const client = await signIn(box);
  const query = (text: string) => client.makeApiCall({ url: `${company}/query?query=${encodeURIComponent(text)}` });
  expect(await failing(query('select * from Invoice where Colour = 5'))).toMatchObject({
    code: '4001',
    faultType: 'ValidationFault',
  });
  expect(await failing(query("select * from Invoice where DocNumber = '1' or DocNumber = '2'"))).toMatchObject({
    code: '4000',
  });
  expect(await failing(client.makeApiCall({ url: 'v3/company/9999999999/companyinfo/9999999999' }))).toMatchObject({
    code: '403',
  });
  const post = { url: `${company}/customer`, method: 'POST' as const, body: { DisplayName: 'Zoë Zimmer' } };
  await client.makeApiCall(post);
  expect(await failing(client.makeApiCall(post))).toMatchObject({ code: '6240', fault: { type: 'ValidationFault' } });
});

// --- node-quickbooks ------------------------------------------------------------------------------------------------------

type Answered = (error: unknown, answer: unknown) => void;

type Call = (done: Answered) => void;
type One = (input: object, done: Answered) => void;

/** What is used of it; its own types leave the constructor out. */
interface Client {
  readonly findCustomers: One;
  readonly findInvoices: One;
  readonly findBills: One;
  readonly createCustomer: One;
  readonly createInvoice: One;
  readonly createPayment: One;
  readonly updateInvoice: One;
  readonly voidInvoice: One;
  readonly deleteInvoice: One;
  readonly reportBalanceSheet: One;
  readonly reportProfitAndLoss: One;
  readonly reportTrialBalance: One;
  getInvoice(id: string, done: Answered): void;
  changeDataCapture(entities: string | readonly string[], since: Date, done: Answered): void;
}
const QuickBooks: new (...settings: readonly (string | number | boolean)[]) => Client = createRequire(import.meta.url)(
  'node-quickbooks',
);

/** It answers by callbacks. */
function asked(work: Call): Promise<unknown> {
  return new Promise((resolve, reject) => {
    work((error, answer) => (error === null || error === undefined ? resolve(answer) : reject(error)));
  });
}

/** The body of a refusal. */
function said(error: unknown): string {
  return JSON.stringify(at(error, 'response.data')) ?? '';
}

function quickbooks(client: OAuthClient): Client {
  const { client_id: id, client_secret: secret } = apps.development;
  const { access_token: token, refresh_token: refresh } = client.getToken();
  return new QuickBooks(id, secret, token ?? '', false, realmId, true, false, 75, '2.0', refresh ?? '');
}

function rowsOf(answer: unknown, entity: string): readonly unknown[] {
  const response = isObject(answer) ? answer['QueryResponse'] : undefined;
  const rows = isObject(response) ? response[entity] : undefined;
  return Array.isArray(rows) ? rows : [];
}

test('node-quickbooks queries, pages, counts, and asks for changes', async () => {
  const box = await startSandbox({ customers: 1500 });
  const qbo = quickbooks(await signIn(box));
  const { tables } = box.state();

  const all = await asked((done) => qbo.findCustomers({ fetchAll: true }, done));
  expect(rowsOf(all, 'Customer')).toHaveLength(1500 + tables.Customer.length);
  const invoices = await asked((done) =>
    qbo.findInvoices(
      [
        { field: 'TxnDate', value: '2026-06-30', operator: '<=' },
        { field: 'limit', value: 500 },
      ],
      done,
    ),
  );
  const early = tables.Invoice.filter((row) => (textAt(row, 'TxnDate') ?? '') <= '2026-06-30');
  expect(rowsOf(invoices, 'Invoice')).toHaveLength(early.length);
  expect(await asked((done) => qbo.findBills({ count: true }, done))).toMatchObject({
    QueryResponse: { totalCount: tables.Bill.length },
  });
  const one = tables.Invoice[0];
  expect(await asked((done) => qbo.getInvoice(textAt(one, 'Id') ?? '', done))).toMatchObject({ Id: one?.['Id'] });

  await asked((done) => qbo.createCustomer({ DisplayName: "Bríd O'Neill" }, done));
  const quoted = await asked((done) => qbo.findCustomers({ DisplayName: "Bríd O'Neill" }, done));
  expect(rowsOf(quoted, 'Customer')).toHaveLength(1);
  const changed = await asked((done) => qbo.changeDataCapture('Customer,Invoice', new Date(Date.now() - 60_000), done));
  expect(JSON.stringify(changed)).toContain("Bríd O'Neill");
});

test('node-quickbooks invoices with GST to the cent, is paid, updates, voids and deletes', async () => {
  const box = await startSandbox();
  const qbo = quickbooks(await signIn(box));
  const [customer] = box.state().tables.Customer;
  const CustomerRef = { value: textAt(customer, 'Id') ?? '' };
  const line = (Amount: number, more: object = {}) => ({
    Amount,
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: '10' }, ...more },
  });
  const made = await asked((done) =>
    qbo.createInvoice({ CustomerRef, Line: [line(33.33), line(33.33), line(33.39)] }, done),
  );
  expect(made).toMatchObject({ TotalAmt: 110.06, Balance: 110.06, TxnTaxDetail: { TotalTax: 10.01 }, SyncToken: '0' });
  const inclusive = { CustomerRef, GlobalTaxCalculation: 'TaxInclusive', Line: [line(0, { TaxInclusiveAmt: 10 })] };
  expect(await asked((done) => qbo.createInvoice(inclusive, done))).toMatchObject({
    TotalAmt: 10,
    TxnTaxDetail: { TotalTax: 0.91 },
  });
  const untaxed = { Amount: 5, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: '1' } } };
  const refused = await failing(asked((done) => qbo.createInvoice({ CustomerRef, Line: [untaxed] }, done)));
  expect(said(refused)).toContain('GST rate');

  const Id = textAt(made, 'Id') ?? '';
  const pay = {
    CustomerRef,
    TotalAmt: 60.06,
    Line: [{ Amount: 60.06, LinkedTxn: [{ TxnId: Id, TxnType: 'Invoice' }] }],
  };
  await asked((done) => qbo.createPayment(pay, done));
  const paid = await asked((done) => qbo.getInvoice(Id, done));
  expect(paid).toMatchObject({ Balance: 50, SyncToken: '1', LinkedTxn: [{ TxnType: 'Payment' }] });
  const stale = await failing(
    asked((done) => qbo.updateInvoice({ Id, SyncToken: '0', sparse: true, PrivateNote: 'x' }, done)),
  );
  expect(said(stale)).toContain('5010');
  expect(
    await asked((done) => qbo.updateInvoice({ Id, SyncToken: '1', sparse: true, PrivateNote: 'x' }, done)),
  ).toMatchObject({
    PrivateNote: 'x',
    Balance: 50,
  });
  const second = await asked((done) => qbo.createInvoice({ CustomerRef, Line: [line(20)] }, done));
  const gone = { Id: textAt(second, 'Id') ?? '', SyncToken: '0' };
  expect(await asked((done) => qbo.voidInvoice(gone, done))).toMatchObject({
    Invoice: { TotalAmt: 0, PrivateNote: 'Voided' },
  });
  await asked((done) => qbo.deleteInvoice({ ...gone, SyncToken: '1' }, done));
  const changed = await asked((done) => qbo.changeDataCapture(['Invoice'], new Date(Date.now() - 60_000), done));
  expect(JSON.stringify(changed)).toContain('"status":"Deleted"');
});

test('node-quickbooks reads the reports, and they agree with each other and with the accounts', async () => {
  const box = await startSandbox();
  const qbo = quickbooks(await signIn(box));
  const span = { start_date: '2026-05-01', end_date: '2026-11-30' };
  const sheet = JSON.stringify(await asked((done) => qbo.reportBalanceSheet(span, done)));
  const total = (name: string, report: string) =>
    new RegExp(`"value":"${name}"},\\{"value":"(-?[\\d.]+)"`).exec(report)?.[1];
  expect(total('Total Assets', sheet)).toBe(total('Total Liabilities and Equity', sheet));
  const profit = JSON.stringify(await asked((done) => qbo.reportProfitAndLoss(span, done)));
  expect(total('Net Income', profit)).toBe(total('Net Income', sheet));
  const trial = JSON.stringify(await asked((done) => qbo.reportTrialBalance(span, done)));
  const [, debit, credit] = /"value":"TOTAL"},\{"value":"([\d.]+)"},\{"value":"([\d.]+)"/.exec(trial) ?? [];
  expect(debit).toBe(credit);
  const bank = box.state().tables.Account.find((row) => row['Name'] === 'Business Cheque');
  expect(trial).toContain(`"value":"${Number(bank?.['CurrentBalance']).toFixed(2)}"`);
  expect(
    await asked((done) => qbo.reportProfitAndLoss({ start_date: '2019-01-01', end_date: '2019-01-31' }, done)),
  ).toMatchObject({
    Header: { Option: expect.arrayContaining([{ Name: 'NoReportData', Value: 'true' }]) },
  });
});
