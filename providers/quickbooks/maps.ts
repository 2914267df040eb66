/**
 * QuickBooks' names and lists (customers, vendors, items, accounts, tax) -> unified models. Pure and total: what is unknown becomes null. The
 * transactions are in maps-documents.ts and maps-money.ts. Called by streams.ts and actions.ts.
 */
import type { MapContext, Models } from 'plugboard/contract';
import type { RawAccount, RawItem, RawName, RawTaxCode, RawTaxRate } from './raw.ts';
import { sumOf } from 'plugboard/kit';
import { currencyCode, idOf, momentOf, money, number, oneOf, text, type RawReference } from './values.ts';

/** The transaction's currency, or the company's own, found when it was connected. */
export function currencyOf(reference: RawReference, context: MapContext): string | null {
  return currencyCode(reference?.value) ?? currencyCode(context.account?.meta['currency']);
}

type Contact = Models['contact'];

function mapName(raw: RawName, context: MapContext, role: 'customer' | 'supplier'): Contact {
  const currency = currencyOf(raw.CurrencyRef, context);
  const phones: readonly (readonly [Contact['phones'][number]['kind'], RawName['Fax']])[] = [
    ['default', raw.PrimaryPhone],
    ['mobile', raw.Mobile],
    ['other', raw.AlternatePhone],
    ['fax', raw.Fax],
  ];
  return {
    name: text(raw.DisplayName),
    first_name: text(raw.GivenName),
    last_name: text(raw.FamilyName),
    email: text(raw.PrimaryEmailAddr?.Address),
    phones: phones.flatMap(([kind, phone]) => {
      const written = text(phone?.FreeFormNumber);
      return written === null ? [] : [{ kind, number: written }];
    }),
    addresses: [...addressOf('billing', raw.BillAddr), ...addressOf('shipping', raw.ShipAddr)],
    tax_number: text(raw.BusinessNumber) ?? text(raw.PrimaryTaxIdentifier) ?? text(raw.TaxIdentifier),
    is_customer: role === 'customer',
    is_supplier: role === 'supplier',
    status: raw.Active === false ? 'archived' : 'active',
    currency,
    balance: balanceOf(raw, currency, role),
    created_at: momentOf(raw.MetaData?.CreateTime) ?? null,
    updated_at: momentOf(raw.MetaData?.LastUpdatedTime) ?? null,
    custom: {},
  };
}

/** QuickBooks says what a vendor is owed from zero up; here what we owe is negative. */
function balanceOf(raw: RawName, currency: string | null, role: 'customer' | 'supplier'): string | null {
  const balance = money(raw.Balance, currency);
  if (balance === null || role === 'customer' || /^0(\.0+)?$/.test(balance)) return balance;
  return balance.startsWith('-') ? balance.slice(1) : `-${balance}`;
}

function addressOf(kind: 'billing' | 'shipping', raw: RawName['BillAddr']): Contact['addresses'] {
  const more = [raw?.Line2, raw?.Line3, raw?.Line4, raw?.Line5].map(text).filter((line) => line !== null);
  const parts = {
    line1: text(raw?.Line1),
    line2: text(more.join(', ')),
    city: text(raw?.City),
    region: text(raw?.CountrySubDivisionCode),
    postcode: text(raw?.PostalCode),
    country: text(raw?.Country),
  };
  return Object.values(parts).every((part) => part === null) ? [] : [{ kind, ...parts }];
}

export const mapCustomer = (raw: RawName, context: MapContext): Contact => mapName(raw, context, 'customer');
export const mapVendor = (raw: RawName, context: MapContext): Contact => mapName(raw, context, 'supplier');

export function mapItem(raw: RawItem, context: MapContext): Models['product'] {
  const currency = currencyCode(context.account?.meta['currency']);
  return {
    name: raw.Name,
    description: text(raw.Description),
    code: text(raw.Sku),
    is_active: raw.Active !== false,
    default_price_id: null,
    url: null,
    created_at: momentOf(raw.MetaData?.CreateTime) ?? null,
    updated_at: momentOf(raw.MetaData?.LastUpdatedTime) ?? null,
    custom: {
      type: text(raw.Type),
      unit_price: money(raw.UnitPrice, currency),
      income_account_id: idOf(raw.IncomeAccountRef),
      tax_code: idOf(raw.SalesTaxCodeRef),
    },
  };
}

const classes: Readonly<Record<string, Models['account']['class']>> = {
  Asset: 'asset',
  Equity: 'equity',
  Expense: 'expense',
  Liability: 'liability',
  Revenue: 'revenue',
};

/** Receipts may go to a bank account, a card, or to Undeposited Funds. */
const paidTo = ['Bank', 'Credit Card', 'Other Current Asset'];

export function mapAccount(raw: RawAccount, context: MapContext): Models['account'] {
  const currency = currencyOf(raw.CurrencyRef, context);
  return {
    code: text(raw.AcctNum),
    name: raw.Name,
    class: oneOf(classes, raw.Classification, null),
    type: text(raw.AccountType),
    description: text(raw.Description),
    tax_code: idOf(raw.TaxCodeRef),
    currency,
    bank_account_number: text(raw.BankNum),
    takes_payments: text(raw.AccountType) === null ? null : paidTo.includes(raw.AccountType ?? ''),
    status: raw.Active === false ? 'archived' : 'active',
    updated_at: momentOf(raw.MetaData?.LastUpdatedTime) ?? null,
    custom: { subtype: text(raw.AccountSubType), balance: money(raw.CurrentBalance, currency) },
  };
}

export function mapTaxRate(raw: RawTaxRate): Models['tax_rate'] {
  return {
    code: raw.Id,
    name: raw.Name,
    rate: number(raw.RateValue),
    components: [],
    applies_to: [],
    status: raw.Active === false ? 'archived' : 'active',
    custom: {},
  };
}

/**
 * A code holds rates for sales and rates for purchases, mostly alike. Its own rate is what is charged on sales, or else on purchases; a tax on
 * tax is not a sum, so there it stays unknown.
 */
export function mapTaxCode(raw: RawTaxCode): Models['tax_rate'] {
  const sales = raw.SalesTaxRateList?.TaxRateDetail ?? [];
  const purchases = raw.PurchaseTaxRateList?.TaxRateDetail ?? [];
  const charged = (sales.length > 0 ? sales : purchases).map((detail) => {
    const found = raw.Rates.find(({ Id }) => Id === idOf(detail.TaxRateRef));
    const compound = ![null, 'TaxOnAmount'].includes(text(detail.TaxTypeApplicable));
    return { name: found?.Name ?? '', rate: number(found?.RateValue), compound };
  });
  const known = charged.flatMap(({ rate }) => (rate === null ? [] : [rate]));
  const plain = known.length === charged.length && !charged.some(({ compound }) => compound);
  return {
    code: raw.Id,
    name: raw.Name,
    rate: plain ? number(sumOf(known)) : null,
    components: charged.flatMap(({ name, rate, compound }) =>
      rate === null ? [] : [{ name, rate, is_compound: compound }],
    ),
    applies_to: [
      ...(sales.length > 0 ? ['revenue' as const] : []),
      ...(purchases.length > 0 ? ['expenses' as const] : []),
    ],
    status: raw.Active === false ? 'archived' : 'active',
    custom: {},
  };
}
