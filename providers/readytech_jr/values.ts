/** JR Plus' ways of writing dates, times and numbers, read once and carefully. All total: nonsense becomes null. Called by the maps and streams. */
import type { Settings } from 'plugboard/contract';
import { dateOf, fromLocal, isTimeZone, toLocal } from 'plugboard/kit';

export const defaultZone = 'Australia/Sydney';

type Text = string | null | undefined;

/** The zone of the college's clocks: for times without an offset, and for "since that day". */
export function zoneOf(settings: Settings): string {
  const zone = settings['time_zone'] ?? defaultZone;
  return isTimeZone(zone) ? zone : defaultZone;
}

/** The calendar date as it stands. */
export function dayOf(text: Text): string | null {
  return dateOf(text?.trim()) ?? null;
}

/** A moment with an offset, or as the college's clock shows it; of a date alone its midnight there. */
export function momentOf(text: Text, settings: Settings): string | null {
  const moment = fromLocal(text, zoneOf(settings));
  // Beyond the year 9999, where a zone can push its last evening, ISO 8601 needs a sign.
  return moment !== undefined && /^\d{4}-/.test(moment) ? moment : null;
}

/**
 * The day that `updated_since` takes. A moment with an offset is only our proposal; a plain date was seen to work, and is inclusive.
 */
export function daySince(since: string, settings: Settings): string {
  return toLocal(since, zoneOf(settings))?.slice(0, 10) ?? '1900-01-01';
}

export function numberOf(text: Text): number | null {
  return typeof text === 'string' && /^\d{1,9}(\.\d{1,6})?$/.test(text.trim()) ? Number(text) : null;
}

export function wholeNumber(text: Text): number | null {
  const value = numberOf(text);
  return Number.isInteger(value) ? value : null;
}

export function truthOf(text: Text): boolean | null {
  const word = text?.trim().toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : null;
}
