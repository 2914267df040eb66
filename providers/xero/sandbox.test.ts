/** The sandbox is as strict as Xero: what it refuses, what it forgets, what it counts. Raw HTTP, no connector. */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { giveConsent, testSandbox, type TestSandbox } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import sandbox, { apps } from './sandbox.ts';
import { readOrder, readWhere } from './sandbox/filters.ts';
import { entriesOf } from './sandbox/ledger.ts';
import type { State } from './sandbox/state.ts';

type Box = TestSandbox<State>;
type Form = Readonly<Record<string, string>>;

const minute = 60_000;
const day = 24 * 60 * minute;
const callback = 'http://127.0.0.1:9/callback';
const verifier = 'a-verifier-of-at-least-forty-three-characters';
const challenge = createHash('sha256').update(verifier).digest('base64url');

async function startBox(records?: Readonly<Record<string, number>>): Promise<Box> {
  const box = await testSandbox({ key: 'xero', sandbox }, records === undefined ? {} : { records });
  onTestFinished(() => box.stop());
  return box;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined when the answer is no JSON. */
  readonly json: any; // oxlint-disable-line typescript/no-explicit-any
}

async function call(box: Box, path: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(`${box.origin}${path}`, { redirect: 'manual', ...init });
  const text = await answer.text();
  const json: unknown = /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined;
  return { status: answer.status, headers: answer.headers, text, json };
}

function basic(app: { client_id: string; client_secret: string }): string {
  return `Basic ${Buffer.from(`${app.client_id}:${app.client_secret}`).toString('base64')}`;
}

function token(box: Box, form: Form, authorization = basic(apps.web)): Promise<Answer> {
  return call(box, '/connect/token', { method: 'POST', headers: { authorization }, body: new URLSearchParams(form) });
}

async function consent(box: Box, more: Form = {}): Promise<URL> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: apps.web.client_id,
    redirect_uri: callback,
    scope: 'offline_access accounting.contacts accounting.invoices accounting.payments accounting.settings.read',
    state: 's',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  });
  return new URL(await giveConsent(`${box.origin}/identity/connect/authorize?${query.toString()}`));
}

async function signIn(box: Box, more: Form = {}): Promise<{ access_token: string; refresh_token: string }> {
  const code = (await consent(box, more)).searchParams.get('code') ?? '';
  return (await token(box, { grant_type: 'authorization_code', code, redirect_uri: callback, code_verifier: verifier }))
    .json;
}

/** A caller that may do everything, with the headers a good client sends. */
async function client(box: Box, more: Form = {}) {
  const { access_token: access } = await signIn(box, more);
  const headers = {
    authorization: `Bearer ${access}`,
    accept: 'application/json',
    'xero-tenant-id': box.state().organisation.id,
  };
  return {
    headers,
    get: (path: string, extra: Form = {}) => call(box, `/api.xro/2.0${path}`, { headers: { ...headers, ...extra } }),
    send: (method: string, path: string, body: unknown, extra: Form = {}) =>
      call(box, `/api.xro/2.0${path}`, {
        method,
        headers: { ...headers, 'content-type': 'application/json', ...extra },
        body: JSON.stringify(body),
      }),
  };
}

