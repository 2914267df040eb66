/**
 * The address of a site that the tenant typed, looked at before anything is stored or sent: public, https, and a name. The guard looks
 * again at every connection; here the person who typed it is told what to type instead. Used by integration-input.ts.
 */
import { isIP } from 'node:net';
import { fail, PlugboardError } from '../../contract/errors.ts';
import type { Provider } from '../../contract/provider.ts';
import type { HubContext } from '../context.ts';
import { invalidInput } from '../inputs.ts';

type Settings = Readonly<Record<string, string>>;

/** Undefined for a provider whose addresses do not depend on settings, and for good ones. */
export function problemWithSite(
  context: Pick<HubContext, 'http'>,
  provider: Provider,
  settings: Settings,
): PlugboardError | undefined {
  for (const address of addressesOf(provider, settings) ?? [undefined]) {
    if (address === undefined)
      return invalidInput([{ path: 'settings', message: 'make no address that could be called; check the site' }]);
    const why = refusal(context, address);
    if (why !== undefined) return refused(provider, settings, address, why);
  }
  return undefined;
}

/** All that depends on settings; undefined when they are such that not even an address comes of them. */
function addressesOf({ baseUrl, hosts }: Provider, settings: Settings): readonly string[] | undefined {
  try {
    const named = typeof hosts === 'function' ? hosts(settings) : [];
    // A pattern is not called as it is; what lies below it is held against the guard like everything.
    const known = named.filter((host) => !host.startsWith('*.')).map((host) => `https://${host}`);
    return typeof baseUrl === 'function' ? [baseUrl(settings), ...known] : known;
  } catch {
    // Written for settings that match their patterns; a field without one lets anything through.
    return undefined;
  }
}

function refusal({ http }: Pick<HubContext, 'http'>, address: string): string | undefined {
  try {
    const { hostname } = http.transport.checkUrl(address);
    return isIP(hostname.replace(/^\[|\]$/g, '')) === 0
      ? undefined
      : `${hostname} may not be called: it is a number and not the name of a site`;
  } catch (error) {
    if (error instanceof PlugboardError) return error.message;
    throw error;
  }
}

function refused(provider: Provider, settings: Settings, address: string, why: string): PlugboardError {
  const host = URL.parse(address)?.hostname ?? address;
  const fields = Object.entries(provider.settings ?? {});
  const holds = (typed = ''): boolean =>
    host !== '' && (typed.toLowerCase().includes(host) || URL.parse(typed)?.hostname === host);
  const [name, field] = fields.find(([key]) => holds(settings[key])) ?? [];
  const example = field?.example === undefined ? '' : `, for example ${field.example}`;
  const message = `${why}; type the public https address of your ${provider.name} site${example}`;
  return fail('blocked_host', message, {
    provider: provider.key,
    problems: [{ path: name === undefined ? 'settings' : `settings.${name}`, message }],
  });
}
