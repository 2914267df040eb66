/** The MYOB connector run by the engine against the sandbox: the company file, GST to the cent, limits that look like missing rights, and pages of lists that change meanwhile. */
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import {
  type HttpRequest,
  type HttpResponse,
  type JsonObject,
  type ProviderHttp,
  type SandboxSignIn,
} from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { type Connection, failure, openRig, type Rig } from 'plugboard/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { actions } from './actions.ts';
import { readError } from './errors.ts';
import { check, filesOf, inFile } from './file.ts';
import myob from './index.ts';
import { firstPage, walking } from './paging.ts';
import { weeksAt } from './payroll.ts';
import { questionsOf } from './reports.ts';
import sandbox, { apps } from './sandbox.ts';
import { seededId, type State } from './sandbox/state.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

async function startRig(): Promise<Rig<State>> {
  const rig = await openRig({ provider: myob, sandbox, folder: fileURLToPath(new URL('.', import.meta.url)) });
  onTestFinished(() => rig.stop());
  return rig;
}

function signIn(settings: Readonly<Record<string, string>>): SandboxSignIn {
  return { method: 'oauth2', app: apps.web, fields: {}, settings };
}

function context<T>(connection: Connection, input: T, idempotencyKey: string) {
  const { settings, account } = connection;
  return { http: connection.open('action'), input, idempotencyKey, settings, account, method: 'oauth2' };
}

const createCustomer = (connection: Connection, input: JsonObject, key: string) =>
  actions.create_customer.run(context(connection, actions.create_customer.input.parse(input), key));
const createInvoice = (connection: Connection, input: JsonObject, key: string) =>
  actions.create_invoice.run(context(connection, actions.create_invoice.input.parse(input), key));

// --- the company file -----------------------------------------------------------------------------------------------------

function door(answers: Readonly<Record<string, unknown>>): ProviderHttp & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    send: async ({ url }: HttpRequest): Promise<HttpResponse> => {
      asked.push(url);
      return { status: 200, headers: {}, body: answers[url], url };
    },
  };
}

describe('the company file', () => {
  const id = '5c2d3a10-0000-4000-8000-0000000000ff';

  test('the redirect names it, and nothing else is asked', async () => {
    const http = door({});
    expect(await filesOf({ http, grant: { businessId: id.toUpperCase(), businessName: 'Acme' } })).toMatchObject([
      { id, name: 'Acme' },
    ]);
    expect(http.asked).toEqual([]);
  });

  test('what came by way of a browser is no path', async () => {
    const error = await failure(filesOf({ http: door({}), grant: { businessId: '../x' } }));
    expect(error.code).toBe('invalid_request');
  });

  test('keys of before list their files, each in its own region and country', async () => {
    const files = [
      { Id: id, Name: 'Acme', Uri: `https://arl2.api.myob.com/accountright/${id}`, Country: 'AU' },
      { Id: id.replace('ff', 'fe'), Name: 'Kiwi', Uri: `https://evil.example/accountright/${id}`, Country: 'NZ' },
      { Id: 'no id' },
    ];
    const [acme, kiwi, ...more] = await filesOf({ http: door({ '/': files }), grant: undefined });
    expect(inFile(acme, '/Contact/Customer')).toBe(`https://arl2.api.myob.com/accountright/${id}/Contact/Customer`);
    expect(kiwi).toMatchObject({ meta: { currency: 'NZD', country: 'NZ' } });
    expect(inFile(kiwi, '/')).toBe(`/${id.replace('ff', 'fe')}/`);
    expect(more).toEqual([]);
  });

  test('no file, or several, cannot be connected unseen', async () => {
    const given = { settings: {}, method: 'oauth2', account: undefined };
    expect((await failure(check({ ...given, http: door({ '/': [] }) }))).code).toBe('permission_denied');
    const two = [
      { Id: id, Name: 'a' },
      { Id: id.replace('ff', 'fe'), Name: 'b' },
    ];
    expect((await failure(check({ ...given, http: door({ '/': two }) }))).code).toBe('conflict');
  });

  test('what the user may not do is left out, with what to do about it', async () => {
    const rig = await startRig();
    await rig.box.control.switches('myob', { denied: 'Purchase Sale/Invoice/Service' });
    const { absent } = await rig.connect();
    expect(Object.keys(absent).toSorted()).toEqual(['bills', 'create_invoice', 'supplier_payments']);
    expect(absent['bills']).toContain("change the user's role in MYOB");
  });
});

