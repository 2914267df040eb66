/**
 * The sandbox held against Sage Intacct itself: its own SDK drives the XML gateway, so that connector and sandbox cannot share one
 * misreading. What the SDK writes is read back by the REST API, which stands on the same books.
 */
import https from 'node:https';
import net from 'node:net';
import util from 'node:util';
import * as sdk from '@intacct/intacct-sdk';
import { isObject, textAt } from 'plugboard/kit';
import { giveConsent, testSandbox, type TestSandbox } from 'plugboard/testing';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import sandbox, { apps, credentials } from './sandbox.ts';
import type { State } from './sandbox/state.ts';

const { AccountsReceivable, Common, GeneralLedger } = sdk.Functions;
const { Filter, AndOperator } = Common.NewQuery.QueryFilter;
const { OrderBuilder } = Common.NewQuery.QueryOrderBy;
const { SelectBuilder } = Common.NewQuery.QuerySelect;

// The SDK is written for Node 14 to 22 and uses two helpers that Node 23 took out of `util`; Node gets them back, the SDK stays as it is.
Object.assign(util, {
  isArray: Array.isArray,
  isNullOrUndefined: (value: unknown) => value === null || value === undefined,
});

const usual = https.globalAgent;
afterEach(() => {
  https.globalAgent = usual;
});

/**
 * The SDK has Sage's addresses built in and asks Node for https. Node is given a dialler that opens a plain socket to the sandbox
 * instead, whatever the host: the SDK is unchanged, believes it speaks to Sage, and cannot reach the network.
 */
async function startSandbox(records?: Record<string, number>): Promise<TestSandbox<State>> {
  const box = await testSandbox({ key: 'sage_intacct', sandbox }, records === undefined ? {} : { records });
  onTestFinished(() => box.stop());
  const port = Number(new URL(box.origin).port);
  class Dialler extends https.Agent {
    override createConnection(): net.Socket {
      return net.connect(port, '127.0.0.1');
    }
  }
  https.globalAgent = new Dialler();
  return box;
}

function config(changes: Partial<sdk.ClientConfig> = {}): sdk.ClientConfig {
  return Object.assign(new sdk.ClientConfig(), {
    senderId: credentials.sender.sender_id,
    senderPassword: credentials.sender.sender_password,
    companyId: credentials.user.company_id,
    userId: credentials.user.user_id,
    userPassword: credentials.user.user_password,
    ...changes,
  });
}

/** Signs in for a session, as the SDK's guide shows it, and goes on with that. */
async function client(changes: Partial<sdk.ClientConfig> = {}): Promise<sdk.OnlineClient> {
  return new sdk.OnlineClient(await sdk.SessionProvider.factory(config(changes)));
}

interface Answer {
  readonly data: Record<string, unknown>[];
  readonly key: string;
  readonly totalCount: number;
  readonly count: number;
  readonly numRemaining: number;
  readonly resultId: string;
}

async function call(
  online: sdk.OnlineClient,
  work: sdk.Functions.AbstractFunction,
  requestConfig?: sdk.RequestConfig,
): Promise<Answer> {
  const response = await online.execute(work, requestConfig);
  const result = response.getResult();
  result.ensureStatusSuccess();
  return result;
}

function query(
  object: string,
  fields: readonly string[],
  more: { filter?: sdk.Functions.Common.NewQuery.QueryFilter.IFilter; pageSize?: number; offset?: number } = {},
): sdk.Functions.Common.NewQuery.Query {
  return Object.assign(new Common.NewQuery.Query('q'), {
    fromObject: object,
    selectFields: new SelectBuilder().addFields([...fields]).selects,
    orderBy: new OrderBuilder().addAscending('RECORDNO').orders,
    ...more,
  });
}

