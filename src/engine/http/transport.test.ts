import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { createServer as createTcpServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createEgressGuard } from './egress.ts';
import { hostMap } from './host-map.ts';
import { json, listen, startVendor } from './test-support.ts';
import { createTransport, type RawRequest, type Transport } from './transport.ts';

const host = 'api.vendor.example';

function transportTo(origin: string, connections = 8): Transport {
  const guard = createEgressGuard({ resolve: async () => ['10.0.0.1'] });
  return createTransport({ guard, hostMap: hostMap(new Map([[host, origin]])), connectTimeoutMs: 1000, connections });
}

function request(path: string, more: Partial<RawRequest> = {}): RawRequest {
  return {
    method: 'GET',
    url: new URL(`https://${host}${path}`),
    headers: { accept: 'application/json' },
    body: undefined,
    timeoutMs: 5000,
    maxBytes: 100_000,
    ...more,
  };
}

describe('transport', () => {
  test('the vendor sees its own host, the path as it was, and the body', async () => {
    await using vendor = await startVendor((_request, response) =>
      json(response, 201, { ok: true }, { 'set-cookie': 'a=1', 'x-id': '7' }),
    );
    const transport = transportTo(vendor.origin);
    const result = await transport.send(
      request('/v1/things?a=%20b', {
        method: 'POST',
        body: '{"x":"ü"}',
        headers: { 'content-type': 'application/json' },
      }),
    );
    expect(result).toMatchObject({
      ok: true,
      response: { status: 201, headers: { 'x-id': '7', 'set-cookie': 'a=1' } },
    });
    expect(vendor.seen[0]).toMatchObject({
      method: 'POST',
      url: '/v1/things?a=%20b',
      body: '{"x":"ü"}',
      headers: { host },
    });
    await transport.close();
  });

  test('keeps connections alive', async () => {
    const sockets = new Set<unknown>();
    await using vendor = await startVendor((_request, response) => {
      sockets.add(response.socket);
      json(response, 200, {});
    });
    const transport = transportTo(vendor.origin);
    for (let call = 0; call < 20; call += 1) await transport.send(request('/'));
    // Two, because an answer is handed on a moment before its connection counts as free.
    expect(sockets.size).toBeLessThanOrEqual(2);
    await transport.close();
  });

  const text = JSON.stringify({ data: 'x'.repeat(5000) });
  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['identity', Buffer.from(text)],
  ])('unpacks %s', async (encoding, packed) => {
    await using vendor = await startVendor((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(packed);
    });
    const transport = transportTo(vendor.origin);
    const result = await transport.send(request('/'));
    expect(result.ok && result.response.body.toString()).toBe(text);
    expect(result.ok && result.response.wireBytes).toBe(packed.length);
    await transport.close();
  });

  const bomb = Buffer.alloc(50_000_000);
  test.each([
    ['gzip', gzipSync(bomb)],
    ['br', brotliCompressSync(bomb)],
    ['zstd', zstdCompressSync(bomb)],
    ['gzip, gzip', gzipSync(gzipSync(bomb))],
  ])('cuts a %s bomb at the cap', async (encoding, packed) => {
    expect(packed.length).toBeLessThan(100_000);
    await using vendor = await startVendor((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(packed);
    });
    const transport = transportTo(vendor.origin);
    expect(await transport.send(request('/'))).toMatchObject({
      ok: false,
      failure: { code: 'decode_failed', sent: true, status: 200, message: expect.stringContaining('100000 bytes') },
    });
    await transport.close();
  });

  test.each([
    ['packed wrongly', 'gzip', 'damaged'],
    ['packed by an unknown method', 'snappy', 'unknown way'],
    ['packed again and again', 'gzip, gzip, gzip', 'more than twice'],
  ])('an answer %s cannot be read', async (_name, encoding, why) => {
    await using vendor = await startVendor((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end('plain text');
    });
    const transport = transportTo(vendor.origin);
    expect(await transport.send(request('/'))).toMatchObject({
      failure: { code: 'decode_failed', message: expect.stringContaining(why) },
    });
    await transport.close();
  });

  test('stops reading at the cap, announced or not, and goes on with the next request', async () => {
    await using vendor = await startVendor((seen, response) => {
      if (seen.url === '/small') return json(response, 200, {});
      if (seen.url === '/announced') response.setHeader('content-length', 200_000);
      const chunk = Buffer.alloc(10_000, 'x');
      const more = (): void => {
        if (!response.destroyed && response.write(chunk)) setImmediate(more);
      };
      response.on('drain', more).on('error', () => undefined);
      more();
    });
    const transport = transportTo(vendor.origin, 1);
    for (const path of ['/announced', '/endless']) {
      expect(await transport.send(request(path))).toMatchObject({ failure: { code: 'decode_failed', status: 200 } });
    }
    expect(await transport.send(request('/small'))).toMatchObject({ ok: true });
    await transport.close();
  });

  test('gives up after the time allowed, whether nothing comes or only part', async () => {
    await using vendor = await startVendor((seen, response) => {
      if (seen.url === '/part') response.writeHead(200).write('{"a":');
    });
    const transport = transportTo(vendor.origin);
    expect(await transport.send(request('/nothing', { timeoutMs: 60 }))).toMatchObject({
      failure: { code: 'timeout', sent: true, message: expect.stringContaining('60 ms') },
    });
    expect(await transport.send(request('/part', { timeoutMs: 60 }))).toMatchObject({
      failure: { code: 'timeout', status: 200, sent: true },
    });
    await transport.close();
  });

  test('a request still waiting for a connection when its time is up was never sent', async () => {
    await using vendor = await startVendor(() => undefined);
    const transport = transportTo(vendor.origin, 1);
    const first = transport.send(request('/first', { timeoutMs: 300 }));
    expect(await transport.send(request('/second', { timeoutMs: 60 }))).toMatchObject({
      failure: { code: 'timeout', sent: false },
    });
    expect(await first).toMatchObject({ failure: { sent: true } });
    await transport.send(request('/third', { timeoutMs: 60 }));
    expect(vendor.seen.map(({ url }) => url)).toEqual(['/first', '/third']);
    await transport.close();
  });

  test('cancellation rejects with the caller’s own reason, before, while waiting, and in the middle of an answer', async () => {
    const started = Promise.withResolvers<void>();
    await using vendor = await startVendor((_request, response) => {
      response.writeHead(200).write('x');
      started.resolve();
    });
    const transport = transportTo(vendor.origin);
    const reason = new Error('run cancelled');
    await expect(transport.send(request('/', { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    const controller = new AbortController();
    const running = transport.send(request('/', { signal: controller.signal }));
    await started.promise;
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    await transport.close();
  });

  test('tells what never left from what may have arrived', async () => {
    const dead = createTcpServer();
    const port = await listen(dead, '127.0.0.1');
    await new Promise((resolve) => dead.close(resolve));
    const refused = transportTo(`http://127.0.0.1:${port}`);
    expect(await refused.send(request('/', { method: 'POST', body: '{}' }))).toMatchObject({
      failure: { code: 'provider_unavailable', sent: false, message: expect.stringContaining('ECONNREFUSED') },
    });
    await refused.close();

    await using vendor = await startVendor((_request, response) => {
      response.socket?.destroy();
    });
    const transport = transportTo(vendor.origin);
    expect(await transport.send(request('/', { method: 'POST', body: '{}' }))).toMatchObject({
      failure: { code: 'provider_unavailable', sent: true },
    });
    await transport.close();
  });

  test.each([
    ['fewer bytes than announced', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"a":1'],
    ['chunks without an end', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"a":\r\n'],
    ['something that is not HTTP', 'SSH-2.0-OpenSSH_9.9\r\n'],
  ])('%s is the provider’s failure', async (_name, answer) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined).once('data', () => socket.end(answer));
    });
    const port = await listen(server, '127.0.0.1');
    const transport = transportTo(`http://127.0.0.1:${port}`);
    expect(await transport.send(request('/'))).toMatchObject({ failure: { code: 'provider_unavailable', sent: true } });
    await transport.close();
    server.close();
  });

  test('a header HTTP does not allow is the request’s fault', async () => {
    await using vendor = await startVendor((_request, response) => json(response, 200, {}));
    const transport = transportTo(vendor.origin);
    expect(await transport.send(request('/', { headers: { 'x-site': 'a\r\nx-evil: 1' } }))).toMatchObject({
      failure: { code: 'invalid_request', sent: false },
    });
    expect(vendor.seen).toEqual([]);
    await transport.close();
  });

  test('hundreds of origins do not keep hundreds of pools open', async () => {
    await using vendor = await startVendor((_request, response) => json(response, 200, {}));
    const origins = new Map(Array.from({ length: 600 }, (_unused, index) => [`h${index}.example`, vendor.origin]));
    const transport = createTransport({ guard: createEgressGuard(), hostMap: hostMap(origins) });
    for (const name of origins.keys()) {
      expect(await transport.send(request('/', { url: new URL(`https://${name}/`) }))).toMatchObject({ ok: true });
    }
    expect(await transport.send(request('/', { url: new URL('https://h0.example/') }))).toMatchObject({ ok: true });
    await transport.close();
  });
});
