/**
 * The phases of forgetting somebody outside of records: calls to vendors and their bodies, the log for people, webhooks, answers of actions, answers
 * kept for repeated requests, errors, places of runs. Bodies go whole; in texts only what tells of the person is taken out.
 */
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { sql } from 'kysely';
import type { JsonObject } from '../../contract/http.ts';
import { sealedPlaces, type TenantTransaction } from '../../store/index.ts';
import { jsonText } from '../../store/json-text.ts';
import { patternOf } from '../../store/subjects.ts';
import type { At, StepDone } from './erasure-claim.ts';
import type { Forgetting } from './erasure-forgetting.ts';
import { erasedWebhooks } from './erasure-webhooks.ts';
import { showRecordId } from '../records/record-views.ts';
import { mentions, withoutSubject } from './subject.ts';
import { erasedMark } from './subject-match.ts';

const decompress = promisify(zstdDecompress);
const linesAtOnce = 500;

const phases = ['exchanges', 'logs', 'webhooks', 'calls', 'rest'] as const;

interface LinePosition {
  readonly integration_id: string;
  readonly at: Date;
  readonly id: string | number;
}

function afterLine({ position }: At) {
  const { integration_id: integration, at, id } = position ?? {};
  return integration === undefined || at === undefined || id === undefined
    ? sql`true`
    : sql`(integration_id, at, id) > (${integration}::uuid, ${at}::timestamptz, ${id})`;
}

function nextLine(rows: readonly LinePosition[]): JsonObject | undefined {
  const last = rows.at(-1);
  if (last === undefined || rows.length < linesAtOnce) return undefined;
  return { integration_id: last.integration_id, at: last.at.toISOString(), id: last.id };
}

interface ExchangeRow extends LinePosition {
  readonly id: string;
  readonly path: string;
  readonly message: string | null;
  readonly sealed: Buffer | null;
  readonly key_version: number | null;
}

async function exchanges(trx: TenantTransaction, of: Forgetting, at: At): Promise<StepDone> {
  const { tenantId } = of.claimed;
  const { rows } = await sql<ExchangeRow>`
    select integration_id, at, id, path, message, sealed, key_version from exchange_log
     where tenant_id = ${tenantId} and ${afterLine(at)}
     order by integration_id, at, id limit ${linesAtOnce}`.execute(trx);
  let found = 0;
  for (const row of rows) {
    const bodies = await openedBodies(of, row);
    const told = bodies !== undefined && mentions(of.subject, bodies);
    const clean = (text: string): string => withoutSubject(of.subject, text, erasedMark);
    const path = clean(row.path);
    const message = row.message === null ? null : clean(row.message);
    if (!told && path === row.path && message === row.message) continue;
    found += 1;
    await sql`
      update exchange_log
         set path = ${path}, message = ${message}, sealed = case when ${told} then null else sealed end,
             key_version = case when ${told} then null else key_version end
       where tenant_id = ${tenantId} and integration_id = ${row.integration_id} and at = ${row.at} and id = ${row.id}`.execute(
      trx,
    );
  }
  return { next: nextLine(rows), counts: { exchanges: found }, examined: rows.length };
}

async function openedBodies(
  { context, claimed }: Forgetting,
  { id, sealed, key_version: version }: ExchangeRow,
): Promise<string | undefined> {
  if (sealed === null || version === null) return undefined;
  const opened = await context.store.vault.open(claimed.tenantId, sealedPlaces.exchange(id), version, sealed);
  return (await decompress(opened)).toString('utf8');
}

interface LogRow extends LinePosition {
  readonly id: number;
  readonly message: string;
  readonly details: JsonObject;
}

async function logs(trx: TenantTransaction, of: Forgetting, at: At): Promise<StepDone> {
  const { tenantId } = of.claimed;
  const { rows } = await sql<LogRow>`
    select integration_id, at, id, message, details from integration_log
     where tenant_id = ${tenantId} and ${afterLine(at)}
     order by integration_id, at, id limit ${linesAtOnce}`.execute(trx);
  let found = 0;
  for (const row of rows) {
    const text = JSON.stringify(row.details);
    if (!mentions(of.subject, row.message) && !mentions(of.subject, text)) continue;
    found += 1;
    const message = withoutSubject(of.subject, row.message, erasedMark);
    await sql`
      update integration_log set message = ${message}, details = ${withoutSubject(of.subject, text, erasedMark)}::jsonb
       where tenant_id = ${tenantId} and integration_id = ${row.integration_id} and at = ${row.at} and id = ${row.id}`.execute(
      trx,
    );
  }
  return { next: nextLine(rows), counts: { log_lines: found }, examined: rows.length };
}

