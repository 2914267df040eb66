/** The maps against the examples of Xero's documentation, and against everything a vendor may send instead. */
import fc from 'fast-check';
import { models, type Account, type JsonObject, type Stream } from 'plugboard/contract';
import { describe, expect, test } from 'vitest';
import xero from './index.ts';
import { mapInvoice } from './maps-documents.ts';
import { rawInvoice } from './raw.ts';
import { streams } from './streams.ts';
import { momentOf, money } from './values.ts';

function mapAll(stream: Stream, items: readonly JsonObject[], of: Account): unknown[] {
  return items.map((item) =>
    models[stream.model].parse(stream.map(stream.raw.parse(item), { settings: {}, account: of })),
  );
}

const account: Account = { id: 't', name: 'Acme', meta: { currency: 'AUD' } };
const guid = '243216c5-0000-4000-8000-000000000001';

/** The examples of Xero's documentation. */
const examples: Readonly<Record<string, { readonly item: JsonObject; readonly data: JsonObject }>> = {
  contacts: {
    item: {
      ContactID: guid,
      ContactStatus: 'ACTIVE',
      Name: 'Kim Ray',
      FirstName: 'Kim',
      LastName: 'Ray',
      EmailAddress: 'kim@acme.example',
      TaxNumber: '',
      Addresses: [
        {
          AddressType: 'STREET',
          AddressLine1: '1 High St',
          AddressLine2: 'Level 2',
          City: 'Perth',
          Region: 'WA',
          PostalCode: '6000',
          Country: 'Australia',
        },
        { AddressType: 'POBOX', City: '' },
      ],
      Phones: [
        { PhoneType: 'DEFAULT', PhoneNumber: '5550100', PhoneAreaCode: '08', PhoneCountryCode: '61' },
        { PhoneType: 'FAX', PhoneNumber: '', PhoneAreaCode: '', PhoneCountryCode: '' },
      ],
      IsSupplier: false,
      IsCustomer: true,
      DefaultCurrency: 'AUD',
      Balances: { AccountsReceivable: { Outstanding: 100.3 }, AccountsPayable: { Outstanding: 100.1 } },
      UpdatedDateUTC: '/Date(1767225600000+0000)/',
    },
    data: {
      name: 'Kim Ray',
      first_name: 'Kim',
      last_name: 'Ray',
      email: 'kim@acme.example',
      phones: [{ kind: 'default', number: '+61 08 5550100' }],
      addresses: [
        {
          kind: 'street',
          line1: '1 High St',
          line2: 'Level 2',
          city: 'Perth',
          region: 'WA',
          postcode: '6000',
          country: 'Australia',
        },
      ],
      tax_number: null,
      is_customer: true,
      is_supplier: false,
      status: 'active',
      currency: 'AUD',
      balance: '0.20',
      created_at: null,
      updated_at: '2026-01-01T00:00:00.000Z',
      custom: {},
    },
  },
  invoices: {
    item: {
      Type: 'ACCREC',
      InvoiceID: guid,
      InvoiceNumber: 'INV-0001',
      Reference: 'PO 7',
      Contact: { ContactID: 'c1', Name: 'Kim Ray' },
      DateString: '2026-05-01T00:00:00',
      Date: '/Date(1777593600000+0000)/',
      DueDateString: '2026-05-15T00:00:00',
      DueDate: '/Date(1778803200000+0000)/',
      Status: 'AUTHORISED',
      LineAmountTypes: 'Exclusive',
      LineItems: [
        {
          LineItemID: 'l1',
          Description: 'Course fee',
          Quantity: 1.0,
          UnitAmount: 100.1255,
          AccountCode: '200',
          TaxType: 'OUTPUT',
          TaxAmount: 10,
          LineAmount: 100,
          Tracking: [{ TrackingCategoryID: 'k', TrackingOptionID: 'o1', Name: 'Campus', Option: 'Perth' }],
        },
      ],
      SubTotal: 100,
      TotalTax: 10,
      Total: 110,
      AmountDue: 110,
      AmountPaid: 0,
      AmountCredited: 0,
      CurrencyCode: 'AUD',
      FullyPaidOnDate: null,
      UpdatedDateUTC: '/Date(1777593600000+0000)/',
    },
    data: {
      number: 'INV-0001',
      reference: 'PO 7',
      direction: 'receivable',
      contact_id: 'c1',
      contact_name: 'Kim Ray',
      status: 'open',
      issued_on: '2026-05-01',
      due_on: '2026-05-15',
      paid_at: null,
      currency: 'AUD',
      tax_treatment: 'exclusive',
      subtotal: '100.00',
      tax_total: '10.00',
      total: '110.00',
      amount_paid: '0.00',
      amount_due: '110.00',
      lines: [
        {
          description: 'Course fee',
          quantity: '1',
          unit_amount: '100.1255',
          tax_amount: '10.00',
          total: '100.00',
          account_code: '200',
          tax_code: 'OUTPUT',
          product_id: null,
          tracking: ['o1'],
        },
      ],
      subscription_id: null,
      url: null,
      created_at: null,
      updated_at: '2026-05-01T00:00:00.000Z',
      custom: {},
    },
  },
  credit_notes: {
    item: {
      CreditNoteID: guid,
      CreditNoteNumber: 'CN-0005',
      Type: 'ACCPAYCREDIT',
      Status: 'PAID',
      Contact: { ContactID: 'c1', Name: 'Kim Ray' },
      Date: '/Date(1777593600000+0000)/',
      LineAmountTypes: 'Inclusive',
      LineItems: [],
      SubTotal: 100,
      TotalTax: 10,
      Total: 110,
      RemainingCredit: 60,
      Allocations: [
        {
          AllocationID: 'a',
          Amount: 50,
          Date: '/Date(1777593600000+0000)/',
          Invoice: { InvoiceID: 'i1', InvoiceNumber: 'INV-0001' },
        },
        { Amount: 1 },
      ],
      CurrencyCode: 'NZD',
      UpdatedDateUTC: '/Date(1777593600000+0000)/',
    },
    data: {
      number: 'CN-0005',
      reference: null,
      direction: 'payable',
      contact_id: 'c1',
      contact_name: 'Kim Ray',
      status: 'paid',
      issued_on: '2026-05-01',
      currency: 'NZD',
      tax_treatment: 'inclusive',
      subtotal: '100.00',
      tax_total: '10.00',
      total: '110.00',
      remaining: '60.00',
      allocations: [{ invoice_id: 'i1', amount: '50.00', on: '2026-05-01' }],
      lines: [],
      updated_at: '2026-05-01T00:00:00.000Z',
      custom: {},
    },
  },
  payments: {
    item: {
      PaymentID: guid,
      Date: '/Date(1777680000000+0000)/',
      Amount: 110,
      BankAmount: 110,
      PaymentType: 'ACCRECPAYMENT',
      Status: 'AUTHORISED',
      Reference: '',
      IsReconciled: false,
      Account: { AccountID: 'acc', Code: '090' },
      Invoice: {
        InvoiceID: 'i1',
        InvoiceNumber: 'INV-0001',
        Type: 'ACCREC',
        Contact: { ContactID: 'c1', Name: 'Kim Ray' },
      },
      UpdatedDateUTC: '/Date(1777680000000+0000)/',
    },
    data: {
      direction: 'received',
      status: 'succeeded',
      amount: '110.00',
      currency: 'AUD',
      amount_refunded: null,
      paid_on: '2026-05-02',
      invoice_id: 'i1',
      credit_note_id: null,
      contact_id: 'c1',
      account_id: 'acc',
      payment_intent_id: null,
      method: null,
      method_detail: null,
      reference: null,
      is_reconciled: false,
      failure_code: null,
      failure_message: null,
      created_at: null,
      updated_at: '2026-05-02T00:00:00.000Z',
      custom: {},
    },
  },
  bank_transactions: {
    item: {
      BankTransactionID: guid,
      Type: 'SPEND',
      Status: 'AUTHORISED',
      IsReconciled: true,
      BankAccount: { AccountID: 'acc', Code: '090', Name: 'Business' },
      DateString: '2026-05-01T00:00:00',
      LineItems: [],
      SubTotal: 20,
      TotalTax: 0,
      Total: 20,
      CurrencyCode: 'AUD',
      Reference: '',
      UpdatedDateUTC: '/Date(1777593600000+0000)/',
    },
    data: {
      direction: 'out',
      type: 'SPEND',
      status: 'posted',
      is_reconciled: true,
      account_id: 'acc',
      contact_id: null,
      contact_name: null,
      on: '2026-05-01',
      currency: 'AUD',
      amount: '20.00',
      fee: null,
      net: '-20.00',
      tax_total: '0.00',
      reference: null,
      description: null,
      lines: [],
      source_id: null,
      payout_id: null,
      available_at: null,
      created_at: null,
      updated_at: '2026-05-01T00:00:00.000Z',
      custom: {},
    },
  },
  accounts: {
    item: {
      AccountID: guid,
      Code: '090',
      Name: 'Bank',
      Status: 'ARCHIVED',
      Type: 'BANK',
      TaxType: 'BASEXCLUDED',
      Class: 'ASSET',
      EnablePaymentsToAccount: false,
      BankAccountNumber: '012',
      CurrencyCode: 'AUD',
      UpdatedDateUTC: '/Date(1777593600000+0000)/',
    },
    data: {
      code: '090',
      name: 'Bank',
      class: 'asset',
      type: 'BANK',
      description: null,
      tax_code: 'BASEXCLUDED',
      currency: 'AUD',
      bank_account_number: '012',
      takes_payments: true,
      status: 'archived',
      updated_at: '2026-05-01T00:00:00.000Z',
      custom: {},
    },
  },
  tax_rates: {
    item: {
      Name: 'GST on Income',
      TaxType: 'OUTPUT',
      Status: 'ACTIVE',
      CanApplyToRevenue: true,
      DisplayTaxRate: 10.0,
      EffectiveRate: 12.5,
      TaxComponents: [{ Name: 'GST', Rate: 10.0, IsCompound: false }],
    },
    data: {
      code: 'OUTPUT',
      name: 'GST on Income',
      rate: '12.5',
      components: [{ name: 'GST', rate: '10', is_compound: false }],
      applies_to: ['revenue'],
      status: 'active',
      custom: {},
    },
  },
  tracking_categories: {
    item: {
      TrackingCategoryID: guid,
      Name: 'Campus',
      Status: 'ACTIVE',
      Options: [{ TrackingOptionID: 'o', Name: 'Perth', Status: 'ARCHIVED' }],
    },
    data: { name: 'Campus', status: 'active', options: [{ id: 'o', name: 'Perth', status: 'archived' }], custom: {} },
  },
  expense_claims: {
    item: {
      ExpenseClaimID: guid,
      Status: 'SUBMITTED',
      User: { UserID: 'u', FirstName: 'Ann', LastName: '' },
      Receipts: [{ ReceiptID: 'r', Date: '/Date(1777593600000+0000)/', Total: '50.00', Reference: '' }],
      Total: 50,
      AmountDue: 50,
      AmountPaid: 0,
      PaymentDueDate: '/Date(1777680000000)/',
      UpdatedDateUTC: '/Date(1777593600000+0000)/',
    },
    data: {
      status: 'submitted',
      person_id: 'u',
      person_name: 'Ann',
      currency: 'AUD',
      total: '50.00',
      amount_paid: '0.00',
      amount_due: '50.00',
      due_on: '2026-05-02',
      receipts: [{ id: 'r', on: '2026-05-01', total: '50.00', reference: null }],
      updated_at: '2026-05-01T00:00:00.000Z',
      custom: {},
    },
  },
};

