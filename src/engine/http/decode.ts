/**
 * Bytes to values: character sets, JSON, XML, and the ways an answer can be unreadable. Called by attempt.ts with every answer.
 *
 * Numbers: JSON.parse keeps amounts such as 1234.56 exactly as far as `String(n)` gives back the same digits, which holds for up to 15
 * of them. Whole numbers beyond 2^53 would lose their last digits without a word; they come out as strings of digits instead.
 */
import type { Decoding } from '../../contract/http.ts';
import { parseXml, type XmlElement } from '../../contract/xml.ts';
import type { RawResponse } from './transport.ts';

export type Decoded = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly problem: string };

/** How to read the answer to a request with this Accept header: JSON is expected unless the caller asked for something else. */
export function decodingFor(accept: string | undefined): Decoding {
  if (accept === undefined || accept.includes('json')) return 'json';
  return accept.includes('*/*') ? 'auto' : 'text';
}

/** Decodes a body. Never throws: the bytes are whatever somebody else felt like sending. */
export function decodeBody(response: Pick<RawResponse, 'body' | 'headers'>, decoding: Decoding): Decoded {
  const { body } = response;
  if (body.length === 0) return { ok: true, body: null };
  const type = response.headers['content-type'] ?? '';
  const text = toText(body, charsetOf(type) ?? (decoding === 'xml' ? declaredEncoding(body) : undefined));
  if (text === undefined) return { ok: false, problem: 'a character set we do not know' };
  if (decoding === 'text' || (decoding === 'auto' && !type.includes('json'))) return { ok: true, body: text };
  if (decoding === 'xml') return decodeXml(text, type);
  try {
    return { ok: true, body: parseJson(text, body) };
  } catch {
    return { ok: false, problem: whatItIs(text, type, 'JSON') };
  }
}

function decodeXml(text: string, type: string): Decoded {
  let root: XmlElement;
  try {
    // Pages that print a line end first are common, and harmless.
    root = parseXml(text.trimStart(), { unknownEntities: 'kept' });
  } catch (error) {
    const what = whatItIs(text, type, 'XML');
    // The parser's own words where XML was refused for what it is; a place in a broken text helps nobody.
    const refused = error instanceof RangeError && error.message.startsWith('XML ') && !what.includes('HTML');
    return { ok: false, problem: refused ? error.message : what };
  }
  // A page that happens to be well-formed is a page.
  return root.name.toLowerCase() === 'html'
    ? { ok: false, problem: 'an HTML page instead of XML' }
    : { ok: true, body: root };
}

/** In a Content-Type, lower case. */
export function charsetOf(type: string): string | undefined {
  return /charset\s*=\s*"?([^\s;"]+)/i.exec(type)?.[1]?.toLowerCase();
}

/** XML may say by itself how it is written: by a mark before it, or in its first line, which is ASCII then. */
function declaredEncoding(body: Buffer): string | undefined {
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  const start = body.toString('latin1', 0, 200);
  const declared = /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/
    .exec(start)?.[1]
    ?.toLowerCase();
  // Said by a program that wrote a text and sent it as UTF-8: read as ASCII, it cannot be UTF-16.
  return declared?.startsWith('utf-16') === true ? undefined : declared;
}

function toText(body: Buffer, charset: string | undefined): string | undefined {
  if (charset === undefined || charset === 'utf-8' || charset === 'utf8' || charset === 'us-ascii') {
    const marked = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
    return body.toString('utf8', marked ? 3 : 0);
  }
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return undefined;
  }
}

/** `bytes`: of the text. Throws what JSON.parse throws. */
export function parseJson(text: string, bytes: Buffer): unknown {
  if (!mayHoldBigInteger(bytes)) return JSON.parse(text);
  return JSON.parse(text, (_name: string, value: unknown, context?: { readonly source?: string }) => {
    const source = typeof value === 'number' && !Number.isSafeInteger(value) ? context?.source : undefined;
    return source !== undefined && /^-?\d+$/.test(source) ? source : value;
  });
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/**
 * Is there a run of 16 or more digits outside quotes? Looks at every 16th byte only, which such a run cannot slip past, so that the
 * question costs a tenth of parsing. May say yes for digits inside a text; never no for a number.
 */
function mayHoldBigInteger(bytes: Buffer): boolean {
  for (let index = 15; index < bytes.length; index += 16) {
    if (!isDigit(bytes[index])) continue;
    let from = index;
    while (isDigit(bytes[from - 1])) from -= 1;
    let to = index;
    while (isDigit(bytes[to + 1])) to += 1;
    const before = bytes[from - 1] === 0x2d ? bytes[from - 2] : bytes[from - 1];
    if (to - from >= 15 && before !== 0x22 && before !== 0x2e) return true;
    index += Math.floor((to - index) / 16) * 16;
  }
  return false;
}

function whatItIs(text: string, type: string, wanted: 'JSON' | 'XML'): string {
  const start = text.slice(0, 200).trimStart().toLowerCase();
  if (type.includes('html') || start.startsWith('<!doctype html') || start.startsWith('<html'))
    return `an HTML page instead of ${wanted}`;
  const kind = start.startsWith('<') ? 'XML' : start.startsWith('{') || start.startsWith('[') ? 'JSON' : undefined;
  if (kind === wanted) return `${wanted} that is cut off or malformed`;
  return `${kind ?? /^[\w.+/-]+/.exec(type)?.[0] ?? 'text'} instead of ${wanted}`;
}
