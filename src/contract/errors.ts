/**
 * The one table of errors. Every expected failure in Plugboard is one of these codes, whoever noticed it: the engine, a
 * provider's `error` function, the store, a route. The code decides three things, once: may the call be tried again, whose
 * fault is it, and what should the reader do next. docs/errors.md is made from it.
 */

/** Who has to act: the person configuring ("you"), the third-party system ("provider"), or Plugboard's operator ("us"). */
export type Fault = 'you' | 'provider' | 'us';

export interface ErrorFacts {
  /** May the same call be sent again by the engine, unchanged, after a pause? */
  readonly retry: boolean;
  readonly fault: Fault;
  /** HTTP status our own API answers with when this error reaches a caller. */
  readonly status: number;
  readonly title: string;
  /** What the reader should do next, in one sentence. */
  readonly next: string;
}

export const errorTable = {
  auth_expired: {
    retry: false,
    fault: 'provider',
    status: 502,
    title: 'The access token has expired',
    next: 'Nothing: Plugboard renews the token and tries again.',
  },
  auth_revoked: {
    retry: false,
    fault: 'you',
    status: 422,
    title: 'The provider no longer accepts these credentials',
    next: 'Connect the integration again with valid credentials.',
  },
  permission_denied: {
    retry: false,
    fault: 'you',
    status: 403,
    title: 'The credentials may not do this',
    next: 'Grant the missing right (or scope) at the provider, then connect again.',
  },
  not_found: {
    retry: false,
    fault: 'you',
    status: 404,
    title: 'There is no such thing',
    next: 'Check the name or id.',
  },
  invalid_request: {
    retry: false,
    fault: 'you',
    status: 400,
    title: 'The request is not valid',
    next: 'Correct the named fields and send the request again.',
  },
  conflict: {
    retry: false,
    fault: 'you',
    status: 409,
    title: 'This clashes with something that exists or is under way',
    next: 'Look at what the message names, then decide.',
  },
  rate_limited: {
    retry: true,
    fault: 'provider',
    status: 429,
    title: 'Too many calls',
    next: 'Wait for the time given in Retry-After; scheduled work continues by itself.',
  },
  provider_unavailable: {
    retry: true,
    fault: 'provider',
    status: 502,
    title: 'The provider does not answer properly',
    next: "Wait; if it lasts, look at the provider's status page.",
  },
  timeout: {
    retry: true,
    fault: 'provider',
    status: 504,
    title: 'The provider took too long',
    next: 'Wait; raise the timeout of the integration if the provider is known to be slow.',
  },
  place_expired: {
    retry: false,
    fault: 'provider',
    status: 502,
    title: 'The provider no longer knows this place in its list',
    next: 'Nothing: Plugboard reads the list again from its beginning.',
  },
  decode_failed: {
    retry: false,
    fault: 'provider',
    status: 502,
    title: 'The provider sent something that cannot be read',
    next: 'Look at the recorded exchange; if the provider changed its format, update Plugboard.',
  },
  blocked_host: {
    retry: false,
    fault: 'you',
    status: 400,
    title: 'This address may not be called',
    next: 'Use a public https address, or ask the operator to allow the range.',
  },
  unsupported: {
    retry: false,
    fault: 'you',
    status: 422,
    title: 'The provider cannot do this',
    next: "See the provider's page for what it offers.",
  },
  unauthorized: {
    retry: false,
    fault: 'you',
    status: 401,
    title: 'Who is asking?',
    next: 'Send a valid API key as `Authorization: Bearer pb_...`.',
  },
  too_large: {
    retry: false,
    fault: 'you',
    status: 413,
    title: 'The body is too large',
    next: 'Send a smaller body.',
  },
  storage_unavailable: {
    retry: true,
    fault: 'us',
    status: 503,
    title: 'The database cannot be reached or cannot write',
    next: 'Check the database and its disk; work goes on by itself afterwards.',
  },
  internal: {
    retry: false,
    fault: 'us',
    status: 500,
    title: 'Something went wrong inside Plugboard',
    next: 'Report it with the request id; nothing was lost.',
  },
} as const satisfies Record<string, ErrorFacts>;

export type ErrorCode = keyof typeof errorTable;

export const errorCodes: readonly ErrorCode[] = Object.keys(errorTable).filter(
  (code): code is ErrorCode => code in errorTable,
);

/** One named problem with one field of what was sent. `path` is dotted: `settings.site_url`. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

export interface ErrorDetails {
  readonly provider?: string | undefined;
  /** What was being done: `stream invoices`, `action create_contact`, `token refresh`. */
  readonly operation?: string | undefined;
  /** HTTP status of the vendor's answer. */
  readonly status?: number | undefined;
  /** The vendor's own request id, for its support desk. */
  readonly requestId?: string | undefined;
  /** The vendor's own error code. */
  readonly vendorCode?: string | undefined;
  /** Milliseconds to wait before the next try, when the vendor said so. */
  readonly retryAfterMs?: number | undefined;
  /** Vendor's word on retrying, outranking the table (Stripe-Should-Retry). */
  readonly retry?: boolean | undefined;
  readonly problems?: readonly FieldProblem[] | undefined;
  /** The request never left: the vendor cannot have acted on it. */
  readonly unsent?: boolean | undefined;
  /** Outranks the table: our own limit is not the provider's fault. */
  readonly fault?: Fault | undefined;
  /** Outranks the table's advice where the same code can mean something nearer (a right of our own API key). */
  readonly next?: string | undefined;
  /** Extra public facts for the caller (`run_id` of the run already under way). Never a secret. */
  readonly meta?: Readonly<Record<string, string | number | boolean | readonly string[]>> | undefined;
  readonly cause?: unknown;
}

/** An expected failure, thrown across layers that have nothing to add. Its message is safe to show: it never holds a secret. */
export class PlugboardError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'PlugboardError';
    this.code = code;
    this.details = details;
  }

  get facts(): ErrorFacts {
    return errorTable[this.code];
  }

  get retry(): boolean {
    return this.details.retry ?? this.facts.retry;
  }
}

/** Short form used by providers' `error` functions and everywhere else. */
export function fail(code: ErrorCode, message: string, details?: ErrorDetails): PlugboardError {
  return new PlugboardError(code, message, details);
}

/** What is stored and shown of an error: no stack, no cause, nothing secret. */
export interface ErrorReport {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fault: Fault;
  readonly next: string;
  readonly provider?: string;
  readonly operation?: string;
  readonly status?: number;
  readonly request_id?: string;
  readonly vendor_code?: string;
}

/** Turns anything thrown into a report; what is not a PlugboardError is a bug and says so without leaking its text. */
export function reportError(error: unknown): ErrorReport {
  if (!(error instanceof PlugboardError)) {
    return {
      code: 'internal',
      message: 'An unexpected error inside Plugboard; the server log has the details.',
      fault: errorTable.internal.fault,
      next: errorTable.internal.next,
    };
  }
  const { details } = error;
  return {
    code: error.code,
    message: error.message,
    fault: details.fault ?? error.facts.fault,
    next: details.next ?? error.facts.next,
    ...(details.provider === undefined ? {} : { provider: details.provider }),
    ...(details.operation === undefined ? {} : { operation: details.operation }),
    ...(details.status === undefined ? {} : { status: details.status }),
    ...(details.requestId === undefined ? {} : { request_id: details.requestId }),
    ...(details.vendorCode === undefined ? {} : { vendor_code: details.vendorCode }),
  };
}
