/** Customers, vendors, invoices and payments as both APIs show them. Called by objects.ts. */
import { activity, blank, common, field, itemsOf, object, type Field } from './object.ts';
import {
  firstGrown,
  paidOf,
  toBase,
  totalOf,
  type Invoice,
  type Line,
  type Party,
  type Payment,
  type Row,
  type State,
} from './state.ts';

// --- customers, vendors, accounts -----------------------------------------------------------------------------------------

function partyFields(idName: string, due: Field<Party>['get']): Field<Party>[] {
  const contact = (xml: string, rest: string, get: (party: Party) => string) =>
    field<Party>([`DISPLAYCONTACT.${xml}`, `contacts.default.${rest}`], 'text', (party) => blank(get(party)));
  return [
    ...common<Party>('WHENCREATED'),
    field([idName, 'id'], 'text', ({ id }) => id),
    field(['NAME', 'name'], 'text', ({ name }) => name),
    field(['STATUS', 'status'], 'code', ({ status }) => status, activity),
    field(['TAXID', 'taxId'], 'text', (party) => blank(party.tax_id)),
    field(['CURRENCY', 'currency'], 'text', ({ currency }) => blank(currency)),
    field(['TOTALDUE', 'totalDue'], 'amount', due),
    contact('CONTACTNAME', 'id', ({ name, id }) => `${name}(C${id})`),
    contact('PRINTAS', 'printAs', ({ name }) => name),
    contact('FIRSTNAME', 'firstName', ({ first }) => first),
    contact('LASTNAME', 'lastName', ({ last }) => last),
    contact('EMAIL1', 'email1', ({ email }) => email),
    contact('PHONE1', 'phone1', ({ phone }) => phone),
    contact('CELLPHONE', 'mobile', ({ mobile }) => mobile),
    contact('FAX', 'fax', ({ fax }) => fax),
    contact('MAILADDRESS.ADDRESS1', 'mailingAddress.addressLine1', ({ line1 }) => line1),
    contact('MAILADDRESS.ADDRESS2', 'mailingAddress.addressLine2', ({ line2 }) => line2),
    contact('MAILADDRESS.CITY', 'mailingAddress.city', ({ city }) => city),
    contact('MAILADDRESS.STATE', 'mailingAddress.state', ({ state }) => state),
    contact('MAILADDRESS.ZIP', 'mailingAddress.postCode', ({ postcode }) => postcode),
    contact('MAILADDRESS.COUNTRY', 'mailingAddress.country', ({ country }) => country),
  ];
}

const open = new Set(['posted', 'partiallyPaid']);

export const customers = object<Party>({
  xml: 'CUSTOMER',
  rest: 'accounts-receivable/customer',
  rows: ({ customers: rows }) => rows,
  grown: { stream: 'customers', parent: 'RECORDNO', read: (json) => itemsOf<Party>(json) },
  fields: partyFields('CUSTOMERID', ({ key }, state) =>
    state.invoices
      .filter((invoice) => invoice.customer === key && open.has(invoice.state))
      .reduce(
        (sum, invoice) =>
          sum + toBase(totalOf(invoice), invoice.rate) - toBase(paidOf(state, invoice.key), invoice.rate),
        0,
      ),
  ),
});

export const suppliers = object<Party>({
  xml: 'VENDOR',
  rest: 'accounts-payable/vendor',
  rows: ({ suppliers: rows }) => rows,
  fields: partyFields('VENDORID', ({ key }, state) =>
    state.batches
      .flatMap(({ entries }) => entries)
      .filter(({ account, supplier }) => account === '2000' && supplier === key)
      .reduce((sum, entry) => sum + (entry.debit ? -entry.base_cents : entry.base_cents), 0),
  ),
});

// --- invoices -------------------------------------------------------------------------------------------------------------

export const customerOf = (state: State, key: number) => state.customers.find((one) => one.key === key);
const paid = (invoice: Invoice, state: State): number =>
  invoice.key >= firstGrown && invoice.state === 'paid' ? totalOf(invoice) : paidOf(state, invoice.key);
const due = (invoice: Invoice, state: State): number =>
  invoice.state === 'reversed' ? 0 : totalOf(invoice) - paid(invoice, state);

