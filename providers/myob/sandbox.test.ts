/**
 * The sandbox held against MYOB's documentation. MYOB keeps no SDK for JavaScript, and the one third party's on npm (`myob` 0.3.18) is of 2017,
 * stands on axios 0.15 and knows neither bills nor payroll. So the judge is no client but the documented bodies themselves: the fields of each
 * example with their types, the error body, the headers, limits and pages.
 */
import { isObject, textAt } from 'plugboard/kit';
import { giveConsent, testSandbox, type TestSandbox } from 'plugboard/testing';
import type { JsonObject } from 'plugboard/contract';
import { describe, expect, onTestFinished, test } from 'vitest';
import sandbox, { apps, fileUser, scopes } from './sandbox.ts';
import { seededId, type State } from './sandbox/state.ts';

type Box = TestSandbox<State>;

const fileId = seededId('file', 1);
const oldFile = seededId('file', 2);
const callback = 'http://127.0.0.1:9/callback';

async function startBox(records?: number): Promise<Box> {
  const box = await testSandbox({ key: 'myob', sandbox }, records === undefined ? {} : { records });
  onTestFinished(() => box.stop());
  return box;
}

async function consent(box: Box, wanted: readonly string[], accounts?: readonly string[]): Promise<URL> {
  const query = new URLSearchParams({
    client_id: apps.web.client_id,
    redirect_uri: callback,
    response_type: 'code',
    scope: wanted.join(' '),
    state: 's',
    prompt: 'consent',
  });
  const page = `${box.origin}/oauth2/account/authorize?${query.toString()}`;
  return new URL(await giveConsent(page, accounts === undefined ? {} : { accounts }));
}

async function token(box: Box, form: Record<string, string>) {
  const answer = await fetch(`${box.origin}/oauth2/v1/authorize`, { method: 'POST', body: new URLSearchParams(form) });
  const body: JsonObject = JSON.parse(await answer.text());
  return { status: answer.status, body };
}

async function signIn(box: Box, wanted: readonly string[] = scopes, accounts?: readonly string[]): Promise<JsonObject> {
  const back = await consent(box, wanted, accounts);
  const code = back.searchParams.get('code') ?? '';
  const { body } = await token(box, { ...apps.web, grant_type: 'authorization_code', code, redirect_uri: callback });
  return body;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
}

/** A call as MYOB wants it; `change` spoils or adds headers (undefined takes one away). */
function caller(box: Box, tokens: JsonObject, change: Record<string, string | undefined> = {}) {
  return async (path: string, init: { method?: string; json?: JsonObject } = {}): Promise<Answer> => {
    const headers = {
      authorization: `Bearer ${textAt(tokens, 'access_token') ?? ''}`,
      'x-myobapi-key': apps.web.client_id,
      'x-myobapi-version': 'v2',
      ...(init.json === undefined ? {} : { 'content-type': 'application/json' }),
      ...change,
    };
    const sent = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const answer = await fetch(`${box.origin}/accountright/${path}`, {
      method: init.method ?? 'GET',
      headers: sent,
      ...(init.json === undefined ? {} : { body: JSON.stringify(init.json) }),
    });
    const text = await answer.text();
    const body: unknown = text === '' ? {} : JSON.parse(text);
    // The limit of eight a second has a test of its own.
    box.advance(200);
    return {
      status: answer.status,
      headers: answer.headers,
      body: isObject(body) ? body : { list: JSON.stringify(body) },
    };
  };
}

function itemsOf({ body }: Answer): readonly JsonObject[] {
  const items = body['Items'];
  return Array.isArray(items) ? items.filter(isObject) : [];
}

const errorName = ({ body }: Answer) => textAt((body['Errors'] as JsonObject[] | undefined)?.[0], 'Name');

describe('signing in', () => {
  test('the redirect names the company file that was chosen; tokens are as documented, their life a text', async () => {
    const box = await startBox();
    const back = await consent(box, scopes, [oldFile]);
    expect(back.searchParams.get('businessId')).toBe(oldFile);
    expect(back.searchParams.get('businessName')).toContain('(old file)');
    const tokens = await signIn(box);
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: '1200', user: { username: expect.any(String) } });
  });

  test('the secret goes into the body, each refresh token works once, tokens die after twenty minutes and a week', async () => {
    const box = await startBox();
    const first = await signIn(box);
    const refresh = (of: JsonObject) =>
      token(box, { ...apps.web, grant_type: 'refresh_token', refresh_token: textAt(of, 'refresh_token') ?? '' });
    expect((await token(box, { client_id: apps.web.client_id, grant_type: 'refresh_token' })).status).toBe(401);
    const second = await refresh(first);
    expect(second.status).toBe(200);
    expect(await refresh(first)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const call = caller(box, second.body);
    expect((await call(`${fileId}/`)).status).toBe(200);
    box.advance(20 * 60_000);
    expect(errorName(await call(`${fileId}/`))).toBe('OAuthTokenIsInvalid');
    box.advance(8 * 86_400_000);
    expect((await refresh(second.body)).status).toBe(400);
  });

  test('the old scope is refused', async () => {
    const box = await startBox();
    expect((await consent(box, ['CompanyFile'])).searchParams.get('error')).toBe('invalid_scope');
  });
});

