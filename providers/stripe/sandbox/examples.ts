/** An input of each action that this account accepts; see `example` of the sandbox contract. */
import type { JsonObject } from 'plugboard/contract';
import type { Doc, State } from './ledger.ts';
import { text } from './ledger.ts';
import { accountId } from './seed.ts';

export function example(action: string, { state, nth }: { state: State; nth: number }): JsonObject | undefined {
  const objects = state.ledgers[accountId]?.objects;
  if (objects === undefined) return undefined;
  const idOf = (doc: Doc | undefined): string => text(doc, 'id');
  const card = objects.customer.find((doc) => text(doc, 'invoice_settings.default_payment_method') !== '');
  const monthly = objects.price.find((doc) => text(doc, 'recurring.interval') === 'month' && doc['active'] === true);
  const running = objects.subscription.filter(
    (doc) => doc['status'] === 'active' && doc['cancel_at_period_end'] !== true,
  );
  const paid = objects.charge.filter(
    (doc) => doc['status'] === 'succeeded' && doc['amount_refunded'] === 0 && doc['captured'] === true,
  );
  switch (action) {
    case 'create_customer':
      return {
        name: `Mai Tran ${nth}`,
        email: `mai.tran.${nth}@example.com`,
        address: { city: 'Fremantle', country: 'AU' },
      };
    case 'create_payment_intent':
      return {
        method: 'automatic',
        amount: '110.00',
        currency: 'AUD',
        contact_id: idOf(card),
        description: `Refresher ${nth}`,
      };
    case 'create_checkout_session':
      return {
        mode: 'payment',
        lines: [{ name: 'First aid course', amount: '165.00', currency: 'AUD', quantity: 1 }],
        success_url: 'https://harbour.example/paid',
        reference: `enrolment-${nth}`,
      };
    case 'create_subscription':
      return { contact_id: idOf(card), items: [{ price_id: idOf(monthly), quantity: nth }] };
    case 'update_subscription':
      return { subscription_id: idOf(running[nth % running.length]), description: `Staff plan ${nth}` };
    case 'cancel_subscription':
      return { subscription_id: idOf(running[nth % running.length]) };
    case 'create_refund':
      return { payment_id: idOf(paid[nth]), amount: '1.00', currency: 'AUD' };
    default:
      return undefined;
  }
}
