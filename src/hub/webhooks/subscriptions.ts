/**
 * Registering an integration's webhook address by the vendor's own API, where it has one: on request, and then looked at again and again by
 * the worker, because vendors end subscriptions by themselves, switch them off after failures, and forget them. What a person registered
 * by hand at the vendor is not known here and left alone.
 */
import { createHash } from 'node:crypto';
import { fail, PlugboardError } from '../../contract/errors.ts';
import type { JsonObject } from '../../contract/http.ts';
import type {
  Subscribed,
  SubscriptionContext,
  SubscriptionState,
  WebhookSubscription,
} from '../../contract/webhooks.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import { readId, showId } from '../ids.ts';
import { openIntegration } from '../integrations/open-integration.ts';
import { writeLog } from '../logs/logs.ts';
import { sharedNow } from '../shared-clock.ts';
import type { AddressParts, WebhookAddresses } from './addresses.ts';
import {
  changeAddress,
  ensureAddress,
  ownUrl,
  readAddress,
  webhookIntegration,
  type AddressRow,
} from './addresses-rows.ts';
import { replaced } from './addresses-secrets.ts';
import type { WebhookAddressView } from './addresses-views.ts';
import { dueSubscriptions, subscriptionDue, subscriptionNotDue } from './subscriptions-due.ts';
import { nextLookMs, renewsWithinMs, StoredSubscription } from './subscriptions-stored.ts';

/** A person, or a worker with others to look at, waits for the vendor. */
const patienceMs = 30_000;
/** After a vendor that did not answer. */
const againMs = 15 * 60_000;
/** Of one tick. */
const atOnce = 5;

interface Whose {
  readonly tenantId: string;
  readonly id: string;
}

/** The vendor's door and the address as they stand. */
interface Opened extends Whose {
  readonly subscription: WebhookSubscription;
  readonly at: SubscriptionContext;
  readonly url: string;
  readonly known: StoredSubscription | undefined;
}

export type Subscriptions = ReturnType<typeof subscriptions>;

