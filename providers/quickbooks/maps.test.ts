/** The vendor's example bodies through the maps, and what the maps make of what nobody should send. */
import fc from 'fast-check';
import { models, type Account, type JsonObject, type ModelName, type Stream } from 'plugboard/contract';
import { describe, expect, test } from 'vitest';
import { mapReport } from './reports.ts';
import { rawReport } from './raw.ts';
import { streams } from './streams.ts';

const account: Account = {
  id: '9341454816381446',
  name: 'Acme',
  meta: { currency: 'AUD', time_zone: 'Australia/Perth' },
};
const times = { CreateTime: '2026-05-01T03:04:05-07:00', LastUpdatedTime: '2026-05-01T03:04:05-07:00' };

function mapped(name: keyof typeof streams, item: JsonObject): Record<string, unknown> {
  const stream: Stream = streams[name];
  const model: ModelName = stream.model;
  return models[model].parse(stream.map(stream.raw.parse({ MetaData: times, ...item }), { settings: {}, account }));
}

const saleLine = {
  Id: '1',
  LineNum: 1,
  Description: 'Course fee',
  Amount: 100.0,
  DetailType: 'SalesItemLineDetail',
  SalesItemLineDetail: {
    ItemRef: { value: '1', name: 'Services' },
    UnitPrice: 100,
    Qty: 1,
    TaxCodeRef: { value: '10' },
  },
};
const invoice = {
  Id: '239',
  SyncToken: '0',
  DocNumber: '1041',
  TxnDate: '2026-05-01',
  DueDate: '2026-05-15',
  CurrencyRef: { value: 'AUD', name: 'Australian Dollar' },
  CustomerRef: { value: '58', name: 'Kim Ray' },
  Line: [saleLine, { Amount: 100.0, DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} }],
  TxnTaxDetail: { TotalTax: 10.0 },
  GlobalTaxCalculation: 'TaxExcluded',
  TotalAmt: 110.0,
  Balance: 110.0,
  PrivateNote: '',
};

