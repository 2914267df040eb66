import { globSync, readFileSync } from 'node:fs';
import pino from 'pino';
import { expect, test } from 'vitest';
import { buildApp } from './app.ts';
import { slugText } from '../hub/inputs.ts';
import type { Hub } from '../hub/index.ts';
import { reservedSlugs } from '../hub/access/reserved-slugs.ts';
import { CreateTenant } from '../hub/access/tenants.ts';

/** What could be taken for a tenant's slug. */
const slugsOf = (names: readonly (string | undefined)[]) =>
  [...new Set(names)].filter((name) => name !== undefined && slugText.safeParse(name).success);

test('no tenant is called as a page of the dashboard is', () => {
  const places = [...globSync('web/screens/*/places.ts'), ...globSync('web/app/*place*.tsx')];
  const names = places.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/getParentRoute: \(\) => root,\s+path: '\/([^'/$]*)/g)].map(
      ([, name]) => name,
    ),
  );
  const pages = slugsOf(names);
  expect(pages).toEqual(expect.arrayContaining(['sign-in', 'welcome', 'platform', 'join', 'reset-password']));
  for (const page of pages) expect(reservedSlugs).toContain(page);
});

test('nor as an address of the server', async () => {
  const app = await buildApp({
    // Naming its addresses asks no route anything.
    hub: {} as Hub,
    log: pino({ level: 'silent' }),
    version: '1.0.0',
    publicUrl: () => 'http://127.0.0.1',
    ready: async () => [],
    requestsPerMinute: 1,
    corsOrigins: [],
    trustedProxies: [],
    metrics: { sources: [], token: undefined },
    requestId: () => 'req_0',
  });
  const tree = app.printRoutes({ commonPrefix: false });
  await app.close();
  const first = slugsOf([...tree.matchAll(/^[├└]── \/([a-z0-9-]+)/gm)].map(([, name]) => name));
  expect(first).toEqual(expect.arrayContaining(['api', 'healthz']));
  for (const name of first) expect(reservedSlugs).toContain(name);
});

test('a reserved name is refused with a reason', () => {
  for (const slug of reservedSlugs) {
    const read = CreateTenant.safeParse({ slug, name: 'A' });
    expect(read.error?.issues[0]?.message).toBe('is reserved; choose another');
  }
  expect(CreateTenant.safeParse({ slug: 'joiners', name: 'A' }).success).toBe(true);
});
