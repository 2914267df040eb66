/**
 * Times as a clock on the wall shows them, for vendors that write moments without a zone: the tenant says which zone the site is in.
 * Total: nonsense, an unknown zone included, becomes undefined.
 */
import { fromMs } from './times.ts';

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

/** Is it the name of a zone (`Australia/Perth`)? */
export function isTimeZone(zone: string): boolean {
  return formatIn(zone) !== undefined;
}

/** '2026-01-05T09:30:00' on a wall in Sydney -> '2026-01-04T22:30:00.000Z'. A date alone is its midnight; a zone that is there counts. */
export function fromLocal(text: unknown, zone: string): string | undefined {
  const match =
    typeof text === 'string'
      ? /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text.trim())
      : null;
  if (match === null) return undefined;
  const [, date = '', time = '00:00', offset] = match;
  const wall = Date.parse(`${date}T${time}Z`);
  // Date.parse takes the 31st of February for the 3rd of March.
  if (fromMs(wall)?.startsWith(date) !== true) return undefined;
  const ms = offset === undefined ? instantOf(wall, zone) : Date.parse(`${date}T${time}${offset}`);
  return ms === undefined ? undefined : fromMs(ms);
}

/** '2026-01-04T22:30:00.000Z' -> '2026-01-05T09:30:00' for a wall in Sydney. Fractions of a second are cut off. */
export function toLocal(moment: string, zone: string): string | undefined {
  const ms = Date.parse(moment);
  const offset = Number.isNaN(ms) ? undefined : offsetAt(ms, zone);
  return offset === undefined ? undefined : fromMs(ms + offset)?.slice(0, 19);
}

/**
 * When clocks go back, an hour is on the wall twice: the first is taken. When they go forward, an hour is on no wall: its times are
 * taken as if the clocks had not been touched yet.
 */
function instantOf(wall: number, zone: string): number | undefined {
  const day = 86_400_000;
  const before = offsetAt(wall - day, zone);
  const after = offsetAt(wall + day, zone);
  if (before === undefined || after === undefined) return undefined;
  const shown = (offset: number) => offsetAt(wall - offset, zone) === offset;
  return shown(before) || !shown(after) ? wall - before : wall - after;
}

/** Milliseconds the wall is ahead of UTC. */
function offsetAt(ms: number, zone: string): number | undefined {
  const seconds = Math.floor(ms / 1000) * 1000;
  const parts = formatIn(zone)?.formatToParts(seconds);
  if (parts === undefined) return undefined;
  const part = (type: string, digits = 2) =>
    (parts.find((one) => one.type === type)?.value ?? '').padStart(digits, '0');
  const date = `${part('year', 4)}-${part('month')}-${part('day')}`;
  const wall = Date.parse(`${date}T${part('hour')}:${part('minute')}:${part('second')}Z`);
  return wall - seconds;
}

function formatIn(zone: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(zone)) formats.set(zone, makeFormat(zone));
  return formats.get(zone);
}

function makeFormat(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}