describe('signing in', () => {
  test('tokens are signed, say when they end and which event they came by', async () => {
    const box = await startBox();
    const { access_token: access } = await signIn(box);
    const [head = '', claims = '', signature = ''] = access.split('.');
    const keys = (await call(box, '/.well-known/openid-configuration/jwks')).json.keys;
    const key = createPublicKey({ key: keys[0], format: 'jwk' });
    expect(verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
    const read = JSON.parse(Buffer.from(claims, 'base64url').toString());
    expect(read.exp - read.nbf).toBe(1800);
    const headers = { authorization: `Bearer ${access}` };
    const event = await call(box, `/connections?authEventId=${read.authentication_event_id}`, { headers });
    expect(event.json).toMatchObject([
      { tenantType: 'ORGANISATION', tenantName: 'Harbour Training', authEventId: read.authentication_event_id },
    ]);
    expect(
      (await call(box, '/connections?authEventId=00000000-0000-0000-0000-000000000000', { headers })).json,
    ).toEqual([]);
  });

  test('an access token lives half an hour', async () => {
    const box = await startBox();
    const { get } = await client(box);
    box.advance(30 * minute - 1);
    expect((await get('/Organisation')).status).toBe(200);
    box.advance(1);
    const late = await get('/Organisation');
    expect(late.status).toBe(401);
    expect(late.json).toMatchObject({
      Title: 'Unauthorized',
      Status: 401,
      Detail: expect.stringContaining('TokenExpired'),
    });
  });

  test('a refresh token is good once, and half an hour longer for a lost answer; unused it dies after 60 days', async () => {
    const box = await startBox();
    const { refresh_token: first } = await signIn(box);
    const refresh = (value: string) => token(box, { grant_type: 'refresh_token', refresh_token: value });
    const second = (await refresh(first)).json.refresh_token;
    expect(second).not.toBe(first);
    box.advance(30 * minute - 1);
    const third = (await refresh(first)).json.refresh_token;
    expect(third).toEqual(expect.any(String));
    box.advance(1);
    const spent = await refresh(first);
    expect([spent.status, spent.json.error]).toEqual([400, 'invalid_grant']);
    box.advance(60 * day);
    expect((await refresh(third)).json.error).toBe('invalid_grant');
  });

  test('what is wrong with a request is said', async () => {
    const box = await startBox();
    expect((await consent(box, { scope: 'accounting.transactions' })).searchParams.get('error')).toBe('invalid_scope');
    await expect(consent(box, { client_id: 'nobody' })).rejects.toThrow('no app');
    await expect(consent(box, { redirect_uri: 'https://evil.example/' })).rejects.toThrow('redirect_uri');
    const code = (await consent(box)).searchParams.get('code') ?? '';
    const form = { grant_type: 'authorization_code', code, redirect_uri: callback };
    expect((await token(box, { ...form, code_verifier: 'x'.repeat(43) })).json.error).toBe('invalid_grant');
    const inBody = await call(box, '/connect/token', {
      method: 'POST',
      body: new URLSearchParams({ ...form, ...apps.web }),
    });
    expect([inBody.status, inBody.json.error]).toEqual([401, 'invalid_client']);
    expect((await token(box, { grant_type: 'client_credentials' })).json.error).toBe('unauthorized_client');
  });

  test('revoking ends all its connections, deleting one ends one', async () => {
    const box = await startBox();
    const { refresh_token: refresh, access_token: access } = await signIn(box);
    const headers = { authorization: `Bearer ${access}` };
    const { id } = (await call(box, '/connections', { headers })).json[0];
    expect(
      (await call(box, '/connections/00000000-0000-0000-0000-000000000000', { method: 'DELETE', headers })).status,
    ).toBe(404);
    expect((await call(box, `/connections/${id}`, { method: 'DELETE', headers })).status).toBe(204);
    expect((await call(box, '/connections', { headers })).json).toEqual([]);
    const revoked = await call(box, '/connect/revocation', {
      method: 'POST',
      headers: { authorization: basic(apps.web) },
      body: new URLSearchParams({ token: refresh }),
    });
    expect(revoked.status).toBe(200);
    expect((await call(box, '/connections', { headers })).status).toBe(401);
  });

  test('the organisation must be named, connected and covered by a scope', async () => {
    const box = await startBox();
    const { get, send, headers } = await client(box);
    const status = async (path: string, extra: Form) => (await get(path, extra)).status;
    expect(await status('/Contacts', { 'xero-tenant-id': '' })).toBe(403);
    expect(await status('/Contacts', { 'xero-tenant-id': box.state().organisation.practice })).toBe(403);
    expect(await status('/BankTransactions', {})).toBe(403);
    expect(await status('/Reports/BalanceSheet', {})).toBe(403);
    expect(await status('/Organisation', {})).toBe(200);
    // settings.read reads and does not write; nothing here writes accounts anyway.
    expect((await send('PUT', '/Contacts', { Name: 'May write' })).status).toBe(200);
    expect(
      (await call(box, '/api.xro/2.0/Contacts', { headers: { ...headers, authorization: 'Bearer nonsense' } })).status,
    ).toBe(401);
    const readOnly = await client(box, { scope: 'accounting.contacts.read' });
    expect((await readOnly.get('/Contacts')).status).toBe(200);
    expect((await readOnly.send('PUT', '/Contacts', { Name: 'May not' })).status).toBe(403);
  });
});

describe('limits', () => {
  test('sixty calls a minute, counted down in headers, then 429 with the reason', async () => {
    const box = await startBox();
    const { get } = await client(box);
    for (let left = 59; left >= 0; left -= 1) {
      const { status, headers } = await get('/Organisation');
      expect([status, headers.get('x-minlimit-remaining'), headers.get('x-daylimit-remaining')]).toEqual([
        200,
        String(left),
        String(4940 + left),
      ]);
    }
    box.advance(20_000);
    const over = await get('/Organisation');
    expect(over.status).toBe(429);
    expect(Object.fromEntries(over.headers)).toMatchObject({
      'x-rate-limit-problem': 'minute',
      'retry-after': '40',
      'x-minlimit-remaining': '0',
    });
    box.advance(40_000);
    expect((await get('/Organisation')).status).toBe(200);
  });

  test('five thousand a day, and a switch for load tests', async () => {
    const box = await startBox();
    const { get } = await client(box);
    await get('/Organisation');
    const [counted] = Object.values(box.state().counts.day);
    if (counted !== undefined) counted.used = 5000;
    const over = await get('/Organisation');
    expect([over.status, over.headers.get('x-rate-limit-problem'), over.headers.get('retry-after')]).toEqual([
      429,
      'day',
      '86400',
    ]);
    await box.control.switches('xero', { limits: 'off' });
    expect((await get('/Organisation')).status).toBe(200);
  });
});

describe('answers', () => {
  test('XML unless JSON is asked for', async () => {
    const box = await startBox();
    const { get } = await client(box);
    for (const accept of ['*/*', 'application/xml', 'text/html']) {
      const { headers, text } = await get('/Contacts?page=1&pageSize=1', { accept });
      expect(headers.get('content-type')).toContain('xml');
      expect(text).toMatch(
        /^<Response>.*<Contacts><Contact>.*<Addresses><Address>.*<UpdatedDateUTC>\d{4}-\d\d-\d\dT[\d:]+<.*<\/Response>\s*$/s,
      );
      expect(text).toContain('Wattle &#38; Daub');
    }
    expect((await get('/Contacts?where=nonsense', { accept: '*/*' })).text).toContain(
      '<Type>QueryParseException</Type>',
    );
    expect((await get('/Contacts?page=1')).json.Contacts).toHaveLength(53);
  });

  test('without page: everything, but no lines', async () => {
    const box = await startBox();
    const { get } = await client(box);
    const all = (await get('/Invoices')).json;
    expect(all.pagination).toBeUndefined();
    expect(all.Invoices).toHaveLength(box.state().invoices.length);
    expect(all.Invoices.flatMap(({ LineItems }: { LineItems: unknown[] }) => LineItems)).toEqual([]);
    const page = (await get('/Invoices?page=2&pageSize=10')).json;
    expect(page.pagination).toEqual({ page: 2, pageSize: 10, pageCount: 10, itemCount: box.state().invoices.length });
    expect(page.Invoices).toHaveLength(10);
    expect(page.Invoices[0].LineItems).not.toHaveLength(0);
    expect((await get('/Invoices?page=99')).json.Invoices).toEqual([]);
  });

  test.each([
    'page=0',
    'page=one',
    'page=1&pageSize=1001',
    'page=1&pageSize=0',
    'where=Status%3D%22PAID%22',
    'order=Date%20UPWARDS',
  ])('%s is refused', async (query) => {
    const box = await startBox();
    const { get } = await client(box);
    const answer = await get(`/Invoices?${query}`);
    expect([answer.status, answer.json.Type]).toEqual([400, 'QueryParseException']);
  });

  test('filters: type, status, ids, contacts, moment of change', async () => {
    const box = await startBox();
    const { get } = await client(box);
    const { invoices } = box.state();
    const numbers = async (query: string, extra: Form = {}): Promise<string[]> =>
      (await get(`/Invoices?page=1&pageSize=1000&${query}`, extra)).json.Invoices.map(
        ({ InvoiceNumber }: { InvoiceNumber: string }) => InvoiceNumber,
      ).toSorted();
    const expected = (keep: (invoice: State['invoices'][number]) => boolean) =>
      invoices
        .filter(keep)
        .map(({ number }) => number)
        .toSorted();
    expect(await numbers('where=Type%3D%3D%22ACCPAY%22')).toEqual(expected(({ type }) => type === 'ACCPAY'));
    expect(await numbers('where=Type%3D%3D%22ACCREC%22%20AND%20Status%3D%3D%22VOIDED%22')).toEqual(
      expected(({ type, status }) => type === 'ACCREC' && status === 'VOIDED'),
    );
    expect(await numbers('where=Date%3E%3DDateTime(2026,11,1)')).toEqual(expected(({ date }) => date >= '2026-11-01'));
    expect(await numbers('Statuses=DRAFT,VOIDED')).toEqual(
      expected(({ status }) => status === 'DRAFT' || status === 'VOIDED'),
    );
    const [first, second] = invoices;
    expect(await numbers(`IDs=${first?.id},${second?.id}`)).toEqual(
      expected(({ id }) => id === first?.id || id === second?.id),
    );
    expect(await numbers(`ContactIDs=${first?.contact}`)).toEqual(
      expected(({ contact }) => contact === first?.contact),
    );
    expect(await numbers(`where=Contact.ContactID%3D%3DGuid(%22${first?.contact}%22)`)).toEqual(
      expected(({ contact }) => contact === first?.contact),
    );
    const since = '2026-10-01T00:00:00';
    const changed = expected(({ updated }) => updated >= Date.parse(`${since}Z`));
    expect(changed.length).toBeGreaterThan(0);
    for (const written of [since, `${since}Z`, 'Thu, 01 Oct 2026 00:00:00 GMT', '2026-10-01T08:00:00+08:00']) {
      expect(await numbers('', { 'if-modified-since': written })).toEqual(changed);
    }
    expect((await get('/Invoices', { 'if-modified-since': 'yesterday' })).status).toBe(400);
  });

  test('unit amounts have two decimals, or four when asked', async () => {
    const box = await startBox();
    const { get, send } = await client(box);
    const line = { Description: 'x', UnitAmount: 1.2345, AccountCode: '200' };
    const body = { Type: 'ACCREC', Contact: { Name: 'New Name' }, LineItems: [line] };
    const { InvoiceID: id } = (await send('PUT', '/Invoices', body)).json.Invoices[0];
    expect((await get(`/Invoices/${id}`)).json.Invoices[0].LineItems[0].UnitAmount).toBe(1.23);
    expect((await get(`/Invoices/${id}?unitdp=4`)).json.Invoices[0].LineItems[0].UnitAmount).toBe(1.2345);
    // The contact was made by its name.
    expect(box.state().contacts.at(-1)?.name).toBe('New Name');
  });

  test('an unknown id is 404, in plain words', async () => {
    const box = await startBox();
    const { get } = await client(box);
    const { status, text } = await get('/Invoices/52208ff9-0000-4000-8000-000000000001');
    expect([status, text]).toEqual([404, "The resource you're looking for cannot be found"]);
    expect((await get('/Invoices/INV-0001')).json.Invoices[0].InvoiceNumber).toBe('INV-0001');
  });

  test('archived contacts are hidden unless asked for; their balance is worked out, and does not count as a change', async () => {
    const box = await startBox();
    const { get, send } = await client(box);
    const open = box.state().invoices.find(({ status, type }) => status === 'AUTHORISED' && type === 'ACCREC');
    const path = `/Contacts/${open?.contact}`;
    const before = (await get(path)).json.Contacts[0];
    expect(before).toMatchObject({ IsCustomer: true, IsSupplier: false });
    box.advance(minute);
    await send('PUT', '/Payments', {
      Invoice: { InvoiceID: open?.id },
      Account: { Code: '090' },
      Amount: 1,
      Date: '2026-11-20',
    });
    const after = (await get(path)).json.Contacts[0];
    expect(after.Balances.AccountsReceivable.Outstanding).toBeCloseTo(
      before.Balances.AccountsReceivable.Outstanding - 1,
      10,
    );
    expect(after.UpdatedDateUTC).toBe(before.UpdatedDateUTC);
    await send('POST', path, { ContactStatus: 'ARCHIVED' });
    const listed = async (query: string): Promise<boolean> =>
      (await get(`/Contacts?page=1&pageSize=1000${query}`)).json.Contacts.some(
        ({ ContactID }: { ContactID: string }) => ContactID === open?.contact,
      );
    expect([await listed(''), await listed('&includeArchived=true')]).toEqual([false, true]);
  });
});

describe('writes', () => {
  const line = { Description: 'Course', Quantity: 1, UnitAmount: 100, AccountCode: '200' };

  test('all elements are refused together, or each by itself', async () => {
    const box = await startBox();
    const { send } = await client(box);
    const before = box.state().contacts.length;
    const body = { Contacts: [{ Name: 'Good One' }, { Name: 'Harbourside Property Trust' }, {}] };
    const refused = await send('PUT', '/Contacts', body);
    expect(refused.status).toBe(400);
    expect(refused.json).toMatchObject({
      ErrorNumber: 10,
      Type: 'ValidationException',
      Elements: [
        {
          Name: 'Harbourside Property Trust',
          ValidationErrors: [{ Message: expect.stringContaining('already assigned') }],
        },
        { ValidationErrors: [{ Message: 'The contact name must be specified.' }] },
      ],
    });
    expect(box.state().contacts).toHaveLength(before);
    const mixed = await send('PUT', '/Contacts?summarizeErrors=false', body);
    expect(mixed.status).toBe(200);
    expect(
      mixed.json.Contacts.map(({ StatusAttributeString }: { StatusAttributeString: string }) => StatusAttributeString),
    ).toEqual(['OK', 'ERROR', 'ERROR']);
    expect(box.state().contacts).toHaveLength(before + 1);
  });

  test('PUT never changes, POST finds by name', async () => {
    const box = await startBox();
    const { send } = await client(box);
    const name = box.state().contacts[0]?.name ?? '';
    expect((await send('PUT', '/Contacts', { Name: name })).status).toBe(400);
    const changed = await send('POST', '/Contacts', { Name: name, EmailAddress: 'new@mail.example' });
    expect(changed.json.Contacts[0].ContactID).toBe(box.state().contacts[0]?.id);
    expect(box.state().contacts[0]?.email).toBe('new@mail.example');
  });

  test.each([
    ['no lines', { LineItems: [] }, 'One or more line items'],
    ['no contact', { Contact: undefined }, 'A Contact must be specified'],
    ['an unknown contact', { Contact: { ContactID: '52208ff9-0000-4000-8000-000000000001' } }, 'could not be found'],
    ['no due date', { DueDate: undefined }, 'due date is required'],
    ['no description', { LineItems: [{ ...line, Description: '' }] }, 'at least 1 character'],
    [
      'a bank account on a line',
      { LineItems: [{ ...line, AccountCode: '090' }] },
      "Account code '090' is not a valid code",
    ],
    ['an unknown tax', { LineItems: [{ ...line, TaxType: 'VAT' }] }, "TaxType code 'VAT' does not exist"],
    ['an amount as text', { LineItems: [{ ...line, UnitAmount: '100.00' }] }, 'UnitAmount is not a number'],
    ['another currency', { CurrencyCode: 'USD' }, 'not subscribed to currency USD'],
    ['a status of its own', { Status: 'PAID' }, 'not valid for a new invoice'],
    ['a number that is taken', { InvoiceNumber: 'INV-0001' }, 'Invoice # must be unique'],
    ['a date that is none', { DueDate: 'soon' }, 'DueDate is not a date'],
    ['no type', { Type: undefined }, 'Type must be'],
  ])('an open invoice with %s is refused', async (_what, change, words) => {
    const box = await startBox();
    const { send } = await client(box);
    const contact = box.state().contacts[0]?.id;
    const good = {
      Type: 'ACCREC',
      Status: 'AUTHORISED',
      Contact: { ContactID: contact },
      DueDate: '2026-12-01',
      LineItems: [line],
    };
    const refused = await send('PUT', '/Invoices', { Invoices: [{ ...good, ...change }] });
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.json.Elements[0].ValidationErrors)).toContain(words);
    const accepted = await send('PUT', '/Invoices', good);
    expect([accepted.status, accepted.json.Invoices[0].Total]).toEqual([200, 110]);
  });

  test('a payment moves the invoice, and cannot be more than is due', async () => {
    const box = await startBox();
    const { send, get } = await client(box);
    const { invoices } = box.state();
    const open = invoices.find(({ status, type }) => status === 'AUTHORISED' && type === 'ACCREC');
    const draft = invoices.find(({ status }) => status === 'DRAFT');
    const pay = (Amount: unknown, more: object = {}) =>
      send('PUT', '/Payments', {
        Invoice: { InvoiceID: open?.id },
        Account: { Code: '090' },
        Date: '2026-11-20',
        Amount,
        ...more,
      });
    const message = async (answer: Promise<Answer>): Promise<string> =>
      (await answer).json.Elements[0].ValidationErrors[0].Message;
    const { AmountDue: due } = (await get(`/Invoices/${open?.id}`)).json.Invoices[0];
    expect(await message(pay(due + 0.01))).toContain('exceeds the amount outstanding');
    expect(await message(pay(0))).toContain('greater than 0');
    expect(await message(pay(1, { Account: { Code: '200' } }))).toContain('bank account');
    expect(await message(pay(1, { Invoice: { InvoiceID: draft?.id } }))).toContain('not of valid status');
    const paid = (await pay(due)).json.Payments[0];
    expect(paid).toMatchObject({ PaymentType: 'ACCRECPAYMENT', Invoice: { Status: 'PAID', AmountDue: 0 } });
    expect(
      (await send('POST', `/Invoices/${open?.id}`, { Status: 'VOIDED' })).json.Elements[0].ValidationErrors,
    ).toEqual([{ Message: 'Invoice not of valid status for modification' }]);
    const removed = await send('POST', `/Payments/${paid.PaymentID}`, { Status: 'DELETED' });
    expect(removed.json.Payments[0]).toMatchObject({
      Status: 'DELETED',
      Invoice: { Status: 'AUTHORISED', AmountDue: due },
    });
    // One with a credit on it cannot be voided.
    const credited = box.state().credit_notes[0]?.allocations[0]?.invoice;
    expect((await send('POST', `/Invoices/${credited}`, { Status: 'VOIDED' })).status).toBe(400);
  });

  test('an idempotency key answers the same again, and nothing else', async () => {
    const box = await startBox();
    const { send } = await client(box);
    const key = { 'idempotency-key': 'k'.repeat(128) };
    const first = await send('PUT', '/Contacts', { Name: 'Once' }, key);
    const again = await send('PUT', '/Contacts', { Name: 'Once' }, key);
    expect(again.json).toEqual(first.json);
    expect((await send('PUT', '/Contacts', { Name: 'Twice' }, key)).status).toBe(400);
    expect((await send('PUT', '/Contacts', { Name: 'Long' }, { 'idempotency-key': 'k'.repeat(129) })).status).toBe(400);
    // A refusal is kept too.
    const refused = { 'idempotency-key': 'other' };
    expect((await send('PUT', '/Contacts', { Name: 'Once' }, refused)).status).toBe(400);
    expect((await send('PUT', '/Contacts', { Name: 'Once' }, refused)).status).toBe(400);
    expect(box.state().contacts.filter(({ name }) => name === 'Once')).toHaveLength(1);
  });

  test.each([
    ['text/plain', '{"Name":"x"}'],
    ['application/json', '{"Name":'],
    ['application/json', '[]'],
    ['application/json', '{"Contacts":[5]}'],
  ])('a body of %s %s is refused', async (type, body) => {
    const box = await startBox();
    const { headers } = await client(box);
    const answer = await call(box, '/api.xro/2.0/Contacts', {
      method: 'PUT',
      headers: { ...headers, 'content-type': type },
      body,
    });
    expect([answer.status, answer.json.Type]).toEqual([400, 'PostDataInvalidException']);
  });

  test('everything survives a restart', async () => {
    const box = await startBox();
    const { send, get } = await client(box);
    const { ContactID: id } = (await send('PUT', '/Contacts', { Name: 'Kept' })).json.Contacts[0];
    await box.restart();
    expect((await get(`/Contacts/${id}`)).json.Contacts[0].Name).toBe('Kept');
  });
});

