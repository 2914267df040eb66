import { beforeEach, describe, expect, test } from 'vitest';
import { bearer, clientCredentials, oauth2, type AuthMethod } from '../../contract/auth.ts';
import type { Clock, CredentialStore, Tokens } from '../ports.ts';
import { memoryExchangeLog, seededRandom, virtualClock } from '../http/test-support.ts';
import type { RawRequest, RawResult, Transport } from '../http/transport.ts';
import type { Credential } from './credential.ts';
import { createCredentials } from './credentials.ts';
import { failure } from '../../testing/failure.ts';
import { sharedStore } from './test-support.ts';

const way = oauth2({
  label: '',
  summary: '',
  authorize: 'https://id.acme.example/authorize',
  token: 'https://id.acme.example/token',
  scopes: ['read'],
  clientAuth: 'body',
  pkce: true,
  refresh: { rotates: true },
});
const provider = { key: 'acme', name: 'Acme', hosts: ['id.acme.example'] };
const grant = { provider, settings: {}, integrationId: 'int_1' };
const app = { clientId: 'client-1', clientSecret: 'client-secret' };
const life = 1800_000;

let clock: Clock;
let vendor: ReturnType<typeof rotatingVendor>;
let events: string[];

/** A vendor that rotates refresh tokens and kills the grant when an old one comes back. */
function rotatingVendor() {
  const state = { current: 'rt-0', issued: 0, calls: 0, reused: 0, alive: true, latencyMs: 20, lifeMs: life };
  /** What to do instead of answering properly: once per entry. */
  const mishaps: (() => RawResult | undefined)[] = [];
  const answer = (status: number, body: object): RawResult => ({
    ok: true,
    response: {
      status,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(body)),
      wireBytes: 1,
    },
  });
  const send = async (request: RawRequest): Promise<RawResult> => {
    state.calls += 1;
    await clock.sleep(state.latencyMs);
    const mishap = mishaps.shift()?.();
    if (mishap !== undefined) return mishap;
    const form = new URLSearchParams(request.body);
    events.push(`vendor ${form.get('refresh_token') ?? form.get('grant_type') ?? ''}`);
    if (form.get('grant_type') === 'refresh_token') {
      if (form.get('refresh_token') !== state.current) {
        state.reused += 1;
        state.alive = false;
      }
      if (!state.alive) return answer(400, { error: 'invalid_grant', error_description: 'The token was used before' });
      state.current = `rt-${state.issued + 1}`;
    }
    state.issued += 1;
    const token = { access_token: `at-${state.issued}`, refresh_token: state.current, expires_in: state.lifeMs / 1000 };
    return answer(200, token);
  };
  const transport: Transport = {
    send,
    receive: async () => {
      throw new Error('no token comes row by row');
    },
    checkUrl: (url) => new URL(url),
    toBrowser: (url) => url,
    close: async () => undefined,
  };
  return { state, mishaps, transport };
}

const tokensAt = (expiresIn: number): Tokens => ({
  access_token: 'at-0',
  refresh_token: 'rt-0',
  expires_at: clock.now() + expiresIn,
  issued_at: clock.now() + expiresIn - life,
});

let seed = 0;
/** One process: its own memory, the same store and vendor. */
function processOn(store: CredentialStore, method: AuthMethod = way): Credential {
  seed += 1;
  const deps = { transport: vendor.transport, clock, random: seededRandom(seed), exchanges: memoryExchangeLog() };
  return createCredentials(deps).open({ id: 'int_1', method, app, grant, store });
}

const stored = (tokens: Tokens | undefined, method = 'oauth2') =>
  sharedStore(clock, { method, fields: {}, tokens }, events);

beforeEach(() => {
  clock = virtualClock();
  events = [];
  vendor = rotatingVendor();
});

