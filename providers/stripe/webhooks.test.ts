/**
 * Webhooks held against Stripe's own SDK, from both ends: it registers the endpoints, it believes what the sandbox sends and refuses what
 * was tampered with, and the connector does the same with what the SDK signs. So that connector and sandbox cannot share one misreading.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import {
  PlugboardError,
  fail,
  type HttpRequest,
  type JsonObject,
  type JsonValue,
  type MapContext,
  type ProviderHttp,
  type SubscriptionContext,
  type Verification,
  type WebhookRequest,
} from 'plugboard/contract';
import {
  testSandbox,
  webhookReceiver,
  type ArrivedWebhook,
  type TestSandbox,
  type WebhookReceiver,
} from 'plugboard/testing';
import { Stripe } from 'stripe';
import { describe, expect, onTestFinished, test } from 'vitest';
import stripe from './index.ts';
import { told } from './events.ts';
import { apiVersion } from './raw.ts';
import sandbox from './sandbox.ts';
import type { State } from './sandbox/ledger.ts';
import { connectedId, readKey, secretKey } from './sandbox/seed.ts';
import { streams } from './streams.ts';
import { webhooks } from './webhooks.ts';

type Box = TestSandbox<State>;
const minute = 60_000;
const day = 86_400_000;

async function startBox(): Promise<Box> {
  const box = await testSandbox({ key: 'stripe', sandbox });
  onTestFinished(() => box.stop());
  await box.control.switches('stripe', { limits: 'off' });
  await box.control.freeze();
  return box;
}

async function startReceiver(): Promise<WebhookReceiver> {
  const receiver = await webhookReceiver();
  onTestFinished(() => receiver.close());
  return receiver;
}

function clientOf(box: Box, options: { key?: string; account?: string } = {}): Stripe {
  const { hostname, port } = new URL(box.origin);
  return new Stripe(options.key ?? secretKey, {
    host: hostname,
    port: Number(port),
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
    ...(options.account === undefined ? {} : { stripeAccount: options.account }),
  });
}

const header = (one: ArrivedWebhook) => String(one.headers['stripe-signature']);

/** Stripe's own reading; throws for what it does not believe. */
function theirs(one: ArrivedWebhook, secret: string, nowMs: number): Stripe.Event {
  return new Stripe('sk_test_x').webhooks.constructEvent(one.body, header(one), secret, undefined, undefined, nowMs);
}

function requestOf(
  one: Pick<ArrivedWebhook, 'body'> & { readonly headers: Readonly<Record<string, unknown>> },
): WebhookRequest {
  const signature = one.headers['stripe-signature'];
  return {
    method: 'POST',
    url: 'https://plugboard.example/api/webhooks/stripe/t',
    headers: { 'stripe-signature': typeof signature === 'string' ? signature : undefined },
    body: one.body,
  };
}

/** Our own reading. */
function ours(one: Parameters<typeof requestOf>[0], secret: string, nowMs: number): Verification {
  const verified = webhooks.verify(requestOf(one), {
    secrets: [secret],
    nowMs,
    settings: {},
    keys: () => Promise.reject(new Error('Stripe publishes none')),
  });
  if (verified instanceof Promise) throw new Error('a signature needs nobody to be asked');
  return verified;
}

const eventsOf = (one: Pick<ArrivedWebhook, 'body'>) => {
  const content: JsonValue = JSON.parse(one.body.toString());
  return webhooks.events(content, requestOf({ ...one, headers: {} }));
};
const effectContext = { settings: {}, account: undefined, method: 'api_key' };

