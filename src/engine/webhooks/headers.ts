/** The headers of a webhook as `verify` may trust them to be read. Pure; used by the intake. */

/**
 * `raw`: names and values in turn, as they came (Node's rawHeaders). Names become lower case. A header that came twice is left out, whatever
 * its values: the vendor signs one, and which of the two a proxy before us or a parser behind us takes is anybody's guess.
 */
export function singleHeaders(raw: readonly string[]): Readonly<Record<string, string>> {
  const found = new Map<string, string>();
  const repeated = new Set<string>();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase();
    if (found.has(name)) repeated.add(name);
    found.set(name, raw[i + 1] ?? '');
  }
  for (const name of repeated) found.delete(name);
  return Object.fromEntries(found);
}
