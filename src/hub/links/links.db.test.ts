/** Record links as people and other systems use them: groups, why, lookups, by hand, undo, suggestions. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { linkedTenant, type LinkedList, type LinkedTenant } from '../../testing/linked-tenant.ts';
import { testServer, type TestServer } from '../../testing/server.ts';
import type { LinkTables } from '../../store/links-tables.ts';
import type { Principal } from '../access/principal.ts';

/** Made up, and well formed. */
const usi = 'KLDU76GKSH';
const otherUsi = '4XAZG7MKS8';
const abn = '51824753556';

let server: TestServer;
let tenant: LinkedTenant;
let moodle: LinkedList;
let vettrak: LinkedList;
let xero: LinkedList;
beforeAll(async () => {
  server = await testServer({ at: '2026-11-20T00:00:00Z' });
});
afterAll(() => server?.stop());
beforeEach(async () => {
  tenant = await linkedTenant(server);
  moodle = await tenant.list('moodle', 'student');
  vettrak = await tenant.list('vettrak', 'student');
  xero = await tenant.list('xero', 'contact');
});

const hub = () => server.hub.links;
const link = (a: string, b: string, by: Principal = server.system) => hub().link(by, tenant.slug, { records: [a, b] });
const find = (by: Parameters<TestServer['hub']['links']['find']>[2]) => hub().find(server.system, tenant.slug, by);
const only = async () => {
  const [group] = await tenant.groups();
  if (group === undefined) throw new Error('no group');
  return group;
};
const unlink = async (record: string, group?: string) =>
  hub().unlink(server.system, tenant.slug, group ?? (await only()).id, record);
const audit = async () =>
  (await server.hub.audit.list(server.system, tenant.slug, { limit: 200 })).data.map(({ action, target }) => ({
    action,
    target,
  }));
const as = (role: 'viewer' | 'operator'): Principal => ({
  kind: 'tenant_member',
  id: role,
  tenantId: tenant.tenantId,
  role,
});

