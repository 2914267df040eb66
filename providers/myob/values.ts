/** MYOB's ways of writing dates, money and text, read once and carefully. Total: nonsense becomes null. Called by the maps and the streams. */
import type { Account, MapContext } from 'plugboard/contract';
import { dateOf, fromIso } from 'plugboard/kit';

export { decimalOf as number, moneyOf as money, oneOf, textOf as text } from 'plugboard/kit';

/** A business date: `2026-05-01T00:00:00`, midnight of no zone at all, so only the day counts. */
export function dayOf(value: unknown): string | null {
  return (typeof value === 'string' ? dateOf(value) : undefined) ?? null;
}

/** `LastModified` is UTC, with and without a Z. */
export function momentOf(value: unknown): string | undefined {
  return fromIso(value);
}

/** Files keep their books in the money of their country; MYOB sells in two. */
export function currencyOf(account: Account | undefined): string {
  return account?.meta['currency'] ?? 'AUD';
}

export function bookCurrency({ account }: MapContext): string {
  return currencyOf(account);
}
