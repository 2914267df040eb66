/** Records: found, opened, compared with what the vendor sent, followed through a change, taken away as a file; and what a viewer sees of them. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { browserTests, type TestTenant } from './harness/browser.ts';

const browser = browserTests();

const drawer = (page: Page) => page.getByRole('dialog');
const rows = (page: Page) => page.getByRole('grid').getByRole('row');

async function search(page: Page, text: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search' }).fill(text);
  await page.getByRole('row', { name: text }).waitFor();
}

/** Made in the sandbox for this test alone; answers its id there. */
async function makeContact(acme: TestTenant, integration: string, name: string): Promise<string> {
  const made = await acme.api('POST', `/integrations/${integration}/actions/create_contact`, {
    input: { name, email: 'before@example.com' },
  });
  expect(made).toMatchObject({ output: { id: expect.any(String) } });
  return made.output.id;
}

/** At the vendor, past what Plugboard knows. */
async function changeAddress(acme: TestTenant, integration: string, key: string, email: string): Promise<void> {
  const answer = await fetch(`${browser.url}/api/tenants/${acme.slug}/integrations/${integration}/proxy/Contacts`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${acme.key}`,
      accept: 'application/json',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ Contacts: [{ ContactID: key, EmailAddress: email }] }),
  });
  expect(answer.status).toBe(200);
}

test('a record is opened, seen as the vendor sent it, and its history tells of a change', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('xero');
  const name = `Change ${acme.slug}`;
  const key = await makeContact(acme, id, name);
  const { page } = await browser.signedIn({ role: 'operator', tenant: acme });

  await page.goto(`/${acme.slug}/records`);
  await page.getByRole('link', { name: /^Contacts/ }).click();
  await search(page, name);
  await page.getByRole('row', { name }).press('Enter');
  await drawer(page).getByRole('heading', { name, level: 2 }).waitFor();
  await drawer(page).getByText('"before@example.com"').waitFor();
  await drawer(page).getByRole('button', { name: 'Show what the vendor sent' }).click();
  const raw = drawer(page).getByRole('region', { name: 'As the vendor sent it' });
  await raw.getByText('EmailAddress:').waitFor();
  expect(await raw.getByText(`"${key}"`).count()).toBeGreaterThan(0);

  await changeAddress(acme, id, key, 'after@example.com');
  await acme.api('POST', `/integrations/${id}/sync`, { streams: ['contacts'] });
  await acme.settled();
  // The address says what is open.
  await page.reload();
  const history = drawer(page).getByRole('region', { name: 'History' });
  await history.getByText('before@example.com').waitFor();
  expect(await history.getByText('after@example.com').count()).toBe(1);
  await history.getByText('First stored').waitFor();

  await page.keyboard.press('Escape');
  await drawer(page).waitFor({ state: 'hidden' });
  expect(new URL(page.url()).searchParams.get('record')).toBeNull();
});

test('rows are walked through with the keyboard, and the focus is where one was', async () => {
  const { page } = await browser.signedIn({ administrator: true });
  await page.goto('/demo/records/invoice');
  await rows(page).nth(1).waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'));
  await rows(page).nth(1).focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(focused).toBe('3');
  await page.keyboard.press('Enter');
  await drawer(page).waitFor();
  const first = await drawer(page).getByRole('heading', { level: 2 }).textContent();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => drawer(page).getByRole('heading', { level: 2 }).textContent()).not.toBe(first);
  await page.keyboard.press('Escape');
  await drawer(page).waitFor({ state: 'hidden' });
  await expect.poll(focused).toBe('4');
  await page.keyboard.press('End');
  await expect.poll(async () => Number(await focused())).toBeGreaterThan(50);
});

test('the file holds what the list holds', async () => {
  const { page } = await browser.signedIn({ administrator: true });
  await page.goto('/demo/records/invoice?q=INV-000');
  await page.getByRole('row', { name: 'INV-0001' }).first().waitFor();
  await page.getByRole('button', { name: 'Export' }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^demo-invoice-[\d-]+\.csv$/);
  const lines = readFileSync(await file.path(), 'utf8')
    .replace('\uFEFF', '')
    .trimEnd()
    .split('\r\n');
  const { data } = await browser.demo.api('GET', '/records/invoice?search=INV-000&limit=200');
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual((data as { id: string }[]).map(({ id }) => id));
  expect(lines[0]).toContain(',total,');
});

test('a viewer sees that there is something, and not what', async () => {
  const acme = await browser.tenant();
  await acme.connect('xero');
  const { page } = await browser.signedIn({ role: 'viewer', tenant: acme });
  await page.goto(`/${acme.slug}/records/contact`);
  await rows(page).nth(1).waitFor();
  expect(await rows(page).nth(1).textContent()).toContain('hidden');
  await rows(page).nth(1).click();
  await drawer(page).getByText('What tells of people is hidden from your role.').waitFor();
  expect(await drawer(page).getByRole('button', { name: 'Show what the vendor sent' }).count()).toBe(0);
  expect(await page.getByText('@').count()).toBe(0);
});
