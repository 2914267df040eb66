/**
 * Has the providers send their webhooks to this server, where their API can register an address: each start makes sure of it, because
 * the server's own address may be another one than last time. Called by the demo.
 */
import { z } from 'zod';
import type { Provider } from '../../../contract/provider.ts';
import type { ApiClient } from './api-client.ts';
import type { Connected } from './connect-all.ts';

const subscribed = z.object({ subscription: z.object({ state: z.string() }).nullable() });

export interface EnsureWebhooksOptions {
  readonly api: ApiClient;
  readonly tenant: string;
  readonly providers: readonly Provider[];
  readonly integrations: readonly Connected[];
  readonly tell: (line: string) => void;
}

/** Answers the keys of the providers that do. Throws when a sandbox refuses what it should accept: that is a bug of ours. */
export async function ensureWebhooks(options: EnsureWebhooksOptions): Promise<readonly string[]> {
  const { api, tenant, providers, integrations, tell } = options;
  const able = integrations.filter(({ provider: key }) =>
    providers.some((one) => one.key === key && one.webhooks?.subscription !== undefined),
  );
  for (const { id, provider, fresh } of able) {
    const path = `/tenants/${tenant}/integrations/${id}/webhook-address/subscribe`;
    await api.call('POST', path, undefined, subscribed);
    if (fresh) tell(`${provider}: its webhooks come here`);
  }
  return able.map(({ provider }) => provider);
}
