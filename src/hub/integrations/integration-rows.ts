/** Reading integrations with their derived status and streams, within a transaction of their tenant. Used by the use-cases that show them. */
import { fail, type PlugboardError } from '../../contract/errors.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { printable } from '../ids.ts';
import { integrationView, type IntegrationView } from './integration-views.ts';

export function noIntegration(text: string): PlugboardError {
  return fail('not_found', `There is no integration "${printable(text)}".`);
}

/** Throws `not_found` unless there is one. `named`: as whoever asks calls it. */
export async function knownIntegration(
  trx: TenantTransaction,
  tenantId: string,
  id: string,
  named: string,
): Promise<void> {
  const row = await trx
    .selectFrom('integration')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw noIntegration(named);
}

/** Integrations joined with how they stand; add conditions and order. */
export function integrationRows(trx: TenantTransaction, tenantId: string) {
  return trx
    .selectFrom('integration as i')
    .innerJoin('integration_status as s', (join) =>
      join.onRef('s.tenant_id', '=', 'i.tenant_id').onRef('s.id', '=', 'i.id'),
    )
    .selectAll('i')
    .select(['s.status', 's.last_synced_at', 's.sync_status', 's.sync_error', 's.next_run_at'])
    .where('i.tenant_id', '=', tenantId);
}

/** All of a tenant as people order names: capitals and accents beside their letters, whatever the database's own order is. */
export async function integrationsByName(trx: TenantTransaction, tenantId: string): Promise<IntegrationRows> {
  const rows = await integrationRows(trx, tenantId).orderBy('i.id').execute();
  return rows.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}

type IntegrationRows = Awaited<ReturnType<ReturnType<typeof integrationRows>['execute']>>;

/** The rows as views, in their order. */
export async function withStreams(
  trx: TenantTransaction,
  tenantId: string,
  rows: IntegrationRows,
): Promise<readonly IntegrationView[]> {
  if (rows.length === 0) return [];
  const streams = await trx
    .selectFrom('stream_state as s')
    .leftJoin('stream_due as d', (join) =>
      join.onRef('d.tenant_id', '=', 's.tenant_id').onRef('d.stream_no', '=', 's.stream_no'),
    )
    .select([
      's.integration_id',
      's.stream',
      's.model',
      's.enabled',
      's.schedule',
      's.last_succeeded_at',
      's.last_error',
      's.dropped_fields',
      'd.due_at',
    ])
    .where('s.tenant_id', '=', tenantId)
    .where(
      's.integration_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('s.stream_no')
    .execute();
  const byIntegration = Map.groupBy(streams, (stream) => stream.integration_id);
  return rows.map((row) => integrationView(row, byIntegration.get(row.id) ?? []));
}

/** One, as callers see it. Throws `not_found`. */
export async function readIntegration(
  trx: TenantTransaction,
  tenantId: string,
  id: string,
  named: string = id,
): Promise<IntegrationView> {
  const rows = await integrationRows(trx, tenantId).where('i.id', '=', id).execute();
  const [view] = await withStreams(trx, tenantId, rows);
  if (view === undefined) throw noIntegration(named);
  return view;
}
