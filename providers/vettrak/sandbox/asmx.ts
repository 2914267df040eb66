/**
 * The protocol as ASP.NET's web services speak it: which operation a request calls, its parameters by the schema, answers and faults of
 * both SOAP versions. What it does not understand is ignored; what it cannot read is a fault and HTTP 500. Called by ../sandbox.ts.
 */
import {
  escapeXml,
  parseXml,
  xmlChild,
  type JsonObject,
  type JsonValue,
  type SandboxRequest,
  type SandboxResponse,
  type XmlElement,
} from 'plugboard/contract';
import { isObject, soapEnvelope, soapEnvelopes, type SoapVersion } from 'plugboard/kit';
import { isOperation, membersOf, operations, type ComplexType, type Member, type OperationName } from './schema.ts';
import { namespace } from './wsdl.ts';

export interface Call {
  readonly version: SoapVersion;
  readonly operation: OperationName;
  /** By parameter. Strings and nullable values may be null; dates are the site's local time without a zone. */
  readonly args: JsonObject;
}

type Types = Readonly<Record<string, ComplexType>>;

// --- reading --------------------------------------------------------------------------------------------------------------

/**
 * `toLocal`: a moment that came with a zone, as the site's local time. Answers the fault when the request makes no sense. What cannot be
 * read is thrown as a RangeError on the way, in the words of .NET, as the parser does.
 */
export function readCall(
  request: SandboxRequest,
  options: { readonly missing: readonly string[]; readonly types: Types; readonly toLocal: (ms: number) => string },
): Call | SandboxResponse {
  const type = request.headers['content-type']?.toLowerCase() ?? '';
  if (!/^(text\/xml|application\/soap\+xml)\b/.test(type)) {
    const asked = type === '' ? request.path : type;
    return plainError(`System.InvalidOperationException: Request format is invalid: ${asked}.`);
  }
  const version = type.startsWith('text/xml') ? '1.1' : '1.2';
  const source = request.body.toString('utf8');
  try {
    const root = parseXml(source);
    const envelope = soapEnvelopes[version];
    if (!mentions(source, envelope))
      return fault(version, 'mismatch', `Possible SOAP version mismatch: expecting the envelope of ${envelope}.`);
    const payload = xmlChild(root, 'Body')?.children[0];
    const action = version === '1.1' ? unquoted(request.headers['soapaction']) : actionOf(type);
    const named = action ?? (version === '1.2' ? `${namespace}/${payload?.name ?? ''}` : '');
    const operation = named.startsWith(`${namespace}/`) ? named.slice(namespace.length + 1) : '';
    if (!isOperation(operation) || options.missing.includes(operation)) return unknownAction(version, named);
    if (payload?.name !== operation || !mentions(source, namespace))
      throw new RangeError(`<${payload?.name ?? ''} xmlns=''> was not expected.`);
    const { parameters } = operations[operation];
    return { version, operation, args: membersIn(payload, parameters, options) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const reason = source.includes('<!DOCTYPE')
      ? 'For security reasons DTD is prohibited in this XML document.'
      : error.message;
    const words = `Server was unable to read request. ---> There is an error in XML document. ---> ${reason}`;
    return fault(version, 'client', words);
  }
}

/** Prefixes are free, and the parser drops them: that a namespace is declared at all has to do. */
function mentions(source: string, uri: string): boolean {
  return source.includes(`="${uri}"`) || source.includes(`='${uri}'`);
}

function unquoted(header: string | undefined): string {
  return header?.trim().replace(/^"(.*)"$/, '$1') ?? '';
}

function actionOf(contentType: string): string | undefined {
  const lower = /action="?([^";]+)"?/.exec(contentType)?.[1];
  // The header was lower-cased for comparison; operations are told apart by their letters alone.
  return lower === undefined
    ? undefined
    : (Object.keys(operations)
        .map((name) => `${namespace}/${name}`)
        .find((action) => action.toLowerCase() === lower) ?? lower);
}

function unknownAction(version: SoapVersion, action: string): SandboxResponse {
  return version === '1.1'
    ? fault(version, 'client', `Server did not recognize the value of HTTP Header SOAPAction: ${action}.`)
    : fault(version, 'client', 'Unable to handle request without a valid action parameter.');
}

type Reading = { readonly types: Types; readonly toLocal: (ms: number) => string };

function membersIn(element: XmlElement, members: readonly Member[], reading: Reading): JsonObject {
  return Object.fromEntries(
    members.map((member) => [member.name, valueOf(xmlChild(element, member.name), member, reading)]),
  );
}

