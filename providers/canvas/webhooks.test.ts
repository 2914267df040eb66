/** Live Events: signed tokens held against jose, read as documented, and told by the sandbox as Canvas does. */
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT, type JWTHeaderParameters } from 'jose';
import fc from 'fast-check';
import type { JsonObject, JsonValue, Settings, WebhookEvent } from 'plugboard/contract';
import { testSandbox } from 'plugboard/testing';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import canvas from './index.ts';
import sandbox, { domain, tokens } from './sandbox.ts';
import type { State } from './sandbox/state.ts';
import { keysHostOf, webhooks } from './webhooks.ts';

const now = Date.parse('2026-03-09T01:00:05Z');
const claims = {
  metadata: {
    event_name: 'submission_created',
    event_time: '2026-03-09T01:00:00.000Z',
    root_account_uuid: 'uuid',
    context_id: '21070000000000007',
    context_type: 'Course',
    user_id: '21070000000000042',
    request_id: 'request-1',
    producer: 'canvas',
  },
  body: {
    submission_id: '21070000000008001',
    assignment_id: '21070000000000005',
    user_id: '21070000000000042',
    score: 80,
  },
};

let keys: Readonly<Record<'RS256' | 'ES256', Awaited<ReturnType<typeof generateKeyPair>>>>;
let published: JsonObject;
beforeAll(async () => {
  keys = {
    RS256: await generateKeyPair('RS256', { extractable: true }),
    ES256: await generateKeyPair('ES256', { extractable: true }),
  };
  const jwks = await Promise.all(
    Object.entries(keys).map(async ([alg, { publicKey }]) => ({
      ...(await exportJWK(publicKey)),
      kid: alg,
      use: 'sig',
    })),
  );
  published = JSON.parse(JSON.stringify({ keys: jwks }));
});

const sign = (alg: keyof typeof keys, content: JsonObject = claims, header: Partial<JWTHeaderParameters> = {}) =>
  new SignJWT(content).setProtectedHeader({ alg, kid: alg, ...header }).sign(keys[alg].privateKey);

async function verify(body: string | Buffer, settings: Settings = {}, asked: string[] = []) {
  return webhooks.verify(
    { method: 'POST', url: 'https://plugboard.example/', headers: {}, body: Buffer.from(body) },
    {
      secrets: [],
      nowMs: now,
      settings,
      keys: async (url) => {
        asked.push(url);
        return published;
      },
    },
  );
}
const eventOf = (content: JsonValue): WebhookEvent | undefined =>
  webhooks.events(content, { method: 'POST', url: '', headers: {}, body: Buffer.alloc(0) })[0];

describe('a signed event', () => {
  test.each(['RS256', 'ES256'] as const)(
    'signed by jose with %s is genuine, and its claims are the event',
    async (alg) => {
      const asked: string[] = [];
      expect(await verify(await sign(alg), {}, asked)).toEqual({ genuine: true, content: claims });
      expect(asked).toEqual(['https://8axpcl50e4.execute-api.us-east-1.amazonaws.com/main/jwks']);
    },
  );

  test('what jose refuses is refused', async () => {
    const good = await sign('RS256');
    const [header = '', payload = '', signature = ''] = good.split('.');
    const hmac = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'RS256' })
      .sign(Buffer.from(JSON.stringify(published)));
    const none = `${Buffer.from('{"alg":"none","kid":"RS256"}').toString('base64url')}.${payload}.`;
    for (const bad of [hmac, none, `${header}.${payload}.`, `${header}..${signature}`, `${good}.x`, ''])
      expect(await verify(bad)).toMatchObject({ genuine: false });
    expect(await verify(await sign('RS256', claims, { kid: 'another' }))).toMatchObject({ reason: 'wrong' });
    expect(await verify(await sign('RS256', claims, { crit: ['b64'], b64: true }))).toMatchObject({ genuine: false });
  });

  test('one that says until when it holds is refused later', async () => {
    const seconds = Math.floor(now / 1000);
    expect(await verify(await sign('RS256', { ...claims, exp: seconds - 3600 }))).toMatchObject({ reason: 'stale' });
    expect(await verify(await sign('RS256', { ...claims, nbf: seconds + 3600 }))).toMatchObject({ reason: 'early' });
    expect(await verify(await sign('RS256', { ...claims, exp: seconds + 10, iat: seconds }))).toMatchObject({
      genuine: true,
    });
  });

  test('one that is not signed only counts where the school says so', async () => {
    expect(await verify(JSON.stringify(claims))).toMatchObject({
      genuine: false,
      reason: 'missing',
      message: expect.stringContaining('Sign Payload'),
    });
    expect(await verify(JSON.stringify(claims), { unsigned_events: 'yes' })).toEqual({ genuine: true });
    expect(await verify(await sign('RS256'), { unsigned_events: 'yes' })).toEqual({ genuine: true, content: claims });
  });

  test('keys elsewhere are read where the setting says, and only there', async () => {
    const asked: string[] = [];
    const settings = { domain, event_keys_url: 'https://keys.example/jwks' };
    await verify(await sign('RS256'), settings, asked);
    expect(asked).toEqual(['https://keys.example/jwks']);
    expect(keysHostOf(settings)).toBe('keys.example');
    expect(typeof canvas.hosts === 'function' ? canvas.hosts(settings) : []).toEqual([domain, 'keys.example']);
  });
});

