/** The tenant's endpoints, to call them by their names wherever an id stands. */
import type { Schema } from '../../client/index.ts';
import { api } from './api.ts';
import { useSession } from './session.tsx';

export interface KnownEndpoints {
  readonly list: readonly Schema['Endpoint'][];
  readonly byId: ReadonlyMap<string, Schema['Endpoint']>;
  /** Its id where it was deleted, or is not known yet. */
  nameOf(id: string): string;
}

/** Named in lists of choices; a tenant with more finds the rest by id. */
const most = 200;

export function useKnownEndpoints(): KnownEndpoints {
  const { tenant } = useSession();
  const answer = api.useQuery('get', '/api/tenants/{tenant}/endpoints', {
    params: { path: { tenant }, query: { limit: most } },
  });
  const list = answer.data?.data ?? [];
  const byId = new Map(list.map((one) => [one.id, one]));
  return { list, byId, nameOf: (id) => byId.get(id)?.name ?? id };
}
