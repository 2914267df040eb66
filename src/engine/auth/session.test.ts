import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { session, type SessionLogin } from '../../contract/auth.ts';
import { fail } from '../../contract/errors.ts';
import type { HttpRequest } from '../../contract/http.ts';
import { escapeXml, isXmlElement, parseXml, xmlText } from '../../contract/xml.ts';
import { openHttp, type HttpClient } from '../http/client.ts';
import { createHttpRuntime, type Callee } from '../http/runtime.ts';
import { memoryBudgetStore, memoryExchangeLog, seededRandom, virtualClock } from '../http/test-support.ts';
import type { RawRequest, RawResult, Transport } from '../http/transport.ts';
import type { Clock, CredentialStore } from '../ports.ts';
import { createCredentials } from './credentials.ts';
import { failure } from '../../testing/failure.ts';
import { sharedStore } from './test-support.ts';

const minute = 60_000;
const typed = { user: 'kim', password: 'pass & word' };
const registered = { sender_id: 'plugboard-7', sender_password: 'sender & secret' };

const textAt = (body: unknown, ...path: string[]): string | undefined =>
  isXmlElement(body) ? xmlText(body, ...path) : undefined;
const xmlRequest = (url: string, text: string, safe = true): HttpRequest => ({
  method: 'POST',
  url,
  body: { text, type: 'text/xml' },
  safe,
  decode: 'xml',
});

const way: SessionLogin = session({
  label: '',
  summary: '',
  fields: {
    user: { label: '', help: '' },
    password: { label: '', help: '', secret: true },
  },
  idleMs: 20 * minute,
  login: ({ fields, app, id }) =>
    xmlRequest(
      '/login',
      `<login><id>${id}</id><user>${escapeXml(fields['user'] ?? '')}</user><pass>${escapeXml(fields['password'] ?? '')}</pass><by>${escapeXml(app['sender_password'] ?? '')}</by></login>`,
    ),
  session: ({ body }) => {
    if (textAt(body, 'error') === 'denied') throw fail('auth_revoked', `Acme says: ${textAt(body, 'why') ?? ''}`);
    const expiresAt = textAt(body, 'until');
    return {
      token: textAt(body, 'token') ?? '',
      ...(expiresAt === undefined ? {} : { expiresAt }),
      extra: { endpoint: 'https://eu.acme.example/gate' },
    };
  },
  sign: (request, { session: { token, extra } }) => {
    const { body } = request;
    const text = body !== undefined && 'text' in body ? body.text.replace('<token/>', `<token>${token}</token>`) : '';
    const url = request.url === '/gate' && typeof extra?.['endpoint'] === 'string' ? extra['endpoint'] : request.url;
    return { ...request, url, body: { text, type: 'text/xml' } };
  },
});

const signed = way.sign ?? ((request: HttpRequest) => request);

const callee: Callee = {
  key: 'acme',
  name: 'Acme',
  baseUrl: 'https://api.acme.example',
  hosts: ['api.acme.example', 'eu.acme.example'],
  limits: [],
  success: ({ status, body }) => status < 300 && textAt(body, 'error') !== 'session',
  error: ({ body, status }) =>
    status < 300 ? { code: 'auth_expired', message: `Session ended: ${textAt(body, 'why') ?? ''}` } : undefined,
};
const read = xmlRequest('/call', '<call><token/></call>');
const write = xmlRequest('/call', '<write><token/></write>', false);

let clock: Clock;
let vendor: ReturnType<typeof sessionVendor>;
let log: ReturnType<typeof memoryExchangeLog>;

