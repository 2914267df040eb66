/**
 * Takes secrets out of whatever is logged or shown: by name (`authorization`, `client_secret`, ...) and by value (every secret
 * of the credential, wherever it turns up, also encoded). Both, because a vendor may echo a key inside a sentence, and may
 * hand out a new token under a name that gives it away. Used for every log line and every message that quotes a vendor.
 */

export const mask = '[redacted]';

/** Deep enough for any body worth reading in a log; deeper is cut, so that hostile nesting cannot exhaust the stack. */
const maxDepth = 40;

const secretWords =
  /(^|_)(authorization|cookie|cookies|token|tokens|wstoken|secret|secrets|password|passwd|pwd|passphrase|passcode|api_?keys?|access_?key|private_?key|signing_?key|signature|sig|hmac|assertion|credentials?|otp|pin|jwt|bearer|session|sessionid|sid)($|_)/;
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

/** Does a header, field or property of this name hold a secret? */
export function isSecretName(name: string): boolean {
  const plain = normalise(name);
  return secretWords.test(plain) && !harmless.test(plain);
}

function isSecretParameter(name: string): boolean {
  return isSecretName(name) || secretParameters.has(normalise(name));
}

export interface Redactor {
  /** Any text: known values are replaced, `Bearer ...` and `Basic ...` too. */
  text(text: string): string;
  /** Any text: known values are replaced, and nothing else is touched. */
  values(text: string): string;
  headers(headers: Readonly<Record<string, string>>): Record<string, string>;
  /** `a=1&token=x`, with or without a leading `?`; query or form. */
  query(query: string): string;
  /** A decoded JSON body; the input is not changed. */
  json(value: unknown): unknown;
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
  const text = (input: string): string => values(input).replace(/\b(Bearer|Basic)\s+[\w.~+/=:-]{4,}/gi, `$1 ${mask}`);

  const json = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return text(value);
    if (typeof value !== 'object' || value === null) return known === undefined ? value : keepUnlessKnown(value, text);
    if (depth > maxDepth) return '[too deep]';
    if (Array.isArray(value)) return value.map((item) => json(item, depth + 1));
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        text(name),
        isSecretName(name) && item !== null && typeof item !== 'boolean' ? mask : json(item, depth + 1),
      ]),
    );
  };

  return {
    text,
    values,
    headers: (headers) =>
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, isSecretName(name) ? mask : text(value)]),
      ),
    query: (query) =>
      query.replace(/(^\??|[&;])([^=&;]*)=([^&;]*)/g, (_all, before: string, name: string, value: string) => {
        const plain = isSecretParameter(decode(name)) && value !== '' ? mask : text(value);
        return `${before}${text(name)}=${plain}`;
      }),
    json: (value) => json(value, 0),
  };
}

/** A secret made of digits may come back as a number. */
function keepUnlessKnown(value: unknown, text: (input: string) => string): unknown {
  const spelled = String(value);
  return text(spelled) === spelled ? value : mask;
}

/** The ways a value appears in URLs, forms, JSON and headers. */
function spellings(secret: string): readonly string[] {
  const encoded = encodeURIComponent(secret.toWellFormed());
  return [
    secret,
    encoded,
    encoded.replaceAll('%20', '+'),
    encoded.replace(/[-_.!~*'()]/g, (char) => `%${char.charCodeAt(0).toString(16)}`),
    new URLSearchParams({ s: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    // Without its padding, so that it is found with and without.
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
  ];
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
}
