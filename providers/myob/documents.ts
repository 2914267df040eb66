/**
 * Sale invoices and purchase bills. The list of all of them has no lines, so the list of each layout is walked, one after the other; a
 * plan that does not have a layout answers 404 for it, and the others are read all the same. Called by streams.ts.
 */
import { stream, type ModelName, type PagesStream } from 'plugboard/contract';
import { keyAt } from 'plugboard/kit';
import { mapBill, mapInvoice } from './maps-documents.ts';
import { atOrAfter, documentsAtOnce, firstPage } from './paging.ts';
import { rawBill, rawInvoice } from './raw.ts';
import { walk, type Section } from './sections.ts';
import { momentOf } from './values.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * What was changed, and then what was paid lately: a payment changes what is left to pay of an invoice, but maybe not when MYOB says it was
 * changed.
 */
function sectionsOf(path: string, layouts: readonly string[], since: string | undefined): readonly Section[] {
  const changed = layouts.map((layout) => ({
    path: `${path}/${layout}`,
    query: firstPage('LastModified', documentsAtOnce, since),
  }));
  if (since === undefined) return changed;
  const paidFrom = new Date(Date.parse(since) - 7 * day).toISOString().slice(0, 10);
  const paid = atOrAfter('LastPaymentDate', `${paidFrom}T00:00:00`);
  return [
    ...changed,
    ...layouts.map((layout) => ({
      path: `${path}/${layout}`,
      query: { ...firstPage('LastModified', documentsAtOnce, undefined), $filter: paid },
      also: paid,
    })),
  ];
}

function documents<Raw, M extends ModelName>(
  list: { readonly path: string; readonly layouts: readonly string[] } & Pick<
    PagesStream<Raw, M>,
    'model' | 'summary' | 'raw' | 'map'
  >,
): PagesStream<Raw, M> {
  const { path, layouts, ...rest } = list;
  return {
    ...rest,
    incremental: { style: 'updated_since', lookbackMs: 2 * minute },
    deletions: 'swept',
    fullEveryMs: day,
    pages: (context) => walk(sectionsOf(path, layouts, context.since), context),
    key: keyAt('UID'),
    updatedAt: (item) => momentOf(item['LastModified']),
  };
}

export const invoices = stream(
  documents({
    model: 'invoice',
    summary: 'Sale invoices of all layouts with their lines; a credit is an invoice with negative amounts.',
    path: '/Sale/Invoice',
    layouts: ['Service', 'Item', 'Professional', 'TimeBilling', 'Miscellaneous'],
    raw: rawInvoice,
    map: mapInvoice,
  }),
);

export const bills = stream(
  documents({
    model: 'invoice',
    summary: "Suppliers' bills of all layouts with their lines (direction payable); a debit has negative amounts.",
    path: '/Purchase/Bill',
    layouts: ['Service', 'Item', 'Professional', 'Miscellaneous'],
    raw: rawBill,
    map: mapBill,
  }),
);
