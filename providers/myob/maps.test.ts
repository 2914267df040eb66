/** The maps against the example bodies of MYOB's documentation, and against everything a vendor may send instead. */
import fc from 'fast-check';
import { models, type Account, type JsonObject, type Stream } from 'plugboard/contract';
import { describe, expect, test } from 'vitest';
import { formattedAbn, isAbn } from './abn.ts';
import myob from './index.ts';
import { streams } from './streams.ts';

const account: Account = { id: 'f', name: 'Acme', meta: { currency: 'AUD' } };
const guid = '5c2d3a10-0000-4000-8000-000000000001';
const gst = { UID: 'tax-1', Code: 'GST' };

function map(name: keyof typeof streams, item: JsonObject, of = account): JsonObject {
  const stream: Stream = streams[name];
  const mapped = stream.map(stream.raw.parse(item), { settings: {}, account: of });
  const data: JsonObject = JSON.parse(JSON.stringify(models[stream.model].parse(mapped)));
  return data;
}

const customer: JsonObject = {
  UID: guid,
  CompanyName: 'Acme Training',
  LastName: null,
  FirstName: null,
  IsIndividual: false,
  DisplayID: 'CUS000001',
  IsActive: true,
  Addresses: [
    {
      Location: 1,
      Street: '1 High St',
      City: 'Perth',
      State: 'WA',
      PostCode: '6000',
      Country: 'Australia',
      Phone1: '0855501000',
      Phone2: null,
      Phone3: null,
      Fax: null,
      Email: 'ap@acme.example',
      Website: null,
      ContactName: 'Kim Ray',
      Salutation: null,
    },
  ],
  Notes: '',
  CurrentBalance: 110.0,
  SellingDetails: { SaleLayout: 'NoDefault', ABN: '11 111 111 111', TaxCode: gst, FreightTaxCode: gst },
  PaymentDetails: null,
  LastModified: '2026-05-01T03:04:05.123Z',
  RowVersion: '-5698562342512345678',
};

const invoice: JsonObject = {
  UID: 'i-1',
  Number: '00000041',
  Date: '2026-05-01T00:00:00',
  CustomerPurchaseOrderNumber: null,
  Customer: { UID: guid, Name: 'Acme Training', DisplayID: 'CUS000001', URI: '..' },
  PromisedDate: null,
  BalanceDueAmount: 110.0,
  Status: 'Open',
  InvoiceType: 'Service',
  Terms: { PaymentIsDue: 'InAGivenNumberOfDays', BalanceDueDate: 14, DueDate: '2026-05-15T00:00:00' },
  IsTaxInclusive: true,
  Subtotal: 110.0,
  Freight: 0.0,
  FreightTaxCode: gst,
  TotalTax: 10.0,
  TotalAmount: 110.0,
  Comment: null,
  JournalMemo: 'Sale; Acme Training',
  LastPaymentDate: null,
  Lines: [
    {
      RowID: 63,
      Type: 'Transaction',
      Description: 'Course fee',
      Total: 110.0,
      Account: { UID: 'a-1', Name: 'Sales', DisplayID: '4-1000' },
      Job: null,
      TaxCode: gst,
      RowVersion: '54885',
    },
  ],
  ForeignCurrency: null,
  LastModified: '2026-05-01T03:04:05.123Z',
  RowVersion: '-7128361',
};

const bill: JsonObject = {
  UID: 'b-1',
  Number: '00000012',
  Date: '2026-05-01T00:00:00',
  SupplierInvoiceNumber: 'SUP-9',
  Supplier: { UID: 's-1', Name: 'Print Co', DisplayID: 'SUP000001' },
  Terms: { DueDate: '2026-05-31T00:00:00' },
  IsTaxInclusive: true,
  IsReportable: false,
  Subtotal: 55.0,
  Freight: 0,
  TotalTax: 5.0,
  TotalAmount: 55.0,
  AppliedToDate: 0,
  BalanceDueAmount: 55.0,
  Status: 'Open',
  BillType: 'Service',
  Lines: [
    {
      RowID: 12,
      Type: 'Transaction',
      Description: 'Handbooks',
      UnitCount: null,
      UnitPrice: null,
      DiscountPercent: 0,
      Total: 55.0,
      Account: { UID: 'a-2', DisplayID: '6-1100' },
      Job: null,
      TaxCode: gst,
    },
  ],
  LastModified: '2026-05-01T03:04:05.123Z',
};

