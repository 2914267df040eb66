/**
 * Webhooks for real: Stripe's sandbox sends them over HTTP to the product's own address, registered by the product through the vendor's
 * API; what is stored in the end is what Stripe has, whatever the order and however often they come.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stripe } from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import stripeSandbox from '../../providers/stripe/sandbox.ts';
import { connectedId, secretKey } from '../../providers/stripe/sandbox/seed.ts';
import type { SandboxControl } from '../../src/sandbox/index.ts';
import { commandLine } from '../../src/testing/command-line.ts';
import { testServer, type TestServer } from '../../src/testing/server.ts';

const appSecret = 'whsec_of_the_platform_0001';

let server: TestServer;
let control: SandboxControl;
let key: string;
let id: string;
let stripe: Stripe;
let subscribed: unknown;
beforeAll(async () => {
  server = await testServer({
    sandboxes: [{ key: 'stripe', sandbox: stripeSandbox }],
    environmentApps: new Map([['stripe', { client: undefined, fields: {}, webhookSecrets: [{ value: appSecret }] }]]),
  });
  if (server.control === undefined) throw new Error('no sandbox');
  control = server.control;
  await control.switches('stripe', { limits: 'off' });
  ({ key } = await server.tenant('acme'));
  id = await connected('Stripe', {});
  await run('sync', 'stripe');
  stripe = clientOf();
  subscribed = (await run('webhooks', 'subscribe', id)).document;
});
afterAll(() => server?.stop());
beforeEach(() => control.forgetWebhooks('stripe'));

async function connected(name: string, settings: Record<string, string>): Promise<string> {
  const made = await server.hub.integrations.create(server.system, 'acme', {
    provider: 'stripe',
    name,
    auth_method: 'api_key',
    credentials: { api_key: secretKey },
    settings,
    schedule: null,
    overrides: { limits: [{ per: 'second', max: 1000 }] },
  });
  await server.hub.connection.connect(server.system, 'acme', made.id, { sync: false });
  return made.id;
}

function clientOf(account?: string): Stripe {
  const { hostname, port } = new URL(server.sandboxes?.origins['stripe'] ?? '');
  return new Stripe(secretKey, {
    host: hostname,
    port: Number(port),
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
    ...(account === undefined ? {} : { stripeAccount: account }),
  });
}

const run = (...argv: string[]) => commandLine(server, ['--tenant', 'acme', '--json', ...argv]);

/** Time passes, here and at Stripe. */
const later = (ms: number) => {
  server.clock.advance(ms);
  return control.advance(0);
};
/** Everything Stripe has to send is sent, and everything that came is worked off. */
async function settled(): Promise<void> {
  await control.webhooksSettled('stripe');
  while (await server.hub.inbox.tick(new AbortController().signal));
}

/** The record of that id, deleted or not. */
async function recordOf(stream: string, vendorId: string, integration = id) {
  const { body } = await server.ask(
    'GET',
    `/api/tenants/acme/integrations/${integration}/${stream}?limit=200&include_deleted=true`,
    { key },
  );
  return body.data.find((one: { key: string }) => one.key === vendorId);
}
const webhooksOf = async (vendorObject: string) => {
  const { body } = await server.ask('GET', '/api/tenants/acme/webhooks?limit=200', { key });
  const found = [];
  for (const one of body.data) {
    const { body: whole } = await server.ask('GET', `/api/tenants/acme/webhooks/${one.id}`, { key });
    if (whole.payload?.data?.object?.id === vendorObject) found.push(whole);
  }
  return found;
};

