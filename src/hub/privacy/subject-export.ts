/**
 * Everything that is stored about somebody, as one document: their records and those that name them with raw and history, what is left of
 * them elsewhere, and where each piece was found. Looks through everything the tenant has, in small transactions. Nothing is changed.
 */
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { sql } from 'kysely';
import type { JsonObject } from '../../contract/http.ts';
import { sealedPlaces, type TenantTransaction } from '../../store/index.ts';
import { unpackRawPage } from '../../store/raw-page.ts';
import {
  patternOf,
  scanRecords,
  scanVersions,
  type RecordPosition,
  type VersionPosition,
} from '../../store/subjects.ts';
import type { HubContext } from '../context.ts';
import { Bodies, exchangeColumns, exchangeView, type ExchangeRow } from '../logs/exchanges.ts';
import { showId } from '../ids.ts';
import { logColumns, logView, type LogRow } from '../logs/logs.ts';
import type { At } from './erasure-claim.ts';
import { namedWebhooks } from './erasure-webhooks.ts';
import type { Principal } from '../access/principal.ts';
import type { SubjectExport } from './privacy-views.ts';
import type { Records } from '../records/records.ts';
import { showRecordId } from '../records/record-views.ts';
import {
  allStreams,
  findSubject,
  mentions,
  personStreams,
  recordPattern,
  wantedOf,
  type Streams,
  type Subject,
} from './subject.ts';
import { matchOf, wordsOf, type Wanted } from './subject-match.ts';

const decompress = promisify(zstdDecompress);
const atOnce = 500;
const pagesAtOnce = 5;

export interface Exporting {
  readonly context: HubContext;
  readonly records: Pick<Records, 'get' | 'history'>;
  readonly principal: Principal;
  readonly tenant: string;
  readonly tenantId: string;
  readonly signal: AbortSignal;
}

interface Search extends Exporting {
  readonly subject: Subject;
  readonly streams: Streams;
  readonly wanted: Wanted;
}

/** Throws as `findSubject` does. */
export async function exportSubject(of: Exporting, asked: Parameters<typeof findSubject>[2]): Promise<SubjectExport> {
  const { context, tenantId } = of;
  await context.exchanges.flush();
  const { first, streams } = await context.store.inTenant(tenantId, async (trx) => ({
    first: await findSubject(trx, tenantId, asked),
    streams: await allStreams(trx, tenantId),
  }));
  const subject = await withAllPersons(of, first, streams);
  const search: Search = { ...of, subject, streams, wanted: wantedOf(subject, streams) };
  const records = await foundRecords(search);
  const shown = new Set(records.map(({ id }) => id));
  const former = await formerRecords(search, shown);
  const raw = await foundRaw(search, shown);
  const exchanges = await foundExchanges(search);
  const logs = await foundLogs(search);
  const webhooks = await foundWebhooks(search);
  const rest = await context.store.inTenant(tenantId, (trx) => foundElsewhere(trx, search));
  const ids = subject.persons.map((one) => showRecordId({ streamNo: one.stream_no, key: one.key }));
  const found = {
    persons: records.filter((record) => record.found === 'person').length,
    related_records: records.filter((record) => record.found === 'related').length,
    history: records.reduce((sum, { history }) => sum + history.length, 0) + former.length,
    raw: raw.length + records.filter((record) => record.raw !== null && record.raw !== undefined).length,
    exchanges: exchanges.length,
    log_lines: logs.length,
    webhooks: webhooks.length,
    action_calls: rest.action_calls.length,
    links: rest.links.length,
  };
  return {
    generated_at: new Date(context.clock.now()).toISOString(),
    subject: { emails: [...subject.emails], records: ids },
    records,
    former_records: former,
    raw,
    exchanges,
    logs,
    webhooks,
    ...rest,
    found,
  };
}

/** Persons whose address is written in a way the index does not find. */
async function withAllPersons(
  { context, tenantId, signal }: Exporting,
  subject: Subject,
  streams: Streams,
): Promise<Subject> {
  const pattern = recordPattern(subject);
  if (pattern === undefined) return subject;
  const wanted = wantedOf(subject, streams);
  const persons = new Map(
    subject.persons.map((one): [string, (typeof subject.persons)[number]] => [`${one.stream_no}:${one.key}`, one]),
  );
  const words = new Set(subject.words);
  let after: RecordPosition | undefined;
  do {
    signal.throwIfAborted();
    const from: RecordPosition | undefined = after;
    const chunk = await context.store.inTenant(tenantId, (trx) =>
      scanRecords(trx, tenantId, pattern, from, personStreams(streams)),
    );
    for (const row of chunk.rows) {
      const stream = streams.get(row.stream_no);
      if (stream === undefined || matchOf(wanted, stream, row) !== 'person') continue;
      persons.set(`${row.stream_no}:${row.key}`, { stream_no: row.stream_no, key: row.key });
      for (const word of wordsOf(stream.model, row.data)) words.add(word);
    }
    after = chunk.next;
  } while (after !== undefined);
  return { ...subject, persons: [...persons.values()], words: [...words] };
}

