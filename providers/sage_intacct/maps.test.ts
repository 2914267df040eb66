/** Reading what Sage Intacct writes: the documented answers of both APIs through the table of entities and the maps, dates, money, nonsense. */
import fc from 'fast-check';
import {
  models,
  parseXml,
  PlugboardError,
  type HttpRequest,
  type MapContext,
  type ProviderHttp,
} from 'plugboard/contract';
import { at } from 'plugboard/kit';
import { describe, expect, test } from 'vitest';
import { account, customer, invoice, journalEntry, ledgerLine, nameOf, payment } from './entities.ts';
import { isSuccess, readError } from './errors.ts';
import { mapAccount, mapCustomer, mapInvoice, mapPayment } from './maps.ts';
import { mapJournalEntry, mapLedgerLine, mapTrialBalance } from './maps-ledger.ts';
import {
  rawAccount,
  rawCustomer,
  rawInvoice,
  rawJournalEntry,
  rawLedgerLine,
  rawPayment,
  rawTrialBalance,
} from './raw.ts';
import { restApi } from './rest-api.ts';
import { rowsOf } from './trial-balance.ts';
import { fromUsDate, fromUsMoment, negated, sum, toUsDate, toUsMoment, unsigned } from './values.ts';
import { xmlApi } from './xml-api.ts';

const context = { settings: { base_currency: 'AUD' }, account: undefined };
const nothing = { settings: {}, account: undefined };

function answering(body: unknown, sent: HttpRequest[] = []): ProviderHttp {
  return {
    send: async (request) => {
      sent.push(request);
      return { status: 200, headers: {}, body, url: 'https://api.intacct.com/' };
    },
  };
}

// --- the documented answers -----------------------------------------------------------------------------------------------

const queryAnswer =
  '<response><control><status>success</status><senderid>S</senderid><controlid>c</controlid></control><operation><authentication>' +
  '<status>success</status><userid>u</userid><companyid>acme</companyid><sessiontimestamp>2026-05-01T01:00:00+00:00</sessiontimestamp>' +
  '<sessiontimeout>2026-05-01T07:00:00+00:00</sessiontimeout></authentication><result><status>success</status><function>query</function>' +
  '<controlid>f</controlid><data listtype="CUSTOMER" totalcount="1" offset="0" count="1" numremaining="0"><CUSTOMER><RECORDNO>12</RECORDNO>' +
  '<CUSTOMERID>C100</CUSTOMERID><NAME>Acme</NAME><STATUS>active</STATUS><DISPLAYCONTACT.EMAIL1>ap@acme.example</DISPLAYCONTACT.EMAIL1>' +
  '<TERMNAME>Net 30</TERMNAME><CURRENCY>USD</CURRENCY><TOTALDUE>110.00</TOTALDUE><WHENMODIFIED>05/01/2026 03:04:05</WHENMODIFIED>' +
  '</CUSTOMER></data></result></operation></response>';

const restAnswer = {
  'ia::result': [
    {
      key: '12',
      id: 'C100',
      name: 'Acme',
      status: 'active',
      totalDue: '110.00',
      'contacts.default.email1': 'ap@acme.example',
      currency: 'USD',
      'audit.modifiedDateTime': '2026-05-01T03:04:05Z',
    },
  ],
  'ia::meta': { totalCount: 1, start: 1, pageSize: 4000, next: null, previous: null },
};

const invoiceAnswer = {
  key: '125',
  id: '125',
  invoiceNumber: 'INV-7',
  state: 'posted',
  invoiceDate: '2026-05-01',
  dueDate: '2026-05-31',
  customer: { key: '12', id: 'C100', name: 'Acme' },
  currency: { baseCurrency: 'USD', txnCurrency: 'USD' },
  totalBaseAmount: '110.00',
  totalBaseAmountDue: '110.00',
  totalTxnAmount: '110.00',
  totalTxnAmountDue: '110.00',
  lines: [
    {
      key: '300',
      txnAmount: '110.00',
      glAccount: { id: '4000' },
      memo: 'Course fee',
      dimensions: { location: { id: '100' }, department: null, customer: { id: 'C100' } },
    },
  ],
  audit: {
    createdDateTime: '2026-05-01T03:04:05Z',
    modifiedDateTime: '2026-05-01T03:04:05Z',
    createdBy: '1',
    modifiedBy: '1',
  },
  href: '/objects/accounts-receivable/invoice/125',
};

