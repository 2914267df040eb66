/** What the items of a stream look like, kept from run to run. Within the caller's transaction. Used by the hub's runs/schema-drift.ts. */
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';

export interface StreamShape {
  /** Path -> bits of types, see the engine's shapes.ts. */
  readonly paths: Readonly<Record<string, number>>;
  readonly learned: boolean;
  readonly givenUp: boolean;
}

export async function streamShape(
  trx: TenantTransaction,
  tenantId: string,
  streamNo: number,
): Promise<StreamShape | undefined> {
  const row = await trx
    .selectFrom('stream_shape')
    .select(['paths', 'learned', 'given_up as givenUp'])
    .where('tenant_id', '=', tenantId)
    .where('stream_no', '=', streamNo)
    .executeTakeFirst();
  return row;
}

export async function keepStreamShape(
  trx: TenantTransaction,
  tenantId: string,
  streamNo: number,
  { paths, learned, givenUp }: StreamShape,
): Promise<void> {
  const shape = { paths: JSON.stringify(paths), learned, given_up: givenUp };
  await trx
    .insertInto('stream_shape')
    .values({ tenant_id: tenantId, stream_no: streamNo, ...shape })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'stream_no']).doUpdateSet({ ...shape, updated_at: sql`clock_timestamp()` }),
    )
    .execute();
}
