/**
 * Lets time pass: whatever has fallen due since the last request happens now, in order and each at its own moment. Called before
 * every request, and by the seed between one day and the next.
 */
import { fundsAvailable, makePayouts, payoutPaid } from './balance.ts';
import { refundArrives } from './charges.ts';
import { sessionExpires } from './checkout.ts';
import { bankAnswers } from './intents.ts';
import { number, type Due, type World } from './ledger.ts';
import { followIntent, incompleteExpires, invoiceFinalized, periodOver } from './subscriptions.ts';

/** Stripe keeps events for 30 days. */
const eventsKept = 30 * 86_400;

const happenings: Readonly<Record<Due['what'], (world: World, id: string) => void>> = {
  bank_answers: (world, id) => {
    const intent = bankAnswers(world, id);
    if (intent !== undefined) followIntent(world, intent);
  },
  refund_arrives: refundArrives,
  funds_available: fundsAvailable,
  payout_made: (world) => makePayouts(world),
  payout_paid: payoutPaid,
  invoice_finalized: invoiceFinalized,
  period_over: periodOver,
  incomplete_expires: incompleteExpires,
  session_expires: sessionExpires,
};

/** Everything due up to the world's now. */
export function letPass(world: World): void {
  const { ledger } = world;
  for (;;) {
    const next = ledger.due.reduce<Due | undefined>(
      (first, due) => (due.at <= world.now && (first === undefined || due.at < first.at) ? due : first),
      undefined,
    );
    if (next === undefined) break;
    ledger.due = ledger.due.filter((due) => due !== next);
    happenings[next.what]({ ...world, now: next.at, request: { id: null, idempotency_key: null } }, next.id);
  }
  const { event } = ledger.objects;
  const fresh = event.findIndex((doc) => number(doc, 'created') >= world.now - eventsKept);
  event.splice(0, fresh < 0 ? event.length : fresh);
}
