/**
 * Takes secrets out of whatever is logged or shown: by name (`authorization`, `client_secret`, ...) and by value (every secret
 * of the credential, wherever it turns up, also encoded). Both, because a vendor may echo a key inside a sentence, and may
 * hand out a new token under a name that gives it away. Used for every log line and every message that quotes a vendor.
 */
import { redactMarkup } from './redact-markup.ts';
import { isLabel, isSecretName, isSecretParameter, mask, maskNamedValues } from './redact-names.ts';
import { spellings } from './redact-spellings.ts';

export { isSecretName, mask } from './redact-names.ts';

/** Deep enough for any body worth reading in a log; deeper is cut, so that hostile nesting cannot exhaust the stack. */
const maxDepth = 40;

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
    maskNamedValues(values(input).replace(schemes, `$1 ${mask}`).replace(userInfo, `$1${mask}@`));
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
    markup: (source) => redactMarkup(source, { text }),
  };
}

/** An address up to its query, and the query. */
const addresses = /(\bhttps?:\/\/[^\s"'<>?#]{1,2000}\?)([^\s"'<>#]+)/gi;
const schemes = /\b(Bearer|Basic|Digest|Negotiate|NTLM|Zoho-oauthtoken)\s+[\w.~+/=:-]{4,}/gi;
/** `https://user:password@host` */
const userInfo = /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/?#@"'<>]{1,500}@/gi;
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
