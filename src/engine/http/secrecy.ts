/**
 * What one opened client must never show: the secrets of every credential it has used (a token that was just replaced may work a while
 * longer) and what its latest requests said under names that hold secrets. Called by attempt.ts, for the exchange log and for errors.
 */
import { fail, PlugboardError } from '../../contract/errors.ts';
import type { Credential } from '../auth/credential.ts';
import type { StoredCredential } from '../ports.ts';
import { createRedactor, type Redactor } from './redact.ts';
import { secretsSent } from './redact-body.ts';
import type { RawRequest } from './transport.ts';

export interface Secrecy {
  /** Before a request is made with this credential. */
  learn(stored: StoredCredential): void;
  /** Before a request is sent. */
  sending(raw: RawRequest): void;
  /** Knows everything. */
  redactor(): Redactor;
  /**
   * The same for what we say ourselves of a call that went well, and quickly: a signature is another one in every request, and all its
   * spellings take longer than the rest. It is looked for as it is.
   */
  redactorFor(text: string): Redactor;
  /** Knows the credentials only: for what goes back to the very caller who sent the rest. */
  ours(): Redactor;
  /**
   * What was thrown, its causes included, without secrets: a provider's function may quote what the vendor said, and so may the
   * message of a bug. Hands back the same error when there is nothing to take out.
   */
  clean(error: unknown): unknown;
  cleanFailure(error: PlugboardError): PlugboardError;
}

/** An error is made of one of the latest requests. More would make every text slower to search. */
const mostSent = 30;
/** Causes further down are left out. */
const deepestCause = 5;

export function createSecrecy(credential: Pick<Credential, 'secrets'>): Secrecy {
  const secrets = new Set<string>();
  let sent: readonly string[] = [];
  let latest: StoredCredential | undefined;
  let ours = createRedactor();
  let all: Redactor | undefined = ours;

  const redactor = (): Redactor => (all ??= createRedactor([...secrets, ...sent]));
  const isKnown = (value: string): boolean =>
    sent.includes(value) || [...secrets].some((secret) => secret.length >= 4 && value.includes(secret));

  const cleaned = (error: unknown, depth: number): unknown => {
    if (depth > deepestCause) return undefined;
    if (error instanceof PlugboardError) return cleanFailure(error, depth);
    return error instanceof Error ? cleanBug(error, depth) : error;
  };
  const cleanFailure = (error: PlugboardError, depth = 0): PlugboardError => {
    const { text } = redactor();
    const { requestId, vendorCode, cause } = error.details;
    const clean = {
      requestId: requestId === undefined ? undefined : text(requestId),
      vendorCode: vendorCode === undefined ? undefined : text(vendorCode),
      cause: cleaned(cause, depth + 1),
    };
    const message = text(error.message);
    const same = message === error.message && clean.requestId === requestId && clean.vendorCode === vendorCode;
    return same && clean.cause === cause ? error : fail(error.code, message, { ...error.details, ...clean });
  };
  const cleanBug = (error: Error, depth: number): Error => {
    const { text } = redactor();
    const cause = cleaned(error.cause, depth + 1);
    const message = text(error.message);
    // Begins with the message.
    const stack = text(error.stack ?? '');
    if (message === error.message && stack === (error.stack ?? '') && cause === error.cause) return error;
    return Object.assign(new Error(message, cause === undefined ? {} : { cause }), { name: error.name, stack });
  };

  return {
    learn: (stored) => {
      if (stored === latest) return;
      latest = stored;
      const before = secrets.size;
      for (const secret of credential.secrets(stored)) secrets.add(secret);
      if (secrets.size === before) return;
      ours = createRedactor(secrets);
      all = sent.length === 0 ? ours : undefined;
    },
    sending: (raw) => {
      const unknown = secretsSent(raw).filter((value) => !isKnown(value));
      if (unknown.length === 0) return;
      sent = [...sent, ...unknown].slice(-mostSent);
      all = undefined;
    },
    redactor,
    redactorFor: (text) =>
      sent.some((value) => text.includes(value) || text.includes(encodeURIComponent(value.toWellFormed())))
        ? redactor()
        : ours,
    ours: () => ours,
    clean: (error) => cleaned(error, 0),
    cleanFailure: (error) => cleanFailure(error),
  };
}