/** Answers of actions: what was done stays done and is not done twice; what it said is gone. */
async function calls(trx: TenantTransaction, of: Forgetting): Promise<StepDone> {
  const { tenantId } = of.claimed;
  const ids = of.subject.persons.map((one) => showRecordId({ streamNo: one.stream_no, key: one.key }));
  const pattern = patternOf([...of.subject.emails, ...of.subject.words, ...ids], []);
  if (pattern === undefined) return { next: undefined, counts: {}, examined: 0 };
  const named = await sql`
    delete from action_call where tenant_id = ${tenantId} and external_reference ~* ${pattern.text}`.execute(trx);
  const told = await sql`
    update action_call
       set output = case when output is null then null else ${jsonText({ erased: true })}::jsonb end, records = '[]',
           error = case when error is null then null else jsonb_set(error, '{message}', to_jsonb(${erasedMark}::text)) end
     where tenant_id = ${tenantId}
       and (output::text ~* ${pattern.text} or error::text ~* ${pattern.text} or records::text ~* ${pattern.text})`.execute(
    trx,
  );
  // What routes' calls stored, by id. That they were made stays.
  await sql`
    update route_call set effect = '{}' where tenant_id = ${tenantId} and effect::text ~* ${pattern.text}`.execute(trx);
  const action_calls = Number(named.numAffectedRows ?? 0) + Number(told.numAffectedRows ?? 0);
  return { next: undefined, counts: { action_calls }, examined: action_calls };
}

/** What is small: errors that quote a vendor, what events say of themselves, answers kept for a day, the parts of a stream that are people. */
async function rest(trx: TenantTransaction, of: Forgetting): Promise<StepDone> {
  const { tenantId } = of.claimed;
  const pattern = patternOf([...of.subject.emails, ...of.subject.words], []);
  const counts = { errors: 0, kept_answers: 0 };
  if (pattern !== undefined) {
    const places = [
      ['run', 'error'],
      ['stream_state', 'last_error'],
      ['rederivation', 'error'],
      ['event', 'data'],
      ['outbox', 'payload'],
      ['webhook', 'error'],
      ['route_call', 'error'],
    ] as const;
    for (const [table, column] of places) {
      const ref = sql.ref(column);
      const { numAffectedRows } = await sql`
        update ${sql.table(table)} set ${ref} = regexp_replace(${ref}::text, ${pattern.text}, ${erasedMark}, 'gi')::jsonb
         where tenant_id = ${tenantId} and ${ref} is not null and ${ref}::text ~* ${pattern.text}`.execute(trx);
      counts.errors += Number(numAffectedRows ?? 0);
    }
    // An id may be an address.
    await sql`delete from event where tenant_id = ${tenantId} and key ~* ${pattern.text}`.execute(trx);
  }
  for (const { stream_no: streamNo, key } of of.subject.persons)
    await sql`delete from event where tenant_id = ${tenantId} and stream_no = ${streamNo} and key = ${key}`.execute(
      trx,
    );
  counts.kept_answers = await keptAnswers(trx, of);
  for (const { stream_no: streamNo, key } of of.subject.persons) await forgetPart(trx, of, streamNo, key);
  return { next: undefined, counts, examined: 0 };
}

async function keptAnswers(trx: TenantTransaction, { context, claimed, subject }: Forgetting): Promise<number> {
  const rows = await trx
    .selectFrom('idempotency_key')
    .select(['key', 'sealed', 'key_version'])
    .where('tenant_id', '=', claimed.tenantId)
    .where('sealed', 'is not', null)
    .execute();
  let found = 0;
  for (const { key, sealed, key_version: version } of rows) {
    if (sealed === null || version === null) continue;
    const opened = await context.store.vault.open(
      claimed.tenantId,
      sealedPlaces.idempotentAnswer(key),
      version,
      sealed,
    );
    if (!mentions(subject, opened.toString('utf8'))) continue;
    found += 1;
    await trx.deleteFrom('idempotency_key').where('tenant_id', '=', claimed.tenantId).where('key', '=', key).execute();
  }
  return found;
}

/** A stream that is read student by student remembers when it read which: without one, that part is read from its beginning. */
async function forgetPart(trx: TenantTransaction, of: Forgetting, streamNo: number, key: string): Promise<void> {
  const integrationId = of.streams.get(streamNo)?.integrationId;
  if (integrationId === undefined) return;
  const { rows } = await sql<{ stream_no: number; part_cursor: JsonObject }>`
    select stream_no, part_cursor from stream_state
     where tenant_id = ${of.claimed.tenantId} and integration_id = ${integrationId}
       and part_cursor is not null and strpos(part_cursor::text, ${JSON.stringify(key)}) > 0`.execute(trx);
  for (const row of rows) {
    const text = JSON.stringify(row.part_cursor, (_name, value: unknown) =>
      Array.isArray(value) ? value.filter((item) => item !== key) : value,
    );
    await sql`
      update stream_state set part_cursor = ${text}::jsonb
       where tenant_id = ${of.claimed.tenantId} and stream_no = ${row.stream_no}`.execute(trx);
  }
}

export const erasureTexts = {
  phases,
  workOf: async (of: Forgetting, at: At) => (trx: TenantTransaction) => {
    switch (at.phase) {
      case 'exchanges':
        return exchanges(trx, of, at);
      case 'logs':
        return logs(trx, of, at);
      case 'webhooks':
        return erasedWebhooks(trx, of, at);
      case 'calls':
        return calls(trx, of);
      default:
        return rest(trx, of);
    }
  },
};
