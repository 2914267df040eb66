/** When an endpoint fails for long: its owner is told, and in the end nothing is sent there any more. Called by the sender. */
import { patienceMs } from '../../engine/deliveries/health.ts';
import type { EndpointPlace } from '../../store/delivery-sending.ts';
import type { Disabled } from '../../store/delivery-tables.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { showId } from '../ids.ts';

/** Stops sending; what waits is kept and goes on when somebody enables it again. */
export async function disableEndpoint(
  context: HubContext,
  { tenantId, endpointId }: EndpointPlace,
  reason: Exclude<Disabled['reason'], 'person'>,
): Promise<void> {
  const message =
    reason === 'gone'
      ? 'It answered 410: nothing is to be sent there any more.'
      : `Nothing but failures for ${patienceMs / 86_400_000} days.`;
  const at = new Date(context.clock.now()).toISOString();
  await context.store.inTenant(tenantId, async (trx) => {
    const row = await trx
      .updateTable('endpoint')
      .set((was) => ({
        enabled: false,
        disabled: JSON.stringify({ reason, message, at }),
        version: was('version', '+', 1),
      }))
      .where('tenant_id', '=', tenantId)
      .where('id', '=', endpointId)
      .where('enabled', '=', true)
      .where('deleted_at', 'is', null)
      .returning('url')
      .executeTakeFirst();
    if (row === undefined) return;
    await tell(trx, tenantId, 'delivery.endpoint_disabled', { endpointId, url: row.url, reason: message });
    await context.store.audit.append(trx, {
      tenantId,
      actor: 'system:deliveries',
      action: 'endpoint.disabled',
      target: endpointId,
      details: { reason },
    });
  });
  context.log.warn({ tenant_id: tenantId, endpoint_id: showId('ep', endpointId), reason }, 'an endpoint was disabled');
}

/** `percent`: of the time it may fail. Told once each, whoever sends. */
export async function warnOfEndpoint(
  context: HubContext,
  { tenantId, endpointId }: EndpointPlace,
  percent: number,
): Promise<void> {
  await context.store.inTenant(tenantId, async (trx) => {
    const row = await trx
      .selectFrom('endpoint')
      .select(['url', 'health', 'enabled'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', endpointId)
      .where('deleted_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    const told = Number(row?.health?.['told'] ?? 0);
    if (row === undefined || !row.enabled || told >= percent) return;
    await trx
      .updateTable('endpoint')
      .set({ health: JSON.stringify({ ...row.health, told: percent }) })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', endpointId)
      .execute();
    const days = patienceMs / 86_400_000;
    const reason = `Nothing but failures for ${percent} % of the ${days} days after which it is disabled.`;
    await tell(trx, tenantId, 'delivery.endpoint_failing', { endpointId, url: row.url, reason });
  });
  context.log.warn(
    { tenant_id: tenantId, endpoint_id: showId('ep', endpointId), percent },
    'an endpoint keeps failing',
  );
}

async function tell(
  trx: TenantTransaction,
  tenantId: string,
  kind: 'delivery.endpoint_disabled' | 'delivery.endpoint_failing',
  { endpointId, url, reason }: { readonly endpointId: string; readonly url: string; readonly reason: string },
): Promise<void> {
  const payload = { endpoint_id: showId('ep', endpointId), url: withoutQuery(url), reason };
  await trx
    .insertInto('outbox')
    .values({ tenant_id: tenantId, kind, payload: JSON.stringify(payload) })
    .execute();
}

/** A query often holds a key. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '');
}