const invoiceStates = {
  draft: 'Draft',
  posted: 'Posted',
  paid: 'Paid',
  partiallyPaid: 'Partially Paid',
  reversed: 'Reversed',
};

export const invoices = object<Invoice>({
  xml: 'ARINVOICE',
  rest: 'accounts-receivable/invoice',
  rows: ({ invoices: rows }) => rows,
  grown: { stream: 'invoices', parent: 'RECORDNO', read: (json) => itemsOf<Invoice>(json) },
  fields: [
    ...common<Invoice>('AUWHENCREATED'),
    field([undefined, 'id'], 'key', ({ key }) => key),
    field(['RECORDID', 'invoiceNumber'], 'text', (invoice) => blank(invoice.number)),
    field(['STATE', 'state'], 'code', ({ state }) => state, invoiceStates),
    field(['MODULEKEY', 'moduleKey'], 'code', () => 'accountsReceivable', { accountsReceivable: '4.AR' }),
    field(['DOCNUMBER', 'referenceNumber'], 'text', ({ reference }) => blank(reference)),
    field(['DESCRIPTION', 'description'], 'text', ({ description }) => blank(description)),
    field(['WHENCREATED', 'invoiceDate'], 'date', ({ date }) => date),
    field(['WHENPOSTED', 'invoiceSummary.glPostingDate'], 'date', ({ date, state }) =>
      state === 'draft' ? null : date,
    ),
    field(['WHENDUE', 'dueDate'], 'date', (invoice) => blank(invoice.due)),
    field(['WHENPAID', 'paymentInformation.fullyPaidDate'], 'date', (invoice, state) =>
      invoice.state !== 'paid'
        ? null
        : (state.payments.find(({ details }) => details.some((detail) => detail.invoice === invoice.key))?.date ??
          invoice.date),
    ),
    field(['TERMNAME', 'term.id'], 'text', ({ term }) => blank(term)),
    field(['BASECURR', 'currency.baseCurrency'], 'text', ({ base }) => base),
    field(['CURRENCY', 'currency.txnCurrency'], 'text', ({ currency }) => currency),
    field(['TOTALENTERED', 'totalBaseAmount'], 'amount', (invoice) => toBase(totalOf(invoice), invoice.rate)),
    field(['TOTALDUE', 'totalBaseAmountDue'], 'amount', (invoice, state) => toBase(due(invoice, state), invoice.rate)),
    field(['TOTALPAID', 'paymentInformation.totalBaseAmountPaid'], 'amount', (invoice, state) =>
      toBase(paid(invoice, state), invoice.rate),
    ),
    field(['TRX_TOTALENTERED', 'totalTxnAmount'], 'amount', totalOf),
    field(['TRX_TOTALDUE', 'totalTxnAmountDue'], 'amount', due),
    field(['TRX_TOTALPAID', 'paymentInformation.totalTxnAmountPaid'], 'amount', paid),
    field(['CUSTOMER.RECORDNO', 'customer.key'], 'key', ({ customer }) => customer),
    field(['CUSTOMERID', 'customer.id'], 'text', ({ customer }, state) => customerOf(state, customer)?.id ?? null),
    field(
      ['CUSTOMERNAME', 'customer.name'],
      'text',
      ({ customer }, state) => customerOf(state, customer)?.name ?? null,
    ),
  ],
});

interface LineRow extends Row {
  readonly line: Line;
  readonly invoice: Invoice;
  readonly position: number;
}

function linesOf(invoice: Invoice): LineRow[] {
  const { entity, created, updated } = invoice;
  return invoice.lines.map((line, position) => ({ key: line.key, entity, created, updated, line, invoice, position }));
}

