/** Looking at stored webhooks and having them worked off again. Their order is that of their ids, which begin with the time they came. */
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';
import type { Sealer } from './vault/index.ts';
import { sealWebhookBody, type WebhookBody } from './webhook-body.ts';
import { expectWebhooks } from './webhook-queue.ts';

/** Of webhooks, by when they came. */
export interface WebhookSpan {
  readonly since: Date | undefined;
  readonly until: Date | undefined;
}

/** The smallest id of that moment. */
export function firstIdAt(at: Date): string {
  const hex = Math.max(at.getTime(), 0).toString(16).padStart(12, '0').slice(-12);
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** All but what is sealed, newest first; add conditions. */
export function webhookRows(trx: TenantTransaction, tenantId: string) {
  return trx
    .selectFrom('webhook as w')
    .innerJoin('integration as i', (join) =>
      join.onRef('i.tenant_id', '=', 'w.tenant_id').onRef('i.id', '=', 'w.integration_id'),
    )
    .select(['w.tenant_id', 'w.integration_id', 'w.id', 'w.type', 'w.vendor_id', 'w.happened_at', 'w.received_at'])
    .select(['w.bytes', 'w.key_version', 'w.state', 'w.attempts', 'w.next_at', 'w.replays', 'w.error', 'w.effect'])
    .select(['w.finished_at', 'w.mended_at', 'w.mended_by', 'w.erased'])
    .select(['i.provider', 'i.auth_state', 'i.enabled', 'i.paused_until'])
    .where('w.tenant_id', '=', tenantId);
}

export interface ReplayWanted extends WebhookSpan {
  readonly states: readonly ('processed' | 'failed')[];
  readonly integrationId: string | undefined;
  readonly type: string | undefined;
  /** Only after this one. */
  readonly after: string | undefined;
}

/** Which of them a replay takes; `requeueSome` and the count before it ask the same. */
function replayable({ states, integrationId, type, since, until, after }: ReplayWanted) {
  return sql`state = any (${[...states]}::text[]) and not erased
         and id >= ${since === undefined ? firstIdAt(new Date(0)) : firstIdAt(since)}::uuid
         and (${until === undefined}::boolean or id < ${until === undefined ? null : firstIdAt(until)}::uuid)
         and (${after === undefined}::boolean or id > ${after ?? null}::uuid)
         and (${integrationId === undefined}::boolean or integration_id = ${integrationId ?? null}::uuid)
         and (${type === undefined}::boolean or type = ${type ?? null}::text)`;
}

/** How many a replay would take, and no more than `atMost`. */
export async function countReplayable(
  trx: TenantTransaction,
  tenantId: string,
  wanted: ReplayWanted,
  atMost: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count
      from (select from webhook where tenant_id = ${tenantId} and ${replayable(wanted)} limit ${atMost}) w`.execute(
    trx,
  );
  return rows[0]?.count ?? 0;
}

/**
 * Queues some of them again, oldest first. Answers their ids. What is queued is left alone, and so is what was erased. One that is worked on
 * at this moment is worked off once more.
 */
export async function requeueSome(
  trx: TenantTransaction,
  tenantId: string,
  wanted: ReplayWanted,
  atMost: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string; integration_id: string }>`
    with wanted as materialized (
      select id from webhook
       where tenant_id = ${tenantId} and ${replayable(wanted)}
       order by id limit ${atMost} for update)
    update webhook w
       set state = 'queued', attempts = 0, replays = replays + 1, next_at = clock_timestamp()
      from wanted
     where w.tenant_id = ${tenantId} and w.id = wanted.id
    returning w.id, w.integration_id`.execute(trx);
  if (rows.length > 0) await expectWebhooks(trx, tenantId, [...new Set(rows.map((row) => row.integration_id))]);
  return rows.map(({ id }) => id).toSorted();
}

export interface WebhookCounted {
  readonly queued: number;
  readonly failed: number;
  readonly processed: number;
  readonly oldest: Date | null;
}

/** Those queued and given up, and those processed since a moment. */
export async function countWebhooks(
  trx: TenantTransaction,
  tenantId: string,
  integrationId: string,
  since: Date,
): Promise<WebhookCounted> {
  const { rows } = await sql<WebhookCounted>`
    select (select count(*) from webhook
             where tenant_id = ${tenantId} and integration_id = ${integrationId} and state = 'queued') as queued,
           (select count(*) from webhook
             where tenant_id = ${tenantId} and integration_id = ${integrationId} and state = 'failed') as failed,
           (select count(*) from webhook
             where tenant_id = ${tenantId} and integration_id = ${integrationId} and state = 'processed'
               and id >= ${firstIdAt(since)}::uuid) as processed,
           (select min(received_at) from webhook
             where tenant_id = ${tenantId} and integration_id = ${integrationId} and state = 'queued') as oldest`.execute(
    trx,
  );
  return rows[0] ?? { queued: 0, failed: 0, processed: 0, oldest: null };
}

/** What these say now. Of webhooks that the caller has locked. */
export async function rewriteWebhooks(
  trx: TenantTransaction,
  sealer: Sealer,
  tenantId: string,
  changed: readonly { readonly id: string; readonly body: WebhookBody }[],
): Promise<void> {
  for (const { id, body } of changed)
    await sql`
      update webhook set sealed = ${sealWebhookBody(sealer, id, body)}, key_version = ${sealer.version}
       where tenant_id = ${tenantId} and id = ${id}`.execute(trx);
}

/** Kept with a webhook that was erased. */
export const erasedNote = 'What it said is gone: it was about somebody who was erased.';

/** Nothing of what these said is left; one that was to be worked off is done. */
export async function eraseWebhooks(
  trx: TenantTransaction,
  sealer: Sealer,
  tenantId: string,
  ids: readonly string[],
): Promise<void> {
  const effect = JSON.stringify({ records: [], runs: [], notes: [erasedNote] });
  for (const id of ids)
    await sql`
      update webhook
         set sealed = ${sealWebhookBody(sealer, id, { headers: {}, payload: null })}, key_version = ${sealer.version},
             bytes = 0, erased = true,
             finished_at = case when state = 'queued' then clock_timestamp() else finished_at end,
             effect = case when state = 'queued' then ${effect}::jsonb else effect end,
             state = case when state = 'queued' then 'processed' else state end
       where tenant_id = ${tenantId} and id = ${id}`.execute(trx);
}

/** Those that came before this moment, oldest first. Answers how many went. */
export async function deleteWebhooks(
  trx: TenantTransaction,
  tenantId: string,
  before: Date,
  atMost: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from webhook where tenant_id = ${tenantId} and id = any (array(
      select id from webhook where tenant_id = ${tenantId} and id < ${firstIdAt(before)}::uuid order by id limit ${atMost}))`.execute(
    trx,
  );
  return Number(numAffectedRows ?? 0);
}

/** All of one integration, some at a time. Answers how many went. */
export async function deleteWebhooksOf(
  trx: TenantTransaction,
  { tenantId, integrationId }: { readonly tenantId: string; readonly integrationId: string },
  atMost: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from webhook where tenant_id = ${tenantId} and id = any (array(
      select id from webhook where tenant_id = ${tenantId} and integration_id = ${integrationId} order by id limit ${atMost}))`.execute(
    trx,
  );
  return Number(numAffectedRows ?? 0);
}
