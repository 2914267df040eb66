/** Steering the sandbox by the screen: a fault that shows at once in the overview, the clock, and whom it is shown to. */
import { expect, test } from 'vitest';
import { violationsOf } from './harness/axe.ts';
import { browserTests } from './harness/browser.ts';

const browser = browserTests();

test('an administrator has Stripe answer 429, and the connection test says whose fault that is', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('stripe');
  const { page } = await browser.signedIn({ administrator: true });
  await page.goto('/platform/sandbox');
  const faults = page.getByRole('region', { name: 'Faults' });
  await faults.getByRole('combobox', { name: 'Vendor' }).click();
  await page.getByRole('option', { name: 'Stripe' }).click();
  await faults.getByRole('button', { name: 'Switch on' }).click();
  await faults.getByText('status').waitFor();
  expect(await violationsOf(page)).toEqual([]);

  const tested = await acme.api('POST', `/integrations/${id}/test_connection`);
  expect(tested).toMatchObject({ success: false });
  await faults.getByText(/requests? met it/).waitFor();

  await faults.getByRole('button', { name: 'Switch off status of Stripe' }).click();
  await faults.getByText('Nothing goes wrong.').waitFor();
  expect(await browser.sandbox.faults()).toEqual([]);
});

test('the clock stands still and goes on', async () => {
  const { page } = await browser.signedIn({ administrator: true });
  await page.goto('/platform/sandbox');
  const clock = page.getByRole('region', { name: 'Clock' });
  await clock.getByRole('button', { name: 'Freeze' }).click();
  await clock.getByText('Frozen').waitFor();
  expect((await browser.sandbox.clock()).frozen_at).not.toBeNull();
  await clock.getByRole('button', { name: 'Back to the real time' }).click();
  await clock.getByText('Goes right').waitFor();
  expect(await browser.sandbox.clock()).toMatchObject({ frozen_at: null, offset: 0 });
});

test('everybody sees that the vendors are imitations; nobody else may steer them', async () => {
  const { page, tenant, problems } = await browser.signedIn();
  await page.goto(`/${tenant}`);
  await page.getByTitle('the vendors are imitations').waitFor();
  problems.expect(/^403 GET .*\/platform\/sandbox/);
  expect(await page.evaluate(async () => (await fetch('/api/platform/sandbox')).status)).toBe(403);
});
