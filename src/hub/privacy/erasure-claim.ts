/**
 * Holding an erasure: taking it up, exclusively and under a new fence; its steps, each one transaction that is refused when somebody else
 * has taken it up; its end. Used by erasure-execution.ts.
 */
import { sql } from 'kysely';
import { fail, type ErrorReport } from '../../contract/errors.ts';
import type { JsonObject } from '../../contract/http.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { erasureQueue } from '../../store/queues.ts';
import type { HubContext } from '../context.ts';
import { heardWithin } from '../holding.ts';
import { showId } from '../ids.ts';

const deadAfterMs = 15_000;

export interface ClaimedErasure {
  readonly tenantId: string;
  readonly id: string;
  readonly kind: 'subject' | 'fields';
  readonly streamNo: number | null;
  readonly requestedBy: string;
  readonly fence: number;
  readonly attempts: number;
  readonly phase: string;
  readonly position: JsonObject | null;
  readonly sealed: Buffer | null;
  readonly keyVersion: number | null;
}

/** Undefined: it has ended. Throws `conflict` while its holder lives. */
export async function claimErasure(
  context: HubContext,
  tenantId: string,
  id: string,
): Promise<ClaimedErasure | undefined> {
  return context.store.inTenant(tenantId, async (trx) => {
    const row = await trx
      .selectFrom('erasure')
      .selectAll()
      .select(heardWithin(deadAfterMs).as('heard_of'))
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined || (row.state !== 'queued' && row.state !== 'running')) return undefined;
    if (row.state === 'running' && row.heard_of)
      throw fail('conflict', 'The erasure is being executed by another process.');
    await trx
      .updateTable('erasure')
      .set({
        state: 'running',
        fence: row.fence + 1,
        attempts: row.attempts + 1,
        started_at: row.started_at ?? new Date(context.clock.now()),
        heartbeat_at: sql`clock_timestamp()`,
      })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
    return {
      tenantId,
      id,
      kind: row.kind,
      streamNo: row.stream_no,
      requestedBy: row.requested_by,
      fence: row.fence + 1,
      attempts: row.attempts + 1,
      phase: row.phase,
      position: row.position,
      sealed: row.sealed,
      keyVersion: row.key_version,
    };
  });
}

/** What was erased, by place. */
export type Counts = Readonly<Record<string, number>>;

export interface StepDone {
  /** Where the phase goes on; undefined: it is done. */
  readonly next: JsonObject | undefined;
  readonly counts: Counts;
  /** Rows and pages looked at. */
  readonly examined: number;
}

/** The phase and place an erasure is at. */
export interface At {
  readonly phase: string;
  readonly position: JsonObject | null;
}

/** One step: all of it, and that it is done, or nothing. `following`: the phase after this one. */
export async function step(
  context: HubContext,
  claimed: ClaimedErasure,
  at: At,
  following: string,
  work: (trx: TenantTransaction) => Promise<StepDone>,
): Promise<At> {
  const { tenantId, id, fence } = claimed;
  return context.store.inTenant(tenantId, async (trx) => {
    const row = await ownRow(trx, claimed);
    const { next, counts, examined } = await work(trx);
    const then: At = next === undefined ? { phase: following, position: null } : { phase: at.phase, position: next };
    await trx
      .updateTable('erasure')
      .set({
        phase: then.phase,
        position: then.position === null ? null : JSON.stringify(then.position),
        counts: JSON.stringify(sumOf(row.counts, counts)),
        examined: row.examined + examined,
        heartbeat_at: sql`clock_timestamp()`,
      })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .where('fence', '=', fence)
      .execute();
    return then;
  });
}

function sumOf(before: Counts, more: Counts): Counts {
  const sum = { ...before };
  for (const [place, count] of Object.entries(more)) if (count > 0) sum[place] = (sum[place] ?? 0) + count;
  return sum;
}

async function ownRow(trx: TenantTransaction, { tenantId, id, fence }: ClaimedErasure) {
  const row = await trx
    .selectFrom('erasure')
    .select(['counts', 'examined', 'state'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('fence', '=', fence)
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst();
  if (row !== undefined) return row;
  throw fail('conflict', 'The erasure was taken over.', { meta: { reason: 'taken_over' } });
}

/** Leaves it to a later attempt, which goes on at the next step. */
export async function putBack(context: HubContext, claimed: ClaimedErasure, afterMs: number): Promise<void> {
  const { tenantId, id } = claimed;
  await context.store.inTenant(tenantId, async (trx) => {
    await ownRow(trx, claimed);
    await trx
      .updateTable('erasure')
      .set({ state: 'queued' })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
    await sendErasure(context, trx, tenantId, id, afterMs);
  });
}

/** Ends it; who it was about is known to nobody any more. With an error it has failed: what is left of it can be asked for again. */
export async function endErasure(
  context: HubContext,
  claimed: ClaimedErasure,
  error: ErrorReport | undefined,
): Promise<void> {
  const { tenantId, id, kind, requestedBy } = claimed;
  await context.store.inTenant(tenantId, async (trx) => {
    const row = await ownRow(trx, claimed);
    await trx
      .updateTable('erasure')
      .set({
        state: error === undefined ? 'succeeded' : 'failed',
        phase: error === undefined ? 'done' : claimed.phase,
        error: error === undefined ? null : JSON.stringify(error),
        finished_at: new Date(context.clock.now()),
        // A failed one keeps it, sealed, to be resumed.
        ...(error === undefined ? { sealed: null, key_version: null } : {}),
      })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
    if (kind === 'subject' && error === undefined)
      await trx
        .insertInto('outbox')
        .values({
          tenant_id: tenantId,
          kind: 'subject.erased',
          payload: JSON.stringify({ erasure_id: showId('era', id) }),
        })
        .execute();
    await context.store.audit.append(trx, {
      tenantId,
      actor: requestedBy,
      action: `${kind === 'subject' ? 'subject' : 'fields'}.${error === undefined ? 'erased' : 'erasure_failed'}`,
      target: id,
      details: error === undefined ? { ...row.counts } : { code: error.code },
    });
  });
}

export async function sendErasure(
  context: HubContext,
  trx: TenantTransaction,
  tenantId: string,
  id: string,
  afterMs = 0,
): Promise<void> {
  await context.queue.send(trx, erasureQueue, { tenant_id: tenantId, erasure_id: id }, { afterMs });
}