describe('what rules link', () => {
  test('a person in three systems: listed, shown with the reasons, looked up in every way', async () => {
    const m = await tenant.put(moodle, 'm1', { usi, email: 'Ada@Example.com' });
    const v = await tenant.put(vettrak, 'v1', { usi: usi.toLowerCase(), email: null, student_number: '00101' });
    const x = await tenant.put(xero, 'x1', { email: ' ada@example.com', tax_number: null });
    await tenant.put(xero, 'x2', { email: 'other@example.com' });
    await tenant.follow();
    const group = await only();
    expect(group).toMatchObject({
      id: expect.stringMatching(/^lnk_/),
      kind: 'person',
      confidence: 0.8,
      created_at: '2026-11-20T00:00:00.000Z',
      members: [
        { record: m, key: 'm1', model: 'student', provider: 'moodle', rule: 'usi', confidence: 1, linked_to: v },
        { record: v, integration_id: vettrak.integration, rule: 'usi', linked_to: m, linked_by: 'rules' },
        { record: x, stream: 'contacts', rule: 'email', confidence: 0.8, linked_to: m },
      ],
    });
    expect(await hub().get(server.system, tenant.slug, group.id)).toEqual({
      ...group,
      evidence: [
        { rule: 'usi', confidence: 1, records: [m, v] },
        { rule: 'email', confidence: 0.8, records: [m, x] },
      ],
      decisions: [],
    });
    for (const by of [
      { record: v },
      { integration: vettrak.integration, key: 'v1' },
      { integration: vettrak.integration, key: 'v1', model: 'student' },
      { student_number: ' 00101' },
    ])
      expect(await find(by), JSON.stringify(by)).toMatchObject({
        data: [{ record: v, group: { id: group.id } }],
        more: false,
      });
    expect((await find({ email: 'ADA@example.com' })).data.map(({ key }) => key)).toEqual(['m1', 'x1']);
    expect(await find({ email: 'other@example.com' })).toMatchObject({ data: [{ key: 'x2', group: null }] });
    expect(await find({ usi: otherUsi })).toEqual({ data: [], more: false });
  });

  test('lookups that mean nothing are refused with what is missing', async () => {
    await tenant.put(moodle, 'm1', { usi });
    for (const by of [
      {},
      { usi, email: 'a@b.example' },
      { integration: moodle.integration },
      { key: 'm1' },
      { model: 'student', usi },
    ])
      await expect(find(by), JSON.stringify(by)).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(find({ abn: '51824753557' })).rejects.toMatchObject({
      code: 'invalid_request',
      details: { problems: [{ path: 'abn' }] },
    });
    await expect(find({ integration: moodle.integration, key: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(find({ integration: moodle.integration, key: 'm1', model: 'course' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(find({ record: 'rec_!' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(hub().get(server.system, tenant.slug, `lnk_${'0'.repeat(32)}`)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('the list in pages, by kind, and by integration', async () => {
    const courses = [await tenant.list('moodle', 'course', moodle), await tenant.list('vettrak', 'course', vettrak)];
    for (const list of courses) await tenant.put(list, `c${list.streamNo}`, { code: 'BSB30120' });
    for (let i = 0; i < 5; i += 1) {
      await tenant.put(moodle, `m${i}`, { email: `p${i}@example.com` });
      await tenant.put(i < 3 ? vettrak : xero, `o${i}`, { email: `p${i}@example.com` });
    }
    await tenant.follow();
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Awaited<ReturnType<TestServer['hub']['links']['list']>> = await hub().list(
        server.system,
        tenant.slug,
        {
          limit: 2,
          ...(cursor === '' ? {} : { cursor }),
        },
      );
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(new Set(seen).size).toBe(6);
    expect(seen).toHaveLength(6);
    const count = async (query: object) => (await hub().list(server.system, tenant.slug, query)).data.length;
    expect(await count({ kind: 'course' })).toBe(1);
    expect(await count({ kind: 'company' })).toBe(0);
    expect(await count({ integration: xero.integration })).toBe(2);
    expect(await count({ integration: vettrak.integration, kind: 'person' })).toBe(3);
  });

  test('nothing, where nothing is; and nothing of another tenant', async () => {
    expect(await tenant.groups()).toEqual([]);
    expect(await tenant.suggested()).toEqual([]);
    await tenant.follow();
    const other = await linkedTenant(server);
    const m = await tenant.put(moodle, 'm1', { usi });
    await other.put(await other.list('vettrak', 'student'), 'v1', { usi });
    await tenant.follow();
    await other.follow();
    expect([await tenant.linked(), await other.linked()]).toEqual([[], []]);
    await expect(hub().find(server.system, other.slug, { record: m })).rejects.toMatchObject({ code: 'not_found' });
    const keys = await Promise.all(
      [tenant, other].map((one) =>
        one.inTenant((trx) => trx.withTables<LinkTables>().selectFrom('link_key').select('digest').execute()),
      ),
    );
    expect(keys.map((rows) => rows.length)).toEqual([1, 1]);
    expect(keys[0]).not.toEqual(keys[1]);
  });
});

describe('by hand', () => {
  test('two that share nothing; the link outlives what the records become', async () => {
    const m = await tenant.put(moodle, 'm1', { email: 'a@example.com' });
    const x = await tenant.put(xero, 'x1', {});
    const group = await link(m, x, as('operator'));
    expect(group).toMatchObject({
      confidence: 1,
      members: [
        {
          record: m,
          rule: 'hand',
          linked_to: x,
          linked_by: 'tenant_member:operator',
          linked_at: '2026-11-20T00:00:00.000Z',
        },
        { record: x, rule: 'hand' },
      ],
    });
    await tenant.put(moodle, 'm1', { email: 'new@example.com' });
    await tenant.put(xero, 'x1', { name: 'x' });
    await tenant.follow();
    expect(await tenant.linked()).toEqual(['m1 x1']);
    expect((await hub().get(server.system, tenant.slug, group.id)).decisions).toMatchObject([
      { records: [m, x].toSorted(), same: true, decided_by: 'tenant_member:operator' },
    ]);
    expect(await audit()).toContainEqual({ action: 'link.made', target: group.id });
  });

  test('two groups become one, which keeps the older id', async () => {
    const [m1, , m2] = [
      await tenant.put(moodle, 'm1', { email: 'a@example.com' }),
      await tenant.put(vettrak, 'v1', { email: 'a@example.com' }),
      await tenant.put(moodle, 'm2', { email: 'b@example.com' }),
      await tenant.put(xero, 'x2', { email: 'b@example.com' }),
    ];
    await tenant.follow();
    const ids = (await tenant.groups()).map(({ id }) => id).toSorted();
    const merged = await link(m1, m2 ?? '');
    expect(merged.members.map(({ key }) => key)).toEqual(['m1', 'm2', 'v1', 'x2']);
    expect(await tenant.linked()).toEqual(['m1 m2 v1 x2']);
    expect(merged.id).toBe(ids[0]);
  });

  test('is refused for one record, for those linked already, for unlike ones and for those not there', async () => {
    const course = await tenant.put(await tenant.list('moodle', 'course', moodle), 'c1', { code: 'BSB' });
    const invoice = await tenant.put(await tenant.list('xero', 'invoice', xero), 'i1', { number: '1' });
    const m = await tenant.put(moodle, 'm1', { usi });
    const v = await tenant.put(vettrak, 'v1', { usi });
    const x = await tenant.put(xero, 'x1', {});
    await tenant.follow();
    const refused = (a: string, b: string, what: object) => expect(link(a, b), `${a} ${b}`).rejects.toMatchObject(what);
    await refused(m, m, { code: 'invalid_request', message: expect.stringContaining('with itself') });
    await refused(m, course, {
      code: 'invalid_request',
      message: expect.stringContaining('a student and a course cannot be one'),
    });
    await refused(m, invoice, {
      code: 'invalid_request',
      message: expect.stringContaining('"invoice" cannot be linked'),
    });
    const { id } = await only();
    await refused(m, v, { code: 'conflict', message: `These records are linked already, in ${id}.` });
    await link(v, x);
    await refused(x, m, { code: 'conflict', message: `These records are linked already, in ${id}.` });
    await refused(m, `${m.slice(0, -2)}AA`, { code: 'not_found' });
    await tenant.put(xero, 'x1');
    await refused(m, x, { code: 'conflict', message: expect.stringContaining('deleted') });
    await expect(hub().link(server.system, tenant.slug, { records: [m] })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  test('viewers look, operators link', async () => {
    const m = await tenant.put(moodle, 'm1', { usi });
    const v = await tenant.put(vettrak, 'v1', { usi });
    const x = await tenant.put(xero, 'x1', {});
    await tenant.follow();
    const { id } = await only();
    expect((await hub().list(as('viewer'), tenant.slug)).data).toHaveLength(1);
    expect(await hub().get(as('viewer'), tenant.slug, id)).toMatchObject({ id });
    expect((await hub().find(as('viewer'), tenant.slug, { record: m })).data).toHaveLength(1);
    expect((await hub().suggestions(as('viewer'), tenant.slug)).data).toEqual([]);
    for (const attempt of [
      () => link(m, x, as('viewer')),
      () => hub().unlink(as('viewer'), tenant.slug, id, v),
      () => hub().accept(as('viewer'), tenant.slug, 'sug_'),
      () => hub().reject(as('viewer'), tenant.slug, 'sug_'),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'permission_denied' });
    await link(m, x, as('operator'));
  });
});

describe('undo', () => {
  test('a member leaves for good: no rule brings it back, whatever changes', async () => {
    await tenant.put(moodle, 'm1', { usi, email: 'a@example.com' });
    const v = await tenant.put(vettrak, 'v1', { usi });
    await tenant.put(xero, 'x1', { email: 'a@example.com' });
    await tenant.follow();
    const { id } = await only();
    const { groups } = await unlink(v);
    expect(groups).toMatchObject([{ id, members: [{ key: 'm1' }, { key: 'x1' }], confidence: 0.8 }]);
    expect(await tenant.linked()).toEqual(['m1 x1']);
    await tenant.put(vettrak, 'v1', { usi, email: 'a@example.com' });
    await tenant.put(moodle, 'm1', { usi, email: 'a@example.com', student_number: '1' });
    await tenant.follow();
    expect(await tenant.linked()).toEqual(['m1 x1']);
    expect(await tenant.suggested()).toEqual([]);
    expect(await audit()).toContainEqual({ action: 'link.undone', target: id });
    expect((await hub().get(server.system, tenant.slug, id)).decisions).toMatchObject([
      { same: false },
      { same: false },
    ]);
  });

  test('of two: the group is gone; and what was undone can be linked again by hand', async () => {
    const m = await tenant.put(moodle, 'm1', { usi });
    const v = await tenant.put(vettrak, 'v1', { usi });
    await tenant.follow();
    const { id } = await only();
    expect(await unlink(m)).toEqual({ groups: [] });
    expect(await tenant.groups()).toEqual([]);
    await expect(unlink(m, id)).rejects.toMatchObject({ code: 'not_found' });
    const again = await link(m, v);
    expect(again.members).toMatchObject([{ rule: 'hand' }, { rule: 'hand' }]);
    await expect(unlink(await tenant.put(xero, 'x1', {}))).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('is no member'),
    });
  });

  test('who was undone from two comes back to both by one word; others who are kept apart forbid it', async () => {
    await tenant.put(moodle, 'm1', { usi, email: 'a@example.com' });
    const v = await tenant.put(vettrak, 'v1', { usi });
    const x = await tenant.put(xero, 'x1', { email: 'a@example.com' });
    await tenant.follow();
    await unlink(v);
    await link(v, x);
    expect(await tenant.linked()).toEqual(['m1 v1 x1']);
    const m2 = await tenant.put(moodle, 'm2', { student_number: '22' });
    const v2 = await tenant.put(vettrak, 'v2', { student_number: '22' });
    await tenant.follow();
    await unlink(v2, (await find({ record: v2 })).data[0]?.group?.id);
    await link(m2, await tenant.put(xero, 'x2', {}));
    await link(v2, x);
    // x (with v2) and x2 (with m2): that would make v2 and m2 one.
    const x2 = (await find({ integration: xero.integration, key: 'x2' })).data[0]?.record ?? '';
    await expect(link(x, x2)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('apart') });
    expect(await tenant.linked()).toEqual(['m1 v1 v2 x1', 'm2 x2']);
  });
});

describe('suggestions', () => {
  beforeEach(async () => {
    await tenant.put(moodle, 'm1', { email: 'office@example.com' });
    await tenant.put(moodle, 'm2', { email: 'office@example.com' });
    await tenant.put(vettrak, 'v1', { email: 'office@example.com' });
    await tenant.follow();
  });
  const idOf = async (key: string) => {
    const { data } = await hub().suggestions(server.system, tenant.slug);
    return data.find(({ records }) => records.some((one) => one.key === key))?.id ?? '';
  };

  test('a mailbox of two links nobody and is suggested, with the records', async () => {
    expect(await tenant.groups()).toEqual([]);
    expect(await tenant.suggested()).toEqual(['m1 v1 shared', 'm2 v1 shared']);
    const { data, next_cursor } = await hub().suggestions(server.system, tenant.slug, { limit: 1, kind: 'person' });
    expect(data).toMatchObject([
      {
        id: expect.stringMatching(/^sug_/),
        kind: 'person',
        rule: 'email',
        confidence: 0.4,
        records: [{ provider: 'moodle' }, { provider: 'vettrak', key: 'v1' }],
      },
    ]);
    expect(
      (await hub().suggestions(server.system, tenant.slug, { limit: 1, kind: 'person', cursor: next_cursor ?? '' }))
        .data,
    ).toHaveLength(1);
    expect((await hub().suggestions(server.system, tenant.slug, { kind: 'course' })).data).toEqual([]);
  });

  test('yes links the two; what is left is still asked', async () => {
    const id = await idOf('m1');
    expect(await hub().accept(as('operator'), tenant.slug, id)).toMatchObject({
      members: [{ key: 'm1', rule: 'hand', linked_by: 'tenant_member:operator' }, { key: 'v1' }],
    });
    expect(await tenant.linked()).toEqual(['m1 v1']);
    expect(await tenant.suggested()).toEqual(['m2 v1 shared']);
    await expect(hub().accept(server.system, tenant.slug, id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await audit()).toContainEqual({ action: 'link.suggestion_accepted', target: id });
  });

  test('no is remembered, also when the other one is gone and the address is one person’s own', async () => {
    const id = await idOf('m1');
    expect(await hub().reject(server.system, tenant.slug, id)).toMatchObject({ id });
    expect(await tenant.suggested()).toEqual(['m2 v1 shared']);
    await tenant.put(moodle, 'm2');
    await tenant.put(moodle, 'm1', { email: 'office@example.com', first_name: 'again' });
    await tenant.follow();
    expect(await tenant.linked()).toEqual([]);
    expect(await tenant.suggested()).toEqual([]);
    expect(await audit()).toContainEqual({ action: 'link.suggestion_rejected', target: id });
  });

  test('a key that becomes one person’s own links, and is no longer asked about', async () => {
    await tenant.put(moodle, 'm2', { email: 'own@example.com' });
    await tenant.follow();
    expect(await tenant.linked()).toEqual(['m1 v1']);
    expect(await tenant.suggested()).toEqual([]);
    await tenant.put(moodle, 'm2', { email: 'office@example.com' });
    await tenant.follow();
    expect(await tenant.linked()).toEqual([]);
    expect(await tenant.suggested()).toEqual(['m1 v1 shared', 'm2 v1 shared']);
  });

  it('are of companies, too', async () => {
    const stripe = await tenant.list('stripe', 'contact');
    await tenant.put(xero, 'x1', { tax_number: abn, email: 'accounts@example.com' });
    await tenant.put(stripe, 's1', { email: 'accounts@example.com' });
    await tenant.put(moodle, 'm3', { email: 'accounts@example.com' });
    await tenant.follow();
    // The learner goes with the customer that says nothing of itself, or the company does: one of the two, by name; the other is asked.
    expect(await tenant.linked()).toHaveLength(1);
    expect(await tenant.suggested()).toContain('m3 x1 contradicted');
  });
});