async function foundRecords(of: Search): Promise<SubjectExport['records']> {
  const { context, tenantId, streams, wanted, signal, principal, tenant } = of;
  const pattern = recordPattern(of.subject);
  const found: SubjectExport['records'] = [];
  let after: RecordPosition | undefined;
  do {
    signal.throwIfAborted();
    if (pattern === undefined) break;
    const from: RecordPosition | undefined = after;
    const chunk = await context.store.inTenant(tenantId, (trx) => scanRecords(trx, tenantId, pattern, from));
    for (const row of chunk.rows) {
      const stream = streams.get(row.stream_no);
      const match = stream === undefined ? undefined : matchOf(wanted, stream, row);
      if (match === undefined) continue;
      const record = showRecordId({ streamNo: row.stream_no, key: row.key });
      const detail = await of.records.get(principal, tenant, { record }, { raw: 'true' });
      found.push({ ...detail, found: match, history: await wholeHistory(of, record) });
    }
    after = chunk.next;
  } while (after !== undefined);
  return found;
}

async function wholeHistory({ records, principal, tenant }: Search, record: string) {
  const all: SubjectExport['records'][number]['history'] = [];
  let cursor: string | undefined;
  do {
    const page = await records.history(principal, tenant, { record }, { limit: 200, cursor });
    all.push(...page.data);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}

async function formerRecords(of: Search, shown: ReadonlySet<string>): Promise<SubjectExport['former_records']> {
  const { context, tenantId, streams, wanted, signal } = of;
  const pattern = recordPattern(of.subject);
  const found: SubjectExport['former_records'] = [];
  let after: VersionPosition | undefined;
  do {
    signal.throwIfAborted();
    if (pattern === undefined) break;
    const from: VersionPosition | undefined = after;
    const chunk = await context.store.inTenant(tenantId, (trx) => scanVersions(trx, tenantId, pattern, from));
    for (const row of chunk.rows) {
      const stream = streams.get(row.stream_no);
      if (stream === undefined || shown.has(showRecordId({ streamNo: row.stream_no, key: row.key }))) continue;
      if (matchOf(wanted, stream, row) === undefined) continue;
      found.push({ stream: stream.stream, provider: stream.provider, key: row.key, data: row.data });
    }
    after = chunk.next;
  } while (after !== undefined);
  return found;
}

async function foundRaw(of: Search, shown: ReadonlySet<string>): Promise<SubjectExport['raw']> {
  const { context, tenantId, streams, wanted, signal } = of;
  const found: SubjectExport['raw'] = [];
  let after: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    const from = after;
    const pages = await context.store.inTenant(tenantId, (trx) => {
      const all = trx
        .selectFrom('raw_page')
        .select(['id', 'stream_no', 'key_version', 'sealed'])
        .where('tenant_id', '=', tenantId);
      return (from === undefined ? all : all.where('id', '>', from)).orderBy('id').limit(pagesAtOnce).execute();
    });
    for (const page of pages) {
      const stream = streams.get(page.stream_no);
      if (stream === undefined) continue;
      const opened = await context.store.vault.open(
        tenantId,
        sealedPlaces.rawPage(page.id),
        page.key_version,
        page.sealed,
      );
      for (const { key, raw } of await unpackRawPage(opened, page.stream_no)) {
        if (key === '' || shown.has(showRecordId({ streamNo: page.stream_no, key }))) continue;
        const text = Buffer.from(raw).toString('utf8');
        if (matchOf(wanted, stream, { key, data: null, raw: text }) === undefined) continue;
        found.push({ stream: stream.stream, provider: stream.provider, key, page: page.id, raw: JSON.parse(text) });
      }
    }
    after = pages.at(-1)?.id;
    if (pages.length < pagesAtOnce) return found;
  }
}

interface Line {
  readonly integration_id: string;
  readonly at: Date;
  readonly id: string | number;
}

