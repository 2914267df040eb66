/** Days as they are typed, in the time zone of whoever looks, as moments the server understands. */

/** Beginning of a day like `2026-11-21`; undefined: there is no such day. */
export function beginningOf(day: string): string | undefined {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const at = new Date(year, month - 1, date);
  return at.getMonth() === month - 1 && at.getDate() === date ? at.toISOString() : undefined;
}

/** End of that day: the beginning of the next, whether the clocks change in between or not. */
export function endOf(day: string): string | undefined {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return beginningOf(day) === undefined ? undefined : new Date(year, month - 1, date + 1).toISOString();
}