test('it signs in for a session and is told where to go on', async () => {
  const box = await startSandbox();
  const session = await sdk.SessionProvider.factory(config({ entityId: '100' }));
  expect(session).toMatchObject({
    sessionId: expect.stringMatching(/^[0-9a-f]{24}\.\.$/),
    endpointUrl: 'https://www-p501.intacct.com/ia/xml/xmlgw.phtml',
    entityId: '100',
    companyId: 'HarbourTraining-imp',
    sessionTimeout: '2026-11-20T06:00:00+00:00',
  });
  expect(Object.values(box.state().sessions)).toMatchObject([{ user: 'plugboard_ws', entity: '100' }]);
  const elsewhere = await call(new sdk.OnlineClient(session), query('ARINVOICE', ['RECORDNO', 'MEGAENTITYID']));
  expect(new Set(elsewhere.data.map(({ MEGAENTITYID: entity }) => entity))).toEqual(new Set(['100']));
});

test('each level of failure is one the SDK knows', async () => {
  const box = await startSandbox();
  await expect(client({ senderPassword: 'wrong' })).rejects.toThrow('Response control status failure');
  await expect(client({ userPassword: 'wrong' })).rejects.toThrow('Response authentication status failure');
  await expect(
    client({
      senderId: credentials.stranger.sender_id,
      senderPassword: credentials.stranger.sender_password,
    }),
  ).rejects.toMatchObject({ errors: [expect.stringContaining('not authorised')] });
  const online = await client();
  await expect(call(online, query('CUSTOMER', ['NO_SUCH_FIELD']))).rejects.toThrow('Result status: failure');
  box.advance(6 * 3_600_000);
  await expect(call(online, query('CUSTOMER', ['NAME']))).rejects.toMatchObject({
    errors: [expect.stringContaining('XL03000006')],
  });
});

test('it queries with a filter, an order and an offset', async () => {
  const box = await startSandbox({ customers: 30 });
  const online = await client();
  const own = box.state().customers.length;
  const page = await call(online, query('CUSTOMER', ['RECORDNO', 'NAME'], { pageSize: 20, offset: own - 10 }));
  expect(page).toMatchObject({ totalCount: own + 30, count: 20, numRemaining: 20 });
  const keys = page.data.map(({ RECORDNO: key }) => Number(key));
  expect(keys).toEqual(keys.toSorted((a, b) => a - b));

  const changed = new AndOperator([
    new Filter('WHENMODIFIED').greaterThanOrEqualTo('11/01/2026 00:00:00'),
    new Filter('STATE').in(['Paid', 'Posted']),
  ]);
  const recent = await call(
    online,
    query('ARINVOICE', ['RECORDNO', 'RECORDID', 'STATE', 'TOTALENTERED', 'WHENCREATED'], { filter: changed }),
  );
  const since = Date.parse('2026-11-01T00:00:00Z');
  expect(recent.totalCount).toBe(
    box.state().invoices.filter(({ updated, state }) => updated >= since && ['paid', 'posted'].includes(state)).length,
  );
  expect(recent.data[0]).toMatchObject({
    STATE: expect.stringMatching(/^(Paid|Posted)$/),
    TOTALENTERED: expect.stringMatching(/^\d+\.\d\d$/),
    WHENCREATED: expect.stringMatching(/^\d\d\/\d\d\/2026$/),
  });
});

test('one row is an object where many are a list, and none is neither', async () => {
  await startSandbox();
  const online = await client();
  const foreign = query('CUSTOMER', ['NAME'], { filter: new Filter('CURRENCY').equalTo('NZD') });
  expect((await call(online, foreign)).data).toEqual([{ NAME: 'Aotearoa Safety Whānau Ltd' }]);
  const none = await call(online, query('CUSTOMER', ['NAME'], { filter: new Filter('CURRENCY').equalTo('CHF') }));
  expect(none).toMatchObject({ data: [], totalCount: 0, numRemaining: 0 });
});

