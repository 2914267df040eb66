/** What a sync would do, without doing it: the engine reads and compares as always, and the store only counts. */
import { sql } from 'kysely';
import { fail, reportError } from '../../contract/errors.ts';
import type { PageStore, PartCursor } from '../../engine/ports.ts';
import { runStream } from '../../engine/sync/run.ts';
import { pageStore } from '../../store/pages.ts';
import { absentReason } from '../integrations/absent.ts';
import type { HubContext } from '../context.ts';
import { newId } from '../ids.ts';
import { activeMapper } from '../mappings/mapping-active.ts';
import { openIntegration } from '../integrations/open-integration.ts';
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
    if (stream === undefined)
      throw fail('unsupported', `${open.provider.name} no longer offers the stream "${row.stream}".`);
    const reason = absentReason(open.absent, row.stream);
    if (reason !== undefined) throw fail('unsupported', `"${row.stream}" is not there: ${reason}`);
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
    const partCursor = await partCursorOf(context, tenantId, row.stream_no);
    const read = (asked: 'full' | 'incremental') =>
      runStream({
        stream,
        streams: open.provider.streams,
        mode: asked,
        cursor: row.cursor ?? undefined,
        since: options.since,
        settings: open.settings,
        account: open.account,
        method: open.method,
        http: open.http,
        store: countingStore(context, tenantId, row.stream_no, real, counted),
        mapper: activeMapper(context, tenantId, { streamNo: row.stream_no, model: stream.model }),
        clock: context.clock,
        signal,
        startedMs: context.clock.now(),
        checkpoint: undefined,
        pagesStored: 0,
        partLists: [],
        partCursor,
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
    keepParts: async () => undefined,
    async store(page) {
      const keys = page.changed.map((item) => item.key);
      const [alive, stored] = [await real.probe(keys), await storedKeys(context, tenantId, streamNo, keys)];
      page.changed.forEach((item, i) => {
        const change = item.deleted && alive[i] !== undefined ? 'delete' : stored.has(item.key) ? 'update' : 'create';
        counted[`would_${change}`] += 1;
        note(item.key, change);
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
      // As find_missing_v1 decides.
      counted.would_hold =
        missing.length > 0 && ((missing.length > 100 && missing.length > live.length * 0.1) || seen.size === 0);
      counted.would_delete += missing.length;
      for (const record of missing.slice(0, sampleSize)) note(record.key, 'delete');
      return { deleted: 0, held: undefined };
    },
  };
}

async function partCursorOf(context: HubContext, tenantId: string, streamNo: number): Promise<PartCursor | undefined> {
  const state = await context.store.inTenant(tenantId, (trx) =>
    trx
      .selectFrom('stream_state')
      .select('part_cursor')
      .where('tenant_id', '=', tenantId)
      .where('stream_no', '=', streamNo)
      .executeTakeFirst(),
  );
  return state?.part_cursor ?? undefined;
}

/** Those of the keys that have a record, deleted ones included: what comes back is an update. */
async function storedKeys(
  context: HubContext,
  tenantId: string,
  streamNo: number,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await context.store.inTenant(tenantId, (trx) =>
    sql<{ key: string }>`
      select r.key from unnest(${[...keys]}::text[]) as k (key)
       cross join lateral (
               select record.key from record
                where record.tenant_id = ${tenantId} and record.stream_no = ${streamNo} and record.key = k.key
                limit 1) r`.execute(trx),
  );
  return new Set(rows.map((row) => row.key));
}
