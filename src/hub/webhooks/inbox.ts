/**
 * The inbox: works off what intake has stored. Any number of workers take integrations that have webhooks, one worker an integration at a
 * time, and go through them in the order they came, some at a time; that order is best effort, no promise: what is newer is told by the
 * moments the events name. What cannot be done yet waits, with the integration: while it needs to be connected again, is not connected yet,
 * or is paused. What came before it was disconnected is given up with that reason, because nobody knows what it will be connected to next.
 * Called by the worker, and by tests.
 */
import { fail, PlugboardError, reportError } from '../../contract/errors.ts';
import {
  claimWebhooks,
  dueWebhooks,
  releaseWebhooks,
  renewWebhooks,
  webhookLag,
  type HeldWebhooks,
  type QueuedWebhook,
} from '../../store/webhook-queue.ts';
import type { HubContext } from '../context.ts';
import { keepBeating } from '../holding.ts';
import { newId } from '../ids.ts';
import { sharedNow } from '../shared-clock.ts';
import { processWebhooks, settleFailed } from './processing.ts';
import { readReceiver, type Receiver } from './receiver.ts';

/** What one transaction takes: its records hold the tenant's change feed. */
const atOnce = { atMost: 100, bytes: 8 * 1024 * 1024 };
/** After so long with one integration the next one has its turn. */
const turnMs = 2_000;
/** Integrations this process works on at a time. */
const lanes = 3;

export function inbox(context: HubContext) {
  const { store, clock, log } = context;

  /** Everything that is due, of every integration. Answers whether there was something. */
  const tick = async (signal: AbortSignal): Promise<boolean> => {
    const worked = await Promise.all(Array.from({ length: lanes }, () => lane(signal)));
    context.meter?.webhooksWait(await webhookLag(store));
    return worked.some(Boolean);
  };

  const lane = async (signal: AbortSignal): Promise<boolean> => {
    for (let worked = false; ; worked = true) {
      if (signal.aborted) return worked;
      const held = await claimWebhooks(store, newId(context));
      if (held === undefined) return worked;
      await turn(held, signal);
    }
  };

  /** One integration's turn. Throws storage_unavailable; any other trouble is its own and keeps no other waiting. */
  const turn = async (held: HeldWebhooks, signal: AbortSignal): Promise<void> => {
    const rest = keepBeating(
      context,
      { integration_id: held.integrationId },
      () => renewWebhooks(store.platform, held),
      (ours) => (ours ? 'goes on' : 'over'),
    );
    let waits: Date | 'infinity' | undefined;
    try {
      waits = await workOff(held, signal);
    } catch (error) {
      if (error instanceof PlugboardError && error.code === 'storage_unavailable') throw error;
      const takenOver = error instanceof PlugboardError && error.details.meta?.['reason'] === 'taken_over';
      if (!takenOver) log.error({ err: error, integration_id: held.integrationId }, 'webhooks could not be worked off');
      // The lease runs out before it is tried again: trouble that stays would otherwise turn in circles.
      if (!takenOver) return;
    } finally {
      rest();
    }
    await releaseWebhooks(store, held, waits);
  };

  /** Answers until when the rest has to wait; undefined: it has not to. */
  const workOff = async (held: HeldWebhooks, signal: AbortSignal): Promise<Date | 'infinity' | undefined> => {
    const until = clock.now() + turnMs;
    for (;;) {
      const standing = await standingOf(context, held);
      if (standing.kind === 'gone') return undefined;
      if (standing.kind === 'waits') return standing.until;
      const webhooks = await store.inTenant(held.tenantId, (trx) => dueWebhooks(trx, held, atOnce));
      if (webhooks.length === 0) return undefined;
      if (standing.kind === 'refuses') await giveUp(held, webhooks, standing.error);
      else await processWebhooks(context, held, standing.receiver, webhooks);
      if (signal.aborted || clock.now() >= until) return undefined;
    }
  };

  const giveUp = (held: HeldWebhooks, webhooks: readonly QueuedWebhook[], error: PlugboardError): Promise<void> => {
    const cause = error.retry ? error : undefined;
    const report = reportError(error);
    return settleFailed(
      context,
      held,
      webhooks.map((webhook) => ({ webhook, body: undefined, error: report, cause })),
    );
  };

  return { tick };
}

type Standing =
  | { readonly kind: 'ready'; readonly receiver: Receiver }
  | { readonly kind: 'waits'; readonly until: Date | 'infinity' }
  | { readonly kind: 'refuses'; readonly error: PlugboardError }
  | { readonly kind: 'gone' };

/** Can webhooks of this integration be worked off now? */
async function standingOf(context: HubContext, { tenantId, integrationId }: HeldWebhooks): Promise<Standing> {
  const state = await readReceiver(context, tenantId, integrationId);
  if (state === undefined) return { kind: 'gone' };
  const { name, authState, enabled, pausedUntil, receiver } = state;
  if (authState === 'disconnected') {
    const message = `"${name}" was disconnected before this was worked off.`;
    const next = 'Connect it again, then replay the webhook if it is still of interest.';
    return { kind: 'refuses', error: fail('conflict', message, { next }) };
  }
  if (authState !== 'connected' || !enabled) return { kind: 'waits', until: 'infinity' };
  if (pausedUntil !== null && pausedUntil.getTime() > (await sharedNow(context)))
    return { kind: 'waits', until: pausedUntil };
  if (receiver === undefined) {
    // Perhaps of this process only, or until the next start.
    const message = `There is no provider "${state.providerKey}" here.`;
    return { kind: 'refuses', error: fail('unsupported', message, { retry: true, fault: 'us' }) };
  }
  return { kind: 'ready', receiver };
}
