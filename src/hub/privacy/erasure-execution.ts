/**
 * Executing an erasure: phase by phase, step by step, until nothing is left. Killed anywhere, it goes on at the step that was not done.
 * Called by the worker for jobs and inline by the command line.
 */
import { PlugboardError, reportError } from '../../contract/errors.ts';
import type { HubContext } from '../context.ts';
import { claimErasure, endErasure, putBack, type At, type ClaimedErasure } from './erasure-claim.ts';
import { dropping, fieldStep } from './erasure-fields.ts';
import { forgetting } from './erasure-forgetting.ts';
import { subjectStep } from './erasure-subject.ts';
import type { Execution } from '../runs/run-execution.ts';
import { openSubject, type Subject } from './subject.ts';

/** Never throws for what can go wrong with it; throws `conflict` while another process executes it. */
export async function executeErasure(
  context: HubContext,
  tenantId: string,
  id: string,
  signal: AbortSignal,
  onStep: () => Promise<void> = async () => {},
): Promise<Execution> {
  const claimed = await claimErasure(context, tenantId, id);
  if (claimed === undefined) return 'not ours';
  try {
    // Calls that are under way in this process may still be waiting to be written into the log.
    await context.exchanges.flush();
    await (claimed.kind === 'subject' ? forget : drop)(context, claimed, signal, onStep);
    await endErasure(context, claimed, undefined);
    return 'ended';
  } catch (error) {
    return await interrupted(context, claimed, signal, error);
  }
}

async function interrupted(
  context: HubContext,
  claimed: ClaimedErasure,
  signal: AbortSignal,
  error: unknown,
): Promise<Execution> {
  if (error instanceof PlugboardError && error.details.meta?.['reason'] === 'taken_over') return 'not ours';
  if (signal.aborted || (error instanceof PlugboardError && error.retry)) {
    await putBack(context, claimed, signal.aborted ? 0 : Math.min(1_000 * 2 ** claimed.attempts, 60_000));
    return 'resumed later';
  }
  if (!(error instanceof PlugboardError))
    context.log.error({ err: error, erasure_id: claimed.id }, 'an erasure met a bug');
  await endErasure(context, claimed, reportError(error));
  return 'ended';
}

async function forget(
  context: HubContext,
  claimed: ClaimedErasure,
  signal: AbortSignal,
  onStep: () => Promise<void>,
): Promise<void> {
  const { tenantId, id, sealed, keyVersion } = claimed;
  if (sealed === null || keyVersion === null) throw new Error('an erasure that does not know whom to forget');
  let subject: Subject = await openSubject(context, tenantId, { id, sealed, keyVersion });
  let at: At = claimed;
  while (at.phase !== 'done') {
    signal.throwIfAborted();
    const of = await forgetting(context, claimed, subject);
    ({ at, subject } = await subjectStep(of, at));
    await onStep();
  }
}

async function drop(
  context: HubContext,
  claimed: ClaimedErasure,
  signal: AbortSignal,
  onStep: () => Promise<void>,
): Promise<void> {
  const of = await dropping(context, claimed);
  if (of === undefined) return;
  let at: At = claimed;
  while (at.phase !== 'done') {
    signal.throwIfAborted();
    at = await fieldStep(of, at);
    await onStep();
  }
}