export function subscriptions(
  context: HubContext,
  tenants: Tenants,
  { known: knownAddresses, tokens }: Pick<AddressParts, 'known' | 'tokens'>,
  addresses: WebhookAddresses,
) {
  const { store, clock, log } = context;

  const open = async ({ tenantId, id }: Whose): Promise<Opened> => {
    const { provider, address } = await store.inTenant(tenantId, async (trx) => {
      const found = await webhookIntegration(context, trx, tenantId, id);
      if (found.webhooks.subscription === undefined)
        throw fail('unsupported', `${found.provider.name} has no API for registering webhooks.`, {
          next: 'Enter the address at the provider by hand.',
        });
      return { provider: found.provider, address: (await ensureAddress(context, tokens, trx, found)).address };
    });
    const { webhooks } = provider;
    if (webhooks?.subscription === undefined) throw fail('unsupported', `${provider.name} sends no webhooks.`);
    const signal = AbortSignal.timeout(patienceMs);
    const { http, settings, account, method } = await openIntegration(
      context,
      tenantId,
      id,
      'webhook subscription',
      signal,
    );
    return {
      tenantId,
      id,
      subscription: webhooks.subscription,
      at: { http, settings, account, method },
      url: ownUrl(context, provider.key, address.held.tokens[0]?.value ?? ''),
      known: storedOf(address),
    };
  };

  /** Registers the present address; the subscription before, if there is one, is removed afterwards, so that nothing is missed. */
  const register = async (opened: Opened, message: string): Promise<void> => {
    const { subscription, at, url, known } = opened;
    const made = await subscription.register({ ...at, url });
    const taken = await keep(opened, made, { state: 'active' }, message).catch(async (error: unknown) => {
      await forget(opened, made);
      throw error;
    });
    if (!taken) {
      await forget(opened, made);
      throw fail('conflict', 'Somebody else was registering the webhooks at the same time; look at how they stand.');
    }
    if (known !== undefined) await forget(opened, known);
  };

  /** Gone already, or not to be reached: what is left at the vendor sends to an address that no longer counts. */
  const forget = async ({ subscription, at }: Opened, { id }: { readonly id: string }): Promise<void> => {
    await subscription.remove(at, { id }).catch((error: unknown) => {
      log.warn({ err: error }, 'a webhook subscription could not be removed at the vendor');
    });
  };

  /** Stores how it stands. False: it was changed by somebody else meanwhile, and nothing was stored. */
  const keep = async (
    opened: Opened,
    made: Subscribed,
    state: SubscriptionState,
    message: string | undefined,
  ): Promise<boolean> => {
    const { tenantId, id, url, known } = opened;
    const now = await sharedNow(context);
    const stored: StoredSubscription = {
      id: made.id,
      state: state.state,
      message: 'message' in state ? state.message : null,
      expires_at: made.expiresAt ?? null,
      checked_at: new Date(clock.now()).toISOString(),
      address: fingerprint(url),
    };
    const kept = await store.inTenant(tenantId, async (trx) => {
      const address = await readAddress(context, trx, tenantId, id, true);
      if (address === undefined || storedOf(address)?.id !== known?.id) return false;
      const { held } = address;
      await changeAddress(context, trx, opened, {
        subscription: stored,
        ...(made.secret === undefined
          ? {}
          : { held: { ...held, secrets: replaced(held.secrets, made.secret, clock.now()) } }),
      });
      await subscriptionDue(trx, opened, nextLookMs(stored, now));
      if (message !== undefined) await tell(trx, opened, state.state === 'active' ? 'success' : 'warning', message);
      return true;
    });
    knownAddresses.forget(id);
    return kept;
  };

  const tell = (trx: TenantTransaction, { tenantId, id }: Whose, status: 'success' | 'warning', message: string) =>
    writeLog(context, trx, { tenantId, integrationId: id, action: 'webhook_subscription', status, message });

  /** Looks at the vendor, and does what is to be done. */
  const look = async (opened: Opened): Promise<void> => {
    const { subscription, at, url, known } = opened;
    if (known === undefined) return;
    if (known.address !== fingerprint(url)) return register(opened, 'The webhooks go to the new address now.');
    const state = await subscription.check(at, subscribedOf(known));
    if (state.state === 'gone')
      return register(
        opened,
        `The provider no longer had our webhook subscription (${state.message}); it was made again.`,
      );
    const left = known.expires_at === null ? Infinity : Date.parse(known.expires_at) - clock.now();
    if (state.state === 'active' && left < renewsWithinMs) {
      if (subscription.renew === undefined)
        return register(opened, 'The webhook subscription was ending and was made again.');
      const renewed = await subscription.renew(at, subscribedOf(known));
      await keep(opened, renewed, state, undefined);
      return;
    }
    const changed = state.state !== known.state && state.state === 'disabled';
    const message = changed ? `The provider has switched our webhook subscription off: ${state.message}` : undefined;
    await keep(opened, subscribedOf(known), state, message);
  };

  /** For people: who may, which integration; then the work, then how it stands. */
  const asked = async (
    principal: Principal,
    tenant: string,
    integration: string,
    action: string,
    work: (opened: Opened) => Promise<void>,
  ): Promise<WebhookAddressView> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const id = readId('int', integration);
    await work(await open({ tenantId, id }));
    await store.inTenant(tenantId, (trx) =>
      store.audit.append(trx, { tenantId, actor: nameOf(principal), action, target: showId('int', id) }),
    );
    return addresses.get(principal, tenant, integration);
  };

  /** One that is due. Never throws: what cannot be done now is due again later. */
  const lookOnce = async (whose: Whose): Promise<void> => {
    try {
      await look(await open(whose));
    } catch (error) {
      if (!(error instanceof PlugboardError)) log.error({ err: error }, 'looking at a webhook subscription met a bug');
      const now = await sharedNow(context);
      await store.inTenant(whose.tenantId, async (trx) => {
        const address = await readAddress(context, trx, whose.tenantId, whose.id);
        // Not connected any more, or the integration is gone: connecting and subscribing make it due again.
        if (address?.subscription === undefined || address.subscription === null) await subscriptionNotDue(trx, whose);
        else await subscriptionDue(trx, whose, now + againMs);
      });
    }
  };

  return {
    /** Registers the address at the vendor, or makes sure that it is registered. */
    subscribe: (principal: Principal, tenant: string, integration: string) =>
      asked(principal, tenant, integration, 'webhook_address.subscribed', (opened) =>
        opened.known?.state === 'active'
          ? look(opened)
          : register(opened, 'Webhooks were subscribed to at the provider.'),
      ),

    check: (principal: Principal, tenant: string, integration: string) =>
      asked(principal, tenant, integration, 'webhook_address.checked', async (opened) => {
        if (opened.known === undefined) throw noSubscription();
        await look(opened);
      }),

    unsubscribe: (principal: Principal, tenant: string, integration: string) =>
      asked(principal, tenant, integration, 'webhook_address.unsubscribed', async (opened) => {
        if (opened.known === undefined) throw noSubscription();
        await opened.subscription.remove(opened.at, subscribedOf(opened.known));
        await dropSubscription(context, opened);
      }),

    /** Looks at those that are due. Any number of workers. */
    tick: async (signal: AbortSignal): Promise<void> => {
      const due = await dueSubscriptions(store, new Date(await sharedNow(context)), againMs, atOnce);
      for (const whose of due) {
        if (signal.aborted) return;
        await lookOnce(whose);
      }
    },
  };
}

function noSubscription() {
  return fail('conflict', 'Nothing is registered at the provider by us.', {
    next: 'Subscribe first, or look at the provider for what was entered there by hand.',
  });
}

/**
 * Ends the subscription before the credentials go. Never fails: a vendor that is away keeps nobody from disconnecting, and what it
 * still sends is refused.
 */
export async function endSubscription(context: HubContext, tenantId: string, id: string): Promise<void> {
  try {
    const found = await context.store.inTenant(tenantId, async (trx) => ({
      known: storedOf(await readAddress(context, trx, tenantId, id)),
    }));
    if (found.known === undefined) return;
    const signal = AbortSignal.timeout(patienceMs);
    const open = await openIntegration(context, tenantId, id, 'webhook subscription', signal);
    const { http, settings, account, method } = open;
    await open.provider.webhooks?.subscription?.remove({ http, settings, account, method }, subscribedOf(found.known));
    await dropSubscription(context, { tenantId, id });
  } catch (error) {
    context.log.warn({ err: error }, 'a webhook subscription could not be ended at the vendor');
  }
}

async function dropSubscription(context: HubContext, whose: Whose): Promise<void> {
  await context.store.inTenant(whose.tenantId, async (trx) => {
    await changeAddress(context, trx, whose, { subscription: null });
    await subscriptionNotDue(trx, whose);
  });
}

function storedOf(address: Pick<AddressRow, 'subscription'> | undefined): StoredSubscription | undefined {
  const stored: JsonObject | null = address?.subscription ?? null;
  return stored === null ? undefined : StoredSubscription.parse(stored);
}

function subscribedOf({ id, expires_at }: StoredSubscription): Subscribed {
  return { id, ...(expires_at === null ? {} : { expiresAt: expires_at }) };
}

/** Tells two addresses apart without being one. */
function fingerprint(url: string): string {
  return createHash('sha256').update(url).digest('hex').slice(0, 16);
}
