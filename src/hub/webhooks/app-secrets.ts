/**
 * Whose secret signed what came to the address of an app, and whose webhooks an integration believes. Several parties may have apps of one
 * provider (the platform, its partners), all with the same address: what one of them signed holds for integrations on its own app only,
 * or a partner could make up events for everybody's accounts. Remembered for seconds. Used by the intake.
 */
import type { HubContext } from '../context.ts';
import { webhookAppFor, webhookApps, type WebhookApp } from '../providers/provider-app-places.ts';
import { living } from './addresses-secrets.ts';
import { remembered, type Remembered } from './intake-memory.ts';

/** One party and the secrets of its app that count now. */
export interface AppSigner {
  /** `platform`, or the id of a partner or tenant. */
  readonly owner: string;
  readonly secrets: readonly string[];
}

export interface AppSecrets {
  /** All that may have signed what comes to the address of the provider's apps. */
  signers(provider: string): Promise<readonly AppSigner[]>;
  /** The app a tenant's integrations of the provider are on. */
  inForce(tenantId: string, provider: string): Promise<AppSigner | undefined>;
}

export function appSecrets(context: HubContext): AppSecrets {
  const all: Remembered<readonly WebhookApp[]> = remembered(context.clock);
  const ofTenants: Remembered<WebhookApp | undefined> = remembered(context.clock);
  const signer = ({ owner, secrets }: WebhookApp): AppSigner => ({
    owner,
    secrets: living(secrets, context.clock.now()),
  });
  return {
    signers: async (provider) => (await all.get(provider, () => webhookApps(context, provider))).map(signer),
    async inForce(tenantId, provider) {
      const app = await ofTenants.get(`${tenantId} ${provider}`, () => webhookAppFor(context, tenantId, provider));
      return app === undefined ? undefined : signer(app);
    },
  };
}
