/**
 * Remembers what was asked of an action under which external reference, so that asking twice acts once. One process at a time acts
 * for a reference (a lease that outlives the longest call); what is not known to have failed is only tried again under the same
 * vendor idempotency key. Used by actions.ts.
 */
import { sql, type ExpressionBuilder } from 'kysely';
import { fail, type ErrorReport } from '../../contract/errors.ts';
import type { JsonObject, JsonValue } from '../../contract/http.ts';
import type { Tables, TenantTransaction } from '../../store/index.ts';
import { jsonText } from '../../store/json-text.ts';
import type { HubContext } from '../context.ts';
import { printable } from '../ids.ts';

export interface CallKey {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly action: string;
  readonly reference: string;
}

/** How it ended the first time. */
export interface KeptCall {
  readonly output: JsonValue;
  readonly withheld: readonly string[];
  readonly records: readonly JsonObject[];
}

export type Claimed = { readonly kept: KeptCall } | { readonly leaseUntil: Date };

/** Longest an action may take, milliseconds; its lease is longer, so that two never act at once. */
export const longestActionMs = 120_000;
const leaseMs = 150_000;

/**
 * `repeatable`: the vendor takes idempotency keys, so an attempt whose end is not known may be made again. Throws `conflict`: the
 * reference stands for another input, is in flight, or may have been acted on without a way to find out.
 */
export async function claimCall(
  context: HubContext,
  key: CallKey,
  inputHash: Buffer,
  repeatable: boolean,
): Promise<Claimed> {
  const now = context.clock.now();
  const leaseUntil = new Date(now + leaseMs);
  const mine = { input_hash: inputHash, state: 'running', lease_until: leaseUntil, started_at: new Date(now) } as const;
  return context.store.inTenant(key.tenantId, async (trx) => {
    const made = await trx
      .insertInto('action_call')
      .values({
        tenant_id: key.tenantId,
        integration_id: key.integrationId,
        action: key.action,
        external_reference: key.reference,
        ...mine,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('action')
      .executeTakeFirst();
    if (made !== undefined) return { leaseUntil };
    const call = await trx
      .selectFrom('action_call')
      .selectAll()
      .where(isCall(key))
      .forUpdate()
      .executeTakeFirstOrThrow();
    const named = `"${printable(key.reference)}"`;
    const same = call.input_hash.equals(inputHash);
    if (call.state === 'succeeded' && same && call.output !== null) {
      return { kept: { output: call.output, withheld: call.withheld, records: call.records } };
    }
    const alive = call.state === 'running' && call.lease_until !== null && call.lease_until.getTime() > now;
    const inDoubt = call.in_doubt || call.state === 'running';
    if (!same && (inDoubt || call.state === 'succeeded')) {
      throw fail('conflict', `The external reference ${named} was used for another input.`, {
        next: 'Use a new reference for something new, and the same only to repeat something.',
      });
    }
    if (alive) {
      throw fail('conflict', `${key.action} for ${named} is in flight.`, {
        retryAfterMs: Math.max(1000, (call.lease_until?.getTime() ?? now) - now),
        next: 'Wait for the time given in Retry-After, then ask again with the same reference.',
      });
    }
    if (inDoubt && !repeatable) {
      throw fail(
        'conflict',
        `It is not known whether ${key.action} for ${named} was done, and it cannot be repeated safely.`,
        {
          next: 'Look at the provider; if it was not done, ask again with a new reference.',
        },
      );
    }
    const again = { ...mine, in_doubt: inDoubt, error: null, finished_at: null };
    await trx.updateTable('action_call').set(again).where(isCall(key)).execute();
    return { leaseUntil };
  });
}

/** Within the transaction that stores what came of it. */
export async function keepSuccess(
  context: HubContext,
  trx: TenantTransaction,
  key: CallKey,
  kept: KeptCall,
): Promise<void> {
  await trx
    .updateTable('action_call')
    .set({
      state: 'succeeded',
      output: jsonText(kept.output),
      withheld: [...kept.withheld],
      records: jsonText(kept.records),
      error: null,
      in_doubt: false,
      lease_until: null,
      finished_at: new Date(context.clock.now()),
    })
    .where(isCall(key))
    .execute();
}

/** `inDoubt`: the vendor may have acted. Doubt of an earlier attempt stays. Only the holder of the lease writes. */
export async function keepFailure(
  context: HubContext,
  trx: TenantTransaction,
  key: CallKey,
  leaseUntil: Date,
  report: ErrorReport,
  inDoubt: boolean,
): Promise<void> {
  await trx
    .updateTable('action_call')
    .set({
      state: 'failed',
      error: jsonText(report),
      in_doubt: sql<boolean>`in_doubt or ${inDoubt}`,
      lease_until: null,
      finished_at: new Date(context.clock.now()),
    })
    .where(isCall(key))
    .where('state', '=', 'running')
    .where('lease_until', '=', leaseUntil)
    .execute();
}

function isCall({ tenantId, integrationId, action, reference }: CallKey) {
  return (row: ExpressionBuilder<Tables, 'action_call'>) =>
    row.and({ tenant_id: tenantId, integration_id: integrationId, action, external_reference: reference });
}