describe('headers, files and rights', () => {
  test.each<[string, Record<string, string | undefined>, number, string]>([
    ['no token', { authorization: undefined }, 401, 'OAuthTokenIsInvalid'],
    ['another key', { 'x-myobapi-key': 'other' }, 401, 'ApiKeyIsInvalid'],
    ['no version', { 'x-myobapi-version': undefined }, 400, 'VersionNotSupported'],
    ['a wrong user of the file', { 'x-myobapi-cftoken': btoa('Administrator:') }, 401, 'AccessDenied'],
  ])('%s', async (_name, change, status, name) => {
    const box = await startBox();
    const answer = await caller(box, await signIn(box), change)(`${fileId}/Contact/Customer`);
    expect(answer.status).toBe(status);
    expect(errorName(answer)).toBe(name);
    expect(answer.body).toEqual({
      Errors: [
        {
          Name: expect.any(String),
          Message: expect.any(String),
          AdditionalDetails: expect.any(String),
          ErrorCode: expect.any(Number),
          Severity: 'Error',
          LearnMore: null,
        },
      ],
      Information: expect.any(String),
    });
  });

  test('a consent is for one file with its scopes; a file with users of its own wants one of them', async () => {
    const box = await startBox();
    const tokens = await signIn(box, ['sme-company-file', 'sme-sales']);
    const call = caller(box, tokens);
    expect((await call('')).body['list']).toBe('[]');
    expect((await call(`${oldFile}/`)).status).toBe(403);
    expect((await call(`${seededId('file', 9)}/`)).status).toBe(404);
    expect((await call(`${fileId}/Sale/Invoice`)).status).toBe(200);
    expect(errorName(await call(`${fileId}/Payroll/Timesheet?StartDate=2026-11-02&EndDate=2026-11-08`))).toBe(
      'AccessDenied',
    );
    const other = await signIn(box, scopes, [oldFile]);
    expect((await caller(box, other)(`${oldFile}/`)).status).toBe(401);
    const user = btoa(`${fileUser.file_user}:${fileUser.file_password}`);
    expect((await caller(box, other, { 'x-myobapi-cftoken': user })(`${oldFile}/`)).status).toBe(200);
  });

  test('the ninth call of a second is refused with a 403 that is no missing right', async () => {
    const box = await startBox();
    const headers = {
      authorization: `Bearer ${textAt(await signIn(box), 'access_token') ?? ''}`,
      'x-myobapi-key': apps.web.client_id,
      'x-myobapi-version': 'v2',
    };
    const call = async () => (await fetch(`${box.origin}/accountright/${fileId}/`, { headers })).status;
    for (let index = 0; index < 8; index += 1) expect(await call()).toBe(200);
    const over = await fetch(`${box.origin}/accountright/${fileId}/`, { headers });
    expect([over.status, over.headers.get('retry-after')]).toEqual([403, null]);
    expect(await over.json()).toMatchObject({ Errors: [{ Name: 'RateLimitError' }] });
    box.advance(1_000);
    expect(await call()).toBe(200);
  });
});

/** Fields of the documentation's examples with the types they have there; `null` may be anything. */
const documented: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Contact/Customer': {
    UID: 'string',
    IsIndividual: 'boolean',
    DisplayID: 'string',
    IsActive: 'boolean',
    Addresses: 'object',
    CurrentBalance: 'number',
    SellingDetails: 'object',
    LastModified: 'string',
    RowVersion: 'string',
  },
  'Sale/Invoice/Service': {
    UID: 'string',
    Number: 'string',
    Date: 'string',
    Customer: 'object',
    BalanceDueAmount: 'number',
    Status: 'string',
    InvoiceType: 'string',
    Terms: 'object',
    IsTaxInclusive: 'boolean',
    Subtotal: 'number',
    Freight: 'number',
    TotalTax: 'number',
    TotalAmount: 'number',
    Lines: 'object',
    LastModified: 'string',
    RowVersion: 'string',
  },
  'Sale/CustomerPayment': {
    DepositTo: 'string',
    Account: 'object',
    Customer: 'object',
    ReceiptNumber: 'string',
    Date: 'string',
    AmountReceived: 'number',
    PaymentMethod: 'string',
    Invoices: 'object',
  },
  'Purchase/Bill/Service': {
    SupplierInvoiceNumber: 'string',
    Supplier: 'object',
    BillType: 'string',
    AppliedToDate: 'number',
  },
  'Purchase/SupplierPayment': { PayFrom: 'string', PaymentNumber: 'string', AmountPaid: 'number', Lines: 'object' },
  'GeneralLedger/TaxCode': { Code: 'string', Description: 'string', Type: 'string', Rate: 'number' },
  'GeneralLedger/Account': { Name: 'string', DisplayID: 'string', Classification: 'string', IsHeader: 'boolean' },
  'Contact/EmployeePayrollDetails': { Employee: 'object', Wage: 'object', Entitlements: 'object', Tax: 'object' },
  'Payroll/PayrollCategory/Wage': { Name: 'string', Type: 'string', WageType: 'string' },
  'Report/Payroll/EmployeePayrollAdvice': {
    Employee: 'object',
    PaymentDate: 'string',
    GrossPay: 'number',
    Lines: 'object',
  },
  'Payroll/Timesheet?StartDate=2026-11-09&EndDate=2026-11-15': {
    Employee: 'object',
    StartDate: 'string',
    Lines: 'object',
  },
};