// --- GST ------------------------------------------------------------------------------------------------------------------

describe('GST to the cent', () => {
  let rig: Rig<State>;
  let connection: Connection;
  beforeAll(async () => {
    rig = await openRig({ provider: myob, sandbox, folder: fileURLToPath(new URL('.', import.meta.url)) });
    connection = await rig.connect();
    await rig.box.control.switches('myob', { limits: 'off' });
  });
  afterAll(() => rig.stop());

  const cents = (text: string | null) => BigInt((text ?? '').replace('.', ''));
  const shown = (value: bigint) => `${value / 10_000n}.${String(value % 10_000n).padStart(4, '0')}`;
  /** Half away from zero, of positive numbers. */
  const rounded = (numerator: bigint, denominator: bigint) => (2n * numerator + denominator) / (2n * denominator);

  test('totals and tax of a created invoice are those of its lines, with the tax in the prices and without (property)', async () => {
    const line = fc.record({
      quantity: fc.integer({ min: 1, max: 40_000 }),
      price: fc.bigInt({ min: 1n, max: 99_999_999n }),
      tax: fc.constantFrom('GST', 'FRE', 'N-T'),
      product: fc.constant(false),
    });
    let number = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('inclusive', 'exclusive'),
        fc.boolean(),
        async (lines, treatment, products) => {
          number += 1;
          const input = {
            contact_id: seededId('customer', 1),
            issued_on: '2026-11-20',
            tax_treatment: treatment,
            lines: lines.map(({ quantity, price, tax }) => ({
              description: 'Place',
              quantity: shown(BigInt(quantity)),
              unit_amount: shown(price),
              tax_code: tax,
              ...(products ? { product_id: seededId('item', 1) } : { account_code: '4-1000' }),
            })),
          };
          const { output } = await createInvoice(connection, input, `property-${number}`);
          let [entered, gst] = [0n, 0n];
          for (const { quantity, price, tax } of lines) {
            const amount = rounded(BigInt(quantity) * price, 1_000_000n);
            entered += amount;
            if (tax === 'GST') gst += rounded(amount, treatment === 'inclusive' ? 11n : 10n);
          }
          const total = treatment === 'inclusive' ? entered : entered + gst;
          expect(output.data).toMatchObject({ tax_treatment: treatment, currency: 'AUD' });
          expect(cents(output.data.tax_total)).toBe(gst);
          expect(cents(output.data.total)).toBe(total);
          expect(cents(output.data.subtotal)).toBe(total - gst);
          expect(output.data.amount_due).toBe(output.data.total);
          expect(output.data.lines.reduce((sum, { total: part }) => sum + cents(part), 0n)).toBe(entered);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('what cannot be sent exactly, or says too little, is refused before anything is sent', async () => {
    const good = {
      contact_id: seededId('customer', 1),
      issued_on: '2026-11-20',
      tax_treatment: 'exclusive',
      lines: [{ description: 'Place', unit_amount: '1.00', account_code: '4-1000' }],
    };
    const { input } = actions.create_invoice;
    expect(input.safeParse(good).success).toBe(true);
    const mixed = [...good.lines, { description: 'Book', unit_amount: '1.00', product_id: seededId('item', 1) }];
    for (const change of [{ tax_treatment: undefined }, { lines: [] }, { lines: mixed }, { number: '12345678901234' }])
      expect(input.safeParse({ ...good, ...change }).success).toBe(false);
    for (const unit of ['1.00001', '1,00', '', 'x', '1e3'])
      expect(input.safeParse({ ...good, lines: [{ ...good.lines[0], unit_amount: unit }] }).success).toBe(false);
    const huge = { ...good, lines: [{ ...good.lines[0], quantity: '999999999.9999', unit_amount: '999999999.99' }] };
    expect((await failure(createInvoice(connection, huge, 'huge'))).code).toBe('invalid_request');
    const unknown = { ...good, lines: [{ ...good.lines[0], tax_code: 'ZZZ' }] };
    expect((await failure(createInvoice(connection, unknown, 'zzz'))).message).toContain('no tax code "ZZZ"');
  });

  test('an ABN is checked and written as people do; names keep their letters', async () => {
    const { input } = actions.create_customer;
    expect(input.safeParse({ name: 'x', tax_number: '11 111 111 111' }).success).toBe(false);
    expect(input.safeParse({}).success).toBe(false);
    expect(input.safeParse({ name: 'x', last_name: 'y' }).success).toBe(false);
    const { output } = await createCustomer(
      connection,
      { name: "O'Brien & Söhne 北京", tax_number: '51824753556' },
      'ob',
    );
    expect(output.data).toMatchObject({ name: "O'Brien & Söhne 北京", tax_number: '51 824 753 556' });
    const person = await createCustomer(connection, { first_name: 'Zoë', last_name: "D'Arcy" }, 'zd');
    expect(person.output.data).toMatchObject({ name: "Zoë D'Arcy", last_name: "D'Arcy", tax_number: null });
  });
});

// --- once -----------------------------------------------------------------------------------------------------------------

describe('nothing is made twice', () => {
  const sale = {
    contact_id: seededId('customer', 1),
    issued_on: '2026-11-20',
    tax_treatment: 'inclusive',
    lines: [{ description: 'Place', unit_amount: '110.00', account_code: '4-1000' }],
  };

  test('an answer that is lost after MYOB did the work: asked again, the same invoice comes back', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const before = rig.box.state().invoices.length;
    await rig.box.fault({ kind: 'lose_answer', times: 1, method: 'POST' });
    await failure(createInvoice(connection, sale, 'enrolment-7'));
    expect(rig.box.state().invoices).toHaveLength(before + 1);
    const { output } = await createInvoice(connection, sale, 'enrolment-7');
    expect(rig.box.state().invoices).toHaveLength(before + 1);
    expect(output.id).toBe(rig.box.state().invoices.at(-1)?.id);
    await createInvoice(connection, sale, 'enrolment-8');
    expect(rig.box.state().invoices).toHaveLength(before + 2);
  });

  test('the same for customers and payments', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const one = await createCustomer(connection, { name: 'Acme' }, 'a');
    const two = await createCustomer(connection, { name: 'Acme' }, 'a');
    const three = await createCustomer(connection, { name: 'Acme' }, 'b');
    expect(two.output.id).toBe(one.output.id);
    expect(three.output.id).not.toBe(one.output.id);
    const { output } = await createInvoice(connection, { ...sale, contact_id: one.output.id }, 'i');
    const pay = (key: string) =>
      actions.record_payment.run(
        context(
          connection,
          { invoice_id: output.id, account_code: '1-1110', amount: '55.00', paid_on: '2026-11-20' },
          key,
        ),
      );
    const [first, again] = [await pay('p'), await pay('p')];
    expect(again.output.id).toBe(first.output.id);
    const read = await connection.read('invoices');
    expect(read.store.records.get(output.id)?.data).toMatchObject({ amount_paid: '55.00', amount_due: '55.00' });
    expect((await failure(pay('q').then(() => pay('r')))).code).toBe('invalid_request');
  });
});

// --- limits, rights, tokens -----------------------------------------------------------------------------------------------

describe('a 403', () => {
  const answer = (...errors: JsonObject[]): HttpResponse => ({
    status: 403,
    headers: {},
    body: { Errors: errors },
    url: '',
  });

  test('is a limit or a missing right, by its name', () => {
    expect(readError(answer({ Name: 'RateLimitError' }))).toMatchObject({ code: 'rate_limited', retryAfterMs: 1_500 });
    expect(readError(answer({ Name: 'AccessDenied', Message: 'No.' }))).toMatchObject({ code: 'permission_denied' });
    expect(readError({ ...answer(), body: '<html>' })).toMatchObject({ code: 'permission_denied' });
  });

  test('a limit is waited out and nothing is lost; a missing right is not tried again', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const whole = await connection.read('customers');
    const body = { Errors: [{ Name: 'RateLimitError', Message: 'API key is over its rate limit.' }] };
    await rig.box.fault({ kind: 'status', status: 403, body, times: 2 });
    const read = await connection.read('customers');
    expect([read.keys.size, read.retries]).toEqual([whole.keys.size, 2]);
    await rig.box.control.switches('myob', { denied: 'Contact/Customer' });
    const before = (await rig.box.requests()).requests;
    const error = await failure(connection.read('customers'));
    expect([error.code, error.details.vendorCode]).toEqual(['permission_denied', 'AccessDenied']);
    expect((await rig.box.requests()).requests - before).toBe(1);
  });

  test('many streams at once stay within eight calls a second', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const names = ['customers', 'invoices', 'bills', 'payments', 'timesheets', 'reports', 'pay_items'];
    const reads = await Promise.all(names.map((name) => connection.read(name)));
    for (const { result } of reads) expect(result.outcome).toBe('complete');
    expect((await rig.box.requests()).statuses['403'] ?? 0).toBeLessThan(5);
  });
});

