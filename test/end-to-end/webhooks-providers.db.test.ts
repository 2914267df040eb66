/**
 * Webhooks of the vendors whose events only say that something changed: each sandbox sends in its vendor's envelope, signed its vendor's way, to
 * the product's own address, and what follows is a reading of the lists concerned. Stripe, whose events carry the objects, is in webhooks.db.test.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import canvas from '../../providers/canvas/sandbox.ts';
import moodle from '../../providers/moodle/sandbox.ts';
import sageIntacct from '../../providers/sage_intacct/sandbox.ts';
import xero from '../../providers/xero/sandbox.ts';
import type { Sandbox } from '../../src/contract/index.ts';
import type { SandboxControl } from '../../src/sandbox/index.ts';
import { testServer, type TestServer } from '../../src/testing/server.ts';

const sandboxes: Readonly<Record<string, Sandbox>> = { canvas, moodle, sage_intacct: sageIntacct, xero };
/** The platform's Xero app. */
const appKey = 'webhooks-key-of-the-platform-0001';

let server: TestServer;
let control: SandboxControl;
let key: string;
const integrations: Record<string, string> = {};

beforeAll(async () => {
  const providers = Object.entries(sandboxes).map(([name, sandbox]) => ({ key: name, sandbox }));
  const sender = sageIntacct.signIns[0]?.appFields ?? {};
  server = await testServer({
    sandboxes: providers,
    environmentApps: new Map([
      ['sage_intacct', { client: undefined, fields: { ...sender }, webhookSecrets: [] }],
      ['xero', { client: undefined, fields: {}, webhookSecrets: [{ value: appKey }] }],
    ]),
  });
  if (server.control === undefined) throw new Error('no sandbox');
  control = server.control;
  ({ key } = await server.tenant('acme'));
  for (const { key: provider, sandbox } of providers) integrations[provider] = await connected(provider, sandbox);
});
afterAll(() => server?.stop());
beforeEach(async () => {
  for (const provider of Object.keys(sandboxes)) await control.forgetWebhooks(provider);
});

/** By the way in that needs nobody to sign in. */
async function connected(provider: string, sandbox: Sandbox): Promise<string> {
  const signIn = sandbox.signIns.find(({ fields }) => Object.keys(fields).length > 0);
  const made = await server.hub.integrations.create(server.system, 'acme', {
    provider,
    name: provider,
    auth_method: signIn?.method,
    credentials: { ...signIn?.fields },
    settings: { ...signIn?.settings },
    schedule: null,
  });
  await server.hub.connection.connect(server.system, 'acme', made.id, { sync: false });
  return made.id;
}

const pathOf = (provider: string, rest = '') => `/api/tenants/acme/integrations/${integrations[provider]}${rest}`;

/** Makes the integration's own address, and enters it at the vendor. Answers whether the vendor is content with it. */
async function listening(provider: string, secret?: string): Promise<boolean> {
  const { status, body } = await server.ask('PUT', pathOf(provider, '/webhook-address'), {
    key,
    body: secret === undefined ? {} : { secret },
  });
  expect(status).toBe(200);
  return (await control.enterWebhookAddress(provider, { url: body.url, secret })).address.active;
}

/** What the vendor got for an answer, what is kept, and what is read because of it. */
async function sent(
  provider: string,
  type: string,
  how: { readonly tampered?: 'signature' | 'missing'; readonly twice?: true } = {},
) {
  const before = new Set((await runsOf(provider)).map(({ id }) => id));
  await control.sendWebhooks(provider, { type, ...how });
  const { deliveries } = await control.webhooksSettled(provider);
  while (await server.hub.inbox.tick(new AbortController().signal));
  const { body } = await server.ask('GET', pathOf(provider, '/webhooks?limit=200'), { key });
  const runs = (await runsOf(provider)).filter(({ id }) => !before.has(id));
  return {
    answers: deliveries.flatMap(({ attempts }) => attempts.map(({ status }) => status)),
    kept: body.data.filter((one: { type: string }) => one.type === type).map(({ state }: { state: string }) => state),
    woken: [...new Set(runs.filter(({ trigger }) => trigger === 'webhook').map(({ stream }) => stream))].toSorted(),
  };
}

async function runsOf(provider: string): Promise<readonly { id: string; trigger: string; stream: string }[]> {
  return (await server.ask('GET', pathOf(provider, '/runs?limit=200'), { key })).body.data;
}

