/**
 * Working off some webhooks of one integration: what they bring goes down the same way as a page of a run, what they wake is read, and that
 * they are done is written in the same transaction. All of them together where that works, each alone where it does not: one that cannot
 * be processed holds no other up. Used by inbox.ts.
 */
import { fail, PlugboardError, reportError, type ErrorReport } from '../../contract/errors.ts';
import type { JsonObject } from '../../contract/http.ts';
import type { TenantTransaction } from '../../store/index.ts';
import {
  lockWebhooks,
  renewWebhooks,
  writeOutcomes,
  type HeldWebhooks,
  type QueuedWebhook,
  type WebhookOutcome,
} from '../../store/webhook-queue.ts';
import { erasedNote, eraseWebhooks, rewriteWebhooks } from '../../store/webhook-rows.ts';
import type { HubContext } from '../context.ts';
import { showId } from '../ids.ts';
import { absentReason } from '../integrations/absent.ts';
import { writeLog } from '../logs/logs.ts';
import { namesErased } from '../privacy/erasure-guard.ts';
import { lockStreams, mapBrought, storeMapped, type Brought, type MappedItems } from '../records/brought-items.ts';
import { showRecordId } from '../records/record-views.ts';
import type { StreamRow } from '../runs/run-requests.ts';
import { wakeStream } from '../runs/run-waking.ts';
import { understand, withoutDropped, type NotUnderstood, type Understood } from './effects.ts';
import { afterFailure } from './outcomes.ts';
import type { Receiver } from './receiver.ts';
import { testType } from './test-delivery-proof.ts';

/** Ids of records that are named in the effect of one webhook. */
const mostNamed = 20;

/** Throws storage_unavailable, and `conflict` when the lease was lost: then nothing was written. */
export async function processWebhooks(
  context: HubContext,
  held: HeldWebhooks,
  of: Receiver,
  webhooks: readonly QueuedWebhook[],
): Promise<void> {
  const understood: Understood[] = [];
  const not: NotUnderstood[] = [];
  for (const webhook of webhooks) {
    const one = await understand(context, of, webhook);
    if ('error' in one) not.push(one);
    else understood.push(one);
  }
  if (not.length > 0) await settleFailed(context, held, not);
  if (understood.length === 0) return;
  try {
    await settle(context, held, of, understood);
  } catch (error) {
    if (mustStop(error)) throw error;
    for (const one of understood) await settleAlone(context, held, of, one);
  }
}

async function settleAlone(context: HubContext, held: HeldWebhooks, of: Receiver, one: Understood): Promise<void> {
  try {
    await settle(context, held, of, [one]);
  } catch (error) {
    if (mustStop(error)) throw error;
    if (!(error instanceof PlugboardError))
      context.log.error({ err: error, webhook_id: one.webhook.id }, 'a webhook met a bug');
    await settleFailed(context, held, [{ ...one, error: reportError(error), cause: error }]);
  }
}

/** Nothing about these webhooks: the database is away, or somebody else has them. */
function mustStop(error: unknown): boolean {
  if (!(error instanceof PlugboardError)) return false;
  return error.code === 'storage_unavailable' || error.details.meta?.['reason'] === 'taken_over';
}

async function settle(
  context: HubContext,
  held: HeldWebhooks,
  of: Receiver,
  understood: readonly Understood[],
): Promise<void> {
  const together = joined(understood);
  for (;;) {
    const mapped: MappedItems[] = [];
    for (const brought of together) {
      const one = await mapBrought(context, of, brought);
      if (one !== undefined) mapped.push(one);
    }
    const done = await settleMapped(context, held, of, understood, mapped);
    if (done === undefined) continue;
    context.meter?.webhooksEnded('processed', done);
    break;
  }
  const read = together.reduce((sum, { sightings }) => sum + sightings.length, 0);
  if (read > 0) context.exchanges.countRecords(held, read);
}

/** By stream, in the order they came. */
function joined(understood: readonly Understood[]): readonly Brought[] {
  const byStream = Map.groupBy(
    understood.flatMap(({ brought }) => brought),
    ({ stream }) => stream,
  );
  return [...byStream].map(([stream, some]) => ({
    stream,
    sightings: some.flatMap(({ sightings }) => sightings),
    gone: some.flatMap(({ gone = [] }) => gone),
  }));
}

