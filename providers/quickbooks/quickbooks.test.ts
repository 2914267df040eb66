/**
 * The QuickBooks connector through the engine against the sandbox: connecting, the change feed and its ends, paging while things change, refusals
 * of QuickBooks' own kind, tokens, writes.
 */
import { models, type Action, type JsonObject } from 'plugboard/contract';
import { at, isObject, textAt } from 'plugboard/kit';
import { type Connection, failure, openRig, type Rig } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { actions } from './actions.ts';
import { faultIn, readError } from './errors.ts';
import quickbooks from './index.ts';
import { monthAt, questionsOf } from './reports.ts';
import sandbox, { apps, realmId } from './sandbox.ts';
import { put, type State } from './sandbox/state.ts';
import { nextPage, streams } from './streams.ts';

const day = 86_400_000;

async function start(): Promise<{ readonly rig: Rig<State>; readonly connection: Connection }> {
  const rig = await openRig<State>({ provider: quickbooks, sandbox, folder: import.meta.dirname });
  onTestFinished(() => rig.stop());
  return { rig, connection: await rig.connect() };
}

const moment = (rig: Rig<State>): string => new Date(rig.box.now()).toISOString();

async function act(connection: Connection, name: keyof typeof actions, input: JsonObject, key: string) {
  const action: Action = actions[name];
  const { settings, account } = connection;
  const http = connection.open(`action ${name}`);
  return action.run({
    http,
    input: action.input.parse(input),
    idempotencyKey: key,
    settings,
    account,
    method: 'oauth2',
  });
}

describe('connecting', () => {
  test('the company comes with the redirect, its facts from the company itself', async () => {
    const { connection } = await start();
    expect(connection.message).toBe('Connected to Harbour Training (AUD)');
    expect(connection.account).toEqual({
      id: realmId,
      name: 'Harbour Training',
      meta: { currency: 'AUD', country: 'AU', time_zone: 'Australia/Perth' },
    });
    expect((await connection.credential.read()).tokens?.extra).toEqual({ realmId });
  });

  test('tokens that were moved in name no company: the setting does, and without it people are told', async () => {
    const { connection } = await start();
    const http = connection.open('accounts');
    const accounts = (settings: Record<string, string>, grant?: JsonObject) =>
      quickbooks.accounts?.({ http, settings, method: 'oauth2', grant }) ?? Promise.resolve([]);
    expect(await accounts({ company_id: realmId })).toEqual([{ id: realmId, name: realmId, meta: {} }]);
    expect(await accounts({ company_id: '12345' }, { realmId })).toMatchObject([{ id: realmId }]);
    for (const grant of [undefined, {}, { realmId: '../../other' }, { realmId: 5 }])
      expect((await failure(accounts({}, grant))).code).toBe('invalid_request');
  });

  test('a company in the redirect that the grant is not for is not believed', async () => {
    const { connection } = await start();
    const http = connection.open('check');
    const { settings } = connection;
    const error = await failure(
      quickbooks.check({
        http,
        settings,
        account: undefined,
        method: 'oauth2',
        grant: { realmId: '9999999999999999' },
      }),
    );
    expect(error).toMatchObject({ code: 'permission_denied', details: { vendorCode: '120', status: 403 } });
  });

  test('keys of one environment do not reach the other', async () => {
    const { rig } = await start();
    const crossed = { method: 'oauth2', app: apps.production, fields: {}, settings: { environment: 'sandbox' } };
    expect((await failure(rig.connect(crossed))).code).toBe('permission_denied');
  });

  test('a refresh token not used for a hundred days is dead, and one that is used lives on', async () => {
    const { rig, connection } = await start();
    for (let month = 0; month < 5; month += 1) {
      rig.box.advance(60 * day);
      await connection.read('tax_rates');
    }
    const { tokens } = await connection.credential.read();
    expect(tokens?.extra).toEqual({ realmId });
    rig.box.advance(102 * day);
    expect((await failure(connection.read('tax_rates'))).code).toBe('auth_revoked');
  });
});