/** Signs in by XML, forgets sessions that are idle, and tells of it in a 200. Its clock may be off. */
function sessionVendor() {
  const state = {
    logins: 0,
    /** Calls under a session it did not know. */
    strangers: 0,
    seen: [] as RawRequest[],
    password: typed.password,
    idleMs: 20 * minute,
    /** Told with the session; 0: not told. */
    lifeMs: 0,
    aheadMs: 0,
    latencyMs: 20,
    sessions: new Map<string, { usedAt: number; endsAt: number }>(),
  };
  /** What to do instead of answering properly: once per entry. */
  const mishaps: (() => RawResult | undefined)[] = [];
  const answer = (status: number, body: string): RawResult => ({
    ok: true,
    response: {
      status,
      headers: { 'content-type': 'text/xml', date: new Date(clock.now() + state.aheadMs).toUTCString() },
      body: Buffer.from(body),
      wireBytes: body.length,
    },
  });
  const signIn = (body: string): RawResult => {
    state.logins += 1;
    if (textAt(parseXml(body), 'pass') !== state.password)
      return answer(200, `<no><error>denied</error><why>no user kim with ${escapeXml(typed.password)}</why></no>`);
    const token = `session-${state.logins}`;
    const endsAt = state.lifeMs === 0 ? Number.POSITIVE_INFINITY : clock.now() + state.lifeMs;
    state.sessions.set(token, { usedAt: clock.now(), endsAt });
    const until = state.lifeMs === 0 ? '' : `<until>${new Date(endsAt + state.aheadMs).toISOString()}</until>`;
    return answer(200, `<yes><token>${token}</token>${until}</yes>`);
  };
  const send = async (request: RawRequest): Promise<RawResult> => {
    state.seen.push(request);
    await clock.sleep(state.latencyMs);
    const mishap = mishaps.shift()?.();
    if (mishap !== undefined) return mishap;
    const body = request.body ?? '';
    if (request.url.pathname === '/login') return signIn(body);
    const held = request.headers['x-token']?.replace(/^Acme /, '') ?? request.url.searchParams.get('sid');
    const token = textAt(parseXml(body), 'token') ?? held ?? '';
    const known = state.sessions.get(token);
    const now = clock.now();
    if (known === undefined || now - known.usedAt > state.idleMs || now >= known.endsAt) {
      state.strangers += 1;
      return answer(200, `<r><error>session</error><why>who is ${token}?</why></r>`);
    }
    known.usedAt = now;
    return answer(200, '<r><ok>1</ok></r>');
  };
  const transport: Transport = {
    send,
    receive: async () => {
      throw new Error('no token comes row by row');
    },
    checkUrl: (url) => new URL(url),
    toBrowser: (url) => url,
    close: async () => {},
  };
  return { state, mishaps, transport, answer };
}

let seed = 0;
interface Setup {
  readonly method?: SessionLogin;
  readonly provider?: Partial<Callee>;
  readonly handOn?: boolean;
}

/** One process: its own memory, the same store and vendor. */
function processOn(store: CredentialStore, { method = way, provider: change = {}, handOn }: Setup = {}): HttpClient {
  seed += 1;
  const random = seededRandom(seed);
  const provider = { ...callee, ...change };
  const runtime = createHttpRuntime({
    transport: vendor.transport,
    clock,
    random,
    exchanges: log,
    budgetStore: memoryBudgetStore(),
  });
  const grant = { provider, settings: {}, integrationId: 'int_1' };
  const deps = { transport: vendor.transport, clock, random, exchanges: log };
  const source = { id: 'int_1', method, app: undefined, appFields: registered, grant, store };
  const integration = { id: 'int_1', settings: {}, account: undefined, budgetKeys: { account: 'a', app: 'p' } };
  const credential = createCredentials(deps).open(source);
  return openHttp({ provider, integration, credential, operation: 'stream things', handOn }, runtime);
}

const stored = () => sharedStore(clock, { method: way.key, fields: typed, tokens: undefined });

/** `count` calls at once, one half in each process, writes among them. */
function callAll(processes: readonly [HttpClient, HttpClient], count = 20) {
  return Promise.all(
    Array.from({ length: count }, (_unused, n) => processes[n % 2 === 0 ? 0 : 1].send(n % 3 === 0 ? write : read)),
  );
}

beforeEach(() => {
  clock = virtualClock();
  log = memoryExchangeLog();
  vendor = sessionVendor();
});