/** Absent values are what .NET makes of them: null, or the zero of their type. */
function valueOf(element: XmlElement | undefined, { type, nullable }: Member, reading: Reading): JsonValue {
  const nothing = element === undefined || element.attributes['nil'] === 'true';
  if (nothing) return nullable === true ? null : (zeros[type] ?? null);
  if (type === 'string') return element.text;
  if (type.endsWith('[]')) return element.children.map(({ text }) => text);
  const text = element.text.trim();
  switch (type) {
    case 'int':
      if (!/^[+-]?\d{1,10}$/.test(text) || Math.abs(Number(text)) > 0x7fffffff)
        throw new RangeError('Input string was not in a correct format.');
      return Number(text);
    case 'boolean':
      if (!/^(true|false|0|1)$/.test(text)) throw new RangeError(`The string '${text}' is not a valid Boolean value.`);
      return text === 'true' || text === '1';
    case 'dateTime':
      return localTime(text, reading.toLocal);
    default:
      return membersIn(element, membersOf(type, reading.types), reading);
  }
}

export const noDate = '0001-01-01T00:00:00';
const zeros: Readonly<Record<string, JsonValue>> = { int: 0, decimal: 0, boolean: false, dateTime: noDate };

function localTime(text: string, toLocal: (ms: number) => string): string {
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/.exec(text);
  const [, date = '', time = '00:00:00', zone] = match ?? [];
  const ms = Date.parse(`${date}T${time}Z`);
  // The 31st of February is parsed as the 3rd of March.
  if (match === null || !new Date(ms).toISOString().startsWith(`${date}T${time}`))
    throw new RangeError(`The string '${text}' is not a valid AllXsd value.`);
  return zone === undefined ? `${date}T${time}` : toLocal(Date.parse(`${date}T${time}${zone}`));
}

// --- answering ------------------------------------------------------------------------------------------------------------

const contentTypes: Readonly<Record<SoapVersion, string>> = {
  '1.1': 'text/xml; charset=utf-8',
  '1.2': 'application/soap+xml; charset=utf-8',
};

/** `result` by the operation's schema: what it does not hold is left out, or nil, or zero. */
export function answer(call: Pick<Call, 'version' | 'operation'>, result: JsonValue, types: Types): SandboxResponse {
  const { version, operation } = call;
  const rendered = render({ name: `${operation}Result`, type: operations[operation].result }, result, types);
  const body = `<${operation}Response xmlns="${namespace}">${rendered}</${operation}Response>`;
  return { headers: { 'content-type': contentTypes[version] }, body: soapEnvelope(body, { version }) };
}

function render({ name, type, nullable }: Member, value: JsonValue | undefined, types: Types): string {
  const given = value ?? (nullable === true ? null : (zeros[type] ?? null));
  if (given === null) return nullable === true ? `<${name} xsi:nil="true" />` : '';
  const inner = renderInner(type, given, types);
  return inner === '' ? `<${name} />` : `<${name}>${inner}</${name}>`;
}

function renderInner(type: string, value: JsonValue, types: Types): string {
  if (type.endsWith('[]')) {
    const item = type.slice(0, -2);
    return Array.isArray(value)
      ? value.map((one: JsonValue) => render({ name: item, type: item }, one, types)).join('')
      : '';
  }
  if (isObject(value))
    return membersOf(type, types)
      .map((member) => render(member, value[member.name], types))
      .join('');
  return type === 'decimal'
    ? Number(value).toFixed(4)
    : escapeXml(typeof value === 'string' ? value : JSON.stringify(value));
}

/** A SOAP fault, which is always HTTP 500. */
export function fault(version: SoapVersion, kind: 'client' | 'server' | 'mismatch', reason: string): SandboxResponse {
  const code = {
    client: ['Client', 'Sender'],
    server: ['Server', 'Receiver'],
    mismatch: ['VersionMismatch', 'VersionMismatch'],
  }[kind];
  const words = escapeXml(`System.Web.Services.Protocols.SoapException: ${reason}`);
  const inner =
    version === '1.1'
      ? `<faultcode>soap:${code[0]}</faultcode><faultstring>${words}</faultstring><detail />`
      : `<soap:Code><soap:Value>soap:${code[1]}</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="en">${words}</soap:Text></soap:Reason><soap:Detail />`;
  return {
    status: 500,
    headers: { 'content-type': contentTypes[version] },
    body: soapEnvelope(`<soap:Fault>${inner}</soap:Fault>`, { version }),
  };
}

function plainError(text: string): SandboxResponse {
  return { status: 500, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${text}\r\n` };
}
