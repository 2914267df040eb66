/**
 * Beginning an erasure, in the caller's transaction and together with its job: from its commit on nobody stores the person any more, and
 * the job takes out what was stored before. Also what the worker does about those whose process died without a job.
 */
import { sql } from 'kysely';
import { addMarks, decide } from '../../store/erasure-marks.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { abandoned } from '../holding.ts';
import { sendErasure } from './erasure-claim.ts';
import { fieldPhases } from './erasure-fields.ts';
import { marksOfRecord } from './erasure-guard.ts';
import { markMaker } from './erasure-marks.ts';
import { subjectPhases } from './erasure-subject.ts';
import { newId } from '../ids.ts';
import { allStreams, sealSubject, type Subject } from './subject.ts';

export interface ErasureRequest {
  readonly tenantId: string;
  readonly requestedBy: string;
  /** `job`: a worker takes it up. `inline`: the caller executes it itself, at once. */
  readonly by: 'job' | 'inline';
}

/** Answers its id. Holds the tenant's change feed until the transaction ends. */
export async function beginSubjectErasure(
  context: HubContext,
  trx: TenantTransaction,
  { tenantId, requestedBy, by }: ErasureRequest,
  subject: Subject,
): Promise<string> {
  const id = newId(context);
  await decide(trx, tenantId);
  const maker = await markMaker(context, tenantId);
  const streams = await allStreams(trx, tenantId);
  const { sealed, keyVersion } = await sealSubject(context, tenantId, id, subject);
  await trx
    .insertInto('erasure')
    .values({
      tenant_id: tenantId,
      id,
      kind: 'subject',
      requested_by: requestedBy,
      sealed,
      key_version: keyVersion,
      phase: subjectPhases[0],
      created_at: new Date(context.clock.now()),
    })
    .execute();
  await addMarks(
    trx,
    tenantId,
    subject.emails.map((email) => ({ mark: maker.email(email), kind: 'email', erasureId: id })),
  );
  for (const { stream_no, key } of subject.persons) {
    const stream = streams.get(stream_no);
    if (stream !== undefined) await addMarks(trx, tenantId, marksOfRecord(maker, stream, key, id));
  }
  if (by === 'job') await sendErasure(context, trx, tenantId, id);
  return id;
}

/** Of fields that are no longer kept of a stream, whose setting has just been changed in this transaction. */
export async function beginFieldErasure(
  context: HubContext,
  trx: TenantTransaction,
  { tenantId, requestedBy, by }: ErasureRequest,
  streamNo: number,
): Promise<string> {
  const id = newId(context);
  await decide(trx, tenantId);
  await trx
    .insertInto('erasure')
    .values({
      tenant_id: tenantId,
      id,
      kind: 'fields',
      requested_by: requestedBy,
      stream_no: streamNo,
      phase: fieldPhases[0],
      created_at: new Date(context.clock.now()),
    })
    .execute();
  if (by === 'job') await sendErasure(context, trx, tenantId, id);
  return id;
}

/** A running one this long without a heartbeat has no job either: a job's own heartbeat is noticed sooner. */
const abandonedAfterMs = 60_000;
/** A queued one this old may have lost its job. One job too many does no harm: taking it up is exclusive. */
const lostAfterMs = 600_000;

/** Gives those whose process died without a job to the workers. Answers how many. */
export async function adoptErasures(context: HubContext): Promise<number> {
  let adopted = 0;
  for (const { id: tenantId } of await context.store.platform.selectFrom('tenant').select('id').execute()) {
    adopted += await context.store.inTenant(tenantId, async (trx) => {
      const dead = await trx
        .updateTable('erasure')
        .set({ heartbeat_at: sql`clock_timestamp()`, state: 'queued' })
        .where('tenant_id', '=', tenantId)
        .where(abandoned({ runningMs: abandonedAfterMs, queuedMs: lostAfterMs }))
        .returning('id')
        .execute();
      for (const { id } of dead) await sendErasure(context, trx, tenantId, id);
      return dead.length;
    });
  }
  return adopted;
}
