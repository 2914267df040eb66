/** What Acme lists. */
import { stream } from 'plugboard/contract';
import { fromIso, keyAt, listAt, textAt, token } from 'plugboard/kit';
import { mapContact } from './maps.ts';
import { rawContact } from './raw.ts';

const pageSize = 100;

export const streams = {
  contacts: stream({
    model: 'contact',
    summary: 'People and companies.',
    raw: rawContact,
    // Acme's filter counts whole seconds; two minutes cover a change that was on its way.
    incremental: { style: 'updated_since', lookbackMs: 120_000 },
    deletions: 'swept',
    request: ({ since }) => ({ url: '/contacts', query: { limit: pageSize, updated_since: since } }),
    items: listAt('data'),
    paginate: token({ param: 'after', at: (body) => textAt(body, 'next') }),
    key: keyAt('id'),
    updatedAt: (item) => fromIso(item['updated_at']),
    map: mapContact,
  }),
};
