/**
 * Every screen there is, as somebody with little sight, without a mouse, in another language or on a telephone meets it: WCAG 2.2 AA by axe
 * in both themes and in the pseudo-locale, headings in order, nothing wider than 360 pixels, and no text that is written into the code.
 * The screens are the router's own: a new one is covered by itself, once `parameters` knows what its address takes.
 */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { headingProblems, tooWide, violationsOf } from './harness/axe.ts';
import { browserTests, type TestTenant, type Visitor } from './harness/browser.ts';
import { hardCodedTexts, listenToServer } from './harness/pseudo-locale.ts';

const browser = browserTests();

/** What the router puts there for its own tools, and we use. */
declare const self: {
  readonly __TSR_ROUTER__: {
    readonly routesByPath: Readonly<Record<string, { readonly fullPath: string }>>;
    navigate(to: { readonly href: string }): Promise<void>;
  };
};

/** Patterns of all routes (`/$tenant/integrations/$integration/runs`), as the router in the page has them. */
async function patterns(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => Object.values(self['__TSR_ROUTER__'].routesByPath).map(({ fullPath }) => fullPath));
}

/** What a person cannot be on while he is signed in, or is sent on from. */
const elsewhere = new Set(['/', '/sign-in', '/reset-password', '/join', '/welcome']);

type Parameters = Readonly<Record<string, string | undefined>>;

async function first(tenant: TestTenant, path: string): Promise<string | undefined> {
  const { data } = await tenant.api('GET', `${path}${path.includes('?') ? '&' : '?'}limit=1`);
  return (data as { id: string }[])[0]?.id;
}

/** A value for each parameter of an address, from what the tenant has; undefined: it has none. */
async function parametersOf(tenant: TestTenant): Promise<Parameters> {
  const { data } = await tenant.api('GET', '/integrations?limit=200');
  const integrations = data as { id: string; provider: string }[];
  const integration = (integrations.find(({ provider }) => provider === 'xero') ?? integrations[0])?.id;
  return {
    tenant: tenant.slug,
    provider: 'xero',
    integration,
    model: 'invoice',
    run: integration === undefined ? undefined : await first(tenant, `/runs?integration=${integration}`),
    endpoint: await first(tenant, '/endpoints'),
    route: await first(tenant, '/routes'),
  };
}

/** Undefined: the tenant lacks what it would show. */
function fill(pattern: string, parameters: Parameters): string | undefined {
  const names = [...pattern.matchAll(/\$(\w+)/g)].map(([, name = '']) => name);
  const unknown = names.filter((name) => !Object.hasOwn(parameters, name));
  if (unknown.length > 0) throw new Error(`${pattern}: this test does not know where to get a ${unknown.join(', ')}`);
  if (names.some((name) => parameters[name] === undefined)) return undefined;
  return pattern.replaceAll(/\$(\w+)/g, (_whole, name: string) => parameters[name] ?? '').replace(/(?<=.)\/$/, '');
}

/** Nothing is on its way any more: not a request, not a skeleton in the place of what will be there. */
async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForFunction(() => document.querySelector('[data-loading]') === null);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** Within the page, as a link does: loading it anew for every screen would take most of the time. */
async function go(page: Page, address: string): Promise<void> {
  await page.evaluate((href) => self['__TSR_ROUTER__'].navigate({ href }), address);
  await settle(page);
}

/** After what the page does about a change. */
async function nextFrame(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

const wide = { width: 1280, height: 860 };
const narrow = { width: 360, height: 740 };

describe('every screen', { timeout: 600_000 }, () => {
  let seeded: readonly string[];
  let bare: readonly string[];
  let empty: TestTenant;

  beforeAll(async () => {
    const { demo } = browser;
    if ((await first(demo, '/endpoints')) === undefined)
      await demo.api('POST', '/endpoints', { url: 'https://hooks.example.com/plugboard' });
    empty = await browser.tenant();
    const { page, context } = await browser.signedIn({ administrator: true });
    await page.goto('/demo');
    await settle(page);
    const all = (await patterns(page)).filter((pattern) => !elsewhere.has(pattern));
    const addresses = async (tenant: TestTenant) => {
      const parameters = await parametersOf(tenant);
      return [...new Set(all.map((pattern) => fill(pattern, parameters)))].filter((address) => address !== undefined);
    };
    seeded = await addresses(demo);
    bare = (await addresses(empty)).filter((address) => address.startsWith(`/${empty.slug}`));
    await context.close();
  }, 120_000);

  /** What is wrong on any of them, all together. */
  async function problemsOf(
    { page, problems }: Visitor,
    addresses: readonly string[],
    lookAt: (page: Page) => Promise<readonly string[]>,
  ): Promise<readonly string[]> {
    const found: string[] = [];
    for (const address of addresses) {
      try {
        await go(page, address);
        found.push(...(await lookAt(page)).map((problem) => `${address}: ${problem}`));
      } catch (error) {
        found.push(`${address}: could not be looked at: ${String(error).split('\n')[0]}`);
      }
      found.push(...problems.take().map((problem) => `${address}: ${problem}`));
    }
    return found;
  }

  /** In both themes, and 360 pixels wide. */
  async function look(page: Page): Promise<readonly string[]> {
    const found = [...(await headingProblems(page))];
    for (const theme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await nextFrame(page);
      found.push(...(await violationsOf(page)).map((problem) => `${theme}: ${problem}`));
    }
    await page.setViewportSize(narrow);
    await nextFrame(page);
    const more = await tooWide(page);
    await page.setViewportSize(wide);
    return more > 0 ? [...found, `is ${more} pixels too wide`] : found;
  }

  async function administrator(start: string): Promise<Visitor> {
    const one = await browser.signedIn({ administrator: true, ...wide });
    await one.page.goto(start);
    await settle(one.page);
    return one;
  }

  test('with everything there is to show', async () => {
    expect(await problemsOf(await administrator('/demo'), seeded, look)).toEqual([]);
  });

  test('in the pseudo-locale, where every text that is not from a locale file is seen', async () => {
    const one = await browser.signedIn({ administrator: true, ...wide });
    const server = listenToServer(one.page);
    await one.page.goto('/demo?locale=pseudo');
    await settle(one.page);
    const more = async (page: Page) => [...(await hardCodedTexts(page, server)), ...(await look(page))];
    expect(await problemsOf(one, seeded, more)).toEqual([]);
  });

  test('of a tenant that has nothing yet', async () => {
    expect(await problemsOf(await administrator(`/${empty.slug}`), bare, look)).toEqual([]);
  });

  test('before anybody is signed in', async () => {
    const one = await browser.nobody(wide);
    await one.page.goto('/sign-in');
    await settle(one.page);
    expect(await problemsOf(one, ['/sign-in', '/reset-password', '/join'], look)).toEqual([]);
  });
});
