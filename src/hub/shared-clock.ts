/**
 * The time all processes agree on: the database's. Their own clocks may be minutes apart, or jump; who is due when must not depend on
 * who looks. Used by schedule.ts.
 */
import { sql } from 'kysely';
import type { TenantTransaction } from '../store/index.ts';
import type { HubContext } from './context.ts';

/** Milliseconds since the epoch. `trx`: asked within it, by whoever has a connection already. */
export async function sharedNow({ store, sharedClock }: HubContext, trx?: TenantTransaction): Promise<number> {
  if (sharedClock !== undefined) return sharedClock.now();
  const { rows } = await sql<{ ms: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms`.execute(trx ?? store.platform);
  const ms = rows[0]?.ms;
  if (ms === undefined) throw new Error('the database did not say what time it is');
  return ms;
}
