/**
 * How long a tenant keeps what: the states records had, records that are gone at the vendor, what vendors sent, answers of actions, webhooks, and the
 * two logs (log-retention.ts). Null keeps data until it is deleted, and logs as long as the platform. retention-upkeep.ts takes away
 * what is older.
 */
import { z } from 'zod';
import type { TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { parseInput } from '../inputs.ts';
import { LogRetention, LogRetentionView, type logRetention } from '../logs/log-retention.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';

const days = z
  .number()
  .int('expected whole days')
  .min(
    1,
    'expected at least 1 day, or null to keep it until it is deleted: with 0 it would be gone before anybody saw it',
  )
  .max(36_500, 'expected at most 36500 days')
  .nullable();

/** A vendor that gives up sends again for days, not for weeks. */
const usualWebhookDays = 30;

const dataFields = {
  history_days: days.optional().meta({ description: 'States records had before.' }),
  deleted_record_days: days
    .optional()
    .meta({ description: 'Records that are gone at the vendor, since we learned it.' }),
  raw_days: days.optional().meta({
    description: 'What vendors sent, since it was stored. Records without it stay as they are when mappings change.',
  }),
  action_call_days: days.optional().meta({
    description: 'Answers of actions. A reference that is older is new again: it acts once more.',
  }),
  webhook_days: days.optional().meta({
    description: `Webhooks of vendors; null: ${usualWebhookDays}. One that is sent again later than that is new again.`,
  }),
};

export const Retention = z
  .strictObject({ ...dataFields, ...LogRetention.shape })
  .meta({ id: 'Retention', description: 'What is left out stays.' });
export type Retention = z.input<typeof Retention>;

const shownDays = z.number().int().nullable();
export const RetentionView = z
  .object({
    history_days: shownDays,
    deleted_record_days: shownDays,
    raw_days: shownDays,
    action_call_days: shownDays,
    webhook_days: z.number().int(),
    ...LogRetentionView.shape,
  })
  .meta({ id: 'RetentionView' });
export type RetentionView = z.output<typeof RetentionView>;

const dataNames = ['history_days', 'deleted_record_days', 'raw_days', 'action_call_days', 'webhook_days'] as const;
/** A tenant's own figures. */
export type DataDays = Readonly<Record<Exclude<(typeof dataNames)[number], 'webhook_days'>, number | null>> & {
  readonly webhook_days: number;
};

const untilDeleted: DataDays = {
  history_days: null,
  deleted_record_days: null,
  raw_days: null,
  action_call_days: null,
  webhook_days: usualWebhookDays,
};

export async function dataDays(trx: TenantTransaction, tenantId: string): Promise<DataDays> {
  const row = await trx
    .selectFrom('data_retention')
    .select(dataNames)
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  return row === undefined ? untilDeleted : { ...row, webhook_days: row.webhook_days ?? usualWebhookDays };
}

export function retention({ store }: HubContext, tenants: Tenants, logs: ReturnType<typeof logRetention>) {
  const get = async (principal: Principal, tenant: string): Promise<RetentionView> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const own = await store.inTenant(tenantId, (trx) => dataDays(trx, tenantId));
    return { ...own, ...(await logs.get(principal, tenant)) };
  };

  /** Throws `invalid_request` for 0 and for logs that would be kept longer than the platform keeps them. */
  const change = async (principal: Principal, tenant: string, input: Retention): Promise<RetentionView> => {
    const { id: tenantId } = await tenants.enter(principal, 'admin', tenant);
    const { integration_log_days, exchange_log_days, ...wanted } = parseInput(Retention, input);
    // First what may be refused.
    const kept = await (integration_log_days === undefined && exchange_log_days === undefined
      ? logs.get(principal, tenant)
      : logs.change(principal, tenant, { integration_log_days, exchange_log_days }));
    const own = await store.inTenant(tenantId, async (trx) => {
      const before = await dataDays(trx, tenantId);
      const { webhook_days: webhookDays, ...others } = wanted;
      const after = {
        ...before,
        ...Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined)),
        ...(webhookDays === undefined ? {} : { webhook_days: webhookDays ?? usualWebhookDays }),
      };
      if (dataNames.every((name) => after[name] === before[name])) return before;
      await trx
        .insertInto('data_retention')
        .values({ tenant_id: tenantId, ...after })
        .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(after))
        .execute();
      await store.audit.append(trx, {
        tenantId,
        actor: nameOf(principal),
        action: 'retention.changed',
        target: tenantId,
        details: after,
      });
      return after;
    });
    return { ...own, ...kept };
  };

  return { get, change };
}
