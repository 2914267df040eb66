/** What is around every screen: themes, finding by keyboard, skipping, the menu of a narrow window, an address that leads nowhere. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { tooWide } from './harness/axe.ts';
import { browserTests } from './harness/browser.ts';

const browser = browserTests();

const themeOf = (page: Page) => page.evaluate(() => document.documentElement.dataset['theme']);
const overview = (page: Page) => page.getByRole('heading', { level: 1, name: 'Overview' });

async function chooseTheme(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitem', { name }).click();
  await page.getByRole('menu').waitFor({ state: 'hidden' });
}

test('a theme is chosen, kept, and on the page before anything is painted', async () => {
  const { page } = await browser.signedIn({ theme: 'light' });
  await page.goto('/');
  await overview(page).waitFor();
  expect(await themeOf(page)).toBe('light');
  await chooseTheme(page, 'Dark');
  expect(await themeOf(page)).toBe('dark');

  // As soon as the page has a body, before the dashboard's own script has run.
  await page.addInitScript(() => {
    new MutationObserver((_changes, observer) => {
      if (document.body === null) return;
      sessionStorage.setItem('first-theme', document.documentElement.dataset['theme'] ?? 'none');
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  await overview(page).waitFor();
  expect(await page.evaluate(() => sessionStorage.getItem('first-theme'))).toBe('dark');
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');

  await chooseTheme(page, 'As the system has it');
  expect(await themeOf(page)).toBe('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => themeOf(page)).toBe('dark');
});

test('Ctrl-K finds screens, providers and integrations without a mouse', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('xero');
  const { page } = await browser.signedIn({ tenant: acme });
  await page.goto(`/${acme.slug}`);
  await overview(page).waitFor();

  const find = async (group: string, typed: string, name: string) => {
    await page.keyboard.press('Control+k');
    const input = page.getByRole('combobox', { name: 'Go to' });
    await input.waitFor();
    await expect.poll(() => input.evaluate((element) => element === document.activeElement)).toBe(true);
    const option = page.getByRole('group', { name: group }).getByRole('option', { name, exact: true });
    await option.waitFor();
    await page.keyboard.type(typed);
    await expect.poll(() => page.getByRole('option').allTextContents()).toContain(name);
    while ((await option.getAttribute('data-highlighted')) === null) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  };
  await find('Watch', 'market', 'Marketplace');
  await page.waitForURL(`**/${acme.slug}/marketplace`);
  await find('Providers', 'strip', 'Stripe');
  await page.waitForURL(`**/${acme.slug}/marketplace/stripe`);
  await find('Integrations', 'xer', 'Xero');
  await page.waitForURL(`**/${acme.slug}/integrations/${id}`);

  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Go to' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
});

test('the first press of Tab skips to the content', async () => {
  const { page } = await browser.signedIn();
  await page.goto('/');
  await overview(page).waitFor();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  await expect.poll(() => skip.evaluate((link) => link === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
});

test('an address that leads nowhere says so, and the way out works', async () => {
  const { page, tenant } = await browser.signedIn();
  await page.goto(`/${tenant}/no-such-thing`);
  await page.getByRole('heading', { level: 1, name: 'Not found' }).waitFor();
  await page.getByText('There is nothing at this address').waitFor();
  await page.getByRole('link', { name: 'To the overview' }).click();
  await overview(page).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/${tenant}`);
});

test("another tenant's address shows nothing of it", async () => {
  const other = await browser.tenant();
  const { page, problems } = await browser.signedIn();
  problems.expect(/^40[34] GET \/api\/tenants\/acme-/);
  await page.goto(`/${other.slug}`);
  await page.getByRole('alert').first().waitFor();
  expect(await page.getByText('Acme Training').count()).toBeLessThanOrEqual(1);
});

test('in a narrow window the menu opens, leads somewhere and closes; nothing scrolls sideways', async () => {
  const { page } = await browser.signedIn({ width: 360, height: 700 });
  await page.goto('/');
  await overview(page).waitFor();
  const screens = page.getByRole('navigation', { name: 'Screens' });
  expect(await screens.isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Open the menu' }).click();
  await screens.getByRole('link', { name: 'Marketplace' }).click();
  await page.getByRole('heading', { level: 1, name: 'Marketplace' }).waitFor();
  await screens.waitFor({ state: 'hidden' });
  expect(await tooWide(page)).toBe(0);
});
