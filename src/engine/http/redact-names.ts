/**
 * Names that give a secret away: of headers, fields, elements, parameters, wherever they stand. Also in running text, where a name, a
 * separator and a value follow each other (`api_key=...`, `"password": "..."`). Used by redact.ts and its neighbours.
 */

export const mask = '[redacted]';

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

export function isSecretParameter(name: string): boolean {
  return isSecretName(name) || secretParameters.has(normalise(name));
}

const labels: ReadonlySet<string> = new Set(['name', 'key', 'field', 'id', 'code', 'param', 'n']);

/** Does a property, element or attribute of this name say what the one beside it holds? `{"name": "password", "value": "..."}` */
export function isLabel(name: string): boolean {
  return labels.has(name.toLowerCase());
}

/** A name and how it is separated from what follows. */
const names = /(?<![\w.-])([A-Za-z][\w.-]{1,60})(\\*["']?)(\s{0,3}(?:=>|[:=])\s{0,3})/g;
/** A value: quoted, quoted within quoted text, or up to where words end; `Scheme value` is one. */
const values =
  /(?:[A-Za-z-]{3,20}\s)?[^\s"'<>&,;{}()[\]\\]+|"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|\\+"(?:[^"\\]|\\+[^"\\])*(?:\\+"|$)/y;
/** Said about a secret in plain sentences: `token: expired`. */
const remark = /^["']?(true|false|null|none|undefined|required|missing|invalid|expired|revoked|not|is)\b/i;

/** Masks what follows a name that holds secrets. Looks at each character a few times at most. */
export function maskNamedValues(text: string): string {
  const out: string[] = [];
  let from = 0;
  names.lastIndex = 0;
  for (let found = names.exec(text); found !== null; found = names.exec(text)) {
    const [, name = '', quote = '', between = ''] = found;
    if (!isSecretName(name)) continue;
    values.lastIndex = names.lastIndex;
    const value = values.exec(text)?.[0];
    if (value === undefined || !isSecretValue(value, quote !== '' || between.includes('='))) continue;
    const marks = /^\\*["']/.exec(value)?.[0] ?? '';
    out.push(text.slice(from, names.lastIndex), marks, mask, marks);
    from = names.lastIndex + value.length;
    names.lastIndex = from;
  }
  out.push(text.slice(from));
  return out.join('');
}

/** `code`: it stands there as a program would write it. In a sentence only what looks like a secret is taken for one. */
function isSecretValue(value: string, code: boolean): boolean {
  if (remark.test(value)) return false;
  const [word = ''] = value.split(/\s/).slice(-1);
  return code || /^\\*["']/.test(value) || word.length >= 16 || (word.length >= 6 && /\d/.test(word));
}
