import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync, brotliDecompressSync, gunzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveDashboard } from './dashboard.ts';
import { answerUnknownRoutes } from './not-found.ts';

const script = `export const words = ${JSON.stringify('again and '.repeat(200))};`;
let directory: string;
let app: FastifyInstance;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'plugboard-dist-'));
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Plugboard</title>');
  writeFileSync(join(directory, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(directory, 'theme.js'), '');
  writeFileSync(join(directory, 'assets', 'main-1a2b.js'), script);
  writeFileSync(join(directory, 'assets', 'main-1a2b.js.br'), brotliCompressSync(script));
  writeFileSync(join(directory, 'assets', 'main-1a2b.js.gz'), gzipSync(script));
  writeFileSync(join(directory, 'assets', 'main-3c4d.css'), 'body{}');
  app = Fastify();
  answerUnknownRoutes(app);
  app.get('/api/things', async () => ({}));
  await serveDashboard(app, directory);
});
afterAll(async () => {
  await app.close();
  rmSync(directory, { recursive: true, force: true });
});

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers });

test('an address of a screen is the page, asked for anew each time, with a policy that allows nothing foreign or inline', async () => {
  const answer = await get('/acme/integrations/int_1?tab=runs');
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
  const policy = String(answer.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|data:|https?:|\*/);
  const again = await get('/other', { 'if-none-match': String(answer.headers['etag']) });
  expect([again.statusCode, again.body]).toEqual([304, '']);
  const head = await app.inject({ method: 'HEAD', url: '/acme' });
  expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([
    200,
    '',
    String(Buffer.byteLength(answer.body)),
  ]);
});

test('an asset comes compressed as the browser takes it, and is kept for good', async () => {
  const br = await get('/assets/main-1a2b.js', { 'accept-encoding': 'gzip, deflate, br' });
  expect(br.headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  });
  expect(brotliDecompressSync(br.rawPayload).toString()).toBe(script);
  const gzip = await get('/assets/main-1a2b.js', { 'accept-encoding': 'gzip, br;q=0' });
  expect(gunzipSync(gzip.rawPayload).toString()).toBe(script);
  const plain = await get('/assets/main-1a2b.js', { 'accept-encoding': 'identity' });
  expect([plain.headers['content-encoding'], plain.body]).toEqual([undefined, script]);
  // Not every file is worth compressing.
  expect((await get('/assets/main-3c4d.css', { 'accept-encoding': 'br' })).body).toBe('body{}');
  expect((await get('/assets/main-1a2b.js', { 'if-none-match': String(br.headers['etag']) })).statusCode).toBe(304);
});

test('what is not there is not the page: neither of the API nor a file of another build, and nothing beside the build', async () => {
  for (const url of ['/api/nothing', '/api', '/api?x', '/assets/main-0000.js', '/assets/main-1a2b.js.br']) {
    const answer = await get(url);
    expect([url, answer.statusCode, answer.json().code]).toEqual([url, 404, 'not_found']);
  }
  for (const url of ['/assets/..%2findex.html', '/assets/%2e%2e/index.html', '/..%2f..%2fetc/passwd'])
    expect((await get(url)).body).not.toContain('root:');
  expect((await app.inject({ method: 'POST', url: '/acme' })).statusCode).toBe(404);
  expect((await app.inject({ method: 'DELETE', url: '/api/things' })).statusCode).toBe(405);
});

test('a build that takes the place of this one changes nothing until the next start', async () => {
  rmSync(join(directory, 'assets', 'main-1a2b.js'));
  expect((await get('/assets/main-1a2b.js')).body).toBe(script);
});
