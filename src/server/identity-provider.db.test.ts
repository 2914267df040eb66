/** Signing in at an identity provider (OpenID Connect), with a real one on loopback. */
import { createServer, type Server } from 'node:http';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
let op: { readonly issuer: string; allow(redirect: string): void; stop(): Promise<void> };

beforeAll(async () => {
  op = await identityProvider();
  server = await testServer({
    identityProvider: { name: 'Acme', issuer: op.issuer, clientId: 'plugboard', clientSecret: 'op secret' },
  });
  op.allow(`${server.url}/api/auth/oauth2/callback/oidc`);
  await server.tenant('acme');
});
afterAll(async () => {
  await server.stop();
  await op.stop();
});

/** Knows anybody who says who he is: `kim` has the address kim@acme.example. */
async function identityProvider() {
  let handle: Parameters<typeof createServer>[1];
  const http: Server = createServer((request, response) => handle?.(request, response));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const start = (redirect: string) => {
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: 'plugboard',
          client_secret: 'op secret',
          redirect_uris: [redirect],
          grant_types: ['authorization_code'],
        },
      ],
      claims: { email: ['email', 'email_verified'], profile: ['name'] },
      findAccount: (_context, id) => ({
        accountId: id,
        claims: () => ({ sub: id, email: `${id}@acme.example`, email_verified: true, name: `Person ${id}` }),
      }),
      pkce: { required: () => true },
      cookies: { keys: ['for a test'] },
    });
    handle = provider.callback();
  };
  return { issuer, allow: start, stop: () => new Promise<void>((resolve) => void http.close(() => resolve())) };
}

/** One browser for both sites; answers where it ends up. */
function browser() {
  const jars = new Map<string, Map<string, string>>();
  const visit = async (
    url: string,
    form?: Readonly<Record<string, string>> | string,
  ): Promise<{ url: string; status: number; text: string }> => {
    const { origin } = new URL(url);
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    const answer = await fetch(url, {
      redirect: 'manual',
      method: form === undefined ? 'GET' : 'POST',
      headers: {
        origin,
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form === undefined
          ? {}
          : { 'content-type': typeof form === 'string' ? 'application/json' : 'application/x-www-form-urlencoded' }),
      },
      ...(form === undefined ? {} : { body: typeof form === 'string' ? form : new URLSearchParams(form) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    const text = await answer.text();
    const next = answer.headers.get('location');
    return next === null ? { url, status: answer.status, text } : visit(new URL(next, url).href);
  };
  /** Through the identity provider's pages: says who he is, and agrees. */
  const signInAs = async (login: string) => {
    const begun = await visit(
      `${server.url}/api/auth/sign-in/oauth2`,
      JSON.stringify({ providerId: 'oidc', callbackURL: '/' }),
    );
    let page = await visit(JSON.parse(begun.text).url);
    for (let step = 0; step < 3 && page.url.startsWith(op.issuer); step += 1) {
      const action = /action="([^"]+)"/.exec(page.text)?.[1] ?? '';
      const prompt = page.text.includes('name="login"')
        ? { prompt: 'login', login, password: 'any' }
        : { prompt: 'consent' };
      page = await visit(new URL(action, page.url).href, prompt);
    }
    return page;
  };
  const me = async () => JSON.parse((await visit(`${server.url}/api/me`)).text);
  return { signInAs, me };
}

test('somebody who comes through the identity provider is a person, and acts for nobody until he is invited', async () => {
  const kim = browser();
  const page = await kim.signInAs('kim');
  expect(new URL(page.url).origin).toBe(server.url);
  expect(await kim.me()).toMatchObject({
    person: { email: 'kim@acme.example', name: 'Person kim' },
    tenants: [],
    sign_in: { identity_provider: 'Acme' },
  });
  const { url } = await server.hub.people.invitations.create(server.system, 'acme', {
    email: 'kim@acme.example',
    role: 'operator',
  });
  const person = await server.hub.people.signIn.personByEmail('kim@acme.example');
  await server.hub.people.invitations.accept({ token: url.split('#')[1] ?? '' }, person);
  expect((await kim.me()).tenants).toEqual([{ slug: 'acme', name: 'acme', role: 'operator' }]);
});

test('whoever was invited first is the same person when he comes through the identity provider', async () => {
  const made = await server.hub.people.signIn.create({
    email: 'lee@acme.example',
    name: 'Lee',
    password: 'correct horse battery',
  });
  const lee = browser();
  await lee.signInAs('lee');
  expect((await lee.me()).person).toMatchObject({ id: made.id, email: 'lee@acme.example' });
});
