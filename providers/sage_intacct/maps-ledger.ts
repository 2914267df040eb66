/** Sage Intacct's journal entries, ledger lines and trial balances -> unified models. Pure and total. Called by streams.ts. */
import type { MapContext, Models } from 'plugboard/contract';
import { companyCurrency, dimensionsOf } from './maps.ts';
import type { RawJournalEntry, RawJournalLine, RawLedgerLine, RawTrialBalance } from './raw.ts';
import { currencyCode, day, moment, money, oneOf, text, unsigned } from './values.ts';

type Entry = Models['journal_entry'];

const states: Readonly<Record<string, Entry['status']>> = {
  draft: 'draft',
  submitted: 'draft',
  partiallyApproved: 'draft',
  approved: 'draft',
  declined: 'draft',
  posted: 'posted',
  reversalPending: 'posted',
  reversed: 'reversed',
};

/** Debits equal credits in the company's own currency only, so that is the one shown. */
function mapLine(
  raw: RawJournalLine | RawLedgerLine,
  description: string | null,
  currency: string | null,
): Entry['lines'][number] {
  const amount = money(raw.baseAmount, currency) ?? money(raw.txnAmount, currency);
  const side = raw.txnType === 'credit' ? 'credit' : 'debit';
  const value = amount === null ? null : unsigned(amount);
  return {
    account_code: text(raw.glAccount?.id),
    account_id: text(raw.glAccount?.key),
    description,
    debit: side === 'debit' ? value : null,
    credit: side === 'credit' ? value : null,
    tax_code: null,
    // Contacts here are customers; a supplier is in the dimensions.
    contact_id: text(raw.dimensions?.customer?.key),
    dimensions: dimensionsOf(raw.dimensions),
  };
}

const sourceOf = (module: string | null | undefined): string | null => (module === '2.GL' ? 'manual' : text(module));

export function mapJournalEntry(raw: RawJournalEntry, context: MapContext): Entry {
  const lines = raw.lines ?? [];
  const currency = currencyCode(lines[0]?.currency?.baseCurrency) ?? companyCurrency(context);
  return {
    kind: 'entry',
    number: text(raw.txnNumber),
    journal: text(raw.glJournal?.id),
    description: text(raw.description),
    posted_on: day(raw.postingDate),
    status: oneOf(states, raw.state, null),
    currency,
    source: sourceOf(raw.moduleName),
    source_id: null,
    lines: lines.map((line) => mapLine(line, text(line.description), currency)),
    created_at: moment(raw.audit?.createdDateTime),
    updated_at: moment(raw.audit?.modifiedDateTime),
    custom: { reference: text(raw.referenceNumber), entity: text(raw.entity?.id) },
  };
}

export function mapLedgerLine(raw: RawLedgerLine, context: MapContext): Entry {
  const entry = raw.journalEntry;
  const currency = currencyCode(raw.currency?.baseCurrency) ?? companyCurrency(context);
  const description = text(entry?.description);
  return {
    kind: 'line',
    number: null,
    journal: text(entry?.glJournal?.id),
    description,
    posted_on: day(raw.entryDate),
    status: oneOf(states, raw.state, null),
    currency,
    source: sourceOf(entry?.moduleName),
    source_id: text(entry?.key),
    lines: [mapLine(raw, description, currency)],
    created_at: moment(raw.audit?.createdDateTime),
    updated_at: moment(raw.audit?.modifiedDateTime),
    custom: { document: text(raw.documentId) },
  };
}

// --- trial balance --------------------------------------------------------------------------------------------------------

/** Columns in the order of the report, by the names trial-balance.ts gives them. */
const columns = [
  ['glaccountno', 'Account'],
  ['currency', 'Currency'],
  ['startbalance', 'Opening balance'],
  ['debits', 'Debits'],
  ['credits', 'Credits'],
  ['adjdebits', 'Adjusting debits'],
  ['adjcredits', 'Adjusting credits'],
  ['endbalance', 'Closing balance'],
] as const;
const amounts: ReadonlySet<string> = new Set(columns.slice(2).map(([name]) => name));

export function mapTrialBalance(raw: RawTrialBalance, context: MapContext): Models['report'] {
  return {
    kind: 'trial_balance',
    title: raw.location === null ? 'Trial balance' : `Trial balance, ${raw.location}`,
    from: raw.from,
    to: raw.to,
    columns: columns.map(([, title]) => title),
    rows: raw.rows.map((row) => {
      const currency = currencyCode(row['currency']) ?? companyCurrency(context);
      return {
        section: null,
        kind: text(row['glaccountno']) === null ? 'summary' : 'row',
        // Sage names the account by its number, which is not a record's key.
        account_id: null,
        cells: columns.map(([name]) => {
          if (name === 'currency') return currency;
          const value = text(row[name]);
          return value !== null && amounts.has(name) && /^-?\d+(\.\d+)?$/.test(value) ? money(value, currency) : value;
        }),
      };
    }),
    computed_at: null,
    custom: {},
  };
}
