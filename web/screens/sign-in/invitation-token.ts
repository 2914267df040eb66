/**
 * The token of an invitation's link. It stands behind `#`, which browsers send to nobody; while somebody signs in to accept it is kept
 * with this tab alone, and not in the address.
 */
const key = 'plugboard.invitation';

export function takeInvitationToken(): string | undefined {
  const fromLink = location.hash.slice(1);
  if (fromLink !== '') sessionStorage.setItem(key, fromLink);
  return sessionStorage.getItem(key) ?? undefined;
}

export function forgetInvitationToken(): void {
  sessionStorage.removeItem(key);
}
