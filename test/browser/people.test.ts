/** People: invited by letter, with a second factor, with a new password; what a viewer may not do; keys that are shown once. */
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { browserTests, type Visitor } from './harness/browser.ts';

const browser = browserTests();

const password = 'correct horse battery';
const linkIn = (letter: string) => /https?:\/\/\S+/.exec(letter)?.[0] ?? 'no link';

test('somebody is invited by a letter, chooses a password, and as a viewer can look but not act', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('xero');
  const { page: owner } = await browser.signedIn({ tenant: acme });
  const email = `lee@${acme.slug}.example`;
  await owner.goto(`/${acme.slug}/settings/members`);
  await owner.getByRole('button', { name: 'Invite somebody' }).click();
  await owner.getByLabel('E-mail').fill(email);
  await owner.getByLabel('Role', { exact: true }).click();
  await owner.getByRole('option', { name: 'Viewer' }).click();
  await owner.getByRole('button', { name: 'Send the invitation' }).click();
  await owner.getByRole('heading', { name: `The letter to ${email} is on its way` }).waitFor();
  await owner.getByRole('button', { name: 'Done' }).click();
  await owner.getByText(email).waitFor();

  const lee = await browser.nobody();
  await lee.page.goto(linkIn(await browser.letter(email)));
  await lee.page.getByLabel('Your name').fill('Lee Wong');
  await lee.page.getByLabel('New password', { exact: true }).fill('short');
  await lee.page.getByRole('button', { name: 'Accept and sign in' }).click();
  await lee.page.getByText('Too short: 10 characters are the least.').waitFor();
  await lee.page.getByLabel('New password', { exact: true }).fill(password);
  await lee.page.getByRole('button', { name: 'Accept and sign in' }).click();
  await lee.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();

  await lee.page.goto(`/${acme.slug}/settings`);
  await lee.page.getByText(email).waitFor();
  expect(await lee.page.getByRole('link', { name: 'API keys' }).count()).toBe(0);
  expect(await lee.page.getByRole('button', { name: 'Invite somebody' }).count()).toBe(0);
  await lee.page.goto(`/${acme.slug}/marketplace`);
  await lee.page.getByRole('heading', { name: 'Xero' }).waitFor();
  expect(await lee.page.getByRole('link', { name: /^(Connect|Configure)\b/ }).count()).toBe(0);
  await refusedEverything(lee, acme.slug, id);

  const again = await browser.nobody();
  again.problems.expect(/^404 POST \/api\/invitations\/look/);
  await again.page.goto(linkIn(await browser.letter(email)));
  await again.page.getByText('Ask for another one.').waitFor();
});

/** With the session of the page itself: what the screens hide is refused all the same. */
async function refusedEverything({ page, problems }: Visitor, tenant: string, integration: string): Promise<void> {
  problems.expect(/^403 /);
  const of = `/api/tenants/${tenant}`;
  const acts = [
    ['POST', `${of}/integrations/${integration}/connect`, {}],
    ['POST', `${of}/integrations/${integration}/sync`, {}],
    ['PUT', `${of}/integrations/${integration}/mappings/invoices`, { rules: [] }],
    ['POST', `${of}/webhooks/replay`, { since: '2026-01-01T00:00:00Z' }],
    ['POST', `${of}/api-keys`, { name: 'mine', scopes: ['view'] }],
    ['DELETE', `${of}/integrations/${integration}`, undefined],
  ] as const;
  for (const [method, path, body] of acts) {
    const status = await page.evaluate(
      async (asked) => {
        const sent = asked.body === undefined ? {} : { body: JSON.stringify(asked.body) };
        const headers: Record<string, string> = asked.body === undefined ? {} : { 'content-type': 'application/json' };
        return (await fetch(asked.path, { method: asked.method, headers, ...sent })).status;
      },
      { method, path, body },
    );
    expect(status, `${method} ${path}`).toBe(403);
  }
}

