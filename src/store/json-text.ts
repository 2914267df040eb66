/**
 * JSON as PostgreSQL's jsonb takes it. jsonb has no NUL and no lone surrogates, vendors' data sometimes has: they become U+FFFD
 * in what is queried, while the sealed raw keeps what was really sent.
 */

/** JSON.stringify, cleaned where it must be. */
export function jsonText(value: unknown): string {
  return storableJson(JSON.stringify(value));
}

/** JSON text of JSON.stringify, cleaned only where it must be: the check is two scans, the cleaning almost never runs. */
export function storableJson(text: string): string {
  // JSON.stringify writes a lone surrogate as an escape, and a pair as it is.
  return text.includes('\\u0000') || text.includes('\\ud') ? JSON.stringify(JSON.parse(text), clean) : text;
}

function clean(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.keys(value).every((key) => key === cleanText(key))
    ? value
    : Object.fromEntries(Object.entries(value).map(([key, field]) => [cleanText(key), field]));
}

/** Text as PostgreSQL can hold it. */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}
