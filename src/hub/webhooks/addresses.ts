/**
 * An integration's own webhook address, as people work with it: made when it is first asked for, rotated, limited, with the secret the
 * provider signs with. What comes to it is intake.ts's work; registering it by a vendor's API is subscriptions.ts's; the addresses of
 * provider apps are in addresses-of-apps.ts.
 */
import { fail } from '../../contract/errors.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import { readId, showId } from '../ids.ts';
import { parseInput } from '../inputs.ts';
import { appWebhookUrl } from '../providers/provider-apps.ts';
import type { KnownAddresses } from './addresses-known.ts';
import { readRanges } from './addresses-ranges.ts';
import {
  changeAddress,
  ensureAddress,
  ownUrl,
  readAddress,
  webhookIntegration,
  type AddressRow,
  type WebhookIntegration,
} from './addresses-rows.ts';
import { formerUntil, living, overlapMs, replaced } from './addresses-secrets.ts';
import type { AddressTokens } from './addresses-token.ts';
import {
  PutWebhookAddress,
  RotateWebhookAddress,
  SubscriptionView,
  type WebhookAddressView,
} from './addresses-views.ts';
import type { AppSecrets } from './app-secrets.ts';
import { refusalsOf, type Refusals } from './refusals.ts';
import { subscriptionDue } from './subscriptions-due.ts';

export interface AddressParts {
  readonly known: KnownAddresses;
  readonly tokens: AddressTokens;
  readonly apps: AppSecrets;
  readonly refusals: Refusals;
}

export type WebhookAddresses = ReturnType<typeof webhookAddresses>;

export function webhookAddresses(context: HubContext, tenants: Tenants, parts: AddressParts) {
  const { store, clock } = context;
  const { known, tokens, apps, refusals } = parts;

  const view = async (integration: WebhookIntegration): Promise<WebhookAddressView> => {
    const { tenantId, id, provider, webhooks } = integration;
    await refusals.flush();
    const { address, refused } = await store.inTenant(tenantId, async (trx) => ({
      address: await readAddress(context, trx, tenantId, id),
      refused: await refusalsOf(trx, tenantId, id, clock.now()),
    }));
    const app = await apps.inForce(tenantId, provider.key);
    const held = address?.held ?? { tokens: [], secrets: [] };
    const [token] = held.tokens;
    const until = (list: typeof held.tokens) => {
      const end = formerUntil(list, clock.now());
      return end === undefined ? null : new Date(end).toISOString();
    };
    return {
      url: token === undefined ? null : ownUrl(context, provider.key, token.value),
      app_url: webhooks.addresses.includes('app') ? appWebhookUrl(context, provider.key) : null,
      previous_url_until: until(held.tokens),
      proof: webhooks.proof,
      secret_set: living(held.secrets, clock.now()).length > 0 || app !== undefined,
      previous_secret_until: until(held.secrets),
      allowed_ips: [...(address?.allowed_ips ?? [])],
      per_minute: address?.per_minute ?? null,
      types: [...webhooks.types],
      subscribable: webhooks.subscription !== undefined,
      subscription: subscriptionView(address),
      refusals: [...refused],
    };
  };

  /** Runs `change` in a transaction that holds the address, and answers the address afterwards. */
  const changing = async (
    principal: Principal,
    tenant: string,
    integrationText: string,
    action: string,
    change: (trx: TenantTransaction, integration: WebhookIntegration, address: AddressRow) => Promise<void>,
  ): Promise<WebhookAddressView> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const id = readId('int', integrationText);
    const integration = await store.inTenant(tenantId, async (trx) => {
      const found = await webhookIntegration(context, trx, tenantId, id);
      const { address } = await ensureAddress(context, tokens, trx, found);
      await change(trx, found, address);
      await store.audit.append(trx, {
        tenantId,
        actor: nameOf(principal),
        action,
        target: showId('int', id),
        details: { provider: found.provider.key },
      });
      return found;
    });
    known.forget(id);
    return view(integration);
  };

  return {
    get: async (principal: Principal, tenant: string, integration: string): Promise<WebhookAddressView> => {
      const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
      const id = readId('int', integration);
      return view(await store.inTenant(tenantId, (trx) => webhookIntegration(context, trx, tenantId, id)));
    },

    /** Makes it where there is none; what is left out stays. */
    put: (principal: Principal, tenant: string, integration: string, input: PutWebhookAddress) => {
      const { secret, secret_overlap_s, allowed_ips, per_minute } = parseInput(PutWebhookAddress, input);
      const ranges = allowed_ips === undefined ? undefined : readRanges(allowed_ips);
      return changing(principal, tenant, integration, 'webhook_address.changed', async (trx, found, { held }) => {
        if (secret !== undefined) checkSecret(found, secret);
        await changeAddress(context, trx, found, {
          ...(secret === undefined
            ? {}
            : { held: { ...held, secrets: replaced(held.secrets, secret, clock.now(), overlapOf(secret_overlap_s)) } }),
          allowed_ips: ranges,
          per_minute,
        });
      });
    },

    /** Another token: the address before goes on counting for a day, unless it is to end at once. */
    rotate: (principal: Principal, tenant: string, integration: string, input: RotateWebhookAddress = {}) => {
      const { overlap_s } = parseInput(RotateWebhookAddress, input);
      return changing(principal, tenant, integration, 'webhook_address.rotated', async (trx, found, address) => {
        const token = await tokens.mint(found.tenantId, found.id);
        const { held, subscription } = address;
        await changeAddress(context, trx, found, {
          held: { ...held, tokens: replaced(held.tokens, token, clock.now(), overlapOf(overlap_s)) },
        });
        // The vendor goes on sending to the one before: it is registered anew while that still counts.
        if (subscription !== null) await subscriptionDue(trx, found, clock.now());
      });
    },
  };
}

function overlapOf(seconds: number | undefined): number {
  return seconds === undefined ? overlapMs : seconds * 1000;
}

function checkSecret({ provider, webhooks }: WebhookIntegration, secret: string): void {
  if (webhooks.secret === undefined)
    throw fail('unsupported', `${provider.name} signs its webhooks with no secret, so there is none to set.`);
  const { pattern } = webhooks.secret;
  if (pattern !== undefined && !new RegExp(`^(?:${pattern.source})$`, 'u').test(secret))
    throw fail('invalid_request', `secret: ${pattern.message}`, {
      problems: [{ path: 'secret', message: pattern.message }],
    });
}

export function subscriptionView(address: AddressRow | undefined): WebhookAddressView['subscription'] {
  return address?.subscription === undefined || address.subscription === null
    ? null
    : SubscriptionView.parse(address.subscription);
}
