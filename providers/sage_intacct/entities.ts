/**
 * What is read from Sage Intacct, as one table for both of its APIs: the REST API's name of each field, which is also the name it is
 * kept under, and the XML API's. Both ways in thus lead to the same raw items. Only fields both are known to have are here: asking
 * either API for a field it does not know fails the whole list. Called by the two APIs and the streams.
 */
import { oneOf } from 'plugboard/kit';
import { fromUsDate, fromUsMoment, toUsDate, toUsMoment } from './values.ts';

/** Translates between the XML API's way of writing and the REST API's, which is the one kept. Total: nonsense stays as it is. */
export interface Codec {
  read(xml: string): string;
  write(kept: string): string;
}

const date: Codec = { read: fromUsDate, write: toUsDate };
const moment: Codec = { read: fromUsMoment, write: toUsMoment };

function codes(xmlToRest: Readonly<Record<string, string>>): Codec {
  const back = Object.fromEntries(Object.entries(xmlToRest).map(([xml, rest]) => [rest, xml]));
  return { read: (xml) => oneOf(xmlToRest, xml, xml), write: (kept) => oneOf(back, kept, kept) };
}

/** The XML API's name of a field, and how it writes it when that is not plain text. */
export type XmlField = string | readonly [name: string, codec: Codec];

export interface Entity {
  /** Object of the XML API and of the REST API's query service. */
  readonly xml: string;
  readonly rest: string;
  /** REST name (dotted: nested when kept) -> the XML API's. `key` is always there. */
  readonly fields: Readonly<Record<string, XmlField>>;
  /** Parts that no list brings along: `as` is their place in the kept item, `parent` their field with the item's key. */
  readonly parts?: { readonly as: string; readonly entity: Entity; readonly parent: string };
}

const changed = {
  'audit.createdDateTime': ['WHENCREATED', moment],
  'audit.modifiedDateTime': ['WHENMODIFIED', moment],
} as const;
/** Documents have a date in WHENCREATED and the moment elsewhere. */
const changedDocument = { ...changed, 'audit.createdDateTime': ['AUWHENCREATED', moment] } as const;

// --- customers, accounts --------------------------------------------------------------------------------------------------

const activity = codes({ active: 'active', inactive: 'inactive', 'active non-posting': 'activeNonPosting' });

export const customer: Entity = {
  xml: 'CUSTOMER',
  rest: 'accounts-receivable/customer',
  fields: {
    key: 'RECORDNO',
    id: 'CUSTOMERID',
    name: 'NAME',
    status: ['STATUS', activity],
    taxId: 'TAXID',
    currency: 'CURRENCY',
    totalDue: 'TOTALDUE',
    'contacts.default.firstName': 'DISPLAYCONTACT.FIRSTNAME',
    'contacts.default.lastName': 'DISPLAYCONTACT.LASTNAME',
    'contacts.default.email1': 'DISPLAYCONTACT.EMAIL1',
    'contacts.default.phone1': 'DISPLAYCONTACT.PHONE1',
    'contacts.default.mobile': 'DISPLAYCONTACT.CELLPHONE',
    'contacts.default.fax': 'DISPLAYCONTACT.FAX',
    'contacts.default.mailingAddress.addressLine1': 'DISPLAYCONTACT.MAILADDRESS.ADDRESS1',
    'contacts.default.mailingAddress.addressLine2': 'DISPLAYCONTACT.MAILADDRESS.ADDRESS2',
    'contacts.default.mailingAddress.city': 'DISPLAYCONTACT.MAILADDRESS.CITY',
    'contacts.default.mailingAddress.state': 'DISPLAYCONTACT.MAILADDRESS.STATE',
    'contacts.default.mailingAddress.postCode': 'DISPLAYCONTACT.MAILADDRESS.ZIP',
    'contacts.default.mailingAddress.country': 'DISPLAYCONTACT.MAILADDRESS.COUNTRY',
    ...changed,
  },
};

