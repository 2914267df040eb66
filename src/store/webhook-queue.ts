/**
 * Webhooks as work: which integration has some, who works on them, and what is next. An integration's webhooks are in one pair of hands at a
 * time (the lease in webhook_due); whoever lost the lease is refused at the end of its transaction. All times are the database's. Used by
 * the hub's inbox and by replays; intake adds rows of its own accord (webhook-intake.ts).
 */
import { sql } from 'kysely';
import type { ErrorReport } from '../contract/errors.ts';
import type { JsonObject } from '../contract/http.ts';
import type { TenantTransaction } from './database.ts';
import type { Store } from './index.ts';
import { jsonText } from './json-text.ts';

/** A holder that has not been heard of for so long is dead. */
const leaseS = 15;
/** Of those that are due, some: several workers that look at once should not all want the same one. */
const candidates = 16;

/** An integration's webhooks, held. `holder`: new for each time they are taken. */
export interface HeldWebhooks {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly holder: string;
}

/** Takes the integration that has waited longest; undefined: nothing is due, or all of it is in other hands. */
export async function claimWebhooks({ platform }: Store, holder: string): Promise<HeldWebhooks | undefined> {
  const { rows } = await sql<{ tenant_id: string; integration_id: string }>`
    select tenant_id, integration_id from webhook_due
     where due_at <= clock_timestamp() and (lease_until is null or lease_until < clock_timestamp())
     order by due_at limit ${candidates}`.execute(platform);
  for (const { tenant_id: tenantId, integration_id: integrationId } of rows) {
    // Waits for intake, which holds the row for moments; skipping it instead would starve a busy one.
    const { numAffectedRows } = await sql`
      update webhook_due set holder = ${holder}, lease_until = clock_timestamp() + ${leaseS} * interval '1 second'
       where tenant_id = ${tenantId} and integration_id = ${integrationId} and due_at <= clock_timestamp()
         and (lease_until is null or lease_until < clock_timestamp())`.execute(platform);
    if (numAffectedRows === 1n) return { tenantId, integrationId, holder };
  }
  return undefined;
}

