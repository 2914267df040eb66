import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defineSandbox, type JsonObject, type SandboxWebhooks } from '../contract/index.ts';
import { pretend, type PretendState } from '../testing/pretend-vendor.ts';
import { testSandbox, type TestSandbox, type TestSandboxOptions } from '../testing/sandbox.ts';
import { webhookReceiver, type ArrivedWebhook, type WebhookReceiver } from '../testing/webhook-receiver.ts';

/** A vendor that tells of notes: up to three events a request, signed with the moment; tried again after 1 and 10 minutes. */
const webhooks: SandboxWebhooks<PretendState> = {
  signature: { header: 'x-signature' },
  types: ['note.made', 'note.read'],
  example: (type, { state, hex }, nth) => ({
    type,
    payload: { id: hex(6), note: state.notes[nth % state.notes.length]?.['id'] ?? '', nth },
  }),
  eventsAtOnce: 3,
  request(events, address, _context, nowMs) {
    const body = Buffer.from(JSON.stringify({ events: events.map(({ type, payload }) => ({ type, ...payload })) }));
    const signature = createHmac('sha256', address.secret).update(`${nowMs}.`).update(body).digest('hex');
    return { method: 'POST', headers: { 'x-signature': `t=${nowMs},v1=${signature}` }, body };
  },
  secret: (hex) => `made_${hex(8)}`,
  retries: [60_000, 600_000],
  timeoutMs: 5_000,
};
const notes = defineSandbox<PretendState>({
  ...pretend,
  webhooks,
  routes: [
    {
      method: 'POST',
      path: '/told',
      open: true,
      handle(request, { emit, hex }) {
        for (const text of request.body.toString().split(',')) emit({ type: text, payload: { id: hex(6) } });
        return { status: 201 };
      },
    },
    ...pretend.routes,
  ],
  timePasses: ({ emit, now }) => emit({ type: 'clock.moved', payload: { at: now() } }),
});

let sandbox: TestSandbox<PretendState>;
let receiver: WebhookReceiver;
let arrived: WebhookReceiver['arrived'];

beforeEach(async () => {
  receiver = await webhookReceiver();
  ({ arrived } = receiver);
});
afterEach(async () => {
  await sandbox.stop();
  receiver.close();
});

async function start(options: TestSandboxOptions = {}, own: typeof notes = notes) {
  sandbox = await testSandbox<PretendState>({ key: 'notes', sandbox: own }, options);
  await sandbox.control.freeze();
  return sandbox.control;
}
const listen = (more: { types?: string[]; secret?: string } = {}, path = '/hook') =>
  sandbox.control.enterWebhookAddress('notes', { url: `${receiver.origin}${path}`, ...more });
const tell = (types: string) => fetch(`${sandbox.origin}/told`, { method: 'POST', body: types });
const settled = () => sandbox.control.webhooksSettled('notes');
/** Empty for what was tampered with. */
function eventsOf({ body }: ArrivedWebhook): readonly JsonObject[] {
  try {
    return (JSON.parse(body.toString()) as { events?: readonly JsonObject[] }).events ?? [];
  } catch {
    return [];
  }
}
const typesOf = (one: ArrivedWebhook) => eventsOf(one).map((event) => event['type']);
const types = () => arrived.map(typesOf);
const minute = 60_000;
const byText = (a: unknown, b: unknown) => String(a).localeCompare(String(b));

/** As a receiver would. */
function isGenuine({ headers: { 'x-signature': header }, body }: ArrivedWebhook, secret: string): boolean {
  const [, moment = '', signature = ''] = /^t=(\d+),v1=([0-9a-f]+)$/.exec(String(header)) ?? [];
  return createHmac('sha256', secret).update(`${moment}.`).update(body).digest('hex') === signature;
}

