/**
 * What can be read from a Sage Intacct company, by either API. The lists walk themselves (walk.ts), because no API brings a document's
 * lines along; the ledger (ledger.ts) and the trial balance (trial-balance.ts) have ways of their own.
 * @link https://developer.intacct.com/web-services/queries/
 */
import { stream, type JsonObject, type ModelName, type PagesStream } from 'plugboard/contract';
import { fromIso, keyAt, textAt } from 'plugboard/kit';
import { account, customer, invoice, journalEntry, payment, type Entity } from './entities.ts';
import { readLedger } from './ledger.ts';
import { mapAccount, mapCustomer, mapInvoice, mapPayment } from './maps.ts';
import { mapJournalEntry, mapLedgerLine, mapTrialBalance } from './maps-ledger.ts';
import {
  rawAccount,
  rawCustomer,
  rawInvoice,
  rawJournalEntry,
  rawLedgerLine,
  rawPayment,
  rawTrialBalance,
} from './raw.ts';
import { readTrialBalances } from './trial-balance.ts';
import { walk } from './walk.ts';

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Half a day for the zone, which Sage does not name with its moments (a company west of Greenwich may mean its own), and an hour because
 * it is told to the second only and written before it can be seen.
 */
const incremental = { style: 'updated_since', lookbackMs: 13 * hour } as const;

const changedAt = (item: JsonObject): string | undefined => fromIso(textAt(item, 'audit.modifiedDateTime'));

/** Nothing says that a record is gone; it is only missing from the next whole listing. */
function listed<Raw, M extends ModelName>(
  list: { readonly entity: Entity } & Pick<PagesStream<Raw, M>, 'model' | 'summary' | 'raw' | 'map' | 'fullEveryMs'>,
): PagesStream<Raw, M> {
  const { entity, ...rest } = list;
  return {
    ...rest,
    incremental,
    deletions: 'swept',
    pages: (context) => walk(entity, context),
    key: keyAt('key'),
    updatedAt: changedAt,
  };
}

const customers = stream(
  listed({
    model: 'contact',
    summary: 'Customers with what they owe, inactive ones included.',
    entity: customer,
    raw: rawCustomer,
    fullEveryMs: 7 * day,
    map: mapCustomer,
  }),
);

const invoices = stream(
  listed({
    model: 'invoice',
    summary: 'Invoices of Accounts Receivable, with their lines and what is still due.',
    entity: invoice,
    raw: rawInvoice,
    // Invoices of Order Entry are deleted and made anew under another key with each change: until the old one is missed it counts twice.
    fullEveryMs: day,
    map: mapInvoice,
  }),
);

const payments = stream(
  listed({
    model: 'payment',
    summary: 'Payments received, with the invoices they were used for.',
    entity: payment,
    raw: rawPayment,
    fullEveryMs: day,
    map: mapPayment,
  }),
);

const journalEntries = stream(
  listed({
    model: 'journal_entry',
    summary: 'Journal entries with their lines, those that other modules post included.',
    entity: journalEntry,
    raw: rawJournalEntry,
    fullEveryMs: day,
    map: mapJournalEntry,
  }),
);

const glAccounts = stream(
  listed({
    model: 'account',
    summary: 'The chart of accounts.',
    entity: account,
    raw: rawAccount,
    fullEveryMs: 7 * day,
    map: mapAccount,
  }),
);

const glDetails = stream({
  model: 'journal_entry',
  summary: 'Lines of the general ledger from a chosen day on, whichever module made them.',
  raw: rawLedgerLine,
  incremental,
  deletions: 'swept',
  fullEveryMs: day,
  absentOn: {
    codes: ['unsupported'],
    reason: 'Ledger lines are switched off: the setting gl_details_from is the first day to keep, and is empty.',
  },
  pages: readLedger,
  key: keyAt('key'),
  updatedAt: changedAt,
  map: mapLedgerLine,
});

const trialBalances = stream({
  model: 'report',
  summary: 'The trial balance of each of the last three months.',
  raw: rawTrialBalance,
  incremental: { style: 'none' },
  // Older months are not read any more, which does not mean they are gone.
  deletions: 'never',
  absentOn: {
    codes: ['permission_denied'],
    reason: 'The user may not run the trial balance: its role needs Run for the reports of General Ledger.',
  },
  pages: readTrialBalances,
  key: (item) => {
    const month = textAt(item, 'to')?.slice(0, 7);
    const location = textAt(item, 'location');
    return month === undefined ? undefined : `${month}${location === undefined ? '' : `:${location}`}`;
  },
  map: mapTrialBalance,
});

export const streams = {
  customers,
  invoices,
  payments,
  journal_entries: journalEntries,
  gl_accounts: glAccounts,
  gl_details: glDetails,
  trial_balances: trialBalances,
};