describe('what has changed', () => {
  test('the change feed brings what is new, different and gone, and nothing else', async () => {
    const { rig, connection } = await start();
    const first = await connection.read('invoices');
    rig.box.advance(day);
    const cursor = moment(rig);
    rig.box.advance(60_000);
    const state = rig.box.state();
    const [edited, removed] = state.tables.Invoice;
    if (edited === undefined || removed === undefined) throw new Error('there are invoices');
    put(state, 'Invoice', { ...edited, PrivateNote: 'Changed at QuickBooks' }, rig.box.now());
    state.tables.Invoice = state.tables.Invoice.filter((row) => row !== removed);
    state.gone.push({ entity: 'Invoice', id: textAt(removed, 'Id') ?? '', at: rig.box.now() });
    const pages = first.store.pages.length;
    const next = await connection.read('invoices', { mode: 'incremental', cursor, store: first.store });
    const changed = next.store.pages.slice(pages).flatMap((page) => page.changed);
    expect(changed.map(({ key, deleted }) => `${key} ${deleted}`).toSorted()).toEqual([
      `${textAt(edited, 'Id')} false`,
      `${textAt(removed, 'Id')} true`,
    ]);
    expect(next.requests).toBe(1);
    expect((await rig.box.requests()).routes['GET /v3/company/:realm/cdc']).toBe(1);
  });

  test.each([
    ['999 changes are told', 999, 'complete'],
    ['a thousand may be cut off, so the list is read whole', 1000, 'full_needed'],
  ])('%s', async (_what, count, outcome) => {
    const { rig, connection } = await start();
    const full = await connection.read('customers');
    rig.box.advance(day);
    const cursor = moment(rig);
    rig.box.advance(60_000);
    await rig.box.control.grow('quickbooks', 'customers', count);
    await rig.box.control.touch('quickbooks', 'customers', 1);
    const { result } = await connection.read('customers', { mode: 'incremental', cursor, store: full.store });
    expect(result.outcome).toBe(outcome);
  });

  test('a pause of a month needs a full pass, and asks QuickBooks nothing', async () => {
    const { rig, connection } = await start();
    const full = await connection.read('payments');
    const cursor = moment(rig);
    rig.box.advance(30 * day);
    const late = await connection.read('payments', { mode: 'incremental', cursor, store: full.store });
    expect(late.result.outcome).toBe('full_needed');
    expect(late.requests).toBe(0);
  });

  test('customers that were made inactive stay, put away', async () => {
    const { rig, connection } = await start();
    const state = rig.box.state();
    const [customer] = state.tables.Customer;
    put(state, 'Customer', { ...customer, Active: false }, rig.box.now());
    const { store, keys } = await connection.read('customers');
    expect(keys.size).toBe(state.tables.Customer.length);
    expect(store.records.get(textAt(customer, 'Id') ?? '')?.data).toMatchObject({ status: 'archived' });
  });
});

describe('pages', () => {
  test('something deleted while the list is walked takes nothing else with it', async () => {
    const { rig, connection } = await start();
    await rig.box.control.grow('quickbooks', 'invoices', 2500);
    const state = rig.box.state();
    const victims = state.tables.Invoice.slice(0, 5);
    let pages = 0;
    const { keys } = await connection.read('invoices', {
      watch: () => {
        pages += 1;
        if (pages === 1) state.tables.Invoice = state.tables.Invoice.filter((row) => !victims.includes(row));
      },
    });
    const missing = state.tables.Invoice.filter((row) => !keys.has(textAt(row, 'Id') ?? ''));
    expect(missing).toEqual([]);
    // All the grown ones as well: without the overlap five would be missing at the page boundary.
    expect([...keys].filter((key) => key.length === 7)).toHaveLength(2500);
  });

  test('the next page follows from the last one, and there is none after one that is not full', () => {
    const request = {
      url: '/1/query',
      query: { query: 'select * from Bill startposition 1 maxresults 1000', minorversion: '75' },
    };
    const page = (items: number, from = request) =>
      nextPage({
        request: from,
        response: { status: 200, headers: {}, body: null, url: '' },
        items: Array.from({ length: items }, () => ({})),
        number: 1,
      });
    expect(page(999)).toBeUndefined();
    expect(page(0)).toBeUndefined();
    expect(page(1000)?.query).toEqual({
      query: 'select * from Bill startposition 981 maxresults 1000',
      minorversion: '75',
    });
  });
});

