/**
 * People in text that has no schema: bodies and messages that go into a log. By name (`first_name`, `DateOfBirth`), as far as a name tells,
 * and every e-mail address. What is needed to find out what went wrong (ids, codes, amounts, states) stays.
 */

/** Stands where something about a person was. */
export const personalMask = '[personal]';

/** Also percent-encoded, as in a query. Each part is bounded, so that no text makes it slow. */
const addresses = /(?<![\p{L}\p{N}._+'-])[\p{L}\p{N}._+'-]{1,64}(?:@|%40)(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}/gu;

/** The text without e-mail addresses. */
export function maskEmails(text: string): string {
  return text.includes('%40') ? text.replace(addresses, personalMask) : replaceEmails(text, () => personalMask);
}

/** The text with each e-mail address as `change` answers it. */
export function replaceEmails(text: string, change: (address: string) => string): string {
  return text.includes('@') ? text.replace(addresses, change) : text;
}

/** How an e-mail address is compared: however somebody typed it. */
export function normalEmail(text: string): string {
  return text.trim().normalize('NFC').toLowerCase();
}

/** The e-mail addresses in a text, as they are compared. */
export function emailsIn(text: string): ReadonlySet<string> {
  if (!text.includes('@')) return new Set();
  return new Set([...text.matchAll(addresses)].map(([found]) => normalEmail(found)));
}

const personalWords =
  /(^|_)((?:first|last|middle|given|family|full|maiden|preferred|display|nick|legal|contact|student|customer|client|person|employee|account_holder|billing|shipping|user)_?names?|firstnames?|lastnames?|surname|initials|e_?mails?|mails?_?addresse?s?|usi|unique_student_identifier|dob|birth_?da(?:te|y)|date_?of_?birth|gender|sex|(?:tele)?phones?(?:_?(?:no|numbers?))?|mobiles?(?:_?(?:no|numbers?))?|cell_?phone|fax(?:_?(?:no|number))?|street|postal|address(?:es|_?lines?)?(?:_?\d)?|line_?[123]|tax_?(?:file_?)?(?:numbers?|no|ids?)|tfn|abn|iban|bsb|bank_?account(?:_?(?:no|number))?|passport(?:_?(?:no|number))?|medicare(?:_?(?:no|number))?|ip_?address)($|_)/;
/** On their own only. */
const personalAlone = new Set(['name', 'login', 'username', 'user_name', 'attention_to', 'number_and_street']);

/** Does a field, element or parameter of this name say something about a person? */
export function isPersonalName(name: string): boolean {
  const plain = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_');
  return personalAlone.has(plain) || personalWords.test(plain);
}

const deepest = 60;

/** A body without what its names say is personal, and without what `also` says; JSON, XML, a form, or any text (cut short, too). */
export function maskPersonalBody(body: string, also: (name: string) => boolean = () => false): string {
  const hides = (name: string): boolean => isPersonalName(name) || also(name);
  const start = body.trimStart().charAt(0);
  if (start === '{' || start === '[') return maskEmails(maskJson(body, hides, also));
  if (start === '<') return maskEmails(maskMarkup(body, hides));
  return maskEmails(
    body.replaceAll(/(^\??|[&;\n])([^=&;\n]{1,200})=([^&;\n]*)/g, (all, before: string, name: string) =>
      hides(decoded(name)) ? `${before}${name}=${personalMask}` : all,
    ),
  );
}

function maskJson(body: string, hides: (name: string) => boolean, also: (name: string) => boolean): string {
  try {
    return JSON.stringify(maskValue(JSON.parse(body), false, hides, 0));
  } catch {
    return maskBrokenJson(body, hides, also);
  }
}

function maskValue(value: unknown, hidden: boolean, hides: (name: string) => boolean, depth: number): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value !== 'object') return hidden ? personalMask : value;
  if (depth > deepest) return personalMask;
  if (Array.isArray(value)) return value.map((item) => maskValue(item, hidden, hides, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, maskValue(item, hidden || hides(name), hides, depth + 1)]),
  );
}

/** Cut short, its nesting is not known: what a name from `also` opens hides all that follows. */
function maskBrokenJson(body: string, hides: (name: string) => boolean, also: (name: string) => boolean): string {
  const leaf = /"((?:[^"\\]|\\.){1,200})"(\s*:\s*)("(?:[^"\\]|\\.)*(?:"|\\?$)|-?\d[\d.eE+-]*|[[{])/g;
  let end = body.length;
  const masked = body.replaceAll(leaf, (all, name: string, between: string, value: string, at: number) => {
    const opens = value === '{' || value === '[';
    if (opens && also(name)) end = Math.min(end, at);
    return !opens && hides(name) ? `"${name}"${between}"${personalMask}"` : all;
  });
  if (end === body.length) return masked;
  // Offsets are those of the body as it came: what stands before is masked by itself.
  return `${maskBrokenJson(body.slice(0, end), hides, () => false)}${personalMask}`;
}

/** Texts and attributes of elements whose name says so, at any depth below it. */
function maskMarkup(body: string, hides: (name: string) => boolean): string {
  let hidden = 0;
  const parts = /<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<(\/?)([A-Za-z_][\w:.-]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>|[^<]+|</g;
  return body.replaceAll(
    parts,
    (all, slash: string | undefined, name: string | undefined, rest: string | undefined) => {
      if (name === undefined) return hidden > 0 && all.trim() !== '' ? personalMask : all;
      if (slash === '/') {
        if (hidden > 0) hidden -= 1;
        return all;
      }
      const local = name.slice(name.lastIndexOf(':') + 1);
      const attributes = (rest ?? '').replaceAll(
        /([A-Za-z_][\w:.-]*)(\s*=\s*)("[^"]*"|'[^']*')/g,
        (attribute, key: string, between: string) =>
          key.toLowerCase() !== 'name' && !key.startsWith('xmlns') && hides(key)
            ? `${key}${between}"${personalMask}"`
            : attribute,
      );
      if (!(rest ?? '').trimEnd().endsWith('/') && (hidden > 0 || hides(local))) hidden += 1;
      return `<${name}${attributes}>`;
    },
  );
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
}
