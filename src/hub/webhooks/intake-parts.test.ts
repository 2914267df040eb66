// The small parts of the intake: limits, memory, headers, ranges, secrets with their ends, tokens.
import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cidrs, formatIp, parseIp } from '../../engine/http/ip.ts';
import { readRanges } from './addresses-ranges.ts';
import { formerUntil, living, overlapMs, replaced, type Lasting } from './addresses-secrets.ts';
import { addressTokens, namedBy } from './addresses-token.ts';
import { keepableHeaders } from './intake-headers.ts';
import { requestLimits } from './intake-limits.ts';
import { remembered, rememberedMs } from './intake-memory.ts';
import { nextLookMs } from './subscriptions-stored.ts';

describe('so many a minute', () => {
  it('in any pattern no minute sees more than twice the number, and none waits who stays below it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.nat({ max: 5_000 }), { maxLength: 200 }),
        (perMinute, gaps) => {
          let now = 0;
          const limits = requestLimits({ now: () => now });
          const taken: number[] = [];
          for (const gap of gaps) {
            now += gap;
            const wait = limits.take('a', perMinute);
            taken.push(...(wait === undefined ? [now] : []));
            expect(wait ?? 1).toBeGreaterThan(0);
            expect(wait ?? 1).toBeLessThanOrEqual(60_000);
          }
          for (const from of taken)
            expect(taken.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(2 * perMinute);
        },
      ),
    );
  });

  it('who waits as long as told comes in', () => {
    let now = 0;
    const limits = requestLimits({ now: () => now });
    for (const perMinute of [1, 7, 60, 1_000]) {
      const name = `of ${perMinute}`;
      for (let i = 0; i < perMinute; i += 1) expect(limits.take(name, perMinute)).toBeUndefined();
      const wait = limits.take(name, perMinute);
      now += wait ?? 0;
      expect(limits.take(name, perMinute)).toBeUndefined();
    }
  });
});

describe('what was looked up', () => {
  it('is looked up once for all who ask within seconds, and a failure by everybody anew', async () => {
    let now = 0;
    let looks = 0;
    const memory = remembered<number>({ now: () => now });
    const look = async () => (looks += 1);
    expect(await Promise.all([memory.get('a', look), memory.get('a', look), memory.get('b', look)])).toEqual([1, 1, 2]);
    now += rememberedMs - 1;
    expect(await memory.get('a', look)).toBe(1);
    now += 1;
    expect(await memory.get('a', look)).toBe(3);
    now -= 60_000;
    expect(await memory.get('a', look)).toBe(4);
    memory.forget('a');
    expect(await memory.get('a', look)).toBe(5);
    await expect(memory.get('c', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await memory.get('c', look)).toBe(6);
  });

  it('is forgotten, the oldest first, before it fills the memory', async () => {
    const memory = remembered<number>({ now: () => 0 });
    for (let i = 0; i < 10_001; i += 1) await memory.get(`k${i}`, async () => i);
    expect(await memory.get('k10000', async () => -1)).toBe(10_000);
    expect(await memory.get('k0', async () => -1)).toBe(-1);
  });
});

describe('headers that are kept', () => {
  it('are without signatures, secrets and anything that looks like one', () => {
    const hex = 'ab'.repeat(32);
    expect(
      keepableHeaders({
        host: 'plugboard.example.com',
        'user-agent': 'Vendor/1.0 (+https://vendor.example/a-rather-long-path-of-words)',
        'x-hub-signature-256': 'short',
        authorization: 'Bearer x',
        cookie: 'a=b',
        'x-webhook-secret': 'pw',
        'x-odd': `t=1,v1=${hex}`,
        'x-request-id': '0198c0de-7a5b-7c3e-9d2f-4a6b8c0d1e2f',
        'x-none': undefined,
      }),
    ).toEqual({
      host: 'plugboard.example.com',
      'user-agent': expect.stringContaining('Vendor/1.0'),
      'x-hub-signature-256': '[redacted]',
      authorization: '[redacted]',
      cookie: '[redacted]',
      'x-webhook-secret': '[redacted]',
      'x-odd': expect.not.stringContaining(hex),
      'x-request-id': '0198c0de-7a5b-7c3e-9d2f-4a6b8c0d1e2f',
    });
  });
});

describe('ranges of addresses', () => {
  it('are single ones too, with the bits beyond the length cleared, each once', () => {
    expect(
      readRanges(['198.51.100.7', '198.51.100.7/24', '198.51.100.0/24', '2001:DB8::1/32', '::1', '0.0.0.0/0']),
    ).toEqual(['198.51.100.7/32', '198.51.100.0/24', '2001:db8:0:0:0:0:0:0/32', '0:0:0:0:0:0:0:1/128', '0.0.0.0/0']);
  });
  it.each([
    '',
    'hello',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '::1/129',
    'fe80::1%eth0',
    '010.1.1.1',
    '1',
    '10.0.0.0/',
  ])('and not %j', (text) => {
    expect(() => readRanges(['10.0.0.1', text])).toThrow(/allowed_ips\.1/);
  });
  it('hold what they were typed for', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, bits) => {
        const [range = ''] = readRanges([`${address}/${bits}`]);
        expect(cidrs([range]).check(address, 'ipv4')).toBe(true);
        expect(readRanges([range])).toEqual([range]);
      }),
    );
    fc.assert(
      fc.property(fc.ipV6(), fc.integer({ min: 0, max: 128 }), (address, bits) => {
        if (isIP(address) !== 6) return;
        const [range = ''] = readRanges([`${address}/${bits}`]);
        expect(readRanges([range])).toEqual([range]);
        expect(cidrs([range]).check(formatIp(parseIp(address) ?? []), 'ipv6')).toBe(true);
      }),
    );
  });
});

