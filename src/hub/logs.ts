/**
 * The integration log: what happened to an integration, for people. Use-cases write to it within their own transactions;
 * callers read it newest first.
 */
import { z } from 'zod';
import type { JsonObject } from '../contract/http.ts';
import type { LogStatus, TenantTransaction } from '../store/index.ts';
import type { HubContext } from './context.ts';
import type { Cursors } from './cursor.ts';
import { readId } from './ids.ts';
import { listOf, listQuery, parseInput, type List } from './inputs.ts';
import { noIntegration } from './integration-rows.ts';
import type { Principal } from './principal.ts';
import type { Tenants } from './tenants.ts';

export const LogEntryView = z
  .object({
    id: z.number().int(),
    at: z.iso.datetime(),
    action: z.string().meta({ example: 'test_connection' }),
    status: z.enum(['success', 'error', 'warning']),
    message: z.string(),
    details: z.record(z.string(), z.json()),
  })
  .meta({ id: 'IntegrationLogEntry' });
export type LogEntryView = z.output<typeof LogEntryView>;
export const LogEntryList = listOf(LogEntryView).meta({ id: 'IntegrationLog' });

export const LogQuery = listQuery.extend({
  status: z.enum(['success', 'error', 'warning']).optional(),
  action: z.string().max(60).optional(),
});
export type LogQuery = z.input<typeof LogQuery>;

export interface LogEntry {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly action: string;
  readonly status: LogStatus;
  /** For people. Never a secret: texts of PlugboardErrors are clean. */
  readonly message: string;
  readonly details?: JsonObject;
}

/** Adds one line, within the caller's transaction. */
export async function writeLog(
  context: Pick<HubContext, 'clock'>,
  trx: TenantTransaction,
  entry: LogEntry,
): Promise<void> {
  await trx
    .insertInto('integration_log')
    .values({
      tenant_id: entry.tenantId,
      integration_id: entry.integrationId,
      at: new Date(context.clock.now()),
      action: entry.action,
      status: entry.status,
      message: entry.message,
      details: JSON.stringify(entry.details ?? {}),
    })
    .execute();
}

export function logs(context: HubContext, cursors: Cursors, tenants: Tenants) {
  const { store } = context;
  return {
    list: async (
      principal: Principal,
      tenant: string,
      integration: string,
      query: LogQuery = {},
    ): Promise<List<LogEntryView>> => {
      const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
      const { limit, cursor, status, action } = parseInput(LogQuery, query);
      const integrationId = readId('int', integration);
      const list = `logs:${integrationId}`;
      const before = await cursors.read(tenantId, list, cursor, z.object({ id: z.number().int() }));
      const rows = await store.inTenant(tenantId, async (trx) => {
        const known = await trx
          .selectFrom('integration')
          .select('id')
          .where('tenant_id', '=', tenantId)
          .where('id', '=', integrationId)
          .executeTakeFirst();
        if (known === undefined) throw noIntegration(integration);
        let wanted = trx
          .selectFrom('integration_log')
          .select(['id', 'at', 'action', 'status', 'message', 'details'])
          .where('tenant_id', '=', tenantId)
          .where('integration_id', '=', integrationId)
          .orderBy('id', 'desc')
          .limit(limit + 1);
        if (before !== undefined) wanted = wanted.where('id', '<', before.id);
        if (status !== undefined) wanted = wanted.where('status', '=', status);
        if (action !== undefined) wanted = wanted.where('action', '=', action);
        return wanted.execute();
      });
      return cursors.page(
        { tenantId, list, limit },
        rows,
        ({ id }) => ({ id }),
        (row) => ({ ...row, at: row.at.toISOString(), details: z.record(z.string(), z.json()).parse(row.details) }),
      );
    },
  };
}