test('readByQuery hands out its result by readMore, once', async () => {
  const box = await startSandbox();
  const online = await client();
  const from = new Common.Query.Comparison.GreaterThanOrEqualTo.GreaterThanOrEqualToDate();
  from.field = 'ENTRY_DATE';
  from.value = new Date(2026, 7, 1);
  const first = new Common.ReadByQuery('r');
  first.objectName = 'GLDETAIL';
  first.fields = ['RECORDNO', 'ACCOUNTNO', 'AMOUNT', 'TR_TYPE'];
  first.query = from;
  first.pageSize = 50;
  let page = await call(online, first);
  const expected = box
    .state()
    .batches.filter(({ date, state }) => date >= '2026-08-01' && state === 'posted')
    .flatMap(({ entries }) => entries.map(({ key }) => String(key)));
  const seen = page.data.map(({ RECORDNO: key }) => key);
  const id = page.resultId;
  while (page.numRemaining > 0) {
    const more = new Common.ReadMore('m');
    more.resultId = id;
    page = await call(online, more);
    seen.push(...page.data.map(({ RECORDNO: key }) => key));
  }
  expect(page.totalCount).toBe(expected.length);
  expect(seen).toEqual(expected);
  const again = new Common.ReadMore('m');
  again.resultId = id;
  await expect(call(online, again)).rejects.toThrow('Result status: failure');
});

test('what it writes is in the books, also for the REST API', async () => {
  const box = await startSandbox();
  const online = await client();
  const customer = new AccountsReceivable.CustomerCreate('c');
  Object.assign(customer, {
    customerName: 'Šárka & Søn <Training> 株式会社',
    printAs: 'Šárka & Søn',
    primaryEmailAddress: 'sarka@example.test',
    city: 'Perth',
    addressLine1: '1 Quay',
    active: true,
  });
  const [made] = (await call(online, customer)).data;
  expect(made).toMatchObject({ CUSTOMERID: expect.stringMatching(/^C-\d+$/) });

  const invoice = new AccountsReceivable.InvoiceCreate('i');
  const line = new AccountsReceivable.InvoiceLineCreate();
  Object.assign(line, { glAccountNumber: '4000', transactionAmount: 110.5, memo: 'Course fee', locationId: '100' });
  Object.assign(invoice, {
    customerId: made?.['CUSTOMERID'],
    transactionDate: new Date(2026, 10, 20),
    dueDate: new Date(2026, 11, 4),
    invoiceNumber: 'SDK-1',
    lines: [line],
  });
  const { key } = await call(online, invoice);

  const payment = new AccountsReceivable.ArPaymentCreate('p');
  const item = new AccountsReceivable.ArPaymentItem();
  Object.assign(item, { applyToRecordId: Number(key), amountToApply: 10.5 });
  Object.assign(payment, {
    customerId: made?.['CUSTOMERID'],
    transactionPaymentAmount: 10.5,
    bankAccountId: 'CBA_OPERATING',
    receivedDate: new Date(2026, 10, 20),
    paymentMethod: 'EFT',
    referenceNumber: 'R-SDK-1',
    applyToTransactions: [item],
  });
  await call(online, payment);

  const entry = new GeneralLedger.JournalEntryCreate('j');
  const sides = [25, -25].map((amount) =>
    Object.assign(new GeneralLedger.JournalEntryLineCreate(), {
      glAccountNumber: amount > 0 ? '6400' : '1000',
      transactionAmount: amount,
      locationId: '200',
      memo: 'By the SDK',
    }),
  );
  Object.assign(entry, {
    journalSymbol: 'GJ',
    postingDate: new Date(2026, 10, 20),
    description: 'Petty cash',
    lines: sides,
  });
  const [booked] = (await call(online, entry)).data;

  const rest = await restQuery(box);
  expect(
    await rest('accounts-receivable/customer', { key: made?.['RECORDNO'] }, [
      'name',
      'contacts.default.email1',
      'contacts.default.mailingAddress.city',
    ]),
  ).toEqual([
    {
      name: 'Šárka & Søn <Training> 株式会社',
      'contacts.default.email1': 'sarka@example.test',
      'contacts.default.mailingAddress.city': 'Perth',
    },
  ]);
  expect(
    await rest('accounts-receivable/invoice', { key }, [
      'invoiceNumber',
      'state',
      'totalTxnAmount',
      'totalTxnAmountDue',
    ]),
  ).toEqual([
    { invoiceNumber: 'SDK-1', state: 'partiallyPaid', totalTxnAmount: '110.50', totalTxnAmountDue: '100.00' },
  ]);
  expect(
    await rest('general-ledger/journal-entry-line', { 'journalEntry.key': booked?.['RECORDNO'] }, [
      'txnType',
      'txnAmount',
    ]),
  ).toEqual([
    { txnType: 'debit', txnAmount: '25.00' },
    { txnType: 'credit', txnAmount: '25.00' },
  ]);
});

