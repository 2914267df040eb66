/** A store for tests, with what a test may want to hold in its own hand: the clock, the root key, the log. Also used by fault tests. */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../engine/ports.ts';
import { openStore, type Store, type StoreLog } from '../store/index.ts';
import { rootKey, type RootKeys } from '../store/root-key.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => pause(ms, undefined, { signal }),
};

export const silentLog: StoreLog = { info: () => {}, warn: () => {}, error: () => {} };

/** A root key nobody else has. */
export function newRootKeys(): RootKeys {
  return { current: rootKey(randomBytes(32)), previous: undefined };
}

export interface TestStoreOptions {
  readonly appUrl: string;
  /** Processes that share a database share its root key. */
  readonly rootKey?: RootKeys;
  readonly clock?: Clock;
  readonly log?: StoreLog;
  readonly connections?: number;
}

export function openTestStore(options: TestStoreOptions): Promise<Store> {
  return openStore({
    rootKey: newRootKeys(),
    clock: systemClock,
    log: silentLog,
    random: { next: Math.random, bytes: randomBytes },
    ...options,
  });
}

export interface SeededIntegration {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly streamNo: number;
}

/** A tenant with one connected integration of one stream, due now. */
export async function seedIntegration(store: Store): Promise<SeededIntegration> {
  const tenantId = randomUUID();
  const integrationId = randomUUID();
  return store.inTenant(tenantId, async (trx) => {
    await trx.insertInto('tenant').values({ id: tenantId, slug: tenantId, name: 'Test' }).execute();
    await trx.insertInto('feed').values({ tenant_id: tenantId }).execute();
    await trx
      .insertInto('integration')
      .values({
        tenant_id: tenantId,
        id: integrationId,
        provider: 'xero',
        name: 'Xero',
        auth_method: 'oauth2',
        auth_state: 'connected',
        enabled: true,
      })
      .execute();
    const { stream_no: streamNo } = await trx
      .insertInto('stream_state')
      .values({ tenant_id: tenantId, integration_id: integrationId, stream: 'invoices', model: 'invoice' })
      .returning('stream_no')
      .executeTakeFirstOrThrow();
    await trx
      .insertInto('stream_due')
      .values({ tenant_id: tenantId, stream_no: streamNo, due_at: new Date(0) })
      .execute();
    return { tenantId, integrationId, streamNo };
  });
}
