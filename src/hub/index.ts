/**
 * The hub: every use-case of Plugboard, one file per noun, joined here. Server, worker and command line call these functions and
 * nothing below them. Each function is told who asks, checks that they may, and only then opens that tenant's rows.
 */
import { apiKeys } from './api-keys.ts';
import type { HubContext } from './context.ts';
import { createCursors } from './cursor.ts';
import { idempotency } from './idempotency.ts';
import { runs } from './runs.ts';
import { schedule } from './schedule.ts';
import { tenants } from './tenants.ts';

export function createHub(context: HubContext) {
  const cursors = createCursors((tenantId) => context.store.vault.derive(tenantId, 1, 'cursors'));
  const tenantUseCases = tenants(context, cursors);
  return {
    tenants: tenantUseCases,
    apiKeys: apiKeys(context, cursors, tenantUseCases),
    idempotency: idempotency(context),
    runs: runs(context, cursors, tenantUseCases),
    schedule: schedule(context),
  };
}
export type Hub = ReturnType<typeof createHub>;