describe('what happens at the vendor', () => {
  test('is told to every address that wants it, after the request was answered, signed with its secret', async () => {
    await start();
    const { secret, address } = await listen();
    await listen({ types: ['note.read'], secret: 'mine' }, '/only-read');
    expect(secret).toMatch(/^made_[0-9a-f]{8}$/);
    expect(address).toMatchObject({ url: `${receiver.origin}/hook`, entered: 'by hand', active: true, types: [] });
    expect(address).not.toHaveProperty('secret');

    expect((await tell('note.made,note.read')).status).toBe(201);
    const { deliveries } = await settled();
    expect(arrived.map((one) => [one.url, typesOf(one)])).toEqual([
      ['/hook', ['note.made', 'note.read']],
      ['/only-read', ['note.read']],
    ]);
    expect(arrived.map((one) => isGenuine(one, one.url === '/hook' ? (secret ?? '') : 'mine'))).toEqual([true, true]);
    expect(deliveries).toMatchObject([
      { types: ['note.made', 'note.read'], state: 'received', attempts: [{ status: 200, answer: 'answer 200' }] },
      { types: ['note.read'], state: 'received', due_at: null },
    ]);
  });

  test('is told although the answer was lost', async () => {
    await start();
    await listen();
    await sandbox.fault({ kind: 'lose_answer', times: 1 });
    await expect(tell('note.made')).rejects.toThrow('fetch failed');
    await settled();
    expect(types()).toEqual([['note.made']]);
  });

  test('goes nowhere while nobody listens, and from a removed address no more', async () => {
    const control = await start();
    await tell('note.made');
    const { address } = await listen();
    await tell('note.read');
    await control.removeWebhookAddress('notes', address.id);
    await tell('note.made');
    expect((await settled()).deliveries).toHaveLength(1);
    await expect(control.removeWebhookAddress('notes', address.id)).rejects.toThrow('no address');
  });

  test('that time brings about is told when the clock is moved', async () => {
    const control = await start();
    await listen();
    await control.advance(minute);
    await settled();
    expect(types()).toEqual([['clock.moved']]);
  });
});

describe('the vendor tries again', () => {
  /** Nothing happens by itself as time goes by. */
  const still = (() => {
    const { timePasses: _none, ...rest } = notes;
    return rest;
  })();

  test('after its pauses on the sandbox’s clock, signed anew, until it is received', async () => {
    const control = await start({}, still);
    const { secret } = await listen();
    receiver.answers.push(500, 302);
    receiver.headers['location'] = `${receiver.origin}/elsewhere`;
    await tell('note.made');
    expect((await settled()).deliveries).toMatchObject([{ state: 'pending', attempts: [{ status: 500 }] }]);
    await control.advance(minute - 1);
    expect((await settled()).deliveries).toMatchObject([{ attempts: [{}] }]);
    await control.advance(1);
    await settled();
    await control.advance(10 * minute);
    const { deliveries } = await settled();
    // A redirect is an answer like any other that is not 2xx: it is not followed.
    expect(deliveries).toMatchObject([
      { state: 'received', due_at: null, attempts: [{ status: 500 }, { status: 302 }, { status: 200 }] },
    ]);
    expect(arrived.map(({ url }) => url)).toEqual(['/hook', '/hook', '/hook']);
    expect(new Set(arrived.map(({ body }) => body.toString())).size).toBe(1);
    expect(new Set(arrived.map((one) => one.headers['x-signature'])).size).toBe(3);
    expect(arrived.every((one) => isGenuine(one, secret ?? ''))).toBe(true);
    expect(deliveries[0]?.attempts.map(({ at }) => at - (deliveries[0]?.created_at ?? 0))).toEqual([
      0,
      minute,
      11 * minute,
    ]);
  });

  test('and gives up after the last', async () => {
    const control = await start({}, still);
    await listen();
    receiver.answers.push(500, 401, 404);
    await tell('note.made');
    for (const pause of [1, 10, 1000]) {
      await settled();
      await control.advance(pause * minute);
    }
    expect((await settled()).deliveries).toMatchObject([
      { state: 'given_up', due_at: null, attempts: [{ status: 500 }, { status: 401 }, { status: 404 }] },
    ]);
    expect(arrived).toHaveLength(3);
  });

  test('when nobody answers in time, or there is nobody', async () => {
    await start({}, { ...still, webhooks: { ...webhooks, timeoutMs: 50 } });
    await listen();
    await sandbox.control.enterWebhookAddress('notes', { url: 'http://127.0.0.1:1/' });
    receiver.answers.push('silence');
    await tell('note.made');
    const { deliveries } = await settled();
    expect(deliveries.map(({ state, attempts }) => [state, attempts[0]?.status])).toEqual([
      ['pending', null],
      ['pending', null],
    ]);
    expect(deliveries.map(({ attempts }) => attempts[0]?.error).toSorted(byText)).toEqual([
      expect.stringContaining('ECONNREFUSED'),
      'no answer within 50 ms',
    ]);
  });

  test('after a restart as well: what was due is sent then, what will be is kept', async () => {
    const control = await start({}, still);
    await listen();
    receiver.answers.push(503);
    await tell('note.made');
    await settled();
    await control.sendWebhooks('notes', { type: 'note.read', late: 5 * minute });
    await sandbox.restart();
    expect((await settled()).deliveries).toMatchObject([
      { types: ['note.made'], state: 'pending', attempts: [{ status: 503 }] },
      { types: ['note.read'], state: 'pending', attempts: [] },
    ]);
    await control.advance(minute);
    await settled();
    expect(types()).toEqual([['note.made'], ['note.made']]);
  });

  test('by itself, where the clock runs', async () => {
    await start({ at: 'now' }, { ...still, webhooks: { ...webhooks, retries: [20] } });
    await sandbox.control.realClock();
    await listen();
    receiver.answers.push(500);
    await tell('note.made');
    await expect.poll(() => types(), { interval: 5 }).toEqual([['note.made'], ['note.made']]);
  });
});

