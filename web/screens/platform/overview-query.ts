/** All tenants with how they are doing. Every page is read, because the order is the screen's: most of something first. */
import { useEffect } from 'react';
import { api } from '../../app/api.ts';
import { byCursor, useRows } from '../../app/pages.ts';
import type { TenantRow } from './order.ts';

/** Figures of the last day need no more. */
const everyMs = 30_000;

export function useOverview() {
  const list = api.useInfiniteQuery(
    'get',
    '/api/platform/overview',
    { params: { query: { limit: 100 } } },
    { ...byCursor, refetchInterval: everyMs },
  );
  const rows = useRows<TenantRow>(list);
  const { hasNextPage, isFetching, fetchNextPage } = list;
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  return { list, rows: rows.rows, loading: rows.loading, waiting: list.data?.pages[0]?.waiting };
}
