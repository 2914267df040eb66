/** An audit trail is read the same whether it is a tenant's or the platform's; only its address differs. */
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import type { Schema } from '../../../client/index.ts';
import { client } from '../../app/api.ts';
import { byCursor, useRows } from '../../app/pages.ts';
import type { AuditSearch } from './places.ts';

export type Entry = Schema['AuditEntry'];

const dayMs = 86_400_000;
const spanMs = { day: dayMs, week: 7 * dayMs, month: 30 * dayMs } as const;
/** Where a span begins, to the minute: the same question is not asked anew with every look. */
function sinceOf(span: keyof typeof spanMs): string {
  return new Date(Math.floor((Date.now() - spanMs[span]) / 60_000) * 60_000).toISOString();
}

/** `tenant` undefined: the platform's own. Newest first. */
export function useAudit(tenant: string | undefined, { actor, action, since }: Omit<AuditSearch, 'entry'>) {
  const list = useInfiniteQuery({
    queryKey: ['audit', tenant ?? null, actor, action, since],
    queryFn: async ({ pageParam }: { readonly pageParam: string | null }) => {
      const query = {
        order: 'newest' as const,
        limit: 100,
        ...(actor === undefined ? {} : { actor }),
        ...(action === undefined ? {} : { action }),
        ...(since === undefined ? {} : { since: sinceOf(since) }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      const { data, error } =
        tenant === undefined
          ? await client.GET('/api/platform/audit', { params: { query } })
          : await client.GET('/api/tenants/{tenant}/audit', { params: { path: { tenant }, query } });
      if (error !== undefined) throw error;
      return data;
    },
    initialPageParam: null as string | null,
    getNextPageParam: byCursor.getNextPageParam,
  });
  return { list, rows: useRows<Entry>(list) };
}

export function useVerify(tenant: string | undefined) {
  return useMutation({
    mutationFn: async () => {
      const { data, error } =
        tenant === undefined
          ? await client.GET('/api/platform/audit/verify')
          : await client.GET('/api/tenants/{tenant}/audit/verify', { params: { path: { tenant } } });
      if (error !== undefined) throw error;
      return data;
    },
  });
}

/** Of the file with all entries. */
export function exportAddress(tenant: string | undefined): string {
  return tenant === undefined ? '/api/platform/audit/export' : `/api/tenants/${tenant}/audit/export`;
}
