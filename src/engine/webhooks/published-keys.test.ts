import { beforeEach, expect, it } from 'vitest';
import type { RawRequest, RawResult } from '../http/transport.ts';
import { wax } from '../../testing/bell-vendor.ts';
import { publishedKeys } from './published-keys.ts';

const url = 'https://api.bell.example/keys';
let now = 0;
let asked: string[];
let answer: () => RawResult | Promise<RawResult>;
const document = (...kids: string[]) => ({ keys: kids.map((kid) => ({ kid })) });
const says = (status: number, body: string): RawResult => ({
  ok: true,
  response: { status, headers: {}, body: Buffer.from(body), wireBytes: body.length },
});
const publishes = (...kids: string[]) => says(200, JSON.stringify(document(...kids)));
let keys: ReturnType<ReturnType<typeof publishedKeys>>;
beforeEach(() => {
  now = 1_000_000;
  asked = [];
  answer = () => publishes('k1');
  const send = async (request: RawRequest): Promise<RawResult> => {
    asked.push(request.url.href);
    return answer();
  };
  keys = publishedKeys({ transport: { send }, clock: { now: () => now } })(wax, {});
});

it('is fetched once for many who ask at once, and again after an hour', async () => {
  await Promise.all(Array.from({ length: 10 }, () => keys(url, 'k1')));
  now += 3_599_999;
  expect(await keys(url, undefined)).toEqual(document('k1'));
  expect(asked).toEqual([url]);
  now += 1;
  await keys(url, 'k1');
  expect(asked).toHaveLength(2);
});

it('a key nobody has seen has it fetched again, but not for everybody who invents one', async () => {
  await keys(url, 'k1');
  now += 29_999;
  expect(await keys(url, 'k2')).toEqual(document('k1'));
  now += 1;
  answer = () => publishes('k1', 'k2');
  expect(await keys(url, 'k2')).toEqual(document('k1', 'k2'));
  for (let i = 0; i < 50; i += 1) await keys(url, `made-up-${i}`);
  expect(asked).toHaveLength(2);
});

it('while the vendor is away, what was fetched before counts for a day', async () => {
  await keys(url, 'k1');
  answer = () => says(500, 'no');
  now += 86_399_999;
  expect(await keys(url, 'k1')).toEqual(document('k1'));
  now += 30_001;
  await expect(keys(url, 'k1')).rejects.toMatchObject({ code: 'provider_unavailable' });
});

it.each<[string, () => RawResult]>([
  [
    'nothing',
    () => ({ ok: false, failure: { code: 'timeout', message: 'late', sent: true, wireBytes: 0, cause: undefined } }),
  ],
  ['an error', () => says(404, '{}')],
  ['no JSON', () => says(200, '<html>')],
  ['a list', () => says(200, '[]')],
])('without any, %s is as if the vendor were away; it is not asked again at once', async (_what, given) => {
  answer = given;
  for (let i = 0; i < 5; i += 1)
    await expect(keys(url, 'k1')).rejects.toMatchObject({ code: 'provider_unavailable', details: { provider: 'wax' } });
  expect(asked).toHaveLength(1);
  now += 30_000;
  answer = () => publishes('k1');
  expect(await keys(url, 'k1')).toEqual(document('k1'));
});

it.each(['http://api.bell.example/keys', 'https://evil.example/keys', 'not an address', 'https://127.0.0.1/keys'])(
  '%s is not the vendor’s own, and is not asked',
  async (address) => {
    await expect(keys(address, 'k1')).rejects.toMatchObject({ code: 'blocked_host' });
    expect(asked).toEqual([]);
  },
);
