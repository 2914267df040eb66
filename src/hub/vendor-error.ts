/** Says whose answer it was, where a provider's own function found the fault and knows neither provider nor operation. */
import { fail, PlugboardError } from '../contract/errors.ts';

/** The same failure with both. Anything else is handed back as it is: our own refusals, bugs, what the engine has named already. */
export function namedAfter(error: unknown, provider: string, operation: string): unknown {
  if (!(error instanceof PlugboardError) || error.details.provider !== undefined) return error;
  if (error.facts.fault === 'us' || error.code === 'conflict') return error;
  return fail(error.code, error.message, { ...error.details, provider, operation, cause: error });
}
