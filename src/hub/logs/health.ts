/**
 * How integrations are doing, for whoever watches over them: their status, what the last hour's calls say, whether what is due gets
 * started. One word each, with the reason. For `plugboard monitor`.
 */
import { sql } from 'kysely';
import type { HubContext } from '../context.ts';
import { showId } from '../ids.ts';
import { integrationsByName, noIntegration, withStreams } from '../integrations/integration-rows.ts';
import type { IntegrationView } from '../integrations/integration-views.ts';
import type { Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import { figures, sums, type Figures, type Sums } from './usage.ts';

/** What is looked back on. */
export const healthMinutes = 60;
/** Fewer calls say nothing about a vendor. */
const fewestCalls = 5;
const degradedShare = 0.1;
const failingShare = 0.5;
/** The ticker starts what is due within a second; later than this, nobody does. */
const overdueMs = 5 * 60_000;

/** `off`: nobody wants it to run (a draft, paused, disconnected). */
export type HealthVerdict = 'ok' | 'degraded' | 'failing' | 'off';

export interface HealthView {
  readonly integration: IntegrationView;
  readonly verdict: HealthVerdict;
  /** Why, for people; null when there is nothing to say. */
  readonly reason: string | null;
  /** Of the last hour. */
  readonly usage: Figures;
}

export function health(context: HubContext, tenants: Tenants) {
  const { store, clock } = context;

  /** All integrations of a tenant, or those that `service` names: by id, name or provider. Throws `not_found` when it names none. */
  const list = async (principal: Principal, tenant: string, service?: string): Promise<readonly HealthView[]> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const now = clock.now();
    await context.exchanges.flush();
    return store.inTenant(tenantId, async (trx) => {
      const rows = (await integrationsByName(trx, tenantId)).filter(
        (row) => service === undefined || [row.name, row.provider, showId('int', row.id)].includes(service),
      );
      // Whoever watches over something that is not there must not be told that all is well.
      if (service !== undefined && rows.length === 0) throw noIntegration(service);
      const views = await withStreams(trx, tenantId, rows);
      // Integration by integration: each is a short range of the index, whatever else the tenant has.
      const counted = await sql<Sums & { integration_id: string }>`
        select wanted.id as integration_id, counted.*
          from unnest(${rows.map((row) => row.id)}::uuid[]) as wanted (id)
         cross join lateral (
               select ${sums} from usage_minute
                where tenant_id = ${tenantId} and integration_id = wanted.id
                  and at >= ${new Date(now - healthMinutes * 60_000)} and at < ${new Date(now + 60_000)}) counted`.execute(
        trx,
      );
      const byId = new Map(counted.rows.map((row) => [showId('int', row.integration_id), figures(row)]));
      return views.flatMap((integration) => {
        const usage = byId.get(integration.id);
        return usage === undefined ? [] : [{ integration, usage, ...judged(integration, usage, now) }];
      });
    });
  };

  return { list };
}

export function judged(
  integration: Pick<IntegrationView, 'status' | 'status_message' | 'sync_error' | 'next_run_at' | 'sync_status'>,
  { calls, errors }: Pick<Figures, 'calls' | 'errors'>,
  nowMs: number,
): Pick<HealthView, 'verdict' | 'reason'> {
  const share = calls >= fewestCalls ? errors / calls : 0;
  const said = `${errors} of ${calls} calls of the last hour failed`;
  switch (integration.status) {
    case 'draft':
      return { verdict: 'off', reason: 'never connected' };
    case 'paused':
    case 'disconnected':
      return { verdict: 'off', reason: integration.status };
    case 'needs_reauth':
      return { verdict: 'failing', reason: integration.status_message ?? 'somebody has to sign in again' };
    case 'failing':
      return {
        verdict: 'failing',
        reason:
          integration.sync_error === null
            ? said
            : `${integration.sync_error.stream}: ${integration.sync_error.message}`,
      };
    case 'connected':
      break;
  }
  if (share >= failingShare) return { verdict: 'failing', reason: said };
  if (share >= degradedShare) return { verdict: 'degraded', reason: said };
  const due = integration.next_run_at === null ? nowMs : Date.parse(integration.next_run_at);
  if (due < nowMs - overdueMs)
    return {
      verdict: 'degraded',
      reason: `nobody started what was due at ${integration.next_run_at}: is a worker running?`,
    };
  return { verdict: 'ok', reason: null };
}
