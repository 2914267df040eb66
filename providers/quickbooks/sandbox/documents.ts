/** Sales and purchase documents put together from their lines, with the tax and the totals. Called by seed.ts and writes.ts. */
import { isJsonObject, type JsonObject } from 'plugboard/contract';
import { centsAt, divided, money, type State } from './state.ts';
import { taxed, type Mode, type Side } from './tax.ts';

export interface SaleLine {
  readonly item: string;
  readonly name: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitCents: number;
  readonly tax: string;
}

export function saleLine(line: SaleLine): JsonObject {
  return {
    Description: line.description,
    Amount: money(divided(line.quantity * line.unitCents, 1)),
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: {
      ItemRef: { value: line.item, name: line.name },
      UnitPrice: money(line.unitCents),
      Qty: line.quantity,
      TaxCodeRef: { value: line.tax },
    },
  };
}

export function expenseLine(line: {
  readonly account: string;
  readonly description: string;
  readonly cents: number;
  readonly tax: string;
  readonly gross?: number;
}): JsonObject {
  return {
    Description: line.description,
    Amount: money(line.cents),
    DetailType: 'AccountBasedExpenseLineDetail',
    AccountBasedExpenseLineDetail: {
      AccountRef: { value: line.account },
      TaxCodeRef: { value: line.tax },
      BillableStatus: 'NotBillable',
      ...(line.gross === undefined ? {} : { TaxInclusiveAmt: money(line.gross) }),
    },
  };
}

/** Lines with their numbers, the tax, and what it adds up to. */
export function withTotals(
  state: State,
  lines: readonly JsonObject[],
  mode: Mode,
  side: Side,
): JsonObject & { readonly TotalAmt: number } {
  const { lines: done, net, tax, detail } = taxed(state, lines, mode, side);
  const numbered = done.map((line, index): JsonObject => ({ Id: String(index + 1), LineNum: index + 1, ...line }));
  const subtotal = { Amount: money(net), DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} };
  return {
    Line: side === 'sales' ? [...numbered, subtotal] : numbered,
    GlobalTaxCalculation: mode,
    ...(detail === undefined ? {} : { TxnTaxDetail: detail }),
    TotalAmt: money(net + tax),
  };
}

/** What voiding does: the document stays, and nothing in it counts. */
export function voided(row: JsonObject): JsonObject {
  const lines = row['Line'];
  return {
    ...row,
    Line: Array.isArray(lines) ? lines.map((line) => zeroed(line)) : [],
    ...(centsAt(row, 'TxnTaxDetail.TotalTax') === 0 ? {} : { TxnTaxDetail: { TotalTax: 0, TaxLine: [] } }),
    TotalAmt: 0,
    Balance: 0,
    PrivateNote: 'Voided',
  };
}

function zeroed(line: JsonObject): JsonObject {
  const { SalesItemLineDetail: detail, ...rest } = line;
  const kept = isJsonObject(detail) ? detail : undefined;
  return {
    ...rest,
    Amount: 0,
    ...(kept === undefined ? {} : { SalesItemLineDetail: { ...kept, UnitPrice: 0, Qty: 0 } }),
  };
}
