/**
 * The log: JSON lines on stderr, so that stdout stays free for results. Secrets have no business in it; the redaction here is
 * the second net. Called by the composition root.
 */
import pino from 'pino';

/** Names under which a secret might be logged by mistake, at the top or one level down. */
const secretNames = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'secret',
  'client_secret',
  'clientSecret',
  'api_key',
  'apiKey',
  'token',
  'access_token',
  'refresh_token',
  'id_token',
  'key',
  'code_verifier',
  'connectionString',
];

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Default: stderr. */
  readonly write?: (line: string) => void;
}

export function createLog({ level, write }: LogOptions): pino.Logger {
  const paths = secretNames.flatMap((name) => [`["${name}"]`, `*["${name}"]`]);
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: '[redacted]' },
    serializers: { err: describeError },
  };
  // Synchronous: the last lines before a crash are the ones that matter.
  return pino(options, write === undefined ? pino.destination({ dest: 2, sync: true }) : { write });
}

/**
 * Name, message, code and stack, causes included. Never the other properties an error carries: drivers put statements with their
 * values there.
 */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  return {
    type: error.name,
    message: error.message,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
