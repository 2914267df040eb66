import { PlugboardError } from '../contract/errors.ts';

/** The error of the table that something ends with. Throws when it ends well, or with an error that is none of the table's: a bug. */
export async function failure(promise: Promise<unknown>): Promise<PlugboardError> {
  const error: unknown = await promise.then(
    () => new Error('this should have failed'),
    (reason: unknown) => reason,
  );
  if (error instanceof PlugboardError) return error;
  throw error;
}