describe('maps', () => {
  test.each(Object.entries(examples))('%s: the example of the documentation', (name, { item, data }) => {
    const stream = xero.streams[name];
    if (stream === undefined) throw new Error(name);
    expect(stream.key(item)).toBe(name === 'tax_rates' ? 'OUTPUT' : guid);
    expect(mapAll(stream, [item], account)).toEqual([data]);
  });

  test('a refund of a credit note is known by the kind of its "invoice"', () => {
    const item = {
      ...examples['payments']?.item,
      PaymentType: 'ARCREDITPAYMENT',
      Invoice: { Type: 'ACCRECCREDIT', InvoiceID: 'cn1', CurrencyCode: 'NZD', Contact: { ContactID: 'c1' } },
    };
    expect(mapAll(streams.payments, [item], account)).toMatchObject([
      { direction: 'made', invoice_id: null, credit_note_id: 'cn1', currency: 'NZD' },
    ]);
  });

  test.each([
    ['an invoice without an id', streams.invoices, { Type: 'ACCREC' }],
    ['a total that is a word', streams.invoices, { InvoiceID: guid, Total: 'a lot' }],
    ['lines that are no list', streams.invoices, { InvoiceID: guid, LineItems: { one: 1 } }],
    ['a payment without an amount', streams.payments, { PaymentID: guid }],
    ['a payment of an infinite amount', streams.payments, { PaymentID: guid, Amount: '1e400' }],
    ['a bank transaction without a total', streams.bank_transactions, { BankTransactionID: guid }],
    ['an account without a name', streams.accounts, { AccountID: guid, Name: null }],
    ['a contact whose name is an object', streams.contacts, { ContactID: guid, Name: {} }],
    ['a flag that is a word', streams.tax_rates, { TaxType: 'X', Name: 'X', CanApplyToAssets: 'yes' }],
  ] as readonly (readonly [string, Stream, JsonObject])[])('%s is set aside, not guessed at', (_what, stream, item) => {
    expect(stream.raw.safeParse(item).success).toBe(false);
  });

  test.each(Object.entries(streams))('%s: key, change, deletion and map are total', (_name, stream: Stream) => {
    const scraps = fc.oneof(
      fc.constantFrom(
        '/Date(1777593600000+0000)/',
        '/Date(-1)/',
        '/Date(9999999999999999)/',
        'DELETED',
        'VOIDED',
        '',
        '2026-13-45T00:00:00',
        '12.5',
        '-0',
        'constructor',
      ),
      fc.jsonValue(),
    );
    const names = [...new Set(Object.values(examples).flatMap(({ item }) => Object.keys(item)))];
    const items = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), scraps);
    fc.assert(
      fc.property(items, fc.constantFrom(...Object.values(examples).map(({ item }) => item)), (odd, whole) => {
        for (const item of [odd, { ...whole, ...odd }] as JsonObject[]) {
          expect(stream.key(item)).not.toBe('');
          stream.updatedAt?.(item);
          stream.deleted?.(item);
          const raw = stream.raw.safeParse(item);
          if (!raw.success) continue;
          const mapped = stream.map(raw.data, { settings: {}, account });
          expect(models[stream.model].safeParse(mapped).error?.issues).toBeUndefined();
          expect(stream.map(raw.data, { settings: {}, account })).toEqual(mapped);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('money keeps every digit Xero wrote', () => {
    const cents = fc.integer({ min: -999_999_999_999, max: 999_999_999_999 });
    fc.assert(
      fc.property(cents, fc.constantFrom(2, 4), (whole, digits) => {
        const sign = whole < 0 ? '-' : '';
        const all = String(Math.abs(whole)).padStart(digits + 1, '0');
        const written = `${sign}${all.slice(0, -digits)}.${all.slice(-digits)}`;
        // As it is in the JSON of an answer, and as text.
        for (const value of [JSON.parse(written) as number, written]) {
          const kept = money(value, 'AUD') ?? '';
          expect(kept).toMatch(/^-?\d+\.\d{2,4}$/);
          expect(
            BigInt(
              kept.replace('.', '').padEnd(kept.replace('.', '').length + 4 - (kept.split('.')[1] ?? '').length, '0'),
            ),
          ).toBe(BigInt(whole) * 10n ** BigInt(4 - digits));
        }
      }),
    );
    expect(money(0.1 + 0.2, 'AUD')).toBe('0.30000000000000004');
    expect(money(1000, 'JPY')).toBe('1000');
    expect(money(-0, 'AUD')).toBe('0.00');
  });

  test('dates are read in both their forms, and only sensible ones', () => {
    expect(momentOf('/Date(1777593600000+1000)/')).toBe('2026-05-01T00:00:00.000Z');
    expect(momentOf('/Date(1777593600000)/')).toBe('2026-05-01T00:00:00.000Z');
    expect(momentOf('2026-05-01T04:00:00')).toBe('2026-05-01T04:00:00.000Z');
    expect(momentOf('/Date(253402300800000)/')).toBeUndefined();
    expect(momentOf({})).toBeUndefined();
  });

  test('nothing spent is not less than nothing', () => {
    const item = { ...examples['bank_transactions']?.item, Total: 0 };
    expect(mapAll(streams.bank_transactions, [item], account)).toMatchObject([{ amount: '0.00', net: '0.00' }]);
  });

  test('an account without a currency still maps', () => {
    const raw = rawInvoice.parse({ InvoiceID: guid, Total: 5 });
    expect(mapInvoice(raw, { settings: {}, account: undefined })).toMatchObject({ currency: null, total: '5.00' });
  });
});
