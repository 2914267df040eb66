/**
 * Takes secrets out of whatever is logged or shown: by name (`authorization`, `client_secret`, ...) and by value (every secret
 * of the credential, wherever it turns up, also encoded). Both, because a vendor may echo a key inside a sentence, and may
 * hand out a new token under a name that gives it away. Used for every log line and every message that quotes a vendor.
 */
import { isLabel, redactMarkup } from './redact-markup.ts';
import { spellings } from './redact-spellings.ts';

export const mask = '[redacted]';

/** Deep enough for any body worth reading in a log; deeper is cut, so that hostile nesting cannot exhaust the stack. */
const maxDepth = 40;

const secretWords =
  /(^|_)(authorization|cookie|cookies|token|tokens|wstoken|secret|secrets|password|passwd|pwd|passphrase|passcode|(?:api|access|private|signing|subscription|shared|secret|encryption|licen[cs]e|auth|consumer|master)_?keys?|signature|sig|hmac|assertion|credentials?|otp|pin|jwt|bearer|session|sessionid|sid)($|_)/;
/** Names that hold secrets only in a query or form: OAuth's `code` there, but the vendor's error code in a body. */
const secretParameters = new Set(['code', 'code_verifier', 'state', 'key', 'auth', 'pass']);
/** Names that only sound secret and are needed to understand a log. */
const harmless = /^(token_type|expires_in|token_endpoint|page_token|next_page_token|session_state|password_changed)$/;

function normalise(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_');
}

/** Does a header, field, element or property of this name hold a secret? */
export function isSecretName(name: string): boolean {
  const plain = normalise(name);
  return secretWords.test(plain) && !harmless.test(plain);
}

function isSecretParameter(name: string): boolean {
  return isSecretName(name) || secretParameters.has(normalise(name));
}

export interface Redactor {
  /**
   * Any text: known values are replaced; besides `Bearer ...` and the like, the user part of URLs, and what follows a name that
   * holds secrets (`api_key=...`, `"password": "..."`).
   */
  text(text: string): string;
  /** Any text: known values are replaced, and nothing else is touched. */
  values(text: string): string;
  headers(headers: Readonly<Record<string, string>>): Record<string, string>;
  /** `a=1&token=x`, with or without a leading `?`; query or form. */
  query(query: string): string;
  /** A decoded JSON body; the input is not changed. */
  json(value: unknown): unknown;
  /** XML or HTML, well-formed or not. */
  markup(text: string): string;
}

/** `secrets`: the values that must never appear. Shorter than 4 characters they would garble everything and are left to the names. */
export function createRedactor(secrets: Iterable<string> = []): Redactor {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length >= 4) for (const form of spellings(secret)) forms.add(form);
  }
  // Longest first: a token that contains the key must go as a whole.
  const ordered = [...forms]
    .toSorted((a, b) => b.length - a.length)
    .map((value) => value.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  const known = ordered.length === 0 ? undefined : new RegExp(ordered.join('|'), 'gi');

  const values = (input: string): string => (known === undefined ? input : input.replace(known, mask));
  const plain = (input: string): string =>
    values(input).replace(schemes, `$1 ${mask}`).replace(userInfo, `$1${mask}@`).replace(namedValues, maskNamedValue);
  const query = (input: string): string =>
    input.replace(/(^\??|[&;])([^=&;]*)=([^&;]*)/g, (_all, before: string, name: string, value: string) => {
      const shown = isSecretParameter(decode(name)) && value !== '' ? mask : plain(value);
      return `${before}${plain(name)}=${shown}`;
    });
  const text = (input: string): string =>
    plain(input.replace(addresses, (_all, before: string, after: string) => before + query(after)));

  const json = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return text(value);
    if (typeof value !== 'object' || value === null) return known === undefined ? value : keepUnlessKnown(value, text);
    if (depth > maxDepth) return '[too deep]';
    if (Array.isArray(value)) return value.map((item) => json(item, depth + 1));
    const entries = Object.entries(value);
    // {"name": "password", "value": "..."}
    const names = entries.some(([name, item]) => isLabel(name) && typeof item === 'string' && isSecretName(item));
    return Object.fromEntries(
      entries.map(([name, item]) => {
        const secret = isSecretName(name) || (names && isValue(name));
        return [text(name), secret && item !== null && typeof item !== 'boolean' ? mask : json(item, depth + 1)];
      }),
    );
  };

  return {
    text,
    values,
    headers: (headers) =>
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, isSecretName(name) ? mask : text(value)]),
      ),
    query,
    json: (value) => json(value, 0),
    markup: (source) => redactMarkup(source, { mask, isSecretName, text }),
  };
}

/** An address up to its query, and the query. */
const addresses = /(\bhttps?:\/\/[^\s"'<>?#]{1,2000}\?)([^\s"'<>#]+)/gi;
const schemes = /\b(Bearer|Basic|Digest|Negotiate|NTLM|Zoho-oauthtoken)\s+[\w.~+/=:-]{4,}/gi;
/** `https://user:password@host` */
const userInfo = /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/?#@"'<>]{1,500}@/gi;
/** A name, how it is separated, and a value, quoted or not. Each part is bounded or begins where the one before must end. */
const namedValues =
  /(?<![\w.-])([A-Za-z][\w.-]{1,60})(\\*["']?)(\s{0,3}(?:=>|[:=])\s{0,3})((?:[A-Za-z-]{3,20}\s)?[^\s"'<>&,;{}()[\]\\]+|"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|\\+"(?:[^"\\]|\\+[^"\\])*(?:\\+"|$))/g;
/** Said about a secret in plain sentences: `token: expired`. */
const remark = /^["']?(true|false|null|none|undefined|required|missing|invalid|expired|revoked|not|is)\b/i;

function maskNamedValue(all: string, name: string, quote: string, between: string, value: string): string {
  if (!isSecretName(name) || remark.test(value)) return all;
  const code = quote !== '' || between.includes('=') || /^\\*["']/.test(value);
  // After a colon in a sentence only what looks like a secret is taken for one.
  const [word = ''] = value.split(/\s/).slice(-1);
  if (!code && !(word.length >= 16 || (word.length >= 6 && /\d/.test(word)))) return all;
  const marks = /^\\*["']/.exec(value)?.[0] ?? '';
  return `${name}${quote}${between}${marks}${mask}${marks}`;
}

const valueNames: ReadonlySet<string> = new Set(['value', 'values', 'val', 'content', 'text', 'data']);

function isValue(name: string): boolean {
  return valueNames.has(name.toLowerCase());
}

/** A secret made of digits may come back as a number. */
function keepUnlessKnown(value: unknown, text: (input: string) => string): unknown {
  const spelled = String(value);
  return text(spelled) === spelled ? value : mask;
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
}
