/**
 * Makes events and gives them to those who want them, in the caller's transaction. Called by the follower, and for events that somebody asks
 * for to try things with.
 */
import { sql } from 'kysely';
import type { TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { newId } from '../ids.ts';
import type { Consumer, Listener, NewEvent } from './consumers.ts';
import type { EventDraft } from './event-drafts.ts';

/** Those who listen to a tenant's events, each with its kind. */
export interface Audience {
  readonly consumer: Consumer;
  readonly listener: Listener;
}

export async function audienceOf(
  trx: TenantTransaction,
  tenantId: string,
  consumers: readonly Consumer[],
): Promise<readonly Audience[]> {
  const audience: Audience[] = [];
  for (const consumer of consumers)
    for (const listener of await consumer.listeners(trx, tenantId)) audience.push({ consumer, listener });
  return audience;
}

export interface Published {
  /** Of those that were made, in order. */
  readonly ids: readonly string[];
  /** To be given notice when the transaction is committed. */
  readonly takers: ReadonlySet<Consumer>;
}

/** Events about records are made if somebody wants them, all others in any case: they can be listed, and tried out. */
export async function publish(
  context: Pick<HubContext, 'clock' | 'random'>,
  trx: TenantTransaction,
  tenantId: string,
  drafts: readonly EventDraft[],
  audience: readonly Audience[],
): Promise<Published> {
  const wanted = audience.map(({ listener }) => new Set(drafts.filter((draft) => listener.wants(draft))));
  const made = drafts.filter((draft) => draft.record === undefined || wanted.some((those) => those.has(draft)));
  const ids = newIds(context, made.length);
  const events = new Map(made.map((draft, no): [EventDraft, NewEvent] => [draft, { ...draft, id: ids[no] ?? '' }]));
  await insertEvents(trx, tenantId, made, ids);
  const takers = new Set<Consumer>();
  for (const [no, { consumer, listener }] of audience.entries()) {
    const taken = [...(wanted[no] ?? [])].flatMap((draft) => events.get(draft) ?? []);
    if (taken.length === 0) continue;
    await listener.take(trx, taken);
    takers.add(consumer);
  }
  return { ids, takers };
}

/** Those of one millisecond in order, too: lists go by them. */
function newIds(context: Pick<HubContext, 'clock' | 'random'>, count: number): readonly string[] {
  return Array.from({ length: count }, () => newId(context)).toSorted();
}

async function insertEvents(
  trx: TenantTransaction,
  tenantId: string,
  drafts: readonly EventDraft[],
  ids: readonly string[],
): Promise<void> {
  if (drafts.length === 0) return;
  const rows = drafts.map((draft, no) => ({
    id: ids[no],
    type: draft.type,
    at: draft.at.toISOString(),
    integration_id: draft.integrationId ?? null,
    stream_no: draft.record?.streamNo ?? null,
    key: draft.record?.key ?? null,
    seq: draft.record?.seq ?? null,
    model: draft.model ?? null,
    data: draft.data,
    trail: draft.trail,
  }));
  await sql`
    insert into event (tenant_id, id, type, at, integration_id, stream_no, key, seq, model, data, trail)
    select ${tenantId}, e.* from jsonb_to_recordset(${JSON.stringify(rows)}) as e (id uuid, type text, at timestamptz,
           integration_id uuid, stream_no int, key text, seq bigint, model text, data jsonb, trail uuid[])`.execute(
    trx,
  );
}
