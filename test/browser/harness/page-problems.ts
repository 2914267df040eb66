/**
 * Watches a window for what no test looks at and every test would want to know: exceptions, errors on the console (a breach of the
 * Content-Security-Policy is one), answers that say no, and requests to anybody but us. Called by browser.ts.
 */
import type { BrowserContext, Page } from 'playwright-core';

export interface Problems {
  /** From now on this is no problem: a test that provokes a refusal says which (`/^403 POST .*\/sync/`). */
  expect(pattern: RegExp): void;
  /** What there was since the last time. */
  take(): readonly string[];
}

/** The browser's own note of a refused request, which `responded` tells better. */
const refusalNote = /^Failed to load resource: the server responded with a status of/;

export function watchPage(context: BrowserContext, isOurs: (origin: string) => boolean): Problems {
  const expected: RegExp[] = [];
  let found: string[] = [];
  const tell = (problem: string) => void found.push(problem);
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (/^https?:$/.test(protocol) && !isOurs(origin)) tell(`asked somebody else: ${request.url()}`);
  });
  context.on('response', (response) => {
    if (response.status() < 400) return;
    const { pathname, search } = new URL(response.url());
    tell(`${response.status()} ${response.request().method()} ${pathname}${search}`);
  });
  context.on('weberror', (error) => tell(`exception: ${error.error().stack ?? error.error().message}`));
  context.on('console', (message) => {
    if (message.type() !== 'error' || refusalNote.test(message.text())) return;
    tell(`console: ${message.text()} (${whereOf(message.page())})`);
  });
  return {
    expect: (pattern) => void expected.push(pattern),
    take: () => {
      const taken = found.filter((problem) => !expected.some((pattern) => pattern.test(problem)));
      found = [];
      return taken;
    },
  };
}

function whereOf(page: Page | null): string {
  return page === null ? 'no page' : new URL(page.url()).pathname;
}
