/** Where somebody wanted to go before he was asked to sign in: followed only within this dashboard, whatever an address says. */
const anywhere = 'http://dashboard.invalid';

/** The path with search and hash; `/` for what leads elsewhere, is no path, or leads back to the sign-in. */
export function ownPath(wanted: string | undefined): string {
  if (wanted === undefined || !wanted.startsWith('/') || !URL.canParse(wanted, anywhere)) return '/';
  // Read as a browser reads it: `//host`, `/\host` and a tab between the slashes are other hosts.
  const { origin, pathname, search, hash } = new URL(wanted, anywhere);
  return origin === anywhere && pathname !== '/sign-in' && !pathname.startsWith('//')
    ? `${pathname}${search}${hash}`
    : '/';
}
