/** What Xero means when it says no. Called by index.ts for answers, by actions.ts for refusals inside a 200. */
import type { HttpResponse, Verdict } from 'plugboard/contract';
import { at, isObject, textAt } from 'plugboard/kit';

export function readError(response: HttpResponse): Verdict | undefined {
  const { status, body, headers } = response;
  const detail = textAt(body, 'Detail') ?? textAt(body, 'detail') ?? textAt(body, 'Message');
  switch (status) {
    case 400:
      return readRefusal(body);
    case 401:
      // A token that lacks a scope is refused like a dead one; renewing it would not help (RFC 6750 names the difference).
      if (
        detail === 'AuthorizationUnsuccessful' ||
        headers['www-authenticate']?.includes('insufficient_scope') === true
      ) {
        return {
          code: 'permission_denied',
          message: 'The scope this needs was not granted: connect again to grant it.',
        };
      }
      return { code: 'auth_expired', message: detail ?? 'Unauthorized' };
    case 403:
      return {
        code: 'permission_denied',
        message: `${detail ?? 'Forbidden'}: the organisation was disconnected at Xero, or the scope this needs was not granted.`,
      };
    case 404:
      return { code: 'not_found', message: detail ?? 'Xero has no such resource.' };
    case 429:
      return { code: 'rate_limited', message: `Xero's ${headers['x-rate-limit-problem'] ?? 'call'} limit is used up.` };
    case 503:
      return { code: 'provider_unavailable', message: detail ?? 'The organisation is offline at Xero for the moment.' };
    default:
      return undefined;
  }
}

/** `{ErrorNumber, Type, Message, Elements: [{ValidationErrors: [{Message}]}]}`: what is wrong with each element, joined. */
function readRefusal(body: unknown): Verdict | undefined {
  const elements = at(body, 'Elements');
  const messages = Array.isArray(elements) ? elements.flatMap((element) => refusalsOf(element)) : [];
  const message = messages.length > 0 ? [...new Set(messages)].join('; ') : textAt(body, 'Message');
  if (message === undefined) return undefined;
  return { code: 'invalid_request', message, vendorCode: textAt(body, 'Type') ?? textAt(body, 'ErrorNumber') };
}

/** The messages of an element's `ValidationErrors`. A written item can carry them inside a 200 too. */
export function refusalsOf(element: unknown): readonly string[] {
  const errors = isObject(element) ? element['ValidationErrors'] : undefined;
  return Array.isArray(errors) ? errors.flatMap((error) => textAt(error, 'Message') ?? []) : [];
}
