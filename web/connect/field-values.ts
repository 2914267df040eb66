/**
 * What is typed into the fields of a provider, held against their declarations as the server does it: said at once, beside the field. The
 * server has the last word. Pure.
 */
import type { FieldFacts } from './connector.ts';

/** What is wrong with a value; the form has the words. `pattern` and `spaced` bring the provider's own. */
export type FieldTrouble =
  | { readonly kind: 'missing' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'pattern' | 'spaced'; readonly message: string };

/** Pasted keys bring spaces, line ends and characters that cannot be seen along; nothing begins or ends with them. */
export function bare(text: string): string {
  return text.replaceAll(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, '');
}

/** `stored`: there is a value already, which stays when nothing is typed. */
export function troubleWith(field: FieldFacts, typed: string, stored: boolean): FieldTrouble | undefined {
  const value = bare(typed);
  if (value === '') return field.required && !stored ? { kind: 'missing' } : undefined;
  if (field.choices !== null && !field.choices.includes(value)) return { kind: 'choice', choices: field.choices };
  const { pattern, pattern_message: message, tidied } = field;
  // What the server tidies first may well be something else than its pattern says now.
  if (tidied || pattern === null || message === null || !understands(pattern) || matches(pattern, value))
    return undefined;
  return { kind: /[\s\p{Cf}]/u.test(value) ? 'spaced' : 'pattern', message };
}

function matches(pattern: string, value: string): boolean {
  return new RegExp(`^(?:${pattern})$`, 'u').test(value);
}

function understands(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').source !== '';
  } catch {
    return false;
  }
}

/** Values to send: what was typed, without what surrounds it, and nothing that was left empty. */
export function filled(
  fields: readonly FieldFacts[],
  typed: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    fields.flatMap(({ name }) => {
      const value = bare(typed[name] ?? '');
      return value === '' ? [] : [[name, value]];
    }),
  );
}

/** How a password manager is told what a field is. A user and a password belong together, apart from those of other providers. */
export function autoCompleteOf(provider: string, way: string, field: Pick<FieldFacts, 'name' | 'secret'>): string {
  if (way !== 'basic' && way !== 'session') return 'off';
  const section = `section-${provider}`;
  if (field.secret) return /pass/i.test(field.name) ? `${section} current-password` : 'off';
  return /user|e-?mail|login/i.test(field.name) ? `${section} username` : 'off';
}
