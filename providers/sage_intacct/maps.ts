/** Sage Intacct's customers, accounts, invoices and payments -> unified models. Pure and total. Called by streams.ts and actions.ts. */
import type { MapContext, Models } from 'plugboard/contract';
import type { RawAccount, RawCustomer, RawInvoice, RawInvoiceLine, RawPayment } from './raw.ts';
import { currencyCode, day, moment, money, negated, oneOf, sum, text } from './values.ts';

/** What the tenant says the company counts in. Companies with one currency do not name it in their records. */
export function companyCurrency({ settings }: Pick<MapContext, 'settings'>): string | null {
  return currencyCode(settings['base_currency']);
}

// --- contacts -------------------------------------------------------------------------------------------------------------

export function mapCustomer(raw: RawCustomer, context: MapContext): Models['contact'] {
  const contact = raw.contacts?.default;
  const address = contact?.mailingAddress;
  const own = currencyCode(raw.currency);
  const numbers = [
    ['default', text(contact?.phone1)],
    ['mobile', text(contact?.mobile)],
    ['fax', text(contact?.fax)],
  ] as const;
  const lines = {
    line1: text(address?.addressLine1),
    line2: text(address?.addressLine2),
    city: text(address?.city),
    region: text(address?.state),
    postcode: text(address?.postCode),
    country: text(address?.country),
  };
  return {
    name: text(raw.name),
    first_name: text(contact?.firstName),
    last_name: text(contact?.lastName),
    email: text(contact?.email1),
    phones: numbers.flatMap(([phone, number]) => (number === null ? [] : [{ kind: phone, number }])),
    addresses: Object.values(lines).every((line) => line === null) ? [] : [{ kind: 'postal', ...lines }],
    tax_number: text(raw.taxId),
    is_customer: true,
    // Suppliers are records of their own, with numbers of their own.
    is_supplier: null,
    // "Active non-posting" takes no new documents: of no use to anybody who writes.
    status: raw.status === 'active' ? 'active' : 'archived',
    currency: own ?? companyCurrency(context),
    balance: money(raw.totalDue, companyCurrency(context)),
    created_at: moment(raw.audit?.createdDateTime),
    updated_at: moment(raw.audit?.modifiedDateTime),
    custom: { number: text(raw.id) },
  };
}

// --- accounts -------------------------------------------------------------------------------------------------------------

/** Type and normal balance tell all but liabilities from equity, and of those only what accounts are closed into. */
function classOf(raw: RawAccount): Models['account']['class'] {
  const isCredit = raw.normalBalance === 'credit';
  if (raw.accountType === 'incomeStatement') return isCredit ? 'revenue' : 'expense';
  if (raw.accountType !== 'balanceSheet') return null;
  if (raw.closingType === 'closedToAccount') return 'equity';
  return isCredit ? null : 'asset';
}

export function mapAccount(raw: RawAccount, context: MapContext): Models['account'] {
  return {
    code: text(raw.id),
    name: raw.name,
    class: classOf(raw),
    type: text(raw.accountType),
    description: text(raw.category),
    tax_code: null,
    currency: companyCurrency(context),
    bank_account_number: null,
    takes_payments: null,
    status: raw.status === 'active' ? 'active' : 'archived',
    updated_at: moment(raw.audit?.modifiedDateTime),
    custom: { normal_balance: text(raw.normalBalance) },
  };
}

// --- invoices -------------------------------------------------------------------------------------------------------------

const invoiceStates: Readonly<Record<string, Models['invoice']['status']>> = {
  draft: 'draft',
  posted: 'open',
  partiallyPaid: 'open',
  selected: 'open',
  paid: 'paid',
  noValue: 'paid',
  reversed: 'void',
  reversal: 'void',
};

/** `location:100`: where a line belongs, by the ids people know. */
function tracked(dimensions: RawInvoiceLine['dimensions']): readonly (readonly [string, string])[] {
  return (['location', 'department', 'class', 'customer', 'vendor'] as const).flatMap((name) => {
    const id = text(dimensions?.[name]?.id);
    return id === null ? [] : [[name, id] as const];
  });
}

export function dimensionsOf(dimensions: RawInvoiceLine['dimensions']): Record<string, string> {
  return Object.fromEntries(tracked(dimensions));
}

type LineKind = 'item' | 'tax' | 'subtotal' | 'unknown';

/** Sage keeps tax as lines of its own. In receivables the XML API's "not entered by people" can be nothing else. */
function kindOf(line: RawInvoiceLine, raw: RawInvoice): LineKind {
  const kind = text(line.isSubtotal);
  if (kind === null) return 'item';
  if (kind === 'taxOrSubtotal') return raw.moduleKey === 'accountsReceivable' ? 'tax' : 'unknown';
  return kind === 'tax' ? 'tax' : 'subtotal';
}

