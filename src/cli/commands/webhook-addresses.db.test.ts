// `plugboard webhooks address|rotate|test|subscribe|check|unsubscribe|apps`
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bellEvent, bellHouse, type BellHouse, type BellTenant } from '../../testing/bell-house.ts';
import { commandLine } from '../../testing/command-line.ts';

let house: BellHouse;
let tenant: BellTenant;
let id: string;
const folder = mkdtempSync(join(tmpdir(), 'plugboard-webhooks-'));
beforeAll(async () => {
  house = await bellHouse();
  tenant = await house.tenant('acme');
  id = await tenant.connect();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await house?.stop();
});

const run = (...argv: string[]) => commandLine(house.server, [...argv, '--tenant', 'acme']);
const json = async (...argv: string[]) => (await run(...argv, '--json')).document;

it('shows, makes and changes the address of what is named, and never the secret', async () => {
  const before = await run('webhooks', 'address', 'bell');
  expect(before.code).toBe(0);
  expect(before.stdout).toContain('none yet');
  expect(before.stdout).toContain('is NOT set');
  const file = join(folder, 'secret');
  writeFileSync(file, 'bell_typed\n');
  const made = await json(
    'webhooks',
    'address',
    id,
    '--make',
    '--secret',
    `@${file}`,
    '--allow',
    '127.0.0.1',
    '--per-minute',
    '100',
  );
  expect(made).toMatchObject({ secret_set: true, allowed_ips: ['127.0.0.1/32'], per_minute: 100 });
  expect((await house.ring(made.url, 'bell_typed', bellEvent('e1'))).status).toBe(200);
  const shown = await run('webhooks', 'address', 'bell');
  expect(shown.stdout).toContain(made.url);
  expect(shown.stdout).not.toContain('bell_typed');
  expect(await json('webhooks', 'address', 'bell', '--allow', 'any', '--per-minute', '0')).toMatchObject({
    allowed_ips: [],
    per_minute: null,
  });
});

it('a secret is not typed where the shell remembers it', async () => {
  const typed = await run('webhooks', 'address', 'bell', '--secret', 'bell_typed');
  expect([typed.code, typed.stderr]).toEqual([2, expect.stringContaining('--secret: expected @file')]);
  expect((await run('webhooks', 'address', 'bell', '--overlap', '0')).code).toBe(2);
});

it('rotates, and says until when the address before counts', async () => {
  const { url } = await json('webhooks', 'address', 'bell');
  const rotated = await json('webhooks', 'rotate', 'bell', '--overlap', '60');
  expect(rotated.url).not.toBe(url);
  expect(rotated.previous_url_until).toBe(new Date(house.server.clock.now() + 60_000).toISOString());
});

it('tests it: the exit code says whether it arrived', async () => {
  const good = await run('webhooks', 'test', 'bell');
  expect([good.code, good.stdout]).toEqual([0, expect.stringContaining('arrived and was stored')]);
  expect(await json('webhooks', 'test', 'bell')).toMatchObject({ success: true, status: 200 });
});

it('subscribes, checks and unsubscribes', async () => {
  expect((await run('webhooks', 'check', 'bell')).code).toBe(1);
  expect(await json('webhooks', 'subscribe', 'bell')).toMatchObject({ subscription: { state: 'active' } });
  expect((await run('webhooks', 'check', 'bell')).stdout).toContain('active, ends');
  expect(await json('webhooks', 'unsubscribe', 'bell')).toMatchObject({ subscription: null });
});

it('shows the addresses of provider apps and what was refused there', async () => {
  await house.ring(`${house.server.url}/api/webhooks/bell`, 'bell_no', bellEvent('e1'));
  const { data } = await json('webhooks', 'apps');
  expect(data.map(({ provider }: { provider: string }) => provider)).toEqual(['bell', 'meekbell']);
  expect(data[0]).toMatchObject({ secret_set: false, refusals: [{ reason: 'no_secret', count: 1 }] });
  expect((await run('webhooks', 'apps')).stdout).toContain('is not set');
});
