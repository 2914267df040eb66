/**
 * Taking items out of sealed raw pages. A page is opened, the items are blanked in place (records point to page and number, so that numbers
 * never change), and it is sealed anew; one of which nothing is left goes. Used by erasures, and by retention.
 */
import { PlugboardError } from '../contract/errors.ts';
import type { TenantTransaction } from './database.ts';
import { packRawPage, unpackRawPage, type RawItem } from './raw-page.ts';
import { sealedPlaces, type Vault } from './vault/index.ts';

/** `gone`: nothing says whose it was. `emptied`: the record stays, what the vendor sent for it does not. */
export type Blank = 'gone' | 'emptied';

export interface RawPlace {
  readonly page: string;
  readonly number: number;
}

const nothing = Buffer.from('{}');

/** The item as it is when it was taken out. */
export function blanked(item: RawItem, how: Blank): RawItem {
  return { key: how === 'gone' ? '' : item.key, raw: nothing };
}

export interface Rewriting {
  readonly tenantId: string;
  readonly vault: Pick<Vault, 'open' | 'seal'>;
}

export interface Rewritten {
  readonly items: number;
  readonly pages: number;
}

/** What becomes of each item of a page. The very list it was given: nothing changes. */
export type ChangePage = (items: readonly RawItem[], streamNo: number) => readonly RawItem[];

/**
 * Rewrites one page, locked until the transaction ends. Answers how many items changed (0 also when there is no such page any more);
 * undefined: it does not open, was damaged or moved, and stays as it is.
 */
export async function rewriteRawPage(
  trx: TenantTransaction,
  { tenantId, vault }: Rewriting,
  id: string,
  change: ChangePage,
): Promise<number | undefined> {
  const page = await trx
    .selectFrom('raw_page')
    .select(['stream_no', 'key_version', 'sealed'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (page === undefined) return 0;
  const items = await opened(vault, tenantId, id, page);
  if (items === undefined) return undefined;
  const after = change(items, page.stream_no);
  const changed = after.filter((item, i) => item !== items[i]).length;
  if (changed === 0) return 0;
  if (after.every(({ key }) => key === '')) {
    await trx.deleteFrom('raw_page').where('tenant_id', '=', tenantId).where('id', '=', id).execute();
    return changed;
  }
  const packed = await packRawPage(page.stream_no, after);
  const { sealed, keyVersion } = await vault.seal(tenantId, sealedPlaces.rawPage(id), packed);
  await trx
    .updateTable('raw_page')
    .set({ sealed, key_version: keyVersion })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
  return changed;
}

async function opened(
  vault: Rewriting['vault'],
  tenantId: string,
  id: string,
  page: { readonly stream_no: number; readonly key_version: number; readonly sealed: Buffer },
): Promise<readonly RawItem[] | undefined> {
  try {
    const packed = await vault.open(tenantId, sealedPlaces.rawPage(id), page.key_version, page.sealed);
    return await unpackRawPage(packed, page.stream_no);
  } catch (error) {
    // One damaged page must not keep all others from being looked through.
    if (error instanceof PlugboardError && error.code === 'internal') return undefined;
    throw error;
  }
}

/** Takes out the items at these places. */
export async function blankRawItems(
  trx: TenantTransaction,
  rewriting: Rewriting,
  places: readonly (RawPlace & { readonly how: Blank })[],
): Promise<Rewritten> {
  const byPage = Map.groupBy(places, ({ page }) => page);
  let items = 0;
  let pages = 0;
  // In one order, so that two who do this at once never wait for each other.
  for (const page of [...byPage.keys()].toSorted()) {
    const wanted = new Map((byPage.get(page) ?? []).map(({ number, how }): [number, Blank] => [number, how]));
    const changed = await rewriteRawPage(trx, rewriting, page, (all) =>
      all.map((item, number) => {
        const how = wanted.get(number);
        return how === undefined || isBlank(item, how) ? item : blanked(item, how);
      }),
    );
    items += changed ?? 0;
    if (changed !== undefined && changed > 0) pages += 1;
  }
  return { items, pages };
}

function isBlank({ key, raw }: RawItem, how: Blank): boolean {
  return (how === 'emptied' || key === '') && raw.length === nothing.length && nothing.equals(raw);
}
