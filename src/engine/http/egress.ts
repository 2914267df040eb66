/**
 * The guard at the door: decides which addresses outgoing connections may reach, so that no tenant's setting, redirect or DNS
 * answer can make Plugboard call the machine it runs on, its network or a cloud's metadata service.
 *
 * It sits in undici's connector because a guard in `lookup` never runs for address literals. Names are resolved once, refused if
 * ANY answer is bad, and the connection is pinned to those answers, so that a second DNS answer cannot change the target.
 * It does not know which hosts a provider declares (hosts.ts) nor the host map, whose origins transport.ts connects without it.
 */
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { buildConnector } from 'undici';
import { fail } from '../../contract/errors.ts';
import { cidrs, formatIp, isAllowed, parseIp } from './ip.ts';

/** Answers all addresses of a name. Injected so that tests can play a hostile DNS server. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

export interface EgressPolicy {
  /** Ranges outside the public internet that the operator allows (`10.20.0.0/16`). Metadata addresses stay closed. */
  readonly allow?: readonly string[];
  /** Ports that may be called; default 443 only. `any`: TLS alone says whether somebody there means to be called. */
  readonly ports?: readonly number[] | 'any';
  readonly resolve?: Resolve;
}

export interface EgressGuard {
  /**
   * Looks at a URL somebody typed: https, no user and password, an allowed port, not a private address in any notation. Names are
   * not resolved here but with every connection. Throws `blocked_host` saying what is wrong.
   */
  checkUrl(url: string | URL): URL;
  /** An undici connector for ONE origin that refuses bad targets with `blocked_host` before any packet is sent to them. */
  connector(options: { readonly connectTimeoutMs: number }): buildConnector.connector;
}

/** An address a connection may go to. */
export interface Pinned {
  readonly address: string;
  readonly family: 4 | 6;
}

const resolveWithSystem: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true, order: 'verbatim' })).map(({ address }) => address);

/** Throws Error when a range of `allow` is malformed. */
export function createEgressGuard(policy: EgressPolicy = {}): EgressGuard {
  const allow = cidrs(policy.allow ?? []);
  const ports = policy.ports === 'any' ? undefined : new Set(policy.ports ?? [443]);
  const isClosed = (port: string): boolean => ports !== undefined && !ports.has(Number(port || 443));
  const resolve = policy.resolve ?? resolveWithSystem;

  const refuse = (host: string, why: string) => fail('blocked_host', `${host} may not be called: ${why}`);

  const pin = (host: string, address: string): Pinned => {
    const bytes = parseIp(address);
    if (bytes === undefined || !isAllowed(bytes, allow)) throw refuse(host, 'it is not a public address');
    return { address: formatIp(bytes), family: bytes.length === 4 ? 4 : 6 };
  };

  /** A literal, pinned; `undefined` for a name. */
  const literal = (host: string): Pinned | undefined => {
    if (host.includes(':') || parseIp(host) !== undefined) return pin(host, host);
    // `1.2.3.4.5`, `0x7f.1.`, `08.8.8.8`, `１２７.1`: no name, and what a resolver makes of it is anybody's guess.
    if (!/^[a-z0-9._-]+$/i.test(host) || /(^|\.)(\d+|0x[0-9a-f]*)\.?$/i.test(host))
      throw refuse(host, 'it is not a host name');
    return undefined;
  };

  const admit = async (host: string): Promise<readonly Pinned[]> => {
    const known = literal(host);
    if (known !== undefined) return [known];
    const addresses = await resolve(host);
    if (addresses.length === 0) throw Object.assign(new Error(`no address for ${host}`), { code: 'ENOTFOUND' });
    return addresses.map((address) => pin(host, address));
  };

  const checkUrl = (typed: string | URL): URL => {
    const url = URL.parse(String(typed));
    if (url === null) throw fail('blocked_host', 'This is not a URL; expected for example https://example.com');
    const host = url.hostname;
    if (url.protocol !== 'https:') throw refuse(host, 'the URL must begin with https://');
    if (url.username !== '' || url.password !== '') throw refuse(host, 'the URL must not hold a user name or password');
    if (isClosed(url.port)) throw refuse(host, `port ${url.port} is not allowed`);
    const isName = literal(host) === undefined;
    if (isName && policy.allow === undefined && isLocalName(host)) {
      throw refuse(host, 'it names a machine on a local network');
    }
    return url;
  };

  const connector: EgressGuard['connector'] = ({ connectTimeoutMs }) => {
    // One connector serves one origin, so every entry this variable ever holds was admitted for that very name.
    let pinned: readonly Pinned[] = [];
    const answerPinned: LookupFunction = (_host, options, answer) => {
      const first = pinned[0];
      if (options.all === true) answer(null, [...pinned]);
      else if (first !== undefined) answer(null, first.address, first.family);
    };
    const connect = buildConnector({ timeout: connectTimeoutMs, allowH2: false, lookup: answerPinned });

    return (options, callback) => {
      const { hostname, protocol } = options;
      if (protocol !== 'https:') return callback(refuse(hostname, 'only https leaves this machine'), null);
      if (isClosed(options.port)) return callback(refuse(hostname, `port ${options.port} is not allowed`), null);
      before(connectTimeoutMs, admit(hostname), `looking up ${hostname}`).then(
        (admitted) => {
          pinned = admitted;
          const target = isIP(hostname) === 0 ? hostname : (admitted[0]?.address ?? hostname);
          connect({ ...options, hostname: target }, (error, socket) => {
            if (error !== null) return callback(error, null);
            if (reached(socket, admitted)) return callback(null, socket);
            socket.destroy();
            callback(refuse(hostname, 'the connection went somewhere else'), null);
          });
        },
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
      );
    };
  };

  return { checkUrl, connector };
}

/** The last look: is the other end one of the addresses that were admitted? */
export function reached(socket: Pick<Socket, 'remoteAddress'>, admitted: readonly Pinned[]): boolean {
  const bytes = parseIp(socket.remoteAddress ?? '');
  const remote = bytes === undefined ? undefined : formatIp(bytes);
  return admitted.some(({ address }) => address === remote);
}

/** Names that can only mean something nearby. A convenience for whoever types one; the real check is made with each connection. */
function isLocalName(host: string): boolean {
  const name = host.replace(/\.$/, '');
  return !name.includes('.') || /\.(localhost|local|internal|lan|home\.arpa)$/.test(name);
}

/** A resolver that never answers must not hold a request longer than a connect may take. */
async function before<T>(ms: number, work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error(`${what} took longer than ${ms} ms`), { code: 'ETIMEOUT' })),
      ms,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
