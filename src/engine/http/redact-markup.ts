/**
 * XML and HTML as they come, well-formed or not: what stands in an element or attribute whose name says that it is secret is
 * masked, all other text goes through `text`. Names may also stand beside the value: `<field name="password">x</field>`,
 * `<name>password</name><value>x</value>`. Looks at each character once. Called by redact.ts.
 */

import { isLabel, isSecretName, mask } from './redact-names.ts';

/** In order: CDATA, a comment, a tag (closing slash, name, the rest), text, a lone `<`. */
const pieces =
  /<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)|(<!--[\s\S]*?(?:-->|$))|<(\/?)([A-Za-z_][\w:.-]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>|([^<]+)|</g;
const attributes = /([A-Za-z_][\w:.-]*)(\s*=\s*)("[^"]*"|'[^']*')/g;

export interface MarkupRules {
  /** Redacts text that is not hidden by a name. */
  text(text: string): string;
  /** Is told what was hidden. */
  hid?(text: string): void;
}

export function redactMarkup(source: string, rules: MarkupRules): string {
  const out: string[] = [];
  /** Open elements within a hidden one, itself included; 0: nothing is hidden. */
  let hidden = 0;
  /** Local name of the element whose text is being read. */
  let within = '';
  /** The last `<name>` said that the next `<value>` is secret. */
  let announced = false;

  const hide = (): void => {
    hidden = 1;
    announced = false;
    out.push(mask);
  };
  const words = (said: string, written: (clean: string) => string): void => {
    if (hidden > 0) return rules.hid?.(said);
    if (isLabel(within) && isSecretName(said.trim())) announced = true;
    out.push(written(rules.text(said)));
  };

  for (const piece of source.matchAll(pieces)) {
    const [all, cdata, comment, slash, name, rest = '', text] = piece;
    if (cdata !== undefined) words(cdata, (clean) => `<![CDATA[${clean}]]>`);
    else if (text !== undefined) words(text, (clean) => clean);
    else if (comment !== undefined) words(comment, (clean) => clean);
    else if (name === undefined) words(all, (clean) => clean);
    else if (slash === '/') {
      if (hidden > 0) hidden -= 1;
      if (hidden === 0) out.push(all);
      within = '';
    } else {
      const closed = rest.trimEnd().endsWith('/');
      if (hidden > 0) {
        if (!closed) hidden += 1;
        continue;
      }
      const local = localName(name);
      const tag = redactAttributes(rest, rules);
      out.push(`<${name}${tag.text}>`);
      if (closed) continue;
      within = local;
      if (tag.names || isSecretName(local) || (announced && !isLabel(local))) hide();
    }
  }
  return out.join('');
}

/** `names`: an attribute such as `name="password"` says what the element holds. */
function redactAttributes(rest: string, rules: MarkupRules): { readonly text: string; readonly names: boolean } {
  let names = false;
  for (const [, name = '', , value = ''] of rest.matchAll(attributes)) {
    if (isLabel(localName(name)) && isSecretName(value.slice(1, -1))) names = true;
  }
  const text = rest.replace(attributes, (_all, name: string, between: string, value: string) => {
    const quote = value.charAt(0);
    const local = localName(name);
    const secret = isSecretName(local) || (names && !isLabel(local) && !isNamespace(name));
    if (secret) rules.hid?.(value.slice(1, -1));
    return `${name}${between}${quote}${secret ? mask : rules.text(value.slice(1, -1))}${quote}`;
  });
  return { text, names };
}

function isNamespace(name: string): boolean {
  return name.startsWith('xmlns') || name.startsWith('xsi:');
}

function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}
