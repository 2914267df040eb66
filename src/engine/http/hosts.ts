/**
 * Which hosts a provider may reach: the list it declares (`api.xero.com`, `*.myshopify.com`) and nothing else. Asked by client.ts
 * for every request and every redirect; whether the address behind the name is public is egress.ts's question.
 */

/** Does the host equal a pattern, or lie under the suffix of a `*.` pattern? The bare suffix itself is not included. */
export function hostAllowed(patterns: readonly string[], hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  return patterns.some((pattern) => {
    const wanted = pattern.toLowerCase();
    return wanted.startsWith('*.')
      ? host.length > wanted.length - 1 && host.endsWith(wanted.slice(1))
      : host === wanted;
  });
}
