import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { tillServer, type TillServer, type TillTenant } from '../../testing/till-server.ts';
import { tillKey } from '../../testing/till-vendor.ts';

let server: TillServer;
let acme: TillTenant;
beforeAll(async () => {
  server = await tillServer();
  acme = await server.tillTenant('acme');
});
afterAll(() => server?.stop());
afterEach(() => server.control?.clearFaults());

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** Over real HTTP, answered as bytes. `path` is sent as it stands. */
async function call(path: string, { method = 'GET', headers = {}, body }: Sent = {}) {
  const answer = await fetch(`${server.url}/api/tenants/acme/integrations/${acme.integration}/proxy${path}`, {
    method,
    headers: { authorization: `Bearer ${acme.key}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const text = bytes.toString();
  return { status: answer.status, headers: answer.headers, bytes, json: () => JSON.parse(text), text };
}

describe('a proxied call', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])(
    '%s passes method, path, query and body on, and the answer back',
    async (method) => {
      const body = method === 'GET' || method === 'DELETE' ? undefined : '{"a": 1.10,\n "big": 12345678901234567890}';
      const answer = await call('/echo?x=1&y=%2F&z=a%20b&x=2', {
        method,
        ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
      });
      expect(answer.status).toBe(method === 'POST' ? 201 : 200);
      expect(answer.headers.get('plugboard-provider')).toBe('till');
      expect(answer.headers.get('etag')).toBe('"e1"');
      expect(answer.json()).toMatchObject({ path: '/v1/echo', query: 'x=1&y=%2F&z=a+b&x=2', body: body ?? '' });
    },
  );

  it('sends text as it came, whatever its type', async () => {
    const xml = '<?xml version="1.0"?><a>ü</a>';
    const sent = (await call('/echo', { method: 'POST', body: xml, headers: { 'content-type': 'text/xml' } })).json();
    expect(sent).toMatchObject({ body: xml, headers: { 'content-type': 'text/xml' } });
    const form = 'a=1&items[0][price]=5';
    const type = 'application/x-www-form-urlencoded';
    expect(
      (await call('/echo', { method: 'POST', body: form, headers: { 'content-type': type } })).json(),
    ).toMatchObject({ body: form, headers: { 'content-type': type } });
    const bytes = new Uint8Array([0xff, 0xfe, 0x00]);
    expect(
      (await call('/echo', { method: 'POST', body: bytes, headers: { 'content-type': 'image/png' } })).json(),
    ).toMatchObject({ status: 422, code: 'unsupported' });
    const large = 'x'.repeat(5 * 1024 * 1024 + 1);
    expect(
      (await call('/echo', { method: 'POST', body: large, headers: { 'content-type': 'text/plain' } })).status,
    ).toBe(413);
  });

  it('carries our caller’s headers, but not those about him, the connection or the account', async () => {
    const { headers } = (
      await call('/echo', {
        headers: {
          accept: 'text/csv',
          'if-none-match': '"e0"',
          'x-page': '7',
          cookie: 'session=1',
          'x-forwarded-for': '203.0.113.9',
          'till-branch': 'somebody-elses',
          forwarded: 'for=203.0.113.9',
          te: 'trailers',
        },
      })
    ).json();
    expect(headers).toMatchObject({
      accept: 'text/csv',
      'if-none-match': '"e0"',
      'x-page': '7',
      'till-branch': 'main-street',
    });
    for (const name of ['cookie', 'x-forwarded-for', 'forwarded', 'te']) expect(headers, name).not.toHaveProperty(name);
    expect(JSON.stringify(headers)).not.toContain(acme.key);
    expect(headers['user-agent']).toMatch(/^Plugboard/);
  });

  it('hands an idempotency key to the vendor and keeps no answer itself', async () => {
    const sell = () =>
      call('/goods', {
        method: 'POST',
        body: '{"name":"Via proxy"}',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'px-1' },
      });
    const acts = server.till.acts;
    const first = (await sell()).json();
    expect((await sell()).json()).toEqual(first);
    expect(server.till.acts).toBe(acts + 1);
    const { id } = await server.hub.tenants.enter(server.system, 'read', 'acme');
    expect(
      await server.composition.store.inTenant(id, (trx) => trx.selectFrom('idempotency_key').selectAll().execute()),
    ).toEqual([]);
  });

  it('never gives our credentials away, wherever the vendor repeats them', async () => {
    const answer = await call('/echo');
    expect(answer.json().headers['authorization']).toBe('Bearer [redacted]');
    expect(answer.headers.get('x-seen-key')).toBe('Bearer [redacted]');
    expect(answer.headers.get('set-cookie')).toBeNull();
    const picture = await call('/picture');
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(picture.bytes).toEqual(
      Buffer.concat([Buffer.from([0x89, 0x50, 0xff, 0x00, 0xfe]), Buffer.from('[redacted]'), Buffer.from([0x80])]),
    );
    for (const one of [answer, picture]) expect(one.bytes.includes(tillKey)).toBe(false);
    expect(server.log.join('')).not.toContain(tillKey);
  });

  it('passes the vendor’s own errors on', async () => {
    const gone = await call('/gone');
    expect(gone.status).toBe(410);
    expect(gone.json()).toEqual({ error: 'sold out' });
    expect((await call('/nothing-there')).headers.get('plugboard-provider')).toBe('till');
    const refused = await call('/refuse', { method: 'POST' });
    expect([refused.status, refused.json()]).toEqual([422, { error: 'we do not sell that' }]);
  });

  it('reports trouble at the vendor as a problem', async () => {
    await server.control?.fault({ provider: 'till', path: '^/v1/echo', kind: 'status', status: 503 });
    const answer = await call('/echo', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
    expect(answer.json()).toMatchObject({
      status: 502,
      code: 'provider_unavailable',
      provider: 'till',
      operation: 'proxy POST',
      vendor_status: 503,
    });
    expect(answer.headers.get('plugboard-provider')).toBeNull();
  });

  it('stays below the provider’s base URL', async () => {
    const { origin } = new URL(server.url);
    for (const path of ['/../me', '/%2e%2e/me', '/a/%2E./me', '/..\\me', '/./me']) {
      // fetch would tidy the address up: these are sent by hand.
      const answer = await rawGet(origin, `/api/tenants/acme/integrations/${acme.integration}/proxy${path}`);
      expect(answer, path).toMatch(/HTTP\/1.1 40[04]/);
      expect(answer, path).not.toContain('plugboard-provider');
    }
    // Another host in the path is a path.
    expect((await call('//evil.example/x')).json()).toMatchObject({ error: expect.any(String) });
    expect((await call('/https://evil.example/x')).headers.get('plugboard-provider')).toBe('till');
  });

  it('HEAD answers without a body', async () => {
    const answer = await call('/echo', { method: 'HEAD' });
    expect([answer.status, answer.bytes.length]).toEqual([200, 0]);
    expect(answer.headers.get('plugboard-provider')).toBe('till');
  });

  it('that writes is audited and logged, one that reads is not', async () => {
    const before = (await server.hub.audit.list(server.system, 'acme', { limit: 200 })).data.length;
    await call('/echo?person=jane', { method: 'DELETE' });
    await call('/echo');
    const { data } = await server.hub.audit.list(server.system, 'acme', { limit: 200 });
    expect(data.slice(before)).toMatchObject([{ action: 'proxy.write', details: { method: 'DELETE' } }]);
    const { body } = await acme.ask('GET', `/integrations/${acme.integration}/logs?action=proxy&limit=1`);
    expect(body.data).toMatchObject([{ status: 'success', message: 'DELETE /echo: answered 200' }]);
  });
});

async function rawGet(origin: string, path: string): Promise<string> {
  const { connect } = await import('node:net');
  const { hostname, port, host } = new URL(origin);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${acme.key}\r\nConnection: close\r\n\r\n`,
      );
    });
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
}