describe("Intuit's examples", () => {
  test('a customer', () => {
    expect(
      mapped('customers', {
        Id: '58',
        DisplayName: 'Kim Ray',
        GivenName: 'Kim',
        FamilyName: 'Ray',
        Active: true,
        PrimaryEmailAddr: { Address: 'kim@acme.example' },
        PrimaryPhone: { FreeFormNumber: '(08) 5550 1000' },
        BillAddr: {
          Id: '95',
          Line1: '1 High St',
          City: 'Perth',
          CountrySubDivisionCode: 'WA',
          PostalCode: '6000',
          Country: 'AUS',
        },
        CurrencyRef: { value: 'AUD' },
        Balance: 110.0,
      }),
    ).toMatchObject({
      name: 'Kim Ray',
      phones: [{ kind: 'default', number: '(08) 5550 1000' }],
      addresses: [{ kind: 'billing', line1: '1 High St', line2: null, region: 'WA', country: 'AUS' }],
      is_customer: true,
      is_supplier: false,
      status: 'active',
      currency: 'AUD',
      balance: '110.00',
      updated_at: '2026-05-01T10:04:05.000Z',
    });
  });

  test('a vendor is owed money, which is less than nothing to us; an inactive one is put away', () => {
    const vendor = { Id: '31', DisplayName: 'Print Co', Active: false, BusinessNumber: '51824753556' };
    expect(mapped('vendors', { ...vendor, Balance: 55 })).toMatchObject({
      balance: '-55.00',
      status: 'archived',
      tax_number: '51824753556',
    });
    expect(mapped('vendors', { ...vendor, Balance: 0 })).toMatchObject({ balance: '0.00' });
    expect(mapped('vendors', { ...vendor, Balance: -5.5 })).toMatchObject({ balance: '5.50' });
  });

  test.each([
    ['open', {}, { status: 'open', amount_due: '110.00', amount_paid: '0.00' }],
    ['partly paid', { Balance: 60.1 }, { status: 'open', amount_due: '60.10', amount_paid: '49.90' }],
    ['paid', { Balance: 0 }, { status: 'paid', amount_due: '0.00', amount_paid: '110.00' }],
    ['voided', { TotalAmt: 0, Balance: 0, PrivateNote: 'Voided' }, { status: 'void', total: '0.00' }],
    ['free of charge', { TotalAmt: 0, Balance: 0, TxnTaxDetail: { TotalTax: 0 } }, { status: 'paid', total: '0.00' }],
  ])('an invoice, %s', (_what, changes, expected) => {
    const result = mapped('invoices', { ...invoice, ...changes });
    expect(result).toMatchObject({
      number: '1041',
      direction: 'receivable',
      contact_id: '58',
      tax_treatment: 'exclusive',
      ...expected,
    });
    expect(result['lines']).toHaveLength(1);
  });

  test('the lines of an invoice: subtotals are left out, bundles opened, discounts taken off', () => {
    const Line = [
      saleLine,
      {
        Amount: 30,
        DetailType: 'GroupLineDetail',
        GroupLineDetail: {
          Line: [
            { ...saleLine, Amount: 10 },
            { ...saleLine, Amount: 20 },
          ],
        },
      },
      { Amount: 5, DetailType: 'DiscountLineDetail', DiscountLineDetail: { PercentBased: false } },
      { Description: 'Thank you', DetailType: 'DescriptionOnly' },
      { Amount: 125, DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} },
    ];
    const { lines } = models.invoice.parse(mapped('invoices', { ...invoice, Line }));
    expect(lines.map(({ total }) => total)).toEqual(['100.00', '10.00', '20.00', '-5.00', null]);
    expect(lines[0]).toMatchObject({ quantity: '1', unit_amount: '100.00', tax_code: '10', product_id: '1' });
  });

  test('a bill, and a bill payment', () => {
    const line = {
      Amount: 50.0,
      DetailType: 'AccountBasedExpenseLineDetail',
      AccountBasedExpenseLineDetail: { AccountRef: { value: '7' }, TaxCodeRef: { value: '11' } },
    };
    const bill = {
      Id: '108',
      DocNumber: 'SUP-9',
      TxnDate: '2026-05-01',
      DueDate: '2026-05-31',
      VendorRef: { value: '31', name: 'Print Co' },
      Line: [line],
      GlobalTaxCalculation: 'TaxExcluded',
      TxnTaxDetail: { TotalTax: 5.0 },
      TotalAmt: 55.0,
      Balance: 55.0,
    };
    expect(mapped('bills', bill)).toMatchObject({
      direction: 'payable',
      contact_id: '31',
      total: '55.00',
      subtotal: '50.00',
      currency: 'AUD',
      lines: [{ account_code: '7', tax_code: '11' }],
    });
    const paid = {
      Id: '118',
      VendorRef: { value: '31' },
      PayType: 'Check',
      CheckPayment: { BankAccountRef: { value: '35' } },
      TotalAmt: 55.0,
      TxnDate: '2026-05-20',
      Line: [{ Amount: 55.0, LinkedTxn: [{ TxnId: '108', TxnType: 'Bill' }] }],
    };
    expect(mapped('bill_payments', paid)).toMatchObject({
      direction: 'made',
      amount: '55.00',
      invoice_id: '108',
      account_id: '35',
      method: 'Check',
    });
  });

  test('a payment of one invoice, of two, and one that uses a credit', () => {
    const link = (TxnId: string, TxnType: string, Amount: number) => ({ Amount, LinkedTxn: [{ TxnId, TxnType }] });
    const payment = {
      Id: '301',
      TxnDate: '2026-05-02',
      TotalAmt: 110.0,
      UnappliedAmt: 0,
      CustomerRef: { value: '58' },
      DepositToAccountRef: { value: '4' },
      PaymentRefNum: 'R-1',
    };
    expect(mapped('payments', { ...payment, Line: [link('239', 'Invoice', 110)] })).toMatchObject({
      direction: 'received',
      amount: '110.00',
      invoice_id: '239',
      account_id: '4',
      reference: 'R-1',
      is_reconciled: null,
    });
    expect(
      mapped('payments', { ...payment, Line: [link('239', 'Invoice', 60.1), link('240', 'Invoice', 49.9)] }),
    ).toMatchObject({
      invoice_id: null,
      custom: {
        linked: [
          { type: 'Invoice', id: '239', amount: '60.10' },
          { type: 'Invoice', id: '240', amount: '49.90' },
        ],
      },
    });
    expect(
      mapped('payments', { ...payment, TotalAmt: 0, Line: [link('239', 'Invoice', 50), link('73', 'CreditMemo', 50)] }),
    ).toMatchObject({ amount: '0.00', invoice_id: '239', credit_note_id: '73' });
  });

  test('a credit memo, a purchase with tax in it, a deposit with its fee, a transfer, a journal entry', () => {
    expect(mapped('credit_memos', { ...invoice, Id: '73', RemainingCredit: 60.0, Balance: 60.0 })).toMatchObject({
      direction: 'receivable',
      total: '110.00',
      remaining: '60.00',
      status: 'open',
    });
    const bought = {
      Amount: 20.0,
      DetailType: 'AccountBasedExpenseLineDetail',
      AccountBasedExpenseLineDetail: { AccountRef: { value: '7' }, TaxCodeRef: { value: '11' }, TaxInclusiveAmt: 22.0 },
    };
    const purchase = {
      Id: '140',
      PaymentType: 'CreditCard',
      AccountRef: { value: '42' },
      EntityRef: { value: '31', type: 'Vendor' },
      Credit: false,
      TxnDate: '2026-05-04',
      TotalAmt: 22.0,
      GlobalTaxCalculation: 'TaxInclusive',
      Line: [bought],
    };
    expect(mapped('purchases', purchase)).toMatchObject({
      direction: 'out',
      amount: '22.00',
      contact_id: '31',
      lines: [{ total: '22.00', tax_amount: '2.00' }],
    });
    expect(
      mapped('purchases', { ...purchase, Credit: true, EntityRef: { value: '9', name: 'Jo', type: 'Employee' } }),
    ).toMatchObject({ direction: 'in', contact_id: null, contact_name: 'Jo' });
    const Line = [
      { Id: '1', Amount: 110.0, LinkedTxn: [{ TxnId: '301', TxnType: 'Payment', TxnLineId: '0' }] },
      {
        Id: '2',
        Amount: -2.0,
        DetailType: 'DepositLineDetail',
        DepositLineDetail: { AccountRef: { value: '60', name: 'Card fees' } },
      },
    ];
    expect(
      mapped('deposits', {
        Id: '148',
        TxnDate: '2026-05-03',
        DepositToAccountRef: { value: '35' },
        TotalAmt: 108.0,
        CashBack: null,
        Line,
      }),
    ).toMatchObject({
      direction: 'in',
      amount: '108.00',
      account_id: '35',
      lines: [{ total: '110.00' }, { total: '-2.00', account_code: '60' }],
      custom: { linked: [{ type: 'Payment', id: '301', amount: '110.00' }] },
    });
    expect(
      mapped('transfers', {
        Id: '150',
        TxnDate: '2026-05-05',
        FromAccountRef: { value: '35' },
        ToAccountRef: { value: '36' },
        Amount: 500.0,
      }),
    ).toMatchObject({ direction: 'out', amount: '500.00', account_id: '35', custom: { to_account_id: '36' } });
    const posting = {
      Amount: 10.0,
      DetailType: 'JournalEntryLineDetail',
      JournalEntryLineDetail: {
        PostingType: 'Debit',
        AccountRef: { value: '7' },
        Entity: { Type: 'Customer', EntityRef: { value: '58' } },
      },
    };
    expect(mapped('journal_entries', { Id: '9', TxnDate: '2026-05-05', Line: [posting] })).toMatchObject({
      lines: [{ account_id: '7', debit: '10.00', credit: null, contact_id: '58' }],
    });
  });

  test('a tax code has the rate its sales are charged at; of a tax on tax there is no sum', () => {
    const rates = [
      { Id: '3', Name: 'GST', RateValue: 10 },
      { Id: '4', Name: 'Levy', RateValue: 2.5 },
      { Id: '5', Name: 'Council', RateValue: 7.5 },
    ];
    const detail = (value: string, TaxTypeApplicable = 'TaxOnAmount') => ({ TaxRateRef: { value }, TaxTypeApplicable });
    const code = { Id: '10', Name: 'GST', Active: true, Rates: rates };
    expect(mapped('tax_codes', { ...code, SalesTaxRateList: { TaxRateDetail: [detail('3')] } })).toMatchObject({
      code: '10',
      rate: '10',
      applies_to: ['revenue'],
    });
    expect(
      mapped('tax_codes', { ...code, SalesTaxRateList: { TaxRateDetail: [detail('3'), detail('4')] } }),
    ).toMatchObject({ rate: '12.5', components: [{ name: 'GST' }, { name: 'Levy' }] });
    expect(
      mapped('tax_codes', { ...code, SalesTaxRateList: { TaxRateDetail: [detail('4'), detail('5')] } }),
    ).toMatchObject({ rate: '10' });
    expect(
      mapped('tax_codes', { ...code, PurchaseTaxRateList: { TaxRateDetail: [detail('3'), detail('4', 'TaxOnTax')] } }),
    ).toMatchObject({ rate: null, applies_to: ['expenses'] });
    expect(mapped('tax_codes', { ...code, SalesTaxRateList: { TaxRateDetail: [detail('99')] } })).toMatchObject({
      rate: null,
      components: [],
    });
    expect(mapped('tax_codes', code)).toMatchObject({ rate: null, components: [] });
  });

  test('a report: sections become rows beside their name, nested ones too, and sums say so', () => {
    const Rows = {
      Row: [
        {
          type: 'Section',
          group: 'Income',
          Header: { ColData: [{ value: 'Income' }, { value: '' }] },
          Rows: {
            Row: [
              { type: 'Data', ColData: [{ value: 'Course fees', id: '45' }, { value: '1200.00' }] },
              {
                Header: { ColData: [{ value: 'Materials', id: '46' }, { value: '10.00' }] },
                Rows: { Row: [{ ColData: [{ value: 'Books', id: '47' }, { value: '5.00' }] }] },
                Summary: { ColData: [{ value: 'Total Materials' }, { value: '15.00' }] },
              },
            ],
          },
          Summary: { ColData: [{ value: 'Total Income' }, { value: '1215.00' }] },
        },
        { type: 'Section', group: 'NetIncome', Summary: { ColData: [{ value: 'Net Income' }, { value: '1215.00' }] } },
      ],
    };
    const report = {
      Header: { ReportName: 'ProfitAndLoss', ReportBasis: 'Accrual', Currency: 'AUD' },
      Columns: {
        Column: [
          { ColTitle: '', ColType: 'Account' },
          { ColTitle: 'Total', ColType: 'Money' },
        ],
      },
      Rows,
    };
    const { rows, ...rest } = models.report.parse(
      mapReport(rawReport.parse({ Kind: 'profit_and_loss', From: '2026-05-01', To: '2026-05-31', Report: report })),
    );
    expect(rest).toMatchObject({ kind: 'profit_and_loss', columns: ['', 'Total'] });
    expect(rows).toEqual([
      { section: 'Income', kind: 'row', account_id: '45', cells: ['Course fees', '1200.00'] },
      { section: 'Income', kind: 'row', account_id: '46', cells: ['Materials', '10.00'] },
      { section: 'Materials', kind: 'row', account_id: '47', cells: ['Books', '5.00'] },
      { section: 'Materials', kind: 'summary', account_id: null, cells: ['Total Materials', '15.00'] },
      { section: 'Income', kind: 'summary', account_id: null, cells: ['Total Income', '1215.00'] },
      { section: null, kind: 'summary', account_id: null, cells: ['Net Income', '1215.00'] },
    ]);
    expect(mapReport(rawReport.parse({ Kind: 'reconciled', From: null, To: '2026-05-31', Report: {} })).rows).toEqual(
      [],
    );
  });
});

