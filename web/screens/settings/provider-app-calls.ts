/** Provider apps are the same whether they are a tenant's or the platform's; only their address differs. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '../../../client/index.ts';
import { client } from '../../app/api.ts';

export type Offer = Schema['ProviderAppOffer'];
type Put = Schema['PutProviderApp'];

/** `tenant` undefined: the platform's, or those of the partner who asks. */
export function useProviderApps(tenant: string | undefined) {
  const known = useQueryClient();
  const key = ['provider-apps', tenant ?? null];
  const onSuccess = () => known.invalidateQueries({ queryKey: ['provider-apps'] });
  return {
    list: useQuery({
      queryKey: key,
      queryFn: async () => {
        const { data, error } =
          tenant === undefined
            ? await client.GET('/api/platform/provider-apps/offers')
            : await client.GET('/api/tenants/{tenant}/provider-apps/offers', { params: { path: { tenant } } });
        if (error !== undefined) throw error;
        return data.data;
      },
    }),
    put: useMutation({
      mutationFn: async ({ provider, body }: { readonly provider: string; readonly body: Put }) => {
        const { error } =
          tenant === undefined
            ? await client.PUT('/api/platform/provider-apps/{provider}', { params: { path: { provider } }, body })
            : await client.PUT('/api/tenants/{tenant}/provider-apps/{provider}', {
                params: { path: { tenant, provider } },
                body,
              });
        if (error !== undefined) throw error;
      },
      onSuccess,
    }),
    remove: useMutation({
      mutationFn: async (provider: string) => {
        const { error } =
          tenant === undefined
            ? await client.DELETE('/api/platform/provider-apps/{provider}', { params: { path: { provider } } })
            : await client.DELETE('/api/tenants/{tenant}/provider-apps/{provider}', {
                params: { path: { tenant, provider } },
              });
        if (error !== undefined) throw error;
      },
      onSuccess,
    }),
  };
}
export type ProviderAppCalls = ReturnType<typeof useProviderApps>;
