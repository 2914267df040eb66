/** Lists that the sandboxes do not grow: small ones, read for the number of runs they make. */
import type { Arena } from './arena.ts';

export const smallStreams = {
  xero: [
    'invoices',
    'credit_notes',
    'payments',
    'bank_transactions',
    'accounts',
    'tax_rates',
    'tracking_categories',
    'expense_claims',
    'reports',
  ],
  stripe: [
    'customers',
    'charges',
    'payment_intents',
    'subscriptions',
    'invoices',
    'refunds',
    'products',
    'prices',
    'payouts',
    'balance_transactions',
  ],
} as const;

/** Records per stream when nothing goes wrong: read once, in this process, before any fault. */
export async function storedCalmly(
  arena: Arena,
  provider: keyof typeof smallStreams,
): Promise<ReadonlyMap<string, number>> {
  const integration = await arena.connect(provider, 'Calm');
  const ids = await arena.sync(integration, smallStreams[provider]);
  const { runs } = arena.composition.hub;
  for (const id of ids) await runs.execute(arena.tenant.id, id, new AbortController().signal);
  const ended = await arena.ended(ids, 10_000);
  const failed = ended.find((run) => run.state !== 'succeeded');
  if (failed !== undefined) throw new Error(`${failed.stream} ${failed.state} although nothing was wrong`);
  return new Map(ended.map((run) => [run.stream, run.created]));
}
