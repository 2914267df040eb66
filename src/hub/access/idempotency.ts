/**
 * Writes that are sent twice and done once: the answer to a request that carried an Idempotency-Key is kept, sealed, for a day
 * and given again to whoever sends the same request with the same key. Only answers that stand for something done are kept; what
 * was refused may be tried again with the same key. Called by the server around its write routes.
 */
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { platformTenant, sealedPlaces } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { nameOf, type Principal } from './principal.ts';

/** What was answered the first time. */
const KeptAnswer = z.object({ status: z.int(), type: z.string(), body: z.string() });
export type KeptAnswer = z.output<typeof KeptAnswer>;

/** A write under way: exactly one of `keep` and `release` must follow. */
export interface Claim {
  keep(answer: KeptAnswer): Promise<void>;
  /** Nothing was done: the key is free again. */
  release(): Promise<void>;
}

export type Begun = { readonly again: KeptAnswer } | { readonly claim: Claim };

const keptMs = 86_400_000;
/** No request takes longer; after that its process is dead and the caller may try again. */
const underWayMs = 10 * 60_000;

export function idempotency(context: HubContext) {
  const { store, clock } = context;

  /**
   * `requestHash`: digest of method, address and body. Throws conflict when the key was used for another request (or by another
   * key or person: answers are not for everybody), or when its first request is still under way.
   */
  const begin = async (principal: Principal, key: string, requestHash: Buffer): Promise<Begun> => {
    const tenantId = 'tenantId' in principal ? principal.tenantId : platformTenant;
    // Partners share the platform's rows and must not meet there.
    const rowKey = tenantId === platformTenant ? `${nameOf(principal)} ${key}` : key;
    const now = clock.now();
    const kept = await store.inTenant(tenantId, async (trx) => {
      const rows = trx.deleteFrom('idempotency_key').where('tenant_id', '=', tenantId);
      await rows.where('created_at', '<', new Date(now - keptMs)).execute();
      await rows
        .where('key', '=', rowKey)
        .where('sealed', 'is', null)
        .where('created_at', '<', new Date(now - underWayMs))
        .execute();
      const claimed = await trx
        .insertInto('idempotency_key')
        .values({ tenant_id: tenantId, key: rowKey, request_hash: requestHash, created_at: new Date(now) })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'key']).doNothing())
        .returning('key')
        .executeTakeFirst();
      if (claimed !== undefined) return undefined;
      return trx
        .selectFrom('idempotency_key')
        .select(['request_hash', 'sealed', 'key_version'])
        .where('tenant_id', '=', tenantId)
        .where('key', '=', rowKey)
        .executeTakeFirstOrThrow();
    });
    if (kept === undefined) return { claim: claimOf(tenantId, rowKey) };
    if (!kept.request_hash.equals(requestHash)) {
      throw fail('conflict', 'This Idempotency-Key was used for another request.', {
        next: 'Use a new key for every new request, and the same only to repeat one.',
      });
    }
    if (kept.sealed === null || kept.key_version === null) {
      throw fail('conflict', 'The first request with this Idempotency-Key is still under way.', {
        next: 'Wait a moment, then send the same request again.',
      });
    }
    const opened = await store.vault.open(
      tenantId,
      sealedPlaces.idempotentAnswer(rowKey),
      kept.key_version,
      kept.sealed,
    );
    return { again: KeptAnswer.parse(JSON.parse(opened.toString())) };
  };

  const claimOf = (tenantId: string, key: string): Claim => ({
    keep: async (answer) => {
      const text = Buffer.from(JSON.stringify(answer));
      const { sealed, keyVersion } = await store.vault.seal(tenantId, sealedPlaces.idempotentAnswer(key), text);
      await store.inTenant(tenantId, (trx) =>
        trx
          .updateTable('idempotency_key')
          .set({ sealed, key_version: keyVersion })
          .where('tenant_id', '=', tenantId)
          .where('key', '=', key)
          .execute(),
      );
    },
    release: async () => {
      await store.inTenant(tenantId, (trx) =>
        trx.deleteFrom('idempotency_key').where('tenant_id', '=', tenantId).where('key', '=', key).execute(),
      );
    },
  });

  return { begin };
}