test('with a second factor the password asks for a code, or for one of the backup codes', async () => {
  const { page, tenant, email, password: own } = await browser.signedIn();
  await page.goto(`/${tenant}/settings/account`);
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByLabel('Your password', { exact: true }).fill(own);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('img', { name: 'QR code for the authenticator' }).waitFor();
  const secret = (await page.locator('code').first().textContent()) ?? '';
  await page.getByLabel('Code of your authenticator').fill(totp(secret));
  await page.getByRole('button', { name: 'Switch it on' }).click();
  const kept = page.getByRole('list', { name: 'Backup codes' }).getByRole('listitem');
  await kept.first().waitFor();
  const codes = await kept.allTextContents();
  expect(codes.length).toBeGreaterThan(4);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.reload();
  await page.getByText('On', { exact: true }).waitFor();
  expect(await page.getByText(codes[0] ?? '').count()).toBe(0);

  const again = await halfWay(email, own);
  again.problems.expect(/^40[01] POST \/api\/auth\/two-factor/);
  await again.page.getByLabel('Code of your authenticator').fill('000000');
  await again.page.keyboard.press('Enter');
  await again.page.getByText('This code is not right').waitFor();
  await again.page.getByLabel('Code of your authenticator').fill(totp(secret));
  await again.page.keyboard.press('Enter');
  await again.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();

  const without = await halfWay(email, own);
  await without.page.getByRole('button', { name: 'Use a backup code instead' }).click();
  await without.page.getByLabel('Backup code').fill(codes[0] ?? '');
  await without.page.keyboard.press('Enter');
  await without.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
});

/** The password is right, and the code is asked for. */
async function halfWay(email: string, own: string): Promise<Visitor> {
  const visitor = await browser.nobody();
  await visitor.page.goto('/sign-in');
  await visitor.page.getByLabel('E-mail').fill(email);
  await visitor.page.getByLabel('Password').fill(own);
  await visitor.page.keyboard.press('Enter');
  await visitor.page.getByLabel('Code of your authenticator').waitFor();
  return visitor;
}

test('a forgotten password is chosen anew by the link of a letter, once', async () => {
  const { email } = await browser.signedIn();
  const { page } = await browser.nobody();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Forgotten the password?' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByText('a letter is on its way').waitFor();
  const letter = async () => linkIn(await browser.letter(email));
  await expect.poll(letter).toContain('/reset-password/');
  const link = await letter();
  await page.goto(link);
  await page.getByLabel('New password', { exact: true }).fill('another good one');
  await page.getByRole('button', { name: 'Choose this password' }).click();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('another good one');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  const late = await browser.nobody();
  await late.page.goto(link);
  await late.page.getByText('This link was used already, or is older than an hour.').waitFor();
});

test('an API key is shown once, and ended by typing its name', async () => {
  const acme = await browser.tenant();
  const { page } = await browser.signedIn({ tenant: acme });
  await page.goto(`/${acme.slug}/settings/keys`);
  await page.getByRole('button', { name: 'Make a key' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Student portal');
  await page.getByRole('button', { name: 'Make the key' }).click();
  const shown = page.getByRole('dialog').getByText(/^pb_/);
  const key = (await shown.textContent()) ?? '';
  const asked = () => fetch(`${browser.url}/api/integrations`, { headers: { authorization: `Bearer ${key}` } });
  expect((await asked()).status).toBe(200);
  await page.getByRole('button', { name: 'I have it' }).click();
  await page.reload();
  await page.getByText('Student portal').waitFor();
  expect(await page.content()).not.toContain(key);

  await page.getByRole('button', { name: 'Change Student portal' }).click();
  await page.getByRole('menuitem', { name: 'Revoke …' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('Student portal');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Student portal is revoked').waitFor();
  expect((await asked()).status).toBe(401);
});

/** RFC 6238, as an authenticator counts. */
function totp(base32: string): string {
  const bits = Array.from(base32.replace(/=+$/, ''))
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
