import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { tillServer, type TillServer, type TillTenant } from '../../testing/till-server.ts';
import { tillKey } from '../../testing/till-vendor.ts';

let server: TillServer;
let acme: TillTenant;
let old: TillTenant;
beforeAll(async () => {
  server = await tillServer();
  acme = await server.tillTenant('acme');
  old = await server.tillTenant('old', { provider: 'oldtill' });
});
afterAll(() => server?.stop());
afterEach(() => server.control?.clearFaults());

const run = (action: string, body: object, tenant = acme, headers = {}) =>
  tenant.ask('POST', `/integrations/${tenant.integration}/actions/${action}`, body, headers);
const sell = (name: string, reference?: string, tenant = acme) =>
  run('sell_good', { input: { name }, ...(reference === undefined ? {} : { external_reference: reference }) }, tenant);
const actsOf = (provider = 'till') => (server.sandboxes?.state(provider) as { acts: number } | undefined)?.acts ?? -1;
async function tenantIdOf(tenant: TillTenant): Promise<string> {
  return (await server.hub.tenants.enter(server.system, 'read', tenant.slug)).id;
}

describe('what can be asked', () => {
  it('is listed with JSON Schemas', async () => {
    const { body } = await acme.ask('GET', `/integrations/${acme.integration}/actions`);
    expect(body.data[0]).toMatchObject({
      name: 'sell_good',
      summary: 'Puts something on sale.',
      creates: 'goods',
      input: { type: 'object', properties: { name: { type: 'string', minLength: 1 } }, required: ['name'] },
      output: { type: 'object' },
    });
    expect(body.data.map(({ absent }: { absent: unknown }) => absent)).toEqual([null, null, null]);
    const bare = await server.tillTenant('bare');
    const tenantId = await tenantIdOf(bare);
    await server.composition.store.inTenant(tenantId, (trx) =>
      trx.updateTable('integration').set({ absent: '{"sell_good":"The till is locked."}' }).execute(),
    );
    const { body: lacking } = await bare.ask('GET', `/integrations/${bare.integration}/actions`);
    expect(lacking.data.slice(0, 2)).toMatchObject([
      { name: 'sell_good', absent: 'The till is locked.' },
      { name: 'sell_and_refuse', absent: null },
    ]);
  });

  it('names an unknown action, and every field that is wrong', async () => {
    expect((await run('buy_good', { input: {} })).body).toMatchObject({
      status: 404,
      detail: 'Till has no action "buy_good"; it has sell_good, sell_and_refuse, be_refused.',
    });
    expect((await run('toString', { input: {} })).status).toBe(404);
    expect((await run('sell_good', { input: { name: '', note: 5 } })).body.problems).toMatchObject([
      { path: 'input.name' },
      { path: 'input.note' },
    ]);
    expect((await run('sell_good', { input: { name: 'x', nmae: 'y' } })).body.problems).toEqual([
      { path: 'input.nmae', message: 'unknown field' },
    ]);
    expect((await run('sell_good', { inputs: {}, external_reference: 'a\nb' })).body.problems).toMatchObject([
      { path: 'external_reference' },
      { path: 'inputs' },
    ]);
    expect(actsOf()).toBe(0);
  });
});

