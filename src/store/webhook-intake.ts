/**
 * Stores webhooks as they come in, many at a time: a commit costs the same for one row and for a hundred, and a vendor is answered only
 * after it. Groups form by themselves: what comes while a group is being written makes the next one. Of any tenants in one call
 * (receive_webhooks_v1). Used by the hub's intake; timers are real ones, because they are about the database and not about the product's
 * time.
 */
import { fail } from '../contract/errors.ts';
import { PlugboardError } from '../contract/errors.ts';
import type { Database } from './database.ts';
import { jsonText } from './json-text.ts';

export interface IncomingWebhook {
  readonly tenantId: string;
  readonly integrationId: string;
  /** By which it is known again; 16 bytes. */
  readonly key: Buffer;
  /** New; what `sealed` is bound to. */
  readonly id: string;
  readonly type: string;
  readonly vendorId: string | undefined;
  /** ISO 8601. */
  readonly happenedAt: string | undefined;
  /** Of the payload; 16 bytes. */
  readonly digest: Buffer;
  /** Of the payload. */
  readonly bytes: number;
  readonly sealed: Buffer;
  readonly keyVersion: number;
}

/**
 * `stored`: committed now. `repeated`: it was there. `differs`: it was there, with another content, which stays. `gone`: there is no such
 * integration.
 */
export type Kept = 'stored' | 'repeated' | 'differs' | 'gone';

export interface WebhookIntake {
  /**
   * Answers after the commit. Throws `storage_unavailable`, also when it is not known whether it was committed (to be sent again then: a
   * repetition is no harm), and `invalid_request` for what cannot be stored.
   */
  keep(webhook: IncomingWebhook): Promise<Kept>;
}

/** Rows of one call. */
const atMost = 128;
/** Calls at a time: while one waits for the disk, others can be worked on. They leave most of the pool to everybody else. */
const writers = 4;
/** Senders give up after 5 to 30 s; until then an answer is worth something. */
const patienceMs = 8_000;
/** Beyond that the database is not merely slow; the senders are told to come back. */
const mostWaiting = 5_000;
const mostBytes = 64 * 1024 * 1024;

interface Waiting {
  readonly webhook: IncomingWebhook;
  readonly resolve: (kept: Kept) => void;
  readonly reject: (error: unknown) => void;
}

export function webhookIntake({ query }: Database['statements']): WebhookIntake {
  let waiting: Waiting[] = [];
  /** Of those waiting and of those being written. */
  let bytes = 0;
  let writing = 0;
  let scheduled = false;

  /** At the end of this turn of the event loop, so that requests that were read together are written together. */
  const schedule = (): void => {
    if (scheduled || waiting.length === 0 || writing >= writers) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      void writeGroup();
    });
  };

  const writeGroup = async (): Promise<void> => {
    const group = waiting.slice(0, atMost);
    waiting = waiting.slice(atMost);
    writing += 1;
    schedule();
    await settle(group);
    writing -= 1;
    schedule();
  };

  /** Never throws. */
  const settle = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const kept = await store(group.map(({ webhook }) => webhook));
      group.forEach(({ resolve }, index) => resolve(kept[index] ?? 'stored'));
    } catch (error) {
      const away = error instanceof PlugboardError && error.code === 'storage_unavailable';
      // One that cannot be stored must not take the others with it.
      if (away || group.length === 1) for (const { reject } of group) reject(error);
      else for (const one of group) await settle([one]);
    }
  };

  const store = async (group: readonly IncomingWebhook[]): Promise<readonly Kept[]> => {
    const kept: Kept[] = group.map(() => 'stored');
    const { tenants, blob } = packed(group);
    const rows = await query('select o_no, o_outcome from receive_webhooks_v1($1, $2)', [tenants, blob]);
    for (const { o_no: no, o_outcome: outcome } of rows) kept[Number(no)] = keptOf(outcome);
    return kept;
  };

  return {
    keep(webhook) {
      const size = webhook.sealed.length;
      if (waiting.length >= mostWaiting || bytes + size > mostBytes)
        return Promise.reject(fail('storage_unavailable', 'More webhooks come in than the database takes.'));
      bytes += size;
      const { promise, resolve, reject } = Promise.withResolvers<Kept>();
      const timer = setTimeout(
        () => reject(fail('storage_unavailable', `The database did not store the webhook within ${patienceMs} ms.`)),
        patienceMs,
      );
      const done = (): void => {
        clearTimeout(timer);
        bytes -= size;
      };
      waiting.push({
        webhook,
        resolve: (kept) => {
          done();
          resolve(kept);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      });
      schedule();
      return promise;
    },
  };
}

/** As receive_webhooks_v1 takes them: tenants in order, rows as JSON, and the sealed values one after the other. */
function packed(group: readonly IncomingWebhook[]): { tenants: string; blob: Buffer } {
  const rows = new Map<string, string[]>();
  let at = 1;
  group.forEach((webhook, no) => {
    const row = rowText(webhook, no, at);
    at += webhook.sealed.length;
    const ofTenant = rows.get(webhook.tenantId);
    if (ofTenant === undefined) rows.set(webhook.tenantId, [row]);
    else ofTenant.push(row);
  });
  const tenants = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    tenants: `[${tenants.map(([id, some]) => `{"tenant_id":"${id}","rows":[${some.join(',')}]}`).join(',')}]`,
    blob: Buffer.concat(group.map(({ sealed }) => sealed)),
  };
}

function rowText(webhook: IncomingWebhook, no: number, at: number): string {
  return jsonText({
    no,
    integration_id: webhook.integrationId,
    key: webhook.key.toString('hex'),
    id: webhook.id,
    type: webhook.type,
    vendor_id: webhook.vendorId ?? null,
    happened_at: webhook.happenedAt ?? null,
    digest: webhook.digest.toString('hex'),
    bytes: webhook.bytes,
    at,
    length: webhook.sealed.length,
    key_version: webhook.keyVersion,
  });
}

function keptOf(outcome: unknown): Kept {
  if (outcome === 'repeated' || outcome === 'differs' || outcome === 'gone') return outcome;
  throw new Error('receive_webhooks_v1 answered an outcome that is not known');
}
