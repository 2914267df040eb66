/**
 * Who is asked for: e-mail addresses and records that are this person, and the words that tell of them in free text. Kept sealed while an
 * erasure is under way. Finding their records to begin with (by e-mail address, by a record, by what is linked to it).
 */
import { sql } from 'kysely';
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { emailsIn, normalEmail } from '../../contract/personal-text.ts';
import { isPersonModel } from '../../contract/models/personal.ts';
import type { JsonObject } from '../../contract/http.ts';
import { sealedPlaces, type TenantTransaction } from '../../store/index.ts';
import { patternOf, recordsByEmail, type Pattern } from '../../store/subjects.ts';
import type { HubContext } from '../context.ts';
import { noRecord, readRecordId, type StreamFacts } from '../records/record-views.ts';
import { streamsOf } from '../records/record-queries.ts';
import { ownEmail, wordsOf, type Wanted } from './subject-match.ts';

export const SubjectInput = z
  .strictObject({
    email: z
      .string()
      .max(320)
      .refine(
        (text) => emailsIn(text).size === 1 && emailsIn(text).has(normalEmail(text)),
        'expected an e-mail address',
      )
      .optional()
      .meta({ description: 'Everybody with this address.', example: 'ann@example.com' }),
    record: z.string().max(8000).optional().meta({
      description:
        'This student or contact, everybody with its address, and the records linked to it as the same person.',
      example: 'rec_Mzppbl8xMjM',
    }),
  })
  .refine(({ email, record }) => (email === undefined) !== (record === undefined), 'expected `email` or `record`')
  .meta({ id: 'Subject' });
export type SubjectInput = z.input<typeof SubjectInput>;

const Person = z.object({ stream_no: z.number().int(), key: z.string() });
const Stored = z.object({ emails: z.array(z.string()), persons: z.array(Person), words: z.array(z.string()) });
/** Addresses as compared; records by place; words as they are written. */
export type Subject = z.output<typeof Stored>;
export type PersonPlace = z.output<typeof Person>;

export async function sealSubject({ store }: HubContext, tenantId: string, id: string, subject: Subject) {
  return store.vault.seal(tenantId, sealedPlaces.erasure(id), Buffer.from(JSON.stringify(subject)));
}

export async function openSubject(
  { store }: HubContext,
  tenantId: string,
  { id, sealed, keyVersion }: { readonly id: string; readonly sealed: Buffer; readonly keyVersion: number },
): Promise<Subject> {
  const opened = await store.vault.open(tenantId, sealedPlaces.erasure(id), keyVersion, sealed);
  return Stored.parse(JSON.parse(opened.toString('utf8')));
}

/** The tenant's streams, by number. */
export type Streams = ReadonlyMap<number, StreamFacts>;

export async function allStreams(trx: TenantTransaction, tenantId: string): Promise<Streams> {
  return new Map((await streamsOf(trx, tenantId, {})).map((stream) => [stream.streamNo, stream]));
}

/** Those whose records are people. */
export function personStreams(streams: Streams): readonly number[] {
  return [...streams.values()].filter(({ model }) => isPersonModel(model)).map(({ streamNo }) => streamNo);
}

/** What is known at once, by keys and indexes. Throws `not_found`, and `invalid_request` for a record that is no person's. */
export async function findSubject(
  trx: TenantTransaction,
  tenantId: string,
  { email, record }: z.output<typeof SubjectInput>,
): Promise<Subject> {
  const streams = await allStreams(trx, tenantId);
  const found = new Map<string, PersonPlace & { readonly data: JsonObject | null }>();
  const emails = new Set(email === undefined ? [] : [normalEmail(email)]);
  const add = (place: PersonPlace, data: JsonObject | null): void =>
    void found.set(JSON.stringify([place.stream_no, place.key]), { stream_no: place.stream_no, key: place.key, data });
  if (record !== undefined) {
    for (const place of await linkedTo(trx, tenantId, record)) {
      const row = await trx
        .selectFrom('record')
        .select('data')
        .where('tenant_id', '=', tenantId)
        .where('stream_no', '=', place.stream_no)
        .where('key', '=', place.key)
        .executeTakeFirst();
      const model = streams.get(place.stream_no)?.model ?? '';
      if (row === undefined) throw noRecord(record);
      if (!isPersonModel(model))
        throw fail('invalid_request', `A record of the model ${model} is not a person; name a student or a contact.`);
      const own = ownEmail(model, row.data);
      if (own !== undefined) emails.add(own);
      add(place, row.data);
    }
  }
  for (const { data, ...place } of await recordsByEmail(trx, tenantId, [...emails]))
    if (isPersonModel(streams.get(place.stream_no)?.model ?? '')) add(place, data);
  const persons = [...found.values()];
  const words = persons.flatMap(({ stream_no, data }) => wordsOf(streams.get(stream_no)?.model ?? '', data));
  return {
    emails: [...emails],
    persons: persons.map(({ stream_no, key }) => ({ stream_no, key })),
    words: [...new Set(words)],
  };
}

/** The record, and those that are linked to it as the same person. */
async function linkedTo(trx: TenantTransaction, tenantId: string, record: string): Promise<readonly PersonPlace[]> {
  const { streamNo, key } = readRecordId(record);
  const { rows } = await sql<PersonPlace>`
    select other.stream_no, other.key
      from link_member m
      join link_group g on g.tenant_id = m.tenant_id and g.id = m.group_id and g.kind = 'person'
      join link_member other on other.tenant_id = m.tenant_id and other.group_id = m.group_id
     where m.tenant_id = ${tenantId} and m.stream_no = ${streamNo} and m.key = ${key}`.execute(trx);
  const others = rows.filter((row) => row.stream_no !== streamNo || row.key !== key);
  return [{ stream_no: streamNo, key }, ...others];
}

/** As rules to hold records against. */
export function wantedOf({ emails, persons }: Subject, streams: Streams): Wanted {
  const addresses = new Set(emails);
  const records = new Set<string>();
  const references = new Set<string>();
  for (const { stream_no, key } of persons) {
    const stream = streams.get(stream_no);
    if (stream === undefined) continue;
    records.add(JSON.stringify([stream.integrationId, stream.stream, key]));
    references.add(JSON.stringify([stream.integrationId, stream.model, key]));
  }
  return {
    email: (address) => addresses.has(address),
    record: ({ integrationId, stream }, key) => records.has(JSON.stringify([integrationId, stream, key])),
    reference: (integrationId, model, key) => references.has(JSON.stringify([integrationId, model, key])),
  };
}

/** For rows of records. Undefined: there is nothing to look for. */
export function recordPattern({ emails, persons }: Subject): Pattern | undefined {
  return patternOf(
    emails,
    persons.map(({ key }) => key),
  );
}

/** Do they occur in this text? Also in the percent-encoding of an address. */
export function mentions({ emails, words }: Subject, text: string): boolean {
  const lower = text.toLowerCase();
  if (words.some((word) => lower.includes(word.toLowerCase()))) return true;
  const found = emailsIn(lower.replaceAll('%40', '@'));
  return emails.some((address) => found.has(address));
}

/** The text with `mark` in their place. */
export function withoutSubject({ emails, words }: Subject, text: string, mark: string): string {
  let clean = text;
  const longest = [...words, ...emails, ...emails.map((address) => address.replace('@', '%40'))];
  for (const word of longest.toSorted((a, b) => b.length - a.length))
    clean = clean.replaceAll(new RegExp(word.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'giu'), mark);
  return clean;
}
