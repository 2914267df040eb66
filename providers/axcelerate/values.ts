/**
 * aXcelerate's ways of writing ids, dates and money, read once and carefully. Its server makes numbers of texts that look like one, and the
 * same id is a number here and a text there. All total: nonsense becomes null. Called by the maps and streams.
 */
import { plainDecimal, toDecimal, type Settings } from 'plugboard/contract';
import { dateOf, fromLocal, isTimeZone, textOf, toLocal } from 'plugboard/kit';

/** What a text may be when it has come through aXcelerate's server. */
export type Written = string | number | boolean | null | undefined;

/** An Australian product; it names no currency. */
export const currency = 'AUD';

const defaultZone = 'Australia/Sydney';

/** The zone of the clocks of the organisation: aXcelerate writes and reads times without one. */
export function zoneOf(settings: Settings): string {
  const zone = settings['time_zone'] ?? defaultZone;
  return isTimeZone(zone) ? zone : defaultZone;
}

/** A moment as a filter wants it: `2026-03-16 23:40` by the organisation's clock. */
export function localOf(moment: string, settings: Settings): string {
  return (toLocal(moment, zoneOf(settings)) ?? '1900-01-01T00:00').slice(0, 16).replace('T', ' ');
}

/** The day a moment is on at the organisation. */
export function localDay(moment: string, settings: Settings): string {
  return localOf(moment, settings).slice(0, 10);
}

/** A calendar date so many days later. */
export function plusDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

export function words(value: Written): string | null {
  return value === null || value === undefined ? null : textOf(String(value));
}

/** Number or text, as text; 0 is how some rows have no id. */
export function idOf(value: Written): string | null {
  const id = words(value);
  return id === '0' ? null : id;
}

/** Ids of workshops, programs and e-learning are counted apart: only with the type do they say what is meant. */
export function typedId(type: Written, id: Written): string | null {
  const [kind, number] = [words(type), idOf(id)];
  return kind === null || number === null ? null : `${kind.toLowerCase()}:${number}`;
}

export function dayOf(value: Written): string | null {
  const text = words(value);
  return text === null ? null : (dateOf(text) ?? null);
}

/** Of the organisation's clock. */
export function momentOf(value: Written, settings: Settings): string | null {
  return fourDigitYear(fromLocal(words(value), zoneOf(settings)));
}

/** `LASTUPDATEDUTC`: UTC, which only its name says. */
export function utcOf(value: unknown): string | null {
  return fourDigitYear(fromLocal(value, 'UTC'));
}

/** Beyond the year 9999, where a zone can push its last evening, ISO 8601 needs a sign. */
function fourDigitYear(moment: string | undefined): string | null {
  return moment !== undefined && /^\d{4}-/.test(moment) ? moment : null;
}

export function money(value: Written): string | null {
  const text = words(value);
  if (text === null || typeof value === 'boolean') return null;
  try {
    return toDecimal(plainDecimal(text), currency);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

export function wholeNumber(value: Written): number | null {
  const number = Number(words(value) ?? 'none');
  return Number.isSafeInteger(number) ? number : null;
}

/** Its server also writes Yes and No, 1 and 0. */
export function truth(value: Written): boolean | null {
  const text = words(value)?.toLowerCase();
  if (text === 'true' || text === 'yes' || text === '1') return true;
  return text === 'false' || text === 'no' || text === '0' ? false : null;
}

export function joined(parts: readonly Written[], between: string): string | null {
  return textOf(parts.flatMap((part) => words(part) ?? []).join(between));
}
