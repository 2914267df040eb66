/**
 * The lending shelf that sends webhooks: events with whole loans, with ids of loans that are gone, and thin ones that only say that something
 * changed; one its own provider cannot read; signals. For tests of the inbox, which put events there themselves.
 */
import { createHash } from 'node:crypto';
import { textAt } from '../../providers/_kit/index.ts';
import {
  defineProvider,
  isJsonObject,
  type JsonValue,
  type WebhookEffect,
  type WebhookEvent,
} from '../contract/index.ts';
import { newId } from '../hub/ids.ts';
import { sealWebhookBody } from '../store/webhook-body.ts';
import { expectWebhooks } from '../store/webhook-queue.ts';
import { openRegistry } from '../wiring/registry.ts';
import type { LendingServer, Library } from './lending-server.ts';
import { lendingShelf } from './shelf-loans.ts';

/** What the shelf's own code makes of its events; a test may put something else here. */
export const reading = { effect: effectOf };

export const stirringShelf = defineProvider({
  ...lendingShelf,
  webhooks: {
    addresses: ['integration'],
    proof: 'address',
    types: ['loan.changed', 'loan.gone', 'loans.stirred'],
    verify: () => ({ genuine: true }),
    events: () => [],
    effect: (event, context) => reading.effect(event, context),
  },
});

export const stirringRegistry = openRegistry({ shelf: async () => ({ default: stirringShelf }) });

function effectOf({ type, at = '', payload }: WebhookEvent, _context?: object): WebhookEffect | undefined {
  const stream = textAt(payload, 'stream') ?? 'loans';
  switch (type) {
    case 'loan.changed': {
      const item = isJsonObject(payload) ? payload['loan'] : undefined;
      return { items: isJsonObject(item) ? [{ stream, item, at }] : [] };
    }
    case 'loan.gone':
      return { gone: [{ stream, key: textAt(payload, 'id') ?? '', at }] };
    case 'loans.stirred':
      return { wake: [stream] };
    case 'shelf.removed':
      return { signal: 'uninstalled' };
    case 'reader.forgotten':
      return { signal: 'erasure_requested' };
    case 'loan.broken':
      throw new Error('the shelf cannot read this');
    default:
      return undefined;
  }
}

export interface Stirred {
  readonly type: string;
  readonly payload: JsonValue;
  /** Milliseconds; default: now. */
  readonly at?: number;
  /** Default: one of its own. */
  readonly vendorId?: string;
}

let made = 0;
let ordered = 0;

/** Stores events as intake does; answers their ids as stored. */
export async function stir(server: LendingServer, library: Library, events: readonly Stirred[]): Promise<string[]> {
  const { store } = server.composition;
  const { tenantId, integrationId } = library;
  const sealer = await store.vault.keyFor(tenantId);
  const ids: string[] = [];
  await store.inTenant(tenantId, async (trx) => {
    for (const { type, payload, at = server.clock.now(), vendorId = `evt_${(made += 1)}` } of events) {
      const id = newId({ clock: server.clock, random: { next: Math.random, bytes: inOrder } });
      const text = JSON.stringify(payload);
      await trx
        .insertInto('webhook')
        .values({
          tenant_id: tenantId,
          integration_id: integrationId,
          key: digestOf(vendorId),
          id,
          type,
          vendor_id: vendorId,
          happened_at: new Date(at),
          received_at: new Date(server.clock.now()),
          digest: digestOf(text),
          bytes: Buffer.byteLength(text),
          sealed: sealWebhookBody(sealer, id, { headers: { 'user-agent': 'shelf' }, payload }),
          key_version: sealer.version,
        })
        .execute();
      ids.push(id);
    }
    await expectWebhooks(trx, tenantId, [integrationId]);
  });
  return ids;
}

/** So that ids of one millisecond are in the order they were made. */
function inOrder(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE((ordered += 1), length - 6, 6);
  return bytes;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest().subarray(0, 16);
}
