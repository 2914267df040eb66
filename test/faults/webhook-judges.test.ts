// The judges of the faults of webhooks: what they let pass, and everything they must not.
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { flaw } from './standard-webhooks.ts';
import {
  judgeInbound,
  judgeKills,
  judgeOutage,
  judgeRepeats,
  promisedPauses,
  scheduleFlaws,
} from './webhook-judges.ts';

describe('what came in', () => {
  const once = new Map([
    ['a', 1],
    ['b', 1],
  ]);
  const good = {
    sent: ['a', 'b'],
    acknowledged: new Set(['a', 'b']),
    stored: once,
    processed: once,
    records: once,
  };
  test('each once is as it should be', () => {
    expect(judgeInbound(good)).toEqual({ missing: 0, idle: 0, doubled: 0, unheardOf: 0 });
  });
  test.each([
    ['an acknowledged one that is not stored', { stored: new Map([['a', 1]]) }, { missing: 1 }],
    ['one that was never worked off', { processed: new Map([['a', 1]]) }, { idle: 1 }],
    ['one whose record is not there', { records: new Map([['a', 1]]) }, { idle: 1 }],
    ['one stored twice', { stored: new Map([...once, ['a', 2]]) }, { doubled: 1 }],
    ['one worked off twice', { processed: new Map([...once, ['b', 2]]) }, { doubled: 1 }],
    ['one written twice', { records: new Map([...once, ['b', 2]]) }, { doubled: 1 }],
    ['one nobody sent', { stored: new Map([...once, ['c', 1]]) }, { unheardOf: 1 }],
  ])('%s is seen', (_what, changed, seen) => {
    expect(judgeInbound({ ...good, ...changed })).toMatchObject(seen);
  });
});

test('during an outage only 503 with a time to come back is right', () => {
  const one = { event: 'a', retryAfter: '5', fromMs: 10, toMs: 20 };
  const attempts = [
    { ...one, status: 200, fromMs: 1, toMs: 9 },
    { ...one, status: 200, fromMs: 9, toMs: 20 },
    { ...one, status: 503 },
    { ...one, status: 503, retryAfter: undefined },
    { ...one, status: 200 },
    { ...one, status: undefined, toMs: 60 },
    { ...one, status: 500, fromMs: 90, toMs: 101 },
  ];
  expect(judgeOutage(attempts, 10, 100)).toEqual({
    met: 4,
    answers: { 503: 2, 200: 1, none: 1 },
    wrong: 3,
    medianMs: 10,
    slowestMs: 50,
  });
});

test('arrivals: what never came, what came again, what nobody waits for', () => {
  const arrivals = ['a', 'b', 'a', 'a', 'x'].map((id) => ({ id }));
  expect(judgeRepeats(['a', 'b', 'c'], arrivals)).toEqual({ lost: 1, repeats: 2, most: 3, unheardOf: 1 });
});

test('repeats are laid to the kill they follow, or to nobody', () => {
  const arrivals = [
    ['a', 1],
    ['b', 2],
    ['b', 1],
    ['b', 3],
    ['a', 4],
    ['c', 4],
    ['c', 5],
  ].map(([id, connection]) => ({ id: String(id), connection: Number(connection) }));
  expect(judgeKills(arrivals, [2, 4])).toEqual({ mostPerKill: 2, unprovoked: 1 });
  expect(judgeKills(arrivals.slice(0, 2), [])).toEqual({ mostPerKill: 0, unprovoked: 0 });
});

describe('a schedule', () => {
  const attempts = (pauses: readonly number[]) => {
    let atMs = 1_800_000_000_000;
    return [0, ...pauses].map((pause, index) => {
      atMs += pause;
      return { id: 'm', timestamp: Math.floor(atMs / 1000), signature: `v1,${index}`, body: '{}', atMs };
    });
  };
  test('as promised, give or take a fifth, is kept', () => {
    for (const share of [0.81, 1, 1.19])
      expect(scheduleFlaws(attempts(promisedPauses.map((pause) => pause * share)), 10, 0)).toEqual([]);
    expect(scheduleFlaws(attempts([]), 0, 0)).toEqual([]);
    expect(scheduleFlaws(attempts([5_000, 300_000]), 2, 0)).toEqual([]);
  });
  test.each([
    ['one too few', attempts([5_000]), 2, '2 attempts instead of 3'],
    ['one too many', attempts([5_000]), 0, '2 attempts instead of 1'],
    ['too early', attempts([3_000]), 1, 'attempt 2 after 3 s instead of 5 s'],
    ['too late', attempts([5_000, 700_000]), 2, 'attempt 3 after 700 s instead of 300 s'],
    ['another id', attempts([5_000]).map((one, index) => ({ ...one, id: `m${index}` })), 1, 'its id changed'],
    ['another body', attempts([5_000]).map((one, index) => ({ ...one, body: `${index}` })), 1, 'its body changed'],
    ['an old signature', attempts([5_000]).map((one) => ({ ...one, signature: 'v1,0' })), 1, 'a signature came twice'],
    [
      'an old timestamp',
      attempts([5_000]).map((one) => ({ ...one, timestamp: 1_800_000_000 })),
      1,
      'attempt 2 is signed for another moment',
    ],
  ])('%s is seen', (_what, arrivals, failures, seen) => {
    expect(scheduleFlaws(arrivals, failures, 0)).toContain(seen);
  });
});

test('deliveries are believed as the package of the standard believes them', () => {
  const secret = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
  const atMs = Date.now();
  const [id, body, timestamp] = ['evt_1', '{"text":"Zoë"}', Math.floor(atMs / 1000)];
  const signature = new Webhook(secret).sign(id, new Date(timestamp * 1000), body);
  const delivery = { id, timestamp, signature, body, atMs };
  expect(flaw(delivery, secret)).toBeUndefined();
  expect(flaw({ ...delivery, signature: `v1,AAAA ${signature}` }, secret)).toBeUndefined();
  expect(flaw({ ...delivery, body: '{}' }, secret)).toBe('its signature is wrong');
  expect(flaw({ ...delivery, id: 'evt_2' }, secret)).toBe('its signature is wrong');
  expect(flaw({ ...delivery, signature: signature.replace('v1', 'v1a') }, secret)).toContain('no signature');
  expect(flaw({ ...delivery, atMs: atMs + 400_000 }, secret)).toContain('timestamp');
});
