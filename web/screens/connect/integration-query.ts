/** The integration that is connected again, as the screen asks for it. */
import { api } from '../../app/api.ts';

export function integrationQuery(tenant: string, integration: string) {
  return api.queryOptions('get', '/api/tenants/{tenant}/integrations/{integration}', {
    params: { path: { tenant, integration } },
  });
}