export const invoiceLines = object<LineRow>({
  xml: 'ARINVOICEITEM',
  rest: 'accounts-receivable/invoice-line',
  rows: (state) => state.invoices.flatMap(linesOf),
  grown: { stream: 'invoices', parent: 'RECORDKEY', read: (json) => itemsOf<Invoice>(json).flatMap(linesOf) },
  fields: [
    ...common<LineRow>('WHENCREATED'),
    field(['RECORDKEY', 'invoice.key'], 'key', ({ invoice }) => invoice.key),
    field(['LINE_NO', 'lineNumber'], 'number', ({ position }) => position + 1),
    field(['LINEITEM', undefined], 'flag', ({ line }) => (line.kind === 'item' ? 'T' : 'F')),
    field([undefined, 'isSubtotal'], 'text', ({ line }) => (line.kind === 'item' ? null : 'tax')),
    field(['ACCOUNTNO', 'glAccount.id'], 'text', ({ line }) => line.account),
    field(['AMOUNT', 'baseAmount'], 'amount', ({ line, invoice }) => toBase(line.cents, invoice.rate)),
    field(['TRX_AMOUNT', 'txnAmount'], 'amount', ({ line }) => line.cents),
    field(['ENTRYDESCRIPTION', 'memo'], 'text', ({ line }) => blank(line.memo)),
    field(['LOCATIONID', 'dimensions.location.id'], 'text', ({ line }) => blank(line.location)),
    field(['DEPARTMENTID', 'dimensions.department.id'], 'text', ({ line }) => blank(line.department)),
    field(['ITEMID', 'dimensions.item.id'], 'text', () => null),
    field(['CLASSID', 'dimensions.class.id'], 'text', () => null),
  ],
});

// --- payments -------------------------------------------------------------------------------------------------------------

export const paymentMethods: Readonly<Record<string, string>> = {
  printedCheck: 'Printed Check',
  creditCard: 'Credit Card',
  eft: 'EFT',
  cash: 'Cash',
};

export const payments = object<Payment>({
  xml: 'ARPYMT',
  rest: 'accounts-receivable/payment',
  rows: ({ payments: rows }) => rows,
  grown: { stream: 'payments', parent: 'RECORDNO', read: (json) => itemsOf<Payment>(json) },
  fields: [
    ...common<Payment>('AUWHENCREATED'),
    field([undefined, 'id'], 'key', ({ key }) => key),
    field(['STATE', 'state'], 'code', ({ state }) => state, {
      complete: 'Complete',
      reconciled: 'Reconciled',
      draft: 'Draft',
      reversed: 'Reversed',
    }),
    field(['PAYMENTMETHOD', 'paymentMethod'], 'code', ({ method }) => method, paymentMethods),
    field(['DOCNUMBER', 'documentNumber'], 'text', (payment) => blank(payment.document)),
    field(['FINANCIALENTITY', 'financialEntity.entityId'], 'text', ({ bank }) => blank(bank)),
    field(['RECEIPTDATE', 'paymentSummary.receiptDate'], 'date', ({ date }) => date),
    field(['BASECURR', 'baseCurrency.currency'], 'text', ({ base }) => base),
    field(['CURRENCY', 'txnCurrency.currency'], 'text', ({ currency }) => currency),
    field(['TOTALENTERED', 'baseCurrency.totalAmount'], 'amount', ({ cents, rate }) => toBase(cents, rate)),
    field(['TRX_TOTALENTERED', 'txnCurrency.totalAmount'], 'amount', ({ cents }) => cents),
    field(['CUSTOMER.RECORDNO', 'customer.key'], 'key', ({ customer }) => customer),
    field(['CUSTOMERID', 'customer.id'], 'text', ({ customer }, state) => customerOf(state, customer)?.id ?? null),
  ],
});

interface DetailRow extends Row {
  readonly invoice: number;
  readonly payment: number;
  readonly cents: number;
}

function detailsOf(payment: Payment): DetailRow[] {
  const { entity, created, updated } = payment;
  return payment.details.map(({ key, invoice, cents }) => ({
    key,
    entity,
    created,
    updated,
    invoice,
    payment: payment.key,
    cents,
  }));
}

export const paymentDetails = object<DetailRow>({
  xml: 'ARPYMTDETAIL',
  rest: 'accounts-receivable/payment-detail',
  rows: (state) => state.payments.flatMap(detailsOf),
  grown: { stream: 'payments', parent: 'PAYMENTKEY', read: (json) => itemsOf<Payment>(json).flatMap(detailsOf) },
  fields: [
    ...common<DetailRow>('WHENCREATED'),
    field(['PAYMENTKEY', 'arPayment.key'], 'key', ({ payment }) => payment),
    field(['RECORDKEY', 'arInvoice.key'], 'key', ({ invoice }) => invoice),
    field(['TRX_PAYMENTAMOUNT', 'txnCurrency.paymentAmount'], 'amount', ({ cents }) => cents),
  ],
});
