/**
 * Documents with a vendor's public keys, fetched when a webhook signed by them comes and kept for a while. A key nobody has seen makes the
 * document be fetched again, since vendors change keys, but not for every request: anybody can invent names of keys. Used by the intake.
 */
import { fail } from '../../contract/errors.ts';
import type { Settings } from '../../contract/fields.ts';
import { isJsonObject, type JsonObject } from '../../contract/http.ts';
import type { Provider } from '../../contract/provider.ts';
import { hostAllowed } from '../http/hosts.ts';
import type { Transport } from '../http/transport.ts';
import type { Clock } from '../ports.ts';

export type PublishedKeys = (
  provider: Provider,
  settings: Settings,
) => (url: string, kid: string | undefined) => Promise<JsonObject>;

/** Fetched anew after that. */
const freshMs = 3_600_000;
/** While the vendor does not answer, what was fetched before goes on counting for so long. */
const keptMs = 86_400_000;
/** Not fetched more often, whatever is asked for. */
const pauseMs = 30_000;
const timeoutMs = 5_000;
const maxBytes = 256 * 1024;
/** A site that tenants type makes an address of its own; more than that are not kept. */
const mostKept = 1_000;

interface Kept {
  document: JsonObject | undefined;
  /** When the document came. */
  at: number;
  /** When it was last asked for. */
  triedAt: number;
  fetching: Promise<void> | undefined;
  problem: unknown;
}

export function publishedKeys({
  transport,
  clock,
}: {
  readonly transport: Pick<Transport, 'send'>;
  readonly clock: Pick<Clock, 'now'>;
}): PublishedKeys {
  const kept = new Map<string, Kept>();

  const placeOf = (url: string): Kept => {
    const known = kept.get(url);
    if (known !== undefined) return known;
    const [oldest] = kept.keys();
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
    const place: Kept = { document: undefined, at: 0, triedAt: -Infinity, fetching: undefined, problem: undefined };
    kept.set(url, place);
    return place;
  };

  const refresh = (place: Kept, provider: Provider, url: URL): Promise<void> => {
    place.fetching ??= fetchDocument(transport, provider, url)
      .then(
        (document) => Object.assign(place, { document, at: clock.now(), problem: undefined }),
        (problem: unknown) => (place.problem = problem),
      )
      .then(() => {
        place.triedAt = clock.now();
        place.fetching = undefined;
      });
    return place.fetching;
  };

  return (provider, settings) => async (address, kid) => {
    const url = addressOf(provider, settings, address);
    const place = placeOf(url.href);
    const age = clock.now() - place.at;
    const wanted = place.document === undefined || age >= freshMs || !hasKey(place.document, kid);
    if (wanted && (clock.now() - place.triedAt >= pauseMs || place.fetching !== undefined))
      await refresh(place, provider, url);
    if (place.document !== undefined && clock.now() - place.at < keptMs) return place.document;
    throw place.problem ?? unavailable(provider, url, 'it has not been read');
  };
}

function addressOf(provider: Provider, settings: Settings, address: string): URL {
  const url = URL.parse(address);
  const hosts = typeof provider.hosts === 'function' ? provider.hosts(settings) : provider.hosts;
  if (url?.protocol !== 'https:' || !hostAllowed(hosts, url.hostname))
    throw fail('blocked_host', `${provider.name} may not be asked for its keys at an address that is not its own.`, {
      provider: provider.key,
    });
  return url;
}

async function fetchDocument(transport: Pick<Transport, 'send'>, provider: Provider, url: URL): Promise<JsonObject> {
  const result = await transport.send({
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
    body: undefined,
    timeoutMs,
    maxBytes,
  });
  if (!result.ok) throw unavailable(provider, url, result.failure.message);
  const { status, body } = result.response;
  if (status !== 200) throw unavailable(provider, url, `the answer has the status ${status}`);
  const document = read(body);
  if (document === undefined) throw unavailable(provider, url, 'the answer is no JSON object');
  return document;
}

function read(body: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function hasKey(document: JsonObject, kid: string | undefined): boolean {
  if (kid === undefined) return true;
  const { keys } = document;
  return Array.isArray(keys) && keys.some((key: unknown) => isJsonObject(key) && key['kid'] === kid);
}

function unavailable(provider: Provider, url: URL, why: string): unknown {
  return fail('provider_unavailable', `The keys of ${provider.name} at ${url.hostname} cannot be read: ${why}.`, {
    provider: provider.key,
    operation: 'webhook keys',
  });
}
