/**
 * SOAP, as little of it as real services need: envelopes, what an answer holds, faults, and what a WSDL says can be called. Both versions;
 * document/literal only, which is all that is left in the wild. Used by providers that speak SOAP and by their sandboxes.
 */
import {
  escapeXml,
  fail,
  xmlAt,
  xmlChild,
  xmlChildren,
  xmlText,
  type HttpRequest,
  type XmlElement,
} from 'plugboard/contract';

export type SoapVersion = '1.1' | '1.2';

export const soapEnvelopes: Readonly<Record<SoapVersion, string>> = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
};

const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

/** What goes into an element: text, other elements, several elements of one name, nothing at all (`null`: nil; `undefined`: left out). */
export type SoapValue = string | number | boolean | null | undefined | SoapFields | readonly SoapValue[];
export interface SoapFields {
  readonly [name: string]: SoapValue;
}

/** A value under a name, as XML. `''` is an empty element. Names are ours, never a vendor's or a tenant's: they are not escaped. */
export function soapElement(name: string, value: SoapValue): string {
  if (value === undefined) return '';
  if (value === null) return `<${name} xsi:nil="true"/>`;
  if (isList(value)) return value.map((one) => soapElement(name, one)).join('');
  const inner = typeof value === 'object' ? soapElements(value) : escapeXml(String(value));
  return inner === '' ? `<${name}/>` : `<${name}>${inner}</${name}>`;
}

function isList(value: SoapValue): value is readonly SoapValue[] {
  return Array.isArray(value);
}

/** Elements in the order given, which schemas insist on. */
export function soapElements(fields: SoapFields): string {
  return Object.entries(fields)
    .map(([name, value]) => soapElement(name, value))
    .join('');
}

/** A whole document round the XML of a body (and of a header). */
export function soapEnvelope(
  body: string,
  options: { readonly version?: SoapVersion; readonly header?: string } = {},
): string {
  const header = options.header === undefined ? '' : `<soap:Header>${options.header}</soap:Header>`;
  return (
    `<?xml version="1.0" encoding="utf-8"?>\n<soap:Envelope xmlns:soap="${soapEnvelopes[options.version ?? '1.1']}" ` +
    `xmlns:xsi="${xsi}" xmlns:xsd="http://www.w3.org/2001/XMLSchema">${header}<soap:Body>${body}</soap:Body></soap:Envelope>`
  );
}

/** A call of one operation, in SOAP 1.1, which every service speaks. `safe` says that it only reads. */
export function soapRequest(call: {
  readonly url: string;
  readonly namespace: string;
  readonly operation: string;
  readonly parameters: SoapFields;
  /** Default `{namespace}/{operation}`, as .NET makes it. */
  readonly action?: string;
  readonly safe: boolean;
}): HttpRequest {
  const { url, namespace, operation, safe } = call;
  const action = call.action ?? `${namespace.replace(/\/$/, '')}/${operation}`;
  const inner = soapElements(call.parameters);
  return {
    method: 'POST',
    url,
    headers: { accept: 'text/xml', soapaction: `"${action}"` },
    body: {
      text: soapEnvelope(`<${operation} xmlns="${escapeXml(namespace)}">${inner}</${operation}>`),
      type: 'text/xml; charset=utf-8',
    },
    safe,
    decode: 'xml',
  };
}

/**
 * Puts a value into the element of that name which the body was written with empty: how a session token gets into a request at the last
 * moment. Only what `soapElements` wrote can match: a value that looks like the element is escaped there.
 */
export function fillElement(body: string, name: string, value: string): string {
  // As a function: in a text, `$&` and its like would be understood.
  return body.replace(`<${name}/>`, () => `<${name}>${escapeXml(value)}</${name}>`);
}