describe('what happens at Stripe', () => {
  it('comes to the address that we registered by its API', async () => {
    expect(subscribed).toMatchObject({
      url: expect.stringContaining('/api/webhooks/stripe/'),
      secret_set: true,
      subscription: { state: 'active' },
    });
    expect((await stripe.webhookEndpoints.list()).data).toMatchObject([{ url: (subscribed as { url: string }).url }]);
  });

  it('is a record here as soon as it is told: made, changed and deleted', async () => {
    const { id: customer } = await stripe.customers.create({ name: 'Zoë Ng', email: 'zoe@example.com' });
    await settled();
    expect(await recordOf('customers', customer)).toMatchObject({ model: 'contact', data: { name: 'Zoë Ng' } });
    await later(2_000);
    await stripe.customers.update(customer, { name: 'Zoë Ng-Smith' });
    await settled();
    expect(await recordOf('customers', customer)).toMatchObject({ data: { name: 'Zoë Ng-Smith' }, deleted_at: null });
    await later(2_000);
    await stripe.customers.del(customer);
    await settled();
    expect((await recordOf('customers', customer)).deleted_at).not.toBeNull();
    expect((await webhooksOf(customer)).map(({ type, state }) => [type, state])).toEqual([
      ['customer.deleted', 'processed'],
      ['customer.updated', 'processed'],
      ['customer.created', 'processed'],
    ]);
  });

  it('is right in the end although all of it comes twice and in another order', async () => {
    await control.holdWebhooks('stripe');
    const { id: customer } = await stripe.customers.create({ name: 'Version 0' });
    for (let version = 1; version <= 6; version += 1) {
      await later(2_000);
      await stripe.customers.update(customer, { name: `Version ${version}` });
    }
    const { id: gone } = await stripe.customers.create({ name: 'Soon gone' });
    await later(2_000);
    await stripe.customers.update(gone, { phone: '0400 000 000' });
    await later(2_000);
    await stripe.customers.del(gone);
    const deliveries = await control.releaseWebhooks('stripe', { twice: true, shuffled: true });
    expect(deliveries).toHaveLength(20);
    expect(deliveries.every(({ state }) => state === 'received')).toBe(true);
    await settled();
    expect(await recordOf('customers', customer)).toMatchObject({ data: { name: 'Version 6' } });
    expect((await recordOf('customers', gone))?.deleted_at).not.toBeNull();
    // Each event once, although each came twice.
    expect(await webhooksOf(customer)).toHaveLength(7);
  });

  it('does not go back when it is told late: a run has read what is newer', async () => {
    const { id: customer } = await stripe.customers.create({ name: 'Before' });
    await settled();
    await control.holdWebhooks('stripe');
    await later(2_000);
    await stripe.customers.update(customer, { name: 'Between' });
    await later(2_000);
    await stripe.customers.update(customer, { name: 'Now' });
    await later(60_000);
    expect((await run('sync', 'stripe', '--stream', 'customers', '--force')).code).toBe(0);
    const before = await recordOf('customers', customer);
    expect(before).toMatchObject({ data: { name: 'Now' } });
    await control.releaseWebhooks('stripe', { late: 600_000 });
    await settled();
    expect(await webhooksOf(customer)).toHaveLength(1);
    await later(600_000);
    await settled();
    expect(await webhooksOf(customer)).toHaveLength(3);
    expect((await recordOf('customers', customer)).seq).toBe(before.seq);
  });

  it('a subscription with its invoice, charge and payment: every stream follows', async () => {
    const payer = (await stripe.customers.list({ limit: 100 })).data.find(
      (one) => one.invoice_settings.default_payment_method !== null,
    );
    const price = (await stripe.prices.list({ type: 'recurring', limit: 100 })).data.find(
      (one) => one.nickname === 'Monthly',
    );
    await control.holdWebhooks('stripe');
    const made = await stripe.subscriptions.create({
      customer: payer?.id ?? '',
      items: [{ price: price?.id ?? '', quantity: 3 }],
    });
    await later(2_000);
    await stripe.subscriptions.update(made.id, { metadata: { seats: '3' } });
    await later(2_000);
    await stripe.subscriptions.cancel(made.id);
    await control.releaseWebhooks('stripe', { shuffled: true });
    await settled();
    expect(await recordOf('subscriptions', made.id)).toMatchObject({ data: { status: 'cancelled' } });
    // Made, finalised and paid within one second, told in another order.
    const invoice = typeof made.latest_invoice === 'string' ? made.latest_invoice : (made.latest_invoice?.id ?? '');
    expect(await recordOf('invoices', invoice)).toMatchObject({ data: { status: 'paid' } });
  });

  it('nobody can tell in the end whether records came by webhook or were listed', async () => {
    const { document } = await run('sync', 'stripe', '--force');
    // No event tells of a movement on the balance.
    const told = document.runs.filter(({ stream }: { stream: string }) => stream !== 'balance_transactions');
    expect(told).toHaveLength(9);
    for (const one of told)
      expect(one, one.stream).toMatchObject({ mode: 'full', created: 0, updated: 0, deleted: 0, state: 'succeeded' });
  });
});