describe('xero', () => {
  it('the address of the app: tried with right and wrong signatures, then believed for the organisation that is connected', async () => {
    const url = `${server.url}/api/webhooks/xero`;
    const { address, handshake } = await control.enterWebhookAddress('xero', { url, secret: appKey });
    expect(handshake.map(({ status }) => status)).toEqual([200, 401, 200, 401]);
    expect(address.active).toBe(true);
    expect(await sent('xero', 'INVOICE.UPDATE')).toEqual({
      answers: [200],
      kept: ['processed'],
      woken: ['invoices', 'payments'],
    });
    // What the app sells at the store is about nobody here, and must not make Xero switch off.
    expect(await sent('xero', 'SUBSCRIPTION.UPDATE')).toEqual({ answers: [200, 200], kept: [], woken: [] });
    await control.removeWebhookAddress('xero', address.id);
  });

  it('an address of the integration’s own, without a key: the vendor is refused, and does not begin', async () => {
    const { body } = await server.ask('PUT', pathOf('xero', '/webhook-address'), { key, body: {} });
    const { address } = await control.enterWebhookAddress('xero', { url: body.url, secret: 'a-key-nobody-knows-here' });
    expect(address.active).toBe(false);
    await control.removeWebhookAddress('xero', address.id);
  });
});

describe('canvas', () => {
  it('signed events are checked with the keys Canvas publishes', async () => {
    expect(await listening('canvas')).toBe(true);
    expect(await sent('canvas', 'grade_change', { twice: true })).toEqual({
      answers: [200, 200],
      kept: ['processed'],
      woken: ['gradebook', 'submissions'],
    });
    await control.forgetWebhooks('canvas');
    for (const tampered of ['signature', 'missing'] as const) {
      const { answers, kept } = await sent('canvas', 'user_created', { tampered });
      expect(new Set(answers)).toEqual(new Set([401]));
      expect(kept).toEqual([]);
    }
  });

  it('events that are not signed are refused', async () => {
    await control.switches('canvas', { live_events: 'unsigned' });
    expect(await sent('canvas', 'course_updated')).toMatchObject({ answers: [401], kept: [] });
    await control.switches('canvas', { live_events: 'signed' });
  });
});

describe('sage_intacct', () => {
  it('a plain trigger with the secret of the address', async () => {
    expect(await listening('sage_intacct', 'a-long-text-of-our-own-1')).toBe(true);
    expect(await sent('sage_intacct', 'arinvoice.updated')).toEqual({
      answers: [200],
      kept: ['processed'],
      woken: ['invoices'],
    });
    await control.forgetWebhooks('sage_intacct');
    expect(await sent('sage_intacct', 'customer.updated', { tampered: 'signature' })).toMatchObject({
      answers: [401],
      kept: [],
    });
  });

  it('webhook delivery with a token of Sage, beside it', async () => {
    const { body } = await server.ask('GET', pathOf('sage_intacct', '/webhook-address'), { key });
    await control.enterWebhookAddress('sage_intacct', { url: body.url });
    // Both triggers tell the same: what came is one event, and it is not sent a third time.
    expect(await sent('sage_intacct', 'customer.created')).toEqual({
      answers: [200, 200],
      kept: ['processed'],
      woken: ['customers'],
    });
  });
});

describe('moodle', () => {
  it('whoever knows the address is believed, as far as a reading goes', async () => {
    expect(await listening('moodle')).toBe(true);
    expect(await sent('moodle', '\\core\\event\\course_completed')).toEqual({
      answers: [200],
      kept: ['processed'],
      woken: ['completion'],
    });
    await control.forgetWebhooks('moodle');
    expect(await sent('moodle', '\\core\\event\\course_viewed')).toMatchObject({ kept: ['processed'], woken: [] });
    expect((await server.ask('POST', '/api/webhooks/moodle', { body: {} })).status).toBe(404);
  });

  it('a form is as good, and what is no event is not kept', async () => {
    await control.switches('moodle', { webhook_format: 'form' });
    expect(await sent('moodle', '\\core\\event\\user_updated')).toMatchObject({ answers: [200], kept: ['processed'] });
    const { body } = await server.ask('GET', pathOf('moodle', '/webhook-address'), { key });
    const { pathname } = new URL(body.url);
    expect((await server.ask('POST', pathname, { body: { hello: 'world' } })).status).toBe(400);
  });
});
