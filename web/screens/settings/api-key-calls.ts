/** API keys are the same whether they are a tenant's or the platform's; only their address differs. */
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '../../../client/index.ts';
import { client } from '../../app/api.ts';
import { byCursor, useRows } from '../../app/pages.ts';

export type ApiKey = Schema['ApiKey'];
export type NewApiKey = Schema['NewApiKey'];

/** The data of an answer, or its problem thrown, as the query library wants it. */
function told<Data>({ data, error }: { readonly data?: Data; readonly error?: unknown }): Data {
  if (error !== undefined || data === undefined) throw error;
  return data;
}

/** `tenant` undefined: the platform's own, or those of the partner who asks. */
export function useApiKeys(tenant: string | undefined) {
  const known = useQueryClient();
  const key = ['api-keys', tenant ?? null];
  const onSettled = () => known.invalidateQueries({ queryKey: key });
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: async ({ pageParam }: { readonly pageParam: string | null }) => {
      const query = { limit: 100, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return tenant === undefined
        ? told(await client.GET('/api/platform/api-keys', { params: { query } }))
        : told(await client.GET('/api/tenants/{tenant}/api-keys', { params: { path: { tenant }, query } }));
    },
    ...byCursor,
  });
  return {
    list,
    rows: useRows<ApiKey>(list),
    create: useMutation({
      mutationFn: async (body: Schema['CreateApiKey']): Promise<NewApiKey> =>
        tenant === undefined
          ? told(await client.POST('/api/platform/api-keys', { body }))
          : told(await client.POST('/api/tenants/{tenant}/api-keys', { params: { path: { tenant } }, body })),
      onSettled,
    }),
    rotate: useMutation({
      mutationFn: async ({ id, overlap_s }: { readonly id: string; readonly overlap_s: number }): Promise<NewApiKey> =>
        tenant === undefined
          ? told(
              await client.POST('/api/platform/api-keys/{key}/rotate', {
                params: { path: { key: id } },
                body: { overlap_s },
              }),
            )
          : told(
              await client.POST('/api/tenants/{tenant}/api-keys/{key}/rotate', {
                params: { path: { tenant, key: id } },
                body: { overlap_s },
              }),
            ),
      onSettled,
    }),
    revoke: useMutation({
      mutationFn: async (id: string): Promise<ApiKey> =>
        tenant === undefined
          ? told(await client.DELETE('/api/platform/api-keys/{key}', { params: { path: { key: id } } }))
          : told(
              await client.DELETE('/api/tenants/{tenant}/api-keys/{key}', { params: { path: { tenant, key: id } } }),
            ),
      onSettled,
    }),
  };
}
export type ApiKeyCalls = ReturnType<typeof useApiKeys>;
