/**
 * The host map: sends the calls meant for a vendor's host to another origin (a sandbox, a gateway) without anybody else noticing.
 * Signatures, OAuth checks and messages keep seeing the vendor's URL; only the connection and the URLs handed to a browser change.
 * Parsed once by the composition root from PLUGBOARD_HOST_MAP; applied by transport.ts.
 */
export interface HostMap {
  /** The origin (`http://127.0.0.1:4010`) that stands in for this host, if any. Host names are compared without their port. */
  originFor(hostname: string): string | undefined;
  /** The same URL as a browser on this side must open it; unmapped URLs come back as they are. */
  toBrowser(url: string): string;
  readonly entries: ReadonlyMap<string, string>;
}

const example = 'expected host=origin, for example api.xero.com=http://127.0.0.1:4010';

/** Reads `host=origin,host=origin`. Throws Error naming the first entry that is malformed; nothing at all is an empty map. */
export function parseHostMap(text: string | undefined): HostMap {
  const entries = new Map<string, string>();
  for (const entry of (text ?? '').split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    const wrong = (why: string) => new Error(`PLUGBOARD_HOST_MAP: "${entry}" ${why}; ${example}`);
    const cut = entry.indexOf('=');
    if (cut < 1) throw wrong('has no host before "="');
    const host = entry.slice(0, cut).trim().toLowerCase();
    if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(host)) throw wrong(`has "${host}", which is not a bare host name`);
    if (entries.has(host)) throw wrong(`maps ${host} a second time`);
    const origin = URL.parse(entry.slice(cut + 1).trim());
    if (origin === null || (origin.protocol !== 'http:' && origin.protocol !== 'https:'))
      throw wrong('has no http or https origin');
    if (origin.username !== '' || origin.password !== '') throw wrong('must not hold a user name or password');
    if (origin.pathname !== '/' || origin.search !== '' || origin.hash !== '')
      throw wrong('must map to an origin without a path');
    entries.set(host, origin.origin);
  }
  return hostMap(entries);
}

/** The same from entries that are known to be good (the sandbox host's own ports). */
export function hostMap(entries: ReadonlyMap<string, string>): HostMap {
  return {
    entries,
    originFor: (hostname) => entries.get(hostname),
    toBrowser: (url) => {
      const parsed = URL.parse(url);
      const origin = parsed === null ? undefined : entries.get(parsed.hostname);
      if (parsed === null || origin === undefined) return url;
      return `${origin}${parsed.pathname}${parsed.search}${parsed.hash}`;
    },
  };
}
