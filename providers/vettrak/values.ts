/** VETtrak's ways of writing dates, money and text, read once and carefully. All total: nonsense becomes null. Called by the maps and streams. */
import { toDecimal, type Settings } from 'plugboard/contract';
import { dateOf, fromLocal, isTimeZone, textOf, toLocal } from 'plugboard/kit';

/** VETtrak is an Australian product and names no currency. */
export const currency = 'AUD';

const defaultZone = 'Australia/Sydney';

/** The zone of the clocks on the site's walls: VETtrak writes times without one. */
export function zoneOf(settings: Settings): string {
  const zone = settings['time_zone'] ?? defaultZone;
  return isTimeZone(zone) ? zone : defaultZone;
}

/** A moment as a parameter: the site's time, without a zone. */
export function localOf(moment: string, settings: Settings): string {
  return toLocal(moment, zoneOf(settings)) ?? '1900-01-01T00:00:00';
}

/** .NET and databases write unknown dates as the first one they can. */
function isKnown(text: string | null | undefined): text is string {
  return typeof text === 'string' && text >= '1900-01-02';
}

/** The calendar date as it stands: the time of day of a date is midnight on the site's wall. */
export function dayOf(text: string | null | undefined): string | null {
  return isKnown(text) ? (dateOf(text) ?? null) : null;
}

export function momentOf(text: string | null | undefined, settings: Settings): string | null {
  const moment = isKnown(text) ? fromLocal(text, zoneOf(settings)) : undefined;
  // Beyond the year 9999, where a zone can push its last evening, ISO 8601 needs a sign.
  return moment !== undefined && /^\d{4}-/.test(moment) ? moment : null;
}

/** '990.0000' -> '990.00'. */
export function money(text: string | null | undefined): string | null {
  return typeof text === 'string' && /^-?\d+(\.\d*)?$/.test(text) ? toDecimal(text, currency) : null;
}

/** A whole number that may be anything but one. */
export function wholeNumber(text: string | null | undefined): number | null {
  const value = typeof text === 'string' && /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : null;
}

/** Parts that are there, with something between them. */
export function joined(parts: readonly (string | null | undefined)[], between: string): string | null {
  return textOf(parts.flatMap((part) => textOf(part) ?? []).join(between));
}
