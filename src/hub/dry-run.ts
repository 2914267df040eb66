/** What a sync would do, without doing it: the engine reads and compares as always, and the store only counts. */
import { reportError } from '../contract/errors.ts';
import type { PageStore } from '../engine/ports.ts';
import { runStream } from '../engine/sync/run.ts';
import { pageStore } from '../store/pages.ts';
import type { HubContext } from './context.ts';
import { newId } from './ids.ts';
import { openIntegration } from './open-integration.ts';
import { modeOf, type StreamRow } from './run-requests.ts';
import type { DryRun } from './run-views.ts';

const sampleSize = 20;

/** Reads one stream as a run would. A failure is part of the answer. */
export async function dryRun(
  context: HubContext,
  tenantId: string,
  row: StreamRow,
  options: { readonly since: string | undefined; readonly force: boolean },
  signal: AbortSignal,
): Promise<DryRun> {
  const counted = {
    read: 0,
    would_create: 0,
    would_update: 0,
    would_delete: 0,
    would_hold: false,
    failed: 0,
    sample: [] as DryRun['sample'],
  };
  let mode: 'full' | 'incremental' = 'full';
  try {
    const open = await openIntegration(context, tenantId, row.integration_id, `dry run of ${row.stream}`, signal);
    const stream = open.provider.streams[row.stream];
    if (stream === undefined) throw new Error(`no stream ${row.stream}`);
    mode = modeOf(stream, row, options, context.clock.now());
    const real = pageStore({
      statements: context.store.statements,
      sealer: await context.store.vault.keyFor(tenantId),
      tenantId,
      streamNo: row.stream_no,
      runId: newId(context),
      fence: 0,
      newId: () => newId(context),
      now: () => context.clock.now(),
      signal,
    });
    const read = (asked: 'full' | 'incremental') =>
      runStream({
        stream,
        mode: asked,
        cursor: row.cursor ?? undefined,
        since: options.since,
        settings: open.settings,
        account: open.account,
        http: open.http,
        store: countingStore(context, tenantId, row.stream_no, real, counted),
        clock: context.clock,
        signal,
        startedMs: context.clock.now(),
        checkpoint: undefined,
        pagesStored: 0,
        hasRecords: true,
      });
    if ((await read(mode)).outcome === 'full_needed') {
      mode = 'full';
      await read(mode);
    }
    return { stream: row.stream, mode, ...counted, error: null };
  } catch (error) {
    return { stream: row.stream, mode, ...counted, error: reportError(error) };
  }
}

type Counted = Pick<
  DryRun,
  'read' | 'would_create' | 'would_update' | 'would_delete' | 'would_hold' | 'failed' | 'sample'
>;

function countingStore(
  context: HubContext,
  tenantId: string,
  streamNo: number,
  real: PageStore,
  counted: Counted,
): PageStore {
  const seen = new Set<string>();
  const note = (key: string, change: 'create' | 'update' | 'delete'): void => {
    if (counted.sample.length < sampleSize) counted.sample.push({ key, change });
  };
  return {
    probe: real.probe,
    async store(page) {
      const before = await real.probe(page.changed.map((item) => item.key));
      page.changed.forEach((item, i) => {
        const known = before[i] !== undefined;
        if (item.deleted && known) counted.would_delete += 1;
        else if (known) counted.would_update += 1;
        else counted.would_create += 1;
        note(item.key, item.deleted && known ? 'delete' : known ? 'update' : 'create');
      });
      counted.read += page.read;
      counted.failed += page.failed;
      for (const key of page.seen ?? []) seen.add(key);
      return { created: 0, updated: 0 };
    },
    async sweep() {
      const live = await context.store.inTenant(tenantId, (trx) =>
        trx
          .selectFrom('record')
          .select('key')
          .where('tenant_id', '=', tenantId)
          .where('stream_no', '=', streamNo)
          .where('deleted_at', 'is', null)
          .execute(),
      );
      const missing = live.filter((record) => !seen.has(record.key));
      counted.would_hold = missing.length > 100 && missing.length > live.length * 0.1;
      counted.would_delete += missing.length;
      for (const record of missing.slice(0, sampleSize)) note(record.key, 'delete');
      return { deleted: 0, held: undefined };
    },
  };
}
