/** PLUGBOARD_PUBLIC_URL: where browsers come back to and vendors send webhooks. Called by index.ts. */
import type { Finding } from '../../cli/installation.ts';
import { failed, ok, warning } from './finding.ts';
import { serverAt, type Answering } from './server-at.ts';

const check = 'public_url';

export interface PublicUrl {
  readonly url: string | undefined;
  /** PLUGBOARD_HOST. */
  readonly host: string;
  /** What is used when there is no public URL. */
  readonly own: string;
  /** Does our server run on this machine? */
  readonly running: boolean;
  readonly ids: readonly string[];
}

export async function checkPublicUrl({ url, host, own, running, ids }: PublicUrl): Promise<Finding> {
  if (url === undefined) {
    if (isLoopback(host)) return ok(check, `Not set: ${own}, which only this machine reaches.`);
    const mend = 'Set PLUGBOARD_PUBLIC_URL to the https address people and vendors use.';
    return warning(check, `Not set: people would be sent back to ${own}, their own machine, after signing in.`, mend);
  }
  const parsed = new URL(url);
  if (parsed.username !== '' || parsed.password !== '' || parsed.search !== '' || parsed.hash !== '')
    return failed(
      check,
      'It holds a user name, a query or a fragment, and paths are to be added to it.',
      'Set PLUGBOARD_PUBLIC_URL to an address like https://plugboard.example.com.',
    );
  if (parsed.protocol !== 'https:' && !isLoopback(parsed.hostname)) {
    const mend = 'Put TLS in front of the server and set PLUGBOARD_PUBLIC_URL to the https address.';
    return failed(check, `${url} is not https: vendors refuse it, and keys would travel in the open.`, mend);
  }
  if (!running) return ok(check, `${url}; not tried, because our server does not run on this machine.`);
  return judged(url, await serverAt(url, ids));
}

function judged(url: string, answer: Answering): Finding {
  const proxy = 'Let what is in front of the server pass /healthz, /api and everything else on to it unchanged.';
  if (answer.who === 'ours') return ok(check, `${url} reaches this server.`);
  if (answer.who === 'another_plugboard')
    return failed(
      check,
      `${url} reaches another Plugboard, with another root key.`,
      'Correct PLUGBOARD_PUBLIC_URL, or where that address leads.',
    );
  if (answer.who === 'stranger') {
    const to = answer.redirect === undefined ? '' : `, leading to ${answer.redirect}`;
    return failed(check, `Something else answers at ${url}: /healthz gets status ${answer.status}${to}.`, proxy);
  }
  const { code } = answer;
  if (code === 'ENOTFOUND')
    return failed(
      check,
      `The host name of ${url} is not known.`,
      'Make the name in your DNS, or correct PLUGBOARD_PUBLIC_URL.',
    );
  if (/CERT|SIGN|ALTNAME|ISSUER/.test(code))
    return failed(
      check,
      `The certificate of ${url} is not accepted (${code}).`,
      'Renew or correct the certificate: vendors will not accept it either.',
    );
  // Some networks do not let a machine reach its own public address.
  return warning(
    check,
    `${url} cannot be reached from this machine (${code}).`,
    `See from elsewhere whether \`curl ${url}/healthz\` answers; if not, look at DNS, firewall and proxy.`,
  );
}

/** Not reachable from any other machine. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    host === '[::1]' ||
    /^127(\.\d+){3}$/.test(host)
  );
}
