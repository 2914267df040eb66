/** The books behind the balances and the reports: every transaction as entries of double-entry bookkeeping. Called by settle.ts and reports.ts. */
import type { JsonObject } from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { chart } from './chart.ts';
import { centsAt, find, linesOf, listIn, type State } from './state.ts';

export interface Entry {
  readonly date: string;
  /** Id of the account. */
  readonly account: string;
  /** Debit positive. */
  readonly cents: number;
}

/** Entries of all that counts, in no order; they add up to nothing. */
export function entriesOf(state: State): readonly Entry[] {
  const { tables } = state;
  const entries: Entry[] = [];
  const book = (row: JsonObject, account: string | undefined, cents: number) => {
    if (account !== undefined && cents !== 0) entries.push({ date: textAt(row, 'TxnDate') ?? '', account, cents });
  };
  /** The whole on one account, lines and tax on the other side. `sign` 1: the whole is a debit. */
  const document = (row: JsonObject, account: string | undefined, sign: 1 | -1) => {
    book(row, account, sign * centsAt(row, 'TotalAmt'));
    for (const line of linesOf(row)) book(row, accountOf(state, line), -sign * centsAt(line, 'Amount'));
    book(row, chart.gst, -sign * centsAt(row, 'TxnTaxDetail.TotalTax'));
  };
  const place = (row: JsonObject) => textAt(row, 'DepositToAccountRef.value') ?? chart.undeposited;
  for (const row of tables.Invoice) document(row, chart.receivable, 1);
  for (const row of tables.CreditMemo) document(row, chart.receivable, -1);
  for (const row of tables.SalesReceipt) document(row, place(row), 1);
  for (const row of tables.RefundReceipt) document(row, place(row), -1);
  for (const row of tables.Bill) document(row, chart.payable, -1);
  for (const row of tables.VendorCredit) document(row, chart.payable, 1);
  for (const row of tables.Purchase) document(row, textAt(row, 'AccountRef.value'), row['Credit'] === true ? 1 : -1);
  for (const row of tables.Payment) {
    book(row, place(row), centsAt(row, 'TotalAmt'));
    book(row, chart.receivable, -centsAt(row, 'TotalAmt'));
  }
  for (const row of tables.BillPayment) {
    const paid =
      textAt(row, 'CheckPayment.BankAccountRef.value') ?? textAt(row, 'CreditCardPayment.CCAccountRef.value');
    book(row, paid, -centsAt(row, 'TotalAmt'));
    book(row, chart.payable, centsAt(row, 'TotalAmt'));
  }
  for (const row of tables.Deposit) {
    book(row, place(row), centsAt(row, 'TotalAmt'));
    for (const line of linesOf(row)) {
      const linked = listIn(line, 'LinkedTxn').length > 0;
      book(
        row,
        linked ? chart.undeposited : textAt(line, 'DepositLineDetail.AccountRef.value'),
        -centsAt(line, 'Amount'),
      );
    }
  }
  for (const row of tables.Transfer) {
    book(row, textAt(row, 'ToAccountRef.value'), centsAt(row, 'Amount'));
    book(row, textAt(row, 'FromAccountRef.value'), -centsAt(row, 'Amount'));
  }
  for (const row of tables.JournalEntry)
    for (const line of linesOf(row)) {
      const sign = textAt(line, 'JournalEntryLineDetail.PostingType') === 'Debit' ? 1 : -1;
      book(row, textAt(line, 'JournalEntryLineDetail.AccountRef.value'), sign * centsAt(line, 'Amount'));
    }
  return entries;
}

/** Subtotals are no amounts of their own. */
function accountOf(state: State, line: JsonObject): string | undefined {
  const item = textAt(line, 'SalesItemLineDetail.ItemRef.value');
  if (item === undefined) return textAt(line, 'AccountBasedExpenseLineDetail.AccountRef.value');
  return textAt(find(state, 'Item', item), 'IncomeAccountRef.value') ?? chart.fees;
}
