/**
 * The integration log: what happened to an integration, for people. Use-cases write to it within their own transactions;
 * callers read it newest first.
 */
import { sql } from 'kysely';
import { z } from 'zod';
import type { JsonObject } from '../../contract/http.ts';
import type { LogStatus, TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { readId, showId } from '../ids.ts';
import { lineText, listOf, listQuery, moment, parseInput, type List } from '../inputs.ts';
import { holdsText, lookedAt, readLines, type Position } from './log-pages.ts';
import { shownSpan } from './log-retention.ts';
import type { Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';

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

/** What both logs can be asked for. */
export const logFilters = {
  since: moment.optional().meta({ description: 'From this moment on.' }),
  until: moment.optional().meta({ description: 'Up to this moment, without it.' }),
};
/** Why a page may hold fewer lines than were asked for. */
export const searchNote = `With \`search\`, \`run\` of the integration log or \`status_class\`, and with more than one filter, a page looks at ${lookedAt.toLocaleString('en-AU')} lines: it may hold fewer than \`limit\`, or none, while \`next_cursor\` leads further back.`;

export const LogQuery = listQuery.extend({
  status: z.enum(['success', 'error', 'warning']).optional(),
  action: z.string().max(60).optional().meta({ example: 'sync' }),
  run: z.string().optional().meta({ description: 'Only lines about this run.' }),
  search: lineText(200).optional().meta({ description: 'Text in `message`, in capitals or not.' }),
  ...logFilters,
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

export interface LogRow {
  readonly id: number;
  readonly at: Date;
  readonly action: string;
  readonly status: LogStatus;
  readonly message: string;
  readonly details: JsonObject;
}
export const logColumns = ['id', 'at', 'action', 'status', 'message', 'details'] as const;

export function logView(row: LogRow): LogEntryView {
  const { id, at, action, status, message, details } = row;
  const shown = z.record(z.string(), z.json()).parse(details);
  return { id, at: at.toISOString(), action, status, message, details: shown };
}

export function logs(context: HubContext, cursors: Cursors, tenants: Tenants) {
  const { store } = context;
  return {
    /** Newest first. Throws `not_found` for an unknown integration. */
    list: async (
      principal: Principal,
      tenant: string,
      integration: string,
      query: LogQuery = {},
    ): Promise<List<LogEntryView>> => {
      const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
      const { limit, cursor, status, action, run, search, ...asked } = parseInput(LogQuery, query);
      const integrationId = readId('int', integration);
      const list = `logs:${integrationId}`;
      const position = z.object({ at: z.number(), id: z.number().int() });
      const place = await cursors.read(tenantId, list, cursor, position);
      const byStatus = status === undefined ? [] : [sql`status = ${status}`];
      const byAction = action === undefined ? [] : [sql`action = ${action}`];
      // Nearly all lines are successes: whatever else is asked for, there is less of it.
      const [lead, ...further] = status === 'success' ? [...byAction, ...byStatus] : [...byStatus, ...byAction];
      const { rows, next } = await store.inTenant(tenantId, async (trx) =>
        readLines<LogRow>(trx, {
          log: 'integration_log',
          columns: logColumns,
          tenantId,
          integrationId,
          ...(await shownSpan(
            context,
            trx,
            { tenantId, integrationId, named: integration },
            'integrationLogDays',
            asked,
          )),
          before: place === undefined ? undefined : { at: new Date(place.at), id: place.id },
          lead,
          others: [
            ...further,
            ...(run === undefined ? [] : [sql`details ->> 'run_id' = ${showId('run', readId('run', run))}`]),
            ...(search === undefined ? [] : [holdsText(['message'], search)]),
          ],
          limit,
        }),
      );
      return { data: rows.map(logView), next_cursor: await nextCursor(cursors, tenantId, list, next) };
    },
  };
}

/** The cursor that goes on there; null: there is nothing further. */
export async function nextCursor(
  cursors: Cursors,
  tenantId: string,
  list: string,
  next: Position | undefined,
): Promise<string | null> {
  return next === undefined ? null : cursors.write(tenantId, list, { at: next.at.getTime(), id: next.id });
}
