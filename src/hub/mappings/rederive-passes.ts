/**
 * How far a re-derivation has come. A pass goes through the stream's raw pages in the order they were stored. While a run that began
 * under older rules is under way, its next pages may still come from those: such a pass is not the last one, and when the run has
 * ended, another goes through what was stored meanwhile. Each step is one transaction. Used by rederive-execution.ts.
 */
import { sql } from 'kysely';
import { fail } from '../../contract/errors.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { countRawPages, nextRawPage, type SealedPage } from '../../store/mappings.ts';
import type { HubContext } from '../context.ts';
import type { ClaimedRederivation } from './rederive-claim.ts';

/** A page may have been stored by a transaction that had begun a little before the pass. */
const overlapMs = 60_000;

export type Step =
  | { readonly kind: 'page'; readonly page: SealedPage }
  /** A run that may store what comes from older rules is under way: look again later. */
  | { readonly kind: 'wait' }
  /** Everything stored comes from the wanted rules. */
  | { readonly kind: 'done' };

/** Throws `conflict` when it is no longer ours. */
export async function nextStep(context: HubContext, claimed: ClaimedRederivation): Promise<Step> {
  return context.store.inTenant(claimed.tenantId, async (trx) => {
    const row = await ownRow(trx, claimed);
    const pass = row.pass === 0 ? await beginPass(trx, claimed, row) : row;
    const page = await nextPage(trx, claimed, pass);
    if (page !== undefined) return { kind: 'page', page };
    if (pass.pass_final) return { kind: 'done' };
    if (!(await nobodyElse(trx, claimed, pass.after_fence))) return { kind: 'wait' };
    const more = await nextPage(trx, claimed, await beginPass(trx, claimed, pass));
    return more === undefined ? { kind: 'done' } : { kind: 'page', page: more };
  });
}

interface PassRow {
  readonly pass: number;
  readonly pass_started_at: Date | null;
  readonly pass_final: boolean;
  readonly pages_since: Date | null;
  readonly position: string | null;
  readonly pages: number;
  readonly after_fence: number;
}

const passColumns = [
  'pass',
  'pass_started_at',
  'pass_final',
  'pages_since',
  'position',
  'pages',
  'after_fence',
] as const;

/** Locked: two steps of one re-derivation never overlap. */
async function ownRow(trx: TenantTransaction, { tenantId, id, fence }: ClaimedRederivation): Promise<PassRow> {
  const row = await trx
    .selectFrom('rederivation')
    .select(passColumns)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('fence', '=', fence)
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst();
  if (row !== undefined) return row;
  throw fail('conflict', 'The re-derivation was taken over.', { meta: { reason: 'taken_over' } });
}

function nextPage(trx: TenantTransaction, place: ClaimedRederivation, row: PassRow): Promise<SealedPage | undefined> {
  return nextRawPage(trx, place, { after: row.position ?? undefined, since: row.pages_since ?? undefined });
}

async function beginPass(trx: TenantTransaction, claimed: ClaimedRederivation, before: PassRow): Promise<PassRow> {
  const since = before.pass_started_at === null ? null : new Date(before.pass_started_at.getTime() - overlapMs);
  const pages = await countRawPages(trx, claimed, since ?? undefined);
  return trx
    .updateTable('rederivation')
    .set({
      pass: before.pass + 1,
      pass_started_at: sql`clock_timestamp()`,
      pass_final: await nobodyElse(trx, claimed, before.after_fence),
      pages_since: since,
      position: null,
      page_result: null,
      total_pages: before.pages + pages,
    })
    .where('tenant_id', '=', claimed.tenantId)
    .where('id', '=', claimed.id)
    .returning(passColumns)
    .executeTakeFirstOrThrow();
}

/** No run that was claimed before the wanted rules came into force may store anything any more. */
async function nobodyElse(
  trx: TenantTransaction,
  { tenantId, streamNo }: ClaimedRederivation,
  afterFence: number,
): Promise<boolean> {
  const stream = await trx
    .selectFrom('stream_state as s')
    .select((eb) => [
      's.fence',
      eb
        .exists(
          eb
            .selectFrom('run as r')
            .select('r.id')
            .whereRef('r.tenant_id', '=', 's.tenant_id')
            .whereRef('r.stream_no', '=', 's.stream_no')
            .where('r.state', '=', 'running'),
        )
        .as('under_way'),
    ])
    .where('s.tenant_id', '=', tenantId)
    .where('s.stream_no', '=', streamNo)
    .executeTakeFirst();
  return stream === undefined || stream.fence > afterFence || stream.under_way !== true;
}
