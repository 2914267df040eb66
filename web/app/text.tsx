/**
 * All words of the dashboard, by screen, from locales/<language>/. `?locale=pseudo` shows every text longer and accented: what is not,
 * is written into the code instead of a locale file.
 */
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import * as en from '../locales/en/index.ts';

export type Messages = typeof en;

declare module 'use-intl' {
  interface AppConfig {
    Locale: 'en';
    Messages: Messages;
  }
}

const accents: Readonly<Record<string, string>> = {
  a: 'å',
  e: 'é',
  i: 'î',
  o: 'ö',
  u: 'ü',
  c: 'ç',
  n: 'ñ',
  A: 'Å',
  E: 'É',
  I: 'Î',
  O: 'Ö',
  U: 'Ü',
};

/** Longer by a third, as German is; what stands in braces is ICU's and stays. */
function pseudo(text: string): string {
  let depth = 0;
  const marked = Array.from(text)
    .map((letter) => {
      if (letter === '{') depth += 1;
      if (letter === '}') depth -= 1;
      return depth > 0 ? letter : (accents[letter] ?? letter);
    })
    .join('');
  return `[${marked}${'·'.repeat(Math.ceil(text.length / 3))}]`;
}

function mapTexts<T>(value: T, change: (text: string) => string): T;
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]));
}

const messages: Messages = new URLSearchParams(location.search).get('locale') === 'pseudo' ? mapTexts(en, pseudo) : en;

export function Texts({ children }: { readonly children: ReactNode }) {
  return (
    <IntlProvider locale="en" messages={messages} timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}>
      {children}
    </IntlProvider>
  );
}