describe('secrets with their ends', () => {
  const change = fc.record({
    value: fc.constantFrom('a', 'b', 'c', 'd'),
    after: fc.nat({ max: 2 * overlapMs }),
    at_once: fc.boolean(),
  });
  it('the present one always counts; one before it for a day after it was replaced, unless it was ended', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        let now = 0;
        let list: readonly Lasting[] = [];
        for (const { value, after, at_once } of changes) {
          now += after;
          const before = living(list, now);
          list = replaced(list, value, now, at_once ? 0 : overlapMs);
          expect(living(list, now)[0]).toBe(value);
          expect(list.filter(({ until }) => until === undefined)).toHaveLength(1);
          const former = at_once ? [] : before.slice(0, 1).filter((one) => one !== value);
          expect(living(list, now + overlapMs - 1)).toEqual(expect.arrayContaining([value, ...former]));
          expect(former.length === 0 ? now + overlapMs : formerUntil(list, now)).toBe(now + overlapMs);
          expect(at_once ? living(list, now).length : 1).toBe(1);
          expect(living(list, now + overlapMs)).toEqual([value]);
          expect(list.length).toBeLessThanOrEqual(5);
        }
      }),
    );
  });
});

it('a subscription is looked at several times before it ends', () => {
  fc.assert(
    fc.property(fc.integer({ min: 120_000, max: 30 * 86_400_000 }), (left) => {
      const next = nextLookMs({ expires_at: new Date(left).toISOString() }, 0);
      expect(next).toBeGreaterThan(0);
      expect(next).toBeLessThanOrEqual(left / 2);
    }),
  );
  expect(nextLookMs({ expires_at: null }, 7)).toBe(7 + 6 * 3_600_000);
  expect(nextLookMs({ expires_at: new Date(0).toISOString() }, 1_000_000)).toBe(1_060_000);
});

describe('tokens', () => {
  const ids = ['0198c0de-7a5b-7c3e-9d2f-4a6b8c0d1e2f', '0198c0de-7a5b-7c3e-9d2f-4a6b8c0d1e30'] as const;
  const tokens = (seed: number) =>
    addressTokens({
      random: { next: Math.random, bytes: (length) => Buffer.alloc(length, seed) },
      store: {
        vault: {
          derive: async () => Buffer.alloc(32, 9),
          keyFor: () => Promise.reject(new Error('not needed')),
          seal: () => Promise.reject(new Error('not needed')),
          open: () => Promise.reject(new Error('not needed')),
          renewKey: () => Promise.reject(new Error('not needed')),
          close: async () => {},
        },
      },
    });

  it('name their tenant and integration, and nobody else can make one', async () => {
    const token = await tokens(1).mint(...ids);
    expect(token).toMatch(/^[0-9a-f]{112}$/);
    expect(namedBy(token)).toEqual({ tenantId: ids[0], integrationId: ids[1] });
    expect(await tokens(2).isOurs(token)).toBe(true);
    expect(await tokens(2).mint(...ids)).not.toBe(token);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 111 }), fc.constantFrom('0', '7', 'a', 'f', 'A', 'x'), async (at, digit) => {
        const changed = token.slice(0, at) + digit + token.slice(at + 1);
        expect(await tokens(1).isOurs(changed)).toBe(changed === token);
      }),
    );
    for (const text of ['', token.slice(1), `${token}0`, token.toUpperCase()])
      expect([await tokens(1).isOurs(text), namedBy(text)]).toEqual([false, undefined]);
  });
});
