/**
 * A body as it may be kept: read as what it is (JSON, XML, a form, text), secrets taken out by name and by value, cut to size.
 * Reading it as what it is matters: only then does a name say which value is secret. Called by attempt.ts for calls whose bodies
 * the exchange log keeps.
 */
import { isUtf8 } from 'node:buffer';
import { redactMarkup } from './redact-markup.ts';
import { isLabel, isSecretName, mask } from './redact-names.ts';
import type { Redactor } from './redact.ts';

/** Characters kept of each side. */
export const keptCharacters = 16 * 1024;
/** No more than this is looked at: a vendor's 30 MB page must not hold everything up to become 16 KB of log. */
const lookedAtBytes = 256 * 1024;
/** Left out at the end of what was looked at: the cut may go through the middle of a secret, which is then not recognised. */
const unsureCharacters = 8 * 1024;
const cutMark = '… [cut]';

/** `type`: its Content-Type. Answers null for no body. Never throws. */
export function redactBody(
  redactor: Redactor,
  body: string | Buffer | undefined,
  type: string | undefined,
): string | null {
  if (body === undefined || body.length === 0) return null;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const whole = bytes.length <= lookedAtBytes;
  const text = textOf(whole ? bytes : bytes.subarray(0, lookedAtBytes));
  if (text === undefined) return `[${bytes.length} bytes that are no text]`;
  const clean = redact(redactor, text, type?.toLowerCase() ?? '', whole);
  const sure = whole ? clean : clean.slice(0, Math.max(0, clean.length - unsureCharacters));
  return sure.length <= keptCharacters && whole ? sure : sure.slice(0, keptCharacters).toWellFormed() + cutMark;
}

/** A character that was cut through at the end does not make it binary. */
function textOf(bytes: Buffer): string | undefined {
  for (let less = 0; less < 4 && less < bytes.length; less += 1) {
    const part = bytes.subarray(0, bytes.length - less);
    if (isUtf8(part)) return part.toString();
  }
  return undefined;
}

function redact(redactor: Redactor, text: string, type: string, whole: boolean): string {
  const start = text.trimStart().charAt(0);
  if (type.includes('form-urlencoded')) return redactor.query(text);
  if (type.includes('multipart/')) return redactor.text(withoutParts(text));
  if (start === '<') return redactor.markup(text);
  if (whole && (start === '{' || start === '[')) {
    try {
      return JSON.stringify(redactor.json(JSON.parse(text)));
    } catch {
      // Several documents, or cut off by the vendor: read as text.
    }
  }
  return redactor.text(text);
}

/** The parts of a multipart form whose names say that they are secret. */
function withoutParts(text: string): string {
  return text.replace(
    /(\bname="([^"\r\n]*)"[^\r\n]*\r?\n(?:[\w-]+:[^\r\n]*\r?\n){0,5}\r?\n)([\s\S]*?)(?=\r?\n--|$)/g,
    (all, head: string, name: string) => (isSecretName(name) ? head + mask : all),
  );
}

/** Shorter than this, a value would be found all over the place. */
const shortestSecret = 6;

/**
 * What a request says under names that hold secrets: in its headers, its query, its body. Whoever sends a password does not want to read
 * it again in the answer that the vendor builds from it.
 */
export function secretsSent(request: {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}): readonly string[] {
  const found: string[] = [];
  for (const [name, value] of Object.entries(request.headers))
    // `Bearer ...`
    if (isSecretName(name)) found.push(value, value.slice(value.lastIndexOf(' ') + 1));
  for (const [name, value] of request.url.searchParams) if (isSecretName(name)) found.push(value);
  const { body } = request;
  if (body !== undefined && body.length <= lookedAtBytes)
    found.push(...secretsIn(body, request.headers['content-type']?.toLowerCase() ?? ''));
  return found.filter((value) => value.length >= shortestSecret);
}

function secretsIn(body: string, type: string): readonly string[] {
  const found: string[] = [];
  const start = body.trimStart().charAt(0);
  if (type.includes('form-urlencoded')) {
    for (const [name, value] of new URLSearchParams(body)) if (isSecretName(name)) found.push(value);
  } else if (start === '<') {
    redactMarkup(body, { text: (text) => text, hid: (text) => found.push(unescaped(text)) });
  } else if (start === '{' || start === '[') {
    try {
      collect(JSON.parse(body), false, found);
    } catch {
      // Not JSON after all.
    }
  }
  return found;
}

function collect(value: unknown, secret: boolean, found: string[]): void {
  if (secret && (typeof value === 'string' || typeof value === 'number')) found.push(String(value));
  if (typeof value !== 'object' || value === null) return;
  const entries = Object.entries(value);
  const named = entries.some(([name, item]) => isLabel(name) && typeof item === 'string' && isSecretName(item));
  for (const [name, item] of entries) {
    const theirs = secret || isSecretName(name) || (named && !isLabel(name));
    collect(item, theirs, found);
  }
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
