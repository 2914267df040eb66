/** Rules of one's own: a custom field is mapped, tried, compared, applied and there; without a mouse; and a viewer only looks. */
import { expect, test } from 'vitest';
import { browserTests } from './harness/browser.ts';

const browser = browserTests();

test('a custom field is mapped by keyboard alone, its difference seen, applied, and the record shows it', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('xero');
  const { page } = await browser.signedIn({ tenant: acme, role: 'admin' });
  await page.goto(`/${acme.slug}/integrations/${id}/mapping?stream=contacts`);
  await page.getByText('No rules of your own yet').waitFor();

  await page.getByRole('button', { name: 'Add a rule', exact: true }).press('Enter');
  await page.getByRole('combobox', { name: 'Fills' }).press('ArrowDown');
  await page.keyboard.type('of your own');
  await page.getByRole('option', { name: /A field of your own/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByLabel('Name of your field').focus();
  await page.keyboard.type('town');
  await page.getByRole('combobox', { name: 'From' }).press('ArrowDown');
  await page.keyboard.type('raw.Addresses[0].City');
  await page.getByRole('option', { name: /raw\.Addresses\[0\]\.City/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'What comes of it' }).getByText('Newcastle').waitFor();

  await page.getByRole('button', { name: 'Review and save' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'What will change' });
  await dialog.getByText(/custom\.town: \d+ records/).waitFor();
  await dialog.getByText('Newcastle').first().waitFor();
  await dialog.getByLabel('Why').focus();
  await page.keyboard.type('The mailing goes by town');
  await dialog.getByRole('button', { name: 'Save and apply' }).press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('Version 1 is in force.', { exact: true }).waitFor();
  await page.getByText('Stored records were mapped anew').first().waitFor();

  const { data } = await acme.api('GET', '/records/contact?search=Newcastle&limit=1');
  expect(data[0].data.custom).toEqual({ town: 'Newcastle' });
  await page.getByRole('button', { name: 'Versions' }).press('Enter');
  await page.getByRole('dialog').getByText('The mailing goes by town').waitFor();
});

test('an expression that cannot be says where, and what is not saved is not lost by going elsewhere', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('stripe');
  const { page, problems } = await browser.signedIn({ tenant: acme });
  await page.goto(`/${acme.slug}/integrations/${id}/mapping?stream=customers`);
  await page.getByRole('button', { name: 'Insert an example' }).click();
  await page.getByRole('button', { name: 'Expression' }).click();
  const expression = page.getByRole('textbox', { name: 'From' });
  await expression.press('ControlOrMeta+a');
  problems.expect(/^400 POST .*\/preview/);
  await page.keyboard.type('raw.name &');
  await page
    .getByText(/Unexpected end of expression/)
    .filter({ visible: true })
    .first()
    .waitFor();
  expect(await page.getByRole('button', { name: 'Review and save' }).isDisabled()).toBe(true);
  await page.keyboard.press('Tab');
  expect(await expression.evaluate((element) => element.matches(':focus'))).toBe(false);

  await page.getByRole('link', { name: 'Actions', exact: true }).click();
  await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay' }).click();
  await page
    .getByText(/Unexpected end of expression/)
    .filter({ visible: true })
    .first()
    .waitFor();
});

test('who saves second sees what the first saved beside his own, and loses nothing', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('stripe');
  const { page, problems } = await browser.signedIn({ tenant: acme });
  await page.goto(`/${acme.slug}/integrations/${id}/mapping?stream=customers`);
  await page.getByRole('button', { name: 'Insert an example' }).click();
  await page.getByRole('button', { name: 'Review and save' }).click();
  const dialog = page.getByRole('dialog', { name: 'What will change' });
  await dialog.getByText('Records looked at').waitFor();
  const theirs = { target: 'custom.theirs', expression: 'raw.name', enabled: true };
  await acme.api('PUT', `/integrations/${id}/mappings/customers`, { rules: [theirs], note: 'Quicker' });
  problems.expect(/^409 PUT .*\/mappings\/customers/);
  await dialog.getByRole('button', { name: 'Save, not in force yet' }).click();
  const conflict = page.getByRole('dialog', { name: /Somebody else saved version 1/ });
  await conflict.getByText('custom.theirs').waitFor();
  await conflict.getByText(/Quicker/).waitFor();
  await conflict.getByRole('button', { name: 'Save mine as the next version' }).click();
  await conflict.waitFor({ state: 'hidden' });
  await page.getByText('Version 2 is saved, but not in force yet.').waitFor();
  const { rules } = await acme.api('GET', `/integrations/${id}/mappings/customers`);
  expect(rules).toHaveLength(1);
  expect(rules[0].target).not.toBe('custom.theirs');
});

test('a viewer sees the rules and can change nothing', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('stripe');
  await acme.api('PUT', `/integrations/${id}/mappings/customers`, {
    rules: [{ target: 'custom.shout', expression: '$uppercase(raw.name)' }],
  });
  const { page } = await browser.signedIn({ tenant: acme, role: 'viewer' });
  await page.goto(`/${acme.slug}/integrations/${id}/mapping?stream=customers`);
  await page.getByText('$uppercase').waitFor();
  for (const name of ['Add a rule', 'Remove rule 1', 'Review and apply version 1'])
    expect(await page.getByRole('button', { name }).count()).toBe(0);
  expect(await page.getByLabel('Name of your field').isDisabled()).toBe(true);
});
