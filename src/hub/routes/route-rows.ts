/** Reading what is stored of routes, within a transaction of their tenant. */
import type { Selectable } from 'kysely';
import { fail } from '../../contract/errors.ts';
import type { Tables, TenantTransaction } from '../../store/index.ts';
import { printable } from '../ids.ts';
import { RouteDefinition } from './route-views.ts';

export interface StoredRoute {
  readonly row: Selectable<Tables['route']>;
  readonly definition: RouteDefinition;
  /** When this version was saved, and by whom. */
  readonly saved: { readonly at: Date; readonly by: string };
}

export function routeRows(trx: TenantTransaction, tenantId: string) {
  return trx
    .selectFrom('route as r')
    .innerJoin('route_version as v', (join) =>
      join
        .onRef('v.tenant_id', '=', 'r.tenant_id')
        .onRef('v.route_id', '=', 'r.id')
        .onRef('v.version', '=', 'r.version'),
    )
    .selectAll('r')
    .select(['v.definition', 'v.created_at as saved_at', 'v.created_by as saved_by'])
    .where('r.tenant_id', '=', tenantId);
}

export function storedRoute(
  row: Awaited<ReturnType<ReturnType<typeof routeRows>['executeTakeFirstOrThrow']>>,
): StoredRoute {
  const { definition, saved_at: at, saved_by: by, ...route } = row;
  return { row: route, definition: RouteDefinition.parse(definition), saved: { at, by } };
}

/** Throws `not_found`. `lock`: until the transaction ends nobody else changes it. */
export async function readRoute(
  trx: TenantTransaction,
  tenantId: string,
  id: string,
  named: string,
  { lock } = { lock: false },
): Promise<StoredRoute> {
  const rows = routeRows(trx, tenantId).where('r.id', '=', id);
  const row = await (lock ? rows.forUpdate('r') : rows).executeTakeFirst();
  if (row === undefined) throw fail('not_found', `There is no route "${printable(named)}".`);
  return storedRoute(row);
}