export const account: Entity = {
  xml: 'GLACCOUNT',
  rest: 'general-ledger/account',
  fields: {
    key: 'RECORDNO',
    id: 'ACCOUNTNO',
    name: 'TITLE',
    accountType: ['ACCOUNTTYPE', codes({ balancesheet: 'balanceSheet', incomestatement: 'incomeStatement' })],
    normalBalance: 'NORMALBALANCE',
    closingType: [
      'CLOSINGTYPE',
      codes({
        'non-closing account': 'nonClosingAccount',
        'closing account': 'closingAccount',
        'closed to account': 'closedToAccount',
      }),
    ],
    category: 'CATEGORY',
    status: ['STATUS', activity],
    ...changed,
  },
};

// --- invoices -------------------------------------------------------------------------------------------------------------

const invoiceLine: Entity = {
  xml: 'ARINVOICEITEM',
  rest: 'accounts-receivable/invoice-line',
  fields: {
    key: 'RECORDNO',
    'invoice.key': 'RECORDKEY',
    lineNumber: 'LINE_NO',
    // The XML API only tells lines people entered from those Sage made, which in receivables is tax, in order entry also freight.
    isSubtotal: ['LINEITEM', codes({ T: '', true: '', F: 'taxOrSubtotal', false: 'taxOrSubtotal' })],
    'glAccount.id': 'ACCOUNTNO',
    baseAmount: 'AMOUNT',
    txnAmount: 'TRX_AMOUNT',
    memo: 'ENTRYDESCRIPTION',
    'dimensions.location.id': 'LOCATIONID',
    'dimensions.department.id': 'DEPARTMENTID',
    'dimensions.class.id': 'CLASSID',
    'dimensions.item.id': 'ITEMID',
  },
};

export const invoice: Entity = {
  xml: 'ARINVOICE',
  rest: 'accounts-receivable/invoice',
  fields: {
    key: 'RECORDNO',
    invoiceNumber: 'RECORDID',
    state: [
      'STATE',
      codes({
        Draft: 'draft',
        Posted: 'posted',
        Paid: 'paid',
        'Partially Paid': 'partiallyPaid',
        Selected: 'selected',
        Reversed: 'reversed',
        Reversal: 'reversal',
        'No Value': 'noValue',
      }),
    ],
    moduleKey: ['MODULEKEY', codes({ '4.AR': 'accountsReceivable', '8.SO': 'orderEntry' })],
    referenceNumber: 'DOCNUMBER',
    description: 'DESCRIPTION',
    invoiceDate: ['WHENCREATED', date],
    dueDate: ['WHENDUE', date],
    'paymentInformation.fullyPaidDate': ['WHENPAID', date],
    'paymentInformation.totalTxnAmountPaid': 'TRX_TOTALPAID',
    'currency.baseCurrency': 'BASECURR',
    'currency.txnCurrency': 'CURRENCY',
    totalBaseAmount: 'TOTALENTERED',
    totalBaseAmountDue: 'TOTALDUE',
    totalTxnAmount: 'TRX_TOTALENTERED',
    totalTxnAmountDue: 'TRX_TOTALDUE',
    'customer.key': 'CUSTOMER.RECORDNO',
    'customer.id': 'CUSTOMERID',
    'customer.name': 'CUSTOMERNAME',
    'term.id': 'TERMNAME',
    'entity.id': 'MEGAENTITYID',
    ...changedDocument,
  },
  parts: { as: 'lines', entity: invoiceLine, parent: 'invoice.key' },
};

// --- payments -------------------------------------------------------------------------------------------------------------

const paymentDetail: Entity = {
  xml: 'ARPYMTDETAIL',
  rest: 'accounts-receivable/payment-detail',
  fields: {
    key: 'RECORDNO',
    'arPayment.key': 'PAYMENTKEY',
    'arInvoice.key': 'RECORDKEY',
    'txnCurrency.paymentAmount': 'TRX_PAYMENTAMOUNT',
  },
};

