/**
 * The phase of forgetting somebody in what was sent to the tenant's own systems: bodies and answers that tell of them. What is about
 * records of theirs goes with these (erasure-subject.ts); this finds the rest: what routes made with look-ups, what receivers answered.
 */
import { clearDeliveries, nextDeliveries } from '../../store/delivery-erasure.ts';
import { sealedPlaces, type TenantTransaction } from '../../store/index.ts';
import type { At, StepDone } from './erasure-claim.ts';
import type { Forgetting } from './erasure-forgetting.ts';
import { mentions } from './subject.ts';

const deliveriesAtOnce = 200;

export async function deliveriesStep(
  trx: TenantTransaction,
  { context, claimed, subject }: Forgetting,
  { position }: At,
): Promise<StepDone> {
  const { tenantId } = claimed;
  const after = position?.['delivery'];
  const some = await nextDeliveries(trx, tenantId, typeof after === 'string' ? after : undefined, deliveriesAtOnce);
  const told: string[] = [];
  for (const { id, parts } of some) {
    for (const { of, id: row, sealed, keyVersion } of parts) {
      const opened = await context.store.vault.open(tenantId, sealedPlaces[of](row), keyVersion, sealed);
      if (!mentions(subject, opened.toString('utf8'))) continue;
      told.push(id);
      break;
    }
  }
  const deliveries = await clearDeliveries(trx, tenantId, told);
  const last = some.length < deliveriesAtOnce ? undefined : some.at(-1);
  return {
    next: last === undefined ? undefined : { delivery: last.id },
    counts: { deliveries },
    examined: some.length,
  };
}
