/** Coursebox' ways of writing ids, times and addresses, read once and carefully. Total. Called by the maps and the streams. */
import type { MapContext } from 'plugboard/contract';
import { dateOf, fromIso, isTimeZone, textOf, toLocal } from 'plugboard/kit';

/** Texts, as far as anybody has seen; a LoopBack server on a relational database has numbers. */
export type RawId = string | number | null | undefined;

export function idOf(value: RawId): string | null {
  return typeof value === 'number' ? String(value) : textOf(value);
}

/** ISO 8601 with whatever offset -> UTC. */
export function momentOf(value: string | null | undefined): string | null {
  const moment = fromIso(value);
  // Beyond the year 9999 ISO 8601 needs a sign, and nobody means such a date.
  return moment !== undefined && /^\d{4}-/.test(moment) ? moment : null;
}

/** Where the portal's clocks are. */
export function zoneOf({ settings }: Pick<MapContext, 'settings'>): string {
  const zone = textOf(settings['time_zone']);
  return zone !== null && isTimeZone(zone) ? zone : 'UTC';
}

/** The calendar date of a moment where the portal is. A date alone stays what it is. */
export function dayOf(value: string | null | undefined, zone: string): string | null {
  if (/^\d{4}-\d\d-\d\d$/.test(value ?? '')) return dateOf(value ?? '') ?? null;
  const moment = momentOf(value);
  return moment === null ? null : (toLocal(moment, zone)?.slice(0, 10) ?? null);
}

/** A birthday is kept as midnight: of UTC by most servers, of the portal's zone by those that took it for a moment. */
export function birthdayOf(value: string | null | undefined, zone: string): string | null {
  const text = value ?? '';
  return /T00:00(:00(\.0+)?)?(Z|\+00:00)$/.test(text) ? (dateOf(text) ?? null) : dayOf(textOf(text), zone);
}

/** Somebody else's address, shown as a link: https or nothing. */
export function linkOf(value: string | null | undefined): string | null {
  const url = URL.parse(textOf(value) ?? '');
  return url?.protocol === 'https:' ? url.href : null;
}
