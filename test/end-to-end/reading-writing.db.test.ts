/** Reading and writing for real: the two providers' own sandboxes, through the API as a customer uses it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import stripeSandbox from '../../providers/stripe/sandbox.ts';
import xeroSandbox from '../../providers/xero/sandbox.ts';
import { commandLine } from '../../src/testing/command-line.ts';
import { testServer, type TestServer } from '../../src/testing/server.ts';

let server: TestServer;
let key: string;
const ids = { stripe: '', xero: '' };
beforeAll(async () => {
  server = await testServer({
    sandboxes: [
      { key: 'xero', sandbox: xeroSandbox },
      { key: 'stripe', sandbox: stripeSandbox },
    ],
  });
  ({ key } = await server.tenant('acme'));
  const ways = {
    stripe: stripeSandbox.signIns.find((one) => one.method === 'api_key'),
    xero: xeroSandbox.signIns.find((one) => one.method === 'client_credentials'),
  };
  await server.control?.switches('xero', { limits: 'off' });
  for (const provider of ['stripe', 'xero'] as const) {
    const way = ways[provider];
    const made = await server.hub.integrations.create(server.system, 'acme', {
      provider,
      auth_method: way?.method,
      credentials: { ...way?.fields },
      settings: { ...way?.settings },
      schedule: null,
      // Xero's 60 calls a minute would make this wait.
      overrides: { limits: [{ per: 'second', max: 1000 }] },
    });
    await server.hub.connection.connect(server.system, 'acme', made.id, { sync: false });
    ids[provider] = made.id;
  }
});
afterAll(() => server?.stop());
afterEach(() => server.control?.clearFaults());

const ask = (method: string, path: string, body?: unknown) =>
  server.ask(method, `/api/tenants/acme${path}`, { key, ...(body === undefined ? {} : { body }) });
const sync = async (provider: 'stripe' | 'xero', ...more: string[]) =>
  commandLine(server, ['--tenant', 'acme', '--json', 'sync', provider, ...more]);

async function all(path: string) {
  const found = [];
  for (let cursor = ''; ;) {
    const { status, body } = await ask('GET', `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor}`);
    expect(status, JSON.stringify(body)).toBe(200);
    found.push(...body.data);
    if (body.next_cursor === null) return found;
    cursor = `&cursor=${body.next_cursor}`;
  }
}

describe('reading', () => {
  it.each(['stripe', 'xero'] as const)('%s: a first pass stores everything, a second nothing', async (provider) => {
    const first = await sync(provider);
    expect(first.code, first.stdout).toBe(0);
    const counts = first.document.runs.map((run: { created: number }) => run.created);
    expect(counts.filter((count: number) => count > 0).length).toBeGreaterThan(5);
    const { body: before } = await ask('GET', '/changes?limit=1');
    expect(before.has_more).toBe(true);
    const again = await sync(provider, '--force');
    expect(again.code, again.stdout).toBe(0);
    for (const run of again.document.runs)
      expect(run, run.stream).toMatchObject({ mode: 'full', created: 0, updated: 0, deleted: 0 });
  });

  it('one model holds records of both', async () => {
    const contacts = await all('/records/contact');
    expect(new Set(contacts.map((one) => one.provider))).toEqual(new Set(['stripe', 'xero']));
    expect(new Set(contacts.map((one) => one.id)).size).toBe(contacts.length);
    expect(contacts.filter((one) => one.problem !== null)).toEqual([]);
    const ofStripe = await all('/integrations/stripe/customers');
    expect(ofStripe).toEqual(contacts.filter((one) => one.provider === 'stripe'));
    const [one] = await all('/records/invoice');
    expect((await ask('GET', `/records/invoice/${one.id}?raw=true`)).body.raw).toMatchObject(
      one.provider === 'stripe' ? { id: one.key } : { InvoiceID: one.key },
    );
  });

  it('an incremental run brings what changed since', async () => {
    const answer = await ask('POST', `/integrations/${ids.stripe}/proxy/v1/customers`, undefined);
    expect(answer.headers.get('plugboard-provider')).toBe('stripe');
    const { document } = await sync('stripe', '--stream', 'customers');
    expect(document.runs).toMatchObject([{ mode: 'incremental', state: 'succeeded', created: 1 }]);
  });
});

describe('writing', () => {
  it('a contact to Xero and a customer to Stripe, readable at once, unchanged for the next sync', async () => {
    const answers = [
      await ask('POST', '/integrations/xero/contacts', {
        input: { name: 'Ada Lovelace', email: 'ada@example.com' },
        external_reference: 'person-1',
      }),
      await ask('POST', '/integrations/stripe/customers', {
        input: { name: 'Ada Lovelace', email: 'ada@example.com' },
        external_reference: 'person-1',
      }),
    ];
    for (const { status, body } of answers) {
      expect(status, JSON.stringify(body)).toBe(200);
      const [record] = body.records;
      expect((await ask('GET', `/records/contact/${record.id}`)).body).toMatchObject({
        data: { name: 'Ada Lovelace' },
        problem: null,
      });
    }
    for (const [provider, stream] of [
      ['xero', 'contacts'],
      ['stripe', 'customers'],
    ] as const) {
      const { document } = await sync(provider, '--stream', stream, '--force');
      expect(document.runs, provider).toMatchObject([{ state: 'succeeded', created: 0, updated: 0, deleted: 0 }]);
    }
  });

  it('a payment intent hands its secret over once and keeps it nowhere', async () => {
    const pay = () =>
      ask('POST', `/integrations/${ids.stripe}/actions/create_payment_intent`, {
        input: { method: 'automatic', amount: '110.00', currency: 'AUD', description: 'Enrolment' },
        external_reference: 'enrolment-1',
      });
    const first = await pay();
    const { client_secret: secret, ...known } = first.body.output;
    expect(secret).toMatch(/_secret_/);
    expect((await pay()).body).toMatchObject({ replayed: true, output: known, withheld: ['client_secret'] });
    const { id: tenantId } = await server.hub.tenants.enter(server.system, 'read', 'acme');
    const stored = await server.composition.store.inTenant(tenantId, async (trx) => [
      await trx.selectFrom('action_call').selectAll().execute(),
      await trx.selectFrom('record').selectAll().execute(),
      await trx.selectFrom('integration_log').selectAll().execute(),
    ]);
    expect(JSON.stringify(stored)).not.toContain(secret);
    const [record] = first.body.records;
    const { body } = await ask('GET', `/records/payment_intent/${record.id}?raw=true`);
    expect(body.data).toMatchObject({ amount: '110.00', currency: 'AUD' });
    expect(JSON.stringify(body)).not.toContain(secret);
  });

  it.each([
    ['xero', 'create_contact', '^/api.xro/2.0/Contacts', { name: 'Lost and found' }],
    ['stripe', 'create_customer', '^/v1/customers', { name: 'Lost and found' }],
  ] as const)('%s: the answer of a write is lost, and it is done once', async (provider, action, path, input) => {
    await server.control?.fault({
      provider,
      path,
      method: provider === 'xero' ? 'PUT' : 'POST',
      kind: 'lose_answer',
      times: 1,
    });
    const run = () =>
      ask('POST', `/integrations/${ids[provider]}/actions/${action}`, { input, external_reference: 'lost-1' });
    const { status, body } = await run();
    expect(status, JSON.stringify(body)).toBe(200);
    expect((await run()).body).toMatchObject({ replayed: true, output: { id: body.output.id } });
    await sync(provider, '--stream', provider === 'xero' ? 'contacts' : 'customers', '--force');
    const found = (await all('/records/contact')).filter(
      (one) => one.provider === provider && one.data.name === 'Lost and found',
    );
    expect(found).toHaveLength(1);
  });
});
