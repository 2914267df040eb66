/** Calendar months as vendors of ledgers and reports ask for them. Pure; months are `2026-05`, days `2026-05-01`. */

export interface Span {
  /** First and last day, both included. */
  readonly from: string;
  readonly to: string;
}

/** The days of a month, or of one `back` months before it. */
export function monthSpan(month: string, back = 0): Span {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return { from: day(Date.UTC(year, number - 1 - back, 1)), to: day(Date.UTC(year, number - back, 0)) };
}