export const payment: Entity = {
  xml: 'ARPYMT',
  rest: 'accounts-receivable/payment',
  fields: {
    key: 'RECORDNO',
    state: [
      'STATE',
      codes({
        Complete: 'complete',
        Reconciled: 'reconciled',
        Draft: 'draft',
        Reversed: 'reversed',
        Reversal: 'reversal',
        Voided: 'reversed',
      }),
    ],
    paymentMethod: [
      'PAYMENTMETHOD',
      codes({
        'Printed Check': 'printedCheck',
        'Credit Card': 'creditCard',
        EFT: 'eft',
        Cash: 'cash',
        'Online Charge Card': 'onlineChargeCard',
        'Online ACH Debit': 'onlineAchDebit',
      }),
    ],
    documentNumber: 'DOCNUMBER',
    'financialEntity.entityId': 'FINANCIALENTITY',
    'paymentSummary.receiptDate': ['RECEIPTDATE', date],
    'baseCurrency.currency': 'BASECURR',
    'baseCurrency.totalAmount': 'TOTALENTERED',
    'txnCurrency.currency': 'CURRENCY',
    'txnCurrency.totalAmount': 'TRX_TOTALENTERED',
    'customer.key': 'CUSTOMER.RECORDNO',
    'customer.id': 'CUSTOMERID',
    ...changedDocument,
  },
  parts: { as: 'paymentDetails', entity: paymentDetail, parent: 'arPayment.key' },
};

// --- ledger ---------------------------------------------------------------------------------------------------------------

const sides = codes({ '1': 'debit', '-1': 'credit' });
const ledgerStates = codes({ Posted: 'posted', Draft: 'draft', Submitted: 'submitted', Reversed: 'reversed' });

/** What a journal's line and a line of the ledger view have in common. */
const entry = {
  key: 'RECORDNO',
  txnType: ['TR_TYPE', sides],
  txnAmount: 'TRX_AMOUNT',
  baseAmount: 'AMOUNT',
  'currency.txnCurrency': 'CURRENCY',
  'currency.baseCurrency': 'BASECURR',
  'glAccount.id': 'ACCOUNTNO',
  documentId: 'DOCUMENT',
} as const;

const journalLine: Entity = {
  xml: 'GLENTRY',
  rest: 'general-ledger/journal-entry-line',
  fields: {
    ...entry,
    'journalEntry.key': 'BATCHNO',
    lineNumber: 'LINE_NO',
    'glAccount.key': 'ACCOUNTKEY',
    description: 'DESCRIPTION',
    'dimensions.location.id': 'LOCATION',
    'dimensions.department.id': 'DEPARTMENT',
    'dimensions.class.id': 'CLASSID',
    'dimensions.customer.key': 'CUSTOMERDIMKEY',
    'dimensions.customer.id': 'CUSTOMERID',
    'dimensions.vendor.key': 'VENDORDIMKEY',
    'dimensions.vendor.id': 'VENDORID',
  },
};

export const journalEntry: Entity = {
  xml: 'GLBATCH',
  rest: 'general-ledger/journal-entry',
  fields: {
    key: 'RECORDNO',
    txnNumber: 'BATCHNO',
    'glJournal.id': 'JOURNAL',
    description: 'BATCH_TITLE',
    postingDate: ['BATCH_DATE', date],
    state: ['STATE', ledgerStates],
    moduleName: 'MODULE',
    referenceNumber: 'REFERENCENO',
    'entity.id': 'MEGAENTITYID',
    ...changed,
  },
  parts: { as: 'lines', entity: journalLine, parent: 'journalEntry.key' },
};

/** One line of the ledger, whichever module made it. The XML API has a view for it, the REST API the lines of its journals. */
export const ledgerLine: Entity = {
  xml: 'GLDETAIL',
  rest: 'general-ledger/journal-entry-line',
  fields: {
    ...entry,
    'journalEntry.key': 'BATCHKEY',
    'journalEntry.glJournal.id': 'SYMBOL',
    'journalEntry.description': 'BATCH_TITLE',
    'journalEntry.moduleName': 'MODULEKEY',
    entryDate: ['ENTRY_DATE', date],
    state: ['ENTRY_STATE', ledgerStates],
    'glAccount.name': 'ACCOUNTTITLE',
    'dimensions.location.id': 'LOCATIONID',
    'dimensions.department.id': 'DEPARTMENTID',
    'dimensions.class.id': 'CLASSID',
    'dimensions.customer.id': 'CUSTOMERID',
    'dimensions.vendor.id': 'VENDORID',
    ...changed,
  },
};

export const nameOf = (field: XmlField): string => (typeof field === 'string' ? field : field[0]);
