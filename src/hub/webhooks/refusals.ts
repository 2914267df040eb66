/**
 * What was refused at an address: counted per hour and reason, with the headers of the last one for a day, and told once a day in the log
 * of the integration it was meant for. Nothing else of such a request is kept: anybody can send them, as many as he likes, so they are
 * counted in memory and written down now and then. Called by the intake.
 */
import { sql } from 'kysely';
import type { JsonObject } from '../../contract/http.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { writeLog } from '../logs/logs.ts';
import { RefusalView, type WebhookAddressView } from './addresses-views.ts';
import { keepableHeaders } from './intake-headers.ts';

/** Why something was not taken. `other_content`: it was, but an event of this id was there with another content, which stays. */
export type Refusal =
  | 'missing'
  | 'malformed'
  | 'wrong'
  | 'stale'
  | 'early'
  | 'no_secret'
  | 'address'
  | 'rate'
  | 'too_large'
  | 'unreadable'
  | 'unknown_account'
  | 'other_content';

/** Where it came to: an integration's own address, or that of a provider's apps. */
export type RefusalPlace =
  | { readonly tenantId: string; readonly integrationId: string; readonly provider: string }
  | { readonly provider: string };

export interface Refusals {
  /** `message` says what is wrong, for people; nothing of the body. */
  note(
    place: RefusalPlace,
    reason: Refusal,
    message: string,
    headers: Readonly<Record<string, string | undefined>>,
  ): void;
  /** Writes what is counted; for readers who want to see what has just happened. Never throws. */
  flush(): Promise<void>;
}

interface Counted {
  readonly place: RefusalPlace;
  readonly hour: Date;
  readonly reason: Refusal;
  count: number;
  message: string;
  at: number;
  headers: Readonly<Record<string, string | undefined>>;
}

const flushEveryMs = 1_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export function refusals(context: HubContext): Refusals {
  const { clock, log } = context;
  let counted = new Map<string, Counted>();
  let scheduled = false;
  let flushing: Promise<void> | undefined;

  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    // A real timer, and none that keeps the process: a test's clock stands still, and counts are not worth waiting for.
    setTimeout(() => {
      scheduled = false;
      void flush();
    }, flushEveryMs).unref();
  };

  const flush = (): Promise<void> => {
    flushing = (flushing ?? Promise.resolve()).then(writeAll);
    return flushing;
  };

  const writeAll = async (): Promise<void> => {
    const all = [...counted.values()];
    counted = new Map();
    for (const one of all) {
      try {
        await write(context, one);
      } catch (error) {
        // Of a tenant that is gone by now, or the database is away: a count is not worth keeping anybody busy.
        log.warn({ err: error, count: one.count }, 'refused webhooks could not be counted');
      }
    }
  };

  return {
    note(place, reason, message, headers) {
      const at = clock.now();
      const hour = new Date(at - (at % hourMs));
      const whose = 'integrationId' in place ? place.integrationId : place.provider;
      const name = `${whose} ${hour.getTime()} ${reason}`;
      const known = counted.get(name);
      if (known === undefined) counted.set(name, { place, hour, reason, count: 1, message, at, headers });
      else Object.assign(known, { count: known.count + 1, message, at, headers });
      schedule();
    },
    flush,
  };
}

async function write(context: HubContext, one: Counted): Promise<void> {
  const { place, hour, reason, count } = one;
  const sample = JSON.stringify({
    at: new Date(one.at).toISOString(),
    message: one.message,
    headers: keepableHeaders(one.headers),
  });
  if (!('integrationId' in place)) {
    await context.store.platform
      .insertInto('webhook_app_refusal')
      .values({ provider: place.provider, hour, reason, count, sample })
      .onConflict((conflict) =>
        conflict
          .columns(['provider', 'hour', 'reason'])
          .doUpdateSet((eb) => ({ count: eb('webhook_app_refusal.count', '+', count), sample })),
      )
      .execute();
    return;
  }
  const { tenantId, integrationId } = place;
  await context.store.inTenant(tenantId, async (trx) => {
    const { rows } = await sql<{ fresh: boolean }>`
      insert into webhook_refusal (tenant_id, integration_id, hour, reason, count, sample)
      select ${tenantId}, i.id, ${hour}, ${reason}, ${count}, ${sample}
        from integration i where i.tenant_id = ${tenantId} and i.id = ${integrationId}
      on conflict (tenant_id, integration_id, hour, reason)
        do update set count = webhook_refusal.count + excluded.count, sample = excluded.sample
      returning (xmax = 0) as fresh`.execute(trx);
    // The row of the hour is made by one process, which thereby is the one that tells.
    if (rows[0]?.fresh === true && !(await toldToday(trx, one, tenantId, integrationId)))
      await writeLog(context, trx, {
        tenantId,
        integrationId,
        action: 'webhook',
        status: 'warning',
        message: `${reason === 'other_content' ? 'A webhook was not what it was before' : 'Webhooks were refused'}: ${one.message}`,
        details: { reason },
      });
  });
}

async function toldToday(
  trx: TenantTransaction,
  one: Counted,
  tenantId: string,
  integrationId: string,
): Promise<boolean> {
  const row = await trx
    .selectFrom('webhook_refusal')
    .select('hour')
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', integrationId)
    .where('reason', '=', one.reason)
    .where('hour', '<', one.hour)
    .where('hour', '>', new Date(one.hour.getTime() - dayMs))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

type Refused = WebhookAddressView['refusals'][number];

/** Of the last 24 hours, by reason, the most frequent first. */
export async function refusalsOf(
  trx: TenantTransaction,
  tenantId: string,
  integrationId: string,
  nowMs: number,
): Promise<readonly Refused[]> {
  const rows = await trx
    .selectFrom('webhook_refusal')
    .select(['hour', 'reason', 'count', 'sample'])
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', integrationId)
    .where('hour', '>', new Date(nowMs - dayMs))
    .orderBy('hour', 'desc')
    .execute();
  return summed(rows);
}

export async function refusalsOfApp(
  { store, clock }: Pick<HubContext, 'store' | 'clock'>,
  provider: string,
): Promise<readonly Refused[]> {
  const rows = await store.platform
    .selectFrom('webhook_app_refusal')
    .select(['hour', 'reason', 'count', 'sample'])
    .where('provider', '=', provider)
    .where('hour', '>', new Date(clock.now() - dayMs))
    .orderBy('hour', 'desc')
    .execute();
  return summed(rows);
}

/** `rows`: the latest hour first. */
function summed(
  rows: readonly { readonly reason: string; readonly count: number; readonly sample: JsonObject | null }[],
): readonly Refused[] {
  return [...Map.groupBy(rows, ({ reason }) => reason)]
    .map(([reason, some]) => ({
      reason,
      count: some.reduce((sum, { count }) => sum + count, 0),
      last: RefusalView.shape.last.parse(some[0]?.sample ?? null),
    }))
    .toSorted((a, b) => b.count - a.count);
}