/** All of it or nothing. Answers how many were processed; undefined: what was mapped has to be mapped again. */
async function settleMapped(
  context: HubContext,
  held: HeldWebhooks,
  of: Receiver,
  understood: readonly Understood[],
  mapped: readonly MappedItems[],
): Promise<number | undefined> {
  const { store } = context;
  const { tenantId } = held;
  const erased = await namesErased(context, tenantId);
  const sealer = await store.vault.keyFor(tenantId);
  return store.inTenant(tenantId, async (trx) => {
    const wakes = await wokenStreams(trx, of, understood);
    const wanted = await lockStreams(
      trx,
      of,
      mapped,
      wakes.map(({ stream_no }) => stream_no),
    );
    if (wanted === undefined) return undefined;
    // With the streams locked, so that nobody disconnects it or connects it to another account before this is stored.
    if (!(await isAsRead(trx, of))) throw lost();
    const ours = await lockWebhooks(
      trx,
      tenantId,
      understood.map(({ webhook }) => webhook),
    );
    const done = understood.filter(({ webhook }) => ours.has(webhook.id));
    if (!(await storeMapped(context, trx, of, sealer, wanted))) return undefined;
    const runs = await startRuns(context, trx, of, done, wakes);
    const withheld = new Map(wanted.map((one) => [one.stream, new Set(one.withheld)]));
    const gone = done.filter(
      ({ body, brought }) =>
        (erased?.(JSON.stringify(body)) ?? false) ||
        brought.some(({ stream, keys }) => !keys.isDisjointFrom(withheld.get(stream) ?? new Set())),
    );
    await writeOutcomes(
      trx,
      tenantId,
      done.map((one): WebhookOutcome => {
        const effect = effectOf(of, one, wanted, runs, gone.includes(one));
        return { id: one.webhook.id, state: 'processed', effect };
      }),
    );
    await eraseWebhooks(
      trx,
      sealer,
      tenantId,
      gone.map(({ webhook }) => webhook.id),
    );
    const kept = done.filter((one) => !gone.includes(one));
    await rewriteWebhooks(
      trx,
      sealer,
      tenantId,
      kept.flatMap((one) => withoutDropped(of, one) ?? []),
    );
    await tell(context, trx, of, done);
    if (!(await renewWebhooks(trx, held))) throw lost();
    return done.length;
  });
}

async function isAsRead(trx: TenantTransaction, { tenantId, integrationId, connectedAt }: Receiver): Promise<boolean> {
  const row = await trx
    .selectFrom('integration')
    .select('connected_at')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', integrationId)
    .where('auth_state', '=', 'connected')
    .executeTakeFirst();
  return row !== undefined && row.connected_at?.getTime() === connectedAt?.getTime();
}

type WokenRow = StreamRow & { readonly enabled: boolean };

async function wokenStreams(
  trx: TenantTransaction,
  of: Receiver,
  understood: readonly Understood[],
): Promise<readonly WokenRow[]> {
  const names = new Set(understood.flatMap(({ wake }) => wake));
  if (names.size === 0) return [];
  return trx
    .selectFrom('stream_state')
    .select(['stream_no', 'integration_id', 'stream', 'cursor', 'last_full_at', 'enabled'])
    .where('tenant_id', '=', of.tenantId)
    .where('integration_id', '=', of.integrationId)
    .where('stream', 'in', [...names])
    .execute();
}

/** By stream: what will read it; or why nothing does. */
type Runs = ReadonlyMap<string, { readonly run: string } | { readonly note: string }>;

async function startRuns(
  context: HubContext,
  trx: TenantTransaction,
  of: Receiver,
  done: readonly Understood[],
  rows: readonly WokenRow[],
): Promise<Runs> {
  const runs = new Map<string, { run: string } | { note: string }>();
  for (const name of new Set(done.flatMap(({ wake }) => wake))) {
    const row = rows.find(({ stream }) => stream === name);
    const stream = Object.hasOwn(of.provider.streams, name) ? of.provider.streams[name] : undefined;
    const lacking = absentReason(of.absent, name);
    if (row === undefined || stream === undefined) runs.set(name, { note: noStream(of, name) });
    else if (lacking !== undefined) runs.set(name, { note: `${name} is not read: ${lacking}` });
    else if (!row.enabled) runs.set(name, { note: `${name} is switched off: it is not read.` });
    else {
      const { runId, afterwards } = await wakeStream(context, trx, of.tenantId, stream, row);
      runs.set(
        name,
        afterwards ? { note: `${name} is read again after ${showId('run', runId)}.` } : { run: showId('run', runId) },
      );
    }
  }
  return runs;
}

function noStream({ provider }: Receiver, name: string): string {
  return `${provider.name} has no stream "${name}" here: nothing of it was stored or read.`;
}

