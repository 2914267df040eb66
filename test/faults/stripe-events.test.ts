// What the faults send in Stripe's name is held against Stripe's own package.
import { Stripe } from 'stripe';
import { expect, test } from 'vitest';
import { chargeEvent, stripeHeaders } from './stripe-events.ts';

const secret = 'whsec_of_the_faults';

test('the vendor itself takes what is signed here, and nothing that was changed since', () => {
  const { body, id } = chargeEvent(7, Date.now());
  const signature = stripeHeaders(body, secret, Date.now())['stripe-signature'] ?? '';
  expect(Stripe.webhooks.constructEvent(body, signature, secret)).toMatchObject({ id, type: 'charge.succeeded' });
  const tampered = Buffer.from(body.toString().replace('"paid":true', '"paid":null'));
  expect(() => Stripe.webhooks.constructEvent(tampered, signature, secret)).toThrow('signature');
});

test('events are as large as asked for, and differ in what tells them apart', () => {
  const [one, other] = [chargeEvent(1, 0, 2048), chargeEvent(2, 0, 2048)];
  expect([one.body.length, other.body.length]).toEqual([2048, 2048]);
  expect(one.id).not.toBe(other.id);
  expect(one.charge).not.toBe(other.charge);
  expect(chargeEvent(1, 0, 2048).body.equals(one.body)).toBe(true);
});