describe('the endpoints of an account', () => {
  test('are made, read, listed, changed and deleted by the SDK; the secret is shown once', async () => {
    const client = clientOf(await startBox());
    const made = await client.webhookEndpoints.create({
      url: 'https://plugboard.example/api/webhooks/stripe/t',
      enabled_events: ['charge.succeeded', 'customer.created'],
      api_version: '2023-08-16',
      description: 'Plugboard',
      metadata: { tenant: 'harbour' },
    });
    expect(made).toMatchObject({
      id: expect.stringMatching(/^we_[0-9a-f]{24}$/),
      object: 'webhook_endpoint',
      api_version: '2023-08-16',
      application: null,
      enabled_events: ['charge.succeeded', 'customer.created'],
      livemode: false,
      metadata: { tenant: 'harbour' },
      secret: expect.stringMatching(new RegExp(`^(?:${webhooks.secret?.pattern?.source})$`)),
      status: 'enabled',
    });
    const { secret: _secret, ...shown } = JSON.parse(JSON.stringify(made));
    expect(JSON.parse(JSON.stringify(await client.webhookEndpoints.retrieve(made.id)))).toEqual(shown);
    const other = await client.webhookEndpoints.create({ url: 'http://127.0.0.1:1/', enabled_events: ['*'] });
    const { data } = await client.webhookEndpoints.list();
    expect(data.map(({ id }) => id)).toEqual([other.id, made.id]);
    expect(data.some((one) => 'secret' in one)).toBe(false);

    const changed = await client.webhookEndpoints.update(made.id, { disabled: true, enabled_events: ['*'] });
    expect(changed).toMatchObject({ status: 'disabled', enabled_events: ['*'], description: 'Plugboard' });
    expect(await client.webhookEndpoints.del(made.id)).toMatchObject({ id: made.id, deleted: true });
    await expect(client.webhookEndpoints.retrieve(made.id)).rejects.toMatchObject({ code: 'resource_missing' });
  });

  test('are refused for what Stripe refuses', async () => {
    const box = await startBox();
    const client = clientOf(box);
    const create = (url: string, more = {}) => client.webhookEndpoints.create({ url, enabled_events: ['*'], ...more });
    await expect(create('plugboard.example')).rejects.toMatchObject({ code: 'url_invalid', statusCode: 400 });
    await expect(create('https://x.example', { enabled_events: [] })).rejects.toMatchObject({ statusCode: 400 });
    await expect(create('https://x.example', { api_version: '2099-01-01' })).rejects.toMatchObject({ statusCode: 400 });
    await expect(create('https://x.example', { colour: 'red' })).rejects.toMatchObject({ code: 'parameter_unknown' });
    await expect(
      clientOf(box, { key: readKey }).webhookEndpoints.create({ url: 'https://x.example', enabled_events: ['*'] }),
    ).rejects.toMatchObject({ statusCode: 403 });
    for (let nth = 0; nth < 16; nth += 1) await create(`https://x.example/${nth}`);
    await expect(create('https://x.example/16')).rejects.toThrow('maximum of 16');
  });
});