describe('the documented answers', () => {
  const question = { entity: customer, where: [], size: 2000 };

  test('a customer is the same by either API', async () => {
    const byXml = await xmlApi.query(question, { http: answering(parseXml(queryAnswer)), settings: {} });
    const byRest = await restApi.query(question, { http: answering(restAnswer), settings: {} });
    expect(byXml).toMatchObject({ more: false, company: 'acme' });
    expect(byRest).toMatchObject({ more: false, company: undefined });
    expect(byXml.rows).toEqual(byRest.rows);
    expect(mapCustomer(rawCustomer.parse(byXml.rows[0]), nothing)).toEqual({
      name: 'Acme',
      first_name: null,
      last_name: null,
      email: 'ap@acme.example',
      phones: [],
      addresses: [],
      tax_number: null,
      is_customer: true,
      is_supplier: null,
      status: 'active',
      currency: 'USD',
      balance: '110.00',
      created_at: null,
      updated_at: '2026-05-01T03:04:05.000Z',
      custom: { number: 'C100' },
    });
  });

  test('the questions are written as documented', async () => {
    const sent: HttpRequest[] = [];
    const where = [
      { field: 'audit.modifiedDateTime', is: 'at_least', values: ['2026-05-01T00:00:00Z'] },
      { field: 'key', is: 'above', values: ['12'] },
    ] as const;
    await xmlApi.query({ ...question, where }, { http: answering(parseXml(queryAnswer), sent), settings: {} });
    const body = sent[0]?.body;
    const text = body !== undefined && 'text' in body ? body.text : '';
    expect(text).toContain(
      '<filter><and><greaterthanorequalto><field>WHENMODIFIED</field><value>05/01/2026 00:00:00</value></greaterthanorequalto>' +
        '<greaterthan><field>RECORDNO</field><value>12</value></greaterthan></and></filter>' +
        '<orderby><order><field>RECORDNO</field><ascending/></order></orderby><pagesize>2000</pagesize><offset>0</offset></query>',
    );
    expect(text).toContain('<object>CUSTOMER</object><select><field>RECORDNO</field><field>CUSTOMERID</field>');
    await restApi.query({ ...question, where }, { http: answering(restAnswer, sent), settings: {} });
    expect(at(sent[1]?.body, 'json')).toMatchObject({
      object: 'accounts-receivable/customer',
      filters: [{ $gte: { 'audit.modifiedDateTime': '2026-05-01T00:00:00Z' } }, { $gt: { key: '12' } }],
      filterExpression: '1 and 2',
      orderBy: [{ key: 'asc' }],
      start: 1,
      size: 2000,
    });
  });

  test('an invoice', () => {
    expect(mapInvoice(rawInvoice.parse(invoiceAnswer), nothing)).toEqual({
      number: 'INV-7',
      reference: null,
      direction: 'receivable',
      contact_id: '12',
      contact_name: 'Acme',
      status: 'open',
      issued_on: '2026-05-01',
      due_on: '2026-05-31',
      paid_at: null,
      currency: 'USD',
      tax_treatment: 'none',
      subtotal: '110.00',
      tax_total: '0.00',
      total: '110.00',
      amount_paid: '0.00',
      amount_due: '110.00',
      lines: [
        {
          description: 'Course fee',
          quantity: null,
          unit_amount: null,
          tax_amount: null,
          total: '110.00',
          account_code: '4000',
          tax_code: null,
          product_id: null,
          tracking: ['location:100', 'customer:C100'],
        },
      ],
      subscription_id: null,
      url: null,
      created_at: '2026-05-01T03:04:05.000Z',
      updated_at: '2026-05-01T03:04:05.000Z',
      custom: { description: null, term: null, entity: null },
    });
  });

  test('a refusal of the REST API', () => {
    const error = {
      code: 'invalidRequest',
      message: 'Payload contains errors',
      errorId: 'REST-1028',
      additionalInfo: { messageId: 'IA.PAYLOAD_ERROR', placeholders: {}, propertySet: {} },
      supportId: 'abc',
      details: [{ code: 'c', message: 'The name is missing.', target: 'name' }],
    };
    const body = {
      'ia::result': { 'ia::error': error },
      'ia::meta': { totalCount: 1, totalSuccess: 0, totalError: 1 },
    };
    const response = { status: 400, headers: {}, body, url: 'https://api.intacct.com/ia/api/v1/objects/x/y' };
    expect(isSuccess(response)).toBe(false);
    expect(readError(response)).toMatchObject({
      code: 'invalid_request',
      message: 'Payload contains errors; The name is missing.',
      vendorCode: 'REST-1028',
    });
    const dead = {
      ...response,
      status: 401,
      body: { error: { code: 'tokenInvalid', errorId: 'REST-2102', message: 'x' } },
    };
    expect(readError(dead)).toMatchObject({ code: 'auth_expired', vendorCode: 'REST-2102' });
    const throttled = { ...response, status: 429, headers: { 'x-ia-throttle-limit-retry-after': '7' }, body: {} };
    expect(readError(throttled)).toMatchObject({ code: 'rate_limited', retryAfterMs: 7000 });
  });
});

