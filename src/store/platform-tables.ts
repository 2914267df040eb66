/**
 * The tables of schema public that have no row policy, by name: the only ones, and each with its reason. The catalogue test
 * (test/tenancy) fails for any other table without a forced policy. Adding a name here is a decision, not a convenience.
 */
import type { PlatformTables } from './tables.ts';

export const platformTables: Readonly<Record<keyof PlatformTables, string>> = {
  partner: 'resellers stand above tenants',
  tenant: 'a tenant is found by its slug before it is known',
  platform_member: 'people who act for the platform or a partner',
  platform_key: 'keys of the platform or a partner; hashes only',
  provider_app: "OAuth clients, platform-wide, a partner's or a tenant's; sealed",
  stream_due: 'the ticker looks across tenants; ids and a time only',
  rate_window: "vendors' limits hold across tenants; digests only",
  rate_slot: "vendors' limits hold across tenants; digests only",
  schema_migration: 'which migrations were applied',
  root_key: 'names of root keys and when they were last in use; no key',
  key_rotation: 'workers look for the next renewal across tenants; ids and counts only',
  webhook_route: 'a webhook names an account, and the tenant is what is looked for; digests and ids only',
  webhook_due: 'workers look for webhooks to work off across tenants; ids and times only',
  webhook_subscription_due: 'workers look for subscriptions to check across tenants; ids and times only',
  webhook_app_address: "limits of the operator's own addresses, which serve all tenants",
  webhook_app_refusal: 'counts of requests to those addresses that proved nothing, so that no tenant is known',
  endpoint_due: 'senders look for endpoints to send to across tenants; ids and times only',
  member_of: 'at a sign-in the tenants a person acts for are what is looked for; ids and roles only',
  outbox_due: 'workers look for events to make across tenants; ids only',
  route_due: 'workers look for calls of routes to make across tenants; ids and times only',
};

/**
 * The functions that act with their owner's rights, by name: the only ones, and each with its reason. They give no row to anybody. The
 * catalogue test fails for any other, and for one that does not pin its search path.
 */
export const ownerFunctions: Readonly<Record<string, string>> = {
  prepare_logs_v1: 'the application may not make tables, and the logs need a new partition every day',
  drop_log_partition_v1: 'the application may not drop tables, and that is how old lines of the logs go',
};
