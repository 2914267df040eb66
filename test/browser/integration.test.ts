/** One integration: read with live progress, paused, broken by its vendor and mended by the advice, deleted by its name; and looked at by a viewer. */
import { expect, test } from 'vitest';
import { browserTests } from './harness/browser.ts';
import { violationsOf } from './harness/axe.ts';

const browser = browserTests();

test('a sync shows its progress until everything was read, and its runs can be opened', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('canvas');
  const { page } = await browser.signedIn({ role: 'operator', tenant: acme });
  await page.goto(`/${acme.slug}/integrations`);
  await page.getByRole('row', { name: /Canvas/ }).click();
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.getByText('The connection works').waitFor();
  // Slow enough to be seen.
  await browser.sandbox.fault({ provider: 'canvas', kind: 'delay', ms: 150 });
  await page.getByRole('button', { name: 'Sync now' }).click();
  await page.getByText(/^Reading: \d+ of 8 streams done$/).waitFor();
  await page.getByText(/[1-9]\d* records · /).waitFor();
  await browser.sandbox.clearFaults();
  await page.getByText('everything was read').waitFor();
  await page.getByText(/^Reading: /).waitFor({ state: 'hidden' });

  await page.getByRole('navigation', { name: 'Parts of this integration' }).getByRole('link', { name: 'Runs' }).click();
  await page
    .getByRole('row', { name: /users.*by hand/ })
    .first()
    .click();
  await page.getByRole('heading', { name: 'users: run' }).waitFor();
  await page
    .getByRole('row', { name: /GET .*users/ })
    .first()
    .waitFor();
  expect(page.url()).toMatch(new RegExp(`/integrations/${id}/runs/run_[0-9a-f]{32}$`));
  expect(await violationsOf(page, '#content')).toEqual([]);
});

test('a pause rests the schedule, for a while or until it is ended', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('vettrak');
  const { page } = await browser.signedIn({ role: 'operator', tenant: acme });
  await page.goto(`/${acme.slug}/integrations/${id}`);
  await page.getByRole('button', { name: /More to do/ }).click();
  await page.getByRole('menuitem', { name: 'Pause for an hour' }).click();
  await page.getByText(/^Paused until/).waitFor();
  await page.getByRole('button', { name: 'Resume' }).first().click();
  await page.getByText('Connected', { exact: true }).waitFor();
  await page.getByRole('button', { name: /More to do/ }).click();
  await page.getByRole('menuitem', { name: 'Pause until resumed' }).click();
  await page.getByText('Schedules rest.').waitFor();
  expect(await acme.api('GET', `/integrations/${id}`)).toMatchObject({ status: 'paused', enabled: false });
});

test('one stream gets a schedule of its own, with the times it means', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('vettrak');
  const { page } = await browser.signedIn({ role: 'operator', tenant: acme });
  await page.goto(`/${acme.slug}/integrations/${id}/streams?stream=clients`);
  const drawer = page.getByRole('dialog', { name: 'clients' });
  await drawer.getByLabel('When it is read').click();
  await page.getByRole('option', { name: 'At fixed times' }).click();
  await drawer.getByLabel('Cron line').fill('30 6 * * 8');
  await drawer.getByText('Five fields that name a moment to come.').waitFor();
  expect(await drawer.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await drawer.getByLabel('Cron line').fill('30 6 * * 1-5');
  await drawer.getByText(/^Next: .*6:30/).waitFor();
  await drawer.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The schedule of clients was changed').waitFor();
  await drawer.getByRole('button', { name: 'Try without storing' }).click();
  await drawer.getByText('What would change').waitFor();
  const { data } = await acme.api('GET', `/integrations/${id}/streams`);
  expect(data.find((one: { name: string }) => one.name === 'clients').schedule).toEqual({
    cron: '30 6 * * 1-5',
    time_zone: 'Australia/Melbourne',
  });
});

test('too many calls: it says when it goes on by itself, and what was asked', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('vettrak');
  const { page } = await browser.signedIn({ tenant: acme });
  await page.goto(`/${acme.slug}/integrations/${id}`);
  await browser.sandbox.fault({ provider: 'vettrak', kind: 'status', status: 429, retry_after: 900 });
  await page.getByRole('button', { name: 'Sync now' }).click();
  const alert = page.getByRole('alert').first();
  await alert.getByText('Nothing: it goes on by itself in 15 minutes.').waitFor();
  await alert.getByRole('link', { name: 'See the call' }).waitFor();
  expect(await violationsOf(page, '#content')).toEqual([]);
  await browser.sandbox.clearFaults();
  for (const cancel of await page.getByRole('button', { name: 'Cancel', exact: true }).all()) await cancel.click();
  await alert.waitFor({ state: 'hidden' });
});

