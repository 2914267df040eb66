/** Vendors' ways of writing time, turned into ISO 8601 UTC or a calendar date. All total: nonsense becomes undefined. */

/** Seconds since the epoch: 1777593600 -> '2026-05-01T00:00:00.000Z'. */
export function fromUnix(seconds: unknown): string | undefined {
  return typeof seconds === 'number' ? fromMs(seconds * 1000) : undefined;
}

/** Milliseconds since the epoch. Outside the years 0 to 9999 ISO 8601 would need a sign, and nobody means such a moment. */
export function fromMs(ms: number): string | undefined {
  const moment = new Date(ms);
  const text = Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
  return text !== undefined && /^\d/.test(text) ? text : undefined;
}

/** ISO 8601 with a zone, or without one taken as UTC. */
export function fromIso(text: unknown): string | undefined {
  if (typeof text !== 'string' || dateOf(text) === undefined) return undefined;
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) || text.length === 10 ? text : `${text}Z`;
  return fromMs(Date.parse(zoned));
}

/** The calendar date of a moment in UTC, or the date part of an ISO text as it stands. */
export function dateOf(text: string | undefined): string | undefined {
  const date = /^\d{4}-\d{2}-\d{2}/.exec(text ?? '')?.[0];
  if (date === undefined) return undefined;
  // Date.parse takes the 31st of February for the 3rd of March; a vendor's nonsense should not become a fact.
  return fromMs(Date.parse(date))?.startsWith(date) === true ? date : undefined;
}
