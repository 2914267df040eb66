/** eSkilled's ways of writing dates, numbers and ids. All total: nonsense becomes null. Called by the maps, streams and actions. */
import type { Settings } from 'plugboard/contract';
import { dateOf, fromLocal, isTimeZone, textOf } from 'plugboard/kit';

const defaultZone = 'Australia/Sydney';

/** What the tenant typed, or where most are. */
export function zoneOf(settings: Settings): string {
  return settings['time_zone'] ?? defaultZone;
}

/** `01-04-1999 ...` or `1/4/1999 ...` -> `1999-04-01 ...`: calls that write want dates day first, so they may be read that way too. */
function isoOf(text: string): string {
  const [, day = '', month = '', year = '', rest = ''] = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4})(.*)$/s.exec(text) ?? [];
  return year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${rest}`;
}

/** The calendar date as it stands, also of a moment. .NET writes dates it does not know as the first one there is. */
export function dayOf(value: string | null | undefined): string | null {
  const text = textOf(value);
  const day = text === null ? undefined : dateOf(isoOf(text));
  return day !== undefined && day > '1900-01-01' ? day : null;
}

/** A moment; without a zone by the clock of the RTO, and a date alone is its midnight there. */
export function momentOf(value: string | null | undefined, settings: Settings): string | null {
  const text = textOf(value);
  const zone = zoneOf(settings);
  if (text === null || dayOf(text) === null) return null;
  const moment = fromLocal(isoOf(text), isTimeZone(zone) ? zone : defaultZone);
  // Beyond the year 9999, where a zone can push its last evening, ISO 8601 needs a sign.
  return moment !== undefined && /^\d{4}-/.test(moment) ? moment : null;
}

/** `1999-04-01` -> `01-04-1999`, as the API wants it written. */
export function dayFirst(date: string): string {
  return date.split('-').toReversed().join('-');
}

/** Ids are numbers, and are kept as text: an installation may have other ones. */
export function idOf(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : textOf(String(value));
}

/** A number as a number again, an id of another kind as it is. */
export function sentId(id: string): string | number {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : id;
}

export function numberOf(value: string | number | null | undefined): number | null {
  const text = typeof value === 'string' ? value.trim() : value;
  const number = text === '' || text === null || text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : null;
}

export function wholeOf(value: string | number | null | undefined): number | null {
  const number = numberOf(value);
  return number !== null && Number.isSafeInteger(number) ? number : null;
}

/** 0 to 100. */
export function percentOf(value: string | number | null | undefined): number | null {
  const number = numberOf(value);
  return number !== null && number >= 0 && number <= 100 ? number : null;
}
