/**
 * Plugboard's API, typed: every path, parameter and answer as in docs/openapi.json, from which schema.gen.ts is made. The dashboard uses
 * it with the session of the browser; programs give an API key.
 */
import createFetchClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema.gen.ts';

export type { components, paths } from './schema.gen.ts';

/** What an answer that is no success holds: what happened, whose fault it is, what to do. */
export type Problem = components['schemas']['Problem'];

export type Schema = components['schemas'];

export interface ClientOptions {
  /** Origin of the server; default: the page's own. */
  readonly baseUrl?: string;
  /** `pb_...`; left out in a browser that is signed in. */
  readonly apiKey?: string;
  readonly fetch?: typeof globalThis.fetch;
}

export function createClient({ baseUrl = '', apiKey, fetch }: ClientOptions = {}): Client<paths> {
  return createFetchClient<paths>({
    baseUrl,
    ...(fetch === undefined ? {} : { fetch: (request) => fetch(request) }),
    ...(apiKey === undefined ? {} : { headers: { authorization: `Bearer ${apiKey}` } }),
  });
}
