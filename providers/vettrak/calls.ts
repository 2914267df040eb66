/**
 * Calls of the VETtrak service and what is in its answers. Every answer carries how the call went (`Auth`) and one list or one thing;
 * both are read here and nowhere else. Called by streams.ts, actions.ts, site.ts, session.ts and errors.ts.
 */
import {
  fail,
  isXmlElement,
  xmlChild,
  xmlText,
  xmlToJson,
  type HttpRequest,
  type JsonObject,
  type Settings,
  type XmlElement,
} from 'plugboard/contract';
import { soapRequest, type SoapFields } from 'plugboard/kit';

const namespace = 'http://www.ozsoft.com.au/VETtrak/api/complete';

/**
 * The element that takes the token is called one way in older operations and another in newer ones; a token under the wrong name is
 * no token to VETtrak.
 */
export const tokenNames = {
  GetAccessibleClients: 'token',
  GetClientDetails: 'sToken',
  GetEnrolmentsForClient: 'sToken',
  GetUnitsForEnrolmentIncludingLinked: 'token',
  GetResultTypes: 'sToken',
  GetWebProgrammesForDates: 'sToken',
  GetWebProgrammesForProgTypeAndDates: 'sToken',
  GetWebOccurrencesOverlappingDateRangeForProgramme: 'token',
  GetOccurrenceExtendedDetails: 'token',
  GetQualificationStateDetails: 'token',
  GetAwardsModifiedSince: 'token',
  GetDeletedRecordsSince: 'token',
  AddClientAfterCheck: 'sToken',
  AddLMSClientEnrolmentToOccurrence: 'sToken',
  UpdateResult: 'sToken',
  AddAward: 'token',
} as const;

export type Operation = keyof typeof tokenNames;

/** A call that is signed in: session.ts fills the token into the element that is left empty for it. */
function call(settings: Settings, operation: Operation, parameters: SoapFields, safe: boolean): HttpRequest {
  return soapRequest({
    url: settings['api_url'] ?? '',
    namespace,
    operation,
    // The order of the parameters is that of the WSDL, where the token comes first.
    parameters: { [tokenNames[operation]]: '', ...parameters },
    safe,
  });
}

export function read(settings: Settings, operation: Operation, parameters: SoapFields): HttpRequest {
  return call(settings, operation, parameters, true);
}

export function write(settings: Settings, operation: Operation, parameters: SoapFields): HttpRequest {
  return call(settings, operation, parameters, false);
}

/** The login. Repeating it does no harm. */
export function loginCall(settings: Settings, username: string, password: string): HttpRequest {
  return soapRequest({
    url: settings['api_url'] ?? '',
    namespace,
    operation: 'ValidateClient',
    parameters: { sUsername: username, sPassword: password },
    safe: true,
  });
}

// --- answers --------------------------------------------------------------------------------------------------------------

/** VETtrak's numbers for how a call went. */
export const status = { ok: 1, unknown: 0, error: -1, expired: -2, database: -3, none: -4, unlicensed: -5 } as const;

export interface Auth {
  /** One of `status`; undefined when it is no number. */
  readonly status: number | undefined;
  readonly message: string | undefined;
  readonly token: string | undefined;
  /** Code of the client the token belongs to. */
  readonly identifier: string | undefined;
}

/** `{Operation}Result`. Undefined when the body is no answer of this service. Total. */
export function resultOf(body: unknown): XmlElement | undefined {
  if (!isXmlElement(body) || body.name !== 'Envelope') return undefined;
  return xmlChild(body, 'Body')?.children[0]?.children.find(({ name }) => name.endsWith('Result'));
}

/** How a call went: beside the list, or, for logins and updates, the whole result. Undefined: the answer does not say. */
export function authOf(body: unknown): Auth | undefined {
  const result = resultOf(body);
  const auth = xmlChild(result, 'Auth') ?? result;
  if (xmlChild(auth, 'Status') === undefined) return undefined;
  const number = xmlText(auth, 'Status');
  return {
    status: number !== undefined && /^-?\d{1,4}$/.test(number) ? Number(number) : undefined,
    message: xmlText(auth, 'StatusMessage'),
    token: xmlText(auth, 'Token'),
    identifier: xmlText(auth, 'Identifier'),
  };
}

/** Elements whose content is a list wherever they are, so that one item looks like many. */
const lists = ['string', 'TInst'];

export function toJson(element: XmlElement): JsonObject {
  return xmlToJson(element, { lists });
}

/**
 * What was asked for: the one element beside `Auth`. .NET leaves it out when there is nothing. Throws decode_failed when the answer does
 * not say that the call went well: taken for an empty list it would make everything look deleted.
 */
export function contentOf(body: unknown): XmlElement | undefined {
  const number = authOf(body)?.status;
  if (number !== status.ok && number !== status.none)
    throw fail('decode_failed', 'VETtrak did not answer the way its API does.');
  return resultOf(body)?.children.find(({ name }) => name !== 'Auth');
}

/** The items of a list, whether one or many; "no records" is an empty list. */
export function itemsOf(body: unknown): readonly JsonObject[] {
  return (contentOf(body)?.children ?? []).map(toJson);
}

/** A list of texts. */
export function textsOf(body: unknown): readonly string[] {
  return (contentOf(body)?.children ?? []).flatMap((element) => xmlText(element) ?? []);
}