describe('what the sandbox sends', () => {
  async function listening(more: Partial<Stripe.WebhookEndpointCreateParams> = {}) {
    const [box, receiver] = [await startBox(), await startReceiver()];
    const client = clientOf(box);
    const { secret = '' } = await client.webhookEndpoints.create({
      url: `${receiver.origin}/hook`,
      enabled_events: ['*'],
      ...more,
    });
    return { box, receiver, client, secret, settled: () => box.control.webhooksSettled('stripe') };
  }

  test('is believed by the SDK and by us, tells what the API tells, and stands in the events feed', async () => {
    const { box, receiver, client, secret, settled } = await listening();
    const customer = await client.customers.create({ name: 'Zoë Ng', email: 'zoe@example.com' });
    await client.customers.update(customer.id, { phone: '0400 000 000' });
    await client.customers.del(customer.id);
    await settled();
    const events = receiver.arrived.map((one) => theirs(one, secret, box.now()));
    expect(events.map(({ type }) => type)).toEqual(['customer.created', 'customer.updated', 'customer.deleted']);
    expect(events[0]).toMatchObject({ object: 'event', data: { object: JSON.parse(JSON.stringify(customer)) } });
    expect(events[1]).toMatchObject({ data: { previous_attributes: { phone: null } } });
    for (const one of receiver.arrived) expect(ours(one, secret, box.now())).toEqual({ genuine: true });
    const { data } = await client.events.list({ types: ['customer.created', 'customer.updated', 'customer.deleted'] });
    expect(data.slice(0, 3).map(({ id }) => id)).toEqual(events.map(({ id }) => id).toReversed());
    expect(events.every((event) => !('account' in event))).toBe(true);
    expect(receiver.arrived[0]?.headers['user-agent']).toMatch(/^Stripe\//);
  });

  test('is only what the endpoint wants, and nothing once it is disabled or deleted', async () => {
    const { receiver, client, settled } = await listening({ enabled_events: ['customer.deleted'] });
    const { id } = await client.customers.create({ name: 'A' });
    await client.customers.del(id);
    await settled();
    expect(receiver.arrived.flatMap(eventsOf).map(({ type }) => type)).toEqual(['customer.deleted']);
    const [endpoint] = (await client.webhookEndpoints.list()).data;
    await client.webhookEndpoints.update(endpoint?.id ?? '', { disabled: true });
    await client.customers.del((await client.customers.create({ name: 'B' })).id);
    await client.webhookEndpoints.del(endpoint?.id ?? '');
    await client.customers.del((await client.customers.create({ name: 'C' })).id);
    await settled();
    expect(receiver.arrived).toHaveLength(1);
  });

  test('names the account on a Connect endpoint, which hears of connected accounts alone', async () => {
    const { box, receiver, client, secret, settled } = await listening({ connect: true });
    await client.customers.create({ name: 'Of the platform' });
    await clientOf(box, { account: connectedId }).customers.create({ name: 'Of the branch' });
    await settled();
    expect(receiver.arrived).toHaveLength(1);
    const [one] = receiver.arrived;
    expect(one && theirs(one, secret, box.now())).toMatchObject({ account: connectedId, type: 'customer.created' });
    expect(one && eventsOf(one)).toMatchObject([{ account: connectedId, type: 'customer.created' }]);
  });

  test('is shown in the version of the endpoint', async () => {
    const { receiver, client, settled, box } = await listening({
      api_version: '2023-08-16',
      enabled_events: ['customer.subscription.created'],
    });
    await box.control.sendWebhooks('stripe', { type: 'customer.subscription.created' });
    await settled();
    const [event] = receiver.arrived.flatMap(eventsOf);
    expect(event?.payload).toMatchObject({
      api_version: '2023-08-16',
      data: { object: { current_period_start: expect.any(Number) } },
    });
    // What we keep of it is the same as what is read from the list in our own version.
    const effect = event && webhooks.effect(event, effectContext);
    const item = effect?.items?.[0]?.item ?? {};
    const listed = (await client.subscriptions.list({ status: 'all', limit: 100 })).data.find(
      ({ id }) => id === item['id'],
    );
    const map = (raw: unknown) => streams['subscriptions']?.map(streams['subscriptions'].raw.parse(raw), nowhere);
    expect(map(item)).toEqual(map(JSON.parse(JSON.stringify(listed))));
  });

  test('happens by itself as time goes by: what a subscription renews is told', async () => {
    const { box, receiver, settled } = await listening({ enabled_events: ['invoice.payment_succeeded'] });
    await box.control.advance(40 * day);
    await settled();
    const events = receiver.arrived.flatMap(eventsOf);
    expect(events.length).toBeGreaterThan(0);
    expect(events.every((event) => (webhooks.effect(event, effectContext)?.items ?? []).length === 1)).toBe(true);
  });

  test('is tried three times again over a few hours, each with a signature of its own', async () => {
    const { box, receiver, client, secret, settled } = await listening();
    receiver.answers.push(500, 401, 302, 503);
    await client.customers.create({ name: 'A' });
    for (const pause of [10, 60, 180]) {
      await settled();
      await box.control.advance(pause * minute);
      await settled();
      const last = receiver.arrived.at(-1);
      expect(last && theirs(last, secret, box.now())).toMatchObject({ type: 'customer.created' });
    }
    await box.control.advance(30 * day);
    const { deliveries } = await settled();
    expect(deliveries.find(({ types }) => types[0] === 'customer.created')).toMatchObject({
      state: 'given_up',
      attempts: [{ status: 500 }, { status: 401 }, { status: 302 }, { status: 503 }],
    });
  });

  test.each([
    ['signature', 'wrong'],
    ['body', 'wrong'],
    ['stale', 'stale'],
    ['missing', 'missing'],
  ] as const)('is believed by nobody when its %s is tampered with', async (tampered, reason) => {
    const { box, receiver, secret } = await listening();
    receiver.answers.push(401);
    await box.control.sendWebhooks('stripe', { type: 'charge.succeeded', tampered });
    const [one] = receiver.arrived;
    expect(one && ours(one, secret, box.now())).toMatchObject({ genuine: false, reason });
    expect(() => one && theirs(one, secret, box.now())).toThrow(Stripe.errors.StripeSignatureVerificationError);
  });

  test('is refused by us when it is of a moment that is yet to come; the SDK looks at the past alone', async () => {
    const { box, receiver, secret } = await listening();
    await box.control.sendWebhooks('stripe', { type: 'charge.succeeded', tampered: 'early' });
    const [one] = receiver.arrived;
    expect(one && ours(one, secret, box.now())).toMatchObject({ genuine: false, reason: 'early' });
  });
});

describe('what the SDK signs', () => {
  const payload = JSON.stringify({ id: 'evt_1', object: 'event', type: 'charge.succeeded', text: 'Zoë £5' });
  const timestamp = 1_777_593_600;
  const secret = 'whsec_5Ab0c';
  const sdk = new Stripe('sk_test_x').webhooks;
  const signed = (text = payload, key = secret) => ({
    body: Buffer.from(text),
    headers: { 'stripe-signature': sdk.generateTestHeaderString({ payload: text, secret: key, timestamp }) },
  });

  test('is genuine, within five minutes on both sides', () => {
    const at = (seconds: number) => ours(signed(), secret, (timestamp + seconds) * 1000);
    expect([-300, 0, 300].map((seconds) => at(seconds).genuine)).toEqual([true, true, true]);
    expect(at(301)).toMatchObject({ reason: 'stale' });
    expect(at(-301)).toMatchObject({ reason: 'early' });
    expect(ours(signed(payload, 'whsec_other'), secret, timestamp * 1000)).toMatchObject({ reason: 'wrong' });
    expect(ours({ body: Buffer.from(payload), headers: {} }, secret, timestamp * 1000)).toMatchObject({
      reason: 'missing',
    });
  });

  test('is genuine while the secret is being changed: two signatures at theirs, two secrets at ours', () => {
    const { body, headers } = signed(payload, 'whsec_before');
    const both = `${headers['stripe-signature']},${signed().headers['stripe-signature'].split(',')[1]}`;
    expect(ours({ body, headers: { 'stripe-signature': both } }, secret, timestamp * 1000)).toEqual({ genuine: true });
  });

  test('property: SDK and connector say the same about any body with one bit turned over', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.boolean(), (text, place, spoil) => {
        const one = signed(text);
        const at = place % one.body.length;
        if (spoil) one.body[at] = (one.body[at] ?? 0) ^ (1 << (place % 8));
        const believed = (() => {
          try {
            return sdk.signature?.verifyHeader(
              one.body,
              one.headers['stripe-signature'],
              secret,
              300,
              undefined,
              timestamp * 1000,
            );
          } catch {
            return false;
          }
        })();
        expect(ours(one, secret, timestamp * 1000).genuine).toBe(believed);
        expect(believed).toBe(!spoil);
      }),
    );
  });
});