describe('the examples of the documentation', () => {
  test('customer', () => {
    expect(map('customers', customer)).toMatchObject({
      name: 'Acme Training',
      email: 'ap@acme.example',
      phones: [{ kind: 'default', number: '0855501000' }],
      addresses: [{ kind: 'street', line1: '1 High St', city: 'Perth', region: 'WA', postcode: '6000' }],
      tax_number: '11 111 111 111',
      is_customer: true,
      is_supplier: false,
      status: 'active',
      currency: 'AUD',
      balance: '110.00',
      updated_at: '2026-05-01T03:04:05.123Z',
    });
  });

  test('a supplier is owed, so the balance is negative', () => {
    const { SellingDetails: BuyingDetails, ...card } = customer;
    expect(map('suppliers', { ...card, BuyingDetails: BuyingDetails ?? null })).toMatchObject({
      is_supplier: true,
      balance: '-110.00',
      tax_number: '11 111 111 111',
    });
  });

  test('invoice with the tax in its prices: the subtotal is without', () => {
    expect(map('invoices', invoice)).toEqual({
      number: '00000041',
      reference: null,
      direction: 'receivable',
      contact_id: guid,
      contact_name: 'Acme Training',
      status: 'open',
      issued_on: '2026-05-01',
      due_on: '2026-05-15',
      paid_at: null,
      currency: 'AUD',
      tax_treatment: 'inclusive',
      subtotal: '100.00',
      tax_total: '10.00',
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
          account_code: '4-1000',
          tax_code: 'GST',
          product_id: null,
          tracking: [],
        },
      ],
      subscription_id: null,
      url: null,
      created_at: null,
      updated_at: '2026-05-01T03:04:05.123Z',
      custom: {},
    });
  });

  test('the same without the tax in them, partly paid, of items with a job, a heading and a subtotal', () => {
    const lines: JsonObject[] = [
      { Type: 'Header', Description: 'Training' },
      {
        Type: 'Transaction',
        ShipQuantity: 2.5,
        UnitPrice: 40.125,
        Total: 100.31,
        Item: { UID: 'item-1' },
        Job: { UID: 'job-1' },
        TaxCode: gst,
      },
      { Type: 'Subtotal', Total: 100.31 },
    ];
    const data = map('invoices', {
      ...invoice,
      InvoiceType: 'Item',
      IsTaxInclusive: false,
      Subtotal: 100.31,
      TotalTax: 10.03,
      TotalAmount: 110.34,
      BalanceDueAmount: 10.34,
      Lines: lines,
    });
    expect(data).toMatchObject({
      tax_treatment: 'exclusive',
      subtotal: '100.31',
      total: '110.34',
      amount_paid: '100.00',
      amount_due: '10.34',
    });
    expect(data['lines']).toMatchObject([
      { description: 'Training', total: null },
      { quantity: '2.5', unit_amount: '40.125', total: '100.31', product_id: 'item-1', tracking: ['job-1'] },
    ]);
  });

  test.each([
    [{ Status: 'Closed', BalanceDueAmount: 0 }, 'paid'],
    [{ Status: 'Credit', TotalAmount: -110, TotalTax: -10, BalanceDueAmount: -110 }, 'open'],
    [{ Status: 'Credit', TotalAmount: -110, TotalTax: -10, BalanceDueAmount: 0 }, 'paid'],
  ])('%j is %s', (change, status) => {
    expect(map('invoices', { ...invoice, ...change })).toMatchObject({ status });
  });

  test('bill', () => {
    expect(map('bills', bill)).toMatchObject({
      number: '00000012',
      reference: 'SUP-9',
      direction: 'payable',
      contact_name: 'Print Co',
      due_on: '2026-05-31',
      subtotal: '50.00',
      tax_total: '5.00',
      total: '55.00',
      amount_due: '55.00',
      lines: [{ description: 'Handbooks', total: '55.00', account_code: '6-1100', tax_code: 'GST' }],
    });
  });

  test('payments received and made', () => {
    const received: JsonObject = {
      UID: 'p-1',
      DepositTo: 'Account',
      Account: { UID: 'a-3', Name: 'Cheque', DisplayID: '1-1110' },
      Customer: { UID: guid, Name: 'Acme Training' },
      ReceiptNumber: 'CR000012',
      Date: '2026-05-02T00:00:00',
      AmountReceived: 110.0,
      PaymentMethod: 'EFT',
      Memo: 'Payment; Acme',
      Invoices: [{ RowID: 5, Number: '00000041', UID: 'i-1', AmountApplied: 110.0, Type: 'Invoice' }],
    };
    expect(map('payments', received)).toMatchObject({
      direction: 'received',
      amount: '110.00',
      paid_on: '2026-05-02',
      invoice_id: 'i-1',
      contact_id: guid,
      account_id: 'a-3',
      method: 'EFT',
      reference: 'CR000012',
      custom: {},
    });
    const both = [
      { UID: 'i-1', AmountApplied: 60.1, Type: 'Invoice' },
      { UID: 'i-2', AmountApplied: 49.9, Type: 'Invoice' },
    ];
    expect(map('payments', { ...received, Invoices: both })).toMatchObject({
      invoice_id: null,
      custom: {
        applied: [
          { invoice_id: 'i-1', amount: '60.10' },
          { invoice_id: 'i-2', amount: '49.90' },
        ],
      },
    });
    expect(
      map('supplier_payments', {
        UID: 'p-2',
        PayFrom: 'Account',
        Account: { UID: 'a-3' },
        Supplier: { UID: 's-1', Name: 'Print Co' },
        PaymentNumber: '12',
        Date: '2026-05-20T00:00:00',
        AmountPaid: 55.0,
        Lines: [{ RowID: 1, Type: 'Bill', Purchase: { UID: 'b-1', Number: '00000012' }, AmountApplied: 55.0 }],
      }),
    ).toMatchObject({ direction: 'made', amount: '55.00', invoice_id: 'b-1', reference: '12', method: null });
  });

  test('tax code and account', () => {
    const code = { UID: 't-1', Code: 'GST', Description: 'Goods & Services Tax', Type: 'GST_VAT', Rate: 10.0 };
    expect(map('tax_codes', code)).toMatchObject({ code: 'GST', name: 'Goods & Services Tax', rate: '10' });
    expect(map('tax_codes', { ...code, Rate: 47, IsRateNegative: true })).toMatchObject({ rate: '-47' });
    const ledger = {
      UID: 'a-1',
      Name: 'Sales',
      DisplayID: '4-1000',
      Classification: 'Income',
      Type: 'Income',
      IsActive: true,
      TaxCode: gst,
      IsHeader: false,
    };
    expect(map('accounts', ledger)).toMatchObject({
      code: '4-1000',
      class: 'revenue',
      tax_code: 'GST',
      status: 'active',
    });
    expect(map('accounts', { ...ledger, Classification: 'CostOfSales' })).toMatchObject({ class: 'expense' });
  });

  test('a file in New Zealand keeps its books in its own dollars', () => {
    expect(map('invoices', invoice, { ...account, meta: { currency: 'NZD' } })).toMatchObject({ currency: 'NZD' });
    expect(map('invoices', { ...invoice, ForeignCurrency: { Code: 'USD' } })).toMatchObject({ currency: 'USD' });
  });
});

