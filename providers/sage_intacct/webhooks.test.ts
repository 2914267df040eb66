/** Triggers of Sage Intacct: the body this project asks for, both ways of proving it, and what the sandbox tells. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Account, JsonObject, JsonValue, Settings, WebhookEffect, WebhookEvent } from 'plugboard/contract';
import { testSandbox } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import sandbox, { credentials } from './sandbox.ts';
import type { State } from './sandbox/state.ts';
import { webhooks } from './webhooks.ts';

const secret = 'a-secret-of-our-own-1';
const keysUrl = 'https://api.intacct.com/keys';
const now = Date.parse('2026-05-02T04:00:05Z');
const body = {
  eventId: 'e-1',
  eventType: 'arinvoice.updated',
  objectName: 'ARINVOICE',
  recordNo: '125',
  companyId: 'acme',
  timestamp: '2026-05-02T04:00:00Z',
};
const company: Account = { id: 'acme', name: 'acme', meta: {} };

function eventOf(content: JsonValue): WebhookEvent {
  const request = { method: 'POST', url: '', headers: {}, body: Buffer.alloc(0) };
  const [event] = webhooks.events(content, request);
  if (event === undefined) throw new Error('no event');
  return event;
}

function effectOf(
  change: JsonObject,
  { account, settings = {} }: { readonly account?: Account; readonly settings?: Settings } = {},
): WebhookEffect | undefined {
  return webhooks.effect(eventOf({ ...body, ...change }), { settings, account, method: 'session' });
}

describe('what proves it', () => {
  const pairMade = generateKeyPair('RS256', { extractable: true });
  const signed = async (seconds: number) => {
    const pair = await pairMade;
    const token = await new SignJWT({ client_id: 'x' })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + 300)
      .sign(pair.privateKey);
    return `Bearer ${token}`;
  };
  const verify = async (
    headers: Readonly<Record<string, string>>,
    { settings = {}, secrets = [] }: { readonly settings?: Settings; readonly secrets?: readonly string[] },
  ) => {
    const jwk = await exportJWK((await pairMade).publicKey);
    return webhooks.verify(
      { method: 'POST', url: '', headers, body: Buffer.from(JSON.stringify(body)) },
      {
        secrets,
        nowMs: now,
        settings,
        keys: async () => JSON.parse(JSON.stringify({ keys: [{ ...jwk, kid: 'k' }] })),
      },
    );
  };

  test('the secret in its header, the one before as well', async () => {
    const header = { 'x-webhook-secret': secret };
    expect(await verify(header, { secrets: [secret] })).toEqual({ genuine: true });
    expect(await verify(header, { secrets: ['another-one-of-ours', secret] })).toEqual({ genuine: true });
    expect(await verify(header, { secrets: ['another-one-of-ours'] })).toMatchObject({ reason: 'wrong' });
    expect(await verify({}, { secrets: [secret] })).toMatchObject({ reason: 'missing' });
  });

  test('nothing where neither a secret nor keys are set', async () => {
    expect(await verify({ 'x-webhook-secret': '' }, {})).toMatchObject({ genuine: false });
    expect(await verify({ 'x-webhook-secret': secret }, {})).toMatchObject({ genuine: false });
    expect(await verify({ authorization: await signed(now / 1000) }, {})).toMatchObject({ genuine: false });
  });

  test('a token of Sage, where its keys are set; the claims are not the event', async () => {
    const settings = { event_keys_url: keysUrl };
    const seconds = Math.floor(now / 1000);
    expect(await verify({ authorization: await signed(seconds) }, { settings })).toEqual({ genuine: true });
    expect(await verify({ authorization: await signed(seconds - 3600) }, { settings })).toMatchObject({
      reason: 'stale',
    });
    expect(await verify({ authorization: 'Bearer x.y.z' }, { settings })).toMatchObject({ reason: 'malformed' });
    // A plain trigger beside it goes on with its secret; a bad token is not saved by one.
    expect(await verify({ 'x-webhook-secret': secret }, { settings, secrets: [secret] })).toEqual({ genuine: true });
    const both = { authorization: 'Bearer x.y.z', 'x-webhook-secret': secret };
    expect(await verify(both, { settings, secrets: [secret] })).toMatchObject({ genuine: false });
  });
});

describe('what it says', () => {
  test('the body of the guide', () => {
    expect(eventOf(body)).toEqual({
      type: 'arinvoice.updated',
      id: 'e-1',
      at: '2026-05-02T04:00:00.000Z',
      payload: body,
    });
  });

  test('without an id it is known by object, record and moment; without those by its content', () => {
    const { eventId: _id, ...plain } = body;
    expect(eventOf(plain).id).toBe('ARINVOICE|125|2026-05-02T04:00:00Z');
    expect(eventOf({ ...plain, recordNo: 125 }).id).toBe('ARINVOICE|125|2026-05-02T04:00:00Z');
    expect(eventOf({ objectName: 'CUSTOMER', recordNo: '1' })).toMatchObject({
      type: 'customer.changed',
      id: undefined,
    });
  });

  test('moments as Sage writes them in templates', () => {
    expect(eventOf({ ...body, timestamp: '05/02/2026 04:00:00' }).at).toBe('2026-05-02T04:00:00.000Z');
    expect(eventOf({ ...body, timestamp: 'yesterday' }).at).toBeUndefined();
  });

  test.each([
    ['a list', [body]],
    ['a text', 'x'],
    ['no object', { recordNo: '1' }],
  ])('%s is refused', (_what, content) => {
    expect(() => eventOf(content)).toThrow(expect.objectContaining({ code: 'decode_failed' }));
  });
});

describe('what follows', () => {
  test('the object’s list is read again, by either API’s name, a line as its document', () => {
    for (const objectName of ['ARINVOICE', 'arinvoice', 'accounts-receivable/invoice', 'ARINVOICEITEM'])
      expect(effectOf({ objectName })).toEqual({ wake: ['invoices'] });
    expect(effectOf({ objectName: 'CUSTOMER' })).toEqual({ wake: ['customers'] });
    expect(effectOf({ objectName: 'GLACCOUNT' })).toEqual({ wake: ['gl_accounts'] });
    expect(effectOf({ objectName: 'ARPYMT' })).toEqual({ wake: ['payments', 'invoices'] });
    expect(effectOf({ objectName: 'GLBATCH' })).toEqual({ wake: ['journal_entries'] });
    expect(effectOf({ objectName: 'GLBATCH' }, { settings: { gl_details_from: '2026-05-01' } })).toEqual({
      wake: ['journal_entries', 'gl_details'],
    });
    expect(effectOf({ objectName: 'PROJECT' })).toBeUndefined();
  });

  test('what is gone is taken from the event, because no later reading of changes would tell', () => {
    const deleted = { eventType: 'arinvoice.deleted' };
    const gone = [{ stream: 'invoices', key: '125', at: '2026-05-02T04:00:00.000Z' }];
    expect(effectOf(deleted)).toEqual({ gone });
    const payment = { eventType: 'arpymt.deleted', objectName: 'ARPYMT' };
    expect(effectOf(payment)).toMatchObject({ wake: ['invoices'], gone: [{ stream: 'payments', key: '125' }] });
    expect(effectOf({ ...deleted, objectName: 'ARINVOICEITEM' })).toEqual({ wake: ['invoices'] });
    expect(effectOf({ ...deleted, timestamp: '' })).toEqual({ wake: ['invoices'] });
  });

  test('a copy of the company that kept its triggers is not listened to', () => {
    expect(effectOf({ companyId: 'acme-imp' }, { account: company })).toBeUndefined();
    expect(effectOf({ companyId: 'ACME' }, { account: company })).toEqual({ wake: ['invoices'] });
    expect(effectOf({}, { account: { ...company, id: 'acme|100' } })).toEqual({ wake: ['invoices'] });
    expect(effectOf({ companyId: 'acme-imp' })).toEqual({ wake: ['invoices'] });
  });
});

describe('the sandbox', () => {
  const { sender_id: sender, sender_password: password } = credentials.sender;
  const { company_id: companyId, user_id: user, user_password: userPassword } = credentials.user;
  const escaped = (text: string) => text.replace(/[<>&"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
  const asked = (functions: string, transaction = false) => `<request>
    <control><senderid>${sender}</senderid><password>${escaped(password)}</password><controlid>1</controlid><uniqueid>false</uniqueid><dtdversion>3.0</dtdversion></control>
    <operation transaction="${transaction}"><authentication><login><userid>${user}</userid><companyid>${companyId}</companyid><password>${escaped(userPassword)}</password></login></authentication>
    <content>${functions}</content></operation></request>`;
  const customer = (name: string) =>
    `<function controlid="f"><create><CUSTOMER><NAME>${name}</NAME><DISPLAYCONTACT><PRINTAS>x</PRINTAS></DISPLAYCONTACT></CUSTOMER></create></function>`;

  async function startBox() {
    const box = await testSandbox<State>({ key: 'sage_intacct', sandbox });
    onTestFinished(() => box.stop());
    await box.control.enterWebhookAddress('sage_intacct', { url: `${box.origin}/nowhere`, secret });
    const post = async (text: string) => {
      const headers = { 'content-type': 'application/xml' };
      await fetch(`${box.origin}/ia/xml/xmlgw.phtml`, { method: 'POST', headers, body: text });
      const { deliveries } = await box.control.webhooksSettled('sage_intacct');
      await box.control.forgetWebhooks('sage_intacct');
      return deliveries.flatMap(({ types }) => types);
    };
    return { box, post };
  }

  test('tells what a function wrote, with the secret of the address', async () => {
    const { box, post } = await startBox();
    expect(await post(asked(customer('Nguyễn Training')))).toEqual(['customer.created']);
    const sent = box.exchanges.find(({ request }) => request.path === '/nowhere')?.request;
    expect(sent?.headers).toMatchObject({ 'x-webhook-secret': secret });
    expect(sent?.headers['authorization']).toBeUndefined();
    expect(JSON.parse(String(sent?.body))).toMatchObject({ objectName: 'CUSTOMER', companyId });
  });

  test('tells nothing of a transaction that was undone', async () => {
    const { post } = await startBox();
    expect(await post(asked(customer('One') + customer(''), true))).toEqual([]);
    expect(await post(asked(customer('One') + customer('')))).toEqual(['customer.created']);
  });
});
