/**
 * Takes an integration away for good: ends the grant at the vendor where that is possible, stops everything that works on it, deletes
 * its records in pieces (a million in one transaction would hold every writer of the tenant), then the rest at once. Killed half
 * way, it is left disconnected and can be removed again. Used by integrations.ts and tenant-removal.ts, which decide who may.
 */
import { sql } from 'kysely';
import { deleteLines, type TenantTransaction } from '../../store/index.ts';
import { logNames } from '../../store/logs.ts';
import { deleteWebhooksOf } from '../../store/webhook-rows.ts';
import type { HubContext } from '../context.ts';
import { showId } from '../ids.ts';
import { haltIntegration } from './integration-halt.ts';
import { revokeAtVendor } from './integration-revocation.ts';

/** Rows deleted by one transaction. */
const atOnce = 5000;

export async function removeIntegration(
  context: HubContext,
  tenantId: string,
  id: string,
  actor: string,
): Promise<void> {
  const { store } = context;
  await revokeAtVendor(context, tenantId, id);
  await store.inTenant(tenantId, (trx) => haltIntegration(context, trx, tenantId, id));
  while ((await store.inTenant(tenantId, (trx) => deleteSomeRecords(trx, tenantId, id, atOnce))) > 0);
  while ((await store.inTenant(tenantId, (trx) => deleteSomeLines(trx, tenantId, id))) > 0);
  const webhooks = { tenantId, integrationId: id };
  while ((await store.inTenant(tenantId, (trx) => deleteWebhooksOf(trx, webhooks, atOnce))) > 0);
  await store.inTenant(tenantId, async (trx) => {
    // An action that was under way may have stored something since; its stream is locked now until the stream is gone.
    await trx
      .selectFrom('stream_state')
      .select('stream_no')
      .where('tenant_id', '=', tenantId)
      .where('integration_id', '=', id)
      .forUpdate()
      .execute();
    await deleteSomeRecords(trx, tenantId, id, undefined);
    while ((await deleteSomeLines(trx, tenantId, id)) > 0);
    await sql`
      delete from raw_page where tenant_id = ${tenantId}
         and stream_no in (select stream_no from stream_state where tenant_id = ${tenantId} and integration_id = ${id})`.execute(
      trx,
    );
    await sql`
      delete from seen_page where tenant_id = ${tenantId}
         and run_id in (select id from run where tenant_id = ${tenantId} and integration_id = ${id})`.execute(trx);
    const gone = await trx
      .deleteFrom('integration')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .returning('provider')
      .executeTakeFirst();
    if (gone === undefined) return;
    const payload = JSON.stringify({ integration_id: showId('int', id), provider: gone.provider });
    await trx
      .insertInto('outbox')
      .values({ tenant_id: tenantId, kind: 'integration.removed', integration_id: id, payload })
      .execute();
    await store.audit.append(trx, {
      tenantId,
      actor,
      action: 'integration.removed',
      target: id,
      details: { provider: gone.provider },
    });
  });
}

/** Answers how many rows went. */
async function deleteSomeRecords(
  trx: TenantTransaction,
  tenantId: string,
  id: string,
  most: number | undefined,
): Promise<number> {
  let deleted = 0;
  for (const table of ['record', 'record_version'] as const) {
    const result = await sql`
      delete from ${sql.table(table)}
       where tenant_id = ${tenantId}
         and ctid = any (array(
               select victim.ctid from ${sql.table(table)} victim
                where victim.tenant_id = ${tenantId}
                  and victim.stream_no in (select stream_no from stream_state where tenant_id = ${tenantId} and integration_id = ${id})
                limit ${most ?? null}))`.execute(trx);
    deleted += Number(result.numAffectedRows ?? 0);
  }
  return deleted;
}

/** Of all its logs. Answers how many lines went. */
async function deleteSomeLines(trx: TenantTransaction, tenantId: string, integrationId: string): Promise<number> {
  let deleted = 0;
  for (const log of logNames) deleted += await deleteLines(trx, log, { tenantId, integrationId }, atOnce);
  return deleted;
}
