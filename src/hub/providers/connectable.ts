/**
 * A provider as one tenant would connect it: the ways in with their fields, which of them can be used yet, and the addresses to enter at
 * the vendor. For the connect form, of the dashboard and of a connect session.
 */
import { z } from 'zod';
import type { AuthMethod } from '../../contract/auth.ts';
import type { Provider } from '../../contract/provider.ts';
import type { HubContext } from '../context.ts';
import { appFor, appWebhookUrl, lackingVariables, redirectUrl } from './provider-apps.ts';
import { hasClient } from './provider-app-input.ts';
import { ProviderView, viewOf } from './providers.ts';
import type { Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';

const WaySetup = z.object({
  key: z.string(),
  ready: z.boolean().meta({ description: 'False: the operator has still to enter what this way in needs of him.' }),
  lacking: z
    .array(z.string())
    .meta({ description: 'Variables that would give it; the same can be stored as a provider app.' }),
});

export const ConnectableView = ProviderView.pick({
  key: true,
  name: true,
  category: true,
  summary: true,
  docs: true,
  auth: true,
  settings: true,
})
  .extend({
    ways: z.array(WaySetup).meta({ description: 'Which ways in can be used.' }),
    redirect_url: z
      .string()
      .nullable()
      .meta({ description: 'Of OAuth sign-ins: whoever registers the app at the vendor enters it there.' }),
    webhook_url: z.string().nullable().meta({
      description: 'For webhooks of all accounts of the provider app; to be entered at the vendor.',
    }),
    own_webhook_url: z
      .boolean()
      .meta({ description: 'An integration can be given a webhook URL of its own, once it is there.' }),
  })
  .meta({ id: 'Connectable' });
export type ConnectableView = z.output<typeof ConnectableView>;

export async function connectableView(
  context: HubContext,
  tenantId: string,
  provider: Provider,
): Promise<ConnectableView> {
  const { key, name, category, summary, docs, auth, settings } = viewOf(provider);
  const app = await appFor(context, tenantId, provider.key);
  const setup = (way: AuthMethod) => {
    const lacking = [...lackingVariables(provider, way, app)];
    return { key: way.key, ready: lacking.length === 0, lacking };
  };
  const addresses = provider.webhooks?.addresses ?? [];
  return {
    key,
    name,
    category,
    summary,
    docs,
    auth,
    settings,
    ways: provider.auth.map(setup),
    redirect_url: hasClient(provider) ? redirectUrl(context, provider.key) : null,
    webhook_url: addresses.includes('app') ? appWebhookUrl(context, provider.key) : null,
    own_webhook_url: addresses.includes('integration'),
  };
}

export function connectable(context: HubContext, tenants: Tenants) {
  return {
    /** Throws `not_found` for a provider there is not. */
    get: async (principal: Principal, tenant: string, provider: string): Promise<ConnectableView> => {
      const { id } = await tenants.enter(principal, 'connect', tenant);
      return connectableView(context, id, await context.registry.load(provider));
    },
  };
}
