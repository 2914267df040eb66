import { describe, expect, test } from 'vitest';
import { fail } from '../../contract/errors.ts';
import { memoryPageStore } from '../../testing/memory-page-store.ts';
import { make, names, run, Vendor } from '../../testing/item-runs.ts';

describe('a place that the vendor forgets', () => {
  /** Forgets, at these requests (counted from 0), whatever place it is asked for. */
  const forgetful = (forgets: readonly number[]) => {
    const vendor = new Vendor();
    vendor.items = make(35);
    let asked = 0;
    vendor.before = (request) => {
      asked += 1;
      if (forgets.includes(asked - 1) && request.query?.['from'] !== undefined)
        throw fail('place_expired', 'the page token has expired');
    };
    return vendor;
  };

  test('is asked for from the beginning: nothing is missing, nothing is written twice', async () => {
    const vendor = forgetful([2, 5]);
    const store = memoryPageStore();
    expect(await run(vendor, store)).toMatchObject({ outcome: 'complete' });
    expect(names(store)).toEqual(vendor.items.map((item) => item.id));
    expect([...store.writes.values()].every((times) => times === 1)).toBe(true);
    expect(store.pages.at(-1)?.checkpoint).toBeNull();
  });

  test('so it is when the place is that of an earlier attempt', async () => {
    const vendor = forgetful([]);
    const store = memoryPageStore();
    store.failFrom = 3;
    await expect(run(vendor, store)).rejects.toThrow('The database is away.');
    const checkpoint = store.pages.at(-1)?.checkpoint ?? undefined;
    expect(checkpoint).toMatchObject({ kind: 'list' });
    store.failFrom = Number.POSITIVE_INFINITY;
    const later = forgetful([0]);
    expect(await run(later, store, { checkpoint, pagesStored: 2, hasRecords: true })).toMatchObject({
      outcome: 'complete',
    });
    expect(names(store)).toEqual(vendor.items.map((item) => item.id));
  });

  test('not for ever: a vendor that forgets every place is told about', async () => {
    const vendor = forgetful(Array.from({ length: 100 }, (_, i) => i));
    await expect(run(vendor, memoryPageStore())).rejects.toMatchObject({ code: 'place_expired' });
    expect(vendor.asked.length).toBe(4);
  });

  test('where there is none, it is an error like another', async () => {
    const vendor = new Vendor();
    let asked = 0;
    vendor.before = () => {
      asked += 1;
      throw fail('place_expired', 'the page token has expired');
    };
    await expect(run(vendor, memoryPageStore())).rejects.toMatchObject({ code: 'place_expired' });
    expect(asked).toBe(1);
  });
});
