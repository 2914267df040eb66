// What comes to an integration's own address, over real HTTP: each answer a vendor can get, and what is stored then.
import { connect } from 'node:net';
import { once } from 'node:events';
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bellEvent, bellHouse, type BellHouse, type BellTenant } from '../../testing/bell-house.ts';
import { bellSignature, waxKeys, waxToken } from '../../testing/bell-vendor.ts';

let house: BellHouse;
let tenant: BellTenant;
let tenants = 0;
beforeAll(async () => {
  house = await bellHouse();
});
afterAll(() => house?.stop());
beforeEach(async () => {
  tenants += 1;
  tenant = await house.tenant(`tenant-${tenants}`);
});

async function rung(secret = 'bell_one') {
  const id = await tenant.connect();
  return { id, url: await tenant.address(id, secret) };
}
const reasons = async (id: string) => {
  const { body } = await tenant.ask('GET', `/api/integrations/${id}/webhook-address`);
  return Object.fromEntries(body.refusals.map((one: { reason: string; count: number }) => [one.reason, one.count]));
};

describe('what is genuine', () => {
  it('is stored, sealed, with an empty answer, and lies ready for the workers', async () => {
    const { id, url } = await rung();
    const answer = await house.ring(url, 'bell_one', bellEvent('e1'));
    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(answer.headers.get('set-cookie')).toBeNull();
    const [stored, ...others] = await tenant.stored();
    expect(others).toEqual([]);
    expect(stored).toMatchObject({
      integration: id,
      type: 'good.changed',
      vendorId: 'e1',
      payload: { id: 'good-e1', name: 'G' },
    });
    expect(stored?.headers).toMatchObject({ 'bell-signature': '[redacted]' });
    const { store } = house.server.composition;
    const due = await store.platform.selectFrom('webhook_due').selectAll().where('tenant_id', '=', tenant.id).execute();
    expect(due).toHaveLength(1);
    const rows = await store.inTenant(tenant.id, (trx) => trx.selectFrom('webhook').selectAll().execute());
    expect(rows[0]?.sealed.toString('latin1')).not.toContain('good-e1');
    expect(rows[0]).toMatchObject({ state: 'queued', happened_at: new Date('2026-07-01T00:00:00Z') });
  });

  it('is stored once however often it comes, one after the other and all at once', async () => {
    const { url } = await rung();
    for (let i = 0; i < 3; i += 1) expect((await house.ring(url, 'bell_one', bellEvent('e1'))).status).toBe(200);
    const answers = await Promise.all(Array.from({ length: 20 }, () => house.ring(url, 'bell_one', bellEvent('e2'))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await tenant.stored()).map(({ vendorId }) => vendorId)).toEqual(['e1', 'e2']);
  });

  it('is known again without an id by its type, moment and payload', async () => {
    const { url } = await rung();
    const bare = ({ id: _id, ...event }: ReturnType<typeof bellEvent>) => event;
    const event = bare(bellEvent('x'));
    await house.ring(url, 'bell_one', event);
    await house.ring(url, 'bell_one', { ...event, data: { name: 'G', id: 'good-x' } });
    expect(await tenant.stored()).toHaveLength(1);
    await house.ring(url, 'bell_one', { ...event, type: 'good.gone' });
    await house.ring(url, 'bell_one', { ...event, at: '2026-07-01T00:00:01Z' });
    await house.ring(url, 'bell_one', { ...event, data: { name: 'H', id: 'good-x' } });
    expect(await tenant.stored()).toHaveLength(4);
  });

  it('under a known id with another content stays as it was first, and is told once a day', async () => {
    const { id, url } = await rung();
    await house.ring(url, 'bell_one', bellEvent('e1'));
    for (const name of ['H', 'I'])
      expect((await house.ring(url, 'bell_one', bellEvent('e1', { data: { name } }))).status).toBe(200);
    expect(await tenant.stored()).toMatchObject([{ payload: { name: 'G' } }]);
    expect(await reasons(id)).toEqual({ other_content: 2 });
    house.later(3_600_000);
    await house.ring(url, 'bell_one', bellEvent('e1', { data: { name: 'J' } }));
    expect(await reasons(id)).toEqual({ other_content: 3 });
    const lines = async () => (await tenant.ask('GET', `/api/integrations/${id}/logs?action=webhook`)).body.data;
    expect(await lines()).toMatchObject([{ status: 'warning', message: expect.stringContaining('another content') }]);
    house.later(86_400_000);
    await house.ring(url, 'bell_one', bellEvent('e1', { data: { name: 'K' } }));
    expect(await reasons(id)).toEqual({ other_content: 1 });
    expect(await lines()).toHaveLength(2);
  });

  it('may be several events in one body, or none', async () => {
    const { url } = await rung();
    expect((await house.ring(url, 'bell_one', { events: [] })).status).toBe(200);
    expect((await house.ring(url, 'bell_one', { events: ['a', 'b', 'a'].map((id) => bellEvent(id)) })).status).toBe(
      200,
    );
    expect(new Set((await tenant.stored()).map(({ vendorId }) => vendorId))).toEqual(new Set(['a', 'b']));
    expect(await tenant.stored()).toHaveLength(2);
  });

  it('may hold what PostgreSQL’s text cannot', async () => {
    const { url } = await rung();
    const odd = bellEvent('nul\u0000id', { type: 'odd\u0000\ud800', data: { text: 'nul\u0000 and \ud800 half' } });
    expect((await house.ring(url, 'bell_one', odd)).status).toBe(200);
    expect(await tenant.stored()).toMatchObject([{ payload: { text: 'nul\u0000 and \ud800 half' } }]);
  });

  it('is verified against the address the vendor knows, query and all, whatever Host says', async () => {
    const url = `${await tenant.address(await tenant.connect('knock'))}?a=%20b&c`;
    const body = JSON.stringify(bellEvent('e1'));
    const knocked = (at: string) => house.send(url, { body, headers: { 'knock-url': at, host: 'evil.example' } });
    expect((await knocked(url)).status).toBe(202);
    expect((await knocked(url.replace(/127[^/]+/, 'evil.example'))).status).toBe(401);
  });
});

