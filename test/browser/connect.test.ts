/** Connecting: by a form, by a sign-in in a window of its own, and with a link on somebody else's page. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { violationsOf } from './harness/axe.ts';
import { browserTests, type TestTenant } from './harness/browser.ts';

const browser = browserTests();

/** What the sandbox of a provider takes, and what it does not. */
function signInOf(provider: string, method: string) {
  const found = inject('browserInstallation').signIns[provider]?.find((one) => one.method === method);
  if (found === undefined) throw new Error(`the sandbox of ${provider} has no sign-in "${method}"`);
  return found;
}

const integrationsOf = async (tenant: TestTenant) => (await tenant.api('GET', '/integrations')).data;

/** The window that opens next: the vendor's page. */
async function popupOf(context: BrowserContext, press: () => Promise<void>, vendor = 'Xero'): Promise<Page> {
  const [popup] = await Promise.all([context.waitForEvent('page'), press()]);
  await popup.getByRole('heading', { name: `${vendor} sandbox` }).waitFor();
  return popup;
}

test('a wrong password is answered with advice and changes nothing; the right one connects', async () => {
  const acme = await browser.tenant();
  const { page, problems } = await browser.signedIn({ tenant: acme, role: 'operator' });
  const { fields, wrong = {}, settings = {} } = signInOf('vettrak', 'session');
  await page.goto(`/${acme.slug}/connect/vettrak`);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  // Nothing was sent: the first field that lacks has the focus, and says so.
  await page.getByText('Type User name.').waitFor();
  expect(await page.getByLabel('User name').evaluate((field) => field === document.activeElement)).toBe(true);
  await page.getByLabel('User name').fill(fields['username'] ?? '');
  await page.getByLabel(/^Password/).fill(wrong['password'] ?? '');
  await page.getByLabel('API URL').fill(settings['api_url'] ?? '');
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.getByText(/VETtrak does not accept this/).waitFor();
  await page.getByText(/the guide says where to find it/).waitFor();
  expect(await integrationsOf(acme)).toEqual([]);
  problems.expect(/^422 POST .*\/connect$/);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByText(/Compare what is typed with what VETtrak shows/).waitFor();
  expect(await violationsOf(page, 'main')).toEqual([]);
  expect(await integrationsOf(acme)).toMatchObject([{ status: 'draft' }]);

  await page.getByLabel(/^Password/).fill(fields['password'] ?? '');
  await page.getByRole('button', { name: 'Show Password' }).click();
  expect(await page.getByLabel(/^Password/).inputValue()).toBe(fields['password']);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByText('VETtrak is connected').waitFor();
  expect(await integrationsOf(acme)).toMatchObject([{ provider: 'vettrak', status: 'connected' }]);
});

test('an integration is connected again with the stored secrets it is not told anew', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('vettrak');
  const { page } = await browser.signedIn({ tenant: acme });
  await page.goto(`/${acme.slug}/connect/vettrak?integration=${id}`);
  await page.getByRole('heading', { name: 'Connect VETtrak again' }).waitFor();
  expect(await page.getByLabel(/^Password/).getAttribute('placeholder')).toMatch(/keep the stored one/);
  await page.getByRole('combobox', { name: 'How often' }).click();
  await page.getByRole('option', { name: 'At fixed times' }).click();
  await page.getByLabel('Cron line', { exact: true }).fill('30 6 * * 1-5');
  await page.getByText(/Next: .*6:30.*(AEDT|AEST|GMT)/i).waitFor();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByText('VETtrak is connected').waitFor();
  expect(await integrationsOf(acme)).toMatchObject([
    { id, status: 'connected', schedule: { cron: '30 6 * * 1-5', time_zone: 'Australia/Melbourne' } },
  ]);
});

test('a sign-in in a window of its own, with a choice of accounts', async () => {
  const acme = await browser.tenant();
  const { page, context } = await browser.signedIn({ tenant: acme });
  // The sandbox's person has one organisation: a second one is put into what the page is told of the first sign-in.
  await context.route(/\/integrations\/int_[0-9a-f]+$/, async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const answer = await route.fetch();
    const told = await answer.json();
    if (told.account === null) return route.fulfill({ response: answer });
    const account_choices = [{ id: 'other', name: 'Other Training' }, told.account];
    return route.fulfill({ response: answer, json: { ...told, status: 'draft', connected_at: null, account_choices } });
  });
  await page.goto(`/${acme.slug}/connect/xero`);
  const popup = await popupOf(context, () => page.getByRole('button', { name: 'Sign in with Xero' }).click());
  await page.getByRole('heading', { name: 'Go on in the other window' }).waitFor();
  expect(await violationsOf(page, 'main')).toEqual([]);
  const closed = popup.waitForEvent('close');
  await popup.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('heading', { name: 'Choose the account' }).waitFor();
  await closed;
  expect(await violationsOf(page, 'main')).toEqual([]);
  const choice = page.getByRole('group', { name: 'Account' }).getByRole('radio').nth(1);
  await choice.check();
  const id = await choice.inputValue();
  await page.getByRole('button', { name: 'Connect this account' }).click();
  await page.getByText('Xero is connected').waitFor();
  expect(await integrationsOf(acme)).toMatchObject([{ status: 'connected', account: { id } }]);
});

