/**
 * How long lines of the logs are kept: the platform says how long at most, a tenant may keep its own for less. Older lines are shown to
 * nobody from that moment on; log-upkeep.ts takes them away.
 */
import { z } from 'zod';
import type { TenantTransaction } from '../../store/index.ts';
import type { HubContext, LogKeeping } from '../context.ts';
import { invalidInput, parseInput } from '../inputs.ts';
import { noIntegration } from '../integrations/integration-rows.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';

const days = z
  .number()
  .int()
  .min(1, 'expected at least 1 day: a log that keeps nothing would hide what goes wrong')
  .nullable();

export const LogRetention = z
  .strictObject({
    integration_log_days: days.optional().meta({ description: "What happened. Null: as long as the platform's." }),
    exchange_log_days: days.optional().meta({ description: "Calls to the vendors. Null: as long as the platform's." }),
  })
  .meta({ id: 'LogRetention' });
export type LogRetention = z.input<typeof LogRetention>;

export const LogRetentionView = z
  .object({
    integration_log_days: z.number().int().nullable(),
    exchange_log_days: z.number().int().nullable(),
    platform: z
      .object({ integration_log_days: z.number().int(), exchange_log_days: z.number().int() })
      .meta({ description: 'What counts where the tenant says nothing, and the most it may ask for.' }),
  })
  .meta({ id: 'LogRetentionView' });
export type LogRetentionView = z.output<typeof LogRetentionView>;

/** A tenant's own figures, as stored. */
export interface OwnDays {
  readonly integration_log_days: number | null;
  readonly exchange_log_days: number | null;
}

export const dayMs = 86_400_000;

/** Days the lines of a tenant are kept. The platform's figure may have been lowered below the tenant's since. */
export function daysKept(
  platform: LogKeeping,
  own: OwnDays | undefined,
): Pick<LogKeeping, 'integrationLogDays' | 'exchangeLogDays'> {
  return {
    integrationLogDays: Math.min(platform.integrationLogDays, own?.integration_log_days ?? Infinity),
    exchangeLogDays: Math.min(platform.exchangeLogDays, own?.exchange_log_days ?? Infinity),
  };
}

/** The moments between which an integration's lines may be shown. Throws `not_found` when there is no such integration. */
export async function shownSpan(
  { clock, logKeeping }: Pick<HubContext, 'clock' | 'logKeeping'>,
  trx: TenantTransaction,
  of: { readonly tenantId: string; readonly integrationId: string; readonly named: string },
  log: 'integrationLogDays' | 'exchangeLogDays',
  asked: { readonly since?: string | undefined; readonly until?: string | undefined },
): Promise<{ readonly from: Date; readonly to: Date }> {
  const row = await trx
    .selectFrom('integration as i')
    .leftJoin('log_retention as r', 'r.tenant_id', 'i.tenant_id')
    .select(['r.integration_log_days', 'r.exchange_log_days'])
    .where('i.tenant_id', '=', of.tenantId)
    .where('i.id', '=', of.integrationId)
    .executeTakeFirst();
  if (row === undefined) throw noIntegration(of.named);
  const now = clock.now();
  const oldest = now - daysKept(logKeeping, row)[log] * dayMs;
  // Lines of the near future come from processes whose clocks are ahead; none comes from beyond.
  const newest = now + dayMs;
  const since = asked.since === undefined ? oldest : Date.parse(asked.since);
  const until = asked.until === undefined ? newest : Date.parse(asked.until);
  if (asked.since !== undefined && asked.until !== undefined && since >= until)
    throw invalidInput([{ path: 'until', message: 'expected a moment after `since`' }]);
  return { from: new Date(Math.max(oldest, since)), to: new Date(Math.min(newest, until)) };
}

export function logRetention(context: HubContext, tenants: Tenants) {
  const { store, logKeeping } = context;
  const platform = {
    integration_log_days: logKeeping.integrationLogDays,
    exchange_log_days: logKeeping.exchangeLogDays,
  };

  const get = async (principal: Principal, tenant: string): Promise<LogRetentionView> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const own = await store.inTenant(tenantId, (trx) => ownDays(trx, tenantId));
    return { ...(own ?? { integration_log_days: null, exchange_log_days: null }), platform };
  };

  /** What is left out stays. Lines that are older by the new figure are shown to nobody from now on. */
  const change = async (principal: Principal, tenant: string, input: LogRetention): Promise<LogRetentionView> => {
    const { id: tenantId } = await tenants.enter(principal, 'admin', tenant);
    const wanted = parseInput(LogRetention, input);
    const tooLong = (['integration_log_days', 'exchange_log_days'] as const).filter(
      (name) => (wanted[name] ?? 0) > platform[name],
    );
    if (tooLong.length > 0)
      throw invalidInput(
        tooLong.map((path) => ({ path, message: `expected at most ${platform[path]} days, as the platform keeps` })),
      );
    const kept = await store.inTenant(tenantId, async (trx) => {
      const before = await ownDays(trx, tenantId);
      const after = {
        integration_log_days: chosen(wanted.integration_log_days, before?.integration_log_days),
        exchange_log_days: chosen(wanted.exchange_log_days, before?.exchange_log_days),
      };
      await trx
        .insertInto('log_retention')
        .values({ tenant_id: tenantId, ...after })
        .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(after))
        .execute();
      await store.audit.append(trx, {
        tenantId,
        actor: nameOf(principal),
        action: 'log_retention.changed',
        target: tenantId,
        details: after,
      });
      return after;
    });
    return { ...kept, platform };
  };

  return { get, change };
}

function chosen(wanted: number | null | undefined, before: number | null | undefined): number | null {
  return wanted === undefined ? (before ?? null) : wanted;
}

export function ownDays(trx: TenantTransaction, tenantId: string): Promise<OwnDays | undefined> {
  return trx
    .selectFrom('log_retention')
    .select(['integration_log_days', 'exchange_log_days'])
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
}
