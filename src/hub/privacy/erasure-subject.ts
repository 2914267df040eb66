/**
 * The phases of forgetting somebody. Each step looks at some rows or pages and takes them out in one transaction, so that it can be killed
 * anywhere and goes on there. What was stored before the erasure began is found here; what comes after is kept out by erasure-guard.ts.
 */
import type { ExpressionBuilder } from 'kysely';
import { isJsonObject, type JsonObject } from '../../contract/http.ts';
import { clearDeliveriesAbout } from '../../store/delivery-erasure.ts';
import { addMarks, decide, holdDecisions } from '../../store/erasure-marks.ts';
import { readRecord, rawPlaces, removeRecord, replaceData } from '../../store/erasure-rows.ts';
import type { Tables, TenantTransaction } from '../../store/index.ts';
import { blanked, blankRawItems, rewriteRawPage, type Blank, type RawPlace } from '../../store/raw-erasure.ts';
import { scanRecords, scanVersions, type RecordPosition } from '../../store/subjects.ts';
import { step, type At, type Counts, type StepDone } from './erasure-claim.ts';
import { deliveriesStep } from './erasure-deliveries.ts';
import type { Forgetting } from './erasure-forgetting.ts';
import { erasureTexts } from './erasure-texts.ts';
import { showId } from '../ids.ts';
import { marksOfRecord } from './erasure-guard.ts';
import { markMaker } from './erasure-marks.ts';
import { showRecordId } from '../records/record-views.ts';
import { mentions, personStreams, recordPattern, sealSubject, withoutSubject, type Subject } from './subject.ts';
import { erasedMark, matchOf, withoutThem, wordsOf } from './subject-match.ts';

/** Records changed by one transaction: it holds the tenant's change feed. */
const changesAtOnce = 200;
const pagesAtOnce = 5;

/**
 * In this order: who they are has to be known before what is about them can be found. Records are looked through twice: a re-derivation may
 * have read a raw page before they were taken out of it, and stored what it made of it behind the first look.
 */
export const subjectPhases = [
  'persons',
  'records',
  'history',
  'raw',
  ...erasureTexts.phases,
  'deliveries',
  'records again',
  'history again',
  'done',
] as const;

/** One step of the phase; answers where to go on. `subject` is another one when more of their records were found. */
export async function subjectStep(of: Forgetting, at: At): Promise<{ readonly at: At; readonly subject: Subject }> {
  const names: readonly string[] = subjectPhases;
  const following = names[names.indexOf(at.phase) + 1] ?? 'done';
  if (at.phase === 'persons') return findPersons(of, at, following);
  const work = await workOf(of, at);
  return { at: await step(of.context, of.claimed, at, following, work), subject: of.subject };
}

type Work = (trx: TenantTransaction) => Promise<StepDone>;

async function workOf(of: Forgetting, at: At): Promise<Work> {
  switch (at.phase) {
    case 'records':
    case 'records again':
      return records(of, at);
    case 'history':
    case 'history again':
      return history(of, at);
    case 'raw':
      return async (trx) => rawPages(trx, of, at);
    case 'deliveries':
      return (trx) => deliveriesStep(trx, of, at);
    default:
      return erasureTexts.workOf(of, at);
  }
}

const nothing: StepDone = { next: undefined, counts: {}, examined: 0 };

/** Records of people that hold the address in another way than the index finds them; each is marked before it is touched. */
async function findPersons(of: Forgetting, at: At, following: string): Promise<{ at: At; subject: Subject }> {
  const { context, claimed, streams, wanted } = of;
  const { tenantId, id } = claimed;
  const pattern = recordPattern(of.subject);
  if (pattern === undefined) {
    const then = await step(context, claimed, at, following, async () => nothing);
    return { at: then, subject: of.subject };
  }
  const chunk = await context.store.inTenant(tenantId, (trx) =>
    scanRecords(trx, tenantId, pattern, recordPosition(at), personStreams(streams)),
  );
  const known = new Set(of.subject.persons.map(({ stream_no, key }) => JSON.stringify([stream_no, key])));
  const found = chunk.rows.filter((row) => {
    const stream = streams.get(row.stream_no);
    if (stream === undefined) return false;
    return !known.has(JSON.stringify([row.stream_no, row.key])) && matchOf(wanted, stream, row) === 'person';
  });
  const subject: Subject = {
    ...of.subject,
    persons: [...of.subject.persons, ...found.map(({ stream_no, key }) => ({ stream_no, key }))],
    words: [
      ...new Set([
        ...of.subject.words,
        ...found.flatMap(({ stream_no, data }) => wordsOf(streams.get(stream_no)?.model ?? '', data)),
      ]),
    ],
  };
  const maker = await markMaker(context, tenantId);
  const { sealed, keyVersion } = await sealSubject(context, tenantId, id, subject);
  const then = await step(context, claimed, at, following, async (trx) => {
    if (found.length > 0) {
      await decide(trx, tenantId);
      for (const { stream_no, key } of found) {
        const stream = streams.get(stream_no);
        if (stream !== undefined) await addMarks(trx, tenantId, marksOfRecord(maker, stream, key, id));
      }
      await trx
        .updateTable('erasure')
        .set({ sealed, key_version: keyVersion })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .execute();
    }
    return { next: chunk.next === undefined ? undefined : { ...chunk.next }, counts: {}, examined: chunk.examined };
  });
  return { at: then, subject };
}

