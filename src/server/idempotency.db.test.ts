import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { fail } from '../contract/errors.ts';
import { testServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
let key: string;
let made = 0;
let proceed: Promise<void> | undefined;
/** A request has come as far as waiting for that. */
let begun = (): void => undefined;

beforeAll(async () => {
  server = await testServer({
    at: '2026-11-20T00:00:00Z',
    routes: {
      platform: [
        async (app) => {
          app.post('/offices', async () => ({ made: (made += 1) }));
        },
      ],
      tenant: [
        async (app) => {
          const schema = { body: z.strictObject({ name: z.string(), fail: z.boolean().optional() }) };
          app.post('/things', { schema }, async (request, reply) => {
            begun();
            await proceed;
            made += 1;
            if (request.body.fail === true) throw fail('unsupported', 'Not today.');
            return reply.status(201).send({ secret: `pb_secret_${made}` });
          });
        },
      ],
    },
  });
  ({ key } = await server.tenant('acme'));
});
afterAll(() => server?.stop());

const post = (idempotencyKey: string, body: object = { name: 'a' }, as = key) =>
  server.ask('POST', '/api/tenants/acme/things', { key: as, body, headers: { 'idempotency-key': idempotencyKey } });

it('does a repeated request once and answers the same again', async () => {
  const before = made;
  const first = await post('one');
  const second = await post('one');
  expect(first).toMatchObject({ status: 201, body: { secret: expect.stringContaining('pb_secret_') } });
  expect(second).toMatchObject({ status: 201, body: first.body });
  expect(second.headers.get('idempotency-replayed')).toBe('true');
  expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
  expect(made).toBe(before + 1);
});

it('keeps the answer sealed: it may hold what is shown only once', async () => {
  await post('sealed');
  const rows = await server.composition.store.inTenant(
    (await server.composition.store.platform.selectFrom('tenant').select('id').executeTakeFirstOrThrow()).id,
    (trx) => trx.selectFrom('idempotency_key').selectAll().execute(),
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row.sealed?.toString('latin1')).not.toContain('pb_secret');
});

it('refuses the key for another request, and for another asker', async () => {
  await post('taken');
  expect(await post('taken', { name: 'b' })).toMatchObject({ status: 409, body: { code: 'conflict' } });
  const other = await server.hub.apiKeys.create(server.system, 'acme', { name: 'other' });
  expect((await post('taken', { name: 'a' }, other.key)).status).toBe(409);
});

it('says so while the first request is under way, and frees the key of one that died', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const beginning = Promise.withResolvers<void>();
  proceed = promise;
  begun = beginning.resolve;
  const first = post('busy');
  await beginning.promise;
  expect((await post('busy')).body.detail).toContain('still under way');
  server.clock.advance(10 * 60_000 + 1);
  proceed = undefined;
  const retried = await post('busy');
  expect(retried.status).toBe(201);
  resolve();
  await first;
});

it('uses up no key for what was refused', async () => {
  expect((await post('refused', { name: 'a', fail: true })).status).toBe(422);
  expect((await post('refused', { name: 'a' })).status).toBe(201);
  expect((await post('invalid', { nam: 'a' })).status).toBe(400);
  expect((await post('invalid', { name: 'a' })).status).toBe(201);
});

it('forgets after a day', async () => {
  const first = await post('day');
  server.clock.advance(86_400_000 + 1);
  expect((await post('day')).body).not.toEqual(first.body);
});

it('works for keys of the platform as well', async () => {
  const { key: platform } = await server.hub.apiKeys.createForPlatform(server.system, {
    name: 'ops',
    scopes: ['admin'],
  });
  const ask = () => server.ask('POST', '/api/offices', { key: platform, headers: { 'idempotency-key': 'p1' } });
  expect((await ask()).body).toEqual((await ask()).body);
});

it('names a malformed key', async () => {
  expect((await post('x'.repeat(201))).body.problems).toEqual([
    { path: 'header.idempotency-key', message: 'expected 1 to 200 printable characters without spaces' },
  ]);
});