// --- values ---------------------------------------------------------------------------------------------------------------

describe('dates and money', () => {
  test('US dates are read and written', () => {
    expect([fromUsDate('05/01/2026'), fromUsDate('5/1/2026'), fromUsMoment('12/31/2026 23:59:59')]).toEqual([
      '2026-05-01',
      '2026-05-01',
      '2026-12-31T23:59:59Z',
    ]);
    expect([fromUsDate('soon'), fromUsMoment(''), toUsDate('soon')]).toEqual(['soon', '', 'soon']);
    expect(fromUsMoment('05/01/2026')).toBe('2026-05-01T00:00:00Z');
    const moments = fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, (one) => {
        const iso = one.toISOString();
        expect(fromUsMoment(toUsMoment(iso))).toBe(`${iso.slice(0, 19)}Z`);
        expect(fromUsDate(toUsDate(iso.slice(0, 10)))).toBe(iso.slice(0, 10));
      }),
    );
  });

  test('sums are exact, with as many digits as the longest', () => {
    expect([sum([]), sum(['0.1', '0.2']), sum(['1.00', '-1.00']), sum(['-0.5', '0.25'])]).toEqual([
      '0',
      '0.3',
      '0.00',
      '-0.25',
    ]);
    const amounts = fc.array(fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(4)), { maxLength: 8 });
    const written = ([units, places]: readonly [bigint, number]) => {
      const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
      const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
      return units < 0n ? `-${text}` : text;
    };
    fc.assert(
      fc.property(amounts, (given) => {
        const total = sum(given.map(written));
        const places = total.split('.')[1]?.length ?? 0;
        const exact = given.reduce((all, [units, own]) => all + units * 10n ** BigInt(places - own), 0n);
        expect(BigInt(total.replace('.', ''))).toBe(exact);
        expect(BigInt(negated(total).replace('.', ''))).toBe(-exact);
        expect(unsigned(total)).toBe(written([exact < 0n ? -exact : exact, places]));
      }),
    );
  });
});

// --- maps -----------------------------------------------------------------------------------------------------------------

