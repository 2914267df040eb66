/**
 * The addresses webhooks come to, as the intake works with them: whose secrets count there, from where and how often something may come,
 * and whom an event is about. An integration's own address stands for that integration alone; that of a provider's apps for all who are on
 * one of them. Nothing here asks the database for every request (see addresses-known.ts).
 */
import { createHash } from 'node:crypto';
import { fail } from '../../contract/errors.ts';
import type { Settings } from '../../contract/fields.ts';
import type { Provider } from '../../contract/provider.ts';
import type { WebhookEvent, Webhooks } from '../../contract/webhooks.ts';
import type { HubContext } from '../context.ts';
import type { AddressLimits, KnownAddresses, KnownIntegration } from './addresses-known.ts';
import { living } from './addresses-secrets.ts';
import type { AppSecrets, AppSigner } from './app-secrets.ts';
import { remembered, type Remembered } from './intake-memory.ts';
import type { RefusalPlace } from './refusals.ts';

export interface IntakePlace {
  readonly provider: Provider;
  readonly webhooks: Webhooks;
  readonly settings: Settings;
  readonly limits: AddressLimits;
  /** For counting: requests against the limit, and refusals. */
  readonly name: string;
  readonly refusals: RefusalPlace;
  signers(): Promise<readonly AppSigner[]>;
  /** The integrations an event is about that believe one of these signers. */
  receivers(event: WebhookEvent, signers: readonly AppSigner[]): Promise<readonly KnownIntegration[]>;
}

export interface IntakePlaces {
  /** Throws `not_found` for an address that is none. `token`: of an integration's own. */
  find(provider: string, token: string | undefined): Promise<IntakePlace>;
}

export function intakePlaces(context: HubContext, known: KnownAddresses, apps: AppSecrets): IntakePlaces {
  const { store, registry } = context;
  const routes: Remembered<readonly { readonly tenant_id: string; readonly integration_id: string }[]> = remembered(
    context.clock,
  );

  const own = async (key: string, token: string): Promise<IntakePlace> => {
    const integration = await known.byToken(key, token);
    const webhooks = integration?.provider.webhooks;
    if (integration?.address === undefined || webhooks === undefined) throw nowhere();
    const { tenantId, id, provider, address } = integration;
    return {
      provider,
      webhooks,
      settings: integration.settings,
      limits: address,
      name: id,
      refusals: { tenantId, integrationId: id, provider: key },
      // Not those of its app alone: where the vendor makes a secret for each address, that one is the address's.
      signers: async () => {
        const app = await apps.inForce(tenantId, key);
        const secrets = [...living(address.secrets, context.clock.now()), ...(app?.secrets ?? [])];
        return [{ owner: tenantId, secrets }];
      },
      receivers: async ({ account }) => {
        const anothers = account !== undefined && integration.account !== undefined && account !== integration.account;
        return integration.receives && !anothers ? [integration] : [];
      },
    };
  };

  const ofApps = async (provider: Provider): Promise<IntakePlace> => {
    const { key, webhooks } = provider;
    if (webhooks?.addresses.includes('app') !== true) throw nowhere();
    return {
      provider,
      webhooks,
      settings: {},
      limits: await known.limitsOfApp(key),
      name: key,
      refusals: { provider: key },
      signers: () => apps.signers(key),
      receivers: async ({ account }, signers) => {
        if (account === undefined) return [];
        const owners = new Set(signers.map(({ owner }) => owner));
        const found: KnownIntegration[] = [];
        for (const row of await rowsOf(key, account)) {
          const app = await apps.inForce(row.tenant_id, key);
          if (app === undefined || !owners.has(app.owner)) continue;
          const integration = await known.byId(row.tenant_id, row.integration_id);
          if (integration?.receives === true) found.push(integration);
        }
        return found;
      },
    };
  };

  const rowsOf = (provider: string, account: string) => {
    // As webhook_account_v1 makes it.
    const digest = createHash('sha256').update(account.toWellFormed()).digest().subarray(0, 16);
    return routes.get(`${provider} ${digest.toString('hex')}`, () =>
      store.platform
        .selectFrom('webhook_route')
        .select(['tenant_id', 'integration_id'])
        .where('provider', '=', provider)
        .where('account', '=', digest)
        .execute(),
    );
  };

  return {
    find: async (key, token) =>
      registry.keys.includes(key) && token !== undefined ? own(key, token) : ofApps(await registry.load(key)),
  };
}

/** The same for what never was, what is no more, and what was guessed. */
export function nowhere() {
  return fail('not_found', 'There is no webhook address here.', {
    next: 'Enter the address as `plugboard webhooks address` shows it.',
  });
}
