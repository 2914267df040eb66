/**
 * Xero's contacts, ledger lists and claims -> unified models. Pure and total: what is unknown becomes null. The documents with
 * lines are in maps-documents.ts. Called by streams.ts and actions.ts.
 */
import { fromMinor, toMinor, type MapContext, type Models } from 'plugboard/contract';
import type { RawAccount, RawContact, RawExpenseClaim, RawTaxRate, RawTrackingCategory } from './raw.ts';
import { currencyCode, dayOf, momentOf, money, number, oneOf, text } from './values.ts';

/** The organisation's own currency, found when it was connected. */
export function baseCurrency(context: MapContext): string | null {
  return currencyCode(context.account?.meta['currency']);
}

type Phone = Models['contact']['phones'][number];
type Address = Models['contact']['addresses'][number];

const phoneKinds: Readonly<Record<string, Phone['kind']>> = {
  DEFAULT: 'default',
  MOBILE: 'mobile',
  DDI: 'direct',
  FAX: 'fax',
};
const addressKinds: Readonly<Record<string, Address['kind']>> = { STREET: 'street', POBOX: 'postal' };

export function mapContact(raw: RawContact, context: MapContext): Models['contact'] {
  const currency = currencyCode(raw.DefaultCurrency);
  return {
    name: text(raw.Name),
    first_name: text(raw.FirstName),
    last_name: text(raw.LastName),
    email: text(raw.EmailAddress),
    phones: (raw.Phones ?? []).flatMap((phone) => {
      const country = text(phone.PhoneCountryCode)?.replace(/^\+?(?=\d)/, '+') ?? null;
      const parts = [country, text(phone.PhoneAreaCode), text(phone.PhoneNumber)].filter((part) => part !== null);
      // Xero lists every kind of number, mostly empty.
      return text(phone.PhoneNumber) === null
        ? []
        : [{ kind: oneOf(phoneKinds, phone.PhoneType, 'other'), number: parts.join(' ') }];
    }),
    addresses: (raw.Addresses ?? []).flatMap((address) => mapAddress(address)),
    tax_number: text(raw.TaxNumber),
    is_customer: raw.IsCustomer ?? null,
    is_supplier: raw.IsSupplier ?? null,
    status: oneOf({ ARCHIVED: 'archived', GDPRREQUEST: 'erased' }, raw.ContactStatus, 'active'),
    currency,
    balance: balanceOf(raw, baseCurrency(context)),
    created_at: null,
    updated_at: momentOf(raw.UpdatedDateUTC) ?? null,
    custom: {},
  };
}

function mapAddress(raw: NonNullable<RawContact['Addresses']>[number]): Address[] {
  const more = [raw.AddressLine2, raw.AddressLine3, raw.AddressLine4].map(text).filter((line) => line !== null);
  const address = {
    line1: text(raw.AddressLine1),
    line2: text(more.join(', ')),
    city: text(raw.City),
    region: text(raw.Region),
    postcode: text(raw.PostalCode),
    country: text(raw.Country),
  };
  const empty = Object.values(address).every((part) => part === null);
  return empty ? [] : [{ kind: oneOf(addressKinds, raw.AddressType, 'other'), ...address }];
}

/** What they owe us less what we owe them. Xero counts both from zero up. */
function balanceOf(raw: RawContact, currency: string | null): string | null {
  const owed = money(raw.Balances?.AccountsReceivable?.Outstanding, currency);
  const owing = money(raw.Balances?.AccountsPayable?.Outstanding, currency);
  if (owed === null && owing === null) return null;
  try {
    const unit = currency ?? 'XXX';
    return fromMinor(toMinor(owed ?? '0', unit) - toMinor(owing ?? '0', unit), unit);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const classes: Readonly<Record<string, Models['account']['class']>> = {
  ASSET: 'asset',
  EQUITY: 'equity',
  EXPENSE: 'expense',
  LIABILITY: 'liability',
  REVENUE: 'revenue',
};

export function mapAccount(raw: RawAccount): Models['account'] {
  return {
    code: text(raw.Code),
    name: raw.Name,
    class: oneOf(classes, raw.Class, null),
    type: text(raw.Type),
    description: text(raw.Description),
    tax_code: text(raw.TaxType),
    currency: currencyCode(raw.CurrencyCode),
    bank_account_number: text(raw.BankAccountNumber),
    takes_payments: takesPayments(raw),
    status: activity(raw.Status),
    updated_at: momentOf(raw.UpdatedDateUTC) ?? null,
    custom: {},
  };
}

/** Bank accounts always do; Xero leaves their flag false. */
function takesPayments(raw: RawAccount): boolean | null {
  return raw.Type === 'BANK' ? true : (raw.EnablePaymentsToAccount ?? null);
}

/** Accounts, categories and options: what was deleted is flagged as such by the stream, so here it counts as put away. */
function activity(status: string | null | undefined): 'active' | 'archived' {
  return oneOf({ ARCHIVED: 'archived', DELETED: 'archived' }, status, 'active');
}

export function mapTaxRate(raw: RawTaxRate): Models['tax_rate'] {
  const applies = [
    ['assets', raw.CanApplyToAssets],
    ['equity', raw.CanApplyToEquity],
    ['expenses', raw.CanApplyToExpenses],
    ['liabilities', raw.CanApplyToLiabilities],
    ['revenue', raw.CanApplyToRevenue],
  ] as const;
  return {
    code: raw.TaxType,
    name: raw.Name,
    rate: number(raw.EffectiveRate ?? raw.DisplayTaxRate),
    components: (raw.TaxComponents ?? []).flatMap((part) => {
      const rate = number(part.Rate);
      return rate === null ? [] : [{ name: part.Name ?? '', rate, is_compound: part.IsCompound ?? false }];
    }),
    applies_to: applies.flatMap(([to, may]) => (may === true ? [to] : [])),
    status: oneOf({ PENDING: 'pending', ARCHIVED: 'archived', DELETED: 'archived' }, raw.Status, 'active'),
    custom: {},
  };
}

export function mapTrackingCategory(raw: RawTrackingCategory): Models['tracking_category'] {
  return {
    name: raw.Name,
    status: activity(raw.Status),
    options: (raw.Options ?? []).flatMap((option) => {
      const id = text(option.TrackingOptionID);
      return id === null ? [] : [{ id, name: option.Name ?? '', status: activity(option.Status) }];
    }),
    custom: {},
  };
}

const claimStatuses: Readonly<Record<string, Models['expense']['status']>> = {
  AUTHORISED: 'approved',
  PAID: 'paid',
  VOIDED: 'void',
  DELETED: 'void',
};

/** Classic claims are always in the organisation's own currency. */
export function mapExpenseClaim(raw: RawExpenseClaim, context: MapContext): Models['expense'] {
  const currency = baseCurrency(context);
  return {
    status: oneOf(claimStatuses, raw.Status, 'submitted'),
    person_id: text(raw.User?.UserID),
    person_name: text([raw.User?.FirstName ?? '', raw.User?.LastName ?? ''].map((part) => part.trim()).join(' ')),
    currency,
    total: money(raw.Total, currency),
    amount_paid: money(raw.AmountPaid, currency),
    amount_due: money(raw.AmountDue, currency),
    due_on: dayOf(undefined, raw.PaymentDueDate),
    receipts: (raw.Receipts ?? []).map((receipt) => ({
      id: text(receipt.ReceiptID),
      on: dayOf(receipt.DateString, receipt.Date),
      total: money(receipt.Total, currency),
      reference: text(receipt.Reference),
    })),
    updated_at: momentOf(raw.UpdatedDateUTC) ?? null,
    custom: {},
  };
}