describe('invoices', () => {
  const base = { ...invoiceAnswer, moduleKey: 'accountsReceivable' };
  const [line] = invoiceAnswer.lines;
  const read = (change: object, where: MapContext = context) =>
    mapInvoice(rawInvoice.parse({ ...base, ...change }), where);

  test('tax is lines of its own, and is told from what people entered', () => {
    const taxed = {
      lines: [
        { ...line, txnAmount: '100.00', isSubtotal: '' },
        { ...line, txnAmount: '10.00', isSubtotal: 'tax' },
      ],
    };
    expect(read(taxed)).toMatchObject({ subtotal: '100.00', tax_total: '10.00', tax_treatment: 'exclusive' });
    expect(read(taxed).lines).toHaveLength(1);
    const unsure = { lines: [taxed.lines[0], { ...taxed.lines[1], isSubtotal: 'taxOrSubtotal' }] };
    expect(read(unsure)).toMatchObject({ tax_total: '10.00' });
    // In order entry it may as well be freight.
    expect(read({ ...unsure, moduleKey: 'orderEntry' })).toMatchObject({
      tax_total: null,
      subtotal: null,
      tax_treatment: null,
    });
    expect(read({ ...unsure, moduleKey: 'orderEntry' }).lines).toHaveLength(2);
  });

  test('a company with one currency says its amounts in the base fields only', () => {
    const single = {
      currency: { baseCurrency: null, txnCurrency: null },
      totalTxnAmount: null,
      totalTxnAmountDue: '',
      totalBaseAmount: '110.1',
      totalBaseAmountDue: '10',
      lines: [{ ...line, txnAmount: null, baseAmount: '110.1' }],
    };
    expect(read(single)).toMatchObject({
      currency: 'AUD',
      total: '110.10',
      amount_due: '10.00',
      amount_paid: '100.10',
    });
    expect(read(single, nothing)).toMatchObject({ currency: null, total: '110.10' });
  });

  test.each([
    ['draft', 'draft'],
    ['partiallyPaid', 'open'],
    ['selected', 'open'],
    ['paid', 'paid'],
    ['reversed', 'void'],
    ['constructor', 'open'],
    [null, 'open'],
  ])('state %s is %s', (state, status) => {
    expect(read({ state })).toMatchObject({ status });
  });

  test('a negative line stays negative, and so does a total', () => {
    const credit = { totalTxnAmount: '-5.50', totalTxnAmountDue: '-5.50', lines: [{ ...line, txnAmount: '-5.50' }] };
    expect(read(credit)).toMatchObject({ total: '-5.50', subtotal: '-5.50', amount_paid: '0.00', tax_total: '0.00' });
  });
});

describe('payments', () => {
  const base = {
    key: '7',
    state: 'complete',
    paymentMethod: 'eft',
    paymentSummary: { receiptDate: '2026-05-02' },
    txnCurrency: { currency: 'NZD', totalAmount: '300.00' },
    baseCurrency: { currency: 'AUD', totalAmount: '275.49' },
    customer: { key: '12', id: 'C100' },
  };
  const detail = (settled: string, paid: string) => ({
    arInvoice: { key: settled },
    txnCurrency: { paymentAmount: paid },
  });

  test('one invoice is named, several are in custom', () => {
    const one = mapPayment(
      rawPayment.parse({ ...base, paymentDetails: [detail('5', '100.00'), detail('5', '200.00')] }),
      context,
    );
    expect(one).toMatchObject({
      invoice_id: '5',
      amount: '300.00',
      currency: 'NZD',
      paid_on: '2026-05-02',
      method: 'eft',
    });
    const two = mapPayment(
      rawPayment.parse({ ...base, paymentDetails: [detail('5', '100.00'), detail('6', '200.00')] }),
      context,
    );
    expect(two.invoice_id).toBeNull();
    expect(two.custom['applied']).toEqual([
      { invoice_id: '5', amount: '100.00' },
      { invoice_id: '6', amount: '200.00' },
    ]);
  });

  test('without an amount it is none', () => {
    const empty = { ...base, txnCurrency: { currency: 'NZD', totalAmount: '' }, baseCurrency: null };
    expect(rawPayment.safeParse(empty).error?.issues[0]?.message).toBe('the payment has no amount');
  });
});

test('accounts: the class as far as type and balance tell it', () => {
  const classOf = (accountType: string, normalBalance: string, closingType = 'nonClosingAccount') =>
    mapAccount(rawAccount.parse({ key: '1', name: 'x', accountType, normalBalance, closingType }), context).class;
  expect([
    classOf('incomeStatement', 'credit'),
    classOf('incomeStatement', 'debit'),
    classOf('balanceSheet', 'debit'),
    classOf('balanceSheet', 'credit'),
    classOf('balanceSheet', 'credit', 'closedToAccount'),
    classOf('other', 'debit'),
  ]).toEqual(['revenue', 'expense', 'asset', null, 'equity', null]);
});

