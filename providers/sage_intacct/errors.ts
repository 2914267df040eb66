/**
 * What Sage Intacct means when it says no. The XML gateway answers 200 and says it at one of three levels; the REST API by status,
 * with an error in one of three places. Called by index.ts for every answer.
 */
import {
  isXmlElement,
  xmlAt,
  xmlChild,
  xmlChildren,
  xmlText,
  type ErrorCode,
  type PlugboardError,
  type HttpResponse,
  type Verdict,
  type XmlElement,
} from 'plugboard/contract';
import { at, isObject, oneOf, textAt } from 'plugboard/kit';

/** A record with this number, name or key is there already. */
export const duplicateRecord = 'BL34000061';

/** Numbers of refusals that concern everything the sender or the company asks for, not one right of the user. */
const refusedAltogether: readonly (string | undefined)[] = ['XL03000006', 'PL04000055'];

/** Does the user lack a right at one kind of record, while the rest may go on? */
export function lacksRight({ code, details }: PlugboardError): boolean {
  return code === 'permission_denied' && !refusedAltogether.includes(details.vendorCode);
}

/** Was this very write, by its idempotency key, taken before? */
export function isRepeat({ code, details }: PlugboardError): boolean {
  return code === 'conflict' && details.vendorCode !== duplicateRecord;
}

export function isSuccess(response: HttpResponse): boolean {
  const { status, body } = response;
  if (isXmlElement(body)) return status < 300 && refusalIn(body) === undefined;
  if (unfinished(response) !== undefined) return false;
  // A finished report is told by "see other".
  return status < 300 || status === 303;
}

export function readError(response: HttpResponse): Verdict | undefined {
  if (isXmlElement(response.body)) return readGateway(response.body);
  const state = unfinished(response);
  return state === undefined ? readRest(response) : readUnfinished(state);
}

// --- the XML gateway ------------------------------------------------------------------------------------------------------

interface Refusal {
  /** Who was refused: the request or its sender, the sign-in, or one function. */
  readonly level: 'control' | 'sign-in' | 'function';
  readonly message: XmlElement | undefined;
}

/** The first level that did not succeed, in Sage's order. */
function refusalIn(root: XmlElement): Refusal | undefined {
  const good = (element: XmlElement | undefined) => xmlText(element, 'status') === 'success';
  if (!good(xmlChild(root, 'control'))) return { level: 'control', message: xmlChild(root, 'errormessage') };
  const operation = xmlChild(root, 'operation');
  if (!good(xmlChild(operation, 'authentication')))
    return { level: 'sign-in', message: xmlChild(operation, 'errormessage') };
  const failed = xmlChildren(operation, 'result').find((result) => !good(result));
  return failed === undefined ? undefined : { level: 'function', message: xmlChild(failed, 'errormessage') };
}

const gatewayCodes: Readonly<Record<string, ErrorCode>> = {
  XL03000003: 'invalid_request',
  [duplicateRecord]: 'conflict',
  BL01001973: 'invalid_request',
  PL04000055: 'permission_denied',
  'GW-0010': 'rate_limited',
  'GW-0011': 'invalid_request',
};

function readGateway(root: XmlElement): Verdict {
  const refusal = refusalIn(root);
  const errors = xmlChildren(refusal?.message, 'error').map((error) => ({
    errno: xmlText(error, 'errorno') ?? '',
    words: ['description', 'description2', 'correction'].flatMap((part) => xmlText(error, part) ?? []).join(' '),
  }));
  if (refusal === undefined || errors.length === 0)
    return { code: 'decode_failed', message: 'an answer without a result and without a reason' };
  const message = [...new Set(errors.map(({ words }) => words))].join('; ');
  // "Create failed" comes first and the reason after it.
  const { errno } = errors.find((error) => error.errno !== 'BL01001973') ?? errors[0] ?? { errno: '' };
  if (errors.some((error) => error.errno === 'XL03000006'))
    return { ...badSignIn(refusal.level, message), vendorCode: 'XL03000006' };
  if (refusal.level === 'control' && /control ?id/i.test(message) && !Object.hasOwn(gatewayCodes, errno))
    return { code: 'conflict', message, vendorCode: errno };
  const code = oneOf(gatewayCodes, errno);
  const known = code ?? (/\bpermission|not authori[sz]ed\b/i.test(message) ? 'permission_denied' : 'invalid_request');
  return { code: known, message, vendorCode: errno };
}

