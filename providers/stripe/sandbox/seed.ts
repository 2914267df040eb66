/**
 * Harbour Training as a Stripe account: its courses as products, the people and companies it bills as customers, its invoices with
 * the payments they led to, a plan some companies subscribe to. Nothing is written down as a result: everything is done in the
 * order of the calendar, as if somebody had used the account all year. Called by sandbox.ts.
 */
import { toMinor, type Business, type Company, type Person } from 'plugboard/contract';
import { ApiFailure } from './failures.ts';
import { add, change, emptyLedger, newId, text, type Doc, type Ledger, type State, type World } from './ledger.ts';
import { addCard, addressDoc, coBranded } from './methods.ts';
import { product as blankProduct } from './objects-billing.ts';
import { account, customer as blankCustomer } from './objects.ts';
import { addPrice } from './routes/catalogue.ts';
import { billed, idOf, oddPayments, plans, unix, type Deed, type Known } from './seed-billing.ts';
import { latest } from './shapes.ts';
import { letPass } from './time.ts';

const day = 86_400;

export const accountId = 'acct_sandboxharbour01';

export const connectedId = 'acct_sandboxbranch01';

export const secretKey = 'sk_test_sandbox_harbour_training_0001';

/** May read what is synced, but not the account itself; may write nothing. */
export const readKey = 'rk_test_sandbox_harbour_reading_0002';

const readable = [
  'customer',
  'charge',
  'payment_intent',
  'subscription',
  'invoice',
  'product',
  'price',
  'payout',
  'balance_transaction',
  'event',
];

export function seed(start: { readonly business: Business; hex(length: number): string }): State {
  const { business, hex } = start;
  const opened = Math.min(...business.invoices.map(({ issuedOn }) => unix(issuedOn))) - 30 * day;
  const ledger = (id: string, name: string) =>
    emptyLedger(
      account(id, {
        name,
        email: business.email,
        phone: business.phone,
        country: business.country,
        currency: business.currency.toLowerCase(),
        timeZone: business.timeZone,
        created: opened,
      }),
    );
  const main = ledger(accountId, business.name);
  const branch = ledger(connectedId, `${business.name} Branch`);
  const known: Known = new Map();
  perform(main, hex, [
    ...catalogue(business, known, opened),
    ...customers(business, known, opened + day),
    ...business.invoices.flatMap((invoice, index) => billed(invoice, index, known)),
    ...plans(business, known),
    ...oddPayments(known, opened),
  ]);
  perform(branch, hex, [
    {
      at: opened,
      act: (world) =>
        add(
          world,
          'customer',
          { ...blankCustomer(newId(world, 'cus'), world.now), email: 'branch@example.com', name: 'Branch Customer' },
          'customer.created',
        ),
    },
  ]);
  return {
    keys: {
      [secretKey]: { account: accountId },
      [readKey]: { account: accountId, rights: readable.map((name) => `${name}_read`) },
    },
    ledgers: { [accountId]: main, [connectedId]: branch },
    kept: {},
    calls: {},
  };
}

function perform(ledger: Ledger, hex: (length: number) => string, deeds: readonly Deed[]): void {
  for (const deed of deeds.toSorted((a, b) => a.at - b.at)) {
    const world: World = {
      ledger,
      now: deed.at,
      hex,
      origin: '',
      request: { id: null, idempotency_key: null },
      snapshot: (doc) => ({ ...doc }),
      apiVersion: latest,
      tell: () => {},
    };
    letPass(world);
    try {
      deed.act(world);
    } catch (error) {
      // A declined card is part of the story.
      if (!(error instanceof ApiFailure) || error.status !== 402) throw error;
    }
  }
}

/** Each course is a product with one price; the plan has two, and an old price nobody can buy any more. */
function catalogue(business: Business, known: Known, at: number): readonly Deed[] {
  const currency = business.currency.toLowerCase();
  const sold = business.courses.map((course, index): Deed => ({
    at: at + index * 60,
    act(world) {
      const doc = add(
        world,
        'product',
        {
          ...blankProduct(newId(world, 'prod'), world.now),
          name: `${course.code} ${course.title}`,
          metadata: { course: course.id, code: course.code },
        },
        'product.created',
      );
      const product = text(doc, 'id');
      const price = addPrice(world, { product, currency, unit_amount: toMinor(course.fee, currency) });
      change(world, doc, { default_price: text(price, 'id') }, 'product.updated');
      known.set(course.id, product);
      known.set(`${course.id}/price`, text(price, 'id'));
    },
  }));
  const plan: Deed = {
    at: at + 3_600,
    act(world) {
      const doc = add(
        world,
        'product',
        { ...blankProduct(newId(world, 'prod'), world.now), name: 'Staff training plan', unit_label: 'seat' },
        'product.created',
      );
      const product = text(doc, 'id');
      const priced = (unitAmount: number, interval: 'month' | 'year', nickname: string, active: boolean) =>
        text(
          addPrice(world, { product, currency, unit_amount: unitAmount, recurring: { interval }, nickname, active }),
          'id',
        );
      priced(3_900, 'month', 'Monthly until 2025', false);
      known.set('plan/month', priced(4_900, 'month', 'Monthly', true));
      known.set('plan/year', priced(49_000, 'year', 'Yearly', true));
      // Less than a cent each: such a price has no whole number of cents.
      addPrice(world, { product, currency, unit_amount_decimal: '0.5', nickname: 'Text message' });
      change(world, doc, { default_price: idOf(known, 'plan/month') }, 'product.updated');
    },
  };
  return [...sold, plan];
}

function contactFields(from: Person | Company): Doc {
  const person = 'firstName' in from;
  return {
    address: addressDoc({
      line1: from.address.line1,
      city: from.address.city,
      state: from.address.state,
      postal_code: from.address.postcode,
      country: from.address.country,
    }),
    currency: 'aud',
    email: from.email,
    metadata: person ? { person: from.id } : { company: from.id, abn: from.abn },
    name: person ? `${from.firstName} ${from.lastName}` : from.name,
    phone: from.phone,
  };
}

/** Everybody who is ever billed, and all companies. Three of four leave a card, every other of those co-branded with eftpos. */
function customers(business: Business, known: Known, at: number): readonly Deed[] {
  const billedIds = new Set(business.invoices.map(({ customer }) => customer));
  const payers = [...business.companies, ...business.people.filter(({ id }) => billedIds.has(id))];
  return payers.map((payer, index) => ({
    at: at + index * 90,
    act(world) {
      const doc = add(
        world,
        'customer',
        { ...blankCustomer(newId(world, 'cus'), world.now), ...contactFields(payer) },
        'customer.created',
      );
      known.set(payer.id, text(doc, 'id'));
      if (index % 4 === 3) return;
      const card =
        index % 2 === 0 ? coBranded : { brand: 'visa', last4: '4242', networks: ['visa'], funding: 'credit' as const };
      const method = text(addCard(world, card, text(doc, 'id')), 'id');
      change(world, doc, {
        invoice_settings: {
          custom_fields: null,
          default_payment_method: method,
          footer: null,
          rendering_options: null,
        },
      });
    },
  }));
}
