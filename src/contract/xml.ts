/**
 * XML as a value: what SOAP and XML APIs answer and take. One strict parser for connectors, sandboxes and the engine. Document
 * types are refused: an `<!ENTITY>` of a hostile server could read files or fill the memory.
 */
import { SaxesParser } from 'saxes';
import type { JsonObject, JsonValue } from './http.ts';

/** One element. Prefixes are dropped from names: vendors change them freely and never use two namespaces for one name. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, without that of its children; entities resolved, CDATA included, surrounding white space kept. */
  readonly text: string;
}

/** Deeper than any real answer; a hostile one must not overflow the stack of whoever walks it. */
const maxDepth = 100;

interface Building extends XmlElement {
  readonly children: Building[];
  text: string;
}

export interface XmlReading {
  /**
   * Entities nobody has defined stay as they are written (`&nbsp;`) instead of making the document unreadable: servers put HTML into XML
   * without a thought.
   */
  readonly unknownEntities?: 'kept';
}

/** The root element. Throws RangeError, in words for people, when the text is not one well-formed document. */
export function parseXml(source: string, { unknownEntities }: XmlReading = {}): XmlElement {
  const parser = new SaxesParser<{ xmlns: false }>({ xmlns: false });
  const open: Building[] = [];
  let root: XmlElement | undefined;
  parser.on('error', (error) => {
    // Told to go on, the parser takes the entity for text.
    if (unknownEntities === 'kept' && /(^|: )undefined entity\.$/.test(error.message)) return;
    throw new RangeError(`not well-formed XML: ${error.message.slice(0, 200)}`);
  });
  parser.on('doctype', () => {
    throw new RangeError('XML with a document type, which is refused because it may define entities');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length === maxDepth) throw new RangeError(`XML nested more than ${maxDepth} levels deep`);
    const element: Building = { name: local(name), attributes: withLocalNames(attributes), children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
    root ??= element;
  });
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(source.startsWith('\uFEFF') ? source.slice(1) : source).close();
  if (root === undefined) throw new RangeError('not well-formed XML: there is no element');
  return root;
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function withLocalNames(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => name !== 'xmlns' && !name.startsWith('xmlns:'))
      .map(([name, value]) => [local(name), value]),
  );
}

/** Is this decoded body XML (`decode: 'xml'`)? */
export function isXmlElement(value: unknown): value is XmlElement {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'text' in value &&
    typeof value.text === 'string' &&
    'children' in value &&
    Array.isArray(value.children) &&
    'attributes' in value &&
    typeof value.attributes === 'object'
  );
}

/** The first child of that name. */
export function xmlChild(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** All children of that name: a list also when there is one, or none. */
export function xmlChildren(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The element at a path of first children. */
export function xmlAt(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce(xmlChild, element);
}

/** Trimmed text at a path; undefined when it is absent, empty or `xsi:nil`. */
export function xmlText(element: XmlElement | undefined, ...path: readonly string[]): string | undefined {
  const found = xmlAt(element, ...path);
  const text = found?.text.trim();
  return text === undefined || text === '' || (found !== undefined && isNil(found)) ? undefined : text;
}

/**
 * An element as JSON, to be stored: a leaf becomes its text (null when empty or nil), attributes become `@name`, a name met twice a
 * list. Names in `lists` are lists always, so that one item looks like many; an element of a single list name is that list's wrapper
 * and stays an object.
 */
export function xmlToJson(element: XmlElement, options: { readonly lists?: readonly string[] } = {}): JsonObject {
  const json: Record<string, JsonValue> = Object.create(null);
  for (const [name, value] of Object.entries(element.attributes)) if (name !== 'nil') json[`@${name}`] = value;
  const grouped = Map.groupBy(element.children, (child) => child.name);
  for (const [name, children] of grouped) {
    const values = children.map((child) => xmlValue(child, options));
    const [only = null] = values;
    json[name] = values.length > 1 || options.lists?.includes(name) === true ? values : only;
  }
  const text = element.text.trim();
  if (text !== '') json['#text'] = text;
  return { ...json };
}

function xmlValue(element: XmlElement, options: { readonly lists?: readonly string[] }): JsonValue {
  if (isNil(element)) return null;
  if (element.children.length === 0 && Object.keys(element.attributes).length === 0) {
    const text = element.text.trim();
    return text === '' ? null : text;
  }
  return xmlToJson(element, options);
}

function isNil(element: XmlElement): boolean {
  return element.attributes['nil'] === 'true' || element.attributes['nil'] === '1';
}

/** Text made safe inside an element or a quoted attribute. Characters XML cannot hold at all are dropped. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"'\r]/g, (char) => `&#${char.charCodeAt(0)};`);
}