describe('books', () => {
  test('every entry has its counterpart, whatever is booked', async () => {
    const box = await startBox();
    const { send } = await client(box, {
      scope: 'accounting.invoices accounting.banktransactions accounting.payments',
    });
    const balanced = () => entriesOf(box.state()).reduce((sum, { cents }) => sum + cents, 0);
    expect(balanced()).toBe(0);
    const contact = box.state().contacts[0]?.id;
    for (const LineAmountTypes of ['Exclusive', 'Inclusive', 'NoTax']) {
      const lines = [0.01, 0.05, 33.33, 19.99].map((UnitAmount) => ({
        Description: 'x',
        Quantity: 3,
        UnitAmount,
        AccountCode: '200',
      }));
      const body = {
        Type: 'ACCREC',
        Status: 'AUTHORISED',
        Contact: { ContactID: contact },
        DueDate: '2026-12-01',
        LineAmountTypes,
        LineItems: lines,
      };
      expect((await send('PUT', '/Invoices', body)).status).toBe(200);
      const spent = {
        Type: 'SPEND',
        BankAccount: { Code: '090' },
        LineAmountTypes,
        LineItems: lines.map((one) => ({ ...one, AccountCode: '420' })),
      };
      expect((await send('PUT', '/BankTransactions', spent)).status).toBe(200);
      expect(balanced()).toBe(0);
    }
  });

  test('a sale shows in the reports at once', async () => {
    const box = await startBox();
    const { send, get } = await client(box, { scope: 'accounting.invoices accounting.reports.profitandloss.read' });
    const income = async (): Promise<number> =>
      Number(
        (await get('/Reports/ProfitAndLoss?fromDate=2026-11-01&toDate=2026-11-30')).json.Reports[0].Rows[1].Rows.at(-1)
          .Cells[1].Value,
      );
    const before = await income();
    const contact = box.state().contacts[0]?.id;
    const lines = [{ Description: 'x', UnitAmount: 123.45, AccountCode: '200' }];
    await send('PUT', '/Invoices', {
      Type: 'ACCREC',
      Status: 'AUTHORISED',
      Contact: { ContactID: contact },
      DueDate: '2026-12-01',
      Date: '2026-11-20',
      LineItems: lines,
    });
    expect((await income()) - before).toBeCloseTo(123.45, 6);
    expect((await get('/Reports/ProfitAndLoss?fromDate=2026-11-30&toDate=2026-11-01')).status).toBe(400);
    expect((await get('/Reports/BalanceSheet')).status).toBe(403);
  });
});

