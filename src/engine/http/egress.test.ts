import { createServer as createTlsServer } from 'node:tls';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEgressGuard, reached, type EgressGuard, type Pinned } from './egress.ts';
import { decoy, egressTargets, hostileResolver } from './egress-targets.ts';
import { hostMap } from './host-map.ts';
import { listen, selfSigned, startCanary, startVendor, type Canary } from './test-support.ts';
import { createTransport, type RawRequest, type RawResult } from './transport.ts';

const get = (url: string): RawRequest => ({
  method: 'GET',
  url: new URL(url),
  headers: {},
  body: undefined,
  timeoutMs: 2000,
  maxBytes: 1000,
});

async function sendThrough(guard: EgressGuard, url: string): Promise<RawResult> {
  const transport = createTransport({ guard, connectTimeoutMs: 1000 });
  try {
    return await transport.send(get(url));
  } finally {
    await transport.close();
  }
}

/** The connector itself, past the URL parser that would have tidied the notation. */
function connectThrough(guard: EgressGuard, hostname: string, port: number): Promise<string> {
  const connect = guard.connector({ connectTimeoutMs: 1000 });
  return new Promise((resolve) => {
    connect({ hostname, host: hostname, protocol: 'https:', port: String(port) }, (error, socket) => {
      socket?.destroy();
      resolve(error === null ? 'connected' : 'code' in error ? String(error.code) : error.message);
    });
  });
}

describe('egress guard', () => {
  let canary: Canary;
  beforeAll(async () => {
    canary = await startCanary();
  });
  afterAll(async () => canary[Symbol.asyncDispose]());

  test('the table is as long as promised', () => {
    expect(egressTargets.length).toBeGreaterThanOrEqual(60);
    expect(new Set(egressTargets.map(({ host }) => host)).size).toBe(egressTargets.length);
  });

  test('reaches the canary when nothing is in the way', async () => {
    const before = canary.reached();
    const guard = createEgressGuard({ allow: ['127.0.0.0/8'], ports: [canary.port] });
    await sendThrough(guard, `https://127.0.0.1:${canary.port}/`);
    expect(canary.reached()).toBe(before + 1);
  });

  test.each(egressTargets)('lets nothing reach $name', async (target) => {
    const before = canary.reached();
    const policy = { allow: [`${decoy}/32`], ports: [canary.port] };
    const guard = (): EgressGuard => createEgressGuard({ ...policy, resolve: hostileResolver(target) });
    const result = await sendThrough(guard(), `https://${target.host}:${canary.port}/latest/meta-data/`);
    // Rebinding names are pinned to their first, harmless answer; where nothing listens.
    const pinned = target.answers !== undefined && target.answers.length > 1;
    const code = pinned ? 'provider_unavailable' : 'blocked_host';
    expect(result).toMatchObject({ ok: false, failure: { code, sent: false } });
    const bare = target.host.replace(/^\[|\]$/g, '');
    expect(await connectThrough(guard(), bare, canary.port)).toBe(pinned ? 'ECONNREFUSED' : 'blocked_host');
    expect(canary.reached()).toBe(before);
  });

  test.each(['1.2.3.4.5', '08.8.8.8', 'a.b.0x7f', '127。0。0。1', 'fe80::1%eth0', 'host name', ''])(
    'does not ask a resolver about %j',
    async (hostname) => {
      const asked: string[] = [];
      const guard = createEgressGuard({
        ports: [canary.port],
        resolve: async (name) => {
          asked.push(name);
          return ['8.8.8.8'];
        },
      });
      expect(await connectThrough(guard, hostname, canary.port)).toBe('blocked_host');
      expect(asked).toEqual([]);
    },
  );

  test('refuses redirect targets like any other', async () => {
    await using vendor = await startVendor((_request, response) => {
      response.writeHead(302, { location: `https://127.0.0.1:${canary.port}/` }).end();
    });
    const guard = createEgressGuard({ ports: [443, canary.port] });
    const transport = createTransport({ guard, hostMap: hostMap(new Map([['api.vendor.example', vendor.origin]])) });
    const first = await transport.send(get('https://api.vendor.example/'));
    expect(first).toMatchObject({ ok: true, response: { status: 302 } });
    const before = canary.reached();
    const second = await transport.send(get(first.ok ? (first.response.headers['location'] ?? '') : ''));
    expect(second).toMatchObject({ ok: false, failure: { code: 'blocked_host', sent: false } });
    expect(canary.reached()).toBe(before);
    await transport.close();
  });

  test('only https leaves, on allowed ports', async () => {
    const guard = createEgressGuard({ resolve: async () => ['8.8.8.8'] });
    expect(await sendThrough(guard, 'http://example.com/')).toMatchObject({ failure: { code: 'blocked_host' } });
    expect(await sendThrough(guard, 'https://example.com:22/')).toMatchObject({ failure: { code: 'blocked_host' } });
  });

  test('a name without addresses and a silent resolver are failures of the network', async () => {
    const empty = createEgressGuard({ resolve: async () => [] });
    expect(await sendThrough(empty, 'https://example.com/')).toMatchObject({
      failure: { code: 'provider_unavailable', sent: false, message: expect.stringContaining('ENOTFOUND') },
    });
    const silent = createEgressGuard({ resolve: () => new Promise(() => undefined) });
    expect(await sendThrough(silent, 'https://example.com/')).toMatchObject({
      failure: { code: 'timeout', sent: false },
    });
  });

  test('does not tell where a name leads', async () => {
    const guard = createEgressGuard({ resolve: async () => ['10.11.12.13'] });
    const result = await sendThrough(guard, 'https://internal.example.com/');
    expect(JSON.stringify(result)).not.toContain('10.11.12.13');
  });

  test('checks the certificate against the name, on the pinned address', async () => {
    const known = getCACertificates('default');
    const { key, cert } = selfSigned('api.vendor.example');
    const server = createTlsServer({ key, cert }, (socket) => {
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok');
    });
    const port = await listen(server, '127.0.0.1');
    const guard = createEgressGuard({ allow: ['127.0.0.1/32'], ports: [port], resolve: async () => ['127.0.0.1'] });
    try {
      expect(await sendThrough(guard, `https://api.vendor.example:${port}/`)).toMatchObject({
        failure: {
          code: 'provider_unavailable',
          retry: false,
          sent: false,
          message: expect.stringContaining('certificate'),
        },
      });
      setDefaultCACertificates([...known, cert]);
      expect(await sendThrough(guard, `https://api.vendor.example:${port}/`)).toMatchObject({
        ok: true,
        response: { status: 200 },
      });
      expect(await sendThrough(guard, `https://other.vendor.example:${port}/`)).toMatchObject({
        failure: { retry: false, sent: false, message: expect.stringContaining('ALTNAME') },
      });
    } finally {
      setDefaultCACertificates(known);
      server.close();
    }
  });
});