describe('payroll', () => {
  const employment: JsonObject = {
    UID: 'd-1',
    Employee: { UID: 'e-1', Name: 'Ann Lee' },
    DateOfBirth: '1980-02-29T00:00:00',
    Gender: 'Female',
    StartDate: '2022-01-15T00:00:00',
    TerminationDate: null,
    EmploymentCategory: 'Permanent',
    EmploymentStatus: 'FullTime',
    Wage: { PayBasis: 'Hourly', AnnualSalary: 0, HourlyRate: 40.0, PayFrequency: 'Weekly', HoursInWeeklyPayPeriod: 38 },
    Superannuation: { SuperannuationFund: { UID: 'f', Name: 'Harbour Super' }, EmployeeMembershipNumber: 'M-77' },
    Entitlements: [
      {
        EntitlementCategory: { UID: 'c-6', Name: 'Annual Leave Accrual' },
        IsAssigned: true,
        CarryOver: 0,
        Total: 30.4,
      },
      { EntitlementCategory: { UID: 'c-7', Name: 'Long Service' }, IsAssigned: false, Total: 0 },
    ],
    Tax: { TaxFileNumber: '123 456 782' },
  };

  test('terms and leave, and nothing of what is secret about a person', () => {
    const [kept] = streams.employments.items({ Items: [employment] }, { partition: '', request: { url: '/' } });
    expect(JSON.stringify(kept)).not.toMatch(/123 456 782|1980|M-77|Female/);
    expect(map('employments', kept as JsonObject)).toMatchObject({
      employee_id: 'e-1',
      started_on: '2022-01-15',
      ended_on: null,
      category: 'permanent',
      kind: 'full_time',
      pay_basis: 'hourly',
      pay_frequency: 'weekly',
      hourly_rate: '40.00',
      hours_per_period: '38',
      super_fund_name: 'Harbour Super',
      leave: [{ pay_item_id: 'c-6', name: 'Annual Leave Accrual', hours: '30.4' }],
    });
  });

  test('bank accounts and cards of contacts are not kept either', () => {
    const item = { ...customer, PaymentDetails: { CardNumber: '4111111111111111', BSBNumber: '086-006' } };
    const context = { partition: '', request: { url: '/' } };
    for (const list of [streams.customers, streams.suppliers, streams.employees])
      expect(JSON.stringify(list.items({ Items: [item] }, context))).not.toMatch(/4111|086-006/);
  });

  test('timesheet', () => {
    const sheet: JsonObject = {
      Employee: { UID: 'e-1', Name: 'Ann Lee' },
      StartDate: '2026-05-01T00:00:00',
      EndDate: '2026-05-07T00:00:00',
      Lines: [
        {
          PayrollCategory: { UID: 'c-1', Name: 'Base Hourly' },
          Job: null,
          Activity: null,
          Customer: null,
          Notes: '',
          Entries: [
            { Date: '2026-05-01T00:00:00', Hours: 7.6, Processed: false },
            { Date: '2026-05-02T00:00:00', Hours: 0.1, Processed: true },
            { Date: '2026-05-03T00:00:00', Hours: 0.2 },
          ],
        },
      ],
    };
    expect(map('timesheets', sheet)).toMatchObject({
      employee_id: 'e-1',
      from: '2026-05-01',
      to: '2026-05-07',
      hours: '7.9',
      lines: [
        {
          pay_item_id: 'c-1',
          notes: null,
          entries: [
            { on: '2026-05-01', hours: '7.6', is_processed: false },
            { on: '2026-05-02', hours: '0.1', is_processed: true },
            { on: '2026-05-03', hours: '0.2', is_processed: null },
          ],
        },
      ],
    });
    expect(streams.timesheets.key(sheet)).toBe('e-1:2026-05-01');
    expect(map('timesheets', { ...sheet, Lines: [] })).toMatchObject({ hours: '0', lines: [] });
  });

  test('pay advice and pay item', () => {
    const advice: JsonObject = {
      Employee: { UID: 'e-1', Name: 'Ann Lee' },
      PaymentDate: '2026-05-08T00:00:00',
      PayPeriodStartDate: '2026-05-01T00:00:00',
      PayPeriodEndDate: '2026-05-07T00:00:00',
      GrossPay: 1520.0,
      NetPay: 1185.6,
      ChequeNumber: '7',
      Lines: [
        {
          PayrollCategory: { UID: 'c-1', Name: 'Base Hourly', Type: 'Wage' },
          Hours: 38,
          CalculationRate: 40.0,
          Amount: 1520.0,
          YearToDate: 6080.0,
        },
      ],
    };
    expect(streams.pay_advices.key(advice)).toBe('e-1:2026-05-08:7');
    expect(map('pay_advices', advice)).toMatchObject({
      paid_on: '2026-05-08',
      gross: '1520.00',
      net: '1185.60',
      lines: [{ name: 'Base Hourly', kind: 'wage', hours: '38', rate: '40.00', total: '1520.00' }],
    });
    const overtime = { PayRate: 'RegularRate', RegularRateMultiplier: 1.5, FixedHourlyRate: 0 };
    expect(
      map('pay_items', { UID: 'c-3', Name: 'Overtime', Type: 'Wage', WageType: 'Hourly', HourlyDetails: overtime }),
    ).toMatchObject({ kind: 'wage', type: 'Hourly', rate_multiplier: '1.5', hourly_rate: null });
    expect(map('pay_items', { UID: 'c-6', Name: 'Annual Leave', Type: 'Entitlement' })).toMatchObject({
      kind: 'leave',
    });
  });
});

