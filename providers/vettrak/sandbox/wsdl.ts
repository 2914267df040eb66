/** The WSDL, in the shape ASP.NET generates it: one schema, document/literal, a port for SOAP 1.1 and one for 1.2. Called by ../sandbox.ts. */
import { escapeXml } from 'plugboard/contract';
import {
  operations,
  simpleTypes,
  typesOf,
  type ComplexType,
  type Member,
  type Operation,
  type UnitTags,
} from './schema.ts';

export const namespace = 'http://www.ozsoft.com.au/VETtrak/api/complete';

const simple: readonly string[] = simpleTypes;

/** `ArrayOfTClie` for `TClie[]`, `tns:` or `s:` in front. */
function typeName(type: string): string {
  if (type.endsWith('[]')) return `tns:${arrayName(type)}`;
  return simple.includes(type) ? `s:${type}` : `tns:${type}`;
}

function arrayName(type: string): string {
  const item = type.slice(0, -2);
  return `ArrayOf${item.slice(0, 1).toUpperCase()}${item.slice(1)}`;
}

/** References may be absent; values are always there, as nil when they are nullable. */
function elementOf({ name, type, nullable }: Member): string {
  const reference = type === 'string' || typeName(type).startsWith('tns:');
  const nillable = nullable === true ? ' nillable="true"' : '';
  return `<s:element minOccurs="${reference ? 0 : 1}" maxOccurs="1" name="${name}"${nillable} type="${typeName(type)}" />`;
}

function sequence(members: readonly Member[]): string {
  return members.length === 0 ? '' : `<s:sequence>${members.map(elementOf).join('')}</s:sequence>`;
}

function complexType(name: string, type: ComplexType): string {
  const inner =
    type.extends === undefined
      ? sequence(type.members)
      : `<s:complexContent mixed="false"><s:extension base="tns:${type.extends}">${sequence(type.members)}</s:extension></s:complexContent>`;
  return `<s:complexType name="${name}">${inner}</s:complexType>`;
}

function arrayType(type: string): string {
  const item = type.slice(0, -2);
  const element = `<s:element minOccurs="0" maxOccurs="unbounded" name="${item}" nillable="true" type="${typeName(item)}" />`;
  return `<s:complexType name="${arrayName(type)}"><s:sequence>${element}</s:sequence></s:complexType>`;
}

/** An operation's two elements. A structure with value type members is never absent; the rest is by reference. */
function messageElements(name: string, { parameters, result }: Operation): string {
  const element = (of: string, members: readonly Member[]) =>
    `<s:element name="${of}"><s:complexType>${sequence(members)}</s:complexType></s:element>`;
  return element(name, parameters) + element(`${name}Response`, [{ name: `${name}Result`, type: result }]);
}

/** Without the operations named in `missing`. `location` is where the document was asked for. */
export function wsdl(options: {
  readonly location: string;
  readonly missing: readonly string[];
  readonly unitTags: UnitTags;
}): string {
  const types = typesOf(options.unitTags);
  const offered: [string, Operation][] = Object.entries(operations).filter(([name]) => !options.missing.includes(name));
  const arrays = new Set(
    Object.values(types).flatMap(({ members }) =>
      members.map(({ type }) => type).filter((type) => type.endsWith('[]')),
    ),
  );
  const schema =
    offered.map(([name, operation]) => messageElements(name, operation)).join('') +
    Object.entries(types)
      .map(([name, type]) => complexType(name, type))
      .join('') +
    [...arrays].map(arrayType).join('');
  const messages = offered.flatMap(([name]) => [
    `<wsdl:message name="${name}SoapIn"><wsdl:part name="parameters" element="tns:${name}" /></wsdl:message>`,
    `<wsdl:message name="${name}SoapOut"><wsdl:part name="parameters" element="tns:${name}Response" /></wsdl:message>`,
  ]);
  const portOperations = offered.map(
    ([name, { does }]) =>
      `<wsdl:operation name="${name}"><wsdl:documentation>${escapeXml(does)}</wsdl:documentation><wsdl:input message="tns:${name}SoapIn" /><wsdl:output message="tns:${name}SoapOut" /></wsdl:operation>`,
  );
  const names = offered.map(([name]) => name);
  const location = escapeXml(options.location);
  return (
    '<?xml version="1.0" encoding="utf-8"?>\n' +
    '<wsdl:definitions xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" ' +
    `xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:tns="${namespace}" targetNamespace="${namespace}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">` +
    `<wsdl:types><s:schema elementFormDefault="qualified" targetNamespace="${namespace}">${schema}</s:schema></wsdl:types>` +
    `${messages.join('')}<wsdl:portType name="VT_APISoap">${portOperations.join('')}</wsdl:portType>` +
    binding('soap', 'VT_APISoap', names) +
    binding('soap12', 'VT_APISoap12', names) +
    '<wsdl:service name="VT_API">' +
    `<wsdl:port name="VT_APISoap" binding="tns:VT_APISoap"><soap:address location="${location}" /></wsdl:port>` +
    `<wsdl:port name="VT_APISoap12" binding="tns:VT_APISoap12"><soap12:address location="${location}" /></wsdl:port>` +
    '</wsdl:service></wsdl:definitions>'
  );
}

function binding(prefix: 'soap' | 'soap12', name: string, names: readonly string[]): string {
  const body = `<${prefix}:body use="literal" />`;
  const bound = names.map(
    (operation) =>
      `<wsdl:operation name="${operation}"><${prefix}:operation soapAction="${namespace}/${operation}" style="document" />` +
      `<wsdl:input>${body}</wsdl:input><wsdl:output>${body}</wsdl:output></wsdl:operation>`,
  );
  return `<wsdl:binding name="${name}" type="tns:VT_APISoap"><${prefix}:binding transport="http://schemas.xmlsoap.org/soap/http" />${bound.join('')}</wsdl:binding>`;
}