describe('401, and nothing is stored', () => {
  const now = () => house.server.clock.now();
  const body = JSON.stringify(bellEvent('e1'));
  const t = (ms: number) => Math.floor(ms / 1000);
  const hmac = (secret: string, ms: number) =>
    createHmac('sha256', secret)
      .update(`${t(ms)}.${body}`)
      .digest('hex');
  it.each<[string, () => Record<string, string | string[]>, string]>([
    ['without a signature', () => ({}), 'missing'],
    ['with another secret', () => bellSignature('bell_two', body, now()), 'wrong'],
    ['of an hour ago', () => bellSignature('bell_one', body, now() - 3_600_000), 'stale'],
    ['of an hour ahead', () => bellSignature('bell_one', body, now() + 3_600_000), 'early'],
    ['under another scheme', () => ({ 'bell-signature': `t=${t(now())},v0=${hmac('bell_one', now())}` }), 'malformed'],
    ['of another body', () => bellSignature('bell_one', `${body} `, now()), 'wrong'],
    ['that is no signature', () => ({ 'bell-signature': 'hello' }), 'malformed'],
    [
      'that comes twice, once right',
      () => {
        const right = bellSignature('bell_one', body, now())['bell-signature'] ?? '';
        return { 'bell-signature': [right, right.replace(/.$/, 'x')] };
      },
      'missing',
    ],
  ])('%s', async (_what, headers, reason) => {
    const { id, url } = await rung();
    const answer = await house.send(url, { body, headers: headers() });
    expect(answer).toMatchObject({ status: 401, body: '' });
    expect(await tenant.stored()).toEqual([]);
    expect(await reasons(id)).toEqual({ [reason]: 1 });
  });

  it('without a secret set, whatever comes', async () => {
    const id = await tenant.connect();
    const url = await tenant.address(id);
    for (const secret of ['bell_one', '']) expect((await house.ring(url, secret, bellEvent('e1'))).status).toBe(401);
    expect(await tenant.stored()).toEqual([]);
    expect(await reasons(id)).toEqual({ no_secret: 2 });
    const { body: log } = await tenant.ask('GET', `/api/integrations/${id}/logs?action=webhook`);
    expect(log.data).toMatchObject([
      { status: 'warning', message: expect.stringContaining('No webhook secret is set') },
    ]);
  });

  it('and the sample has neither body nor signature, nor does the log of the process have the token', async () => {
    const { id, url } = await rung();
    const token = url.split('/').at(-1) ?? '';
    await house.send(url, {
      body: JSON.stringify(bellEvent('private-body')),
      headers: {
        ...bellSignature('bell_bad', body, now()),
        authorization: 'Bearer private-token',
        'x-trace': 'q'.repeat(40),
      },
    });
    const shown = await tenant.ask('GET', `/api/integrations/${id}/webhook-address`);
    const [refusal] = shown.body.refusals;
    expect(refusal.last.headers).toMatchObject({
      'bell-signature': '[redacted]',
      authorization: '[redacted]',
      'x-trace': '[redacted]',
    });
    expect(JSON.stringify(refusal)).not.toMatch(/private-/);
    expect(house.server.log.join('\n')).not.toContain(token);
    expect(house.server.log.join('\n')).toContain('/api/webhooks/:provider/:token');
  });
});