test('a ledger line: one side, never negative, with where it belongs', () => {
  const raw = rawLedgerLine.parse({
    key: '9',
    txnType: 'credit',
    txnAmount: '120.00',
    baseAmount: '-110.00',
    currency: { txnCurrency: 'NZD', baseCurrency: 'AUD' },
    glAccount: { id: '4000', name: 'Fees' },
    dimensions: { location: { id: '100' }, vendor: { id: 'SU-01', key: '77' } },
    journalEntry: { key: '8', glJournal: { id: 'SJ' }, description: 'Invoices', moduleName: '4.AR' },
    entryDate: '2026-05-01',
    state: 'posted',
  });
  expect(mapLedgerLine(raw, context)).toMatchObject({
    kind: 'line',
    currency: 'AUD',
    source: '4.AR',
    source_id: '8',
    journal: 'SJ',
    // A supplier is no customer: their numbers are counted apart.
    lines: [{ debit: null, credit: '110.00', contact_id: null, dimensions: { location: '100', vendor: 'SU-01' } }],
  });
});

// --- the trial balance ----------------------------------------------------------------------------------------------------

describe('the trial balance', () => {
  test('a report is read by its titles, whatever they are, and its amounts as people write them', () => {
    const csv =
      'Account number,Account title,Beginning Balance,Debits,Credits,Ending balance,Currency,Extra\r\n' +
      '1000,"Cash, at bank","1,234.50",10.00,0,"(1,000.00)",AUD,kept\r\n,Total,0.00,0.00,0.00,0.00,,\r\n';
    const rows = rowsOf(csv);
    expect(rows[0]).toMatchObject({
      glaccountno: '1000',
      startbalance: '1234.50',
      endbalance: '-1000.00',
      extra: 'kept',
    });
    const report = mapTrialBalance(
      rawTrialBalance.parse({ from: '2026-05-01', to: '2026-05-31', location: null, rows }),
      nothing,
    );
    expect(report.rows).toEqual([
      {
        section: null,
        kind: 'row',
        account_id: null,
        cells: ['1000', 'AUD', '1234.50', '10.00', '0.00', null, null, '-1000.00'],
      },
      {
        section: null,
        kind: 'summary',
        account_id: null,
        cells: [null, null, '0.00', '0.00', '0.00', null, null, '0.00'],
      },
    ]);
  });

  test.each([
    ['a page', '<html></html>'],
    ['nothing', ''],
    ['a table of something else', 'Name,Total\nx,1'],
    ['JSON', {}],
  ])('%s is not taken for an empty one', (_what, body) => {
    expect(() => rowsOf(body)).toThrow(PlugboardError);
  });

  test('a table without rows is a company without books', () => {
    expect(rowsOf('Account number,Debits\r\n')).toEqual([]);
  });
});

// --- nonsense -------------------------------------------------------------------------------------------------------------