test('a grant that was revoked: what is wrong is said, and the advice leads to signing in again', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('xero');
  const { page } = await browser.signedIn({ tenant: acme });
  await page.goto(`/${acme.slug}/integrations/${id}`);
  await browser.sandbox.fault({ provider: 'xero', kind: 'status', status: 401, path: '^/api.xro/' });
  const body = { error: 'invalid_grant' };
  await browser.sandbox.fault({ provider: 'xero', kind: 'status', status: 400, body, path: '/connect/token' });
  await page.getByRole('button', { name: 'Sync now' }).click();
  const revoked = page.getByRole('alert').filter({ hasText: 'Sign in again. Records and settings stay' });
  await revoked.waitFor();
  await browser.sandbox.clearFaults();
  await page.getByRole('button', { name: 'Sync now' }).waitFor({ state: 'hidden' });
  await revoked.getByRole('link', { name: 'Sign in again' }).click();
  await page.waitForURL(new RegExp(`/${acme.slug}/connect/xero\\?integration=${id}`));
  const [window] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('button', { name: /Sign in with Xero/ }).click(),
  ]);
  await window.getByRole('button', { name: /Allow/ }).click();
  await page.getByRole('link', { name: 'Open the integration' }).click();
  await page.getByText('Connected', { exact: true }).waitFor();
  expect(await acme.api('GET', `/integrations/${id}`)).toMatchObject({ status: 'connected' });
});

test('it is deleted by its name, with its records', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('vettrak');
  const { page } = await browser.signedIn({ tenant: acme });
  await page.goto(`/${acme.slug}/integrations/${id}/settings`);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/Its \d+ records/).waitFor();
  expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
  await dialog.getByRole('textbox').fill('VETtrak');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('VETtrak was deleted').waitFor();
  await page.getByText('Nothing is connected yet').waitFor();
  expect((await acme.api('GET', '/record_counts')).data).toEqual([]);
});

test('somebody writes over what another has changed only after having seen it', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('vettrak');
  const { page, problems } = await browser.signedIn({ tenant: acme });
  await page.goto(`/${acme.slug}/integrations/${id}/settings`);
  await page.getByLabel('Name', { exact: true }).fill('Mine');
  await acme.api('PATCH', `/integrations/${id}`, { name: 'Theirs' });
  problems.expect(/^409 PATCH /);
  await page.getByRole('button', { name: 'Save' }).first().click();
  await page.getByText('Not changed: somebody else was faster').first().waitFor();
  await page.getByRole('button', { name: 'Show how it is now' }).click();
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Theirs');
  await page.getByLabel('Name', { exact: true }).fill('Ours');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Ours' }).waitFor();
});

test('a viewer sees how it stands, and nothing to press', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('vettrak');
  const { page } = await browser.signedIn({ role: 'viewer', tenant: acme });
  await page.goto(`/${acme.slug}/integrations/${id}`);
  await page.getByText('Connected', { exact: true }).waitFor();
  for (const name of ['Sync now', 'Test connection', /More to do/])
    expect(await page.getByRole('button', { name }).count()).toBe(0);
  await page.goto(`/${acme.slug}/integrations/${id}/streams?stream=clients`);
  const drawer = page.getByRole('dialog', { name: 'clients' });
  await drawer.getByText('Your role may look at this, not change it.').waitFor();
  expect(await drawer.getByRole('button', { name: /Read now|Save|Drop/ }).count()).toBe(0);
  await page.goto(`/${acme.slug}/integrations/${id}/settings`);
  await page.getByText('Your role may look at this, not change it').waitFor();
  expect(await page.getByRole('button', { name: /Save|Delete|Disconnect/ }).count()).toBe(0);
});

test('most of a stream is missing one day: nothing goes until an administrator has said so', async () => {
  const acme = await browser.tenant();
  const { id } = await acme.connect('xero');
  const live = async () => {
    const { data } = await acme.api('GET', `/record_counts?integration=${id}`);
    return (data as { stream: string; records: number }[]).find(({ stream }) => stream === 'contacts')?.records ?? 0;
  };
  const before = await live();
  expect(before).toBeGreaterThan(0);
  const withoutContacts = async () => {
    await browser.sandbox.fault({ provider: 'xero', kind: 'alter', path: '/Contacts$', at: 'Contacts', value: [] });
    await acme.api('POST', `/integrations/${id}/sync`, { streams: ['contacts'], force: true });
    await acme.settled(id);
  };
  await withoutContacts();
  const { page } = await browser.signedIn({ role: 'admin', tenant: acme });

  await page.goto(`/${acme.slug}/integrations/${id}`);
  const held = page.getByText(/^contacts: [\d,]+ of [\d,]+ records are missing at the other system$/);
  await held.waitFor();
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Keep them' }).click();
  await dialog.getByRole('button', { name: 'Keep them' }).click();
  await held.waitFor({ state: 'hidden' });
  expect(await live()).toBe(before);

  await withoutContacts();
  await held.waitFor();
  await page.getByRole('button', { name: 'Delete here, too' }).click();
  await dialog.getByRole('button', { name: 'Delete here, too' }).click();
  await page.getByText('The records were deleted').waitFor();
  await held.waitFor({ state: 'hidden' });
  await expect.poll(live).toBe(0);
});
