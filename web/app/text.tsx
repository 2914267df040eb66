/**
 * All words of the dashboard, by screen, from locales/<language>/. `?locale=pseudo` shows every text longer and accented: what is not,
 * is written into the code instead of a locale file.
 */
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import * as en from '../locales/en/index.ts';
import { asAsked } from './pseudo.ts';

export type Messages = typeof en;

declare module 'use-intl' {
  interface AppConfig {
    Locale: 'en';
    Messages: Messages;
  }
}

const messages: Messages = asAsked({ ...en });

export function Texts({ children }: { readonly children: ReactNode }) {
  return (
    <IntlProvider locale="en" messages={messages} timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}>
      {children}
    </IntlProvider>
  );
}
