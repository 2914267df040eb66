/**
 * Names no tenant may have: the dashboard shows a tenant's screens at `/<slug>`, so a tenant of such a name would stand behind a page of
 * ours and could never be opened. src/server/reserved-slugs.test.ts holds the list against the addresses there are.
 */
export const reservedSlugs: readonly string[] = [
  // Pages of the dashboard.
  'platform',
  'sign-in',
  'welcome',
  'join',
  'reset-password',
  'connect',
  // The server's own addresses, and those people would take for ours.
  'api',
  'assets',
  'docs',
  'healthz',
  'readyz',
  'metrics',
  'admin',
  'sandbox',
];
