/** What callers send and see of runs. */
import { z } from 'zod';
import type { ErrorReport } from '../../contract/errors.ts';
import type { JsonObject } from '../../contract/http.ts';
import { showId } from '../ids.ts';
import { listOf, listQuery, moment } from '../inputs.ts';

export const RunError = z
  .object({
    code: z.string(),
    message: z.string(),
    fault: z.enum(['you', 'provider', 'us']),
    next: z.string(),
    provider: z.string().optional(),
    operation: z.string().optional(),
    status: z.number().optional(),
    request_id: z.string().optional(),
    vendor_code: z.string().optional(),
  })
  .meta({ id: 'RunError' });

export const RunView = z
  .object({
    id: z.string().meta({ example: 'run_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
    sync_id: z.string().meta({ description: 'Shared by the runs one request started.' }),
    integration_id: z.string(),
    stream: z.string(),
    mode: z.enum(['full', 'incremental']),
    trigger: z.enum(['schedule', 'manual', 'connect', 'webhook']),
    state: z.enum(['queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled']),
    requested_by: z.string(),
    since: z.iso.datetime().nullable().meta({ description: 'The moment it was asked to read from; null: none.' }),
    forced: z.boolean().meta({ description: 'A full pass that somebody asked for.' }),
    pages: z.number().int().meta({ description: 'Store calls made; a vendor page or several small ones.' }),
    read: z.number().int(),
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    deleted: z.number().int().meta({ description: 'Records found missing by a complete full pass.' }),
    failed: z
      .number()
      .int()
      .meta({ description: 'Records kept without unified data because they could not be mapped.' }),
    requests: z.number().int(),
    retries: z.number().int(),
    bytes: z.number().int(),
    attempts: z
      .number()
      .int()
      .meta({ description: 'How often it was taken up: more than one after a crash or a pause.' }),
    error: RunError.nullable(),
    resumes_at: z.iso.datetime().nullable().meta({
      description:
        'Of a queued one that was interrupted (by a limit of the vendor, an outage): when it goes on. `error` says why.',
    }),
    queued_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
    duration_ms: z.number().int().nullable(),
  })
  .meta({ id: 'Run' });
export type RunView = z.output<typeof RunView>;
export const RunList = listOf(RunView).meta({ id: 'RunList' });

export const RunQuery = listQuery.extend({
  integration: z.string().optional(),
  stream: z.string().optional(),
  state: z.enum(['queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled']).optional(),
  trigger: z.enum(['schedule', 'manual', 'connect', 'webhook']).optional(),
  queued_since: moment.optional().meta({ description: 'Asked for at this moment or later.' }),
  queued_until: moment.optional().meta({ description: 'Asked for before this moment.' }),
});
export type RunQuery = z.input<typeof RunQuery>;

export const SyncInput = z
  .strictObject({
    streams: z
      .array(z.string())
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Which streams; all of them when left out.' }),
    since: moment
      .optional()
      .meta({ description: 'Read what changed from this moment on, instead of from the stored cursor.' }),
    force: z.boolean().optional().meta({ description: 'A full pass that ignores cursor and checkpoint.' }),
    dry_run: z.boolean().optional().meta({ description: 'Read and compare, write nothing.' }),
  })
  .meta({ id: 'SyncInput' });
export type SyncInput = z.input<typeof SyncInput>;

export const StartedRun = z
  .object({
    id: z.string(),
    stream: z.string(),
    mode: z.enum(['full', 'incremental']),
    already_running: z.boolean().meta({ description: 'This stream was under way already; the id is that run.' }),
  })
  .meta({ id: 'StartedRun' });

export const DryRun = z
  .object({
    stream: z.string(),
    mode: z.enum(['full', 'incremental']),
    read: z.number().int(),
    would_create: z.number().int(),
    would_update: z.number().int(),
    would_delete: z.number().int(),
    would_hold: z.boolean().meta({ description: 'So many would be deleted that a person would be asked first.' }),
    failed: z.number().int(),
    sample: z.array(z.object({ key: z.string(), change: z.enum(['create', 'update', 'delete']) })).max(20),
    error: RunError.nullable(),
  })
  .meta({ id: 'DryRun' });
export type DryRun = z.output<typeof DryRun>;

export const SyncStarted = z
  .object({ sync_id: z.string().nullable(), runs: z.array(StartedRun), dry_runs: z.array(DryRun) })
  .meta({ id: 'SyncStarted' });
export type SyncStarted = z.output<typeof SyncStarted>;

/** A run as stored, as far as the view needs it. */
export interface RunRow extends Omit<
  RunView,
  'error' | 'resumes_at' | 'queued_at' | 'started_at' | 'finished_at' | 'duration_ms' | 'since' | 'forced'
> {
  readonly options: JsonObject;
  readonly error: ErrorReport | null;
  readonly heartbeat_at: Date | null;
  readonly queued_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
}

export const runColumns = [
  'id',
  'sync_id',
  'integration_id',
  'stream',
  'mode',
  'trigger',
  'state',
  'requested_by',
  'options',
  'pages',
  'read',
  'created',
  'updated',
  'unchanged',
  'deleted',
  'failed',
  'requests',
  'retries',
  'bytes',
  'attempts',
  'error',
  'heartbeat_at',
  'queued_at',
  'started_at',
  'finished_at',
] as const;

export function runView(row: RunRow): RunView {
  const { heartbeat_at, queued_at, started_at, finished_at, options, ...same } = row;
  const since = options['since'];
  return {
    ...same,
    since: typeof since === 'string' ? since : null,
    forced: options['force'] === true,
    id: showId('run', row.id),
    sync_id: showId('syn', row.sync_id),
    integration_id: showId('int', row.integration_id),
    // A heartbeat to come is how the queue is told to wait.
    resumes_at: row.state === 'queued' && row.error !== null ? (heartbeat_at?.toISOString() ?? null) : null,
    queued_at: queued_at.toISOString(),
    started_at: started_at?.toISOString() ?? null,
    finished_at: finished_at?.toISOString() ?? null,
    duration_ms: started_at === null || finished_at === null ? null : finished_at.getTime() - started_at.getTime(),
  };
}
