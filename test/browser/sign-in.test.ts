/** Coming in: with the link that `npm start` prints, with a password, and to where one wanted to go. */
import { expect, inject, test } from 'vitest';
import { browserTests } from './harness/browser.ts';
import { signInLink } from './harness/global-setup.ts';

const browser = browserTests();

test('the link that is printed signs in to the tenant demo, once', async () => {
  const link = await signInLink(inject('browserInstallation').environment);
  const { page, problems } = await browser.nobody();
  await page.goto(link);
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/demo');

  const { page: other } = await browser.nobody();
  problems.expect(/./);
  await other.goto(link);
  await other.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
});

test('somebody with a password is brought to where he wanted to go, and nobody stays after signing out', async () => {
  const acme = await browser.tenant();
  const { email, password } = await browser.signedIn({ tenant: acme });
  const { page, problems } = await browser.nobody();
  const wanted = `/${acme.slug}/marketplace?category=lms`;
  await page.goto(wanted);
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('not this one at all');
  problems.expect(/^401 POST \/api\/auth\/sign-in\/email/);
  await page.keyboard.press('Enter');
  await page.getByText('E-mail and password do not belong together.').waitFor();
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Marketplace' }).waitFor();
  expect(page.url()).toBe(browser.url + wanted);

  await page.getByRole('button', { name: 'Signed in as Kim Ray' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  await page.goto(wanted);
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
});