/** The element inside the body of an answer (or a request). Throws decode_failed when the document is no SOAP envelope. */
export function soapPayload(root: XmlElement): XmlElement {
  const payload = root.name === 'Envelope' ? xmlChild(root, 'Body')?.children[0] : undefined;
  if (payload === undefined)
    throw fail('decode_failed', `The answer is <${root.name.slice(0, 40)}> and not a SOAP envelope with a body.`);
  return payload;
}

export interface SoapFault {
  /** Who is to blame, whatever the version calls it. */
  readonly fault: 'client' | 'server' | 'other';
  /** As the service names it, prefix and all (`soap:Client`). */
  readonly code: string;
  readonly reason: string;
}

/** The fault in an answer of either version, or nothing. Total. */
export function soapFault(root: XmlElement): SoapFault | undefined {
  const fault = xmlAt(root, 'Body', 'Fault');
  if (root.name !== 'Envelope' || fault === undefined) return undefined;
  const code = xmlText(fault, 'faultcode') ?? xmlText(fault, 'Code', 'Value') ?? '';
  const reason = xmlText(fault, 'faultstring') ?? xmlText(fault, 'Reason', 'Text') ?? 'The service gave no reason.';
  // A subcode is dotted on in 1.1 (`Client.Authentication`).
  const kind = code.slice(code.indexOf(':') + 1).split('.')[0];
  const client = kind === 'Client' || kind === 'Sender';
  return { code, reason, fault: client ? 'client' : kind === 'Server' || kind === 'Receiver' ? 'server' : 'other' };
}

/** What a WSDL says, by local names. */
export interface Wsdl {
  /** Operation -> the names of its parameters, in order. */
  readonly operations: ReadonlyMap<string, readonly string[]>;
  /** Complex type -> the names of its elements in order, those of the type it extends first. */
  readonly types: ReadonlyMap<string, readonly string[]>;
}

/** A WSDL 1.1 with its schema inside, as .NET, Java and PHP services write it. Throws decode_failed when the document is none. */
export function readWsdl(root: XmlElement): Wsdl {
  if (root.name !== 'definitions')
    throw fail('decode_failed', `The answer is <${root.name.slice(0, 40)}> and not a WSDL.`);
  const schemas = xmlChildren(xmlChild(root, 'types'), 'schema');
  const named = new Map<string, XmlElement>();
  for (const type of schemas.flatMap((schema) => xmlChildren(schema, 'complexType'))) {
    const name = type.attributes['name'];
    if (name !== undefined) named.set(name, type);
  }
  const parameters = new Map<string, readonly string[]>();
  for (const element of schemas.flatMap((schema) => xmlChildren(schema, 'element'))) {
    const type = xmlChild(element, 'complexType') ?? named.get(localName(element.attributes['type']));
    parameters.set(element.attributes['name'] ?? '', type === undefined ? [] : elementNames(type, named));
  }
  const operations = new Map<string, readonly string[]>();
  for (const portType of xmlChildren(root, 'portType')) {
    for (const operation of xmlChildren(portType, 'operation')) {
      const name = operation.attributes['name'];
      if (name !== undefined) operations.set(name, parameters.get(name) ?? []);
    }
  }
  return { operations, types: new Map([...named].map(([name, type]) => [name, elementNames(type, named)])) };
}

/** `seen`: types on the way here, so that a type that extends itself ends the walk. */
function elementNames(
  type: XmlElement,
  named: ReadonlyMap<string, XmlElement>,
  seen: readonly XmlElement[] = [],
): readonly string[] {
  const extension = xmlAt(type, 'complexContent', 'extension');
  const base = named.get(localName(extension?.attributes['base']));
  const inherited =
    base === undefined || base === type || seen.includes(base) ? [] : elementNames(base, named, [...seen, type]);
  const holder = extension ?? type;
  const group = xmlChild(holder, 'sequence') ?? xmlChild(holder, 'all');
  return [...inherited, ...xmlChildren(group, 'element').map((element) => element.attributes['name'] ?? '')];
}

function localName(name: string | undefined): string {
  return name?.slice(name.indexOf(':') + 1) ?? '';
}