describe('other refusals', () => {
  it('404 for what never was, was guessed, or belongs to another provider', async () => {
    const { url } = await rung();
    const token = url.split('/').at(-1) ?? '';
    const origin = house.server.url;
    const guessed = token.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    const flipped = token.slice(0, 70) + (token[70] === '0' ? '1' : '0') + token.slice(71);
    for (const path of [
      '/api/webhooks/nobody',
      `/api/webhooks/nobody/${token}`,
      `/api/webhooks/bell/${guessed}`,
      `/api/webhooks/bell/${flipped}`,
      '/api/webhooks/bell/short',
      `/api/webhooks/knock/${token}`,
      '/api/webhooks/knock',
    ]) {
      const answer = await house.ring(origin + path, 'bell_one', bellEvent('e1'));
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'not_found']);
    }
    expect(await tenant.stored()).toEqual([]);
  });

  it('404 for another account, and once it is disconnected or removed', async () => {
    const { id, url } = await rung();
    expect((await house.ring(url, 'bell_one', bellEvent('e1', { account: 'acct-other' }))).status).toBe(404);
    expect((await house.ring(url, 'bell_one', bellEvent('e2', { account: 'acct-acme' }))).status).toBe(200);
    expect(await reasons(id)).toEqual({ unknown_account: 1 });
    await tenant.ask('POST', `/api/integrations/${id}/disconnect`);
    house.later();
    expect((await house.ring(url, 'bell_one', bellEvent('e3'))).status).toBe(404);
    expect((await tenant.stored()).map(({ vendorId }) => vendorId)).toEqual(['e2']);
    const { name } = (await tenant.ask('GET', `/api/integrations/${id}`)).body;
    expect((await tenant.ask('DELETE', `/api/integrations/${id}?confirm=${encodeURIComponent(name)}`)).status).toBe(
      204,
    );
    house.later();
    expect((await house.ring(url, 'bell_one', bellEvent('e4'))).status).toBe(404);
  });

  it('404 when the integration is removed while the address is still remembered', async () => {
    const { id, url } = await rung();
    expect((await house.ring(url, 'bell_one', bellEvent('e1'))).status).toBe(200);
    await house.server.composition.store.inTenant(tenant.id, (trx) => trx.deleteFrom('integration').execute());
    expect((await house.ring(url, 'bell_one', bellEvent('e2'))).status).toBe(404);
    expect(id).toMatch(/^int_/);
  });

  it('400 for a genuine body that cannot be read', async () => {
    const { id, url } = await rung();
    for (const body of [
      Buffer.from([0x22, 0xff, 0xfe, 0x22]),
      Buffer.from('{"type":'),
      Buffer.from(''),
      Buffer.from('{"no":"type"}'),
      Buffer.from(`{"type":"deep","data":${'['.repeat(3000)}${']'.repeat(3000)}}`),
    ]) {
      const answer = await house.send(url, {
        body,
        headers: bellSignature('bell_one', body, house.server.clock.now()),
      });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    }
    expect(await reasons(id)).toEqual({ unreadable: 5 });
    expect(await tenant.stored()).toEqual([]);
  });

  it('413 for a body over the provider’s limit, announced or not, and takes one at the limit', async () => {
    const { id, url } = await rung();
    const most = 64 * 1024;
    const sized = (bytes: number) => {
      const empty = JSON.stringify(bellEvent('e1', { data: { text: '' } }));
      return empty.replace('"text":""', `"text":"${'x'.repeat(bytes - empty.length)}"`);
    };
    const sign = (body: string) => bellSignature('bell_one', body, house.server.clock.now());
    expect((await house.send(url, { body: sized(most), headers: sign(sized(most)) })).status).toBe(200);
    const large = sized(most + 1);
    expect(await house.send(url, { body: large, headers: sign(large) })).toMatchObject({
      status: 413,
      body: { code: 'too_large' },
    });
    const chunked = { ...sign(large), 'transfer-encoding': 'chunked' };
    expect((await house.send(url, { body: large, headers: chunked })).status).toBe(413);
    expect(await reasons(id)).toEqual({ too_large: 2 });
    expect(await tenant.stored()).toHaveLength(1);
  });

  it('403 from outside the list of addresses, and only the list decides', async () => {
    const { id, url } = await rung();
    const put = (allowed_ips: string[]) =>
      tenant.ask('PUT', `/api/integrations/${id}/webhook-address`, { allowed_ips });
    expect((await put(['198.51.100.0/24', '2001:db8::7'])).body.allowed_ips).toEqual([
      '198.51.100.0/24',
      '2001:db8::7/128',
    ]);
    const spoofed = {
      ...bellSignature('bell_one', JSON.stringify(bellEvent('e1')), house.server.clock.now()),
      'x-forwarded-for': '198.51.100.7',
    };
    expect(await house.send(url, { body: JSON.stringify(bellEvent('e1')), headers: spoofed })).toMatchObject({
      status: 403,
      body: { code: 'permission_denied' },
    });
    expect(await reasons(id)).toEqual({ address: 1 });
    await put(['127.0.0.0/8']);
    expect((await house.ring(url, 'bell_one', bellEvent('e1'))).status).toBe(200);
    await put([]);
    expect((await house.ring(url, 'bell_one', bellEvent('e2'))).status).toBe(200);
  });

  it('429 with Retry-After beyond so many a minute, for this address alone', async () => {
    const { id, url } = await rung();
    const other = await tenant.address(await tenant.connect(), 'bell_one');
    await tenant.ask('PUT', `/api/integrations/${id}/webhook-address`, { per_minute: 2 });
    const statuses = [];
    for (const event of ['a', 'b', 'c']) statuses.push((await house.ring(url, 'bell_one', bellEvent(event))).status);
    expect(statuses).toEqual([200, 200, 429]);
    const late = await house.ring(url, 'bell_one', bellEvent('c'));
    expect(late.headers.get('retry-after')).toBe('30');
    expect((await house.ring(other, 'bell_one', bellEvent('a'))).status).toBe(200);
    house.later(30_000);
    expect((await house.ring(url, 'bell_one', bellEvent('c'))).status).toBe(200);
    expect(await reasons(id)).toEqual({ rate: 2 });
  });

  it('405 with Allow for methods the vendor does not use', async () => {
    const { url } = await rung();
    const answer = await house.send(url, { method: 'GET' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST, HEAD']);
    expect((await house.send(url, { method: 'PUT' })).status).toBe(405);
  });
});

