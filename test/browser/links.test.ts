/** Links: somebody several systems know is found, a pair the rules are not sure about is decided, and what was decided is seen. */
import { expect, test } from 'vitest';
import { browserTests, type TestTenant } from './harness/browser.ts';

const browser = browserTests();

/** Made at the vendor by one of the provider's actions, and read from there. */
async function make(acme: TestTenant, provider: string, action: string, people: readonly object[]): Promise<void> {
  const { id } = await acme.connect(provider);
  for (const input of people) await acme.api('POST', `/integrations/${id}/actions/${action}`, { input });
  await acme.settled(id);
}

test('two of one system with the address of a third are decided by somebody, one pair yes and one no', async () => {
  const acme = await browser.tenant();
  const email = `office@${acme.slug}.example`;
  const [shop, till, back] = [`Shop ${acme.slug}`, `Till ${acme.slug}`, `Back ${acme.slug}`];
  await make(acme, 'xero', 'create_contact', [
    { name: till, email },
    { name: back, email },
  ]);
  await make(acme, 'stripe', 'create_customer', [{ name: shop, email }]);
  const open = async () => (await acme.api('GET', '/links/suggestions')).data.length;
  // The linker comes by every quarter of a minute.
  await expect.poll(open, { timeout: 60_000 }).toBe(2);
  const { page } = await browser.signedIn({ role: 'operator', tenant: acme });

  await page.goto(`/${acme.slug}/links?view=suggestions`);
  const pair = (name: string) => page.getByRole('article').filter({ hasText: name });
  await pair(till).getByText('They carry the same e-mail address, but others').waitFor();
  await pair(till).getByRole('button', { name: 'They are one' }).click();
  await page.getByText(/: linked$/).waitFor();
  await pair(till).waitFor({ state: 'hidden' });
  await pair(back).getByRole('button', { name: 'They are not' }).click();
  await page.getByText(/: kept apart, and not suggested again$/).waitFor();
  await pair(back).waitFor({ state: 'hidden' });

  await page.getByRole('link', { name: 'Linked', exact: true }).click();
  await page.getByRole('textbox', { name: 'Who is that, everywhere?' }).fill(email);
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  const found = page.getByRole('region', { name: 'Find somebody everywhere' });
  await expect.poll(() => found.getByRole('listitem').count()).toBe(3);
  await found.getByRole('link', { name: 'In a group of 2' }).first().click();
  const group = page.getByRole('dialog');
  for (const name of [till, shop]) await group.getByRole('link', { name }).first().waitFor();
  expect(await group.getByRole('link', { name: back }).count()).toBe(0);
});
