/** The lending shelf with people in it, for the tests of privacy: readers are students, what they are enrolled in names them; and everything a tenant has, as text. */
import { keyAt, listAt, none } from '../../providers/_kit/index.ts';
import { sql } from 'kysely';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { action, defineProvider, isJsonObject, stream, z, type JsonObject, type Models } from '../contract/index.ts';
import { sealedPlaces } from '../store/index.ts';
import { unpackRawPage } from '../store/raw-page.ts';
import { openWebhookBody } from '../store/webhook-body.ts';
import { platformTables } from '../store/platform-tables.ts';
import { openRegistry } from '../wiring/registry.ts';
import { lendingServer, type LendingServer, type Library } from './lending-server.ts';
import { desk, lendingShelf, type Loan } from './shelf-loans.ts';
import { stirringShelf } from './stirring-vendor.ts';

const decompress = promisify(zstdDecompress);

/** What the vendor sends of a reader. `deep`: where nobody's map looks. */
export type Reader = Loan & {
  readonly email?: string;
  readonly phone?: string;
  readonly note?: string;
  readonly deep?: JsonObject;
};
export type Enrolled = Loan & { readonly who: string | null; readonly course: string; readonly deep?: JsonObject };

const readerRaw = z.looseObject({
  id: z.string(),
  reader: z.string(),
  email: z.string().optional(),
  phone: z.string().optional(),
  note: z.string().optional(),
});
const enrolledRaw = z.looseObject({
  id: z.string(),
  reader: z.string(),
  who: z.string().nullable(),
  course: z.string(),
});

const changedAt = (item: JsonObject) =>
  typeof item['at'] === 'number' ? new Date(item['at']).toISOString() : undefined;

const people = stream({
  model: 'student',
  summary: 'Readers.',
  raw: readerRaw,
  incremental: { style: 'none' },
  deletions: 'swept',
  request: () => ({ url: '/loans' }),
  items: listAt('loans'),
  paginate:
    lendingShelf.streams['loans'] !== undefined && 'paginate' in lendingShelf.streams['loans']
      ? lendingShelf.streams['loans'].paginate
      : none,
  key: keyAt('id'),
  updatedAt: changedAt,
  map: ({ reader, email, phone, note }): Models['student'] => {
    const [first = null, last = null] = reader.split(' ');
    return {
      first_name: first,
      middle_name: null,
      last_name: last,
      full_name: reader,
      email: email ?? null,
      username: null,
      student_number: null,
      usi: null,
      date_of_birth: null,
      gender: null,
      phones: phone === undefined ? [] : [{ kind: 'mobile', number: phone }],
      addresses: [],
      employer_id: null,
      status: 'active',
      last_seen_at: null,
      created_at: null,
      updated_at: null,
      custom: note === undefined ? {} : { note },
    };
  },
});

const enrolments = stream({
  model: 'enrolment',
  summary: 'What readers are enrolled in.',
  raw: enrolledRaw,
  incremental: { style: 'none' },
  deletions: 'swept',
  request: () => ({ url: '/fines' }),
  items: listAt('fines'),
  paginate: none,
  key: keyAt('id'),
  updatedAt: changedAt,
  map: ({ reader, who, course }): Models['enrolment'] => ({
    student_id: who,
    student_name: reader,
    course_id: null,
    course_name: course,
    class_id: null,
    qualification_code: null,
    role: null,
    status: 'active',
    vendor_status: null,
    starts_on: null,
    ends_on: null,
    completed_at: null,
    progress_percent: 40,
    score_percent: null,
    grade: null,
    last_activity_at: null,
    fee: '110.00',
    fee_paid: null,
    currency: 'AUD',
    created_at: null,
    updated_at: null,
    custom: {},
  }),
});

/** Acts at nobody's: what it is told comes back as if the vendor had made it. */
const addReader = action({
  summary: 'Adds a reader.',
  input: z.object({ id: z.string(), reader: z.string(), email: z.string() }),
  output: z.object({ id: z.string() }),
  run: async ({ input }) => ({
    output: { id: input.id },
    records: [{ stream: 'people', items: [{ ...input, at: 1000 }] }],
  }),
});

const peopleShelf = defineProvider({
  ...stirringShelf,
  streams: { people, enrolments },
  actions: { add_reader: addReader },
});

/** A server with nothing else. */
export function peopleServer(): Promise<LendingServer> {
  return lendingServer({ registry: openRegistry({ shelf: async () => ({ default: peopleShelf }) }) });
}

/** Puts these before the vendor's desk. */
export function lend({
  readers,
  enrolled = [],
}: {
  readonly readers: readonly Reader[];
  readonly enrolled?: readonly Enrolled[];
}): void {
  desk.loans = [...readers];
  desk.fines = [...enrolled];
}

/** Everything the tenant has: every row as text, and everything sealed, opened. */
export async function everything(server: LendingServer, library: Library): Promise<string> {
  const { store } = server.composition;
  const found: string[] = [];
  const tables = await library.inTenant((trx) =>
    sql<{ name: string }>`
      select c.relname as name from pg_class c
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`.execute(trx),
  );
  for (const { name } of tables.rows) {
    if (name in platformTables) continue;
    const { rows } = await library.inTenant((trx) =>
      sql<{
        line: string;
      }>`select t::text as line from ${sql.table(name)} t where tenant_id = ${library.tenantId}`.execute(trx),
    );
    found.push(...rows.map(({ line }) => `${name} ${line}`));
  }
  const pages = await library.inTenant((trx) => trx.selectFrom('raw_page').selectAll().execute());
  for (const page of pages) {
    const opened = await store.vault.open(
      library.tenantId,
      sealedPlaces.rawPage(page.id),
      page.key_version,
      page.sealed,
    );
    for (const { key, raw } of await unpackRawPage(opened, page.stream_no))
      found.push(`raw ${key} ${Buffer.from(raw).toString('utf8')}`);
  }
  const lines = await library.inTenant((trx) =>
    trx.selectFrom('exchange_log').select(['id', 'sealed', 'key_version']).where('sealed', 'is not', null).execute(),
  );
  for (const { id, sealed, key_version: version } of lines) {
    if (sealed === null || version === null) continue;
    const opened = await store.vault.open(library.tenantId, sealedPlaces.exchange(id), version, sealed);
    found.push(`bodies ${(await decompress(opened)).toString('utf8')}`);
  }
  const webhooks = await library.inTenant((trx) => trx.selectFrom('webhook').selectAll().execute());
  for (const one of webhooks)
    found.push(`said ${JSON.stringify(await openWebhookBody(store.vault, library.tenantId, one))}`);
  return found.join('\n');
}

/** A record's unified data, by stream and key; undefined: it is not there. */
export async function dataOf(library: Library, name: string, key: string): Promise<JsonObject | null | undefined> {
  const { stream_no } = await library.stream(name);
  const row = await library.inTenant((trx) =>
    trx
      .selectFrom('record')
      .select('data')
      .where('stream_no', '=', stream_no)
      .where('key', '=', key)
      .executeTakeFirst(),
  );
  return row === undefined ? undefined : isJsonObject(row.data) ? row.data : null;
}
