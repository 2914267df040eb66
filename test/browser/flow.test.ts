/**
 * The whole story in one go, as somebody new lives it: comes in, finds Xero, connects it at the vendor's own page, watches the first sync,
 * opens a record, maps a field of his own and sees the difference, sees the vendor refuse (too many calls, a grant that was revoked) and
 * mends it by the advice, replays a webhook. And a viewer, who may do none of it. Each part is tested closer in a file of its own.
 */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { browserTests, type TestTenant } from './harness/browser.ts';

const browser = browserTests();

/** What a window that opens asks a person at the vendor. */
async function allow(page: Page, press: () => Promise<void>): Promise<void> {
  const [popup] = await Promise.all([page.waitForEvent('popup'), press()]);
  const closed = popup.waitForEvent('close');
  for (const account of await popup.locator('input[name=account]').all()) await account.uncheck();
  await popup.locator('input[name=account]').first().check();
  await popup.getByRole('button', { name: /Allow/ }).click();
  await closed;
}

async function connectXero(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Go to' }).fill('Xero');
  await page.getByRole('option', { name: 'Xero' }).click();
  await page.getByRole('heading', { level: 1, name: 'Xero' }).waitFor();
  await page.getByRole('link', { name: /^Connect/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Connect Xero' }).waitFor();
  // Slow enough for its progress to be seen.
  await browser.sandbox.fault({ provider: 'xero', kind: 'delay', ms: 3000, path: '^/api.xro/' });
  await allow(page, () => page.getByRole('button', { name: 'Sign in with Xero' }).click());
  await page.getByText('Xero is connected').waitFor();
  await page.getByRole('link', { name: 'Open the integration' }).click();
  await page.getByText(/^Reading: \d+ of \d+ streams done$/).waitFor();
  await browser.sandbox.clearFaults();
  await page.getByText(/^Reading: /).waitFor({ state: 'hidden' });
  await page.getByText('Connected', { exact: true }).first().waitFor();
}

const part = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Parts of this integration' }).getByRole('link', { name }).click();

async function openRecord(page: Page): Promise<void> {
  await part(page, 'Records');
  await page.waitForURL(/\/records/);
  await page.goto(`${new URL(page.url()).pathname}?stream=contacts`);
  await page
    .getByRole('row', { name: /Bluegum Aged Care.*accounts@/ })
    .first()
    .click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('heading', { name: 'Bluegum Aged Care' }).waitFor();
  await drawer.getByText('"accounts@bluegumcare.example"').first().waitFor();
  await drawer.getByRole('button', { name: 'Close' }).click();
  await drawer.waitFor({ state: 'hidden' });
}

async function mapCustomField(page: Page): Promise<void> {
  await part(page, 'Mapping');
  await page.getByText('No rules of your own yet').waitFor();
  await page.getByRole('button', { name: 'Add a rule', exact: true }).click();
  await page.getByRole('combobox', { name: 'Fills' }).fill('of your own');
  await page.getByRole('option', { name: /A field of your own/ }).click();
  await page.getByLabel('Name of your field').fill('town');
  await page.getByRole('combobox', { name: 'From' }).fill('raw.Addresses[0].City');
  await page.getByRole('option', { name: /raw\.Addresses\[0\]\.City/ }).click();
  await page.getByRole('button', { name: 'Review and save' }).click();
  const dialog = page.getByRole('dialog', { name: 'What will change' });
  await dialog.getByText(/custom\.town: \d+ records/).waitFor();
  await dialog.getByRole('button', { name: 'Save and apply' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('Version 1 is in force.', { exact: true }).waitFor();
}

/** Of a vendor no other test asks: how long it wants to be left alone is remembered for all that use the same account. */
async function tooManyCalls(page: Page, acme: TestTenant): Promise<void> {
  const { id } = await acme.connect('moodle');
  await page.goto(`/${acme.slug}/integrations/${id}`);
  await browser.sandbox.fault({ provider: 'moodle', kind: 'status', status: 429, retry_after: 900 });
  await page.getByRole('button', { name: 'Sync now' }).click();
  const waits = page.getByRole('alert').filter({ hasText: /it goes on by itself in 15 minutes/ });
  await waits.first().waitFor();
  await browser.sandbox.clearFaults();
  await page.goto(`/${acme.slug}`);
  await page.getByText('Moodle').first().waitFor();
}

async function revokeAndSignInAgain(page: Page): Promise<void> {
  await browser.sandbox.fault({ provider: 'xero', kind: 'status', status: 401, path: '^/api.xro/' });
  const body = { error: 'invalid_grant' };
  await browser.sandbox.fault({ provider: 'xero', kind: 'status', status: 400, body, path: '/connect/token' });
  await page.getByRole('button', { name: 'Test connection' }).click();
  const advice = page.getByRole('alert').filter({ hasText: 'Sign in again' });
  await advice.first().waitFor();
  await browser.sandbox.clearFaults();
  await advice.getByRole('link', { name: 'Sign in again' }).first().click();
  await allow(page, () => page.getByRole('button', { name: /Sign in with Xero/ }).click());
  await page.getByRole('link', { name: 'Open the integration' }).click();
  await page.getByText('Connected', { exact: true }).first().waitFor();
}

async function replayWebhook(page: Page, acme: TestTenant, integration: string): Promise<void> {
  await acme.api('POST', `/integrations/${integration}/webhook-address/subscribe`);
  await browser.sandbox.sendWebhooks('stripe', { type: ['customer.updated'], count: 1 });
  await page.goto(`/${acme.slug}/webhooks`);
  await page
    .getByRole('row', { name: /customer\.updated/ })
    .first()
    .click();
  const drawer = page.getByRole('dialog', { name: 'customer.updated' });
  await drawer.getByText('Processed').first().waitFor();
  await drawer.getByRole('button', { name: 'Replay', exact: true }).click();
  const replays = async () => {
    const { data } = await acme.api('GET', '/webhooks?limit=20');
    return data.filter(({ replays: count = 0 }: { replays?: number }) => count > 0).length;
  };
  await expect.poll(replays).toBe(1);
}

test('from the first sign-in to a replayed webhook, and nothing of it for a viewer', { timeout: 240_000 }, async () => {
  const acme = await browser.tenant();
  const { page } = await browser.signedIn({ tenant: acme });
  await page.goto('/');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await connectXero(page);
  const address = new URL(page.url()).pathname;
  await openRecord(page);
  await mapCustomField(page);
  await tooManyCalls(page, acme);
  await page.goto(address);
  await revokeAndSignInAgain(page);
  const stripe = await acme.connect('stripe');
  await replayWebhook(page, acme, stripe.id);

  const { page: shown } = await browser.signedIn({ tenant: acme, role: 'viewer' });
  const may = (name: string | RegExp) => shown.getByRole('button', { name }).or(shown.getByRole('link', { name }));
  await shown.goto(address);
  await shown.getByRole('heading', { level: 1, name: 'Xero' }).waitFor();
  for (const name of ['Sync now', 'Test connection', 'Sign in again']) expect(await may(name).count()).toBe(0);
  await part(shown, 'Mapping');
  await shown.getByText('Version 1 is in force.', { exact: true }).waitFor();
  for (const name of ['Add a rule', 'Review and save']) expect(await may(name).count()).toBe(0);
  await shown.goto(`/${acme.slug}/webhooks`);
  await shown
    .getByRole('row', { name: /customer\.updated/ })
    .first()
    .click();
  await shown.getByRole('dialog').waitFor();
  expect(await may(/Replay/).count()).toBe(0);
  await shown.goto(`/${acme.slug}/marketplace`);
  await shown.getByRole('heading', { level: 1, name: 'Marketplace' }).waitFor();
  expect(await may(/^Connect/).count()).toBe(0);
});
