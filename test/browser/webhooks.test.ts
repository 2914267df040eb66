/** What vendors send: seen as it comes, opened, a dead letter mended and replayed, many replayed; and not by somebody who only looks. */
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { browserTests, type TestTenant } from './harness/browser.ts';

const browser = browserTests();
const secret = 'whsec_browser_tests_0123456789';

/** Sends one as Stripe signs them. */
async function sendSigned(url: string, event: object): Promise<number> {
  const body = JSON.stringify(event);
  const t = Math.floor(Date.now() / 1000);
  const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
  const headers = { 'content-type': 'application/json', 'stripe-signature': `t=${t},v1=${v1}` };
  return (await fetch(url, { method: 'POST', headers, body })).status;
}

/** A customer that is gone at the vendor, with an id nothing can be stored under. */
const unusable = (id: string) => ({
  id,
  object: 'event',
  type: 'customer.deleted',
  created: Math.floor(Date.now() / 1000),
  data: { object: { id: 'cus_\u0000', object: 'customer', deleted: true } },
});

async function withStripe(): Promise<{ acme: TestTenant; id: string; url: string }> {
  const acme = await browser.tenant();
  const { id } = await acme.connect('stripe');
  const { url } = await acme.api('PUT', `/integrations/${id}/webhook-address`, { secret });
  return { acme, id, url };
}

test('an address is registered, tested, and what comes is seen live', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('stripe');
  const { page } = await browser.signedIn({ tenant: acme });
  await page.goto(`/${acme.slug}/integrations/${id}/webhooks`);
  await page.getByRole('button', { name: 'Register it' }).click();
  await page.getByText('Active', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Send a test delivery' }).click();
  await page.getByText('The test arrived', { exact: true }).waitFor();

  await page.goto(`/${acme.slug}/webhooks`);
  await page.getByRole('row', { name: /plugboard\.test/ }).waitFor();
  await browser.sandbox.sendWebhooks('stripe', { type: ['charge.refunded'], count: 1 });
  await page.getByRole('button', { name: '1 new' }).click();
  await page.getByRole('row', { name: /charge\.refunded/ }).click();
  const drawer = page.getByRole('dialog', { name: 'charge.refunded' });
  await drawer.getByText('Processed').waitFor();
  await drawer.getByRole('heading', { name: 'What it says' }).waitFor();
  expect(page.url()).toMatch(/webhook=whk_/);
});

test('a dead letter says why, is mended and replayed; all that failed are counted before they are replayed', async () => {
  const { acme, url } = await withStripe();
  for (const id of ['evt_bad1', 'evt_bad2', 'evt_bad3']) expect(await sendSigned(url, unusable(id))).toBe(200);
  const failed = async () => (await acme.api('GET', '/webhooks?state=failed')).data.length;
  await expect.poll(failed, { timeout: 20_000 }).toBe(3);

  const { page } = await browser.signedIn({ role: 'operator', tenant: acme });
  await page.goto(`/${acme.slug}/webhooks?state=failed`);
  await page
    .getByRole('row', { name: /customer\.deleted/ })
    .first()
    .focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: 'customer.deleted' });
  await drawer.getByText('The event names no usable id.').waitFor();
  await drawer.getByRole('button', { name: 'Mend' }).click();
  const payload = drawer.getByRole('textbox', { name: 'Payload' });
  await payload.waitFor();
  await payload.fill(
    JSON.stringify({ ...unusable('evt_bad3'), data: { object: { id: 'cus_0', object: 'customer' } } }),
  );
  await drawer.getByRole('button', { name: 'Replay the mended one' }).click();
  await drawer.getByText('Processed').waitFor();
  await drawer.getByRole('heading', { name: 'What it said when it came' }).waitFor();
  await drawer.getByRole('button', { name: 'Close' }).click();

  await page.getByRole('button', { name: 'Replay many' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replay webhooks' });
  await dialog.getByText('2 webhooks would be replayed.').waitFor();
  await dialog.getByRole('button', { name: 'Replay 2' }).click();
  await page.getByText('2 webhooks are worked off again').first().waitFor();
  await expect.poll(failed, { timeout: 20_000 }).toBe(2);
});

test('somebody who only looks replays nothing', async () => {
  const { acme, url } = await withStripe();
  expect(await sendSigned(url, unusable('evt_bad'))).toBe(200);
  const { page } = await browser.signedIn({ role: 'viewer', tenant: acme });
  await page.goto(`/${acme.slug}/webhooks`);
  await page.getByRole('row', { name: /customer\.deleted/ }).click();
  const drawer = page.getByRole('dialog', { name: 'customer.deleted' });
  await drawer.getByText('Values are masked: your role does not see personal data.').waitFor();
  expect(await drawer.getByRole('button', { name: /Replay|Mend/ }).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Replay many' }).count()).toBe(0);
});