describe('whatever fits the raw schema fits the model', () => {
  const odd = fc.oneof(
    fc.string(),
    fc.constantFrom('', ' ', '05/01/2026', '2026-02-31', '2026-05-01T00:00:00Z', '__proto__', 'constructor', '🙂'),
    fc.constant(null),
  );
  const amount = fc.oneof(
    fc.constantFrom('', '0', '-0.00', '5', '1.5', '-110.005', '9007199254740993.01'),
    fc.constant(null),
  );
  const currency = fc.oneof(fc.constantFrom('AUD', 'aud', 'JPY', 'XX', '', '$'), fc.constant(null));
  const reference = fc.oneof(fc.record({ key: odd, id: odd, name: odd }), fc.constant(null));
  const dimensions = fc.option(
    fc.record({
      location: reference,
      department: reference,
      class: reference,
      item: reference,
      customer: reference,
      vendor: reference,
    }),
  );
  const audit = fc.option(fc.record({ createdDateTime: odd, modifiedDateTime: odd }));
  const key = fc.string({ minLength: 1 });
  const currencies = fc.option(fc.record({ baseCurrency: currency, txnCurrency: currency }));
  const settings = fc.record({ base_currency: fc.constantFrom('', 'AUD', 'nonsense') });
  const kind = fc.constantFrom('', 'tax', 'taxOrSubtotal', 'discount', null);
  const sides = fc.constantFrom('debit', 'credit', '', null);
  const line = fc.record({
    key,
    lineNumber: odd,
    isSubtotal: kind,
    glAccount: reference,
    baseAmount: amount,
    txnAmount: amount,
    memo: odd,
    dimensions,
  });
  const entryLine = fc.record({
    key,
    txnType: sides,
    txnAmount: amount,
    baseAmount: amount,
    currency: currencies,
    glAccount: reference,
    documentId: odd,
    dimensions,
    lineNumber: odd,
    description: odd,
  });
  const total = fc.option(fc.record({ currency, totalAmount: amount }));

  const cases = {
    contact: [
      rawCustomer,
      mapCustomer,
      fc.record({
        key,
        id: odd,
        name: odd,
        status: odd,
        taxId: odd,
        currency,
        totalDue: amount,
        contacts: fc.option(
          fc.record({
            default: fc.option(
              fc.record({
                email1: odd,
                phone1: odd,
                mailingAddress: fc.option(fc.record({ city: odd, country: odd })),
              }),
            ),
          }),
        ),
        audit,
      }),
    ],
    account: [
      rawAccount,
      mapAccount,
      fc.record({
        key,
        id: odd,
        name: fc.string(),
        accountType: odd,
        normalBalance: odd,
        closingType: odd,
        category: odd,
        status: odd,
        audit,
      }),
    ],
    invoice: [
      rawInvoice,
      mapInvoice,
      fc.record({
        key,
        invoiceNumber: odd,
        state: odd,
        moduleKey: fc.constantFrom('accountsReceivable', 'orderEntry', null),
        invoiceDate: odd,
        dueDate: odd,
        currency: currencies,
        totalBaseAmount: amount,
        totalBaseAmountDue: amount,
        totalTxnAmount: amount,
        totalTxnAmountDue: amount,
        customer: reference,
        paymentInformation: fc.option(fc.record({ fullyPaidDate: odd, totalTxnAmountPaid: amount })),
        lines: fc.option(fc.array(line, { maxLength: 4 })),
        audit,
      }),
    ],
    payment: [
      rawPayment,
      mapPayment,
      fc.record({
        key,
        state: odd,
        paymentMethod: odd,
        paymentSummary: fc.option(fc.record({ receiptDate: odd })),
        baseCurrency: total,
        txnCurrency: total,
        customer: reference,
        paymentDetails: fc.option(
          fc.array(fc.record({ arInvoice: reference, txnCurrency: fc.option(fc.record({ paymentAmount: amount })) }), {
            maxLength: 3,
          }),
        ),
        audit,
      }),
    ],
    journal_entry: [
      rawJournalEntry,
      mapJournalEntry,
      fc.record({
        key,
        txnNumber: odd,
        glJournal: reference,
        description: odd,
        postingDate: odd,
        state: odd,
        moduleName: odd,
        lines: fc.option(fc.array(entryLine, { maxLength: 4 })),
        audit,
      }),
    ],
  } as const;

  test.each(Object.keys(cases).filter((name): name is keyof typeof cases => name in cases))('%s', (name) => {
    const [raw, map, items] = cases[name];
    const parse: (item: unknown) => unknown = (item) => raw.safeParse(item).data;
    const read: (item: never, where: typeof context) => unknown = map;
    let kept = 0;
    fc.assert(
      fc.property(items, settings, (item, chosen) => {
        const parsed = parse(item);
        if (parsed === undefined) return;
        kept += 1;
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema beside the map has just read it
        const data = read(parsed as never, { settings: { base_currency: chosen.base_currency }, account: undefined });
        expect(models[name].safeParse(data).error?.issues).toBeUndefined();
      }),
      { numRuns: 300 },
    );
    expect(kept).toBeGreaterThan(40);
  });
});

test('the table of entities names no field of either API twice, and every code can be written back', () => {
  const lists = [customer, account, invoice, payment, journalEntry, ledgerLine];
  for (const entity of lists.flatMap((one) => [one, ...(one.parts === undefined ? [] : [one.parts.entity])])) {
    const names = Object.values(entity.fields).map(nameOf);
    expect(new Set(names).size).toBe(names.length);
    expect(entity.fields['key']).toBe('RECORDNO');
  }
  const state = invoice.fields['state'];
  const codec = Array.isArray(state) ? state[1] : undefined;
  expect(['Partially Paid', 'No Value', 'constructor'].map((word) => codec?.write(codec.read(word)))).toEqual([
    'Partially Paid',
    'No Value',
    'constructor',
  ]);
});
