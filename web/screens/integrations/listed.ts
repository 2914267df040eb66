/** The integrations of a tenant with what stands beside them in the list: their provider's name and category, and how much they hold. */
import { useCallback, useEffect, useMemo } from 'react';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { byCursor } from '../../app/pages.ts';
import { useSession } from '../../app/session.tsx';
import type { IntegrationsSearch } from './places.ts';

export interface Listed extends Pick<
  Schema['Integration'],
  'id' | 'name' | 'provider' | 'status' | 'account' | 'last_synced_at' | 'next_run_at'
> {
  readonly providerName: string;
  readonly category: Schema['ProviderSummary']['category'] | undefined;
  /** Undefined while they are counted. */
  readonly records: number | undefined;
}

/** Few are all there are; a text or a category is looked for among those that were read. */
export function useListed({ q = '', status, category }: IntegrationsSearch) {
  const { tenant } = useSession();
  const list = api.useInfiniteQuery(
    'get',
    '/api/tenants/{tenant}/integrations',
    // Not the 200 that others ask for at once: pages are kept under what was asked, and would be taken for theirs.
    { params: { path: { tenant }, query: { limit: 100 } } },
    // Their states change by themselves, and none of them moves.
    { ...byCursor, refetchInterval: 30_000 },
  );
  const providers = api.useQuery('get', '/api/providers');
  const counts = api.useQuery('get', '/api/tenants/{tenant}/record_counts', { params: { path: { tenant } } });
  const listed = useMemo(() => {
    const known = new Map((providers.data?.data ?? []).map((one) => [one.key, one]));
    const held = Map.groupBy(counts.data?.data ?? [], (one) => one.integration_id);
    return (list.data?.pages ?? []).flatMap(({ data }) =>
      data.map((one): Listed => {
        const provider = known.get(one.provider);
        return {
          ...one,
          providerName: provider?.name ?? one.provider,
          category: provider?.category,
          records:
            counts.data === undefined
              ? undefined
              : (held.get(one.id) ?? []).reduce((sum, { records }) => sum + records, 0),
        };
      }),
    );
  }, [list.data, providers.data, counts.data]);
  const wanted = q.trim().toLowerCase();
  const shown = useMemo(
    () =>
      listed.filter(
        (one) =>
          (status === undefined || one.status === status) &&
          (category === undefined || one.category === category) &&
          [one.name, one.provider, one.providerName, one.account?.name ?? '', one.id].some((text) =>
            text.toLowerCase().includes(wanted),
          ),
      ),
    [listed, status, category, wanted],
  );
  const { fetchNextPage } = list;
  const onMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  // What is looked for may be on a page that was not read yet.
  const barren = shown.length === 0 && list.hasNextPage && !list.isFetchingNextPage;
  useEffect(() => {
    if (barren) onMore();
  }, [barren, onMore]);
  return { list, listed, shown, more: list.hasNextPage, onMore };
}
