/** Signing in, inviting, and what a session may do, over HTTP with a real mail server. */
import { createHmac } from 'node:crypto';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testServer, type TestServer } from '../../src/testing/server.ts';
import { smtpMailer } from '../../src/wiring/mailer.ts';

let server: TestServer;
let mail: { readonly url: string; readonly letters: string[]; stop(): Promise<void> };

beforeAll(async () => {
  mail = await mailServer();
  server = await testServer({
    trustedProxies: ['loopback'],
    mailer: smtpMailer({ url: mail.url, from: 'Plugboard <plugboard@example.com>' }),
  });
  await server.tenant('acme');
  await server.tenant('other');
});
afterAll(async () => {
  await server.stop();
  await mail.stop();
});

async function mailServer() {
  const letters: string[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      // Lines are folded with a soft break in quoted-printable.
      stream.on('end', () => {
        letters.push(Buffer.concat(parts).toString().replaceAll('=\r\n', '').replaceAll('=3D', '='));
        done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  const address = smtp.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    stop: () => new Promise<void>((resolve) => smtp.close(() => resolve())),
  };
}

let browsers = 0;

/** A browser: keeps cookies, has an address of its own, and says where its pages are from. */
function browser(origin = server.url) {
  const cookies = new Map<string, string>();
  browsers += 1;
  const address = `192.0.2.${browsers}`;
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(new URL(path, server.url), {
      method,
      redirect: 'manual',
      headers: {
        origin,
        'x-forwarded-for': address,
        ...(cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const text = await answer.text();
    // What a test expects of a body it says itself.
    // oxlint-disable-next-line typescript/no-explicit-any
    let read: any = text;
    if (answer.headers.get('content-type')?.includes('json') === true) read = JSON.parse(text);
    return { status: answer.status, body: read, headers: answer.headers };
  };
  return { ask, cookies };
}

const password = 'correct horse battery';
const link = (email: string) => {
  const letter = mail.letters.findLast((text) => text.includes(`To: ${email}`) || text.includes(`<${email}>`));
  return /https?:\/\/\S+/.exec(letter ?? '')?.[0] ?? 'no link was sent';
};

/** Invited by the system, accepted with a password, signed in. */
async function signedIn(email: string, role: 'owner' | 'admin' | 'operator' | 'viewer', tenant = 'acme') {
  await server.hub.people.invitations.create(server.system, tenant, { email, role });
  const person = browser();
  const token = link(email).split('#')[1];
  expect((await person.ask('POST', '/api/invitations/accept', { token, name: 'Kim Ray', password })).status).toBe(200);
  expect((await person.ask('POST', '/api/auth/sign-in/email', { email, password })).status).toBe(200);
  return person;
}

test('an invited person chooses a password, signs in, and is who the tenant says', async () => {
  const kim = await signedIn('kim@acme.example', 'owner');
  expect((await kim.ask('GET', '/api/me')).body).toMatchObject({
    person: { email: 'kim@acme.example', name: 'Kim Ray' },
    tenants: [{ slug: 'acme', role: 'owner' }],
    platform: null,
    sign_in: { password_reset: true, identity_provider: null },
  });
  expect((await kim.ask('GET', '/api/tenants/acme/members')).body.data).toMatchObject([
    { email: 'kim@acme.example', role: 'owner' },
  ]);
  expect((await kim.ask('POST', '/api/tenants/acme/api-keys', { name: 'mine', scopes: ['view'] })).status).toBe(201);
  // The short path is the tenant of whoever has only one.
  expect((await kim.ask('GET', '/api/members')).status).toBe(200);
});

test('nobody is anybody without a session, with a made-up one, or after signing out', async () => {
  const nobody = browser();
  expect((await nobody.ask('GET', '/api/tenants/acme/members')).status).toBe(401);
  expect((await nobody.ask('GET', '/api/me')).body).toMatchObject({ person: null, tenants: [] });
  nobody.cookies.set('plugboard.session_token', 'abc.def');
  expect((await nobody.ask('GET', '/api/tenants/acme/members')).status).toBe(401);
  const gone = await signedIn('gone@acme.example', 'viewer');
  const kept = new Map(gone.cookies);
  expect((await gone.ask('POST', '/api/auth/sign-out', {})).status).toBe(200);
  for (const [name, value] of kept) gone.cookies.set(name, value);
  expect((await gone.ask('GET', '/api/tenants/acme/members')).status).toBe(401);
});

test('a member of one tenant finds no other, and a viewer changes nothing', async () => {
  const viewer = await signedIn('viewer@acme.example', 'viewer');
  expect((await viewer.ask('GET', '/api/tenants/other/members')).status).toBe(404);
  expect((await viewer.ask('GET', '/api/tenants/acme/integrations')).status).toBe(200);
  expect(
    (await viewer.ask('POST', '/api/tenants/acme/invitations', { email: 'x@acme.example', role: 'viewer' })).status,
  ).toBe(403);
  expect((await viewer.ask('POST', '/api/tenants/acme/api-keys', { name: 'mine', scopes: ['view'] })).status).toBe(403);
  expect((await viewer.ask('POST', '/api/tenants', { slug: 'new', name: 'New' })).status).toBe(403);
});

test('a page of another origin cannot change anything with somebody’s session', async () => {
  const victim = await signedIn('victim@acme.example', 'owner');
  const elsewhere = browser('https://evil.example');
  for (const [name, value] of victim.cookies) elsewhere.cookies.set(name, value);
  expect(
    (await elsewhere.ask('POST', '/api/tenants/acme/api-keys', { name: 'stolen', scopes: ['admin'] })).status,
  ).toBe(403);
  expect((await elsewhere.ask('DELETE', '/api/tenants/acme?confirm=acme')).status).toBe(403);
});

test('an invitation is good once, for its address, and not after it was taken back or has ended', async () => {
  const made = await server.hub.people.invitations.create(server.system, 'acme', {
    email: 'lee@acme.example',
    role: 'operator',
  });
  const token = made.url.split('#')[1] ?? '';
  const nobody = browser();
  expect((await nobody.ask('POST', '/api/invitations/look', { token })).body).toEqual({
    tenant: { slug: 'acme', name: 'acme' },
    email: 'lee@acme.example',
    role: 'operator',
    known: false,
  });
  expect(
    (await nobody.ask('POST', '/api/invitations/look', { token: token.replace(/[^.]+$/, 'A'.repeat(43)) })).status,
  ).toBe(404);
  expect((await nobody.ask('POST', '/api/invitations/accept', { token, name: 'Lee' })).status).toBe(400);
  const wrong = await signedIn('other@acme.example', 'viewer');
  expect((await wrong.ask('POST', '/api/invitations/accept', { token })).status).toBe(409);
  expect((await nobody.ask('POST', '/api/invitations/accept', { token, name: 'Lee', password })).status).toBe(200);
  expect((await nobody.ask('POST', '/api/invitations/accept', { token, name: 'Lee', password })).status).toBe(404);

  const second = await server.hub.people.invitations.create(server.system, 'acme', {
    email: 'may@acme.example',
    role: 'viewer',
  });
  await server.hub.people.invitations.revoke(server.system, 'acme', second.id);
  expect((await nobody.ask('POST', '/api/invitations/look', { token: second.url.split('#')[1] })).status).toBe(404);
});

test('the last owner stays, and only owners make owners', async () => {
  await server.tenant('small');
  const owner = await signedIn('sole@small.example', 'owner', 'small');
  const admin = await signedIn('admin@small.example', 'admin', 'small');
  const { data } = (await owner.ask('GET', '/api/tenants/small/members')).body;
  const [sole, other] = data;
  expect((await owner.ask('DELETE', `/api/tenants/small/members/${sole.user_id}`)).status).toBe(409);
  expect((await owner.ask('PATCH', `/api/tenants/small/members/${sole.user_id}`, { role: 'viewer' })).status).toBe(409);
  expect((await admin.ask('PATCH', `/api/tenants/small/members/${other.user_id}`, { role: 'owner' })).status).toBe(403);
  expect((await admin.ask('DELETE', `/api/tenants/small/members/${sole.user_id}`)).status).toBe(403);
  expect((await owner.ask('PATCH', `/api/tenants/small/members/${other.user_id}`, { role: 'owner' })).body.role).toBe(
    'owner',
  );
  expect((await admin.ask('DELETE', `/api/tenants/small/members/${sole.user_id}`)).status).toBe(204);
  expect((await owner.ask('GET', '/api/tenants/small/members')).status).toBe(403);
});

test('a forgotten password is chosen anew by a letter, and ends the sessions there are', async () => {
  const person = await signedIn('forgetful@acme.example', 'viewer');
  const nobody = browser();
  expect(
    (
      await nobody.ask('POST', '/api/auth/request-password-reset', {
        email: 'forgetful@acme.example',
        redirectTo: '/reset',
      })
    ).status,
  ).toBe(200);
  // Nobody learns here who there is.
  expect(
    (
      await nobody.ask('POST', '/api/auth/request-password-reset', {
        email: 'nobody@acme.example',
        redirectTo: '/reset',
      })
    ).status,
  ).toBe(200);
  const sent = await nobody.ask('GET', link('forgetful@acme.example'));
  const token = new URL(sent.headers.get('location') ?? '', server.url).searchParams.get('token');
  expect((await nobody.ask('POST', '/api/auth/reset-password', { token, newPassword: 'short' })).status).toBe(400);
  expect(
    (await nobody.ask('POST', '/api/auth/reset-password', { token, newPassword: 'another good one' })).status,
  ).toBe(200);
  expect((await person.ask('GET', '/api/tenants/acme/members')).status).toBe(401);
  expect(
    (await nobody.ask('POST', '/api/auth/sign-in/email', { email: 'forgetful@acme.example', password })).status,
  ).toBe(401);
  expect(
    (
      await nobody.ask('POST', '/api/auth/sign-in/email', {
        email: 'forgetful@acme.example',
        password: 'another good one',
      })
    ).status,
  ).toBe(200);
});

test('with a second factor the password alone is not enough', async () => {
  const person = await signedIn('careful@acme.example', 'viewer');
  const begun = await person.ask('POST', '/api/auth/two-factor/enable', { password });
  const secret = new URL(begun.body.totpURI).searchParams.get('secret') ?? '';
  expect((await person.ask('POST', '/api/auth/two-factor/verify-totp', { code: totp(secret) })).status).toBe(200);
  const again = browser();
  expect(
    (await again.ask('POST', '/api/auth/sign-in/email', { email: 'careful@acme.example', password })).body,
  ).toMatchObject({ twoFactorRedirect: true });
  expect((await again.ask('GET', '/api/tenants/acme/members')).status).toBe(401);
  expect((await again.ask('POST', '/api/auth/two-factor/verify-totp', { code: '000000' })).status).toBe(401);
  expect((await again.ask('POST', '/api/auth/two-factor/verify-totp', { code: totp(secret) })).status).toBe(200);
  expect((await again.ask('GET', '/api/tenants/acme/members')).status).toBe(200);
});

/** RFC 6238, as an authenticator counts. */
function totp(base32: string): string {
  const bits = Array.from(base32.replace(/=+$/, ''))
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test('nobody signs up unasked', async () => {
  const stranger = browser();
  expect(
    (await stranger.ask('POST', '/api/auth/sign-up/email', { email: 'me@evil.example', password, name: 'Me' })).status,
  ).toBe(404);
  expect((await stranger.ask('POST', '/api/auth/sign-in/magic-link', { email: 'kim@acme.example' })).status).toBe(404);
});

test('the link from the machine signs in once, as administrator of the platform and owner of the tenant', async () => {
  const { url } = await server.hub.people.sessions.letIn(server.system, {
    email: 'owner@plugboard.local',
    name: 'Owner',
    tenant: 'acme',
  });
  const owner = browser();
  expect((await owner.ask('GET', url)).status).toBe(302);
  expect((await owner.ask('GET', '/api/me')).body).toMatchObject({
    platform: { role: 'administrator', partner: null },
    tenants: [{ slug: 'acme', role: 'owner' }],
  });
  expect((await owner.ask('GET', '/api/tenants')).body.data.map((tenant: { slug: string }) => tenant.slug)).toEqual([
    'acme',
    'other',
    'small',
  ]);
  const thief = browser();
  await thief.ask('GET', url);
  expect((await thief.ask('GET', '/api/me')).body.person).toBe(null);
});

test('guessing is stopped after ten attempts a minute from one address, and from no other', async () => {
  await signedIn('guessed@acme.example', 'viewer');
  const guesser = browser();
  const tries: number[] = [];
  for (let i = 0; i < 12; i += 1)
    tries.push(
      (
        await guesser.ask('POST', '/api/auth/sign-in/email', {
          email: 'guessed@acme.example',
          password: `wrong guess ${i}`,
        })
      ).status,
    );
  expect(tries.slice(0, 10).every((status) => status === 401)).toBe(true);
  expect(tries.slice(10)).toEqual([429, 429]);
  expect(
    (await browser().ask('POST', '/api/auth/sign-in/email', { email: 'guessed@acme.example', password })).status,
  ).toBe(200);
});
