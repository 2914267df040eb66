/**
 * What QuickBooks means when it says no. A fault comes with a status, or inside a 200 of a query or of the change feed; the gateway in front of
 * the API spells its members in lower case. Called by index.ts.
 */
import type { ErrorCode, HttpResponse, Verdict } from 'plugboard/contract';
import { at, isObject, oneOf, textAt } from 'plugboard/kit';

interface Fault {
  readonly type: string;
  readonly code: string;
  readonly message: string;
}

/** Where a fault can stand in an answer. */
function placesIn(body: unknown): readonly unknown[] {
  const changed = at(body, 'CDCResponse');
  const lists = (Array.isArray(changed) ? changed : []).flatMap((one: unknown) => {
    const inner = at(one, 'QueryResponse');
    return [one, ...(Array.isArray(inner) ? inner : [])];
  });
  return [body, at(body, 'QueryResponse'), ...lists];
}

export function faultIn(body: unknown): Fault | undefined {
  for (const place of placesIn(body)) {
    const fault = at(place, 'Fault') ?? at(place, 'fault');
    if (isObject(fault)) return read(fault);
  }
  return undefined;
}

function read(fault: unknown): Fault {
  const list = at(fault, 'Error') ?? at(fault, 'error');
  const errors: readonly unknown[] = Array.isArray(list) ? list : [];
  const word = (error: unknown, name: string) => textAt(error, name) ?? textAt(error, name.toLowerCase());
  const said = errors.flatMap((error) => {
    const [short, long] = [word(error, 'Message'), word(error, 'Detail')];
    return long ?? short ?? [];
  });
  // Codes of the gateway have leading zeros in one place and none in another.
  const code = word(errors[0], 'code') ?? '';
  return {
    type: textAt(fault, 'type') ?? '',
    code: code.replace(/^0+(?=\d)/, ''),
    message: [...new Set(said)].join('; ') || 'QuickBooks gave no reason.',
  };
}

/** Codes that say more than the status. */
const meanings: Readonly<Record<string, ErrorCode>> = {
  '120': 'permission_denied',
  '3100': 'permission_denied',
  '3200': 'auth_expired',
  '3001': 'rate_limited',
  '610': 'not_found',
  '5010': 'conflict',
  '5020': 'permission_denied',
  '6140': 'conflict',
  '6190': 'permission_denied',
  '6240': 'conflict',
};

const advice: Readonly<Record<string, string>> = {
  '120': 'the app was disconnected from this company, or whoever connected it may not see this',
  '5010': 'somebody else has changed it meanwhile; try again',
  '6190': "the company's QuickBooks subscription has ended",
};

const byType: Readonly<Record<string, ErrorCode>> = {
  AUTHENTICATION: 'auth_expired',
  AuthenticationFault: 'auth_expired',
  AuthorizationFault: 'permission_denied',
  ValidationFault: 'invalid_request',
};

/** QuickBooks names no time; its limits are counted by the minute. */
const pauseMs = 60_000;

export function readError({ status, body, headers }: HttpResponse): Verdict | undefined {
  const fault = faultIn(body);
  if (status === 429 || fault?.code === '3001') {
    const wait = headers['retry-after'] === undefined ? { retryAfterMs: pauseMs } : {};
    return { code: 'rate_limited', message: 'The calls QuickBooks allows this company are used up.', ...wait };
  }
  if (fault === undefined) {
    if (status === 401) return { code: 'auth_expired', message: 'Unauthorized' };
    return status === 403 ? { code: 'permission_denied', message: 'Forbidden' } : undefined;
  }
  if (status >= 500) return { code: 'provider_unavailable', message: fault.message, vendorCode: fault.code };
  const code = oneOf(meanings, fault.code) ?? byStatus(status) ?? oneOf(byType, fault.type, 'invalid_request');
  const more = oneOf(advice, fault.code);
  return { code, message: more === undefined ? fault.message : `${fault.message} (${more})`, vendorCode: fault.code };
}

function byStatus(status: number): ErrorCode | undefined {
  const codes: Readonly<Record<number, ErrorCode>> = {
    401: 'auth_expired',
    403: 'permission_denied',
    404: 'not_found',
  };
  return codes[status];
}