describe('grown streams', () => {
  test('they follow the seeded items in the order of the id, and can be looked up', async () => {
    const box = await startBox({ invoices: 250 });
    const { get } = await client(box);
    const seeded = box.state().invoices.length;
    const seen: string[] = [];
    for (let page = 1; page <= 4; page += 1) {
      const { Invoices: items, pagination } = (await get(`/Invoices?page=${page}&pageSize=100&order=InvoiceID%20ASC`))
        .json;
      expect(pagination).toEqual({ page, pageSize: 100, pageCount: 4, itemCount: 250 + seeded });
      seen.push(...items.map(({ InvoiceID }: { InvoiceID: string }) => InvoiceID));
    }
    expect(seen).toEqual(seen.toSorted());
    expect(new Set(seen).size).toBe(250 + seeded);
    const last = seen.at(-1) ?? '';
    expect((await get(`/Invoices/${last}`)).json.Invoices[0].InvoiceID).toBe(last);
    expect((await get(`/Invoices?page=1&where=InvoiceNumber%3D%3D%22G-0000249%22`)).json.Invoices).toMatchObject([
      { InvoiceID: last },
    ]);
  });

  test('touched ones differ and are in the set modified since', async () => {
    const box = await startBox({ payments: 100 });
    const { get } = await client(box);
    const path = '/Payments?page=1&pageSize=1000&order=PaymentID';
    const before = (await get(path)).json.Payments;
    box.advance(minute);
    const since = { 'if-modified-since': new Date(box.now()).toISOString().slice(0, 19) };
    expect((await get(path, since)).json.Payments).toEqual([]);
    await box.control.touch('xero', 'payments', 0.1);
    const touched = (await get(path, since)).json.Payments;
    expect(touched).toHaveLength(10);
    for (const item of touched) {
      expect(item.Reference).not.toBe(
        before.find(({ PaymentID }: { PaymentID: string }) => PaymentID === item.PaymentID)?.Reference,
      );
    }
  });
});

describe('where and order', () => {
  test.each([
    ['Name=="A AND B"', true],
    ['Name=="A AND B" AND Total>=10.5', true],
    ['Name!="A AND B" OR Total<0', false],
    ['IsReconciled==true && Missing==1', false],
    ['Date<DateTime(2026, 5, 2)', true],
  ])('%s', (where, expected) => {
    const read = readWhere(where);
    const item = { Name: 'A AND B', Total: 10.5, IsReconciled: true, Date: '/Date(1777593600000+0000)/' };
    expect(read.ok && read.value(item)).toBe(expected);
  });

  test.each(['', 'Status', 'Status="PAID"', 'Status==PAID', 'A==1 AND B==2 OR C==3', 'Name=="x" AND'])(
    'where "%s" cannot be read',
    (where) => {
      expect(readWhere(where).ok).toBe(false);
    },
  );

  test('order', () => {
    expect(readOrder('UpdatedDateUTC DESC, Contact.Name')).toEqual({
      ok: true,
      value: [
        { field: 'UpdatedDateUTC', descending: true },
        { field: 'Contact.Name', descending: false },
      ],
    });
    expect(readOrder('Name SIDEWAYS').ok).toBe(false);
  });
});