/** What came of one, as it is kept and shown. */
function effectOf(
  of: Receiver,
  { brought, wake, signal }: Understood,
  wanted: readonly MappedItems[],
  runs: Runs,
  erased: boolean,
): JsonObject {
  const records: string[] = [];
  const notes: string[] = [];
  for (const { stream, keys } of brought) {
    const stored = wanted.find((one) => one.stream === stream);
    if (stored === undefined)
      notes.push(
        Object.hasOwn(of.provider.streams, stream)
          ? `${stream} is switched off: nothing of it was stored.`
          : noStream(of, stream),
      );
    else {
      const withheld = new Set(stored.withheld);
      const failed = stored.changed.filter(({ key, problem }) => problem !== null && keys.has(key)).length;
      if (failed > 0)
        notes.push(`${stream}: ${failed} could not be mapped and ${failed === 1 ? 'is' : 'are'} kept with the reason.`);
      for (const key of keys) if (!withheld.has(key)) records.push(showRecordId({ streamNo: stored.streamNo, key }));
    }
  }
  const woken = wake.flatMap((stream) => runs.get(stream) ?? []);
  for (const one of woken) if ('note' in one) notes.push(one.note);
  if (signal !== undefined) notes.push(signalText[signal]);
  if (erased) notes.push(erasedNote);
  return {
    records: records.slice(0, mostNamed),
    runs: woken.flatMap((one) => ('run' in one ? [one.run] : [])),
    notes,
  };
}

const signalText = {
  uninstalled: 'The account took our app away at the vendor. Nothing was deleted here.',
  erasure_requested: 'The vendor passed on the wish of a person to be forgotten. Nothing was erased unasked.',
} as const;

/** Those that were never processed before, for whoever listens; and signals, for people. */
async function tell(
  context: HubContext,
  trx: TenantTransaction,
  { tenantId, integrationId, provider }: Receiver,
  done: readonly Understood[],
): Promise<void> {
  const news = done.filter(({ webhook }) => !webhook.processed_before);
  const event = (kind: string, payload: JsonObject) => ({
    tenant_id: tenantId,
    kind,
    integration_id: integrationId,
    payload: JSON.stringify(payload),
  });
  const events = news.flatMap(({ webhook, signal }) => {
    const webhookId = showId('whk', webhook.id);
    const received = { webhook_id: webhookId, type: webhook.type, vendor_id: webhook.vendor_id };
    return [
      ...(webhook.type === testType ? [] : [event('webhook.received', received)]),
      ...(signal === undefined ? [] : [event(`integration.${signal}`, { webhook_id: webhookId })]),
    ];
  });
  if (events.length > 0) await trx.insertInto('outbox').values(events).execute();
  for (const { webhook, signal } of news) {
    if (signal === undefined) continue;
    await writeLog(context, trx, {
      tenantId,
      integrationId,
      action: 'webhook',
      status: 'warning',
      message: `${provider.name}: ${signalText[signal]}`,
      details: { webhook_id: showId('whk', webhook.id), type: webhook.type, signal },
    });
  }
}

interface Failed extends NotUnderstood {
  /** What was thrown; undefined: it will not be otherwise next time. */
  readonly cause?: unknown;
}

/** Tried again later, or given up; said to people once it is. */
export async function settleFailed(context: HubContext, held: HeldWebhooks, failed: readonly Failed[]): Promise<void> {
  const { tenantId, integrationId } = held;
  const erased = await namesErased(context, tenantId);
  const count = await context.store.inTenant(tenantId, async (trx) => {
    const ours = await lockWebhooks(
      trx,
      tenantId,
      failed.map(({ webhook }) => webhook),
    );
    const outcomes = failed
      .filter(({ webhook }) => ours.has(webhook.id))
      .map((one) => ({ one, outcome: afterFailure(one.webhook, one.error, one.cause, context.random.next()) }));
    await writeOutcomes(
      trx,
      tenantId,
      outcomes.map(({ outcome }) => outcome),
    );
    const given = outcomes.filter(({ outcome }) => outcome.state === 'failed');
    const gone = given.filter(({ one }) => one.body !== undefined && erased?.(JSON.stringify(one.body)) === true);
    await eraseWebhooks(
      trx,
      await context.store.vault.keyFor(tenantId),
      tenantId,
      gone.map(({ one }) => one.webhook.id),
    );
    if (given.length > 0)
      await tellFailed(
        context,
        trx,
        { tenantId, integrationId },
        given.map(({ one }) => one),
      );
    if (!(await renewWebhooks(trx, held))) throw lost();
    return given.length;
  });
  context.meter?.webhooksEnded('failed', count);
}

async function tellFailed(
  context: HubContext,
  trx: TenantTransaction,
  of: { readonly tenantId: string; readonly integrationId: string },
  given: readonly { readonly webhook: QueuedWebhook; readonly error: ErrorReport }[],
): Promise<void> {
  const [first] = given;
  if (first === undefined) return;
  const others = given.length > 1 ? ` So it was with ${given.length - 1} more.` : '';
  await writeLog(context, trx, {
    ...of,
    action: 'webhook',
    status: 'error',
    message: `A webhook "${first.webhook.type}" could not be processed: ${first.error.message}${others}`,
    details: { webhook_id: showId('whk', first.webhook.id), count: given.length, code: first.error.code },
  });
}

function lost() {
  return fail('conflict', 'Somebody else works on these webhooks now.', { meta: { reason: 'taken_over' } });
}
