/**
 * What people type for an integration (and operators for a provider app), held against the fields the provider declares: every problem
 * is named with what is expected, unknown names are refused. Pure; used before anything is stored or sent.
 */
import type { AuthMethod } from '../../contract/auth.ts';
import type { FieldProblem } from '../../contract/errors.ts';
import type { Field, Fields } from '../../contract/fields.ts';
import type { Provider } from '../../contract/provider.ts';

/** No vendor's key, site or PEM file is longer. */
const longest = 20_000;

/** A pair of tokens moved in from another system, instead of a sign-in. */
const tokenFields: Fields = {
  access_token: { label: 'Access token', help: 'The access token issued to the same provider app.', secret: true },
  refresh_token: {
    label: 'Refresh token',
    help: 'Lets Plugboard renew the access token.',
    secret: true,
    optional: true,
  },
  expires_at: {
    label: 'Expires at',
    help: 'When the access token ends; left out, Plugboard finds out by being refused.',
    optional: true,
    pattern: {
      source: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)',
      message: 'expected a moment like 2026-07-01T00:00:00Z',
    },
  },
};

/** What a way in can be given. For an OAuth sign-in no token has to be: they come from the vendor. */
export function credentialFields(way: AuthMethod): Fields {
  if (way.kind !== 'oauth2') return way.fields;
  if (way.fields === undefined) return tokenFields;
  const tokens = Object.entries(tokenFields).map(([name, field]) => [name, { ...field, optional: true }]);
  return { ...way.fields, ...Object.fromEntries(tokens) };
}

/** Is anything of what was typed kept, and counts where it is left out the next time? Tokens come anew with each sign-in. */
export function credentialFieldsStay(way: AuthMethod): boolean {
  return way.kind !== 'oauth2' || way.fields !== undefined;
}

/** The way in called `key`, or the provider's first. */
export function wayInto(provider: Provider, key: string | undefined): AuthMethod | undefined {
  return key === undefined ? provider.auth[0] : provider.auth.find((way) => way.key === key);
}

export interface CheckedValues {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly FieldProblem[];
}

/**
 * Values as they will be stored: without what surrounds them (pasted keys bring line ends and invisible characters along), tidied by the
 * provider, defaults filled in. `kept` holds what is stored already and stays when left out; an empty text is the same as left out.
 */
export function checkValues(
  fields: Fields,
  given: Readonly<Record<string, string>>,
  path: 'settings' | 'credentials' | 'fields',
  kept: Readonly<Record<string, string>> = {},
): CheckedValues {
  const problems: FieldProblem[] = [];
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(fields, name)) continue;
    const known = Object.keys(fields).join(', ');
    problems.push({
      path: `${path}.${name.slice(0, 60)}`,
      message: `is not a known field; expected ${known === '' ? 'none' : known}`,
    });
  }
  const values: Record<string, string> = {};
  for (const [name, field] of Object.entries(fields)) {
    const typed = bare((Object.hasOwn(given, name) ? given[name] : undefined) ?? '');
    const value = typed === '' ? (kept[name] ?? field.default) : (field.tidy?.(typed) ?? typed);
    if (value === undefined) {
      if (field.optional !== true)
        problems.push({ path: `${path}.${name}`, message: `is missing; ${expected(field)}` });
      continue;
    }
    const wrong = problemWith(field, value);
    if (wrong === undefined) values[name] = value;
    else problems.push({ path: `${path}.${name}`, message: wrong });
  }
  return { values, problems };
}

/** Spaces of all kinds (no-break ones too), line ends, and characters that cannot be seen at all: no value begins or ends with them. */
function bare(text: string): string {
  return text.replace(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, '');
}

function problemWith(field: Field, value: string): string | undefined {
  if (value.length > longest) return `expected at most ${longest} characters`;
  // Line ends are part of a pasted certificate; anything else invisible is a mistake, or an attempt at one.
  if (/[^\P{Cc}\n\r\t]/u.test(value)) return 'expected text without control characters';
  if (field.choices !== undefined && !field.choices.includes(value)) return expected(field);
  if (field.pattern !== undefined && !new RegExp(`^(?:${field.pattern.source})$`, 'u').test(value))
    // Nobody sees what is wrong with a token that was copied together with a line break.
    return /[\s\p{Cf}]/u.test(value)
      ? `has spaces, line breaks or invisible characters inside; ${field.pattern.message}`
      : field.pattern.message;
  return undefined;
}

/** `expected the secret key (for example sk_live_...)` */
function expected(field: Field): string {
  if (field.choices !== undefined) return `expected one of ${field.choices.join(', ')}`;
  return `expected: ${field.label}${field.example === undefined ? '' : ` (for example ${field.example})`}`;
}

/**
 * Where credentials would be sent under these settings. When it changes, stored secrets do not stay: otherwise somebody who may
 * type settings but never saw the secret could have it sent to a site of his own.
 */
export function destinationOf(provider: Provider, way: AuthMethod, settings: Readonly<Record<string, string>>): string {
  const { baseUrl, hosts } = provider;
  return JSON.stringify([
    way.key,
    typeof baseUrl === 'function' ? baseUrl(settings) : baseUrl,
    typeof hosts === 'function' ? hosts(settings) : hosts,
    'token' in way ? (typeof way.token === 'function' ? way.token(settings) : way.token) : null,
  ]);
}
