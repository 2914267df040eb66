/** A failure as part of a command's document, where others of the same command went well. */
import { PlugboardError, reportError, type ErrorReport } from '../../contract/errors.ts';

export type Failure = ErrorReport & Readonly<Record<string, unknown>>;

/** The report everybody gets, with the facts a program may want. Rethrows what is no expected failure: a bug is the frame's to report. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof PlugboardError)) throw error;
  return { ...error.details.meta, ...reportError(error) };
}
