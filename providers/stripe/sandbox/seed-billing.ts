/** The seeded year of billing: invoices and how they were paid, companies on the plan, payments that went another way. See seed.ts. */
import { toMinor, type Business, type BusinessInvoice } from 'plugboard/contract';
import { addRefund } from './charges.ts';
import { cancelIntent, captureIntent, confirmIntent, createIntent } from './intents.ts';
import { draft, finalize, intentOf, lineDoc, pay, voided } from './invoices.ts';
import { find, need, text, type Doc, type World } from './ledger.ts';
import { cancelSubscription, createSubscription, updateSubscription } from './subscriptions.ts';

const day = 86_400;

export interface Deed {
  /** Unix seconds. */
  readonly at: number;
  act(world: World): void;
}

export function unix(date: string, hour = 1): number {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / 1000) + hour * 3_600;
}

/** Ids are remembered by ours while the seed is at work. */
export type Known = Map<string, string>;

export function idOf(known: Known, ours: string): string {
  const id = known.get(ours);
  if (id === undefined) throw new RangeError(`the seed has not made ${ours} yet`);
  return id;
}

/** One invoice of the business from draft to wherever it got, paid in one of the ways Australians pay. */
export function billed(invoice: BusinessInvoice, index: number, known: Known): readonly Deed[] {
  const key = `invoice/${invoice.id}`;
  const issue: Deed = {
    at: unix(invoice.issuedOn) + index,
    act(world) {
      const at = world.now;
      const lines = invoice.lines.map((line) => {
        const unit = toMinor(line.unitAmount, 'aud');
        return lineDoc(world, null, 'aud', {
          description: line.description,
          quantity: line.quantity,
          unitAmount: String(unit),
          amount: unit * line.quantity,
          price: line.course === undefined ? null : idOf(known, `${line.course}/price`),
          product: line.course === undefined ? null : idOf(known, line.course),
          period: { start: at, end: at },
          taxed: true,
        });
      });
      const customer = need(world, 'customer', idOf(known, invoice.customer));
      const dueInDays = Math.round((unix(invoice.dueOn) - unix(invoice.issuedOn)) / day);
      const doc = draft(world, {
        customer,
        currency: 'aud',
        lines,
        reason: 'manual',
        dueInDays,
        metadata: { invoice: invoice.id },
        period: { start: at, end: at },
      });
      known.set(key, text(doc, 'id'));
      if (invoice.status !== 'draft') finalize(world, doc, invoice.number);
    },
  };
  const doc = (world: World) => need(world, 'invoice', idOf(known, key));
  if (invoice.status === 'void') return [issue, { at: issue.at + 5 * day, act: (world) => voided(world, doc(world)) }];
  if (invoice.paidOn === undefined) return [issue];
  const payment: Deed = { at: unix(invoice.paidOn, 3) + index, act: (world) => settle(world, doc(world), index) };
  // Every ninth card payment is given back in part a few days later.
  const back: Deed = {
    at: payment.at + 4 * day,
    act(world) {
      const charge = find(world, 'charge', text(intentOf(world, idOf(known, key)), 'latest_charge'));
      if (charge?.['status'] === 'succeeded')
        addRefund(world, charge, { amount: 2_450, reason: 'requested_by_customer', metadata: {} });
    },
  };
  return index % 9 === 2 ? [issue, payment, back] : [issue, payment];
}

function settle(world: World, invoice: Doc, index: number): void {
  const customer = need(world, 'customer', text(invoice, 'customer'));
  const intent = intentOf(world, text(invoice, 'id'));
  const billingDetails = { name: text(customer, 'name'), email: text(customer, 'email') };
  if (index % 5 === 1 && intent !== undefined) {
    confirmIntent(world, intent, {
      off_session: true,
      payment_method_data: {
        type: 'au_becs_debit',
        au_becs_debit: { bsb_number: '066123', account_number: `00${String(100_000 + index)}` },
        billing_details: billingDetails,
      },
      mandate_data: {
        customer_acceptance: {
          type: 'online',
          accepted_at: world.now,
          online: { ip_address: '192.0.2.10', user_agent: 'Mozilla/5.0' },
        },
      },
    });
    return;
  }
  if (index % 5 === 3 && intent !== undefined) {
    confirmIntent(world, intent, {
      off_session: true,
      payment_method_data: {
        type: 'payto',
        payto: { pay_id: text(customer, 'email') },
        billing_details: billingDetails,
      },
    });
    return;
  }
  pay(world, invoice, text(customer, 'invoice_settings.default_payment_method') || 'pm_card_mastercard');
}

