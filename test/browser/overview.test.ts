/** The overview: it follows what happens without being loaded again, says what fails first, and helps with it. */
import { expect, test } from 'vitest';
import { violationsOf } from './harness/axe.ts';
import { browserTests } from './harness/browser.ts';

const browser = browserTests();

test('what happens shows by itself: a run that ends, an integration that fails and is mended', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('stripe');
  const { page } = await browser.signedIn({ role: 'operator', tenant: acme });
  await page.goto(`/${acme.slug}`);
  const card = page.getByRole('region', { name: 'Integrations' });
  await card.getByText('Connected').waitFor();
  // Were the page loaded again, it would have forgotten.
  await page.evaluate(() => void (document.title = 'kept'));
  const runs = page.getByRole('region', { name: 'Runs of the last 24 hours' });
  const counted = async () => Number(/(\d+) runs/.exec((await runs.locator('figcaption').textContent()) ?? '')?.[1]);
  await expect.poll(counted).toBeGreaterThan(0);
  const before = await counted();

  await acme.api('POST', `/integrations/${id}/sync`, { streams: ['customers'] });
  await expect.poll(counted, { timeout: 15_000 }).toBe(before + 1);

  await browser.sandbox.fault({ provider: 'stripe', kind: 'status', status: 400 });
  await acme.api('POST', `/integrations/${id}/sync`, { streams: ['customers'] });
  const attention = page.getByRole('region', { name: 'Needs attention' });
  await attention.getByText('Stripe, customers:').waitFor();
  await card.getByText('Failing').waitFor();
  expect(await violationsOf(page)).toEqual([]);

  await browser.sandbox.clearFaults();
  await attention.getByRole('button', { name: 'Try again now' }).click();
  await attention.waitFor({ state: 'hidden' });
  await page.getByText('Everything works').waitFor();
  expect(await page.title()).toBe('kept');
});

test('the runs of a day can be read as a table', async () => {
  const acme = await browser.tenant();
  await acme.connect('stripe');
  const { page } = await browser.signedIn({ role: 'viewer', tenant: acme });
  await page.goto(`/${acme.slug}`);
  await page.getByRole('button', { name: 'Show as a table' }).click();
  const table = page.getByRole('table', { name: 'Runs of the last 24 hours' });
  await table.waitFor();
  expect(await table.getByRole('row').count()).toBe(25);
});

test('of a tenant with nothing it says where to begin', async () => {
  const { page, tenant } = await browser.signedIn();
  await page.goto(`/${tenant}`);
  await page.getByText('Nothing is connected yet').waitFor();
  await page.getByRole('link', { name: 'To the marketplace' }).click();
  await page.getByRole('heading', { level: 1, name: 'Marketplace' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/${tenant}/marketplace`);
});