/** All lines of a log, some at a time, in the order of its key. */
async function* linesOf<Row extends object>(
  { context, tenantId, signal }: Search,
  log: 'exchange_log' | 'integration_log',
  columns: readonly string[],
): AsyncGenerator<readonly (Row & Line)[], void, void> {
  let last: (Row & Line) | undefined;
  for (;;) {
    signal.throwIfAborted();
    const further =
      last === undefined
        ? sql`true`
        : sql`(integration_id, at, id) > (${last.integration_id}::uuid, ${last.at}, ${last.id})`;
    const { rows } = await context.store.inTenant(tenantId, (trx) =>
      sql<Row & Line>`
        select integration_id, ${sql.join(columns.map((column) => sql.ref(column)))} from ${sql.table(log)}
         where tenant_id = ${tenantId} and ${further}
         order by integration_id, at, id limit ${atOnce}`.execute(trx),
    );
    yield rows;
    last = rows.at(-1);
    if (rows.length < atOnce) return;
  }
}

async function foundExchanges(of: Search): Promise<SubjectExport['exchanges']> {
  const found: SubjectExport['exchanges'] = [];
  const columns = [...exchangeColumns, 'sealed'];
  for await (const rows of linesOf<ExchangeRow & { readonly sealed: Buffer | null }>(of, 'exchange_log', columns))
    for (const row of rows) {
      const bodies = await bodiesOf(of, row);
      if (!mentions(of.subject, `${row.path} ${row.message ?? ''} ${bodies ?? ''}`)) continue;
      found.push({ ...exchangeView(row), bodies: bodies === undefined ? null : Bodies.parse(JSON.parse(bodies)) });
    }
  return found;
}

async function bodiesOf(
  { context, tenantId }: Search,
  { id, sealed, key_version: version }: ExchangeRow & { readonly sealed: Buffer | null },
): Promise<string | undefined> {
  if (sealed === null || version === null) return undefined;
  const opened = await context.store.vault.open(tenantId, sealedPlaces.exchange(id), version, sealed);
  return (await decompress(opened)).toString('utf8');
}

async function foundLogs(of: Search): Promise<SubjectExport['logs']> {
  const found: SubjectExport['logs'] = [];
  for await (const rows of linesOf<LogRow>(of, 'integration_log', logColumns))
    for (const row of rows)
      if (mentions(of.subject, `${row.message} ${JSON.stringify(row.details)}`)) found.push(logView(row));
  return found;
}

async function foundWebhooks(of: Search): Promise<SubjectExport['webhooks']> {
  const { context, tenantId, signal } = of;
  const found: SubjectExport['webhooks'] = [];
  let at: At = { phase: 'webhooks', position: null };
  for (;;) {
    signal.throwIfAborted();
    const from = at;
    const { rows, next } = await context.store.inTenant(tenantId, (trx) => namedWebhooks(trx, of, from));
    for (const { row, body } of rows)
      found.push({
        id: showId('whk', row.id),
        integration_id: showId('int', row.integration_id),
        type: row.type,
        received_at: row.received_at.toISOString(),
        payload: body.payload,
      });
    if (next === undefined) return found;
    at = { phase: 'webhooks', position: next };
  }
}

async function foundElsewhere(
  trx: TenantTransaction,
  { tenantId, subject }: Search,
): Promise<Pick<SubjectExport, 'action_calls' | 'links'>> {
  const ids = subject.persons.map((one) => showRecordId({ streamNo: one.stream_no, key: one.key }));
  const pattern = patternOf([...subject.emails, ...subject.words, ...ids], []);
  const calls =
    pattern === undefined
      ? []
      : (
          await sql<{
            integration_id: string;
            action: string;
            external_reference: string;
            output: JsonObject | null;
            started_at: Date;
          }>`
            select integration_id, action, external_reference, output, started_at from action_call
             where tenant_id = ${tenantId}
               and (output::text ~* ${pattern.text} or records::text ~* ${pattern.text} or external_reference ~* ${pattern.text})
             order by started_at`.execute(trx)
        ).rows;
  const links: SubjectExport['links'] = [];
  for (const { stream_no: streamNo, key } of subject.persons) {
    const { rows } = await sql<{ group_id: string; rule: string }>`
      select group_id, rule from link_member where tenant_id = ${tenantId} and stream_no = ${streamNo} and key = ${key}`.execute(
      trx,
    );
    for (const { group_id: group, rule } of rows)
      links.push({ record: showRecordId({ streamNo, key }), group: showId('lnk', group), rule });
  }
  return {
    action_calls: calls.map((call) => ({
      ...call,
      integration_id: showId('int', call.integration_id),
      started_at: call.started_at.toISOString(),
    })),
    links,
  };
}
