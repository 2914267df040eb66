/**
 * What stored webhooks ask for, in the provider's words: each opened and given to its `effect`, and the answer checked, because a provider
 * may come from anybody and an event from anywhere. One that cannot be read fails alone. Pure but for opening; used by processing.ts.
 */
import { fail, PlugboardError, reportError, type ErrorReport } from '../../contract/errors.ts';
import { isJsonObject, type JsonObject } from '../../contract/http.ts';
import type { WebhookEffect } from '../../contract/webhooks.ts';
import { toldAt } from '../../engine/sync/gone.ts';
import type { Sighting } from '../../engine/sync/prepare.ts';
import { openWebhookBody, type WebhookBody } from '../../store/webhook-body.ts';
import type { QueuedWebhook } from '../../store/webhook-queue.ts';
import type { HubContext } from '../context.ts';
import { payloadStrip, type Receiver } from './receiver.ts';
import { testType } from './test-delivery-proof.ts';
import type { Brought, Source } from '../records/brought-items.ts';

/** A webhook, understood. */
export interface Understood {
  readonly webhook: QueuedWebhook;
  readonly body: WebhookBody;
  /** With the keys of the records they are about, as far as items have one. */
  readonly brought: readonly (Brought & { readonly keys: ReadonlySet<string> })[];
  /** Streams to be read. */
  readonly wake: readonly string[];
  readonly signal: WebhookEffect['signal'];
}

export interface NotUnderstood {
  readonly webhook: QueuedWebhook;
  /** Undefined: not even that could be opened. */
  readonly body: WebhookBody | undefined;
  readonly error: ErrorReport;
}

/** A vendor's clock may be wrong by minutes; a moment this far ahead is none, and would outrank everything for as long. */
const mostAheadMs = 3_600_000;
/** Longest id of a record, as for a page's (prepare.ts). */
const longestKey = 1000;

/** Throws storage_unavailable. */
export async function understand(
  context: HubContext,
  of: Receiver,
  webhook: QueuedWebhook,
): Promise<Understood | NotUnderstood> {
  let body: WebhookBody | undefined;
  try {
    body = await openWebhookBody(context.store.vault, of.tenantId, webhook);
    const effect = webhook.type === testType ? {} : effectOf(context, of, webhook, body);
    return { webhook, body, ...checked(of, webhook, effect) };
  } catch (error) {
    if (error instanceof PlugboardError && error.code === 'storage_unavailable') throw error;
    if (!(error instanceof PlugboardError))
      context.log.error({ err: error, webhook_id: webhook.id }, 'a webhook could not be read');
    return { webhook, body, error: reportError(error) };
  }
}

function effectOf(
  context: HubContext,
  { provider, settings, account, method }: Receiver,
  { id, type, vendor_id: vendorId, happened_at: happenedAt }: QueuedWebhook,
  { payload }: WebhookBody,
): WebhookEffect {
  if (provider.webhooks === undefined) throw fail('unsupported', `${provider.name} no longer takes webhooks.`);
  const event = {
    type,
    id: vendorId ?? undefined,
    account: account?.id,
    at: happenedAt?.toISOString(),
    payload,
  };
  try {
    return provider.webhooks.effect(event, { settings, account, method }) ?? {};
  } catch (error) {
    // Total by contract: that it threw is a bug of the provider, and will be the same bug next time.
    context.log.error({ err: error, webhook_id: id, provider: provider.key, type }, "a provider's effect threw");
    const reason = error instanceof PlugboardError ? ` ${error.message}` : '';
    throw fail('decode_failed', `${provider.name} could not read its own event "${type}".${reason}`, {
      provider: provider.key,
      operation: `webhook ${type}`,
      next: 'Mend what it holds and replay it, or update Plugboard and replay it as it is.',
    });
  }
}

function checked(
  of: Receiver,
  { received_at: receivedAt }: QueuedWebhook,
  { items = [], gone = [], wake = [], signal }: WebhookEffect,
): Pick<Understood, 'brought' | 'wake' | 'signal'> {
  const moment = (at: string): number => {
    const ms = toldAt(at);
    if (Number.isNaN(ms)) throw fail('decode_failed', 'The event names a moment that is none.');
    return ms > receivedAt.getTime() + mostAheadMs ? receivedAt.getTime() : ms;
  };
  const byStream = new Map<string, { sightings: Sighting[]; gone: { key: string; asOfMs: number }[] }>();
  const ofStream = (stream: string) => {
    const known = byStream.get(stream) ?? { sightings: [], gone: [] };
    byStream.set(stream, known);
    return known;
  };
  for (const { stream, item, at } of items) ofStream(stream).sightings.push({ item, asOfMs: moment(at) });
  for (const { stream, key, at } of gone) {
    if (key.includes('\u0000') || key.length > longestKey) throw fail('decode_failed', 'The event names no usable id.');
    ofStream(stream).gone.push({ key: key.toWellFormed(), asOfMs: moment(at) });
  }
  return {
    brought: [...byStream].map(([stream, found]) => ({ stream, ...found, keys: keysOf(of, { stream, ...found }) })),
    wake: [...new Set(wake)],
    signal,
  };
}

/** What is left of a body without the fields that are never kept; undefined: it has none of them. */
export function withoutDropped(
  of: Receiver,
  { webhook, body, brought }: Understood,
): { readonly id: string; readonly body: WebhookBody } | undefined {
  const strip = payloadStrip(
    of,
    brought.map(({ stream }) => stream),
  );
  const said: JsonObject = {
    payload: body.payload,
    ...(body.original === undefined ? {} : { original: body.original }),
  };
  const left = strip?.(said) ?? said;
  return left === said ? undefined : { id: webhook.id, body: { ...body, payload: null, ...left } };
}

function keysOf({ provider }: Source, { stream, sightings, gone = [] }: Brought): ReadonlySet<string> {
  const definition = Object.hasOwn(provider.streams, stream) ? provider.streams[stream] : undefined;
  const keys = new Set(gone.map(({ key }) => key));
  for (const { item } of sightings) {
    const key = isJsonObject(item) ? definition?.key(item) : undefined;
    if (key !== undefined) keys.add(key.toWellFormed());
  }
  return keys;
}
