/**
 * Which tenants' routes have calls to make, and who is at it: one worker at a time for a tenant, under a lease that is renewed while it
 * works. Ids and times only, seen across tenants. Used by the hub (route-work.ts), and by whatever queues a call.
 */
import { sql, type Kysely } from 'kysely';
import type { TenantTransaction } from './database.ts';
import type { PlatformTables } from './tables.ts';

/** How long a worker that says nothing is believed to be alive. */
const lease = sql`interval '30 seconds'`;

/** There is something to do from this moment on. Joins the caller's transaction. */
export async function routesDue(trx: TenantTransaction, tenantId: string, at: Date): Promise<void> {
  await sql`
    insert into route_due as d (tenant_id, due_at) values (${tenantId}, ${at})
    on conflict (tenant_id) do update set due_at = least(d.due_at, excluded.due_at)`.execute(trx);
}

/** A tenant with something to do and nobody at it; undefined: there is none. `now`: of the clock all processes share. */
export async function takeDue(
  platform: Kysely<PlatformTables>,
  holder: string,
  now: Date,
): Promise<string | undefined> {
  const { rows } = await sql<{ tenant_id: string }>`
    update route_due set holder = ${holder}, lease_until = clock_timestamp() + ${lease}, due_at = 'infinity'
     where tenant_id = (
             select tenant_id from route_due
              where (lease_until is null and due_at <= ${now}) or lease_until < clock_timestamp()
              order by due_at limit 1 for update skip locked)
    returning tenant_id`.execute(platform);
  return rows[0]?.tenant_id;
}

/** Still at it. False: somebody else is, because we were silent for too long. */
export async function stillAt(platform: Kysely<PlatformTables>, tenantId: string, holder: string): Promise<boolean> {
  const { rows } = await sql`
    update route_due set lease_until = clock_timestamp() + ${lease}
     where tenant_id = ${tenantId} and holder = ${holder} returning tenant_id`.execute(platform);
  return rows.length > 0;
}

/** Done for now. `next`: when there is something to do again; undefined: as far as we saw never. What was queued meanwhile counts. */
export async function leaveDue(
  platform: Kysely<PlatformTables>,
  tenantId: string,
  holder: string,
  next: Date | undefined,
): Promise<void> {
  if (next === undefined) {
    const { rows } = await sql`
      delete from route_due where tenant_id = ${tenantId} and holder = ${holder} and due_at = 'infinity'
      returning tenant_id`.execute(platform);
    if (rows.length > 0) return;
  }
  await sql`
    update route_due set holder = null, lease_until = null, due_at = least(due_at, ${next ?? null}::timestamptz)
     where tenant_id = ${tenantId} and holder = ${holder}`.execute(platform);
}
