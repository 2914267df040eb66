/** An error of the API in one line, for a notice: what happened, and what to do. */
import { isProblem } from '../../app/api.ts';

export function problemText(error: unknown): string | undefined {
  if (!isProblem(error)) return undefined;
  return error.next === undefined ? error.detail : `${error.detail} ${error.next}`;
}
