/**
 * What goes out and comes in, as plain values, and what can go wrong on the way: sorts what undici, the sockets and the egress guard
 * report into the error table. Used by transport.ts (answers that are read whole) and arriving.ts (answers read while they come).
 */
import type { IncomingHttpHeaders } from 'node:http';
import { PlugboardError, type ErrorCode } from '../../contract/errors.ts';
import type { Method } from '../../contract/http.ts';

export interface RawRequest {
  readonly method: Method;
  /** The vendor's URL, https, before the host map. */
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /**
   * Milliseconds from the call to the last byte, waiting for a free connection included. Of an answer that is read while it comes: to
   * its headers, and then of silence.
   */
  readonly timeoutMs: number;
  /** Bytes of the answer's body after decompression. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface RawResponse {
  readonly status: number;
  /** Lower-case names; repeated headers joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** Decompressed; empty when it is still `arriving`. */
  readonly body: Buffer;
  /** Bytes of the body as they came. */
  readonly wireBytes: number;
  /** A body that is read while it comes. */
  readonly arriving?: Arriving;
  /** What was asked for and is not in it: it may say why, but is no success. */
  readonly without?: string;
}

/** A body on its way, Content-Encoding undone. */
export interface Arriving {
  /** Ends with {@link Interrupted} or {@link Unreadable}; with anything when the request was cancelled. */
  readonly pieces: AsyncGenerator<Buffer, void, void>;
  /** Bytes that have come so far. */
  wireBytes(): number;
  /** Cuts the connection unless the body is complete. To be called in any case. */
  close(): void;
}

/** Why there is no answer. The message names neither provider nor operation; it holds no secret. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  /** Outranks the error table: an invalid certificate does not heal within seconds. */
  readonly retry?: boolean;
  /** May the vendor have seen the request? False for refused connections, unknown names, guard refusals. */
  readonly sent: boolean;
  /** Of an answer that began but could not be read whole. */
  readonly status?: number;
  readonly wireBytes: number;
  readonly cause: unknown;
}

export type RawResult =
  { readonly ok: true; readonly response: RawResponse } | { readonly ok: false; readonly failure: Failure };

/** A body that broke off. */
export class Interrupted extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** A body that came but cannot be read. The message is half a sentence: "... answered, but the answer is ...". */
export class Unreadable extends Error {}

export class TooLate extends Error {}

/** Nothing more came of an answer that had begun. */
export class Stalled extends Error {}

export class TooLarge extends Error {
  constructor(maxBytes: number) {
    super(tooLarge(maxBytes));
  }
}

export function tooLarge(maxBytes: number): string {
  return `the answer is larger than the ${maxBytes} bytes allowed`;
}

export function flatten(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}

export function refusal(error: PlugboardError): Failure {
  return { code: error.code, message: error.message, sent: false, wireBytes: 0, cause: error };
}

const badCertificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

export function describe(error: Error, timeoutMs: number): Pick<Failure, 'code' | 'message' | 'retry'> {
  if (error instanceof PlugboardError) return { code: error.code, message: error.message };
  if (error instanceof TooLate) return { code: 'timeout', message: `no complete answer within ${timeoutMs} ms` };
  if (error instanceof Stalled) return { code: 'timeout', message: error.message };
  if (error instanceof TooLarge) return { code: 'decode_failed', message: error.message };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT' || code === 'ETIMEOUT') {
    return { code: 'timeout', message: `no connection (${code})` };
  }
  if (code === 'UND_ERR_INVALID_ARG')
    return { code: 'invalid_request', message: 'a header or the path holds a character HTTP does not allow' };
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return { code: 'decode_failed', message: 'the answer has too many headers' };
  if (badCertificate.test(code))
    return { code: 'provider_unavailable', message: `its certificate is not valid (${code})`, retry: false };
  return { code: 'provider_unavailable', message: `the connection failed (${code})` };
}
