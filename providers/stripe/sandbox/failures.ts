/** Stripe's error answers, in its words and with its codes. Thrown by the sandbox's work, turned into a response by serve.ts. */
import type { JsonObject } from 'plugboard/contract';
import { textAt } from 'plugboard/kit';

export class ApiFailure extends Error {
  readonly status: number;
  readonly error: JsonObject;
  /** Did the work begin before it failed? Only then is the answer kept under the idempotency key. */
  readonly begun: boolean;

  constructor(status: number, error: JsonObject, begun = false) {
    super(textAt(error, 'message'));
    this.status = status;
    this.error = error;
    this.begun = begun;
  }
}

function documented(code: string): JsonObject {
  return { code, doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` };
}

/** 400 `invalid_request_error`; with a code it comes with a link to its page. */
export function invalid(
  message: string,
  details: { readonly code?: string; readonly param?: string; readonly status?: number } = {},
): ApiFailure {
  return new ApiFailure(details.status ?? 400, {
    ...(details.code === undefined ? {} : documented(details.code)),
    message,
    ...(details.param === undefined ? {} : { param: details.param }),
    type: 'invalid_request_error',
  });
}

const spoken: Readonly<Record<string, string>> = {
  payment_method: 'PaymentMethod',
  'checkout.session': 'checkout.session',
};

/** 404 for the object a path names, 400 for one a parameter names. */
export function missing(kind: string, id: string, param: string): ApiFailure {
  return invalid(`No such ${spoken[kind] ?? kind}: '${id}'`, {
    code: 'resource_missing',
    param,
    status: param === 'id' ? 404 : 400,
  });
}

/** 402: the bank said no. */
export function declined(
  code: string,
  declineCode: string | undefined,
  message: string,
  about: { readonly charge?: string; readonly payment_intent?: JsonObject },
): ApiFailure {
  return new ApiFailure(
    402,
    {
      ...documented(code),
      ...(declineCode === undefined ? {} : { decline_code: declineCode }),
      ...(about.charge === undefined ? {} : { charge: about.charge }),
      message,
      ...(about.payment_intent === undefined ? {} : { payment_intent: about.payment_intent }),
      type: 'card_error',
    },
    true,
  );
}

export function unauthenticated(message: string): ApiFailure {
  return new ApiFailure(401, { message, type: 'invalid_request_error' });
}

export function forbidden(message: string, code?: string): ApiFailure {
  return new ApiFailure(403, {
    ...(code === undefined ? {} : documented(code)),
    message,
    type: 'invalid_request_error',
  });
}

export function tooMany(): ApiFailure {
  return new ApiFailure(429, {
    ...documented('rate_limit'),
    message: 'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
    type: 'invalid_request_error',
  });
}

export function keyReused(key: string): ApiFailure {
  return new ApiFailure(400, {
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    type: 'idempotency_error',
  });
}
