/**
 * Whom not to store again, and the number that says which decisions of that kind a writer knows (feed.privacy, see 0011_privacy.sql). The
 * marks themselves are made by the hub; here they are bytes.
 */
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';
import type { MarkKind } from './erasure-tables.ts';

export interface Decisions {
  /** Grows with every decision. */
  readonly privacy: number;
  /** Marks in base64, each with the erasure that made it. */
  readonly marks: ReadonlyMap<string, string>;
  /** Fields of the stream that are never kept. */
  readonly dropped: readonly string[];
}

/** In one statement, so that number and marks are of one moment. Undefined: there is no such stream any more. */
export async function readDecisions(
  trx: TenantTransaction,
  tenantId: string,
  streamNo: number,
): Promise<Decisions | undefined> {
  const { rows } = await sql<{ privacy: number; marks: string[]; makers: string[]; dropped: string[] }>`
    select f.privacy, s.dropped_fields as dropped,
           array(select encode(m.mark, 'base64') from erasure_mark m where m.tenant_id = ${tenantId} order by m.mark) as marks,
           array(select m.erasure_id::text from erasure_mark m where m.tenant_id = ${tenantId} order by m.mark) as makers
      from feed f join stream_state s on s.tenant_id = f.tenant_id and s.stream_no = ${streamNo}
     where f.tenant_id = ${tenantId}`.execute(trx);
  const row = rows[0];
  if (row === undefined) return undefined;
  const marks = new Map(row.marks.map((mark, i): [string, string] => [mark, row.makers[i] ?? '']));
  return { privacy: row.privacy, marks, dropped: row.dropped };
}

/** Marks of addresses, in base64. */
export async function readEmailMarks(trx: TenantTransaction, tenantId: string): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('erasure_mark')
    .select('mark')
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', 'email')
    .execute();
  return new Set(rows.map(({ mark }) => mark.toString('base64')));
}

/** Waits for writers that are about to commit; those that come later know of it. Holds the tenant's change feed until the commit. */
export async function decide(trx: TenantTransaction, tenantId: string): Promise<void> {
  await trx
    .updateTable('feed')
    .set((row) => ({ privacy: row('privacy', '+', 1) }))
    .where('tenant_id', '=', tenantId)
    .execute();
}

/** The decisions there are; nobody adds one before this transaction ends. Holds the tenant's change feed until then. */
export async function holdDecisions(trx: TenantTransaction, tenantId: string): Promise<number> {
  const row = await trx
    .selectFrom('feed')
    .select('privacy')
    .where('tenant_id', '=', tenantId)
    .forUpdate()
    .executeTakeFirst();
  return row?.privacy ?? 0;
}

export interface NewMark {
  /** Base64. */
  readonly mark: string;
  readonly kind: MarkKind;
  readonly erasureId: string;
}

/** Those that are there already stay as they are. Answers how many were new. */
export async function addMarks(trx: TenantTransaction, tenantId: string, marks: readonly NewMark[]): Promise<number> {
  if (marks.length === 0) return 0;
  const added = await trx
    .insertInto('erasure_mark')
    .values(
      marks.map(({ mark, kind, erasureId }) => ({
        tenant_id: tenantId,
        mark: Buffer.from(mark, 'base64'),
        kind,
        erasure_id: erasureId,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(added.numInsertedOrUpdatedRows ?? 0);
}