describe('on demand', () => {
  test('events of a type, as many as wanted, in requests as large as the vendor makes them', async () => {
    const control = await start();
    await listen();
    const deliveries = await control.sendWebhooks('notes', { type: 'note.made', count: 7 });
    expect(deliveries.map((one) => one.types.length)).toEqual([3, 3, 1]);
    expect(arrived.flatMap(eventsOf).map((event) => event['nth'])).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(receiver.mostAtOnce()).toBe(1);
  });

  test('late: due when the clock is moved, signed then', async () => {
    const control = await start();
    const { secret } = await listen();
    expect(await control.sendWebhooks('notes', { type: 'note.made', late: 3_600_000 })).toMatchObject([
      { state: 'pending', attempts: [] },
    ]);
    expect(arrived).toEqual([]);
    sandbox.advance(3_600_000);
    await settled();
    expect(types()).toContainEqual(['note.made']);
    expect(arrived.every((one) => isGenuine(one, secret ?? ''))).toBe(true);
  });

  test('twice: the same events in two requests', async () => {
    const control = await start();
    await listen();
    await control.sendWebhooks('notes', { type: 'note.made', count: 2, twice: true });
    expect(arrived).toHaveLength(2);
    expect(arrived[0]?.body).toEqual(arrived[1]?.body);
  });

  test('shuffled: the same requests in another order', async () => {
    const control = await start();
    await listen();
    await control.sendWebhooks('notes', { type: ['note.made', 'note.read'], count: 30, shuffled: true });
    const order = arrived.map((one) => eventsOf(one)[0]?.['nth']);
    expect(order).toHaveLength(20);
    expect(order).not.toEqual(order.toSorted((a, b) => Number(a) - Number(b)));
    expect(arrived.flatMap(eventsOf)).toHaveLength(60);
  });

  test('several under way at once, if asked', async () => {
    const control = await start();
    await listen();
    receiver.together = 4;
    await control.sendWebhooks('notes', { type: 'note.made', count: 60, at_once: 4 });
    expect(arrived).toHaveLength(20);
    expect(receiver.mostAtOnce()).toBe(4);
  });

  const hour = 3_600_000;
  test.each([
    ['signature', { genuine: false, offMs: 0, header: expect.stringMatching(/^t=\d+,v1=[0-9a-f]{64}$/) }],
    ['body', { genuine: false, offMs: 0, header: expect.stringMatching(/^t=/) }],
    ['stale', { genuine: true, offMs: -hour, header: expect.stringMatching(/^t=/) }],
    ['early', { genuine: true, offMs: hour, header: expect.stringMatching(/^t=/) }],
    ['missing', { genuine: false, offMs: Number.NaN, header: undefined }],
  ] as const)('tampered with (%s): not what is accepted, and tried once', async (kind, expected) => {
    const control = await start();
    const { secret } = await listen();
    receiver.answers.push(401);
    const [delivery] = await control.sendWebhooks('notes', { type: 'note.made', tampered: kind });
    expect(delivery).toMatchObject({ state: 'given_up', tampered: kind, attempts: [{ status: 401 }] });
    expect(
      arrived.map((one) => ({
        genuine: isGenuine(one, secret ?? ''),
        offMs: Number(/^t=(\d+)/.exec(String(one.headers['x-signature']))?.[1]) - sandbox.now(),
        header: one.headers['x-signature'],
      })),
    ).toEqual([expected]);
  });

  test('what happened while it was held back: twice and in another order', async () => {
    const control = await start();
    await listen();
    await control.holdWebhooks('notes');
    for (const type of ['note.made', 'note.read', 'note.gone']) await tell(type);
    expect(await settled()).toMatchObject({ held: true, deliveries: [] });
    await sandbox.restart();
    await control.releaseWebhooks('notes', { shuffled: true, twice: true });
    expect(types().flat().toSorted(byText)).toEqual([
      'note.gone',
      'note.gone',
      'note.made',
      'note.made',
      'note.read',
      'note.read',
    ]);
    expect(types().flat().slice(0, 3)).not.toEqual(['note.made', 'note.made', 'note.read']);
    expect(await settled()).toMatchObject({ held: false });
    await tell('note.made');
    await settled();
    expect(arrived).toHaveLength(7);
  });

  test('says what is wrong with a wish', async () => {
    const control = await start();
    const send = (wanted: Parameters<typeof control.sendWebhooks>[1]) => control.sendWebhooks('notes', wanted);
    await expect(send({ type: 'note.made' })).rejects.toThrow('No address wants note.made.');
    await listen({ types: ['note.read'] });
    await expect(send({ type: 'note.made' })).rejects.toThrow('No address wants note.made.');
    await expect(send({ type: 'note.eaten' })).rejects.toThrow('There are note.made, note.read.');
    await expect(send({ type: 'note.read', count: 0 })).rejects.toThrow('count');
    await expect(control.sendWebhooks('other', { type: 'x' })).rejects.toThrow('There is no sandbox "other"');
    for (const url of ['ftp://example.com', 'nonsense', 'http://user:pass@example.com/'])
      await expect(control.enterWebhookAddress('notes', { url })).rejects.toThrow(/address/);
  });

  test('a vendor without webhooks, without signatures, without moments', async () => {
    const { webhooks: _none, ...silent } = notes;
    const control = await start({}, silent);
    await expect(control.webhooks('notes')).rejects.toThrow('sends no webhooks');
    await sandbox.stop();
    const bare: SandboxWebhooks<PretendState> = {
      ...webhooks,
      request: (events) => ({ method: 'POST', headers: {}, body: Buffer.from(JSON.stringify({ events })) }),
    };
    delete (bare as { signature?: unknown }).signature;
    const other = await start({}, { ...notes, webhooks: bare });
    await listen();
    const send = (tampered: 'signature' | 'stale') => other.sendWebhooks('notes', { type: 'note.made', tampered });
    await expect(send('signature')).rejects.toThrow('signs nothing');
    await expect(send('stale')).rejects.toThrow('signs no moment');
    expect(arrived).toEqual([]);
  });

  test('a signature that is the body itself is spoilt there', async () => {
    const token = 'eyJhbGciOiJSUzI1NiJ9.eyJldmVudCI6Im5vdGUifQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ';
    const control = await start(
      {},
      {
        ...notes,
        webhooks: {
          ...webhooks,
          signature: 'body',
          request: () => ({ method: 'POST', headers: { 'content-type': 'application/jwt' }, body: Buffer.from(token) }),
        },
      },
    );
    await listen();
    await control.sendWebhooks('notes', { type: 'note.made', tampered: 'signature' });
    await control.sendWebhooks('notes', { type: 'note.made', tampered: 'missing' });
    const [spoilt = '', cut] = arrived.map(({ body }) => body.toString());
    expect(spoilt).toHaveLength(token.length);
    expect(spoilt.split('.').map((part, index) => part === token.split('.')[index])).toEqual([false, false, false]);
    expect(cut).toBe(token.slice(0, token.lastIndexOf('.') + 1));
  });
});

