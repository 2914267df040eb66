/** A route made in the browser, tried on what happened, saved, and its calls looked at. */
import { expect, test } from 'vitest';
import { browserTests } from './harness/browser.ts';

const browser = browserTests();

test('a route is tried on events there were, saved, called, and brought back to an older version', async () => {
  const acme = await browser.tenant();
  await acme.api('POST', '/endpoints', {
    url: 'https://lms.harbourtraining.example/moodle/login/token.php',
    name: 'Warehouse',
    types: ['run.failed'],
  });
  await acme.api('POST', '/events/test', { message: 'hello' });
  const { page } = await browser.signedIn({ tenant: acme });
  await page.goto(`/${acme.slug}/routes/new`);
  await page.getByLabel('Name', { exact: true }).fill('Tests to the warehouse');
  for (const type of ['record.created', 'record.updated'])
    await page.getByRole('button', { name: `Remove ${type}` }).click();
  await page.getByRole('combobox', { name: 'Event types' }).fill('event.test');
  await page.getByRole('option', { name: /event\.test/ }).click();
  await page.getByRole('combobox', { name: 'What' }).click();
  await page.getByRole('option', { name: 'Tell an endpoint' }).click();
  await page.getByRole('combobox', { name: 'Endpoint', exact: true }).fill('Ware');
  await page.getByRole('option', { name: /Warehouse/ }).click();
  await page.getByRole('textbox', { name: 'Shape' }).fill('{"text": data.message}');
  await page.getByRole('button', { name: 'Try it', exact: true }).click();
  const results = page.getByRole('status', { name: 'Results' });
  await results.getByText('Would be done').waitFor();
  await results.getByText('"hello"').waitFor();

  await page.getByRole('button', { name: 'Make the route' }).click();
  await page.getByRole('heading', { level: 1, name: 'Tests to the warehouse' }).waitFor();
  await acme.api('POST', '/events/test', { message: 'again' });
  await page.getByRole('link', { name: 'Calls' }).click();
  const [{ id }] = (await acme.api('GET', '/routes')).data;
  const states = async () =>
    (await acme.api('GET', `/routes/${id}/calls`)).data.map(({ state }: { state: string }) => state);
  await expect.poll(states, { timeout: 20_000 }).toEqual(['done']);
  await page.reload();
  await page.getByRole('row', { name: /Done/ }).click();
  await page.getByRole('dialog', { name: 'Call' }).getByText('Delivery').waitFor();
  await page.getByRole('dialog', { name: 'Call' }).getByRole('button', { name: 'Close' }).click();

  const definition = (await acme.api('GET', `/routes/${id}/versions`)).data[0].definition;
  await acme.api('PUT', `/routes/${id}`, { name: 'Tests to the warehouse', ...definition, shape: 'data' });
  await page.getByRole('link', { name: 'Versions' }).click();
  await page.getByRole('button', { name: 'Bring it back' }).click();
  await page.getByText('Version 3', { exact: true }).first().waitFor();
  expect((await acme.api('GET', `/routes/${id}`)).shape).toBe('{"text": data.message}');
});

test('the shipped example takes the integrations there are, and says what is missing when it is saved', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('moodle');
  const { page, problems } = await browser.signedIn({ tenant: acme });
  await page.goto(`/${acme.slug}/routes`);
  await page
    .getByRole('button', { name: 'Moodle completion to Xero' })
    .or(page.getByRole('link', { name: 'Moodle completion to Xero' }))
    .first()
    .click();
  expect(await page.getByLabel('Name', { exact: true }).first().inputValue()).toBe('Completions to Xero');
  problems.expect(/^400 POST .*\/routes/);
  await page.getByRole('button', { name: 'Make the route' }).click();
  await page.getByRole('alert').waitFor();
  expect((await acme.api('GET', '/routes')).data).toEqual([]);
  expect(id).toMatch(/^int_/);
});
