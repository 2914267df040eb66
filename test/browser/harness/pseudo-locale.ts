/**
 * Finds text that is written into the code instead of a locale file: in the pseudo-locale every message is accented, so what is plain and
 * neither data (something the server answered) nor a date is one of ours that cannot be translated. Called by accessibility.test.ts.
 */
import type { Page, Response } from 'playwright-core';

/** What a moment is made of in English: `in 5 minutes`, `yesterday`, `21 Nov 2026, 23:01:07 GMT+11`. */
const ofDates =
  /\b(now|ago|in|yesterday|tomorrow|today|last|next|this|at|and|(second|sec|minute|min|hour|hr|day|week|wk|month|mo|quarter|year|yr)s?\.?|[smhd]|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|november|december|(mon|tues?|wed|wednes|thurs?|fri|sat|satur|sun)(day)?|am|pm|utc|gmt|aedt|aest|kb|mb|gb|bytes?|ms)\b/gi;
/** Names, which are the same in all languages. */
const names =
  /\b(Plugboard|JSON|CSV|NDJSON|URL|API|OAuth|HTTP|HTTPS|ID|cron|JSONata|UTF-8|SHA-256|GET|POST|PUT|PATCH|DELETE)\b/g;

/** `A$4,235.00` */
const amounts = /\b[A-Z]{0,3}[$€£¥]\s?[\d,.]+/g;

/** What the server said to a page so far: whatever of it is shown is data. */
export interface SaidByServer {
  has(text: string): boolean;
}

export function listenToServer(page: Page): SaidByServer {
  let said = '';
  const hear = async (response: Response) => {
    if (!new URL(response.url()).pathname.startsWith('/api/')) return;
    const text = await response.text().catch(() => '');
    said += `\n${text.toLowerCase()}`;
  };
  page.on('response', (response) => void hear(response));
  // As JSON writes it: quotes and line ends inside a string are escaped.
  return { has: (text) => said.includes(JSON.stringify(text.toLowerCase()).slice(1, -1)) };
}

/** One line per text; empty when all come from locale files. The page must have been opened with `?locale=pseudo`. */
export async function hardCodedTexts(page: Page, server: SaidByServer): Promise<readonly string[]> {
  const texts = await page.evaluate(() => {
    const found = new Set<string>();
    const shown = (element: Element) =>
      element.checkVisibility() && element.closest('code, pre, script, style, [role="textbox"]') === null;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
      if (node.parentElement !== null && shown(node.parentElement)) found.add(node.textContent ?? '');
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
      for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
        if (shown(element)) found.add(element.getAttribute(name) ?? '');
    found.add(document.title);
    return [...found];
  });
  return (
    texts
      .map((text) => text.trim())
      .filter(
        (text) =>
          isPlain(text) &&
          !server.has(text) &&
          isPlain(text.replaceAll(amounts, '').replaceAll(ofDates, '').replaceAll(names, '')),
      )
      // A sentence may be put together of data: then each of its words is.
      .filter(
        (text) =>
          !text
            .split(/[\s,;:()/]+/)
            .filter(isPlain)
            .every((word) => server.has(word)),
      )
      .map((text) => `"${text}" is written into the code, or its message is missing`)
  );
}

/** Has letters the pseudo-locale would have accented, and no sign of having been through it. */
function isPlain(text: string): boolean {
  return /[aeioucn]/i.test(text) && !/[åéîöüçñÅÉÎÖÜ]|·\]|^\[/.test(text);
}
