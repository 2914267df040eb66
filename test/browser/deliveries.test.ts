/** An endpoint entered, tried, put right and sent to again. Receivers are sandboxes: one address of theirs answers, others do not exist. */
import { expect, test } from 'vitest';
import { browserTests } from './harness/browser.ts';

const browser = browserTests();
const missing = 'https://lms.harbourtraining.example/hooks/plugboard';
const answering = 'https://lms.harbourtraining.example/moodle/login/token.php';

test('an endpoint is entered, its secret is seen once, what it does not take is sent again when it is put right', async () => {
  const acme = await browser.tenant();
  const { page } = await browser.signedIn({ tenant: acme });
  await page.goto(`/${acme.slug}/endpoints`);
  await page
    .getByRole('link', { name: 'Add an endpoint' })
    .or(page.getByRole('button', { name: 'Add an endpoint' }))
    .first()
    .click();
  await page.getByLabel('URL').fill(missing);
  await page.getByLabel('Name').fill('Warehouse');
  await page.getByRole('button', { name: 'Add the endpoint' }).click();
  const once = page.getByRole('dialog', { name: 'The signing secret' });
  await once.getByText(/^whsec_/).waitFor();
  await once.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByRole('heading', { level: 1, name: 'Warehouse' }).waitFor();
  expect(await page.getByText(/^whsec_/).count()).toBe(0);

  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByText('The test did not arrive').waitFor();

  await page.goto(`/${acme.slug}/events`);
  await page.getByRole('button', { name: 'Send a test event' }).click();
  const event = page.getByRole('dialog', { name: 'event.test' });
  await event.getByRole('link', { name: 'Warehouse' }).click();
  const delivery = page.getByRole('dialog', { name: 'event.test' });
  await delivery.getByText('Answered 404').first().waitFor();
  await delivery.getByRole('button', { name: 'Close' }).click();

  const [{ id }] = (await acme.api('GET', '/endpoints')).data;
  await page.goto(`/${acme.slug}/endpoints/${id}`);
  await page.getByLabel('URL').fill(answering);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText(answering).waitFor();
  await page.goto(`/${acme.slug}/deliveries?state=queued`);
  await page.getByRole('row', { name: /event\.test/ }).click();
  await delivery.getByRole('button', { name: 'Send now' }).click();
  await delivery.getByText('Delivered').waitFor();
});

test('a transformation is tried before it is saved, and an endpoint goes only when its name is typed', async () => {
  const acme = await browser.tenant();
  await acme.api('POST', '/endpoints', { url: missing, name: 'Warehouse', types: ['run.*'] });
  await acme.api('POST', '/events/test', { message: 'hello there' });
  const [{ id }] = (await acme.api('GET', '/endpoints')).data;
  const { page } = await browser.signedIn({ tenant: acme });
  await page.goto(`/${acme.slug}/endpoints/${id}`);
  await page.getByRole('textbox', { name: 'Transformation' }).fill('{"said": $uppercase(data.message)}');
  await page.getByRole('button', { name: 'Try it', exact: true }).click();
  await page.getByText('"HELLO THERE"', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'More for this endpoint' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete Warehouse' });
  const sure = dialog.getByRole('button', { name: 'Delete' });
  expect(await sure.isDisabled()).toBe(true);
  await dialog.getByLabel('Type Warehouse to delete it').fill('Warehouse');
  await sure.click();
  await page.getByText('No system of yours listens yet').waitFor();
});
