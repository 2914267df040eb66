/** Holds a page against WCAG 2.2 AA with axe-core, and measures what axe does not: sideways scrolling and the order of headings. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, run } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** In the page, after `source` has run there. */
declare const axe: { readonly run: typeof run };

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** One line per violation and element; empty when there is none. `within`: a CSS selector, default the whole page. */
export async function violationsOf(page: Page, within?: string): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  const { violations } = await page.evaluate<AxeResults, { runOnly: string[]; selector: string | undefined }>(
    ({ runOnly, selector }) => axe.run(selector ?? document, { runOnly, resultTypes: ['violations'] }),
    { runOnly: wcag, selector: within },
  );
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) =>
        `${id} (${impact}): ${target.join(' ')}: ${failureSummary.split('\n').slice(1).join(' ').trim()}`,
    ),
  );
}

/** How many pixels the page is wider than its window. */
export function tooWide(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** What is wrong with the headings: more or less than one h1, a level left out. */
export async function headingProblems(page: Page): Promise<readonly string[]> {
  const headings = await page.evaluate(() =>
    [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
      .filter((heading) => heading.checkVisibility() && heading.closest('[aria-hidden="true"]') === null)
      .map((heading) => ({
        level: Number(heading.tagName[1]),
        text: heading.textContent.trim(),
        navigation: heading.closest('nav') !== null,
      })),
  );
  const content = headings.filter(({ navigation }) => !navigation);
  const tops = content.filter(({ level }) => level === 1).length;
  const jumps = content.flatMap(({ level, text }, index) =>
    level > (content[index - 1]?.level ?? 0) + 1
      ? [`heading "${text}" is h${level} without an h${level - 1} above it`]
      : [],
  );
  return [...(tops === 1 ? [] : [`there are ${tops} h1`]), ...jumps];
}