describe('lists', () => {
  test.each(Object.entries(documented))('%s has the documented fields', async (path, fields) => {
    const box = await startBox();
    const answer = await caller(box, await signIn(box))(`${fileId}/${path}`);
    expect(answer.body).toMatchObject({ Items: expect.any(Array), NextPageLink: null, Count: expect.any(Number) });
    const items = itemsOf(answer);
    expect(items.length).toBeGreaterThan(0);
    for (const [field, type] of Object.entries(fields))
      expect(typeof items.find((item) => item[field] !== null)?.[field], field).toBe(type);
  });

  test('the list of all invoices has no lines, 400 a page unless told, a thousand at most', async () => {
    const box = await startBox(1_500);
    const call = caller(box, await signIn(box));
    const first = await call(`${fileId}/Sale/Invoice`);
    expect(itemsOf(first)).toHaveLength(400);
    expect(itemsOf(first)[0]).not.toHaveProperty('Lines');
    expect(first.body['NextPageLink']).toBe(
      `https://api.myob.com/accountright/${fileId}/Sale/Invoice?$top=400&$skip=400`,
    );
    expect(itemsOf(await call(`${fileId}/Sale/Invoice?$top=1000&$skip=1000`)).length).toBeGreaterThan(500);
    expect((await call(`${fileId}/Sale/Invoice?$top=1001`)).status).toBe(400);
  });

  test.each<[string, (item: JsonObject) => boolean]>([
    ["LastModified ge datetime'2026-09-01T00:00:00'", (item) => (textAt(item, 'LastModified') ?? '') >= '2026-09-01'],
    [
      "Date ge datetime'2026-09-01T00:00:00' and Status eq 'Open'",
      (item) => item['Status'] === 'Open' && (textAt(item, 'Date') ?? '') >= '2026-09-01',
    ],
    ["Status eq 'Open' or Status eq 'Credit'", (item) => item['Status'] === 'Open'],
    [
      `Customer/UID eq guid'${seededId('customer', 1)}'`,
      (item) => textAt(item, 'Customer.UID') === seededId('customer', 1),
    ],
    ["startswith(Number,'0')", (item) => textAt(item, 'Number')?.startsWith('0') === true],
    ['IsTaxInclusive eq true', (item) => item['IsTaxInclusive'] === true],
  ])('$filter=%s', async (filter, fits) => {
    const box = await startBox();
    const call = caller(box, await signIn(box));
    const all = itemsOf(await call(`${fileId}/Sale/Invoice`));
    const answer = await call(`${fileId}/Sale/Invoice?$filter=${encodeURIComponent(filter)}`);
    expect(answer.status).toBe(200);
    const found = itemsOf(answer);
    expect(found.every(fits)).toBe(true);
    expect(found).toHaveLength(all.filter(fits).length);
  });

  test.each(['Nope eq 1', "LastModified ge '2026-09-01'x", "Date ge datetime'soon'", 'a'])(
    '%s is refused',
    async (filter) => {
      const box = await startBox();
      const answer = await caller(
        box,
        await signIn(box),
      )(`${fileId}/Sale/Invoice?$filter=${encodeURIComponent(filter)}`);
      expect(answer.status).toBe(400);
    },
  );

  test('in the order of the change, seeded, grown and touched together, page by page', async () => {
    const box = await startBox(900);
    box.advance(60_000);
    await box.control.touch('myob', 'invoices', 0.1);
    const call = caller(box, await signIn(box));
    const seen: string[] = [];
    const moments: string[] = [];
    for (let skip = 0; ; skip += 400) {
      const items = itemsOf(await call(`${fileId}/Sale/Invoice/Service?$orderby=LastModified&$top=400&$skip=${skip}`));
      if (items.length === 0) break;
      seen.push(...items.map((item) => textAt(item, 'UID') ?? ''));
      moments.push(...items.map((item) => textAt(item, 'LastModified') ?? ''));
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(900);
    expect(moments).toEqual(moments.toSorted());
  });
});

describe('writes', () => {
  const line = {
    Type: 'Transaction',
    Description: 'Fee',
    Total: 110,
    Account: { UID: seededId('account', 11) },
    TaxCode: { UID: seededId('tax_code', 1) },
  };
  const sale = { Date: '2026-11-20T00:00:00', Customer: { UID: seededId('customer', 1) }, Lines: [line] };

  test('an answer has the address and no body, unless it is asked for; tax is in the prices unless told', async () => {
    const box = await startBox();
    const call = caller(box, await signIn(box));
    const bare = await call(`${fileId}/Sale/Invoice/Service`, { method: 'POST', json: sale });
    expect([bare.status, bare.body]).toEqual([201, {}]);
    const location = bare.headers.get('location') ?? '';
    const id = location.split('/').at(-1) ?? '';
    expect(location).toBe(`https://api.myob.com/accountright/${fileId}/Sale/Invoice/Service/${id}`);
    expect((await call(`${fileId}/Sale/Invoice/Service/${id}`)).body).toMatchObject({ TotalAmount: 110, TotalTax: 10 });
    const full = await call(`${fileId}/Sale/Invoice/Service?returnBody=true`, {
      method: 'POST',
      json: { ...sale, IsTaxInclusive: false },
    });
    expect(full).toMatchObject({
      status: 201,
      body: { Subtotal: 110, TotalTax: 11, TotalAmount: 121, Status: 'Open' },
    });
  });

  test.each<[string, JsonObject, string]>([
    ['no date', { ...sale, Date: null }, 'Date'],
    ['nobody', { ...sale, Customer: { UID: 'x' } }, 'Customer.UID'],
    ['no lines', { ...sale, Lines: [] }, 'Lines'],
    ['half a cent', { ...sale, Lines: [{ ...line, Total: 1.005 }] }, 'Lines[0].Total'],
    ['a long number', { ...sale, Number: '12345678901234' }, 'Number'],
    ['no tax code', { ...sale, Lines: [{ ...line, TaxCode: null }] }, 'Lines[0].TaxCode.UID'],
  ])('%s', async (_name, json, field) => {
    const box = await startBox();
    const call = caller(box, await signIn(box));
    const answer = await call(`${fileId}/Sale/Invoice/Service`, { method: 'POST', json });
    expect(answer).toMatchObject({
      status: 400,
      body: { Errors: [{ Name: 'ValidationError', AdditionalDetails: field, ErrorCode: 4 }] },
    });
  });

  test('a payment may not be more than is owed', async () => {
    const box = await startBox();
    const call = caller(box, await signIn(box));
    const made = await call(`${fileId}/Sale/Invoice/Service?returnBody=true`, { method: 'POST', json: sale });
    const pay = (amount: number) =>
      call(`${fileId}/Sale/CustomerPayment`, {
        method: 'POST',
        json: {
          DepositTo: 'Account',
          Account: { UID: seededId('account', 2) },
          Customer: sale.Customer,
          AmountReceived: amount,
          Invoices: [{ UID: textAt(made.body, 'UID') ?? '', AmountApplied: amount, Type: 'Invoice' }],
        },
      });
    expect((await pay(110.01)).status).toBe(400);
    expect((await pay(110)).status).toBe(201);
    expect((await pay(0.01)).status).toBe(400);
  });
});

test('the GST of the tax code summary is that of the invoices and bills it is about', async () => {
  const box = await startBox();
  const call = caller(box, await signIn(box));
  const span = 'StartDate=2020-01-01&EndDate=2030-12-31&ReportingBasis=Accrual&YearEndAdjust=false';
  const { body } = await call(`${fileId}/Report/TaxCodeSummary?${span}`);
  const cents = (items: readonly JsonObject[], field: string) =>
    items.reduce((sum, item) => sum + Math.round(Number(item[field]) * 100), 0);
  const rows = (body['TaxCodeBreakdown'] as JsonObject[]) ?? [];
  expect(cents(rows, 'TaxCollected')).toBe(cents(itemsOf(await call(`${fileId}/Sale/Invoice`)), 'TotalTax'));
  expect(cents(rows, 'TaxPaid')).toBe(cents(itemsOf(await call(`${fileId}/Purchase/Bill`)), 'TotalTax'));
  expect((await call(`${fileId}/Report/TaxCodeSummary?StartDate=2026-01-01`)).status).toBe(400);
  const old = await call(`${fileId}/Report/PayrollCategorySummary?${span}`);
  expect(old).toMatchObject({ status: 400, body: { Errors: [{ ErrorCode: 60_011 }] } });
});
