/** With which providers something can be registered, what is entered for it and where it says to send people and webhooks: before anything is, too. */
import { z } from 'zod';
import type { Principal } from '../access/principal.ts';
import type { HubContext } from '../context.ts';
import { appFields, hasClient, takesApp } from './provider-app-input.ts';
import { appWebhookUrl, ProviderAppView, redirectUrl, type ProviderApps } from './provider-apps.ts';
import { FieldView, fieldsOf } from './providers.ts';

export const ProviderAppOffer = z
  .object({
    provider: z.string(),
    name: z.string(),
    oauth: z.boolean().meta({ description: 'It takes the client id and secret of an OAuth client.' }),
    fields: z.array(FieldView).meta({ description: 'What else is entered, under `fields`.' }),
    redirect_url: z.string().nullable(),
    webhook_url: z.string().nullable(),
    app: ProviderAppView.nullable().meta({ description: 'What is in force; null: nothing.' }),
  })
  .meta({ id: 'ProviderAppOffer' });
export const ProviderAppOfferList = z
  .object({ data: z.array(ProviderAppOffer), next_cursor: z.null() })
  .meta({ id: 'ProviderAppOfferList' });
export type ProviderAppOfferList = z.output<typeof ProviderAppOfferList>;

/** By name. `tenant` left out means the platform, for a partner its own. */
export function providerAppOffers(context: HubContext, apps: Pick<ProviderApps, 'list'>) {
  return async (principal: Principal, tenant?: string): Promise<ProviderAppOfferList> => {
    const inForce = new Map((await apps.list(principal, tenant)).data.map((app) => [app.provider, app]));
    const all = await Promise.all(context.registry.keys.map((key) => context.registry.load(key)));
    return {
      data: all
        .filter(takesApp)
        .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
        .map((provider) => ({
          provider: provider.key,
          name: provider.name,
          oauth: hasClient(provider),
          fields: fieldsOf(appFields(provider)),
          redirect_url: hasClient(provider) ? redirectUrl(context, provider.key) : null,
          webhook_url:
            provider.webhooks?.addresses.includes('app') === true ? appWebhookUrl(context, provider.key) : null,
          app: inForce.get(provider.key) ?? null,
        })),
      next_cursor: null,
    };
  };
}
