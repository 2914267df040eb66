/** Accounts, journal entries and the ledger view as both APIs show them. Called by objects.ts. */
import { activity, blank, common, field, itemsOf, number, object, type Field } from './object.ts';
import { customerOf } from './objects-sales.ts';
import { baseCurrency, type Account, type Batch, type Entry, type Row, type State } from './state.ts';

export const accounts = object<Account>({
  xml: 'GLACCOUNT',
  rest: 'general-ledger/account',
  rows: ({ accounts: rows }) => rows,
  fields: [
    ...common<Account>('WHENCREATED'),
    field(['ACCOUNTNO', 'id'], 'text', ({ id }) => id),
    field(['TITLE', 'name'], 'text', ({ name }) => name),
    field(['ACCOUNTTYPE', 'accountType'], 'code', ({ type }) => type, {
      balanceSheet: 'balancesheet',
      incomeStatement: 'incomestatement',
    }),
    field(['NORMALBALANCE', 'normalBalance'], 'code', ({ normal }) => normal, { debit: 'debit', credit: 'credit' }),
    field(['CLOSINGTYPE', 'closingType'], 'code', ({ closing }) => closing, {
      nonClosingAccount: 'non-closing account',
      closingAccount: 'closing account',
      closedToAccount: 'closed to account',
    }),
    field(['CATEGORY', 'category'], 'text', ({ category }) => blank(category)),
    field(['TAXCODE', 'taxCode'], 'text', () => null),
    field(['STATUS', 'status'], 'code', ({ status }) => status, activity),
  ],
});

// --- ledger ---------------------------------------------------------------------------------------------------------------

const batchStates = { posted: 'Posted', draft: 'Draft', reversed: 'Reversed' };

export const batches = object<Batch>({
  xml: 'GLBATCH',
  rest: 'general-ledger/journal-entry',
  rows: ({ batches: rows }) => rows,
  grown: { stream: 'journal_entries', parent: 'RECORDNO', read: (json) => itemsOf<Batch>(json) },
  fields: [
    ...common<Batch>('WHENCREATED'),
    field([undefined, 'id'], 'key', ({ key }) => key),
    field(['BATCHNO', 'txnNumber'], 'number', (batch) => batch.number),
    field(['JOURNAL', 'glJournal.id'], 'text', ({ journal }) => journal),
    field(['BATCH_TITLE', 'description'], 'text', ({ title }) => title),
    field(['BATCH_DATE', 'postingDate'], 'date', ({ date }) => date),
    field(['STATE', 'state'], 'code', ({ state }) => state, batchStates),
    field(['MODULE', 'moduleName'], 'text', (batch) => batch.module),
    field(['REFERENCENO', 'referenceNumber'], 'text', ({ reference }) => blank(reference)),
  ],
});

interface EntryRow extends Row {
  readonly entry: Entry;
  readonly batch: Batch;
  readonly position: number;
}

function entriesOf(batch: Batch): EntryRow[] {
  const { entity, created, updated } = batch;
  return batch.entries.map((entry, position) => ({ key: entry.key, entity, created, updated, entry, batch, position }));
}

const accountOf = (state: State, code: string) => state.accounts.find(({ id }) => id === code);

/** Shared by journal lines and the ledger view over all modules. */
const entryFields: readonly Field<EntryRow>[] = [
  field(['TR_TYPE', 'txnType'], 'code', ({ entry }) => (entry.debit ? 'debit' : 'credit'), {
    debit: '1',
    credit: '-1',
  }),
  field(['TRX_AMOUNT', 'txnAmount'], 'amount', ({ entry }) => entry.cents),
  field(['AMOUNT', 'baseAmount'], 'amount', ({ entry }) => entry.base_cents),
  field(['CURRENCY', 'currency.txnCurrency'], 'text', ({ entry }) => entry.currency),
  field(['BASECURR', 'currency.baseCurrency'], 'text', () => baseCurrency),
  field(['ACCOUNTNO', 'glAccount.id'], 'text', ({ entry }) => entry.account),
  field(['ENTRY_DATE', 'entryDate'], 'date', ({ batch }) => batch.date),
  field(['DOCUMENT', 'documentId'], 'text', ({ entry }) => blank(entry.document)),
];