describe('an action', () => {
  it('acts, answers, and what it made is readable at once', async () => {
    const { status, body } = await sell('Ladder', 'order-1');
    expect(status).toBe(200);
    expect(body).toEqual({
      action: 'sell_good',
      external_reference: 'order-1',
      replayed: false,
      output: { id: expect.stringMatching(/^new/), name: 'Ladder', secret: expect.stringMatching(/^shh_/) },
      withheld: [],
      records: [{ id: expect.stringMatching(/^rec_/), stream: 'goods', model: 'product' }],
    });
    const record = await acme.ask('GET', `/records/product/${body.records[0].id}?raw=true`);
    expect(record.body).toMatchObject({
      key: body.output.id,
      data: { name: 'Ladder' },
      raw: { id: body.output.id, name: 'Ladder' },
    });
    const { body: changes } = await acme.ask('GET', '/changes');
    expect(changes.data.at(-1)).toMatchObject({ change: 'created', record: { key: body.output.id } });
    // The next sync finds it unchanged.
    const [synced] = await acme.sync({ streams: ['goods'] });
    expect(synced).toMatchObject({ read: 26, created: 25, updated: 0 });
  });

  it('asked again with the same reference acts once and answers the same, but for its secret', async () => {
    const before = actsOf();
    const first = await sell('Rope', 'order-2');
    const again = await sell('Rope', 'order-2');
    const { secret, ...known } = first.body.output;
    expect(secret).toMatch(/^shh_/);
    expect(again.body).toEqual({ ...first.body, replayed: true, output: known, withheld: ['secret'] });
    expect(actsOf()).toBe(before + 1);
    expect((await sell('Rope', 'order-2b')).body.replayed).toBe(false);
    expect(actsOf()).toBe(before + 2);
  });

  it('keeps its secret nowhere', async () => {
    const { body } = await run('sell_good', { input: { name: 'Safe' } }, acme, { 'idempotency-key': 'safe-1' });
    const { secret } = body.output;
    expect(secret).toMatch(/^shh_/);
    expect(body.external_reference).toBe('safe-1');
    const tenantId = await tenantIdOf(acme);
    const stored = await server.composition.store.inTenant(tenantId, async (trx) => [
      await trx.selectFrom('action_call').selectAll().execute(),
      await trx.selectFrom('idempotency_key').selectAll().execute(),
      await trx.selectFrom('integration_log').selectAll().execute(),
      await trx.selectFrom('audit_entry').selectAll().execute(),
      await trx.selectFrom('record').selectAll().execute(),
      await trx.selectFrom('outbox').selectAll().execute(),
    ]);
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect(JSON.stringify(stored)).toContain('safe-1');
    expect(stored[1]).toEqual([]);
    expect(server.log.join('')).not.toContain(secret);
    expect(server.log.join('')).not.toContain(tillKey);
    const again = await run('sell_good', { input: { name: 'Safe' } }, acme, { 'idempotency-key': 'safe-1' });
    expect(again.body).toMatchObject({ replayed: true, withheld: ['secret'] });
  });

  it('refuses a reference that stands for another input', async () => {
    const before = actsOf();
    await sell('Nail', 'order-3');
    expect((await sell('Screw', 'order-3')).body).toMatchObject({
      status: 409,
      detail: 'The external reference "order-3" was used for another input.',
    });
    expect(actsOf()).toBe(before + 1);
  });

  it('in flight is not started again', async () => {
    const before = actsOf();
    await server.control?.fault({ provider: 'till', path: '^/v1/goods$', method: 'POST', kind: 'delay', ms: 300 });
    const answers = await Promise.all([sell('Saw', 'order-4'), sell('Saw', 'order-4'), sell('Saw', 'order-4')]);
    const statuses = answers.map((answer) => answer.status).toSorted((a, b) => a - b);
    expect(statuses[0]).toBe(200);
    for (const answer of answers.filter((one) => one.status === 409)) {
      expect(answer.body.detail).toBe('sell_good for "order-4" is in flight.');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(statuses.slice(1)).toEqual([409, 409]);
    expect(actsOf()).toBe(before + 1);
    expect((await sell('Saw', 'order-4')).body.replayed).toBe(true);
  });

  it('is found by the stream it creates in', async () => {
    const answer = await server.ask('POST', '/api/integrations/till/goods', {
      key: acme.key,
      body: { input: { name: 'Alias' }, external_reference: 'alias-1' },
    });
    expect(answer.body).toMatchObject({ action: 'sell_good', output: { name: 'Alias' } });
    const ask = (stream: string) => acme.ask('POST', `/integrations/till/${stream}`, { input: {} });
    expect((await ask('people')).body).toMatchObject({
      status: 422,
      detail: 'Nothing can be created in "people", only in goods.',
    });
    expect((await ask('chairs')).body).toMatchObject({ status: 404, detail: expect.stringContaining('goods, people') });
  });

  it('leaves a line in the log and an entry in the audit trail', async () => {
    await sell('Bell', 'order-5');
    await run('be_refused', { input: { name: 'x' }, external_reference: 'order-6' });
    const { body } = await acme.ask('GET', `/integrations/${acme.integration}/logs?limit=2`);
    expect(body.data).toMatchObject([
      {
        action: 'be_refused',
        status: 'error',
        message: expect.stringContaining('we do not sell that'),
        details: { external_reference: 'order-6' },
      },
      { action: 'sell_good', status: 'success', details: { external_reference: 'order-5', records: 1 } },
    ]);
    const { data } = await server.hub.audit.list(server.system, 'acme', { limit: 200 });
    expect(data.slice(-2)).toMatchObject([
      { action: 'action.done', details: { action: 'sell_good', external_reference: 'order-5' } },
      { action: 'action.failed', details: { action: 'be_refused', code: 'invalid_request', in_doubt: false } },
    ]);
    expect(await server.hub.audit.verify(server.system, 'acme')).toMatchObject({ ok: true });
  });

  it('stores nothing in a stream that is switched off', async () => {
    await acme.ask('PATCH', `/integrations/${acme.integration}/streams/goods`, { enabled: false });
    expect((await sell('Hidden', 'order-7')).body).toMatchObject({ output: { name: 'Hidden' }, records: [] });
    await acme.ask('PATCH', `/integrations/${acme.integration}/streams/goods`, { enabled: true });
  });
});

describe('an answer that was lost', () => {
  const losing = (provider: string, times?: number) =>
    server.control?.fault({
      provider,
      path: '^/v1/goods$',
      method: 'POST',
      kind: 'lose_answer',
      ...(times === undefined ? {} : { times }),
    });

  it('is had by trying again under the same key, and the vendor acts once', async () => {
    const before = actsOf();
    await losing('till', 1);
    expect((await sell('Lamp', 'lost-1')).body).toMatchObject({ replayed: false, output: { name: 'Lamp' } });
    expect(actsOf()).toBe(before + 1);
  });

  it('for good, is had by asking again with the same reference', async () => {
    const impatient = await server.tillTenant('impatient');
    const tenantId = await tenantIdOf(impatient);
    await server.composition.store.inTenant(tenantId, (trx) =>
      trx.updateTable('integration').set({ overrides: '{"retries":0}' }).execute(),
    );
    const before = actsOf();
    await losing('till');
    expect((await sell('Lamp', 'lost-2', impatient)).body).toMatchObject({
      status: 502,
      code: 'provider_unavailable',
      provider: 'till',
      operation: 'action sell_good',
      in_doubt: true,
      external_reference: 'lost-2',
      next: expect.stringContaining('same external_reference'),
    });
    expect((await sell('Candle', 'lost-2', impatient)).body).toMatchObject({
      status: 409,
      detail: expect.stringContaining('another input'),
    });
    await server.control?.clearFaults();
    expect((await sell('Lamp', 'lost-2', impatient)).body).toMatchObject({
      replayed: false,
      output: { name: 'Lamp' },
      records: [{ stream: 'goods' }],
    });
    expect(actsOf()).toBe(before + 1);
  });

  it('is not risked twice where the vendor takes no idempotency keys', async () => {
    const before = actsOf('oldtill');
    await losing('oldtill', 1);
    expect((await sell('Lamp', 'lost-3', old)).body).toMatchObject({ status: 502, in_doubt: true });
    expect((await sell('Lamp', 'lost-3', old)).body).toMatchObject({
      status: 409,
      detail: expect.stringContaining('It is not known whether'),
      next: expect.stringContaining('new reference'),
    });
    expect(actsOf('oldtill')).toBe(before + 1);
  });

  it('of a process that died before it could write it down, is had after its lease', async () => {
    const before = actsOf();
    const first = await sell('Tent', 'died-1');
    const tenantId = await tenantIdOf(acme);
    await server.composition.store.inTenant(tenantId, (trx) =>
      trx
        .updateTable('action_call')
        .set({ state: 'running', output: null, lease_until: new Date(server.clock.now() + 100_000) })
        .where('external_reference', '=', 'died-1')
        .execute(),
    );
    expect((await sell('Tent', 'died-1')).body).toMatchObject({
      status: 409,
      detail: expect.stringContaining('in flight'),
    });
    server.clock.advance(100_001);
    expect((await sell('Tent', 'died-1')).body).toMatchObject({ replayed: false, output: first.body.output });
    expect(actsOf()).toBe(before + 1);
  });
});

describe('a refusal', () => {
  it('is told with the vendor’s words, and the reference is free for a better input', async () => {
    const refusal = await run('be_refused', { input: { name: 'a' }, external_reference: 'refused-1' });
    expect(refusal.body).toMatchObject({
      status: 400,
      code: 'invalid_request',
      detail: expect.stringContaining('we do not sell that'),
      provider: 'till',
      operation: 'action be_refused',
      vendor_status: 422,
      in_doubt: false,
      external_reference: 'refused-1',
    });
    expect((await run('be_refused', { input: { name: 'b' }, external_reference: 'refused-1' })).status).toBe(400);
  });

  it('after a first step that was done, keeps its input: the steps done are not done again', async () => {
    const before = actsOf();
    const ask = (name: string) => run('sell_and_refuse', { input: { name }, external_reference: 'steps-1' });
    expect((await ask('a')).body).toMatchObject({ status: 400, in_doubt: true });
    expect((await ask('b')).status).toBe(409);
    expect((await ask('a')).status).toBe(400);
    expect(actsOf()).toBe(before + 1);
  });

  it('before anything was claimed takes no reference', async () => {
    await old.ask('POST', `/integrations/${old.integration}/disconnect`, {});
    expect((await sell('Lamp', 'early', old)).body).toMatchObject({
      status: 409,
      detail: expect.stringContaining('not connected'),
    });
    const credentials = { api_key: tillKey };
    await server.hub.connection.connect(server.system, 'old', old.integration, { credentials, sync: false });
    expect((await sell('Lamp', 'early', old)).body).toMatchObject({ replayed: false, output: { name: 'Lamp' } });
  });
});
