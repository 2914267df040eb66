/**
 * Forgetting in what vendors sent of their own accord: a webhook about somebody who is erased goes whole, one that holds a field that is no
 * longer kept loses the field. What comes later is held against the same decisions when it is worked off (webhooks/processing.ts).
 */
import type { TenantTransaction } from '../../store/index.ts';
import { openWebhookBody, type WebhookBody } from '../../store/webhook-body.ts';
import type { QueuedWebhook } from '../../store/webhook-queue.ts';
import { eraseWebhooks, rewriteWebhooks } from '../../store/webhook-rows.ts';
import type { HubContext } from '../context.ts';
import { understand, withoutDropped } from '../webhooks/effects.ts';
import { readReceiver, type Receiver } from '../webhooks/receiver.ts';
import type { At, StepDone } from './erasure-claim.ts';
import type { Forgetting } from './erasure-forgetting.ts';
import { mentions, type Streams, type Subject } from './subject.ts';

const atOnce = 100;
/** A shorter number is somebody's id, an amount, a count: it tells nothing. */
const tellingDigits = 6;

/** Some webhooks, locked, in the order of their ids. */
async function nextWebhooks(trx: TenantTransaction, tenantId: string, integrationId: string | undefined, at: At) {
  const after = at.position?.['id'];
  let some = trx
    .selectFrom('webhook')
    .select(['id', 'integration_id', 'type', 'vendor_id', 'happened_at', 'received_at', 'sealed', 'key_version'])
    .select(['attempts', 'replays'])
    .where('tenant_id', '=', tenantId)
    .where('erased', '=', false)
    .orderBy('id')
    .limit(atOnce)
    .forUpdate();
  if (integrationId !== undefined) some = some.where('integration_id', '=', integrationId);
  if (typeof after === 'string') some = some.where('id', '>', after);
  const rows = await some.execute();
  const last = rows.length < atOnce ? undefined : rows.at(-1);
  return { rows, next: last === undefined ? undefined : { id: last.id } };
}

/** Of each integration once. */
function receivers(context: HubContext, tenantId: string): (integrationId: string) => Promise<Receiver | undefined> {
  const known = new Map<string, Promise<Receiver | undefined>>();
  return (integrationId) => {
    const reading =
      known.get(integrationId) ?? readReceiver(context, tenantId, integrationId).then((state) => state?.receiver);
    known.set(integrationId, reading);
    return reading;
  };
}

/** A step of forgetting somebody. */
export async function erasedWebhooks(trx: TenantTransaction, of: Forgetting, at: At): Promise<StepDone> {
  const { context, claimed, subject, streams } = of;
  const { tenantId } = claimed;
  const { rows, next, examined } = await namedWebhooks(trx, { context, tenantId, subject, streams }, at);
  await eraseWebhooks(
    trx,
    await context.store.vault.keyFor(tenantId),
    tenantId,
    rows.map(({ row }) => row.id),
  );
  return { next, counts: { webhooks: rows.length }, examined };
}

interface Searching {
  readonly context: HubContext;
  readonly tenantId: string;
  readonly subject: Subject;
  readonly streams: Streams;
}

/** Those of the next ones that are about somebody, locked, with what they say. */
export async function namedWebhooks(trx: TenantTransaction, of: Searching, at: At) {
  const { rows, next } = await nextWebhooks(trx, of.tenantId, undefined, at);
  const receiverOf = receivers(of.context, of.tenantId);
  const found: { readonly row: Row; readonly body: WebhookBody }[] = [];
  for (const row of rows) {
    const body = await bodyAbout(of, row, await receiverOf(row.integration_id));
    if (body !== undefined) found.push({ row, body });
  }
  return { rows: found, next, examined: rows.length };
}

type Row = Awaited<ReturnType<typeof nextWebhooks>>['rows'][number];

/** What it says, if that names them or one of their records. Without a receiver nobody can say what it is about, but what it says is there. */
async function bodyAbout(
  { context, tenantId, subject, streams }: Searching,
  row: Row,
  receiver: Receiver | undefined,
): Promise<WebhookBody | undefined> {
  const one = receiver === undefined ? undefined : await understand(context, receiver, asQueued(row));
  const body = one?.body ?? (await openWebhookBody(context.store.vault, tenantId, row).catch(() => undefined));
  // It does not open for anybody.
  if (body === undefined) return undefined;
  const text = JSON.stringify(body);
  const about = one !== undefined && 'brought' in one ? one.brought : [];
  const named = subject.persons.some(({ stream_no: streamNo, key }) => {
    const of = streams.get(streamNo);
    if (of?.integrationId !== row.integration_id) return false;
    const telling = key.length >= tellingDigits || /\D/.test(key);
    return (
      about.some(({ stream, keys }) => stream === of.stream && keys.has(key)) ||
      (telling && text.includes(JSON.stringify(key)))
    );
  });
  return named || mentions(subject, text) ? body : undefined;
}

function asQueued(row: Row): QueuedWebhook {
  return { ...row, processed_before: true };
}

/** A step of taking fields that are no longer kept out of the webhooks of an integration. */
export async function strippedWebhooks(
  context: HubContext,
  trx: TenantTransaction,
  of: { readonly tenantId: string; readonly integrationId: string },
  at: At,
): Promise<StepDone> {
  const { rows, next } = await nextWebhooks(trx, of.tenantId, of.integrationId, at);
  const receiver = (await readReceiver(context, of.tenantId, of.integrationId))?.receiver;
  const changed = [];
  for (const row of rows) {
    if (receiver === undefined) break;
    const one = await understand(context, receiver, asQueued(row));
    if (one.body === undefined) continue;
    const left = withoutDropped(receiver, { signal: undefined, wake: [], brought: [], ...one, body: one.body });
    if (left !== undefined) changed.push(left);
  }
  await rewriteWebhooks(trx, await context.store.vault.keyFor(of.tenantId), of.tenantId, changed);
  return { next, counts: { webhooks: changed.length }, examined: rows.length };
}