describe('tokens', () => {
  test('twenty minutes later they are renewed, and each renewal brings a new refresh token', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const first = (await connection.credential.read()).tokens?.refresh_token;
    rig.box.advance(21 * minute);
    await connection.read('tax_codes');
    const second = (await connection.credential.read()).tokens;
    expect(second?.refresh_token).not.toBe(first);
    expect(second?.extra).toMatchObject({ businessId: seededId('file', 1) });
    rig.box.advance(8 * day);
    expect((await failure(connection.read('tax_codes'))).code).toBe('auth_revoked');
  });

  test('a key of another app, or a file that is not of this consent, says so', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const http = connection.open('other file');
    const error = await failure(http.send({ url: `/${seededId('file', 2)}/Contact/Customer` }));
    expect(error.code).toBe('permission_denied');
  });
});

// --- reading --------------------------------------------------------------------------------------------------------------

describe('reading', () => {
  test('payroll is not asked for unless it is wanted, in scopes and calls', async () => {
    const rig = await startRig();
    const connection = await rig.connect(signIn({}));
    const [way] = myob.auth;
    const scopes = way?.kind === 'oauth2' && typeof way.scopes === 'function' ? way.scopes : () => [];
    expect(scopes({}).join(' ')).not.toContain('payroll');
    expect(scopes({ payroll: 'yes' })).toContain('sme-payroll');
    const before = (await rig.box.requests()).requests;
    for (const name of ['employees', 'employments', 'timesheets', 'pay_items', 'pay_advices'])
      expect((await connection.read(name)).result).toMatchObject({ outcome: 'absent' });
    expect((await rig.box.requests()).requests).toBe(before);
    const reports = await connection.read('reports');
    expect([...reports.keys].some((key) => key.startsWith('payroll'))).toBe(false);
  });

  test('a plan without some layouts still gives the others', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const all = await connection.read('invoices');
    await rig.box.control.switches('myob', { plan: 'essentials' });
    const some = await connection.read('invoices');
    expect(some.result.outcome).toBe('complete');
    expect(some.keys.size).toBeGreaterThan(0);
    expect(some.keys.size).toBeLessThan(all.keys.size);
  });

  test('an invoice that was paid is read again although MYOB does not say that it changed', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const full = await connection.read('invoices');
    const open = rig.box
      .state()
      .invoices.find(({ id }) => textAt(full.store.records.get(id)?.data, 'status') === 'open');
    const id = open?.id ?? '';
    const data = full.store.records.get(id)?.data;
    rig.box.advance(2 * day);
    const since = new Date(rig.box.now()).toISOString();
    rig.box.advance(minute);
    const input = {
      invoice_id: id,
      account_code: '1-1110',
      amount: textAt(data, 'amount_due') ?? '',
      paid_on: '2026-11-22',
    };
    await actions.record_payment.run(context(connection, input, 'pay'));
    await connection.read('invoices', { mode: 'incremental', cursor: since, store: full.store });
    expect(full.store.records.get(id)?.data).toMatchObject({ status: 'paid', amount_due: '0.00' });
  });

  test('a link to the next page is a sign that there is one, and never an address to call', () => {
    const request = { url: '/f/Contact/Customer', query: firstPage('LastModified', 2, undefined) };
    const items = [{ LastModified: '2026-05-01T00:00:00Z' }, { LastModified: '2026-05-02T00:00:00.5Z' }];
    const body = { Items: items, NextPageLink: 'https://evil.example/?$skip=2' };
    const page = { request, items, number: 1, response: { status: 200, headers: {}, body, url: '' } };
    expect(walking('LastModified')(page)).toEqual({
      url: '/f/Contact/Customer',
      query: {
        $orderby: 'LastModified',
        $top: 2,
        $filter: "LastModified ge datetime'2026-05-02T00:00:00.500'",
        $skip: undefined,
      },
    });
    const empty = { ...page, items: [] };
    expect(() => walking('LastModified')(empty)).toThrow(/empty page/);
    const unsorted = { ...page, items: items.toReversed() };
    expect(walking('LastModified')(unsorted)?.query).toMatchObject({ $skip: 2 });
  });

  test('whatever is edited or deleted between two pages, what was left alone is read (property)', () => {
    const change = fc.record({
      edit: fc.array(fc.nat(59), { maxLength: 4 }),
      remove: fc.array(fc.nat(59), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 60, maxLength: 60 }),
        fc.array(change, { maxLength: 30 }),
        (ages, changes) => {
          const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();
          let list = ages.map((age, id) => ({ id, LastModified: at(age) }));
          let clock = 1_000;
          const touched = new Set<number>();
          const seen = new Set<number>();
          let request: HttpRequest | undefined = { url: '/x', query: firstPage('LastModified', 7, undefined) };
          for (let number = 1; request !== undefined && number < 200; number += 1) {
            const from = /datetime'([^']*)'/.exec(String(request.query?.['$filter'] ?? ''))?.[1];
            const skip = Number(request.query?.['$skip'] ?? 0);
            const fit = list
              .filter(({ LastModified }) => from === undefined || LastModified >= `${from}Z`)
              .toSorted((a, b) =>
                a.LastModified < b.LastModified ? -1 : a.LastModified > b.LastModified ? 1 : a.id - b.id,
              );
            const items = fit.slice(skip, skip + 7);
            for (const { id } of items) seen.add(id);
            const body = { NextPageLink: skip + 7 < fit.length ? 'more' : null };
            request = walking('LastModified')({
              request,
              items,
              number,
              response: { status: 200, headers: {}, body, url: '' },
            });
            // Only within items of one moment is counted; there nothing may move, which a bulk import has behind it.
            if (items.at(-1)?.LastModified === `${from}Z`) continue;
            const { edit, remove } = changes[number - 1] ?? { edit: [], remove: [] };
            for (const id of [...edit, ...remove]) touched.add(id);
            list = list.filter(({ id }) => !remove.includes(id));
            clock += 1;
            list = list.map((one) => (edit.includes(one.id) ? { ...one, LastModified: at(clock) } : one));
          }
          const missed = ages.flatMap((_age, id) => (touched.has(id) || seen.has(id) ? [] : [id]));
          expect(missed).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('weeks and months are those of the site', () => {
    // Sunday evening in UTC is Monday in Sydney.
    const weeks = weeksAt('2026-11-22T15:00:00.000Z', 'Australia/Sydney');
    expect(weeks).toHaveLength(14);
    expect(weeks.at(-2)).toEqual({ from: '2026-11-23', to: '2026-11-29' });
    expect(weeksAt('2026-11-22T15:00:00.000Z', 'Australia/Perth').at(-2)).toEqual({
      from: '2026-11-16',
      to: '2026-11-22',
    });
    const asked = questionsOf('2026-01', { reporting_basis: 'cash' });
    expect(asked).toHaveLength(9);
    expect(asked[0]).toMatchObject({ from: '2026-01-01', to: '2026-01-31', query: { ReportingBasis: 'Cash' } });
    expect(asked.at(-1)).toMatchObject({ kind: 'balance_sheet', from: null, to: '2025-11-30' });
  });
});