describe('refusals', () => {
  const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    readError({ status, body, headers, url: '' });
  const fault = (code: string, type = 'ValidationFault') => ({
    Fault: { Error: [{ Message: 'No', Detail: 'Because.', code }], type },
    time: '',
  });

  test.each([
    [
      401,
      { fault: { error: [{ message: 'm', detail: 'Token expired', code: '3200' }], type: 'AUTHENTICATION' } },
      'auth_expired',
    ],
    [401, fault('120', 'AuthorizationFault'), 'permission_denied'],
    [401, '', 'auth_expired'],
    [403, fault('003100', 'AuthorizationFault'), 'permission_denied'],
    [403, fault('6190'), 'permission_denied'],
    [400, fault('610'), 'not_found'],
    [400, fault('5010'), 'conflict'],
    [400, fault('6240'), 'conflict'],
    [400, fault('6140'), 'conflict'],
    [400, fault('2020'), 'invalid_request'],
    [400, fault('constructor', 'toString'), 'invalid_request'],
    [429, '', 'rate_limited'],
    [400, fault('003001'), 'rate_limited'],
    [500, fault('10000', 'SystemFault'), 'provider_unavailable'],
    [
      200,
      { QueryResponse: { Fault: { Error: [{ code: '4001', Message: 'No' }], type: 'ValidationFault' } } },
      'invalid_request',
    ],
    [
      200,
      { CDCResponse: [{ QueryResponse: [{ Fault: { Error: [], type: 'AuthenticationFault' } }] }] },
      'auth_expired',
    ],
    [502, '<html>', undefined],
  ])('%i %j is %s', (status, body, code) => {
    expect(answer(status, body)?.code).toBe(code);
  });

  test('a refusal for too many calls waits a minute, unless Intuit says otherwise', () => {
    expect(answer(429, '')).toMatchObject({ retryAfterMs: 60_000 });
    expect(answer(429, '', { 'retry-after': '5' })).not.toHaveProperty('retryAfterMs');
  });

  test('a fault in a 200 is no empty list', async () => {
    const { rig, connection } = await start();
    const body = {
      QueryResponse: { Fault: { Error: [{ Message: 'Oops', code: '4001' }], type: 'ValidationFault' } },
      time: '',
    };
    await rig.box.fault({ kind: 'status', status: 200, times: 1, body });
    expect(await failure(connection.read('bills'))).toMatchObject({
      code: 'invalid_request',
      details: { vendorCode: '4001' },
    });
    expect(quickbooks.success?.({ status: 200, headers: {}, body, url: '' })).toBe(false);
    expect(faultIn({ QueryResponse: {} })).toBeUndefined();
  });

  test('a company whose subscription has ended says so', async () => {
    const { rig, connection } = await start();
    await rig.box.control.switches('quickbooks', { company: 'lapsed' });
    const error = await failure(connection.read('invoices'));
    expect(error).toMatchObject({ code: 'permission_denied', details: { vendorCode: '6190' } });
    expect(error.message).toContain('subscription');
  });
});

describe('reports', () => {
  test('agree with the accounts, and say what was reconciled', async () => {
    const { rig, connection } = await start();
    const { store } = await connection.read('reports');
    expect(store.records.size).toBe(21);
    const report = (key: string) => models.report.parse(store.records.get(key)?.data);
    const sheet = report('balance_sheet:2026-11');
    const sum = (name: string) => sheet.rows.find(({ cells }) => cells[0] === name)?.cells[1];
    expect(sum('Total Assets')).toBe(sum('Total Liabilities and Equity'));
    const bank = rig.box.state().tables.Account.find((row) => row['Name'] === 'Business Cheque');
    expect(sheet.rows.find(({ account_id: id }) => id === textAt(bank, 'Id'))?.cells[1]).toBe(
      Number(at(bank, 'CurrentBalance')).toFixed(2),
    );
    const reconciled = report('reconciled:2026-10');
    expect(reconciled).toMatchObject({
      kind: 'other',
      title: 'Reconciled transactions',
      from: '2026-10-01',
      to: '2026-10-31',
    });
    const ids = reconciled.rows.map(({ account_id: id }) => id);
    expect(ids).toContain('6501');
    expect(ids.length).toBeGreaterThan(1);
  });

  test('a list too long to show is asked for in halves', async () => {
    const { rig, connection } = await start();
    const whole = await connection.read('reports');
    const cut = {
      Columns: { Column: [] },
      Rows: { Row: [{ ColData: [{ value: 'Unable to display more data. Please reduce the date range.' }] }] },
    };
    // The sixth question is the first list.
    await rig.box.fault({ kind: 'status', status: 200, times: 1, skip: 5, body: cut });
    const halves = await connection.read('reports');
    expect(halves.requests).toBe(whole.requests + 2);
    const rows = (read: typeof whole) => models.report.parse(read.store.records.get('reconciled:2026-11')?.data).rows;
    expect(rows(halves)).toEqual(rows(whole));
  });

  test('a sum too large to show fails and says so; switched off they are skipped', async () => {
    const { rig, connection } = await start();
    const body = { Columns: { Column: [] }, Rows: { Row: [{ ColData: [{ value: 'Unable to display more data.' }] }] } };
    await rig.box.fault({ kind: 'status', status: 200, times: 1, skip: 1, body });
    expect((await failure(connection.read('reports'))).message).toContain('BalanceSheet');
    const off = await rig.connect({ method: 'oauth2', app: apps.production, fields: {}, settings: { reports: 'no' } });
    expect((await off.read('reports')).result.outcome).toBe('absent');
  });

  test('months are those of the company', () => {
    const account = { id: '1', name: 'A', meta: { time_zone: 'Australia/Perth' } };
    expect([monthAt('2026-04-30T17:00:00.000Z', account), monthAt('2026-04-30T17:00:00.000Z', undefined)]).toEqual([
      '2026-05',
      '2026-04',
    ]);
    expect(questionsOf('2026-01').map(({ from, to }) => [from, to])).toContainEqual(['2025-11-01', '2025-11-30']);
  });
});

