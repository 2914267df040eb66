/**
 * What follows from payments: what is open on each document, what each customer and supplier owes, what each account holds. Worked out anew
 * after every write, because QuickBooks shows it in all of these places. Called by seed.ts and writes.ts.
 */
import type { JsonObject } from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { entriesOf } from './ledger.ts';
import { centsAt, idOf, isVoid, linesOf, listIn, money, nameLists, put, type Entity, type State } from './state.ts';

interface Links {
  readonly cents: number;
  readonly by: readonly JsonObject[];
}

/** What is applied to each document (`Invoice:239`), and by which payments. */
function linksOf(state: State): ReadonlyMap<string, Links> {
  const links = new Map<string, Links>();
  const note = (entity: Entity, type: string) => {
    for (const row of state.tables[entity])
      for (const line of linesOf(row))
        for (const link of listIn(line, 'LinkedTxn')) {
          const key = `${textAt(link, 'TxnType')}:${textAt(link, 'TxnId')}`;
          const before = links.get(key) ?? { cents: 0, by: [] };
          links.set(key, {
            cents: before.cents + centsAt(line, 'Amount'),
            by: [...before.by, { TxnId: idOf(row), TxnType: type }],
          });
        }
  };
  note('Payment', 'Payment');
  note('BillPayment', 'BillPaymentCheck');
  note('Deposit', 'Deposit');
  return links;
}

/** `now` undefined: the beginning, when nothing counts as changed. `written`: its change counts already. */
export function settle(state: State, now?: number, written?: string): void {
  const links = linksOf(state);
  // What a name owes is worked out, and no change of the name: it gets no new SyncToken and no new moment.
  const names: readonly string[] = nameLists;
  const change = (entity: Entity, row: JsonObject, facts: JsonObject) => {
    const same = Object.entries(facts).every(([name, value]) => JSON.stringify(row[name]) === JSON.stringify(value));
    if (same) return;
    const next = { ...row, ...facts };
    if (now !== undefined && idOf(row) !== written && !names.includes(entity)) put(state, entity, next, now);
    else state.tables[entity] = state.tables[entity].map((one) => (one === row ? next : one));
  };
  for (const entity of ['Invoice', 'CreditMemo', 'Bill', 'VendorCredit'] as const)
    for (const row of state.tables[entity]) {
      const { cents = 0, by = [] } = links.get(`${entity}:${idOf(row)}`) ?? {};
      const open = isVoid(row) ? 0 : money(centsAt(row, 'TotalAmt') - cents);
      change(entity, row, {
        Balance: open,
        ...(entity === 'CreditMemo' ? { RemainingCredit: open } : {}),
        LinkedTxn: by,
      });
    }
  for (const row of state.tables.Payment) {
    const { by = [] } = links.get(`Payment:${idOf(row)}`) ?? {};
    change('Payment', row, { UnappliedAmt: money(unapplied(row)), LinkedTxn: by });
  }
  oweOf(state, change);
  const held = new Map<string, number>();
  for (const { account, cents } of entriesOf(state)) held.set(account, (held.get(account) ?? 0) + cents);
  for (const row of state.tables.Account) {
    const type = textAt(row, 'Classification');
    const sign = type === 'Liability' || type === 'Equity' ? -1 : 1;
    const balance = type === 'Revenue' || type === 'Expense' ? 0 : money(sign * (held.get(idOf(row)) ?? 0) + 0);
    change('Account', row, { CurrentBalance: balance, CurrentBalanceWithSubAccounts: balance });
  }
}

/** What is left of a payment: credits it uses come on top of the money. */
function unapplied(payment: JsonObject): number {
  let cents = centsAt(payment, 'TotalAmt');
  for (const line of linesOf(payment)) {
    const type = textAt(listIn(line, 'LinkedTxn')[0], 'TxnType');
    cents += (type === 'CreditMemo' ? 1 : -1) * centsAt(line, 'Amount');
  }
  return cents;
}

function oweOf(state: State, change: (entity: Entity, row: JsonObject, facts: JsonObject) => void): void {
  const owes = new Map<string, number>();
  const add = (key: string, cents: number) => owes.set(key, (owes.get(key) ?? 0) + cents);
  const { Invoice, CreditMemo, Payment, Bill, VendorCredit } = state.tables;
  for (const row of Invoice) add(`Customer:${textAt(row, 'CustomerRef.value')}`, centsAt(row, 'Balance'));
  for (const row of CreditMemo) add(`Customer:${textAt(row, 'CustomerRef.value')}`, -centsAt(row, 'Balance'));
  for (const row of Payment) add(`Customer:${textAt(row, 'CustomerRef.value')}`, -centsAt(row, 'UnappliedAmt'));
  for (const row of Bill) add(`Vendor:${textAt(row, 'VendorRef.value')}`, centsAt(row, 'Balance'));
  for (const row of VendorCredit) add(`Vendor:${textAt(row, 'VendorRef.value')}`, -centsAt(row, 'Balance'));
  for (const entity of ['Customer', 'Vendor'] as const)
    for (const row of state.tables[entity])
      change(entity, row, { Balance: money((owes.get(`${entity}:${idOf(row)}`) ?? 0) + 0) });
}
