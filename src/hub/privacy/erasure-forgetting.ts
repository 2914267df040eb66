/** What each step of forgetting somebody works with. Made anew for each: more of their records are found on the way. */
import type { Rewriting } from '../../store/raw-erasure.ts';
import type { HubContext } from '../context.ts';
import type { ClaimedErasure } from './erasure-claim.ts';
import { allStreams, wantedOf, type Streams, type Subject } from './subject.ts';
import type { Wanted } from './subject-match.ts';

export interface Forgetting {
  readonly context: HubContext;
  readonly claimed: ClaimedErasure;
  readonly subject: Subject;
  readonly streams: Streams;
  readonly wanted: Wanted;
  readonly rewriting: Rewriting;
}

export async function forgetting(context: HubContext, claimed: ClaimedErasure, subject: Subject): Promise<Forgetting> {
  const { tenantId } = claimed;
  const streams = await context.store.inTenant(tenantId, (trx) => allStreams(trx, tenantId));
  return {
    context,
    claimed,
    subject,
    streams,
    wanted: wantedOf(subject, streams),
    rewriting: { tenantId, vault: context.store.vault },
  };
}