describe('what an event says', () => {
  test('its name, moment and the two parts of it; nothing of the token’s own claims', () => {
    expect(eventOf({ ...claims, iat: 1, jti: 'x' })).toEqual({
      type: 'submission_created',
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
      at: '2026-03-09T01:00:00.000Z',
      payload: claims,
    });
  });

  test('it is known again by its request, name, moment and ids, and by nothing else', () => {
    const id = eventOf(claims)?.id;
    expect(eventOf({ ...claims, body: { ...claims.body, score: 90 } })?.id).toBe(id);
    const { body, metadata } = claims;
    for (const other of [
      { ...claims, body: { ...body, submission_id: '2' } },
      { ...claims, body: { ...body, user: { id: '2' } } },
      { ...claims, metadata: { ...metadata, request_id: 'request-2' } },
      { ...claims, metadata: { ...metadata, event_name: 'submission_updated' } },
      { ...claims, metadata: { ...metadata, event_time: '2026-03-09T01:00:00.001Z' } },
    ])
      expect(eventOf(other)?.id).not.toBe(id);
    // Of a background job no request is known: then its content is what it is known by.
    expect(eventOf({ ...claims, metadata: { ...metadata, request_id: null } })?.id).toBeUndefined();
  });

  test.each([
    ['Caliper', { sensor: 'canvas', data: [{ type: 'Event' }] }],
    ['a text', 'x'],
    ['no name', { metadata: {}, body: {} }],
  ])('%s is not as documented', (_what, content) => {
    expect(() => eventOf(content)).toThrow(expect.objectContaining({ code: 'decode_failed' }));
  });

  test('whatever comes, reading it is total', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, name) => {
        const content: JsonValue = JSON.parse(
          JSON.stringify({ metadata: { event_name: `x${name}`, request_id: 'r', event_time: 't' }, body: value }),
        );
        const event = eventOf(content);
        expect(event?.id).toBeDefined();
        expect(
          webhooks.effect({ type: name, payload: content }, { settings: {}, account: undefined, method: 'api_key' }),
        ).toBeUndefined();
      }),
    );
  });
});

// --- the sandbox ----------------------------------------------------------------------------------------------------------

async function startBox() {
  const box = await testSandbox<State>({ key: 'canvas', sandbox });
  onTestFinished(() => box.stop());
  await box.control.enterWebhookAddress('canvas', { url: `${box.origin}/nowhere` });
  const write = async (method: string, path: string, form: Readonly<Record<string, string>>) => {
    const headers = { authorization: `Bearer ${tokens.administrator}`, accept: 'application/json+canvas-string-ids' };
    const response = await fetch(`${box.origin}/api/v1${path}`, { method, headers, body: new URLSearchParams(form) });
    const { deliveries } = await box.control.webhooksSettled('canvas');
    await box.control.forgetWebhooks('canvas');
    return { status: response.status, told: deliveries.flatMap(({ types }) => types) };
  };
  return { box, write };
}

describe('the sandbox', () => {
  test('tells what a write changed, in all the words Canvas has for it', async () => {
    const { box, write } = await startBox();
    expect(
      await write('POST', '/accounts/1/users', { 'pseudonym[unique_id]': 'ana.ng', 'user[name]': 'Ana Ng' }),
    ).toEqual({
      status: 200,
      told: ['user_created'],
    });
    const user = box.state().users.at(-1)?.id ?? '';
    const enrolment = { 'enrollment[user_id]': user, 'enrollment[type]': 'StudentEnrollment' };
    expect((await write('POST', '/courses/201/enrollments', enrolment)).told).toEqual([
      'enrollment_created',
      'enrollment_state_created',
    ]);
    const assignment = box.state().assignments.find(({ course }) => course === '201')?.id ?? '';
    const path = `/courses/201/assignments/${assignment}/submissions/${user}`;
    expect((await write('PUT', path, { 'submission[posted_grade]': '7' })).told).toEqual([
      'submission_created',
      'grade_change',
      'course_grade_change',
    ]);
    expect((await write('PUT', '/courses/201', { 'course[name]': 'Another name' })).told).toEqual(['course_updated']);
  });

  test('tells nothing of what was refused', async () => {
    const { write } = await startBox();
    expect(await write('POST', '/courses/201/enrollments', {})).toEqual({ status: 400, told: [] });
  });

  test('signs so that jose believes it, with the month’s key, and publishes those before and after', async () => {
    const { box } = await startBox();
    const jwks = createRemoteJWKSet(new URL(`${box.origin}/main/jwks`), { cooldownDuration: 0 });
    await box.control.sendWebhooks('canvas', { type: 'user_created' });
    await box.control.webhooksSettled('canvas');
    const sent = box.exchanges.find(({ request }) => request.path === '/nowhere')?.request;
    expect(sent?.headers['content-type']).toBe('application/jwt');
    const { payload, protectedHeader } = await jwtVerify(sent?.body ?? Buffer.alloc(0), jwks, {
      algorithms: ['RS256'],
    });
    expect(protectedHeader.kid).toBe('live-events-2026-11');
    expect(payload).toMatchObject({ metadata: { event_name: 'user_created', producer: 'canvas' } });
    const answer = await fetch(`${box.origin}/main/jwks`);
    const { keys: list }: { keys: { kid: string; n: string }[] } = JSON.parse(await answer.text());
    expect(list.map(({ kid }) => kid)).toEqual(['live-events-2026-10', 'live-events-2026-11', 'live-events-2026-12']);
    expect(new Set(list.map(({ n }) => n)).size).toBe(3);
  });
});
