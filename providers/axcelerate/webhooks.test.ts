/**
 * aXcelerate's webhooks: the signature by the documented recipe, worked out here and not by the sandbox; what a body tells; what follows from
 * it. What is refused besides is in the conformance suite.
 */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import type { JsonObject, JsonValue, VerifyContext } from 'plugboard/contract';
import { describe, expect, test } from 'vitest';
import { webhooks } from './webhooks.ts';

const key = 'the private key of Harbour Training';
const envelope: JsonObject = {
  type: 'student.class_enrolment_created',
  message: { enrolment: { student: { contactId: 5431 }, class: { id: 32373 } } },
  clientId: 12345678,
  messageId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  timestamp: '2026-02-25T23:30:38.056Z',
};

const request = (body: Buffer = Buffer.alloc(0), headers: Readonly<Record<string, string>> = {}) => ({
  method: 'POST',
  url: 'https://plugboard.example/api/webhooks/axcelerate/x',
  headers,
  body,
});
const context = (secrets: readonly string[]): VerifyContext => ({
  secrets,
  nowMs: Date.parse('2026-02-25T23:30:39Z'),
  settings: {},
  keys: async () => ({}),
});
const signature = (body: Buffer, secret = key) => createHmac('sha256', secret).update(body).digest('hex');
const signed = (body: Buffer, headers: Readonly<Record<string, string>> = {}) =>
  request(body, { 'ax-signature-version': '1', 'ax-signature': signature(body), ...headers });

describe('the signature', () => {
  test('is the HMAC-SHA256 of the body as it was sent, in lower-case hex', async () => {
    const body = Buffer.from('{"type":"contact.contact_created","message":{"name":"Zoë"}}');
    // As `openssl dgst -sha256 -hmac` has it.
    expect(signature(body)).toBe('78f178414d42758664e3532b919682b44b757aefb0bb9b7ed7f47f52f0d5399b');
    expect(await webhooks.verify(signed(body), context(['another', key]))).toEqual({ genuine: true });
    const spaced = Buffer.from(`${body.toString()} `);
    expect(await webhooks.verify({ ...signed(body), body: spaced }, context([key]))).toMatchObject({ genuine: false });
    const upper = signature(body).toUpperCase();
    expect(await webhooks.verify(signed(body, { 'ax-signature': upper }), context([key]))).toMatchObject({
      genuine: false,
    });
  });

  test('any body, with its own key and with no other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), fc.string({ minLength: 8 }), async (bytes, other) => {
        fc.pre(other !== key);
        const body = Buffer.from(bytes);
        expect(await webhooks.verify(signed(body), context([key]))).toEqual({ genuine: true });
        expect(await webhooks.verify(signed(body), context([other]))).toMatchObject({ genuine: false });
      }),
    );
  });

  test.each([
    ['version 0, which is none', { 'ax-signature-version': '0', 'ax-signature': '' }, 'missing'],
    ['version 0 with a right one', { 'ax-signature-version': '0' }, 'missing'],
    ['a version of the future', { 'ax-signature-version': '2' }, 'malformed'],
    ['no version', { 'ax-signature-version': '' }, 'missing'],
    ['no signature', { 'ax-signature': '' }, 'missing'],
    ['one in base64', { 'ax-signature': 'qL9xkQ==' }, 'malformed'],
  ])('%s is refused', async (_what, headers, reason) => {
    const body = Buffer.from('{}');
    expect(await webhooks.verify(signed(body, headers), context([key]))).toMatchObject({ genuine: false, reason });
  });
});

describe('what a body tells', () => {
  const eventsOf = (content: JsonValue) => webhooks.events(content, request());

  test('one event, known again by its message id, without the number of the client', () => {
    expect(eventsOf(envelope)).toEqual([
      {
        type: 'student.class_enrolment_created',
        id: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
        at: '2026-02-25T23:30:38.056Z',
        payload: envelope['message'],
      },
    ]);
  });

  test.each([
    ['a list', [envelope]],
    ['no type', { ...envelope, type: '' }],
    ['no message', { type: 'contact.contact_created' }],
    ['null', null],
  ])('%s is not as documented', (_what, content) => {
    expect(() => eventsOf(content)).toThrow(expect.objectContaining({ code: 'decode_failed' }));
  });
});

describe('what follows', () => {
  const effectOf = (type: string, payload: JsonValue = {}, at: string | undefined = '2026-02-25T23:30:38.056Z') =>
    webhooks.effect({ type, payload, at }, { settings: {}, account: undefined, method: 'api_key' });

  test.each([
    ['contact.contact_updated', ['contacts']],
    ['contact.contact_merged', ['contacts']],
    ['student.workshop_enrolment_status_changed', ['enrolments']],
    ['student.class_enrolment_deleted', ['enrolments', 'unit_outcomes']],
    ['student.unit_enrolment_status_changed', ['unit_outcomes']],
    ['student.activity_enrolment_created', ['enrolments', 'unit_outcomes']],
    ['course.workshop_type_updated', ['courses']],
    ['course.workshop_updated', ['classes']],
    ['course.class_created', ['classes', 'units']],
    ['course.qualification_deleted', ['courses']],
  ])('%s wakes %s', (type, wake) => {
    expect(effectOf(type)).toEqual({ wake });
  });

  test.each(['trainer.trainer_created', 'calendar.event_updated', 'course.venue_created', '', 'constructor'])(
    'nothing from %j',
    (type) => {
      expect(effectOf(type)).toBeUndefined();
    },
  );

  test('who was deleted is gone, if it says who', () => {
    const gone = (payload: JsonValue, at?: string) => effectOf('contact.contact_deleted', payload, at)?.gone;
    const contact = { stream: 'contacts', key: '5431', at: '2026-02-25T23:30:38.056Z' };
    expect(gone({ contact: { contactId: 5431 } })).toEqual([contact]);
    expect(gone({ contactId: '5431' })).toEqual([contact]);
    for (const payload of [{}, { contact: { contactId: 0 } }, { contact: { contactId: 'x' } }, 'x', null])
      expect(gone(payload)).toBeUndefined();
    expect(effectOf('contact.contact_updated', { contact: { contactId: 5431 } })).toEqual({ wake: ['contacts'] });
  });
});
