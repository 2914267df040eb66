/**
 * A tenant with integrations of several providers whose records a test puts in place itself, as a page of a run would: for tests of
 * record links.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { LinkModel } from '../hub/links/link-rules.ts';
import type { LinkGroup } from '../hub/links/link-views.ts';
import { showRecordId } from '../hub/records/record-views.ts';
import { showId } from '../hub/ids.ts';
import type { TenantTransaction } from '../store/index.ts';
import type { TestServer } from './server.ts';

export interface LinkedList {
  readonly streamNo: number;
  readonly model: string;
  /** As shown. */
  readonly integration: string;
  readonly integrationId: string;
}

export interface LinkedTenant {
  readonly slug: string;
  readonly tenantId: string;
  inTenant<T>(work: (trx: TenantTransaction) => Promise<T>): Promise<T>;
  /** One list of a model; with `integration`, a further list of that one. */
  list(provider: string, model: LinkModel | 'invoice', integration?: LinkedList): Promise<LinkedList>;
  /** Stores a state of a record; without data, its deletion at the vendor. Answers its id. */
  put(list: LinkedList, key: string, data?: object): Promise<string>;
  /** Many at once, in one call as a page. */
  putAll(
    list: LinkedList,
    records: readonly { readonly key: string; readonly data: object | undefined }[],
  ): Promise<void>;
  /** Deletes a record for good, as an erasure does. */
  erase(list: LinkedList, key: string): Promise<void>;
  /** The linker, to the end of the feed. */
  follow(): Promise<void>;
  groups(): Promise<LinkGroup[]>;
  /** The vendor's ids of each group's members, sorted: `m1 v1`. */
  linked(): Promise<string[]>;
  /** Of each open suggestion: `m1 v1 shared`, sorted. */
  suggested(): Promise<string[]>;
}

let tenants = 0;

export async function linkedTenant(server: TestServer): Promise<LinkedTenant> {
  const { hub, system, composition } = server;
  const slug = `linked-${(tenants += 1)}`;
  await hub.tenants.create(system, { slug, name: slug });
  const { id: tenantId } = await hub.tenants.enter(system, 'read', slug);
  const inTenant: LinkedTenant['inTenant'] = (work) => composition.store.inTenant(tenantId, work);
  let asOf = 0;
  const self: LinkedTenant = {
    slug,
    tenantId,
    inTenant,
    list: (provider, model, of) => inTenant((trx) => addList(trx, tenantId, { provider, model, of })),
    async put(list, key, data) {
      await self.putAll(list, [{ key, data }]);
      return showRecordId({ streamNo: list.streamNo, key });
    },
    async putAll(list, records) {
      const items = records.map(({ key, data }) => ({
        k: key,
        h: randomBytes(16).toString('hex'),
        d: data ?? null,
        u: null,
        a: (asOf += 1),
        x: data === undefined,
        n: null,
        p: null,
      }));
      await composition.store.statements.query(
        `select upsert_records_v1($1, $2, null, $3) from set_config('app.tenant', $1::uuid::text, true)`,
        [tenantId, list.streamNo, JSON.stringify(items)],
      );
    },
    erase: async (list, key) => {
      await inTenant((trx) =>
        trx.deleteFrom('record').where('stream_no', '=', list.streamNo).where('key', '=', key).execute(),
      );
    },
    follow: () => hub.links.update(system, slug, new AbortController().signal),
    groups: async () => (await hub.links.list(system, slug, { limit: 200 })).data,
    linked: async () =>
      (await self.groups())
        .map(({ members }) =>
          members
            .map(({ key }) => key)
            .toSorted()
            .join(' '),
        )
        .toSorted(),
    suggested: async () =>
      (await hub.links.suggestions(system, slug, { limit: 200 })).data
        .map(
          ({ records, reason }) =>
            `${records
              .map(({ key }) => key)
              .toSorted()
              .join(' ')} ${reason}`,
        )
        .toSorted(),
  };
  return self;
}

/** What the tests of the linker go through: lists of four providers, two of them with a second one. Throws for a number there is none of. */
export async function linkedLists(
  tenant: LinkedTenant,
): Promise<{ readonly all: readonly LinkedList[]; at(index: number): LinkedList }> {
  const moodle = await tenant.list('moodle', 'student');
  const vettrak = await tenant.list('vettrak', 'student');
  const xero = await tenant.list('xero', 'contact');
  // A provider with two lists of one model, and one of another.
  const all = [
    moodle,
    vettrak,
    xero,
    await tenant.list('stripe', 'contact'),
    await tenant.list('moodle', 'course', moodle),
    await tenant.list('xero', 'invoice', xero),
  ];
  return {
    all,
    at: (index) => {
      const list = all[index];
      if (list === undefined) throw new Error('no such list');
      return list;
    },
  };
}

async function addList(
  trx: TenantTransaction,
  tenantId: string,
  { provider, model, of }: { readonly provider: string; readonly model: string; readonly of: LinkedList | undefined },
): Promise<LinkedList> {
  const integrationId = of?.integrationId ?? randomUUID();
  if (of === undefined)
    await trx
      .insertInto('integration')
      .values({
        tenant_id: tenantId,
        id: integrationId,
        provider,
        name: `${provider} ${integrationId.slice(0, 8)}`,
        auth_method: 'api_key',
        auth_state: 'connected',
      })
      .execute();
  const { stream_no: streamNo } = await trx
    .insertInto('stream_state')
    .values({ tenant_id: tenantId, integration_id: integrationId, stream: `${model}s`, model })
    .returning('stream_no')
    .executeTakeFirstOrThrow();
  return { streamNo, model, integration: showId('int', integrationId), integrationId };
}
