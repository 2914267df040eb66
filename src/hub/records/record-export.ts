/**
 * All records of a list as a file, CSV or a line of JSON each. Read page by page in the order of their keys, each page in a transaction of
 * its own: memory stays the same however many there are, each record comes once, and nothing is held while a slow reader reads. A record
 * that changes meanwhile comes as it is when its page is read.
 */
import { nameOf, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import { readId } from '../ids.ts';
import { parseInput } from '../inputs.ts';
import { shownRecord } from '../privacy/masking.ts';
import { byteOrderMark, csvHeader, csvRow } from './record-csv.ts';
import { knownModel, matchingStreams, rowFilterOf } from './record-filter.ts';
import { pageByKey, recordViews } from './record-queries.ts';
import { RecordExportQuery, type RecordPlace, type RecordView } from './record-views.ts';

/** Records of one page, and of one piece of the file. */
const atOnce = 500;

export interface RecordExport {
  /** `acme-invoice-2026-11-21.csv` */
  readonly fileName: string;
  readonly contentType: string;
  /** The file in pieces. Ends early, without a fault, when whoever reads it stops. */
  readonly pieces: AsyncGenerator<string, void, undefined>;
}

export function recordExport(context: HubContext, tenants: Tenants) {
  const { store, clock } = context;

  /** Throws, before anything is read, what listing the same records would throw. Needs the right of who lists; is written down. */
  return async (
    principal: Principal,
    tenant: string,
    model: string,
    query: RecordExportQuery = {},
  ): Promise<RecordExport> => {
    const { id: tenantId, slug } = await tenants.enter(principal, 'read', tenant);
    const asked = parseInput(RecordExportQuery, query);
    const { format, integration, stream, updated_since: since } = asked;
    const name = knownModel(model);
    const streamFilter = {
      models: [name],
      integrationIds: integration === undefined ? undefined : [readId('int', integration)],
      stream,
    };
    const filter = {
      ...rowFilterOf(principal, asked),
      updatedSince: since === undefined ? undefined : new Date(since),
    };
    const streams = await store.inTenant(tenantId, async (trx) => {
      const found = await matchingStreams(trx, tenantId, streamFilter);
      await store.audit.append(trx, {
        tenantId,
        actor: nameOf(principal),
        action: 'records.exported',
        target: name,
        // What was searched for may be somebody's name.
        details: {
          format,
          integration: integration ?? null,
          stream: stream ?? null,
          search: asked.search !== undefined,
        },
      });
      return found;
    });

    async function* views(): AsyncGenerator<readonly RecordView[], void, undefined> {
      for (let after: RecordPlace | undefined; ;) {
        const from = after;
        const { rows, next } = await store.inTenant(tenantId, (trx) =>
          pageByKey(trx, tenantId, streams, from, atOnce, filter),
        );
        yield recordViews(rows, streams).map((view) => shownRecord(principal, view));
        if (next === undefined) return;
        after = next;
      }
    }

    async function* pieces(): AsyncGenerator<string, void, undefined> {
      if (format === 'csv') yield (asked.bom === 'true' ? byteOrderMark : '') + csvHeader(name);
      for await (const page of views()) {
        if (page.length === 0) continue;
        yield page.map((view) => (format === 'csv' ? csvRow(name, view) : `${JSON.stringify(view)}\n`)).join('');
      }
    }

    const day = new Date(clock.now()).toISOString().slice(0, 10);
    return {
      fileName: `${slug}-${name}-${day}.${format}`,
      contentType: format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson; charset=utf-8',
      pieces: pieces(),
    };
  };
}
