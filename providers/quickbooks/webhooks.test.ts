/** QuickBooks' webhooks in both of Intuit's formats: read as documented, and sent by the sandbox. What is refused is in the conformance suite. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import type { JsonValue, WebhookEffect, WebhookEvent } from 'plugboard/contract';
import { testSandbox, webhookReceiver } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import sandbox, { realmId } from './sandbox.ts';
import type { State } from './sandbox/state.ts';
import { streams } from './streams.ts';
import { webhooks } from './webhooks.ts';

const cloud = {
  specversion: '1.0',
  id: '88cd52aa-0000-4000-8000-000000000001',
  source: 'intuit.dsnBgbseACLLRZNxo2dfc4evmEJdxde58xeeYcZliOU=',
  type: 'qbo.invoice.created.v1',
  datacontenttype: 'application/json',
  time: '2026-05-02T04:00:00.000Z',
  intuitentityid: '239',
  intuitaccountid: '9341000000000001',
  data: {},
};
const entity = { name: 'Invoice', id: '239', operation: 'Create', lastUpdated: '2026-05-02T04:00:00.000Z' };
const classic = (realm: string, ...entities: readonly JsonValue[]) => ({
  realmId: realm,
  dataChangeEvent: { entities },
});

const request = (body: Buffer = Buffer.alloc(0), headers: Readonly<Record<string, string>> = {}) => ({
  method: 'POST',
  url: 'https://plugboard.example/api/webhooks/quickbooks',
  headers,
  body,
});
const eventsOf = (content: JsonValue): readonly WebhookEvent[] => webhooks.events(content, request());
const effectOf = (event: WebhookEvent): WebhookEffect | undefined =>
  webhooks.effect(event, { settings: {}, account: undefined, method: 'oauth2' });

describe('what a body tells', () => {
  test('CloudEvents: each has its id and names its company', () => {
    const other = { ...cloud, id: '2', intuitaccountid: '9341000000000002', type: 'qbo.customer.deleted.v1' };
    expect(eventsOf([cloud, other])).toEqual([
      { type: cloud.type, id: cloud.id, account: '9341000000000001', at: cloud.time, payload: cloud },
      { type: other.type, id: '2', account: '9341000000000002', at: cloud.time, payload: other },
    ]);
    expect(eventsOf([])).toEqual([]);
  });

  test('notifications: companies kept apart, known again by all that they say', () => {
    const second = { ...entity, id: '58', name: 'Customer', operation: 'Merge', deletedId: '59' };
    const events = eventsOf({
      eventNotifications: [classic('9341000000000001', entity), classic('9341000000000002', second, entity)],
    });
    expect(events.map(({ type, account }) => [type, account])).toEqual([
      ['Invoice.Create', '9341000000000001'],
      ['Customer.Merge', '9341000000000002'],
      ['Invoice.Create', '9341000000000002'],
    ]);
    expect(events[0]).toMatchObject({
      id: '9341000000000001|Invoice|239|Create|2026-05-02T04:00:00.000Z',
      at: entity.lastUpdated,
      payload: entity,
    });
    expect(new Set(events.map(({ id }) => id)).size).toBe(3);
  });

  test.each([
    ['nothing', {}],
    ['a text', 'x'],
    ['an event of nobody', [{ ...cloud, intuitaccountid: '' }]],
    ['an event without id', [{ ...cloud, id: 5, type: null }]],
    ['notifications of nobody', { eventNotifications: [{ dataChangeEvent: { entities: [entity] } }] }],
    ['a notification of nothing', { eventNotifications: [classic('1', { id: '1' })] }],
  ])('%s is not as documented', (_what, content: JsonValue) => {
    expect(() => eventsOf(content)).toThrow(/QuickBooks sent/);
  });
});

describe('what follows', () => {
  test.each([
    ['qbo.invoice.created.v1', { wake: ['invoices'] }],
    ['qbo.payment.updated.v1', { wake: ['payments', 'invoices', 'credit_memos'] }],
    ['qbo.transfer.deleted.v1', { gone: [{ stream: 'transfers', key: '239', at: cloud.time }] }],
    [
      'qbo.billpayment.deleted.v1',
      { wake: ['bills', 'vendor_credits'], gone: [{ stream: 'bill_payments', key: '239', at: cloud.time }] },
    ],
    ['qbo.timeactivity.created.v1', undefined],
    ['something else', undefined],
    ['qbo.constructor.created.v1', undefined],
  ])('%s', (type, expected) => {
    expect(effectOf({ type, id: '1', at: cloud.time, payload: { ...cloud, type } })).toEqual(expected);
  });

  test('a notification of a deletion and of a merger', () => {
    const at = entity.lastUpdated;
    expect(effectOf({ type: 'Invoice.Delete', at, payload: entity })).toMatchObject({
      gone: [{ stream: 'invoices', key: '239', at }],
    });
    const merged = { ...entity, name: 'Vendor', id: '58', operation: 'Merge', deletedId: '59' };
    expect(effectOf({ type: 'Vendor.Merge', at, payload: merged })).toEqual({
      gone: [{ stream: 'vendors', key: '59', at }],
      wake: ['vendors'],
    });
    expect(effectOf({ type: 'Invoice.Delete', payload: entity })).toEqual({ wake: ['invoices'] });
  });

  test('only lists there are, whatever is told', () => {
    fc.assert(
      fc.property(fc.constantFrom(...webhooks.types), fc.jsonValue(), (type, payload) => {
        const json: JsonValue = JSON.parse(JSON.stringify(payload));
        const { wake = [], gone = [] } = effectOf({ type, at: cloud.time, payload: json }) ?? {};
        for (const name of [...wake, ...gone.map(({ stream }) => stream)]) expect(Object.keys(streams)).toContain(name);
      }),
    );
  });
});

test('the signature is over the bytes, not over what they say', async () => {
  const secret = '11111111-2222-4333-8444-555555555555';
  const body = Buffer.from('[ {"id":"1", "ü":"\\u00fc"}]');
  const sign = (bytes: Buffer) => createHmac('sha256', secret).update(bytes).digest('base64');
  const verify = (bytes: Buffer, signature: string) =>
    webhooks.verify(request(bytes, { 'intuit-signature': signature }), {
      secrets: [secret],
      nowMs: 0,
      settings: {},
      keys: () => Promise.reject(new Error('there are none')),
    });
  expect(await verify(body, sign(body))).toEqual({ genuine: true });
  expect(await verify(Buffer.from(JSON.stringify(JSON.parse(body.toString()))), sign(body))).toMatchObject({
    genuine: false,
  });
});

test.each(['cloudevents', 'classic'] as const)('the sandbox sends %s, which are believed and read', async (format) => {
  const box = await testSandbox<State>({ key: 'quickbooks', sandbox });
  const receiver = await webhookReceiver();
  onTestFinished(async () => {
    receiver.close();
    await box.stop();
  });
  await box.control.switches('quickbooks', { webhook_format: format });
  const secret = 'verifier-token-of-the-app';
  await box.control.enterWebhookAddress('quickbooks', { url: `${receiver.origin}/`, secret });
  for (const type of ['qbo.invoice.created.v1', 'qbo.customer.updated.v1', 'qbo.bill.deleted.v1'])
    await box.control.sendWebhooks('quickbooks', { type });
  const read: WebhookEvent[] = [];
  for (const { headers, body } of receiver.arrived) {
    const signature = String(headers['intuit-signature']);
    const verified = await webhooks.verify(request(body, { 'intuit-signature': signature }), {
      secrets: [secret],
      nowMs: box.now(),
      settings: {},
      keys: () => Promise.reject(new Error('there are none')),
    });
    expect(verified).toEqual({ genuine: true });
    read.push(...eventsOf(JSON.parse(body.toString())));
  }
  expect(read.map(({ type }) => type)).toEqual(
    format === 'classic'
      ? ['Invoice.Create', 'Customer.Update', 'Bill.Delete']
      : ['qbo.invoice.created.v1', 'qbo.customer.updated.v1', 'qbo.bill.deleted.v1'],
  );
  expect(read.every(({ account }) => account === realmId)).toBe(true);
  expect(read.map((event) => Object.keys(effectOf(event) ?? {}))).toEqual([['wake'], ['wake'], ['gone']]);
});