/** One number for three things: the sender's password, the user's, and a session that has ended. Only the last two are the tenant's. */
function badSignIn(level: Refusal['level'], message: string): Verdict {
  if (level === 'control')
    return {
      code: 'permission_denied',
      message: `the sender was refused, so the operator's sender id or password is wrong (${message})`,
    };
  return {
    code: 'auth_expired',
    message: `${message} (check company, user, password and entity, and that the company has authorised the sender: Company > Company info > Security > Web Services authorizations)`,
  };
}

// --- the REST API ---------------------------------------------------------------------------------------------------------

const waitHeaders = [
  'x-ia-throttle-limit-retry-after',
  'x-ia-tenant-throttle-limit-retry-after',
  'x-ia-minute-rate-limit-retry-after',
  'x-ia-hour-rate-limit-retry-after',
];

function readRest({ status, body, headers }: HttpResponse): Verdict | undefined {
  const error = [at(body, 'ia::result.ia::error'), at(body, 'ia::error'), at(body, 'error')].find(isObject);
  const details = at(error, 'details');
  const given = Array.isArray(details) ? details.flatMap((detail) => textAt(detail, 'message') ?? []) : [];
  const words = typeof body === 'string' ? body.slice(0, 200) : textAt(error, 'message');
  const message = [...new Set([...(words === undefined ? [] : [words]), ...given])].join('; ');
  const vendorCode = textAt(error, 'errorId') ?? textAt(error, 'code');
  const verdict = (code: ErrorCode): Verdict => ({ code, message: message || `HTTP ${status}`, vendorCode });
  // Some dead tokens are told as a bad request.
  if (status === 401 || (status === 400 && /invalid token|token is not valid/i.test(message)))
    return verdict('auth_expired');
  if (status === 403) return verdict('permission_denied');
  if (status === 429 || vendorCode === 'GW-0010') {
    const seconds = Number(waitHeaders.map((name) => headers[name]).find((value) => value !== undefined) ?? Number.NaN);
    return { ...verdict('rate_limited'), retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : undefined };
  }
  if (status >= 400 && status < 500) {
    const duplicate = Array.isArray(details) && details.some((detail) => textAt(detail, 'errorId') === duplicateRecord);
    if (duplicate) return { ...verdict('conflict'), vendorCode: duplicateRecord };
    if (status === 404) return verdict('not_found');
    return status === 409 ? verdict('conflict') : verdict('invalid_request');
  }
  return undefined;
}

// --- reports of the REST API ------------------------------------------------------------------------------------------------

const pollMs = 5000;

/** How far a report is that was asked about and is not ready; undefined for everything else. */
function unfinished({ status, body, url }: HttpResponse): string | undefined {
  if (status !== 200 || URL.parse(url)?.pathname.endsWith('/services/reports/status') !== true) return undefined;
  const state = textAt(body, 'ia::result.status');
  return state === 'completed' ? undefined : state;
}

/** The engine waits and asks again, as it does for a vendor that is busy. */
function readUnfinished(state: string): Verdict {
  return /fail|error|cancel/i.test(state)
    ? { code: 'invalid_request', message: `the report ended as ${state}` }
    : { code: 'rate_limited', message: `the report is still ${state}`, retryAfterMs: pollMs };
}

/** The result of the only function of a request. */
export function resultOf(body: unknown): XmlElement | undefined {
  return isXmlElement(body) ? xmlAt(body, 'operation', 'result') : undefined;
}
