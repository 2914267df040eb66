/**
 * What the faults of deliveries share: endpoints as a customer enters them, and things that happen which these want to hear of. What
 * happens is written to the outbox as the hub writes it, by SQL, so that nothing but the following and the sending is played.
 */
import type { Composition } from '../../src/wiring/composition.ts';
import type { Principal } from '../../src/hub/access/principal.ts';

export interface GivenEndpoint {
  /** `ep_...` */
  readonly id: string;
  /** `whsec_...` */
  readonly secret: string;
}

const system: Principal = { kind: 'system', id: 'faults' };

/** One that hears of everything. */
export async function addEndpoint(
  { hub }: Composition,
  tenant: string,
  given: { readonly url: string; readonly strict?: boolean },
): Promise<GivenEndpoint> {
  const { id, secret } = await hub.endpoints.create(system, tenant, {
    url: given.url,
    types: ['*'],
    ...(given.strict === true ? { ordering: 'strict' } : {}),
  });
  return { id, secret };
}

/** Inserts one event for each message, in one transaction. Values: the tenant, the messages. */
export const causing = `
  insert into outbox (tenant_id, kind, payload)
  select $1, 'event.test', jsonb_build_object('message', m, 'requested_by', 'somebody')
    from unnest($2::text[]) with ordinality as u (m, no) order by no`;

/** The message of an event, from the body of its delivery. */
export function messageIn(body: string): string {
  const { data } = JSON.parse(body) as { readonly data: { readonly message: string } };
  return data.message;
}
