/** How the contract writes ids, times and dates, read once and carefully. Total: nonsense becomes null. Called by the maps and the streams. */
import type { Settings } from 'plugboard/contract';
import { dateOf, fromIso, fromLocal, isTimeZone, textOf } from 'plugboard/kit';

/** Ids are texts by the contract; an installation may well have numbers. */
export type RawId = string | number | null | undefined;

export function idOf(value: RawId): string | null {
  return typeof value === 'number' ? String(value) : textOf(value);
}

/** ISO 8601 UTC. Beyond the year 9999 it would need a sign, and nobody means such a date. */
export function momentOf(value: string | null | undefined): string | null {
  const moment = fromIso(value);
  return moment !== undefined && /^\d{4}-/.test(moment) ? moment : null;
}

/** A calendar date as it stands. */
export function dayOf(value: string | null | undefined): string | null {
  return dateOf(value ?? undefined) ?? null;
}

const defaultZone = 'Australia/Sydney';

/** Where the organisation is: the zone its dates are meant in. */
export function zoneOf(settings: Settings): string {
  return textOf(settings['time_zone']) ?? defaultZone;
}

/** When a date begins there. */
export function startOf(value: string | null | undefined, settings: Settings): string | null {
  const zone = zoneOf(settings);
  const day = dayOf(value);
  return day === null ? null : momentOf(fromLocal(day, isTimeZone(zone) ? zone : defaultZone));
}