const nowhere: MapContext = { settings: {}, account: undefined };

describe('what follows from an event', () => {
  const happened = 1_777_593_600;
  const eventOf = (type: string, object: JsonObject, more: JsonObject = {}) =>
    eventsOf({
      body: Buffer.from(
        JSON.stringify({ id: 'evt_1', object: 'event', type, created: happened, data: { object }, ...more }),
      ),
    })[0]!;
  const effectOf = (type: string, object: JsonObject, more: JsonObject = {}) =>
    webhooks.effect(eventOf(type, object, more), effectContext);

  test('every type the sandbox can send is stored as the API shows it, in ours and in an old version', async () => {
    for (const version of [apiVersion, '2023-08-16', '2018-02-28']) {
      const [box, receiver] = [await startBox(), await startReceiver()];
      await clientOf(box).webhookEndpoints.create({
        url: receiver.origin,
        enabled_events: ['*'],
        api_version: version as '2026-10-28.endive',
      });
      const types = sandbox.webhooks?.types.filter((type) => type !== 'balance.available') ?? [];
      await box.control.sendWebhooks('stripe', { type: types });
      const events = receiver.arrived.flatMap(eventsOf);
      expect(events.map(({ type }) => type)).toEqual(types);
      for (const event of events) {
        const { items = [] } = webhooks.effect(event, effectContext) ?? {};
        expect(items, event.type).toHaveLength(1);
        const [{ stream, item, at } = { stream: '', item: {}, at: '' }] = items;
        const declared = streams[stream];
        const telling: readonly string[] = told[stream as keyof typeof told].types;
        expect(telling).toContain(event.type);
        expect(Date.parse(at) - box.now()).toBe(960 + telling.indexOf(event.type));
        expect(() => declared?.map(declared.raw.parse(item) as never, nowhere), event.type).not.toThrow();
      }
    }
  });

  test('the eight events of the mission', () => {
    const streamOf = (type: string, object: string) => effectOf(type, { id: 'x_1', object })?.items?.[0]?.stream;
    for (const type of ['charge.succeeded', 'charge.failed', 'charge.refunded'])
      expect(streamOf(type, 'charge')).toBe('charges');
    for (const type of ['created', 'updated', 'deleted'])
      expect(streamOf(`customer.subscription.${type}`, 'subscription')).toBe('subscriptions');
    for (const type of ['invoice.payment_succeeded', 'invoice.payment_failed'])
      expect(streamOf(type, 'invoice')).toBe('invoices');
  });

  test('sent again it is the same event, whoever else has taken it meanwhile', () => {
    const sent = (pending: number) => ({
      ...JSON.parse('{"id":"evt_1","type":"x","data":{"object":{}}}'),
      pending_webhooks: pending,
    });
    const request = { method: 'POST', url: '', headers: {}, body: Buffer.alloc(0) };
    expect(webhooks.events(sent(2), request)).toEqual(webhooks.events(sent(0), request));
  });

  test('the object as it was at that moment, without the secrets of a browser', () => {
    const object = { id: 'pi_1', object: 'payment_intent', status: 'succeeded', client_secret: 'pi_1_secret_x' };
    const event = eventOf('payment_intent.succeeded', object);
    expect(event).toMatchObject({ id: 'evt_1', type: 'payment_intent.succeeded', at: '2026-05-01T00:00:00.000Z' });
    expect(JSON.stringify(event)).not.toContain('secret_x');
    expect(webhooks.effect(event, effectContext)).toEqual({
      items: [
        {
          stream: 'payment_intents',
          item: { id: 'pi_1', object: 'payment_intent', status: 'succeeded' },
          at: '2026-05-01T00:00:00.966Z',
        },
      ],
    });
  });

  test('a type nobody listed counts by what it is about', () => {
    expect(effectOf('customer.subscription.trial_will_end', { id: 'sub_1', object: 'subscription' })).toMatchObject({
      items: [{ stream: 'subscriptions', item: { id: 'sub_1' } }],
    });
  });

  test('what is deleted is gone', () => {
    const gone = (type: string, object: JsonObject) => effectOf(type, object)?.gone;
    expect(gone('customer.deleted', { id: 'cus_1', object: 'customer' })).toEqual([
      { stream: 'customers', key: 'cus_1', at: '2026-05-01T00:00:00.962Z' },
    ]);
    expect(gone('invoice.deleted', { id: 'in_1', object: 'invoice' })).toMatchObject([{ stream: 'invoices' }]);
    expect(gone('customer.updated', { id: 'cus_1', object: 'customer', deleted: true })).toHaveLength(1);
    expect(gone('customer.subscription.deleted', { id: 'sub_1', object: 'subscription' })).toBeUndefined();
  });

  /** As the engine reads the moment of a feed: a whole second is its end. */
  const toldAt = (at: string) => Date.parse(at) + 999;

  test('of one second the later state counts, in whatever order they come; the feed knows best', () => {
    const momentOf = (type: string, created = happened) =>
      Date.parse(effectOf(type, { id: 'in_1', object: 'invoice' }, { created })?.items?.[0]?.at ?? '');
    const inOrder = ['invoice.created', 'invoice.finalized', 'invoice.updated', 'invoice.paid', 'invoice.voided'];
    const moments = inOrder.map((type) => momentOf(type));
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    expect(new Set(moments).size).toBe(inOrder.length);
    const { incremental } = streams['invoices']!;
    const change = incremental.style === 'changes' ? incremental.changes.change : () => undefined;
    const inFeed = change(eventOf('invoice.created', { id: 'in_1', object: 'invoice' }).payload as JsonObject);
    expect(toldAt(inFeed?.at ?? '')).toBeGreaterThan(Math.max(...moments));
    expect(toldAt(inFeed?.at ?? '')).toBeLessThan(momentOf('invoice.created', happened + 1));
    // However long a list of types grows, the feed stays ahead of it.
    for (const { types } of Object.values(told)) expect(types.length).toBeLessThan(39);
    // The last moment there can be has nothing after it.
    expect(
      effectOf('invoice.paid', { id: 'in_1', object: 'invoice' }, { created: 253_402_300_799.99 })?.items,
    ).toHaveLength(1);
  });

  test('money that became available makes the movements be read; a platform that was sent away says so', () => {
    expect(effectOf('balance.available', { object: 'balance' })).toEqual({ wake: ['balance_transactions'] });
    expect(effectOf('account.application.deauthorized', { id: 'ca_1', object: 'application' })).toEqual({
      signal: 'uninstalled',
    });
  });

  test.each<[string, JsonObject]>([
    ['about something that is not kept', { data: { object: { id: 'dp_1', object: 'dispute' } } }],
    ['about an invoice that has no id yet', { data: { object: { object: 'invoice' } } }],
    ['thin', { object: 'v2.core.event', created: '2026-05-01T00:00:00.500Z', related_object: { id: 'x' } }],
    ['without a moment', { created: null, data: { object: { id: 'ch_1', object: 'charge' } } }],
    ['without an object', { data: null }],
  ])('an event %s is kept, and that is all', (_what, more) => {
    expect(effectOf('some.thing', {}, more)).toBeUndefined();
  });

  test('a thin event says its moment as text', () => {
    expect(eventOf('v1.billing.meter.no_meter_found', {}, { created: '2026-05-01T10:00:00.5+10:00' }).at).toBe(
      '2026-05-01T00:00:00.500Z',
    );
    expect(eventOf('x', {}, { created: 'yesterday' }).at).toBeUndefined();
  });

  test.each<[string, unknown]>([
    ['a list', []],
    ['a text', 'charge.succeeded'],
    ['no id', { type: 'charge.succeeded' }],
    ['no type', { id: 'evt_1' }],
    ['a type that is no text', { id: 'evt_1', type: {} }],
  ])('a body that is %s is no event', (_what, body) => {
    expect(() => eventsOf({ body: Buffer.from(JSON.stringify(body)) })).toThrow(PlugboardError);
  });

  test('property: whatever an event holds, there is an answer', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (type, payload) => {
        const answer = webhooks.effect({ type, payload: payload as JsonValue }, effectContext);
        expect(answer === undefined || typeof answer === 'object').toBe(true);
      }),
    );
  });
});