describe('when', () => {
  test('a good token is handed out without asking anybody twice', async () => {
    const { store, seen } = stored(tokensAt(life));
    const credential = processOn(store);
    for (let call = 0; call < 50; call += 1) expect((await credential.current()).tokens?.access_token).toBe('at-0');
    expect(vendor.state.calls).toBe(0);
    expect(seen.reads).toBe(1);
  });

  test('it is renewed five to six minutes before its end, not all processes at the same moment', async () => {
    const moments = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const { store } = stored(tokensAt(life));
        const begin = clock.now();
        const credential = processOn(store);
        while ((await credential.current()).tokens?.access_token === 'at-0') {
          vendor.state.alive = true;
          vendor.state.current = 'rt-0';
          await clock.sleep(1000);
        }
        return begin + life - clock.now();
      }),
    );
    for (const early of moments) {
      expect(early).toBeGreaterThan(299_000 - 1000);
      expect(early).toBeLessThanOrEqual(361_000);
    }
    expect(new Set(moments.map((early) => Math.round(early / 1000))).size).toBeGreaterThan(3);
  });

  test('a short-lived token is not renewed with every call', async () => {
    vendor.state.lifeMs = 120_000;
    const { store } = stored({ ...tokensAt(120_000), issued_at: clock.now() });
    const credential = processOn(store);
    for (let second = 0; second < 300; second += 1) {
      await credential.current();
      await clock.sleep(1000);
    }
    expect(vendor.state.calls).toBeLessThanOrEqual(4);
    expect(vendor.state.reused).toBe(0);
  });

  test('a token without an end, or without a refresh token, is used until the vendor says no', async () => {
    for (const tokens of [
      { access_token: 'at-0' },
      { access_token: 'at-0', refresh_token: 'rt-0' },
      { access_token: 'at-0', expires_at: 1 },
    ]) {
      expect((await processOn(stored(tokens).store).current()).tokens?.access_token).toBe('at-0');
    }
    expect(vendor.state.calls).toBe(0);
    const credential = processOn(stored({ access_token: 'at-0', expires_at: 1 }).store);
    expect(await credential.renewed(1)).toBeUndefined();
  });

  test('client credentials get their first token by themselves, and the next', async () => {
    const method = clientCredentials({
      label: '',
      summary: '',
      token: 'https://id.acme.example/token',
      scopes: [],
      clientAuth: 'body',
      fields: {},
    });
    const { store } = sharedStore(clock, {
      method: method.key,
      fields: { client_id: 'a', client_secret: 'bbbb' },
      tokens: undefined,
    });
    const processes = [processOn(store, method), processOn(store, method)] as const;
    const first = await Promise.all(
      Array.from({ length: 10 }, (_unused, index) => processes[index % 2 === 0 ? 0 : 1].current()),
    );
    expect(new Set(first.map((entry) => entry.tokens?.access_token))).toEqual(new Set(['at-1']));
    expect(vendor.state.calls).toBe(1);
    expect((await processes[0].renewed(2))?.credential.tokens?.access_token).toBe('at-2');
  });
});

describe('once', () => {
  test.each([20, 12_000])('20 callers in 2 processes, five rounds, a vendor that takes %i ms', async (latencyMs) => {
    vendor.state.latencyMs = latencyMs;
    const { store } = stored(tokensAt(-1));
    const processes = [processOn(store), processOn(store)] as const;
    for (let round = 1; round <= 5; round += 1) {
      const all = await Promise.all(
        Array.from({ length: 20 }, (_unused, index) => processes[index % 2 === 0 ? 0 : 1].current()),
      );
      expect(new Set(all.map((entry) => entry.tokens?.access_token))).toEqual(new Set([`at-${round}`]));
      await clock.sleep(life + 1);
    }
    expect(vendor.state).toMatchObject({ calls: 5, reused: 0, alive: true });
  });

  test('the same when the vendor’s 401 tells', async () => {
    const { store } = stored({ access_token: 'at-0', refresh_token: 'rt-0' });
    const processes = [processOn(store), processOn(store)] as const;
    const all = await Promise.all(
      Array.from({ length: 20 }, (_unused, index) => processes[index % 2 === 0 ? 0 : 1].renewed(1)),
    );
    expect(new Set(all.map((entry) => entry?.credential.tokens?.access_token))).toEqual(new Set(['at-1']));
    // A straggler whose call had been under way with the old token.
    expect((await processes[0].renewed(1))?.credential.tokens?.access_token).toBe('at-1');
    expect(vendor.state).toMatchObject({ calls: 1, reused: 0 });
  });

  test('new tokens are committed before anybody uses them', async () => {
    const { store } = stored(tokensAt(-1));
    const current = await processOn(store).current();
    events.push(`use ${current.tokens?.access_token ?? ''}`);
    expect(events).toEqual(['vendor rt-0', 'commit at-1', 'use at-1']);
    expect(current.generation).toBe(2);
  });

  test('a caller who gives up does not take the renewal away from the others', async () => {
    const { store } = stored(tokensAt(-1));
    const credential = processOn(store);
    const controller = new AbortController();
    const reason = new Error('gone');
    const impatient = credential.current(controller.signal);
    const patient = credential.current();
    controller.abort(reason);
    await expect(impatient).rejects.toBe(reason);
    expect((await patient).tokens?.access_token).toBe('at-1');
  });

  test('an early renewal by another process is not waited for', async () => {
    const { store } = stored(tokensAt(200_000));
    vendor.state.latencyMs = 20_000;
    const [one, two] = [processOn(store), processOn(store)];
    const renewing = one.current();
    await clock.sleep(100);
    const begin = clock.now();
    expect((await two.current()).tokens?.access_token).toBe('at-0');
    expect(clock.now() - begin).toBeLessThan(1000);
    expect((await renewing).tokens?.access_token).toBe('at-1');
    expect(vendor.state.calls).toBe(1);
  });

  test('a process that died with the lease is succeeded', async () => {
    const { store } = stored(tokensAt(-1));
    await store.lease('the dead one', 1, 45_000);
    const begin = clock.now();
    expect((await processOn(store).current()).tokens?.access_token).toBe('at-1');
    expect(clock.now() - begin).toBeGreaterThanOrEqual(44_000);
  });

  test('a lease that never ends is not waited for for ever', async () => {
    const { store } = stored(tokensAt(-1));
    const stuck = { ...store, lease: async () => undefined };
    expect(await failure(processOn(stuck).current())).toMatchObject({ code: 'timeout' });
  });
});

