/**
 * What Stripe's error answers mean in the one table. The type says the kind, the code the reason, `Stripe-Should-Retry` outranks
 * both. Pure; called by the engine for every answer that is not a success.
 */
import type { ErrorCode, HttpResponse, Verdict } from 'plugboard/contract';
import { oneOf, textAt } from 'plugboard/kit';

/** A code decides where the status alone would mislead. */
const byCode: Readonly<Record<string, ErrorCode>> = {
  rate_limit: 'rate_limited',
  // Another request holds the object (429) or the same idempotency key (409): over in a moment.
  lock_timeout: 'conflict',
  idempotency_key_in_use: 'conflict',
  api_key_expired: 'auth_revoked',
  platform_api_key_expired: 'auth_revoked',
  // 403: the account behind Stripe-Account has withdrawn its consent, or never gave it.
  account_invalid: 'auth_revoked',
  resource_already_exists: 'conflict',
};

function codeOf(status: number, type: string | undefined, code: string | undefined): ErrorCode | undefined {
  const known = oneOf(byCode, code);
  if (known !== undefined) return known;
  // The same key with other parameters: repeating it can never work.
  if (type === 'idempotency_error') return 'conflict';
  switch (status) {
    case 401:
      // Keys do not expire by themselves and cannot be renewed: nothing to refresh.
      return 'auth_revoked';
    case 402:
      // Declined, or the request failed after it was accepted: the payer or the caller has to do something.
      return 'invalid_request';
    case 403:
      return 'permission_denied';
    case 404:
      return 'not_found';
    case 409:
      return 'conflict';
    case 424:
      return 'provider_unavailable';
    case 429:
      return 'rate_limited';
    default:
      if (status >= 500) return 'provider_unavailable';
      return status >= 400 ? 'invalid_request' : undefined;
  }
}

/** Conflicts that are over in a moment may be tried again; the table says no, because most are not. */
const passing = new Set(['lock_timeout', 'idempotency_key_in_use']);

function retryOf(response: HttpResponse, code: string | undefined): boolean | undefined {
  const asked = response.headers['stripe-should-retry'];
  if (asked === 'true' || asked === 'false') return asked === 'true';
  return response.status === 409 || (code !== undefined && passing.has(code)) ? true : undefined;
}

/** Stripe quotes the key it was given, half masked; not even that belongs in a message. */
function safe(message: string): string {
  return message.replace(/\b(sk|rk|pk)_(live|test)_[^\s']+/g, '$1_$2_…');
}

export function readError(response: HttpResponse): Verdict | undefined {
  const { body, status } = response;
  const type = textAt(body, 'error.type');
  const code = textAt(body, 'error.code');
  const meaning = codeOf(status, type, code);
  // Not Stripe's own error (a gateway's page, a cut body): the engine's reading of the status says as much.
  if (meaning === undefined || (type === undefined && code === undefined)) return undefined;
  const decline = textAt(body, 'error.decline_code');
  const param = textAt(body, 'error.param');
  const words = safe(textAt(body, 'error.message') ?? type ?? '');
  const named = param !== undefined && param !== 'id' && !words.includes(param) ? ` (${param})` : '';
  return {
    code: meaning,
    message: words + named,
    vendorCode: decline ?? code ?? type,
    retry: retryOf(response, code),
  };
}