test('a control id that must be unique is taken once', async () => {
  const box = await startSandbox();
  const online = await client();
  const customer = Object.assign(new AccountsReceivable.CustomerCreate('c'), { customerName: 'Once', printAs: 'Once' });
  const once = Object.assign(new sdk.RequestConfig(), { controlId: 'only-once', uniqueId: true });
  const before = box.state().customers.length;
  await call(online, customer, once);
  await expect(call(online, customer, once)).rejects.toThrow('Response control status failure');
  expect(box.state().customers).toHaveLength(before + 1);
});

test('a transaction is done whole or not at all', async () => {
  const box = await startSandbox();
  const online = await client();
  const customers = ['Fine', ''].map((name) =>
    Object.assign(new AccountsReceivable.CustomerCreate(`c${name}`), { customerName: name, printAs: 'x' }),
  );
  const before = box.state().customers.length;
  const together = Object.assign(new sdk.RequestConfig(), { transaction: true });
  const failing: unknown = await online.executeBatch(customers, together).catch((error: unknown) => error);
  expect(String(failing)).toContain('Customer name is required');
  expect(box.state().customers).toHaveLength(before);
});

test('definitions and single records can be looked up', async () => {
  const box = await startSandbox();
  const online = await client();
  const lookup = Object.assign(new Common.Lookup('l'), { objectName: 'ARPYMT' });
  const [definition] = (await call(online, lookup)).data;
  expect(JSON.stringify(definition)).toContain('RECEIPTDATE');
  const read = Object.assign(new Common.Read('r'), {
    objectName: 'GLACCOUNT',
    fields: ['ACCOUNTNO', 'TITLE'],
    keys: [box.state().accounts[0]?.key],
  });
  expect((await call(online, read)).data).toEqual([{ ACCOUNTNO: '1000', TITLE: 'Operating Account' }]);
});

/** A person signs in to the REST API and asks. */
async function restQuery(box: TestSandbox<State>) {
  const callback = 'http://127.0.0.1:9/callback';
  const base = `${box.origin}/ia/api/v1`;
  const page = new URLSearchParams({
    response_type: 'code',
    client_id: apps.web.client_id,
    redirect_uri: callback,
    scope: 'offline_access',
    state: 's',
  });
  const back = new URL(await giveConsent(`${base}/oauth2/authorize?${page.toString()}`));
  const form = {
    ...apps.web,
    grant_type: 'authorization_code',
    code: back.searchParams.get('code') ?? '',
    redirect_uri: callback,
  };
  const tokens: unknown = await (
    await fetch(`${base}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) })
  ).json();
  const token = textAt(tokens, 'access_token') ?? '';
  return async (object: string, equal: Record<string, unknown>, fields: readonly string[]): Promise<unknown> => {
    const answer = await fetch(`${base}/services/core/query`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ object, fields, filters: [{ $eq: equal }], size: 10 }),
    });
    const body: unknown = await answer.json();
    return isObject(body) ? body['ia::result'] : undefined;
  };
}
