/** The logs of an integration: filtered, opened, without secrets; and very long ones. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { browserTests } from './harness/browser.ts';

const browser = browserTests();

const drawer = (page: Page) => page.getByRole('dialog');

test('a call that failed is found, and shows what was sent and answered without a secret', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('xero');
  await browser.sandbox.fault({ provider: 'xero', kind: 'status', status: 403, path: '/api.xro/2.0/Contacts' });
  await acme.api('POST', `/integrations/${id}/sync`, { streams: ['contacts'] });
  await acme.settled();
  const { page, context } = await browser.signedIn({ role: 'operator', tenant: acme });

  await page.goto(`/${acme.slug}/integrations/${id}/logs`);
  await page
    .getByRole('row', { name: /^.*Error.*contacts/ })
    .first()
    .click();
  await drawer(page).getByRole('link', { name: 'Calls of this run' }).click();
  await page.getByText('Only of one run:').waitFor();
  await page.getByRole('combobox', { name: 'Answer' }).click();
  await page.getByRole('option', { name: 'Failed', exact: true }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get('outcome')).toBe('failed');
  const call = page.getByRole('row', { name: /403.*Contacts/ }).first();
  await call.press('Enter');
  await drawer(page).getByText('https://api.xero.com/api.xro/2.0/Contacts').waitFor();
  await drawer(page).getByRole('region', { name: 'Response' }).waitFor();

  await drawer(page).getByRole('button', { name: 'Copy as curl' }).click();
  await drawer(page).getByText('Copied, without secrets').waitFor();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  expect(command).toMatch(/^curl --request 'GET'/);
  for (const text of [command, await drawer(page).innerText()]) {
    expect(text).not.toMatch(/bearer [\w-]|client_secret=|refresh_token=[^[]|eyJ/i);
  }

  // Sent to somebody, the address opens the same call.
  const second = await context.newPage();
  await second.goto(page.url());
  await drawer(second).getByText('https://api.xero.com/api.xro/2.0/Contacts').waitFor();
});

test('100,000 lines are scrolled through with a few dozen of them in the document', { timeout: 90_000 }, async () => {
  const [total, atOnce] = [100_000, 25_000];
  const { page } = await browser.signedIn({ administrator: true });
  const { data } = await browser.demo.api('GET', '/integrations?limit=1');
  // What a server with so many lines would answer, in larger pages: what is tried is the table.
  await page.route(/\/exchanges\?/, async (route) => {
    const from = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0);
    const calls = Array.from({ length: atOnce }, (_line, i) => callOf(from + i));
    await route.fulfill({ json: { data: calls, next_cursor: from + atOnce >= total ? null : String(from + atOnce) } });
  });
  await page.goto(`/demo/integrations/${data[0].id}/logs?log=calls`);
  const grid = page.getByRole('grid');
  await grid.waitFor();
  const drawn = () => grid.locator('[data-index]').count();
  let most = 0;
  await expect
    .poll(
      async () => {
        await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
        most = Math.max(most, await drawn());
        return grid.getAttribute('aria-rowcount');
      },
      { timeout: 60_000, interval: 20 },
    )
    .toBe(String(total + 1));
  expect(most).toBeLessThan(80);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await page.getByRole('row', { name: `number=${total - 1}` }).waitFor();
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
  await page
    .getByRole('row', { name: /number=50\d{3}/ })
    .first()
    .waitFor();
  expect(await drawn()).toBeLessThan(80);
});

function callOf(number: number) {
  return {
    id: `exc_${number.toString(16).padStart(32, '0')}`,
    at: new Date(1_790_000_000_000 - number * 1000).toISOString(),
    provider: 'xero',
    operation: 'stream invoices',
    run_id: null,
    method: 'GET',
    host: 'api.xero.com',
    path: `/api.xro/2.0/Invoices?number=${number}`,
    status: 200,
    duration_ms: number % 900,
    request_bytes: 0,
    response_bytes: 100,
    attempt: 1,
    error: null,
    message: null,
    request_id: null,
    has_bodies: false,
  };
}
