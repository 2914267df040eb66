/** Writing at a provider by a form: an invoice with two lines, a mistake told at its field, JSON and back, and nothing for a viewer. */
import { expect, test } from 'vitest';
import { browserTests } from './harness/browser.ts';

const browser = browserTests();

test('an invoice with two lines is made at Xero by the form, and stored', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('xero');
  const { page } = await browser.signedIn({ tenant: acme, role: 'operator' });
  await page.goto(`/${acme.slug}/integrations/${id}/actions`);
  await page.getByRole('link', { name: /create_invoice/ }).click();

  await page.getByRole('combobox', { name: 'Contact id' }).click();
  await page.keyboard.type('Bluegum');
  await page.getByRole('option', { name: /Bluegum Aged Care/ }).click();
  await page.getByLabel('Description').fill('First aid course');
  await page.getByLabel('Unit amount').fill('110.10');
  await page.getByRole('button', { name: 'Add line' }).press('Enter');
  await page.getByLabel('Description').nth(1).fill('Book');
  await page.getByLabel('Quantity').nth(1).fill('2');
  await page.getByLabel('Unit amount').nth(1).fill('0.10');
  await page.getByRole('button', { name: 'Move Line 2 up' }).press('Enter');
  await page.getByRole('textbox', { name: /^Reference/ }).fill('PO-17');

  await page.getByRole('button', { name: 'JSON', exact: true }).click();
  await page.getByRole('textbox', { name: 'Input' }).getByText('"0.10"').waitFor();
  await page.getByRole('button', { name: 'Form', exact: true }).click();
  expect(await page.getByLabel('Description').first().inputValue()).toBe('Book');

  await page.getByRole('button', { name: 'Do it' }).press('Enter');
  await page.getByText('Done', { exact: true }).waitFor();
  await page.getByRole('link', { name: /^invoices: rec_/ }).waitFor();
  const { data } = await acme.api('GET', '/records/invoice?search=PO-17&limit=5');
  expect(data).toHaveLength(1);
  expect(data[0].data.lines).toMatchObject([
    { description: 'Book', quantity: '2', unit_amount: '0.10' },
    { description: 'First aid course', unit_amount: '110.10' },
  ]);
});

test('what is wrong is said at its field, and the field has the focus', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('stripe');
  const { page } = await browser.signedIn({ tenant: acme });
  await page.goto(`/${acme.slug}/integrations/${id}/actions?action=create_subscription`);
  await page.getByRole('button', { name: 'Do it' }).click();
  await page.getByText('2 fields cannot be as they are. Nothing was sent.').waitFor();
  const customer = page.getByRole('combobox', { name: 'Contact id' });
  expect(await customer.getAttribute('aria-invalid')).toBe('true');
  expect(await customer.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await page.getByText('This has to be given.').count()).toBe(2);
});

test('what the server refuses is said at its field, too', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('stripe');
  const { page, problems } = await browser.signedIn({ tenant: acme });
  await page.goto(`/${acme.slug}/integrations/${id}/actions?action=create_customer`);
  await page.getByLabel('Email').fill('not an address');
  problems.expect(/^400 POST .*\/actions\/create_customer/);
  await page.getByRole('button', { name: 'Do it' }).click();
  await page.getByText(/One field was refused/).waitFor();
  expect(await page.getByLabel('Email').getAttribute('aria-invalid')).toBe('true');
});

test('a viewer sees what could be done and can do none of it', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('stripe');
  const { page } = await browser.signedIn({ tenant: acme, role: 'viewer' });
  await page.goto(`/${acme.slug}/integrations/${id}/actions?action=create_customer`);
  await page.getByText(/You may look, not act/).waitFor();
  expect(await page.getByRole('textbox', { name: /^Name/ }).isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Do it' }).count()).toBe(0);
});
