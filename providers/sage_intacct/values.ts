/**
 * Sage Intacct's ways of writing dates, money and text, read once and carefully. Total: nonsense becomes null, or stays as it is where
 * it is only passed on. Called by the table of entities, the two APIs and the maps.
 */
import { dateOf, fromIso } from 'plugboard/kit';

// Sage writes "" for nothing.
export { currencyCode, moneyOf as money, oneOf, textOf as text } from 'plugboard/kit';

/** `05/01/2026` -> `2026-05-01`. */
export function fromUsDate(written: string): string {
  const [, month = '', date = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})\b/.exec(written.trim()) ?? [];
  return year === '' ? written : `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
}

/** `2026-05-01` -> `05/01/2026`. */
export function toUsDate(iso: string): string {
  const [, year = '', month = '', date = ''] = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso) ?? [];
  return year === '' ? iso : `${month}/${date}/${year}`;
}

/** `05/01/2026 03:04:05` -> `2026-05-01T03:04:05Z`. Sage does not say the zone; it is taken as GMT (see the overlap in streams.ts). */
export function fromUsMoment(written: string): string {
  const [date = '', time] = written.trim().split(/\s+/);
  const iso = fromUsDate(date);
  return iso === date ? written : `${iso}T${/^\d\d:\d\d:\d\d/.exec(time ?? '')?.[0] ?? '00:00:00'}Z`;
}

/** `2026-05-01T03:04:05.678Z` -> `05/01/2026 03:04:05`; the fraction is cut off, which can only widen a window. */
export function toUsMoment(iso: string): string {
  return `${toUsDate(iso)} ${iso.slice(11, 19)}`;
}

/** The exchange rate Sage keeps by itself. */
export const dailyRate = 'Intacct Daily Rate';

export type Text = string | null | undefined;

export function day(value: Text): string | null {
  return dateOf(value ?? undefined) ?? null;
}

export function moment(value: Text): string | null {
  return fromIso(value) ?? null;
}

/** Sum of decimal strings, exact, with the most digits any of them has. */
export function sum(amounts: readonly string[]): string {
  const places = Math.max(0, ...amounts.map((amount) => amount.split('.')[1]?.length ?? 0));
  const total = amounts.reduce((so_far, amount) => so_far + scaled(amount, places), 0n);
  const digits = String(total < 0n ? -total : total).padStart(places + 1, '0');
  const sign = total < 0n ? '-' : '';
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function scaled(amount: string, places: number): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const value = BigInt(whole + fraction.padEnd(places, '0'));
  return amount.startsWith('-') ? -value : value;
}

export function negated(amount: string): string {
  return amount.startsWith('-') ? amount.slice(1) : /^[0.]*$/.test(amount) ? amount : `-${amount}`;
}

export function unsigned(amount: string): string {
  return amount.replace(/^-/, '');
}