/** Every other company subscribes to the plan; one has left, one is about to, one is trying it out. */
export function plans(business: Business, known: Known): readonly Deed[] {
  const last = Math.max(...business.invoices.map(({ issuedOn }) => unix(issuedOn)));
  return business.companies.flatMap((company, index): readonly Deed[] => {
    const key = `plan/${company.id}`;
    const trial = index === business.companies.length - 1;
    const begin: Deed = {
      at: trial ? last - 5 * day : last - (40 + index * 11) * day,
      act(world) {
        const doc = createSubscription(world, {
          customer: idOf(known, company.id),
          items: [{ price: idOf(known, index % 3 === 2 ? 'plan/year' : 'plan/month'), quantity: 2 + index }],
          ...(trial ? { trial_period_days: 60 } : {}),
          // Those without a card on file get a bill.
          ...(index % 4 === 3 && !trial ? { collection_method: 'send_invoice' as const, days_until_due: 14 } : {}),
        });
        known.set(key, text(doc, 'id'));
      },
    };
    const doc = (world: World) => need(world, 'subscription', idOf(known, key));
    if (index === 1)
      return [
        begin,
        {
          at: last - 20 * day,
          act: (world) => cancelSubscription(world, doc(world), { cancellation_details: { feedback: 'unused' } }),
        },
      ];
    if (index === 2)
      return [
        begin,
        { at: last - 10 * day, act: (world) => updateSubscription(world, doc(world), { cancel_at_period_end: true }) },
      ];
    return [begin];
  });
}

/** Payments that did not simply succeed: declined, begun and left, authorised only, given up. */
export function oddPayments(known: Known, opened: number): readonly Deed[] {
  /** An account without customers has payments all the same. */
  const payer = (world: World) => {
    const [customer] = world.ledger.objects.customer;
    return customer === undefined ? {} : { customer: text(customer, 'id') };
  };
  const base = { currency: 'aud', allowed_payment_method_types: ['card'] };
  const deeds: readonly ((world: World) => void)[] = [
    (world) =>
      createIntent(world, {
        ...base,
        amount: 12_500,
        ...payer(world),
        description: 'First aid kit',
        confirm: true,
        payment_method: 'pm_card_chargeDeclinedInsufficientFunds',
      }),
    (world) => createIntent(world, { ...base, amount: 9_900, ...payer(world), description: 'Refresher course' }),
    (world) => {
      const intent = createIntent(world, {
        ...base,
        amount: 30_000,
        description: 'Room deposit',
        capture_method: 'manual',
        confirm: true,
        payment_method: 'pm_card_visa',
      });
      captureIntent(world, intent, 20_000);
    },
    (world) =>
      createIntent(world, {
        ...base,
        amount: 15_000,
        description: 'Manikin deposit',
        capture_method: 'manual',
        confirm: true,
        payment_method: 'pm_card_mastercard',
      }),
    (world) =>
      cancelIntent(world, createIntent(world, { ...base, amount: 4_400, description: 'Workbook' }), 'abandoned'),
    // Whole yen: a currency without cents.
    (world) =>
      createIntent(world, {
        ...base,
        amount: 15_000,
        currency: 'jpy',
        description: 'Partner in Osaka',
        confirm: true,
        payment_method: 'pm_card_visa',
      }),
  ];
  return deeds.map((act, index) => ({ at: opened + (40 + index * 20) * day + known.size, act }));
}
