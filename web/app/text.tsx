/**
 * All words of the dashboard, by screen, from locales/<language>/. A first look needs those of the shell and the overview; all others are
 * fetched together with the first screen that is another (router.tsx). In the pseudo-locale (pseudo.ts) a text that was written into the
 * code instead of a locale file is seen.
 */
import { useSyncExternalStore, type ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import app from '../locales/en/app.json' with { type: 'json' };
import type * as en from '../locales/en/index.ts';
import overview from '../locales/en/overview.json' with { type: 'json' };
import ui from '../locales/en/ui.json' with { type: 'json' };
import words from '../locales/en/words.json' with { type: 'json' };
import { asAsked } from './pseudo.ts';

export type Messages = typeof en;

declare module 'use-intl' {
  interface AppConfig {
    Locale: 'en';
    Messages: Messages;
  }
}

let known: Partial<Messages> = asAsked({ app, overview, ui, words });
let fetched: Promise<void> | undefined;
const listeners = new Set<() => void>();

function onKnown(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Resolves when the texts of all screens are there. */
export function allTexts(): Promise<void> {
  fetched ??= import('../locales/en/index.ts').then(
    (all) => {
      known = asAsked({ ...all });
      for (const listener of listeners) listener();
    },
    (error: unknown) => {
      // Asked again by whoever tries again.
      fetched = undefined;
      throw error;
    },
  );
  return fetched;
}

export function Texts({ children }: { readonly children: ReactNode }) {
  const messages = useSyncExternalStore(onKnown, () => known);
  return (
    <IntlProvider locale="en" messages={messages} timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}>
      {children}
    </IntlProvider>
  );
}
