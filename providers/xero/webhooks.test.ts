/** Xero's webhooks: read as documented, and sent by the sandbox as Xero does. What is refused is in the conformance suite. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import fc from 'fast-check';
import type { JsonObject, JsonValue, WebhookEvent } from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { testSandbox } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import sandbox, { apps } from './sandbox.ts';
import type { State } from './sandbox/state.ts';
import { webhooks } from './webhooks.ts';

const tenant = '70784a63-0000-4000-8000-000000000003';
const change = {
  resourceUrl: 'https://api.xero.com/api.xro/2.0/Invoices/243216c5-0000-4000-8000-000000000001',
  resourceId: '243216c5-0000-4000-8000-000000000001',
  tenantId: tenant,
  tenantType: 'ORGANISATION',
  eventCategory: 'INVOICE',
  eventType: 'UPDATE',
  eventDateUtc: '2026-05-02T04:00:00.000',
};
const envelope = (events: readonly JsonObject[]): JsonObject => ({
  events,
  firstEventSequence: 1,
  lastEventSequence: 1,
  entropy: 'S0m3R4nd0mStr1ng',
});
const request = (body = Buffer.alloc(0), headers: Readonly<Record<string, string>> = {}) => ({
  method: 'POST',
  url: 'https://plugboard.example/api/webhooks/xero',
  headers,
  body,
});
const eventsOf = (content: JsonValue): readonly WebhookEvent[] => webhooks.events(content, request());
const wakes = (category: string): readonly string[] | undefined =>
  webhooks.effect(
    { type: `${category}.UPDATE`, payload: { ...change, eventCategory: category } },
    { settings: {}, account: undefined, method: 'oauth2' },
  )?.wake;

describe('what a body tells', () => {
  test('one event, of one organisation, known again by what Xero gives for an id', () => {
    expect(eventsOf(envelope([change]))).toEqual([
      {
        type: 'INVOICE.UPDATE',
        id: `${tenant}|243216c5-0000-4000-8000-000000000001|UPDATE|2026-05-02T04:00:00.000`,
        account: tenant,
        at: '2026-05-02T04:00:00.000Z',
        payload: change,
      },
    ]);
  });

  test('several organisations in one body: each event keeps its own part and nothing of the envelope', () => {
    const other = { ...change, tenantId: 'c2cc9b6e-9458-4c7d-93cc-f02b81b0594f', eventCategory: 'CONTACT' };
    const [first, second] = eventsOf(envelope([change, other]));
    expect(first?.payload).toEqual(change);
    expect(second).toMatchObject({ account: other.tenantId, payload: other });
    expect(JSON.stringify(second)).not.toContain(tenant);
  });

  test('the app itself sells at the store: that is about nobody’s organisation, and wakes nothing', () => {
    const sold = { ...change, tenantType: 'APPLICATION', eventCategory: 'SUBSCRIPTION' };
    expect(eventsOf(envelope([sold]))[0]).toMatchObject({ type: 'SUBSCRIPTION.UPDATE', account: tenant });
    expect(wakes('SUBSCRIPTION')).toBeUndefined();
  });

  test.each([
    ['no list', { event: change }],
    ['a list of texts', envelope(['x' as never])],
    ['no organisation', envelope([{ ...change, tenantId: '' }])],
    ['no moment', envelope([{ ...change, eventDateUtc: null }])],
  ])('%s is not as documented', (_what, body) => {
    expect(() => eventsOf(body)).toThrow(expect.objectContaining({ code: 'decode_failed' }));
  });

  test('as many events as were put in, whatever they say', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    const event = fc.record({
      tenantId: text,
      resourceId: text,
      eventCategory: text,
      eventType: text,
      eventDateUtc: text,
    });
    fc.assert(
      fc.property(fc.array(event), (events) => {
        expect(eventsOf(envelope(events)).map(({ payload }) => payload)).toEqual(events);
      }),
    );
  });

  test('a change of an invoice may be a payment, one of a credit note a refund or its use on an invoice', () => {
    expect(wakes('CONTACT')).toEqual(['contacts']);
    expect(wakes('INVOICE')).toEqual(['invoices', 'payments']);
    expect(wakes('CREDITNOTE')).toEqual(['credit_notes', 'invoices', 'payments']);
    expect(wakes('constructor')).toBeUndefined();
  });

  test('only a body without events tries the address', () => {
    const tried = (body: string) => webhooks.handshake?.answer(request(Buffer.from(body)), []);
    expect(tried(JSON.stringify(envelope([])))).toEqual({});
    for (const body of [JSON.stringify(envelope([change])), '', '[]', '{"events":{}}', '\u00ff'])
      expect(tried(body)).toBeUndefined();
  });
});

// --- the sandbox ----------------------------------------------------------------------------------------------------------

interface Told {
  readonly types: readonly string[];
  readonly sequences: readonly number[];
}

/** A receiver that answers as Xero wants it, registered at the sandbox, and a door to write by. */
async function listening() {
  const box = await testSandbox<State>({ key: 'xero', sandbox });
  const told: Told[] = [];
  let secret = '';
  const server = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const body = Buffer.concat(parts);
      const right = createHmac('sha256', secret).update(body).digest('base64');
      const genuine = incoming.headers['x-xero-signature'] === right;
      const { events, firstEventSequence: first, lastEventSequence: last } = JSON.parse(body.toString());
      if (genuine && events.length > 0)
        told.push({
          types: events.map((one: typeof change) => `${one.eventCategory}.${one.eventType}`),
          sequences: [first, last],
        });
      response.writeHead(genuine ? 200 : 401).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.close();
    await box.stop();
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
  secret = 'chosen-before-so-that-the-first-try-can-be-judged';
  const entered = await box.control.enterWebhookAddress('xero', { url, secret });
  const answer = await fetch(`${box.origin}/connect/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${apps.custom.client_id}:${apps.custom.client_secret}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const token = textAt(await answer.json(), 'access_token') ?? '';
  const put = async (path: string, body: JsonObject, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(`${box.origin}/api.xro/2.0/${path}`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify(body),
    });
    await box.control.webhooksSettled('xero');
    return response.status;
  };
  return { box, told, put, entered };
}

describe('the sandbox', () => {
  test('tries the address with good and wrong signatures, and takes nothing else than 200 and 401', async () => {
    const { entered } = await listening();
    expect(entered.handshake.map(({ expected, status }) => [expected, status])).toEqual([
      [200, 200],
      [401, 401],
      [200, 200],
      [401, 401],
    ]);
    expect(entered.address.active).toBe(true);
  });

  test('an address that answers 200 to everything stays inactive', async () => {
    const { box } = await listening();
    const { address } = await box.control.enterWebhookAddress('xero', { url: box.control.url, secret: 'x' });
    expect(address.active).toBe(false);
  });

  test('tells a payment as a change of its invoice, in the order and the count of the app', async () => {
    const { box, told, put } = await listening();
    const owed = box.state().invoices.find(({ status }) => status === 'AUTHORISED');
    expect(await put('Contacts', { Name: 'Nguyễn Training' })).toBe(200);
    const payment = { Invoice: { InvoiceID: owed?.id ?? '' }, Account: { Code: '090' }, Amount: 1 };
    expect(await put('Payments', payment)).toBe(200);
    expect(await put('Payments', payment)).toBe(200);
    expect(told).toEqual([
      { types: ['CONTACT.CREATE'], sequences: [1, 1] },
      { types: ['INVOICE.UPDATE'], sequences: [2, 2] },
      // At the same frozen moment, and another event all the same.
      { types: ['INVOICE.UPDATE'], sequences: [3, 3] },
    ]);
  });

  test('tells nothing of what was refused, and nothing twice under one idempotency key', async () => {
    const { told, put } = await listening();
    expect(await put('Contacts', { Name: '' })).toBe(400);
    expect(await put('Contacts', { Contacts: [{ Name: 'One of two' }, { Name: '' }] })).toBe(400);
    expect(told).toEqual([]);
    for (let time = 0; time < 2; time += 1)
      expect(await put('Contacts', { Name: 'Once' }, { 'idempotency-key': 'once' })).toBe(200);
    expect(told.map(({ types }) => types)).toEqual([['CONTACT.CREATE']]);
  });
});
