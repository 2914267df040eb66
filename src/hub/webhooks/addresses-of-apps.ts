/**
 * The addresses of provider apps: one per provider for all accounts, `/api/webhooks/{provider}`. They are the operator's; partners share them,
 * each with the secret of its own app. The secrets are set with the provider app.
 */
import { fail } from '../../contract/errors.ts';
import { platformTenant } from '../../store/index.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import { parseInput } from '../inputs.ts';
import { appWebhookUrl } from '../providers/provider-apps.ts';
import type { AddressParts } from './addresses.ts';
import { readRanges } from './addresses-ranges.ts';
import { PutAppWebhookAddress, type AppWebhookAddressView } from './addresses-views.ts';
import { refusalsOfApp } from './refusals.ts';

export function appWebhookAddresses(
  context: HubContext,
  tenants: Tenants,
  { known, apps, refusals }: Omit<AddressParts, 'tokens'>,
) {
  const { store, registry } = context;

  const view = async (key: string, owner: string): Promise<AppWebhookAddressView> => {
    const { webhooks } = await registry.load(key);
    const row = await store.platform
      .selectFrom('webhook_app_address')
      .select(['allowed_ips', 'per_minute'])
      .where('provider', '=', key)
      .executeTakeFirst();
    return {
      provider: key,
      url: appWebhookUrl(context, key),
      secret_set: (await apps.signers(key)).some((signer) => signer.owner === owner),
      types: [...(webhooks?.types ?? [])],
      allowed_ips: [...(row?.allowed_ips ?? [])],
      per_minute: row?.per_minute ?? null,
      refusals: [...(await refusalsOfApp(context, key))],
    };
  };

  return {
    /** Of every provider that can be given one, by key. */
    list: async (principal: Principal) => {
      tenants.authorizePlatform(principal, 'connect');
      const owner = ('partnerId' in principal ? principal.partnerId : undefined) ?? 'platform';
      await refusals.flush();
      const data: AppWebhookAddressView[] = [];
      for (const key of registry.keys.toSorted())
        if ((await registry.load(key)).webhooks?.addresses.includes('app') === true) data.push(await view(key, owner));
      return { data, next_cursor: null };
    },

    put: async (
      principal: Principal,
      provider: string,
      input: PutAppWebhookAddress,
    ): Promise<AppWebhookAddressView> => {
      tenants.authorizePlatform(principal, 'admin');
      if ('partnerId' in principal && principal.partnerId !== undefined)
        throw fail('permission_denied', 'The address is shared by all partners: its limits are the platform’s to set.');
      const { key, name, webhooks } = await registry.load(provider);
      if (webhooks?.addresses.includes('app') !== true)
        throw fail('unsupported', `${name} cannot be given one address for all accounts.`);
      const { allowed_ips, per_minute } = parseInput(PutAppWebhookAddress, input);
      const changed = {
        ...(allowed_ips === undefined ? {} : { allowed_ips: [...readRanges(allowed_ips)] }),
        ...(per_minute === undefined ? {} : { per_minute }),
        updated_at: new Date(context.clock.now()),
      };
      await store.inTenant(platformTenant, async (trx) => {
        await trx
          .insertInto('webhook_app_address')
          .values({ provider: key, ...changed })
          .onConflict((conflict) => conflict.column('provider').doUpdateSet(changed))
          .execute();
        await store.audit.append(trx, {
          tenantId: platformTenant,
          actor: nameOf(principal),
          action: 'webhook_address.changed',
          target: key,
        });
      });
      known.forgetApp(key);
      return view(key, 'platform');
    },
  };
}
