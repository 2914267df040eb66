/** The three kinds of lists a company file has, by what they know of their changes. Called by streams.ts and payroll.ts. */
import type { ListStream, ModelName } from 'plugboard/contract';
import { isObject, keyAt, listAt } from 'plugboard/kit';
import { inFile } from './file.ts';
import { cardsAtOnce, counting, firstPage, walking } from './paging.ts';
import { momentOf } from './values.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** What is deleted is gone without a trace: only a whole listing shows it. */
const gone = { deletions: 'swept', fullEveryMs: day } as const;

/** Bank accounts and card numbers of people have no business here: they are taken away before anything is kept. */
export function withoutBank(item: unknown): unknown {
  if (!isObject(item)) return item;
  const { PaymentDetails: _bank, ...rest } = item;
  return rest;
}

/** Cards know when they were changed. */
export function cards<Raw, M extends ModelName>(
  list: { readonly path: string } & Pick<ListStream<Raw, M>, 'model' | 'summary' | 'raw' | 'map' | 'absentOn'>,
): ListStream<Raw, M> {
  const { path, ...rest } = list;
  return {
    ...rest,
    ...gone,
    incremental: { style: 'updated_since', lookbackMs: 2 * minute },
    request: ({ account, since }) => ({
      url: inFile(account, path),
      query: firstPage('LastModified', cardsAtOnce, since),
    }),
    items: (body) => listAt('Items')(body).map(withoutBank),
    paginate: walking('LastModified'),
    key: keyAt('UID'),
    updatedAt: (item) => momentOf(item['LastModified']),
  };
}

/**
 * Payments cannot be changed at MYOB, only deleted and made anew, and they know their day but not when they were entered. What was entered
 * late is found for five weeks by its day, and after that by the daily listing of everything.
 */
export function payments<Raw, M extends ModelName>(
  list: { readonly path: string } & Pick<ListStream<Raw, M>, 'model' | 'summary' | 'raw' | 'map'>,
): ListStream<Raw, M> {
  const { path, ...rest } = list;
  return {
    ...rest,
    ...gone,
    incremental: { style: 'updated_since', lookbackMs: 35 * day },
    request: ({ account, since }) => ({
      url: inFile(account, path),
      query: firstPage('Date', cardsAtOnce, since === undefined ? undefined : `${since.slice(0, 10)}T00:00:00`),
    }),
    items: listAt('Items'),
    paginate: walking('Date'),
    key: keyAt('UID'),
    updatedAt: (item) => momentOf(item['LastModified']),
  };
}

/** Small lists, which do not say when something in them was changed. */
export function small<Raw, M extends ModelName>(
  list: { readonly path: string } & Pick<ListStream<Raw, M>, 'model' | 'summary' | 'raw' | 'map'>,
): ListStream<Raw, M> {
  const { path, ...rest } = list;
  return {
    ...rest,
    incremental: { style: 'none' },
    deletions: 'swept',
    request: ({ account }) => ({ url: inFile(account, path), query: { $top: cardsAtOnce } }),
    items: listAt('Items'),
    paginate: counting,
    key: keyAt('UID'),
  };
}
