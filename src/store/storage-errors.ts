/**
 * Reads what PostgreSQL and its driver throw. Trouble that passes (the server is away, full, read-only, overloaded) becomes
 * storage_unavailable, so that everybody above can wait and go on; a page refused by its fence becomes a conflict; text that
 * cannot be stored becomes invalid_request. Anything else is a bug and stays as it is. Used by database.ts on every statement.
 */
import { fail } from '../contract/errors.ts';

/** By SQLSTATE. The message is for the operator; it never holds data of a row. */
const unavailable: Readonly<Record<string, string>> = {
  '25006': 'The database is read-only (a standby, or a failover under way).',
  '25P03': 'The database ended a transaction that had stood still for too long.',
  '28P01':
    'The database refuses the password of the application role, which follows from the root key. If PLUGBOARD_ROOT_KEY is the right one, run `plugboard migrate`.',
  '28000': 'The database refuses the application role; run `plugboard migrate`.',
  '3D000': 'The database does not exist; check DATABASE_URL.',
  '40001': 'The database gave up a transaction that clashed with another.',
  '40P01': 'The database gave up one of two transactions that waited for each other.',
  '53100': 'The disk of the database is full.',
  '53200': 'The database is out of memory.',
  '53300': 'The database has no connection left.',
  '55P03': 'The database waited too long for a lock.',
  '57014': 'The database stopped a statement that took too long.',
  '57P01': 'The database is shutting down.',
  '57P02': 'The database crashed and is recovering.',
  '57P03': 'The database is starting up or shutting down.',
  '57P05': 'The database closed an idle connection.',
  '58030': 'The database cannot read or write its disk.',
};

/** Errors of the socket, by Node's code. */
const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);

/** The driver's own errors have no code, only these texts. */
const driverTexts =
  /^(Connection terminated|timeout exceeded when trying to connect|Client (was closed|has encountered a connection error))/;

/** Text with a NUL byte, or bytes that are not UTF-8. */
const badText = new Set(['22021', '22P05']);

/** What to throw instead of what the driver threw. */
export function storageError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = codeOf(error);
  if (code === 'PB001')
    return fail('conflict', `The ${error.message}.`, { meta: { reason: 'taken_over' }, cause: error });
  if (code === '23503' && constraintOf(error) === 'sealed_with_a_living_key')
    return fail('storage_unavailable', 'A value was sealed with a data key that has been destroyed since.', {
      next: 'Nothing: it is tried again with the present key.',
      cause: error,
    });
  if (code === 'PB002')
    return fail('conflict', 'What may be stored was decided anew.', { meta: { reason: 'decided_anew' }, cause: error });
  if (badText.has(code))
    return fail('invalid_request', 'A text holds a NUL byte or is not valid UTF-8.', { cause: error });
  const known = unavailable[code];
  if (known !== undefined) return fail('storage_unavailable', known, { cause: error });
  if (code.startsWith('53')) return fail('storage_unavailable', 'The database lacks resources.', { cause: error });
  if (code.startsWith('08') || network.has(code) || driverTexts.test(error.message)) {
    return fail('storage_unavailable', 'The database cannot be reached.', { cause: error });
  }
  return error;
}

/** The name of the unique constraint an error is about; undefined for any other error. */
export function violatedUnique(error: unknown): string | undefined {
  if (!(error instanceof Error) || codeOf(error) !== '23505') return undefined;
  return constraintOf(error);
}

function constraintOf(error: Error): string | undefined {
  return 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