describe('whatever is sent', () => {
  test('a field of another type costs the record, and an unknown one nothing', () => {
    expect(streams.invoices.raw.safeParse({ ...invoice, TotalAmt: 'a lot' }).success).toBe(false);
    expect(streams.payments.raw.safeParse({ Id: '1' }).success).toBe(false);
    expect(streams.invoices.raw.safeParse({ ...invoice, Surprise: { a: 1 } }).success).toBe(true);
    expect(mapped('invoices', { Id: '1' })).toMatchObject({ status: 'open', total: null, currency: 'AUD', lines: [] });
  });

  test.each(Object.entries(streams).map(([name, stream]) => [name, stream] as const))(
    '%s: key, moment and mark of deletion are total',
    (_name, stream: Stream) => {
      fc.assert(
        fc.property(
          fc.dictionary(fc.constantFrom('Id', 'MetaData', 'status', 'Kind', 'To', 'Report'), fc.jsonValue()),
          (item) => {
            const json: JsonObject = JSON.parse(JSON.stringify(item));
            expect(() => [stream.key(json), stream.updatedAt?.(json), stream.deleted?.(json)]).not.toThrow();
            const raw = stream.raw.safeParse(json);
            if (raw.success) models[stream.model].parse(stream.map(raw.data, { settings: {}, account: undefined }));
          },
        ),
        { numRuns: 50 },
      );
    },
  );
});
