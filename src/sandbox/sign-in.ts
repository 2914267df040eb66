/**
 * What a person does on a sandbox's authorize page: opens it, picks an account, presses Allow, and is sent back to the app. For
 * the demo and for tests; it follows the page's own form, so the whole flow is real.
 */

export interface Consent {
  /** Ids of the accounts to pick; default: those the page proposes. */
  readonly accounts?: readonly string[];
  /** Default true. */
  readonly allow?: boolean;
}

/** The address (our callback, with code and state) the browser is sent to. Throws Error with the page's text when it refuses. */
export async function giveConsent(authorizeUrl: string, consent: Consent = {}): Promise<string> {
  const page = await fetch(authorizeUrl, { redirect: 'manual' });
  const early = page.headers.get('location');
  // Refused before anybody was asked, but to the app's own address: the app is told.
  if (early !== null) return new URL(early, authorizeUrl).href;
  const html = await page.text();
  if (!page.ok)
    throw new Error(
      `the authorize page says: ${html
        .replace(/<style>.*?<\/style>|<[^>]+>/gs, ' ')
        .replace(/\s+/g, ' ')
        .trim()}`,
    );
  const form = new URLSearchParams();
  for (const [input] of html.matchAll(/<input\b[^>]*>/g)) {
    const name = attribute(input, 'name');
    const hidden = attribute(input, 'type') === 'hidden';
    if (hidden || (consent.accounts === undefined && / checked\b/.test(input)))
      form.append(name, attribute(input, 'value'));
  }
  for (const account of consent.accounts ?? []) form.append('account', account);
  form.set('decision', (consent.allow ?? true) ? 'allow' : 'deny');
  const { origin, pathname } = new URL(authorizeUrl);
  const answer = await fetch(origin + pathname, { method: 'POST', body: form, redirect: 'manual' });
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`the authorize page answered ${answer.status} instead of sending us back`);
  return new URL(location, authorizeUrl).href;
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return value.replace(/&#(\d+);/g, (_entity, code: string) => String.fromCharCode(Number(code)));
}
