/** Whatever comes in whatever order, the groups are those the facts give: the linker against all facts at once. */
import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkedLists, linkedTenant, type LinkedTenant } from '../../testing/linked-tenant.ts';
import { testServer, type TestServer } from '../../testing/server.ts';
import type { LinkTables } from '../../store/links-tables.ts';
import { isLinkModel, keyFields, keysIn } from './link-rules.ts';
import { linkName } from './link-settling.ts';
import { settle, type LinkRecord } from './link-settle.ts';
import { readRecordId } from '../records/record-views.ts';

const usis = ['KLDU76GKSH', '4XAZG7MKS8', 'M977R9RKSW'];
const abns = ['51824753556', '29991200310'];

let server: TestServer;
let tenant: LinkedTenant;
let lists: Awaited<ReturnType<typeof linkedLists>>;
beforeAll(async () => {
  server = await testServer({ at: '2026-11-20T00:00:00Z' });
});
afterAll(() => server?.stop());

async function newTenant(): Promise<void> {
  tenant = await linkedTenant(server);
  lists = await linkedLists(tenant);
}

const listAt = (index: number) => lists.at(index);
const secretOf = async (id: string) =>
  createSecretKey(await server.composition.store.vault.derive(id, 1, 'record links'));
const secret = () => secretOf(tenant.tenantId);
/** What the facts give, worked out from everything at once: the records as they are stored, and the words of people. */
async function expected() {
  const key = await secret();
  const rows = await tenant.inTenant((trx) =>
    trx
      .selectFrom('record')
      .select(['stream_no', 'key', 'data', 'deleted_at'])
      .where('tenant_id', '=', tenant.tenantId)
      .execute(),
  );
  const records = rows.flatMap((row): LinkRecord[] => {
    const list = lists.all.find(({ streamNo }) => streamNo === row.stream_no);
    const { data } = row;
    if (row.deleted_at !== null || data === null || list === undefined || !isLinkModel(list.model)) return [];
    const values = keyFields.map((field) => {
      const value = data[field];
      return typeof value === 'string' ? value : null;
    });
    const name = linkName({ streamNo: row.stream_no, key: row.key });
    return [
      { name, model: list.model, list: `${list.integrationId} ${list.model}`, keys: keysIn(key, list.model, values) },
    ];
  });
  const carried = new Map<string, { rule: LinkRecord['keys'][number]['rule']; by: string[] }>();
  for (const { name, keys } of records)
    for (const { rule, digest } of keys) {
      const one = carried.get(digest) ?? { rule, by: [] };
      one.by.push(name);
      carried.set(digest, one);
    }
  const said = await tenant.inTenant((trx) =>
    trx.withTables<LinkTables>().selectFrom('link_decision').selectAll().execute(),
  );
  const decisions = said.map((row) => ({
    a: linkName({ streamNo: row.stream_no, key: row.key }),
    b: linkName({ streamNo: row.other_stream_no, key: row.other_key }),
    same: row.same,
  }));
  const { groups, suggestions } = settle({
    records: new Map(records.map((one) => [one.name, one])),
    neighbours: new Map(),
    carried,
    decisions,
  });
  return {
    groups: groups
      .map(({ kind, confidence, members }) => ({
        kind,
        confidence,
        members: members.map(({ name, rule, other }) => [name, rule, other]),
      }))
      .toSorted((a, b) => ((a.members[0]?.[0] ?? '') < (b.members[0]?.[0] ?? '') ? -1 : 1)),
    suggestions: suggestions.map(({ a, b, reason, rule }) => [a, b, reason, rule]),
  };
}

async function actual() {
  const name = (id: string) => linkName(readRecordId(id));
  const groups = (await tenant.groups()).map(({ kind, confidence, members }) => ({
    kind,
    confidence,
    members: members
      .map((one) => [name(one.record), one.rule, name(one.linked_to)])
      .toSorted((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1)),
  }));
  const { data } = await server.hub.links.suggestions(server.system, tenant.slug, { limit: 200 });
  return {
    groups: groups.toSorted((a, b) => ((a.members[0]?.[0] ?? '') < (b.members[0]?.[0] ?? '') ? -1 : 1)),
    suggestions: data
      .map(({ records, reason, rule }) => [...records.map(({ record }) => name(record)).toSorted(), reason, rule])
      .toSorted((a, b) => (a.join(' ') < b.join(' ') ? -1 : 1)),
  };
}

const ignored = (error: unknown): void => {
  // What a person asks for may be impossible by then; that it is refused is tested elsewhere.
  if (!(
    error instanceof Error &&
    'code' in error &&
    ['conflict', 'not_found', 'invalid_request'].includes(String(error.code))
  ))
    throw error;
};

test('any order of arrivals, changes, deletions, erasures and words of people gives what the facts give', async () => {
  const few = (values: readonly string[]) => fc.option(fc.constantFrom(...values), { freq: 2 });
  const data = fc.record({
    usi: few(usis),
    student_number: few(['101', '102', usis[0] ?? '']),
    email: few(['a@x.example', 'b@x.example', 'c@x.example']),
    tax_number: few(abns),
    code: few(['BSB', 'HLT']),
  });
  const which = fc.record({ list: fc.nat(4), key: fc.nat(2) });
  const event = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('put' as const), which, data }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('gone' as const, 'erased' as const), which }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('link' as const), which, other: which }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('unlink' as const), which }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('accept' as const, 'reject' as const), at: fc.nat(5) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('follow' as const) }) },
  );
  const { links } = server.hub;
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 40 }), async (events) => {
      await newTenant();
      const idOf = async ({ list, key }: { readonly list: number; readonly key: number }) =>
        `rec_${Buffer.from(`${listAt(list).streamNo}:k${key}`).toString('base64url')}`;
      for (const one of events) {
        switch (one.kind) {
          case 'put':
            await tenant.put(listAt(one.which.list), `k${one.which.key}`, one.data);
            break;
          case 'gone':
            await tenant.put(listAt(one.which.list), `k${one.which.key}`);
            break;
          case 'erased':
            await tenant.erase(listAt(one.which.list), `k${one.which.key}`);
            break;
          case 'link':
            await links
              .link(server.system, tenant.slug, { records: [await idOf(one.which), await idOf(one.other)] })
              .catch(ignored);
            break;
          case 'unlink': {
            const record = await idOf(one.which);
            const found = await links.find(server.system, tenant.slug, { record }).catch(ignored);
            const group = found?.data[0]?.group?.id;
            if (group !== undefined) await links.unlink(server.system, tenant.slug, group, record);
            break;
          }
          case 'follow':
            await tenant.follow();
            break;
          default: {
            const { data: open } = await links.suggestions(server.system, tenant.slug);
            const id = open[one.at]?.id;
            if (id !== undefined) await links[one.kind](server.system, tenant.slug, id).catch(ignored);
          }
        }
      }
      await tenant.follow();
      expect(await actual()).toEqual(await expected());
    }),
    { numRuns: 40 },
  );
}, 300_000);
