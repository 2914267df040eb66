/** Plain XML bodies made of values, for APIs (and their sandboxes) that take and give elements and nothing else. SOAP is in soap.ts. */
import { escapeXml, fail, isJsonObject, type JsonValue } from 'plugboard/contract';

/** Names an operator may have typed (override profiles) end up here too. */
const elementName = /^[A-Za-z_][\w.-]*$/;

/**
 * A value as an element: nothing is an empty one, an object has its members as elements, a list is the element again and again.
 * Throws `invalid_request` for a name no element can have.
 */
export function toXml(name: string, value: JsonValue): string {
  if (!elementName.test(name)) throw fail('invalid_request', `"${name}" cannot be the name of an XML element.`);
  if (isList(value)) return value.map((one) => toXml(name, one)).join('');
  if (value === null || value === '') return `<${name}/>`;
  if (!isJsonObject(value)) return `<${name}>${escapeXml(String(value))}</${name}>`;
  const inner = Object.entries(value).map(([key, one]) => toXml(key, one));
  return inner.length === 0 ? `<${name}/>` : `<${name}>${inner.join('')}</${name}>`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