export function mapInvoice(raw: RawInvoice, context: MapContext): Models['invoice'] {
  const base = currencyCode(raw.currency?.baseCurrency) ?? companyCurrency(context);
  const currency = currencyCode(raw.currency?.txnCurrency) ?? base;
  // Companies with one currency fill the base amounts only.
  const amount = (txn: string | null | undefined, own: string | null | undefined) =>
    money(txn, currency) ?? money(own, base);
  const total = amount(raw.totalTxnAmount, raw.totalBaseAmount);
  const due = amount(raw.totalTxnAmountDue, raw.totalBaseAmountDue);
  const lines = (raw.lines ?? []).map((line) => ({
    kind: kindOf(line, raw),
    line,
    amount: amount(line.txnAmount, line.baseAmount),
  }));
  const taxes = lines.flatMap((one) => (one.kind === 'tax' ? (one.amount ?? []) : []));
  const taxTotal =
    lines.some(({ kind }) => kind === 'unknown') || lines.length === 0 ? null : money(sum(taxes), currency);
  const status = oneOf(invoiceStates, raw.state, 'open');
  const paidOn = day(raw.paymentInformation?.fullyPaidDate);
  return {
    number: text(raw.invoiceNumber),
    reference: text(raw.referenceNumber),
    direction: 'receivable',
    contact_id: text(raw.customer?.key),
    contact_name: text(raw.customer?.name),
    status,
    issued_on: day(raw.invoiceDate),
    due_on: day(raw.dueDate),
    paid_at: paidOn === null ? null : `${paidOn}T00:00:00.000Z`,
    currency,
    tax_treatment: taxTotal === null ? null : taxes.length === 0 ? 'none' : 'exclusive',
    subtotal: total === null || taxTotal === null ? null : money(sum([total, negated(taxTotal)]), currency),
    tax_total: taxTotal,
    total,
    amount_paid:
      money(raw.paymentInformation?.totalTxnAmountPaid, currency) ??
      (total === null || due === null ? null : money(sum([total, negated(due)]), currency)),
    amount_due: due,
    lines: lines
      .filter(({ kind }) => kind !== 'tax')
      .map(({ line, amount: lineTotal }) => ({
        description: text(line.memo),
        quantity: null,
        unit_amount: null,
        tax_amount: null,
        total: lineTotal,
        account_code: text(line.glAccount?.id),
        tax_code: null,
        product_id: null,
        tracking: tracked(line.dimensions).map(([name, id]) => `${name}:${id}`),
      })),
    subscription_id: null,
    url: null,
    created_at: moment(raw.audit?.createdDateTime),
    updated_at: moment(raw.audit?.modifiedDateTime),
    custom: { description: text(raw.description), term: text(raw.term?.id), entity: text(raw.entity?.id) },
  };
}

// --- payments -------------------------------------------------------------------------------------------------------------

const paymentStates: Readonly<Record<string, Models['payment']['status']>> = {
  complete: 'succeeded',
  reconciled: 'succeeded',
  draft: 'pending',
  reversed: 'cancelled',
  reversal: 'cancelled',
};

export function mapPayment(raw: RawPayment, context: MapContext): Models['payment'] {
  const base = currencyCode(raw.baseCurrency?.currency) ?? companyCurrency(context);
  const currency = currencyCode(raw.txnCurrency?.currency) ?? base;
  const applied = (raw.paymentDetails ?? []).flatMap((detail) => {
    const invoice = text(detail.arInvoice?.key);
    return invoice === null
      ? []
      : [{ invoice_id: invoice, amount: money(detail.txnCurrency?.paymentAmount, currency) }];
  });
  const invoices = new Set(applied.map((one) => one.invoice_id));
  return {
    direction: 'received',
    status: oneOf(paymentStates, raw.state, 'succeeded'),
    amount: money(raw.txnCurrency?.totalAmount, currency) ?? money(raw.baseCurrency?.totalAmount, base) ?? '0',
    currency,
    amount_refunded: null,
    paid_on: day(raw.paymentSummary?.receiptDate),
    // A receipt can settle several; then they are all in `applied`.
    invoice_id: invoices.size === 1 ? (applied[0]?.invoice_id ?? null) : null,
    credit_note_id: null,
    contact_id: text(raw.customer?.key),
    account_id: null,
    payment_intent_id: null,
    method: text(raw.paymentMethod),
    method_detail: null,
    reference: text(raw.documentNumber),
    is_reconciled: raw.state === 'reconciled' ? true : null,
    failure_code: null,
    failure_message: null,
    created_at: moment(raw.audit?.createdDateTime),
    updated_at: moment(raw.audit?.modifiedDateTime),
    custom: { bank_account: text(raw.financialEntity?.entityId), applied },
  };
}