describe('a new address', () => {
  const shaking: typeof notes = {
    ...notes,
    webhooks: {
      ...webhooks,
      handshake: (address, context, nowMs) => {
        const good = webhooks.request([], address, context, nowMs);
        return [
          { request: good, expect: 200 },
          { request: { ...good, headers: { 'x-signature': 'wrong' } }, expect: 401 },
        ];
      },
    },
  };

  test('is tried by a vendor that does so, and used only when it answers as expected', async () => {
    const control = await start({}, shaking);
    receiver.answers.push(200, 401);
    expect(await listen()).toMatchObject({
      address: { active: true },
      handshake: [
        { expected: 200, status: 200, error: null },
        { expected: 401, status: 401, error: null },
      ],
    });
    const { address, handshake } = await listen({}, '/takes-everything');
    expect(address.active).toBe(false);
    expect(handshake[1]).toEqual({ expected: 401, status: 200, error: null });
    arrived.length = 0;
    await control.sendWebhooks('notes', { type: 'note.made' });
    expect(arrived.map(({ url }) => url)).toEqual(['/hook']);
  });

  test('is forgotten with everything else when the vendor is reset', async () => {
    const control = await start();
    await listen();
    await control.sendWebhooks('notes', { type: 'note.made', late: minute });
    await control.forgetWebhooks('notes');
    expect(await control.webhooks('notes')).toMatchObject({ addresses: [{}], deliveries: [] });
    await control.sendWebhooks('notes', { type: 'note.made', late: minute });
    await control.reset('notes');
    expect(await control.webhooks('notes')).toEqual({ addresses: [], held: false, deliveries: [] });
  });
});
