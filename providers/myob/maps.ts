/** MYOB's cards, accounts and tax codes -> unified models. Pure and total. Called by streams.ts and actions.ts. */
import type { MapContext, Models } from 'plugboard/contract';
import type { RawAccount, RawContact, RawEmployee, RawTaxCode } from './raw.ts';
import { bookCurrency, momentOf, money, number, oneOf, text } from './values.ts';

type Card = RawEmployee;
type CardAddress = NonNullable<Card['Addresses']>[number];

/** A card is a company's or a person's; MYOB leaves the name of the other kind empty. */
function fullName(card: Card): string | null {
  return (
    text(card.CompanyName) ?? text([card.FirstName ?? '', card.LastName ?? ''].map((part) => part.trim()).join(' '))
  );
}

/** Five places for addresses: the first is where they are, the second where post goes, as MYOB's own screens have it. */
function mapAddresses(card: Card): Models['contact']['addresses'] {
  return (card.Addresses ?? []).flatMap((address) => {
    const mapped = {
      kind: oneOf({ 1: 'street', 2: 'postal' } as const, String(address.Location ?? ''), 'other' as const),
      line1: text(address.Street),
      line2: null,
      city: text(address.City),
      region: text(address.State),
      postcode: text(address.PostCode),
      country: text(address.Country),
    };
    const { line1, city, region, postcode } = mapped;
    return [line1, city, region, postcode].every((part) => part === null) ? [] : [mapped];
  });
}

function phonesOf(address: CardAddress): { kind: 'default' | 'other' | 'fax'; number: string }[] {
  const kinds = [
    ['default', address.Phone1],
    ['other', address.Phone2],
    ['other', address.Phone3],
    ['fax', address.Fax],
  ] as const;
  return kinds.flatMap(([kind, phone]) => {
    const dialled = text(phone);
    return dialled === null ? [] : [{ kind, number: dialled }];
  });
}

function mapPhones(card: Card) {
  return (card.Addresses ?? []).flatMap(phonesOf);
}

function emailOf(card: Card): string | null {
  return (card.Addresses ?? []).map((address) => text(address.Email)).find((email) => email !== null) ?? null;
}

function mapContact(raw: RawContact, context: MapContext, side: 'customer' | 'supplier'): Models['contact'] {
  const details = side === 'customer' ? raw.SellingDetails : raw.BuyingDetails;
  const currency = bookCurrency(context);
  const balance = money(raw.CurrentBalance, currency);
  return {
    name: fullName(raw),
    first_name: text(raw.FirstName),
    last_name: text(raw.LastName),
    email: emailOf(raw),
    phones: mapPhones(raw),
    addresses: mapAddresses(raw),
    tax_number: text(details?.ABN) ?? text(details?.GSTIDNumber),
    is_customer: side === 'customer',
    is_supplier: side === 'supplier',
    status: raw.IsActive === false ? 'archived' : 'active',
    currency,
    // What we owe a supplier is negative for us.
    balance: side === 'customer' || balance === null ? balance : negated(balance),
    created_at: null,
    updated_at: momentOf(raw.LastModified) ?? null,
    custom: {},
  };
}

function negated(amount: string): string {
  if (/^-?[0.]+$/.test(amount)) return amount.replace('-', '');
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}

export function mapCustomer(raw: RawContact, context: MapContext): Models['contact'] {
  return mapContact(raw, context, 'customer');
}

export function mapSupplier(raw: RawContact, context: MapContext): Models['contact'] {
  return mapContact(raw, context, 'supplier');
}

export function mapEmployee(raw: RawEmployee): Models['employee'] {
  return {
    first_name: text(raw.FirstName),
    last_name: text(raw.LastName),
    full_name: fullName(raw),
    email: emailOf(raw),
    phones: mapPhones(raw),
    addresses: mapAddresses(raw),
    employee_number: text(raw.DisplayID),
    status: raw.IsActive === false ? 'inactive' : 'active',
    created_at: null,
    updated_at: momentOf(raw.LastModified) ?? null,
    custom: {},
  };
}

const classes: Readonly<Record<string, Models['account']['class']>> = {
  Asset: 'asset',
  Liability: 'liability',
  Equity: 'equity',
  Income: 'revenue',
  OtherIncome: 'revenue',
  CostOfSales: 'expense',
  Expense: 'expense',
  OtherExpense: 'expense',
};

export function mapAccount(raw: RawAccount, context: MapContext): Models['account'] {
  return {
    code: text(raw.DisplayID),
    name: raw.Name,
    class: oneOf(classes, raw.Classification, null),
    type: text(raw.Type),
    description: text(raw.Description),
    tax_code: text(raw.TaxCode?.Code),
    currency: bookCurrency(context),
    bank_account_number: null,
    takes_payments: raw.Type === null || raw.Type === undefined ? null : raw.Type === 'Bank' && raw.IsHeader !== true,
    status: raw.IsActive === false ? 'archived' : 'active',
    updated_at: momentOf(raw.LastModified) ?? null,
    custom: {},
  };
}

/** A rate that is taken away (withholding) is negative. A code may be used on sales and on purchases. */
export function mapTaxCode(raw: RawTaxCode): Models['tax_rate'] {
  const rate = number(raw.Rate);
  const signed = rate !== null && raw.IsRateNegative === true ? negated(rate.replace('-', '')) : rate;
  const name = text(raw.Description) ?? raw.Code;
  return {
    code: raw.Code,
    name,
    rate: signed,
    components: [],
    applies_to: [],
    status: 'active',
    custom: {},
  };
}
