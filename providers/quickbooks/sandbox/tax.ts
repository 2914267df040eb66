/** GST on the lines of a document as QuickBooks works it out: by tax code, to the cent. Called by seed.ts and writes.ts. */
import type { JsonObject } from 'plugboard/contract';
import { numberAt, textAt } from 'plugboard/kit';
import { centsAt, divided, find, listIn, money, type State } from './state.ts';

export type Mode = 'TaxExcluded' | 'TaxInclusive' | 'NotApplicable';
export type Side = 'sales' | 'purchases';

interface Rate {
  readonly id: string;
  /** Hundredths of a percent. */
  readonly points: number;
}

/** The rates of a code; undefined for a code there is not. */
export function ratesOf(state: State, code: string | undefined, side: Side): readonly Rate[] | undefined {
  const found = find(state, 'TaxCode', code);
  if (found === undefined) return undefined;
  const list = side === 'sales' ? 'SalesTaxRateList' : 'PurchaseTaxRateList';
  return listIn(found, `${list}.TaxRateDetail`).flatMap((detail) => {
    const id = textAt(detail, 'TaxRateRef.value') ?? '';
    const rate = find(state, 'TaxRate', id);
    return rate === undefined ? [] : [{ id, points: Math.round((numberAt(rate, 'RateValue') ?? 0) * 100) }];
  });
}

/** Detail object of a line that can carry tax. */
export const detailOf = (line: JsonObject): string => textAt(line, 'DetailType') ?? '';

export interface Taxed {
  readonly lines: readonly JsonObject[];
  readonly net: number;
  readonly tax: number;
  readonly detail: JsonObject | undefined;
}

/** Where tax is included, the gross counts, and the net of each line follows from it. */
export function taxed(state: State, lines: readonly JsonObject[], mode: Mode, side: Side): Taxed {
  const bases = new Map<string, { points: number; net: number; tax: number }>();
  let net = 0;
  let tax = 0;
  const done = lines.map((line) => {
    const name = detailOf(line);
    const rates =
      mode === 'NotApplicable' ? [] : (ratesOf(state, textAt(line, `${name}.TaxCodeRef.value`), side) ?? []);
    const points = rates.reduce((sum, rate) => sum + rate.points, 0);
    const gross = centsAt(line, `${name}.TaxInclusiveAmt`);
    const amount =
      mode === 'TaxInclusive' && gross !== 0 ? divided(gross * 10_000, 10_000 + points) : centsAt(line, 'Amount');
    net += amount;
    if (mode === 'TaxInclusive') tax += gross - amount;
    for (const rate of rates) {
      const base = bases.get(rate.id) ?? { points: rate.points, net: 0, tax: 0 };
      base.net += amount;
      if (mode === 'TaxInclusive') base.tax += gross - amount;
      bases.set(rate.id, base);
    }
    return { ...line, Amount: money(amount) };
  });
  if (mode === 'TaxExcluded')
    for (const base of bases.values()) {
      base.tax = divided(base.net * base.points, 10_000);
      tax += base.tax;
    }
  return { lines: done, net, tax, detail: mode === 'NotApplicable' ? undefined : detailFor(bases, tax) };
}

function detailFor(bases: ReadonlyMap<string, { points: number; net: number; tax: number }>, tax: number): JsonObject {
  return {
    TotalTax: money(tax),
    TaxLine: [...bases].map(([id, base]) => ({
      Amount: money(base.tax),
      DetailType: 'TaxLineDetail',
      TaxLineDetail: {
        TaxRateRef: { value: id },
        PercentBased: true,
        TaxPercent: base.points / 100,
        NetAmountTaxable: money(base.net),
      },
    })),
  };
}
