/** The webhook checks notice what they are for: a provider that is good, broken in one place at a time. */
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SandboxWebhooks, Webhooks } from '../../src/contract/index.ts';
import { conformanceChecks, runCheck, type Subject } from '../../src/testing/conformance/index.ts';
import { subjectOf } from './report.ts';

const [xero, stripe, sage] = await Promise.all(['xero', 'stripe', 'sage_intacct'].map(subjectOf));

function broken(good: Subject | undefined, change: (webhooks: Webhooks) => Partial<Webhooks>): Subject {
  const webhooks = good?.provider.webhooks;
  if (good === undefined || webhooks === undefined) throw new Error('the provider has no webhooks');
  return { ...good, provider: { ...good.provider, webhooks: { ...webhooks, ...change(webhooks) } } };
}

/** What the check says; undefined when it passes. */
async function complaint(subject: Subject, name: string): Promise<string | undefined> {
  const check = conformanceChecks(subject).find((one) => one.name === `webhook: ${name}`);
  if (check === undefined) throw new Error(`there is no check "${name}"`);
  const { ok, detail } = await runCheck(subject.provider.key, check);
  return ok ? undefined : detail;
}

const faults: readonly (readonly [
  what: string,
  subject: Subject | undefined,
  broken: (webhooks: Webhooks) => Partial<Webhooks>,
  noticed: string,
])[] = [
  ['everybody is believed', xero, () => ({ verify: () => ({ genuine: true }) }), 'a body that was tampered with'],
  [
    'no signature is as good as a right one',
    xero,
    ({ verify }) => ({
      verify: (request, context) =>
        request.headers['x-xero-signature'] === undefined ? { genuine: true } : verify(request, context),
    }),
    'no proof',
  ],
  [
    'the signature is of the body without its spaces',
    xero,
    ({ verify }) => ({
      verify: (request, context) => verify({ ...request, body: Buffer.from(request.body.toString().trim()) }, context),
    }),
    'a body that was tampered with',
  ],
  [
    'only the beginning of the signature counts',
    xero,
    () => ({
      verify: ({ headers, body }, { secrets }) => {
        const given = headers['x-xero-signature']?.slice(0, 20);
        const right = secrets.map((one) => createHmac('sha256', one).update(body).digest('base64').slice(0, 20));
        return right.some((one) => one === given)
          ? { genuine: true }
          : { genuine: false, reason: given === undefined ? 'missing' : 'wrong', message: 'wrong' };
      },
    }),
    'a proof that was tampered with',
  ],
  [
    'only the first secret counts',
    xero,
    ({ verify }) => ({
      verify: (request, context) => verify(request, { ...context, secrets: context.secrets.slice(0, 1) }),
    }),
    'the secret is changed',
  ],
  [
    'the moment is not looked at',
    stripe,
    ({ verify }) => ({
      verify: (request, context) => {
        const [, at = ''] = /t=(\d+)/.exec(request.headers['stripe-signature'] ?? '') ?? [];
        return verify(request, { ...context, nowMs: at === '' ? context.nowMs : Number(at) * 1000 });
      },
    }),
    'another moment',
  ],
  [
    'the moment must be exact',
    stripe,
    ({ verify }) => ({
      verify: (request, context) =>
        request.headers['stripe-signature']?.includes(`t=${Math.floor(context.nowMs / 1000)}`) === true
          ? verify(request, context)
          : { genuine: false, reason: 'stale', message: 'not now' },
    }),
    'another moment',
  ],
  [
    'an event has another id each time',
    stripe,
    ({ events }) => {
      let count = 0;
      return {
        events: (content, request) =>
          events(content, request).map((event) => ({ ...event, id: `${event.id}${(count += 1)}` })),
      };
    },
    'sent again',
  ],
  [
    'the moment is not part of the key',
    xero,
    ({ events }) => ({
      events: (content, request) => events(content, request).map((event) => ({ ...event, id: event.account })),
    }),
    'sent again',
  ],
  [
    'the whole body is kept with each event',
    xero,
    ({ events }) => ({
      events: (content, request) => events(content, request).map((event) => ({ ...event, payload: content })),
    }),
    'accounts kept apart',
  ],
  [
    'every event is the first one’s account’s',
    xero,
    ({ events }) => ({
      events: (content, request) => {
        const all = events(content, request);
        return all.map((event) => ({ ...event, account: all[0]?.account }));
      },
    }),
    'accounts kept apart',
  ],
  [
    'events are lost',
    xero,
    ({ events }) => ({ events: (content, request) => events(content, request).slice(0, 1) }),
    'several in one request',
  ],
  ['a stream nobody has is woken', xero, () => ({ effect: () => ({ wake: ['receipts'] }) }), 'every type'],
  ['nothing follows from anything', xero, () => ({ effect: () => undefined }), 'every type'],
  [
    'an effect throws',
    xero,
    ({ effect }) => ({
      effect: (event, context) => {
        if (event.payload === null) throw new TypeError('null');
        return effect(event, context);
      },
    }),
    'nonsense',
  ],
  [
    'the address is said to be ours to everybody',
    xero,
    ({ handshake }) => (handshake === undefined ? {} : { handshake: { ...handshake, signed: false } }),
    'the address is tried',
  ],
  [
    'the secret is kept with the event',
    sage,
    ({ events }) => ({
      events: (content, request) =>
        events(content, request).map((event) => ({
          ...event,
          payload: { sent: request.headers['x-webhook-secret'] ?? '' },
        })),
    }),
    'nothing secret is kept',
  ],
  [
    'a token is believed unread',
    sage,
    ({ verify }) => ({
      verify: (request, context) =>
        request.headers['authorization']?.startsWith('Bearer ') === true ? { genuine: true } : verify(request, context),
    }),
    'a proof that was tampered with',
  ],
];

test.each(faults)('%s', async (_what, subject, change, noticed) => {
  expect(
    await complaint(
      broken(subject, () => ({})),
      noticed,
    ),
  ).toBeUndefined();
  expect(await complaint(broken(subject, change), noticed)).toBeDefined();
});

test('a provider whose sandbox sends nothing cannot be checked, and fails', async () => {
  if (xero === undefined) throw new Error('there is no xero');
  const { webhooks: _webhooks, ...sandbox } = xero.sandbox;
  expect(await complaint({ ...xero, sandbox }, 'every type')).toContain('both');
});

test('an address that is never told of anything is noticed', async () => {
  if (xero?.sandbox.webhooks === undefined) throw new Error('there is no xero');
  const silent: SandboxWebhooks<unknown> = { ...xero.sandbox.webhooks, concerns: () => false };
  const subject = { ...xero, sandbox: { ...xero.sandbox, webhooks: silent } };
  expect(await complaint(subject, 'a change is told')).toContain('0 events');
});
