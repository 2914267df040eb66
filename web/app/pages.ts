/** Lists that are read page by page: all rows that were read so far, and how to come to more. */
import type { InfiniteData } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';

interface Page<Row> {
  readonly data: readonly Row[];
  readonly next_cursor: string | null;
}

interface PagedQuery<Row> {
  readonly data: InfiniteData<Page<Row>> | undefined;
  readonly isPending: boolean;
  readonly isFetchingNextPage: boolean;
  readonly hasNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}

/** Last argument of `api.useInfiniteQuery`: pages follow each other by `next_cursor`. */
export const byCursor = {
  initialPageParam: null,
  getNextPageParam: ({ next_cursor: next }: { readonly next_cursor: string | null }) => next ?? undefined,
} as const;

export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly loading: boolean;
  readonly more: boolean;
  readonly onMore: () => void;
}

/** For a Table. A page may hold nothing while there is more behind it (a filter looks through so many at a time): it is passed over. */
export function useRows<Row>(query: PagedQuery<Row>): Rows<Row> {
  const { data, isPending, isFetchingNextPage: fetching, hasNextPage: more, fetchNextPage } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data]);
  const onMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const barren = rows.length === 0 && more && !fetching;
  useEffect(() => {
    if (barren) onMore();
  }, [barren, onMore]);
  return { rows, loading: isPending || fetching || barren, more, onMore };
}

/** Between looks at what waits, milliseconds. */
const lookMs = 2_000;

/**
 * `refetchInterval` of something whose state changes by itself: asked for again while it waits. Live updates tell of what is new, and may
 * miss that something was done within the second.
 */
export function whileWaiting({
  state,
}: {
  readonly state: { readonly data?: { readonly state: string } | undefined };
}): number | false {
  return state.data?.state === 'queued' ? lookMs : false;
}

/** The same for a list, as long as that moves no row: on its first page, and while nothing new came in that is not shown. */
export function whileSomeWait(newer: { readonly count: number }) {
  return ({
    state,
  }: {
    readonly state: { readonly data?: InfiniteData<Page<{ readonly state: string }>> | undefined };
  }): number | false => {
    const pages = state.data?.pages ?? [];
    const waits = pages.length === 1 && pages[0]?.data.some((row) => row.state === 'queued') === true;
    return waits && newer.count === 0 ? lookMs : false;
  };
}

/** For `useNewer`: a notice without a count is of something that changed. */
export function isNew({ count }: { readonly count?: number | undefined }): boolean {
  return count !== undefined;
}