describe('when it goes wrong', () => {
  const lost: RawResult = {
    ok: false,
    failure: { code: 'timeout', message: 'no answer', sent: true, wireBytes: 0, cause: undefined },
  };
  const refused: RawResult = {
    ok: false,
    failure: {
      ...(lost.ok ? {} : lost.failure),
      code: 'provider_unavailable',
      message: 'refused',
      sent: false,
      wireBytes: 0,
      cause: undefined,
    },
  };

  test('a dead grant is declared dead once, and not asked again by everybody', async () => {
    const { store, seen } = stored(tokensAt(-1));
    vendor.state.alive = false;
    const credential = processOn(store);
    const all = await Promise.all(Array.from({ length: 20 }, () => failure(credential.current())));
    expect(all.every(({ code }) => code === 'auth_revoked')).toBe(true);
    expect(await failure(credential.current())).toMatchObject({ code: 'auth_revoked' });
    expect(await failure(credential.renewed(1))).toMatchObject({ code: 'auth_revoked' });
    expect(vendor.state.calls).toBe(1);
    expect(seen.revoked).toEqual([expect.stringContaining('invalid_grant')]);
    expect(seen.revoked.join()).not.toContain('rt-0');
  });

  test('connecting again brings it back at once', async () => {
    const { store, replace } = stored(tokensAt(-1));
    vendor.state.alive = false;
    const credential = processOn(store);
    await failure(credential.current());
    replace({ access_token: 'brand-new', refresh_token: 'rt-new', expires_at: clock.now() + life });
    await clock.sleep(30_001);
    expect((await credential.current()).tokens?.access_token).toBe('brand-new');
  });

  test('invalid_grant while somebody stored newer tokens: those are used', async () => {
    const { store, seen, replace } = stored(tokensAt(-1));
    vendor.mishaps.push(() => {
      replace({ access_token: 'from-elsewhere', refresh_token: 'rt-x', expires_at: clock.now() + life });
      vendor.state.alive = false;
      return undefined;
    });
    expect((await processOn(store).current()).tokens?.access_token).toBe('from-elsewhere');
    expect(seen.revoked).toEqual([]);
  });

  test('a lost answer leaves the grant in doubt; the old token is tried again', async () => {
    const { store, seen } = stored(tokensAt(-1));
    vendor.mishaps.push(() => lost);
    const credential = processOn(store);
    expect(await failure(credential.current())).toMatchObject({ code: 'timeout', retry: true });
    expect(seen).toMatchObject({ doubts: 1, revoked: [] });
    expect((await credential.current()).tokens?.access_token).toBe('at-1');
    expect(vendor.state.reused).toBe(0);
  });

  test('a call that never left is repeated at once and leaves no doubt', async () => {
    const { store, seen } = stored(tokensAt(-1));
    vendor.mishaps.push(
      () => refused,
      () => refused,
    );
    expect((await processOn(store).current()).tokens?.access_token).toBe('at-1');
    expect(seen.doubts).toBe(0);
    vendor.mishaps.push(
      () => refused,
      () => refused,
      () => refused,
      () => refused,
    );
    const other = stored(tokensAt(-1));
    expect(await failure(processOn(other.store).current())).toMatchObject({ code: 'provider_unavailable' });
    expect(other.seen.doubts).toBe(0);
  });

  test('trouble during an early renewal is kept from the callers, and not repeated for a while', async () => {
    const { store } = stored(tokensAt(200_000));
    vendor.mishaps.push(() => lost);
    const credential = processOn(store);
    for (let call = 0; call < 10; call += 1) expect((await credential.current()).tokens?.access_token).toBe('at-0');
    expect(vendor.state.calls).toBe(1);
    await clock.sleep(31_000);
    expect((await credential.current()).tokens?.access_token).toBe('at-1');
  });

  test('tokens that cannot be stored are kept and stored first thing next time', async () => {
    const { store, failing, seen, now } = stored(tokensAt(-1));
    failing.commits = 6;
    const credential = processOn(store);
    expect(await failure(credential.current())).toMatchObject({ code: 'storage_unavailable' });
    expect(seen.doubts).toBe(1);
    expect(now().generation).toBe(1);
    const current = await credential.current();
    expect(current).toMatchObject({ generation: 2, tokens: { access_token: 'at-1', refresh_token: 'rt-1' } });
    expect(now().tokens).toEqual(current.tokens);
    expect(vendor.state).toMatchObject({ calls: 1, reused: 0 });
  });

  test('a database that restarts is not even noticed', async () => {
    const { store, failing } = stored(tokensAt(-1));
    failing.commits = 5;
    expect((await processOn(store).current()).generation).toBe(2);
  });

  test('a missing provider app is said plainly', async () => {
    const { store } = stored(tokensAt(-1));
    const deps = { transport: vendor.transport, clock, random: seededRandom(), exchanges: memoryExchangeLog() };
    const credential = createCredentials(deps).open({ id: 'x', method: way, app: undefined, grant, store });
    expect(await failure(credential.current())).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('provider app'),
    });
  });
});