test('GST by tax code', () => {
  const breakdown = {
    TaxCode: gst,
    TaxRate: 10.0,
    SalesTotal: 1100.0,
    PurchasesTotal: 55.0,
    TaxCollected: 100.0,
    TaxPaid: 5.0,
  };
  const item = {
    Kind: 'tax_summary',
    From: '2026-05-01',
    To: '2026-05-31',
    Report: { ReportingBasis: 'Accrual', TaxCodeBreakdown: [breakdown] },
  };
  expect(streams.reports.key(item)).toBe('tax_summary:2026-05');
  expect(map('reports', item)).toMatchObject({
    kind: 'tax_summary',
    columns: ['Tax code', 'Rate', 'Sales', 'Purchases', 'Tax collected', 'Tax paid'],
    rows: [{ cells: ['GST', '10', '1100.00', '55.00', '100.00', '5.00'] }],
    custom: { reporting_basis: 'accrual' },
  });
});

test('whatever is sent, an item is refused by its schema or mapped into its model (property)', () => {
  const leaf = fc.oneof(fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constantFrom(null, 'constructor'));
  const known = [...new Set(Object.keys({ ...customer, ...invoice, ...bill }))];
  const item = fc.dictionary(
    fc.constantFrom(...known, 'Kind', 'Report', 'Name', 'Code', 'AmountReceived', 'AmountPaid'),
    leaf,
  );
  const all: readonly Stream[] = Object.values(myob.streams);
  fc.assert(
    fc.property(item, fc.constantFrom(...all), (sent, stream) => {
      // What came over the wire is JSON.
      const wired: JsonObject = JSON.parse(JSON.stringify({ UID: 'x', Name: 'n', Code: 'c', ...sent }));
      const raw = stream.raw.safeParse(wired);
      const mapped = raw.success ? stream.map(raw.data, { settings: {}, account }) : undefined;
      expect(mapped === undefined || models[stream.model].safeParse(mapped).success).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('ABNs', () => {
  expect(isAbn('51 824 753 556')).toBe(true);
  expect(formattedAbn('51824753556')).toBe('51 824 753 556');
  for (const wrong of ['51 824 753 557', '11 111 111 111', '', '5182475355', '٥١٨٢٤٧٥٣٥٥٦'])
    expect(isAbn(wrong)).toBe(false);
});