describe('an address', () => {
  it.each(['signature', 'body', 'stale', 'early', 'missing'])('refuses what was tampered with: %s', async (how) => {
    const before = (await server.ask('GET', '/api/tenants/acme/webhooks?limit=200', { key })).body.data.length;
    const { document, code } = await run('sandbox', 'webhook', 'stripe', 'charge.succeeded', '--tampered', how);
    expect(code).toBe(0);
    expect(document.data).toMatchObject([{ state: 'given_up', attempts: [{ status: 401 }] }]);
    const { body } = await server.ask('GET', '/api/tenants/acme/webhooks?limit=200', { key });
    expect(body.data).toHaveLength(before);
  });

  it('goes on counting for Stripe after it was rotated, and is registered anew', async () => {
    const before = (await stripe.webhookEndpoints.list()).data.map(({ url }) => url);
    await run('webhooks', 'rotate', id);
    const { id: customer } = await stripe.customers.create({ name: 'On the way' });
    await settled();
    expect(await recordOf('customers', customer)).toMatchObject({ data: { name: 'On the way' } });
    await server.hub.webhookSubscriptions.tick(new AbortController().signal);
    const after = (await stripe.webhookEndpoints.list()).data.map(({ url }) => url);
    expect(after).toHaveLength(1);
    expect(after).not.toEqual(before);
    const { id: other } = await stripe.customers.create({ name: 'To the new one' });
    await settled();
    expect(await recordOf('customers', other)).toMatchObject({ data: { name: 'To the new one' } });
  });

  it('of the platform serves connected accounts, each by the account its event names', async () => {
    const branch = await connected('Branch', { account_id: connectedId });
    await control.enterWebhookAddress('stripe', {
      url: `${server.url}/api/webhooks/stripe`,
      secret: appSecret,
      options: { connect: 'true' },
    });
    const { id: customer } = await clientOf(connectedId).customers.create({ name: 'Of the branch' });
    await settled();
    expect(await recordOf('customers', customer, branch)).toMatchObject({ data: { name: 'Of the branch' } });
    expect(await recordOf('customers', customer)).toBeUndefined();
  });
});

describe('the command line', () => {
  it('sends, lists, holds back and releases', async () => {
    const sent = await run(
      'sandbox',
      'webhook',
      'stripe',
      'charge.refunded',
      'charge.failed',
      '--count',
      '2',
      '--twice',
    );
    expect(sent.code).toBe(0);
    expect(sent.document.data).toHaveLength(8);
    const late = await run('sandbox', 'webhook', 'stripe', 'charge.failed', '--late', '90');
    expect(late.document.data).toMatchObject([{ state: 'pending', attempts: [] }]);
    expect((await run('sandbox', 'hold', 'stripe')).code).toBe(0);
    await stripe.products.create({ name: 'Held' });
    expect((await run('sandbox', 'webhooks', 'stripe')).document).toMatchObject({
      held: true,
      addresses: [{ entered: "by the vendor's API" }, { entered: 'by hand' }],
      deliveries: expect.arrayContaining([expect.objectContaining({ types: ['charge.failed'], state: 'pending' })]),
    });
    const released = await run('sandbox', 'release', 'stripe');
    expect(released.document.data).toMatchObject([{ types: ['product.created'], state: 'received' }]);
  });

  it('shows an address without the part that is a secret', async () => {
    const shown = await commandLine(server, ['sandbox', 'webhooks', 'stripe']);
    expect(shown.stdout).toMatch(/\/api\/webhooks\/stripe\/.{8}\.\.\.\t\d+\tby the vendor's API\tactive/);
  });

  it('enters an address by hand, with a secret from a file or one that Stripe makes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plugboard-secret-'));
    try {
      const file = join(folder, 'secret');
      writeFileSync(file, 'whsec_typed_by_hand\n');
      const url = `${server.url}/api/webhooks/stripe/nobody`;
      const typed = await run(
        'sandbox',
        'webhook-address',
        'stripe',
        url,
        '--secret',
        `@${file}`,
        '--types',
        'payout.paid',
      );
      expect(typed).toMatchObject({
        code: 0,
        document: { secret: null, address: { types: ['payout.paid'], active: true } },
      });
      const made = await run('sandbox', 'webhook-address', 'stripe', url);
      expect(made.document.secret).toMatch(/^whsec_/);
      // Nobody there: Stripe hears 404, and will try again.
      const sent = await run('sandbox', 'webhook', 'stripe', 'payout.paid');
      expect(sent.code).toBe(3);
      expect(sent.document.data.map((one: { attempts: { status: number }[] }) => one.attempts[0]?.status)).toEqual([
        200, 404, 404,
      ]);
      for (const address of [typed, made]) await control.removeWebhookAddress('stripe', address.document.address.id);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it.each([
    [['sandbox', 'webhook', 'stripe', 'charge.failed', '--tampered', 'nicely'], '--tampered: expected signature'],
    [['sandbox', 'webhook', 'stripe', 'charge.failed', '--count', '0'], '--count'],
    [['sandbox', 'webhook', 'stripe', 'charge.failed', '--control', 'here'], '--control: expected an address'],
    [['sandbox', 'webhook-address', 'stripe', 'http://127.0.0.1', '--secret', 'whsec_x'], '--secret: expected @file'],
  ])('says what was typed wrong: %s', async (argv, complaint) => {
    const { code, document } = await run(...argv);
    expect(code).toBe(2);
    expect(JSON.stringify(document)).toContain(complaint);
  });
});
