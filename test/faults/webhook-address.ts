/** The address an integration gives its vendor for webhooks, with the secret both know: as the person who sets it up would do it. */
import { randomBytes } from 'node:crypto';
import type { Principal } from '../../src/hub/access/principal.ts';
import type { Composition } from '../../src/wiring/composition.ts';

export interface GivenAddress {
  /** Of its URL: where the server stands differs. */
  readonly path: string;
  readonly secret: string;
}

const system: Principal = { kind: 'system', id: 'faults' };

/** Stripe's, with a new secret as Stripe would have made it. `integration`: `int_...`. */
export async function stripeAddress({ hub }: Composition, tenant: string, integration: string): Promise<GivenAddress> {
  const secret = `whsec_${randomBytes(24).toString('hex')}`;
  const { url } = await hub.webhookAddresses.put(system, tenant, integration, { secret });
  if (url === null) throw new Error('the integration has no webhook address');
  return { path: new URL(url).pathname, secret };
}