describe('signing in', () => {
  test('happens on first use; the session is stored as tokens and signs each call', async () => {
    const { store, now } = stored();
    const http = processOn(store);
    expect(await http.send(read)).toMatchObject({ status: 200 });
    expect(await http.send({ ...read, url: '/gate' })).toMatchObject({ url: 'https://eu.acme.example/gate' });
    expect(now()).toMatchObject({
      fields: typed,
      generation: 2,
      tokens: { access_token: 'session-1', extra: { endpoint: 'https://eu.acme.example/gate' } },
    });
    expect(vendor.state.seen.map(({ url, body }) => [url.href, body])).toEqual([
      [
        'https://api.acme.example/login',
        expect.stringMatching(
          /^<login><id>[0-9a-f]{32}<\/id><user>kim<\/user><pass>pass &#38; word<\/pass><by>sender &#38; secret<\/by><\/login>$/,
        ),
      ],
      ['https://api.acme.example/call', '<call><token>session-1</token></call>'],
      ['https://eu.acme.example/gate', '<call><token>session-1</token></call>'],
    ]);
    expect(log.lines.map(({ operation, path, error }) => [operation, path, error])).toEqual([
      ['sign-in', '/login', undefined],
      ['stream things', '/call', undefined],
      ['stream things', '/gate', undefined],
    ]);
  });

  test('a token with one place of its own goes there, whether or not anything else is signed', async () => {
    const { sign: _sign, ...plain } = way;
    const place = { in: 'header', name: 'X-Token', prefix: 'Acme ' } as const;
    await processOn(stored().store, { method: { ...plain, place } }).send(read);
    await processOn(stored().store, { method: { ...way, place: { in: 'query', name: 'sid' } } }).send(read);
    const calls = vendor.state.seen.filter(({ url }) => url.pathname === '/call');
    expect(calls.map(({ url, headers, body }) => [url.search, headers['x-token'], body])).toEqual([
      ['', 'Acme session-1', '<call><token/></call>'],
      ['?sid=session-2', undefined, '<call><token>session-2</token></call>'],
    ]);
  });

  test('once for 20 callers in 2 processes', async () => {
    const { store } = stored();
    const answers = await callAll([processOn(store), processOn(store)]);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(vendor.state).toMatchObject({ logins: 1, strangers: 0 });
  });

  test('once for all when the vendor has forgotten the session, told in a 200; all calls succeed', async () => {
    const { store } = stored();
    const processes = [processOn(store), processOn(store)] as const;
    await callAll(processes);
    vendor.state.sessions.clear();
    const answers = await callAll(processes);
    expect(answers.every(({ body }) => textAt(body, 'ok') === '1')).toBe(true);
    expect(vendor.state.logins).toBe(2);
  });

  test('again before the session ends, by the vendor’s clock', async () => {
    for (const aheadMs of [0, 7 * 60 * minute, -7 * 60 * minute]) {
      vendor = sessionVendor();
      Object.assign(vendor.state, { lifeMs: 60 * minute, aheadMs });
      const { store, now } = stored();
      const http = processOn(store);
      for (let step = 0; step < 40; step += 1) {
        await http.send(read);
        await clock.sleep(3 * minute);
      }
      expect(vendor.state).toMatchObject({ logins: 3, strangers: 0 });
      expect((now().tokens?.expires_at ?? 0) - (now().tokens?.issued_at ?? 0)).toBeCloseTo(60 * minute, -4);
    }
  });

  test.each(['nonsense', '2001-01-01T00:00:00Z'])('does not believe that it ends at %s', async (until) => {
    const method: SessionLogin = { ...way, session: (response) => ({ ...way.session(response), expiresAt: until }) };
    const http = processOn(stored().store, { method });
    for (let call = 0; call < 5; call += 1) await http.send(read);
    expect(vendor.state.logins).toBe(1);
  });

  test('again after a pause longer than the idle time, before the vendor is called with a dead session', async () => {
    const { store } = stored();
    const [one, two] = [processOn(store), processOn(store)];
    for (let step = 0; step < 10; step += 1) {
      await one.send(read);
      await clock.sleep(15 * minute);
    }
    expect(vendor.state.logins).toBe(1);
    // The other process does not know of this use, and rather signs in once more.
    await two.send(read);
    expect(vendor.state.logins).toBe(2);
    await one.send(read);
    expect(vendor.state.logins).toBe(2);
    await clock.sleep(19.5 * minute);
    await callAll([one, two]);
    expect(vendor.state).toMatchObject({ logins: 3, strangers: 0 });
  });

  test('a session that another process renewed and the vendor forgot as well is not the end', async () => {
    const { store, seen } = stored();
    const [one, other] = [processOn(store), processOn(store)];
    await callAll([one, other], 2);
    vendor.state.sessions.clear();
    await one.send(read);
    vendor.state.sessions.clear();
    expect(textAt((await other.send(read)).body, 'ok')).toBe('1');
    expect(seen.revoked).toEqual([]);
  });

  test('whatever happens, all calls succeed and nobody signs in twice for one reason', async () => {
    const step = fc.record({
      pause: fc.oneof(fc.integer({ min: 0, max: 2 * minute }), fc.integer({ min: 15 * minute, max: 90 * minute })),
      forgets: fc.boolean(),
      calls: fc.integer({ min: 1, max: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), fc.constantFrom(0, 40 * minute), async (steps, lifeMs) => {
        clock = virtualClock();
        vendor = sessionVendor();
        vendor.state.lifeMs = lifeMs;
        const { store, seen } = stored();
        const processes = [processOn(store), processOn(store)] as const;
        for (const { pause, forgets, calls } of steps) {
          await clock.sleep(pause);
          if (forgets) vendor.state.sessions.clear();
          const before = vendor.state.logins;
          const answers = await callAll(processes, calls);
          expect(answers.every(({ body }) => textAt(body, 'ok') === '1')).toBe(true);
          expect(vendor.state.logins - before).toBeLessThanOrEqual(1);
        }
        expect(seen).toMatchObject({ doubts: 0, revoked: [] });
      }),
      { numRuns: 40 },
    );
  });
});

describe('when signing in goes wrong', () => {
  const lost: RawResult = {
    ok: false,
    failure: { code: 'timeout', message: 'no answer', sent: true, wireBytes: 0, cause: undefined },
  };

  test('wrong credentials are said once, in the vendor’s words, and not tried by everybody', async () => {
    vendor.state.password = 'another';
    const { store, seen } = stored();
    const http = processOn(store);
    const errors = await Promise.all(Array.from({ length: 20 }, () => failure(http.send(read))));
    expect(new Set(errors.map(({ code, message }) => `${code}: ${message}`))).toEqual(
      new Set(['auth_revoked: Acme says: no user kim with [redacted]']),
    );
    expect(await failure(http.send(write))).toMatchObject({ code: 'auth_revoked' });
    expect(vendor.state).toMatchObject({ logins: 1, strangers: 0 });
    expect(seen.revoked).toEqual(['Acme says: no user kim with [redacted]']);
    expect(seen.doubts).toBe(0);
  });

  test('an "expired" in answer to a sign-in means the credentials', async () => {
    vendor.mishaps.push(() => vendor.answer(401, '<no/>'));
    const { store, seen } = stored();
    expect(await failure(processOn(store).send(read))).toMatchObject({
      code: 'auth_revoked',
      details: { status: 401 },
    });
    expect(seen.revoked).toEqual(['Acme answered 401 to sign-in']);
  });

  test('credentials that stop being good in the middle end in a revocation', async () => {
    const { store, seen } = stored();
    const http = processOn(store);
    await http.send(read);
    vendor.state.password = 'changed';
    vendor.state.sessions.clear();
    expect(await failure(http.send(read))).toMatchObject({ code: 'auth_revoked' });
    expect(vendor.state.logins).toBe(2);
    expect(seen.revoked.length).toBe(1);
  });

  test('a vendor that calls every session expired is not asked for ever', async () => {
    const { store, seen } = stored();
    vendor.state.idleMs = -1;
    expect(await failure(processOn(store).send(read))).toMatchObject({ code: 'auth_revoked' });
    expect(vendor.state).toMatchObject({ logins: 2, strangers: 2 });
    expect(seen.revoked.length).toBe(1);
  });

  test('a lost answer costs another sign-in when it may be repeated', async () => {
    vendor.mishaps.push(
      () => lost,
      () => vendor.answer(500, '<e/>'),
    );
    const { store, seen } = stored();
    expect(await processOn(store).send(read)).toMatchObject({ status: 200 });
    expect(log.lines.map(({ operation, attempt, error }) => [operation, attempt, error])).toEqual([
      ['sign-in', 1, 'timeout'],
      ['sign-in', 2, 'provider_unavailable'],
      ['sign-in', 3, undefined],
      ['stream things', 1, undefined],
    ]);
    expect(seen).toMatchObject({ doubts: 0, revoked: [] });
  });

  test('else it is the call’s failure, and the next call signs in', async () => {
    const method: SessionLogin = { ...way, login: (context) => ({ ...way.login(context), safe: false }) };
    vendor.mishaps.push(() => lost);
    const { store, seen } = stored();
    const http = processOn(store, { method });
    expect(await failure(http.send(read))).toMatchObject({ code: 'timeout', retry: true });
    expect(await http.send(read)).toMatchObject({ status: 200 });
    expect(seen).toMatchObject({ doubts: 0, revoked: [] });
  });

  test('tries end before the lease does', async () => {
    vendor.state.latencyMs = 12_000;
    vendor.mishaps.push(...Array.from({ length: 9 }, () => () => lost));
    const begin = clock.now();
    expect(await failure(processOn(stored().store).send(read))).toMatchObject({ code: 'timeout' });
    expect(clock.now() - begin).toBeLessThan(45_000);
    expect(vendor.state.seen.map(({ timeoutMs }) => timeoutMs)).toEqual([
      30_000,
      expect.any(Number),
      expect.any(Number),
    ]);
  });

  test('a process that died while signing in is succeeded', async () => {
    const { store } = stored();
    await store.lease('the dead one', 1, 45_000);
    expect(await processOn(store).send(read)).toMatchObject({ status: 200 });
    expect(vendor.state.logins).toBe(1);
  });

  test('a session that cannot be stored is kept and stored with the next call', async () => {
    const { store, failing } = stored();
    failing.commits = 6;
    const http = processOn(store);
    expect(await failure(http.send(read))).toMatchObject({ code: 'storage_unavailable' });
    expect(await http.send(read)).toMatchObject({ status: 200 });
    expect(vendor.state).toMatchObject({ logins: 1, strangers: 0 });
  });

  test.each([
    ['a page', '<html><body>Welcome</body></html>', 'Acme answered 200 to sign-in with an HTML page instead of XML'],
    ['nothing of the kind', '<yes/>', 'Acme answered the sign-in with something that is no session'],
  ])('%s is no session', async (_name, body, message) => {
    vendor.mishaps.push(() => vendor.answer(200, body));
    const { store, seen } = stored();
    expect(await failure(processOn(store).send(read))).toMatchObject({ code: 'decode_failed', message });
    expect(seen.revoked).toEqual([]);
  });

  test('a provider that trips over the answer is no crash', async () => {
    const method: SessionLogin = {
      ...way,
      session: () => {
        throw new TypeError('undefined is not an object');
      },
    };
    expect(await failure(processOn(stored().store, { method }).send(read))).toMatchObject({ code: 'decode_failed' });
  });
});

describe('secrets', () => {
  test('are in no log, error or checkpoint, whatever the vendor echoes', async () => {
    const { store } = stored();
    const method: SessionLogin = {
      ...way,
      sign: (request, context) => ({
        ...signed(request, context),
        query: { ...request.query, sid: context.session.token, page: 2 },
      }),
    };
    const http = processOn(store, { method });
    const first = await http.send(read);
    expect(first.url).toBe('https://api.acme.example/call?page=2');
    const echo = `session-1 ${typed.password} ${registered.sender_id} ${registered.sender_password}`;
    vendor.mishaps.push(() => vendor.answer(400, `<e><why>${escapeXml(echo)}</why></e>`));
    const provider: Partial<Callee> = {
      error: ({ body }) => ({ code: 'invalid_request', message: textAt(body, 'why') ?? '' }),
    };
    const error = await failure(processOn(store, { method, provider }).send({ ...read, url: '/call/session-1' }));
    expect(error.message).toContain('[redacted]');
    const shown = JSON.stringify([error.message, error.details, log.lines]);
    for (const secret of [typed.password, ...Object.values(registered), 'session-1']) {
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain(encodeURIComponent(secret));
    }
  });

  test('go to no other host, however a request is signed', async () => {
    const method: SessionLogin = {
      ...way,
      sign: (request, context) => ({ ...signed(request, context), url: 'https://evil.example/gate' }),
    };
    expect(await failure(processOn(stored().store, { method }).send(read))).toMatchObject({ code: 'blocked_host' });
    const login: SessionLogin = { ...way, login: () => ({ ...read, url: 'https://evil.example/login' }) };
    expect(await failure(processOn(stored().store, { method: login }).send(read))).toMatchObject({
      code: 'blocked_host',
    });
    expect(vendor.state.seen.map(({ url }) => url.host)).toEqual(['api.acme.example']);
  });

  test('bodies of a sign-in are never kept, although a log asks for all', async () => {
    log = Object.assign(log, { bodies: 'all' as const });
    await processOn(stored().store).send(read);
    expect(log.lines.map(({ operation, bodies }) => [operation, bodies === undefined])).toEqual([
      ['sign-in', true],
      ['stream things', false],
    ]);
    expect(JSON.stringify(log.lines)).not.toContain('session-1');
  });
});

test('the proxy hands answers on unread, but for the end of a session', async () => {
  const { store } = stored();
  const http = processOn(store, { handOn: true });
  const { safe: _safe, decode: _decode, ...plain } = read;
  await http.send(plain);
  vendor.state.sessions.clear();
  const { body } = await http.send(plain);
  expect(String(body)).toBe('<r><ok>1</ok></r>');
  expect(vendor.state.logins).toBe(2);
  vendor.mishaps.push(() => vendor.answer(200, '<html>anything'));
  expect(String((await http.send(plain)).body)).toBe('<html>anything');
});
