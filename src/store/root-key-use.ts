/**
 * Which root keys processes work with: each says so every minute, so that none is retired while a process has nothing else. Used by
 * index.ts, for every process, and by root-rotation.ts.
 */
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { RootKeys } from './root-key.ts';

/** A process says this often which root key it wraps with. */
export const noteEveryMs = 60_000;
/** One that has said nothing for so long is gone. */
const goneMs = 150_000;

/** A root key that processes were started with. */
export interface RootKeyUse {
  readonly id: string;
  readonly seenAt: Date;
  readonly retiredAt: Date | undefined;
  /** A process wraps with it, as far as we heard. */
  readonly inUse: boolean;
}

/** Says that a process wraps with this root key. By the database's clock: processes' own may disagree. */
export async function noteRootKey({ platform }: Pick<Database, 'platform'>, { current }: RootKeys): Promise<void> {
  const seen = { seen_at: sql<Date>`clock_timestamp()` };
  await platform
    .insertInto('root_key')
    .values({ id: current.id, ...seen })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(seen))
    .execute();
}

export async function rootKeyUses({ platform }: Pick<Database, 'platform'>): Promise<readonly RootKeyUse[]> {
  const rows = await platform
    .selectFrom('root_key')
    .selectAll()
    .select(inUse.as('in_use'))
    .orderBy('seen_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    seenAt: row.seen_at,
    retiredAt: row.retired_at ?? undefined,
    inUse: row.in_use,
  }));
}

const inUse = sql<boolean>`retired_at is null and seen_at > clock_timestamp() - ${goneMs} * interval '1 millisecond'`;