function recordPosition({ position }: At): RecordPosition | undefined {
  const { stream_no: streamNo, key } = position ?? {};
  return typeof streamNo === 'number' && typeof key === 'string' ? { stream_no: streamNo, key } : undefined;
}

async function records(of: Forgetting, at: At): Promise<Work> {
  const { tenantId } = of.claimed;
  const pattern = recordPattern(of.subject);
  if (pattern === undefined) return async () => nothing;
  const { rows, next, examined } = await of.context.store.inTenant(tenantId, (trx) =>
    scanRecords(trx, tenantId, pattern, recordPosition(at)),
  );
  const some = rows.slice(0, changesAtOnce);
  const last = some.at(-1);
  const then = rows.length > some.length && last !== undefined ? { stream_no: last.stream_no, key: last.key } : next;
  return async (trx) => {
    const done = { records_erased: 0, records_cleaned: 0, history_erased: 0, raw_items: 0, deliveries: 0 };
    if (some.length > 0) await holdDecisions(trx, tenantId);
    const blanks: (RawPlace & { how: Blank })[] = [];
    for (const place of some) blanks.push(...(await changeRecord(trx, of, place, done)));
    done.raw_items += (await blankRawItems(trx, of.rewriting, blanks)).items;
    return { next: then === undefined ? undefined : { ...then }, counts: done, examined: then === next ? examined : 0 };
  };
}

async function changeRecord(
  trx: TenantTransaction,
  of: Forgetting,
  place: RecordPosition,
  done: { records_erased: number; records_cleaned: number; history_erased: number; deliveries: number },
): Promise<readonly (RawPlace & { readonly how: Blank })[]> {
  const { tenantId, id } = of.claimed;
  const stream = of.streams.get(place.stream_no);
  const row = stream === undefined ? undefined : await readRecord(trx, tenantId, place);
  if (stream === undefined || row === undefined) return [];
  const match = matchOf(of.wanted, stream, { key: place.key, data: row.data });
  if (match === 'person') {
    const removed = await removeRecord(trx, tenantId, place);
    done.records_erased += removed.records;
    done.history_erased += removed.versions;
    done.deliveries += await clearDeliveriesAbout(trx, tenantId, place);
    await tellOfErased(trx, of, place, id);
    return removed.raw.map((one) => ({ ...one, how: 'gone' }));
  }
  const problem = row.problem !== null && mentions(of.subject, JSON.stringify(row.problem));
  if (match === undefined && !problem) return [];
  await replaceData(trx, tenantId, place, {
    data:
      row.data === null
        ? null
        : withoutThem(of.wanted, stream, row.data, (text) => withoutSubject(of.subject, text, erasedMark)),
    problem: problem ? { message: 'It could not be mapped.' } : row.problem,
  });
  done.records_cleaned += 1;
  done.deliveries += await clearDeliveriesAbout(trx, tenantId, place);
  return rawPlaces([row]).map((one) => ({ ...one, how: 'emptied' }));
}

/** The tenant's own systems hear of it; an id that is an address itself is not repeated to anybody. */
async function tellOfErased(trx: TenantTransaction, of: Forgetting, place: RecordPosition, id: string): Promise<void> {
  if (mentions(of.subject, place.key)) return;
  const stream = of.streams.get(place.stream_no);
  await trx
    .insertInto('outbox')
    .values({
      tenant_id: of.claimed.tenantId,
      kind: 'record.erased',
      integration_id: stream?.integrationId ?? null,
      stream_no: place.stream_no,
      payload: JSON.stringify({
        erasure_id: showId('era', id),
        record_id: showRecordId({ streamNo: place.stream_no, key: place.key }),
      }),
    })
    .execute();
}

