/** Moodle's ways of writing times, text and ids, read once and carefully. Total. Called by the maps, the streams and the actions. */
import type { MapContext, Settings } from 'plugboard/contract';
import { fromUnix, textOf, toLocal } from 'plugboard/kit';

/** Unix seconds; 0 is how Moodle writes "not set". */
export function momentOf(seconds: number | null | undefined): string | null {
  const moment = typeof seconds === 'number' && seconds > 0 ? fromUnix(seconds) : undefined;
  // Beyond the year 9999 ISO 8601 needs a sign, and nobody means such a date.
  return moment !== undefined && /^\d{4}-/.test(moment) ? moment : null;
}

/** Moodle keeps a date as its midnight where the site is, which it tells nobody: the setting does. */
export function zoneOf(settings: Settings): string {
  return textOf(settings['time_zone']) ?? 'UTC';
}

/** The calendar date of a moment at the site. Dates before 1970 are negative, and real: people were born then. */
export function dayOf(seconds: number | null | undefined, settings: Settings): string | null {
  const moment = typeof seconds === 'number' && seconds !== 0 ? fromUnix(seconds) : undefined;
  const day = moment === undefined ? undefined : toLocal(moment, zoneOf(settings))?.slice(0, 10);
  return day !== undefined && /^\d{4}-/.test(day) ? day : null;
}

/** Ids are numbers from 1; 0 is nothing. */
export function idOf(id: number | null | undefined): string | null {
  return typeof id === 'number' && id > 0 ? String(id) : null;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Names come with their ampersands escaped for a web page. */
export function nameOf(value: string | null | undefined): string | null {
  const text = value?.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,6}));/gi, (whole, decimal, hex, named) => {
    if (named !== undefined) return entities[String(named).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : whole;
  });
  return textOf(text);
}

/** What people wrote in Moodle's editor, without its markup. */
export function plainText(html: string | null | undefined): string | null {
  const lines = html
    ?.replace(/<(?:br|hr)\b[^>]*>|<\/(?:p|div|li|h[1-6]|tr)\s*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/[ \t]*\n\s*/g, '\n');
  return nameOf(lines);
}

/** A page of the site, for people. */
export function pageOf({ settings }: MapContext, path: string): string | null {
  const site = textOf(settings['site_url']);
  return site === null ? null : `${site}${path}`;
}