test('a connection that ended up elsewhere is noticed', () => {
  const admitted: Pinned[] = [
    { address: '93.184.216.34', family: 4 },
    { address: '2606:4700:0:0:0:0:0:1', family: 6 },
  ];
  expect(reached({ remoteAddress: '93.184.216.34' }, admitted)).toBe(true);
  expect(reached({ remoteAddress: '2606:4700::1' }, admitted)).toBe(true);
  expect(reached({ remoteAddress: '127.0.0.1' }, admitted)).toBe(false);
  expect(reached({ remoteAddress: undefined }, admitted)).toBe(false);
});

describe('checkUrl', () => {
  const { checkUrl } = createEgressGuard();

  test.each([
    'https://moodle.school.edu.au',
    'https://moodle.school.edu.au/sub/path?x=1',
    'https://moodle.school.edu.au:443/',
    'https://[2606:4700::1111]/',
  ])('accepts %s', (url) => {
    expect(checkUrl(url).protocol).toBe('https:');
  });

  test.each([
    ['not a url', 'not a URL'],
    ['http://moodle.school.edu.au', 'https'],
    ['ftp://moodle.school.edu.au', 'https'],
    ['javascript:alert(1)', 'https'],
    ['https://user:pass@moodle.school.edu.au', 'password'],
    ['https://moodle.school.edu.au:8443', 'port 8443'],
    ['https://127.0.0.1/', 'public'],
    ['https://0x7f.1/', 'public'],
    ['https://[::1]/', 'public'],
    ['https://localhost/', 'local network'],
    ['https://intranet/', 'local network'],
    ['https://printer.local/', 'local network'],
    ['https://db.internal./', 'local network'],
  ])('refuses %s', (url, why) => {
    expect(() => checkUrl(url)).toThrow(
      expect.objectContaining({ code: 'blocked_host', message: expect.stringContaining(why) }),
    );
  });

  test('knows the operator’s ports and ranges', () => {
    const guard = createEgressGuard({ allow: ['10.0.0.0/8'], ports: [443, 8443] });
    expect(guard.checkUrl('https://10.1.2.3:8443/').port).toBe('8443');
    expect(guard.checkUrl('https://intranet/').hostname).toBe('intranet');
    expect(() => guard.checkUrl('https://192.168.0.1/')).toThrow('public');
  });

  test('takes the host map’s word for its hosts', () => {
    const transport = createTransport({
      guard: createEgressGuard(),
      hostMap: hostMap(new Map([['moodle.local', 'http://127.0.0.1:4010']])),
    });
    expect(transport.checkUrl('https://moodle.local/x').pathname).toBe('/x');
    expect(() => transport.checkUrl('https://other.local/')).toThrow('local network');
    expect(() => transport.checkUrl('http://moodle.local/')).toThrow('https');
    expect(() => transport.checkUrl('https://u:p@moodle.local/')).toThrow('password');
  });
});