describe('our subscription', () => {
  function doorTo(box: Box, key = secretKey): ProviderHttp & { readonly sent: HttpRequest[] } {
    const sent: HttpRequest[] = [];
    return {
      sent,
      async send(request) {
        sent.push(request);
        const form = new URLSearchParams();
        for (const [name, value] of Object.entries(
          request.body !== undefined && 'form' in request.body ? request.body.form : {},
        ))
          for (const one of Array.isArray(value) ? value : [value]) form.append(name, String(one));
        const answer = await fetch(`${box.origin}${request.url}`, {
          method: request.method ?? 'GET',
          headers: { authorization: `Bearer ${key}`, 'stripe-version': apiVersion },
          ...(request.body === undefined ? {} : { body: form }),
        });
        const response = {
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: await answer.json(),
          url: request.url,
        };
        if (response.status < 300) return response;
        const verdict = stripe.error?.(response);
        throw fail(verdict?.code ?? 'internal', verdict?.message ?? '');
      },
    };
  }
  const contextOf = (http: ProviderHttp): SubscriptionContext => ({ ...effectContext, http });
  const subscription = webhooks.subscription!;

  test('is registered with our version and our events, looked after, and removed; gone is as good as removed', async () => {
    const [box, receiver] = [await startBox(), await startReceiver()];
    const client = clientOf(box);
    const context = contextOf(doorTo(box));
    const url = `${receiver.origin}/api/webhooks/stripe/t`;
    const subscribed = await subscription.register({ ...context, url });
    const [endpoint] = (await client.webhookEndpoints.list()).data;
    expect(endpoint).toMatchObject({
      id: subscribed.id,
      url,
      api_version: apiVersion,
      enabled_events: webhooks.types,
      description: 'Plugboard',
    });
    await client.customers.create({ name: 'A' });
    await box.control.webhooksSettled('stripe');
    const [one] = receiver.arrived;
    expect(one && theirs(one, subscribed.secret ?? '', box.now())).toMatchObject({ api_version: apiVersion });

    expect(await subscription.check(context, subscribed)).toEqual({ state: 'active' });
    await client.webhookEndpoints.update(subscribed.id, { disabled: true });
    expect(await subscription.check(context, subscribed)).toMatchObject({ state: 'disabled' });
    await subscription.remove(context, subscribed);
    await subscription.remove(context, subscribed);
    expect(await subscription.check(context, subscribed)).toMatchObject({ state: 'gone' });
  });

  test('replaces one whose answer was lost, and leaves others’ alone', async () => {
    const box = await startBox();
    const client = clientOf(box);
    const context = contextOf(doorTo(box));
    await client.webhookEndpoints.create({ url: 'https://other.example/', enabled_events: ['*'] });
    await box.fault({ kind: 'lose_answer', method: 'POST', times: 1 });
    const url = 'https://plugboard.example/api/webhooks/stripe/t';
    await expect(subscription.register({ ...context, url })).rejects.toThrow('fetch failed');
    const { id } = await subscription.register({ ...context, url });
    const { data } = await client.webhookEndpoints.list();
    expect(data.map((one) => [one.id, one.url]).filter(([, at]) => at === url)).toEqual([[id, url]]);
    expect(data).toHaveLength(2);
  });

  test('says so when the key may not', async () => {
    const context = contextOf(doorTo(await startBox(), readKey));
    await expect(subscription.register({ ...context, url: 'https://plugboard.example/' })).rejects.toMatchObject({
      code: 'permission_denied',
    });
    await expect(subscription.check(context, { id: 'we_1' })).rejects.toMatchObject({ code: 'permission_denied' });
    await expect(subscription.remove(context, { id: 'we_1' })).rejects.toMatchObject({ code: 'permission_denied' });
  });

  test('asks for events that exist: each is in the SDK’s own list, and none twice', () => {
    const file = fileURLToPath(import.meta.resolve('stripe')).replace(
      /stripe\.[a-z.]+\.m?js$/,
      'resources/WebhookEndpoints.d.ts',
    );
    const [, union = ''] = /type EnabledEvent = ([^;]+);/.exec(readFileSync(file, 'utf8')) ?? [];
    const known = new Set([...union.matchAll(/'([^']+)'/g)].map((match) => match[1]));
    expect(known.size).toBeGreaterThan(100);
    expect(webhooks.types.filter((type) => !known.has(type))).toEqual([]);
    expect(new Set(webhooks.types).size).toBe(webhooks.types.length);
  });
});
