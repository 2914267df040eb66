/** An OAuth way in with fields of its own: what is typed before the sign-in is there after it, and goes with every call. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { giveConsent } from '../../testing/index.ts';
import { testServer, type TestServer } from '../../testing/server.ts';
import { shelf, shelfRegistryOf, shelfSandbox, type ShelfState } from '../../testing/shelf-vendor.ts';
import { defineSandbox } from '../../contract/index.ts';

const pinned = {
  ...shelf,
  auth: shelf.auth.map((way) =>
    way.kind !== 'oauth2'
      ? way
      : {
          ...way,
          fields: {
            pin: { label: 'Pin', help: 'On the shelf.', secret: true },
            drawer: { label: 'Drawer', help: 'Below.', optional: true },
          },
          headers: ({ fields }: { readonly fields: Readonly<Record<string, string>> }) => ({
            'x-pin': `pin-${fields['pin'] ?? ''}`,
          }),
        },
  ),
};

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await testServer({
    at: '2026-11-20T00:00:00Z',
    registry: shelfRegistryOf(pinned),
    sandboxes: [
      {
        key: 'shelf',
        sandbox: defineSandbox<ShelfState>({
          ...shelfSandbox,
          guard: (request, context) =>
            request.headers['x-pin'] === 'pin-quiet'
              ? shelfSandbox.guard(request, context)
              : { status: 403, body: { error: 'no pin' } },
        }),
      },
    ],
  });
  ({ key } = await server.tenant('acme'));
});
afterAll(() => server?.stop());

const ask = (method: string, path: string, body?: unknown) =>
  server.ask(method, path, { key, ...(body === undefined ? {} : { body }) });

async function signIn(id: string, body: object = {}) {
  const begun = await ask('POST', `/api/integrations/${id}/connect`, body);
  expect(begun.body, JSON.stringify(begun.body)).toMatchObject({ outcome: 'sign_in' });
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? '';
  const back = new URL(await giveConsent(begun.body.authorize_url, { accounts: ['north'] }));
  return server.ask('GET', back.pathname + back.search, { headers: { cookie, accept: 'application/json' } });
}

it('what is typed with the integration goes with the tokens, and is never shown', async () => {
  const made = await ask('POST', '/api/integrations', {
    provider: 'shelf',
    auth_method: 'oauth2',
    credentials: { pin: 'quiet' },
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const answer = await signIn(made.body.id);
  expect(answer.body, JSON.stringify(answer.body)).toMatchObject({ outcome: 'connected' });
  const tested = await ask('POST', `/api/integrations/${made.body.id}/test_connection`);
  expect(tested.body).toMatchObject({ success: true });
  expect(JSON.stringify([made.body, answer.body, tested.body, server.log])).not.toContain('quiet');
});

it('without it, or with a wrong one, the vendor says no', async () => {
  const made = await ask('POST', '/api/integrations', {
    provider: 'shelf',
    name: 'wrong',
    auth_method: 'oauth2',
    credentials: { pin: '0000' },
  });
  expect((await signIn(made.body.id)).status).toBeGreaterThanOrEqual(400);
});

it('a required field is missed; typed when connecting, they are kept before the sign-in', async () => {
  const missing = await ask('POST', '/api/integrations', {
    provider: 'shelf',
    name: 'missing',
    auth_method: 'oauth2',
    credentials: { drawer: 'top' },
  });
  expect(missing.status).toBe(400);
  expect(JSON.stringify(missing.body)).toContain('credentials.pin');
  const made = await ask('POST', '/api/integrations', { provider: 'shelf', name: 'bare', auth_method: 'oauth2' });
  const answer = await signIn(made.body.id, { credentials: { pin: 'quiet' } });
  expect(answer.body, JSON.stringify(answer.body)).toMatchObject({ outcome: 'connected' });
  const again = await signIn(made.body.id, { credentials: { drawer: 'top' }, restart: true });
  expect(again.body, JSON.stringify(again.body)).toMatchObject({ outcome: 'connected' });
});