test('a window that was closed, refused or blocked is noticed, and the sign-in offered again', async () => {
  const acme = await browser.tenant();
  const { page, context, problems } = await browser.signedIn({ tenant: acme });
  await page.goto(`/${acme.slug}/connect/xero`);
  const first = await popupOf(context, () => page.getByRole('button', { name: 'Sign in with Xero' }).click());
  await first.close();
  await page.getByRole('heading', { name: 'The window was closed' }).waitFor();

  const second = await popupOf(context, () => page.getByRole('button', { name: 'Open it again' }).click());
  problems.expect(/^403 GET \/api\/integrations\/xero\/callback/);
  await second.getByRole('button', { name: 'Deny' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByRole('button', { name: 'Sign in with Xero' }).waitFor();
  expect(await integrationsOf(acme)).toMatchObject([{ status: 'draft' }]);

  // As a browser does that lets no windows open.
  await page.evaluate(() => void (window.open = () => null));
  await page.getByRole('button', { name: 'Sign in with Xero' }).click();
  await page.getByRole('heading', { name: 'Your browser has blocked the window' }).waitFor();
  const third = await popupOf(context, () => page.getByRole('link', { name: 'Open Xero' }).click());
  await third.getByRole('button', { name: 'Allow' }).click();
  await page.getByText('Xero is connected').waitFor();
});

test('the end is known also when the vendor’s page cuts the tie between the windows', async () => {
  const acme = await browser.tenant();
  const { page, context } = await browser.signedIn({ tenant: acme });
  await context.route(/\/identity\/connect\/authorize/, async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const answer = await route.fetch();
    const headers = { ...answer.headers(), 'cross-origin-opener-policy': 'same-origin' };
    return route.fulfill({ response: answer, headers });
  });
  await page.goto(`/${acme.slug}/connect/xero`);
  const popup = await popupOf(context, () => page.getByRole('button', { name: 'Sign in with Xero' }).click());
  await popup.getByRole('button', { name: 'Allow' }).click();
  await page.getByText('Xero is connected').waitFor();
  expect(await integrationsOf(acme)).toMatchObject([{ status: 'connected' }]);
});

/** Whose calls of a minute last for the first runs of several tests: all sign in to the same companies. */
const intuit = (context: BrowserContext, page: Pick<Page, 'getByRole'>) =>
  popupOf(context, () => page.getByRole('button', { name: 'Sign in with QuickBooks Online' }).click(), 'QuickBooks');

/** A page of another origin that embeds connect pages, as a customer's own product would. */
let shop: Server;
let shopUrl: string;
beforeAll(async () => {
  shop = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html; charset=utf-8').end(`<!doctype html>
<html lang="en"><head><title>Shop</title><link rel="icon" href="data:,"></head><body><h1>Shop</h1>
<button id="open">Connect your system</button><ul aria-label="Heard"></ul>
<script src="${browser.url}/connect.js"></script>
<script>
const hear = (text) => document.querySelector('ul').append(Object.assign(document.createElement('li'), { textContent: text }));
document.querySelector('#open').onclick = () => Plugboard.connect({
  url: new URLSearchParams(location.search).get('session'),
  mode: new URLSearchParams(location.search).get('mode') ?? 'modal',
  onConnected: ({ integrationId }) => hear('connected ' + integrationId),
  onClosed: () => hear('closed'),
  onFailed: ({ reason }) => hear('failed ' + reason),
});
</script></body></html>`),
  );
  await new Promise<void>((resolve) => void shop.listen(0, '127.0.0.1', resolve));
  shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => void shop.close(resolve));
});

const shopPage = (session: string, mode = 'modal') =>
  `${shopUrl}/?${new URLSearchParams({ session, mode }).toString()}`;

test('a link embedded in somebody else’s page connects with the keyboard alone', async () => {
  const acme = await browser.tenant();
  const { fields, settings = {} } = signInOf('vettrak', 'session');
  const { id, url } = await acme.api('POST', '/connect-sessions', {
    provider: 'vettrak',
    allowed_origins: [shopUrl],
    theme: { accent: '#c2185b', mode: 'dark' },
    end_user: { reference: '7', name: 'Ada' },
  });
  const { page } = await browser.nobody();
  await page.goto(shopPage(url));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const frame = page.frameLocator('iframe[title=Connect]');
  await frame.getByRole('heading', { level: 1, name: 'Connect VETtrak' }).waitFor();
  await frame.getByLabel('User name').focus();
  await page.keyboard.type(fields['username'] ?? '');
  await page.keyboard.press('Tab');
  await page.keyboard.type(fields['password'] ?? '');
  // Past the button that shows it, and the gateway's key with its own.
  for (let i = 0; i < 4; i += 1) await page.keyboard.press('Tab');
  await page.keyboard.type(settings['api_url'] ?? '');
  await page.keyboard.press('Enter');
  await frame.getByText('VETtrak is connected').waitFor();
  const heard = page.getByRole('list', { name: 'Heard' }).getByRole('listitem');
  await expect.poll(() => heard.allTextContents()).toEqual([expect.stringMatching(/^connected int_/)]);
  expect(await acme.api('GET', `/connect-sessions/${id}`)).toMatchObject({ status: 'completed' });
  await frame.getByRole('button', { name: 'Close' }).focus();
  // Nobody waits for the key to be let go: the frame is gone by then, and Chromium may never answer.
  void page.keyboard.press('Enter').catch(() => undefined);
  await page.locator('iframe').waitFor({ state: 'detached' });
  expect(await heard.allTextContents()).toEqual([expect.stringMatching(/^connected/), 'closed']);
  // The focus is where it was.
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('open');
});

test('an embedded link signs in through a window of its own, without any cookie', async () => {
  const acme = await browser.tenant();
  const { url } = await acme.api('POST', '/connect-sessions', { provider: 'quickbooks', allowed_origins: [shopUrl] });
  const { page, context } = await browser.nobody();
  await page.goto(shopPage(url));
  await page.getByRole('button', { name: 'Connect your system' }).click();
  const frame = page.frameLocator('iframe[title=Connect]');
  const popup = await intuit(context, frame);
  await popup.getByRole('button', { name: 'Allow' }).click();
  await frame.getByText('QuickBooks Online is connected').waitFor();
  const cookies = (await context.cookies()).map(({ name }) => name.replace(/_[0-9a-f]+$/, ''));
  expect(new Set(cookies)).toEqual(new Set(['pb_sign_in']));
});

test('a link shows itself only where it may, works once, and stands alone as well', async () => {
  const acme = await browser.tenant();
  const { url } = await acme.api('POST', '/connect-sessions', {
    providers: ['vettrak', 'quickbooks'],
    return_url: `${shopUrl}/back`,
  });
  const { page, context, problems } = await browser.nobody({ width: 360 });
  problems.expect(/frame-ancestors|Framing/);
  await page.goto(shopPage(url));
  await page.getByRole('button', { name: 'Connect your system' }).click();
  await page.locator('iframe').waitFor();
  // Beside it: a frame that was refused may hold the focus.
  await page.mouse.click(3, 3);
  await page.getByRole('listitem').getByText('closed').waitFor();

  await page.goto(url);
  await page.getByRole('heading', { level: 1, name: 'What would you like to connect?' }).waitFor();
  expect(await violationsOf(page, 'main')).toEqual([]);
  await page.getByLabel('QuickBooks Online').check();
  await page.getByRole('button', { name: 'Go on' }).click();
  const popup = await intuit(context, page);
  await popup.getByRole('button', { name: 'Allow' }).click();
  await page.getByText('QuickBooks Online is connected').waitFor();
  expect(await violationsOf(page, 'main')).toEqual([]);
  expect(await page.getByRole('link', { name: 'Go back' }).getAttribute('href')).toBe(`${shopUrl}/back`);
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'This link was used already' }).waitFor();
  problems.expect(/^401 GET \/api\/connect-session$/);
  await page.goto(url.replace(/....$/, '0000'));
  await page.getByRole('heading', { level: 1, name: 'This link is not valid' }).waitFor();
});

test('as a window, a link tells the page that opened it', async () => {
  const acme = await browser.tenant();
  const { url } = await acme.api('POST', '/connect-sessions', { provider: 'quickbooks', allowed_origins: [shopUrl] });
  const { page, context } = await browser.nobody();
  await page.goto(shopPage(url, 'popup'));
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Connect your system' }).click();
  const shown = await opened;
  const popup = await intuit(context, shown);
  await popup.getByRole('button', { name: 'Allow' }).click();
  await shown.getByText('QuickBooks Online is connected').waitFor();
  await page
    .getByRole('listitem')
    .getByText(/connected int_/)
    .waitFor();
  await shown.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('listitem').getByText('closed').waitFor();
  expect(shown.isClosed()).toBe(true);
});
