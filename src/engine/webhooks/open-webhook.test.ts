import { expect, it, vi } from 'vitest';
import { fail } from '../../contract/errors.ts';
import type { JsonObject } from '../../contract/http.ts';
import type { Verification, WebhookRequest, Webhooks } from '../../contract/webhooks.ts';
import { methodsOf, openWebhook } from './open-webhook.ts';

const genuine: Verification = { genuine: true };
const wrong: Verification = { genuine: false, reason: 'wrong', message: 'wrong' };

/** Genuine when a secret stands in the header `key`. */
const webhooks: Webhooks = {
  addresses: ['app'],
  proof: 'signature',
  secret: { label: 'Secret', help: '' },
  types: [],
  verify: ({ headers }, { secrets }) => (secrets.includes(headers['key'] ?? '') ? genuine : wrong),
  events: (content) => [{ type: 'told', payload: content }],
  effect: () => undefined,
};
const request = (more: Partial<WebhookRequest> = {}): WebhookRequest => ({
  method: 'POST',
  url: 'https://p.example/api/webhooks/x',
  headers: { key: 'b' },
  body: Buffer.from('{"a":1}'),
  ...more,
});
const context = (...signers: readonly string[][]) => ({
  signers: signers.map((secrets, index) => ({ secrets, name: `s${index}` })),
  nowMs: 0,
  settings: {},
  keys: async (): Promise<JsonObject> => ({}),
});
const open = (over: Partial<Webhooks>, how: WebhookRequest = request(), signers = context(['a'], ['b', 'c'], ['b'])) =>
  openWebhook({ ...webhooks, ...over }, how, signers);

it('says by whose secret it is genuine', async () => {
  expect(await open({})).toMatchObject({
    kind: 'events',
    events: [{ type: 'told', payload: { a: 1 } }],
    signers: [{ name: 's1' }, { name: 's2' }],
  });
  expect(await open({}, request({ headers: {} }))).toEqual({ kind: 'unproven', reason: 'wrong', message: 'wrong' });
});

it('nobody’s secret proves nothing, and is not even asked', async () => {
  const verify = vi.fn<Webhooks['verify']>(() => genuine);
  expect(await open({ verify }, request(), context([], []))).toMatchObject({ kind: 'unproven', reason: 'no_secret' });
  expect(await open({ verify }, request(), context())).toMatchObject({ kind: 'unproven', reason: 'no_secret' });
  expect(verify).not.toHaveBeenCalled();
  expect(await open({ verify, proof: 'address' }, request(), context([]))).toMatchObject({ kind: 'events' });
});

it('of several refusals the one that knows most is told', async () => {
  const verify: Webhooks['verify'] = (_request, { secrets }) =>
    secrets.includes('b') ? { genuine: false, reason: 'stale', message: 'old' } : wrong;
  expect(await open({ verify }, request(), context(['a'], ['b'], ['d']))).toMatchObject({ reason: 'stale' });
});

it('what verify says the body says outranks the body', async () => {
  const verify = () => ({ genuine: true, content: { claims: 1 } }) as const;
  expect(await open({ verify }, request({ body: Buffer.from('no json') }))).toMatchObject({
    events: [{ payload: { claims: 1 } }],
  });
});

it.each([
  [Buffer.from([0xff]), 'The body is not UTF-8 text.'],
  [Buffer.from('"\ud800"', 'utf16le'), 'The body is not UTF-8 text.'],
  [Buffer.from('{'), 'The body is not JSON.'],
  [Buffer.from(' \n'), 'The body is empty.'],
  [Buffer.alloc(0), 'The body is empty.'],
])('a body that cannot be read: %j', async (body, message) => {
  expect(await open({}, request({ body }))).toEqual({ kind: 'unreadable', message });
  // One that was refused leaves nothing behind for the next.
  expect(await open({})).toMatchObject({ kind: 'events' });
});

it('a body that is not as documented cannot be read; anything else that is thrown is a bug', async () => {
  const events = (error: unknown) => () => {
    throw error;
  };
  expect(await open({ events: events(fail('decode_failed', 'no type')) })).toEqual({
    kind: 'unreadable',
    message: 'no type',
  });
  await expect(open({ events: events(new TypeError('bug')) })).rejects.toThrow('bug');
});

it('a handshake is answered before or after the proof, as the vendor does it', async () => {
  const answer = ({ headers }: WebhookRequest, secrets: readonly string[]) =>
    headers['try'] === undefined ? undefined : { body: secrets.join() };
  const unsigned = { handshake: { signed: false, answer } };
  const signed = { handshake: { signed: true, answer } };
  const tried = (key: string) => request({ headers: { try: '1', key } });
  expect(await open(unsigned, tried('no'))).toEqual({ kind: 'handshake', answer: { body: 'a,b,c,b' } });
  expect(await open(signed, tried('no'))).toMatchObject({ kind: 'unproven' });
  expect(await open(signed, tried('b'))).toEqual({ kind: 'handshake', answer: { body: 'b,c,b' } });
  expect(await open(unsigned)).toMatchObject({ kind: 'events' });
  expect(await open(unsigned, request({ headers: {} }))).toMatchObject({ kind: 'unproven' });
});

it('other methods are for handshakes only', async () => {
  const answer = ({ headers }: WebhookRequest) => (headers['try'] === undefined ? undefined : {});
  const handshake = { methods: ['HEAD'], signed: false, answer } as const;
  const head = (headers: Record<string, string>) => request({ method: 'HEAD', headers });
  expect(await open({}, head({}))).toEqual({ kind: 'other_method' });
  expect(await open({ handshake }, head({ try: '1' }))).toMatchObject({ kind: 'handshake' });
  expect(await open({ handshake }, head({ key: 'b' }))).toEqual({ kind: 'other_method' });
  expect(await open({ handshake: { ...handshake, signed: true } }, head({ key: 'b' }))).toEqual({
    kind: 'other_method',
  });
  expect(await open({ handshake }, request({ method: 'GET', headers: { try: '1' } }))).toEqual({
    kind: 'other_method',
  });
  expect(methodsOf({ ...webhooks, handshake })).toEqual(['POST', 'HEAD']);
});
