/** The hours of a day that are shown, those without a call among them: the server leaves them out. */

const hourMs = 3_600_000;
const shown = 24;

export interface Hour {
  /** Its beginning, milliseconds since the epoch. */
  readonly at: number;
  readonly calls: number;
  readonly errors: number;
}

/** Oldest first; the last one is the hour of `untilMs`. */
export function hoursOf(
  data: readonly { readonly at: string; readonly calls: number; readonly errors: number }[],
  untilMs: number,
): readonly Hour[] {
  const last = Math.floor((untilMs - 1) / hourMs) * hourMs;
  const known = new Map(data.map(({ at, calls, errors }) => [Date.parse(at), { calls, errors }]));
  return Array.from({ length: shown }, (_hour, index) => {
    const at = last - (shown - 1 - index) * hourMs;
    return { at, ...(known.get(at) ?? { calls: 0, errors: 0 }) };
  });
}
