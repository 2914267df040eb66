/** Endpoints of a tenant whose events the test makes, for tests of deliveries. Imported by tests only. */
import { Webhook } from 'standardwebhooks';
import type { CreateEndpoint, NewEndpoint } from '../hub/deliveries/endpoint-views.ts';
import type { DeliveryView } from '../hub/deliveries/delivery-views.ts';
import { writingTenant, type WritingTenant } from './event-listening.ts';
import type { Arrived } from './receiver.ts';
import type { TestServer } from './server.ts';

export interface DeliveringTenant extends WritingTenant {
  /** As use-cases name it. */
  readonly tenant: string;
  endpoint(input: CreateEndpoint): Promise<NewEndpoint>;
  /** Events `event.test` with these messages, in order; queued for endpoints. */
  happen(...messages: readonly string[]): Promise<void>;
  /** Records' events, too: follows what was written. */
  follow(): Promise<void>;
  /** Of an endpoint, in the order they were queued. */
  deliveries(endpoint: Pick<NewEndpoint, 'id'>): Promise<readonly DeliveryView[]>;
}

export async function deliveringTenant(server: TestServer): Promise<DeliveringTenant> {
  const { hub, composition, system } = server;
  const writing = await writingTenant(composition.store);
  const { tenantId } = writing;
  return {
    ...writing,
    tenant: tenantId,
    endpoint: (input) => hub.endpoints.create(system, tenantId, input),
    happen: async (...messages) => {
      // Lists go by the millisecond.
      server.clock.advance(1);
      for (const message of messages) await writing.tell('event.test', { message, requested_by: 'a test' });
      await hub.events.catchUp(tenantId);
    },
    follow: () => hub.events.catchUp(tenantId),
    deliveries: async ({ id }) =>
      (await hub.deliveries.list(system, tenantId, { endpoint: id, limit: 200 })).data.toReversed(),
  };
}

/** The message of a test event that arrived. Throws when it is not signed with this key, whatever the time is. */
export function messageOf({ body, headers }: Arrived, secret: string): string {
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '', 'webhook-signature': signatures = '' } = headers;
  const expected = new Webhook(secret).sign(id, new Date(Number(timestamp) * 1000), body);
  if (!signatures.split(' ').includes(expected)) throw new Error(`${id} is not signed with this key`);
  const { data }: { readonly data: { readonly message: string } } = JSON.parse(body);
  return data.message;
}