export const entries = object<EntryRow>({
  xml: 'GLENTRY',
  rest: 'general-ledger/journal-entry-line',
  rows: (state) => state.batches.flatMap(entriesOf),
  grown: { stream: 'journal_entries', parent: 'BATCHNO', read: (json) => itemsOf<Batch>(json).flatMap(entriesOf) },
  fields: [
    ...common<EntryRow>('WHENCREATED'),
    ...entryFields,
    field(['BATCHNO', 'journalEntry.key'], 'key', ({ batch }) => batch.key),
    field(['LINE_NO', 'lineNumber'], 'number', ({ position }) => position + 1),
    field(['ACCOUNTKEY', 'glAccount.key'], 'key', ({ entry }, state) => accountOf(state, entry.account)?.key ?? null),
    field([undefined, 'glAccount.name'], 'text', ({ entry }, state) => accountOf(state, entry.account)?.name ?? null),
    field(['DESCRIPTION', 'description'], 'text', ({ entry }) => blank(entry.description)),
    field(['STATE', 'state'], 'code', ({ batch }) => batch.state, batchStates),
    field([undefined, 'journalEntry.glJournal.id'], 'text', ({ batch }) => batch.journal),
    field([undefined, 'journalEntry.description'], 'text', ({ batch }) => batch.title),
    field([undefined, 'journalEntry.moduleName'], 'text', ({ batch }) => batch.module),
    field(['LOCATION', 'dimensions.location.id'], 'text', ({ entry }) => blank(entry.location)),
    field(['DEPARTMENT', 'dimensions.department.id'], 'text', ({ entry }) => blank(entry.department)),
    field(['CLASSID', 'dimensions.class.id'], 'text', () => null),
    field(['CUSTOMERDIMKEY', 'dimensions.customer.key'], 'key', ({ entry }) => number(entry.customer)),
    field(['VENDORDIMKEY', 'dimensions.vendor.key'], 'key', ({ entry }) => number(entry.supplier)),
    ...partyIds('CUSTOMERID', 'VENDORID'),
  ],
});

function partyIds(customer: string, vendor: string): Field<EntryRow>[] {
  return [
    field([customer, 'dimensions.customer.id'], 'text', ({ entry }, state) =>
      entry.customer === 0 ? null : (customerOf(state, entry.customer)?.id ?? null),
    ),
    field([vendor, 'dimensions.vendor.id'], 'text', ({ entry }, state) =>
      entry.supplier === 0 ? null : (state.suppliers.find(({ key }) => key === entry.supplier)?.id ?? null),
    ),
  ];
}

/** The view of all modules' ledger lines: of the XML API only. Drafts are not in the ledger. */
export const ledger = object<EntryRow>({
  xml: 'GLDETAIL',
  rest: undefined,
  rows: (state) => state.batches.filter(({ state: posted }) => posted === 'posted').flatMap(entriesOf),
  fields: [
    ...common<EntryRow>('WHENCREATED'),
    ...entryFields,
    field(['BATCHKEY', undefined], 'key', ({ batch }) => batch.key),
    field(['BATCH_NO', undefined], 'number', ({ batch }) => batch.number),
    field(['BATCH_DATE', undefined], 'date', ({ batch }) => batch.date),
    field(['BATCH_TITLE', undefined], 'text', ({ batch }) => batch.title),
    field(['SYMBOL', undefined], 'text', ({ batch }) => batch.journal),
    field(['BOOKID', undefined], 'text', () => 'ACCRUAL'),
    field(['MODULEKEY', undefined], 'text', ({ batch }) => batch.module),
    field(['LINE_NO', undefined], 'number', ({ position }) => position + 1),
    field(['ACCOUNTTITLE', undefined], 'text', ({ entry }, state) => accountOf(state, entry.account)?.name ?? null),
    field(['ENTRY_STATE', undefined], 'code', ({ batch }) => batch.state, batchStates),
    field(['LOCATIONID', undefined], 'text', ({ entry }) => blank(entry.location)),
    field(['DEPARTMENTID', undefined], 'text', ({ entry }) => blank(entry.department)),
    field(['CLASSID', undefined], 'text', () => null),
    ...partyIds('CUSTOMERID', 'VENDORID'),
  ],
});
