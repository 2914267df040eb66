/**
 * Mapping stored items anew: the built-in map over what the vendor sent, then the tenant's rules, exactly as for a page of a run
 * (sync/prepare.ts). Used by the hub to re-derive, and to say beforehand what that would change.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { isJsonObject } from '../../contract/http.ts';
import type { Stream } from '../../contract/stream.ts';
import { mapItem, type Mapping } from '../sync/prepare.ts';

export interface StoredItem {
  readonly key: string;
  /** Canonical JSON of the vendor's item, UTF-8. */
  readonly raw: Uint8Array;
}

export interface Derived {
  /** Unified data as JSON text; null: it cannot be mapped, what is stored stays. */
  readonly data: string | null;
  readonly problem: string | null;
}

/** Items handled between two breaths of the event loop. */
const slice = 200;

/** One answer per item. Undefined: an item that is set aside (it has no id, or is no object), about which a map has nothing to say. */
export async function derive(
  stream: Stream,
  items: readonly StoredItem[],
  context: Mapping,
): Promise<readonly (Derived | undefined)[]> {
  const derived: (Derived | undefined)[] = [];
  for (const { key, raw } of items) {
    const item: unknown = JSON.parse(Buffer.from(raw).toString('utf8'));
    const known = isJsonObject(item) && stream.key(item)?.toWellFormed() === key;
    derived.push(known ? mapItem(stream, item, false, context) : undefined);
    if (derived.length % slice === 0) await breathe();
  }
  const ruled = derived.flatMap((result, at) => {
    const raw = items[at]?.raw;
    return result?.data === undefined || result.data === null || raw === undefined
      ? []
      : [{ at, raw, data: result.data }];
  });
  const remapped = ruled.length === 0 ? undefined : await context.mapper?.apply(ruled);
  remapped?.forEach((result, i) => {
    const at = ruled[i]?.at;
    if (at !== undefined) derived[at] = result;
  });
  return derived;
}
