/** The tenant's integrations, to call them by their names wherever an id stands: asked once, kept up by the live updates. */
import type { Schema } from '../../client/index.ts';
import { api } from './api.ts';
import { useSession } from './session.tsx';

export type KnownIntegration = Schema['Integration'];

export interface KnownIntegrations {
  readonly list: readonly KnownIntegration[];
  readonly byId: ReadonlyMap<string, KnownIntegration>;
  /** Its id where it is gone, or not known yet. */
  nameOf(id: string): string;
}

/** Named in lists of choices; a tenant with more finds the rest by id. */
const most = 200;

export function useKnownIntegrations(): KnownIntegrations {
  const { tenant } = useSession();
  const answer = api.useQuery('get', '/api/tenants/{tenant}/integrations', {
    params: { path: { tenant }, query: { limit: most } },
  });
  const list = answer.data?.data ?? [];
  const byId = new Map(list.map((one) => [one.id, one]));
  return { list, byId, nameOf: (id) => byId.get(id)?.name ?? id };
}