describe('tries of the address', () => {
  it('are answered at once and stored nowhere', async () => {
    const { url } = await rung();
    expect((await house.send(url, { method: 'HEAD' })).status).toBe(200);
    const answer = await house.send(url, { headers: { 'bell-challenge': 'c-123' } });
    expect(answer).toMatchObject({ status: 200, body: 'c-123' });
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await tenant.stored()).toEqual([]);
  });
});

describe('other proofs', () => {
  it('knowing the address is one, where the vendor has no other', async () => {
    const id = await tenant.connect('knock');
    const url = await tenant.address(id);
    expect((await house.send(url, { body: JSON.stringify(bellEvent('e1')) })).status).toBe(202);
    expect(await tenant.stored()).toMatchObject([{ vendorId: 'e1' }]);
    const set = await tenant.ask('PUT', `/api/integrations/${id}/webhook-address`, { secret: 'x' });
    expect(set).toMatchObject({ status: 422, body: { code: 'unsupported' } });
  });

  it('published keys are another; they are fetched when they are needed', async () => {
    const id = await tenant.connect('wax');
    const url = await tenant.address(id);
    const [one, two] = [waxKeys('k1'), waxKeys('k2')];
    const vendor = house.vendor();
    vendor.keys = [one.published];
    const post = (body: string) => house.send(url, { body });
    expect((await post(waxToken(one, bellEvent('e1')))).status).toBe(204);
    expect((await post(waxToken(one, bellEvent('e2')))).status).toBe(204);
    expect(vendor.fetched).toBe(1);
    // A key nobody has seen makes it be fetched again, but not for every request that names one.
    house.later(60_000);
    vendor.keys = [one.published, two.published];
    expect((await post(waxToken(two, bellEvent('e3')))).status).toBe(204);
    const stranger = waxKeys('k3');
    for (let i = 0; i < 5; i += 1) expect((await post(waxToken(stranger, bellEvent('no')))).status).toBe(401);
    expect((await post(waxToken({ ...stranger, kid: 'k1' }, bellEvent('no')))).status).toBe(401);
    expect((await post(`${waxToken(one, bellEvent('no')).slice(0, -2)}xx`)).status).toBe(401);
    expect(vendor.fetched).toBe(2);
    expect((await tenant.stored()).map(({ vendorId }) => vendorId)).toEqual(['e1', 'e2', 'e3']);
  });
});

describe('the body as it comes', () => {
  it('may have any type, or one that cannot be read', async () => {
    const { url } = await rung();
    const types = ['application/json; charset=utf-8', 'text/plain', '///', 'application/x-www-form-urlencoded', ''];
    for (const [index, type] of types.entries()) {
      const body = JSON.stringify(bellEvent(`e${index}`));
      const headers = { ...bellSignature('bell_one', body, house.server.clock.now()), 'content-type': type };
      expect([type, (await house.send(url, { body, headers })).status]).toEqual([type, 200]);
    }
    expect(await tenant.stored()).toHaveLength(types.length);
  });

  it('that breaks off is not received', async () => {
    const { url } = await rung();
    const { port, pathname, hostname } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.write(`POST ${pathname} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"type":`);
    await once(socket, 'connect');
    socket.destroy();
    await once(socket, 'close');
    expect((await house.ring(url, 'bell_one', bellEvent('after'))).status).toBe(200);
    expect(await tenant.stored()).toHaveLength(1);
  });
});
