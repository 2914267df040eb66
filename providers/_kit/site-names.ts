/** The name of a customer's own site as people type it, for the vendors where each has one: a setting's `tidy` and `pattern`. */

/**
 * What people paste is the address of a page: the site's name is taken out of it. An address that is not https, or has a port or a
 * password in it, is left for the pattern to refuse. Total.
 */
export function tidySiteName(typed: string): string {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`);
  const plain = url?.protocol === 'https:' && url.username === '' && url.password === '';
  return plain ? url.host.replace(/\.$/, '') : typed;
}

const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';

/** Regular expression source: a name with a dot in it and letters at its end; no addresses of machines, no ports. */
export const siteNameSource = `(?=.{4,253}$)(${label}\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])`;
