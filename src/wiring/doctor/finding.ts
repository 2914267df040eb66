/** The three things a check can say. `found` says what is, `mend` what to do; neither ever holds a secret. Used by every check. */
import type { Finding } from '../../cli/installation.ts';
import { PlugboardError, reportError } from '../../contract/errors.ts';

export const ok = (check: string, found: string): Finding => ({ check, state: 'ok', found, mend: null });

export const warning = (check: string, found: string, mend: string): Finding => ({
  check,
  state: 'warning',
  found,
  mend,
});

export const failed = (check: string, found: string, mend: string): Finding => ({
  check,
  state: 'failed',
  found,
  mend,
});

/**
 * What an expected failure says of itself; `mend` when it does not say what to do. Anything else is a bug, of which only the name is
 * shown: its text may quote anything.
 */
export function refused(check: string, error: unknown, mend?: string): Finding {
  if (!(error instanceof PlugboardError)) {
    const name = error instanceof Error ? error.name : typeof error;
    return failed(check, `Looking at it failed unexpectedly (${name}).`, 'Report this as a bug of Plugboard.');
  }
  const problems = (error.details.problems ?? []).map(({ path, message }) => `${path} ${message}`);
  const { message, next } = reportError(error);
  const found = problems.length === 0 ? message : `${message} ${problems.join('; ')}.`;
  return failed(check, found, error.details.next ?? mend ?? next);
}

/** `a, b, c and 4 more` */
export function some(names: readonly string[], most = 5): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}

/** The socket's, TLS's or PostgreSQL's own short name of what went wrong (`ECONNREFUSED`, `28P01`). */
export function codeOf(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1)
    if ('code' in at && typeof at.code === 'string' && at.code !== '') return at.code;
  return error instanceof Error ? error.name : 'unknown';
}
