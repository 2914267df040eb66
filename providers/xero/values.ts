/**
 * Xero's ways of writing dates, money and text, read once and carefully. Dates and text are total: nonsense becomes null. Called by the maps,
 * the streams and the actions.
 */
import { plainDecimal } from 'plugboard/contract';
import { dateOf, fromIso, fromMs } from 'plugboard/kit';

// Xero writes "" for nothing.
export { currencyCode, moneyOf as money, oneOf, textOf as text } from 'plugboard/kit';

/** Amounts come as JSON numbers, in a few places as text. */
export type RawAmount = number | string | null | undefined;

/** `/Date(1777593600000+0000)/` as ISO 8601 UTC. The milliseconds are UTC already; the offset is only how Xero shows them. */
export function momentOf(value: unknown): string | undefined {
  const ms = typeof value === 'string' ? /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/.exec(value)?.[1] : undefined;
  const moment = ms === undefined ? fromIso(value) : fromMs(Number(ms));
  // Beyond the year 9999 ISO 8601 needs a sign, and nobody means such a date.
  return moment !== undefined && /^\d{4}-/.test(moment) ? moment : undefined;
}

/**
 * A date without a zone. The `...String` twin is read first: it is the date as a person typed it, while the milliseconds are that
 * date's midnight taken as UTC, which gives the same day.
 */
export function dayOf(written: string | null | undefined, ms?: string | null): string | null {
  return dateOf(written ?? undefined) ?? dateOf(momentOf(ms)) ?? null;
}

/** A quantity or a percentage: 10 -> '10'. */
export function number(value: RawAmount): string | null {
  return isNothing(value) ? null : plainDecimal(value);
}

function isNothing(value: RawAmount): value is null | undefined | '' {
  return value === null || value === undefined || value === '';
}