/** False: it is somebody else's now. Within a transaction it is the last thing: from then on nobody takes it before the commit. */
export async function renewWebhooks(
  trx: TenantTransaction | Store['platform'],
  { tenantId, integrationId, holder }: HeldWebhooks,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update webhook_due set lease_until = clock_timestamp() + ${leaseS} * interval '1 second'
     where tenant_id = ${tenantId} and integration_id = ${integrationId} and holder = ${holder}`.execute(trx);
  return numAffectedRows === 1n;
}

/** Lets go. `waitsUntil`: nothing of it can be done before then (`infinity`: before something happens to the integration). */
export async function releaseWebhooks(
  { inTenant }: Store,
  { tenantId, integrationId, holder }: HeldWebhooks,
  waitsUntil: Date | 'infinity' | undefined,
): Promise<void> {
  await inTenant(tenantId, async (trx) => {
    const { rows } = await sql`
      select from webhook_due
       where tenant_id = ${tenantId} and integration_id = ${integrationId} and holder = ${holder} for update`.execute(
      trx,
    );
    if (rows.length === 0) return;
    // In a statement of its own: it sees what was committed before the row could be locked. What comes later waits for this transaction.
    const { rows: next } = await sql<{ queued: boolean }>`
      select exists (select from webhook
                      where tenant_id = ${tenantId} and integration_id = ${integrationId} and state = 'queued') as queued`.execute(
      trx,
    );
    if (next[0]?.queued !== true) {
      await sql`delete from webhook_due where tenant_id = ${tenantId} and integration_id = ${integrationId}`.execute(
        trx,
      );
      return;
    }
    const until = waitsUntil instanceof Date ? waitsUntil.toISOString() : waitsUntil;
    await sql`
      update webhook_due
         set holder = null, lease_until = null,
             due_at = greatest(${until ?? '-infinity'}::timestamptz,
                               (select min(next_at) from webhook
                                 where tenant_id = ${tenantId} and integration_id = ${integrationId} and state = 'queued'))
       where tenant_id = ${tenantId} and integration_id = ${integrationId}`.execute(trx);
  });
}

/** There is something to do for these integrations, now. */
export async function expectWebhooks(
  trx: TenantTransaction,
  tenantId: string,
  integrationIds: readonly string[],
): Promise<void> {
  // As intake does it: the row is locked also where it is there, so that nobody takes it away who does not see what it stands for.
  await sql`
    insert into webhook_due (tenant_id, integration_id)
    select ${tenantId}::uuid, i from unnest(${[...integrationIds]}::uuid[]) i order by i
    on conflict (tenant_id, integration_id) do update set due_at = excluded.due_at
     where webhook_due.due_at > excluded.due_at`.execute(trx);
}

/** For how long the webhook that has waited longest could have been worked off, of all tenants; milliseconds. 0: none. */
export async function webhookLag({ platform }: Store): Promise<number> {
  const { rows } = await sql<{ ms: number }>`
    select coalesce(greatest((extract(epoch from clock_timestamp() - min(due_at)) * 1000)::bigint, 0), 0) as ms
      from webhook_due where due_at <= clock_timestamp()`.execute(platform);
  return rows[0]?.ms ?? 0;
}

// ---------------------------------------------------------------- the webhooks of one integration

export interface QueuedWebhook {
  readonly id: string;
  readonly type: string;
  readonly vendor_id: string | null;
  readonly happened_at: Date | null;
  readonly received_at: Date;
  readonly sealed: Buffer;
  readonly key_version: number;
  readonly attempts: number;
  readonly replays: number;
  /** This is not the first time. */
  readonly processed_before: boolean;
}

/** Those that are due, in the order they came, at most `atMost` and not more than so many bytes of payload, but at least one. */
export async function dueWebhooks(
  trx: TenantTransaction,
  { tenantId, integrationId }: Pick<HeldWebhooks, 'tenantId' | 'integrationId'>,
  { atMost, bytes }: { readonly atMost: number; readonly bytes: number },
): Promise<readonly QueuedWebhook[]> {
  const { rows } = await sql<QueuedWebhook>`
    with due as materialized (
      select id, next_at, bytes from webhook
       where tenant_id = ${tenantId} and integration_id = ${integrationId} and state = 'queued'
         and next_at <= clock_timestamp()
       order by next_at, id limit ${atMost}
    ), fitting as materialized (
      select id, next_at, sum(bytes) over (order by next_at, id) - bytes as before from due
    )
    select w.id, w.type, w.vendor_id, w.happened_at, w.received_at, w.sealed, w.key_version, w.attempts, w.replays,
           w.effect is not null as processed_before
      from fitting f
     cross join lateral (select * from webhook where tenant_id = ${tenantId} and id = f.id limit 1) w
     where f.before < ${bytes}
     order by f.next_at, f.id`.execute(trx);
  return rows;
}

/** Locks those of them that are still to be worked off as they were read: not replayed, mended or erased since. Answers their ids. */
export async function lockWebhooks(
  trx: TenantTransaction,
  tenantId: string,
  webhooks: readonly Pick<QueuedWebhook, 'id' | 'replays'>[],
): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('webhook')
    .select(['id', 'replays'])
    .where('tenant_id', '=', tenantId)
    .where(
      'id',
      'in',
      webhooks.map(({ id }) => id),
    )
    .where('state', '=', 'queued')
    .where('erased', '=', false)
    .orderBy('id')
    .forUpdate()
    .execute();
  const seen = new Map(webhooks.map(({ id, replays }) => [id, replays]));
  return new Set(rows.flatMap(({ id, replays }) => (seen.get(id) === replays ? [id] : [])));
}

/** How one ended, or when it is tried again. */
export interface WebhookOutcome {
  readonly id: string;
  readonly state: 'queued' | 'processed' | 'failed';
  /** Of `queued`: milliseconds until then. */
  readonly againMs?: number;
  readonly error?: ErrorReport;
  readonly effect?: JsonObject;
}

/** Of webhooks that are locked. Counts as an attempt. */
export async function writeOutcomes(
  trx: TenantTransaction,
  tenantId: string,
  outcomes: readonly WebhookOutcome[],
): Promise<void> {
  if (outcomes.length === 0) return;
  const rows = outcomes.map(({ id, state, againMs, error, effect }) => ({
    id,
    state,
    again: againMs ?? 0,
    error: error ?? null,
    effect: effect ?? null,
  }));
  await sql`
    update webhook w
       set state = o.state, error = nullif(o.error, 'null'::jsonb), attempts = w.attempts + 1,
           effect = coalesce(nullif(o.effect, 'null'::jsonb), w.effect),
           next_at = case when o.state = 'queued' then clock_timestamp() + o.again * interval '1 millisecond' else w.next_at end,
           finished_at = case when o.state = 'queued' then w.finished_at else clock_timestamp() end
      from jsonb_to_recordset(${jsonText(rows)}::jsonb) as o (id uuid, state text, again bigint, error jsonb, effect jsonb)
     where w.tenant_id = ${tenantId} and w.id = o.id`.execute(trx);
}
