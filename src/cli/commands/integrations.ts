/** `plugboard integrations`: what is connected, and how it stands. */
import { z } from 'zod';
import type { IntegrationView } from '../../hub/integrations/integration-views.ts';
import { defineCommand } from '../frame/command.ts';
import { allPages } from './all-pages.ts';

export const integrationsCommand = defineCommand({
  name: 'integrations',
  summary: 'list the integrations of a tenant with their status',
  arguments: [{ name: '[provider]', help: 'only those of this provider' }],
  input: z.strictObject({ provider: z.string().optional() }),
  run: async ({ provider }, cli) => {
    const [hub, tenant] = [await cli.openHub(), await cli.tenant()];
    const filter = { limit: 200, ...(provider === undefined ? {} : { provider }) };
    const data = await allPages<IntegrationView>((cursor) =>
      hub.integrations.list(cli.principal, tenant, { ...filter, ...cursor }),
    );
    cli.out.table(
      ['integration', 'provider', 'name', 'status', 'last synced', 'next run', 'remark'],
      data.map((one) => [
        one.id,
        one.provider,
        one.name,
        one.status,
        one.last_synced_at ?? 'never',
        one.next_run_at ?? '',
        remarkOn(one),
      ]),
    );
    return { document: { data, next_cursor: null } };
  },
});

function remarkOn(one: IntegrationView): string {
  if (one.status_message !== null) return one.status_message;
  return one.sync_error === null ? '' : `${one.sync_error.stream}: ${one.sync_error.message}`;
}
