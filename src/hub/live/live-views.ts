/** What somebody who listens is told: small notices of what changed, never what it changed to. Only of a run they say how far it is. */
import { z } from 'zod';

export const LiveRun = z
  .object({
    stream: z.string(),
    state: z.enum(['queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled']),
    progress: z.boolean().meta({ description: 'Only the counts are others than in the notice before.' }),
    pages: z.number().int(),
    read: z.number().int(),
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    deleted: z.number().int(),
    failed: z.number().int(),
    requests: z.number().int(),
    retries: z.number().int(),
    queued_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'LiveRun' });
export type LiveRun = z.output<typeof LiveRun>;

/** `resync`: some notices may have been missed, so that anything may have changed. */
export const liveKinds = [
  'resync',
  'integration',
  'run',
  'records',
  'log',
  'exchange',
  'webhook',
  'event',
  'delivery',
  'route_call',
  'deletion',
  'link',
  'endpoint',
  'route',
  'mapping',
  'privacy',
] as const;
export type LiveKind = (typeof liveKinds)[number];

export const LiveNotice = z
  .object({
    kind: z.enum(liveKinds),
    integration_id: z.string().optional().meta({ description: 'The only integration it concerns.' }),
    id: z.string().optional().meta({ description: 'Of the run.' }),
    count: z.number().int().optional().meta({ description: 'So many are new; left out: something changed.' }),
    run: LiveRun.optional(),
  })
  .meta({ id: 'LiveNotice' });
export type LiveNotice = z.output<typeof LiveNotice>;
