/** What `npm run size` adds up is what a browser really fetches before the overview shows, compressed, and kept from then on. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { firstLoad } from '../../tools/first-load.ts';
import { browserTests } from './harness/browser.ts';

const browser = browserTests();

interface Fetched {
  readonly path: string;
  readonly encoding: string | undefined;
}

/** Scripts and styles answered from now on. */
function fetchedBy(page: Page): readonly Fetched[] {
  const fetched: Fetched[] = [];
  page.on('response', (response) => {
    const path = new URL(response.url()).pathname.slice(1);
    if (/\.(js|css)$/.test(path)) fetched.push({ path, encoding: response.headers()['content-encoding'] });
  });
  return fetched;
}

const pathsOf = (fetched: readonly Fetched[], ending: string) =>
  fetched.map(({ path }) => path).filter((path) => path.endsWith(ending));

test('the overview needs what the budget counts and no more, compressed', async () => {
  const { page } = await browser.signedIn();
  const fetched = fetchedBy(page);
  await page.goto('/');
  await page.getByText('Nothing is connected yet').or(page.getByRole('main').getByRole('link')).first().waitFor();
  const { scripts, styles } = firstLoad('dashboard');
  expect(pathsOf(fetched, '.js').filter((path) => !scripts.includes(path))).toEqual([]);
  expect(pathsOf(fetched, '.css')).toEqual(styles);
  const main = fetched.filter(({ path }) => path.startsWith('assets/dashboard'));
  expect(main.map(({ encoding }) => encoding)).toEqual(main.map(() => 'br'));

  // Nothing of it is asked for again; only the page itself, which is as it was.
  const before = fetched.length;
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  const answers = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry): entry is PerformanceResourceTiming => /\/assets\//.test(entry.name))
      .filter((entry) => 'transferSize' in entry && entry.transferSize > 0)
      .map(({ name }) => name),
  );
  expect(answers).toEqual([]);
  expect(before).toBeGreaterThan(0);
});