/** States that records had before: of people whose record has gone, and of records that were about them once. */
async function history(of: Forgetting, at: At): Promise<Work> {
  const { tenantId } = of.claimed;
  const pattern = recordPattern(of.subject);
  if (pattern === undefined) return async () => nothing;
  const { seq } = at.position ?? {};
  const from = recordPosition(at);
  const after = from === undefined || typeof seq !== 'number' ? undefined : { ...from, seq };
  const { rows, next, examined } = await of.context.store.inTenant(tenantId, (trx) =>
    scanVersions(trx, tenantId, pattern, after),
  );
  const some = rows.slice(0, changesAtOnce);
  const last = some.at(-1);
  const cut = rows.length > some.length && last !== undefined;
  const then = cut ? { stream_no: last.stream_no, key: last.key, seq: last.seq } : next;
  return async (trx) => {
    const blanks: (RawPlace & { how: Blank })[] = [];
    const done = { history_erased: 0, history_cleaned: 0 };
    for (const row of some) {
      const stream = of.streams.get(row.stream_no);
      const match = stream === undefined ? undefined : matchOf(of.wanted, stream, row);
      if (stream === undefined || match === undefined) continue;
      const version = [tenantId, row.stream_no, row.key, row.seq] as const;
      blanks.push(
        ...rawPlaces([row]).map((one) => ({ ...one, how: match === 'person' ? 'gone' : 'emptied' }) as const),
      );
      if (match === 'person') {
        await trx.deleteFrom('record_version').where(isVersion(version)).execute();
        done.history_erased += 1;
      } else if (row.data !== null) {
        const data = withoutThem(of.wanted, stream, row.data, (text) => withoutSubject(of.subject, text, erasedMark));
        await trx
          .updateTable('record_version')
          .set({ data: JSON.stringify(data) })
          .where(isVersion(version))
          .execute();
        done.history_cleaned += 1;
      }
    }
    const { items } = await blankRawItems(trx, of.rewriting, blanks);
    const counts: Counts = { ...done, raw_items: items };
    return { next: then === undefined ? undefined : { ...then }, counts, examined: cut ? 0 : examined };
  };
}

function isVersion([tenantId, streamNo, key, seq]: readonly [string, number, string, number]) {
  return (where: VersionWhere) =>
    where.and([
      where('tenant_id', '=', tenantId),
      where('stream_no', '=', streamNo),
      where('key', '=', key),
      where('seq', '=', seq),
    ]);
}
type VersionWhere = ExpressionBuilder<Tables, 'record_version'>;

/** What no row points to any more, and what only the vendor's own text says. */
async function rawPages(trx: TenantTransaction, of: Forgetting, { position }: At): Promise<StepDone> {
  const { tenantId } = of.claimed;
  const after = position?.['page'];
  let pages = trx
    .selectFrom('raw_page')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .orderBy('id')
    .limit(pagesAtOnce);
  if (typeof after === 'string') pages = pages.where('id', '>', after);
  const ids = await pages.execute();
  const counts = { raw_items: 0, raw_pages: 0, raw_pages_unreadable: 0 };
  for (const { id } of ids) {
    const changed = await rewriteRawPage(trx, of.rewriting, id, (items, streamNo) =>
      items.map((item) => {
        const how = item.key === '' ? undefined : rawMatch(of, streamNo, item.key, item.raw);
        return how === undefined ? item : blanked(item, how);
      }),
    );
    counts.raw_items += changed ?? 0;
    if (changed === undefined) counts.raw_pages_unreadable += 1;
    else if (changed > 0) counts.raw_pages += 1;
  }
  const next: JsonObject | undefined = ids.length < pagesAtOnce ? undefined : { page: ids.at(-1)?.id ?? '' };
  return { next, counts, examined: ids.length };
}

function rawMatch(of: Forgetting, streamNo: number, key: string, sent: Uint8Array): Blank | undefined {
  const stream = of.streams.get(streamNo);
  if (stream === undefined) return undefined;
  const text = Buffer.from(sent).toString('utf8');
  const match = matchOf(of.wanted, stream, { key, data: null, raw: text });
  if (match === 'person') return 'gone';
  if (match === 'related') return 'emptied';
  // Named by id, with something that only they are called: their invoice, their enrolment.
  const named = of.subject.persons.some(
    (person) =>
      of.streams.get(person.stream_no)?.integrationId === stream.integrationId &&
      text.includes(JSON.stringify(person.key)),
  );
  return named && isJsonObject(JSON.parse(text)) && mentions(of.subject, text) ? 'emptied' : undefined;
}
