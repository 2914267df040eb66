/** The marketplace: finding a provider, what an address remembers, what can be done from the card, the page of a provider. */
import { beforeAll, expect, test } from 'vitest';
import { providers } from '../../providers/registry.gen.ts';
import type { Category } from '../../src/contract/index.ts';
import { violationsOf } from './harness/axe.ts';
import { browserTests } from './harness/browser.ts';

const browser = browserTests();

let categories: readonly Category[];
beforeAll(async () => {
  categories = (await Promise.all(Object.values(providers).map((load) => load()))).map(
    ({ default: one }) => one.category,
  );
});
/** As the marketplace counts them. */
const counted = (some: readonly unknown[]) => (some.length === 1 ? '1 provider' : `${some.length} providers`);

test('somebody finds Xero by typing a part of its name, and reads what it does', async () => {
  const { page, tenant } = await browser.signedIn();
  // What is called so comes before what only mentions it.
  const first = () => page.getByRole('main').getByRole('heading', { level: 2 }).first().innerText();
  await page.goto(`/${tenant}/marketplace`);
  await page.getByText(counted(categories), { exact: true }).waitFor();
  await page.getByLabel('Search providers').fill('xer');
  await expect.poll(first).toBe('Xero');
  await expect.poll(() => page.url()).toContain('q=xer');
  await page.getByRole('link', { name: 'Xero' }).click();
  await page.getByRole('heading', { level: 1, name: 'Xero' }).waitFor();
  await page.getByRole('region', { name: 'What it syncs' }).getByText('bank_transactions').first().waitFor();
  // The guide is a part of the page: its chapters come below the heading of the card.
  await page.getByRole('heading', { level: 3, name: 'Create the app' }).waitFor();
  expect(await page.getByRole('link', { name: 'developer.xero.com' }).getAttribute('rel')).toContain('noopener');
  expect(await violationsOf(page)).toEqual([]);
  await page.goBack();
  await expect.poll(first).toBe('Xero');
  expect(await page.getByLabel('Search providers').inputValue()).toBe('xer');
});

test('the category is in the address, and an address that names one shows it', async () => {
  const { page, tenant } = await browser.signedIn({ role: 'viewer' });
  await page.goto(`/${tenant}/marketplace`);
  await page.getByRole('button', { name: 'Payment' }).click();
  await page.getByText('1 provider', { exact: true }).waitFor();
  expect(new URL(page.url()).search).toBe('?category=payment');
  await page.goto(`/${tenant}/marketplace?category=accounting`);
  await page.getByText(counted(categories.filter((one) => one === 'accounting')), { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Accounting' }).getAttribute('aria-pressed')).toBe('true');
  // Whoever may only look on is offered no connecting.
  expect(await page.getByRole('link', { name: 'Connect' }).count()).toBe(0);
  await page.getByLabel('Search providers').fill('nobody');
  await page.getByText('No provider matches').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByText(counted(categories), { exact: true }).waitFor();
});

test('a connected provider is tested and read from its card', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('stripe');
  const { page } = await browser.signedIn({ role: 'operator', tenant: acme });
  await page.goto(`/${acme.slug}/marketplace?q=stripe`);
  const acts = page.getByRole('button', { name: 'Actions for Stripe' });
  await acts.click();
  await page.getByRole('menuitem', { name: 'Test the connection' }).click();
  await page.getByText('Stripe is connected').first().waitFor();
  const before = (await acme.api('GET', '/runs?limit=200')).data.length;
  await acts.click();
  await page.getByRole('menuitem', { name: 'Sync now' }).click();
  await page.getByText('Stripe is being read').first().waitFor();
  await acme.settled();
  expect((await acme.api('GET', '/runs?limit=200')).data.length).toBeGreaterThan(before);
  await acts.click();
  await page.getByRole('menuitem', { name: 'Configure' }).click();
  await page.waitForURL(`**/${acme.slug}/integrations/${id}/settings`);
});
