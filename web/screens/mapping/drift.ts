/** Fields a provider has begun to send, or to send otherwise, as the events say: marked in the list of fields. */
import { useQueries } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import { useSession } from '../../app/session.tsx';
import type { Mapping } from './editing.ts';
import { isRecord } from './source-fields.ts';

/** Events looked at: the newest. */
const most = 5;

/** When, by the expression of the field. */
export function useDrift({ integration_id: integration, stream }: Mapping): ReadonlyMap<string, string> {
  const { tenant } = useSession();
  const events = api.useQuery('get', '/api/tenants/{tenant}/events', {
    params: { path: { tenant }, query: { type: 'schema.drift', integration, limit: most } },
  });
  const details = useQueries({
    queries: (events.data?.data ?? []).map(({ id }) =>
      api.queryOptions('get', '/api/tenants/{tenant}/events/{event}', { params: { path: { tenant, event: id } } }),
    ),
  });
  const found = new Map<string, string>();
  for (const { data } of details) {
    if (data === undefined) continue;
    const told: unknown = data.data;
    if (!isRecord(told) || told['stream'] !== stream) continue;
    for (const path of driftedPaths(told['changes'])) if (!found.has(path)) found.set(path, data.timestamp);
  }
  return found;
}

/** `lines[].amount` as a rule reaches it: `raw.lines[0].amount`. */
export function driftedPaths(changes: unknown): readonly string[] {
  if (!Array.isArray(changes)) return [];
  return changes.flatMap((change: unknown) => {
    const path = isRecord(change) ? change['path'] : undefined;
    return typeof path === 'string' ? [`raw.${path.replaceAll('[]', '[0]')}`] : [];
  });
}
