/** What travels through the queue, for the worker: names, payloads, and the queue itself as far as a face needs it. */
import { z } from 'zod';

export { erasureQueue, rederivationQueue, syncQueue } from '../store/queues.ts';
export type { JobQueue } from '../store/queue.ts';

const SyncJob = z.object({ tenant_id: z.uuid(), run_id: z.uuid() });

/** Throws for anything else: only we write into the queue. */
export function readSyncJob(data: unknown): { readonly tenantId: string; readonly runId: string } {
  const job = SyncJob.parse(data);
  return { tenantId: job.tenant_id, runId: job.run_id };
}

const RederivationJob = z.object({ tenant_id: z.uuid(), rederivation_id: z.uuid() });

/** The same for mapping stored records anew. */
export function readRederivationJob(data: unknown): { readonly tenantId: string; readonly rederivationId: string } {
  const job = RederivationJob.parse(data);
  return { tenantId: job.tenant_id, rederivationId: job.rederivation_id };
}

const ErasureJob = z.object({ tenant_id: z.uuid(), erasure_id: z.uuid() });

/** The same for forgetting somebody. */
export function readErasureJob(data: unknown): { readonly tenantId: string; readonly erasureId: string } {
  const job = ErasureJob.parse(data);
  return { tenantId: job.tenant_id, erasureId: job.erasure_id };
}