describe('writing', () => {
  const line = { item_id: '1', description: 'Place', quantity: '3', unit_amount: '33.3333', tax_code: '10' };
  const customerOf = (rig: Rig<State>) => textAt(rig.box.state().tables.Customer[0], 'Id') ?? '';

  test.each([
    ['exclusive', { subtotal: '100.00', tax_total: '10.00', total: '110.00', tax_treatment: 'exclusive' }],
    ['inclusive', { subtotal: '90.91', tax_total: '9.09', total: '100.00', tax_treatment: 'inclusive' }],
    ['none', { subtotal: '100.00', tax_total: null, total: '100.00', tax_treatment: 'none' }],
  ])('an invoice with tax %s, to the cent', async (treatment, expected) => {
    const { rig, connection } = await start();
    const { output, records } = await act(
      connection,
      'create_invoice',
      { customer_id: customerOf(rig), lines: [line], tax_treatment: treatment },
      'k',
    );
    expect(output).toMatchObject({ data: { ...expected, amount_due: expected.total, status: 'open' } });
    expect(records).toHaveLength(1);
  });

  test('the same reference makes one invoice, however often the answer is lost', async () => {
    const { rig, connection } = await start();
    const input = { customer_id: customerOf(rig), lines: [line] };
    const before = rig.box.state().tables.Invoice.length;
    await rig.box.fault({ kind: 'lose_answer', times: 1, method: 'POST' });
    const first = await act(
      connection,
      'create_invoice',
      input,
      'a reference much longer than the fifty characters QuickBooks would take',
    );
    const again = await act(
      connection,
      'create_invoice',
      input,
      'a reference much longer than the fifty characters QuickBooks would take',
    );
    expect(again.output).toEqual(first.output);
    expect(rig.box.state().tables.Invoice).toHaveLength(before + 1);
    const sent = rig.box.exchanges.filter(
      ({ request }) => request.method === 'POST' && request.path.endsWith('/invoice'),
    );
    expect(new Set(sent.map(({ request }) => request.query.get('requestid'))).size).toBe(1);
  });

  test('what QuickBooks refuses is told in its words', async () => {
    const { rig, connection } = await start();
    const customer_id = customerOf(rig);
    const invoice = (lines: JsonObject[], more: JsonObject = {}) =>
      failure(act(connection, 'create_invoice', { customer_id, lines, ...more }, 'k'));
    expect(await invoice([{ ...line, tax_code: '999' }])).toMatchObject({
      code: 'invalid_request',
      details: { vendorCode: '2500' },
    });
    const { tax_code: _none, ...untaxed } = line;
    expect(await invoice([untaxed])).toMatchObject({
      code: 'invalid_request',
      details: { problems: [{ path: 'lines.0.tax_code' }] },
    });
    expect(await invoice([{ ...line, tax_code: '999' }], { tax_treatment: 'inclusive' })).toMatchObject({
      details: { problems: [{ path: 'lines.0.tax_code' }] },
    });
    expect(await invoice([{ ...line, unit_amount: '123456789012345.678901' }])).toMatchObject({
      code: 'invalid_request',
    });
    const { name } = { name: textAt(rig.box.state().tables.Vendor[0], 'DisplayName') ?? '' };
    expect(await failure(act(connection, 'create_customer', { name: name.toUpperCase() }, 'k'))).toMatchObject({
      code: 'conflict',
      details: { vendorCode: '6240' },
    });
    expect(actions.create_customer.input.safeParse({ name: 'A: B' }).success).toBe(false);
  });

  test('a payment settles its invoice, and both are there at once', async () => {
    const { rig, connection } = await start();
    const made = await act(connection, 'create_invoice', { customer_id: customerOf(rig), lines: [line] }, 'i');
    const invoice_id = textAt(made.output, 'id') ?? '';
    const { output, records = [] } = await act(
      connection,
      'record_payment',
      { invoice_id, amount: '110.00', paid_on: '2026-11-20', account_id: '35' },
      'p',
    );
    expect(output).toMatchObject({ data: { amount: '110.00', invoice_id, account_id: '35', direction: 'received' } });
    const [invoice] = records.find(({ stream }) => stream === 'invoices')?.items ?? [];
    const raw = streams.invoices.raw.parse(isObject(invoice) ? invoice : {});
    expect(streams.invoices.map(raw, { settings: {}, account: connection.account })).toMatchObject({
      status: 'paid',
      amount_due: '0.00',
    });
    expect(
      await failure(act(connection, 'record_payment', { invoice_id, amount: '0.01', paid_on: '2026-11-20' }, 'q')),
    ).toMatchObject({ code: 'invalid_request' });
  });
});