describe('keys', () => {
  const key = bearer({
    label: '',
    summary: '',
    fields: { api_key: { label: '', help: '', secret: true }, region: { label: '', help: '' } },
  });

  test('a changed key is noticed within half a minute, and at once after a 401', async () => {
    const { store, replace } = sharedStore(clock, {
      method: 'api_key',
      fields: { api_key: 'old-key' },
      tokens: undefined,
    });
    const credential = processOn(store, key);
    expect((await credential.current()).fields['api_key']).toBe('old-key');
    replace(undefined, { api_key: 'new-key' });
    expect((await credential.current()).fields['api_key']).toBe('old-key');
    expect((await credential.renewed(1))?.credential.fields['api_key']).toBe('new-key');
    expect(await credential.renewed(2)).toBeUndefined();
    replace(undefined, { api_key: 'third-key' });
    await clock.sleep(30_001);
    expect((await credential.current()).fields['api_key']).toBe('third-key');
  });

  test('names its secrets', async () => {
    const { store } = sharedStore(clock, {
      method: 'api_key',
      fields: { api_key: 'the-key', region: 'au' },
      tokens: undefined,
    });
    const credential = processOn(store, key);
    expect(credential.secrets(await credential.current())).toEqual(['the-key', 'client-secret']);
    const basic: AuthMethod = {
      kind: 'basic',
      key: 'basic',
      label: '',
      summary: '',
      user: 'user',
      password: 'pw',
      fields: {},
    };
    const other = sharedStore(clock, { method: 'basic', fields: { user: 'kim', pw: 'pass-word' }, tokens: undefined });
    const secrets = processOn(other.store, basic).secrets(other.now());
    expect(secrets).toContain('pass-word');
    expect(secrets).toContain(Buffer.from('kim:pass-word').toString('base64'));
    expect(secrets).not.toContain('kim');
  });
});
